"""Tab-separated values: a header line and one line for each row, for cut, awk and the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from clustercli.present.formats.csv import guarded
from clustercli.present.text import clean, flat
from clustercli.records.harmless import stands_in_a_sheet

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write a header and a line for each row; tabs and line breaks inside values become spaces.

    A spreadsheet runs what is pasted as it runs what is opened, so formulas are guarded as in CSV, unless raw.
    """
    del width, colour
    names = [column.name for column in listing.columns]
    if listing.head:
        out.write("\t".join(names) + "\n")
    out.writelines("\t".join(_cell(row.get(name), raw) for name in names) + "\n" for row in listing.rows)


def _cell(value: Any, raw: bool) -> str:
    text = clean(flat(value))
    return text if raw or stands_in_a_sheet(text) else guarded(text)
