"""Lines and tables of any text are no wider than asked, and lose nothing."""

from __future__ import annotations

import io
import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clustercli.present.columns import Column, Listing
from clustercli.present.formats import table
from clustercli.present.formats.json import dump
from clustercli.present.text import clean, shortened, visible, width, wrapped
from tests.harmless import harmful

TEXTS = st.text(st.sampled_from("ab -ŽшЊ終ﾊ한e\u0301n\u0303📌🇷🇸\n\x1b") | st.characters(codec="utf-8"), max_size=80)


@given(TEXTS.map(clean), st.integers(12, 60))
def test_wrapped_lines_fit_and_hold_every_letter(text: str, columns: int) -> None:
    lines = wrapped(text, columns, " " * 4, "1.  ")
    assert [line for line in lines if width(line) > columns] == []
    assert lines[0].startswith("1.  ")
    assert "".join("".join(line[4:] for line in lines).split()) == "".join(text.split())


@given(TEXTS.map(clean), st.integers(12, 60))
def test_a_shortened_text_fits_and_says_that_it_was_longer(text: str, columns: int) -> None:
    short = shortened(text, columns)
    assert width(short) <= columns
    assert short == text or (short.endswith("...") and text.startswith(short[:-3]))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("name  id", ["name  id"]),
        ("12345678  9", ["12345678", "9"]),
        ("no abcdefghij", ["no", "abcdefgh", "ij"]),
        ("終わり終わり", ["終わり終", "わり"]),
        ("Ko\u0301šice a Niš", ["Ko\u0301šice a", "Niš"]),
    ],
)
def test_lines_are_broken_between_words_and_only_long_words_are_cut(text: str, lines: list[str]) -> None:
    assert wrapped(text, 8) == lines


def test_a_table_leaves_words_whole_where_there_is_room_for_them() -> None:
    columns = (Column("id", "id"), Column("name", "name", grow=True), Column("all", "all", grow=True))
    row = {"id": "x" * 30, "name": "green entrepreneurship and more", "all": "one two three four five six " * 9}
    out = io.StringIO()
    table.write(Listing(columns, [row]), out, 56, colour=False, raw=False)
    assert "entrepreneurship" in out.getvalue()
    assert max(map(cell_len, out.getvalue().splitlines())) <= 56


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("❤\ufe0f 1\ufe0f\u20e3 ☎\ufe0e", "❤\ufe0f 1\ufe0f\u20e3 ☎\ufe0e"),
        ("Firma\ufe0f", "Firma\\ufe0f"),
        ("❤\ufe0f\ufe0f\ufe0f", "❤\ufe0f\\ufe0f\\ufe0f"),
        ("a\ufe00\U000e0101", "a\\ufe00\\ue0101"),
        ("\u3164\u115f\uffa0\u2800", "\\u3164\\u115f\\uffa0\\u2800"),
        ("Nis\u030c Ko\u0301s\u030cice", "Nis\u030c Ko\u0301s\u030cice"),
        ("e" + "\u0301" * 10 + "nd", "e" + "\u0301" * 8 + "\\u0301\\u0301nd"),
        ("two\u2028lines \x9b2J\x07\x7f", "two\\u2028lines \\x9b2J\\x07\\x7f"),
        ("\U000e0041\u00ad\u061c\u2066", "\\ue0041\\xad\\u061c\\u2066"),
        ("\u2190\ufe0e\ufe0e\u20e3 1\ufe0f\u20e3 \u2764\ufe0f", "\u2190\ufe0e\\ufe0e\u20e3 1\ufe0f\u20e3 \u2764\ufe0f"),
        ("a \r\n\t b", "a b"),
    ],
)
def test_what_is_not_seen_is_written_out(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert harmful(shown) == set()


@given(
    st.text(st.characters(), max_size=60)
    | st.text(st.sampled_from("a\u0301\u0300\u20d0\ufe0e\ufe0f←❤1\u20e3 \n\u3164"))
)
def test_nothing_harmful_is_left_in_a_cleaned_text(text: str) -> None:
    assert harmful(clean(text), "") == set()
    assert harmful(visible(text), "\n\t") == set()
    assert json.loads(dump(text)) == text
    assert harmful(dump(text)) == set()


def test_every_character_that_is_not_seen_is_known() -> None:
    """What Unicode calls a control, a format or a separator of lines is written out, but for signs that are seen."""
    seen = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
    through = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp", "Cs")
        and clean(f"a{chr(code)}") == f"a{chr(code)}"
    ]
    assert set(through) <= seen
