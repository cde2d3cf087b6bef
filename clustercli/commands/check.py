"""`check`: all problems of all files."""

from __future__ import annotations

import re
import shlex
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session, counted, kind_names
from clustercli.errors import ClusterError, Exit, Problem
from clustercli.present.columns import Column

_COLUMNS = (
    Column("file", "file"),
    Column("line", "line", right=True),
    Column("column", "column", right=True),
    Column("code", "code"),
    Column("message", "message", grow=True),
    Column("hint", "remedy", grow=True),
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

    Nothing is printed, and the exit code is 0, where there is none; else it is 3.

    Example: clustercli check data/smes/rs.yaml
    """
    from clustercli.index import queries

    session = Session(context, warn=False)
    wanted = tuple(_below(session, file) for file in files or ())
    problems = [p for p in queries.problems(session.connection) if not wanted or f"{p.path}/".startswith(wanted)]
    if format_:
        session.write(_COLUMNS, [_row(_placed(session, p)) for p in problems], format_, raw=raw)
    else:
        from clustercli.present.problems import explained, lines_of

        for path, of_file in groupby(problems, key=lambda p: p.path):
            lines = lines_of(session.env.data / path)
            for problem in of_file:
                session.env.note(*explained(_placed(session, problem), lines))
        if problems:
            bad = queries.unusable(session.connection, kind_names())
            usable = sum(queries.counts(session.connection).values())
            in_files = counted(len({p.path for p in problems}), "file")
            summary = f"usable: {usable:,} of {counted(usable + bad, 'record')}"
            session.env.note(f"{counted(len(problems), 'problem')} in {in_files}; {summary}.")
    if problems:
        raise typer.Exit(Exit.BAD_RECORDS)


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


def _placed(session: Session, problem: Problem) -> Problem:
    """A problem with the other file that its message names, and its own, as they are written here."""

    def place(found: re.Match[str]) -> str:
        return f"({found[1]} {session.env.place(found[2])}:{found[3]})"

    message = re.sub(r"\((first in|see) ([^:()]+):(\d+)\)", place, problem.message)
    return problem._replace(path=session.env.place(problem.path), message=message)


def _row(problem: Problem) -> dict[str, object]:
    row = problem._asdict()
    return {"file": row.pop("path"), **row}
