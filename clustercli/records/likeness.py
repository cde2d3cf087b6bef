"""How likely one word is a form of another: inflected, misspelt, derived, or its beginning."""

from __future__ import annotations

from clustercli.records.lexicon import KEY

INSIDE = 0.6  # a word inside a compound
_RELATED = 0.7  # a word with the same long beginning
_MISSPELT = 0.75
_VOWELS = "aeiouy"
_ENDING = 3  # letters that an inflected word differs in at most


def likeness_of(word: str, other: str) -> float:
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
    if same < short - 2 and same < 6:  # as most words of one beginning: alike by one slip or not at all
        one, two = word[: short + 1], other[: short + 1]
        return _MISSPELT if one[-1] == two[-1] and long > 5 and _one_slip(one, two, same) else 0.0
    ending = long - same
    if ending <= _ENDING and (same == short or (same == short - 1 and (short > KEY + 1 or _vowels(word, other, same)))):
        return 0.95 - 0.05 * ending
    if ending <= _ENDING and same == short - 2 and (_fleeting(word, other, same) or _fleeting(other, word, same)):
        return 0.85
    if long > 5 and _one_slip(word[: short + 1], other[: short + 1], same):
        return _MISSPELT
    if ending <= _ENDING and same == short - 2:
        return _RELATED
    if same >= 6 and same >= 0.6 * long:
        return _RELATED
    return 0.0


def _fleeting(word: str, other: str, same: int) -> bool:
    """Whether a vowel comes and goes between two forms: nábytek, nábytku; turizam, turizma."""
    return other[same] in _VOWELS and other[same + 1 : same + 2] == word[same]


def _vowels(word: str, other: str, same: int) -> bool:
    """Whether two words go on with a vowel each: hrana, hrane."""
    return word[same] in _VOWELS and other[same] in _VOWELS


def _one_slip(word: str, other: str, same: int) -> bool:
    """Whether two words of about one length that agree in their first letters differ in one letter more, less, other or
    exchanged.
    """
    if len(word) == len(other):
        exchanged = word[same : same + 2] == other[same : same + 2][::-1] and word[same + 2 :] == other[same + 2 :]
        return exchanged or word[same + 1 :] == other[same + 1 :]
    return word[same + 1 :] == other[same:] if len(word) > len(other) else word[same:] == other[same + 1 :]
