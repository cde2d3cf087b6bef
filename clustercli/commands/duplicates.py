"""`duplicates`: records that look like one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session
from clustercli.present.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustercli.match.names import Organisation

_COLUMNS = (
    Column("verdict", "verdict"),
    Column("id", "record"),
    Column("other", "other"),
    Column("why", "why", grow=True),
    Column("name"),
    Column("other_name"),
)


def duplicates(context: typer.Context, format_: Format = "", raw: Raw = False) -> None:
    """List records that look like one organisation.

    Names are compared across scripts, spellings and legal forms, register numbers as they are, websites by their
    site. "same" is as good as sure; "ask" wants a person: another legal form, another country, one other letter.

    Your decision is remembered: write same_as or different_from, with the id of the other, into one of the two.

    Example: clustercli duplicates
    """
    from clustercli.index import queries
    from clustercli.match.names import pairs

    session = Session(context)
    known = list(_organisations(session))
    decided = queries.decided(session.connection)
    found = [pair for pair in pairs(known) if frozenset((pair.id, pair.other)) not in decided]
    names = {organisation.id: organisation.names[0] for organisation in known}
    rows = [{**pair._asdict(), "name": names[pair.id], "other_name": names[pair.other]} for pair in found]
    session.write(_COLUMNS, rows, format_, raw=raw)
    if rows:
        session.env.note("Decide: same_as: [ID] or different_from: [ID] in one of the two records.")
    else:
        session.env.note(f"No two of {len(known):,} organisations look like one.")


def _organisations(session: Session) -> Iterator[Organisation]:
    from clustercli.index import finding, queries
    from clustercli.match.names import Organisation
    from clustercli.records.claims import site
    from clustercli.records.kinds import KINDS

    for kind in KINDS:
        if kind.field("country"):
            for row in queries.listing(session.connection, kind):
                yield Organisation(
                    row["id"],
                    tuple(dict.fromkeys(finding.names_in(kind, row))),
                    row["country"],
                    row["city"] or "",
                    tuple((row["identifiers"] or {}).items()),
                    site(row["website"] or ""),
                )
