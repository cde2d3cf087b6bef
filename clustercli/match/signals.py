"""The signals of a match, one function each; the docstrings are what users are told.

A relevance signal says how strongly one side answers the other (0..1) and in which words; a fit signal says how easy
working together would be, or None where a field that it needs is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import asin, cos, radians, sqrt
from typing import TYPE_CHECKING, Any

from clustercli.named import NamedTuple
from clustercli.records import traits

if TYPE_CHECKING:
    from clustercli.match.trade import Near, Trade


class Term(NamedTuple):
    """What an organisation is, makes, offers or needs: role (sector, product, offer, need), concept, own words."""

    role: str
    concept: str
    guessed: bool
    text: str


class Reason(NamedTuple):
    """Why a term of the other side would count: how much (0..1), our term, how near the two concepts are, whether it
    rests on a guess; and the reasons through other terms of ours, the stronger first.
    """

    level: float
    own: Term
    near: Near
    guessed: bool = False
    others: tuple[Reason, ...] = ()


Key = tuple[str, str]  # role and concept of a term of the other side
Reasons = dict[Key, Reason]
Found = Iterator[tuple[Key, Reason]]
_SELLS = ("product", "offer")


def sector_tree(terms: Sequence[Term], trade: Trade) -> Found:
    """Both work in the same or a related sector. Alone it may mean a competitor, so it stays below 60 points."""
    for term in terms:
        if term.role == "sector" and not trade.is_cooperation(term.concept):
            for other, near in trade.near_sectors(term.concept).items():
                if not trade.is_cooperation(other):
                    yield ("sector", other), Reason(near.level, term, near)


def supply_chain(terms: Sequence[Term], trade: Trade) -> Found:
    """One side's trade buys from the other's. Where each side has both trades, neither needs the other."""
    for term in terms:
        if term.role != "need" and not trade.is_cooperation(term.concept):
            for other, near in trade.chain(term.concept).items():
                level = near.level * (trade.levels["guessed"] if term.guessed else 1.0)
                reason = Reason(level, term, near, term.guessed)
                for role in ("sector", *_SELLS) if not trade.is_cooperation(other) else ():
                    yield (role, other), reason


def need_met(terms: Sequence[Term], trade: Trade) -> Found:
    """They offer what you need. A trade counts as an offer too, though less: it is a guess that they sell it."""
    for term in terms:
        if term.role != "need":
            continue
        for other, near in trade.offers_for(term.concept).items():
            level = near.level * (trade.levels["guessed"] if term.guessed else 1.0)
            for role in _SELLS:
                yield (role, other), Reason(level, term, near, term.guessed)
            if not trade.is_cooperation(term.concept):
                yield ("sector", other), Reason(level * trade.levels["guessed"], term, near, guessed=True)


def offer_wanted(terms: Sequence[Term], trade: Trade) -> Found:
    """They need what you offer. A trade counts as an offer too, though less."""
    for term in terms:
        if term.role == "need" or (term.role == "sector" and trade.is_cooperation(term.concept)):
            continue
        implied = term.role == "sector" or term.guessed
        factor = trade.levels["guessed"] if implied else 1.0
        for need, near in trade.needs_met_by(term.concept).items():
            yield ("need", need), Reason(near.level * factor, term, near, implied)


RELEVANCE: Mapping[str, Callable[[Sequence[Term], Trade], Found]] = {
    "sector_tree": sector_tree,
    "supply_chain": supply_chain,
    "need_met": need_met,
    "offer_wanted": offer_wanted,
}


def reasons(terms: Sequence[Term], trade: Trade) -> dict[str, Reasons]:
    """For each relevance signal, the best reason that each term of another side would give."""
    found: dict[str, Reasons] = {}
    for name, signal in RELEVANCE.items():
        best: Reasons = {}
        for key, reason in signal(terms, trade):
            known = best.get(key)
            if known is None:
                best[key] = reason
            else:
                first, *rest = sorted((known._replace(others=()), *known.others, reason), key=_strength, reverse=True)
                best[key] = first._replace(others=tuple(rest))
        found[name] = best
    return found


def _strength(reason: Reason) -> tuple[float, bool, bool]:
    """What makes a reason count more: its level; of two alike the confirmed one, and a thing sold before a trade."""
    return reason.level, not reason.guessed, reason.own.role != "sector"


class Fit(NamedTuple):
    """A fit signal's finding: its level (0..1) and the sentence that says why."""

    level: float
    text: str


Facts = Mapping[str, Any]


