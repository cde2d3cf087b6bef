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

    rows = _texts(listing)
    needed = _filled(listing, rows)
    shown = _fitting(listing, needed, width)
    fits = _together(needed, shown) <= width
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


def no_room(listing: Listing, width: int) -> list[str]:
    """What to say of columns of numbers that are to be kept and yet find no room: a table of counts would mislead."""
    needed = _filled(listing, _texts(listing))
    shown = _fitting(listing, needed, width)
    lost = [c.title for c in (listing.columns[i] for i in needed if i not in shown) if c.keep and c.right]
    return [f"No room here for: {', '.join(lost)}. They are in the other formats: --format csv"] if lost else []


def _texts(listing: Listing) -> list[list[str]]:
    return [[clean(flat(row.get(column.name))) for column in listing.columns] for row in listing.rows]


def _filled(listing: Listing, rows: list[list[str]]) -> dict[int, int]:
    """The least width of each column that has a title and any value."""
    return {
        i: _needed(column, [row[i] for row in rows])
        for i, column in enumerate(listing.columns)
        if column.title and any(row[i] for row in rows)
    }


def _fitting(listing: Listing, needed: dict[int, int], width: int) -> list[int]:
    """As many columns as fit, two at least; what is to be kept goes last."""
    shown = list(needed)
    while _together(needed, shown) > width and len(shown) > 2:
        shown.remove(next((i for i in reversed(shown[1:]) if not listing.columns[i].keep), shown[-1]))
    return shown


def _together(needed: dict[int, int], shown: list[int]) -> int:
    return sum(needed[i] + _GAP for i in shown) - _GAP


def _needed(column: Column, values: list[str]) -> int:
    """The least width of a column: its longest value, or, where it may wrap, its longest word up to a limit."""
    if not column.grow:
        return max(map(columns_of, (column.title, *values)))
    longest = max((columns_of(word) for value in values for word in value.split()), default=0)
    return max(columns_of(column.title), min(longest, _WORD))
