"""Projects beside each other: a lane for each on one time axis, its milestones on it, and how many run at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from clustercli.present import marks
from clustercli.present.text import clean, padded, shortened, styled, wrapped
from clustercli.present.text import width as columns_of
from clustercli.records import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustercli.timeline.together import Gap, Overlap

_GAP = 2
_MANY = 20  # lanes from which on the axis stands below them, too
_AT_ONCE = "at once"
_TEN = 10
_SAID = 3  # times without a project, and times of most projects, that are said in words
_NAMED = 4  # projects at once that are named


class Lane(NamedTuple):
    """A project: its short name, its id, its period as it stands in the record (EDTF)."""

    title: str
    id: str
    text: str


class Layout(NamedTuple):
    """The columns of a chart: of the label, of the period in words, and of the lane."""

    label: int
    when: int
    lane: int

    @property
    def left(self) -> int:
        """The columns before the lane."""
        return self.label + _GAP + (self.when + _GAP if self.when else 0)


def layout(lanes: Sequence[Lane], width: int) -> Layout:
    """As much for the lanes as labels and periods leave."""
    said = [_when(lane, width) for lane in lanes]
    when = max(map(columns_of, said))
    label = min(max(columns_of(_label(lane)) for lane in lanes), width // 3)
    label = max(label, len(_AT_ONCE))
    return Layout(label, when, width - label - _GAP - (when + _GAP if when else 0))


def _label(lane: Lane) -> str:
    """The name with the id; alone where the id is the same word."""
    title = clean(lane.title)
    return title if title.lower() == lane.id else f"{title} [{lane.id}]"


def _label_lines(lane: Lane, columns: int) -> list[str]:
    """The label in one line where it fits; else the beginning of the name, and the whole id below it."""
    whole = _label(lane)
    if columns_of(whole) <= columns:
        return [whole]
    return [shortened(clean(lane.title), columns), f"[{lane.id}]"]


def _when(lane: Lane, width: int) -> str:
    """The period in words where there is room, else its years, else nothing."""
    if width >= 110:
        return dates.say(lane.text)
    return _years(lane.text) if width >= 60 else ""


def _years(text: str) -> str:
    """A period by its years: 2010-2013, 2010-?, ~2010-2013."""
    left, _, right = text.partition("/")
    ends = [_year(left) or "?", (_year(right) or "?") if right != ".." else ""]
    return ends[0] if ends[0] == ends[1] else "-".join(ends)


def _year(part: str) -> str:
    year = re.match(r"[0-9X]{4}", part)
    mark = part[-1:] if part[-1:] in "~?%" else ""
    return (mark + year[0]) if year else ""


def chart(
    lanes: Sequence[Lane],
    cells: Sequence[Sequence[str]],
    axis: str,
    at_once: Sequence[int | None],
    width: int,
    *,
    colour: bool,
) -> Iterator[str]:
    """The lines of a chart, at most `width` columns wide: the axis, the lanes, how many run at once, the marks."""
    label, when, _ = plan = layout(lanes, width)
    heading = styled(" " * plan.left + axis, "2", colour=colour)
    yield heading
    for lane, columns in zip(lanes, cells, strict=True):
        bar = marks.drawn(columns, marks.LANES)
        name, *more = _label_lines(lane, label)
        yield (padded(name, label + _GAP) + (padded(_when(lane, width), when + _GAP) if when else "") + bar).rstrip()
        for id_ in more:
            yield from wrapped(id_, width)
    if len(lanes) > 1:
        yield styled(padded(_AT_ONCE, plan.left) + "".join(map(_digit, at_once)), "1", colour=colour)
    if len(lanes) > _MANY:
        yield heading
    used = {cell for columns in cells for cell in columns}
    if any(count is not None and count >= _TEN for count in at_once):
        used.add("ten")
    if None in at_once:
        used.add("open")
    for line in marks.legend(used, marks.LANES, width):
        yield styled(line, "2", colour=colour)


def _digit(count: int | None) -> str:
    if count is None:
        return marks.LANES["open"][0]
    return str(count) if count < _TEN else marks.LANES["ten"][0]


def facts(gaps: Sequence[Gap], overlaps: Sequence[Overlap], ids: Sequence[str]) -> Iterator[str]:
    """What the lanes show, in sentences: the times without a project, and when most run at once."""
    said: dict[bool, list[str]] = {True: [], False: []}
    for gap in gaps:
        said[bool(gap.perhaps)].append(f"between {dates.say(gap.after)} and {dates.say(gap.before)}")
    if said[False]:
        yield f"No project runs {_listed(said[False])}."
    if said[True]:
        yield f"None is known to run {_listed(said[True])}: only one without a known start or end may."
    if not overlaps:
        yield "No two run at once for certain."
        return
    most = len(overlaps[0].members)
    times = [
        dates.say(overlap.text)
        + (f" ({', '.join(ids[number] for number in overlap.members)})" if most <= _NAMED else "")
        for overlap in overlaps
    ]
    yield f"{most} at once: {_listed(times)}."


def _listed(times: list[str]) -> str:
    more = f"; and {len(times) - _SAID} more" if len(times) > _SAID else ""
    return "; ".join(times[:_SAID]) + more
