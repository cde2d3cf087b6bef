"""From terms of organisations to ranked pairs: who of the candidates answers whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.match import score, signals
from clustercli.match.score import Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from clustercli.match.policy import Policy
    from clustercli.match.signals import Reasons, Term
    from clustercli.match.trade import Trade

Organisation = tuple[int, str]  # number and id


def concepts_wanted(terms: Mapping[int, list[Term]], trade: Trade) -> set[str]:
    """The concepts through which a candidate could be relevant to any of some organisations."""
    return {
        concept for own in terms.values() for by_key in signals.reasons(own, trade).values() for _, concept in by_key
    }


def pairs(
    ours: Iterable[tuple[Organisation, str, list[Term]]],
    theirs: Mapping[Organisation, tuple[str, list[Term]]],
    trade: Trade,
    policy: Policy,
) -> Iterator[Pair]:
    """All pairs in different countries with any relevance. `ours` and `theirs` come with country and terms.

    Where both sides of a pair are among ours, the pair is given once.
    """
    holders: dict[signals.Key, list[Organisation]] = {}
    for organisation, (_, terms) in theirs.items():
        for key in {(term.role, term.concept) for term in terms}:
            holders.setdefault(key, []).append(organisation)
    seen: set[tuple[str, str]] = set()
    for own, country, terms in ours:
        reasons: dict[str, Reasons] = signals.reasons(terms, trade)
        keys = {key for by_key in reasons.values() for key in by_key}
        for other in {organisation for key in keys for organisation in holders.get(key, ())}:
            their_country, their_terms = theirs[other]
            if their_country == country or (other[1], own[1]) in seen:
                continue
            found = score.relevance(reasons, their_terms, trade, policy)
            if found:
                seen.add((own[1], other[1]))
                yield Pair(own, other, found)
