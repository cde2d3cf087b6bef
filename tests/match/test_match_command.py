"""`match` as its users meet it: who is paired with whom, what narrows it, and what it says where it finds nobody."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT, Clustercli, Result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RECORDS = """\
- {id: rs-mill, name: Tkačnica Pirot, country: RS, sectors: [fabrics], status: active, languages: [sr, en],
   offers: [{concept: fabrics, text: wool cloth}], needs: [{concept: yarn-fibres, text: combed yarn}]}
- {id: rs-house, name: Modna kuća, country: RS, sectors: [apparel], needs: [{concept: fabrics, text: wool cloth}],
   offers: [{concept: contract-sewing, text: sewing}], target_countries: [CZ]}
- {id: rs-shut, name: Zatvoreni pogon, country: RS, sectors: [fabrics], status: closed,
   offers: [{concept: fabrics, text: cheap cloth}], needs: [{concept: yarn-fibres, text: yarn}]}
- {id: rs-dairy, name: Mlekara, country: RS, sectors: [dairy]}
- {id: cz-spinner, name: Přádelna, country: CZ, sectors: [yarn-fibres], languages: [cs, en],
   offers: [{concept: yarn-fibres, text: yarn}], needs: [{concept: fabrics, text: samples}]}
- {id: cz-house, name: Oděvy, country: CZ, sectors: [apparel], needs: [{concept: fabrics, text: lining}]}
- {id: cz-mill, name: Tkalcovna, country: CZ, sectors: [fabrics], offers: [{concept: fabrics, text: cloth}]}
- {id: cz-shut, name: Zavřená přádelna, country: CZ, sectors: [yarn-fibres], status: closed,
   offers: [{concept: yarn-fibres, text: yarn}], needs: [{concept: fabrics, text: cloth}]}
- {id: bg-house, name: Облекло, country: BG, sectors: [apparel], needs: [{concept: fabrics, text: плат}]}
- {id: bg-dyer, name: Багрилня, country: BG, sectors: [dyeing-finishing], offers: [dyeing cloth],
   needs: [{concept: fabrics, text: raw cloth}]}
- {id: bg-broken, name: Счупен, country: BG, sectors: [apparel], employees: many,
   needs: [{concept: fabrics, text: плат}]}
- {id: bg-adrift, name: Сам, country: BG, sectors: [apparel], member_of: [nowhere],
   needs: [{concept: fabrics, text: плат}]}
- {id: rs-adrift, name: Sam, country: RS, sectors: [fabrics], member_of: [nowhere],
   offers: [{concept: fabrics, text: cloth}]}
"""
TEXTILE = ("match", "--sector", "textile", "--country", "RS")


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """Firms of the textile trade in three countries, two of them closed and three with faults; nothing is changed."""
    folder = tmp_path_factory.mktemp("market")
    program = Clustercli(folder / "home", folder)
    institution = "- {id: nca, name: Národní klastrová asociace, country: CZ}\n"
    files = {"catalogue.yaml": "title: Market\n", "smes/all.yaml": RECORDS, "institutions/all.yaml": institution}
    program.write({f"data/{name}": text for name, text in files.items()})
    return program


def pairs(program: Clustercli, *arguments: str) -> list[dict[str, Any]]:
    result = program(*arguments, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def who(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["organisation"], row["partner"]) for row in rows]


def advised(result: Result) -> list[list[str]]:
    """The command lines that a message advises, without the program's name."""
    return [shlex.split(line.partition("clustercli ")[2]) for line in result.err.splitlines() if "clustercli " in line]


def test_one_side_lies_in_the_country_and_works_in_the_sector(market: Clustercli) -> None:
    rows = pairs(market, *TEXTILE, "--per", "0")
    assert {row["organisation"] for row in rows} == {"rs-mill"}
    assert {row["organisation_country"] for row in rows} == {"RS"}
    assert {row["partner"] for row in rows} == {"cz-spinner", "cz-mill", "cz-house", "bg-house", "bg-dyer"}
    assert rows[0]["partner"] == "cz-spinner"


def test_the_best_pair_comes_first_with_its_strongest_reason(market: Clustercli) -> None:
    rows = pairs(market, *TEXTILE)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert rows[0]["why"].startswith("they offer yarn, you need combed yarn")
    assert "they need samples, you offer wool cloth" in rows[0]["why"]


