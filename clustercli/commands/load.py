"""`load`: read everything now."""

from __future__ import annotations

from typing import Annotated

import typer

from clustercli.commands.options import Format
from clustercli.commands.session import Session, counted
from clustercli.errors import Exit
from clustercli.present.columns import Column

_COLUMNS = (Column("kind", "kind"), Column("records", "records", right=True))


def load(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew, whatever it holds.")] = False,
    format_: Format = "",
) -> None:
    """Read the catalogue now and say what changed.

    Every command does this by itself; `load` is for cron, and for seeing it. Exit code 3 where records have faults,
    1 where the index could not be kept.

    Example: clustercli load --rebuild
    """
    from clustercli.index import queries

    session = Session(context, rebuild, warn=False)
    env, changes = session.env, session.changes
    which = " (the bundled catalogue)" if env.is_bundled else ""
    env.note(f"Catalogue {env.shown_data}{which}", f"Index     {env.index_file}")
    rows = [{"kind": kind, "records": number} for kind, number in queries.counts(session.connection).items()]
    session.write(_COLUMNS, rows, format_)
    parts = [
        f"{counted(len(paths), 'file')} {verb}"
        for paths, verb in ((changes.added, "new"), (changes.changed, "changed"), (changes.deleted, "deleted"))
        if paths
    ]
    if changes.rebuilt:
        parts = ["everything read anew"]
    env.note("Changed: " + (", ".join(parts) if parts else "nothing"))
    if changes.unkept:
        raise typer.Exit(Exit.FAILED)
    problems = queries.problems(session.connection)
    if problems:
        env.note(f"{counted(len(problems), 'problem')}. See: clustercli check")
        raise typer.Exit(Exit.BAD_RECORDS)
