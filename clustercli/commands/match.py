"""`match`: partners across countries, with reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.options import Countries, Format, Raw, Sector
from clustercli.commands.session import Session
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column

if TYPE_CHECKING:
    from clustercli.match.partners import Organisation
    from clustercli.match.policy import Policy
    from clustercli.match.score import Pair, Score
    from clustercli.match.signals import Term
    from clustercli.match.trade import Trade

_COLUMNS = (
    Column("score", "score", right=True),
    Column("organisation"),
    Column("organisation_name", "you", room=18),
    Column("organisation_country"),
    Column("partner"),
    Column("partner_name", "they", room=18),
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
    sector: Sector = "",
    country: Countries = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="COUNTRY", help="Where the partners lie; elsewhere, if left out.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many pairs.")] = 20,
    min_score: Annotated[float, typer.Option("--min-score", min=0, max=100, metavar="N", show_default=False, help="No pairs below this score.")] = 0,
    per: Annotated[
        int, typer.Option("--per", min=0, metavar="N", help="At most so many pairs for each organisation; 0: all.")
    ] = 3,
    why: Annotated[bool, typer.Option("--why", help="Show every line of every score.")] = False,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Find partners across countries, with the reasons.

    One side ("you") lies in --country and works in --sector, or is the organisation ID; the other ("they") lies in
    any other country, or in --with. A score is out of 100: up to 60 points for how strongly the two answer each
    other, up to 40 for how easy working together would be. What is not known counts in part.

    Example: clustercli match --sector textile --country RS

    Example: clustercli match clutex --with RS --why
    """
    session = Session(context)
    matching = _Matching(session)
    if id_:
        one_sided = True
        codes = session.countries([*(with_ or ()), *(country or ())])
        matching.for_one(id_, codes, _concepts(session, context, sector)[0])
    elif sector or country:
        one_sided = False
        matching.for_many(_concepts(session, context, sector)[0], session.countries(country or ()),
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
        session.write(_COLUMNS, rows, format_, raw=raw, spread=False)
    if rows:
        session.count(len(rows), "pair")
    else:
        session.env.note(*matching.nothing_found(sector, session.countries(country or ()), id_))


def _concepts(session: Session, context: typer.Context, sector: str) -> tuple[set[str] | None, str]:
    """The concepts of a sector and all below it; None where no sector is asked for."""
    if not sector:
        return None, ""
    named, known = session.concepts(context, sector)
    return known.with_narrower(named), known.concepts[named[0]].label


class _Matching:
    """The terms and facts that a match needs, read from the index, and the pairs made of them."""

    def __init__(self, session: Session) -> None:
        from clustercli.index import queries
        from clustercli.match import policy
        from clustercli.match.trade import Trade

        self.session = session
        values = queries.meta(session.connection, "policy")
        if not values:
            raise ClusterError("The match policy, match.yaml, has faults.", "  clustercli check", code=Exit.BAD_RECORDS)
        self.policy: Policy = policy.read(values)
        self.trade: Trade = Trade(queries.tree(session.connection), queries.relations(session.connection), self.policy)
        self.history = queries.shared_history(session.connection)
        self.pairs: list[Pair] = []
        self._facts: dict[int, dict[str, Any]] = {}

    def for_one(self, id_: str, countries: Collection[str], concepts: set[str] | None) -> None:
        """Pairs of one organisation with partners in some countries (any but its own) and sectors."""
        from clustercli.index import queries

        kind = self.session.find_kind(id_)
        if not kind.partners:
            raise ClusterError(f"'{id_}' is a {kind.label}; match finds partners for clusters and firms.",
                               f"  clustercli show {id_}", code=Exit.USAGE)  # fmt: skip
        n = queries.number(self.session.connection, id_)
        own = {(n, id_): self._read(n)["country"]}
        self._pair(own, [code for code in countries if code not in own.values()], concepts)

    def for_many(self, concepts: set[str] | None, countries: Collection[str], with_: Collection[str]) -> None:
        """Pairs of organisations in some countries and sectors with partners elsewhere."""
        from clustercli.index import queries

        wanted = concepts if concepts is not None else set(self.trade.tree.concepts)
        found = queries.organisations(self.session.connection, wanted, countries)
        self._pair({organisation: self._read(organisation[0])["country"] for organisation in found}, with_, None)

    def _pair(self, own: dict[Organisation, str], with_: Collection[str], concepts: set[str] | None) -> None:
        from clustercli.index import queries
        from clustercli.match import partners
        from clustercli.match.signals import Term

        connection = self.session.connection
        terms: dict[int, list[Term]] = {n: [] for n, _ in own}
        for n, role, concept, guessed, text in queries.terms(connection, terms):
            terms[n].append(Term(role, concept, bool(guessed), text))
        wanted = partners.concepts_wanted(terms, self.trade)
        countries = set(own.values())
        theirs: dict[Organisation, tuple[str, list[Term]]] = {}
        here = countries if len(countries) == 1 else ()
        for n, id_, country, role, concept, guessed, text in queries.candidates(connection, wanted, with_, here):
            theirs.setdefault((n, id_), (country, []))[1].append(Term(role, concept, bool(guessed), text))
        if concepts is not None:
            theirs = {
                o: (c, t) for o, (c, t) in theirs.items() if any(x.role != "need" and x.concept in concepts for x in t)
            }
        ours = [(organisation, country, terms[organisation[0]]) for organisation, country in own.items()]
        self.pairs = list(partners.pairs(ours, theirs, self.trade, self.policy))

    def _read(self, n: int) -> dict[str, Any]:
        from clustercli.index import queries

        if n not in self._facts:
            facts = queries.partner(self.session.connection, n)
            facts["history"] = self.history.get(facts["id"])
            self._facts[n] = facts
        return self._facts[n]

    def _score(self, pair: Pair) -> Score:
        from clustercli.match.score import score

        return score(pair.evidence, self._read(pair.ours[0]), self._read(pair.theirs[0]), self.policy)

    def rows(self, limit: int, least: float, per: int | None) -> Iterator[dict[str, Any]]:
        """The best pairs as rows."""
        from clustercli.match.score import best_first

        for number, (pair, result) in enumerate(best_first(self.pairs, self._score, self.policy, per)):
            if number >= limit or result.total < least:
                return
            ours, theirs = self._read(pair.ours[0]), self._read(pair.theirs[0])
            yield {
                "score": result.total,
                "organisation": ours["id"], "organisation_name": ours["name"], "organisation_country": ours["country"],
                "partner": theirs["id"], "partner_name": theirs["name"], "partner_country": theirs["country"],
                "why": "; ".join(_sentence(line) for line in result.why[:2]),
                "low": result.low, "high": result.high, "ask": result.ask,
                "lines": [line._asdict() for line in result.lines],
                "policy": self.policy.label,
            }  # fmt: skip

    def nothing_found(self, sector: str, countries: list[str], id_: str) -> Iterator[str]:
        """What to say where there is no pair, and what to try."""
        from clustercli.index import queries

        if id_:
            yield f"No partner found for {id_}."
            yield "  It may lack sectors, offers or needs: clustercli show " + id_
            return
        where = f" in {', '.join(countries)}" if countries else ""
        yield f"No partner abroad for {sector or 'any sector'}{where}."
        concepts = self.session.vocabulary().named(sector) if sector else []
        near = {c for concept in concepts for c in self.trade.near_sectors(concept)} - set(concepts)
        held = {c: len(queries.organisations(self.session.connection, [c], countries)) for c in sorted(near)}
        best = sorted((c for c in held if held[c]), key=lambda c: (-held[c], c))[:3]
        if best:
            yield "  Nearest sectors with organisations there: " + ", ".join(f"{c} ({held[c]})" for c in best)
            yield f"  Try: clustercli match --sector {best[0]}" + "".join(f" --country {c}" for c in countries)


def _sentence(line: Any) -> str:
    return line.text + (" (guessed)" if line.basis == "guessed" else "")


def _write_pairs(session: Session, rows: list[dict[str, Any]], why: bool) -> None:
    """Every pair with its strongest reasons, or with all lines of its score."""
    from clustercli.present import brief

    for row in rows:
        for line in (brief.whole_pair if why else brief.pair)(row, min(session.env.width, 110)):
            session.env.out.write(line + "\n")
    if rows:
        session.env.note('"you" is the organisation named first, "they" the one abroad.')
