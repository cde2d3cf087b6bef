"""Keeps the index equal to the catalogue: before each command, reading only what changed, in one transaction."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustercli.catalogue.scan import SHARED, Found, scan
from clustercli.errors import ClusterError, Problem
from clustercli.index import schema

if TYPE_CHECKING:
    from pathlib import Path

    from clustercli.records.vocabulary import Vocabulary

BUSY_SECONDS = 30
_SETTLED_NS = 50_000_000  # a file younger than this when read may still change within the same clock tick
_PROGRESS_AFTER = 200  # files


@dataclass(slots=True)
class Changes:
    """What a refresh did, as paths; `rebuilt` where the whole index was made anew."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    rebuilt: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted or self.rebuilt)


def open_fresh(data: Path, fallback: Path, index: Path, rebuild: bool = False) -> tuple[sqlite3.Connection, Changes]:
    """A read-only connection to an index that equals the catalogue now, and what had to be done for it.

    A damaged or foreign file at `index` is set aside and made anew. Where the index cannot be written, it is made in
    memory, with `Changes.rebuilt` set.
    """
    found, strays = scan(data, fallback)
    if not rebuild:
        with suppress(sqlite3.DatabaseError):
            connection = _read_only(index)
            if _current(connection) and _stored(connection) == found and _strays(connection) == strays:
                return connection, Changes()
            connection.close()
    try:
        changes = _write(data, index, found, strays, rebuild)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            message = f"The index is being written by another process: {index}"
            raise ClusterError(
                message, f"It was waited for {BUSY_SECONDS} seconds. Try again when it is done."
            ) from None
        return _in_memory(data, found, strays)
    except OSError:
        return _in_memory(data, found, strays)
    return _read_only(index), changes


def _in_memory(data: Path, found: dict[str, Found], strays: list[Problem]) -> tuple[sqlite3.Connection, Changes]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    changes = _apply(connection, data, found, strays, {}, rebuild=True)
    return connection, changes


def _read_only(index: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{index.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )
    connection.execute("BEGIN")
    return connection


def _current(connection: sqlite3.Connection) -> bool:
    """Whether a file is an index of ours, of this version's schema."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        return False
    row = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    return row is not None and row[0] == schema.fingerprint()


def _stored(connection: sqlite3.Connection) -> dict[str, Found]:
    return {row[0]: Found(*row) for row in connection.execute("SELECT * FROM file ORDER BY path")}


def _strays(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute(
        "SELECT * FROM problem WHERE path NOT IN (SELECT path FROM file) ORDER BY path, line, column, code"
    )
    return [Problem(*row) for row in rows]


def _write(data: Path, index: Path, found: dict[str, Found], strays: list[Problem], rebuild: bool) -> Changes:
    index.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _write_in_place(data, index, found, strays, rebuild)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and not _broken(error):
            raise
    _set_aside(index)
    return _write_in_place(data, index, found, strays, rebuild)


def _broken(error: sqlite3.OperationalError) -> bool:
    """Whether an operational error tells of a damaged or foreign file (and not of a lock, a full disk, a mode)."""
    return any(
        words in str(error) for words in ("no such", "malformed", "has no column", "values for", "already exists")
    )


def _write_in_place(data: Path, index: Path, found: dict[str, Found], strays: list[Problem], rebuild: bool) -> Changes:
    with closing(sqlite3.connect(index, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            foreign = connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID
            empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            if foreign and not empty:
                raise sqlite3.DatabaseError("not an index of ours")
            anew = rebuild or foreign or not _current(connection)
            changes = _apply(connection, data, found, strays, {} if anew else _stored(connection), anew)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
    return changes


def _set_aside(index: Path) -> None:
    """Move a file that is not an index of ours out of the way; what it held is not lost."""
    for suffix in ("-journal", "-wal", "-shm"):
        index.with_name(index.name + suffix).unlink(missing_ok=True)
    index.replace(index.with_name(index.name + ".not-an-index"))


def _apply(
    connection: sqlite3.Connection,
    data: Path,
    found: dict[str, Found],
    strays: list[Problem],
    stored: dict[str, Found],
    rebuild: bool,
) -> Changes:
    """Bring the rows up to the files, inside the open transaction."""
    from clustercli.catalogue import validate
    from clustercli.index import write

    changes = Changes(
        added=[path for path in found if path not in stored],
        changed=[path for path, file in found.items() if path in stored and stored[path] != file],
        deleted=[path for path in stored if path not in found],
        rebuilt=rebuild,
    )
    touched = {*changes.added, *changes.changed, *changes.deleted}
    shared = any((found.get(path) or stored[path]).role in SHARED for path in touched)
    if rebuild or shared:
        schema.create(connection)
        stored = {}
        known = _vocabulary(connection, data, found)
    else:
        from clustercli.index.queries import vocabulary

        known = vocabulary(connection)
    if stored:
        for path in touched & stored.keys():
            write.forget(connection, path)
    for path, file in found.items():
        if file.role != "vocabulary" and (path in touched or not stored):
            write.store(connection, _guarded(file), validate.read_file(data, file, known), known)
    connection.execute("DELETE FROM problem WHERE path NOT IN (SELECT path FROM file)")
    write.problems(connection, strays)
    write.settle(connection)
    write.meta(connection, {"fingerprint": schema.fingerprint(), "data": str(data)})
    return changes


def _guarded(file: Found) -> Found:
    """A file as it is remembered; one changed a moment ago is remembered so that it will be read again."""
    if time.time_ns() - max(file.mtime, file.ctime) < _SETTLED_NS:
        return Found(file.path, file.role, file.size, -1, file.ctime, file.inode)
    return file


def _vocabulary(connection: sqlite3.Connection, data: Path, found: dict[str, Found]) -> Vocabulary:
    """Read and store the vocabulary first: every other file is checked against it."""
    from clustercli.catalogue import validate
    from clustercli.index import write
    from clustercli.index.queries import vocabulary

    files = [file for file in found.values() if file.role == "vocabulary"]
    relations = [file for file in files if validate.holds_relations(file)]
    nothing = vocabulary(connection)
    contents = {file.path: validate.read_file(data, file, nothing) for file in files if file not in relations}
    for problem in validate.check_vocabulary(list(contents.values())):
        contents[problem.path].problems.append(problem)
    for path, content in contents.items():
        write.store(connection, _guarded(found[path]), content, nothing)
    known = vocabulary(connection)
    for file in relations:
        write.store(connection, _guarded(file), validate.read_file(data, file, known), known)
    return known
