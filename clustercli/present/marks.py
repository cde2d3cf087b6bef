"""The marks of charts over time, and what each means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.present.text import width as columns_of
from clustercli.present.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

POINTS = {
    "done": ("█", "done"),
    "planned": ("░", "planned"),
    "lapsed": ("!", "planned, its time has passed"),
    "unknown": ("?", "not said whether it took place"),
    "edge": ("├", "start, end of the project"),
    "open": ("·", "not known"),
    "today": ("│", "today"),
}
LANES = {
    "runs": ("═", "project runs"),
    "perhaps": ("─", "starts or ends somewhere here"),
    "coming": ("┄", "still to come"),
    "lapsed": POINTS["lapsed"],
    "open": ("·", "start or end not known"),
    "done": ("█", "milestone done"),
    "planned": ("░", "milestone planned"),
    "unknown": POINTS["unknown"],
    "today": POINTS["today"],
    "ten": ("+", "10 or more"),
}


def drawn(cells: Sequence[str], marks: Mapping[str, tuple[str, str]]) -> str:
    """Columns as text, each by its mark."""
    return "".join(marks[cell][0] if cell else " " for cell in cells).rstrip()


def legend(cells: Iterable[str], marks: Mapping[str, tuple[str, str]], width: int) -> list[str]:
    """The marks that were used and what they mean, in lines that break between marks."""
    used = set(cells)
    lines: list[str] = []
    for what in (f"{mark} {means}" for name, (mark, means) in marks.items() if name in used):
        longer = f"{lines[-1]}   {what}" if lines else what
        if lines and columns_of(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(what)
    return [line for what in lines for line in wrapped(what, width)]
