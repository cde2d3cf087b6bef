"""Between the index and the score: reads the terms and facts that a match needs, and makes rows of its pairs.

Imported by `match` only when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustercli.errors import ClusterError, Exit
from clustercli.index import matching, queries
from clustercli.match import partners, policy
from clustercli.match.score import Line, Pair, best_first, score, total
from clustercli.match.signals import Term
from clustercli.match.trade import Trade

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from clustercli.commands.session import Session
    from clustercli.match.partners import Organisation


class Pairing:
    """The terms and facts that a match needs, read from the index, and the pairs made of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        values = queries.meta(session.connection, "policy")
        if not values:
            raise ClusterError("The match policy, match.yaml, has faults.", "  clustercli check", code=Exit.BAD_RECORDS)
        self.policy = policy.read(values)
        self.trade = Trade(queries.tree(session.connection), queries.relations(session.connection), self.policy)
        self.history = matching.shared_history(session.connection)
        self.pairs: list[Pair] = []
        self._facts: dict[int, dict[str, Any]] = {}

    def for_one(self, id_: str, countries: Collection[str], concepts: set[str] | None) -> None:
        """Pairs of one organisation with partners in some countries (any but its own) and sectors."""
        kind = self.session.find_kind(id_)
        if not kind.partners:
            raise ClusterError(f"'{id_}' is a {kind.label}; match finds partners for clusters and firms.",
                               f"  clustercli show {id_}", code=Exit.USAGE)  # fmt: skip
        n = matching.number(self.session.connection, id_)
        own = {(n, id_): self._read(n)["country"]}
        self._pair(own, [code for code in countries if code not in own.values()], concepts)

    def for_many(self, concepts: set[str] | None, countries: Collection[str], with_: Collection[str]) -> None:
        """Pairs of organisations in some countries and sectors with partners elsewhere."""
        wanted = concepts if concepts is not None else set(self.trade.tree.concepts)
        found = matching.organisations(self.session.connection, wanted, countries)
        self._pair({organisation: self._read(organisation[0])["country"] for organisation in found}, with_, None)

    def _pair(self, own: dict[Organisation, str], with_: Collection[str], concepts: set[str] | None) -> None:

        from clustercli.match.signals import Term

        connection = self.session.connection
        terms: dict[int, list[Term]] = {n: [] for n, _ in own}
        for n, role, concept, guessed, text in matching.terms(connection, terms):
            terms[n].append(Term(role, concept, bool(guessed), text))
        wanted = partners.concepts_wanted(terms, self.trade)
        countries = set(own.values())
        theirs: dict[Organisation, tuple[str, list[Term]]] = {}
        here = countries if len(countries) == 1 else ()
        for n, id_, country, role, concept, guessed, text in matching.candidates(connection, wanted, with_, here):
            theirs.setdefault((n, id_), (country, []))[1].append(Term(role, concept, bool(guessed), text))
        if concepts is not None:
            theirs = {
                o: (c, t) for o, (c, t) in theirs.items() if any(x.role != "need" and x.concept in concepts for x in t)
            }
        ours = [(organisation, country, terms[organisation[0]]) for organisation, country in own.items()]
        self.pairs = list(partners.pairs(ours, theirs, self.trade, self.policy))

    def _read(self, n: int) -> dict[str, Any]:
        if n not in self._facts:
            facts = matching.facts(self.session.connection, n)
            facts["history"] = self.history.get(facts["id"])
            self._facts[n] = facts
        return self._facts[n]

    def rows(self, limit: int, least: float, per: int | None) -> Iterator[dict[str, Any]]:
        """The best pairs as rows."""

        def total_of(pair: Pair) -> float:
            return total(pair.evidence, self._read(pair.ours[0]), self._read(pair.theirs[0]), self.policy)

        for number, (pair, points) in enumerate(best_first(self.pairs, total_of, self.policy, per)):
            if number >= limit or points < least:
                return
            ours, theirs = self._read(pair.ours[0]), self._read(pair.theirs[0])
            result = score(pair.evidence, ours, theirs, self.policy)
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
        if id_:
            yield f"No partner found for {id_}."
            yield "  It may lack sectors, offers or needs: clustercli show " + id_
            return
        where = f" in {', '.join(countries)}" if countries else ""
        yield f"No partner abroad for {sector or 'any sector'}{where}."
        concepts = queries.concepts_named(self.session.connection, sector) if sector else []
        near = {c for concept in concepts for c in self.trade.near_sectors(concept)} - set(concepts)
        held = {c: len(matching.organisations(self.session.connection, [c], countries)) for c in sorted(near)}
        best = sorted((c for c in held if held[c]), key=lambda c: (-held[c], c))[:3]
        if best:
            yield "  Nearest sectors with organisations there: " + ", ".join(f"{c} ({held[c]})" for c in best)
            yield f"  Try: clustercli match --sector {best[0]}" + "".join(f" --country {c}" for c in countries)


def _sentence(line: Line) -> str:
    return line.text + (" (guessed)" if line.basis == "guessed" else "")
