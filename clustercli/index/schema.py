"""The tables of the index, made from the declaration of the kinds; SQLite only keeps what YAML says."""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from clustercli.records import kinds, shapes
from clustercli.records.fields import Beside, Field, Words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

APPLICATION_ID = 0x636C7573  # "clus"
ENTRY_TEXTS = ("title", "name", "place", "note", "outcome")  # what is searched in milestones and partners
CONTACT = ("role", "purpose", "delete_after", "review_by")
LANGUAGES = Words.beside  # the column beside a text that may stand in several languages: language -> text

_WORDS_AT_ONCE = 8_000_000  # bytes of words that wait to be written: the more, the fewer parts there are to be joined

Columns: TypeAlias = dict[str, str]

_NUMBERED = {"n": "INTEGER PRIMARY KEY"}  # `n` is the number of a record in this index
_OF_RECORD = {"n": "INTEGER"}
_PLACE = {"line": "INTEGER", "column": "INTEGER"}

_FIXED: dict[str, tuple[Columns, tuple[str, ...]]] = {
    # table: (columns, indexed columns); files go by their number in other tables, where paths would fill a tenth
    "meta": ({"key": "TEXT PRIMARY KEY", "value": "TEXT"}, ()),
    "file": (
        {"path": "TEXT UNIQUE", "role": "TEXT", "size": "INTEGER", "mtime": "INTEGER", "ctime": "INTEGER",
         "inode": "INTEGER", "number": "INTEGER PRIMARY KEY"},
        (),
    ),
    "problem": (
        {"path": "TEXT", **_PLACE, "code": "TEXT", "message": "TEXT", "hint": "TEXT",
         "n": "INTEGER"},  # of the record that a problem between records makes unusable
        ("path", "n"),
    ),
    "record": (
        {**_NUMBERED, "id": "TEXT", "kind": "TEXT", "file": "INTEGER", **_PLACE, "sound": "INTEGER",
         "usable": "INTEGER", "country": "TEXT", "status": "TEXT"},
        ("id", "file"),
    ),
    "link": (
        {**_OF_RECORD, **_PLACE, "field": "TEXT", "target": "TEXT", "kinds": "TEXT", "sure": "INTEGER"},
        ("target", "n"),
    ),
    "guess": ({**_OF_RECORD, "role": "TEXT", "position": "INTEGER", "concept": "TEXT"}, ("n",)),
    # what `match --all` found: the best partners of each organisation, and what that was made from
    "best": ({**_OF_RECORD, "place": "INTEGER", "partner": "INTEGER", "tenths": "INTEGER"}, ("n", "partner")),
    "matched": ({**_NUMBERED, "id": "TEXT", "checksum": "INTEGER", "history": "TEXT"}, ("id",)),
    # of contacts only what tells when they are to go; all else is read from the files, where it is asked for
    "contact": ({**_OF_RECORD, "claimed": "INTEGER", **dict.fromkeys(CONTACT, "TEXT")}, ("n",)),
    "odd": (_NUMBERED, ()),  # records with a text that cannot stand in a spreadsheet as it is
    "source": ({**_NUMBERED, "id": "TEXT", **{f.name: "TEXT" for f in shapes.SOURCE}}, ("id",)),
    "concept": (
        {**_NUMBERED, "id": "TEXT", "parent": "TEXT", "label": "TEXT", "nace": "TEXT", "words": "TEXT",
         "clues": "TEXT"},
        (),
    ),
    # without the records: where a concept changes, all are read anew
    "word": ({"folded": "TEXT", "concept": "TEXT"}, ("folded",)),
    "lexicon": ({"key": "TEXT PRIMARY KEY", "words": "TEXT", "numbers": "BLOB"}, ()),
    "relation": (
        {**_NUMBERED, "source": "TEXT", "kind": "TEXT", "target": "TEXT", "strength": "REAL", "reason": "TEXT"},
        (),
    ),
}  # fmt: skip


