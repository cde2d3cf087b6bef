"""From terms of organisations to ranked pairs: who of the candidates answers whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustercli.match import score, signals
from clustercli.match.score import Pair
from clustercli.records.vocabulary import COOPERATION, SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from clustercli.match.policy import Policy
    from clustercli.match.signals import Reasons, Term
    from clustercli.match.trade import Trade

Organisation = tuple[int, str]  # number and id


class Candidate(NamedTuple):
    """A possible partner: its country, whether it is a cluster organisation, its terms."""

    country: str
    is_cluster: bool
    terms: list[Term]


class Side(NamedTuple):
    """An organisation that partners are sought for, with those of its terms that speak, and the reasons they give."""

    organisation: Organisation
    country: str
    is_cluster: bool
    terms: list[Term]
    reasons: dict[str, Reasons]


def side(organisation: Organisation, own: Candidate, trade: Trade, sought: set[str] | None) -> Side:
    """One side. Where a sector is sought, its trades in that sector's group speak for it, not its others; so do its
    needs of that group or of what that sector buys (all, where that is not known), and what it offers and needs in
    cooperation and services.
    """
    speaking = own.terms
    if sought is not None:
        groups = {COOPERATION, SERVICES, *(trade.lineage(concept)[-1] for concept in sought)}
        bought = {other for concept in sought for other, near in trade.chain(concept).items() if near.how == "buys"}
        speaking = [
            term
            for term in own.terms
            if trade.lineage(term.concept)[-1] in groups
            or (term.role == "need" and (term.concept in bought or not bought))
        ]
    return Side(organisation, own.country, own.is_cluster, own.terms, signals.reasons(speaking, trade))


def concepts_wanted(sides: Iterable[Side]) -> set[str]:
    """The concepts through which a candidate could be relevant to any of some organisations."""
    return {concept for own in sides for by_key in own.reasons.values() for _, concept in by_key}


def pairs(sides: Iterable[Side], theirs: Mapping[Organisation, Candidate], policy: Policy) -> Iterator[Pair]:
    """All pairs in different countries with any relevance; whatever their kind.

    Where both organisations of a pair are among the sides, the pair is given once.
    """
    holders: dict[signals.Key, list[Organisation]] = {}
    for organisation, candidate in theirs.items():
        for key in {(term.role, term.concept) for term in candidate.terms}:
            holders.setdefault(key, []).append(organisation)
    seen: set[tuple[str, str]] = set()
    for own in sides:
        keys = {key for by_key in own.reasons.values() for key in by_key}
        for other in {organisation for key in keys for organisation in holders.get(key, ())}:
            country, is_cluster, terms = theirs[other]
            if country == own.country or (other[1], own.organisation[1]) in seen:
                continue
            both = own.is_cluster and is_cluster
            found = score.relevance(own.reasons, own.terms, terms, policy, counterparts=both)
            if found:
                seen.add((own.organisation[1], other[1]))
                yield Pair(own.organisation, other, found)
