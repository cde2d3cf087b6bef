"""`export`: CSV files of the whole catalogue, for spreadsheets and cron."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TextIO, cast

import typer

from clustercli.commands.choosing import complete_kind, the_kind
from clustercli.commands.contacts import Contacts, WithContacts
from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column, Listing
from clustercli.records.kinds import KINDS, Kind

if TYPE_CHECKING:
    from clustercli.index.queries import Row
    from clustercli.present.exports import Export


def export(
    context: typer.Context,
    kinds: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KIND]...", help="Only these kinds; all, if left out.", autocompletion=complete_kind),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write a file for each kind there.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something is wrong.")] = False,
    allow_partial: Annotated[
        bool, typer.Option("--allow-partial", help="Export although records with faults will be missing.")
    ] = False,
    excel: Annotated[bool, typer.Option("--excel", help="Begin the files so that Excel knows they are UTF-8.")] = False,
    format_: Format = "",
    raw: Raw = False,
    with_contacts: WithContacts = False,
) -> None:
    """Export records as CSV files.

    One file for each kind, one for each of the lists inside records (milestones, partners ...), one for what other
    sources say (disputed) and one for the entries of sources.yaml (sources). JSON holds every value as the file has it.
    Contacts are left out, unless they are asked for (--with-contacts); then only those past their delete_after are.

    Each file is replaced as a whole, and only if its content changed. Where records with faults would be missing,
    nothing is written and the exit code is 3. One KIND without --out goes to the output.

    Example: clustercli export --out lists/

    Example: clustercli export smes > smes.csv
    """
    wanted = [the_kind(word) for word in kinds or ()] or list(KINDS)
    if out is None and len(kinds or ()) != 1:
        raise ClusterError(
            "Where to? Name a folder, or one kind for the output.",
            "  clustercli export --out lists/",
            "  clustercli export clusters",
            code=Exit.USAGE,
        )
    if excel and format_ not in ("", "csv"):
        raise ClusterError("--excel is for CSV.", "  clustercli export --excel --out lists/", code=Exit.USAGE)
    session = Session(context, warn=False)
    _refuse_partial(session, wanted, allow_partial, quiet, files=out is not None)
    how = _How(format_ or "csv", raw, excel, Contacts(session) if with_contacts else None)
    if out is not None:
        _write_files(session, wanted, session.env.folder / out, how, quiet)
    elif how.format == "csv" and not session.env.aged:
        _write(session, next(_files(session, wanted, how.contacts)), how, session.env.out, lambda _: None)
    else:
        file = next(_files(session, wanted, how.contacts))
        session.write(file.columns, file.rows(), how.format, raw=raw)
    if how.contacts:
        how.contacts.tell()


def _refuse_partial(session: Session, wanted: list[Kind], allow: bool, quiet: bool, *, files: bool) -> None:
    """Raises ClusterError (bad records) where records of these kinds cannot be read or used, unless allowed; among
    `files` is one of the sources, too.
    """
    from clustercli.index import queries

    names = [kind.name for kind in wanted]
    missing = queries.unusable(session.connection, names)
    unread = queries.unreadable(session.connection, names)
    sources = files and any(problem.path == _SOURCES for problem in queries.problems(session.connection))
    if not missing and not unread and not sources:
        return
    parts = [counted(missing, "record")] if missing else []
    parts += [f"entries of {_SOURCES}"] if sources else []
    parts += [f"whatever else is in {counted(len(unread), 'unreadable file')}"] if unread else []
    lost = " and ".join(parts)
    if not allow:
        raise ClusterError(
            f"Nothing exported: {lost} would be missing. The old files are unchanged.",
            "  clustercli check                       tells what to mend",
            "  clustercli export --allow-partial ...  exports the rest",
            code=Exit.BAD_RECORDS,
        )
    if not quiet:
        session.env.note(f"Exported without {lost}. See: clustercli check")


class _File(NamedTuple):
    """One file of an export: its name, its columns, its rows; the kind, where they are the records of one."""

    name: str
    columns: list[Column]
    rows: Callable[[], Iterator[dict[str, Any]]]
    kind: Kind | None = None


def _files(session: Session, wanted: list[Kind], contacts: Contacts | None) -> Iterator[_File]:
    """All files, with their rows by id, and with contacts where they are asked for."""
    from clustercli.index import queries, schema, trust
    from clustercli.records import shapes

    def named(*names: str) -> list[Column]:
        return [Column(name, name) for name in names]

    connection, tables, written = session.connection, schema.row_fields(), set[str]()
    for kind in wanted:
        columns = named(*schema.kind_columns(kind))
        listed = partial(queries.listing, connection, kind)
        rows = partial(_with_contacts, listed, contacts) if contacts else listed
        yield _File(kind.plural, columns, rows, kind)
        for name in (f.rows for f in kind.fields if f.rows and f.rows not in written):
            written.add(name)
            entry_columns = named(kind.name, *(f.name for f in tables[name]))
            yield _File(name, entry_columns, partial(_entries, session, kind, name))
    claimed = named("record", "kind", "field", "value", "source", "note")
    yield _File("disputed", claimed, partial(_claims, session, wanted, contacts))
    described = named("id", *(f.name for f in shapes.SOURCE))
    yield _File("sources", described, lambda: iter(trust.all_sources(connection).values()))


def _entries(session: Session, kind: Kind, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table of entries, each with the record it belongs to."""
    from clustercli.index import queries

    return ({kind.name: row["record"], **row} for row in queries.entries(session.connection, table))


