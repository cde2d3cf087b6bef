"""All that an index says, but for what differs between two that are made of the same files: numbers and times."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from clustercli.index import postings
from clustercli.records import traits

Rows = dict[str, list[str]]

# Tables of FTS5's own; when files were last looked at; what `match --all` keeps, which a new index begins without.
_LEFT_OUT = ("search", "best", "matched", "posting", "sqlite_")
_PASSING = {"file": ("mtime", "ctime", "inode", "number"), "record": ("file",)}
_META = ("stamp", "numbered", "code", "matched by")


def contents(index: Path) -> Rows:
    """The rows of each table, in order, with records and files by name; fails where the index is not whole."""
    with closing(sqlite3.connect(index)) as connection:
        connection.row_factory = sqlite3.Row
        assert [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        tables = [
            row["name"]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not row["name"].startswith(_LEFT_OUT)
        ]
        names = dict(
            tuple(row)
            for row in connection.execute(
                "SELECT n, path || ':' || line || ':' || kind || ':' || id FROM record JOIN file ON number = file"
            )
        )
        found = {table: _rows(connection, table, names) for table in tables}
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, col)")
        words = connection.execute("SELECT * FROM words WHERE doc > 0 ORDER BY term, col")
        connection.row_factory = None
        return found | {"words": [repr(tuple(row)) for row in words], "postings": _postings(connection, names)}


def _rows(connection: sqlite3.Connection, table: str, names: dict[int, str]) -> list[str]:
    if table == "meta":
        rows = connection.execute("SELECT * FROM meta")
        return sorted(repr(tuple(row)) for row in rows if row["key"] not in _META)
    kept = []
    for row in connection.execute(f"SELECT * FROM {table}"):
        values: dict[str, Any] = {key: row[key] for key in row.keys() if key not in _PASSING.get(table, ())}  # noqa: SIM118
        if "n" in values:
            values["n"] = names.get(values["n"], values["n"])
        kept.append(repr(values))
    return sorted(kept)


def _postings(connection: sqlite3.Connection, names: dict[int, str]) -> list[str]:
    """The traits, each with the records that have it and are still there."""
    bits = postings.reader(connection)
    held = []
    for (trait,) in connection.execute("SELECT DISTINCT trait FROM posting ORDER BY trait").fetchall():
        having = traits.numbers(bits(trait) & bits(traits.EVERY))
        if having:
            held.append(f"{trait}: {sorted(names[n] for n in having)}")
    return held
