"""Records -> rows: replaces what the index holds of a file, and settles what only all files together can tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clustercli.catalogue import links
from clustercli.index import schema
from clustercli.index.queries import plain_texts
from clustercli.records import kinds, shapes
from clustercli.records.fields import Beside
from clustercli.records.fold import fold, loose
from clustercli.records.vocabulary import Concept, Vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from clustercli.catalogue.scan import Found
    from clustercli.catalogue.validate import Content, Record
    from clustercli.errors import Problem
    from clustercli.records.lexicon import Packed
    from clustercli.records.linker import Linker

ENTRY_TEXTS = ("title", "name", "place", "note", "outcome")  # what is searched in milestones and partners
_BY_RECORD = ("link", "term", "word", "search", "source", "concept", "relation")


def dump(value: Any) -> str:
    """JSON text as it stands in a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def forget(connection: sqlite3.Connection, path: str) -> None:
    """Delete all rows that came from a file."""
    mine = "SELECT n FROM record WHERE path = ?"
    connection.execute("DELETE FROM meta WHERE key IN (SELECT kind FROM record WHERE path = ?)", (path,))
    for table in (*_BY_RECORD, *(kind.name for kind in kinds.KINDS), *schema.row_fields()):
        key = "rowid" if table == "search" else "n"
        connection.execute(f"DELETE FROM {table} WHERE {key} IN ({mine})", (path,))
    for table in ("record", "problem", "file"):
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def store(connection: sqlite3.Connection, found: Found, content: Content, linker: Linker) -> None:
    """Insert a file, its problems and its records."""
    _insert(connection, "file", [(found.path, found.role, found.size, found.mtime, found.ctime, found.inode)])
    problems(connection, content.problems)
    for record in content.records:
        _record(connection, content.path, record, linker)


def problems(connection: sqlite3.Connection, found: Iterable[Problem]) -> None:
    """Insert problems."""
    rows = [(p.path, p.line, p.column, p.code, p.message, p.hint) for p in found]
    _insert(connection, "problem", rows)


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _record(connection: sqlite3.Connection, path: str, record: Record, linker: Linker) -> None:
    sound = int(record.sound)
    cursor = connection.execute(
        "INSERT INTO record (id, kind, path, line, column, sound, usable, country, status)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (record.id, record.kind, path, record.line, record.column, sound, sound, record.values.get("country"),
         record.values.get("status")),
    )  # fmt: skip
    n = cursor.lastrowid or 0
    _insert(
        connection,
        "link",
        [
            (n, path, link.line, link.column, link.field, link.target, ",".join(link.kinds), int(link.sure))
            for link in record.links
        ],
    )
    if record.kind == "concept" and record.id:  # a bad one stays known, or all records that name it would be bad too
        _concept_rows(connection, n, record.id, record.values)
    if not record.sound or record.kind == "concept":
        return
    values = record.values
    kind = next((k for k in kinds.KINDS if k.name == record.kind), None)
    if kind is not None:
        _kind_rows(connection, kind, n, values, linker)
    elif record.kind == "source":
        _insert(connection, "source", [(n, record.id, *(values.get(f.name) for f in shapes.SOURCE))])
    elif record.kind == "relation":
        strength = float(values["strength"])
        row = (n, values["from"], values["kind"], values["to"], strength, values["reason"])
        _insert(connection, "relation", [row])
    else:
        meta(connection, {record.kind: dump(values)})


def _concept_rows(connection: sqlite3.Connection, n: int, id_: str, values: dict[str, Any]) -> None:
    concept = Concept(
        id_, values.get("parent", ""), tuple(values.get("nace", ())), values.get("words", {}), values.get("clues", {})
    )
    row = (n, concept.id, concept.parent, concept.label, *map(dump, concept[2:]))
    _insert(connection, "concept", [row])
    folded = dict.fromkeys(fold(word) for word, _, _ in Vocabulary([concept]).words())
    _insert(connection, "word", [(n, word, concept.id) for word in folded if word])


def lexicon(connection: sqlite3.Connection, words: Mapping[str, Packed]) -> None:
    """Insert the words that texts are linked by."""
    _insert(connection, "lexicon", [(key, *packed) for key, packed in words.items()])


def meta(connection: sqlite3.Connection, values: dict[str, str]) -> None:
    """Set facts about the index as a whole."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _kind_rows(
    connection: sqlite3.Connection, kind: kinds.Kind, n: int, values: dict[str, Any], linker: Linker
) -> None:
    row: list[Any] = [n]
    names: list[str] = []
    texts: list[str] = []
    terms: list[tuple[int, str, str, int, str]] = []
    for field in kind.fields:
        value = values.get(field.name)
        plain, *beside = field.type.split(value) if isinstance(field.type, Beside) else (value,)
        row += [_cell(plain), *map(_cell, beside)]
        if value is None:
            continue
        if field.search:
            (names if field.search == "name" else texts).extend(plain_texts(value))
        if field.term:
            terms += _terms(n, field.term, value, linker)
        if field.rows:
            columns = [f.name for f in schema.row_fields()[field.rows]]
            _insert(
                connection,
                field.rows,
                [
                    (n, position, *(_cell(entry.get(column)) for column in columns))
                    for position, entry in enumerate(value)
                ],
            )
            texts.extend(entry[c] for entry in value for c in ENTRY_TEXTS if c in entry)
    _insert(connection, kind.name, [tuple(row)])
    _insert(connection, "term", terms)
    name_text = " ".join([fold(values["id"]), *map(fold, names)])
    connection.execute(
        "INSERT INTO search (rowid, name, loose, text) VALUES (?, ?, ?, ?)",
        (n, name_text, loose(" ".join([*names, str(values.get("city", ""))])), " ".join(map(fold, texts))),
    )


def _cell(value: Any) -> str | None:
    """A value as it stands in a column: text as it is, all else as JSON."""
    return value if value is None or isinstance(value, str) else dump(value)


def _terms(n: int, role: str, value: list[Any], linker: Linker) -> list[tuple[int, str, str, int, str]]:
    """(record, role, concept, guessed, text) of a list of concepts or items; text without a concept is linked."""
    rows: list[tuple[int, str, str, int, str]] = []
    for item in value:
        if isinstance(item, str):
            rows.append((n, role, item, 0, ""))
        elif concept := item.get("concept"):
            rows.append((n, role, concept, 0, item.get("text", "")))
        elif guess := linker.guess(item["text"]):
            rows.append((n, role, guess, 1, item["text"]))
    return rows


def settle(connection: sqlite3.Connection) -> None:
    """Check what concerns several files (equal ids, links), and mark which records can be used."""
    connection.execute("DELETE FROM problem WHERE code LIKE 'L%'")
    faults, unusable = links.check(
        connection.execute("SELECT n, id, kind, path, line, column FROM record WHERE id <> '' ORDER BY path, line"),
        connection.execute(
            "SELECT n, path, line, column, field, target, kinds, sure FROM link ORDER BY path, line, column, rowid"
        ),
    )
    problems(connection, faults)
    connection.execute("UPDATE record SET usable = sound WHERE usable <> sound")
    connection.executemany("UPDATE record SET usable = 0 WHERE n = ?", [(n,) for n in unusable])
