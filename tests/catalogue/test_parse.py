"""What of a broken file is saved, what is lost with it, and the remedy of each fault."""

from __future__ import annotations

from clustercli.catalogue import parse, source
from clustercli.errors import Problem
from clustercli.records.nodes import Fields, Items
from clustercli.records.reading import MOST_FAULTS


def keyed(text: str) -> parse.Parsed:
    return parse.parse(text, "sources.yaml", keyed=True)


def test_a_file_of_another_encoding_or_beyond_all_size_is_one_problem() -> None:
    utf16 = Problem("a.yaml", 1, 1, "F002", "the file is UTF-16, not UTF-8", "save it as UTF-8 in your editor")
    assert parse.decode(b"\xff\xfea\0", "a.yaml") == ("", [utf16])
    assert parse.decode(b"\xfe\xff\0a", "a.yaml") == ("", [utf16])
    other = Problem("a.yaml", 2, 3, "F002", "the file is not UTF-8 (byte 0xe8)",
                    "read as Windows-1250 it says 'č': if that is right, save it as UTF-8 in your editor")  # fmt: skip
    assert parse.decode(b"a\nb \xe8", "a.yaml") == ("", [other])
    text, problems = parse.decode(b"a" * (source.MAX_BYTES + 1), "a.yaml")
    message = "the file is too large (16 MB; the limit is 16 MiB)"
    assert (text, problems) == ("", [Problem("a.yaml", 1, 1, "F003", message, "split it")])
    assert parse.decode(b"a" * source.MAX_BYTES, "a.yaml")[1] == []


def test_more_faults_than_anybody_reads_end_the_reading_where_they_stand() -> None:
    found = parse.parse("id: a\nnotes:\n" + "  -\n" * (MOST_FAULTS + 1), "a.yaml")
    assert (list(found.nodes), found.ruins) == ([], [("a", 1)])
    empty = [Problem("a.yaml", line, 4, "Y016", "an empty entry in a list", "delete the dash or fill it in")
             for line in range(3, MOST_FAULTS + 3)]  # fmt: skip
    assert found.lost == [*empty, parse.too_many("a.yaml", MOST_FAULTS + 2)]
    assert parse.parse("id: a\nnotes:\n" + "  -\n" * MOST_FAULTS, "a.yaml").nodes == [{"id": "a", "notes": []}]


def test_a_line_is_written_out_in_a_remedy_unless_it_is_very_long() -> None:
    for length in (400, 600):
        text = f"Niš: {'x' * length}"
        remedy = f'put the text in quotes: city: "{text}"' if length == 400 else "put the text in quotes"
        (problem,) = parse.parse(f"city: {text}\n", "a.yaml").problems
        assert (problem.column, problem.hint) == (10, remedy)


def test_a_control_character_is_to_be_deleted() -> None:
    told = Problem("a.yaml", 2, 2, "Y013", "a control character (U+0007)", "delete it")
    assert parse.parse("a: b\nc\x07\n", "a.yaml").problems == [told]


def test_of_two_sources_one_is_saved_where_the_other_is_broken() -> None:
    found = keyed("a: {title: A}\nb: [\n")
    [node] = found.nodes
    assert isinstance(node, Fields)
    assert node == {"a": {"title": "A"}}
    assert found.ruins == [("b", 2)]


def test_beside_a_broken_source_one_given_twice_is_told_and_the_first_stays() -> None:
    found = keyed("a: {title: A}\nd: [\na: {title: B}\n")
    [node] = found.nodes
    assert node == {"a": {"title": "A"}}
    message = "'a' given twice (first on line 1)"
    assert found.within == [Problem("sources.yaml", 3, 1, "Y003", message, "delete one of the two")]


def test_the_ids_that_are_lost_are_known_with_their_lines() -> None:
    text = "# sources\n\na: {title: A}\nb: [\nb2: {title: C}\nc-d: {title: {\n"
    assert keyed(text).ruins == [("b", 4), ("c-d", 6)]
    listed = parse.parse("- id: a\n- name: b\n  id: b\n  x: [\n- id: c\n  y: {\n", "a.yaml")
    assert listed.ruins == [("b", 3), ("c", 5)]
    [node] = listed.nodes
    assert isinstance(node, Items)
    assert node == [{"id": "a"}]
    assert parse.parse("id: a\nx: [\n", "a.yaml").ruins == [("a", 1)]
