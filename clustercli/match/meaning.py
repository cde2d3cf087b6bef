"""Records ranked by how well what they do answers some concepts, whatever the language; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clustercli.match.trade import Trade
    from clustercli.records.linker import Linker

_MOST = 3  # concepts of a text that is searched by
_FEW = 2  # spaces in a query so short that it may well be a name: only what is clear is meant by it
_CLEAR = 0.6  # evidence
_ROLES = {"sector": 1.0, "product": 0.95, "offer": 0.8}  # what says most of what an organisation does
_FAR = 0.3  # concepts less near than this do not answer
_GUESSED = 0.5  # a concept that nobody confirmed
_ONLY = 0.09  # added where a record does nothing else: it orders those that answer equally well


class Found(NamedTuple):
    """A record by its id, how well it answers (0 and up), and the concept of its own that answers best."""

    id: str
    level: float
    concept: str


def wanted(text: str, linker: Linker) -> dict[str, float]:
    """The concepts that a query means, by weight up to 1: those it names, or else those it speaks of."""
    if "@" in text or "://" in text:  # an address, not a trade
        return {}
    named = linker.names(text)
    if named:
        return dict.fromkeys(named, 1.0)
    meant = [m for m in linker.meanings(text, _MOST) if m.evidence >= _CLEAR or text.count(" ") >= _FEW]
    return {meaning.concept: meaning.evidence / meant[0].evidence for meaning in meant}


def weight(role: str, *, guessed: bool) -> float:
    """How much a term of a record says of what it does."""
    return _ROLES[role] * (_GUESSED if guessed else 1.0)


def related(wanted: Mapping[str, float], trade: Trade) -> dict[str, dict[str, float]]:
    """The concepts that answer wanted ones: concept -> wanted concept -> how well, by the tree and its relations."""
    found: dict[str, dict[str, float]] = {}
    for want, weight in wanted.items():
        for concept, near in trade.near_sectors(want).items():
            if near.level >= _FAR:
                found.setdefault(concept, {})[want] = weight * near.level
    return found


def rank(terms: Iterable[tuple[str, str, float]], near: Mapping[str, Mapping[str, float]]) -> list[Found]:
    """The records that answer, best first, from all that they do: (id, concept, weight).

    Each wanted concept counts once, by the best term; a record that does little else comes before one that does much.
    """
    best: dict[str, dict[str, tuple[float, str]]] = {}
    does: dict[str, set[str]] = {}
    answers: dict[str, set[str]] = {}
    for id_, concept, weight in terms:
        does.setdefault(id_, set()).add(concept)
        for want, level in near.get(concept, {}).items():
            answers.setdefault(id_, set()).add(concept)
            by_want = best.setdefault(id_, {})
            by_want[want] = max((level * weight, concept), by_want.get(want, (0.0, "")))
    found = [
        Found(
            id_,
            sum(level for level, _ in by_want.values()) + _ONLY * len(answers[id_]) / len(does[id_]),
            max(by_want.values())[1],
        )
        for id_, by_want in best.items()
    ]
    return sorted(found, key=lambda hit: (-hit.level, hit.id))
