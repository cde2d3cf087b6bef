"""What a file holds instead of the list, map or block that belongs there is told at its place, and costs no more."""

from __future__ import annotations

import pytest

from clustercli.catalogue import validate
from clustercli.catalogue.links import First, nearest
from clustercli.catalogue.scan import Found
from clustercli.records.fields import linked, lists_of
from clustercli.records.kinds import INSTITUTION, PROJECT, SME
from clustercli.records.likeness import likeness_of
from clustercli.records.nodes import Spot
from clustercli.records.reading import Reading, near
from tests.torture.promises import KNOWN

HEAD = "id: mileta\nname: Mileta\ncountry: CZ\nsectors: [fabrics]\n"


def read(text: str, path: str = "smes/a.yaml", role: str = "sme") -> validate.Content:
    return validate.read(text.encode(), Found(path, role, 0, 0, 0, 0), KNOWN)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("identifiers: [a]", "5:14: R004 identifiers: expected a block of fields, found a list"),
        ("identifiers: {cz-ico: }", None),
        ("sources: {xyzzy: [https://example.org]}", "5:11: R001 sources: unknown field 'xyzzy'"),
        ("sources: {record: [], city: }", None),
        ("disputed: [a]", "5:11: R004 disputed: expected a block of fields, found a list"),
        ("disputed: {xyzzy: []}", "5:12: R001 disputed: unknown field 'xyzzy'"),
        ("disputed: {city: }", None),
        ("offers: [[a]]", "5:10: R004 offers: expected a block of fields, found a list"),
        ("offers: [{concept: }]", "5:10: R002 offers: one of concept, text must be given"),
        ("aliases: wool", "5:10: R004 aliases: expected a list, found text"),
        ("name: [a]", "5:1: Y003 'name' given twice (first on line 2)"),
        ("place: wool", "5:8: R015 place: not a place. Form: [latitude, longitude], such as [43.32, 21.90]"),
        ("products: ['']", "5:12: R004 products: the text is empty"),
        ("inferred: [town]", "5:11: R001 inferred: the record has no field 'town'"),
        ("member_of: [b", "5:12: Y009 a list opened here with [ is not closed with ]"),
        ('certificates: ["a" "b"]', "5:20: Y009 a comma or a bracket is missing before this"),
    ],
)
def test_what_does_not_belong_there_is_told_at_its_place(line: str, problem: str | None) -> None:
    told = [str(found).removeprefix("smes/a.yaml:") for found in read(f"{HEAD}{line}\n").problems]
    assert told == ([problem] if problem else [])


@pytest.mark.parametrize("line", ["identifiers: {cz-ico: }", "sources: {record: [], city: }", "disputed: {city: }"])
def test_a_field_of_nothing_is_left_out(line: str) -> None:
    [record] = read(f"{HEAD}{line}\n").records
    assert record.sound
    assert record.values == {"id": "mileta", "name": "Mileta", "country": "CZ", "sectors": ["fabrics"]}


def test_a_file_that_is_but_an_alias_holds_nothing() -> None:
    content = read("*a\n")
    assert content.records == []
    assert [str(problem) for problem in content.problems] == ["smes/a.yaml:1:1: Y005 an alias (*a)"]


def test_a_source_without_anything_is_told() -> None:
    """It was left out in silence."""
    content = read("a:\nb: {title: B}\n", "sources.yaml", "sources")
    assert [str(problem) for problem in content.problems] == ["sources.yaml:1:3: R002 the field 'title' is missing"]
    assert [record.id for record in content.records if record.sound] == ["b"]


def test_beside_a_broken_source_one_without_a_space_is_told_too() -> None:
    """It was passed over, and told only when the other was mended."""
    content = read("a: {title: A}\nb:c\nd: [\ne: {title: E}\n", "sources.yaml", "sources")
    assert [str(problem).removeprefix("sources.yaml:") for problem in content.problems] == [
        "2:1: Y011 an entry without a name", "3:4: Y009 a list opened here with [ is not closed with ]",
    ]  # fmt: skip
    assert [problem.hint for problem in content.problems] == ["write it as name: value", "close it"]
    assert [record.id for record in content.records if record.sound] == ["a", "e"]


def test_a_long_message_is_cut() -> None:
    into = Reading("a.yaml")
    into.problem(Spot(0, 0), "R005", "a" * 300)
    into.problem(Spot(0, 0), "R005", "a" * 301)
    assert [len(problem.message) for problem in into.problems] == [300, 303]
    assert near("a" * 201, ["a" * 201]) == []


def test_of_ids_that_look_alike_the_nearest_is_meant_and_of_equal_ones_the_last() -> None:
    one, two = First("a.yaml", 1, 1, "sme"), First("b.yaml", 1, 2, "sme")
    assert nearest("clutexx", [("clutex", one), ("CLUTEX", two), ("cluten", two)]) == "CLUTEX"
    assert nearest("clutexx", [("CLUTEX", two), ("clutex", one)]) == "CLUTEX"
    assert nearest("clutex", [("clutey", one), ("clutez", one), ("clutea", one)]) == "clutez"
    assert nearest("wool", [("clutex", one)]) == ""
    assert nearest("c" * 201, [("c" * 201, one)]) == ""


def test_the_links_of_a_value_are_those_of_all_its_parts() -> None:
    values = {
        "partners": [{"organisation": "clutex", "role": "lead"}, {"name": "A", "country": "CZ", "role": "partner"}]
    }
    found = {
        field.name: list(linked(field.type, values.get(field.name, [])))
        for field in lists_of(PROJECT.fields, "organisation")
    }
    assert found == {"partners": ["clutex"]}
    assert [field.name for field in lists_of(SME.fields, "organisation")] == []
    functions = INSTITUTION.field("functions")
    assert functions is not None
    assert list(linked(functions.type, [{"function": "a", "of": "bridge"}, {"function": "b"}])) == ["bridge"]


@pytest.mark.parametrize(
    ("word", "other", "likeness"),
    [
        ("wool", "wool", 1.0), ("woo", "wool", 0.0), ("wood", "wool", 0.0), ("hrana", "hrane", 0.9),
        ("turizam", "turizma", 0.85), ("nameshtaj", "namestaj", 0.75), ("text", "textiles", 0.75),
        ("technolog", "technologijama", 0.75), ("fabrika", "fabrique", 0.7), ("metallic", "metallurgy", 0.7),
        ("meta", "metro", 0.0), ("plastic", "plastering", 0.0), ("clutex", "cultex", 0.75), ("stroje", "stroji", 0.9),
    ],
)  # fmt: skip
def test_how_likely_one_word_is_a_form_of_another(word: str, other: str, likeness: float) -> None:
    assert (likeness_of(word, other), likeness_of(other, word)) == pytest.approx((likeness, likeness))
