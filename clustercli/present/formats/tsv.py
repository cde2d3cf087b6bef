"""Tab-separated values: a header line and one line for each row, for cut, awk and pasting into a spreadsheet."""

from __future__ import annotations

from typing import TextIO

from clustercli.present.columns import Listing
from clustercli.present.text import clean, flat


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write a header and a line for each row; tabs and line breaks inside values become spaces."""
    del width, colour, raw
    names = [column.name for column in listing.columns]
    out.write("\t".join(names) + "\n")
    for row in listing.rows:
        out.write("\t".join(clean(flat(row.get(name))) for name in names) + "\n")
