"""The best pairs of many organisations with their partners, taken from the rankings of each."""

from __future__ import annotations

from collections import Counter
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from clustercli.records.vocabulary import COOPERATION, SERVICES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from clustercli.match.signals import Term
    from clustercli.match.trade import Trade

Organisation = tuple[int, str]  # number and id


class Pair(NamedTuple):
    """Two organisations by number and id, ours first, and their score in tenths."""

    ours: Organisation
    theirs: Organisation
    tenths: int


def speaking(terms: Sequence[Term], trade: Trade, sought: set[str] | None) -> Sequence[Term]:
    """The terms of an organisation that speak for it. Where a sector is sought, these are its trades in that sector's
    group, not its others; its needs of that group or of what that sector buys (all, where that is not known); and what
    it offers and needs in cooperation and services.
    """
    if sought is None:
        return terms
    groups = {COOPERATION, SERVICES, *(trade.lineage(concept)[-1] for concept in sought)}
    bought = {other for concept in sought for other, near in trade.chain(concept).items() if near.how == "buys"}
    return [
        term
        for term in terms
        if trade.lineage(term.concept)[-1] in groups or (term.role == "need" and (term.concept in bought or not bought))
    ]


def best_pairs(
    ours: Iterable[tuple[int, Organisation]],
    ranked: Callable[[Organisation], Iterator[tuple[int, str, int]]],
    at_most: int | None,
    sides: Callable[[Pair], tuple[Hashable, Hashable]],
) -> Iterator[Pair]:
    """Pairs, highest score first (then by ids), at most so many for each of the two `sides` of a pair.

    `ours` are organisations, each with what its best pair can reach at most, in tenths; one is `ranked` only when it
    may have the next pair.
    """
    waiting: list[tuple[int, int, str, str, int, int, Iterator[tuple[int, str, int]] | None]] = [
        (-most, 0, id_, "", n, 0, None) for most, (n, id_) in ours
    ]
    heapify(waiting)
    shown: Counter[Hashable] = Counter()
    while waiting:
        least, found, id_, their_id, n, their_n, rest = heappop(waiting)
        if found:
            pair = Pair((n, id_), (their_n, their_id), -least)
            if at_most is None or max(map(shown.__getitem__, sides(pair))) < at_most:
                shown.update(sides(pair))
                yield pair
        rest = rest or ranked((n, id_))
        following = next(rest, None)
        if following:
            score, their_id, their_n = following
            heappush(waiting, (-score, 1, id_, their_id, n, their_n, rest))
