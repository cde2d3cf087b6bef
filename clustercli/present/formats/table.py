"""A table for a terminal: no boxes, no markup, the widest columns wrapped to the width of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from clustercli.present.text import clean, flat

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write the columns that have a title and any value; nothing where there are no rows."""
    del raw
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[clean(flat(row.get(column.name))) for column in listing.columns] for row in listing.rows]
    shown = [i for i, column in enumerate(listing.columns) if column.title and any(row[i] for row in rows)]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", leading=int(listing.spread))
    for column in (listing.columns[i] for i in shown):
        table.add_column(
            Text(column.title),
            justify="right" if column.right else "left",
            min_width=column.room or None,
            ratio=1 if column.grow else None,
            no_wrap=not column.grow and not column.room,
            overflow="ellipsis" if not column.grow and not column.room else "fold",
        )
    for row in rows:
        table.add_row(*(Text(row[i]) for i in shown))
    if table.row_count:
        console = Console(
            file=out, width=width, markup=False, emoji=False, highlight=False, no_color=not colour,
            force_terminal=colour, color_system="auto" if colour else None, legacy_windows=False,
        )  # fmt: skip
        console.print(table)
