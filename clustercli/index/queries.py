"""Questions to the index. Rows come back as plain maps of column -> value; only usable records answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from clustercli.errors import Problem
from clustercli.index import cells, postings, schema
from clustercli.records import kinds, traits
from clustercli.records.fields import STRUCTURED, Beside, lists_of
from clustercli.records.fold import words
from clustercli.records.scalars import FORMER
from clustercli.records.vocabulary import Concept, Relation, Vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from clustercli.records.fields import Field

Row: TypeAlias = dict[str, Any]
AMONG = "SELECT value FROM json_each(?)"  # of numbers or ids, however many


def marks(values: Collection[Any]) -> str:
    """As many question marks as there are values, for IN (...)."""
    return ", ".join("?" * len(values))


def decode(fields: Iterable[Field], row: Row) -> Row:
    """The values of a row as they were read: what stands as JSON becomes lists and maps again."""
    for field in fields:
        value = row.get(field.name)
        if value is not None and isinstance(field.type, STRUCTURED):
            row[field.name] = cells.read(value)
        if isinstance(field.type, Beside) and (many := row.get(beside := field.name + field.type.beside)) is not None:
            row[beside] = cells.read(many)
    return row


def plain_texts(value: Any) -> list[str]:
    """All texts of a value: itself, its languages, its items."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [value["text"]] if "text" in value else [v for k, v in value.items() if k != "concept"]
    texts: list[str] = []
    for item in value:
        if isinstance(item, str):
            texts.append(item)
        elif isinstance(item, dict) and "text" in item:
            texts.append(item["text"])
        else:
            texts += plain_texts(item)
    return texts


def as_rows(cursor: sqlite3.Cursor) -> Iterator[Row]:
    """The rows of an answer as maps of column -> value."""
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


# -- the catalogue as a whole


def vocabulary(connection: sqlite3.Connection) -> Vocabulary:
    """All concepts, in the order of their files."""
    rows = connection.execute("SELECT id, parent, nace, words, clues FROM concept ORDER BY n")
    return Vocabulary(
        Concept(id_, parent, tuple(cells.loads(nace)), cells.loads(names), cells.loads(clues))
        for id_, parent, nace, names, clues in rows
    )


def tree(connection: sqlite3.Connection) -> Vocabulary:
    """The concepts without their words, but for the English label: what matching needs, and quick to read."""
    rows = connection.execute("SELECT id, parent, label FROM concept ORDER BY n")
    return Vocabulary(Concept(id_, parent, (), {"en": [label]}) for id_, parent, label in rows)


def concepts_named(connection: sqlite3.Connection, word: str) -> list[str]:
    """The concepts that a word or an id names, in any language and either script."""
    rows = connection.execute(
        "SELECT DISTINCT concept FROM word WHERE folded = ? ORDER BY rowid", (" ".join(words(word)),)
    )
    return [concept for (concept,) in rows]


def relations(connection: sqlite3.Connection) -> list[Relation]:
    """All relations between concepts."""
    rows = connection.execute("SELECT source, kind, target, strength, reason FROM relation ORDER BY n")
    return [Relation(*row) for row in rows]


def meta(connection: sqlite3.Connection, key: str) -> Row:
    """What catalogue.yaml ('catalogue') or match.yaml ('policy') says; empty where it cannot be read."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return dict(cells.loads(row[0])) if row else {}


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many usable records of each kind there are."""
    lookup = postings.reader(connection)
    everyone = postings.usable(connection, lookup)
    return {kind.plural: (everyone & lookup(f"kind {kind.name}")).bit_count() for kind in kinds.KINDS}


def countries(connection: sqlite3.Connection) -> list[str]:
    """The countries that have a usable record."""
    lookup = postings.reader(connection)
    everyone = postings.usable(connection, lookup)
    return [code for code in postings.values(connection, "country") if everyone & lookup(f"country {code}")]


def problems(connection: sqlite3.Connection) -> list[Problem]:
    """All problems of all files, in order of place; no warnings."""
    return [problem for problem in findings(connection) if not problem.is_warning]


