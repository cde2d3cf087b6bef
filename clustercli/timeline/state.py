"""What became of a dated point, as far as its record and today's date tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from clustercli.timeline.order import Point

DONE, PLANNED, LAPSED, UNKNOWN = "done", "planned", "lapsed", "unknown"
START, END = "start", "end"


def state(point: Point, today: date) -> str:
    """Done, planned, planned for a time that has passed (lapsed), or not said whether it took place (unknown).

    A project's own first and last day are not done or planned: they are its start and its end.
    """
    if point.status == DONE:
        return DONE
    if point.status == PLANNED:
        return LAPSED if point.span.latest < today else PLANNED
    if is_edge(point):
        return point.kind
    return PLANNED if point.text and point.span.earliest > today else UNKNOWN


def is_edge(point: Point) -> bool:
    """Whether a point is the start or the end of its project."""
    return point.kind in (START, END) and not point.status


def project_state(point: Point, today: date) -> str:
    """The same of a project as a whole, and 'active' while it runs."""
    span = point.span
    if point.status == PLANNED:
        return LAPSED if span.latest < today else PLANNED
    if point.status == "closed" or span.latest < today:
        return DONE
    if point.text and span.earliest > today:
        return PLANNED
    both_known = point.text and not point.text.startswith("/") and not point.text.endswith("/")
    return "active" if both_known or point.status == "active" else UNKNOWN