@pytest.mark.parametrize("arguments", [["--sector", "textile"], ["--country", "RS"], ["--sector", "apparel"]])
def test_no_pair_lies_in_one_country_and_none_is_shown_twice(market: Clustercli, arguments: list[str]) -> None:
    rows = pairs(market, "match", *arguments, "--per", "0", "--limit", "100")
    assert rows
    assert all(row["organisation_country"] != row["partner_country"] for row in rows)
    assert set(Counter(frozenset(pair) for pair in who(rows)).values()) == {1}


@pytest.mark.parametrize("arguments", [["--sector", "textile"], ["--country", "RS"], ["rs-mill"], ["cz-spinner"]])
def test_neither_closed_organisations_nor_records_with_faults_appear(market: Clustercli, arguments: list[str]) -> None:
    result = market("match", *arguments, "--per", "0", "--limit", "100", "--format", "json")
    assert len(result.json()) > 1
    assert not re.search("rs-shut|cz-shut|bg-broken|bg-adrift|rs-adrift", result.out)


def test_a_closed_organisation_is_given_no_partners_and_the_reason_is_told(market: Clustercli) -> None:
    result = market("match", "rs-shut", "--format", "json")
    assert result.json() == []
    assert "closed" in result.err


@pytest.mark.parametrize("country", ["CZ", "cz", "Česko", "Czechia", "Чехия", "Чешка"])
def test_with_says_where_the_partners_lie(market: Clustercli, country: str) -> None:
    assert who(pairs(market, *TEXTILE, "--with", country)) == [
        ("rs-mill", "cz-spinner"),
        ("rs-mill", "cz-house"),
        ("rs-mill", "cz-mill"),
    ]


def test_with_takes_several_countries(market: Clustercli) -> None:
    everywhere = pairs(market, *TEXTILE, "--per", "0")
    assert pairs(market, *TEXTILE, "--per", "0", "--with", "CZ", "--with", "BG") == everywhere
    assert pairs(market, *TEXTILE, "--per", "0", "--with", "CZ,BG") == everywhere


@pytest.mark.parametrize("side", [["--sector", "textile", "--country", "RS"], ["rs-mill"]])
def test_partners_asked_for_in_ones_own_country_are_a_usage_error_and_never_others(
    market: Clustercli, side: list[str]
) -> None:
    result = market("match", *side, "--with", "RS", "--format", "json")
    assert (result.code, result.out) == (2, "")
    assert "RS" in result.err


@pytest.mark.parametrize("per", [1, 2, 3, 5])
def test_per_keeps_the_best_pairs_of_every_organisation(market: Clustercli, per: int) -> None:
    shown: Counter[tuple[str, str]] = Counter()
    expected = []
    for pair in who(pairs(market, "match", "--country", "RS", "--per", "0", "--limit", "100")):
        keys = (pair[0], pair[1][:2]), (pair[1], pair[0][:2])
        if max(shown[keys[0]], shown[keys[1]]) < per:
            shown.update(keys)
            expected.append(pair)
    assert who(pairs(market, "match", "--country", "RS", "--per", str(per), "--limit", "100")) == expected


def test_three_pairs_for_each_organisation_unless_asked(market: Clustercli) -> None:
    usual = pairs(market, "match", "--country", "RS")
    assert usual == pairs(market, "match", "--country", "RS", "--per", "3")
    assert max(Counter((one, other[:2]) for pair in who(usual) for one, other in (pair, pair[::-1])).values()) <= 3


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_limit_keeps_the_first_pairs(market: Clustercli, limit: int) -> None:
    every = pairs(market, *TEXTILE, "--per", "0")
    assert pairs(market, *TEXTILE, "--per", "0", "--limit", str(limit)) == every[:limit]


def test_min_score_keeps_the_pairs_from_that_score_on(market: Clustercli) -> None:
    every = pairs(market, *TEXTILE, "--per", "0")
    middle = every[2]["score"]
    kept = [row for row in every if row["score"] >= middle]
    assert pairs(market, *TEXTILE, "--per", "0", "--min-score", str(middle)) == kept
    assert 0 < len(kept) < len(every)


@pytest.mark.parametrize("wrong", [["--limit", "0"], ["--per", "-1"], ["--min-score", "101"], ["--min-score", "x"]])
def test_numbers_that_make_no_sense_are_usage_errors(market: Clustercli, wrong: list[str]) -> None:
    result = market(*TEXTILE, *wrong)
    assert result.code == 2
    assert wrong[0] in result.err
    assert not result.out


