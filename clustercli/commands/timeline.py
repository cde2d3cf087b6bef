"""`timeline`: projects beside each other, and dated points in order, as precise as their sources."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.options import ChartFormat, Countries, Raw, Sector
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records import dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustercli.timeline.order import Point
    from clustercli.timeline.points import Answer, Project, Window

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
    Column("participants", "participants", right=True),
    Column("outcome", "outcome", grow=True),
    Column("record"),
)
_NAMED = 3  # points left out that are named
_SHOWN = 8  # projects that a command to paste names


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
    format_: ChartFormat = "",
    raw: Raw = False,
) -> None:
    """Show projects beside each other in time, and the dated points of some of them in order.

    Without a project: all projects by their start, a lane each, with their milestones, the times when none runs and
    the times when most do. With some: their milestones and documents, too, each with a line of its own.

    A date is as precise as its source: a month stays a month. Where two overlap, the order of the source stays.
    --format mermaid makes a Gantt chart for a wiki, --format markdown a table.

    Example: clustercli timeline clusters-cord

    Example: clustercli timeline --country RS --from 2015

    Example: clustercli timeline clusters-cord clustercoop --format mermaid
    """
    from clustercli.timeline.points import Answer

    session = Session(context)
    concepts = session.concepts(context, sector) if sector is not None else None
    countries = session.countries(country or ())
    window = _window(session, from_, to, upcoming)
    found = _projects(session, projects or [], countries, concepts)
    if projects:
        points = [point for project in found for point in project.points if _meets(point, countries, concepts)]
    elif upcoming:
        points = [point for project in found for point in project.points]
    else:
        points = [project.whole for project in found]
    answer = Answer(found, points, window, bool(projects), not projects and not upcoming, upcoming)
    _write(session, _narrowed(session, answer), format_, raw)


def _window(session: Session, from_: str, to: str, upcoming: bool) -> Window:
    from clustercli.timeline.points import Window

    first = _bound(from_, "--from").earliest if from_ else None
    last = _bound(to, "--to").latest if to else None
    if first and last and first > last:
        raise ClusterError(f"--from {from_} lies after --to {to}.", code=Exit.USAGE)
    today = session.env.today
    return Window(max(first or today, today) if upcoming else first, last)


def _bound(text: str, option: str) -> dates.Span:
    try:
        return dates.read(text.strip())
    except ValueError as error:
        raise ClusterError(f"{option}: {error}. {dates.FORM}", code=Exit.USAGE) from None


def _projects(session: Session, words: list[str], countries: list[str], concepts: set[str] | None) -> list[Project]:
    """The projects that were named, or all that meet the conditions."""
    from clustercli.index import queries
    from clustercli.records.kinds import PROJECT

    if not words:
        return _with_points(session, list(queries.listing(session.connection, PROJECT, countries, concepts)))
    rows: dict[str, dict[str, Any]] = {}
    for word in words:
        kind, id_ = session.find(word)
        if kind.field("milestones") is None:
            raise ClusterError(f"'{id_}' is no project.", f"  clustercli show {id_}", code=Exit.USAGE)
        rows[id_] = queries.record(session.connection, kind, id_)
    return _with_points(session, list(rows.values()))


def _with_points(session: Session, rows: list[dict[str, Any]]) -> list[Project]:
    """Projects with their own points and those of their documents, in the order of the rows."""
    from clustercli.index import documents
    from clustercli.timeline.points import of_document, project

    papers: dict[str, list[Point]] = {row["id"]: [] for row in rows}
    for paper in documents.of_projects(session.connection, list(papers)):
        for id_ in papers.keys() & set(paper["projects"]):
            papers[id_] += of_document(paper, id_)
    return [project(row, papers[row["id"]]) for row in rows]


def _meets(point: Point, countries: list[str], concepts: set[str] | None) -> bool:
    """Whether a point is in one of the countries and about one of the concepts; one that does not say is not."""
    return (not countries or not set(countries).isdisjoint(point.countries)) and (
        concepts is None or not concepts.isdisjoint(point.sectors)
    )


def _narrowed(session: Session, answer: Answer) -> Answer:
    """What lies in the window, in order; what has no date and so cannot be told to lie there is counted."""
    from clustercli.timeline.order import in_order

    points = [p for p in answer.points if not answer.upcoming or p.status != "done"]
    undated = [p for p in points if not p.text]
    if not answer.window.open:
        points = [p for p in points if p.text and answer.window.has(p)]
    if not answer.chosen or answer.upcoming:
        points = in_order(sorted(points, key=lambda p: (p.span.earliest, p.project)))
    if not points:
        session.env.note(
            "No dated point meets all conditions." if answer.projects else "No project meets all conditions."
        )
    if undated and not answer.window.open:
        _tell_left_out(session, answer, undated)
    return answer._replace(points=points)


def _tell_left_out(session: Session, answer: Answer, undated: list[Point]) -> None:
    named = ", ".join(
        p.project if answer.whole else p.title if answer.chosen else f"{p.title} [{p.project}]"
        for p in undated[:_NAMED]
    )
    more = f" and {len(undated) - _NAMED} more" if len(undated) > _NAMED else ""
    thing = "project" if answer.whole else "point"
    ids = [] if answer.whole else list(dict.fromkeys(p.project for p in undated))
    where = "It stands in" if len(undated) == 1 else "They stand in" if len(ids) <= _SHOWN else "The first stand in"
    session.env.note(
        f"{counted(len(undated), thing)} without a date left out: {named}{more}. {where}:",
        f"  clustercli timeline {' '.join(ids[:_SHOWN])}".rstrip(),
    )


def _write(session: Session, answer: Answer, format_: str, raw: bool) -> None:
    if answer.points and not format_ and session.env.terminal:
        from clustercli.commands import charts

        charts.write(session.env, answer)
        session.count(len(answer.points), "project" if answer.whole else "point")
        return
    titles = {p.whole.project: p.whole.title for p in answer.projects}
    rows = [_row(point, session.env.today) | {"section": titles[point.project]} for point in _drawn(answer, format_)]
    columns = list(_COLUMNS)
    if format_ == "markdown":
        columns = [c if any(row[c.name] for row in rows) else c._replace(title="") for c in columns]
    session.write(columns, rows, format_, raw=raw)


def _drawn(answer: Answer, format_: str) -> list[Point]:
    """The points of a listing; a chart for a wiki draws a project's start and end as one bar, where both are there."""
    from clustercli.timeline import state

    if format_ != "mermaid" or not answer.chosen or answer.upcoming:
        return answer.points
    whole = {p.whole.project: p.whole for p in answer.projects}
    points: list[Point] = []
    for point in answer.points:
        if not state.is_edge(point):
            points.append(point)
        elif point.project in whole:
            points.append(whole.pop(point.project))
    return points


def _row(point: Point, today: date) -> dict[str, Any]:
    from clustercli.timeline import state

    span = point.span
    what: Callable[[Point, date], str] = state.project_state if point.kind == "project" else state.state
    return {
        "project": point.project,
        "when": dates.say(point.text) if point.text else "no date",
        "title": point.title,
        "kind": point.kind,
        "place": point.place,
        "country": list(point.countries),
        "sectors": list(point.sectors),
        "status": point.status,
        "date": point.text,
        "earliest": dates.day(span.earliest) if point.text else "",
        "latest": dates.day(span.latest) if point.text else "",
        "note": point.note,
        "participants": point.participants,
        "outcome": point.outcome,
        "record": point.record,
        "state": what(point, today),
    }
