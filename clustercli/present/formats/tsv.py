"""Tab-separated values: a header line and one line for each row, for cut, awk and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from clustercli.present.text import clean, flat

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write a header and a line for each row; tabs and line breaks inside values become spaces."""
    del width, colour, raw
    names = [column.name for column in listing.columns]
    if listing.head:
        out.write("\t".join(names) + "\n")
    out.writelines("\t".join(clean(flat(row.get(name))) for name in names) + "\n" for row in listing.rows)
