"""The words of a text as they are linked to concepts: folded, in parts, and whether they say for whom."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from clustercli.records.fold import fold
from clustercli.records.lexicon import FOR, spelt

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LETTERS = 10_000  # of a text that are read: what it is about is said by then
_SCOPE = 4  # words after "for" that say for whom
_FOR_BEFORE = frozenset(["szamara", "reszere"])  # Hungarian says it after them
_PART = r"[.,;:!?()\[\]–—\n/]|(?<!\w)-(?!\w)"
_WORD = r"[^\W_]+"


class Token(NamedTuple):
    """A word of a text: folded, as written, in which part of the text, and whether it says for whom."""

    word: str
    written: str
    part: int
    for_whom: bool


def words_of(text: str) -> list[Token]:
    """The words at the beginning of a text, without single letters."""
    return [token for token in _tokens(spelt(text[:_MOST_LETTERS])) if len(token.word) > 1]


def _tokens(text: str) -> Iterator[Token]:
    for part, words in enumerate(re.split(_PART, text)):
        found: list[Token] = []
        left = 0
        for written in re.findall(_WORD, words):
            for word in _folded(written):
                if word in FOR:
                    left = _SCOPE
                elif word in _FOR_BEFORE:
                    found[-2:] = [token._replace(for_whom=True) for token in found[-2:]]
                else:
                    found.append(Token(word, written, part, left > 0))
                    left = max(0, left - 1)
        yield from found


@lru_cache(10_000)
def _folded(written: str) -> list[str]:
    return fold(written).split()
