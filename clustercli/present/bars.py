"""How much is filled in, as bars: the fields of a kind side by side, and groups by fields as a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.present.text import clean, padded, shortened, wrapped
from clustercli.present.text import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustercli.trust.coverage import Counts, Line

_NAME, _BAR, _GAP = 16, 9, 3
_CELL = _NAME + 1 + _BAR + 1 + 5 + 5  # name, bar, number, percent
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_MATRIX = ("website", "place", "offers", "needs", "checked", "description", "sources", "languages", "target_countries",
           "founded", "members", "employees", "contacts")  # fmt: skip
_WIDEST = 28  # columns of the name of a group at most, and as many as leave room for six fields on a narrow screen
_NARROW = 16


def bar(share: float, width: int = _BAR) -> str:
    """A bar; anything above nothing shows, and only all of it is full."""
    filled = round(share * width)
    filled = min(max(filled, 1), width - 1) if 0 < share < 1 else filled
    return "█" * filled + "░" * (width - filled)


def percent(share: float) -> str:
    """A share in percent; 0 % and 100 % only where it is just that."""
    number = round(100 * share)
    return f"{min(max(number, 1), 99) if 0 < share < 1 else number}%"


def fields(heading: str, lines: Sequence[Line], width: int) -> Iterator[str]:
    """The fields of a kind in as many columns as fit, read downwards; those that no record has in a line."""
    yield heading
    shown = [line for line in lines if line.filled]
    beside = max(1, (width - 2 + _GAP) // (_CELL + _GAP))
    rows = -(-len(shown) // beside)
    for row in range(rows):
        cells = [_cell(shown[i]) for i in range(row, len(shown), rows)]
        yield ("  " + (" " * _GAP).join(cells)).rstrip()
    empty = ", ".join(line.field.replace("_", " ") for line in lines if not line.filled)
    if empty:
        yield from wrapped(f"in no record: {empty}", width, "    ", "  ")


def _cell(line: Line) -> str:
    name = line.field.replace("_", " ")[:_NAME]
    return f"{name:<{_NAME}} {bar(line.share)} {line.filled:>5,}{percent(line.share):>5}"


def matrix(title: str, groups: Sequence[tuple[str, int, Counts, str]], width: int) -> Iterator[str]:
    """A line for each group: its records, and for each field as many as fit a small bar with the percentage."""
    widest = _NARROW if width < 100 and title == "country" else _WIDEST
    names = [shortened(clean(label), widest) for label, *_ in groups]
    left = max(map(columns_of, (title, *names)), default=0)
    most = max((records for _, records, *_ in groups), default=1)
    room, shown = width - left - 9, list[str]()
    for field in _MATRIX:
        if _column(field) <= room and any(counts.line(group, field) for _, _, counts, group in groups):
            room -= _column(field)
            shown.append(field)
    yield f"{title:<{left}}  records" + "".join(f"{f.replace('_', ' '):>{_column(f)}}" for f in shown)
    for name, (_, records, counts, group) in zip(names, groups, strict=True):
        cells = []
        for field in shown:
            line = counts.line(group, field)
            text = f"{_EIGHTHS[_eighth(line.share)]}{percent(line.share):>5}" if line else "-"
            cells.append(f"{text:>{_column(field)}}")
        yield (f"{padded(name, left)}  {_EIGHTHS[_eighth(records / most)]}{records:>6,}" + "".join(cells)).rstrip()


def _column(field: str) -> int:
    return max(len(field), 6) + 2


def _eighth(share: float) -> int:
    return 0 if not share else max(1, round(share * 8))
