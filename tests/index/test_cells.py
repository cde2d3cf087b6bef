"""What stands in a column reads back as it was, and costs less than JSON where most of a record is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercli.index import cells

texts = st.text(st.characters(codec="utf-8"), min_size=0, max_size=6) | st.sampled_from(
    ["\x1ea", "a\x1fb", "\x1a", "a\x1d", "[", "", "wool", "two\nlines"]
)
concepts = st.sampled_from(["wool", "dyeing-finishing"])
items = st.one_of(
    texts,
    st.fixed_dictionaries({"concept": concepts, "text": texts}),
    st.fixed_dictionaries({"concept": concepts}),
    st.fixed_dictionaries({"text": texts}),
    st.fixed_dictionaries({"text": texts, "concept": concepts}),
    st.fixed_dictionaries({"role": texts}),
    st.floats(allow_nan=False),
)


@given(st.lists(items) | st.lists(st.floats(allow_nan=False)) | st.dictionaries(texts, texts))
def test_a_value_reads_back_as_it_was(value: Any) -> None:
    text = cells.cell(value)
    assert text is not None
    read = cells.read(text)
    assert read == value
    assert json.dumps(read) == json.dumps(value)  # the order of names, too


def test_a_list_of_items_takes_less_than_json() -> None:
    value = [{"concept": "fabrics", "text": "wool fabrics"}, {"concept": "dyeing-finishing"}, {"text": "looms"}]
    assert cells.cell(value) == "\x1ewool fabrics\x1dfabrics\x1c\x1f\x1bdyeing-finishing\x1f\x1alooms"
    assert cells.read("\x1ewool fabrics\x1dfabrics\x1c\x1f\x1bdyeing-finishing\x1f\x1alooms\x1fyarn") == [
        *value,
        "yarn",
    ]
    assert (cells.cell([]), cells.read("\x1e")) == ("\x1e", [])
    assert cells.read("\x1950.1\x1f-8.2") == [50.1, -8.2]
    assert cells.cell(["CZ", "RS"]) == "\x1eCZ\x1fRS"


@pytest.mark.parametrize(
    ("value", "harmless"),
    [
        (["=1+1", "wool"], False),
        (["-wool"], False),
        ([-33.5, 151.2], False),
        ([{"text": "=1+1"}], False),
        ([{"concept": "wool", "text": "@a"}], False),
        ("+1", False),
        ("\x1e", False),  # as a text it is no empty list
        (["wool", "=1+1"], False),
        (["wool", " '=1+1"], False),
        (["wool", {"text": "@a"}], False),
        (["a;=1+1"], False),
        ("a;=1+1", False),
        ("a\u3164", False),
        ({"cs": "a", "en": "b;=1"}, True),  # JSON is read for that
        (["wool=1+1", "a-b", "1; 2"], True),
        ([50.1, -8.2], True),
        ([{"concept": "wool"}], True),
        ([{"text": "wool"}], True),
        ([], True),
    ],
    ids=str,
)
def test_a_value_is_harmless_where_nothing_in_it_begins_a_formula(value: Any, harmless: bool) -> None:
    assert cells.harmless(value, cells.cell(value)) is harmless
