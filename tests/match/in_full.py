"""Records ranked by meaning in full: every one of their terms is looked at. What the program finds by sets is held
against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

ONLY = 0.09  # added where a record does nothing else


class Found(NamedTuple):
    """A record by its id, how well it answers, and the concept of its own that answers best."""

    id: str
    level: float
    concept: str


def rank(terms: Iterable[tuple[str, str, float]], near: Mapping[str, Mapping[str, float]]) -> list[Found]:
    """The records that answer, best first, from all that they do: (id, concept, weight)."""
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
            sum(level for level, _ in by_want.values()) + ONLY * len(answers[id_]) / len(does[id_]),
            max(by_want.values())[1],
        )
        for id_, by_want in best.items()
    ]
    return sorted(found, key=lambda hit: (-hit.level, hit.id))
