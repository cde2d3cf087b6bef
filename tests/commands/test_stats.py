"""`stats`: the matrix agrees with what `list` counts, says what it sums up, and fits the screen."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clustercli.atlas.matrix import ALL, NONE, Matrix, Record
from clustercli.present import matrix as screen
from tests.conftest import Clustercli

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTRIES = ("CZ", "RS", "BG", "AT")


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The program in an empty folder, where the bundled catalogue answers; nothing is changed."""
    folder = tmp_path_factory.mktemp("bundled")
    return Clustercli(folder / "home", folder)


def listed(program: Clustercli, *arguments: str) -> list[dict[str, Any]]:
    result = program(*arguments, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


@pytest.mark.parametrize("country", ["CZ", "RS", "PL"])
def test_every_record_of_a_country_counts_once_in_its_total(bundled: Clustercli, country: str) -> None:
    matrix = bundled("stats", "--country", country, width=80).out
    clusters, firms = (len(listed(bundled, "list", kind, "--country", country)) for kind in ("clusters", "smes"))
    assert matrix.splitlines()[-1].split()[-1] == f"{clusters}/{firms}"
    assert clusters
    assert firms


def test_a_cell_is_the_records_that_have_the_sector_or_one_below_it(bundled: Clustercli) -> None:
    rows = {(row["sector"], row["country"]): row for row in listed(bundled, "stats", "--deep")}
    tree = {row["id"]: row["parent"] for row in listed(bundled, "sectors")}

    def below(concept: str, sector: str) -> bool:
        return concept == sector or (bool(tree.get(concept)) and below(tree[concept], sector))

    found = listed(bundled, "list", "clusters", "--country", "RS")
    for sector in ("metal-machinery", "textiles-clothing", "textile", "food", "tourism-hospitality"):
        mine = sum(any(below(concept, sector) for concept in record["sectors"]) for record in found)
        assert rows[sector, "RS"]["clusters"] == mine > 0


def test_the_others_and_the_shown_countries_add_up_to_the_total(bundled: Clustercli) -> None:
    result = bundled("stats", width=80)
    last = result.out.splitlines()[-1].removeprefix("all, each once").split()
    shown = [tuple(map(int, cell.split("/"))) for cell in last]
    assert tuple(map(sum, zip(*shown[:-1], strict=True))) == shown[-1]
    (told,) = re.findall(r"others: ([A-Z ]+) \((\d+) records\)", result.err)
    assert told[1] == str(sum(shown[-2]))
    heads = result.out.splitlines()[0].split()
    assert heads[-2:] == ["others", "total"]
    long = {row["country"] for row in listed(bundled, "stats")}
    assert sorted([*heads[:-2], *told[0].split()]) == sorted(long)


@pytest.mark.parametrize("width", [40, 60, 80, 140, 200])
@pytest.mark.parametrize("arguments", [[], ["--deep"], ["--sector", "текстил"], ["--country", "CZ"]], ids=" ".join)
def test_the_matrix_fits_the_screen(bundled: Clustercli, arguments: list[str], width: int) -> None:
    result = bundled("stats", *arguments, width=width)
    assert result.code == 0
    assert len(result.out.splitlines()) > 3
    assert [line for line in result.out.splitlines() if cell_len(line) > width] == []


def test_the_matrix_on_80_columns_has_a_screen_at_most(bundled: Clustercli) -> None:
    assert len(bundled.screen("stats").splitlines()) <= 24


def test_a_sector_shows_itself_and_what_lies_below_it(bundled: Clustercli) -> None:
    names = {row["sector"] for row in listed(bundled, "stats", "--sector", "textile")}
    assert "textile" in names
    assert "technical-textiles" in names
    assert not names & {"textiles-clothing", "apparel", "metal-machinery"}


def test_machine_formats_have_a_line_for_each_sector_and_country(bundled: Clustercli) -> None:
    header, *lines = bundled("stats", "--format", "csv").out.splitlines()
    assert header == "sector,label,country,clusters,smes"
    assert "textiles-clothing,textile and clothing industry,RS,5,14" in lines
    assert bundled("stats").out.splitlines()[0].split("\t") == header.split(",")
    assert json.loads(bundled("stats", "--format", "jsonl").out.splitlines()[0])["clusters"] >= 0


def test_markdown_is_the_whole_matrix(bundled: Clustercli) -> None:
    result = bundled("stats", "--format", "markdown")
    head = [cell.strip() for cell in result.out.splitlines()[0].strip("|").split("|")]
    assert (head[0], head[-1]) == ("sector", "total")
    assert len(head) - 2 == len({row["country"] for row in listed(bundled, "stats")})
    assert "A record counts in each of its sectors" in result.err


def test_a_record_with_two_sectors_of_one_group_counts_once_in_it(small: Clustercli) -> None:
    small.write({"data/clusters/two.yaml": "{id: two, name: Two, country: CZ, sectors: [fabrics, technical-textiles]}"})
    rows = {(row["sector"], row["country"]): row for row in listed(small, "stats")}
    assert rows["textiles-clothing", "CZ"]["clusters"] == 2
    assert "the lines add up to more" not in small("stats", width=80).err


def test_broken_records_are_not_counted_and_told(small: Clustercli) -> None:
    small.write({"data/clusters/bad.yaml": "{id: bad, name: Bad, country: CZ, sectors: [nothing-known]}"})
    result = small("stats", "--country", "CZ", width=80)
    assert result.out.splitlines()[-1].split()[-1] == "1/1"
    assert "1 record left out" in result.err


def test_nothing_found_says_so(small: Clustercli) -> None:
    result = small("stats", "--sector", "mining", "--format", "json")
    assert (result.code, result.json()) == (0, [])
    assert "No cluster organisation or firm meets all conditions." in result.err
    assert small("stats", "--sector", "mining", width=80).out == ""


def test_where_there_is_nothing_yet_no_condition_is_blamed(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: Empty\n"})
    for command in ("stats", "map"):
        err = clustercli(command, width=80).err
        assert "here yet" in err
        assert f"clustercli {command}" not in err


def test_by_country_names_countries_in_the_language_of_the_reader(small: Clustercli) -> None:
    assert "Srbsko" in small("stats", "--by", "country", width=80, variables={"LANG": "cs_CZ.UTF-8"}).out
    asked = small("--lang", "cs", "stats", "--by", "country", width=80).out
    assert (asked.count("Srbsko"), "Serbia" in asked) == (1, False)
    piped = small("stats", "--by", "country", "--format", "json", variables={"LANG": "cs_CZ.UTF-8"}).json()
    assert {"RS": "Serbia"}.items() <= {row["country"]: row["name"] for row in piped}.items()


def test_a_number_that_finds_no_room_is_told(bundled: Clustercli) -> None:
    wide, narrow = (bundled("stats", "--by", "country", width=width) for width in (80, 60))
    assert "programmes" in wide.out
    assert "No room" not in wide.err
    assert "programmes" not in narrow.out
    assert "No room here for: documents, programmes." in narrow.err


def test_by_country_agrees_with_the_lists(bundled: Clustercli) -> None:
    rows = {row["country"]: row for row in listed(bundled, "stats", "--by", "country")}
    for kind in ("clusters", "smes", "institutions", "projects"):
        for country in COUNTRIES:
            assert rows[country][kind] == len(listed(bundled, "list", kind, "--country", country)), (kind, country)
    assert [row["country"] for row in listed(bundled, "stats", "--by", "country", "--country", "CZ,RS")] == ["CZ", "RS"]


def test_by_country_says_what_belongs_to_none(small: Clustercli) -> None:
    small.write({"data/projects/lost.yaml": "{id: lost, name: Lost}"})
    result = small("stats", "--by", "country")
    assert "Of no country: 1 project." in result.err


@pytest.mark.parametrize("arguments", [["--by", "town"], ["--by", "country", "--deep"], ["--country", "Atlantis"]])
def test_what_makes_no_sense_is_refused_with_a_way_on(bundled: Clustercli, arguments: list[str]) -> None:
    result = bundled("stats", *arguments)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) > 1


records = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["a.x", "a.y", "b.x", None])), max_size=60)


