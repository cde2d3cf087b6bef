"""The best partners of an organisation without scoring the others: sets are split by level.

A set is split further only while the most that it can reach is enough (branch and bound), so that what is found is
exactly what a score of every pair would put first.
"""

from __future__ import annotations

from bisect import bisect_right
from heapq import heappop, heappush
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING

from clustercli.match import levels
from clustercli.match.score import BOTH_WAYS, strength, tenths
from clustercli.match.signals import RELEVANCE, nearness
from clustercli.named import NamedTuple
from clustercli.records import traits
from clustercli.records.traits import PLACED, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clustercli.match.levels import Levels, Option, Reach, Ties
    from clustercli.match.signals import Facts, Term
    from clustercli.records.traits import Bits, Lookup

_SLACK = 1e-7  # that the rounding of a bound may err by
_FIRST, _MORE = 32, 8  # partners sought at once; how many times more, where these are not enough
_HIGHEST = 1 << 62  # above all numbers
_SPARE = 16  # candidates that are noted before the best are told from them


class Seeker(NamedTuple):
    """Who seeks partners: its facts, all of its terms, and those that speak for it."""

    facts: Facts
    terms: Sequence[Term]
    speaking: Sequence[Term]
    is_cluster: bool


class Known(NamedTuple):
    """What is known of candidates by their numbers: their ids, and the place of one that has any."""

    ids: Callable[[Sequence[int]], Sequence[str]]
    place: Callable[[int], Sequence[float]]


def most(seeker: Seeker, ties: Ties) -> int:
    """What the best partner of an organisation can reach at most, in tenths; needs no set."""
    known = set(traits.of("", seeker.facts, ()))
    if seeker.facts.get("history"):
        known.add("history")
    sector, chain, need, offer = ties.peaks(seeker.speaking).values()
    return bound((sector, chain, need, offer, min(need, offer)), levels.most(known, ties), ties)


def bound(relevance: Sequence[float], fit: float, ties: Ties) -> int:
    """What can be reached at most with levels of relevance and points of fit, in tenths."""
    policy = ties.policy
    return round(strength(relevance, policy.relevance) * (policy.share + fit) * 10 + 10 * _SLACK)


