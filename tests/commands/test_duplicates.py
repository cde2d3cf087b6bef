"""`duplicates`: which records look like one organisation, how it is shown, and that a decision is remembered."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Clustercli, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ["verdict", "id", "other", "why", "name", "other_name"]
FRAME = {
    "data/catalogue.yaml": "title: Twins\n",
    "data/vocabulary/all.yaml": "- {id: cloth, words: {en: [cloth]}}\n",
}
TWINS = """\
- {id: house, name: {sr-Latn: Kuća klastera, en: Cluster House}, country: RS, sectors: [cloth]}
- {id: house-again, name: Кућа кластера, country: RS, sectors: [cloth]}
- {id: house-abroad, name: Kuca klastera, country: BG, sectors: [cloth]}
- {id: mill-kft, name: Szövőgyár Kft., country: HU, sectors: [cloth]}
- {id: mill-zrt, name: Szövőgyár Zrt., country: HU, sectors: [cloth]}
- {id: lonely, name: Mileta, country: CZ, sectors: [cloth]}
"""
FOUND = [
    ("same", "house", "house-again"),
    ("ask", "house", "house-abroad"),
    ("ask", "house-abroad", "house-again"),
    ("ask", "mill-kft", "mill-zrt"),
]


def catalogue(program: Clustercli, smes: str, **others: str) -> Clustercli:
    program.write(
        {**FRAME, "data/smes/all.yaml": smes, **{f"data/{kind}/x.yaml": text for kind, text in others.items()}}
    )
    return program


def two(first: str, second: str) -> str:
    """Two firms in Serbia with some lines each."""
    return "".join(
        f"- {{id: {i}, country: RS, sectors: [cloth], {lines}}}\n"
        for i, lines in zip("ab", (first, second), strict=True)
    )


@pytest.fixture
def twins(clustercli: Clustercli) -> Clustercli:
    """Six firms, of which three have one name and two a name in common."""
    return catalogue(clustercli, TWINS)


def found(program: Clustercli) -> list[tuple[str, str, str]]:
    result = program("duplicates", "--format", "json")
    assert result.code == 0, result.err
    return [(row["verdict"], row["id"], row["other"]) for row in result.json()]


def test_what_looks_like_one_organisation_is_listed_the_surest_first_with_the_reason(twins: Clustercli) -> None:
    result = twins("duplicates", "--format", "json")
    assert result.code == 0
    assert [[row[name] for name in COLUMNS] for row in result.json()] == [
        ["same", "house", "house-again", "'Kuća klastera' = 'Кућа кластера'", "Kuća klastera", "Кућа кластера"],
        ["ask", "house", "house-abroad", "equal names, but in RS and BG", "Kuća klastera", "Kuca klastera"],
        ["ask", "house-abroad", "house-again", "equal names, but in BG and RS", "Kuca klastera", "Кућа кластера"],
        ["ask", "mill-kft", "mill-zrt", "equal names, but Kft. and Zrt.", "Szövőgyár Kft.", "Szövőgyár Zrt."],
    ]


@pytest.mark.parametrize("field", ["same_as", "different_from"])
@pytest.mark.parametrize("targets", ["{}", "[{}]", "[lonely, {}]"], ids=["one id", "a list of one", "a list of two"])
@pytest.mark.parametrize(("record", "other"), [("house", "house-again"), ("house-again", "house")])
def test_a_decision_in_either_record_is_remembered(
    twins: Clustercli, field: str, targets: str, record: str, other: str
) -> None:
    catalogue(twins, TWINS.replace(f"{{id: {record},", f"{{id: {record}, {field}: {targets.format(other)},"))
    assert twins("check").code == 0
    assert found(twins) == FOUND[1:]


def test_one_record_may_hold_decisions_of_both_kinds(twins: Clustercli) -> None:
    decisions = "{id: house, same_as: house-again, different_from: house-abroad,"
    catalogue(twins, TWINS.replace("{id: house,", decisions))
    assert found(twins) == [FOUND[2], FOUND[3]]


def test_a_decision_that_is_taken_back_is_asked_for_again(twins: Clustercli) -> None:
    catalogue(twins, TWINS.replace("{id: mill-kft,", "{id: mill-kft, different_from: mill-zrt,"))
    assert found(twins) == FOUND[:3]
    catalogue(twins, TWINS)
    assert found(twins) == FOUND


@pytest.mark.parametrize("field", ["same_as", "different_from"])
@pytest.mark.parametrize("targets", ["house-agan", "[house-agan]", "[mill-zrt, house-agan]"])
def test_a_decision_about_an_id_that_does_not_exist_is_a_problem_told_with_the_nearest(
    twins: Clustercli, field: str, targets: str
) -> None:
    catalogue(twins, TWINS.replace("{id: house,", f"{{id: house, {field}: {targets},"))
    checked = twins("check")
    assert checked.code == 3
    column = TWINS.index("name") + len(f"{field}: {targets}") - len("house-agan") - targets.count("]") + 1
    place = f"data/smes/all.yaml:1:{column}"
    assert (
        f"{place}: L002 {field}: there is no record 'house-agan'; did you mean house-again?"
        in checked.out + checked.err
    )


def test_a_record_with_a_fault_is_left_out_and_that_is_told(twins: Clustercli) -> None:
    catalogue(twins, TWINS.replace("{id: house,", "{id: house, same_as: nobody,"))
    result = twins("duplicates", "--format", "json")
    assert result.code == 0
    assert [(row["id"], row["other"]) for row in result.json()] == [
        ("house-abroad", "house-again"),
        ("mill-kft", "mill-zrt"),
    ]
    assert "1 problem in 1 file; 1 record left out. See: clustercli check" in result.err


@pytest.mark.parametrize("field", ["same_as", "different_from"])
def test_a_decision_of_a_record_about_itself_is_a_problem(twins: Clustercli, field: str) -> None:
    catalogue(twins, TWINS.replace("{id: lonely,", f"{{id: lonely, {field}: lonely,"))
    checked = twins("check")
    assert checked.code == 3
    assert f"{field}: 'lonely' names itself" in checked.out + checked.err


def test_clusters_firms_and_institutions_are_compared_with_each_other_but_not_projects(clustercli: Clustercli) -> None:
    catalogue(
        clustercli,
        "- {id: firm, name: Razvoj Niš, country: RS, sectors: [cloth]}\n",
        clusters="- {id: cluster, name: Развој Ниш, country: RS, sectors: [cloth]}\n",
        institutions="- {id: institution, name: RAZVOJ NIS, country: RS}\n",
        projects="- {id: project, name: Razvoj Niš, start: 2016, end: 2017}\n",
    )
    assert found(clustercli) == [
        ("same", "cluster", "firm"),
        ("same", "cluster", "institution"),
        ("same", "firm", "institution"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("name: Simpo, aliases: [Fabrika nameštaja]", "name: Drugo ime, aliases: [Фабрика намештаја]"),
        ("name: {sr-Latn: Simpo, en: Furniture Factory}", "name: {sr-Cyrl: Друго, de: Furniture Factory}"),
        ("name: Fabrika nameštaja, aliases: [FNX]", "name: Drugo ime, aliases: [FNY, Fabrika namestaja d.o.o.]"),
    ],
    ids=["aliases", "languages", "a name and an alias"],
)
def test_all_names_of_a_record_are_compared(clustercli: Clustercli, first: str, second: str) -> None:
    catalogue(clustercli, two(first, second))
    assert found(clustercli) == [("same", "a", "b")]


def test_a_register_number_decides(clustercli: Clustercli) -> None:
    catalogue(
        clustercli, two("name: Simpo, identifiers: {rs-mb: 07105681}", "name: Drugo, identifiers: {rs-mb: 07105681}")
    )
    assert found(clustercli) == [("same", "a", "b")]
    assert clustercli("duplicates", "--format", "json").json()[0]["why"] == "both have rs-mb 07105681"
    catalogue(
        clustercli, two("name: Simpo, identifiers: {rs-mb: 07105681}", "name: Simpo, identifiers: {rs-mb: 07105682}")
    )
    assert found(clustercli) == []


@pytest.mark.parametrize(
    "address",
    ["https://simpo.rs", "http://simpo.rs", "https://www.simpo.rs/", "https://WWW.Simpo.RS", "https://simpo.rs/en"],
)
def test_one_website_is_asked_about_however_it_is_written(clustercli: Clustercli, address: str) -> None:
    catalogue(clustercli, two("name: Simpo, website: 'https://simpo.rs'", f"name: Drugo, website: '{address}'"))
    assert found(clustercli) == [("ask", "a", "b")]


@pytest.mark.parametrize("address", ["https://simpo.com", "https://other.simpo.rs", "https://simpo.rs.example.org"])
def test_another_website_is_not_asked_about(clustercli: Clustercli, address: str) -> None:
    catalogue(clustercli, two("name: Simpo, website: 'https://simpo.rs'", f"name: Drugo, website: '{address}'"))
    assert found(clustercli) == []


@pytest.mark.parametrize(("firms", "asked"), [(5, 10), (6, 0)])
def test_a_site_that_more_than_five_share_is_a_portal_and_no_hint(
    clustercli: Clustercli, firms: int, asked: int
) -> None:
    names = ("Simpo", "Mileta", "Balkan", "Dunav", "Jadran", "Timok")[:firms]
    page = "country: RS, sectors: [cloth], website: 'https://portal.example/firms/{}'"
    lines = (f"- {{id: firm-{n}, name: {name}, {page.format(n)}}}\n" for n, name in enumerate(names))
    catalogue(clustercli, "".join(lines))
    assert len(found(clustercli)) == asked


def test_a_person_is_told_how_to_decide_and_can_do_as_told(twins: Clustercli) -> None:
    result = twins("duplicates")
    assert result.err == "Decide: same_as: [ID] or different_from: [ID] in one of the two records.\n"
    catalogue(twins, TWINS.replace("{id: mill-zrt,", "{id: mill-zrt, different_from: [mill-kft],"))
    assert found(twins) == FOUND[:3]


def test_where_nothing_looks_alike_it_is_said_of_how_many(clustercli: Clustercli) -> None:
    catalogue(
        clustercli, two("name: Simpo Vranje", "name: Mileta"), institutions="- {id: c, name: Agency, country: RS}\n"
    )
    result = clustercli("duplicates", width=80)
    assert (result.code, result.out) == (0, "")
    assert result.err == "No two of 3 organisations look like one.\n"


@pytest.mark.parametrize(
    ("format_", "out"),
    [("csv", ",".join(COLUMNS) + "\r\n"), ("tsv", "\t".join(COLUMNS) + "\n"), ("json", "[]\n"), ("jsonl", "")],
)
def test_where_nothing_looks_alike_a_program_reads_an_empty_answer(
    clustercli: Clustercli, format_: str, out: str
) -> None:
    catalogue(clustercli, two("name: Simpo", "name: Mileta"))
    result = clustercli("duplicates", "--format", format_)
    assert (result.code, result.out) == (0, out)


def rows_of(format_: str, result: Result) -> Iterator[dict[str, str]]:
    if format_ == "json":
        yield from result.json()
    elif format_ == "jsonl":
        yield from map(json.loads, result.out.splitlines())
    else:
        delimiter = "," if format_ == "csv" else "\t"
        yield from csv.DictReader(io.StringIO(result.out, newline=""), delimiter=delimiter)


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "jsonl"])
def test_every_format_for_a_program_holds_the_same_rows(twins: Clustercli, format_: str) -> None:
    rows = list(rows_of(format_, twins("duplicates", "--format", format_)))
    assert [list(row) for row in rows] == [COLUMNS] * 4
    assert [(row["verdict"], row["id"], row["other"]) for row in rows] == FOUND


def test_off_a_terminal_the_rows_are_tab_separated(twins: Clustercli) -> None:
    assert twins("duplicates").out == twins("duplicates", "--format", "tsv").out


@pytest.mark.parametrize("arguments", [[], ["--format", "table"], ["--format", "markdown"]])
def test_a_person_reads_the_verdict_both_ids_and_the_reason(twins: Clustercli, arguments: list[str]) -> None:
    result = twins("duplicates", *arguments, width=80)
    words = [[word for word in line.split() if word != "|"] for line in result.out.splitlines()]
    assert words[0] == ["verdict", "record", "other", "why"]
    assert ["ask", "mill-kft", "mill-zrt", "equal", "names,", "but", "Kft.", "and", "Zrt."] in words
    assert all(len(line) <= 80 for line in result.out.splitlines())


def test_an_unknown_format_is_a_usage_error(twins: Clustercli) -> None:
    result = twins("duplicates", "--format", "jsn")
    assert (result.code, result.out) == (2, "")
    assert "did you mean json?" in result.err
