"""Lanes on a common time axis: the date in words, what happens, and a bar."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from clustercli.present.text import clean, wrapped
from clustercli.present.text import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DONE, PLANNED, UNKNOWN, TODAY = "█", "░", "·", "│"
_MEANS = {DONE: "done, or not said whether", PLANNED: "planned", UNKNOWN: "not known", TODAY: "today"}
_GAP = 2


class Lane(NamedTuple):
    """One line of a chart: the group it stands under ('' for none), its date in words, its label, its bar."""

    group: str
    when: str
    label: str
    bar: str


def bar_width(width: int) -> int:
    """Columns of a bar on a screen of some width."""
    return width // 4


def chart(lanes: Sequence[Lane], axis: str, width: int, *, colour: bool) -> Iterator[str]:
    """The lines of a chart at most `width` columns wide, the axis on top, what the marks mean at the bottom."""
    dates = [_date(lane.when, width * 3 // 10) for lane in lanes]
    when = max(columns_of(line) for lines in dates for line in lines)
    left = width - bar_width(width) - _GAP
    if axis:
        yield _styled(" " * (left + _GAP) + axis, "2", colour=colour)
    group = ""
    for lane, said in zip(lanes, dates, strict=True):
        if lane.group != group:
            group = lane.group
            yield from (_styled(line, "1", colour=colour) for line in wrapped(clean(group), width))
        label = wrapped(clean(lane.label), left - when - _GAP)
        for date, text, bar in zip_longest(said, label, [lane.bar], fillvalue=""):
            yield (_padded(_padded(date, when + _GAP) + text, left + _GAP) + bar).rstrip()
    shown = [mark for mark in _MEANS if any(mark in lane.bar for lane in lanes)]
    if shown not in ([], [DONE]):
        for line in wrapped("   ".join(f"{mark} {_MEANS[mark]}" for mark in shown), width):
            yield _styled(line, "2", colour=colour)


def _date(text: str, columns: int) -> list[str]:
    """A date in one line where it fits; else its two ends in a line each."""
    ends = [text] if columns_of(text) <= columns else text.replace(" - ", " -\n").split("\n")
    return [line for end in ends for line in wrapped(end, columns)]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def _styled(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
