"""Questions to the index that matching asks: who works in what, what they offer and need, what they did together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from clustercli.index import cells
from clustercli.index.queries import AMONG, Row, as_rows, decode
from clustercli.records import kinds
from clustercli.records.traits import terms_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

TermRow: TypeAlias = "tuple[str, str, bool, str]"  # role, concept, guessed, text
PARTNERS = tuple(kind for kind in kinds.KINDS if kind.partners)
_FACTS = ("id", "name", "country", "status", "languages", "size", "employees", "members", "target_countries",
          "export_countries", "certificates", "place", "corporate_group", "member_of", "successor",
          "same_as")  # fmt: skip


def number(connection: sqlite3.Connection, id_: str) -> int:
    """The number of a usable record in this index."""
    return int(connection.execute("SELECT n FROM record WHERE id = ? AND usable", (id_,)).fetchone()[0])


def ids(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[str]:
    """The ids of records by their numbers, in this order."""
    rows = connection.execute(f"SELECT n, id FROM record WHERE n IN ({AMONG})", (json.dumps(list(numbers)),))
    known = dict(rows.fetchall())
    return [known[n] for n in numbers]


def numbers(connection: sqlite3.Connection, wanted: Iterable[str]) -> dict[str, int]:
    """The numbers of usable records by their ids, for those that are known."""
    rows = connection.execute(f"SELECT id, n FROM record WHERE usable AND id IN ({AMONG})", (json.dumps(list(wanted)),))
    return dict(rows.fetchall())


def country(connection: sqlite3.Connection, n: int) -> str:
    """The country of an organisation, by its number."""
    return str(connection.execute("SELECT country FROM record WHERE n = ?", (n,)).fetchone()[0])


def place(connection: sqlite3.Connection, n: int) -> list[float]:
    """The place of an organisation that has one, by its number."""
    rows = (connection.execute(f"SELECT place FROM {kind.name} WHERE n = ?", (n,)).fetchone() for kind in PARTNERS)
    found: list[float] = cells.read(next(row[0] for row in rows if row))
    return found


def terms(
    connection: sqlite3.Connection, numbers: Sequence[int], kind: kinds.Kind
) -> Iterator[tuple[int, list[TermRow]]]:
    """(number, terms) of some records of a kind, by number."""
    among = (json.dumps(list(numbers)),)
    guesses: dict[int, dict[tuple[str, int], str]] = {}
    for n, role, position, concept in connection.execute(
        f"SELECT n, role, position, concept FROM guess WHERE n IN ({AMONG})", among
    ):
        guesses.setdefault(n, {})[role, position] = concept
    fields = [f for f in kind.fields if f.term]
    names = ", ".join(f.name for f in fields)
    for n, *stored in connection.execute(f"SELECT n, {names} FROM {kind.name} WHERE n IN ({AMONG})", among):
        values = {f.name: cells.read(text) for f, text in zip(fields, stored, strict=True) if text}
        yield n, list(terms_in(kind, values, guesses.get(n, {})))


def facts(connection: sqlite3.Connection, numbers: Sequence[int], kind: kinds.Kind) -> Iterator[tuple[int, Row]]:
    """(number, what the fit signals look at) of some organisations of a kind."""
    names = ", ".join(name for name in _FACTS if kind.field(name))
    rows = connection.execute(f"SELECT n, {names} FROM {kind.name} WHERE n IN ({AMONG})", (json.dumps(list(numbers)),))
    for row in as_rows(rows):
        n = row.pop("n")
        yield n, decode(kind.fields, row) | {"kind": kind.name}


def shared_history(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The projects and memberships of each organisation that has a project: id -> ids of projects and associations.

    Of one without any, nothing is known: that it belongs somewhere does not say that it has done nothing.
    """
    history: dict[str, set[str]] = {}
    for id_, project in connection.execute(
        "SELECT organisation, r.id FROM partners JOIN record r USING (n) WHERE r.usable AND organisation IS NOT NULL"
    ):
        history.setdefault(id_, set()).add(project)
    for id_, association in connection.execute(
        "SELECT r.id, l.target FROM link l JOIN record r USING (n) WHERE r.usable AND l.field = 'member_of'"
        f" AND r.id IN ({AMONG})",
        (json.dumps(list(history)),),
    ):
        history[id_].add(association)
    return history


def linked(connection: sqlite3.Connection, id_: str) -> set[int]:
    """The numbers of the records that a link ties to one so closely that they are no partners: members, successors,
    records of the same organisation.
    """
    fields = ("same_as", "member_of", "successor")
    rows = connection.execute(
        "SELECT n FROM link WHERE target = ?1 AND field IN (?2, ?3, ?4) UNION"
        " SELECT o.n FROM record r JOIN link l USING (n) JOIN record o ON o.id = l.target"
        " WHERE r.id = ?1 AND l.field IN (?2, ?3, ?4)",
        (id_, *fields),
    )
    return {n for (n,) in rows}


def all_ids(connection: sqlite3.Connection) -> dict[int, str]:
    """The ids of all organisations that may be partners, by number."""
    return _all(connection, "id")


def all_places(connection: sqlite3.Connection) -> dict[int, list[float]]:
    """The places of all organisations that have one, by number."""
    return {n: cells.read(place) for n, place in _all(connection, "place").items()}


def _all(connection: sqlite3.Connection, column: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind in PARTNERS:
        found |= connection.execute(f"SELECT n, {column} FROM {kind.name} WHERE {column} IS NOT NULL").fetchall()
    return found
