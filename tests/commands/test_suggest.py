"""`suggest`: three sectors at most for a text or a record, each with the words that speak for it."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import Any

import pytest

from tests.conftest import Clustercli
from tests.evaluation.texts import texts

MILL = "Tkalcovna v Náchodě, dodáváme metráž pro lůžkoviny"
HOSTILE = "\x1b[31m tekstil \x1b[0m [bold]x[/] [a.s.] \u202enameštaj\u202c =1+1 | end"
RECORDS = """\
- id: weaver
  name: Novák a syn
  country: CZ
  sectors: [crafts]
  description: {en: A family firm in Náchod, cs: Tkalcovna s vlastní úpravnou}
  products: [{concept: fabrics, text: cotton cloth}, workwear]
  offers: [software, {concept: training, text: study visits}]
  needs: [Möbel, {concept: dyeing-finishing, text: dyeing}]
- {id: plain, name: Mebl, country: PL, sectors: [furniture], description: producent mebli}
- {id: silent, name: Xqz, country: CZ, sectors: [crafts]}
- {id: drvo, name: Xqz, country: RS, sectors: [crafts]}
- {id: faulty, name: Tkalcovna, country: Nowhere, sectors: [fabrics]}
- {id: evil, name: Evil, country: CZ, sectors: [crafts], offers: [HOSTILE]}
""".replace("HOSTILE", "".join(f"\\U{ord(c):08x}" for c in HOSTILE).join('""'))
COLUMNS = {"sector", "label", "nace", "level", "words", "of", "evidence"}
FORMATS = ["table", "csv", "tsv", "json", "jsonl", "markdown"]


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """A few firms and the bundled vocabulary; nothing is changed."""
    folder = tmp_path_factory.mktemp("firms")
    program = Clustercli(folder / "home", folder)
    project = "{id: bridge, name: The Bridge, objective: new software}\n"
    files = {"catalogue.yaml": "title: Firms\n", "smes/all.yaml": RECORDS, "projects/bridge.yaml": project}
    program.write({f"data/{name}": text for name, text in files.items()})
    time.sleep(0.06)  # a file younger than a tick of the clock is read twice
    assert program("load").code == 3
    return program


def suggested(program: Clustercli, *text: str) -> list[dict[str, Any]]:
    result = program("suggest", *text, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def by_place(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The sectors suggested for each part of a record."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["of"], []).append(row["sector"])
    return found


# -- a text


def test_a_weaving_mill_is_suggested_with_the_words_that_betray_it(firms: Clustercli) -> None:
    first, *others = suggested(firms, MILL)
    assert (first["sector"], first["label"], first["nace"]) == ("fabrics", "woven fabrics", ["13.2"])
    assert (first["level"], first["words"], first["of"]) == ("sure", ["Tkalcovna", "metráž"], "")
    assert ("home-textiles", ["lůžkoviny"]) in [(row["sector"], row["words"]) for row in others]


@pytest.mark.parametrize("text", [pytest.param(t.text, id=t.id) for t in texts("development")[::12]])
def test_three_sectors_at_most_come_each_with_words_of_the_text(firms: Clustercli, text: str) -> None:
    rows = suggested(firms, text)
    assert 1 <= len(rows) <= 3
    assert len({row["sector"] for row in rows}) == len(rows)
    assert all(row["words"] for row in rows)
    assert all(word in text for row in rows for word in row["words"])
    assert {row["level"] for row in rows[1:]} <= {"guess", "wider"}
    assert rows[0]["level"] in ("sure", "guess")


def test_one_trade_is_sure_and_two_unlike_trades_are_guesses(firms: Clustercli) -> None:
    assert [row["level"] for row in suggested(firms, MILL)][:1] == ["sure"]
    two = suggested(firms, "nábytek, software")
    assert {(row["sector"], row["level"]) for row in two} >= {("furniture", "guess"), ("software", "guess")}
    assert "sure" not in {row["level"] for row in two}


def test_a_wider_sector_is_one_that_the_first_belongs_to(firms: Clustercli) -> None:
    parents = {row["id"]: row["parent"] for row in firms("sectors", "--format", "json").json()}
    first, *others = suggested(firms, "woven cloth")
    wider = [row["sector"] for row in others if row["level"] == "wider"]
    assert (first["sector"], first["level"]) == ("fabrics", "sure")
    assert wider == [parents["fabrics"], parents[parents["fabrics"]]]


def test_a_text_needs_no_quotes(firms: Clustercli) -> None:
    assert suggested(firms, *MILL.split()) == suggested(firms, MILL)


@pytest.mark.parametrize(
    "text",
    ["vývoj a výroba", "development, production and laboratory", "развој и производња", "fejlesztés és gyártás", "xqz"],
)
def test_a_text_in_which_nothing_is_recognised_is_told_and_is_no_failure(firms: Clustercli, text: str) -> None:
    result = firms("suggest", text, "--format", "csv")
    (header,) = csv.reader(io.StringIO(result.out))
    assert (result.code, set(header)) == (0, COLUMNS)
    assert f"No sector recognised in '{text}'" in result.err
    assert "All sectors: clustercli sectors" in result.err


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("uzdravišče", "spa (banja, lázně, "), ("fotwear", "footwear (obuća, obuv, обувки)")],
)
def test_what_looks_like_a_sector_is_named_as_the_nearest_with_its_words(
    firms: Clustercli, text: str, nearest: str
) -> None:
    result = firms("suggest", text)
    assert result.code == 0
    assert f"No sector recognised in '{text}'; nearest: {nearest}" in result.err
    assert result.out.splitlines()[1:] == []


@pytest.mark.parametrize(
    "text", ["", "   ", ".", "1", "?!", "\u202e", "🧵", pytest.param("a" * 5000, id="long"), "--", "((("]
)
def test_any_text_is_answered(firms: Clustercli, text: str) -> None:
    result = firms("suggest", "--format", "json", "--", text)
    assert (result.code, result.json()) == (0, [])
    assert "No sector recognised in" in result.err


# -- every format


def test_every_format_gives_the_same_sectors(firms: Clustercli) -> None:
    rows = suggested(firms, MILL)
    out = {name: firms("suggest", MILL, "--format", name).out for name in FORMATS}
    assert [json.loads(line) for line in out["jsonl"].splitlines()] == rows
    assert set(rows[0]) == COLUMNS
    table = list(csv.DictReader(io.StringIO(out["csv"])))
    assert [(row["sector"], row["level"], row["words"]) for row in table] == [
        (row["sector"], row["level"], "; ".join(row["words"])) for row in rows
    ]
    assert out["tsv"].splitlines() == [line.replace(",", "\t") for line in out["csv"].splitlines()]
    for name in ("table", "markdown"):
        shown = out[name].splitlines()[-len(rows) :]
        assert [next(row["sector"] for row in rows if row["sector"] in line.split()) for line in shown] == [
            row["sector"] for row in rows
        ]


@pytest.mark.parametrize(("name", "lines"), [("json", 1), ("jsonl", 0), ("csv", 1), ("tsv", 1), ("markdown", 2)])
def test_every_format_can_be_empty(firms: Clustercli, name: str, lines: int) -> None:
    result = firms("suggest", "xqz", "--format", name)
    assert result.code == 0
    assert "No sector recognised in 'xqz'" in result.err
    assert len(result.out.splitlines()) == lines
    assert ("sector" in result.out) == (name in ("csv", "tsv", "markdown"))


def test_an_unknown_format_and_a_missing_text_are_wrong_use(firms: Clustercli) -> None:
    assert firms("suggest", "textil", "--format", "yaml").code == 2
    assert firms("suggest").code == 2


@pytest.mark.parametrize(("asked", "word"), [(MILL, "Tkalcovna"), ("plain", "mebli"), ("weaver", "workwear")])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_terminal_shows_the_words_within_its_width(firms: Clustercli, asked: str, word: str, width: int) -> None:
    head, *lines = firms("suggest", asked, width=width).out.splitlines()
    assert all(len(line) <= width for line in [head, *lines])
    assert "because of" in head
    assert any(word in line[head.index("because of") :] for line in lines)


# -- a record


def test_a_record_is_read_in_all_its_languages(firms: Clustercli) -> None:
    whole = [row for row in suggested(firms, "weaver") if row["of"] == "the record"]
    fabrics = next(row for row in whole if row["sector"] == "fabrics")
    assert {"Tkalcovna", "cotton", "cloth"} <= set(fabrics["words"])


def test_items_that_name_no_concept_come_one_by_one(firms: Clustercli) -> None:
    places = by_place(suggested(firms, "weaver"))
    assert list(places) == ["the record", "products: workwear", "offers: software", "needs: Möbel"]
    assert places["products: workwear"][0] == "workwear"
    assert places["offers: software"][0] == "software"
    assert places["needs: Möbel"][0] == "furniture"
    assert all(len(sectors) <= 3 for sectors in places.values())


def test_what_a_firm_needs_is_not_what_it_does(firms: Clustercli) -> None:
    whole = [row for row in suggested(firms, "weaver") if row["of"] == "the record"]
    assert not {"furniture", "dyeing-finishing"} & {row["sector"] for row in whole}
    assert not {"Möbel", "dyeing"} & {word for row in whole for word in row["words"]}


def test_a_record_without_items_is_read_whole(firms: Clustercli) -> None:
    assert by_place(suggested(firms, "plain"))["the record"][0] == "furniture"
    assert set(by_place(suggested(firms, "plain"))) == {"the record"}


def test_the_objective_of_a_project_is_read(firms: Clustercli) -> None:
    assert by_place(suggested(firms, "bridge"))["the record"][0] == "software"


def test_a_record_that_says_nothing_of_its_trade_is_told(firms: Clustercli) -> None:
    result = firms("suggest", "silent", "--format", "json")
    assert (result.code, result.json()) == (0, [])
    assert "No sector recognised in 'silent'" in result.err


def test_the_letters_of_an_id_are_not_read_as_a_text(firms: Clustercli) -> None:
    result = firms("suggest", "drvo", "--format", "json")
    assert "No sector recognised in 'drvo'" in result.err
    assert result.json() == []


def test_a_record_with_a_fault_is_told_with_its_place(firms: Clustercli) -> None:
    result = firms("suggest", "faulty")
    assert (result.code, result.out) == (3, "")
    assert "The record 'faulty' has a fault: data/smes/all.yaml:12" in result.err


def test_what_is_no_id_is_a_text(firms: Clustercli) -> None:
    assert suggested(firms, "weavers")[0]["sector"] == "fabrics"
    assert suggested(firms, "weaver mill")[0]["of"] == ""


# -- hostile text

HARMFUL = set("\x1b\x07\u202e\u202c\x00\x9b")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("asked", [HOSTILE, "evil"], ids=["text", "record"])
def test_hostile_text_reaches_no_terminal(firms: Clustercli, name: str, asked: str) -> None:
    result = firms("suggest", asked, "--format", name, width=80)
    assert result.code == 0
    assert "textile" in result.out
    assert not HARMFUL & set(result.out + result.err)


@pytest.mark.parametrize("asked", ["\x1b[31mxqz\x07 \u202e", "[bold]xqz[/] [a.s.]"])
def test_hostile_text_is_told_as_it_is_where_nothing_is_recognised(firms: Clustercli, asked: str) -> None:
    result = firms("suggest", asked, width=80)
    assert not HARMFUL & set(result.out + result.err)
    assert "xqz" in result.err
    if "[" in asked[:1]:
        assert "No sector recognised in '[bold]xqz[/] [a.s.]'" in result.err


def test_text_of_a_record_is_shown_as_it_is_written(firms: Clustercli) -> None:
    place = next(row["of"] for row in suggested(firms, "evil") if row["of"] != "the record")
    assert place == f"offers: {HOSTILE}"
    table = firms("suggest", "evil", width=200).out
    assert "[bold]x[/] [a.s.]" in table


def test_a_formula_in_a_text_is_no_formula_of_a_spreadsheet(firms: Clustercli) -> None:
    cells = [
        cell
        for asked in ('=HYPERLINK("tekstil")', "@nameštaj", "evil")
        for row in csv.reader(io.StringIO(firms("suggest", asked, "--format", "csv").out))
        for cell in row
    ]
    assert "tekstil" in cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]
