"""Keeps the index equal to the catalogue: before each command, reading only what changed, in one transaction."""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from clustercli.catalogue.scan import VOCABULARY, Found, scan
from clustercli.errors import ClusterError, Problem
from clustercli.index import schema
from clustercli.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clustercli.index.postings import Collector
    from clustercli.records.linker import Linker
    from clustercli.records.vocabulary import Vocabulary

    Progress = Callable[[int, int], None]  # files read, files to read

BUSY_SECONDS = 15
_MANY = 200  # changed files; where they are more than half of all, it is quicker to begin anew
_KEPT = 1 << 14  # texts whose concept is remembered: firms of a trade write much the same
_SETTLED_NS = 50_000_000  # a file younger than this when read may still change within the same clock tick


class Changes(NamedTuple):
    """What a refresh did, as paths; `rebuilt` where the whole index was made anew, `in_memory` where it is not kept."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    rebuilt: bool = False
    in_memory: bool = False


class _Files(NamedTuple):
    """The files of a catalogue as they lie there now: its data folder, the files by path, what cannot be one."""

    data: Path
    found: dict[str, Found]
    strays: list[Problem]
    at: int  # when they were looked at, in nanoseconds since 1970


def _nothing(done: int, total: int) -> None:
    del done, total


def open_fresh(
    data: Path, fallback: Path, index: Path, *, rebuild: bool = False, progress: Progress = _nothing
) -> tuple[sqlite3.Connection, Changes]:
    """A read-only connection to an index that equals the catalogue now, and what had to be done for it.

    A damaged or foreign file at `index` is set aside and made anew. Where the index cannot be written, it is made in
    memory. Raises ClusterError where another process holds the index for too long.
    """
    files = _Files(data, *scan(data, fallback), time.time_ns())
    connection = None if rebuild else _current_connection(index, files)
    if connection is not None:
        return connection, Changes()
    try:
        changes = _write(index, files, progress, rebuild=rebuild)
        return read_only(index), changes
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            message = f"The index is being written by another process: {index}"
            waited = f"It was waited for {BUSY_SECONDS} seconds. Try again when it is done."
            raise ClusterError(message, waited) from None
    except OSError:
        pass
    connection = sqlite3.connect(":memory:", isolation_level=None)
    changes = _apply(connection, files, {}, progress, rebuild=True)
    return connection, changes._replace(in_memory=True)


def read_only(index: Path) -> sqlite3.Connection:
    """A connection that sees one state of the index until it is closed."""
    uri = f"{index.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection.execute("BEGIN")
    return connection


def _current_connection(index: Path, files: _Files) -> sqlite3.Connection | None:
    """A connection to the index, where it is ours, of this schema, and equal to the files."""
    connection = None
    with suppress(sqlite3.DatabaseError):
        connection = read_only(index)
        if (
            _untouched(connection, index)
            and _ours(connection)
            and _stored(connection) == files.found
            and _strays(connection) == files.strays
        ):
            return connection
    if connection is not None:
        connection.close()
    return None


def _untouched(connection: sqlite3.Connection, index: Path) -> bool:
    """Whether nothing but us has written to the index since we stamped it: its own time of change is the stamp.

    SQLite has no checksums; this finds every damage that went through the file system, without reading the file.
    """
    row = connection.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
    return row is not None and row[0] == str(index.stat().st_mtime_ns)


def _ours(connection: sqlite3.Connection) -> bool:
    """Whether a file is an index of ours, of this version's schema."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        return False
    made_by = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('code', 'fingerprint')"))
    return made_by.get("code") == schema.code_stamp() or made_by.get("fingerprint") == schema.fingerprint()


def _stored(connection: sqlite3.Connection) -> dict[str, Found]:
    return {
        row[0]: Found(*row)
        for row in connection.execute("SELECT path, role, size, mtime, ctime, inode FROM file ORDER BY path")
    }


