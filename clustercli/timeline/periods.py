"""The time of a project: when it begins and when it ends, each as precisely as known."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from clustercli.records import dates
from clustercli.records.dates import Span

_OPEN = ("", "..")


class Period(NamedTuple):
    """The words of the catalogue for a beginning and an end ('' where not known), and what days they may mean."""

    start: str
    end: str
    begins: Span | None
    ends: Span | None

    @property
    def known(self) -> Span | None:
        """The days that a project is known to touch; where one end is not known, those of the other end."""
        if self.begins and self.ends:
            return Span(self.begins.earliest, self.ends.latest)
        return self.begins or self.ends

    @property
    def certain(self) -> Span | None:
        """The days on which it runs, whatever its dates mean exactly; None where there is no such day."""
        if self.begins and self.ends and self.begins.latest <= self.ends.earliest:
            return Span(self.begins.latest, self.ends.earliest)
        return None


def period(text: str) -> Period:
    """A date or an interval as a period; an end that is open on purpose ('..') lasts."""
    left, joint, right = text.partition("/")
    if not joint:
        right = left
    lasting = Span(date.max, date.max) if right == ".." else None
    return Period(
        "" if left in _OPEN else left,
        right if right == ".." or right not in _OPEN else "",
        None if left in _OPEN else dates.read(left),
        lasting if right in _OPEN else dates.read(right),
    )


def joined(start: str, end: str) -> str:
    """A start and an end as one interval; each may be an interval itself, or '' where not known."""
    if not (start and end):
        one = start or end
        return one if "/" in one or not one else f"{start}/{end}"
    left, right = start.partition("/")[0], end.rpartition("/")[2]
    left, right = ("" if part == ".." else part for part in (left, right))
    return f"{left}/{right}" if left or right else start
