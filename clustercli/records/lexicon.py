"""The words that texts are linked by: every name and clue of the vocabulary, weighed and kept by its beginning.

A word weighs the more the fewer concepts use it (inverse frequency, as in text retrieval); generic words, which every
trade uses of itself, weigh next to nothing.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from clustercli.records.fold import fold_all

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from clustercli.records.vocabulary import Vocabulary

KEY = 4  # letters of a word's beginning under which it is kept

# Words that every trade uses (development, production, laboratory) and small ones (and, of): language, words
GENERIC = Path(__file__).with_name("generic.csv")
_GENERIC = 0.05  # their weight
_CLUE = 0.8  # a clue counts so much of a word that names the concept
_ROOT = 5  # letters of a generic word that its endings are told from
_ENDING = 2  # letters that a form of a generic word is longer than its root
_LONG = 12  # letters of a word that may have a longer ending: laboratóriumban

# "for" in cs, sr bg sl, en, de, pl, sk, it: what follows says for whom.
FOR = frozenset(["pro", "za", "for", "fuer", "dla", "pre", "per"])
_MOST = 0xFFFF  # of a number of two bytes
SMALL = 3  # letters up to which a generic word is no part of a phrase


class Entry(NamedTuple):
    """A word of the vocabulary: its weight, the concepts that it stands for alone, and the phrases it is a word of with
    their concepts, each with the share of the evidence that it gives; for each concept the largest of these.
    """

    weight: float
    alone: dict[str, float]
    phrases: dict[int, tuple[str, float]]
    shares: dict[str, float]


NO_ENTRY = Entry(0.0, {}, {}, {})


class Packed(NamedTuple):
    """The words of a key as they are stored: what follows the key in each, and numbers of two bytes, a word's weight
    and how many uses it has, and then for each use the concept, the share and the phrase.

    Weights and shares are in thousandths; a concept is its place among all ids in order, a phrase is counted within
    its concept. That takes a third of the same as JSON, and only keys that are asked for are ever unpacked.
    """

    words: str
    numbers: bytes


def lexicon(vocabulary: Vocabulary) -> dict[str, Packed]:
    """All words of a vocabulary by key, each with its weight and its uses; under "" the generic words (1)
    and their roots (0).
    """
    stated = set(" ".join(fold_all(line.partition(",")[2] for line in _generic_lines())).split())
    generic = stated | {_root(word) for word in stated}
    phrases = _phrases(vocabulary, stated)
    rarity = _rarity(phrases, len(vocabulary.concepts))
    numbered = {concept: number for number, concept in enumerate(sorted(vocabulary.concepts))}
    counted = [0] * len(numbered)  # phrases of each concept
    uses: dict[str, list[int]] = defaultdict(list)
    for (words, concept), strength in phrases.items():
        number = numbered[concept]
        if len(words) == 1:
            uses[words[0]] += number, round(strength * 1000), 0
            continue
        total = sum([rarity[word] for word in words])
        for word in words:
            uses[word] += number, round(strength * rarity[word] / total * 1000), 1 + counted[number] % _MOST
        counted[number] += 1
    by_key: dict[str, list[str]] = defaultdict(list)
    for word in uses:
        by_key[word[:KEY]].append(word)
    weights = {word: _GENERIC if word in stated else rarity[word] for word in uses}
    found = {key: _pack(key, words, weights, uses) for key, words in by_key.items()}
    found[""] = _pack("", sorted(generic), dict.fromkeys(generic, 0.0) | dict.fromkeys(stated, 1.0), {})
    return found


def _pack(key: str, words: Sequence[str], weights: Mapping[str, float], uses: Mapping[str, list[int]]) -> Packed:
    numbers: list[int] = []
    for word in words:
        mine = uses.get(word, [])
        numbers.append(round(weights[word] * 1000))
        numbers.append(min(len(mine) // 3, _MOST))
        numbers += mine[: 3 * _MOST] if len(mine) > 3 * _MOST else mine
    return Packed(" ".join([word[len(key) :] for word in words]), array("H", numbers).tobytes())


class Bucket:
    """The words of a key; what one of them is used for is made out when it is asked for."""

    def __init__(self, key: str, packed: Packed, concepts: Sequence[str]) -> None:
        self._concepts = concepts
        self._numbers = numbers = memoryview(packed.numbers).cast("H").tolist()
        self._places: dict[str, int] = {}
        self._entries: dict[str, Entry] = {}
        at = 0
        for ending in packed.words.split(" ") if numbers else ():
            self._places[key + ending] = at
            at += 2 + 3 * numbers[at + 1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, word: str) -> bool:
        return word in self._places

    def get(self, word: str) -> Entry:
        """What a word is used for; nothing where it is not there."""
        entry = self._entries.get(word)
        if entry is None:
            at = self._places.get(word)
            if at is None:
                return NO_ENTRY
            entry = self._entries[word] = self._entry(at)
        return entry

    def _entry(self, at: int) -> Entry:
        weight, count = self._numbers[at : at + 2]
        entry = Entry(weight / 1000, {}, {}, {})
        for use in range(at + 2, at + 2 + 3 * count, 3):
            number, thousandths, phrase = self._numbers[use : use + 3]
            concept, share = self._concepts[number], thousandths / 1000
            if phrase:
                entry.phrases[number << 16 | phrase] = concept, share
            else:
                entry.alone[concept] = share
            if share > entry.shares.get(concept, 0.0):
                entry.shares[concept] = share
        return entry


Lexicon: TypeAlias = "Callable[[str], Bucket]"  # a key -> the words that begin with it
_NOTHING = Packed("", b"")


def reader(vocabulary: Vocabulary, stored: Callable[[str], Packed | None]) -> Lexicon:
    """The words of each key, unpacked when they are first asked for."""
    concepts = sorted(vocabulary.concepts)
    known: dict[str, Bucket] = {}
    nothing = Bucket("", _NOTHING, concepts)

    def words_from(key: str) -> Bucket:
        bucket = known.get(key)
        if bucket is None:
            packed = stored(key)
            if packed is None:
                return nothing  # not kept: texts have any number of beginnings that no word has
            bucket = known[key] = Bucket(key, packed, concepts)
        return bucket

    return words_from


def _rarity(phrases: Iterable[tuple[tuple[str, ...], str]], count: int) -> dict[str, float]:
    """How rare each word is among concepts: those that use a word of the same stem."""
    by_stem: dict[str, set[str]] = {}
    holders: dict[str, set[str]] = {}
    for words, concept in phrases:
        for word in words:
            among = holders.get(word)
            if among is None:
                among = holders[word] = by_stem.setdefault(_stem(word), set())
            among.add(concept)
    rarity = [0.0, *(log(1 + count / held) / log(1 + count) for held in range(1, count + 1))]
    return {word: rarity[len(among)] for word, among in holders.items()}


def _phrases(vocabulary: Vocabulary, generic: Container[str]) -> dict[tuple[tuple[str, ...], str], float]:
    """Every phrase, as its telling words, with its concept: how strongly it stands for it."""
    phrases: dict[tuple[tuple[str, ...], str], float] = {}
    for strength, listed in ((1.0, vocabulary.words()), (_CLUE, vocabulary.clues())):
        known = [(text, concept) for text, _, concept in listed]
        for (_, concept), folded in zip(known, fold_all([spelt(text) for text, _ in known]), strict=True):
            every = [w for w in folded.split() if len(w) > 1 and w not in FOR]
            if len(every) > 1:
                every = list(dict.fromkeys(every))
                every = [w for w in every if len(w) > SMALL or w not in generic] or every
            if every:
                phrases.setdefault((tuple(every), concept), strength)
    return phrases


def spelt(text: str) -> str:
    """A text whose für is told from fur."""
    return text.replace("für", "fuer").replace("Für", "Fuer").replace("FÜR", "FUER")


def _generic_lines() -> list[str]:
    return GENERIC.read_text(encoding="utf-8").splitlines()


def _root(word: str) -> str:
    """A word without the ending that its forms change."""
    root = re.sub("(ium|um|(?<![aeiouy])[aeiouy]+)$", "", word)
    return root if len(root) >= _ROOT else word


def is_form_of(word: str, roots: Bucket) -> bool:
    """Whether a word is a form of a generic one: its root and an ending."""
    longest = len(word) // 2 if len(word) > _LONG else _ENDING
    return any(word[:end] in roots for end in range(max(_ROOT, len(word) - longest), len(word) + 1))


def _stem(word: str) -> str:
    """What the forms of a word have in common, roughly: enough to count how many concepts use it."""
    return word[: max(5, len(word) - 2)]
