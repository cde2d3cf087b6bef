"""`gaps`: what is not known and would settle most pairs; it agrees with `match`, and doing as it says closes it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from clustercli.match.gaps import by_field, by_record, gaps
from clustercli.match.policy import Policy
from clustercli.match.signals import ANSWERED_BY, FIT
from clustercli.records.kinds import kind_named
from tests.conftest import Clustercli

if TYPE_CHECKING:
    from collections.abc import Sequence

Facts = dict[str, Any]
FRAME = {
    "data/catalogue.yaml": "title: Gaps\n",
    "data/vocabulary/all.yaml": "- {id: textiles, words: {en: [textiles]}}\n"
    "- {id: cloth, parent: textiles, words: {en: [cloth], sr: [tkanina]}}\n"
    "- {id: garments, parent: textiles, words: {en: [garments]}}\n"
    "- {id: milk, words: {en: [milk]}}\n",
}
WEAVES: Facts = {"sectors": ["cloth"], "offers": [{"concept": "cloth"}]}
SEWS: Facts = {"sectors": ["garments"], "needs": [{"concept": "cloth"}]}
FIRMS: list[Facts] = [
    {"id": "rs-mill", "name": "Tkačnica", "country": "RS", **WEAVES, "languages": ["sr", "en"], "size": "small"},
    {"id": "rs-house", "name": "Modna kuća", "country": "RS", **SEWS, "certificates": ["ISO 9001"]},
    {"id": "cz-house", "name": "Oděvy", "country": "CZ", **SEWS, "target_countries": ["RS"], "employees": "~30"},
    {"id": "cz-mill", "name": "Tkalcovna", "country": "CZ", **WEAVES, "place": ["50.4", "16.2"]},
    {"id": "bg-house", "name": "Облекло", "country": "BG", **SEWS, "languages": ["bg", "en"]},
    {"id": "bg-dairy", "name": "Мандра", "country": "BG", "sectors": ["milk"]},
]
ALL_KNOWN: Facts = {
    "target_countries": ["DE"],
    "languages": ["en"],
    "size": "small",
    "certificates": ["ISO 9001"],
    "place": ["43.3", "21.9"],
}
FIELD_OF = {signal: fields[0] for signal, fields in ANSWERED_BY.items()} | {"history": "projects"}
SIGNAL_OF = {field: signal for signal, field in FIELD_OF.items()}


def catalogue(
    program: Clustercli, firms: Sequence[Facts], partners: Sequence[str] = (), **others: list[Facts]
) -> Clustercli:
    project = {"id": "bridge", "name": "Bridge", "start": "2016", "end": "2017"}
    together = {"partners": [{"organisation": id_, "role": "partner"} for id_ in partners]} if partners else {}
    records: dict[str, list[Facts]] = {"smes": list(firms), "projects": [project | together], **others}
    files = {f"data/{kind}/all.yaml": json.dumps(some, ensure_ascii=False, indent=1) for kind, some in records.items()}
    program.write({**FRAME, **files})
    return program


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """Weavers and tailors in three countries, of each of whom something is not known; nothing is changed."""
    folder = tmp_path_factory.mktemp("market")
    return catalogue(Clustercli(folder / "home", folder), FIRMS, ["rs-mill"])


def rows(program: Clustercli, *arguments: str) -> list[dict[str, Any]]:
    result = program(*arguments, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def matched(program: Clustercli, *arguments: str, limit: int = 1000) -> list[dict[str, Any]]:
    return rows(program, "match", *arguments, "--per", "0", "--limit", str(limit))


ASKED = [
    ["--sector", "textiles", "--country", "RS"],
    ["--sector", "tkanina", "--country", "Srbija", "--with", "CZ"],
    ["--country", "RS"],
    ["--country", "RS", "--with", "BG"],
    ["--country", "CZ,BG"],
    ["--sector", "textiles"],
]


@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
@pytest.mark.parametrize("most", [1, 2, 500])
def test_the_points_are_those_that_match_leaves_open(market: Clustercli, arguments: list[str], most: int) -> None:
    pairs = matched(market, *arguments, limit=most)
    found = rows(market, "gaps", *arguments, "--pairs", str(most))
    opened = sum(row["high"] - row["low"] for row in pairs)
    rounding = 0.1 * len(pairs) + 0.05 * sum(row["records"] for row in found)
    assert opened > 10
    assert sum(row["points"] for row in found) == pytest.approx(opened, abs=rounding)
    assert {row["field"]: row["pairs"] for row in found} == Counter(
        FIELD_OF[signal] for row in pairs for signal in row["ask"]
    )


@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
def test_the_fields_with_most_points_come_first_and_name_records_that_lack_them(
    market: Clustercli, arguments: list[str]
) -> None:
    found = rows(market, "gaps", *arguments)
    assert [row["points"] for row in found] == sorted((row["points"] for row in found), reverse=True)
    known = {firm["id"]: firm for firm in FIRMS}
    for row in found:
        assert 1 <= len(row["ask_first"]) == min(3, row["records"])
        for id_ in row["ask_first"]:
            stated = known[id_] | ({"history": ["bridge"]} if id_ == "rs-mill" else {})
            assert not any(stated.get(field) for field in ANSWERED_BY[SIGNAL_OF[row["field"]]])


@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
def test_by_record_the_same_gaps_are_listed(market: Clustercli, arguments: list[str]) -> None:
    by_fields, by_records = rows(market, "gaps", *arguments), rows(market, "gaps", *arguments, "--records")
    assert {row["field"]: row["records"] for row in by_fields} == Counter(
        f for row in by_records for f in row["fields"]
    )
    assert sum(row["points"] for row in by_records) == pytest.approx(sum(row["points"] for row in by_fields), abs=0.5)
    assert [row["points"] for row in by_records] == sorted((row["points"] for row in by_records), reverse=True)
    names = {firm["id"]: firm["name"] for firm in FIRMS}
    assert all(row["name"] == names[row["id"]] for row in by_records)
    in_pairs = Counter(id_ for row in matched(market, *arguments) for id_ in (row["organisation"], row["partner"]))
    assert all(0 < row["pairs"] <= in_pairs[row["id"]] for row in by_records)
    for row in by_fields:
        assert all(row["field"] in asked["fields"] for asked in by_records if asked["id"] in row["ask_first"])


def test_doing_as_told_removes_one_gap_after_the_other_until_none_is_left(clustercli: Clustercli) -> None:
    firms = {firm["id"]: deepcopy(firm) for firm in FIRMS[:4]}
    in_project: list[str] = []
    arguments = ("gaps", "--sector", "textiles")
    found = rows(catalogue(clustercli, list(firms.values())), *arguments)
    steps = 0
    while found and (steps := steps + 1) < 40:
        field, id_ = found[0]["field"], found[0]["ask_first"][0]
        if field == "projects":
            in_project.append(id_)
        else:
            firms[id_][field] = ALL_KNOWN[field]
        catalogue(clustercli, list(firms.values()), in_project)
        assert clustercli("check").code == 0
        asked = {row["id"]: row["fields"] for row in rows(clustercli, *arguments, "--records")}
        assert field not in asked.get(id_, [])
        before, found = found, rows(clustercli, *arguments)
        assert sum(row["points"] for row in found) <= sum(row["points"] for row in before) + 0.5
    assert (found, steps > 10) == ([], True)
    assert all(row["low"] == row["score"] == row["high"] for row in matched(clustercli, "--sector", "textiles"))
    assert clustercli(*arguments).err == "No pair is open: there is none, or all is known of them.\n"


MILL = FIRMS[0] | {"corporate_group": "Alfa"}
BARRED: list[Facts] = [
    {"id": "cz-sister", "name": "Sestra", "country": "CZ", **SEWS, "corporate_group": "Alfa"},
    {"id": "cz-twin", "name": "Dvojče", "country": "CZ", **SEWS, "same_as": "rs-mill"},
    {"id": "cz-shut", "name": "Zavřeno", "country": "CZ", **SEWS, "status": "closed"},
]


def test_pairs_with_something_between_them_leave_no_gap(clustercli: Clustercli) -> None:
    alone = rows(catalogue(clustercli, [MILL, FIRMS[2]]), "gaps", "--country", "RS")
    assert alone
    catalogue(clustercli, [MILL, FIRMS[2], *BARRED])
    assert rows(clustercli, "gaps", "--country", "RS") == alone


def test_pairs_with_something_between_them_are_not_counted(clustercli: Clustercli) -> None:
    catalogue(clustercli, [MILL, FIRMS[2], *BARRED])
    assert clustercli("gaps", "--country", "RS", width=80).err.splitlines()[0] == "1 pair"


def test_at_a_terminal_the_pairs_looked_at_are_counted(market: Clustercli) -> None:
    everything = len(matched(market, "--country", "RS"))
    assert market("gaps", "--country", "RS", width=80).err.splitlines()[0] == f"{everything} pairs"
    assert market("gaps", "--country", "RS", "--pairs", "2", width=80).err.splitlines()[0] == "2 pairs"


CLUSTER: Facts = {"id": "cz-cluster", "name": "Klastr", "country": "CZ", **SEWS}


@pytest.mark.parametrize(
    "arguments", [["--country", "RS"], ["--country", "CZ"], ["--sector", "garments"]], ids=" ".join
)
def test_what_is_asked_of_a_record_is_a_field_that_its_kind_has(clustercli: Clustercli, arguments: list[str]) -> None:
    catalogue(clustercli, FIRMS[:1], clusters=[CLUSTER, {**CLUSTER, "id": "rs-cluster", "country": "RS", **WEAVES}])
    for row in rows(clustercli, "gaps", *arguments, "--records"):
        kind = kind_named("cluster" if row["id"].endswith("cluster") else "sme")
        assert kind is not None
        for field in row["fields"]:
            assert field == "projects" or kind.field(field), f"{field} of {row['id']}"


def test_the_size_of_a_cluster_is_not_asked_for_where_no_answer_could_be_compared(clustercli: Clustercli) -> None:
    """A cluster's members are no firm's staff: between the two no size settles anything."""
    members: Facts = {"members": {"total": "30"}}
    catalogue(clustercli, [FIRMS[0] | ALL_KNOWN], ["rs-mill", "cz-cluster"], clusters=[{
        **CLUSTER, **{field: value for field, value in ALL_KNOWN.items() if field != "size"}, **members}])  # fmt: skip
    assert rows(clustercli, "gaps", "--country", "RS") == []


def test_without_a_sector_and_a_country_it_is_asked_of_whom(market: Clustercli) -> None:
    for arguments in ([], ["--records"], ["--with", "CZ"], ["--format", "json"]):
        result = market("gaps", *arguments)
        assert (result.code, result.out) == (2, "")
        assert result.err == (
            "Of whom? Name a sector, a country, or both.\n  clustercli gaps --sector textile --country RS\n"
        )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--country", "Srbje"], "Unknown country 'Srbje'. Did you mean RS (Serbia)?"),
        (["--sector", "zebra"], "No sector recognised in 'zebra'"),
        (["--sector", ""], "--sector is empty."),
        (["--country", "RS", "--with", "RS"], "Both sides in RS?"),
        (["--country", "RS", "--pairs", "0"], "--pairs"),
        (["--country", "RS", "--format", "jsn"], "did you mean json?"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(market: Clustercli, arguments: list[str], told: str) -> None:
    result = market("gaps", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


NOTHING_OPEN = [["--sector", "milk"], ["--country", "HU"], ["--sector", "textiles", "--country", "RS", "--with", "HU"]]


@pytest.mark.parametrize("arguments", NOTHING_OPEN, ids=" ".join)
def test_where_nothing_is_open_that_is_told(market: Clustercli, arguments: list[str]) -> None:
    result = market("gaps", *arguments, width=80)
    assert (result.code, result.out) == (0, "")
    assert result.err == "No pair is open: there is none, or all is known of them.\n"


BY_FIELD = ["field", "records", "pairs", "points", "ask_first", "policy"]
BY_RECORD = ["id", "fields", "pairs", "points", "name", "policy"]


@pytest.mark.parametrize(("option", "columns"), [([], BY_FIELD), (["--records"], BY_RECORD)], ids=["fields", "records"])
def test_every_format_for_a_program_holds_the_same_rows(
    market: Clustercli, option: list[str], columns: list[str]
) -> None:
    arguments = ["gaps", "--country", "RS", *option]
    expected = rows(market, *arguments)
    assert [list(row) for row in expected] == [columns] * len(expected)
    lines = market(*arguments, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == expected
    for format_, delimiter in (("csv", ","), ("tsv", "\t")):
        out = market(*arguments, "--format", format_).out
        read = list(csv.DictReader(io.StringIO(out, newline=""), delimiter=delimiter))
        assert [list(row) for row in read] == [columns] * len(expected)
        assert [row[columns[0]] for row in read] == [row[columns[0]] for row in expected]
        assert [float(row["points"]) for row in read] == [row["points"] for row in expected]
        assert {row["policy"] for row in read} == {matched(market, "rs-mill")[0]["policy"]}


@pytest.mark.parametrize("option", [[], ["--records"]], ids=["fields", "records"])
@pytest.mark.parametrize("format_", [[], ["--format", "table"], ["--format", "markdown"]], ids=" ".join)
def test_a_person_reads_what_to_ask_of_whom(market: Clustercli, option: list[str], format_: list[str]) -> None:
    result = market("gaps", "--country", "RS", *option, *format_, width=80)
    first = rows(market, "gaps", "--country", "RS", *option)[0]
    line = result.out.splitlines()[2 if "markdown" in format_ else 1]
    assert str(first["points"]) in line
    assert first["id" if option else "field"] in line.replace("\\", "")
    assert all(len(line) <= 80 for line in result.out.splitlines()) or "markdown" in format_
    advice = f"{len(rows(market, 'gaps', '--country', 'RS', '--records'))} records to ask." if option else "--records"
    assert advice in result.err


POLICY = Policy(
    "1", 60, {}, {}, dict(zip(FIT, (10, 8, 6, 6, 5, 5), strict=True)), dict.fromkeys(FIT, 0.5), "00000000"
)  # fmt: skip
KNOWN = st.fixed_dictionaries(
    {
        "target_countries": st.sampled_from([None, [], ["CZ"]]),
        "export_countries": st.sampled_from([None, ["RS"]]),
        "languages": st.sampled_from([None, ["en"]]),
        "size": st.sampled_from([None, "small"]),
        "employees": st.sampled_from([None, "30"]),
        "certificates": st.sampled_from([None, ["ISO 9001"]]),
        "history": st.sampled_from([None, {"bridge"}]),
        "place": st.sampled_from([None, [43.3, 21.9]]),
    }
)


@st.composite
def some_pairs(draw: st.DrawFn) -> list[tuple[float, Facts, Facts]]:
    """Pairs of two firms here with three abroad, with what is known of each."""
    ours, theirs = ([{"id": f"{country}-{n}", "country": country, **draw(KNOWN)} for n in range(count)]
                    for country, count in (("RS", 2), ("CZ", 3)))  # fmt: skip
    relevance = st.sampled_from([0.25, 0.5, 1.0])
    return [(draw(relevance), one, other) for one in ours for other in theirs if draw(st.booleans())]


@settings(max_examples=200, deadline=None)
@given_any(some_pairs(), st.randoms(use_true_random=False))
def test_gaps_hold_all_points_that_are_open_and_no_others(pairs: list[tuple[float, Facts, Facts]], order: Any) -> None:
    found, waiting = gaps(pairs, POLICY)
    unknown = [(signal, pair) for pair in pairs for signal in FIT if FIT[signal](pair[1], pair[2]) is None]
    assert waiting == Counter(FIELD_OF[signal] for signal, _ in unknown)
    points = {field: total for field, _, total in by_field(found)}
    for field in waiting:
        signal = SIGNAL_OF[field]
        expected = sum(pair[0] * POLICY.points[signal] for of, pair in unknown if of == signal)
        assert points[field] == pytest.approx(expected, abs=0.3)
    assert points.keys() == waiting.keys()
    mixed = list(pairs)
    order.shuffle(mixed)
    assert gaps(mixed, POLICY) == (found, waiting)


@settings(max_examples=200, deadline=None)
@given_any(some_pairs())
def test_a_record_is_asked_exactly_for_what_it_lacks_and_its_pairs_wait_for(
    pairs: list[tuple[float, Facts, Facts]],
) -> None:
    asked: dict[str, set[str]] = {}
    waiting: Counter[str] = Counter()
    for _, *sides in pairs:
        for side in sides:
            fields = {
                FIELD_OF[signal]
                for signal, function in FIT.items()
                if function(*sides) is None and not any(side.get(field) for field in ANSWERED_BY[signal])
            }
            if fields:
                asked.setdefault(side["id"], set()).update(fields)
                waiting[side["id"]] += 1
    found = by_record(gaps(pairs, POLICY)[0])
    assert {id_: set(fields) for id_, fields, _, _ in found} == asked
    assert {id_: count for id_, _, count, _ in found} == waiting
