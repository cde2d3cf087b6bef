"""Questions about what the catalogue rests on: values with sources, entries of sources.yaml, what is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustercli.index import queries, schema
from clustercli.index.queries import Row, decode, marks
from clustercli.records import kinds
from clustercli.records.fields import Beside
from clustercli.records.groups import CONTACTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence


def values(
    connection: sqlite3.Connection,
    kind: kinds.Kind,
    fields: Collection[str] = (),
    *,
    holding: str = "",
    ids: Collection[str] = (),
    countries: Collection[str] = (),
) -> Iterator[Row]:
    """The values of some fields (all, if none is named) of the usable records of a kind, by id, without empty ones.

    `holding` names a field that the records must have; `ids` and `countries` those that are wanted, where given.
    """
    wanted = [f for f in kind.fields if not fields or f.name in fields]
    columns = [f"k.{f.name}" for f in wanted]
    columns += [f"k.{f.name}{f.type.beside}" for f in wanted if isinstance(f.type, Beside)]
    where, bound = ["r.usable"], list[Any]()
    if holding:
        where += [f"k.{f.name} IS NOT NULL" for f in kind.fields if f.name == holding] or ["0"]
    if ids:
        where.append(f"k.id IN ({marks(ids)})")
        bound += ids
    if countries:
        places = [condition.format(marks(countries)) for condition in queries.lies_in(kind)] or ["0"]
        where.append(f"({' OR '.join(places)})")
        bound += [country for _ in queries.lies_in(kind) for country in countries]
    names = ", ".join(columns)
    rows = connection.execute(
        f"SELECT {names} FROM {kind.name} k JOIN record r USING (n) WHERE {' AND '.join(where)} ORDER BY k.id", bound
    )
    for row in queries.as_rows(rows):
        yield {name: value for name, value in decode(wanted, row).items() if value is not None}


def all_sources(connection: sqlite3.Connection) -> dict[str, Row]:
    """All usable entries of sources.yaml by id, in the order of the file."""
    rows = connection.execute("SELECT s.* FROM source s JOIN record r USING (n) WHERE r.usable ORDER BY n")
    return {row["id"]: row for row in queries.as_rows(rows)}


def checked(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, str]:
    """When each of some records was last checked; those never checked are left out."""
    found: dict[str, str] = {}
    wanted = tuple(ids)
    for kind in kinds.KINDS:
        if kind.field("checked"):
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                found |= connection.execute(
                    f"SELECT id, checked FROM {kind.name} WHERE checked IS NOT NULL AND id IN ({marks(part)})", part
                ).fetchall()
    return found


_AT_ONCE = 500  # values bound in one statement


def filled(
    connection: sqlite3.Connection, kind: kinds.Kind, ids: Collection[str] = ()
) -> Iterator[tuple[int, str, Sequence[bool]]]:
    """(number, country, whether each field of the kind is filled) of the usable records of a kind."""
    names = ", ".join(f"k.{f.name} IS NOT NULL AND k.{f.name} <> char(30)" for f in kind.fields)
    where = ["r.usable", f"k.id IN ({marks(ids)})"] if ids else ["r.usable"]
    rows = connection.execute(
        f"SELECT k.n, r.country, {names} FROM {kind.name} k JOIN record r USING (n) WHERE {' AND '.join(where)}",
        tuple(ids),
    )
    having = {n for (n,) in connection.execute("SELECT n FROM contact WHERE NOT claimed")}
    place = [f.name for f in kind.fields].index(CONTACTS)  # which stands in no column
    return ((n, country or "", [*flags[:place], n in having, *flags[place + 1 :]]) for n, country, *flags in rows)


def contacts(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, Row]]:
    """(id, kind, file, what is known of it) of the contacts of usable records, those that others claim behind its own:
    no address or number is among it.
    """
    rows = connection.execute(
        "SELECT r.id AS id, r.kind AS kind, path, c.*"
        " FROM contact c JOIN record r USING (n) JOIN file f ON f.number = r.file"
        " WHERE r.usable ORDER BY path, r.line, c.rowid"
    )
    for row in queries.as_rows(rows):
        yield row["id"], row["kind"], row["path"], {name: row[name] for name in schema.CONTACT if row[name] is not None}


def number_of_contacts(connection: sqlite3.Connection, id_: str) -> int:
    """How many contacts a usable record has of its own."""
    row = connection.execute(
        "SELECT count(*) FROM contact JOIN record r USING (n) WHERE r.id = ? AND r.usable AND NOT claimed", (id_,)
    ).fetchone()
    return int(row[0])


def contact_sources(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The entries of sources.yaml that contacts name, by the id of the record."""
    found: dict[str, list[str]] = {}
    for id_, source in connection.execute("SELECT own, target FROM reference WHERE field = 'contacts.source'"):
        found.setdefault(id_, []).append(source)
    return found


def names(connection: sqlite3.Connection) -> dict[str, str]:
    """The names of all records by id."""
    found: dict[str, str] = {}
    for kind in kinds.KINDS:
        found |= connection.execute(f"SELECT id, name FROM {kind.name}").fetchall()
    return found
