"""The best partners of an organisation without scoring the others: sets of candidates, the best bound first.

A set is split signal by signal into those that reach each level; what it could still reach at most decides which set is
split next (best-first branch and bound), so that what is given first is exactly what a score of every pair would put
first.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from clustercli.match.levels import Option, Ties, fits
from clustercli.match.score import strength, tenths
from clustercli.match.signals import ANSWERED_BY, nearness
from clustercli.records.traits import PLACED, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clustercli.match.levels import Levels
    from clustercli.match.signals import Facts, Term
    from clustercli.records.traits import Bits, Lookup

_SLACK = 1e-6  # tenths that the rounding of a bound may err by
_SECTOR, _NEED, _OFFER, _FIT = 0, 1, 2, 3  # the order in which sets are split; the supply chain and distance come last


class Seeker(NamedTuple):
    """Who seeks partners: its facts, all of its terms, and those that speak for it."""

    facts: Facts
    terms: Sequence[Term]
    speaking: Sequence[Term]
    is_cluster: bool


class Known(NamedTuple):
    """What is known of candidates by their numbers: their ids, and the places of those that have one."""

    ids: Callable[[Sequence[int]], Sequence[str]]
    places: Callable[[Sequence[int]], Sequence[Sequence[float]]]


class _State(NamedTuple):
    """The levels that a set has reached so far."""

    sector: float = 0.0
    same: bool = False
    need: float = 0.0
    offer: float = 0.0
    fit: float = 0.0


def most(seeker: Seeker, ties: Ties) -> int:
    """What the best partner of an organisation can reach at most, in tenths; needs no set."""
    policy = ties.policy
    sector, chain, need, offer = ties.peaks(seeker.speaking).values()
    fit = 0.0
    for signal, fields in ANSWERED_BY.items():
        known = signal == "target_countries" or any(seeker.facts.get(field) for field in fields)
        fit += policy.points[signal] * (1.0 if known else policy.priors[signal])
    relevance = strength((sector, chain, need, offer, min(need, offer)), policy.relevance)
    return round(relevance * (policy.share + fit) * 10 + _SLACK)


class Ranking:
    """The search for the partners of one organisation."""

    def __init__(self, seeker: Seeker, ties: Ties, histories: Lookup, known: Known, *, swapped: bool = False) -> None:
        """`swapped`: as the candidates would score us, and not we them."""
        self.seeker, self.ties, self.known = seeker, ties, known
        self.policy = policy = ties.policy
        self.caps = dict(policy.relevance)
        if swapped:
            self.caps |= {"need_met": self.caps["offer_wanted"], "offer_wanted": self.caps["need_met"]}
        self._options: dict[tuple[str, float], list[Option]] = {}
        self.chain = self._levels("supply_chain", 1.0)
        self._fits = fits(seeker.facts, ties, histories)
        self.fits: list[tuple[float, Levels]] = [(policy.points[name], levels) for name, levels in self._fits.items()]
        self.place = seeker.facts.get("place")
        nearest = 1.0 if self.place else policy.priors["distance"]
        most = [points * levels[0][0] for points, levels in self.fits] + [policy.points["distance"] * nearest]
        self._left = [sum(most[i:]) for i in range(len(most) + 1)]
        self._last = _FIT + len(self.fits)  # where the supply chain is split

    def _levels(self, signal: str, apart: float) -> list[Option]:
        key = signal, apart
        if key not in self._options:
            self._options[key] = self.ties.options(signal, self.seeker.speaking, self.seeker.terms, apart)
        return self._options[key]

    def _apart(self, sector: float) -> float:
        return max(self.policy.levels["apart"], sector)

    def best(self, among: Bits) -> Iterator[tuple[int, str, int]]:
        """(score in tenths, id, number) of all relevant candidates of a set, best first, then by id."""
        heap: list[tuple[int, int, int | str, int, int, Bits, _State]] = []
        serial = count()

        def push(step: int, at: int, bits: Bits, state: _State) -> None:
            bound = self._bound(step, self._level(step, at, state), state)
            heappush(heap, (-bound, 0, next(serial), step, at, bits, state))

        if among:
            push(_SECTOR, 0, among, _State())
        while heap:
            least, found, id_, step, at, bits, state = heappop(heap)
            if found:
                yield -least, str(id_), step
                continue
            level, mark, inside, last = self._split(step, at, bits, state)
            while not inside and not last:
                at += 1
                level, mark, inside, last = self._split(step, at, bits, state)
            if not last and (rest := bits ^ inside):
                push(step, at + 1, rest, state)
            if not inside:
                continue
            if step < self._last:
                push(step + 1, 0, inside, self._reached(step, level, mark, state))
                continue
            for score, id_, n in self._scored(inside, level, mark, state):
                heappush(heap, (-score, 1, id_, n, 0, 0, state))

    def _split(self, step: int, at: int, bits: Bits, state: _State) -> tuple[float, bool, Bits, bool]:
        """(level, mark, those of a set that reach it, whether it is the last level)."""
        if _FIT <= step < self._last:
            points, levels = self.fits[step - _FIT]
            level, held = levels[at]
            last = at + 1 == len(levels)
            return points * level, False, bits if last else bits & held, last
        options = self._of(step, state)
        option = options[at]
        last = at + 1 == len(options)
        return option.level, option.mark, bits if last else bits & option.bits(), last

    def _of(self, step: int, state: _State) -> list[Option]:
        if step == _SECTOR:
            return self._levels("sector_tree", 1.0)
        if step == self._last:
            return self.chain
        return self._levels("need_met" if step == _NEED else "offer_wanted", self._apart(state.sector))

    def _level(self, step: int, at: int, state: _State) -> float:
        if _FIT <= step < self._last:
            points, levels = self.fits[step - _FIT]
            return points * levels[at][0]
        return self._of(step, state)[at].level

    def _reached(self, step: int, level: float, mark: bool, state: _State) -> _State:
        if step == _SECTOR:
            return state._replace(sector=level, same=mark)
        if step == _NEED:
            return state._replace(need=level)
        if step == _OFFER:
            return state._replace(offer=level)
        return state._replace(fit=state.fit + level)

    def _bound(self, step: int, level: float, state: _State) -> int:
        """The most that a set can reach of which this much is known, in tenths."""
        sector = level if step == _SECTOR else state.sector
        apart = self._apart(sector)
        need = state.need if step > _NEED else level if step == _NEED else self._levels("need_met", apart)[0].level
        offer = (
            state.offer if step > _OFFER else level if step == _OFFER else self._levels("offer_wanted", apart)[0].level
        )
        chain = level if step == self._last else self.chain[0].level
        fit = state.fit + self._left[max(0, step - _FIT)]
        if _FIT <= step < self._last:
            fit = state.fit + level + self._left[step - _FIT + 1]
        relevance = strength((sector, chain, need, offer, min(need, offer)), self.caps)
        return round(relevance * (self.policy.share + fit) * 10 + _SLACK) if relevance else 0

    def _scored(self, bits: Bits, chain: float, of_trades: bool, state: _State) -> Iterator[tuple[int, str, int]]:
        """(score in tenths, id, number) of a set whose levels are all known but the distance."""
        sector = state.sector
        if state.same and sector and not state.need and not state.offer and (of_trades or not chain):
            chain = 0.0  # competitors: see `score.competitors`
            clusters = self.ties.lookup("kind cluster") & bits if self.seeker.is_cluster else 0
            if clusters:
                yield from self._placed(clusters, (sector, chain, 0.0, 0.0, 0.0), state.fit)
            bits ^= clusters
            sector *= self.policy.levels["competitor"]
        levels = sector, chain, state.need, state.offer, min(state.need, state.offer)
        yield from self._placed(bits, levels, state.fit)

    def _placed(self, bits: Bits, levels: Sequence[float], fit: float) -> Iterator[tuple[int, str, int]]:
        relevance = strength(levels, self.caps)
        points, prior = self.policy.points["distance"], self.policy.priors["distance"]
        if not relevance or not bits:
            return
        near = 0
        if own := self.place:
            near = self.ties.lookup(PLACED) & bits
            found = numbers(near)
            for n, id_, place in zip(found, self.known.ids(found), self.known.places(found), strict=True):
                level = nearness(own, place)
                yield tenths(relevance, fit + points * level, self.policy), id_, n
        found = numbers(bits ^ near)
        score = tenths(relevance, fit + points * prior, self.policy)
        for n, id_ in zip(found, self.known.ids(found), strict=True):
            yield score, id_, n
