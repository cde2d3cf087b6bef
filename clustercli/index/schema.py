"""The tables of the index, made from the declaration of the kinds; SQLite only keeps what YAML says."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from clustercli.records import kinds, shapes
from clustercli.records.fields import Beside, Field, Words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

APPLICATION_ID = 0x636C7573  # "clus"
LANGUAGES = Words.beside  # the column beside a text that may stand in several languages: language -> text

Columns: TypeAlias = dict[str, type]

_FIXED: dict[str, tuple[Columns, tuple[str, ...]]] = {
    # table: (columns, indexed columns); `n` is the number of a record in this index
    "meta": ({"key": str, "value": str}, ()),
    "file": ({"path": str, "role": str, "size": int, "mtime": int, "ctime": int, "inode": int}, ()),
    "problem": ({"path": str, "line": int, "column": int, "code": str, "message": str, "hint": str}, ("path",)),
    "record": (
        {"n": int, "id": str, "kind": str, "path": str, "line": int, "column": int, "sound": int, "usable": int,
         "country": str, "status": str},
        ("id", "path"),
    ),
    "link": (
        {"n": int, "path": str, "line": int, "column": int, "field": str, "target": str, "kinds": str, "sure": int},
        ("target", "n"),
    ),
    "term": ({"n": int, "role": str, "concept": str, "guessed": int, "text": str}, ("concept", "n")),
    "source": ({"n": int, "id": str, **{f.name: str for f in shapes.SOURCE}}, ("id",)),
    "concept": ({"n": int, "id": str, "parent": str, "label": str, "nace": str, "words": str, "clues": str}, ()),
    "word": ({"n": int, "folded": str, "concept": str}, ("folded", "n")),
    "lexicon": ({"key": str, "words": str, "numbers": bytes}, ()),
    "relation": ({"n": int, "source": str, "kind": str, "target": str, "strength": float, "reason": str}, ()),
}  # fmt: skip


def row_fields() -> dict[str, tuple[Field, ...]]:
    """The tables made of lists inside records (milestones, partners): name -> fields of an entry."""
    return {f.rows: f.parts for kind in kinds.KINDS for f in kind.fields if f.rows and f.parts}


def kind_columns(kind: kinds.Kind) -> list[str]:
    """The columns of a kind's table after `n`: its fields in order, a text's languages and sources by field beside."""
    names: list[str] = []
    for field in kind.fields:
        names.append(field.name)
        if isinstance(field.type, Beside):
            names.append(field.name + field.type.beside)
    return names


def tables() -> dict[str, tuple[Columns, tuple[str, ...]]]:
    """All tables: name -> (columns, indexed columns)."""
    of_kinds: dict[str, tuple[Columns, tuple[str, ...]]] = {
        kind.name: ({"n": int, **dict.fromkeys(kind_columns(kind), str)}, ("id",)) for kind in kinds.KINDS
    }
    of_rows: dict[str, tuple[Columns, tuple[str, ...]]] = {
        name: ({"n": int, "position": int, **dict.fromkeys((f.name for f in fields), str)}, ("n",))
        for name, fields in row_fields().items()
    }
    return _FIXED | of_kinds | of_rows


@cache
def fingerprint() -> str:
    """What an index depends on beside the catalogue: a checksum of the schema and the code that reads and writes."""
    package = Path(__file__).parents[1]
    checksum = 0
    for folder in ("records", "catalogue", "index"):
        for file in sorted(package.joinpath(folder).glob("*.[pc][ys]*")):
            checksum = zlib.crc32(file.read_bytes(), checksum)
    return f"{checksum:08x}"


def create(connection: sqlite3.Connection) -> None:
    """Make all tables anew, inside the transaction that is open."""
    import sqlite_utils

    drop(connection)
    database = sqlite_utils.Database(connection)
    for name, (columns, indexed) in tables().items():
        keys = {"meta": "key", "file": "path", "lexicon": "key"}
        table = database.table(name).create(
            columns, pk=keys.get(name, "n" if "n" in columns and _single(name) else None)
        )
        for column in indexed:
            table.create_index([column])
    connection.execute(
        "CREATE VIRTUAL TABLE search USING fts5(name, loose, text, tokenize = 'unicode61', prefix = '2 3')"
    )
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _single(table: str) -> bool:
    """Whether a table holds one row a record at most."""
    return table not in ("link", "term", "word") and table not in row_fields()


def speak(connection: sqlite3.Connection, tags: Sequence[str]) -> None:
    """Have every name and text answer in the first of some languages that it has, for this connection only.

    Views of the same names stand before the tables, so that no question needs to know.
    """
    spoken = ", ".join(f"""json_extract({{0}}{LANGUAGES}, '$."{tag}"')""" for tag in tags)
    for kind in kinds.KINDS:
        texts = {field.name for field in kind.fields if isinstance(field.type, Words)}
        columns = ", ".join(
            f"coalesce({spoken}, {{0}}) AS {{0}}".format(name) if name in texts else name for name in kind_columns(kind)
        )
        connection.execute(f"CREATE TEMP VIEW {kind.name} AS SELECT n, {columns} FROM main.{kind.name}")


def drop(connection: sqlite3.Connection) -> None:
    """Drop whatever tables there are."""
    made = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY sql NOT LIKE '%VIRTUAL%'"
    )
    for (name,) in made.fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"DROP TABLE IF EXISTS {quoted}")
