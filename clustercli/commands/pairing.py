"""Between the index and the score: finds the pairs that a command asks for, and makes rows of them.

Imported by `match` only when it runs.
"""

from __future__ import annotations

from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from clustercli.commands.market import Market
from clustercli.errors import ClusterError, Exit
from clustercli.index import matching, queries
from clustercli.match import absence, levels, partners
from clustercli.match.partners import Pair
from clustercli.match.ranking import bound, most
from clustercli.match.score import Line, combined, score
from clustercli.records.traits import AIMS, CERTIFIED, PLACED, SIZED, SPEAKS, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from clustercli.commands.session import Session
    from clustercli.match.partners import Organisation
    from clustercli.match.policy import Policy
    from clustercli.match.sentences import Evidence
    from clustercli.match.signals import Facts
    from clustercli.match.trade import Trade


_WORTH_TELLING = 8  # points
_TRAITS = (AIMS, SPEAKS, SIZED, CERTIFIED, PLACED)  # that fit is told from, where they are known
_TRIED = 8  # organisations whose best pairs tell what may be expected of all
_FEW = 100  # organisations that are read whatever is known of them
_MANY = 100  # of these pairs that are looked at
_AT_ONCE = 50  # pairs of which all is read at once
_NEAREST = 3  # sectors advised


def weighed(session: Session) -> tuple[Trade, Policy]:
    """How concepts belong together, and the policy that weighs it. Raises ClusterError where the policy has faults."""
    found = session.trade()
    if found is None:
        raise ClusterError("The match policy, match.yaml, has faults.", "  clustercli check", code=Exit.BAD_RECORDS)
    return found


