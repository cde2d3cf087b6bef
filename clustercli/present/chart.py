"""Points on a common time axis: the date in words, what happens, and a bar."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from clustercli.present import marks
from clustercli.present.text import clean, ends, padded, styled, wrapped
from clustercli.present.text import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP = 2
_BRACKETS = {"start": ("├", "─"), "end": ("┤", "─")}


class Lane(NamedTuple):
    """One line of a chart: the group it stands under ('' for none), its date in words, its label, its columns."""

    group: str
    when: str
    label: str
    cells: Sequence[str]


def bar_width(width: int) -> int:
    """Columns of a bar on a screen of some width."""
    return width // 4


def chart(lanes: Sequence[Lane], axis: str, width: int, *, colour: bool) -> Iterator[str]:
    """The lines of a chart at most `width` columns wide, the axis on top, what the marks mean at the bottom."""
    dates = [ends(lane.when, width * 3 // 10) for lane in lanes]
    when = max(columns_of(line) for lines in dates for line in lines)
    left = width - bar_width(width) - _GAP
    if axis:
        yield styled(" " * (left + _GAP) + axis, "2", colour=colour)
    group = ""
    for lane, said in zip(lanes, dates, strict=True):
        if lane.group != group:
            group = lane.group
            yield from (styled(line, "1", colour=colour) for line in wrapped(clean(group), width))
        label = wrapped(clean(lane.label), left - when - _GAP)
        for date, text, bar in zip_longest(said, label, [_bar(lane.cells)], fillvalue=""):
            yield (padded(padded(date, when + _GAP) + text, left + _GAP) + bar).rstrip()
    used = {"edge" if cell in _BRACKETS else cell for lane in lanes for cell in lane.cells} - {""}
    if used != {"done"}:
        for line in marks.legend(used, marks.POINTS, width):
            yield styled(line, "2", colour=colour)


def _bar(cells: Sequence[str]) -> str:
    """The columns of a point; the start of a project opens a bracket, its end closes one."""
    kind = next((cell for cell in cells if cell in _BRACKETS), "")
    if not kind:
        return marks.drawn(cells, marks.POINTS)
    bracket, line = _BRACKETS[kind]
    columns = [column for column, cell in enumerate(cells) if cell == kind]
    at = columns[0] if kind == "start" else columns[-1]
    others = marks.drawn(["" if cell == kind else cell for cell in cells], marks.POINTS).ljust(columns[-1] + 1)
    return "".join(
        bracket if column == at else line if column in columns else mark for column, mark in enumerate(others)
    )
