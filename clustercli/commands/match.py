"""`match`: partners across countries, with reasons."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from clustercli.commands.options import Countries, Format, Raw, Sector, With
from clustercli.commands.session import Session
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column

COLUMNS = (
    Column("score", "score", right=True),
    Column("organisation"),
    Column("organisation_name", "you", grow=True),
    Column("organisation_country"),
    Column("partner"),
    Column("partner_name", "they", grow=True),
    Column("partner_country", "in"),
    Column("why", "why", grow=True),
    Column("low"),
    Column("high"),
    Column("ask"),
    Column("lines"),
    Column("policy"),
)


def match(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="Rank partners for this organisation.")] = "",
    sector: Sector = None,
    country: Countries = None,
    with_: With = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=10**9, metavar="N", help="At most so many pairs.")
    ] = 20,
    min_score: Annotated[
        float,
        typer.Option("--min-score", min=0, max=100, metavar="N", show_default=False, help="No pairs below this score."),
    ] = 0,
    per: Annotated[
        int,
        typer.Option(
            "--per", min=0, metavar="N", help="At most so many for each organisation in each country; 0: all."
        ),
    ] = 3,
    why: Annotated[bool, typer.Option("--why", help="Show every line of every score.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="The ten best partners of every organisation.")] = False,
    part: Annotated[
        str, typer.Option("--part", metavar="N/M", show_default=False, help="With --all: one of so many equal parts.")
    ] = "",
    dask: Annotated[
        str, typer.Option("--dask", metavar="ADDRESS", show_default=False, help="With --all: on this Dask cluster.")
    ] = "",
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Find partners across countries, with the reasons.

    One side ("you") lies in --country and works in --sector, or is the organisation ID; the other ("they") lies in
    any other country, or in --with. A score is out of 100: up to 60 points for how strongly the two answer each
    other, up to 40 for how easy working together would be. What is not known counts in part.

    With --all, the ten best partners of every organisation are found and kept, so that the next time only those lists
    are made that a change concerns. Parts, put together in order, are the whole.

    Example: clustercli match --sector textile --country RS

    Example: clustercli match clutex --with RS --why

    Example: clustercli match --all --part 1/8 --format csv
    """
    from clustercli.commands.pairing import Pairing

    session = Session(context)
    if all_ or part or dask:
        _match_all(session, context, part, dask, format_, raw)
        return
    matching = Pairing(session)
    concepts = session.concepts(context, sector) if sector is not None else None
    if min_score != min_score:  # noqa: PLR0124  # the one number that is not equal to itself: NaN
        raise ClusterError("--min-score: not a number.", code=Exit.USAGE)
    if id_:
        one_sided = True
        codes = session.countries([*(with_ or ()), *(country or ())])
        matching.for_one(id_, codes, concepts)
    elif sector or country:
        one_sided = False
        matching.for_many(concepts, session.countries(country or ()),
                          session.countries(with_ or ()))  # fmt: skip
    else:
        raise ClusterError(
            "Match whom? Name an organisation, or a sector and a country.",
            "  clustercli match --sector textile --country RS",
            "  clustercli match clutex",
            code=Exit.USAGE,
        )
    rows = list(matching.rows(limit, min_score, None if one_sided or not per else per))
    if not format_ and (why or session.env.terminal):
        _write_pairs(session, rows, why)
    else:
        session.write(COLUMNS, rows, format_, raw=raw)
    if rows:
        session.count(len(rows), "pair")
    else:
        sides = session.countries(country or ()), session.countries(with_ or ())
        session.env.note(*matching.nothing_found(sector or "", *sides, id_))


def _match_all(session: Session, context: typer.Context, part: str, dask: str, format_: str, raw: bool) -> None:
    """The best partners of every organisation: all of them, but a screenful on a terminal."""
    from itertools import islice

    from clustercli.commands import everyone
    from clustercli.commands.pairing import weighed

    given = context.params
    if not given["all_"] or any(given[name] for name in ("id_", "sector", "country", "with_", "why", "min_score")):
        raise ClusterError("--part and --dask belong to --all, and --all stands alone: it is about every organisation.",
                           "  clustercli match --all --format csv", code=Exit.USAGE)  # fmt: skip
    whole = everyone.Part() if not part else everyone.read_part(part)
    if part and format_ == "json":
        raise ClusterError("Parts of a JSON array are none.", "  --format jsonl", code=Exit.USAGE)
    weighed(session)  # before the first line is written
    rows = everyone.rows(session, whole, dask)
    shown = not format_ and session.env.terminal
    limited = shown or str(context.get_parameter_source("limit")).endswith("COMMANDLINE")
    session.write(everyone.COLUMNS, islice(rows, given["limit"]) if limited else rows, format_, raw=raw,
                  head=whole.number == 1)  # fmt: skip
    if shown:
        session.env.note("The first lines. All of them: clustercli match --all --format csv")


def _write_pairs(session: Session, rows: list[dict[str, Any]], why: bool) -> None:
    """Every pair with its strongest reasons, or with all lines of its score."""
    from clustercli.present import brief

    for row in rows:
        session.env.write_lines((brief.whole_pair if why else brief.pair)(row, session.env.page_width))
    if rows:
        session.env.note('"you" is the organisation named first, "they" the one abroad.')
