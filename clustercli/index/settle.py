"""What only all files together can tell (equal ids, links), and which records can be used for it.

After a change only those records are looked at again that it may concern: the ones read, the ones that share an id with
a record that came or went, and the ones with a link to it. Which they are is kept in tables that go with the
connection, so that nothing here grows with the catalogue but on the disk.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from clustercli.catalogue import links
from clustercli.catalogue.links import SUCCESSOR, First, LinkRow
from clustercli.index import write
from clustercli.index.queries import marks
from clustercli.records.scalars import FORMER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_KEPT = 1 << 14  # ids whose records are remembered while links are checked: many records name the same few
_REMEMBERED = (
    "gone (id, path, line, n, kind, PRIMARY KEY (id, path, line, n)) WITHOUT ROWID",  # records as they were
    "again (file INTEGER PRIMARY KEY)",  # the files that are read
    "doubtful (n INTEGER PRIMARY KEY)",  # the records to look at again
    "touched (id PRIMARY KEY)",  # ids of records that were read, or are gone
    "moved (id PRIMARY KEY)",  # ids that came, went, or stand elsewhere now, also as former ones
)


def begin(connection: sqlite3.Connection) -> None:
    """Make room to remember what goes."""
    for table in _REMEMBERED:
        connection.execute(f"CREATE TEMP TABLE {table}")


def goes(connection: sqlite3.Connection, path: str) -> None:
    """Remember the records of a file whose rows are about to be deleted."""
    file = _number(connection, path)
    connection.execute("INSERT INTO gone SELECT id, path, line, n, kind FROM named WHERE file = ?", file)
    _former_ids_move(connection, file)


def comes(connection: sqlite3.Connection, path: str) -> None:
    """Remember a file that has been read."""
    file = _number(connection, path)
    connection.execute("INSERT INTO again VALUES (?)", file)
    connection.execute("INSERT INTO doubtful SELECT n FROM record WHERE file = ?", file)
    _former_ids_move(connection, file)


def _number(connection: sqlite3.Connection, path: str) -> tuple[int]:
    found: tuple[int] = connection.execute("SELECT number FROM file WHERE path = ?", (path,)).fetchone()
    return found


def _former_ids_move(connection: sqlite3.Connection, file: tuple[int]) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO moved SELECT target FROM record CROSS JOIN link USING (n) WHERE file = ? AND kinds = ?",
        (*file, FORMER),
    )


def settle(connection: sqlite3.Connection, *, whole: bool) -> None:
    """Check equal ids and links, and mark which records can be used; `whole`: of all records."""
    if whole:
        connection.execute("INSERT INTO doubtful SELECT DISTINCT n FROM link")
        connection.execute(
            "INSERT OR IGNORE INTO doubtful SELECT n FROM record WHERE id IN"
            " (SELECT id FROM record WHERE id <> '' GROUP BY id HAVING count(*) > 1)"
        )
    else:
        _spread(connection)
    known = _Known(connection)
    turning = set(connection.execute("SELECT id FROM circle JOIN record USING (n)").fetchall())
    connection.execute("INSERT OR IGNORE INTO doubtful SELECT n FROM circle")
    connection.execute("DELETE FROM problem WHERE n IN (SELECT n FROM doubtful)")
    _check_ids(connection, known)
    _check_links(connection, known)
    turning |= set(
        connection.execute("SELECT own FROM doubtful CROSS JOIN reference USING (n) WHERE field = ?", (SUCCESSOR,))
    )
    for link, problem in links.circles((id_ for (id_,) in sorted(turning)), known.successor):
        connection.execute("INSERT OR IGNORE INTO doubtful VALUES (?)", (link.n,))
        write.problems(connection, [problem], link.n)
    connection.execute(
        "UPDATE record SET usable = sound AND n NOT IN (SELECT n FROM problem WHERE n IS NOT NULL)"
        " WHERE n IN (SELECT n FROM doubtful)"
    )


def _spread(connection: sqlite3.Connection) -> None:
    """Note the records that a change may concern beside those that were read."""
    connection.execute(
        "INSERT INTO touched SELECT id FROM gone UNION SELECT id FROM doubtful CROSS JOIN named USING (n)"
    )
    came_or_went = False
    for (id_,) in connection.execute("SELECT id FROM touched"):
        old = _first(connection, id_, before=True)
        new = _first(connection, id_)
        if old and new and old[:2] == new[:2] and old.kind == new.kind:
            continue
        connection.execute("INSERT OR IGNORE INTO doubtful SELECT n FROM record WHERE id = ?", (id_,))
        if old is None or new is None or old.kind != new.kind:
            came_or_went = True
            connection.execute("INSERT OR IGNORE INTO moved VALUES (?)", (id_,))
        else:  # only an id used again is told with the place of the record that has it
            connection.execute(
                "INSERT OR IGNORE INTO doubtful SELECT n FROM link WHERE target = ? AND kinds = ?", (id_, FORMER)
            )
    connection.execute("INSERT OR IGNORE INTO doubtful SELECT n FROM moved CROSS JOIN link ON target = id")
    if came_or_went:  # one of them may be what a misspelt id means
        connection.execute("INSERT OR IGNORE INTO doubtful SELECT n FROM problem WHERE code IN ('L002', 'L003')")


def _first(connection: sqlite3.Connection, id_: str, *, before: bool = False) -> First | None:
    """The record that an id belongs to now, or belonged to before the change."""
    if before:
        row = connection.execute(
            "SELECT path, line, n, kind FROM gone WHERE id = ? UNION ALL SELECT path, line, n, kind FROM named"
            " WHERE id = ? AND file NOT IN (SELECT file FROM again) ORDER BY path, line, n LIMIT 1",
            (id_, id_),
        ).fetchone()
    else:
        row = connection.execute(
            "SELECT path, line, n, kind FROM named WHERE id = ? ORDER BY path, line, n LIMIT 1", (id_,)
        ).fetchone()
    return First(*row) if row else None


class _Known:
    """What links are checked against, read when it is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.first = lru_cache(_KEPT)(lambda id_: _first(connection, id_))

    def former(self, id_: str) -> LinkRow | None:
        """The first link that says a record had this id before."""
        rows = self._connection.execute(
            "SELECT * FROM reference WHERE target = ? AND kinds = ? ORDER BY path, line, column, number LIMIT 1",
            (id_, FORMER),
        )
        return next((LinkRow(*row) for row in rows), None)

    def successor(self, id_: str) -> LinkRow | None:
        """The link to the successor of a record, where it is without a fault; the last one, where there are several."""
        rows = self._connection.execute(
            "SELECT l.* FROM record r CROSS JOIN reference l USING (n) WHERE r.id = ? AND own = r.id AND field = ?"
            " ORDER BY path DESC, l.line DESC, l.column DESC, l.number DESC",
            (id_, SUCCESSOR),
        ).fetchall()
        return next((link for link in map(LinkRow._make, rows) if not links.check(link, self)), None)

    def ids(self, kinds: tuple[str, ...]) -> Iterator[tuple[str, First]]:
        """The ids of some kinds; of all but sources, where none is named."""
        where = f"kind IN ({marks(kinds)})" if kinds else "kind <> 'source'"
        for id_, *record in self._connection.execute(f"SELECT id, path, line, n, kind FROM named WHERE {where}", kinds):
            first = First(*record)
            if self.first(id_) == first:
                yield id_, first


def _check_ids(connection: sqlite3.Connection, known: _Known) -> None:
    """Find ids that belong to another record."""
    rows = connection.execute(
        "SELECT n, path, line, column, id FROM doubtful CROSS JOIN named m USING (n)"
        " WHERE EXISTS (SELECT 1 FROM record o WHERE o.id = m.id AND o.n <> m.n)"
    )
    for n, path, line, column, id_ in rows:
        first = known.first(id_)
        if first and first.n != n:
            write.problems(connection, [links.taken(path, line, column, id_, first)], n)


def _check_links(connection: sqlite3.Connection, known: _Known) -> None:
    """Find faults of links."""
    for row in connection.execute("SELECT r.* FROM doubtful CROSS JOIN reference r USING (n)"):
        link = LinkRow(*row)
        problem = links.check(link, known)
        if problem:
            write.problems(connection, [problem], link.n)
