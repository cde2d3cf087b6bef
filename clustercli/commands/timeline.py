"""`timeline`: dated points in order, as precise as their sources."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.options import Countries, Format, Raw, Sector
from clustercli.commands.session import Session
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records import dates

if TYPE_CHECKING:
    from clustercli.timeline.order import Point

_COLUMNS = (
    Column("project", "project"),
    Column("when", "when"),
    Column("title", "what", grow=True),
    Column("kind", "kind"),
    Column("place", "place"),
    Column("country", "in"),
    Column("sectors"),
    Column("status", "status"),
    Column("date"),
    Column("earliest"),
    Column("latest"),
    Column("note"),
)


def timeline(
    context: typer.Context,
    projects: Annotated[list[str] | None, typer.Argument(metavar="[PROJECT]...", help="Ids of projects.")] = None,
    country: Countries = None,
    sector: Sector = None,
    from_: Annotated[
        str, typer.Option("--from", metavar="DATE", help="Nothing that ended before: 2012, 2012-04.")
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="Nothing that began after.")] = "",
    upcoming: Annotated[bool, typer.Option("--upcoming", help="Only what is still to come, from today on.")] = False,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Show the dated points of projects in order.

    Without a project: all projects by their start.

    A date is as precise as its source: a month stays a month. Where two overlap, the order of the source stays.

    Example: clustercli timeline clusters-cord

    Example: clustercli timeline --country RS --from 2015
    """
    from clustercli.timeline import order

    session = Session(context)
    concepts = None
    if sector is not None:
        concepts = session.concepts(context, sector)
    countries = session.countries(country or ())
    if projects:
        points = _points(session, projects)
        points = [p for p in points if _meets(p, countries, concepts)]
    elif upcoming:
        points = _points(session, [row["id"] for row in _projects(session, countries, concepts)])
    else:
        points = [_lane(row) for row in _projects(session, countries, concepts)]
    first = _bound(from_, "--from").earliest if from_ else None
    last = _bound(to, "--to").latest if to else None
    if first and last and first > last:
        raise ClusterError(f"--from {from_} lies after --to {to}.", code=Exit.USAGE)
    if upcoming:
        first = max(first or session.env.today, session.env.today)
        points = [p for p in points if p.text and p.status != "done"]
    if first or last:
        points = [p for p in points if p.text]
    points = [p for p in points if (not first or p.span.latest >= first) and (not last or p.span.earliest <= last)]
    if upcoming or not projects:
        points.sort(key=lambda p: (p.span.earliest, p.project))
        points = order.in_order(points)
    _write(session, points, projects or [], format_, raw)


def _bound(text: str, option: str) -> dates.Span:
    try:
        return dates.read(text.strip())
    except ValueError as error:
        raise ClusterError(f"{option}: {error}. {dates.FORM}", code=Exit.USAGE) from None


def _projects(session: Session, countries: list[str], concepts: set[str] | None) -> list[dict[str, Any]]:
    from clustercli.index import queries
    from clustercli.records.kinds import PROJECT

    return list(queries.listing(session.connection, PROJECT, countries, concepts))


def _lane(row: dict[str, Any]) -> Point:
    """A whole project as one point, from its start to its end."""
    from clustercli.timeline.order import Point

    start, end = row["start"] or "", row["end"] or ""
    text = start if "/" in start or "/" in end else f"{start}/{end}" if start or end else ""
    return Point(row["id"], text, row["acronym"] or row["name"], "project", "", tuple(row["countries"] or ()),
                 tuple(row["sectors"] or ()), row["status"] or "")  # fmt: skip


def _points(session: Session, projects: list[str]) -> list[Point]:
    """The points of some projects: each one's start, milestones and end, in order, one project after the other."""
    from clustercli.index import queries
    from clustercli.timeline.order import Point, in_order

    points: list[Point] = []
    for word in dict.fromkeys(projects):
        kind, id_ = session.find(word)
        if kind.field("milestones") is None:
            raise ClusterError(f"'{id_}' is no project.", f"  clustercli show {id_}", code=Exit.USAGE)
        values = queries.record(session.connection, kind, id_)
        own = [
            Point(
                id_,
                m.get("date", ""),
                m["title"],
                m.get("kind", ""),
                m.get("place", ""),
                tuple(m.get("country", ())),
                tuple(m.get("sectors", ())),
                m.get("status", ""),
                m.get("note", ""),
            )
            for m in values.get("milestones", ())
        ]
        edges = [
            [Point(id_, values[edge], f"Project {edge}", edge)] if edge in values else [] for edge in ("start", "end")
        ]
        points += in_order([*edges[0], *own, *edges[1]])
    return points


