"""Answers laid out for reading on a narrow screen: hits of a search, matched pairs, roles, sources, what is due."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from clustercli.present.text import clean, ends, padded, shortened, titled, wrapped
from clustercli.present.text import width as columns_of
from clustercli.records import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clustercli.trust.due import Item

_TITLES = {
    "sector_tree": "sector", "supply_chain": "supply chain", "need_met": "your need", "offer_wanted": "your offer",
    "both_ways": "both ways", "target_countries": "countries", "languages": "language", "size": "size",
    "certificates": "certificates", "history": "history", "distance": "distance",
}  # fmt: skip
_INDENT = " " * 7  # below the score


def hits(row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one hit: name, country, kind and id; and where the words were found, if not in the name."""
    yield from wrapped(titled(row["name"], row["kind"], row["country"], row["id"]), width)
    if row["found_by"] == "meaning":
        yield f"    found by meaning: {shortened(clean(row['found_in']), width - 22)}"
    elif row["found_in"] != "name":
        yield f"    {shortened(clean(row['found_in']), width - 4)}"


def pair(row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one pair in a ranking: the score, who, and the strongest reasons."""
    ours = f"{row['organisation_name']} ({row['organisation_country']})"
    theirs = f"{row['partner_name']} ({row['partner_country']})"
    yield from wrapped(clean(f"{ours} + {theirs}"), width, _INDENT, f"{row['score']:>5.1f}  ")
    yield from wrapped(clean(row["why"]), width, _INDENT)
    yield from wrapped(f"{row['organisation']} + {row['partner']}", width, _INDENT)


def whole_pair(row: dict[str, Any], width: int) -> Iterator[str]:
    """The lines of one pair: who, the score with its range, a line for each signal, and an empty line."""
    ours = f"{row['organisation_name']} ({row['organisation_country']})"
    theirs = f"{row['partner_name']} ({row['partner_country']})"
    yield from wrapped(clean(f"{ours} + {theirs}"), width, _INDENT, f"{row['score']:>5.1f}  ")
    ids = f"{row['organisation']} + {row['partner']}"
    yield from wrapped(f"{ids} · between {row['low']:.1f} and {row['high']:.1f}", width, _INDENT)
    for line in row["lines"]:
        mark = {"guessed": " (guessed)", "unknown": ""}.get(line["basis"], "")
        points = f"{line['points']:>+5.1f}" if line["points"] else "  -  "
        begin = f"{_INDENT}{points}  {_TITLES.get(line['signal'], line['signal']):<13} "
        yield from wrapped(clean(line["text"] + mark), width, " " * len(begin), begin)
    yield ""


def roles(rows: Sequence[dict[str, Any]], width: int) -> Iterator[str]:
    """The lines of some roles: when, the role, and in what; what is long goes on below itself."""
    whens = [ends(row["when"], width * 3 // 10) for row in rows]
    texts = [wrapped(clean(row["role"]), max(12, width // 5)) for row in rows]
    when, role = (max(columns_of(line) for lines in column for line in lines) + 2 for column in (whens, texts))
    for row, first, second in zip(rows, whens, texts, strict=True):
        what = f"{row['name']} [{row['id']}], {row['kind']}" if row["id"] else ""
        status = row["status"] if row["status"] in ("planned", "closed") else ""
        third = wrapped(clean("; ".join(filter(None, (what, status, row["detail"])))), width - when - role)
        for date, text, rest in zip_longest(first, second, third, fillvalue=""):
            yield (padded(padded(date, when) + text, when + role) + rest).rstrip()


def _dead(how: str) -> str:
    """'dead', 'dead since November 2026', 'dead: foreign content, seen 2026-11'."""
    since = how.removeprefix("since ")
    return "dead" if how == "yes" else f"dead since {dates.say(since)}" if since != how else f"dead: {how}"


def sources(rows: Sequence[dict[str, Any]], width: int) -> Iterator[str]:
    """A heading and the lines of each source: what rests on it, its title or its address, which is not broken."""
    if rows:
        yield "records  alone  claims  source"
    for row in rows:
        begin = f"{row['records']:>7}  {row['alone']:>5}  {row['claims'] or '':>6}  "
        dead = f" ({_dead(row['dead'])})" if row["dead"] else ""
        if row.get("title"):
            yield from wrapped(clean(f"{row['title']} [{row['source']}]{dead}"), width, " " * len(begin), begin)
        else:
            yield begin + clean(row["source"]) + clean(dead)


def due(items: Sequence[Item], today: date, width: int) -> Iterator[str]:
    """The lines of what is due: its date, what it is, and the record; a line says where today lies between them."""
    over = [item for item in items if item.latest and item.latest < today]
    column = max([10, *(len(dates.short(item.date)) for item in items)])
    for position, item in enumerate(items):
        if over and position == len(over) and item.latest:
            yield f"{today}  - today -"
        begin = f"{dates.short(item.date):<{column}}  {item.what:<7}  "
        text = f"{item.id}: {item.detail}" if item.id else item.detail
        yield from wrapped(clean(text), width, " " * len(begin), begin)