def test_for_one_organisation_every_partner_abroad_is_ranked(market: Clustercli) -> None:
    rows = pairs(market, "match", "rs-mill")
    assert {row["organisation"] for row in rows} == {"rs-mill"}
    assert len(rows) == 5
    assert rows == pairs(market, *TEXTILE, "--per", "0")


def test_for_one_organisation_partners_can_be_narrowed(market: Clustercli) -> None:
    assert who(pairs(market, "match", "rs-mill", "--with", "BG")) == [("rs-mill", "bg-dyer"), ("rs-mill", "bg-house")]
    assert who(pairs(market, "match", "rs-mill", "--sector", "apparel", "--with", "BG")) == [("rs-mill", "bg-house")]


@pytest.mark.parametrize(
    ("id_", "code", "told"),
    [
        ("cz-spiner", 4, ["No record 'cz-spiner'.", "cz-spinner"]),
        ("nca", 2, ["'nca'", "clustercli show nca"]),
        ("bg-broken", 3, ["bg-broken", "clustercli check"]),
        ("bg-adrift", 3, ["bg-adrift", "clustercli check"]),
    ],
)
def test_whom_nobody_can_be_matched_with_is_told(market: Clustercli, id_: str, code: int, told: list[str]) -> None:
    result = market("match", id_)
    assert result.code == code
    assert not result.out
    assert all(words in result.err for words in told)


def test_without_any_argument_match_asks_whom(market: Clustercli) -> None:
    result = market("match")
    assert result.code == 2
    assert "clustercli match --sector textile --country RS" in result.err


@pytest.mark.parametrize(
    "word",
    [
        "tekstil",
        "текстил",
        "ТЕКСТИЛ",
        "textil",
        "Textilindustrie",
        "textilní průmysl",
        "tekstilna industrija",
        "текстилна индустрија",
        "текстилна промишленост",
        "przemysł tekstylny",
        "13",
        "C13",
    ],
)
def test_a_sector_is_known_in_every_language_and_script_and_by_its_code(market: Clustercli, word: str) -> None:
    assert pairs(market, "match", "--sector", word, "--country", "RS", "--per", "0") == pairs(
        market, *TEXTILE, "--per", "0"
    )


@pytest.mark.parametrize("code", ["13.2", "13.20", "C13.20", "1320"])
def test_a_code_means_the_same_in_all_the_ways_it_is_written(market: Clustercli, code: str) -> None:
    fabrics = pairs(market, "match", "--sector", "fabrics", "--country", "RS")
    assert pairs(market, "match", "--sector", code, "--country", "RS") == fabrics


@pytest.mark.parametrize("country", ["Serbia", "Србија", "Srbija", "Srbsko", "Сърбия", "rs"])
def test_a_country_is_known_by_its_name_in_every_language(market: Clustercli, country: str) -> None:
    assert pairs(market, "match", "--sector", "textile", "--country", country) == pairs(market, *TEXTILE)


def test_a_misspelt_sector_is_told_with_the_nearest_and_the_corrected_line(market: Clustercli) -> None:
    result = market("match", "--sector", "txtile", "--country", "RS")
    assert result.code == 2
    assert not result.out
    lines = [line.strip() for line in result.err.splitlines()]
    assert lines[0].startswith("3 problems in 1 file; 3 records left out")
    assert lines[1].startswith("No sector recognised in 'txtile'; nearest: textile (tekstil, textil, текстил)")
    assert "clustercli match --sector textile --country RS" in lines
    assert lines[-1] == "All sectors: clustercli sectors"


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("SR", "'SR' is Suriname, which has no records here. Serbia is RS."),
        ("Srbje", "Unknown country 'Srbje'. Did you mean RS (Serbia)?"),
        ("Atlantis", "Unknown country 'Atlantis'."),
    ],
)
@pytest.mark.parametrize("option", ["--country", "--with"])
def test_an_unknown_country_is_told_with_what_was_meant(
    market: Clustercli, option: str, country: str, told: str
) -> None:
    result = market("match", "--sector", "textile", option, country)
    assert result.code == 2
    assert not result.out
    assert told in result.err
    assert result.err.endswith("Countries in this catalogue: BG CZ RS\n")


