"""JSON: one array of objects, faithful to the values; invisible and control characters are written as escapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from clustercli.present.text import escaped

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


def dump(value: Any, indent: int | None = 2) -> str:
    """JSON text that reads back as exactly the value, and holds nothing a terminal would act on."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent))


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write one array, an object for each row."""
    del width, colour, raw
    names = [column.name for column in listing.columns]
    before = "["
    for row in listing.rows:
        value = dump({name: row.get(name) for name in names}).replace("\n", "\n  ")
        out.write(f"{before}\n  {value}")
        before = ","
    out.write("[]\n" if before == "[" else "\n]\n")
