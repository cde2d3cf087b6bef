"""`export`: CSV files of the whole catalogue, for spreadsheets and cron."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from clustercli.commands.choosing import complete_kind, the_kind
from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column, Listing
from clustercli.records.kinds import KINDS, Kind


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
) -> None:
    """Export records as CSV files.

    One file for each kind, one for each of the lists inside records (milestones, partners ...), one for what other
    sources say (disputed) and one for the entries of sources.yaml (sources). JSON holds every value as the file has it.

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
    if out is None:
        columns, rows = next(_files(session, wanted))[1:]
        session.env.out.write("\ufeff" if excel else "")
        session.write(columns, rows, format_ or "csv", raw=raw)
        return
    _write_files(session, wanted, session.env.folder / out, (format_ or "csv", raw, excel), quiet)


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


def _files(session: Session, wanted: list[Kind]) -> Iterator[tuple[str, list[Column], Iterator[dict[str, Any]]]]:
    """(name, columns, rows) of each file, rows by id."""
    from clustercli.index import queries, schema, trust
    from clustercli.records import shapes

    tables, written = schema.row_fields(), set[str]()
    for kind in wanted:
        columns = [Column(name, name) for name in schema.kind_columns(kind)]
        yield kind.plural, columns, queries.listing(session.connection, kind)
        for name in (f.rows for f in kind.fields if f.rows and f.rows not in written):
            written.add(name)
            entry_columns = [Column(column, column) for column in (kind.name, *(f.name for f in tables[name]))]
            rows = ({kind.name: row["record"], **row} for row in queries.entries(session.connection, name))
            yield name, entry_columns, rows
    claimed = ("record", "kind", "field", "value", "source", "note")
    yield "disputed", [Column(name, name) for name in claimed], _claims(session, wanted)
    described = [Column(name, name) for name in ("id", *(f.name for f in shapes.SOURCE))]
    yield "sources", described, iter(trust.all_sources(session.connection).values())


def _claims(session: Session, wanted: list[Kind]) -> Iterator[dict[str, Any]]:
    """What other sources say: a row for each claim."""
    from clustercli.index import trust

    for kind in wanted:
        for values in trust.values(session.connection, kind, ("id", "disputed"), holding="disputed"):
            for field, claims in values["disputed"].items():
                yield from ({"record": values["id"], "kind": kind.name, "field": field, **claim} for claim in claims)


def _write_files(session: Session, wanted: list[Kind], folder: Path, how: tuple[str, bool, bool], quiet: bool) -> None:
    """Write all files that changed; every text is made before the first file is touched."""
    from clustercli.present import files, formats

    format_, raw, excel = how
    ready: list[tuple[str, str]] = []
    for name, columns, rows in _files(session, wanted):
        text = io.StringIO(newline="")
        formats.load(format_).write(Listing(tuple(columns), rows), text, 10_000, False, raw)
        ready.append((f"{name}.{_SUFFIX.get(format_, format_)}", ("\ufeff" if excel else "") + text.getvalue()))
    path, changed = folder, []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in ready:
            path = folder / name
            if files.replace(path, content):
                changed.append(name)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        kept = " The old file is unchanged." if path.is_file() else ""
        raise ClusterError(f"{session.env.shown(path)} could not be written: {reason}.{kept}") from None
    if not quiet:
        for name in changed:
            session.env.out.write(f"{session.env.shown((folder / name).resolve())}\n")
        session.env.note(
            f"{counted(len(changed), 'file')} of {len(ready)} changed in {session.env.shown(folder.resolve())}"
        )


_SOURCES = "sources.yaml"
_SUFFIX = {"markdown": "md", "table": "txt"}
