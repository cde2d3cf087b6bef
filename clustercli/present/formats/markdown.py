"""A Markdown table, for wikis, issues and e-mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TextIO

from clustercli.present.text import clean, flat

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


def _cell(value: Any) -> str:
    return re.sub(r"([\\|<>\[\]*_`~]|&(?=#?\w+;))", r"\\\1", clean(flat(value)))


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write the columns that a table shows."""
    del width, colour, raw
    columns = [column for column in listing.columns if column.title]
    if listing.head:
        out.write("| " + " | ".join(column.title for column in columns) + " |\n")
        out.write("|" + "|".join("---:" if column.right else "---" for column in columns) + "|\n")
    out.writelines(
        "| " + " | ".join(_cell(row.get(column.name)) for column in columns) + " |\n" for row in listing.rows
    )
