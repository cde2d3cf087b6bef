"""Who of many candidates reaches which level of a signal: sets of record numbers as bits, made of traits, on demand."""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from clustercli.match.signals import ONE_WAY, OTHER_CERTIFICATES, OTHER_SORT, RELEVANCE, SIZE_LEVELS, Term
from clustercli.named import NamedTuple
from clustercli.records import traits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clustercli.match.policy import Policy
    from clustercli.match.signals import Facts
    from clustercli.match.trade import Trade
    from clustercli.records.traits import Bits, Lookup

PLAIN, APART, SERVICE = "plain", "apart", "service"  # whether a level is lessened: see `Ties.options`

_KEPT = 1_000  # sets of who reaches a level: each is as large as the catalogue, and most are seldom asked for again


class Group(NamedTuple):
    """Ties of one term that give the same level: before a factor, and marked (the same sector; a trade that sells),
    with the concepts that they lead to.
    """

    level: float
    factor: str
    mark: bool
    concepts: frozenset[str]


class Tie(NamedTuple):
    """A term of the other side, and whether that side must, or must not, have its concept as a sector too."""

    role: str
    concept: str
    guessed: bool
    as_sector: bool | None = None


class Reach:
    """Who reaches a level by some ties; put together when it is first asked for."""

    __slots__ = ("_bits", "_parts")

    def __init__(self) -> None:
        self._parts: list[tuple[Callable[..., Bits], tuple[Any, ...]]] = []
        self._bits: Bits | None = None

    def add(self, made: Callable[..., Bits], *by: Any) -> None:
        """Those whom a function gives for some arguments reach it, too."""
        self._parts.append((made, by))

    def bits(self) -> Bits:
        """All of them."""
        if self._bits is None:
            together = 0
            for made, by in self._parts:
                together |= made(*by)
            self._bits = together
        return self._bits


class Option(NamedTuple):
    """A level, whether it is marked, whether it counts less between unrelated trades, and who reaches it."""

    level: float
    mark: bool
    lessened: bool
    reach: Reach


class Ties:
    """The ties of terms, remembered for all organisations that have them."""

    def __init__(self, lookup: Lookup, trade: Trade, policy: Policy) -> None:
        self.lookup = cache(lookup)
        self.policy = policy
        self._trade = trade
        self._of = cache(self._groups)
        self._peaks = cache(self._peak)
        self._bits = lru_cache(_KEPT)(self._by_group)
        self._trades = cache(partial(traits.doing, self.lookup))

    def options(self, signal: str, terms: Iterable[Term], own: Sequence[Term]) -> list[Option]:
        """The levels of a relevance signal that candidates can reach by some of our own terms, in no order.

        Lessened are cooperation, and services of one who does not work in them.
        """
        ours = frozenset(term.concept for term in own if term.role != "need")
        sectors = {term.concept for term in own if term.role == "sector"}
        found: dict[tuple[float, bool, bool], Reach] = {}
        for term in terms:
            groups = self._of(term._replace(text="") if term.text else term)[signal]
            beside = None
            for group, ties in groups.items():
                lessened = group.factor == APART
                if group.factor == SERVICE:
                    beside = beside if beside is not None else bool(sectors) and term.concept not in sectors
                    lessened = beside
                key = group.level, group.mark, lessened
                reach = found.get(key) or found.setdefault(key, Reach())
                if signal == "supply_chain" and not ours.isdisjoint(group.concepts):
                    reach.add(self._reached, ties, term.concept, ours)
                else:
                    reach.add(self._bits, signal, term.role, term.concept, term.guessed, group)
        return [Option(*key, reach) for key, reach in found.items()]

    def peaks(self, terms: Iterable[Term]) -> dict[str, float]:
        """The highest level of every relevance signal that any candidate could reach by some terms."""
        found = dict.fromkeys(RELEVANCE, 0.0)
        for term in terms:
            for signal, level in self._peaks(term._replace(text="")).items():
                found[signal] = max(found[signal], level)
        return found

    def _peak(self, term: Term) -> dict[str, float]:
        return {
            signal: max((group.level for group in groups), default=0.0) for signal, groups in self._of(term).items()
        }

    def relevant(self, terms: Iterable[Term], own: Sequence[Term]) -> Bits:
        """Who has any tie with some of our own terms."""
        bits = 0
        for signal in RELEVANCE:
            for option in self.options(signal, terms, own):
                bits |= option.reach.bits()
        return bits

    def _groups(self, term: Term) -> dict[str, dict[Group, list[Tie]]]:
        """By signal, the ties of one term."""
        found: dict[str, dict[tuple[float, str, bool], list[Tie]]] = {}
        for name, signal in RELEVANCE.items():
            groups = found[name] = {}
            for (role, concept), reason in signal([term], self._trade):
                how = reason.near.how
                mark = how == "same" if name == "sector_tree" else False
                if name == "supply_chain":
                    mark = (term.role if how == "sells" else role) == "sector"
                for guessed in (False, True):
                    level = reason.level * self.policy.levels["guessed"] if guessed else reason.level
                    if how == "service" and name == "need_met":
                        for factor, sector in ((PLAIN, True), (APART, False)):
                            tie = Tie(role, concept, guessed, sector)
                            groups.setdefault((level, factor, mark), []).append(tie)
                    else:
                        factor = {"cooperation": APART, "service": SERVICE}.get(how, PLAIN)
                        groups.setdefault((level, factor, mark), []).append(Tie(role, concept, guessed))
        return {
            name: {Group(*key, frozenset(tie.concept for tie in ties)): ties for key, ties in groups.items()}
            for name, groups in found.items()
        }

    def _by_group(self, signal: str, role: str, concept: str, guessed: bool, group: Group) -> Bits:
        return self._reached(self._of(Term(role, concept, guessed, ""))[signal][group])

    def _reached(self, ties: Iterable[Tie], own: str = "", ours: frozenset[str] = frozenset()) -> Bits:
        """Who has one of some ties with our own concept; where each side has both trades, neither needs the other."""
        bits = 0
        for role, concept, guessed, as_sector in ties:
            held = self.lookup(traits.term(role, concept, guessed))
            if as_sector is not None and held:
                within = self.lookup(traits.term("sector", concept))
                held &= within if as_sector else ~within
            if concept in ours and held:
                held &= ~self._trades(own)
            bits |= held
        return bits

    def working_in(self, concepts: Iterable[str]) -> Bits:
        """Who surely works in one of some concepts, makes it or offers it."""
        return self.union(traits.term(role, concept) for concept in concepts for role in traits.ROLES)

    def union(self, wanted: Iterable[str]) -> Bits:
        """Who has one of some traits."""
        bits = 0
        for trait in wanted:
            bits |= self.lookup(trait)
        return bits


