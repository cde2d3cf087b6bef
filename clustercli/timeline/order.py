"""Dated points in their order in time, as far as their dates tell it."""

from __future__ import annotations

import heapq
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from clustercli.records import dates

if TYPE_CHECKING:
    from collections.abc import Sequence


class Point(NamedTuple):
    """One dated point of a project; `text` is the date as it stands in the record (EDTF), '' where there is none.

    `record` is the id of the record that it stands in, where that is not the project's.
    """

    project: str
    text: str
    title: str
    kind: str = ""
    place: str = ""
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    status: str = ""
    note: str = ""
    participants: str = ""
    outcome: str = ""
    record: str = ""

    @property
    def span(self) -> dates.Span:
        """The earliest and the latest day that the date may mean; without a date, the end of time."""
        return dates.read(self.text) if self.text else dates.Span(date.max, date.max)


def in_order(points: Sequence[Point]) -> list[Point]:
    """Points so that none stands before one that certainly came earlier.

    Where two dates overlap ("November 2012" and "end of 2012"), which came first is not known, and the order in
    which they were given stays.
    """
    count = len(points)
    spans = [point.span for point in points]
    by_start = sorted(range(count), key=lambda i: spans[i].earliest)
    by_end = [(spans[i].latest, i) for i in range(count)]
    heapq.heapify(by_end)
    free: list[int] = []
    given: set[int] = set()
    ordered: list[Point] = []
    next_start = 0
    while len(ordered) < count:
        while by_end[0][1] in given:
            heapq.heappop(by_end)
        first_end = by_end[0][0]
        while next_start < count and spans[by_start[next_start]].earliest <= first_end:
            heapq.heappush(free, by_start[next_start])
            next_start += 1
        chosen = heapq.heappop(free)
        given.add(chosen)
        ordered.append(points[chosen])
    return ordered