def findings(connection: sqlite3.Connection) -> list[Problem]:
    """All problems and warnings of all files, in order of place."""
    rows = connection.execute(
        "SELECT path, line, column, code, message, hint FROM problem ORDER BY path, line, column, code, message"
    )
    return [Problem(*row) for row in rows]


def unusable(connection: sqlite3.Connection, names: Collection[str]) -> int:
    """How many records of some kinds are left out of answers."""
    row = connection.execute(
        f"SELECT count(*) FROM record WHERE NOT usable AND kind IN ({marks(names)})", tuple(names)
    ).fetchone()
    return int(row[0])


def unreadable(connection: sqlite3.Connection, names: Collection[str]) -> list[str]:
    """Files that hold, or may hold, records of some kinds and have a fault which no record accounts for."""
    rows = connection.execute(
        "SELECT DISTINCT path FROM problem LEFT JOIN file USING (path) WHERE substr(code, 1, 1) IN ('F', 'Y')"
        f" AND (role IS NULL OR role IN ({marks(names)})) ORDER BY path",
        tuple(names),
    )
    return [path for (path,) in rows]


# -- records


def kind_of(connection: sqlite3.Connection, id_: str) -> tuple[str, str, int, bool] | None:
    """(kind, path, line, usable) of a record, or None."""
    names = [kind.name for kind in kinds.KINDS]
    row = connection.execute(
        "SELECT kind, path, line, usable FROM record JOIN file ON number = file"
        f" WHERE id = ? AND kind IN ({marks(names)}, '') ORDER BY usable DESC, n LIMIT 1",
        (id_, *names),
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2], bool(row[3]))


def renamed(connection: sqlite3.Connection, former: str) -> str | None:
    """The id that a record has now which had another one before."""
    row = connection.execute(
        "SELECT r.id FROM link l JOIN record r USING (n) WHERE l.target = ? AND l.kinds = ?"
        " ORDER BY r.usable DESC, n LIMIT 1",
        (former, FORMER),
    ).fetchone()
    return None if row is None else str(row[0])


def ids(connection: sqlite3.Connection, names: Collection[str] = ()) -> list[str]:
    """The ids of all usable records of some kinds (all kinds where none is named)."""
    wanted = names or [kind.name for kind in kinds.KINDS]
    rows = connection.execute(
        f"SELECT id FROM record WHERE usable AND kind IN ({marks(wanted)}) ORDER BY id", tuple(wanted)
    )
    return [id_ for (id_,) in rows]


def record(connection: sqlite3.Connection, kind: kinds.Kind, id_: str) -> Row:
    """All values of one usable record, in the order of the declaration, without empty ones."""
    rows = connection.execute(
        f"SELECT k.* FROM {kind.name} k JOIN record r USING (n) WHERE k.id = ? AND r.usable", (id_,)
    )
    row = decode(kind.fields, next(as_rows(rows)))
    del row["n"]
    return {name: value for name, value in row.items() if value is not None}


def lies_in(kind: kinds.Kind) -> Iterator[str]:
    """The conditions under which a record has to do with some countries: its own, those it names, its partners'."""
    if kind.field("country"):
        yield "r.country IN ({0})"
    if kind.field("countries"):
        yield "EXISTS (SELECT 1 FROM json_each(" + cells.as_json("k.countries") + ") WHERE value IN ({0}))"
    for table in (f.rows for f in lists_of(kind.fields, "organisation", "country") if f.rows):
        yield (
            f"EXISTS (SELECT 1 FROM {table} p LEFT JOIN record o ON o.id = p.organisation"
            " WHERE p.n = k.n AND coalesce(p.country, o.country) IN ({0}))"
        )


def match_query(tokens: Sequence[str], joint: str, column: str = "") -> str:
    """An FTS5 expression: every token quoted; longer ones match as beginnings too, whole words weighing more."""
    parts = [f'("{token}" OR "{token}"*)' if len(token) > 2 else f'"{token}"' for token in tokens]
    return f"{column}({f' {joint} '.join(parts)})" if parts else ""