Levels: TypeAlias = "list[tuple[float, Bits | None]]"
"""The levels of a fit signal, highest first, and who reaches each; no one reaches two, and None are all others."""


def fits(ours: Facts, ties: Ties, histories: Lookup) -> dict[str, Levels]:
    """The levels of every fit signal but the distance that candidates reach with us, highest first; the last one is
    that of all others. `histories` tells who has a part in a project or association.
    """
    priors = ties.policy.priors
    found: dict[str, Levels] = {
        "target_countries": _aims(ours, ties),
        "languages": _shared(traits.SPEAKS, map(traits.spoken, ours.get("languages") or ()), 0.0, "languages", ties),
        "size": _size(ours, ties),
        "certificates": _shared(
            traits.CERTIFIED,
            (text.casefold() for text in ours.get("certificates") or ()),
            OTHER_CERTIFICATES,
            "certificates",
            ties,
        ),
        "history": [(priors["history"], None)],
    }
    if ours.get("history"):
        shared = 0
        for project in ours["history"]:
            shared |= histories(project)
        found["history"] = [(1.0, shared), (priors["history"], ~histories("")), (0.0, None)]
    return {name: sorted(levels, key=lambda level: -level[0]) for name, levels in found.items()}


def most(own: set[str], ties: Ties) -> float:
    """The most points of fit that organisations can reach with any other, of whom these traits are all that is known;
    `own` may name `history` beside them.
    """
    policy = ties.policy
    found = 0.0
    for signal, trait in _KNOWN_BY.items():
        level = 1.0 if trait in own else max(policy.priors[signal], ONE_WAY if trait == traits.AIMS else 0.0)
        found += policy.points[signal] * level
    return found


_KNOWN_BY = {
    "target_countries": traits.AIMS,
    "languages": traits.SPEAKS,
    "size": traits.SIZED,
    "certificates": traits.CERTIFIED,
    "history": "history",
    "distance": traits.PLACED,
}


def _aims(ours: Facts, ties: Ties) -> Levels:
    own = traits.aims(ours)
    they = ties.lookup(f"{traits.AIMS} {ours['country']}")
    we = ties.union(f"country {country}" for country in set(own))
    levels: Levels = [(1.0, we & they), (ONE_WAY, we ^ they)]
    if own:
        return [*levels, (0.0, None)]
    return [*levels, (0.0, ties.lookup(traits.AIMS) & ~they), (ties.policy.priors["target_countries"], None)]


def _shared(trait: str, own: Iterable[str], otherwise: float, signal: str, ties: Ties) -> Levels:
    """Whether something is shared, or, of those of whom anything is known, not."""
    prior = ties.policy.priors[signal]
    wanted = set(own)
    if not wanted:
        return [(prior, None)]
    return [
        (1.0, shared := ties.union(f"{trait} {value}" for value in wanted)),
        (otherwise, ties.lookup(trait) & ~shared),
        (prior, None),
    ]


def _size(ours: Facts, ties: Ties) -> Levels:
    own = traits.size(ours)
    prior = ties.policy.priors["size"]
    if own is None:
        return [(prior, None)]
    by_level: dict[float, Bits] = {}
    for sort in ("staff", "members"):
        for class_ in range(4):
            level = SIZE_LEVELS[abs(own[1] - class_)] if sort == own[0] else OTHER_SORT
            held = ties.lookup(f"{traits.SIZED} {traits.sized(sort, class_)}")
            by_level[level] = by_level.get(level, 0) | held
    return [*by_level.items(), (prior, None)]
