"""Comma-separated values (RFC 4180): a header line, CR LF, quotes where needed; text that a spreadsheet would run as a
formula is made text with a leading apostrophe.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, TextIO

from clustercli.present.text import flat, visible

if TYPE_CHECKING:
    from clustercli.present.columns import Listing

# What a spreadsheet takes for the beginning of a formula, full-width forms included.
_FORMULA = r"[\s\"']*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]"
_NUMBER_OR_PHONE = r"[+-]?\d[\d .,]*%?|\+?[\d(][\d ()/.\-]{4,}\d"


def cell(value: Any, raw: bool = False) -> str:
    """The text of one cell; unless raw, harmless in a spreadsheet and on a terminal."""
    text = flat(value)
    if raw or text[:1].isalnum():
        return text if raw else visible(text)
    text = visible(text)
    return f"'{text}" if re.match(_FORMULA, text) and not re.fullmatch(_NUMBER_OR_PHONE, text) else text


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write a header and a line for each row."""
    del width, colour
    lines = csv.writer(out, lineterminator="\r\n")
    names = [column.name for column in listing.columns]
    lines.writerow(names)
    for row in listing.rows:
        lines.writerow([cell(row.get(name), raw) for name in names])