class Pairing(Market):
    """The pairs of the organisations that a command names, with the reasons."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.connection, *weighed(session))
        self.session = session
        self.closed = False

    def for_one(self, id_: str, countries: Collection[str], concepts: set[str] | None) -> None:
        """Pairs of one organisation with partners in some countries (any but its own) and sectors."""
        n, id_ = self._partner(id_)
        own = self.facts(n)
        country, self.closed = own["country"], own["status"] == "closed"
        if countries and set(countries) <= {country}:
            raise ClusterError(f"'{id_}' lies in {country} itself; partners are sought in other countries.",
                               f"  clustercli match {id_}", code=Exit.USAGE)  # fmt: skip
        theirs = self.within(countries)
        if concepts is not None:
            theirs &= self.ties.working_in(concepts)
        self.only(0 if self.closed else 1 << n, theirs)

    def for_many(self, concepts: set[str] | None, countries: Collection[str], with_: Collection[str]) -> None:
        """Pairs of organisations in some countries and sectors with partners elsewhere."""
        if with_ and countries and set(with_) == set(countries) and len(with_) == 1:
            raise ClusterError(f"Both sides in {next(iter(with_))}? A match joins two countries.", code=Exit.USAGE)
        ours = self.within(countries)
        if concepts is not None:
            ours &= self.ties.working_in(concepts)
        self.only(ours, self.within(with_), concepts)

    def _pairs(self, wanted: int, at_most: int | None = None) -> Iterator[Pair]:
        """All pairs, best first, at most so many for each organisation with partners in one country."""
        groups = self._groups()
        if self.ours.bit_count() == 1 and at_most is None:
            ((_, own),) = groups[0][1]()
            return (Pair(own, (n, id_), tenths) for tenths, id_, n in self.ranked(own))
        tried = islice((n for _, members in groups for _, (n, _) in members()), _TRIED)
        many = min(2 * wanted, _MANY) if self.ours.bit_count() <= _FEW else 1  # of many, some others have as good ones
        found = [best for n in tried for best in self.ranking(n).top(self.candidates(n), many)]
        least = sorted((tenths for tenths, _, _ in found), reverse=True)[:many][-1:] or [0]
        return partners.best_pairs(groups, self.reaching, least[0], wanted, at_most, self._sides)

    def _groups(self) -> list[tuple[int, Callable[[], list[tuple[int, Organisation]]]]]:
        """Those who seek by what is known of them, so that those who cannot come first need not be read."""
        if self.ours.bit_count() <= _FEW:
            return [(1000, partial(self._members, self.ours))]
        groups: list[tuple[set[str], int]] = [(set(), self.ours)]
        known = {trait: self.lookup(trait) for trait in _TRAITS} | {"history": self.histories("")}
        for trait, holders in known.items():
            groups = [
                (own, members)
                for known_, among in groups
                for own, members in (({*known_, trait}, among & holders), (known_, among & ~holders))
                if members
            ]
        caps = [1.0] * len(self.policy.relevance)
        bounds = [(bound(caps, levels.most(own, self.ties), self.ties), members) for own, members in groups]
        bounds.sort(key=lambda group: -group[0])
        return [(most_, partial(self._members, members)) for most_, members in bounds]

    def _members(self, group: int) -> list[tuple[int, Organisation]]:
        """The organisations of a group with what their best pair can reach at most, those with most first."""
        found = numbers(group)
        seekers = self.seek(found)
        ours = sorted((-most(seekers[n], self.ties), seekers[n].facts["id"], n) for n in found)
        return [(-most_, (n, id_)) for most_, id_, n in ours]

    def _sides(self, pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
        """Each organisation with the country of its partner."""
        (n, id_), (other, their_id), _ = pair
        return (id_, self.country(other)), (their_id, self.country(n))

    def best(self, most: int) -> list[tuple[float, Facts, Facts]]:
        """The best pairs, at most so many: relevance (0..1), and the facts of both sides."""
        return [
            (
                combined(self.evidence(pair.ours[0], pair.theirs[0]), self.policy),
                self.facts(pair.ours[0]),
                self.facts(pair.theirs[0]),
            )
            for pair in islice(self._pairs(most), most)
        ]

    def rows(self, limit: int, least: float, per: int | None) -> Iterator[dict[str, Any]]:
        """The best pairs as rows; at most `per` for each organisation with partners in one country."""
        pairs = takewhile(lambda pair: pair.tenths / 10 >= least, islice(self._pairs(limit, per), limit))
        while some := list(islice(pairs, _AT_ONCE)):
            self.seek({n for pair in some for n in (pair.ours[0], pair.theirs[0])})
            for (n, _), (other, _), _ in some:
                yield self.row(n, other, self.evidence(n, other))

    def row(self, n: int, other: int, found: Mapping[str, Evidence], absent: Iterable[Line] = ()) -> dict[str, Any]:
        """A pair with its score, the lines behind it, and those of what was not found."""
        ours, theirs = self.facts(n), self.facts(other)
        result = score(found, ours, theirs, self.trade, self.policy)
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
        ours, theirs = (self.seek([we[0], they[0]])[n] for n in (we[0], they[0]))
        found = self.evidence(we[0], they[0])
        row = self.row(we[0], they[0], found, absence.lines(found, ours.terms, theirs.terms, self.trade))
        return row, absence.obstacle(ours.facts, theirs.facts)

    def _partner(self, word: str) -> Organisation:
        """An organisation that can be matched. Raises ClusterError where it is none."""
        kind, id_ = self.session.find(word)
        if not kind.partners:
            raise ClusterError(f"Partners are found for clusters and firms; '{id_}' is neither.",
                               f"  clustercli show {id_}", code=Exit.USAGE)  # fmt: skip
        return matching.number(self.session.connection, id_), id_

    def nothing_found(self, sector: str, countries: list[str], with_: list[str], id_: str) -> Iterator[str]:
        """What to say where there is no row, and what to try."""
        best = next(self._pairs(1), None)
        where = f"in {', '.join(with_)}" if with_ else "abroad"
        if best is not None:
            yield f"No pair reaches the score asked for; the best has {best.tenths / 10:.1f}."
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
            reached = 0
            for n, seeker in self.seek(numbers(self.ours)).items():
                if self.ours >> n & 1:
                    reached |= self.ties.relevant(seeker.speaking, seeker.terms) & self.candidates(n)
            if reached:
                held.append((concept, reached.bit_count()))
            if len(held) == _NEAREST:
                break
        if held:
            yield "  Nearest sectors with partners: " + ", ".join(f"{concept} ({number})" for concept, number in held)
            options = "".join(f" --country {c}" for c in countries) + "".join(f" --with {c}" for c in with_)
            yield f"  Try: clustercli match --sector {held[0][0]}{options}"
        else:
            yield "  All sectors, with the number of records in each: clustercli sectors"


def _telling(lines: list[Line]) -> list[Line]:
    """The first reason, and a second one that carries weight."""
    return lines[:1] + [line for line in lines[1:2] if line.points >= _WORTH_TELLING]


def _sentence(line: Line) -> str:
    return line.text + (" (guessed)" if line.basis == "guessed" else "")
