"""`schema`: a JSON Schema for editors."""

from __future__ import annotations

from typing import Annotated

import typer

from clustercli.commands.choosing import complete_kind, the_kind
from clustercli.commands.options import Format
from clustercli.commands.session import Session
from clustercli.errors import ClusterError, Exit


def schema(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="[KIND]", help="One kind; without it, any of them.", autocompletion=complete_kind)
    ] = "",
    format_: Format = "",
) -> None:
    """Print a JSON Schema for your editor.

    Editors with it check and complete records while you type.

    Save it beside the catalogue and name it on the first line of a file:
    # yaml-language-server: $schema=../cluster.schema.json

    Example: clustercli schema cluster > cluster.schema.json
    """
    from clustercli.present.formats.json import dump
    from clustercli.records.json_schema import for_files
    from clustercli.records.kinds import KINDS

    if format_ not in ("", "json"):
        raise ClusterError(f"A schema is JSON; it cannot be written as {format_}.", code=Exit.USAGE)
    wanted = [the_kind(kind)] if kind else list(KINDS)
    session = Session(context, warn=False)
    session.env.out.write(dump(for_files(wanted, sorted(session.vocabulary.concepts))) + "\n")
