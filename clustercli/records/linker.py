"""From free text to concepts: finds the words and clues of the vocabulary in inflected, misspelt and mixed text.

Every word of the text is compared with the vocabulary's words of the same beginning (and, inside compounds, of the
same middle); what it shares with a concept counts by its weight and by how much of the phrase is there. For each
concept the best use of every word of the text adds up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from clustercli.records.lexicon import KEY, SMALL, is_form_of
from clustercli.records.likeness import INSIDE, likeness_of
from clustercli.records.tokens import words_of
from clustercli.records.vocabulary import COOPERATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clustercli.records.lexicon import Entry, Lexicon
    from clustercli.records.tokens import Token
    from clustercli.records.vocabulary import Vocabulary

_Alike: TypeAlias = "list[tuple[float, str, Entry]]"  # likeness, a word of the vocabulary, what it is used for

_ANOTHER = 0.75  # a form of another word, where the word itself is known
_FORM = 0.8  # likeness of an inflected word, at least
_WHOLE = 0.9  # share of a name that is there whole; a clue never reaches it
_CUSTOMER = 0.5  # words after "for": the trade of a customer
_BESIDE = 0.6  # what clusters do for each other is seldom what a text is about
_SCATTERED = 0.6  # words of a phrase that stand far apart
_LONGEST_NAME = 6  # words
_REMEMBERED = 10_000  # words, and whole texts: most come again, and a load of many records stays bounded
_COMPOUND = 8  # letters from which a word may be a compound

_SURE = 0.75  # evidence from which a concept is sure
_GUESS = 0.45  # evidence below which none is named
_FAINT = 0.35  # evidence from which others may be named beside one that is
_RIVAL = 0.6  # of the evidence of the first: another, unrelated concept leaves it a guess


class Meaning(NamedTuple):
    """A concept that a text speaks of: its evidence (0 and up), whether it is sure, the words that caused it, and
    whether some word of the text speaks for it more than for any other concept.
    """

    concept: str
    evidence: float
    sure: bool
    words: tuple[str, ...]
    leads: bool


class _Said(NamedTuple):
    """What the vocabulary makes of a word: whether it tells nothing, how much it speaks for each concept, and the words
    it is like.
    """

    tells_nothing: bool
    evidence: dict[str, float]
    alike: _Alike


class Linker:
    """Links texts to concepts of a vocabulary, whose tree says which concepts are kin."""

    def __init__(self, tree: Vocabulary, words: Lexicon) -> None:
        self._tree = tree
        self._lexicon = words
        self._of = lru_cache(_REMEMBERED)(self._ask)
        self._guessed = lru_cache(_REMEMBERED)(self._guess)
        self._cooperation = tree.with_narrower([COOPERATION])

    def guess(self, text: str) -> str | None:
        """The concept that a text most likely means, or None where none is near."""
        return self._guessed(text)

    def _guess(self, text: str) -> str | None:
        clear = self._weighed(text).clear
        return clear[0][1] if clear else None

    def meanings(self, text: str, limit: int | None = None, *, faint: bool = False) -> list[Meaning]:
        """The concepts that a text speaks of, most evidence first; beside them, where wanted, fainter ones that some
        word of the text speaks for more than for any other.
        """
        named, tokens, parts, ranked, clear = self._weighed(text)
        most: dict[int, float] = defaultdict(float)
        for by_place in parts.values():
            for place, part in by_place.items():
                most[place] = max(most[place], part)
        rivalled = bool(clear) and self._rivalled(clear)
        found = [
            Meaning(
                concept,
                evidence,
                place == 0 and (named == {concept} or (evidence >= _SURE and not rivalled)),
                _causes(tokens, parts[concept]),
                any(part >= max(0.99 * most[at], _GUESS) for at, part in parts[concept].items()),
            )
            for place, (evidence, concept) in enumerate(clear)
        ]
        if faint and found:
            found += [
                Meaning(concept, evidence, False, _causes(tokens, parts[concept]), True)
                for evidence, concept in sorted(ranked, key=lambda x: (-x[0], x[1]))
                if _FAINT <= evidence < _GUESS
                and concept not in named
                and any(p >= most[at] for at, p in parts[concept].items())
            ]
        return found[:limit]

    def names(self, text: str) -> list[str]:
        """The concepts that have a name of which the whole text is a form: nameštaja, prerade hrane, Möbeln."""
        tokens = words_of(text)
        return self._names(tokens, self._shared(tokens))

    def tells_nothing(self, text: str) -> bool:
        """Whether a text has only words that every trade uses."""
        return all(self._of(token.word).tells_nothing for token in words_of(text))

    def _weighed(self, text: str) -> _Weighed:
        """The words of a text, without generic ones where they name nothing, and what they say of each concept."""
        tokens = words_of(text)
        shared = self._shared(tokens)
        named = set(self._names(tokens, shared))
        if not named:
            tokens = [token for token in tokens if not self._of(token.word).tells_nothing]
        parts = self._evidence(tokens, shared)
        ranked = [
            (sum(by_place.values()) * (_BESIDE if concept in self._cooperation else 1.0), concept)
            for concept, by_place in parts.items()
        ]
        clear = [(evidence, concept) for evidence, concept in ranked if evidence >= _GUESS or concept in named]
        clear.sort(key=lambda x: (x[1] not in named, -x[0], x[1]))
        return _Weighed(named, tokens, parts, ranked, clear)

    def _shared(self, tokens: list[Token]) -> set[int]:
        """The phrases of which more than one word stands in a text."""
        seen: set[int] = set()
        shared: set[int] = set()
        for word in {token.word for token in tokens}:
            for _, _, entry in self._of(word).alike:
                if entry.phrases:
                    shared |= seen.intersection(entry.phrases)
                    seen.update(entry.phrases)
        return shared

    def _names(self, tokens: list[Token], shared: set[int]) -> list[str]:
        small = self._lexicon("")
        words = [w for w, *_ in tokens if len(w) > SMALL or not small.get(w).weight]
        if len(words) > _LONGEST_NAME or all(self._of(token.word).tells_nothing for token in tokens):
            return []
        alike = [like for word in dict.fromkeys(words) for like in self._of(word).alike if like[0] >= _FORM]
        whole: dict[str, float] = {}
        for concept, by_word in _alone(alike) if len(words) == 1 else _in_phrases(alike, shared):
            if len(by_word) == len(words) and sum(share for _, share in by_word.values()) > _WHOLE:
                likeness = sum(share * likeness for likeness, share in by_word.values())
                whole[concept] = max(likeness, whole.get(concept, 0.0))
        return sorted(concept for concept, likeness in whole.items() if likeness > max(whole.values()) - 0.01)

    def _tells_nothing(self, word: str) -> bool:
        """Whether a word is generic, or a form of a generic one and no word of the vocabulary itself."""
        generic = self._lexicon("")
        if generic.get(word).weight:
            return True
        return not self._lexicon(word[:KEY]).get(word).alone and is_form_of(word, generic)

    def _rivalled(self, ranked: list[tuple[float, str]]) -> bool:
        """Whether a concept that is neither wider nor narrower than the first has nearly as much evidence."""
        evidence, first = ranked[0]
        wider = set(self._tree.ancestors(first))
        return any(
            other > evidence * _RIVAL and concept not in wider and first not in self._tree.ancestors(concept)
            for other, concept in ranked[1:]
        )

    def _evidence(self, tokens: list[Token], shared: set[int]) -> dict[str, dict[int, float]]:
        """For each concept, how much every word of the text (by its place) speaks for it.

        The trade of a customer ("machines for textile mills") counts less; where nothing else stands in that part of
        the text ("factory for furniture"), it is the trade itself.
        """
        own = {token.part for token in tokens if not token.for_whom}
        best: dict[str, dict[int, float]] = defaultdict(dict)
        said: list[tuple[float, _Said]] = []
        for place, token in enumerate(tokens):
            factor = _CUSTOMER if token.for_whom and token.part in own else 1.0
            one = self._of(token.word)
            said.append((factor, one))
            for concept, value in one.evidence.items():
                best[concept][place] = value * factor
        for phrase in shared:
            found = [
                (other, likeness * entry.weight * factor, *entry.phrases[phrase], place)
                for place, (factor, one) in enumerate(said)
                for likeness, other, entry in one.alike
                if phrase in entry.phrases
            ]
            if len(found) > 1:
                _together(found, best)
        return best

    def _ask(self, word: str) -> _Said:
        """What the vocabulary makes of a word."""
        evidence: dict[str, float] = {}
        alike = self._words_like(word)
        for likeness, _, entry in alike:
            value = likeness * entry.weight
            for concept, share in entry.shares.items():
                if value * share > evidence.get(concept, 0.0):
                    evidence[concept] = value * share
        return _Said(self._tells_nothing(word), evidence, alike)

    def _words_like(self, word: str) -> _Alike:
        """The words of the vocabulary that a word may be a form of, or is made of."""
        known = self._forms(word)
        umlauts = re.sub("(?<=[aou])e", "", word) if "e" in word else word
        if any(other == word and entry.alone for _, other, entry in known):
            known = [(x if o == word else x * _ANOTHER, o, entry) for x, o, entry in known]
        elif umlauts != word:
            known += self._forms(umlauts)
        for start in range(1, len(word) - KEY) if len(word) >= _COMPOUND else ():
            bucket = self._lexicon(word[start : start + KEY])
            for other in bucket:
                if len(other) > KEY and word.startswith(other, start):
                    known.append((INSIDE, other, bucket.get(other)))
        return known

    def _forms(self, word: str) -> _Alike:
        bucket = self._lexicon(word[:KEY])
        return [(likeness, other, bucket.get(other)) for other in bucket if (likeness := likeness_of(word, other))]


# What a text may name: the concept, and each word of the vocabulary with its likeness and its share.
_Name: TypeAlias = "tuple[str, dict[str, tuple[float, float]]]"


def _alone(alike: _Alike) -> Iterator[_Name]:
    """What a single word may name: whatever it is the whole name of, or nearly the whole."""
    for likeness, other, entry in alike:
        for concept, share in entry.alone.items():
            yield concept, {other: (likeness, share)}
    nearly = {n for _, _, entry in alike for n, (_, share) in entry.phrases.items() if share > _WHOLE}
    yield from _in_phrases(alike, nearly)


def _in_phrases(alike: _Alike, phrases: set[int]) -> Iterator[_Name]:
    """What several words may name: phrases that they are words of."""
    for phrase in phrases:
        concept, by_word = "", dict[str, tuple[float, float]]()
        for likeness, other, entry in alike:
            if phrase in entry.phrases:
                concept, share = entry.phrases[phrase]
                by_word[other] = max((likeness, share), by_word.get(other, (0.0, 0.0)))
        yield concept, by_word


def _together(found: list[tuple[str, float, str, float, int]], best: dict[str, dict[int, float]]) -> None:
    """Raise the evidence of the words of one phrase (word, value, concept, share, place) that stand in a text: each
    counts with what all of them together are of the phrase.
    """
    once = {word: (value, share, place) for word, value, _, share, place in sorted(found)}
    concept = found[0][2]
    share = sum(share for _, share, _ in once.values())
    places = [place for _, _, place in once.values()]
    if max(places) - min(places) > len(once) + 1:
        share *= _SCATTERED
    for value, _, place in once.values():
        if value * share > best[concept].get(place, 0.0):
            best[concept][place] = value * share


class _Weighed(NamedTuple):
    """What the words of a text say: the concepts it names, its words, how much each (by its place) speaks for which
    concept, all concepts with their evidence, and those for which it is clear enough, the first one first.
    """

    named: set[str]
    tokens: list[Token]
    parts: dict[str, dict[int, float]]
    ranked: list[tuple[float, str]]
    clear: list[tuple[float, str]]


def _causes(tokens: list[Token], by_place: Mapping[int, float]) -> tuple[str, ...]:
    """The words of the text that speak for a concept, as written, in their order; without faint echoes."""
    most = max(by_place.values())
    return tuple(dict.fromkeys(tokens[place].written for place in sorted(by_place) if by_place[place] >= most / 4))
