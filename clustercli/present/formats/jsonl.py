"""JSON lines: one object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from clustercli.present.formats.json import dump

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write a line for each row."""
    del width, colour, raw
    names = [column.name for column in listing.columns]
    out.writelines(dump({name: row.get(name) for name in names}, None) + "\n" for row in listing.rows)