def _few(connection: sqlite3.Connection, kind: kinds.Kind, countries: Collection[str], limit: int) -> list[int] | None:
    """The numbers of a kind's records in some countries, where looking these up costs less than to walk through all by
    id, which ends at the limit.
    """
    lookup = postings.reader(connection)
    of_kind, there = lookup(f"kind {kind.name}"), 0
    for country in countries:
        there |= of_kind & lookup(f"country {country}")
    found = there.bit_count()
    if 0 <= limit * of_kind.bit_count() < found * found:
        return None
    return traits.numbers(there)


def listing(
    connection: sqlite3.Connection,
    kind: kinds.Kind,
    countries: Collection[str] = (),
    concepts: Collection[str] | None = None,
    status: str = "",
    text: str = "",
    limit: int = -1,
) -> Iterator[Row]:
    """The usable records of a kind that meet all conditions, by id."""
    where, values = ["r.usable"], list[Any]()
    if countries:
        places = [condition.format(marks(countries)) for condition in lies_in(kind)] or ["0"]
        where.append(f"({' OR '.join(places)})")
        values += [country for _ in lies_in(kind) for country in countries]
        few = _few(connection, kind, countries, limit) if len(places) == 1 and kind.field("country") else None
        if few is not None:
            where.append(f"k.n IN ({AMONG})")
            values.append(json.dumps(few))
    if concepts is not None:
        where.append(f"k.n IN ({AMONG})")
        values.append(json.dumps(postings.working_in(connection, concepts)))
    if status:
        where.append("r.status = ?")
        values.append(status)
    if text:
        where.append("k.n IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(match_query(words(text), "AND") or '""')
    rows = connection.execute(
        f"SELECT k.* FROM {kind.name} k JOIN record r USING (n) WHERE {' AND '.join(where)} ORDER BY k.id LIMIT ?",
        (*values, limit),
    )
    return (decode(kind.fields, row) for row in as_rows(rows))


def entries(connection: sqlite3.Connection, table: str, owner: str = "") -> Iterator[Row]:
    """The rows of a table of entries (milestones, partners), with the id of the record that each belongs to."""
    fields = schema.row_fields()[table]
    names = ", ".join(f"t.{f.name}" for f in fields)
    rows = connection.execute(
        f"SELECT r.id AS record, {names} FROM {table} t JOIN record r USING (n)"
        " WHERE r.usable AND (? = '' OR r.id = ?) ORDER BY r.id, t.position",
        (owner, owner),
    )
    return (decode(fields, row) for row in as_rows(rows))


def names(connection: sqlite3.Connection, wanted: Collection[str]) -> dict[str, str]:
    """The names of records by id, for those that are known."""
    found: dict[str, str] = {}
    for kind in kinds.KINDS if wanted else ():
        found |= connection.execute(
            f"SELECT id, name FROM {kind.name} WHERE id IN ({marks(wanted)})", tuple(wanted)
        ).fetchall()
    return found


def decided(connection: sqlite3.Connection) -> set[frozenset[str]]:
    """The pairs of ids of which a record says that they are one organisation, or two."""
    rows = connection.execute(
        "SELECT r.id, l.target FROM link l JOIN record r USING (n) WHERE l.field IN ('same_as', 'different_from')"
    )
    return {frozenset(pair) for pair in rows}


def sources(connection: sqlite3.Connection, wanted: Collection[str]) -> dict[str, Row]:
    """The entries of sources.yaml by id."""
    rows = connection.execute(f"SELECT * FROM source WHERE id IN ({marks(wanted)})", tuple(wanted))
    return {row["id"]: row for row in as_rows(rows)}


def members(connection: sqlite3.Connection, id_: str) -> list[str]:
    """The ids of the usable records that say they belong to a cluster or an association."""
    rows = connection.execute(
        "SELECT r.id FROM link l JOIN record r USING (n) WHERE l.field = 'member_of' AND l.target = ? AND r.usable"
        " ORDER BY r.id",
        (id_,),
    )
    return [member for (member,) in rows]


def by_number(connection: sqlite3.Connection, kind_name: str, n: int) -> Row:
    """All values of one record by its number."""
    kind = kinds.BY_NAME[kind_name]
    return decode(kind.fields, next(as_rows(connection.execute(f"SELECT * FROM {kind.name} WHERE n = ?", (n,)))))
