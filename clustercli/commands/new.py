"""`new KIND ID`: a commented template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from clustercli.commands.choosing import complete_kind, the_kind
from clustercli.commands.options import Format
from clustercli.commands.session import Session
from clustercli.env import BUNDLED, Environment
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column

_DEVICES = "con|prn|aux|nul|com[0-9]|lpt[0-9]"  # with any ending, too


def new(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", autocompletion=complete_kind)],
    id_: Annotated[str, typer.Argument(metavar="ID", help="a-z, 0-9 and single dashes; it is for good.")],
    about: Annotated[str, typer.Option(metavar="TEXT", help="What it does; sectors are suggested by it.")] = "",
    format_: Format = "",
) -> None:
    """Write the template of a new record.

    It is commented, and lands in the catalogue in use; a file that exists is never touched. The sectors that --about
    speaks of (or the words of the id) stand in it as suggestions.

    Example: clustercli new sme tkalcovna-nachod --about "Tkalcovna, dodáváme metráž pro lůžkoviny"
    """
    from clustercli import files, locks
    from clustercli.index import queries
    from clustercli.records.scalars import ID
    from clustercli.records.template import blank

    declared = the_kind(kind)
    if len(id_) > 100 or re.fullmatch(ID.pattern, id_) is None:
        raise ClusterError(f"'{id_}' is not {ID.form}.", code=Exit.USAGE)
    if re.fullmatch(_DEVICES, id_):
        raise ClusterError(f"'{id_}' is the name of a device on Windows, where its file could not be opened.",
                           f"  clustercli new {declared.name} {id_}-{declared.name}", code=Exit.USAGE)  # fmt: skip
    session = Session(context)
    env = session.env
    if env.is_bundled and not _worked_on(env):
        raise ClusterError("This is the catalogue that came with clustercli; start your own to write in it.",
                           "  clustercli init ./catalogue", code=Exit.USAGE)  # fmt: skip
    taken = queries.kind_of(session.connection, id_)
    if taken or queries.sources(session.connection, [id_]):
        place = f"{env.place(taken[1])}:{taken[2]}" if taken else env.place("sources.yaml")
        raise ClusterError(f"The id '{id_}' is taken: {place}", code=Exit.USAGE)
    if now := queries.renamed(session.connection, id_):
        raise ClusterError(f"The id '{id_}' was that of '{now}'; an id is not used again for something else.",
                           f"  clustercli show {now}", code=Exit.USAGE)  # fmt: skip
    path = env.data / declared.folder / f"{id_}.yaml"
    try:
        files.create(path, blank(declared, id_, about, _suggested(session, about or id_.replace("-", " "))))
    except FileExistsError:
        raise ClusterError(f"{env.shown(path)} exists already; it was not touched.", code=Exit.USAGE) from None
    except locks.HeldError as error:
        raise ClusterError(
            f"{env.shown(path.parent)} is being written to by {error.by}; nothing was written."
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ClusterError(f"{env.shown(path)} could not be written: {reason}. Nothing was changed.") from None
    if format_:
        session.write((Column("file", "file"),), [{"file": env.shown(path)}], format_)
    else:
        env.out.write(f"{env.shown(path)}\n")
    env.note("Fill it in, then: clustercli check")


def _suggested(session: Session, text: str) -> list[str]:
    """Concepts that a text speaks of, with the words that caused them."""
    return [f"{found.concept} ({', '.join(found.words)})" for found in session.linker.meanings(text, 3, faint=True)]


def _worked_on(env: Environment) -> bool:
    """Whether the catalogue that came with the program was asked for, or is that of the checkout one works in."""
    asked = env.catalogue or env.variables.get("CLUSTERCLI_CATALOGUE")
    beside, package = BUNDLED.resolve().parent, Path(__file__).resolve().parents[1]
    return beside != package and (bool(asked) or env.folder.resolve().is_relative_to(beside))
