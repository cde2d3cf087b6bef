"""`why A B`: one pair told whole, the score and what is behind it, or what stands between the two."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from typing import Any

import pytest

from clustercli.match.signals import FIT, RELEVANCE
from tests.conftest import Clustercli

VOCABULARY = """\
- {id: textiles, words: {en: [textiles]}}
- {id: cloth, parent: textiles, words: {en: [cloth]}}
- {id: yarn, parent: textiles, words: {en: [yarn]}}
- {id: garments, parent: textiles, words: {en: [garments]}}
- {id: dyeing, parent: textiles, words: {en: [dyeing]}}
- {id: food, words: {en: [food]}}
- {id: milk, parent: food, words: {en: [milk]}}
- {id: cheese, parent: food, words: {en: [cheese]}}
"""
RELATIONS = "- {from: garments, kind: buys_from, to: cloth, strength: 0.7, reason: garments are cut from cloth}\n"
WANTS = "country: CZ, sectors: [garments], needs: [{concept: cloth, text: lining}]"
FIRMS = f"""\
- {{id: mill, name: Tkačnica Pirot, aliases: [TKP], country: RS, sectors: [cloth], languages: [sr, en],
   offers: [{{concept: cloth, text: wool cloth}}], needs: [{{concept: yarn, text: combed yarn}}],
   corporate_group: Alfa Holding, member_of: [union], successor: heir, certificates: [ISO 9001]}}
- {{id: house, name: Oděvní dům, aliases: [ODV], languages: [cs, en], target_countries: [RS], {WANTS}}}
- {{id: spinner, name: Přádelna, country: CZ, sectors: [yarn], languages: [cs],
   offers: [{{concept: yarn, text: yarn}}], needs: [{{concept: cloth, text: samples}}]}}
