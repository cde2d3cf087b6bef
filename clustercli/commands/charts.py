"""What `timeline` draws on a terminal: a lane for each project, and a line for each of its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.present import chart, lanes
from clustercli.present.record import count
from clustercli.records import dates
from clustercli.records.dates import Span
from clustercli.timeline import lanes as axes
from clustercli.timeline import state, together
from clustercli.timeline.periods import period

if TYPE_CHECKING:
    from datetime import date

    from clustercli.env import Environment
    from clustercli.timeline.order import Point
    from clustercli.timeline.points import Answer


def write(env: Environment, answer: Answer) -> None:
    """The lanes, where there are several projects; the points, where projects were named."""
    several = len(answer.projects) > 1 and not answer.upcoming
    if answer.whole or several:
        _lanes(env, answer)
    if not answer.whole:
        if several:
            env.out.write("\n")
        _points(env, answer)


def _lanes(env: Environment, answer: Answer) -> None:
    """A lane for each project; those without a date are named below."""
    shown = {point.project for point in answer.points}
    chosen = sorted(
        (p for p in answer.projects if p.whole.project in shown), key=lambda p: (p.whole.span.earliest, p.whole.project)
    )
    dated = [p for p in chosen if p.whole.text]
    days = [known for p in dated for point in (p.whole, *p.points) if point.text
            if (known := period(point.text).known)]  # fmt: skip
    bounds = axes.bounds(days)
    if bounds:
        first, last = max(bounds[0], answer.window.first or bounds[0]), min(bounds[1], answer.window.last or bounds[1])
        named = [lanes.Lane(p.whole.title, p.whole.project, p.whole.text) for p in dated]
        axis = together.Axis(first, max(first, last), lanes.layout(named, env.width).lane)
        cells = [together.lane(p.whole, p.points, axis, env.today) for p in dated]
        periods = [period(p.whole.text) for p in dated]
        running = together.at_once(periods, axis, env.today)
        lines = lanes.chart(named, cells, axes.axis(*axis), running, env.width, colour=env.colour)
        env.write_lines(lines)
        if len(dated) > 1:
            window = Span(axis.first, axis.last)
            gaps, overlaps = together.gaps(periods, window), together.overlaps(periods, window)
            _say(env, *lanes.facts(gaps, overlaps, [lane.id for lane in named]))
    undated = [p.whole.project for p in chosen if not p.whole.text]
    if undated:
        _say(env, f"No start and no end known ({len(undated)}): {', '.join(undated)}")


def _say(env: Environment, *sentences: str) -> None:
    from clustercli.present.text import clean, wrapped

    for sentence in sentences:
        env.write_lines(wrapped(clean(sentence), env.width))


def _points(env: Environment, answer: Answer) -> None:
    """A line for each point, under the name of its project, or with its id where projects are mixed."""
    width = chart.bar_width(env.width)
    bounds = axes.bounds([point.span for point in answer.points])
    names = {p.whole.project: p.name for p in answer.projects}
    grouped = answer.chosen and (not answer.upcoming or len({p.project for p in answer.points}) == 1)
    shown = [
        chart.Lane(
            f"{names[point.project]} [{point.project}]" if grouped else "",
            dates.say(point.text) if point.text else "no date",
            _label(point) if grouped else f"{_label(point)} [{point.project}]",
            _cells(point, together.Axis(*bounds, width), env.today) if bounds and point.text else (),
        )
        for point in answer.points
    ]
    heading = axes.years(*bounds, width) if bounds else ""
    env.write_lines(chart.chart(shown, heading, env.width, colour=env.colour))


def _label(point: Point) -> str:
    """What happens, where (the place only if the title does not name it), how many came, and what came out of it."""
    place = "" if point.place.lower() in point.title.lower() else point.place
    where = ", ".join(part for part in (place, " ".join(point.countries)) if part)
    people = f"{count(point.participants)} participants" if point.participants else ""
    record = f"[{point.record}]" if point.record else ""
    title = " ".join(part for part in (point.title, f"({where})" if where else "", record) if part)
    return "; ".join(part for part in (title, people, point.outcome) if part)


def _cells(point: Point, axis: together.Axis, today: date) -> list[str]:
    """A point's columns; dots lead to an end that is not known; today is marked where it lies on the axis."""
    cells = [""] * axis.width
    columns = axis.columns(point.span)
    what = state.state(point, today)
    unknown = columns[1:] if point.text.endswith("/") else columns[:-1] if point.text.startswith("/") else range(0)
    for column in columns:
        cells[column] = together.OPEN if column in unknown else what
    for column in axis.columns(Span(today, today)):
        cells[column] = cells[column] or together.TODAY
    return cells
