"""The words that texts are linked by: every name and clue of the vocabulary, weighed and kept by its beginning.

A word weighs the more the fewer concepts use it (inverse frequency, as in text retrieval); generic words, which every
trade uses of itself, weigh next to nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from clustercli.records.fold import fold_all

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from clustercli.records.vocabulary import Vocabulary

KEY = 4  # letters of a word's beginning under which it is kept
# How a word is used: for which concept, what share of the evidence it gives (a word of a phrase gives a part), and the
# number of the phrase (0 where the word stands alone).
Use: TypeAlias = "tuple[str, float, int]"
Bucket: TypeAlias = "dict[str, tuple[float, list[Use]]]"  # word -> its weight, its uses
Lexicon: TypeAlias = "Callable[[str], Bucket]"  # a key -> the words that begin with it

# Words that every trade uses (development, production, laboratory) and small ones (and, of): language, words
GENERIC = Path(__file__).with_name("generic.csv")
_GENERIC = 0.05  # their weight
_CLUE = 0.8  # a clue counts so much of a word that names the concept
_ROOT = 5  # letters of a generic word that its endings are told from
_ENDING = 2  # letters that a form of a generic word is longer than its root
_LONG = 12  # letters of a word that may have a longer ending: laboratóriumban

# "for" in cs, sr bg sl, en, de, pl, sk, it: what follows says for whom.
FOR = frozenset(["pro", "za", "for", "fuer", "dla", "pre", "per"])
SMALL = 3  # letters up to which a generic word is no part of a phrase


def lexicon(vocabulary: Vocabulary) -> dict[str, Bucket]:
    """All words of a vocabulary by key, each with its weight and its uses; under "" the generic words (1)
    and their roots (0).
    """
    stated = set(" ".join(fold_all(line.partition(",")[2] for line in _generic_lines())).split())
    generic = stated | {_root(word) for word in stated}
    phrases = _phrases(vocabulary, stated)
    stems: dict[str, str] = {}
    holders: dict[str, set[str]] = defaultdict(set)
    for words, concept in phrases:
        for word in words:
            stem = stems[word] = stems.get(word) or _stem(word)
            holders[stem].add(concept)
    count = len(vocabulary.concepts)
    rarity = {stem: log(1 + count / len(among)) / log(1 + count) for stem, among in holders.items()}
    found: dict[str, Bucket] = defaultdict(dict)
    for number, ((words, concept), strength) in enumerate(phrases.items(), 1):
        total = sum(rarity[stems[word]] for word in words)
        for word in words:
            use = (concept, round(strength * rarity[stems[word]] / total, 3), number if len(words) > 1 else 0)
            weight = _GENERIC if word in stated else round(rarity[stems[word]], 3)
            found[word[:KEY]].setdefault(word, (weight, []))[1].append(use)
    found[""] = {word: (float(word in stated), []) for word in sorted(generic)}
    return found


def _phrases(vocabulary: Vocabulary, generic: Container[str]) -> dict[tuple[tuple[str, ...], str], float]:
    """Every phrase, as its telling words, with its concept: how strongly it stands for it."""
    phrases: dict[tuple[tuple[str, ...], str], float] = {}
    for strength, listed in ((1.0, vocabulary.words()), (_CLUE, vocabulary.clues())):
        known = [(text, concept) for text, _, concept in listed]
        for (_, concept), folded in zip(known, fold_all(spelt(text) for text, _ in known), strict=False):
            every = dict.fromkeys(w for w in folded.split() if len(w) > 1 and w not in FOR)
            words = tuple(w for w in every if len(w) > SMALL or w not in generic) or tuple(every)
            if words:
                phrases.setdefault((words, concept), strength)
    return phrases


def spelt(text: str) -> str:
    """A text whose für is told from fur."""
    return text.replace("für", "fuer").replace("Für", "Fuer").replace("FÜR", "FUER")


def _generic_lines() -> list[str]:
    return GENERIC.read_text(encoding="utf-8").splitlines()


def _root(word: str) -> str:
    """A word without the ending that its forms change."""
    root = re.sub("(ium|um|[aeiouy]+)$", "", word)
    return root if len(root) >= _ROOT else word


def is_form_of(word: str, roots: Container[str]) -> bool:
    """Whether a word is a form of a generic one: its root and an ending."""
    longest = len(word) // 2 if len(word) > _LONG else _ENDING
    return any(word[:end] in roots for end in range(max(_ROOT, len(word) - longest), len(word) + 1))


def _stem(word: str) -> str:
    """What the forms of a word have in common, roughly: enough to count how many concepts use it."""
    return word[: max(5, len(word) - 2)]
