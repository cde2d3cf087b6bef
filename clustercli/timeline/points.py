"""The dated points of projects: their own, and those of the documents that came out of them; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.timeline.order import Point, in_order
from clustercli.timeline.periods import joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


class Project(NamedTuple):
    """A project: its full name, itself as one point from its start to its end, and its points in order."""

    name: str
    whole: Point
    points: tuple[Point, ...]


class Window(NamedTuple):
    """The days asked for; None where a side is open."""

    first: date | None
    last: date | None

    @property
    def open(self) -> bool:
        """Whether all days are asked for."""
        return self == (None, None)

    def has(self, point: Point) -> bool:
        """Whether a point may lie between them; whatever has no date lies in an open window only."""
        span = point.span
        return (not self.first or span.latest >= self.first) and (not self.last or span.earliest <= self.last)


class Answer(NamedTuple):
    """What is to be shown: the projects asked about, the points (or whole projects) that meet all conditions.

    `chosen`: projects were named. `whole`: the points are whole projects.
    """

    projects: list[Project]
    points: list[Point]
    window: Window
    chosen: bool
    whole: bool
    upcoming: bool


def project(row: dict[str, Any], papers: list[Point]) -> Project:
    """A project of its record, with the points of its documents."""
    return Project(row["name"], _whole(row), tuple(in_order(_points(row, papers))))


def _whole(row: dict[str, Any]) -> Point:
    """A project as one point, from its start to its end."""
    return Point(
        row["id"],
        joined(row.get("start") or "", row.get("end") or ""),
        row.get("acronym") or row["name"],
        "project",
        countries=tuple(row.get("countries") or ()),
        sectors=tuple(row.get("sectors") or ()),
        status=row.get("status") or "",
    )


def _points(row: dict[str, Any], papers: list[Point]) -> list[Point]:
    """A project's start, its milestones with each document before what ends later, its end."""
    own = [
        Point(
            row["id"],
            m.get("date", ""),
            m["title"],
            m.get("kind", ""),
            m.get("place", ""),
            tuple(m.get("country", ())),
            tuple(m.get("sectors", ())),
            m.get("status", ""),
            m.get("note", ""),
            m.get("participants", ""),
            m.get("outcome", ""),
        )
        for m in row.get("milestones") or ()
    ]
    start, end = (
        [Point(row["id"], row[edge], f"Project {edge}", edge)] if row.get(edge) else [] for edge in ("start", "end")
    )
    for paper in papers:
        later = (place for place, point in enumerate(own) if point.span.latest > paper.span.latest)
        own.insert(next(later, len(own)), paper)
    return [*start, *own, *end]


def of_document(row: dict[str, Any], owner: str) -> Iterator[Point]:
    """What became of a document, and when; its date alone where no stage has one.

    That it is not known what became of it later is no point in time, where something else is known of it.
    """
    stages = row["stages"] or []
    known_stages = [stage for stage in stages if stage["stage"] != "unknown" or stage.get("date")]
    found = [(s.get("date", ""), s["stage"], s.get("place", ""), s.get("note", "")) for s in known_stages or stages]
    if not found or (row["date"] and row["date"] not in {when for when, *_ in found}):
        found.append((row["date"] or "", "", row["city"] or "", ""))
    for when, stage, place, note in found:
        said = f": {stage}" if stage not in ("", "unknown") else ""
        known = "done" if when or stage else "unknown"
        status = stage if stage in ("planned", "unknown") else "planned" if row["status"] == "planned" else known
        yield Point(owner, when, f"{row['name']}{said}", "document", place, tuple(row["countries"] or ()),
                    tuple(row["sectors"] or ()), status, note, record=row["id"])  # fmt: skip
