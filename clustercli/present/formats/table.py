"""A table for a terminal: no boxes, no markup, long values wrapped between words, and no more columns than fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from clustercli.present.text import clean, flat
from clustercli.present.text import width as columns_of

if TYPE_CHECKING:
    from clustercli.present.columns import Column, Listing

_GAP = 2
_WORD = 16  # columns that a wrapped value gets at least, where its words are as long


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write the columns that have a title and any value, as many from the left as fit; nothing without rows."""
    del raw
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[clean(flat(row.get(column.name))) for column in listing.columns] for row in listing.rows]
    shown = [i for i, column in enumerate(listing.columns) if column.title and any(row[i] for row in rows)]
    needed = {i: _needed(listing.columns[i], [row[i] for row in rows]) for i in shown}
    while not (fits := sum(needed[i] + _GAP for i in shown) - _GAP <= width) and len(shown) > 2:
        shown.remove(next((i for i in reversed(shown[1:]) if not listing.columns[i].keep), shown[-1]))
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for i in shown:
        column = listing.columns[i]
        table.add_column(
            Text(column.title),
            justify="right" if column.right else "left",
            no_wrap=not column.grow,
            min_width=needed[i] if fits else None,
            overflow="fold" if column.grow else "ellipsis",
        )
    for row in rows:
        table.add_row(*(Text(row[i]) for i in shown))
    if rows:
        console = Console(
            file=out, width=width, markup=False, emoji=False, highlight=False, no_color=not colour,
            force_terminal=colour, color_system="auto" if colour else None, legacy_windows=False,
        )  # fmt: skip
        console.print(table)


def _needed(column: Column, values: list[str]) -> int:
    """The least width of a column: its longest value, or, where it may wrap, its longest word up to a limit."""
    if not column.grow:
        return max(map(columns_of, (column.title, *values)))
    longest = max((columns_of(word) for value in values for word in value.split()), default=0)
    return max(columns_of(column.title), min(longest, _WORD))
