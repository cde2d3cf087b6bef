"""One spelling for many: folds text so that Niš, Nis and Ниш, Dunđer, Dundjer and Дунђер compare as equal.

Order of work: compatibility forms (ligatures), look-alike letters inside mixed-script words, Cyrillic to Latin
(Serbian letters as Serbian is written, the rest as the 2009 Bulgarian transliteration law has it), marks off
(NFKD), letters that have no decomposition (đ ł ß ı), and dj read as đ.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "z", "з": "z", "и": "i", "ј": "j",
    "й": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s", "щ": "st", "ъ": "a",
    "ь": "j", "ю": "ju", "я": "ja", "ы": "i", "э": "e", "ё": "e", "ґ": "g", "є": "je", "і": "i", "ї": "ji",
    "ѓ": "đ", "ќ": "c", "ѕ": "dz", "ѝ": "i", "ѐ": "e", "ў": "u",
}  # fmt: skip
_TO_LATIN = str.maketrans(_CYRILLIC)
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "ø": "o", "þ": "th"})


class _Plain(dict[int, str]):
    """What each lower-case letter is without script and marks, found when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).translate(_TO_LATIN).translate(_LETTERS)
        self[code] = plain = re.sub(_MARKS, "", unicodedata.normalize("NFKD", letter))
        return plain


_PLAIN = _Plain()
# Cyrillic letters that look like Latin ones, for words typed with the wrong keyboard: В is no в, so case matters.
_CYRILLIC_LOOKS, _LATIN_LOOKS = "асеорхујіѕкАВСЕНКМОРТХУЈІЅ", "aceopxyjiskABCEHKMOPTXYJIS"
_LOOK_LATIN = str.maketrans(_CYRILLIC_LOOKS, _LATIN_LOOKS)
_LOOK_CYRILLIC = str.maketrans(_LATIN_LOOKS, _CYRILLIC_LOOKS)
# Patterns as text: compiled at their first use, and a plain word never uses them.
_LETTER_RUN = r"[^\W\d_]+"
_BREAKS = r"[^a-z0-9\n]+"
_ASCII_BREAKS = {code: " " for code in range(128) if chr(code) != "\n" and not chr(code).isalnum()}
# A Cyrillic letter before or behind a Latin one: what is looked for first is the letter that most texts have not.
_TWO_SCRIPTS = "[Ѐ-ӿ](?:[A-Za-zÀ-ɏ]|(?<=[A-Za-zÀ-ɏ][Ѐ-ӿ]))"
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
# Dotted letters, and legal forms also with spaces between their letters: s r. o., d. o. o.
_DOTTED = (
    r"\b((?:[a-z]\.){2,}[a-z]?|"
    r"(?:a\. ?s|s\.? ?r\. ?o|d\. ?o\. ?o|d\. ?d|a\. ?d|z\. ?s|o\. ?p\. ?s|v\. ?o\. ?s|e\. ?v)\.)"
)


def fold(text: str) -> str:
    """Lower-case Latin words of a-z and 0-9, single spaces between them."""
    return " ".join(_folded(text.replace("\n", " ")).split())


def fold_all(texts: Iterable[str]) -> list[str]:
    """Many texts folded at once, which is quicker than one by one; all that have no need of a step go without it."""
    lines = [text.replace("\n", " ") for text in texts]
    folded: dict[tuple[bool, bool], Iterator[str]] = {}
    kinds = [(line.isascii(), "." in line) for line in lines]
    for kind in set(kinds):
        mine = "\n".join([line for line, of in zip(lines, kinds, strict=True) if of == kind])
        folded[kind] = iter(_folded(mine).split("\n"))
    return [" ".join(next(folded[kind]).split()) for kind in kinds]


def _folded(text: str) -> str:
    """The folded text with its line breaks, and spaces as they fall."""
    lower = text.lower()
    if not lower.isascii():
        composed = unicodedata.normalize("NFKC", text)
        if re.search(_TWO_SCRIPTS, composed):
            composed = "\n".join([_mended(line) for line in composed.split("\n")])
        lower = composed.lower().replace("i̇", "i").translate(_PLAIN)
    if "." in lower:
        lower = re.sub(_DOTTED, lambda found: found[1].replace(".", "").replace(" ", ""), lower)
    lower = lower.translate(_ASCII_BREAKS) if lower.isascii() else re.sub(_BREAKS, " ", lower)
    return re.sub("dj+", "d", lower) if "dj" in lower else lower


def _mended(line: str) -> str:
    """A line whose words are each of one script."""
    return re.sub(_LETTER_RUN, _one_script, line) if re.search(_TWO_SCRIPTS, line) else line


def _one_script(found: re.Match[str]) -> str:
    """A word of two scripts in the script that most of its telling letters belong to."""
    word = found[0]
    cyrillic = sum("Ѐ" <= c <= "ӿ" for c in word)
    latin = sum(c.isascii() or "À" <= c <= "ɏ" for c in word)
    if not cyrillic or not latin:
        return word
    return word.translate(_LOOK_LATIN if latin >= cyrillic else _LOOK_CYRILLIC)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return fold(text).split()


_LOOSE = (("shch", "st"), ("sht", "st"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("ts", "c"), ("gj", "d"),
          ("ij", "i"), ("ja", "a"), ("ju", "u"), ("ya", "a"), ("yu", "u"), ("y", "j"), ("ae", "a"), ("oe", "o"),
          ("ue", "u"))  # fmt: skip
_LOOSER = (("ia", "a"), ("ea", "a"))
_BULGARIAN_U = r"u(?=[rl][^aeiou ])"  # ъ before r or l: Turnovo = Tarnovo, Bulgaria = Balgaria


def loose(text: str) -> str:
    """A looser key for names: what several transliterations of one name have in common (Хасково = Khaskovo).

    For finding only: different names may share a key, so equal keys never prove that two names are one.
    """
    return loosened(fold(text))


def loosened(folded: str) -> str:
    """The looser key of a folded name."""
    key = _transliterated(folded)
    for found, instead in _LOOSER:
        key = key.replace(found, instead)
    return key


def transliterated(text: str) -> str:
    """A key that spellings of one name in two scripts, or with and without umlauts, have in common."""
    return _transliterated(fold(text))


def _transliterated(key: str) -> str:
    for found, instead in _LOOSE:
        key = key.replace(found, instead)
    return re.sub(_BULGARIAN_U, "a", key)