_VIEWS = {
    # the records that links can name
    "named": "SELECT n, id, kind, path, line, column, file FROM record JOIN file ON number = file"
    " WHERE id <> '' AND kind NOT IN ('concept', 'relation', 'catalogue', 'policy')",
    # the links, with what a message tells of them; `own` is the id of the record, where links can name it
    "reference": "SELECT n, iif(kind IN ('concept', 'relation', 'catalogue', 'policy'), '', id) AS own, path, l.line,"
    " l.column, field, target, kinds, sure, l.rowid AS number"
    " FROM link l JOIN record USING (n) JOIN file f ON f.number = file",
    # the problems of successors that lead back to where they began
    "circle": "SELECT n FROM problem WHERE n IS NOT NULL AND code = 'L004'"
    " AND message LIKE 'successor: % leads back to %'",
}


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
        kind.name: (_NUMBERED | dict.fromkeys(kind_columns(kind), "TEXT"), ("id",)) for kind in kinds.KINDS
    }
    of_rows: dict[str, tuple[Columns, tuple[str, ...]]] = {
        name: (
            _OF_RECORD | {"position": "INTEGER"} | dict.fromkeys((f.name for f in fields), "TEXT"),
            ("n", *(f.name for f in fields if f.name == "organisation")),
        )
        for name, fields in row_fields().items()
    }
    return _FIXED | of_kinds | of_rows


@cache
def _code() -> list[tuple[str, int, int, int, int]]:
    """The files of the code that reads and writes: path, size, times of change, inode."""
    files: list[tuple[str, int, int, int, int]] = []
    for folder in ("records", "catalogue", "index"):
        with suppress(OSError), os.scandir(Path(__file__).parents[1] / folder) as entries:  # frozen, there is none
            for entry in entries:
                if entry.name.endswith((".py", ".pyc")):
                    info = entry.stat()
                    files.append((entry.path, info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino))
    return sorted(files)


def code_stamp() -> str:
    """A checksum of how the files of that code lie there, none of them read: while it is the same, so are they.

    It differs between two installations of one version: then the fingerprint decides.
    """
    return f"{zlib.crc32(repr(_code()).encode()):08x}"


@cache
def fingerprint() -> str:
    """What an index depends on beside the catalogue: a checksum of the schema and the code that reads and writes."""
    checksum = 0
    for path, *_ in _code():
        checksum = zlib.crc32(Path(path).read_bytes(), checksum)
    return f"{checksum:08x}"


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether what a connection leads to is an index of ours, of this version, with nothing in it that runs by itself
    but our views.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return False
    made_by = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('code', 'fingerprint')"))
    if made_by.get("code") != code_stamp() and made_by.get("fingerprint") != fingerprint():
        return False
    views = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchall()
    ours = [(view, f"CREATE VIEW {view} AS {select}") for view, select in _VIEWS.items()]
    return sorted(views) == sorted(ours)


def create(connection: sqlite3.Connection) -> None:
    """Make all tables anew, inside the transaction that is open; `complete` adds what is made quicker afterwards."""
    drop(connection)
    for table, (columns, _) in tables().items():
        names = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
        connection.execute(f"CREATE TABLE {table} ({names})")
    for view, select in _VIEWS.items():
        connection.execute(f"CREATE VIEW {view} AS {select}")
    # The words alone: the texts stand in the tables of the kinds. Beginnings of words are looked up in the words
    # themselves, which lie in order; an index of beginnings would take half as much again, and serve one length only.
    connection.execute(
        "CREATE VIRTUAL TABLE search USING fts5(name, loose, text, content = '', tokenize = 'unicode61')"
    )
    connection.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (_WORDS_AT_ONCE,))
    connection.execute(
        "CREATE TABLE posting (trait TEXT, chunk INTEGER, bits BLOB, PRIMARY KEY (trait, chunk)) WITHOUT ROWID"
    )
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def complete(connection: sqlite3.Connection) -> None:
    """Put the words in order and index the columns that are asked for, of tables that are filled."""
    from sqlite_utils import Database  # late: only a load made anew comes here

    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    made = Database(connection)
    for table, (_, indexed) in tables().items():
        for column in indexed:
            made.table(table).create_index([column], f"{table}_by_{column}")
    connection.execute("CREATE INDEX record_left_out ON record (n) WHERE NOT usable")


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
    """Drop whatever tables and views there are."""
    views = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    for (name,) in views:
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"DROP VIEW {quoted}")
    made = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY sql NOT LIKE '%VIRTUAL%'"
    )
    for (name,) in made.fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"DROP TABLE IF EXISTS {quoted}")
