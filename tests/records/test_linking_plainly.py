"""The linker adds up per word what it needs, and looks at a phrase only where two of its words stand in a text; here
the same is done plainly, use by use, and both must say exactly the same.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercli.records.lexicon import SMALL, Bucket, Entry, Packed, lexicon, reader
from clustercli.records.likeness import likeness_of
from clustercli.records.linker import _CUSTOMER, _FORM, _LONGEST_NAME, _WHOLE, Linker, _together
from clustercli.records.tokens import Token, words_of
from clustercli.records.vocabulary import Vocabulary
from tests.evaluation.texts import linker, texts, vocabulary

WORDS = sorted({word for text, *_ in (*vocabulary().words(), *vocabulary().clues()) for word in text.split()})
TEXTS = st.lists(st.sampled_from([*WORDS, "pro", "for", "számára", ",", "."]), max_size=8).map(" ".join)

Uses = list[tuple[str, float, int]]


def uses(entry: Entry) -> Uses:
    """(concept, share, phrase or 0) of every use of a word."""
    alone = [(concept, share, 0) for concept, share in entry.alone.items()]
    return alone + [(concept, share, phrase) for phrase, (concept, share) in entry.phrases.items()]


def evidence(by: Linker, tokens: list[Token]) -> dict[str, dict[int, float]]:
    own = {token.part for token in tokens if not token.for_whom}
    best: dict[str, dict[int, float]] = defaultdict(dict)
    phrases: dict[int, list[tuple[str, float, str, float, int]]] = defaultdict(list)
    for place, token in enumerate(tokens):
        factor = _CUSTOMER if token.for_whom and token.part in own else 1.0
        for likeness, other, entry in by._words_like(token.word):
            for concept, share, phrase in uses(entry):
                value = likeness * factor * entry.weight
                best[concept][place] = max(value * share, best[concept].get(place, 0.0))
                if phrase:
                    phrases[phrase].append((other, value, concept, share, place))
    for found in phrases.values():
        _together(found, best)
    return best


def names(by: Linker, tokens: list[Token]) -> list[str]:
    generic = by._lexicon("")
    words = [w for w, *_ in tokens if len(w) > SMALL or not generic.get(w).weight]
    if len(words) > _LONGEST_NAME or all(by._tells_nothing(token.word) for token in tokens):
        return []
    found: dict[tuple[str, int | str], dict[str, tuple[float, float]]] = defaultdict(dict)
    for word in dict.fromkeys(words):
        for likeness, other, entry in by._words_like(word):
            for concept, share, phrase in uses(entry) if likeness >= _FORM else ():
                by_word = found[concept, phrase or other]
                by_word[other] = max((likeness, share), by_word.get(other, (0.0, 0.0)))
    whole: dict[str, float] = {}
    for (concept, _), by_word in found.items():
        if len(by_word) == len(words) and sum(share for _, share in by_word.values()) > _WHOLE:
            likeness = sum(share * likeness for likeness, share in by_word.values())
            whole[concept] = max(likeness, whole.get(concept, 0.0))
    return sorted(concept for concept, likeness in whole.items() if likeness > max(whole.values()) - 0.01)


def assert_same(text: str) -> None:
    tokens = words_of(text)
    assert linker().names(text) == names(linker(), tokens)
    weighed = linker()._weighed(text)
    assert weighed.parts == evidence(linker(), weighed.tokens)


@given(TEXTS)
def test_any_words_of_the_vocabulary_say_what_they_say_use_by_use(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize("name", ["development", "unseen"])
def test_labelled_texts_say_what_they_say_use_by_use(name: str) -> None:
    for labelled in texts(name):
        assert_same(labelled.text)


def slowly_like(word: str, other: str) -> bool:
    """Whether two words are alike at all, without looking at how far they agree first."""
    same = next((i for i in range(min(len(word), len(other))) if word[i] != other[i]), min(len(word), len(other)))
    short, long = sorted((len(word), len(other)))
    one, two = word[: short + 1], other[: short + 1]
    slip = any(
        changed == two
        for i in range(len(one))
        for changed in (
            one[:i] + one[i + 1 :],
            one[:i] + two[i : i + 1] + one[i:],
            one[:i] + two[i : i + 1] + one[i + 1 :],
            one[:i] + one[i : i + 2][::-1] + one[i + 2 :],
        )
    )
    return word == other or (short >= 4 and (same >= short - 2 or (same >= 6 and same >= 0.6 * long) or slip))


@given(st.text("abe", min_size=4, max_size=11), st.text("abe", min_size=4, max_size=11))
def test_words_that_are_alike_agree_but_for_an_ending_or_a_slip(word: str, other: str) -> None:
    assert likeness_of(word, other) == likeness_of(other, word)
    if likeness_of(word, other):
        assert slowly_like(word, other)


def test_what_was_asked_once_is_not_looked_up_again() -> None:
    words = lexicon(vocabulary())
    asked: list[str] = []
    read = reader(vocabulary(), words.get)

    def counted(key: str) -> Bucket:
        asked.append(key)
        return read(key)

    by = Linker(vocabulary(), counted)
    first = by.guess("výroba nábytku, tkalcovna")
    asked.clear()
    assert by.guess("výroba nábytku, tkalcovna") == first
    assert asked == []
    by.guess("tkalcovna a výroba nábytku")
    assert set(asked) <= {""}  # the words are known, the text is new


# -- the words as they are stored


def test_only_words_that_are_asked_for_are_unpacked() -> None:
    words = lexicon(vocabulary())
    asked: list[str] = []

    def stored(key: str) -> Packed | None:
        asked.append(key)
        return words.get(key)

    read = reader(vocabulary(), stored)
    assert "textile" in read("text")
    assert read("text") is read("text")
    assert list(read("xqzw")) == []
    assert asked == ["text", "xqzw"]


def test_the_stored_words_are_smaller_than_the_vocabulary() -> None:
    stored = sum(len(key) + len(packed.words) + len(packed.numbers) for key, packed in lexicon(vocabulary()).items())
    written = sum(len(text.encode()) for text, *_ in (*vocabulary().words(), *vocabulary().clues()))
    assert stored < 1.5 * written


@given(st.lists(st.sampled_from(sorted(vocabulary().concepts)), min_size=1, max_size=5, unique=True))
def test_every_word_is_found_by_its_beginning_and_phrases_are_whole(ids: list[str]) -> None:
    known = Vocabulary(vocabulary().concepts[id_] for id_ in ids)
    words = lexicon(known)
    read = reader(known, words.get)
    phrases: dict[int, float] = defaultdict(float)
    for key in words:
        for word in read(key):
            entry = read(key).get(word)
            assert word.startswith(key)
            assert not key or len(key) == min(4, len(word))
            assert 0 <= entry.weight <= 1
            assert all(share in {0.8, 1.0} for share in entry.alone.values())
            for phrase, (concept, share) in entry.phrases.items():
                phrases[phrase] += share
                assert share <= entry.shares[concept]
    assert all(abs(total - 1.0) < 0.02 or abs(total - 0.8) < 0.02 for total in phrases.values())