@given(records)
def test_each_record_counts_once_in_every_cell(given_records: list[tuple[int, str | None]]) -> None:
    def made(n: int, concept: str | None) -> Record:
        return Record(n, ("cluster", "sme")[n % 2], ("CZ", "RS", "BG")[n % 3], concept)

    matrix = Matrix([made(*pair) for pair in given_records], ["cluster", "sme"], lambda concept: [concept[0]])
    numbers = {n for n, _ in given_records}
    assert matrix.total(ALL, ALL) == matrix.total(ALL, *matrix.countries) == len(numbers)
    assert matrix.total("a", ALL) == len({n for n, concept in given_records if concept and concept[0] == "a"})
    assert matrix.total(NONE, "CZ") == len({n for n, concept in given_records if concept is None and n % 3 == 0})


@given(
    st.integers(40, 200),
    st.lists(st.tuples(st.text(max_size=40), st.integers(0, 3)), min_size=1, max_size=8),
    st.integers(0, 30),
    st.integers(0, 10**5),
)
def test_a_matrix_of_any_names_and_numbers_fits_and_loses_no_column(
    width: int, names: list[tuple[str, int]], countries: int, number: int
) -> None:
    lines = [screen.Line(str(i), name, depth) for i, (name, depth) in enumerate(names)]
    columns = [f"C{i}" for i in range(countries)]

    def text(row: str, among: Sequence[str]) -> str:
        return f"{number * len(among)}/{int(row)}"

    shown = screen.fitted(lines, columns, text, width)
    assert [*shown.own, *shown.others] == columns
    drawn = list(screen.table(lines, shown, text))
    assert len(drawn) == len(lines) + 1
    assert [line for line in drawn if cell_len(line) > width] == []
    assert [line.split()[-1] for line in drawn[1:]] == [text(line.key, columns) for line in lines]
