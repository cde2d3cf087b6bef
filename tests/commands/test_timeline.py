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
    out = many("timeline", "bridge", "far", width=140, variables={"CLUSTERCLI_TODAY": "2016-11-22"}).out
    drawn = {title: line for line in out.splitlines() for title in ("Forum", "Agreement", "No end") if title in line}
    assert "█" in drawn["Forum"]
    assert "░" in drawn["Agreement"]
    assert "█" not in drawn["Agreement"]
    assert "░" in drawn["No end"]  # from 2019 on, seen from 2016
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


@pytest.mark.parametrize(("number", "where"), [(1, "It stands in"), (4, "They stand in"), (9, "The first stand in")])
def test_what_is_left_out_stands_where_the_command_to_paste_looks(
    clustercli: Clustercli, number: int, where: str
) -> None:
    ids = [f"p{i}" for i in range(number)]
    milestones = "milestones: [{title: One day, status: planned}]"
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Undated\n",
            "data/projects/all.yaml": "".join(f"- {{id: {i}, name: {i}, {milestones}}}\n" for i in ids),
        }
    )
    lines = clustercli("timeline", "--upcoming").err.splitlines()
    assert lines[-2].endswith(f"{where}:")
    assert lines[-1].split() == ["clustercli", "timeline", *ids[:8]]


@pytest.mark.parametrize(
    ("today", "mark", "meaning"),
    [("2016-12-31", "░", "░ planned"), ("2017-01-01", "!", "! planned, its time has passed")],
)
def test_what_was_only_planned_and_is_past_is_told_from_what_is_to_come(
    many: Clustercli, today: str, mark: str, meaning: str
) -> None:
    out = many("timeline", "bridge", width=80, variables={"CLUSTERCLI_TODAY": today}).out
    (line,) = [line for line in out.splitlines() if "Agreement" in line]
    assert {c for c in line if c in "█░!?"} == {mark}
    assert meaning in out


def test_a_point_of_which_nothing_is_said_is_neither_done_nor_planned_once_it_is_past(many: Clustercli) -> None:
    out = many("timeline", "far", width=80, variables={"CLUSTERCLI_TODAY": "2026-01-01"}).out
    (line,) = [line for line in out.splitlines() if line.startswith("from 2019")]
    assert "?" in line
    assert not {"█", "░"} & set(line)


LANES = """\
- id: most
  name: {cs: Most mezi textilními klastry Liberecka a Jižní Moravy}
  acronym: MOST
  start: 2014-01
  end: 2015-03-31
  milestones:
    - {date: 2014-10-13, title: 'Klastrové fórum: Niš | Прага', country: RS, status: done, participants: '>30',
       outcome: 12 firem našlo partnera}
    - {date: 2015-02, title: Závěrečná konference, status: planned}
    - {title: Školení manažerů klastrů}
- id: srpska-mreza
  name: {sr-Cyrl: Мрежа кластера за извоз намештаја и прераду дрвета}
  start: 2016
  end: 2018-03-31
- id: bg-oblast
  name: {bg: Българска мрежа за облекло}
  start: 2017-07-01
  end: 2021
  milestones: [{date: 2020-06, title: Изложение в Пловдив, status: planned}]
- id: otvoreno
  name: {sr-Latn: Otvoreno}
  start: 2019-05
- {id: bez-data, name: {cs: Bez data}}
"""
DOCUMENTS = """\
- id: memorandum
  name: {cs: Memorandum o spolupráci}
  kind: memorandum
  city: Niš
  date: 2014-09-02
  projects: [most]
- id: studija
  name: {sr-Cyrl: Студија}
  kind: study
  date: 2017-11-05
  projects: [srpska-mreza, bg-oblast]
  stages:
    - {stage: draft, date: 2017-03}
    - {stage: published, date: 2017-11-05, place: Ниш}
    - {stage: planned, date: 2020}
- {id: alone, name: Alone, kind: study, date: 2017}
"""
TODAY = "2019-08-15"


