"""`gaps`: which fields, filled, would settle most pairs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from clustercli.commands.options import Countries, Format, Raw, Sector, With
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column

_ASKED = 3  # records named for each field
_BY_FIELD = (
    Column("field", "field"),
    Column("records", "records", right=True),
    Column("pairs", "pairs", right=True),
    Column("points", "points", right=True),
    Column("ask_first", "ask first", grow=True),
    Column("policy"),
)
_BY_RECORD = (
    Column("id", "id"),
    Column("fields", "not known", grow=True),
    Column("pairs", "pairs", right=True),
    Column("points", "points", right=True),
    Column("name"),
    Column("policy"),
)


def gaps(
    context: typer.Context,
    sector: Sector = None,
    country: Countries = None,
    with_: With = None,
    pairs: Annotated[
        int, typer.Option("--pairs", min=1, max=10**6, metavar="N", help="How many of the best pairs to look at.")
    ] = 500,
    records: Annotated[bool, typer.Option("--records", help="A line for each record, with what to ask it.")] = False,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """List what is not known and would settle most pairs.

    The best pairs of a sector or a country are looked at. What is not known leaves the score of a pair open between
    two values; a field that closes many such gaps is worth asking for first. Points are those that hang on it, over
    all pairs; "projects" are those that an organisation has a part in.

    Example: clustercli gaps --sector textile --country RS

    Example: clustercli gaps --country BG --records
    """
    from clustercli.commands.pairing import Pairing
    from clustercli.match import gaps as absent

    if sector is None and not country:
        raise ClusterError("Of whom? Name a sector, a country, or both.",
                           "  clustercli gaps --sector textile --country RS", code=Exit.USAGE)  # fmt: skip
    session = Session(context)
    matching = Pairing(session)
    concepts = session.concepts(context, sector) if sector is not None else None
    matching.for_many(concepts, session.countries(country or ()), session.countries(with_ or ()))
    best = matching.best(pairs)
    found, waiting = absent.gaps(best, matching.policy)
    policy = {"policy": matching.policy.label}
    rows: list[dict[str, Any]]
    if records:
        from clustercli.index import queries

        names = queries.names(session.connection, {gap.id for gap in found})
        rows = [
            {"id": id_, "name": names[id_], "fields": list(fields), "pairs": count, "points": points} | policy
            for id_, fields, count, points in absent.by_record(found)
        ]
    else:
        rows = [
            {"field": field, "records": len(ids), "pairs": waiting[field], "points": points,
             "ask_first": list(ids[:_ASKED])} | policy
            for field, ids, points in absent.by_field(found)
        ]  # fmt: skip
    session.write(_BY_RECORD if records else _BY_FIELD, rows, format_, raw=raw)
    if not rows:
        session.env.note("No pair is open: there is none, or all is known of them.")
    else:
        session.count(len(best), "pair")
        session.env.note("Each record's fields: clustercli gaps --records" if not records else
                         f"{counted(len(rows), 'record')} to ask.")  # fmt: skip
