"""Keeps the index equal to the catalogue: before each command, reading only what changed, in one transaction."""

from __future__ import annotations

import gc
import sqlite3
import time
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from clustercli.catalogue.scan import VOCABULARY, Found, scan
from clustercli.errors import ClusterError, Problem
from clustercli.files import make_folder
from clustercli.index import place, schema
from clustercli.locks import Patience
from clustercli.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clustercli.catalogue.validate import Content
    from clustercli.index.postings import Collector
    from clustercli.records.linker import Linker
    from clustercli.records.vocabulary import Vocabulary

    Progress = Callable[[int, int], None]  # files read, files to read

_MANY = 200  # changed files; where they are more than half of all, it is quicker to begin anew
_MUCH = 100_000_000  # bytes of YAML, of which an index in memory takes half a gigabyte
_KEPT = 1 << 14  # texts whose concept is remembered: firms of a trade write much the same
_LOOKS = 5  # at the files, at most, where they are deleted while they are read
_NO_GUESS = dict[str, str]().get  # of what a text means: the vocabulary holds none
_SETTLED_NS = 50_000_000  # a file younger than this when read may still change within the same clock tick


class Changes(NamedTuple):
    """What a refresh did, as paths; `rebuilt` where the whole index was made anew; why it is `unkept`, if in memory."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    rebuilt: bool = False
    unkept: str = ""


class _GoneError(Exception):
    """A file is gone that was there a moment ago."""


class _Files(NamedTuple):
    """The files of a catalogue as they lie there now: its data folder, the files by path, what cannot be one."""

    data: Path
    found: dict[str, Found]
    strays: list[Problem]
    at: int  # when they were looked at, in nanoseconds since 1970
    last: bool = False  # whether they are not looked at once more, where one is gone when it is to be read

    def are_much(self) -> bool:
        """Whether they are too much to be held in memory beside other things."""
        return sum(file.size for file in self.found.values()) > _MUCH


def _nothing(done: int, total: int) -> None:
    del done, total


def open_fresh(
    data: Path, fallback: Path, index: Path, *, rebuild: bool = False, progress: Progress = _nothing
) -> tuple[sqlite3.Connection, Changes]:
    """A read-only connection to an index that equals the catalogue now, and what had to be done for it.

    A damaged index is made anew. Where the index cannot be written, because of the disk, because the file is none of
    ours, or because another process does not let go of it, it is made in memory.
    """
    patience, looks = Patience(index), 0
    while True:
        looks += 1
        files = _Files(data, *scan(data, fallback), time.time_ns(), looks >= _LOOKS)
        connection = None if rebuild else _current_connection(index, files)
        if connection is not None:
            return connection, Changes()
        try:
            changes = _write(index, files, progress, rebuild=rebuild)
            return place.read_only(index), changes
        except sqlite3.OperationalError as error:
            if place.is_locked(error) and not patience.is_over():
                continue  # the one who held it may have done our work
            why = str(error)
            if place.is_locked(error):
                why = f"{patience.holder} holds it"
                _refuse_much(files, index, patience.holder)
        except _GoneError:
            continue
        except (sqlite3.DatabaseError, OSError, place.NotOursError) as error:
            why = str(getattr(error, "strerror", None) or error)
        connection = sqlite3.connect(":memory:", isolation_level=None)
        changes = _apply(connection, files._replace(last=True), {}, progress, rebuild=True)
        return connection, changes._replace(unkept=why.lower())


def _refuse_much(files: _Files, index: Path, holder: str) -> None:
    """Raises ClusterError where a catalogue is too large to be read once more beside one that reads it."""
    if files.are_much():
        raise ClusterError(f"The index is being written to by {holder}: {index}", "Try again when that is done.")


def _current_connection(index: Path, files: _Files) -> sqlite3.Connection | None:
    """A connection to the index, where it is ours, of this schema, and equal to the files."""
    connection = None
    with suppress(sqlite3.DatabaseError, OSError, place.NotOursError):
        place.refuse_another(index)  # to open another's in WAL mode would make files beside it
        connection = place.read_only(index)
        if place.untouched(connection, index) and _is_current(connection, files):
            return connection
    if connection is not None:
        connection.close()
    return None


def _is_current(connection: sqlite3.Connection, files: _Files) -> bool:
    return schema.is_ours(connection) and _stored(connection) == files.found and _strays(connection) == files.strays


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
    make_folder(index.parent)
    place.refuse_another(index)
    try:
        return _write_in_place(index, files, progress, rebuild=rebuild)
    except sqlite3.DatabaseError as error:
        if not place.is_damage(error):
            raise
    place.remove_damaged(index)
    return _write_in_place(index, files, progress, rebuild=rebuild)


def _write_in_place(index: Path, files: _Files, progress: Progress, *, rebuild: bool) -> Changes:
    with place.writing(index, much=files.are_much()) as connection:
        known = place.untouched(connection, index) and schema.is_ours(connection)
        if known and not rebuild and _is_current(connection, files):
            connection.execute("ROLLBACK")  # another process was quicker
            return Changes()
        if not known and connection.execute("PRAGMA quick_check (1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("malformed")  # what is written over it would keep pages that nothing uses
        anew = rebuild or not known
        with _uncollected():
            return _apply(connection, files, {} if anew else _stored(connection), progress, rebuild=anew)


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


def _apply(
    connection: sqlite3.Connection, files: _Files, stored: dict[str, Found], progress: Progress, *, rebuild: bool
) -> Changes:
    """Bring the rows up to the files, inside the open transaction."""
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
    connection.execute("DELETE FROM problem WHERE path NOT IN (SELECT path FROM file)")
    waiting = [f for path, f in found.items() if f.role != VOCABULARY and (path in touched or whole)]
    guess = lru_cache(_KEPT)(linker.guess)
    for done, file in enumerate(waiting, 1):
        content = _read(files, file, known)
        write.store(connection, _guarded(file, content, files.at), content, guess, traits)
        if not whole:
            settle.comes(connection, file.path)
        progress(done, len(waiting))
    traits.flush()
    write.problems(connection, files.strays)
    if whole:
        schema.complete(connection)
    settle.settle(connection, whole=whole)
    write.meta(connection, {"fingerprint": schema.fingerprint(), "code": schema.code_stamp()})
    return Changes(added, changed, deleted, rebuild)


def _read(files: _Files, file: Found, known: Vocabulary) -> Content:
    """What a file holds. Raises _GoneError where it was deleted meanwhile: then all is looked at once more."""
    from clustercli.catalogue import validate

    content = validate.read_file(files.data, file, known)
    if not (content.settled or files.last or (files.data / file.path).exists()):
        raise _GoneError
    return content


def _guarded(file: Found, content: Content, at: int) -> Found:
    """A file as it is remembered; one that changed a moment ago, or could not be read, so that it is read again."""
    if not content.settled or at - max(file.mtime, file.ctime) < _SETTLED_NS:
        return file._replace(mtime=-1)
    return file


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
    contents = {file.path: _read(files, file, nothing) for file in own if file not in relations}
    for problem in validate.check_vocabulary(list(contents.values())):
        contents[problem.path].problems.append(problem)
    for path, content in contents.items():
        write.store(connection, _guarded(files.found[path], content, files.at), content, _NO_GUESS, traits)
    known = vocabulary(connection)
    words = lexicon(known)
    write.lexicon(connection, words)
    linker = Linker(known, reader(known, words.get))
    for file in relations:
        content = _read(files, file, known)
        write.store(connection, _guarded(file, content, files.at), content, _NO_GUESS, traits)
    return known, linker
