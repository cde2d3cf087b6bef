"""All spellings of a text: found in text and in bytes alike, and whatever folds to the same."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clustercli.records.spellings import LEAST, spellings
from tests.records.test_fold import AWKWARD, EQUAL_BY_FOLD, SERBIAN_TEXT, latin


def found(wanted: str, text: str) -> tuple[bool, bool]:
    """Whether a text is found in another one, as text and as bytes."""
    made = spellings(wanted)
    assert made is not None
    return made.text.search(text) is not None, re.search(made.bytes, text.encode()) is not None


@pytest.mark.parametrize(("one", "other"), EQUAL_BY_FOLD)
def test_what_folds_to_the_same_is_found(one: str, other: str) -> None:
    for wanted, text in ((one, other), (other, one)):
        for form in (text, text.upper(), unicodedata.normalize("NFD", text), f"x {text}. y"):
            assert found(wanted, form) == (True, True), (wanted, form)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [("Kolja", "Коля"), ("Ljuba Njegoš", "Љуба Његош"), ("Щастие", "Stastie"), ("office", "oﬃce"), ("Νίκος", "ΝΊΚΟΣ"),
     ("Jurij", "Юрий"), ("Jane Doe", "jane.doe@"), ("Jane Doe", "Jane\n      Doe"), ("O'Connor", "OCONNOR"),
     ("Jane Doe", "Ja\u00adne\u200b Doe")],
)  # fmt: skip
def test_signs_for_several_letters_and_signs_between_words_are_found(wanted: str, text: str) -> None:
    assert found(wanted, text) == (True, True)


@pytest.mark.parametrize(("wanted", "text"), [("Doe X", "doex"), ("Jane Doe", "Jane Do"), ("Novak", "Novotný")])
def test_other_words_are_not_found(wanted: str, text: str) -> None:
    assert found(wanted, text) == (False, False)


HOSTILE = [
    "Jan" + 100_000 * sign
    for sign in ("\u0301", "\u00ad", "\u200b", " ", "\n", "n", "Jan", "Jan ", "dj", "%c3", "\\u00")
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_takes_for_ever(text: str) -> None:
    """Each of them took minutes where a pattern gave back what it had read."""
    begin = time.process_time()
    assert found("Jan Djnovak", text) == (False, False)
    assert found("700 000 000", text) == (False, False)
    assert time.process_time() - begin < 10  # the limit of the issue


@given(SERBIAN_TEXT)
def test_serbian_is_found_in_either_script(text: str) -> None:
    if spellings(text) is not None:
        assert found(text, latin(text)) == found(latin(text), text) == (True, True)


@given(st.one_of(st.text(), AWKWARD))
@example("ǆdjǅ")
@example("00\u0660")
def test_every_text_is_found_in_itself(text: str) -> None:
    made = spellings(text)
    if made is None:
        assert sum(map(str.isalnum, unicodedata.normalize("NFKC", text))) < LEAST + text.count("_")
    else:
        assert made.text.search(text)
        assert re.search(made.bytes, text.encode("utf-8", "surrogatepass"))


@given(st.text("0123456789 +()-/", min_size=8), st.sampled_from(["{}", "+420{}", "00420 {}", "({})"]))
def test_a_number_is_found_however_it_is_grouped(number: str, form: str) -> None:
    digits = re.sub(r"\D", "", number)
    if len(digits) >= 8:
        assert found(form.format(digits), " ".join(digits)) == (True, True)
