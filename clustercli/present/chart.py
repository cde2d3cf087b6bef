"""Points in time as lanes: the date in words, what happens, and a bar on a common axis."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from clustercli.present.text import clean, width as columns_of
from clustercli.records import dates
from clustercli.timeline import lanes
from clustercli.timeline.order import Point

_BAR, _PLANNED, _UNKNOWN, _TODAY = "█", "░", "·", "│"


def chart(
    points: Sequence[Point], titles: Mapping[str, str], width: int, colour: bool, today: date
) -> Iterator[str]:
    """The lines of a chart `width` columns wide; points of one project stand under its title, where there is one."""
    axis = lanes.bounds([point.span for point in points])
    if not points:
        return
    bar_width = max(16, width // 4)
    when = min(max(columns_of(_when(point)) for point in points), 36)
    room = max(16, width - when - bar_width - 4)
    heading = f"{'':<{when + room + 4}}{lanes.years(*axis, bar_width)}" if axis else ""
    if heading:
        yield _dim(heading, colour)
    project = ""
    for point in points:
        if titles and point.project != project:
            project = point.project
            yield _bold(f"{clean(titles.get(project, project))} [{project}]", colour)
        label = clean(f"{point.title}{_where(point, titles)}")
        first, *more = textwrap.wrap(label, room, break_on_hyphens=False) or [""]
        bar = _bar(point, axis, bar_width, today) if axis and point.text else ""
        yield f"{_pad(_when(point), when)}  {_pad(first, room)}  {bar}".rstrip()
        yield from (f"{'':<{when}}  {line}" for line in more)
    if any(point.status == "planned" for point in points):
        yield _dim(f"{_BAR} done, or not said whether   {_PLANNED} planned", colour)


def _when(point: Point) -> str:
    return dates.say(point.text) if point.text else "no date"


def _where(point: Point, titles: Mapping[str, str]) -> str:
    """The country, and the place where the title does not name it; the project's id where there are no titles."""
    place = "" if point.place.lower() in point.title.lower() else point.place
    parts = [part for part in (place, " ".join(point.countries) if titles else "") if part]
    return f" ({', '.join(parts)})" if parts else "" if titles else f" [{point.project}]"


def _bar(point: Point, axis: tuple[date, date], width: int, today: date) -> str:
    begin, length = lanes.bar(point.span, *axis, width)
    mark = _PLANNED if point.status == "planned" else _BAR
    bar = mark * length
    if point.text.endswith("/"):
        bar = mark + _UNKNOWN * (length - 1)
    elif point.text.startswith("/"):
        bar = _UNKNOWN * (length - 1) + mark
    bar = " " * begin + bar
    if axis[0] <= today <= axis[1]:
        column, _ = lanes.bar(dates.Span(today, today), *axis, width)
        padded = bar.ljust(column + 1)
        bar = padded if padded[column] != " " else padded[:column] + _TODAY + padded[column + 1 :]
    return bar


def _pad(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text


def _dim(text: str, colour: bool) -> str:
    return f"\x1b[2m{text}\x1b[0m" if colour else text
