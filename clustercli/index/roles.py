"""What an organisation has to do with other records: entries that name it, links to it, and what it says itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.index import queries, schema
from clustercli.records import kinds
from clustercli.records.scalars import FORMER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from clustercli.index.queries import Row

SAME, OTHER, MEMBER, SUCCESSOR = "same_as", "different_from", "member_of", "successor"
_NO_ROLE = (SAME, OTHER)  # decisions about the records, not roles


def entries(connection: sqlite3.Connection, id_: str) -> Iterator[Row]:
    """The entries of lists with roles (partners, parties) that name an organisation: {n, kind, field, role, note}."""
    for table in _with_roles():
        rows = connection.execute(
            f"SELECT t.n, r.kind, t.role, t.note FROM {table} t JOIN record r USING (n)"
            " WHERE r.usable AND t.organisation = ? ORDER BY t.n, t.position",
            (id_,),
        )
        yield from (row | {"field": table} for row in queries.as_rows(rows))


def _with_roles() -> list[str]:
    """The tables of entries that give an organisation a role."""
    return [
        name for name, fields in schema.row_fields().items() if {"organisation", "role"} <= {f.name for f in fields}
    ]


def projects(connection: sqlite3.Connection, id_: str) -> list[Row]:
    """The projects that an organisation has a part in, and its role in each, by their start."""
    found = []
    for entry in entries(connection, id_):
        if entry["kind"] == kinds.PROJECT.name:
            row = queries.by_number(connection, entry["kind"], entry["n"])
            shown = {name: row[name] for name in ("name", "acronym", "start", "end")}
            found.append({"project": row["id"], "name": "", "acronym": "", "role": entry["role"]} | shown)
    return sorted(found, key=lambda row: (row["start"] or "", row["project"]))


def links(connection: sqlite3.Connection, id_: str, kind: str) -> Iterator[Row]:
    """The fields of other records that name a record of some kind, each once: {n, kind, field}.

    Left out are entries with roles, former ids, what only a disputed claim says, and text that looks like the id but
    may mean no record of this kind.
    """
    rows = connection.execute(
        "SELECT DISTINCT r.n, r.kind, l.field, l.kinds FROM link l JOIN record r USING (n)"
        " WHERE r.usable AND l.target = ? AND r.id <> l.target ORDER BY r.n",
        (id_,),
    )
    covered = {field for table in _with_roles() for field in (table, f"{table}.organisation")}
    for row in queries.as_rows(rows):
        wanted = row.pop("kinds")
        told = row["field"] not in (*_NO_ROLE, *covered) and not row["field"].startswith("disputed.")
        if told and row["kind"] in kinds.BY_NAME and wanted != FORMER and (not wanted or kind in wanted.split(",")):
            yield row


def own_links(connection: sqlite3.Connection, id_: str) -> Iterator[Row]:
    """The usable records that a record itself belongs to or was succeeded by: {n, kind, field}."""
    rows = connection.execute(
        "SELECT DISTINCT t.n, t.kind, l.field FROM link l JOIN record r USING (n) JOIN record t ON t.id = l.target"
        " WHERE r.id = ? AND r.usable AND t.usable AND l.field IN (?, ?) ORDER BY l.field, t.id",
        (id_, MEMBER, SUCCESSOR),
    )
    return (row for row in queries.as_rows(rows) if row["kind"] in kinds.BY_NAME)


def same(connection: sqlite3.Connection, id_: str) -> list[str]:
    """The ids of the other records of the very same organisation, whichever of the two says so."""
    rows = connection.execute(
        "SELECT l.target FROM link l JOIN record r USING (n) WHERE l.field = ? AND r.usable AND r.id = ?"
        " UNION SELECT r.id FROM link l JOIN record r USING (n) WHERE l.field = ? AND r.usable AND l.target = ?",
        (SAME, id_, SAME, id_),
    )
    return [other for (other,) in rows]


def named_without_id(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(record, name) of the entries with roles that give an organisation by its name only."""
    for table in _with_roles():
        yield from connection.execute(
            f"SELECT r.id, t.name FROM {table} t JOIN record r USING (n)"
            " WHERE r.usable AND t.organisation IS NULL AND t.name IS NOT NULL ORDER BY r.id, t.position"
        )
