"""No cell of an export is one that a spreadsheet would run, however it parts the cells; and nothing else is touched."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clustercli.index import cells
from clustercli.present import formats
from clustercli.present.columns import Column, Listing
from clustercli.present.formats import csv as ours

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
PIECES = [
    *SIGNS, *"'\";,|!()\t\n\r \xa05aC", *"\u200b\ufeff\u202e\u3164", "cmd|' /C calc'!A0", "HYPERLINK(", "1,5",
    "+420 200",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=12)


def parted(text: str, separator: str) -> Iterator[str]:
    """The cells that a spreadsheet sees: a quote matters only where it begins a cell."""
    at = 0
    while at < len(text):
        cell = ""
        if text[at] == '"':
            at += 1
            while at < len(text) and (text[at] != '"' or text[at + 1 : at + 2] == '"'):
                cell += text[at]
                at += 2 if text[at] == '"' else 1
            at += 1
        while at < len(text) and text[at] not in f"{separator}\r\n":
            cell += text[at]
            at += 1
        at += 1
        yield cell


def is_formula(cell: str) -> bool:
    """Whether a cell begins as a formula does, and is more than a number or a phone number."""
    shown = re.sub(r"^[\s\u200b\u200e\u200f\ufeff\u2060]+", "", cell).rstrip('\t\r\n "')  # how a field ends is no sign
    return shown[:1] in tuple(SIGNS) and not re.fullmatch(r"[+-]?[\d(][\d .,;()/\xa0\u202f+-]*([eE][+-]?\d+)?%?", shown)


def written(name: str, rows: list[dict[str, Any]], *, raw: bool = False) -> str:
    out = io.StringIO(newline="")
    columns = tuple(Column(column, column) for column in rows[0])
    formats.load(name).write(Listing(columns, rows), out, 80, colour=False, raw=raw)
    return out.getvalue()


def formulas(text: str, own: str, separator: str) -> list[str]:
    """The cells that a spreadsheet would run, which parts at a separator what has another of its own."""
    return [cell for cell in parted(text, separator) if is_formula(cell.split(own)[0])]


@settings(max_examples=400)
@given(st.lists(TEXTS, min_size=1, max_size=3), TEXTS)
@example(["x;=1+1"], "a")
@example(["a"], 'x;"=1+1')
@example(["a"], "two\n=1+1")
@example(["\ufeff=1+1"], "\u200b@SUM(1)")
@example(["\t+420 200", "="], "")
@example([""], '";+420 200')
def test_no_cell_is_a_formula_wherever_cells_are_parted(texts: list[str], alone: str) -> None:
    rows = [{"id": "r1", "texts": texts, "alone": alone, "map": {"cs": alone}}]
    for name, own in (("csv", ","), ("tsv", "\t")):
        for separator in (",", ";", "\t") if name == "csv" else (";", "\t"):
            assert formulas(written(name, rows), own, separator) == []


def test_the_reader_of_these_tests_finds_what_is_not_guarded() -> None:
    row = {"id": "r1", "alone": "x;=1+1", "more": "two\n=2"}
    assert formulas(written("csv", [row], raw=True), ",", ";") == ['=1+1,"two', '=2"']
    assert formulas(written("csv", [row | {"alone": "＝1"}], raw=True), ",", ",") == ["＝1"]
    assert formulas(written("tsv", [row], raw=True), "\t", ";") == ["=1+1\ttwo =2"]


@settings(max_examples=300)
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=3))
def test_raw_csv_reads_back_exactly(texts: list[list[str]]) -> None:
    out = written("csv", [{"a": a, "b": b} for a, b in texts], raw=True)
    assert list(csv.reader(io.StringIO(out, newline=""), strict=True)) == [["a", "b"], *texts]


@settings(max_examples=400)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_what_is_stored_as_harmless_is_what_the_guard_leaves_alone(texts: list[str]) -> None:
    """The way that copies stored cells, and the one that looks at each value, write the same."""
    for value in (texts[0], texts, [{"text": text} for text in texts], dict(enumerate(texts))):
        stored = cells.cell(value)
        if cells.harmless(value, stored):
            (quick,) = csv.reader(io.StringIO(ours.block([(1, stored, "x")], False, cells.read, cells.SPOKEN).decode()))
            read = value if isinstance(value, str) or not stored else cells.read(stored)
            (plain,) = csv.reader(io.StringIO(written("csv", [{"a": read, "b": "x"}]).partition("\r\n")[2]))
            assert quick == plain


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_a_header_is_never_a_formula(name: str) -> None:
    from clustercli.index import schema
    from clustercli.records.kinds import KINDS

    names = {column for kind in KINDS for column in schema.kind_columns(kind)}
    assert [column for column in names if not re.fullmatch("[a-z][a-z_]*", column)] == []
    assert written(name, [{"id": "a"}]).splitlines()[0] == "id"
