"""`timeline`: the dated points of projects, as precise as their sources, as lines for a pipe and lanes on a screen."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from tests.conftest import Clustercli

if TYPE_CHECKING:
    from collections.abc import Sequence

CORD = (
    ("October 2011", "Benchmarking conference in Milan"),
    ("21-22 February 2012", "Exchange forum in Linz"),
    ("April 2012", "Exchange forum in Milan"),
    ("June 2012", "Exchange forum in Stuttgart"),
    ("November 2012", "Cluster managers' training"),
    ("end of 2012", "Partnership agreement"),
    ("January/February 2013", "Final conference"),
    ("January 2013", "Policy recommendations"),
)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The program in an empty folder, where the bundled catalogue answers; nothing is changed."""
    folder = tmp_path_factory.mktemp("bundled")
    return Clustercli(folder / "home", folder)


WORDS = "- {id: food, words: {en: [food], cs: [potraviny]}}\n- {id: meat, parent: food, words: {en: [meat]}}\n"
MANY = """\
- id: bridge
  name: The Bridge
  start: 2016-06
  end: 2016-11
  sectors: [food]
  partners: [{name: Cluster House, country: RS, role: lead}]
  milestones:
    - {date: 2016-10-13, title: Forum, kind: forum, place: Niš, country: RS, sectors: [meat], status: done}
    - {date: 2016-36, title: Agreement, kind: agreement, country: [CZ, RS], status: planned}
    - {title: Some day}
- id: far
  name: A project whose name is much longer than any screen that a person would care to have on a desk, and then some
  acronym: FAR
  start: 2017-09-21~
  end: 2018-09-28~
  countries: [CZ]
  milestones:
    - date: 2017-09-21~/2018-09-28~
      title: An exchange of experience between the managers of organisations of which one has a very long name indeed
      place: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
      country: [CZ, DE, SK, SI, HU, PL, AT, IT]
    - {date: ../2019, title: 終わり 終わり 終わり 終わり 終わり 終わり 終わり 終わり 終わり 終わり 終わり}
    - {date: 2019/.., title: No end}
- {id: old, name: Old, start: 2011}
- {id: undated, name: Undated}
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """Four projects that make a chart difficult; nothing is changed."""
    folder = tmp_path_factory.mktemp("many")
    program = Clustercli(folder / "home", folder)
    files = {"catalogue.yaml": "title: Many\n", "vocabulary/all.yaml": WORDS, "projects/all.yaml": MANY}
    program.write({f"data/{name}": text for name, text in files.items()})
    return program


def points(program: Clustercli, *arguments: str, today: str = "2026-11-22") -> list[dict[str, Any]]:
    result = program("timeline", *arguments, "--format", "json", variables={"CLUSTERCLI_TODAY": today})
    assert result.code == 0, result.err
    return list(result.json())


def titles(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


def places_of_cord(rows: Sequence[tuple[str, str]]) -> list[int]:
    """Where each of the eight points stands among lines of (date, title)."""
    return [
        next(i for i, (said, title) in enumerate(rows) if said == when and title.startswith(what))
        for when, what in CORD
    ]


def test_clusters_cord_shows_its_eight_points_in_their_order(bundled: Clustercli) -> None:
    found = places_of_cord([(row["when"], row["title"]) for row in points(bundled, "clusters-cord")])
    assert found == sorted(found)
    assert len(set(found)) == len(CORD)


def test_the_chart_on_a_terminal_has_the_same_eight_points_in_their_order(bundled: Clustercli) -> None:
    chart = bundled("timeline", "clusters-cord", width=140).out
    lines = [tuple(part.strip() for part in line.split("  ") if part.strip()) for line in chart.splitlines()]
    found = places_of_cord([(line[0], line[1]) for line in lines if len(line) > 1])
    assert found == sorted(found)


def test_april_2012_is_no_day_and_stands_between_22_february_and_june(bundled: Clustercli) -> None:
    rows = points(bundled, "clusters-cord")
    said = [row["when"] for row in rows]
    assert said.index("21-22 February 2012") < said.index("April 2012") < said.index("June 2012")
    april = rows[said.index("April 2012")]
    assert (april["date"], april["earliest"], april["latest"]) == ("2012-04", "2012-04-01", "2012-04-30")


def test_no_date_of_clusters_cord_is_said_more_precisely_than_it_is(bundled: Clustercli) -> None:
    dates = {row["date"]: row["when"] for row in points(bundled, "clusters-cord")}
    assert dates["2012-36"] == "end of 2012"
    assert dates["2013-01/2013-02"] == "January/February 2013"
    assert dates["2011-10"] == "October 2011"


@pytest.mark.parametrize("word", ["food", "potraviny", "храна"])
def test_the_food_sector_leaves_only_milan(bundled: Clustercli, word: str) -> None:
    rows = points(bundled, "clusters-cord", "--sector", word)
    assert [(row["when"], row["place"]) for row in rows] == [("April 2012", "Milan")]


def test_from_and_to_keep_what_may_lie_between_them(bundled: Clustercli) -> None:
    rows = points(bundled, "clusters-cord", "--from", "2012-02-22", "--to", "2012-06")
    assert [row["when"] for row in rows] == ["21-22 February 2012", "April 2012", "June 2012"]


def test_a_country_leaves_what_takes_place_there(bundled: Clustercli) -> None:
    assert titles(points(bundled, "clusters-cord", "--country", "AT"))[:1] == ["Exchange forum in Linz"]
    assert all("AT" in row["country"] for row in points(bundled, "clusters-cord", "--country", "Österreich"))


def test_all_projects_stand_by_their_start(bundled: Clustercli) -> None:
    rows = points(bundled)
    assert len(rows) > 25
    assert len({row["project"] for row in rows}) == len(rows)
    for i, row in enumerate(rows):
        assert not any(later["latest"] and later["latest"] < row["earliest"] for later in rows[i + 1 :])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["old", "bridge", "far", "undated"]),
        (["--country", "RS"], ["bridge"]),
        (["--country", "CZ"], ["far"]),
        (["--sector", "food"], ["bridge"]),
        (["--sector", "food", "--country", "CZ"], []),
        (["--to", "2016-06"], ["old", "bridge"]),
        (["--to", "2016-05"], ["old"]),
    ],
)
def test_projects_are_narrowed_by_country_sector_and_time(
    many: Clustercli, arguments: list[str], expected: list[str]
) -> None:
    assert [row["project"] for row in points(many, *arguments)] == expected


def test_a_project_whose_end_nobody_knows_is_not_taken_for_ended(many: Clustercli) -> None:
    assert [row["project"] for row in points(many, "--from", "2016-11-30") if row["date"]] == ["old", "bridge", "far"]
    assert [row["project"] for row in points(many, "--from", "2016-12") if row["date"]] == ["old", "far"]
    assert [row["project"] for row in points(many, "--from", "2016", "--to", "2016")] == ["old", "bridge"]


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_what_has_no_date_is_left_out_where_dates_are_asked_for(many: Clustercli, option: str) -> None:
    assert "Some day" not in titles(points(many, "bridge", option, "2016"))
    assert "Some day" in titles(points(many, "bridge"))


def test_one_project_shows_its_start_its_milestones_and_its_end(many: Clustercli) -> None:
    rows = points(many, "bridge")
    assert titles(rows) == ["Project start", "Forum", "Agreement", "Project end", "Some day"]
    assert [row["when"] for row in rows] == ["June 2016", "13 October 2016", "end of 2016", "November 2016", "no date"]


def test_several_projects_stand_one_after_the_other(many: Clustercli) -> None:
    rows = points(many, "far", "bridge", "far")
    assert [row["project"] for row in rows] == ["far"] * 5 + ["bridge"] * 5


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2016-01-01", ["Project start", "Agreement", "Project end"]),
        ("2016-06-30", ["Project start", "Agreement", "Project end"]),
        ("2016-07-01", ["Agreement", "Project end"]),
        ("2016-12-01", ["Agreement"]),
        ("2017-01-01", []),
    ],
)
def test_upcoming_is_what_may_still_come_from_today_on(many: Clustercli, today: str, expected: list[str]) -> None:
    assert titles(points(many, "bridge", "--upcoming", today=today)) == expected


def test_upcoming_of_all_projects_shows_their_points_by_date(many: Clustercli) -> None:
    rows = points(many, "--upcoming", today="2016-10-01")
    assert {row["project"] for row in rows} == {"bridge", "far"}
    assert [row["title"] for row in rows if row["project"] == "bridge"] == ["Agreement", "Project end"]
    assert titles(rows).index("Project end") < titles(rows).index("Project start") < titles(rows).index("No end")
    this_year = points(many, "--upcoming", "--to", "2016", today="2016-10-01")
    assert titles(this_year)[1:] == ["Agreement", "Project end"]


def test_upcoming_never_shows_what_is_past_whatever_from_says(many: Clustercli) -> None:
    assert titles(points(many, "bridge", "--upcoming", "--from", "2016-01", today="2016-12-01")) == ["Agreement"]


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize(
    "arguments", [[], ["clusters-cord"], ["clustercoop"], ["--upcoming"], ["--country", "RS"]], ids=" ".join
)
def test_the_chart_of_the_bundled_projects_fits_the_screen(
    bundled: Clustercli, arguments: list[str], width: int
) -> None:
    result = bundled("timeline", *arguments, width=width, variables={"CLUSTERCLI_TODAY": "2012-03-01"})
    assert result.code == 0
    assert len(result.out.splitlines()) > 3
    assert [line for line in result.out.splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("arguments", [[], ["bridge"], ["far"], ["far", "bridge", "old"], ["undated"]], ids=" ".join)
def test_a_chart_with_long_names_and_wide_letters_fits_the_screen(
    many: Clustercli, arguments: list[str], width: int
) -> None:
    result = many("timeline", *arguments, width=width, variables={"CLUSTERCLI_TODAY": "2017-12-01"})
    assert result.code == 0
    assert [line for line in result.out.splitlines() if cell_len(line) > width] == []


def test_a_chart_draws_what_is_planned_and_what_has_no_end_in_other_ways(many: Clustercli) -> None:
    out = many("timeline", "bridge", "far", width=140).out
    drawn = {title: line for line in out.splitlines() for title in ("Forum", "Agreement", "No end") if title in line}
    assert "█" in drawn["Forum"]
    assert "░" in drawn["Agreement"]
    assert "█" not in drawn["Agreement"]
    assert "█" in drawn["No end"] or "·" in drawn["No end"]
    assert "░ planned" in out


def test_a_chart_names_the_years_and_marks_today(many: Clustercli) -> None:
    lines = many("timeline", width=140, variables={"CLUSTERCLI_TODAY": "2014-06-01"}).out.splitlines()
    assert "2011" in lines[0].split()
    assert any("│" in line for line in lines)
    assert "│" not in many("timeline", width=140, variables={"CLUSTERCLI_TODAY": "2026-11-22"}).out


def test_in_a_pipe_there_are_plain_lines_with_a_header(many: Clustercli) -> None:
    result = many("timeline", "bridge")
    rows = list(csv.DictReader(io.StringIO(result.out, newline=""), delimiter="\t"))
    assert list(rows[0])[:5] == ["project", "when", "title", "kind", "place"]
    assert titles(rows) == titles(points(many, "bridge"))
    assert not {"█", "░", "│", "\x1b"} & set(result.out)
    assert result.err == ""


def test_json_has_the_names_of_the_csv_columns(many: Clustercli) -> None:
    table = list(csv.DictReader(io.StringIO(many("timeline", "bridge", "--format", "csv").out, newline="")))
    rows = points(many, "bridge")
    assert [list(row) for row in table] == [list(row) for row in rows]
    assert rows[2]["country"] == ["CZ", "RS"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["brigde"], 4, ["No record 'brigde'.", "bridge"]),
        (["bridge", "--from", "2012-02-30"], 2, ["--from", "2012-02-30", "Form: 2012-02-29, 2012-02 or 2012"]),
        (["bridge", "--to", "soon"], 2, ["--to", "soon"]),
        (["--country", "Atlantis"], 2, ["Unknown country 'Atlantis'."]),
        (["--sector", "fod"], 2, ["No sector recognised in 'fod'; nearest: food", "food"]),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_could(
    many: Clustercli, arguments: list[str], code: int, told: list[str]
) -> None:
    result = many("timeline", *arguments)
    assert (result.code, result.out) == (code, "")
    assert [words for words in told if words not in result.err] == []


def test_an_organisation_has_no_timeline_and_is_told_as_such(small: Clustercli) -> None:
    result = small("timeline", "clutex")
    assert result.code == 2
    assert "clustercli show clutex" in result.err
    assert titles(points(small)) == ["The Bridge"]
    assert titles(points(small, "bridge", "--upcoming", today="2016-10-01")) == ["Agreement", "Project end"]


@pytest.mark.parametrize(("format_", "lines"), [("csv", 1), ("tsv", 1), ("json", 1), ("jsonl", 0), ("table", 0)])
def test_where_nothing_is_left_the_answer_is_empty_and_a_person_is_told(
    many: Clustercli, format_: str, lines: int
) -> None:
    result = many("timeline", "--sector", "food", "--to", "2010", "--format", format_)
    assert result.code == 0
    assert len(result.out.splitlines()) == lines
    assert result.err.startswith("No dated point")