NOTHING = {
    "a sector without anyone": ["--sector", "automotive", "--country", "RS"],
    "a country without records": ["--sector", "textile", "--country", "HU"],
    "no partner in that country": ["--sector", "textile", "--country", "RS", "--with", "HU"],
    "nobody abroad in that trade": ["--sector", "dairy", "--country", "RS"],
    "no score as high": ["--sector", "textile", "--country", "RS", "--min-score", "100"],
    "one organisation, no score as high": ["rs-mill", "--min-score", "100"],
    "one organisation, no partner in that country": ["rs-mill", "--with", "HU"],
}


@pytest.mark.parametrize("arguments", NOTHING.values(), ids=NOTHING)
def test_where_nothing_is_found_the_output_is_empty_and_something_is_advised(
    market: Clustercli, arguments: list[str]
) -> None:
    result = market("match", *arguments, width=80)
    assert (result.code, result.out) == (0, "")
    told = [line for line in result.err.splitlines() if "See: clustercli check" not in line]
    assert told[0].startswith(("No partner", "No pair"))
    assert re.search(r"clustercli \w|Countries in this catalogue|the best has \d", " ".join(told))


@pytest.mark.parametrize("arguments", NOTHING.values(), ids=NOTHING)
def test_a_match_that_is_advised_has_pairs(market: Clustercli, arguments: list[str]) -> None:
    for advice in advised(market("match", *arguments)):
        assert advice[0] != "match" or pairs(market, *advice)


@pytest.mark.parametrize("arguments", [TEXTILE, ("match", "rs-mill")])
def test_where_only_the_score_is_too_low_the_best_one_is_told(market: Clustercli, arguments: tuple[str, ...]) -> None:
    best = pairs(market, *arguments)[0]["score"]
    assert f"{best:.1f}" in market(*arguments, "--min-score", "100").err


@pytest.mark.parametrize("arguments", [TEXTILE, ("match", "rs-mill")])
def test_where_only_one_country_has_no_partner_that_country_is_told(
    market: Clustercli, arguments: tuple[str, ...]
) -> None:
    assert re.search("HU|Hungary", market(*arguments, "--with", "HU").err)


@pytest.mark.parametrize(
    ("format_", "out"),
    [("csv", r"score,[a-z_,]*,policy\n"), ("tsv", r"score\t[a-z_\t]*\tpolicy\n"), ("json", r"\[\]\n"), ("jsonl", "")],
)
def test_where_nothing_is_found_a_program_reads_an_empty_answer(market: Clustercli, format_: str, out: str) -> None:
    result = market("match", "--sector", "automotive", "--country", "RS", "--format", format_)
    assert result.code == 0
    assert re.fullmatch(out, result.out.replace("\r\n", "\n"))
    assert "No partner abroad for automotive in RS." in result.err


def test_advice_leads_on_where_the_nearest_sector_has_no_partner_either(clustercli: Clustercli) -> None:
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Alone\n",
            "data/smes/all.yaml": "- {id: rs-house, name: Kuća, country: RS, sectors: [apparel]}\n"
            "- {id: cz-dairy, name: Mlékárna, country: CZ, sectors: [dairy]}\n",
        }
    )
    result = clustercli("match", "--sector", "leather", "--country", "RS")
    assert result.code == 0
    for advice in advised(result):
        assert advice[0] != "match" or pairs(clustercli, *advice)


def test_json_has_the_names_of_the_csv_columns(market: Clustercli) -> None:
    table = list(csv.DictReader(io.StringIO(market(*TEXTILE, "--format", "csv").out, newline="")))
    rows = pairs(market, *TEXTILE)
    assert [list(row) for row in rows] == [list(row) for row in table]
    assert [row["partner"] for row in table] == [row["partner"] for row in rows]
    assert [float(row["score"]) for row in table] == [row["score"] for row in rows]


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "jsonl"])
def test_every_answer_for_a_program_names_the_version_of_the_policy(market: Clustercli, format_: str) -> None:
    out = market(*TEXTILE, "--format", format_).out
    rows: list[dict[str, str]]
    if format_ == "json":
        rows = json.loads(out)
    elif format_ == "jsonl":
        rows = [json.loads(line) for line in out.splitlines()]
    else:
        rows = list(csv.DictReader(io.StringIO(out, newline=""), delimiter="\t" if format_ == "tsv" else ","))
    assert len(rows) == 5
    assert all(re.fullmatch(r"2-[0-9a-f]{8}", row["policy"]) for row in rows)


