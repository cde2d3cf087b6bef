"""The dated points of projects: their own, and those of the documents that came out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.timeline.order import Point, in_order
from clustercli.timeline.periods import joined

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence


class Project(NamedTuple):
    """A project: its full name, itself as one point from its start to its end, and its points in order."""

    name: str
    whole: Point
    points: tuple[Point, ...]


def projects(connection: sqlite3.Connection, rows: Sequence[dict[str, Any]]) -> list[Project]:
    """Projects with their points, in the order of their records."""
    from clustercli.index import documents

    papers: dict[str, list[Point]] = {row["id"]: [] for row in rows}
    for paper in documents.of_projects(connection, list(papers)):
        for id_ in paper["projects"]:
            if id_ in papers:
                papers[id_] += _document(paper, id_)
    return [Project(row["name"], _whole(row), tuple(in_order(_points(row, papers[row["id"]])))) for row in rows]


def _whole(row: dict[str, Any]) -> Point:
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


def _document(row: dict[str, Any], project: str) -> Iterator[Point]:
    """What became of a document, and when; its date alone where no stage has one.

    That it is not known what became of it later is no point in time, where something else is known of it.
    """
    stages = row["stages"] or []
    known_stages = [stage for stage in stages if stage["stage"] != "unknown" or stage.get("date")]
    points = [(s.get("date", ""), s["stage"], s.get("place", ""), s.get("note", "")) for s in known_stages or stages]
    if not points or (row["date"] and row["date"] not in {date for date, *_ in points}):
        points.append((row["date"] or "", "", row["city"] or "", ""))
    for date, stage, place, note in points:
        said = f": {stage}" if stage not in ("", "unknown") else ""
        known = "done" if date or stage else "unknown"
        status = stage if stage in ("planned", "unknown") else "planned" if row["status"] == "planned" else known
        yield Point(project, date, f"{row['name']}{said}", "document", place, tuple(row["countries"] or ()),
                    tuple(row["sectors"] or ()), status, note, record=row["id"])  # fmt: skip