def target_countries(ours: Facts, theirs: Facts) -> Fit | None:
    """Either side wants to enter, or sells to, the other's country."""
    found = []
    known = False
    for who, verb, own, other in (("you", "aim at", ours, theirs), ("they", "aim at", theirs, ours)):
        wanted = own.get("target_countries"), own.get("export_countries")
        known = known or any(wanted)
        if other["country"] in (wanted[0] or ()):
            found.append(f"{who} {verb} {other['country']}")
        elif other["country"] in (wanted[1] or ()):
            found.append(f"{who} sell to {other['country']}")
    if not known:
        return None
    if not found:
        return Fit(0.0, "neither aims at the other's country")
    return Fit(ONE_WAY if len(found) == 1 else 1.0, " and ".join(found))


def languages(ours: Facts, theirs: Facts) -> Fit | None:
    """You share a working language."""
    own, other = ours.get("languages"), theirs.get("languages")
    if not own or not other:
        return None
    shared = [tag for tag in own if tag.partition("-")[0] in {t.partition("-")[0] for t in other}]
    return Fit(1.0, f"you share {', '.join(shared)}") if shared else Fit(0.0, "no common working language")


def size(ours: Facts, theirs: Facts) -> Fit | None:
    """You are of a similar size: two firms, or two clusters; a cluster's members are no firm's staff."""
    own, other = traits.size(ours), traits.size(theirs)
    if own is None or other is None:
        return None
    if own[0] != other[0]:
        return Fit(OTHER_SORT, "a cluster's members are no firm's staff")
    level = SIZE_LEVELS[abs(own[1] - other[1])]
    words = "you are of a similar size" if level == 1 else f"{_SIZES[own[1]]} and {_SIZES[other[1]]}"
    return Fit(level, words)


_SIZES = ("micro", "small", "medium", "large")
# Levels that the search for the best must know, too:
SIZE_LEVELS = (1.0, 0.7, 0.3, 0.0)  # by how many size classes two lie apart
OTHER_SORT = 0.5  # the staff of one, the members of the other
ONE_WAY = 0.7  # only one of two aims at the country of the other
OTHER_CERTIFICATES = 0.3


def certificates(ours: Facts, theirs: Facts) -> Fit | None:
    """You hold the same certificates."""
    own, other = ours.get("certificates"), theirs.get("certificates")
    if not own or not other:
        return None
    shared = sorted({c.casefold() for c in own} & {c.casefold() for c in other})
    return Fit(1.0, f"both hold {', '.join(shared)}") if shared else Fit(OTHER_CERTIFICATES, "different certificates")


def history(ours: Facts, theirs: Facts) -> Fit | None:
    """You have worked in the same project or belong to the same association."""
    own, other = ours.get("history"), theirs.get("history")
    if not own or not other:
        return None
    shared = sorted(set(own) & set(other))
    return Fit(1.0, f"both in {', '.join(shared)}") if shared else Fit(0.0, "no project in common so far")


def distance(ours: Facts, theirs: Facts) -> Fit | None:
    """How near you are: all points at the door, none from 1500 km on (great circle)."""
    own, other = ours.get("place"), theirs.get("place")
    if not own or not other:
        return None
    kilometres = _kilometres(own, other)
    return Fit(_nearness(kilometres), f"{round(kilometres, -1):.0f} km apart")


def nearness(own: Sequence[float], other: Sequence[float]) -> float:
    """How near two [latitude, longitude] are (0..1)."""
    return _nearness(_kilometres(own, other))


def _nearness(kilometres: float) -> float:
    return max(0.0, 1 - kilometres / 1500)


def _kilometres(own: Sequence[float], other: Sequence[float]) -> float:
    """Great-circle distance (haversine) between two [latitude, longitude] in degrees, on a sphere of 6371 km."""
    lat, lon, to_lat, to_lon = map(radians, (*own, *other))
    h = (1 - cos(to_lat - lat)) / 2 + cos(lat) * cos(to_lat) * (1 - cos(to_lon - lon)) / 2
    return 2 * 6371 * asin(sqrt(h))


FIT: Mapping[str, Callable[[Facts, Facts], Fit | None]] = {
    "target_countries": target_countries,
    "languages": languages,
    "size": size,
    "certificates": certificates,
    "history": history,
    "distance": distance,
}

# The fields of which one on each side (of target countries: on either) answers a fit signal; the first is asked for.
ANSWERED_BY: Mapping[str, tuple[str, ...]] = {
    "target_countries": ("target_countries", "export_countries"),
    "languages": ("languages",),
    "size": ("size", "employees", "members"),
    "certificates": ("certificates",),
    "history": ("history",),
    "distance": ("place",),
}