def _with_contacts(listed: Callable[[], Iterator[Row]], contacts: Contacts) -> Iterator[Row]:
    return map(contacts.add, listed())


def _claims(session: Session, wanted: list[Kind], contacts: Contacts | None) -> Iterator[dict[str, Any]]:
    """What other sources say: a row for each claim."""
    from clustercli.index import trust

    for kind in wanted:
        holding = "" if contacts else "disputed"  # of contacts, only the files know what others say
        for values in trust.values(session.connection, kind, ("id", "disputed"), holding=holding):
            whole = contacts.add(values, count=False) if contacts else values
            for field, claims in (whole.get("disputed") or {}).items():
                yield from ({"record": values["id"], "kind": kind.name, "field": field, **claim} for claim in claims)


class _How(NamedTuple):
    """How files are written."""

    format: str
    raw: bool
    excel: bool
    contacts: Contacts | None


def _write(session: Session, file: _File, how: _How, out: TextIO, progress: Callable[[int], None]) -> None:
    """Write one file, row by row."""
    from clustercli.present import formats

    out.write("\ufeff" if how.excel else "")
    if how.format == "csv" and file.kind and not how.contacts:
        _write_records(session, file, how, out, progress)
        return
    rows = _told(file.rows(), progress) if file.kind else file.rows()
    formats.load(how.format).write(Listing(tuple(file.columns), rows), out, 10_000, False, how.raw)


def _write_records(session: Session, file: _File, how: _How, out: TextIO, progress: Callable[[int], None]) -> None:
    """Write the records of a kind as CSV: as they are stored, wherever that is what a spreadsheet may read."""
    from clustercli.index import blocks, cells
    from clustercli.present.formats import csv

    names = [column.name for column in file.columns]
    write = _bytes_to(out)
    csv.header(names, out)
    for block in blocks.blocks(session.connection, cast(Kind, file.kind)):
        if isinstance(block, dict):
            csv.rows(names, [block], out, how.raw)
            progress(1)
        else:
            write(csv.block(block, how.raw, cells.read, cells.SPOKEN))
            progress(len(block))


def _bytes_to(out: TextIO) -> Callable[[bytes], object]:
    """What writes UTF-8 to a stream of text: right through it, where it would do no more than encode."""
    if not isinstance(out, io.TextIOWrapper) or out.encoding.lower() != "utf-8" or os.linesep != "\n":
        return lambda data: out.write(data.decode())

    def write(data: bytes) -> None:
        out.flush()
        out.buffer.write(data)

    return write


def _told(rows: Iterator[dict[str, Any]], progress: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row
        progress(1)


def _write_files(session: Session, wanted: list[Kind], folder: Path, how: _How, quiet: bool) -> None:
    """Write all files that changed; every text is made before the first file is touched."""
    from clustercli import files, locks
    from clustercli.present import exports

    shown, progress = session.env.shown, _progress(session, wanted)
    export = exports.Export(folder, shown)
    try:
        with files.writing_in(folder):
            export = exports.Export(folder, shown)
            try:
                for file in _files(session, wanted, how.contacts):
                    out = export.begin(f"{file.name}.{_SUFFIX.get(how.format, how.format)}")
                    _write(session, file, how, out, progress)
                changed = export.put()
            finally:
                export.drop()
    except locks.HeldError as error:
        raise ClusterError(f"{shown(folder)} is being written to by {error.by}. Nothing was exported.",
                           "Try again when that is done.") from None  # fmt: skip
    except OSError as error:
        raise _unwritten(session, export, error) from None
    if not session.changes.unkept:  # else what lies there may be another's
        exports.remember(session.env.index_file, folder.resolve())
    if not quiet:
        for name in changed:
            session.env.out.write(f"{shown((folder / name).resolve())}\n")
        session.env.note(f"{counted(len(changed), 'file')} of {len(export)} changed in {shown(folder.resolve())}")


def _unwritten(session: Session, export: Export, error: OSError) -> ClusterError:
    """What to say where a file could not be written."""
    reason = (error.strerror or str(error)).lower()
    kept = " The old files are unchanged." if export.at.is_file() else ""
    if export.placed:
        kept = " Some files are new, the others old; each is whole."
    return ClusterError(f"{session.env.shown(export.at)} could not be written: {reason}.{kept}")


def _progress(session: Session, wanted: list[Kind]) -> Callable[[int], None]:
    """Shows how many records are written, told how many more there are each time."""
    from clustercli.index import queries

    if not session.env.err.isatty():
        return lambda _: None
    by_kind = queries.counts(session.connection)
    total = sum(by_kind[kind.plural] for kind in wanted)
    show, written = session.env.progress("Writing records"), 0

    def progress(more: int) -> None:
        nonlocal written
        written += more
        show(written, total)

    return progress


_SOURCES = "sources.yaml"
_SUFFIX = {"markdown": "md", "table": "txt"}
