"""`map`: no record is lost on the way to a tile or a town, none is put where nobody said, and a screen holds it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from clustercli.atlas import ground, tiles
from clustercli.atlas.towns import Spot, gathered
from clustercli.present import sketch
from clustercli.records.countries import codes
from tests.conftest import Clustercli

KINDS = ("clusters", "smes", "institutions")
FIRM = "- {{id: {}, name: F, country: {}, sectors: [fabrics]{}}}\n"
NIS, PIROT = ", city: Niš, region: RS225, place: [43.32, 21.90]", ", city: Pirot, region: RS222, place: [43.15, 22.59]"


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The program in an empty folder, where the bundled catalogue answers; nothing is changed."""
    folder = tmp_path_factory.mktemp("bundled")
    return Clustercli(folder / "home", folder)


def firms(program: Clustercli, *places: tuple[str, str]) -> None:
    """Write firms: (country, the rest of the record), and nothing else."""
    text = "".join(FIRM.format(f"f{i}", country, rest) for i, (country, rest) in enumerate(places))
    program.write({"data/catalogue.yaml": "title: Own\n", "data/smes/all.yaml": text})


def rows(program: Clustercli, *arguments: str) -> list[dict[str, Any]]:
    result = program("map", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def by_country(found: list[dict[str, Any]], kind: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in found:
        counts[row["country"]] += row[kind]
    return counts


@pytest.mark.parametrize("kind", KINDS)
def test_the_lines_of_machine_formats_hold_every_record_once(bundled: Clustercli, kind: str) -> None:
    listed = Counter(row["country"] for row in bundled("list", kind, "--format", "json").json())
    assert by_country(rows(bundled), kind) == listed


def test_machine_formats_have_these_columns(bundled: Clustercli) -> None:
    header = bundled("map", "--format", "csv").out.splitlines()[0]
    assert header == "place,country,region,clusters,smes,institutions,lat,lon,located"
    assert bundled("map").out.splitlines()[0].split("\t") == header.split(",")


def test_a_tile_holds_the_numbers_of_its_country(bundled: Clustercli) -> None:
    drawn = bundled("map", width=80).out
    for country in ("CZ", "RS", "BG", "PL", "GB"):
        counts = [str(by_country(rows(bundled), kind)[country]) for kind in KINDS]
        assert re.search(rf"\| {country} +{'/'.join(counts)} \|", drawn)


@pytest.mark.parametrize("width", [40, 60, 80, 140])
@pytest.mark.parametrize("arguments", [[], ["--country", "RS"], ["--by", "town"], ["--country", "DE"]], ids=" ".join)
def test_the_map_is_one_screen(bundled: Clustercli, arguments: list[str], width: int) -> None:
    shown = bundled("map", *arguments, width=width).out.splitlines()
    assert 4 < len(shown) < 24
    assert [line for line in shown if cell_len(line) > width] == []
    if width > 60:
        assert len(bundled.screen("map", *arguments, width=width).splitlines()) <= 23
    assert all(line.isprintable() for line in shown)


def test_a_higher_screen_gets_a_larger_map(bundled: Clustercli) -> None:
    def lines(height: str) -> int:
        return len(bundled("map", "--country", "RS", width=140, variables={"LINES": height}).out.splitlines())

    assert lines("24") < lines("50") < 50


def test_towns_are_drawn_where_most_records_have_a_position(clustercli: Clustercli) -> None:
    firms(clustercli, ("RS", NIS), ("RS", PIROT), ("RS", ""), ("DE", NIS), ("DE", ""))
    towns, countries = clustercli("map", "--country", "RS", width=80), clustercli("map", "--country", "DE", width=80)
    assert "+ is 10 or more" in towns.out
    assert "Pirot" in towns.out
    assert "Not on the map, without a known position: 1 record (RS 1)." in towns.err
    assert "| Germany" in countries.out
    assert "| Serbia" in clustercli("map", "--country", "RS", "--by", "country", width=80).out


def test_north_is_up_and_east_is_right(bundled: Clustercli) -> None:
    drawn = [line[:52] for line in bundled("map", "--country", "RS", width=80).out.splitlines()[1:]]
    row = {name: next(i for i, line in enumerate(drawn) if name in line) for name in ("Subotica", "Novi Sad", "Vranje")}
    assert row["Subotica"] < row["Novi Sad"] < row["Vranje"]
    vranje, sombor = (next(line.index(name) for line in drawn if name in line) for name in ("Vranje", "Sombor"))
    assert sombor < vranje


def test_a_firm_without_a_position_stands_in_its_town_or_its_small_region_only(clustercli: Clustercli) -> None:
    firms(
        clustercli,
        ("RS", NIS),
        ("RS", ", city: Ниш"),  # the same town in the other script
        ("RS", ", region: RS225"),
        ("RS", ", city: Doljevac, region: RS225"),
        ("RS", ", region: RS22"),  # a large region: nobody knows where in it
        ("RS", ", city: Bor"),
        ("BG", ", city: Niš"),  # of another country
        ("RS", ""),
    )
    found = {(r["place"], r["country"], r["region"]): (r["smes"], r["lat"], r["lon"], r["located"])
             for r in rows(clustercli)}  # fmt: skip
    assert found == {
        ("Niš", "RS", "RS225"): (2, 43.32, 21.9, "place"),
        ("", "RS", "RS225"): (1, 43.32, 21.9, "region"),
        ("Doljevac", "RS", "RS225"): (1, 43.32, 21.9, "region"),
        ("", "RS", "RS22"): (1, None, None, ""),
        ("Bor", "RS", ""): (1, None, None, ""),
        ("Niš", "BG", ""): (1, None, None, ""),
        ("", "RS", ""): (1, None, None, ""),
    }
    told = clustercli("map", "--by", "town", width=80).err
    assert "Not on the map, without a known position: 4 records (RS 3, BG 1)." in told
    assert "2 records stand in the middle of their region, their town not known." in told


def test_what_lies_far_away_does_not_squeeze_the_map(clustercli: Clustercli) -> None:
    near = [("RS", f", city: T{i}, place: [{43 + i / 10}, {21 + i / 10}]") for i in range(20)]
    firms(clustercli, *near)
    alone = clustercli("map", "--by", "town", width=80).out.splitlines()
    firms(clustercli, *near, ("US", ", city: Boston, place: [42.36, -71.06]"))
    with_it = clustercli("map", "--by", "town", width=80)
    assert [line[:50] for line in with_it.out.splitlines()] == [line[:50] for line in alone]
    assert "Beyond the edge: 1 record (US 1)." in with_it.err
    assert "Beyond the edge: US 1." in clustercli("map", "--by", "country", width=80).err


def test_only_one_place_is_a_map_too(clustercli: Clustercli) -> None:
    firms(clustercli, ("RS", NIS))
    assert "1 Niš" in clustercli("map", width=80).out


def test_only_countries_beyond_the_edge_are_a_list(clustercli: Clustercli) -> None:
    firms(clustercli, ("US", ""), ("CA", ", city: Toronto"))
    result = clustercli("map", width=80)
    assert "None of these countries is on the map; so a list." in result.err
    assert "Toronto" in result.out


def test_a_screen_too_narrow_for_all_of_europe_gets_a_list(clustercli: Clustercli) -> None:
    firms(clustercli, *((code, "") for code in tiles.grid() for _ in range(2)))
    assert "| CY" in clustercli("map", width=80).out
    narrow = clustercli("map", width=40)
    assert "40 columns are too few" in narrow.err
    assert "CY" in narrow.out


def test_tiles_name_countries_in_the_language_of_the_reader(clustercli: Clustercli) -> None:
    firms(clustercli, ("RS", ", city: Niš"))
    assert "| Србија" in clustercli("map", "--lang", "sr-Cyrl", width=80).out


def test_no_position_at_all_shows_countries_and_says_why(clustercli: Clustercli) -> None:
    firms(clustercli, ("RS", ", city: Niš"))
    result = clustercli("map", "--by", "town", width=80)
    assert "| Serbia" in result.out
    assert "No record here has a position" in result.err


def test_kinds_and_sectors_narrow_the_map(bundled: Clustercli) -> None:
    found = rows(bundled, "--kind", "firms", "--sector", "текстил", "--country", "Србија")
    listed = bundled("list", "smes", "--sector", "текстил", "--country", "Србија", "--format", "json").json()
    assert sum(row["smes"] for row in found) == len(listed) > 0
    assert "clusters" not in found[0]
    assert bundled("map", "--kind", "smes", "--by", "country", width=80).out.startswith("firms\n")


def test_nothing_found_says_so(bundled: Clustercli) -> None:
    result = bundled("map", "--country", "GB", "--sector", "mining", "--format", "json")
    assert (result.code, result.json()) == (0, [])
    assert "No cluster organisation or firm or institution meets all conditions." in result.err


@pytest.mark.parametrize("arguments", [["--kind", "documents"], ["--kind", "firmz"], ["--by", "x"], ["--country", "X"]])
def test_what_makes_no_sense_is_refused_with_a_way_on(bundled: Clustercli, arguments: list[str]) -> None:
    result = bundled("map", *arguments)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) > 1


def test_hostile_and_wide_names_of_towns_harm_no_screen(clustercli: Clustercli) -> None:
    bad = ', city: "\\e[31m終わり\\u202e", place: [43.0, 21.0]'
    firms(clustercli, ("RS", bad), ("RS", NIS), ("RS", PIROT), ("RS", ', city: "Ужице", place: [43.85, 19.84]'))
    for width in (40, 80, 140):
        result = clustercli("map", "--by", "town", width=width)
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out
        assert [line for line in result.out.splitlines() if cell_len(line) > width] == []
        assert "Ужице" in result.out


def test_every_tile_is_a_country_and_no_place_is_taken_twice() -> None:
    grid = tiles.grid()
    assert set(grid) <= codes()
    assert len(set(grid.values())) == len(grid)
    assert {
        "CZ",
        "RS",
        "BG",
        "AT",
        "DE",
        "HU",
        "PL",
        "SK",
        "SI",
        "HR",
        "RO",
        "IT",
        "BA",
        "ME",
        "MK",
        "AL",
        "XK",
    } <= set(grid)


@pytest.mark.parametrize(
    ("one", "other"), [("CZ", "SK"), ("CZ", "AT"), ("CZ", "DE"), ("PL", "SK"), ("RS", "BG"), ("HU", "RO"), ("IT", "SI"),
                       ("SI", "HR"), ("HR", "RS"), ("HR", "BA"), ("SK", "HU"), ("AT", "HU"), ("RS", "RO")]
)  # fmt: skip
def test_neighbours_touch(one: str, other: str) -> None:
    a, b = tiles.grid()[one], tiles.grid()[other]
    assert abs(a.row - b.row) + abs(a.column - b.column) == 1


def test_north_and_east_of_some_countries_are_right() -> None:
    grid = tiles.grid()
    for north, south in (("SE", "DE"), ("PL", "HU"), ("CZ", "AT"), ("RS", "GR"), ("DE", "IT"), ("RO", "BG")):
        assert grid[north].row < grid[south].row
    for west, east in (("DE", "PL"), ("AT", "RO"), ("IT", "BG"), ("FR", "AT"), ("SI", "RS")):
        assert grid[west].column < grid[east].column


degrees = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@given(
    st.lists(st.tuples(degrees, st.integers(1, 50)), min_size=1, max_size=40), st.integers(12, 200), st.integers(3, 60)
)
def test_every_place_of_the_frame_has_a_cell_of_the_screen(
    places: list[tuple[tuple[float, float], int]], columns: int, rows: int
) -> None:
    frame = ground.framed(places)
    held = sum(n for place, n in places if frame.holds(place))
    assert held >= 0.95 * sum(n for _, n in places)
    screen = ground.fitted(frame, columns, rows)
    assert 1 <= screen.columns <= columns
    assert 1 <= screen.rows <= rows
    for place, _ in places:
        if frame.holds(place):
            column, row = screen.cell(place)
            assert 0 <= column < screen.columns
            assert 0 <= row < screen.rows


@given(degrees, degrees)
def test_a_place_further_north_is_never_lower_nor_one_further_east_more_left(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    screen = ground.fitted(ground.framed([(one, 1), (other, 1)]), 60, 20)
    (x1, y1), (x2, y2) = screen.cell(one), screen.cell(other)
    assert (one[0] - other[0]) * (y1 - y2) <= 0
    assert (one[1] - other[1]) * (x1 - x2) >= 0


spots = st.builds(
    Spot,
    st.sampled_from(KINDS),
    st.sampled_from(["CZ", "RS"]),
    st.sampled_from(["", "Niš", "Ниш", "Brno"]),
    st.sampled_from(["", "RS225", "RS22", "CZ064"]),
    st.none() | st.tuples(st.floats(42, 51), st.floats(12, 23)),
)


@given(st.lists(spots, max_size=30))
def test_gathering_loses_no_record_and_invents_no_position(given_spots: list[Spot]) -> None:
    towns = gathered(given_spots)
    counts: Counter[tuple[str, str]] = Counter()
    for town in towns:
        counts.update({(town.country, kind): n for kind, n in town.counts.items()})
    assert counts == Counter((spot.country, spot.kind) for spot in given_spots)
    lats = [spot.place[0] for spot in given_spots if spot.place]
    assert all(min(lats) - 1e-9 <= town.place[0] <= max(lats) + 1e-9 for town in towns if town.place)
    assert [bool(town.place) for town in towns] == [bool(town.located) for town in towns]


marks = st.lists(
    st.builds(sketch.Mark, st.integers(0, 39), st.integers(0, 9), st.integers(1, 30), st.text(max_size=30)), max_size=40
)


@given(marks)
def test_a_drawn_map_has_a_figure_in_every_cell_that_has_records_and_never_grows(
    given_marks: list[sketch.Mark],
) -> None:
    assume(all(not set(mark.name) & set("0123456789+") for mark in given_marks))
    drawn = list(sketch.towns(given_marks, [sketch.Mark(20, 5, 0, "RS")], 40, 10))
    assert len(drawn) == 10
    assert all(cell_len(line) <= 40 for line in drawn)
    cells: Counter[tuple[int, int]] = Counter()
    for mark in given_marks:
        cells[mark.column, mark.row] += mark.records
    for row, line in enumerate(drawn):
        figures = [str(n) if n < 10 else "+" for (_, r), n in sorted(cells.items()) if r == row]
        assert [c for c in re.sub(r"\\[xu][0-9a-f]+", "", line) if c in "0123456789+"] == figures
