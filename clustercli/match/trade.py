"""How concepts belong together: what is near a sector, who buys from whom, which offer meets which need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.named import NamedTuple
from clustercli.records.vocabulary import COOPERATION, SERVICES, Relation, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clustercli.match.policy import Policy


class Near(NamedTuple):
    """How near one concept is to another (0..1), and in which words that is said."""

    level: float
    how: str
    because: str = ""


class Trade:
    """The concept tree and its relations, weighed by a policy. Each question is answered for all concepts at once,
    as a map of concept -> how near, and remembered.
    """

    def __init__(self, tree: Vocabulary, relations: Sequence[Relation], policy: Policy) -> None:
        self.tree = tree
        self.levels = policy.levels
        self._children: dict[str, list[str]] = {}
        for concept in tree.concepts.values():
            self._children.setdefault(concept.parent, []).append(concept.id)
        self._relations: dict[str, list[tuple[str, Relation]]] = {}
        for relation in relations:
            self._relations.setdefault(relation.source, []).append((relation.target, relation))
            self._relations.setdefault(relation.target, []).append((relation.source, relation))
        self._lineages: dict[str, list[str]] = {}
        self._sectors: dict[str, Mapping[str, Near]] = {}
        self._chain: dict[str, Mapping[str, Near]] = {}
        self._offers: dict[str, Mapping[str, Near]] = {}

    def label(self, concept: str) -> str:
        """A concept's name."""
        known = self.tree.concepts.get(concept)
        return known.label if known else concept

    def lineage(self, concept: str) -> list[str]:
        """A concept and the wider ones, nearest first."""
        found = self._lineages.get(concept)
        if found is None:
            found = self._lineages[concept] = [concept, *self.tree.ancestors(concept)]
        return found

    def below(self, concept: str) -> list[str]:
        """All narrower concepts."""
        found = [*self._children.get(concept, ())]
        for child in found:
            found += [c for c in self._children.get(child, ()) if c not in found]
        return found

    def is_cooperation(self, concept: str) -> bool:
        """Whether a concept is something clusters do for each other, and not something traded."""
        return COOPERATION in self.lineage(concept)

    def is_service(self, concept: str) -> bool:
        """Whether a concept is a service to firms, such as research, testing or consulting: it is bound to a trade."""
        return SERVICES in self.lineage(concept)

    def near_sectors(self, concept: str) -> Mapping[str, Near]:
        """The sectors related to one: itself, narrower and wider ones, siblings, its group, complements."""
        if concept not in self._sectors:
            self._sectors[concept] = self._near_sectors(concept)
        return self._sectors[concept]

    def _near_sectors(self, concept: str) -> Mapping[str, Near]:
        near: dict[str, Near] = {}
        lineage = self.lineage(concept)
        root = lineage[-1]
        if root != concept:
            for other in self.below(root):
                near[other] = Near(self.levels["group"], "group")
        for other, relation in self._relations.get(concept, ()):
            if relation.kind == "complements":
                level = self.levels["complements"] * relation.strength
                _raise(near, other, Near(level, "complements", relation.reason))
        parent = lineage[1] if len(lineage) > 1 else ""
        if parent and parent != root:
            for other in self._children[parent]:
                _raise(near, other, Near(self.levels["sibling"], "sibling"))
        for other in (*self.below(concept), *lineage[1:]):
            _raise(near, other, Near(self.levels["kin"], "kin"))
        near[concept] = Near(self.levels["same"], "same")
        return near

    def chain(self, concept: str) -> Mapping[str, Near]:
        """The concepts that one buys from ('buys') or sells to ('sells').

        What holds of a trade holds, with less weight, of the narrower ones below it: denim is apparel, and apparel
        buys fabrics. It does not hold of the wider ones: not all textile is fabrics.
        """
        if concept not in self._chain:
            near: dict[str, Near] = {}
            lineage = self.lineage(concept)
            for distance, own in enumerate(lineage[:-1] or lineage):  # a group of trades buys nothing
                for other, relation in self._relations.get(own, ()):
                    if relation.kind != "buys_from":
                        continue
                    how = "buys" if relation.source == own else "sells"
                    other_is_trade = next(self.tree.ancestors(other), None) is not None
                    level = relation.strength * (self.levels["inherited"] if distance else 1.0)
                    _raise(near, other, Near(level, how, relation.reason))
                    for narrower in self.below(other) if other_is_trade else ():
                        _raise(near, narrower, Near(level * self.levels["inherited"], how, relation.reason))
            for own in (*self.lineage(concept), *self.below(concept)):
                near.pop(own, None)
            self._chain[concept] = near
        return self._chain[concept]

    def offers_for(self, need: str) -> Mapping[str, Near]:
        """The offers that meet a need: the same concept, narrower ones, a wider one; cooperation counts less."""
        if need not in self._offers:
            factor = self.levels["cooperation"] if self.is_cooperation(need) else 1.0
            how = "cooperation" if self.is_cooperation(need) else "service" if self.is_service(need) else "trade"
            near = {other: Near(self.levels["narrower"] * factor, how) for other in self.below(need)}
            for other in list(self.tree.ancestors(need))[:-1]:
                near[other] = Near(self.levels["wider"] * factor, how)
            near[need] = Near(self.levels["same"] * factor, how)
            self._offers[need] = near
        return self._offers[need]

    def needs_met_by(self, offer: str) -> Mapping[str, Near]:
        """The needs that an offer meets."""
        needs = [*self.lineage(offer), *self.below(offer)]
        return {need: self.offers_for(need)[offer] for need in needs if offer in self.offers_for(need)}


def _raise(near: dict[str, Near], concept: str, value: Near) -> None:
    known = near.get(concept)
    if known is None or known.level < value.level:
        near[concept] = value