- {{id: shut, name: Zavřeno, status: closed, {WANTS}}}
- {{id: near, name: Komšija, {WANTS.replace("CZ", "RS")}}}
- {{id: sister, name: Sesterská, corporate_group: ALFA-Holding, {WANTS}}}
- {{id: twin, name: Dvojče, same_as: mill, {WANTS}}}
- {{id: heir, name: Dědic, {WANTS}}}
- {{id: dairy, name: Mlékárna, country: CZ, sectors: [milk], needs: [{{concept: cheese, text: rennet}}]}}
- {{id: shop, name: Obchod, country: CZ, sectors: [garments]}}
- {{id: first-anna, name: Anna, country: CZ, sectors: [garments]}}
- {{id: second-anna, name: Анна, country: BG, sectors: [garments]}}
- {{id: broken, name: Rozbitý, employees: many, {WANTS}}}
"""
CLUSTERS = f"""\
- {{id: union, name: Svaz, {WANTS}}}
- {{id: league, name: Liga, member_of: [union], country: RS, sectors: [cloth], offers: [{{concept: cloth}}]}}
"""
FRAME = {
    "data/catalogue.yaml": "title: Pairs\n",
    "data/vocabulary/all.yaml": VOCABULARY,
    "data/vocabulary/relations.yaml": RELATIONS,
}
FILES = {
    **FRAME,
    "data/smes/all.yaml": FIRMS,
    "data/clusters/all.yaml": CLUSTERS,
    "data/institutions/all.yaml": "- {id: nca, name: Národní asociace, country: CZ}\n",
    "data/projects/all.yaml": "- {id: bridge, name: Most, start: 2016, end: 2017}\n",
}
OBSTACLES = {
    ("mill", "shut"): "shut is closed",
    ("mill", "near"): "both lie in RS, and a match joins two countries",
    ("mill", "sister"): "both belong to Alfa Holding",
    ("mill", "twin"): "both records are of one organisation",
    ("mill", "union"): "mill is a member of union",
    ("league", "union"): "league is a member of union",
    ("mill", "heir"): "heir is the successor of mill",
}
PLAIN = [("mill", "house"), ("mill", "spinner"), ("mill", "shop"), ("league", "house"), ("dairy", "mill")]
NOTHING = "nothing is known that one could be for the other"


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """A mill, the firms that might be its partners, and those that must not be; nothing is changed."""
    folder = tmp_path_factory.mktemp("market")
    program = Clustercli(folder / "home", folder)
    program.write(FILES)
    return program


def told(program: Clustercli, one: str, other: str) -> dict[str, Any]:
    result = program("why", one, other, "--format", "json")
    assert result.code == 0, result.err
    (row,) = result.json()
    return dict(row)


def matched(program: Clustercli, *arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    result = program("match", *arguments, "--per", "0", "--limit", "1000", "--format", "json")
    assert result.code == 0, result.err
    return {(row["organisation"], row["partner"]): row for row in result.json()}


def tenths(points: float) -> int:
    assert points == round(points * 10) / 10
    return round(points * 10)


def texts(row: dict[str, Any]) -> dict[str, str]:
    return {line["signal"]: line["text"] for line in row["lines"]}


@pytest.mark.parametrize(("one", "other"), [*PLAIN[:4], *OBSTACLES], ids=" ".join)
def test_every_signal_has_a_line_also_those_without_points(market: Clustercli, one: str, other: str) -> None:
    lines = told(market, one, other)["lines"]
    signals = [line["signal"] for line in lines]
    assert len(signals) == len(set(signals))
    assert set(signals) - {"both_ways"} == {*RELEVANCE, *FIT}
    assert all(line["text"] for line in lines)
    assert any(line["points"] == 0 for line in lines)


@pytest.mark.parametrize(("one", "other"), [*PLAIN, *OBSTACLES], ids=" ".join)
def test_the_lines_add_up_to_the_score_exactly_and_the_score_lies_in_its_range(
    market: Clustercli, one: str, other: str
) -> None:
    for pair in ((one, other), (other, one)):
        row = told(market, *pair)
        assert sum(tenths(line["points"]) for line in row["lines"]) == tenths(row["score"])
        assert row["low"] <= row["score"] <= row["high"]


@pytest.mark.parametrize("arguments", [["mill"], ["house"], ["spinner"], ["--country", "RS"], ["--country", "CZ"]])
def test_a_pair_is_told_as_match_has_it_and_more(market: Clustercli, arguments: list[str]) -> None:
    rows = matched(market, *arguments)
    assert rows
    for pair, row in rows.items():
        whole = told(market, *pair)
        assert not whole["obstacle"]
        assert {name: whole[name] for name in row if name != "lines"} == {
            name: value for name, value in row.items() if name != "lines"
        }
        added = [line for line in whole["lines"] if line not in row["lines"]]
        assert [line for line in whole["lines"] if line in row["lines"]] == row["lines"]
        assert {line["points"] for line in added} <= {0.0}
        assert {line["signal"] for line in added} <= set(RELEVANCE)


def test_the_same_pair_named_the_other_way_round_is_told_from_the_other_side(market: Clustercli) -> None:
    ours, theirs = told(market, "mill", "spinner"), told(market, "spinner", "mill")
    assert (ours["organisation"], ours["partner"]) == (theirs["partner"], theirs["organisation"])
    assert texts(ours)["need_met"] == "they offer yarn, you need combed yarn"
    assert texts(theirs)["offer_wanted"] == "they need combed yarn, you offer yarn"


@pytest.mark.parametrize(("pair", "obstacle"), OBSTACLES.items(), ids=[" ".join(pair) for pair in OBSTACLES])
def test_what_stands_between_two_is_told_first_whichever_is_named_first(
    market: Clustercli, pair: tuple[str, str], obstacle: str
) -> None:
    for one, other in (pair, pair[::-1]):
        row = told(market, one, other)
        assert row["obstacle"].replace("ALFA-Holding", "Alfa Holding") == obstacle
        assert row["score"] > 0
        first = " ".join(market("why", one, other, width=110).out.splitlines()[0].split())
        assert first == f"No match: {row['obstacle']}. Without that, this would be their score:"


@pytest.mark.parametrize("pair", OBSTACLES, ids=" ".join)
def test_two_with_something_between_them_never_appear_in_match(market: Clustercli, pair: tuple[str, str]) -> None:
    one, other = pair
    for arguments in (
        [one],
        [other],
        ["--country", "RS"],
        ["--country", "CZ"],
        ["--sector", "cloth"],
        ["--sector", "garments", "--country", "CZ", "--with", "RS"],
    ):
        found = matched(market, *arguments)
        assert pair not in found
        assert pair[::-1] not in found


def test_who_has_an_obstacle_to_one_is_matched_with_others(market: Clustercli) -> None:
    """Else the test above would find nothing because there is nothing."""
    found = matched(market, "--country", "CZ")
    assert {("sister", "near"), ("twin", "near"), ("heir", "near"), ("union", "near"), ("house", "mill")} <= set(found)
    assert ("house", "league") in found


def test_a_match_is_never_advised_where_something_stands_between_all_pairs(clustercli: Clustercli) -> None:
    one = "sectors: [garments], corporate_group: Alfa"
    firms = f"- {{id: a, name: A, country: RS, {one}}}\n- {{id: b, name: B, country: CZ, {one}}}\n"
    clustercli.write({**FRAME, "data/smes/all.yaml": firms})
    result = clustercli("match", "--sector", "cloth", "--country", "RS")
    assert (result.code, result.out.count("\n")) == (0, 1)
    for line in result.err.splitlines():
        advice = shlex.split(line.partition("clustercli ")[2])
        assert advice[:1] != ["match"] or matched(clustercli, *advice[1:])


def test_where_nothing_joins_two_it_is_said_what_was_looked_for(market: Clustercli) -> None:
    row = told(market, "mill", "dairy")
    assert row["obstacle"] == NOTHING
    assert (row["score"], row["low"], row["high"]) == (0, 0, 0)
    assert {line["points"] for line in row["lines"]} == {0.0}
    assert texts(row) == {
        "sector_tree": "none in common: you work in cloth, they in milk",
        "supply_chain": "neither of your trades is known to buy from the other",
        "need_met": "you need yarn; they make or offer milk",
        "offer_wanted": "they need cheese; you make or offer cloth",
    }


def test_where_nothing_joins_two_a_person_reads_so_at_once(market: Clustercli) -> None:
    out = market("why", "mill", "dairy", width=80).out
    assert out.splitlines()[0] == f"No match: {NOTHING}."
    assert "Without that" not in out
    assert "not known" not in out


@pytest.mark.parametrize(
    ("one", "other", "signal", "text"),
    [
        ("shop", "mill", "need_met", "what you need is not known, worth asking"),
        ("mill", "shop", "offer_wanted", "what they need is not known, worth asking"),
        ("league", "dairy", "need_met", "what you need is not known, worth asking"),
    ],
)
def test_needs_that_are_not_known_are_worth_asking(
    market: Clustercli, one: str, other: str, signal: str, text: str
) -> None:
    (line,) = [line for line in told(market, one, other)["lines"] if line["signal"] == signal]
    assert line == {"signal": signal, "points": 0.0, "text": text, "basis": "unknown"}


def test_fields_that_are_not_known_are_worth_asking_and_known_ones_are_told(market: Clustercli) -> None:
    row = told(market, "mill", "house")
    unknown = [line["signal"] for line in row["lines"] if line["basis"] == "unknown"]
    assert sorted(unknown) == sorted(row["ask"]) == ["certificates", "distance", "history", "size"]
    assert {texts(row)[signal] for signal in unknown} == {"not known, worth asking"}
    assert texts(row)["languages"] == "you share en"
    assert texts(row)["target_countries"] == "they aim at RS"
    assert texts(told(market, "mill", "spinner"))["languages"] == "no common working language"


def test_trades_of_which_one_buys_from_the_other_are_never_said_not_to(clustercli: Clustercli) -> None:
    """Both sides have both trades, so that neither needs the other's; that is another reason than none."""
    both = "sectors: [cloth, garments]"
    firms = (
        f"- {{id: a, name: A, country: RS, {both}, needs: [{{concept: dyeing}}]}}\n"
        f"- {{id: b, name: B, country: CZ, {both}, offers: [{{concept: dyeing}}]}}\n"
    )
    clustercli.write({**FRAME, "data/smes/all.yaml": firms})
    row = told(clustercli, "a", "b")
    assert "need_met" in texts(row)
    assert texts(row)["supply_chain"] != "neither of your trades is known to buy from the other"


