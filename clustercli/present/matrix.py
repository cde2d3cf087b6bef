"""A matrix for a terminal: as many columns as fit, what the others hold summed up in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustercli.present.text import clean, padded, shortened, styled
from clustercli.present.text import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OTHERS, TOTAL = "others", "total"
_LABEL, _LEAST = 24, 8  # columns of a row's name at most on a narrow screen, and at least on any


class Line(NamedTuple):
    """One row: its key, its name and how far it is set in."""

    key: str
    name: str
    depth: int = 0


class Shown(NamedTuple):
    """The columns that have one of their own, those that share one, the room for names, the space between columns."""

    own: tuple[str, ...]
    others: tuple[str, ...]
    names: int
    gap: int


def fitted(
    lines: Sequence[Line], columns: Sequence[str], text: Callable[[str, Sequence[str]], str], width: int
) -> Shown:
    """As many columns from the left as fit beside the names and the total; `text` is a cell's.

    Where not all fit, they stand closer.
    """
    apart = _fitted(lines, columns, text, width, 2)
    return _fitted(lines, columns, text, width, 1) if apart.others else apart


def _fitted(
    lines: Sequence[Line], columns: Sequence[str], text: Callable[[str, Sequence[str]], str], width: int, gap: int
) -> Shown:
    def room(head: str, among: Sequence[str]) -> int:
        return gap + max(len(head), *(len(text(line.key, among)) for line in lines)) if among else 0

    longest = max(line.depth * 2 + columns_of(clean(line.name)) for line in lines)
    left = width - room(TOTAL, columns)
    names = max(_LEAST, min(longest, max(_LABEL, width // 4), left - room(OTHERS, columns)))
    each = [room(column, [column]) for column in columns]
    count = len(columns)
    while count and names + sum(each[:count]) + room(OTHERS, columns[count:]) > left:
        count -= 1
    return Shown(tuple(columns[:count]), tuple(columns[count:]), names, gap)


def table(
    lines: Sequence[Line],
    shown: Shown,
    text: Callable[[str, Sequence[str]], str],
    *,
    colour: bool = False,
) -> Iterator[str]:
    """The lines of the matrix: a heading, and a line for each row, numbers flush right, zeros left out."""
    columns: list[tuple[str, Sequence[str]]] = [(column, (column,)) for column in shown.own]
    columns += [(OTHERS, shown.others)] if shown.others else []
    columns += [(TOTAL, (*shown.own, *shown.others))]
    names = shown.names
    cells = [[text(line.key, among) for _, among in columns] for line in lines]
    wide = [max(len(head), *(len(row[i]) for row in cells)) + shown.gap for i, (head, _) in enumerate(columns)]
    heading = " " * names + "".join(head.rjust(room) for (head, _), room in zip(columns, wide, strict=True))
    yield styled(heading, "1", colour=colour)
    for line, row in zip(lines, cells, strict=True):
        name = shortened("  " * line.depth + clean(line.name), names)
        yield (padded(name, names) + "".join(cell.rjust(room) for cell, room in zip(row, wide, strict=True))).rstrip()