class Ranking:
    """The search for the partners of one organisation."""

    def __init__(self, seeker: Seeker, ties: Ties, histories: Lookup, known: Known, *, swapped: bool = False) -> None:
        """`swapped`: as the candidates would score us, and not we them."""
        self.seeker, self.ties, self.known = seeker, ties, known
        self.policy = policy = ties.policy
        self.caps = dict(policy.relevance)
        if swapped:
            self.caps |= {"need_met": self.caps["offer_wanted"], "offer_wanted": self.caps["need_met"]}
        self._options = {name: ties.options(name, seeker.speaking, seeker.terms) for name in RELEVANCE}
        sector, chain, need, offer, both = self.caps.values()
        self._sectors = _falling(self._options["sector_tree"], sector, marked_first=True)
        self._chain = _falling(self._options["supply_chain"], chain)
        self._answers: dict[tuple[str, float], list[_Level]] = {}
        peaks = ties.peaks(seeker.speaking)
        self._answered = (
            (1 - need * peaks["need_met"])
            * (1 - offer * peaks["offer_wanted"])
            * (1 - both * min(peaks["need_met"], peaks["offer_wanted"]))
        )
        self._fits: list[Levels] = [
            [(policy.points[name] * level, bits) for level, bits in found]
            for name, found in levels.fits(seeker.facts, ties, histories).items()
        ]
        self._own_place = seeker.facts.get("place")
        nearest = policy.points["distance"] * (1.0 if self._own_place else policy.priors["distance"])
        most = [found[0][0] for found in self._fits]
        self._left = [sum(most[i:]) + nearest for i in range(len(most) + 1)]  # of fit, when so many are known

    def best(self, among: Bits) -> Iterator[tuple[int, str, int]]:
        """(score in tenths, id, number) of all relevant candidates of a set, best first, then by id."""
        given, most = 0, _FIRST
        while found := self.top(among, most)[given:]:
            yield from found
            given, most = most, most * _MORE

    def top(self, among: Bits, most: int, least: int = 0) -> list[tuple[int, str, int]]:
        """The first so many of them, of those that reach a score in tenths."""
        self._count, self._least = most, (least - 0.5) / 10 - _SLACK
        self._found: list[tuple[int, int]] = []  # (score in tenths, below zero, number)
        self._enough = most + _SPARE
        if among:
            self._split_by_fit(among)
        found = [(score, n) for score, n in self._found if -score >= least]
        ids = self.known.ids([n for _, n in found])
        ranked = sorted((score, id_, n) for (score, n), id_ in zip(found, ids, strict=True))
        return [(-score, id_, n) for score, id_, n in ranked[:most]]

    def _keep_best(self) -> None:
        """Forget all that can be none of the first so many; what comes after must reach the last of them."""
        self._found.sort()
        last = self._found[self._count - 1][0]
        del self._found[bisect_right(self._found, (last, _HIGHEST)) :]
        self._least = (-last - 0.5) / 10 - _SLACK
        self._enough = len(self._found) + _SPARE

    def _split_by_fit(self, among: Bits) -> None:
        """Split by all fit signals but the distance; those that can reach most are split further first."""
        relevance = 1 - self._sectors[0].missing * self._chain[0].missing * self._answered
        waiting = [(-relevance * (self.policy.share + self._left[0]), 0, 0, 0.0, among)]
        serial = count(1)
        while waiting:
            most, _, step, fit, bits = heappop(waiting)
            if -most < self._least:
                return
            if step == len(self._fits):
                self._split_by_class(bits, fit, self._classes(bits, fit + self._left[-1]))
                continue
            left = self.policy.share + fit + self._left[step + 1]
            for points, held in self._fits[step]:
                most = relevance * (left + points)
                if most < self._least:
                    break
                inside = bits & held if held is not None else self._others(step, bits)
                if inside:
                    heappush(waiting, (-most, next(serial), step + 1, fit + points, inside))

    def _others(self, step: int, among: Bits) -> Bits:
        """Those of a set whom no level of a fit signal names."""
        for _, held in self._fits[step]:
            if held is not None:
                among &= ~held
        return among

    def _classes(self, among: Bits, fit: float) -> list[_Class]:
        """Candidates who reach so much fit at most, by their sector, what they answer us and what we answer them; those
        who miss least come first.
        """
        classes: list[_Class] = []
        both, chain = self.caps[BOTH_WAYS], self._chain[0].missing
        limit = 1 - self._least / (self.policy.share + fit) + _SLACK
        for sector in self._sectors:
            if sector.missing * chain * self._answered > limit:
                break
            if not (related := among & sector.held):
                continue
            among ^= related
            offers = self._of("offer_wanted", sector.level)
            best = offers[0]
            for need in self._of("need_met", sector.level):
                part = sector.missing * need.missing
                if part * chain * best.missing * (1 - both * min(need.level, best.level)) > limit:
                    break
                if not (answering := related & need.held):
                    continue
                related ^= answering
                for offer in offers:
                    missing = part * offer.missing * (1 - both * min(need.level, offer.level))
                    if missing * chain > limit:
                        break
                    if members := answering & offer.held:
                        answering ^= members
                        classes.append(_Class(missing, members, sector, need, offer))
                if not related:
                    break
            if not among:
                break
        classes.sort(key=itemgetter(0))
        return classes

    def _split_by_class(self, among: Bits, fit: float, classes: list[_Class]) -> None:
        chain = self._chain[0].missing
        for class_ in classes:
            limit = 1 - self._least / (self.policy.share + fit + self._left[-1]) + _SLACK
            if class_.missing * chain > limit:
                return
            if inside := among & class_.members:
                among ^= inside
                self._split_by_chain(inside, fit, class_, limit)
                if not among:
                    return

    def _split_by_chain(self, among: Bits, fit: float, class_: _Class, limit: float) -> None:
        for chain in self._chain:
            if class_.missing * chain.missing > limit:
                return
            if inside := among & chain.held:
                among ^= inside
                self._note(inside, fit, class_, chain)
                if not among:
                    return

    def _of(self, signal: str, sector: float) -> list[_Level]:
        """The levels of needs and offers, of which some are lessened by how far apart the sectors are."""
        options = self._options[signal]
        apart = max(self.policy.levels["apart"], sector) if any(option.lessened for option in options) else 1.0
        key = signal, apart
        if key not in self._answers:
            self._answers[key] = _falling(options, self.caps[signal], apart)
        return self._answers[key]

    def _note(self, bits: Bits, fit: float, class_: _Class, chain: _Level) -> None:
        """Note candidates of whom all is known but the distance."""
        sector, need, offer = class_.sector, class_.need.level, class_.offer.level
        answers = need, offer, min(need, offer)
        if sector.mark and not need and not offer and (chain.mark or not chain.level):
            # Competitors, unless both are cluster organisations: see `score.competitors`.
            clusters = self.ties.lookup("kind cluster") & bits if self.seeker.is_cluster else 0
            self._place(clusters, fit, strength((sector.level, 0.0, *answers), self.caps))
            lessened = sector.level * self.policy.levels["competitor"]
            self._place(bits ^ clusters, fit, strength((lessened, 0.0, *answers), self.caps))
        else:
            self._place(bits, fit, strength((sector.level, chain.level, *answers), self.caps))

    def _place(self, bits: Bits, fit: float, relevance: float) -> None:
        if not bits or not relevance:
            return
        points, prior = self.policy.points["distance"], self.policy.priors["distance"]
        near = 0
        if own := self._own_place:
            near = self.ties.lookup(PLACED) & bits
            for n in numbers(near):
                level = nearness(own, self.known.place(n))
                self._found.append((-tenths(relevance, fit + points * level, self.policy), n))
        score = -tenths(relevance, fit + points * prior, self.policy)
        self._found += [(score, n) for n in numbers(bits ^ near)]
        if len(self._found) >= self._enough:
            self._keep_best()


class _Level:
    """A level of a signal, what it leaves missing of the relevance, and who reaches it or a higher one."""

    __slots__ = ("_held", "_reach", "level", "mark", "missing")

    def __init__(self, level: float, cap: float, mark: bool = False, reach: Reach | None = None) -> None:
        """Without a reach everybody does."""
        self.level, self.missing, self.mark = level, 1 - cap * level, mark
        self._reach = reach
        self._held: Bits | None = None if reach else -1

    @property
    def held(self) -> Bits:
        """The members, put together when they are first asked for."""
        if self._held is None:
            self._held = self._reach.bits() if self._reach else -1
        return self._held


class _Class(NamedTuple):
    """Candidates of whom all is known of the relevance but the supply chain, and what is missing of it."""

    missing: float
    members: Bits
    sector: _Level
    need: _Level
    offer: _Level


def _falling(options: Iterable[Option], cap: float, apart: float = 1.0, *, marked_first: bool = False) -> list[_Level]:
    """Levels in falling order, and last none at all, which everybody reaches."""
    found = [(o.level * apart if o.lessened else o.level, o.mark, o.reach) for o in options]
    found.sort(key=lambda level: (-level[0], level[1] is not marked_first))
    return [*(_Level(level, cap, mark, reach) for level, mark, reach in found), _Level(0.0, cap)]
