"""The sentences that say why: "you" are the side asked for, "they" the partner; terms are those that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clustercli.match.signals import Reason, Term
    from clustercli.match.trade import Trade

_LONGEST = 70  # characters of an organisation's own words that are quoted; else its concept is named


class Evidence(NamedTuple):
    """What a relevance signal found between two sides: its level (0..1), whether it rests on a guess, and the reasons
    that reach this level, each with the term of theirs that it answers.
    """

    level: float
    guessed: bool
    ties: tuple[tuple[Reason, Term], ...]


def _named(term: Term, trade: Trade) -> str:
    """A term in its own words where they are short, else by its concept."""
    return term.text if term.text and len(term.text) <= _LONGEST else trade.label(term.concept)


def _sector_tree(ties: tuple[tuple[Reason, Term], ...], trade: Trade) -> str:
    reason, theirs = ties[0]
    if reason.near.how == "same":
        shared = dict.fromkeys(trade.label(term.concept) for _, term in ties)
        return f"you both work in {_joined(list(shared))}"
    because = f": {reason.near.because}" if reason.near.because else ""
    return f"you work in {trade.label(reason.own.concept)}, they in {trade.label(theirs.concept)}{because}"


def _supply_chain(ties: tuple[tuple[Reason, Term], ...], trade: Trade) -> str:
    reason, theirs = ties[0]
    yours, others = _named(reason.own, trade), _named(theirs, trade)
    if reason.near.how == "buys":
        return f"their trade, {others}, supplies yours, {yours}: {reason.near.because}"
    return f"your trade, {yours}, supplies theirs, {others}: {reason.near.because}"


def _need_met(ties: tuple[tuple[Reason, Term], ...], trade: Trade) -> str:
    reason, theirs = ties[0]
    verb = "work in" if theirs.role == "sector" else "offer"
    return f"they {verb} {_named(theirs, trade)}, you need {_named(reason.own, trade)}"


def _offer_wanted(ties: tuple[tuple[Reason, Term], ...], trade: Trade) -> str:
    reason, theirs = ties[0]
    verb = "work in" if reason.own.role == "sector" else "offer"
    return f"they need {_named(theirs, trade)}, you {verb} {_named(reason.own, trade)}"


def _both_ways(ties: tuple[tuple[Reason, Term], ...], trade: Trade) -> str:
    del ties, trade
    return "each of you needs what the other offers"


_SENTENCES: Mapping[str, Callable[[tuple[tuple[Reason, Term], ...], Trade], str]] = {
    "sector_tree": _sector_tree,
    "supply_chain": _supply_chain,
    "need_met": _need_met,
    "offer_wanted": _offer_wanted,
    "both_ways": _both_ways,
}


def sentence(signal: str, evidence: Evidence, trade: Trade) -> str:
    """Why a relevance signal counts, in one sentence."""
    return _SENTENCES[signal](evidence.ties, trade)


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
