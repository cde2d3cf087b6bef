"""Lines and tables of any text are no wider than asked, and lose nothing."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clustercli.present.columns import Column, Listing
from clustercli.present.formats import table
from clustercli.present.text import clean, shortened, width, wrapped

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
