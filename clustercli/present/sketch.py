"""Maps of plain characters, which survive an e-mail: countries as tiles, and towns where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustercli.present.text import clean, padded, shortened
from clustercli.present.text import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TILE = 22  # columns inside a tile at most
_BAR = "#"
_NAME = 18  # columns of a name on a map at most


class Tile(NamedTuple):
    """A country: its place in the grid, its names from the shortest on, its counts by kind; none where empty."""

    row: int
    column: int
    names: tuple[str, ...]
    counts: tuple[int, ...] = ()


class Layout(NamedTuple):
    """How tiles are drawn: columns and lines inside each, and whether they hold the counts by kind or only their sum.

    Where the name and the counts share no line, the counts take the second one, that of the bar.
    """

    inside: int
    deep: int
    summed: bool = False
    stacked: bool = False
    pad: str = ""


def layout(shown: Sequence[Tile], width: int, height: int) -> Layout | None:
    """The layout that says most on a screen; None where it is too narrow for any."""
    columns = max(tile.column for tile in shown) + 1
    rows = max(tile.row for tile in shown) + 1
    inside = min(_TILE, (width - 1) // columns - 1)
    deep = 2 if rows * 3 + 1 <= height else 1
    for summed in (False, True):
        for stacked in (False, True)[:deep]:
            tried = Layout(inside, deep, summed, stacked)
            if all(_needed(tile, tried) <= inside for tile in shown):
                spare = all(_needed(tile, tried) + 2 <= inside for tile in shown)
                return tried._replace(pad=" " if spare else "")
    return None


def _needed(tile: Tile, how: Layout) -> int:
    """The columns that the shortest name and the counts take."""
    name, counts = len(tile.names[0]), len(_counts(tile, how))
    return max(name, counts) if how.stacked or not counts else name + 1 + counts


def _counts(tile: Tile, how: Layout) -> str:
    return "/".join(map(str, [sum(tile.counts)] if how.summed and tile.counts else tile.counts))


def tiles(shown: Sequence[Tile], how: Layout) -> Iterator[str]:
    """The lines of a tile map: in each tile the name, the counts, and a bar where there is room for it."""
    columns = max(tile.column for tile in shown) + 1
    rows = max(tile.row for tile in shown) + 1
    most = max(sum(tile.counts) for tile in shown)
    lines = [[" "] * (columns * (how.inside + 1) + 1) for _ in range(rows * (how.deep + 1) + 1)]
    for tile in shown:
        top, left = tile.row * (how.deep + 1), tile.column * (how.inside + 1)
        for i, text in enumerate(_texts(tile, how, most)):
            _put(lines[top + 1 + i], left + 1, text)
        if tile.counts:
            _box(lines, top, left, how.deep + 1, how.inside + 1)
    yield from ("".join(line).rstrip() for line in lines)


def _texts(tile: Tile, how: Layout, most: int) -> list[str]:
    """The lines inside a tile."""
    counts = _counts(tile, how)
    room = how.inside - 2 * len(how.pad)
    if how.stacked or not counts:
        return [how.pad + tile.names[0], how.pad + counts]
    name = [name for name in map(clean, tile.names) if columns_of(name) + 1 + len(counts) <= room][-1]
    title = name + " " * (room - columns_of(name) - len(counts)) + counts
    return [how.pad + title, how.pad + _BAR * _length(sum(tile.counts), most, room)][: how.deep]


def _length(value: int, most: int, room: int) -> int:
    return max(1, round(value * room / most)) if value else 0


def _box(lines: list[list[str]], top: int, left: int, down: int, across: int) -> None:
    """A frame; frames of neighbours share their edges."""
    for column in range(left, left + across + 1):
        for line in (lines[top], lines[top + down]):
            line[column] = "+" if column in (left, left + across) or line[column] == "+" else "-"
    for row in range(top + 1, top + down):
        lines[row][left] = lines[row][left + across] = "|"


def _put(line: list[str], column: int, text: str) -> None:
    """Write a text into the cells of a line; a wide character takes two of them."""
    for character in text:
        room = columns_of(character)
        if not room:
            line[column - 1] += character
            continue
        line[column : column + room] = [character, *[""] * (room - 1)]
        column += room


class Mark(NamedTuple):
    """Something in a cell: how many records, and their town."""

    column: int
    row: int
    records: int
    name: str


def towns(marks: Sequence[Mark], labels: Sequence[Mark], columns: int, rows: int) -> Iterator[str]:
    """The lines of a map: a figure in each cell that has records (+ is ten or more), and names where there is room.

    The marks with the most records get the room first; then come the labels, of countries, near their places.
    """
    lines = [[" "] * columns for _ in range(rows)]
    cells = _cells(marks)
    for (column, row), (count, _) in cells.items():
        lines[row][column] = str(count) if count < 10 else "+"
    for (column, row), (_, name) in cells.items():
        _name(lines[row], column, shortened(clean(name), _NAME))
    for label in labels:
        text = f"({clean(label.name)})"
        near = sorted(range(max(0, label.row - 3), min(rows, label.row + 4)), key=lambda row: abs(row - label.row))
        for row in near:
            if _free(lines[row], label.column - 3, columns_of(text) + 4):
                _put(lines[row], label.column - 1, text)
                break
    yield from ("".join(line).rstrip() for line in lines)


def _name(line: list[str], column: int, name: str) -> None:
    """Write a name on the right of a cell, else on the left, else not at all."""
    room = columns_of(name) + 1
    if name and _free(line, column + 1, room + 1):
        _put(line, column + 1, f" {name}")
    elif name and _free(line, column - room - 1, room + 1):
        _put(line, column - room, f"{name} ")


def _cells(marks: Sequence[Mark]) -> Mapping[tuple[int, int], tuple[int, str]]:
    """(records, name) by cell: what falls into one is added up, under the name of the largest."""
    cells: dict[tuple[int, int], tuple[int, str]] = {}
    for mark in sorted(marks, key=lambda mark: -mark.records):
        count, name = cells.get((mark.column, mark.row), (0, mark.name))
        cells[mark.column, mark.row] = (count + mark.records, name)
    return dict(sorted(cells.items(), key=lambda item: -item[1][0]))


def _free(line: list[str], column: int, room: int) -> bool:
    """Whether so many cells from a column on are empty; the edge of the map is a free cell."""
    inside = column >= -1 and column + room <= len(line) + 1
    return inside and set(line[max(0, column) : column + room]) <= {" "}


def beside(left: Sequence[str], right: Sequence[str], column: int) -> Iterator[str]:
    """Two blocks of lines next to each other, the second from a column on."""
    for i in range(max(len(left), len(right))):
        first = left[i] if i < len(left) else ""
        second = right[i] if i < len(right) else ""
        yield f"{padded(first, column)}{second}".rstrip() if second else first
