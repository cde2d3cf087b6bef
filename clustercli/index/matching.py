"""Questions to the index that matching asks: who works in what, what they offer and need, what they did together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.index.queries import Row, decode, marks
from clustercli.records import kinds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator


def organisations(
    connection: sqlite3.Connection,
    concepts: Collection[str],
    countries: Collection[str] = (),
    abroad_of: str = "",
) -> list[tuple[int, str]]:
    """(number, id) of the partners that work in some concepts, in some countries or anywhere outside of one."""
    partner_kinds = [kind.name for kind in kinds.KINDS if kind.partners]
    where = f"AND r.country IN ({marks(countries)})" if countries else "AND r.country <> ?"
    rows = connection.execute(
        "SELECT DISTINCT r.n, r.id FROM term t JOIN record r USING (n) WHERE r.usable AND r.status IS NOT 'closed'"
        f" AND t.role <> 'need' AND NOT t.guessed AND t.concept IN ({marks(concepts)})"
        f" AND r.kind IN ({marks(partner_kinds)}) {where} ORDER BY r.id",
        (*sorted(concepts), *partner_kinds, *(countries or (abroad_of,))),
    )
    return [(n, id_) for n, id_ in rows]


def number(connection: sqlite3.Connection, id_: str) -> int:
    """The number of a usable record in this index."""
    return int(connection.execute("SELECT n FROM record WHERE id = ? AND usable", (id_,)).fetchone()[0])


def terms(connection: sqlite3.Connection, numbers: Collection[int]) -> Iterator[tuple[int, str, str, int, str]]:
    """(number, role, concept, guessed, text) of some records."""
    return connection.execute(
        f"SELECT n, role, concept, guessed, text FROM term WHERE n IN ({marks(numbers)}) ORDER BY rowid",
        tuple(numbers),
    )


def candidates(
    connection: sqlite3.Connection, concepts: Collection[str], countries: Collection[str], not_in: Collection[str]
) -> Iterator[tuple[int, str, str, str, str, str, int, str]]:
    """(number, id, country, kind, role, concept, guessed, text) of partners that have to do with some concepts.

    Only those in `countries`, where any are named; never those in `not_in` alone.
    """
    partner_kinds = [kind.name for kind in kinds.KINDS if kind.partners]
    where = f" AND r.country IN ({marks(countries)})" if countries else f" AND r.country NOT IN ({marks(not_in)})"
    return connection.execute(
        "SELECT r.n, r.id, r.country, r.kind, t.role, t.concept, t.guessed, t.text FROM term t JOIN record r USING (n)"
        f" WHERE t.concept IN ({marks(concepts)}) AND r.usable AND r.status IS NOT 'closed'"
        f" AND r.kind IN ({marks(partner_kinds)}){where} ORDER BY t.rowid",
        (*sorted(concepts), *partner_kinds, *(countries or not_in)),
    )


def shared_history(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The projects and memberships of each organisation that has a project: id -> ids of projects and associations.

    Of one without any, nothing is known: that it belongs somewhere does not say that it has done nothing.
    """
    history: dict[str, set[str]] = {}
    for id_, project in connection.execute(
        "SELECT t.organisation, r.id FROM partners t JOIN record r USING (n)"
        " WHERE r.usable AND t.organisation IS NOT NULL"
    ):
        history.setdefault(id_, set()).add(project)
    for id_, association in connection.execute(
        "SELECT r.id, l.target FROM link l JOIN record r USING (n) WHERE r.usable AND l.field = 'member_of'"
    ):
        if id_ in history:
            history[id_].add(association)
    return history


_FACTS = ("id", "name", "country", "status", "languages", "size", "employees", "members", "target_countries",
          "export_countries", "certificates", "place", "corporate_group", "member_of", "successor",
          "same_as")  # fmt: skip


def facts(connection: sqlite3.Connection, n: int) -> Row:
    """What the fit signals look at, of one organisation by its number."""
    kind = kinds.BY_NAME[connection.execute("SELECT kind FROM record WHERE n = ?", (n,)).fetchone()[0]]
    names = [name for name in _FACTS if kind.field(name)]
    values = connection.execute(f"SELECT {', '.join(names)} FROM {kind.name} WHERE n = ?", (n,)).fetchone()
    return decode(kind.fields, dict(zip(names, values, strict=True))) | {"kind": kind.name}
