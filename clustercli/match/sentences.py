"""The sentences that say why: "you" are the side asked for, "they" the partner; terms are those that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clustercli.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clustercli.match.signals import Reason, Term
    from clustercli.match.trade import Trade

_LONGEST = 70  # characters of an organisation's own words that are quoted; else its concept is named


Ties: TypeAlias = "tuple[tuple[Reason, Term], ...]"


class Evidence(NamedTuple):
    """What a relevance signal found between two sides: its level (0..1), whether it rests on a guess, and the reasons
    that reach this level, each with the term of theirs that it answers.
    """

    level: float
    guessed: bool
    ties: Ties


def _named(term: Term, trade: Trade) -> str:
    """A term in its own words where they are short, else by its concept."""
    return term.text if term.text and len(term.text) <= _LONGEST else trade.label(term.concept)


def _sector_tree(ties: Ties, trade: Trade) -> str:
    reason, theirs = ties[0]
    if reason.near.how == "same":
        shared = dict.fromkeys(trade.label(term.concept) for _, term in ties)
        return f"you both work in {_joined(list(shared))}"
    because = f": {reason.near.because}" if reason.near.because else ""
    return f"you work in {trade.label(reason.own.concept)}, they in {trade.label(theirs.concept)}{because}"


def _supply_chain(ties: Ties, trade: Trade) -> str:
    reason, theirs = ties[0]
    if reason.near.how == "buys":
        buyer = trade.label(reason.own.concept)
        return f"they {_does(theirs, trade)}, which your trade, {buyer}, buys: {reason.near.because}"
    buyer = trade.label(theirs.concept)
    return f"you {_does(reason.own, trade)}, which their trade, {buyer}, buys: {reason.near.because}"


def _need_met(ties: Ties, trade: Trade) -> str:
    reason, theirs = ties[0]
    return f"they {_does(theirs, trade)}, you need {_named(reason.own, trade)}"


def _offer_wanted(ties: Ties, trade: Trade) -> str:
    reason, theirs = ties[0]
    return f"they need {_named(theirs, trade)}, you {_does(reason.own, trade)}"


_VERBS = {"sector": "work in", "product": "make", "offer": "offer"}


def _does(term: Term, trade: Trade) -> str:
    return f"{_VERBS[term.role]} {_named(term, trade)}"


def _both_ways(ties: Ties, trade: Trade) -> str:
    del ties, trade
    return "each of you needs what the other offers"


_SENTENCES: Mapping[str, Callable[[Ties, Trade], str]] = {
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
