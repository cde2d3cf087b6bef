"""Whatever a file holds is read to plain values and told problems: nothing else, and nothing of its neighbours."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clustercli.catalogue import parse, validate
from clustercli.catalogue.scan import Found
from clustercli.records import dates
from clustercli.records.nodes import Node
from clustercli.records.vocabulary import Concept, Vocabulary
from tests.catalogue.test_problems import places
from tests.conftest import ROOT

FOUND = Found("smes/all.yaml", "sme", 0, 0, 0, 0)
KNOWN = Vocabulary([Concept("apparel"), Concept("fabrics")])
FIRST = """\
- id: sivara
  name: {sr-Cyrl: Шивара Ниш, sr-Latn: "Šivara Niš"}
  country: RS
  city:
  founded: 2012-04~
  place: [43.32, 21.90]
  sectors: [apparel]
  nace: [C14.10, '13.20']
  offers:
    - {concept: apparel, text: sewing to order}
    - plain words
  employees: ~140
  identifiers: {rs-pib: 100000049}
  sources: [https://example.org/a, register]
  member_of: [facts]
"""
SECOND = "- id: mileta\n  name: Mileta\n  country: CZ\n  sectors: [fabrics]\n  sources: [register]\n"


def read(text: str) -> validate.Content:
    """What a file of firms holds."""
    return validate.read(text.encode("utf-8", "surrogatepass"), FOUND, KNOWN)


def types_in(value: Any) -> set[type]:
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return {type(value)}.union(*map(types_in, parts))


SIGNS = [*"'\":-[]{}#&*!|>@%\t \n,~`\\", "\n- ", ": ", "\x00", "\u2028", "&a ", "*a", "!!str "]
SLIPS = st.one_of(st.sampled_from(SIGNS), st.characters())


@given(st.integers(0, len(FIRST)), st.integers(0, 4), SLIPS)
@example(0, 0, "")
@example(4, 0, "!!str ")
@example(2, 0, "\ud800")
def test_a_slip_anywhere_in_an_entry_is_told_in_it_and_takes_no_other_with_it(at: int, gone: int, slip: str) -> None:
    broken = FIRST[:at] + slip + FIRST[at + gone :]
    broken += "" if broken.endswith("\n") else "\n"
    content = read(broken + SECOND)
    text, _ = parse.decode((broken + SECOND).encode("utf-8", "surrogatepass"), "")
    lines = (text or broken + SECOND).splitlines()
    for problem in content.problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= max(map(len, lines), default=0) + 2
    for record in content.records:
        assert types_in(record.values) <= {dict, list, str, float}
        assert record.sound or content.problems


@given(st.sampled_from(["- id: x: y\n", "- a: [\n", "- a\n  b: c\n", "- id: [x\n\n\n", "- @\n"]), st.booleans())
def test_what_stands_beside_a_broken_entry_keeps_its_places(broken: str, first: bool) -> None:
    alone = parse.parse(FIRST + SECOND, "f")
    assert not alone.problems
    whole = parse.parse(broken + FIRST + SECOND if first else FIRST + broken + SECOND, "f")
    assert whole.lost
    moved = broken.count("\n")

    def below(node: Node | None, from_: int) -> list[tuple[str, int, int]]:
        (top,) = alone.nodes.places
        return [(text, line + (moved if line > from_ else 0), column) for text, line, column in places(node, top)]

    (node,) = alone.nodes
    (other,) = whole.nodes
    (top,) = whole.nodes.places
    found = places(other, top)
    expected = below(node, 0 if first else FIRST.count("\n"))
    assert [place for place in expected if place not in found] == []


@pytest.mark.parametrize("end", ["\r", "\r\n"])
@pytest.mark.parametrize("broken", ["", "- id: x: y\n", "- id: a\x07b\n", "- id: a\n  name: [\n"])
def test_lines_may_end_otherwise(end: str, broken: str) -> None:
    """With CR, as on old machines, all was taken for one line: of a broken file nothing was saved."""
    text = FIRST + broken + SECOND
    assert read(text.replace("\n", end)) == read(text)


def test_a_byte_that_is_not_utf8_has_its_place_behind_a_byte_order_mark_too() -> None:
    content = validate.read(b"\xef\xbb\xbfid: a\rname: \xcb\n", FOUND, KNOWN)
    assert [str(problem).removeprefix("smes/all.yaml:") for problem in content.problems] == [
        "2:7: F002 the file is not UTF-8 (byte 0xcb)"
    ]


def test_no_character_is_read_as_another() -> None:
    """What hides a line separator from the parser stands in no text; it was a letter for private use once."""
    content = read(SECOND.replace("Mileta", "Mi\u2028le\ue028ta"))
    assert content.records[0].values["name"] == "Mi\u2028le\ue028ta"
    content = read(SECOND.replace("Mileta", "Mi\u2028le\U0001ffffta"))
    assert [problem.message for problem in content.problems] == ["a control character (U+1FFFF)"]


def test_values_are_plain_and_links_know_their_places() -> None:
    content = read(FIRST + SECOND)
    assert content.problems == []
    first, second = content.records
    assert types_in(first.values) == {dict, list, str, float}
    assert [link[:4] for link in (*first.links, *second.links)] == [
        (15, 15, "member_of", "facts"), (14, 36, "sources", "register"), (20, 13, "sources", "register"),
    ]  # fmt: skip
    assert first.values["offers"] == [{"concept": "apparel", "text": "sewing to order"}, {"text": "plain words"}]


def test_only_records_of_the_vocabulary_keep_the_places_of_their_words() -> None:
    assert {record.node for record in read(FIRST + SECOND).records} == {None}


def test_a_date_that_comes_again_is_not_read_again() -> None:
    assert dates.read("2012-02") is dates.read("2012-02")
    assert dates.read("2012-02").earliest == date(2012, 2, 1)
    for _ in range(2):
        with pytest.raises(ValueError, match="no such day"):
            dates.read("2012-02-30")


def test_every_file_of_the_bundled_catalogue_has_values_of_plain_types() -> None:
    for file in sorted((ROOT / "data" / "smes").glob("*.yaml")):
        found = FOUND._replace(path=f"smes/{file.name}")
        content = validate.read_file(ROOT / "data", found, KNOWN)
        assert set().union(*(types_in(record.values) for record in content.records)) <= {dict, list, str, float}
