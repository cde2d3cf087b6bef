"""A matched pair with all lines of its score, laid out for reading."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from clustercli.present.text import clean

_TITLES = {
    "sector_tree": "sector", "supply_chain": "supply chain", "need_met": "your need", "offer_wanted": "your offer",
    "both_ways": "both ways", "target_countries": "countries", "languages": "language", "size": "size",
    "certificates": "certificates", "history": "history", "distance": "distance",
}  # fmt: skip


def explained(row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one pair: who, the score with its range, a line for each signal, and an empty line."""
    ours = f"{row['organisation_name']} ({row['organisation_country']})"
    theirs = f"{row['partner_name']} ({row['partner_country']})"
    yield clean(f"{row['score']:>5.1f}  {ours} + {theirs}")
    yield f"       {row['organisation']} + {row['partner']} · between {row['low']:.1f} and {row['high']:.1f}"
    for line in row["lines"]:
        mark = {"guessed": " (guessed)", "unknown": ""}.get(line["basis"], "")
        text = clean(line["text"] + mark)
        first, *more = textwrap.wrap(text, max(30, width - 30)) or [""]
        yield f"       {line['points']:>+5.1f}  {_TITLES.get(line['signal'], line['signal']):<13} {first}"
        yield from (f"{'':<28}{part}" for part in more)
    yield ""
