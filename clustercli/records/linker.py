"""From free text to concepts: finds the words and clues of the vocabulary in inflected, misspelt and mixed text.

Every word of the text is compared with the vocabulary's words of the same beginning (and, inside compounds, of the
same middle); what it shares with a concept counts by its weight and by how much of the phrase is there. For each
concept the best use of every word of the text adds up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from clustercli.records.fold import fold
from clustercli.records.lexicon import FOR, KEY, SMALL, is_form_of, spelt
from clustercli.records.vocabulary import COOPERATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clustercli.records.lexicon import Lexicon, Use
    from clustercli.records.vocabulary import Vocabulary

_Alike: TypeAlias = "list[tuple[float, str, float, list[Use]]]"  # likeness, word, its weight, its uses

_INSIDE = 0.6  # a word inside a compound
_ANOTHER = 0.75  # a form of another word, where the word itself is known
_FORM = 0.8  # likeness of an inflected word, at least
_WHOLE = 0.9  # share of a name that is there whole; a clue never reaches it
_RELATED = 0.7  # a word with the same long beginning
_MISSPELT = 0.75
_LONG_ENDING = 0.75
_CUSTOMER = 0.5  # words after "for": the trade of a customer
_BESIDE = 0.6  # what clusters do for each other is seldom what a text is about
_SCATTERED = 0.6  # words of a phrase that stand far apart
_VOWELS = "aeiouy"
_ENDING = 3  # letters that an inflected word differs in at most
_LONGEST_NAME = 6  # words
_MOST_LETTERS = 10_000  # of a text that are read: what it is about is said by then
_REMEMBERED = 50_000  # words of texts: most come again, and a load of many records stays bounded
_COMPOUND = 8  # letters from which a word may be a compound

_SURE = 0.75  # evidence from which a concept is sure
_GUESS = 0.45  # evidence below which none is named
_FAINT = 0.35  # evidence from which others may be named beside one that is
_RIVAL = 0.6  # of the evidence of the first: another, unrelated concept leaves it a guess

_SCOPE = 4  # words after "for" that say for whom
_FOR_BEFORE = frozenset(["szamara", "reszere"])  # Hungarian says it after them
_PART = r"[.,;:!?()\[\]–—\n/]|(?<!\w)-(?!\w)"
_WORD = r"[^\W_]+"


class Meaning(NamedTuple):
    """A concept that a text speaks of: its evidence (0 and up), whether it is sure, the words that caused it, and
    whether some word of the text speaks for it more than for any other concept.
    """

    concept: str
    evidence: float
    sure: bool
    words: tuple[str, ...]
    leads: bool


class Linker:
    """Links texts to concepts of a vocabulary, whose tree says which concepts are kin."""

    def __init__(self, tree: Vocabulary, words: Lexicon) -> None:
        self._tree = tree
        self._lexicon = words
        self._alike: dict[str, _Alike] = {}
        self._cooperation = tree.with_narrower([COOPERATION])

    def guess(self, text: str) -> str | None:
        """The concept that a text most likely means, or None where none is near."""
        found = self.meanings(text, 1)
        return found[0].concept if found else None

    def meanings(self, text: str, limit: int | None = None, *, faint: bool = False) -> list[Meaning]:
        """The concepts that a text speaks of, most evidence first; beside them, where wanted, fainter ones that some
        word of the text speaks for more than for any other.
        """
        named = set(self.names(text))
        tokens = _words(text) if named else self._telling(text)
        parts = self._evidence(tokens)
        most: dict[int, float] = defaultdict(float)
        for by_place in parts.values():
            for place, part in by_place.items():
                most[place] = max(most[place], part)
        ranked = [
            (sum(by_place.values()) * (_BESIDE if concept in self._cooperation else 1.0), concept)
            for concept, by_place in parts.items()
        ]
        ranked.sort(key=lambda x: (x[1] not in named, -x[0], x[1]))
        clear = [(evidence, concept) for evidence, concept in ranked if evidence >= _GUESS or concept in named]
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
                for evidence, concept in ranked
                if _FAINT <= evidence < _GUESS
                and concept not in named
                and any(p >= most[at] for at, p in parts[concept].items())
            ]
        return found[:limit]

    def names(self, text: str) -> list[str]:
        """The concepts that have a name of which the whole text is a form: nameštaja, prerade hrane, Möbeln."""
        small = self._lexicon("")
        tokens = [w for w, *_ in _words(text) if len(w) > SMALL or not small.get(w, (0.0, []))[0]]
        if len(tokens) > _LONGEST_NAME or self.tells_nothing(text):
            return []
        found: dict[tuple[str, int | str], dict[str, tuple[float, float]]] = defaultdict(dict)
        for word in dict.fromkeys(tokens):
            for likeness, other, _, uses in self._words_like(word):
                for concept, share, phrase in uses if likeness >= _FORM else ():
                    by_word = found[concept, phrase or other]
                    by_word[other] = max((likeness, share), by_word.get(other, (0.0, 0.0)))
        whole: dict[str, float] = {}
        for (concept, _), by_word in found.items():
            if len(by_word) == len(tokens) and sum(share for _, share in by_word.values()) > _WHOLE:
                likeness = sum(share * likeness for likeness, share in by_word.values())
                whole[concept] = max(likeness, whole.get(concept, 0.0))
        return sorted(concept for concept, likeness in whole.items() if likeness > max(whole.values()) - 0.01)

    def tells_nothing(self, text: str) -> bool:
        """Whether a text has only words that every trade uses."""
        return not self._telling(text)

    def _telling(self, text: str) -> list[_Token]:
        """The words of a text that may tell a trade: no generic ones."""
        return [token for token in _words(text) if not self._tells_nothing(token.word)]

    def _tells_nothing(self, word: str) -> bool:
        """Whether a word is generic, or a form of a generic one and no word of the vocabulary itself."""
        generic = self._lexicon("")
        if word in generic and generic[word][0]:
            return True
        _, uses = self._lexicon(word[:KEY]).get(word, (0.0, []))
        return all(phrase for _, _, phrase in uses) and is_form_of(word, generic)

    def _rivalled(self, ranked: list[tuple[float, str]]) -> bool:
        """Whether a concept that is neither wider nor narrower than the first has nearly as much evidence."""
        evidence, first = ranked[0]
        wider = set(self._tree.ancestors(first))
        return any(
            other > evidence * _RIVAL and concept not in wider and first not in self._tree.ancestors(concept)
            for other, concept in ranked[1:]
        )

    def _evidence(self, tokens: list[_Token]) -> dict[str, dict[int, float]]:
        """For each concept, how much every word of the text (by its place) speaks for it.

        The trade of a customer ("machines for textile mills") counts less; where nothing else stands in that part of
        the text ("factory for furniture"), it is the trade itself.
        """
        own = {token.part for token in tokens if not token.for_whom}
        best: dict[str, dict[int, float]] = defaultdict(dict)
        phrases: dict[int, list[tuple[str, float, str, float, int]]] = defaultdict(list)
        for place, token in enumerate(tokens):
            factor = _CUSTOMER if token.for_whom and token.part in own else 1.0
            for likeness, other, weight, uses in self._words_like(token.word):
                value = likeness * factor * weight
                for concept, share, phrase in uses:
                    by_place = best[concept]
                    if value * share > by_place.get(place, 0.0):
                        by_place[place] = value * share
                    if phrase:
                        phrases[phrase].append((other, value, concept, share, place))
        for found in phrases.values():
            if len(found) > 1:
                _together(found, best)
        return best

    def _words_like(self, word: str) -> _Alike:
        """The words of the vocabulary that a word may be a form of, or is made of."""
        known = self._alike.get(word)
        if known is None:
            if len(self._alike) > _REMEMBERED:
                self._alike.clear()
            known = self._alike[word] = self._forms(word)
            umlauts = re.sub("(?<=[aou])e", "", word)
            if any(other == word and not phrase for _, other, _, uses in known for _, _, phrase in uses):
                known[:] = [(x if o == word else x * _ANOTHER, o, w, u) for x, o, w, u in known]
            elif umlauts != word:
                known += self._forms(umlauts)
            for start in range(1, len(word) - KEY) if len(word) >= _COMPOUND else ():
                for other, (weight, uses) in self._lexicon(word[start : start + KEY]).items():
                    if len(other) > KEY and word.startswith(other, start):
                        known.append((_INSIDE, other, weight, uses))
        return known

    def _forms(self, word: str) -> _Alike:
        return [
            (likeness, other, weight, uses)
            for other, (weight, uses) in self._lexicon(word[:KEY]).items()
            if (likeness := _likeness(word, other))
        ]


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


class _Token(NamedTuple):
    """A word of a text: folded, as written, in which part of the text, and whether it says for whom."""

    word: str
    written: str
    part: int
    for_whom: bool


def _words(text: str) -> list[_Token]:
    """The words at the beginning of a text, without single letters."""
    return [token for token in _tokens(spelt(text[:_MOST_LETTERS])) if len(token.word) > 1]


def _tokens(text: str) -> Iterator[_Token]:
    for part, words in enumerate(re.split(_PART, text)):
        found: list[_Token] = []
        left = 0
        for written in re.findall(_WORD, words):
            for word in fold(written).split():
                if word in FOR:
                    left = _SCOPE
                elif word in _FOR_BEFORE:
                    found[-2:] = [token._replace(for_whom=True) for token in found[-2:]]
                else:
                    found.append(_Token(word, written, part, left > 0))
                    left = max(0, left - 1)
        yield from found


def _likeness(word: str, other: str) -> float:
    """How likely a word is a form of another (0..1): equal, inflected, misspelt, derived, or its beginning."""
    if word == other:
        return 1.0
    short, long = sorted((len(word), len(other)))
    if short < KEY:
        return 0.0
    same = next((i for i in range(short) if word[i] != other[i]), short)
    ending = long - same
    if ending <= _ENDING and (same == short or (same == short - 1 and (short > KEY + 1 or _vowels(word, other, same)))):
        return 0.95 - 0.05 * ending
    if ending <= _ENDING and same == short - 2 and (_fleeting(word, other, same) or _fleeting(other, word, same)):
        return 0.85
    if long > 5 and _one_slip(word[: short + 1], other[: short + 1], same):
        return _MISSPELT
    if same == short and ending == _ENDING + 1:
        return _LONG_ENDING
    if ending <= _ENDING and same == short - 2:
        return _RELATED
    if same >= 6 and same >= 0.6 * long:
        return _RELATED
    if same == short > KEY:
        return _INSIDE
    return 0.0


def _fleeting(word: str, other: str, same: int) -> bool:
    """Whether a vowel comes and goes between two forms: nábytek, nábytku; turizam, turizma."""
    return other[same] in _VOWELS and other[same + 1 : same + 2] == word[same]


def _vowels(word: str, other: str, same: int) -> bool:
    """Whether two words go on with a vowel each: hrana, hrane."""
    return word[same] in _VOWELS and other[same] in _VOWELS


def _one_slip(word: str, other: str, same: int) -> bool:
    """Whether two words that agree in their first letters differ in one letter more, less, other or exchanged."""
    if len(word) == len(other):
        exchanged = word[same : same + 2] == other[same : same + 2][::-1] and word[same + 2 :] == other[same + 2 :]
        return exchanged or word[same + 1 :] == other[same + 1 :]
    if abs(len(word) - len(other)) > 1:
        return False
    return word[same + 1 :] == other[same:] if len(word) > len(other) else word[same:] == other[same + 1 :]


def _causes(tokens: list[_Token], by_place: Mapping[int, float]) -> tuple[str, ...]:
    """The words of the text that speak for a concept, as written, in their order; without faint echoes."""
    most = max(by_place.values())
    return tuple(dict.fromkeys(tokens[place].written for place in sorted(by_place) if by_place[place] >= most / 4))
