"""What the program is compared with: chance, full-text search as it comes, the same folded, and equal sector words."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from clustercli.records.fold import fold

Key = TypeVar("Key", bound=Hashable)
Rank: TypeAlias = Callable[[str], list[Key]]  # a query -> documents, best first


def by_chance(documents: Mapping[Key, str]) -> Rank[Key]:
    """All documents in an order that depends on the query alone."""

    def rank(query: str) -> list[Key]:
        keys = list(documents)
        random.Random(query).shuffle(keys)  # noqa: S311  # no secret: the order must be repeatable
        return keys

    return rank


def by_full_text(documents: Mapping[Key, str], *, folded: bool) -> Rank[Key]:
    """FTS5 with bm25: any of the words of the query; `folded` on both sides, and as beginnings of words."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(text)")
    keys = list(documents)
    rows = [(number, fold(documents[key]) if folded else documents[key]) for number, key in enumerate(keys, 1)]
    connection.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", rows)

    def rank(query: str) -> list[Key]:
        words = fold(query).split() if folded else re.findall(r"\w+", query)
        mark = "*" if folded else ""
        expression = " OR ".join(f'"{word}"{mark if len(word) > 2 else ""}' for word in words)
        found = connection.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank, rowid", (expression or '""',))
        return [keys[number - 1] for (number,) in found]

    return rank


def by_equal_sector(sectors: Mapping[Key, Sequence[str]], named_in: Callable[[str], Sequence[str]]) -> Rank[Key]:
    """The documents that have a sector which the query names word for word."""

    def rank(query: str) -> list[Key]:
        wanted = set(named_in(query))
        shared = {key: len(wanted.intersection(own)) for key, own in sectors.items()}
        return sorted((key for key in sectors if shared[key]), key=lambda key: -shared[key])

    return rank
