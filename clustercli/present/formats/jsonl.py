"""JSON lines: one object a line."""

from __future__ import annotations

from typing import TextIO

from clustercli.present.columns import Listing
from clustercli.present.formats.json import dump


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write a line for each row."""
    del width, colour, raw
    names = [column.name for column in listing.columns]
    for row in listing.rows:
        out.write(dump({name: row.get(name) for name in names}, None) + "\n")