def test_every_pair_comes_with_its_range_its_questions_and_lines_that_add_up(market: Clustercli) -> None:
    for row in pairs(market, "match", "--country", "RS", "--per", "0"):
        assert row["low"] <= row["score"] <= row["high"]
        assert sum(round(line["points"] * 10) for line in row["lines"]) == round(row["score"] * 10)
        assert sorted(row["ask"]) == sorted(line["signal"] for line in row["lines"] if line["basis"] == "unknown")


@pytest.mark.parametrize("width", [0, 80])
def test_why_shows_every_line_of_every_score(market: Clustercli, width: int) -> None:
    result = market(*TEXTILE, "--why", width=width)
    blocks = [block for block in result.out.split("\n\n") if block.strip()]
    rows = pairs(market, *TEXTILE)
    assert len(blocks) == len(rows)
    for block, row in zip(blocks, rows, strict=True):
        points = [float(number) for number in re.findall(r"^ +\+(\d+\.\d)  ", block, re.MULTILINE)]
        assert points == [line["points"] for line in row["lines"]]
        assert f"{row['score']:.1f}  Tkačnica Pirot (RS) + {row['partner_name']} ({row['partner_country']})" in block
        assert f"between {row['low']:.1f} and {row['high']:.1f}" in block


def test_on_a_terminal_each_pair_stands_with_its_score_and_its_reasons(market: Clustercli) -> None:
    result = market(*TEXTILE, "--limit", "1", width=80)
    row = pairs(market, *TEXTILE)[0]
    first, *reasons, ids = result.out.splitlines()
    assert first.split() == [f"{row['score']:.1f}", "Tkačnica", "Pirot", "(RS)", "+", "Přádelna", "(CZ)"]
    assert " ".join(line.strip() for line in reasons) == row["why"]
    assert ids.split() == ["rs-mill", "+", "cz-spinner"]
    assert all(len(line) <= 80 for line in result.out.splitlines())


def test_the_small_catalogue_has_its_two_way_match_first(small: Clustercli) -> None:
    rows = pairs(small, "match", "--sector", "apparel", "--country", "RS")
    assert who(rows)[:2] == [("sivara", "mileta"), ("facts", "mileta")]
    assert {"need_met", "offer_wanted", "both_ways"} <= {line["signal"] for line in rows[0]["lines"]}
    assert who(pairs(small, "match", "sivara")) == [("sivara", "mileta"), ("sivara", "clutex")]
    nothing = small("match", "--sector", "textile", "--country", "RS")
    assert (nothing.code, nothing.out.count("\n")) == (0, 1)
    assert "No partner abroad for textile in RS." in nothing.err
    assert ["match", "--sector", "apparel", "--country", "RS"] in advised(nothing)


def policy_text(**changes: str) -> str:
    text = (ROOT / "data" / "match.yaml").read_text(encoding="utf-8")
    for name, value in changes.items():
        text, count = re.subn(rf"^(\s*{name}:) [^{{#\n]*", rf"\1 {value} ", text, count=1, flags=re.MULTILINE)
        assert count == 1, name
    return text


TINY = {
    "data/catalogue.yaml": "title: Tiny\n",
    "data/vocabulary/all.yaml": "- {id: cloth, words: {en: [cloth]}}\n- {id: garments, words: {en: [garments]}}\n",
    "data/smes/all.yaml": "- {id: a, name: A, country: RS, sectors: [garments], needs: [{concept: cloth}]}\n"
    "- {id: b, name: B, country: CZ, sectors: [cloth], offers: [{concept: cloth}]}\n"
    "- {id: c, name: C, country: CZ, sectors: [garments]}\n",
}


@pytest.fixture
def tiny(clustercli: Clustercli) -> Clustercli:
    """A catalogue with a vocabulary of two words, so that its index is made in no time."""
    clustercli.write(TINY)
    return clustercli


def test_a_changed_policy_changes_the_next_answer(tiny: Clustercli) -> None:
    usual = pairs(tiny, "match", "a")
    assert who(usual) == [("a", "b"), ("a", "c")]
    tiny.write({"data/match.yaml": policy_text(need_met="0.01", version='"2"')})
    changed = pairs(tiny, "match", "a")
    assert who(changed) == [("a", "c"), ("a", "b")]
    assert changed[1]["score"] < usual[0]["score"]
    assert changed[0]["score"] == usual[1]["score"]
    assert changed[0]["policy"].startswith("2-")
    (tiny.folder / "data/match.yaml").unlink()
    assert pairs(tiny, "match", "a") == usual


