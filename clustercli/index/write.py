"""Records -> rows: replaces what the index holds of a file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.index import postings, schema
from clustercli.index.cells import cell, dump, harmless
from clustercli.index.queries import as_rows, decode, plain_texts
from clustercli.records import kinds, shapes, traits
from clustercli.records.fields import Beside
from clustercli.records.fold import fold_all, loosened
from clustercli.records.groups import CONTACTS
from clustercli.records.vocabulary import Concept, Vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from clustercli.catalogue.scan import Found
    from clustercli.catalogue.validate import Content, Record
    from clustercli.errors import Problem
    from clustercli.index.postings import Collector
    from clustercli.records.fields import Field
    from clustercli.records.lexicon import Packed

    Guess = Callable[[str], str | None]  # the concept that a text most likely means

_BY_RECORD = ("link", "contact", "guess", "source", "concept", "relation", "odd")
_NO_WORD = "\x1f"  # stands between two texts, of which no word is made
_LINE_END = " \n"  # a loose key looks at the letter behind one: a space there is none

Row = tuple[Any, ...]
Term = tuple[str, str, bool]  # role, concept, guessed


def forget(connection: sqlite3.Connection, path: str) -> None:
    """Delete all rows that came from a file."""
    row = connection.execute("SELECT number FROM file WHERE path = ?", (path,)).fetchone()
    mine = "SELECT n FROM record WHERE file = ?"
    postings.forget(connection, [n for (n,) in connection.execute(mine, row)])
    connection.execute("DELETE FROM meta WHERE key IN (SELECT kind FROM record WHERE file = ?)", row)
    for kind in kinds.KINDS:
        rows = connection.execute(f"SELECT * FROM {kind.name} WHERE n IN ({mine})", row)
        records = [(values["n"], decode(kind.fields, values)) for values in as_rows(rows)]
        texts = _texts(((n, kind, _as_written(kind, values)) for n, values in records))
        connection.executemany(
            "INSERT INTO search (search, rowid, name, loose, text) VALUES ('delete', ?, ?, ?, ?)", texts
        )
    for table in (*_BY_RECORD, *(kind.name for kind in kinds.KINDS), *schema.row_fields()):
        connection.execute(f"DELETE FROM {table} WHERE n IN ({mine})", row)
    connection.execute("DELETE FROM record WHERE file = ?", row)
    for table in ("problem", "file"):
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def store(connection: sqlite3.Connection, found: Found, content: Content, guess: Guess, traits_: Collector) -> None:
    """Insert a file, its problems and its records: all rows of a table at once; their traits are gathered."""
    connection.execute(
        "INSERT INTO file (path, role, size, mtime, ctime, inode) VALUES (?, ?, ?, ?, ?, ?)",
        (found.path, found.role, found.size, found.mtime, found.ctime, found.inode),
    )
    file = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    problems(connection, content.problems)
    rows: dict[str, list[Row]] = {}
    searched: list[tuple[int, kinds.Kind, dict[str, Any]]] = []
    for record in content.records:
        n = traits_.number()
        if record.sound and record.kind in kinds.BY_NAME:
            rows.setdefault("contact", []).extend(_contacts(n, record.values))
        for table, row in _record(n, file, record):
            rows.setdefault(table, []).append(row)
        kind = kinds.BY_NAME.get(record.kind)
        if kind and record.sound:
            searched.append((n, kind, record.values))
            terms, guesses = _terms(n, kind, record.values, guess)
            rows.setdefault("guess", []).extend(guesses)
            traits_.add(n, traits.of(kind.name, record.values, terms))
    meta(connection, dict(rows.pop("meta", ())))
    for table, made in rows.items():
        _insert(connection, table, made)
    connection.executemany("INSERT INTO search (rowid, name, loose, text) VALUES (?, ?, ?, ?)", _texts(searched))


def problems(connection: sqlite3.Connection, found: Iterable[Problem], n: int | None = None) -> None:
    """Insert problems; those between records, of a record by its number."""
    rows = [(p.path, p.line, p.column, p.code, p.message, p.hint, n) for p in found]
    _insert(connection, "problem", rows)


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _record(n: int, file: int, record: Record) -> Iterator[tuple[str, Row]]:
    """(table, row) of all that the index holds of a record, but for its words."""
    values, sound = record.values, int(record.sound)
    place = (record.line, record.column)
    yield "record", (
        n, record.id, record.kind, file, *place, sound, sound, values.get("country"), values.get("status")
    )  # fmt: skip
    for link in record.links:
        yield "link", (n, link.line, link.column, link.field, link.target, ",".join(link.kinds), int(link.sure))
    if record.kind == "concept" and record.id:  # a bad one stays known, or all records that name it would be bad too
        yield from _concept_rows(n, record.id, values)
    if not record.sound or record.kind == "concept":
        return
    if kind := kinds.BY_NAME.get(record.kind):
        columns = _columns(kind)
        row, odd = _row(n, values, columns)
        yield kind.name, row
        if odd:
            yield "odd", (n,)
        yield from _entries(n, values, columns)
    elif record.kind == "source":
        yield "source", (n, record.id, *(values.get(f.name) for f in shapes.SOURCE))
    elif record.kind == "relation":
        strength = float(values["strength"])
        yield "relation", (n, values["from"], values["kind"], values["to"], strength, values["reason"])
    else:
        yield "meta", (record.kind, dump(values))


def _contacts(n: int, values: dict[str, Any]) -> list[Row]:
    """The rows of a record's contacts, which leave its values with all that others say of them: no index holds more."""
    found = [(contact, 0) for contact in values.pop(CONTACTS, ())]
    if CONTACTS in (disputed := values.get("disputed") or {}):
        found += [(contact, 1) for claim in disputed[CONTACTS] for contact in claim["value"]]
        values["disputed"] = {name: claims for name, claims in disputed.items() if name != CONTACTS} or None
    return [(n, claimed, *(contact.get(name) for name in schema.CONTACT)) for contact, claimed in found]


