"""One state of an index, named by its stamp: read by many at once, and amended only where it is still that."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from clustercli.errors import ClusterError
from clustercli.index import place
from clustercli.locks import PATIENCE, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PATIENCE = 4 * PATIENCE  # longer than any writer waits, who lets nobody begin to read meanwhile


def stamp(connection: sqlite3.Connection) -> str:
    """What names this state of the index."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
    return str(row[0]) if row else ""


def is_readable(connection: sqlite3.Connection) -> bool:
    """Whether an index can be read; not so where a full disk stopped a change half-way, until that can be undone."""
    try:
        stamp(connection)
    except sqlite3.DatabaseError:
        return False
    return True


def amend(index: Path, seen: str, change: Callable[[sqlite3.Connection], None]) -> bool:
    """Change an index in one transaction, if it is still in the state that was seen; whether that could be done."""
    try:
        with place.writing(index, Patience(index)) as connection:
            same = stamp(connection) == seen
            if same:
                change(connection)
            else:
                connection.execute("ROLLBACK")
            return same
    except sqlite3.OperationalError:  # others read or write for too long, it is read-only, the disk is full
        return False


@contextmanager
def let_go(connection: sqlite3.Connection) -> Iterator[None]:
    """Have a connection read nothing for a while, which would keep what writes waiting."""
    connection.execute("COMMIT")
    yield
    connection.execute("BEGIN")


def inode(index: Path) -> int:
    """What tells the file of an index from another one at its path. Raises ClusterError where there is none."""
    try:
        return index.stat().st_ino
    except OSError as error:
        raise _unreadable(index, error.strerror or str(error)) from None


def shared(index: Path) -> sqlite3.Connection:
    """A read-only connection for any thread, one at a time, that keeps nobody from writing while nothing is asked."""
    try:
        return sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=_PATIENCE,
                               check_same_thread=False)  # fmt: skip
    except sqlite3.OperationalError as error:
        raise _unreadable(index, str(error)) from None


@contextmanager
def held(connection: sqlite3.Connection, index: Path, seen: str) -> Iterator[None]:
    """Keep an index as it is while it is read. Raises ClusterError where it is not in the state that was seen."""
    try:
        connection.execute("BEGIN")
        now = stamp(connection)
        if now != seen:
            raise _unreadable(index, "it is another one, or has changed since")
        yield
    except sqlite3.DatabaseError as error:
        raise _unreadable(index, str(error)) from None
    finally:
        with suppress(sqlite3.Error):  # what failed may have ended it
            connection.execute("ROLLBACK")


def _unreadable(index: Path, why: str) -> ClusterError:
    return ClusterError(
        f"A process that matches cannot read the index {index}: {why}.",
        "Each of them needs this file, at this path: --index names a place that all workers of a cluster share.",
    )
