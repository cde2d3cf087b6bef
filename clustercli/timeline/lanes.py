"""Dated points as bars on one time axis."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustercli.records.dates import Span


def bounds(spans: Sequence[Span]) -> tuple[date, date] | None:
    """The first and the last day that any of the dates may mean; open ends do not count."""
    starts = [span.earliest for span in spans if span.earliest > date.min and span.earliest < date.max]
    ends = [span.latest for span in spans if span.latest < date.max and span.latest > date.min]
    known = [*starts, *ends]
    return (min(known), max(known)) if known else None


def bar(span: Span, first: date, last: date, width: int) -> tuple[int, int]:
    """(column, length) of a date on an axis of `width` columns from `first` to `last`; at least one column."""
    days = (last - first).days + 1
    begin = (max(span.earliest, first) - first).days * width // days
    end = ((min(span.latest, last) - first).days + 1) * width / days
    begin = min(max(begin, 0), width - 1)
    return begin, min(max(1, round(end - begin)), width - begin)


def years(first: date, last: date, width: int) -> str:
    """A line that names the years where they begin on the axis, as many as have room."""
    days = (last - first).days + 1
    line = ""
    for year in range(first.year, last.year + 1):
        column = max(0, (date(year, 1, 1) - first).days) * width // days
        if column >= len(line) + (1 if line else 0) and column + 4 <= width:
            line = line.ljust(column) + str(year)
    return line
