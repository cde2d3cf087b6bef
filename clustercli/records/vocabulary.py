"""The vocabulary: a tree of concepts with words in many languages, relations between them, and words to concepts."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from clustercli.named import NamedTuple
from clustercli.records import nace
from clustercli.records.fold import fold
from clustercli.records.reading import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COOPERATION = "cooperation"  # the group of concepts that clusters offer each other, beside what is traded
SERVICES = "services"  # the group of services to firms


class Concept(NamedTuple):
    """One concept: its place in the tree, its NACE codes, its words per language, the label first, and its clues."""

    id: str
    parent: str = ""
    nace: tuple[str, ...] = ()
    words: Mapping[str, Sequence[str]] = MappingProxyType({})
    clues: Mapping[str, Sequence[str]] = MappingProxyType({})

    @property
    def label(self) -> str:
        """Its name in English."""
        return next(iter(self.words.get("en", ())), self.id)


class Relation(NamedTuple):
    """`source` buys from, or complements, `target`."""

    source: str
    kind: str
    target: str
    strength: float
    reason: str


class Vocabulary:
    """The concepts by id, in the order of their files."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self._exact: dict[str, list[str]] | None = None
        self._meant: dict[str, list[str]] = {}

    def ancestors(self, concept: str) -> Iterator[str]:
        """The wider concepts, nearest first; a circle ends the walk."""
        seen = {concept}
        while (known := self.concepts.get(concept)) and known.parent and known.parent not in seen:
            concept = known.parent
            seen.add(concept)
            yield concept

    def with_narrower(self, concepts: Iterable[str]) -> set[str]:
        """Concepts and all that lies below them."""
        wanted = set(concepts)
        return {c for c in self.concepts if c in wanted or not wanted.isdisjoint(self.ancestors(c))}

    def named(self, word: str) -> list[str]:
        """The concepts that a word, an id or a NACE code names, in any language and either script."""
        folded = fold(word)
        if word.strip() in self.concepts:
            return [word.strip()]
        found = self._words().get(folded)
        if found:
            return found
        code = nace.tidy(word)
        while code:
            alone = [c.id for c in self.concepts.values() if c.nace == (code,)]
            if alone or (among := [c.id for c in self.concepts.values() if code in c.nace]):
                return alone or among
            code = code[:-1].rstrip(".") if len(code) > 2 else ""
        return []

    def suggest(self, word: str) -> list[str]:
        """The concepts that a text most likely means: those it names, or those of the word that looks most like it."""
        if word not in self._meant:
            named = self.named(word)
            alike = near(fold(word), self._words(), cutoff=0.75) if not named else []
            self._meant[word] = named or (self._words()[alike[0]] if alike else [])
        return self._meant[word]

    def words(self) -> Iterator[tuple[str, str, str]]:
        """(word, language, concept id) for every word, and every id as an English one."""
        for concept in self.concepts.values():
            yield concept.id, "en", concept.id
            for language, words in concept.words.items():
                for word in words:
                    yield word, language, concept.id

    def clues(self) -> Iterator[tuple[str, str, str]]:
        """(clue, language, concept id) for every clue."""
        for concept in self.concepts.values():
            for language, clues in concept.clues.items():
                for clue in clues:
                    yield clue, language, concept.id

    def _words(self) -> dict[str, list[str]]:
        if self._exact is None:
            self._exact = {}
            for word, _, concept in self.words():
                folded = fold(word)
                owners = self._exact.setdefault(folded, [])
                if concept not in owners:
                    owners.append(concept)
        return self._exact
