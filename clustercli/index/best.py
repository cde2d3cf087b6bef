"""The best partners of every organisation, as `match --all` stored them, and what they were made from."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, NamedTuple

from clustercli.index.queries import AMONG

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

_POLICY = "matched by"  # the fact about the index that names the policy of the lists


class Matched(NamedTuple):
    """An organisation as it was when its partners were sought: a checksum of all that its scores are made from, and
    what it had done together with others.
    """

    n: int
    id: str
    checksum: int
    history: str | None


class List(NamedTuple):
    """The best partners of an organisation, best first: number, score in tenths, number, score ..."""

    n: int
    partners: array[int]


def policy(connection: sqlite3.Connection) -> str:
    """The policy by which the lists were made; '' where there are none."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_POLICY,)).fetchone()
    return str(row[0]) if row else ""


def numbers(connection: sqlite3.Connection) -> list[int]:
    """The numbers of all organisations that were matched."""
    return [n for (n,) in connection.execute("SELECT n FROM matched ORDER BY n")]


def matched(connection: sqlite3.Connection, wanted: Iterable[int]) -> dict[str, Matched]:
    """Some organisations by their ids, as they were when they were matched."""
    rows = connection.execute(f"SELECT * FROM matched WHERE n IN ({AMONG})", (json.dumps(list(wanted)),))
    return {row[1]: Matched(*row) for row in rows}


def histories(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """(number, what it had done together with others) of the organisations that had done anything, by id."""
    rows = connection.execute("SELECT id, n, history FROM matched WHERE history IS NOT NULL")
    return {id_: (n, history) for id_, n, history in rows}


def listing(connection: sqlite3.Connection, gone: Iterable[int]) -> list[int]:
    """The organisations that have one of some others among their best partners."""
    rows = connection.execute(f"SELECT DISTINCT n FROM best WHERE partner IN ({AMONG})", (json.dumps(list(gone)),))
    return [n for (n,) in rows]


def last(connection: sqlite3.Connection, place: int) -> dict[int, int]:
    """The score in tenths of the last one of every list that is so long."""
    return dict(connection.execute("SELECT n, tenths FROM best WHERE place = ?", (place,)).fetchall())


def partners(connection: sqlite3.Connection, n: int, renumbered: Mapping[int, int]) -> array[int]:
    """The list that is stored under a number; `renumbered` (old -> new) are those that have another one by now."""
    found = array("I")
    for partner, tenths in connection.execute("SELECT partner, tenths FROM best WHERE n = ? ORDER BY place", (n,)):
        found.extend((renumbered.get(partner, partner), tenths))
    return found


def replace(
    connection: sqlite3.Connection,
    gone: Iterable[int],
    renumbered: Mapping[int, int],
    made: Iterable[tuple[Matched, List]],
    label: str,
) -> None:
    """Store lists in place of what there was; delete those of organisations that are gone; those that are read anew and
    are what they were (old number -> new) keep theirs.
    """
    pairs = [(new, old) for old, new in renumbered.items()]
    connection.executemany("UPDATE matched SET n = ? WHERE n = ?", pairs)
    connection.executemany("UPDATE best SET n = ? WHERE n = ?", pairs)
    connection.executemany("UPDATE best SET partner = ? WHERE partner = ?", pairs)
    for n in gone:
        connection.execute("DELETE FROM matched WHERE n = ?", (n,))
        connection.execute("DELETE FROM best WHERE n = ?", (n,))
    for known, (n, partners) in made:
        connection.execute("INSERT OR REPLACE INTO matched VALUES (?, ?, ?, ?)", known)
        connection.execute("DELETE FROM best WHERE n = ?", (n,))
        connection.executemany(
            "INSERT INTO best VALUES (?, ?, ?, ?)",
            [(n, i // 2 + 1, partners[i], partners[i + 1]) for i in range(0, len(partners), 2)],
        )
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_POLICY, label))