@pytest.fixture(scope="module")
def lanes(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """Projects in Czech, Serbian and Bulgarian, with a gap, an overlap and an open end; nothing is changed."""
    folder = tmp_path_factory.mktemp("lanes")
    program = Clustercli(folder / "home", folder)
    files = {"catalogue.yaml": "title: L\n", "vocabulary/all.yaml": WORDS, "projects/all.yaml": LANES}
    program.write({f"data/{name}": text for name, text in (files | {"documents/all.yaml": DOCUMENTS}).items()})
    assert program("check").err == ""
    return program


def drawn(program: Clustercli, *arguments: str, width: int = 80) -> str:
    result = program("timeline", *arguments, width=width, variables={"CLUSTERCLI_TODAY": TODAY})
    assert result.code == 0, result.err
    return result.out


def lane(out: str, label: str, width: int = 80) -> str:
    """The columns of a project's lane: all lanes begin where the line 'at once' does."""
    lines = out.splitlines()
    (counts,) = [line for line in lines if line.startswith("at once")]
    begin = len(counts) - len(counts.removeprefix("at once").lstrip())
    (line,) = [line for line in lines if line.startswith(label)]
    assert cell_len(line[:begin]) == begin
    return line[begin:].ljust(width - begin)


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_lanes_of_all_scripts_begin_in_one_column_and_fit(lanes: Clustercli, width: int) -> None:
    out = drawn(lanes, width=width)
    assert [line for line in out.splitlines() if cell_len(line) > width] == []
    assert lane(out, "MOST", width)[0] in "═─"
    begun = [lane(out, label, width).index("═") for label in ("MOST", "Мрежа", "Бълг")]
    assert begun == sorted(begun)
    assert lane(out, "Otvoreno", width).index("─") > begun[-1] > begun[0]
    assert {"[srpska-mreza]", "[bg-oblast]"} <= set(out.split())


def test_a_lane_tells_past_future_and_what_is_not_known_apart(lanes: Clustercli) -> None:
    out = drawn(lanes)
    today = lane(out, "MOST").index("│")
    bulgarian = lane(out, "Бълг")
    assert "┄" not in bulgarian[: today + 1]
    assert "═" not in bulgarian[today + 1 :]
    assert "░" in bulgarian[today + 1 :]
    assert lane(out, "Мрежа").strip()[0] == "─"
    assert "─═" in lane(out, "Мрежа")
    assert set(lane(out, "Otvoreno").strip()) <= {"─", "·"}
    assert "█" in lane(out, "MOST")
    assert "!" in lane(out, "MOST")
    assert all(words in " ".join(out.split()) for words in ("project runs", "still to come", "start or end not known"))


def test_gaps_and_overlaps_are_counted_and_said(lanes: Clustercli) -> None:
    out = drawn(lanes)
    said = " ".join(out.split())
    assert "No project runs between 31 March 2015 and 2016." in said
    assert "2 at once: 1 July 2017 - 31 March 2018 (srpska-mreza, bg-oblast)." in said
    counts = lane(out, "at once").strip()
    assert set(counts) == set("0·12")
    assert counts.index("0") < counts.index("2")
    for column, count in enumerate(counts):
        running = sum(lane(out, label)[column] not in " │" for label in ("MOST", "Мрежа", "Бълг", "Otvoreno"))
        assert running >= (int(count) if count.isdigit() else 1)


def test_a_project_without_any_date_is_named_below_the_lanes(lanes: Clustercli) -> None:
    assert "No start and no end known (1): bez-data" in drawn(lanes)


def test_the_window_is_the_axis(lanes: Clustercli) -> None:
    out = drawn(lanes, "--from", "2017", "--to", "2018")
    heading = out.splitlines()[0].split()
    assert heading[:4] == ["2017", "Q2", "Q3", "Q4"]
    assert "2019" not in heading
    assert "between 31 March 2015" not in out
    assert "MOST" not in out


def test_several_projects_have_lanes_and_lists_one_of_them_the_list_alone(lanes: Clustercli) -> None:
    both = drawn(lanes, "most", "bg-oblast")
    assert both.index("at once") < both.index("Klastrové fórum")
    assert "at once" not in drawn(lanes, "most")
    assert "at once" not in drawn(lanes, "most", "bg-oblast", "--upcoming")


def test_who_took_part_and_what_came_out_of_it_is_shown(lanes: Clustercli) -> None:
    said = " ".join(word for word in drawn(lanes, "most", width=140).split() if word not in "█│")
    assert "Klastrové fórum: Niš | Прага (RS); over 30 participants; 12 firem našlo partnera" in said
    forum = next(row for row in points(lanes, "most") if row["participants"])
    assert (forum["participants"], forum["outcome"]) == (">30", "12 firem našlo partnera")
    assert list(forum)[-4:] == ["note", "participants", "outcome", "record"]


def test_documents_stand_among_the_points_of_their_projects(lanes: Clustercli) -> None:
    found = [(row["when"], row["title"], row["status"], row["place"]) for row in points(lanes, "srpska-mreza", "most")
             if row["kind"] == "document"]  # fmt: skip
    assert found == [
        ("March 2017", "Студија: draft", "done", ""),
        ("5 November 2017", "Студија: published", "done", "Ниш"),
        ("2020", "Студија: planned", "planned", ""),
        ("2 September 2014", "Memorandum o spolupráci", "done", "Niš"),
    ]
    assert {row["record"] for row in points(lanes, "bg-oblast") if row["kind"] == "document"} == {"studija"}
    assert "Memorandum o spolupráci (Niš) [memorandum]" in drawn(lanes, "most", width=140)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["most", "--from", "2014"], ["1 point without a date left out: Školení manažerů klastrů", "timeline most"]),
        (["--to", "2030"], ["1 project without a date left out: bez-data", "clustercli timeline"]),
        (["--upcoming"], ["Školení manažerů klastrů [most]", "clustercli timeline most"]),
    ],
)
def test_what_is_left_out_for_want_of_a_date_is_counted_and_named(
    lanes: Clustercli, arguments: list[str], told: list[str]
) -> None:
    err = lanes("timeline", *arguments).err
    assert [words for words in told if words not in err] == []
    assert "left out" not in lanes("timeline", "most").err


def test_markdown_is_a_table_without_empty_columns(lanes: Clustercli) -> None:
    many_lines = lanes("timeline", "--format", "markdown").out.splitlines()
    assert many_lines[0] == "| project | when | what | kind | status |".replace("| status ", "")
    lines = lanes("timeline", "most", "--format", "markdown").out.splitlines()
    assert lines[0] == "| project | when | what | kind | place | in | status | participants | outcome |"
    assert r"Klastrové fórum: Niš \| Прага" in lines[3] + lines[4]
    assert len({len(line.replace(r"\|", "").split("|")) for line in lines}) == 1
