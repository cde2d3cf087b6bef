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
    from collections.abc import Iterable, Iterator, Mapping

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
_REMEMBERED = 5_000  # words of texts: most come again, and a load of many records stays bounded
_REMEMBERED_TEXTS = 20_000  # whole texts: an offer or a need often stands word for word in other records
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


class _Said(NamedTuple):
    """What the vocabulary makes of a word: whether it tells nothing; how much it speaks for each concept; the phrases
    it may be a word of, and those it may be two words of.
    """

    tells_nothing: bool
    evidence: dict[str, float]
    phrases: dict[int, list[_Part]]
    doubly: frozenset[int]


class Linker:
    """Links texts to concepts of a vocabulary, whose tree says which concepts are kin."""

    def __init__(self, tree: Vocabulary, words: Lexicon) -> None:
        self._tree = tree
        self._lexicon = words
        self._said: dict[str, _Said] = {}
        self._guessed: dict[str, str | None] = {}
        self._cooperation = tree.with_narrower([COOPERATION])

    def guess(self, text: str) -> str | None:
        """The concept that a text most likely means, or None where none is near."""
        if text not in self._guessed:
            if len(self._guessed) > _REMEMBERED_TEXTS:
                self._guessed.clear()
            clear = self._weighed(text).clear
            self._guessed[text] = clear[0][1] if clear else None
        return self._guessed[text]

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
                for evidence, concept in ranked
                if _FAINT <= evidence < _GUESS
                and concept not in named
                and any(p >= most[at] for at, p in parts[concept].items())
            ]
        return found[:limit]

    def names(self, text: str) -> list[str]:
        """The concepts that have a name of which the whole text is a form: nameštaja, prerade hrane, Möbeln."""
        return self._names(_words(text))

    def tells_nothing(self, text: str) -> bool:
        """Whether a text has only words that every trade uses."""
        return all(self._of(token.word).tells_nothing for token in _words(text))

    def _weighed(self, text: str) -> _Weighed:
        """The words of a text, without generic ones where they name nothing, and what they say of each concept."""
        tokens = _words(text)
        named = set(self._names(tokens))
        if not named:
            tokens = [token for token in tokens if not self._of(token.word).tells_nothing]
        parts = self._evidence(tokens)
        ranked = [
            (sum(by_place.values()) * (_BESIDE if concept in self._cooperation else 1.0), concept)
            for concept, by_place in parts.items()
        ]
        ranked.sort(key=lambda x: (x[1] not in named, -x[0], x[1]))
        clear = [(evidence, concept) for evidence, concept in ranked if evidence >= _GUESS or concept in named]
        return _Weighed(named, tokens, parts, ranked, clear)

    def _names(self, tokens: list[_Token]) -> list[str]:
        small = self._lexicon("")
        words = [w for w, *_ in tokens if len(w) > SMALL or not small.get(w, (0.0, []))[0]]
        if len(words) > _LONGEST_NAME or all(self._of(token.word).tells_nothing for token in tokens):
            return []
        found = self._alone(words[0]) if len(words) == 1 else self._phrases_of(words)
        whole: dict[str, float] = {}
        for concept, by_word in found:
            if len(by_word) == len(words) and sum(share for _, share in by_word.values()) > _WHOLE:
                likeness = sum(share * likeness for likeness, share in by_word.values())
                whole[concept] = max(likeness, whole.get(concept, 0.0))
        return sorted(concept for concept, likeness in whole.items() if likeness > max(whole.values()) - 0.01)

    def _alone(self, word: str) -> Iterator[tuple[str, dict[str, tuple[float, float]]]]:
        """(concept, word of the vocabulary -> likeness and share) of what a word names."""
        found: dict[tuple[str, int | str], dict[str, tuple[float, float]]] = defaultdict(dict)
        for likeness, other, _, uses in self._words_like(word):
            for concept, share, phrase in uses if likeness >= _FORM else ():
                by_word = found[concept, phrase or other]
                by_word[other] = max((likeness, share), by_word.get(other, (0.0, 0.0)))
        return ((concept, by_word) for (concept, _), by_word in found.items())

    def _phrases_of(self, words: list[str]) -> Iterator[tuple[str, dict[str, tuple[float, float]]]]:
        """(concept, word of the vocabulary -> likeness and share) of the phrases that several words are of."""
        said = [self._of(word) for word in dict.fromkeys(words)]
        for phrase in _shared(said):
            by_word: dict[str, tuple[float, float]] = {}
            for one in said:
                for part in one.phrases.get(phrase, ()):
                    concept = part.concept
                    if part.likeness >= _FORM:
                        known = by_word.get(part.word, (0.0, 0.0))
                        by_word[part.word] = max((part.likeness, part.share), known)
            yield concept, by_word

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
        said: list[tuple[float, _Said]] = []
        for place, token in enumerate(tokens):
            factor = _CUSTOMER if token.for_whom and token.part in own else 1.0
            one = self._of(token.word)
            said.append((factor, one))
            for concept, value in one.evidence.items():
                best[concept][place] = value * factor
        for phrase in _shared(one for _, one in said):
            _together(
                [
                    (part.word, part.value * factor, part.concept, part.share, place)
                    for place, (factor, one) in enumerate(said)
                    for part in one.phrases.get(phrase, ())
                ],
                best,
            )
        return best

    def _of(self, word: str) -> _Said:
        """What the vocabulary makes of a word; most words come again."""
        said = self._said.get(word)
        if said is None:
            if len(self._said) > _REMEMBERED:
                self._said.clear()
            said = self._said[word] = self._ask(word)
        return said

    def _ask(self, word: str) -> _Said:
        evidence: dict[str, float] = {}
        phrases: dict[int, list[_Part]] = {}
        for likeness, other, weight, uses in self._words_like(word):
            value = likeness * weight
            for concept, share, phrase in uses:
                if value * share > evidence.get(concept, 0.0):
                    evidence[concept] = value * share
                if phrase:
                    phrases.setdefault(phrase, []).append(_Part(other, value, concept, share, likeness))
        doubly = frozenset(phrase for phrase, parts in phrases.items() if len(parts) > 1)
        return _Said(self._tells_nothing(word), evidence, phrases, doubly)

    def _words_like(self, word: str) -> _Alike:
        """The words of the vocabulary that a word may be a form of, or is made of."""
        known = self._forms(word)
        umlauts = re.sub("(?<=[aou])e", "", word) if "e" in word else word
        if any(other == word and not phrase for _, other, _, uses in known for _, _, phrase in uses):
            known = [(x if o == word else x * _ANOTHER, o, w, u) for x, o, w, u in known]
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


def _shared(said: Iterable[_Said]) -> set[int]:
    """The phrases that have more than one of their words in a text."""
    seen: set[int] = set()
    shared: set[int] = set()
    for one in said:
        shared |= one.doubly
        shared |= one.phrases.keys() & seen
        seen |= one.phrases.keys()
    return shared


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


class _Part(NamedTuple):
    """A word of a phrase of the vocabulary that a word of a text is like, and what it says for the concept."""

    word: str
    value: float
    concept: str
    share: float
    likeness: float


class _Weighed(NamedTuple):
    """What the words of a text say: the concepts it names, its words, how much each (by its place) speaks for which
    concept, all concepts with their evidence, most first, and those of them that it is clear enough for.
    """

    named: set[str]
    tokens: list[_Token]
    parts: dict[str, dict[int, float]]
    ranked: list[tuple[float, str]]
    clear: list[tuple[float, str]]


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
    short, long = len(word), len(other)
    if short > long:
        short, long = long, short
    if short < KEY:
        return 0.0
    same = 0
    while same < short and word[same] == other[same]:
        same += 1
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
