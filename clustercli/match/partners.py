"""The best pairs of many organisations with their partners, taken from the rankings of each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from clustercli.records.vocabulary import COOPERATION, SERVICES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from clustercli.match.signals import Term
    from clustercli.match.trade import Trade

_ALL = 1 << 30  # tenths that no score reaches
_ENOUGH, _SPARE = 2, 20  # pairs that are more than enough, for each that is wanted and beside
_STEP = 50  # tenths that are gone down by, while more are wanted
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
    groups: Sequence[tuple[int, Callable[[], Iterable[tuple[int, Organisation]]]]],
    reaching: Callable[[Organisation, int], Iterable[tuple[int, str, int]]],
    least: int,
    wanted: int,
    at_most: int | None,
    sides: Callable[[Pair], tuple[Hashable, Hashable]],
) -> Iterator[Pair]:
    """Pairs, highest score first (then by ids), at most so many for each of the two `sides` of a pair.

    Groups of organisations, and each of these, come with what their best pair can reach at most, in tenths, groups with
    most first. They are asked for partners `reaching` a score, at first `least`, and less only while pairs are wanted;
    more, where more than enough reach it.
    """
    shown: Counter[Hashable] = Counter()
    above = _ALL
    while above:
        band: list[Pair] = []
        enough = _ENOUGH * wanted + _SPARE
        for highest, members in groups:
            for most, own in members() if highest >= least else ():
                if most < least:
                    continue
                found = reaching(own, least)
                band += [Pair(own, (n, id_), tenths) for tenths, id_, n in found if tenths < above]
                if len(band) > enough:
                    band.sort(key=_order)
                    least = band[enough // 2].tenths
                    band = [pair for pair in band if pair.tenths >= least]
                    enough = max(enough, 2 * len(band))
        for pair in sorted(band, key=_order):
            if at_most is None or max(map(shown.__getitem__, sides(pair))) < at_most:
                shown.update(sides(pair))
                yield pair
        above, least = least, max(0, least - _STEP)


def _order(pair: Pair) -> tuple[int, str, str]:
    return -pair.tenths, pair.ours[1], pair.theirs[1]
