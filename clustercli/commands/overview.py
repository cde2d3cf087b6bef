"""`clustercli` alone, and `clustercli --version`."""

from __future__ import annotations

import typer

import clustercli
from clustercli.commands.session import Session, counted
from clustercli.env import Environment
from clustercli.present.text import clean
from clustercli.records.kinds import KINDS

_ON_A_LINE = 5  # counts


def version(env: Environment) -> None:
    """The version, the catalogue in use and its index."""
    which = "the bundled one" if env.is_bundled else "yours"
    env.out.write(f"clustercli {clustercli.__version__}\ncatalogue  {env.shown_data} ({which})\n"
                  f"index      {clean(str(env.index_file))}\n")  # fmt: skip


def overview(context: typer.Context) -> None:
    """What this is, how much the catalogue holds, and the commands to try."""
    from clustercli.index import queries

    session = Session(context, warn=False)
    env, connection = session.env, session.connection
    counts = queries.counts(connection)
    held = [counted(counts[kind.plural], kind.label.removesuffix(" organisation"))
            for kind in KINDS if counts[kind.plural]]  # fmt: skip
    held.append(counted(len(queries.countries(connection)), "country"))
    title = queries.meta(connection, "catalogue").get("title", "")
    half = -(-len(held) // 2) if len(held) > _ON_A_LINE else len(held)
    lines = [f"clustercli {clustercli.__version__} · {env.shown_data}", f"  {title}",
             *(f"  {' · '.join(part)}" for part in (held[:half], held[half:]) if part)]  # fmt: skip
    problems = queries.problems(connection)
    if problems:
        files = counted(len({p.path for p in problems}), "file")
        lines.append(f"  {counted(len(problems), 'problem')} in {files}".ljust(60) + "clustercli check")
    lines += [
        "",
        "Find       clustercli search textil         clustercli show clutex",
        "Match      clustercli match --sector textile --country RS",
        "Timeline   clustercli timeline clusters-cord",
        "Export     clustercli export --out lists/",
        "All commands: clustercli --help",
    ]
    env.out.write("\n".join(clean(line) for line in lines) + "\n")
