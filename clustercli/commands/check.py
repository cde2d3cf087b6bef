"""`check`: all problems of all files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session, counted, kind_names
from clustercli.errors import ClusterError, Exit, Problem
from clustercli.present.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clustercli.records.nodes import Place

_COLUMNS = (
    Column("file", "file"),
    Column("line", "line", right=True),
    Column("column", "column", right=True),
    Column("code", "code"),
    Column("message", "message", grow=True),
    Column("hint", "remedy", grow=True),
    Column("severity"),
)


def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Only these files, for an editor or a git hook.")
    ] = None,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """List all problems of the files, with remedies.

    Nothing is printed, and the exit code is 0, where there is none; else it is 3. Warnings (their codes begin with W)
    are listed, too, of contacts to be deleted or looked at again, and of what looks like a person's address or a
    telephone number in a text; they leave the exit code at 0, for the records can be used.

    Example: clustercli check data/smes/rs.yaml
    """
    from clustercli.index import queries

    session = Session(context, warn=False)
    wanted = tuple(_below(session, file) for file in files or ())
    every = sorted([*queries.findings(session.connection), *_contacts(session)])
    found = [p for p in every if not wanted or f"{p.path}/".startswith(wanted)]
    place = cache(session.env.place)  # of a file with a thousand problems once
    if format_:
        session.write(_COLUMNS, [_row(_placed(place, p)) for p in found], format_, raw=raw)
    else:
        from clustercli.present.problems import explained, lines_of

        for path, of_file in groupby(found, key=lambda p: p.path):
            lines = lines_of(session.env.data / path)
            for problem in of_file:
                session.env.note(*explained(_placed(place, problem), lines))
        session.env.note(*_summary(session, found))
    if not all(problem.is_warning for problem in found):
        raise typer.Exit(Exit.BAD_RECORDS)


def _summary(session: Session, found: list[Problem]) -> Iterator[str]:
    """How much was found, and how many records can be used."""
    from clustercli.index import queries

    warnings = [problem for problem in found if problem.is_warning]
    if len(found) > len(warnings):
        bad = queries.unusable(session.connection, kind_names())
        usable = sum(queries.counts(session.connection).values())
        number = counted(len(found) - len(warnings), "problem")
        files = counted(len({p.path for p in found if not p.is_warning}), "file")
        yield f"{number} in {files}; usable: {usable:,} of {counted(usable + bad, 'record')}."
    if warnings:
        files = counted(len({p.path for p in warnings}), "file")
        yield f"{counted(len(warnings), 'warning')} in {files}; what a warning is about can be used all the same."


def _contacts(session: Session) -> Iterator[Problem]:
    """Warnings of contacts whose time is over today, or that are to be looked at again."""
    from clustercli.catalogue import contacts
    from clustercli.index import trust
    from clustercli.records import dates

    said = {
        "delete_after": ("W003", "was to be deleted", "delete the contact; answers leave it out"),
        "review_by": ("W004", "was to be looked at again", "see whether it is still needed, and set the date anew"),
    }
    for (id_, _, path), rows in groupby(trust.contacts(session.connection), key=lambda row: row[:3]):
        places: list[Mapping[str, Place]] | None = None
        for position, (*_, contact) in enumerate(rows):
            for name, (code, what, hint) in said.items():
                if name in contact and dates.read(contact[name]).latest < session.env.today:
                    if places is None:
                        with suppress(OSError):  # it cannot be read just now: the file alone is named
                            places = contacts.places(session.env.data, path, id_)
                    places = places or []
                    at = places[position].get(name) if position < len(places) else None
                    line, column = (at.line + 1, at.column + 1) if at else (1, 1)
                    message = f"contacts.{name}: this contact of {id_} {what} by {dates.say(contact[name])}"
                    yield Problem(path, line, column, code, message, hint)


def _below(session: Session, file: Path) -> str:
    """A file's or a folder's path below the data folder, with a slash at its end.

    Raises ClusterError where it lies elsewhere or does not exist.
    """
    full = (session.env.folder / file).resolve()
    if not full.exists():
        raise ClusterError(f"There is no file {file}.", code=Exit.NOT_FOUND)
    try:
        return f"{full.relative_to(session.env.data).as_posix()}/".removeprefix("./")
    except ValueError:
        hint = f"  clustercli check --catalogue DIR {shlex.quote(str(file))}"
        raise ClusterError(f"{file} is not in the catalogue {session.env.shown_data}.", hint, code=Exit.USAGE) from None


def _placed(place_of: Callable[[str], str], problem: Problem) -> Problem:
    """A problem with the other file that its message names, and its own, as they are written here."""

    def place(found: re.Match[str]) -> str:
        return f"({found[1]} {place_of(found[2])}:{found[3]})"

    message = re.sub(r"\((first in|see) ([^:()]+):(\d+)\)", place, problem.message)
    return problem._replace(path=place_of(problem.path), message=message)


def _row(problem: Problem) -> dict[str, object]:
    row = problem._asdict()
    return {"file": row.pop("path"), **row, "severity": "warning" if problem.is_warning else "error"}