@pytest.mark.parametrize("firm", ["TKP", "tkp", "Tkačnica Pirot", "Ткачница Пирот", "tkacnica"])
@pytest.mark.parametrize("other", ["ODV", "oděvní dům", "Odevni dum"])
def test_an_organisation_is_known_by_a_name_that_no_other_has_and_that_is_noted(
    market: Clustercli, firm: str, other: str
) -> None:
    result = market("why", firm, other)
    assert result.code == 0
    assert f"'{firm}' is mill." in result.err
    assert f"'{other}' is house." in result.err
    assert result.out == market("why", "mill", "house").out


@pytest.mark.parametrize("arguments", [["mill", "Anna"], ["Анна", "mill"]])
def test_of_several_with_one_name_the_ids_are_told(market: Clustercli, arguments: list[str]) -> None:
    result = market("why", *arguments)
    assert (result.code, result.out) == (4, "")
    assert re.search("Several records are named '(Anna|Анна)'.\n  Nearest: first-anna, second-anna", result.err)


@pytest.mark.parametrize("arguments", [["mill", "mill"], ["mill", "TKP"], ["Ткачница Пирот", "tkp"]])
def test_one_organisation_twice_is_a_usage_error(market: Clustercli, arguments: list[str]) -> None:
    result = market("why", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "'mill' twice? A match joins two organisations." in result.err


@pytest.mark.parametrize("wrong", ["nca", "bridge", "Národní asociace"])
@pytest.mark.parametrize("place", [0, 1])
def test_institutions_and_projects_are_refused_on_either_side(market: Clustercli, wrong: str, place: int) -> None:
    result = market("why", *(["mill"] if place else []), wrong, *([] if place else ["mill"]))
    assert (result.code, result.out) == (2, "")
    id_ = "bridge" if wrong == "bridge" else "nca"
    assert f"Partners are found for clusters and firms; '{id_}' is neither.\n  clustercli show {id_}\n" in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["mil", "house"], 4, ["No record 'mil'.", "Nearest: mill"]),
        (["mill", "huose"], 4, ["No record 'huose'.", "Nearest: house"]),
        (["mill", "broken"], 3, ["The record 'broken' has a fault: data/smes/all.yaml:", "clustercli check"]),
        (["mill"], 2, ["OTHER"]),
        ([], 2, ["ID"]),
        (["mill", "house", "spinner"], 2, ["spinner"]),
        (["mill", "house", "--format", "jsn"], 2, ["did you mean json?"]),
    ],
)
def test_what_cannot_be_explained_is_told(
    market: Clustercli, arguments: list[str], code: int, words: list[str]
) -> None:
    result = market("why", *arguments)
    assert (result.code, result.out) == (code, "")
    assert all(word in result.err for word in words)


