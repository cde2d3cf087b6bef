"""What of a text an index still holds: in its tables, and in the words of its search, deleted ones among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    import sqlite3
    from collections.abc import Collection, Iterator

_OF_SEARCH = "search"  # the tables in which FTS5 keeps its words begin with that
_SEGMENT_BITS, _LEAF = 37, (1 << 37) - (1 << 31)  # of the number of a page: its segment, and what a leaf has not
_LAST = "\U0010ffff"  # behind every letter
_PREFIX = b"0"  # begins every word, but for those of an index of beginnings, of which there is none


def in_tables(connection: sqlite3.Connection, wanted: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """(table, column, one of the texts) of the columns that hold a text."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%' ORDER BY name"
    )
    for (table,) in names.fetchall():
        rows = connection.execute(f"SELECT * FROM main.{table}")
        columns = [column[0] for column in rows.description]
        found: set[int] = set()
        for row in rows:
            for place, value in enumerate(row):
                if place not in found and isinstance(value, str) and (match := wanted.search(value)):
                    found.add(place)
                    yield table, columns[place], value[max(0, match.start() - 24) : match.end() + 24]


def deleted_words(connection: sqlite3.Connection, wanted: Collection[re.Pattern[str]]) -> list[str]:
    """Words that no record holds any more, but the pages of the search still do: FTS5 keeps them until it merges."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.living USING fts5vocab('main', 'search', 'row')")
    found = sorted({word for word in _words(connection) if any(pattern.search(word) for pattern in wanted)})
    gone = [word for word in found if not _begins(connection, word)]
    connection.execute("DROP TABLE temp.living")
    return gone


def _begins(connection: sqlite3.Connection, word: str) -> bool:
    """Whether a word of some record begins so: pages are found by the beginnings of words."""
    rows = connection.execute(
        "SELECT 1 FROM temp.living WHERE term >= ? AND term < ? LIMIT 1", (word, f"{word}{_LAST}")
    )
    return rows.fetchone() is not None


def _words(connection: sqlite3.Connection) -> Iterator[str]:
    """All words in the pages of the search, whole and as they are kept to find a page by."""
    for number, block in connection.execute("SELECT id, block FROM search_data"):
        if number >> _SEGMENT_BITS and not number & _LEAF:
            yield from (word.removeprefix(_PREFIX).decode("utf-8", "replace") for word in _words_of_page(block))
    for (word,) in connection.execute("SELECT CAST(term AS BLOB) FROM search_idx"):
        yield word.removeprefix(_PREFIX).decode("utf-8", "replace")


def _words_of_page(block: bytes) -> Iterator[bytes]:
    """The words of a leaf: each as what it shares with the one before, and the rest. Their places stand at the end."""
    at = 0
    footer = int.from_bytes(block[2:4], "big")
    word = b""
    first = True
    while footer < len(block):
        step, footer = _number(block, footer)
        at += step
        shared, here = (0, at) if first else _number(block, at)
        size, here = _number(block, here)
        word = word[:shared] + block[here : here + size]
        first = False
        yield word


def _number(block: bytes, at: int) -> tuple[int, int]:
    """A number of variable length at a place, and the place behind it."""
    value = 0
    while True:
        byte = block[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