def _concept_rows(n: int, id_: str, values: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    concept = Concept(
        id_, values.get("parent", ""), tuple(values.get("nace", ())), values.get("words", {}), values.get("clues", {})
    )
    yield "concept", (n, concept.id, concept.parent, concept.label, *map(dump, concept[2:]))
    for word in dict.fromkeys(fold_all(word for word, _, _ in Vocabulary([concept]).words())):
        if word:
            yield "word", (word, concept.id)


def lexicon(connection: sqlite3.Connection, words: Mapping[str, Packed]) -> None:
    """Insert the words that texts are linked by."""
    _insert(connection, "lexicon", [(key, *packed) for key, packed in words.items()])


def meta(connection: sqlite3.Connection, values: dict[str, str]) -> None:
    """Set facts about the index as a whole."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


class _Columns(NamedTuple):
    """Where the values of a kind go: a record has few of its fields, and only these are looked at."""

    places: dict[str, int]  # of each field in a row
    beside: dict[str, Beside]  # types whose values take two columns
    searched: list[Field]
    terms: list[Field]
    entries: list[Field]
    width: int


@cache
def _columns(kind: kinds.Kind) -> _Columns:
    names = ["n", *schema.kind_columns(kind)]
    return _Columns(
        {field.name: names.index(field.name) for field in kind.fields},
        {field.name: field.type for field in kind.fields if isinstance(field.type, Beside)},
        [field for field in kind.fields if field.search or field.rows],
        [field for field in kind.fields if field.term],
        [field for field in kind.fields if field.rows],
        len(names),
    )


def _row(n: int, values: dict[str, Any], columns: _Columns) -> tuple[Row, bool]:
    """The row of a kind's table, and whether some text in it cannot stand in a spreadsheet as it is."""
    row: list[int | str | None] = [None] * columns.width
    row[0] = n
    harmful = False
    places, beside = columns.places, columns.beside
    for name, value in values.items():
        place = places[name]
        if isinstance(value, str):  # most are
            row[place] = value
            harmful = harmful or not harmless(value, value)
            continue
        parts = beside[name].split(value) if name in beside else (value,)
        for part in parts:
            row[place] = stored = cell(part)
            harmful = harmful or not harmless(part, stored)
            place += 1
        if len(parts) > 1 and isinstance(parts[1], dict):  # any of its texts may be the one to show
            harmful = harmful or not all(harmless(text, cell(text)) for text in parts[1].values())
    return tuple(row), harmful


def _entries(n: int, values: dict[str, Any], columns: _Columns) -> Iterator[tuple[str, Row]]:
    """(table, row) of the entries of lists that are tables of their own."""
    for field in columns.entries:
        parts = [part.name for part in schema.row_fields()[field.rows]]
        for position, entry in enumerate(values.get(field.name, ())):
            yield field.rows, (n, position, *(cell(entry.get(part)) for part in parts))


def _terms(n: int, kind: kinds.Kind, values: dict[str, Any], guess: Guess) -> tuple[list[Term], list[Row]]:
    """All that a record is, makes, offers and needs (as `traits.terms_in` finds it again), and the rows of the concepts
    that its texts are guessed to mean where they name none.
    """
    terms: list[Term] = []
    guesses: list[Row] = []
    for field in _columns(kind).terms:
        role = field.term
        for position, item in enumerate(values.get(field.name, ())):
            if isinstance(item, str):
                terms.append((role, item, False))
            elif "concept" in item:
                terms.append((role, item["concept"], False))
            elif concept := guess(item["text"]):
                terms.append((role, concept, True))
                guesses.append((n, role, position, concept))
    return terms, guesses


def _as_written(kind: kinds.Kind, row: dict[str, Any]) -> dict[str, Any]:
    """The values of a record as its file has them, of its row."""
    for field in kind.fields:
        if isinstance(field.type, Beside):
            row[field.name] = row[field.name + field.type.beside] or row[field.name]
    return row


def _texts(records: Iterable[tuple[int, kinds.Kind, dict[str, Any]]]) -> list[tuple[int, str, str, str]]:
    """(number, name, loose, text) of records as they are searched; folded at once, which is far quicker, those of plain
    letters apart, which is quicker still.
    """
    numbers: list[int] = []
    lines: list[str] = []
    for n, kind, values in records:
        names, texts = _searched(kind, values)
        numbers.append(n)
        others = [text for text in texts if not text.isascii()]
        plain = [text for text in texts if text.isascii()] if len(others) < len(texts) else []
        lines += [" ".join([*names, str(values.get("city") or "")]), _NO_WORD.join([values["id"], *names])]
        lines += [_NO_WORD.join(plain), _NO_WORD.join(others)]
    folded = fold_all(lines)
    keys = loosened(_LINE_END.join(folded[::4])).split(_LINE_END)
    texts = [f"{plain} {others}" for plain, others in zip(folded[2::4], folded[3::4], strict=True)]
    return list(zip(numbers, folded[1::4], keys, texts, strict=False))


def _searched(kind: kinds.Kind, values: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The names of a record, and its other texts that are searched."""
    names: list[str] = []
    texts: list[str] = []
    for field in _columns(kind).searched:
        value = values.get(field.name)
        if value is None:
            continue
        if field.search:
            (names if field.search == "name" else texts).extend(plain_texts(value))
        if field.rows:
            texts.extend(entry[name] for entry in value for name in schema.ENTRY_TEXTS if name in entry)
    return names, texts
