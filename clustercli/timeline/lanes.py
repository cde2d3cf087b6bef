"""Dated points as bars on one time axis."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustercli.records.dates import Span

_STEPS = (1, 2, 5, 10, 20, 50, 100)
_LABEL = 5  # columns of a year and the space behind it


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
    """A line that names the years where they begin on the axis: every one, or every second, fifth ... that has room."""
    days = (last - first).days + 1
    step = next((step for step in _STEPS if step * 365 * width >= _LABEL * days), _STEPS[-1])
    named = [year for year in range(first.year, last.year + 1) if year % step == 0] or [first.year]
    if len(named) > 1 and (date(named[1], 1, 1) - first).days * width < _LABEL * days:
        del named[0]  # no room before the next, which begins on the axis
    return _line([(date(year, 1, 1), str(year)) for year in named], first, last, width)


def axis(first: date, last: date, width: int) -> str:
    """A line that names the years, and their quarters where all of them have room."""
    days = (last - first).days + 1
    if 90 * width < _LABEL * days:
        return years(first, last, width)
    quarters = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
    named = [
        (day, str(day.year) if day.month == 1 else f"Q{day.month // 3 + 1}")
        for day in quarters
        if first < day <= last or day.month == 1
    ]
    return _line(named, first, last, width)


def _line(named: Sequence[tuple[date, str]], first: date, last: date, width: int) -> str:
    """The names that have room, where their days begin."""
    days = (last - first).days + 1
    line = ""
    for day, text in named:
        column = max(0, (day - first).days) * width // days
        if column >= len(line) + (1 if line else 0) and column + len(text) <= width:
            line = line.ljust(column) + text
    return line
