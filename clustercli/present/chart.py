"""Lanes on a common time axis: the date in words, what happens, and a bar."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from clustercli.present.text import clean
from clustercli.present.text import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DONE, PLANNED, UNKNOWN, TODAY = "█", "░", "·", "│"
_WIDEST_DATE = 36


class Lane(NamedTuple):
    """One line of a chart: the group it stands under ('' for none), its date in words, its label, its bar."""

    group: str
    when: str
    label: str
    bar: str


def bar_width(width: int) -> int:
    """Columns of a bar on a screen of some width."""
    return max(16, width // 4)


def chart(lanes: Sequence[Lane], axis: str, width: int, *, colour: bool) -> Iterator[str]:
    """The lines of a chart `width` columns wide, the axis on top."""
    when = min(max(columns_of(lane.when) for lane in lanes), _WIDEST_DATE)
    room = max(16, width - when - bar_width(width) - 4)
    if axis:
        yield _styled(f"{'':<{when + room + 4}}{axis}", "2", colour=colour)
    group = ""
    for lane in lanes:
        if lane.group != group:
            group = lane.group
            yield _styled(clean(group), "1", colour=colour)
        first, *more = textwrap.wrap(clean(lane.label), room, break_on_hyphens=False) or [""]
        yield f"{_pad(lane.when, when)}  {_pad(first, room)}  {lane.bar}".rstrip()
        yield from (f"{'':<{when}}  {line}" for line in more)
    if any(PLANNED in lane.bar for lane in lanes):
        yield _styled(f"{DONE} done, or not said whether   {PLANNED} planned", "2", colour=colour)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def _styled(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
