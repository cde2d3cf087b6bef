"""Why two organisations do not match, or not better: what each relevance signal looked for and did not find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustercli.match.score import Line, competitors
from clustercli.match.signals import RELEVANCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from clustercli.match.sentences import Evidence
    from clustercli.match.signals import Facts, Term
    from clustercli.match.trade import Trade

_NAMED = 3  # trades or things told of each side


def obstacle(ours: Facts, theirs: Facts) -> str:
    """Why two organisations are no partners for each other, whatever they do; empty where nothing stands between.

    One that is closed is no partner, nor are two of one country, two records of one organisation, a record and its
    successor, two firms of one corporate group, or a cluster and its own member.
    """
    for side in (ours, theirs):
        if side.get("status") == "closed":
            return f"{side['id']} is closed"
    if theirs["id"] in _linked(ours, "same_as") or ours["id"] in _linked(theirs, "same_as"):
        return "both records are of one organisation"
    group, other_group = ours.get("corporate_group"), theirs.get("corporate_group")
    if group and other_group:
        from clustercli.match.names import bare  # few records belong to a group

        if bare(group).key == bare(other_group).key:
            return f"both belong to {group}"
    for one, other in ((ours, theirs), (theirs, ours)):
        if other["id"] in _linked(one, "member_of"):
            return f"{one['id']} is a member of {other['id']}"
        if other["id"] in _linked(one, "successor"):
            return f"{other['id']} is the successor of {one['id']}"
    if ours["country"] == theirs["country"]:
        return f"both lie in {ours['country']}, and a match joins two countries"
    return ""


def _linked(side: Facts, field: str) -> Collection[str]:
    value: Any = side.get(field) or ()
    return (value,) if isinstance(value, str) else value


def lines(found: Mapping[str, Evidence], ours: Sequence[Term], theirs: Sequence[Term], trade: Trade) -> Iterator[Line]:
    """A line without points for every relevance signal that found nothing."""
    for signal in RELEVANCE:
        if signal not in found:
            basis, text = _missing(signal, found, ours, theirs, trade)
            yield Line(signal, 0.0, text, basis)


def _missing(
    signal: str, found: Mapping[str, Evidence], ours: Sequence[Term], theirs: Sequence[Term], trade: Trade
) -> tuple[str, str]:
    """(basis, sentence) of a signal that found nothing."""
    if signal == "sector_tree":
        return "known", f"none in common: you work in {_told(ours, trade)}, they in {_told(theirs, trade)}"
    if signal == "supply_chain":
        if competitors(found):
            return "known", "you are in the same trade, and nothing is known that one makes for the other"
        trades = {term.concept for term in theirs if term.role != "need"}
        if any(not trades.isdisjoint(trade.chain(term.concept)) for term in ours if term.role != "need"):
            return "known", "each of you has both trades, so that neither needs the other's"
        return "known", "neither of your trades is known to buy from the other"
    who, seeker, giver = ("you", ours, theirs) if signal == "need_met" else ("they", theirs, ours)
    other = "they" if who == "you" else "you"
    if not any(term.role == "need" for term in seeker):
        return "unknown", f"what {who} need is not known, worth asking"
    gives = _told(giver, trade, "product", "offer") or _told(giver, trade)
    return "known", f"{who} need {_told(seeker, trade, 'need')}; {other} make or offer {gives}"


def _told(terms: Sequence[Term], trade: Trade, *roles: str) -> str:
    """The trades, or the things of some roles, of one side in a few words."""
    labels = list(dict.fromkeys(trade.label(term.concept) for term in terms if term.role in (roles or ("sector",))))
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    return ", ".join(labels[:_NAMED]) + more
