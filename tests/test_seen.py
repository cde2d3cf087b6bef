"""What a new user must see: twenty broken files beside good ones, and nothing but clear words."""

from __future__ import annotations

import pytest

from tests.conftest import Clustercli

BROKEN = {
    "colon": ("id: a\nname: Klaster: moda\n", 2, "Y002"),
    "twice": ("id: a\nname: A\nname: B\ncountry: CZ\nsectors: [fabrics]\n", 3, "Y003"),
    "tag": ("id: a\nname: !!str A\ncountry: CZ\nsectors: [fabrics]\n", 2, "Y004"),
    "alias": ("id: a\nname: &a A\naliases: [*a]\ncountry: CZ\nsectors: [fabrics]\n", 2, "Y005"),
    "quote": ('id: a\nname: "A\ncountry: CZ\n', 2, "Y006"),
    "tab": ("id: a\n\tname: A\n", 2, "Y007"),
    "at": ("id: a\nname: @A\n", 2, "Y008"),
    "bracket": ("id: a\nname: A\nsectors: [fabrics\n", 3, "Y009"),
    "control": ("id: a\nname: A\x07\n", 2, "Y013"),
    "second": ("id: a1\nname: A\ncountry: CZ\nsectors: [fabrics]\n---\nid: b\n", 5, "Y014"),
    "deep": ("id: a\nname: " + "[" * 5000 + "\n", 2, "Y015"),
    "field": ("id: a2\nname: A\ncountry: CZ\nsektors: [fabrics]\nsectors: [fabrics]\n", 4, "R001"),
    "missing": ("id: a3\nname: A\nsectors: [fabrics]\n", 1, "R002"),
    "country": ("id: a4\nname: A\ncountry: Serbia\nsectors: [fabrics]\n", 3, "R003"),
    "shape": ("id: a5\nname: [A]\ncountry: CZ\nsectors: [fabrics]\n", 2, "R004"),
    "id": ("id: A_6\nname: A\ncountry: CZ\nsectors: [fabrics]\n", 1, "R005"),
    "sector": ("id: a7\nname: A\ncountry: CZ\nsectors: [tekstile]\n", 4, "R006"),
    "number": ("id: a8\nname: A\ncountry: CZ\nsectors: [fabrics]\nidentifiers: {cz-ico: 177041}\n", 5, "R007"),
    "date": ("id: a9\nname: A\ncountry: CZ\nsectors: [fabrics]\nfounded: 30. 2. 2012\n", 5, "R011"),
    "taken": ("id: mileta\nname: A\ncountry: CZ\nsectors: [fabrics]\n", 1, "L001"),
    "link": ("id: a10\nname: A\ncountry: CZ\nsectors: [fabrics]\nmember_of: [clutx]\n", 5, "L002"),
    "source": ("id: a11\nname: A\ncountry: CZ\nsectors: [fabrics]\nsources: [nowhere]\n", 5, "L003"),
}


@pytest.fixture
def broken(small: Clustercli) -> Clustercli:
    small("export", "--out", "lists")
    small.write({f"data/smes/zz-{name}.yaml": text for name, (text, _, _) in BROKEN.items()})
    return small


def test_all_problems_of_all_files_are_listed_in_one_run(broken: Clustercli) -> None:
    result = broken("check")
    assert result.code == 3
    for name, (_, line, code) in BROKEN.items():
        assert f"data/smes/zz-{name}.yaml:{line}:" in result.err, name
        (first,) = [row for row in result.err.splitlines() if row.startswith(f"data/smes/zz-{name}.yaml:{line}:")][:1]
        assert f" {code} " in first, first
    assert "Traceback" not in result.err
    rows = broken("check", "--format", "json").json()
    assert {row["file"] for row in rows} == {f"data/smes/zz-{name}.yaml" for name in BROKEN}
    assert all(set(row) == {"file", "line", "column", "code", "message", "hint", "severity"} for row in rows)


def test_the_good_records_still_answer(broken: Clustercli) -> None:
    result = broken("list", "smes", "--format", "json")
    assert result.code == 0
    assert [row["id"] for row in result.json()] == ["mileta", "sivara"]
    assert "See: clustercli check" in result.err


def test_an_export_is_refused_and_the_old_files_stay(broken: Clustercli) -> None:
    before = {path.name: path.read_bytes() for path in (broken.folder / "lists").iterdir()}
    assert broken("export", "--out", "lists").code == 3
    assert {path.name: path.read_bytes() for path in (broken.folder / "lists").iterdir()} == before


def test_check_of_one_file_tells_of_that_file_only(broken: Clustercli) -> None:
    result = broken("check", "data/smes/zz-country.yaml")
    assert result.code == 3
    assert "R003 country: 'Serbia' is not a country code; did you mean RS?" in result.err
    assert "zz-date" not in result.err
    assert broken("check", "data/smes/all.yaml") == broken("check", "data/clusters/all.yaml")
    assert broken("check", "data/smes/all.yaml").code == 0


def test_check_is_silent_where_all_is_well(small: Clustercli, clustercli: Clustercli) -> None:
    result = small("check")
    assert (result.code, result.out, result.err) == (0, "", "")
    del clustercli


def test_the_bundled_catalogue_has_no_problem(clustercli: Clustercli) -> None:
    result = clustercli("check")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_a_quote_that_takes_in_the_entries_below_is_told(small: Clustercli) -> None:
    text = (
        '- id: one\n  name: One\n  country: SK\n  sectors: [fabrics]\n  notes: "x\n'
        '- id: two\n  name: Two\n  country: SK\n  sectors: [fabrics]\n  notes: y"\n'
    )
    small.write({"data/smes/quote.yaml": text})
    assert "data/smes/quote.yaml:5:10: Y006 a quote opened here takes in the entries below" in small("check").err
    assert small("export", "--out", "lists").code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "smes", "--sector", ""],
        ["match", "--sector", "", "--country", "RS"],
        ["list", "smes", "--country", ""],
        ["timeline", "--from", "2012", "--to", "2011"],
        ["list", "smes", "--index", "data"],
        ["list", "smes", "--index", "data/smes/all.yaml"],
    ],
    ids=" ".join,
)
def test_an_option_that_says_nothing_sensible_never_widens_the_answer(small: Clustercli, arguments: list[str]) -> None:
    result = small(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err