def test_the_policy_of_an_answer_differs_though_nobody_raised_the_version(tiny: Clustercli) -> None:
    usual = pairs(tiny, "match", "a")[0]["policy"]
    tiny.write({"data/match.yaml": policy_text(need_met="0.5")})
    assert pairs(tiny, "match", "a")[0]["policy"] != usual


@pytest.mark.parametrize(
    "changes", [{"need_met": "1"}, {"share": "600"}, {"guessed": "3"}, {"both_ways": "1.5"}, {"same": "2"}]
)
def test_a_policy_that_breaks_the_bounds_of_a_score_is_a_fault_told_by_check(
    tiny: Clustercli, changes: dict[str, str]
) -> None:
    tiny.write({"data/match.yaml": policy_text(**changes)})
    assert tiny("check").code == 3
    assert "match.yaml" in tiny("check").err


@pytest.mark.parametrize("whom", ["a", "--all", "--sector=cloth"])
def test_a_policy_with_a_fault_stops_the_match_in_plain_words(tiny: Clustercli, whom: str) -> None:
    tiny.write({"data/match.yaml": policy_text(need_met="much")})
    result = tiny("match", whom)
    assert (result.code, result.out) == (3, "")
    assert "match.yaml" in result.err
    assert "clustercli check" in result.err


def test_a_circle_in_the_vocabulary_is_a_fault_told_by_check(tiny: Clustercli) -> None:
    """Matching follows parents down: a circle would keep it busy for ever."""
    tiny.write({"data/vocabulary/all.yaml": "- {id: cloth, parent: garments, words: {en: [cloth]}}\n"
                "- {id: garments, parent: cloth, words: {en: [garments]}}\n"})  # fmt: skip
    assert tiny("check").code == 3


def test_the_trades_of_another_group_do_not_speak_for_the_sector_asked_for(tiny: Clustercli) -> None:
    tiny.write(
        {
            "data/vocabulary/all.yaml": "- {id: cloth, words: {en: [cloth]}}\n- {id: milk, words: {en: [milk]}}\n",
            "data/smes/all.yaml": "- {id: both, name: A, country: RS, sectors: [cloth, milk]}\n"
            "- {id: mill, name: B, country: CZ, sectors: [cloth]}\n"
            "- {id: dairy, name: C, country: CZ, sectors: [milk]}\n",
        }
    )
    assert who(pairs(tiny, "match", "--sector", "cloth", "--country", "RS")) == [("both", "mill")]
    assert who(pairs(tiny, "match", "both")) == [("both", "dairy"), ("both", "mill")]
    assert who(pairs(tiny, "match", "both", "--sector", "milk")) == [("both", "dairy")]


def test_an_edit_is_seen_by_the_next_match(tiny: Clustercli) -> None:
    assert who(pairs(tiny, "match", "a")) == [("a", "b"), ("a", "c")]
    tiny.write({"data/smes/all.yaml": TINY["data/smes/all.yaml"].replace("id: b, name: B, country: CZ",
                                                                         "id: b, name: B, country: RS")})  # fmt: skip
    assert who(pairs(tiny, "match", "a")) == [("a", "c")]


def test_the_installed_program_matches_too(tiny: Clustercli, tmp_path: Path) -> None:
    result = tiny.process("match", "a", "--index", str(tmp_path / "index.db"), "--format", "jsonl")
    assert result.code == 0, result.err
    assert [json.loads(line)["partner"] for line in result.out.splitlines()] == ["b", "c"]


@pytest.mark.parametrize("country", ["CZ", "RS", "BG"])
def test_no_competitors_of_the_bundled_catalogue_pass_60(clustercli: Clustercli, country: str) -> None:
    """The same sector, and no line that tells of anything made, offered or needed, means 60 points at most."""
    rows = pairs(clustercli, "match", "--country", country, "--per", "0", "--limit", "100000")
    assert rows
    for row in rows:
        lines = {line["signal"]: line["text"] for line in row["lines"]}
        same = lines.get("sector_tree", "").startswith("you both work in")
        if same and not lines.keys() & {"need_met", "offer_wanted"}:
            sold = lines.get("supply_chain", "")
            assert row["score"] <= 60 or sold.startswith(("you make", "you offer", "they make", "they offer")), row
