"""NACE codes: one printed form for all spellings of every code of both revisions, as python-stdnum knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.eu import nace as registry

from clustercli.records import nace

REVISIONS = ("2.0", "2.1")


def codes(revision: str, stem: str = "") -> Iterator[str]:
    """All divisions, groups and classes of a revision, as digits."""
    for digit in "0123456789":
        code = stem + digit
        if len(code) == 1:
            yield from codes(revision, code)
        elif registry.is_valid(code, revision):
            yield code
            if len(code) < 4:
                yield from codes(revision, code)


def spellings(code: str, section: str) -> list[str]:
    """How people write a code."""
    dotted = registry.format(code)
    plain = [code, dotted]
    if len(code) == 4:
        plain.append(f"{code[:2]}.{code[2]}.{code[3]}")
    return [f"{letter}{form}" for form in plain for letter in ("", section, section.lower(), f"{section} ")]


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_code_of_the_register_has_one_form(revision: str) -> None:
    found = list(codes(revision))
    assert len(found) > 900
    wrong = [
        spelling
        for code in found
        for spelling in spellings(code, registry.info(code, revision=revision)["section"])
        if nace.tidy(spelling) != registry.format(code)
    ]
    assert wrong == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_editor_takes_every_spelling_that_is_read(revision: str) -> None:
    refused = [
        spelling
        for code in codes(revision)
        for spelling in spellings(code, registry.info(code, revision=revision)["section"])
        if nace.tidy(spelling) and not re.search(nace.PATTERN, spelling)
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("13.20", "13.20"),
        ("C13.20", "13.20"),
        ("1320", "13.20"),
        ("13.2.0", "13.20"),
        ("c 13.2", "13.2"),
        ("132", "13.2"),
        ("13", "13"),
        ("01.11", "01.11"),
        (" 62.10 ", "62.10"),
    ],
)
def test_a_code_keeps_its_zeros(written: str, form: str) -> None:
    assert nace.tidy(written) == form


@pytest.mark.parametrize(
    "text",
    ["", "1", "00", "00.10", "C", "13.", "13.2.", "13.200", "13200", "13,20", "13 20", "W13", "CC13", "13-20", "-13",
     "textile", "13.20 weaving", "1.32", "１３.２０", "١٣"],
)  # fmt: skip
def test_what_is_no_code_is_refused(text: str) -> None:
    assert nace.tidy(text) is None


@given(st.one_of(st.text(), st.from_regex(r"\s*[A-Za-z]?\s?\d{1,3}\.?\d?\.?\d?\s*", fullmatch=True)))
def test_a_form_is_plain_and_final(text: str) -> None:
    form = nace.tidy(text)
    if form is not None:
        assert re.fullmatch(r"[0-9]{2}(?:\.[0-9]{1,2})?", form)
        assert nace.tidy(form) == form
        assert re.search(nace.PATTERN, form)
