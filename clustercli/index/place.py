"""The file of the index: whether it is ours, read by many and written by one at a time, made room for where damaged."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from clustercli import locks
from clustercli.index import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_WAIT = 0.5  # seconds that SQLite waits for a lock by itself
_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes
_BETWEEN_NS, _STEP = 300_000_000, 0.01  # the stamp is put on a file right after it was written
_DAMAGE = ("no such", "malformed", "has no column", "values for", "already exists", "unsupported file format")


class NotOursError(Exception):
    """What lies at the place of the index is another's; it is never touched."""


def read_only(index: Path) -> sqlite3.Connection:
    """A connection that sees one state of the index until it is closed."""
    uri = f"{index.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_WAIT)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("BEGIN")
    return connection


@contextmanager
def writing(index: Path, patience: locks.Patience | None = None, *, much: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that writes in one transaction, which ends with a new stamp, unless it was rolled back; an error
    leaves all as it was. The commit waits for who reads; the beginning only with `patience`. What is sorted on the way
    lies in memory, where no kill can leave it, unless it is `much`.
    """
    with closing(sqlite3.connect(index, isolation_level=None, timeout=_WAIT)) as connection:
        connection.execute("PRAGMA page_size = 8192")  # of a new file: so that little of a page is left empty
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if not much:
            connection.execute("PRAGMA temp_store = MEMORY")
        _patiently(lambda: connection.execute("BEGIN IMMEDIATE"), patience)
        try:
            yield connection
            if connection.in_transaction:
                at = time.time_ns()
                connection.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (str(at),))
                _patiently(lambda: connection.execute("COMMIT"), locks.Patience(index))
                os.utime(index, ns=(at, at))
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


def _patiently(step: Callable[[], object], patience: locks.Patience | None) -> None:
    """Take a step, again and again while another process holds the index."""
    while True:
        try:
            step()
        except sqlite3.OperationalError as error:
            if patience is None or not is_locked(error) or patience.is_over():
                raise
        else:
            return


def untouched(connection: sqlite3.Connection, index: Path) -> bool:
    """Whether nothing but us has written to the index since we stamped it: its own time of change is the stamp.

    SQLite has no checksums; this finds every damage that went through the file system, without reading the file.
    """
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        return False
    row = connection.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
    while row is not None:
        changed = index.stat().st_mtime_ns
        if row[0] == str(changed):
            return True
        if not 0 <= time.time_ns() - changed < _BETWEEN_NS:
            break
        time.sleep(_STEP)  # another process may have written it, and be about to stamp it
    return False


def is_locked(error: sqlite3.Error) -> bool:
    """Whether another process holds the index."""
    return "locked" in str(error)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether an error tells of a damaged file, and not of a lock, a full disk or a mode."""
    return not isinstance(error, sqlite3.OperationalError) or any(words in str(error) for words in _DAMAGE)


def refuse_another(index: Path) -> None:
    """Raises NotOursError where something lies at the place of the index that is none of ours; it is not opened."""
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(index.stat().st_mode):
            raise NotOursError("it is no file")
        with index.open("rb") as file:
            header = file.read(_HEADER)
        interrupted = not header.startswith(_MAGIC) and index.with_name(f"{index.name}-journal").exists()
        if not interrupted and not _is_header_of_ours(header):
            raise NotOursError("it is no index of clustercli, and was left alone")


def _is_header_of_ours(header: bytes) -> bool:
    """Whether a file that begins like this is ours, or holds nothing."""
    if len(header) < _HEADER:
        return header[: len(_MAGIC)] == _MAGIC[: len(header)]
    return header.startswith(_MAGIC) and header[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")


def remove_damaged(index: Path) -> None:
    """Make room for a new index, unless another process did."""
    with locks.held(index.parent):
        refuse_another(index)
        if _is_damaged(index):
            for suffix in ("", "-journal", "-wal", "-shm"):
                index.with_name(index.name + suffix).unlink(missing_ok=True)


def _is_damaged(index: Path) -> bool:
    """Whether a file cannot be read as an index; one that is new, or that another process writes, is none."""
    try:
        with closing(read_only(index)) as connection:
            empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            return not empty and not untouched(connection, index)
    except sqlite3.DatabaseError as error:
        return is_damage(error)