@pytest.mark.parametrize(("one", "other"), [("mill", "spinner"), ("mill", "near"), ("mill", "dairy")])
@pytest.mark.parametrize("width", [0, 80, 60])
def test_a_person_reads_the_score_its_range_and_a_line_for_every_signal(
    market: Clustercli, one: str, other: str, width: int
) -> None:
    row = told(market, one, other)
    result = market("why", one, other, width=width)
    out = result.out
    assert (
        f"{row['score']:.1f}  {row['organisation_name']} (RS) + {row['partner_name']} ({row['partner_country']})\n"
        in out
    )
    assert f"{one} + {other} · between {row['low']:.1f} and {row['high']:.1f}\n" in out
    begun = [
        float(points) if points != "-" else 0.0 for points in re.findall(r"^ {7,}(\+\d+\.\d|-)  ", out, re.MULTILINE)
    ]
    assert begun == [line["points"] for line in row["lines"]]
    assert all(" ".join(line["text"].split()) in " ".join(out.split()) for line in row["lines"])
    assert result.err.endswith('"you" is the organisation named first, "they" the other.\n')
    assert not width or all(len(line) <= width for line in out.splitlines())


@pytest.mark.parametrize(("one", "other"), [("mill", "spinner"), ("mill", "sister"), ("mill", "dairy")])
def test_every_format_for_a_program_holds_the_one_pair(market: Clustercli, one: str, other: str) -> None:
    row = told(market, one, other)
    assert json.loads(market("why", one, other, "--format", "jsonl").out) == row
    for format_, delimiter in (("csv", ","), ("tsv", "\t")):
        out = market("why", one, other, "--format", format_).out
        (read,) = csv.DictReader(io.StringIO(out, newline=""), delimiter=delimiter)
        assert list(read) == list(row)
        assert (float(read["score"]), read["partner"], read["obstacle"]) == (row["score"], other, row["obstacle"])
    assert re.fullmatch(r"2-[0-9a-f]{8}", row["policy"])


@pytest.mark.parametrize("format_", ["table", "markdown"])
def test_a_table_can_be_asked_for(market: Clustercli, format_: str) -> None:
    out = market("why", "mill", "spinner", "--format", format_, width=80).out
    assert "Tkačnica" in out
    assert f"{told(market, 'mill', 'spinner')['score']:.1f}" in out


def test_the_columns_are_those_of_match_and_the_obstacle(market: Clustercli) -> None:
    match = market("match", "mill", "--format", "csv").out.splitlines()[0]
    assert market("why", "mill", "house", "--format", "csv").out.splitlines()[0] == f"{match},obstacle"


def test_a_decision_that_two_are_one_takes_them_out_of_match_and_taken_back_brings_them_back(
    clustercli: Clustercli,
) -> None:
    clustercli.write(FILES)
    assert ("house", "mill") in matched(clustercli, "house")
    clustercli.write({"data/smes/all.yaml": FIRMS.replace("{id: house,", "{id: house, same_as: [mill],")})
    assert ("house", "mill") not in matched(clustercli, "house")
    assert told(clustercli, "house", "mill")["obstacle"] == "both records are of one organisation"
    clustercli.write({"data/smes/all.yaml": FIRMS.replace("{id: house,", "{id: house, different_from: [mill],")})
    assert ("house", "mill") in matched(clustercli, "house")