def _strays(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute(
        "SELECT path, line, column, code, message, hint FROM problem WHERE path NOT IN (SELECT path FROM file)"
        " ORDER BY path, line, column, code"
    )
    return [Problem(*row) for row in rows]


def _write(index: Path, files: _Files, progress: Progress, *, rebuild: bool) -> Changes:
    index.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _write_in_place(index, files, progress, rebuild=rebuild)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and not _broken(error):
            raise
    if not _readable_index(index):
        _set_aside(index)
    return _write_in_place(index, files, progress, rebuild=rebuild)


def _readable_index(index: Path) -> bool:
    """Whether another process has made the index anew in the meantime."""
    with suppress(sqlite3.DatabaseError), closing(read_only(index)) as connection:
        return _ours(connection) and _untouched(connection, index)
    return False


def _broken(error: sqlite3.OperationalError) -> bool:
    """Whether an operational error tells of a damaged or foreign file (and not of a lock, a full disk, a mode)."""
    signs = ("no such", "malformed", "has no column", "values for", "already exists")
    return any(words in str(error) for words in signs)


def _write_in_place(index: Path, files: _Files, progress: Progress, *, rebuild: bool) -> Changes:
    with writing(index) as connection:
        foreign = connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if foreign and not empty:
            raise sqlite3.DatabaseError("not an index of ours")
        anew = rebuild or foreign or not (_ours(connection) and _untouched(connection, index))
        with _uncollected():
            return _apply(connection, files, {} if anew else _stored(connection), progress, rebuild=anew)


@contextmanager
def writing(index: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes in one transaction, which ends with a new stamp; an error leaves all as it was."""
    with closing(sqlite3.connect(index, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA page_size = 8192")  # of a new file: so that little of a page is left empty
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            at = time.time_ns()
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (str(at),))
            connection.execute("COMMIT")
            os.utime(index, ns=(at, at))
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which would take a third of a load to find none: records go with their file."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _set_aside(index: Path) -> None:
    """Make room for a new index: what was an index of ours is deleted, anything else is kept beside it, with the
    companions that SQLite may have left there.
    """
    with index.open("rb") as file:
        ours = file.read(72)[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")
    aside = index.with_name(index.name + ".not-an-index")
    number = 1
    while aside.exists():
        number += 1
        aside = index.with_name(f"{index.name}.not-an-index-{number}")
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):  # there is none, or another process was quicker
            part = index.with_name(index.name + suffix)
            part.unlink() if ours else part.rename(aside.with_name(aside.name + suffix))


def _apply(
    connection: sqlite3.Connection, files: _Files, stored: dict[str, Found], progress: Progress, *, rebuild: bool
) -> Changes:
    """Bring the rows up to the files, inside the open transaction."""
    from clustercli.catalogue import validate
    from clustercli.index import finding, postings, queries, settle, write

    found = files.found
    added = tuple(path for path in found if path not in stored)
    changed = tuple(path for path, file in found.items() if path in stored and stored[path] != file)
    deleted = tuple(path for path in stored if path not in found)
    touched = {*added, *changed, *deleted}
    whole = (
        rebuild
        or len(touched) > max(_MANY, len(stored) // 2)
        or any((found.get(path) or stored[path]).role == VOCABULARY for path in touched)
        or postings.is_sparse(connection)
    )
    if whole:
        schema.create(connection)
        stored = {}
    traits = postings.Collector(connection)
    made = _vocabulary(connection, files, traits) if whole else None
    known, linker = made or (queries.vocabulary(connection), finding.linker(connection))
    settle.begin(connection)
    for path in touched & stored.keys():
        settle.goes(connection, path)
        write.forget(connection, path)
    waiting = [f for path, f in found.items() if f.role != VOCABULARY and (path in touched or whole)]
    guess = lru_cache(_KEPT)(linker.guess)
    for done, file in enumerate(waiting, 1):
        write.store(connection, _guarded(file, files.at), validate.read_file(files.data, file, known), guess, traits)
        if not whole:
            settle.comes(connection, file.path)
        progress(done, len(waiting))
    traits.flush()
    connection.execute("DELETE FROM problem WHERE path NOT IN (SELECT path FROM file)")
    write.problems(connection, files.strays)
    if whole:
        schema.complete(connection)
    settle.settle(connection, whole=whole)
    write.meta(connection, {"fingerprint": schema.fingerprint(), "code": schema.code_stamp()})
    return Changes(added, changed, deleted, rebuild)


def _guarded(file: Found, at: int) -> Found:
    """A file as it is remembered; one changed a moment ago is remembered so that it will be read again."""
    if at - max(file.mtime, file.ctime) < _SETTLED_NS:
        return file._replace(mtime=-1)
    return file


def _no_guess(text: str) -> None:
    """The vocabulary holds no texts to be linked."""
    del text


def _vocabulary(connection: sqlite3.Connection, files: _Files, traits: Collector) -> tuple[Vocabulary, Linker]:
    """Read and store the vocabulary first: every other file is checked against it, and its texts are linked by it."""
    from clustercli.catalogue import validate
    from clustercli.index import write
    from clustercli.index.queries import vocabulary
    from clustercli.records.lexicon import lexicon, reader
    from clustercli.records.linker import Linker

    own = [file for file in files.found.values() if file.role == VOCABULARY]
    relations = [file for file in own if validate.holds_relations(file)]
    nothing = vocabulary(connection)
    contents = {file.path: validate.read_file(files.data, file, nothing) for file in own if file not in relations}
    for problem in validate.check_vocabulary(list(contents.values())):
        contents[problem.path].problems.append(problem)
    for path, content in contents.items():
        write.store(connection, _guarded(files.found[path], files.at), content, _no_guess, traits)
    known = vocabulary(connection)
    words = lexicon(known)
    write.lexicon(connection, words)
    linker = Linker(known, reader(known, words.get))
    for file in relations:
        write.store(
            connection, _guarded(file, files.at), validate.read_file(files.data, file, known), _no_guess, traits
        )
    return known, linker
