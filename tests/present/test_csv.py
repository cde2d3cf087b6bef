"""CSV made of stored cells, many at once, is what it is when made of values, one by one."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from clustercli.index import cells
from clustercli.present.columns import Column, Listing
from clustercli.present.formats import csv as csv_format

ROWS: dict[str, list[Any]] = {
    "plain": ["wool", "Niš", None],
    "next to nothing": ["wool", None, None],
    "quotes": ['a "b"', "a, b", "c"],
    "a quote and no comma": ['5" pipe', "c", "c"],
    "lists": [["CZ", "RS"], [], [{"concept": "fabrics", "text": "wool, raw"}, {"concept": "wool"}, {"text": "yarn"}]],
    "numbers": [[50.1, -8.2], [1.0], "c"],
    "maps": [{"en": "a", "cs": "b"}, {"a": {"b": "c"}}, [{"amount": "5", "currency": "EUR"}]],
    "a map that begins with a sign": [{"-a": "b"}, {"a": "tab\there"}, {"a": 'quote "here"'}],
    "a line break in a map": [{"a": "x\ny"}, "b", "c"],
    "an old line break in a map": [{"a": "x\ry"}, "b", "c"],
    "a map of a concept": [{"text": "a", "concept": "b"}, {"concept": "b"}, "c"],
    "brackets in texts": ["a [b] {c}", "x[", "c"],
}


def one_by_one(values: list[Any], *, raw: bool) -> str:
    out = io.StringIO()
    csv_format.rows(["a", "b", "c"], [dict(zip("abc", values, strict=True))], out, raw)
    return out.getvalue()


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("name", ROWS)
def test_stored_cells_are_written_as_their_values_are(name: str, raw: bool) -> None:
    values = ROWS[name]
    stored = [cells.cell(value) for value in values]
    assert all(map(cells.harmless, values, stored))
    made = csv_format.block([(7, *stored)], raw, cells.read, cells.SPOKEN).decode()
    assert made == one_by_one(values, raw=raw)


def test_all_rows_at_once_are_the_rows_one_by_one() -> None:
    values = [*ROWS.values()]
    stored = [(number, *map(cells.cell, row)) for number, row in enumerate(values)]
    made = csv_format.block(stored, False, cells.read, cells.SPOKEN).decode()
    assert made == "".join(one_by_one(row, raw=False) for row in values)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), (" =1", "' =1"), ('"=1', "'\"=1"), ("-wool", "'-wool"), ("@a", "'@a"), ("＝1", "'＝1"),
        ("\ta", "'\ta"), ("-5", "-5"), ("+420 000 000 000", "+420 000 000 000"),
        ("-5.5 %", "-5.5 %"), ("(02) 000 000", "(02) 000 000"),
        ("+1+cmd", "'+1+cmd"), ("-３", "'-３"), ("+٤٢٠ ٠٠٠ ٠٠٠", "'+٤٢٠ ٠٠٠ ٠٠٠"),
        ("a\n-5", "a\n-5"), ("a\t-5; -6\t-x", "a\t-5; -6\t'-x"), ("a\n-5; +420 000 000 000", "a\n-5; +420 000 000 000"),
        ("x; -5; =1", "x; -5; '=1"), ("a\n=1", "a\n'=1"),
        ("", ""), ("a\x1b[31m", "a\\x1b[31m"), ("\x1b[31m", "\\x1b[31m"), ("a=1", "a=1"),
    ],
)  # fmt: skip
def test_a_cell_is_no_formula_and_a_raw_one_is_as_it_is(text: str, cell: str) -> None:
    assert csv_format.cell(text) == cell
    assert csv_format.cell(text, raw=True) == text


def test_a_listing_without_a_head_is_its_rows() -> None:
    out = io.StringIO()
    listing = Listing((Column("a", "a"),), [{"a": "b"}])
    csv_format.write(listing, out, 80, False, False)
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [["a"], ["b"]]
    out = io.StringIO()
    csv_format.write(listing._replace(head=False), out, 80, False, False)
    assert out.getvalue() == "b\r\n"
