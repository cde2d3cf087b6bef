"""`why A B`: one pair whole, with all that speaks for it and all that was looked for in vain."""

from __future__ import annotations

from typing import Annotated

import typer

from clustercli.commands.match import COLUMNS
from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session
from clustercli.present.columns import Column


def why(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="An organisation: you.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another: they.")],
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Explain one pair: why it matches, or why not.

    All lines of the score are shown, those without points too: what was looked for and not found, and what is not
    known and worth asking. What makes two organisations no partners at all is told first.

    Example: clustercli why clutex cluster-facts
    """
    from clustercli.commands.pairing import Pairing
    from clustercli.match.signals import RELEVANCE
    from clustercli.present import brief
    from clustercli.present.text import clean, wrapped

    session = Session(context, page=True)
    row, obstacle = Pairing(session).between(id_, other)
    if not obstacle and not row["score"]:
        obstacle = "nothing is known that one could be for the other"
    if not row["score"]:
        row["lines"] = [line for line in row["lines"] if line["signal"] in RELEVANCE]
    row["obstacle"] = obstacle
    if format_:
        session.write((*COLUMNS, Column("obstacle", "no match: why", grow=True)), [row], format_, raw=raw)
        return
    width = session.env.page_width
    if obstacle:
        but = " Without that, this would be their score:" if row["score"] else ""
        session.env.write_lines(wrapped(clean(f"No match: {obstacle}.{but}"), width))
    session.env.write_lines(brief.whole_pair(row, width))
    session.env.note('"you" is the organisation named first, "they" the other.')
