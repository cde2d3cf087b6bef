"""Projects beside each other on one time axis: the lane of each, how many run at once, and when none does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from clustercli.records.dates import Span
from clustercli.timeline import state
from clustercli.timeline.lanes import bar
from clustercli.timeline.periods import Period, period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustercli.timeline.order import Point

# What one column of a lane says, beside the states of points.
RUNS, PERHAPS, COMING, OPEN, TODAY = "runs", "perhaps", "coming", "open", "today"
_STRONGER = (state.DONE, state.PLANNED, state.UNKNOWN, state.LAPSED)  # the later one is seen where two share a column


class Axis(NamedTuple):
    """The days from the first to the last, on so many columns."""

    first: date
    last: date
    width: int

    def has(self, span: Span) -> bool:
        """Whether any day of a span lies on the axis."""
        return span.latest >= self.first and span.earliest <= self.last

    def columns(self, span: Span) -> range:
        """The columns of a span; none where it lies elsewhere."""
        begin, length = bar(span, *self)
        return range(begin, begin + length) if self.has(span) else range(0)


def lane(project: Point, points: Sequence[Point], axis: Axis, today: date) -> list[str]:
    """What each column of a project's lane says, '' where it says nothing."""
    cells = [""] * axis.width
    if project.text:
        _run(cells, period(project.text), axis, today)
        _tell_past_from_future(cells, axis, today, planned=project.status == state.PLANNED)
    spans = [(known, state.state(point, today)) for point in points if point.text and not state.is_edge(point)
             if (known := period(point.text).known)]  # fmt: skip
    for span, what in sorted(spans, key=lambda s: (s[0].earliest - s[0].latest, _STRONGER.index(s[1]))):
        _fill(cells, what, span, axis)
    for column in axis.columns(Span(today, today)):
        cells[column] = cells[column] or TODAY
    return cells


def _fill(cells: list[str], what: str, span: Span, axis: Axis) -> None:
    for column in axis.columns(span):
        cells[column] = what


def _run(cells: list[str], time: Period, axis: Axis, today: date) -> None:
    """When a project runs: for certain, perhaps (an end is a month or a year), or not known."""
    known = time.known
    if known is None:
        return
    if time.ends is None:  # it may have ended at any time since, and up to now nobody said that it did
        _fill(cells, OPEN, Span(known.latest, today if known.latest < today else date.max), axis)
    elif time.begins is None:
        _fill(cells, OPEN, Span(date.min, known.earliest), axis)
    _fill(cells, PERHAPS, known, axis)
    certain = time.certain or (known if known.earliest == known.latest else None)
    if certain:
        _fill(cells, RUNS, certain, axis)


def _tell_past_from_future(cells: list[str], axis: Axis, today: date, *, planned: bool) -> None:
    """What lies after today is still to come; what was only planned and lies before today is not known to have run."""
    now = len(cells) if today > axis.last else -1 if today < axis.first else axis.columns(Span(today, today))[0]
    for column, cell in enumerate(cells):
        if cell in (RUNS, PERHAPS) and (planned or column > now):
            cells[column] = COMING if column > now else state.LAPSED


class Stretch(NamedTuple):
    """Days between which the same projects run for certain; `members` are their numbers."""

    span: Span
    members: tuple[int, ...]


def _stretches(periods: Sequence[Period]) -> Iterator[Stretch]:
    """The days on which anything runs for certain, in order."""
    changes: dict[date, tuple[list[int], list[int]]] = {}
    for member, time in enumerate(periods):
        if time.certain:
            changes.setdefault(time.certain.earliest, ([], []))[0].append(member)
            if time.certain.latest < date.max:
                changes.setdefault(time.certain.latest + timedelta(days=1), ([], []))[1].append(member)
    running: dict[int, None] = {}
    days = sorted(changes)
    for number, day in enumerate(days, 1):
        begun, ended = changes[day]
        running.update(dict.fromkeys(begun))
        for member in ended:
            del running[member]
        if running:  # what lasts goes on to the end of time
            last = days[number] - timedelta(days=1) if number < len(days) else date.max
            yield Stretch(Span(day, last), tuple(running))


def at_once(periods: Sequence[Period], axis: Axis, today: date) -> list[int | None]:
    """For each column, how many projects run at once for certain on some day whose bar it is part of; None where
    none does for certain, but one may.
    """
    may = [""] * axis.width
    for time in periods:
        _run(may, time, axis, today)
    counts: list[int | None] = [None if cell else 0 for cell in may]
    for span, members in _stretches(periods):
        for column in axis.columns(span):
            counts[column] = max(counts[column] or 0, len(members))
    return counts


class Overlap(NamedTuple):
    """Projects that run at the same time for certain: the latest beginning and the earliest end among them."""

    text: str
    members: tuple[int, ...]


def overlaps(periods: Sequence[Period], within: Span) -> list[Overlap]:
    """When most projects run at once, in order; empty where never two do."""
    found: list[Overlap] = []
    most = 2
    for span, members in _stretches(periods):
        if span.latest < within.earliest or span.earliest > within.latest:
            continue
        if len(members) > most:
            found, most = [], len(members)
        if len(members) == most:
            among = [periods[number] for number in members]
            start = max(among, key=lambda p: p.begins.latest if p.begins else date.min).start
            end = min(among, key=lambda p: p.ends.earliest if p.ends else date.max).end
            found.append(Overlap(f"{start}/{end}", tuple(sorted(members))))
    return found


class Gap(NamedTuple):
    """A time without a project: the date before it, the date after it, and how many with an open end may fill it."""

    after: str
    before: str
    perhaps: int


def gaps(periods: Sequence[Period], within: Span) -> list[Gap]:
    """The times in which no project is known to run, between the first and the last date of all."""
    dated = sorted(((time.known, time) for time in periods if time.known), key=lambda pair: pair[0].earliest)
    found: list[Gap] = []
    latest: tuple[Span, Period] | None = None
    for known, time in dated:
        apart = latest and known.earliest > latest[0].latest + timedelta(days=1)
        if latest and apart and known.earliest > within.earliest and latest[0].latest < within.latest:
            perhaps = sum(_may_fill(other, latest[0].latest, known.earliest) for other in periods)
            found.append(Gap(latest[1].end or latest[1].start, time.start or time.end, perhaps))
        if latest is None or known.latest > latest[0].latest:
            latest = known, time
            if known.latest == date.max:
                break
    return found


def _may_fill(time: Period, after: date, before: date) -> bool:
    """Whether a project one of whose ends is not known may have run between two days."""
    if time.begins and not time.ends:
        return time.begins.earliest <= after
    return bool(time.ends and not time.begins and time.ends.latest >= before)