def _meets(point: Point, countries: list[str], concepts: set[str] | None) -> bool:
    """Whether a point is in one of the countries and about one of the concepts; one that does not say is not."""
    return (not countries or not set(countries).isdisjoint(point.countries)) and (
        concepts is None or not concepts.isdisjoint(point.sectors)
    )


def _write(session: Session, points: list[Point], projects: list[str], format_: str, raw: bool) -> None:
    if not points:
        session.env.note("No dated point meets all conditions.")
    if points and not format_ and session.env.terminal:
        _write_chart(session, points, bool(projects))
        session.count(len(points), "point" if projects else "project")
    else:
        session.write(_COLUMNS, [_row(point) for point in points], format_, raw=raw)


def _write_chart(session: Session, points: list[Point], grouped: bool) -> None:
    """A lane for each point, under the name of its project or with its id."""
    from clustercli.present import chart
    from clustercli.timeline import lanes

    env = session.env
    width = chart.bar_width(env.width)
    axis = lanes.bounds([point.span for point in points])
    titles = _titles(session, points) if grouped else {}
    shown = [
        chart.Lane(
            f"{titles[point.project]} [{point.project}]" if grouped else "",
            _when(point),
            f"{point.title}{_where(point)}" if grouped else f"{point.title} [{point.project}]",
            _bar(point, axis, width, env.today) if axis and point.text else "",
        )
        for point in points
    ]
    heading = lanes.years(*axis, width) if axis else ""
    env.out.writelines(f"{line}\n" for line in chart.chart(shown, heading, env.width, colour=env.colour))


def _when(point: Point) -> str:
    return dates.say(point.text) if point.text else "no date"


def _where(point: Point) -> str:
    """The country, and the place where the title does not name it."""
    place = "" if point.place.lower() in point.title.lower() else point.place
    parts = [part for part in (place, " ".join(point.countries)) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _bar(point: Point, axis: tuple[date, date], width: int, today: date) -> str:
    """A point's bar on the axis; dots lead to an end that is not known; today is marked where it lies on the axis."""
    from clustercli.present import chart
    from clustercli.timeline import lanes

    begin, length = lanes.bar(point.span, *axis, width)
    mark = {"planned": chart.PLANNED, "unknown": chart.UNKNOWN}.get(point.status, chart.DONE)
    bar = mark * length
    if point.text.endswith("/"):
        bar = mark + chart.UNKNOWN * (length - 1)
    elif point.text.startswith("/"):
        bar = chart.UNKNOWN * (length - 1) + mark
    bar = " " * begin + bar
    if axis[0] <= today <= axis[1]:
        column, _ = lanes.bar(dates.Span(today, today), *axis, width)
        padded = bar.ljust(column + 1)
        bar = padded if padded[column] != " " else padded[:column] + chart.TODAY + padded[column + 1 :]
    return bar


def _titles(session: Session, points: list[Point]) -> dict[str, str]:
    from clustercli.index import queries

    return queries.names(session.connection, {p.project for p in points})


def _row(point: Point) -> dict[str, Any]:
    span = point.span
    return {
        "project": point.project,
        "when": _when(point),
        "title": point.title,
        "kind": point.kind,
        "place": point.place,
        "country": list(point.countries),
        "sectors": list(point.sectors),
        "status": point.status,
        "date": point.text,
        "earliest": _day(span.earliest) if point.text else "",
        "latest": _day(span.latest) if point.text else "",
        "note": point.note,
    }


def _day(day: date) -> str:
    """A bound as a day; empty where the date is open on that side."""
    return "" if day in (day.min, day.max) else str(day)
