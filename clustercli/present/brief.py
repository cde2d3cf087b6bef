"""Answers laid out for reading on a narrow screen: a hit of a search, a matched pair, a pair with its whole score."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from clustercli.present.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLES = {
    "sector_tree": "sector", "supply_chain": "supply chain", "need_met": "your need", "offer_wanted": "your offer",
    "both_ways": "both ways", "target_countries": "countries", "languages": "language", "size": "size",
    "certificates": "certificates", "history": "history", "distance": "distance",
}  # fmt: skip


def hits(row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one hit: name, country, kind and id; and where the words were found, if not in the name."""
    country = f", {row['country']}" if row["country"] else ""
    yield from textwrap.wrap(
        clean(f"{row['name']} ({row['kind']}{country})  {row['id']}"), width, break_on_hyphens=False
    )
    if row["found_in"] != "name":
        found = clean(row["found_in"])
        yield f"    {found}" if len(found) + 4 <= width else f"    {found[: width - 7]}..."


def pair(row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one pair in a ranking: the score, who, and the strongest reasons."""
    ours = f"{row['organisation_name']} ({row['organisation_country']})"
    theirs = f"{row['partner_name']} ({row['partner_country']})"
    yield from _wrapped(f"{row['score']:>5.1f}  ", clean(f"{ours} + {theirs}"), width)
    yield from _wrapped("       ", clean(row["why"]), width)
    yield f"       {row['organisation']} + {row['partner']}"


def _wrapped(begin: str, text: str, width: int) -> Iterator[str]:
    return iter(textwrap.wrap(text, width, initial_indent=begin, subsequent_indent=" " * 7))


def whole_pair(row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one pair: who, the score with its range, a line for each signal, and an empty line."""
    ours = f"{row['organisation_name']} ({row['organisation_country']})"
    theirs = f"{row['partner_name']} ({row['partner_country']})"
    yield from _wrapped(f"{row['score']:>5.1f}  ", clean(f"{ours} + {theirs}"), width)
    yield f"       {row['organisation']} + {row['partner']} · between {row['low']:.1f} and {row['high']:.1f}"
    for line in row["lines"]:
        mark = {"guessed": " (guessed)", "unknown": ""}.get(line["basis"], "")
        text = clean(line["text"] + mark)
        first, *more = textwrap.wrap(text, max(30, width - 30)) or [""]
        yield f"       {line['points']:>+5.1f}  {_TITLES.get(line['signal'], line['signal']):<13} {first}"
        yield from (f"{'':<28}{part}" for part in more)
    yield ""
