"""All spellings of a text that fold to one, as a pattern: for finding it in files that nobody has folded.

Novák is also NOVAK, Новак, the letters with marks of their own, and as escapes of JSON and addresses have it. Between
words stands any sign or none; a number may have its digits in any groups.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from clustercli.records.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST = 3  # letters and digits of a text worth looking for
_DIGITS = 8  # of a telephone number that are compared: the first ones differ between home and abroad
_APART = 6  # letters of a text from which on its words may stand without a space
_LONGEST = 3  # letters that one letter may fold to
_RANGES = ((0x30, 0x24F), (0x400, 0x52F), (0x1E00, 0x1EFF), (0xFB00, 0xFB06), (0xFF10, 0xFF5A))
# What looks like another letter is read as that in a word of two scripts.
_LOOKS = {"b": "В", "h": "Н", "p": "рР", "c": "сС", "x": "хХ", "y": "уУ", "v": "B", "n": "H", "r": "pP", "u": "yY"}
# What is between letters and between words is never given back (*+), or a file of nothing else would take for ever.
_MARKS = "[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]*+"
_MARKS_IN_BYTES = b"(\xcc[\x80-\xbf]|\xcd[\x80-\xaf]|\xc2\xad|\xe2\x80[\x8b-\x8f])*"
_SIGNS_IN_BYTES = (  # all but what is taken for marks, for the same reason
    b"([^a-zA-Z0-9\n\x80-\xff]|\n|\xc2[\x80-\xac\xae-\xbf]|\xe2(\x80[\x80-\x8a\x90-\xbf]|\x81[\x80-\xbf])"
    b"|\xe3\x80[\x80-\xbf])"
)

_Letters = tuple[str, ...]  # what may stand for one piece of a word
_Word = list[list[list[_Letters]]]  # parts one behind another, each of one of several ways, each of pieces
_RUN = 6  # letters that are cut in every way: "shshsh..." has more ways than there is time, and no name is like that


class Spellings(NamedTuple):
    """A text in all its spellings: as a pattern for text, and one for bytes in UTF-8 that any regcomp understands."""

    text: re.Pattern[str]
    bytes: bytes
    words: tuple[re.Pattern[str], ...]
    """Its words alone, as they stand folded in an index of words."""


def spellings(text: str) -> Spellings | None:
    """The spellings of a text; None of one with fewer than three letters and digits."""
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"\D", "", plain)
    if digits.isascii() and len(digits) >= LEAST and not re.search(r"[^\W\d_]", plain):
        return _number(text, digits)
    words = [unicodedata.normalize("NFKC", word) for word in re.findall(r"[^\W_]+", re.sub(_MARKS, "", plain))]
    letters = sum(map(len, words))
    if letters < LEAST:
        return None
    made = [_word(word) for word in words]
    many = "+" if letters < _APART else "*"  # signs between two words
    return Spellings(
        re.compile(rf"[\W_]{many}+".join(map(_in_text, made)) + f"|{re.escape(text)}"),
        (_SIGNS_IN_BYTES + many.encode()).join(map(_in_bytes, made)) + b"|" + _itself(text),
        tuple(re.compile(re.escape(fold(word))) for word in words if len(fold(word)) >= LEAST),
    )


def _itself(text: str) -> bytes:
    return re.escape(text.encode("utf-8", "surrogatepass"))


def _number(text: str, digits: str) -> Spellings:
    """A number whose digits may stand in groups; of a long one the last digits are enough."""
    last = digits[-_DIGITS:]
    return Spellings(
        re.compile(r"[\W_]{0,3}".join(last) + f"|{re.escape(text)}"),
        (_SIGNS_IN_BYTES + b"{0,3}").join(digit.encode() for digit in last) + b"|" + _itself(text),
        (re.compile(last),),
    )


@cache
def _forms() -> dict[str, _Letters]:
    """Folded letters -> the signs that fold to them."""
    found: dict[str, list[str]] = {}
    for first, last in _RANGES:
        for code in range(first, last + 1):
            letter = chr(code)
            if letter.isalnum() and (folded := fold(letter)) and " " not in folded and len(folded) <= _LONGEST:
                found.setdefault(folded, []).append(letter)
    for letter, looks in _LOOKS.items():
        found[letter] += [look for look in looks if look not in found[letter]]
    return {folded: tuple(letters) for folded, letters in found.items()}


def _word(word: str) -> _Word:
    """The parts of a word: most are one letter, and more only where one sign may stand for two or three of them."""
    folded = fold(word)
    if not folded or not all(map(fold, word)):  # of a script that is not folded
        return [[[tuple(dict.fromkeys((letter, letter.lower(), letter.upper())))]] for letter in word]
    forms, parts, start = _forms(), _Word(), 0
    crossed = {
        place
        for first in range(len(folded))
        for length in range(2, _LONGEST + 1)
        if len(folded[first : first + length]) == length and folded[first : first + length] in forms
        for place in range(first + 1, first + length)
    }
    for end in range(1, len(folded) + 1):
        if end not in crossed or end - start >= _RUN:
            parts.append(list(_ways(folded[start:end])))
            start = end
    return parts


def _ways(folded: str) -> Iterator[list[_Letters]]:
    """Every way to cut folded letters into pieces that one sign may stand for."""
    if not folded:
        yield []
    for length in range(1, min(_LONGEST, len(folded)) + 1):
        if letters := _forms().get(folded[:length]):
            for rest in _ways(folded[length:]):
                yield [letters, *rest] if folded[:length] != "d" else [letters, (), *rest]


def _in_text(word: _Word) -> str:
    return "".join(_one_of([_MARKS.join([*map(_any, way), ""]) for way in part]) for part in word)


def _one_of(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _any(letters: _Letters) -> str:
    """One of some letters, as it is or escaped; without letters, what may follow a d (Djordje is Đorđe)."""
    if not letters:
        return f"(?:{_any(_forms()['j'])}{_MARKS})*"
    plain = "".join(map(re.escape, letters))
    others = [letter for letter in letters if not letter.isascii()]
    codes = "|".join(f"{ord(letter):04x}" for letter in others)
    quoted = "|".join("".join(f"%{byte:02x}" for byte in letter.encode()) for letter in others)
    return rf"(?:[{plain}]|(?i:\\u(?:{codes})|{quoted}))" if others else f"[{plain}]"


def _in_bytes(word: _Word) -> bytes:
    return b"".join(
        b"(" + b"|".join(b"".join(_any_bytes(letters) + _MARKS_IN_BYTES for letters in way) for way in part) + b")"
        for part in word
    )


def _any_bytes(letters: _Letters) -> bytes:
    if not letters:
        return b"(" + _any_bytes(_forms()["j"]) + b")*"
    return b"(" + b"|".join(letter.encode() for letter in letters) + b")"
