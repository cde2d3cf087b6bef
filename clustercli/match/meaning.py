"""Records ranked by how well what they do answers some concepts, whatever the language; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clustercli.records.vocabulary import Vocabulary

_ROLES = {"sector": 1.0, "product": 0.95, "offer": 0.8}  # what says most of what an organisation does
_NARROWER, _WIDER = 0.95, 0.5
_GUESSED = 0.5  # a concept that nobody confirmed
_ONLY = 0.2  # added where a record does nothing else


class Found(NamedTuple):
    """A record by its number, how well it answers (0 and up), and the concept of its own that answers best."""

    n: int
    level: float
    concept: str


def related(wanted: Mapping[str, float], tree: Vocabulary) -> dict[str, dict[str, float]]:
    """The concepts that answer wanted ones: concept -> wanted concept -> how well; narrower ones nearly as well as
    the concept itself, wider ones (but for the root of their group) half.
    """
    found: dict[str, dict[str, float]] = {}
    for concept in tree.concepts:
        lineage = [concept, *tree.ancestors(concept)]
        for want, weight in wanted.items():
            if want in lineage:
                found.setdefault(concept, {})[want] = weight * (1.0 if want == concept else _NARROWER)
    for want, weight in wanted.items():
        for wider in list(tree.ancestors(want))[:-1]:
            found.setdefault(wider, {}).setdefault(want, weight * _WIDER)
    return found


def rank(terms: Iterable[tuple[int, str, str, int]], near: Mapping[str, Mapping[str, float]]) -> list[Found]:
    """The records that answer, best first, from all their terms (number, role, concept, guessed) but needs.

    Each wanted concept counts once, by the best term; a record that does little else comes before one that does much.
    """
    best: dict[int, dict[str, tuple[float, str]]] = {}
    does: dict[int, set[str]] = {}
    answers: dict[int, set[str]] = {}
    for n, role, concept, guessed in terms:
        does.setdefault(n, set()).add(concept)
        for want, level in near.get(concept, {}).items():
            answers.setdefault(n, set()).add(concept)
            reached = level * _ROLES[role] * (_GUESSED if guessed else 1.0)
            best.setdefault(n, {})[want] = max((reached, concept), best.get(n, {}).get(want, (0.0, "")))
    found = [
        Found(n, sum(level for level, _ in by_want.values()) + _ONLY * len(answers[n]) / len(does[n]),
              max(by_want.values())[1])
        for n, by_want in best.items()
    ]  # fmt: skip
    return sorted(found, key=lambda hit: (-hit.level, hit.n))
