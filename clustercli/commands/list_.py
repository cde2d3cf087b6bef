"""`list [KIND]`: the records of a kind, or of all."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from clustercli.commands.choosing import complete_kind, the_kind
from clustercli.commands.options import Countries, Format, Limit, Raw, Sector
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records import dates
from clustercli.records.kinds import KINDS, Kind
from clustercli.records.scalars import Date


def columns(kind: Kind) -> list[Column]:
    """The columns of a kind's listing: its listed fields; name and sectors share the room of a table."""
    growing = ("name", "sectors", "programme")
    shown = [f for f in kind.fields if f.listed]
    return [Column(f.name, f.name.replace("_", " "), grow=f.name in growing) for f in shown]


def _with_dates_in_words(kind: Kind, row: dict[str, Any]) -> dict[str, Any]:
    return row | {f.name: dates.short(row[f.name]) for f in kind.fields if isinstance(f.type, Date) and row[f.name]}


_OF_ALL_KINDS = (
    Column("id", "id"),
    Column("kind", "kind"),
    Column("name", "name", grow=True),
    Column("country", "country"),
    Column("city", "city"),
    Column("status", "status"),
)


def list_(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="[KIND]",
            help=f"{', '.join(k.plural for k in KINDS)}; all of them, if left out.",
            autocompletion=complete_kind,
        ),
    ] = "",
    country: Countries = None,
    sector: Sector = None,
    status: Annotated[str, typer.Option(metavar="WORD", help="planned, active or closed.")] = "",
    text: Annotated[str, typer.Option(metavar="WORDS", help="Words that the record must hold.")] = "",
    limit: Limit = None,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """List the records of one kind, or of all, by id.

    A project, a platform or a document lies in the countries of its partners, and in those that it names.

    Example: clustercli list clusters --country RS --sector tekstil

    Example: clustercli list --country Srbsko --sector textil
    """
    from itertools import chain, islice

    from clustercli.index import queries

    kinds = [the_kind(kind)] if kind else list(KINDS)
    known_status = ("", "planned", "active", "closed")
    if status.lower() not in known_status:
        raise ClusterError(f"Unknown status '{status}'.", "Known: planned, active, closed", code=Exit.USAGE)
    session = Session(context)
    concepts = session.concepts(context, sector) if sector is not None else None
    codes = session.countries(country or ())
    found = (
        ({**row, "kind": row.get("kind") if kind else of.name} for row in listed)
        for of in kinds
        for listed in [queries.listing(session.connection, of, codes, concepts, status.lower(), text, limit or -1)]
    )
    rows = list(islice(chain.from_iterable(found), limit))
    if kind and session.for_people:
        rows = [_with_dates_in_words(kinds[0], row) for row in rows]
    session.write(columns(kinds[0]) if kind else _OF_ALL_KINDS, rows, format_, raw=raw)
    label = kinds[0].label if kind else "record"
    if rows:
        session.count(len(rows), label)
    else:
        counts = queries.counts(session.connection)
        total = counted(sum(counts[of.plural] for of in kinds), label)
        session.env.note(f"No {label} meets all conditions. There are {total} in all.")
