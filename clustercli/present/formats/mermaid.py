"""A Mermaid Gantt chart, for wikis: a section for each project, dates that are not exact as bars with their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TextIO

from clustercli.present.text import clean, flat, shortened
from clustercli.present.text import width as columns_of
from clustercli.records import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from clustercli.present.columns import Listing

# How mermaid draws what became of a point; what is to come has no tag.
_TAGS = {"done": "done, ", "active": "active, ", "lapsed": "crit, "}
_SAID = {"lapsed": ", planned, its time has passed", "unknown": ", not said whether it took place"}
# A task whose first word is one of mermaid's own would be read as an order to it, and one with % as a comment.
_ORDERS = re.compile(
    r".?%|\d{4}-\d\d-\d\d|(?:title|section|gantt|dateFormat|inclusiveEndDates|topAxis|axisFormat|tickInterval|includes|"
    r"excludes|todayMarker|weekday|weekend|click|call|href|accTitle|accDescr|accDescription)\b",
    re.IGNORECASE,
)
_SECTION, _PIXELS = 36, 6  # columns of a section's name at most, and the room of each beside the chart
_FEW = 10  # days that are too short for a bar, and too short to be a month
_TICKS, _MONTHS = 12, (1, 3, 6, 12)  # names below the axis at most, and how many months they may stand apart


def words(text: str) -> str:
    """Text that mermaid takes as text: without the characters that end a task, begin a comment or open a tag."""
    text = re.sub(r"(?<=\d):(?=\d)", ".", clean(text))
    text = text.translate(str.maketrans("<>{};`#", "‹›(),' "))
    text = re.sub(r" ?: ?", " – ", re.sub(r"\s+", " ", text)).replace("%%", "%").strip() or "–"
    return f"– {text}" if _ORDERS.match(text) else text


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write the chart; nothing without rows.

    Rows are dated points; `section` and `state` beside their columns say what they stand under and what became of
    them. What has no date is listed in comments.
    """
    del width, colour, raw
    rows = list(listing.rows)
    if not rows:
        return
    spans = {id(row): span for row in rows if (span := _span(row))}
    sections = _sections(row for row in rows if id(row) in spans)
    out.writelines(_head([row for row in rows if id(row) in spans], list(spans.values()), list(sections.values())))
    before = ""
    for row in rows:
        if id(row) not in spans:
            continue
        if row["project"] != before:
            before = row["project"]
            out.write(f"    section {sections[before]}\n    %% {words(flat(row.get('section')))} [{before}]\n")
        out.write(f"    {_task(row, spans[id(row)])}\n")
    out.writelines(
        f"    %% no date: {words(row['title'])} [{row['project']}]\n" for row in rows if id(row) not in spans
    )


def _sections(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The name of each project's section: short, and no two the same."""
    names: dict[str, str] = {}
    for row in rows:
        if row["project"] not in names:
            name = words(shortened(words(flat(row.get("section")) or row["project"]), _SECTION))
            names[row["project"]] = row["project"] if name in names.values() else name
    return names


def _head(rows: list[dict[str, Any]], spans: list[tuple[date, date]], sections: list[str]) -> Iterator[str]:
    """The settings of the chart: room for the sections' names, an axis that can be read."""
    room = max((columns_of(name) for name in sections), default=0) * _PIXELS + 20
    yield f'%%{{init: {{"gantt": {{"leftPadding": {room}}}}}}}%%\n'
    yield "gantt\n    dateFormat YYYY-MM-DD\n    inclusiveEndDates\n"
    if spans:
        months = (max(last for _, last in spans) - min(first for first, _ in spans)).days / 30
        step = next((step for step in _MONTHS if months <= step * _TICKS), None)
        yield f"    axisFormat {'%Y-%m' if step and step < 12 else '%Y'}\n"
        yield f"    tickInterval {step}month\n" if step else ""  # mermaid chooses
    if spans and {row.get("state") for row in rows} <= {*_TAGS, "unknown"} - {"active"}:  # today lies behind all of it
        yield "    todayMarker off\n"


def _span(row: dict[str, Any]) -> tuple[date, date] | None:
    """The days that a point is known to touch; of a project with one end, those of this end."""
    if not row["date"]:
        return None
    left, _, right = row["date"].partition("/")
    ends = [dates.read(part) for part in (left, right) if part not in ("", "..")]
    return ends[0].earliest, ends[-1].latest


def _task(row: dict[str, Any], span: tuple[date, date]) -> str:
    """A line of the chart; only a few exact days are a milestone, and a project's bar says when, under its name."""
    first, last = span
    tag = _TAGS.get(row.get("state") or "", "")
    if row["kind"] == "project":
        return f"{words(row['when'])} :{tag}{first}, {last}"
    title = words(f"{row['title']} ({row['when']}{_SAID.get(row.get('state') or '', '')})")
    if first == last:
        return f"{title} :{tag}milestone, {first}, 0d"
    return f"{title} :{tag}{'milestone, ' if (last - first).days < _FEW else ''}{first}, {last}"
