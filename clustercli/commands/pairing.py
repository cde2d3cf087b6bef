"""Between the index and the score: reads the terms and facts that a match needs, and makes rows of its pairs.

Imported by `match` only when it runs.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from clustercli.errors import ClusterError, Exit
from clustercli.index import matching, queries
from clustercli.match import absence, partners, signals
from clustercli.match.partners import Candidate
from clustercli.match.score import Line, Pair, best_first, combined, relevance, score, total
from clustercli.match.signals import Term
from clustercli.records.kinds import CLUSTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from clustercli.commands.session import Session
    from clustercli.match.partners import Organisation
    from clustercli.match.signals import Facts


_WORTH_TELLING = 8  # points
_NEAREST = 3  # sectors advised


class Pairing:
    """The terms and facts that a match needs, read from the index, and the pairs made of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        found = session.trade()
        if found is None:
            raise ClusterError("The match policy, match.yaml, has faults.", "  clustercli check", code=Exit.BAD_RECORDS)
        self.trade, self.policy = found
        self.history = matching.shared_history(session.connection)
        self.pairs: list[Pair] = []
        self.closed = False
        self._facts: dict[int, dict[str, Any]] = {}

    def for_one(self, id_: str, countries: Collection[str], concepts: set[str] | None) -> None:
        """Pairs of one organisation with partners in some countries (any but its own) and sectors."""
        n, id_ = self._partner(id_)
        own = self._read(n)
        country, self.closed = own["country"], own["status"] == "closed"
        if countries and set(countries) <= {country}:
            raise ClusterError(f"'{id_}' lies in {country} itself; partners are sought in other countries.",
                               f"  clustercli match {id_}", code=Exit.USAGE)  # fmt: skip
        if self.closed:
            return
        self._pair([(n, id_)], [code for code in countries if code != country], None, concepts)

    def for_many(self, concepts: set[str] | None, countries: Collection[str], with_: Collection[str]) -> None:
        """Pairs of organisations in some countries and sectors with partners elsewhere."""
        if with_ and countries and set(with_) == set(countries) and len(with_) == 1:
            raise ClusterError(f"Both sides in {next(iter(with_))}? A match joins two countries.", code=Exit.USAGE)
        wanted = concepts if concepts is not None else set(self.trade.tree.concepts)
        found = matching.organisations(self.session.connection, wanted, countries)
        self._pair(found, with_, concepts, None)

    def _pair(
        self, own: list[Organisation], with_: Collection[str], sought: set[str] | None, theirs_in: set[str] | None
    ) -> None:
        """Find the candidates of some organisations and pair them; `sought` bounds the trades that speak for ours,
        `theirs_in` those that a partner must have one of.
        """
        terms = self._terms(n for n, _ in own)
        sides = [partners.side(o, self._candidate(o[0], terms[o[0]]), self.trade, sought) for o in own]
        wanted = partners.concepts_wanted(sides) | (theirs_in or set())
        countries = {side.country for side in sides}
        theirs: dict[Organisation, Candidate] = {}
        for n, id_, country, kind, role, concept, guessed, text in matching.candidates(
            self.session.connection, wanted, with_, countries if len(countries) == 1 else ()
        ):
            candidate = theirs.setdefault((n, id_), Candidate(country, kind == CLUSTER.name, []))
            candidate.terms.append(Term(role, concept, bool(guessed), text))
        if theirs_in is not None:
            theirs = {o: c for o, c in theirs.items() if any(_works_in(term, theirs_in) for term in c.terms)}
        self.pairs = list(partners.pairs(sides, theirs, self.policy))

    def _candidate(self, n: int, terms: list[Term]) -> Candidate:
        facts = self._read(n)
        return Candidate(facts["country"], facts["kind"] == CLUSTER.name, terms)

    def _read(self, n: int) -> dict[str, Any]:
        if n not in self._facts:
            facts = matching.facts(self.session.connection, n)
            facts["history"] = self.history.get(facts["id"])
            self._facts[n] = facts
        return self._facts[n]

    def _total(self, pair: Pair) -> float | None:
        if absence.obstacle(self._read(pair.ours[0]), self._read(pair.theirs[0])):
            return None
        return total(pair.evidence, self._read(pair.ours[0]), self._read(pair.theirs[0]), self.policy)

    def best(self, most: int) -> list[tuple[float, Facts, Facts]]:
        """The best pairs, at most so many: relevance (0..1), and the facts of both sides."""
        return [
            (combined(pair.evidence, self.policy), self._read(pair.ours[0]), self._read(pair.theirs[0]))
            for pair, _ in islice(best_first(self.pairs, self._total, self.policy, None), most)
        ]

    def rows(self, limit: int, least: float, per: int | None) -> Iterator[dict[str, Any]]:
        """The best pairs as rows; at most `per` for each organisation with partners in one country."""
        best = best_first(self.pairs, self._total, self.policy, per, self._sides)
        for pair, points in islice(best, limit):
            if points < least:
                return
            yield self.row(pair)

    def _sides(self, pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
        """Each organisation with the country of its partner."""
        ours, theirs = self._read(pair.ours[0]), self._read(pair.theirs[0])
        return (ours["id"], theirs["country"]), (theirs["id"], ours["country"])

    def row(self, pair: Pair, absent: Iterable[Line] = ()) -> dict[str, Any]:
        """A pair with its score, the lines behind it, and those of what was not found."""
        ours, theirs = self._read(pair.ours[0]), self._read(pair.theirs[0])
        result = score(pair.evidence, ours, theirs, self.trade, self.policy)
        return {
            "score": result.total,
            "organisation": ours["id"], "organisation_name": ours["name"], "organisation_country": ours["country"],
            "partner": theirs["id"], "partner_name": theirs["name"], "partner_country": theirs["country"],
            "why": "; ".join(_sentence(line) for line in _telling(result.why)),
            "low": result.low, "high": result.high, "ask": result.ask,
            "lines": [line._asdict() for line in (*result.why, *absent, *result.fit)],
            "policy": self.policy.label,
        }  # fmt: skip

    def between(self, id_: str, other: str) -> tuple[dict[str, Any], str]:
        """The row of two organisations, with what was looked for in vain, and what stands between them."""
        we, they = self._partner(id_), self._partner(other)
        if we == they:
            raise ClusterError(f"'{we[1]}' twice? A match joins two organisations.", code=Exit.USAGE)
        terms = self._terms([we[0], they[0]])
        ours, theirs = terms[we[0]], terms[they[0]]
        both = self._read(we[0])["kind"] == self._read(they[0])["kind"] == CLUSTER.name
        found = relevance(signals.reasons(ours, self.trade), ours, theirs, self.policy, counterparts=both)
        row = self.row(Pair(we, they, found), absence.lines(found, ours, theirs, self.trade))
        return row, absence.obstacle(self._read(we[0]), self._read(they[0]))

    def _partner(self, word: str) -> Organisation:
        """An organisation that can be matched. Raises ClusterError where it is none."""
        kind, id_ = self.session.find(word)
        if not kind.partners:
            raise ClusterError(f"Partners are found for clusters and firms; '{id_}' is neither.",
                               f"  clustercli show {id_}", code=Exit.USAGE)  # fmt: skip
        return matching.number(self.session.connection, id_), id_

    def _terms(self, numbers: Iterable[int]) -> dict[int, list[Term]]:
        found: dict[int, list[Term]] = {n: [] for n in numbers}
        for n, role, concept, guessed, text in matching.terms(self.session.connection, found):
            found[n].append(Term(role, concept, bool(guessed), text))
        return found

    def nothing_found(self, sector: str, countries: list[str], with_: list[str], id_: str) -> Iterator[str]:
        """What to say where there is no row, and what to try."""
        best = next(best_first(self.pairs, self._total, self.policy, None), None)
        where = f"in {', '.join(with_)}" if with_ else "abroad"
        if best is not None:
            yield f"No pair reaches the score asked for; the best has {best[1]:.1f}."
        elif self.closed:
            yield f"No partner is sought for {id_}: it is closed."
            yield f"  clustercli show {id_}"
        elif id_:
            yield f"No partner {where} found for {id_}{f' in {sector}' if sector else ''}."
            yield f"  Its sectors, offers and needs: clustercli show {id_}"
        else:
            of = f" in {', '.join(countries)}" if countries else ""
            yield f"No partner {where} for {sector or 'any sector'}{of}."
            yield from self._advice(sector, countries, with_)

    def _advice(self, sector: str, countries: list[str], with_: list[str]) -> Iterator[str]:
        """Where partners would be found: in countries that have records, or in the nearest sectors."""
        connection = self.session.connection
        here = queries.countries(connection)
        if not {*countries, *with_} <= set(here):
            yield f"  Countries in this catalogue: {' '.join(here)}"
            return
        asked = queries.concepts_named(connection, sector) if sector else []
        near: dict[str, float] = {}
        for concept in asked:
            for other, how in self.trade.near_sectors(concept).items():
                near[other] = max(near.get(other, 0.0), how.level)
        held: list[tuple[str, int]] = []
        trades = (concept for concept in near.keys() - set(asked) if self.trade.lineage(concept)[1:])
        for concept in sorted(trades, key=lambda c: (-near[c], c)):
            self.for_many(self.trade.tree.with_narrower([concept]), countries, with_)
            reached = {pair.theirs for pair in self.pairs if self._total(pair) is not None}
            if reached:
                held.append((concept, len(reached)))
            if len(held) == _NEAREST:
                break
        if held:
            yield "  Nearest sectors with partners: " + ", ".join(f"{concept} ({number})" for concept, number in held)
            options = "".join(f" --country {c}" for c in countries) + "".join(f" --with {c}" for c in with_)
            yield f"  Try: clustercli match --sector {held[0][0]}{options}"
        else:
            yield "  All sectors, with the number of records in each: clustercli sectors"


def _works_in(term: Term, concepts: set[str]) -> bool:
    """Whether a term says that its organisation works in one of some sectors."""
    return term.role != "need" and not term.guessed and term.concept in concepts


def _telling(lines: list[Line]) -> list[Line]:
    """The first reason, and a second one that carries weight."""
    return lines[:1] + [line for line in lines[1:2] if line.points >= _WORTH_TELLING]


def _sentence(line: Line) -> str:
    return line.text + (" (guessed)" if line.basis == "guessed" else "")
