"""A Gantt chart in Mermaid: every line is one that Mermaid's grammar has, whatever the records say."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clustercli.present.formats.mermaid import words
from tests.conftest import Clustercli

# The lines that Mermaid's grammar of a Gantt chart has, as far as we write them (read off mermaid 11).
SETTING = r"dateFormat YYYY-MM-DD|inclusiveEndDates|axisFormat %Y(?:-%m)?|tickInterval \d+month|todayMarker off"
TASK = (
    r"(?P<title>[^:;#{}<>`]+) :(?:(?P<tag>done|active|crit), )?(?P<mark>milestone, )?"
    r"(?P<from>\d{4}-\d\d-\d\d), (?P<to>\d{4}-\d\d-\d\d|0d)"
)
LINE = re.compile(rf"    (?:{SETTING}|section (?P<section>[^:;#{{}}<>`]+)|%% (?P<comment>[^{{}}]+)|{TASK})")
# What Mermaid would read as an order, a date or a comment where a title should be.
ORDER = re.compile(
    r"(?:title|section|gantt|dateFormat|axisFormat|tickInterval|includes|excludes|todayMarker|weekday|weekend|click|"
    r"call|href|inclusiveEndDates|topAxis|accTitle|accDescr|accDescription)\b|\d{4}-\d\d-\d\d\b|.?%",
    re.IGNORECASE,
)
HOSTILE = (
    "title x", "section y", "2012-01-01 day", "5% growth", "%% comment", "%%{init: {}}%%", "Projekt: fáze; #1 #quot;",
    "<script>alert(1)</script>", "```", "a\nb :done, x\n%% c", "click me", "vert", "}", "dateFormat DD", "call x()",
    ":", ";", "#", "accTitle: x", "10:30 setkání", "---", "Форум: Ниш #2", "終わり" * 30, "\x1b[31m\u202e",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(":;#{}<>%`\n\r\t -0a\u2028\x00Ж") | st.characters(), max_size=20))
@example("section: a")
@example("a%%{b")
def test_any_text_becomes_words_that_mermaid_takes_as_words(text: str) -> None:
    said = words(text)
    assert said == said.strip() != ""
    assert not set(":;#{}<>`\n\r\u2028") & set(said)
    assert "%%" not in said
    assert not ORDER.match(said)


def test_the_words_stay_readable() -> None:
    assert words("Projekt: fáze 1; Ниш (#2) v 10:30") == "Projekt – fáze 1, Ниш ( 2) v 10.30"
    assert words("Exchange forum in Linz") == "Exchange forum in Linz"
    assert words("Section 8") == "– Section 8"


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(c):08x}" for c in text) + '"'


STATUS = ("done", "planned", "unknown")
PROJECTS = "".join(
    [
        "- id: all\n  name: All\n  start: 2016\n  end: 2017-03-15\n  milestones:\n",
        *(
            f"    - {{date: 2016-10-{number + 1:02}, title: {quoted(text)}, status: {STATUS[number % 3]}}}\n"
            for number, text in enumerate(HOSTILE)
        ),
        "    - {date: 2016-36, title: Late}\n",
        "    - {date: 2016-05-01/2016-05-03, title: Three days}\n",
        f"    - {{title: {quoted(HOSTILE[9])}}}\n",
        *(f"- {{id: p{n}, name: {quoted(text)}, start: 2012, end: 2013}}\n" for n, text in enumerate(HOSTILE)),
        "- {id: open, name: All, start: 2014-05}\n",
        "- {id: undated, name: U, milestones: [{title: Some day}, {title: Another}]}\n",
        "- {id: planned, name: P, status: planned, start: 2030, end: 2031}\n",
    ]
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """Projects and milestones whose names are orders to Mermaid; nothing is changed."""
    folder = tmp_path_factory.mktemp("mermaid")
    program = Clustercli(folder / "home", folder)
    vocabulary = "- {id: food, words: {en: [food]}}\n"
    program.write({"data/catalogue.yaml": "title: M\n", "data/vocabulary/all.yaml": vocabulary,
                   "data/projects/all.yaml": PROJECTS})  # fmt: skip
    assert program("check").err == ""
    return program


def read(program: Clustercli, *arguments: str) -> list[dict[str, str | None]]:
    """The lines of a chart by what they are; each must be one that Mermaid has."""
    result = program("timeline", *arguments, "--format", "mermaid")
    assert result.code == 0, result.err
    first, second, *lines = result.out.splitlines()
    assert re.fullmatch(r'%%\{init: \{"gantt": \{"leftPadding": \d+\}\}\}%%', first)
    assert second == "gantt"
    found = [LINE.fullmatch(line) for line in lines]
    assert [line for line, match in zip(lines, found, strict=True) if match is None] == []
    return [match.groupdict() for match in found if match]


@pytest.mark.parametrize("arguments", [["all"], [], ["all", "p0", "p3"], ["--upcoming"], ["--to", "2015"]])
def test_every_line_of_a_chart_is_one_of_the_grammar(hostile: Clustercli, arguments: list[str]) -> None:
    lines = read(hostile, *arguments)
    assert [line for line in lines if line["title"] and ORDER.match(line["title"])] == []
    assert any(line["title"] for line in lines)


def test_no_point_is_lost_and_what_has_no_date_is_a_comment(hostile: Clustercli) -> None:
    lines = read(hostile, "all")
    assert sum(bool(line["title"]) for line in lines) == len(HOSTILE) + 3  # two more points, and the project itself
    assert [line["comment"] for line in lines if "no date" in (line["comment"] or "")] == [
        "no date: a b – done, x % c [all]"
    ]


def test_a_chart_of_what_has_no_date_has_neither_an_axis_nor_a_today(hostile: Clustercli) -> None:
    assert hostile("timeline", "undated", "--format", "mermaid").out.splitlines()[1:] == [
        "gantt", "    dateFormat YYYY-MM-DD", "    inclusiveEndDates",
        "    %% no date: Some day [undated]", "    %% no date: Another [undated]",
    ]  # fmt: skip


def test_an_exact_day_is_a_milestone_and_a_quarter_a_bar_with_its_words(hostile: Clustercli) -> None:
    lines = {line["title"] or "": line for line in read(hostile, "all")}
    late = lines["Late (end of 2016, not said whether it took place)"]
    assert (late["mark"], late["from"], late["to"]) == (None, "2016-10-01", "2016-12-31")
    day = lines["vert (12 October 2016, not said whether it took place)"]
    assert (day["mark"], day["from"], day["to"]) == ("milestone, ", "2016-10-12", "0d")
    whole = lines["2016 - 15 March 2017"]
    assert (whole["tag"], whole["mark"], whole["from"], whole["to"]) == ("done", None, "2016-01-01", "2017-03-15")
    assert lines["Three days (1-3 May 2016, not said whether it took place)"]["to"] == "2016-05-03"


def test_done_planned_and_past_have_tags_of_their_own(hostile: Clustercli) -> None:
    tags = {(line["title"] or "").split(" (")[0]: line["tag"] for line in read(hostile, "all")}
    assert (tags["– title x"], tags["– section y"], tags["– 2012-01-01 day"]) == ("done", "crit", None)
    whole = {line["title"]: line["tag"] for line in read(hostile)}
    assert whole["2030 - 2031"] is None
    assert whole["May 2014 - unknown"] is None


def test_each_project_has_a_section_and_no_two_share_one(hostile: Clustercli) -> None:
    sections = [line["section"] for line in read(hostile) if line["section"]]
    assert len(sections) == len(set(sections)) == len(HOSTILE) + 3
    assert {"All", "all"} <= set(sections)


def test_todays_line_is_left_out_where_all_is_past(hostile: Clustercli) -> None:
    assert "todayMarker off" in hostile("timeline", "p0", "--format", "mermaid").out
    assert "todayMarker" not in hostile("timeline", "p0", "planned", "--format", "mermaid").out


def test_nothing_found_is_an_empty_chart(hostile: Clustercli) -> None:
    result = hostile("timeline", "--to", "1999", "--format", "mermaid")
    assert (result.code, result.out) == (0, "")
    assert "No dated point" in result.err


@pytest.mark.parametrize("arguments", [["list", "projects"], ["show", "all"], ["sectors"], ["check"]], ids=" ".join)
def test_other_commands_say_whose_format_it_is(hostile: Clustercli, arguments: list[str]) -> None:
    result = hostile(*arguments, "--format", "mermaid")
    assert (result.code, result.out) == (2, "")
    assert "mermaid is for timeline: clustercli timeline --format mermaid" in result.err
    assert "mermaid" not in hostile(*arguments, "--format", "nothing").err
