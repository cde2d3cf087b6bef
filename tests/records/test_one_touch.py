"""A new field and a new kind are one edit in records/kinds.py each, and every command knows them."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.conftest import ROOT, Clustercli, Result

FIELD = 'Field("machines", ListOf(Plain()), "machines it runs", "[loom]", search="text", listed=True)'
LABORATORY = """Kind(
    "laboratory", "laboratories", "laboratory",
    (
        *HEAD, *PLACE, *TRADE,
        Field("accredited", Date(), "since when it is accredited", "2009-05", listed=True),
        Field("trials", ListOf(INDICATOR), "what it tries", rows="trials"),
        Field("owner", LinkTo(("institution",)), "who runs it"),
        *STATUS, *TAIL,
    ),
    aliases=("lab", "labs"),
    partners=True,
)"""
FAIR = """Kind(
    "fair", "fairs", "trade fair",
    (*HEAD, Field("milestones", ListOf(MILESTONE), "its dates", rows="milestones"), *STATUS, *TAIL),
)"""
RECORDS = {
    "data/catalogue.yaml": "title: Own\n",
    "data/vocabulary/all.yaml": "- {id: fabrics, words: {en: [fabrics]}}\n- {id: apparel, words: {en: [apparel]}}\n",
    "data/institutions/university.yaml": "{id: university, name: University of Niš, country: RS}\n",
    "data/projects/bridge.yaml": "{id: bridge, name: Bridge, milestones: [{date: 2012-04, title: Forum}]}\n",
    "data/smes/pletarna.yaml": "{id: pletarna, name: Pletárna, country: CZ, sectors: [apparel]}\n",
}
FIRM = """\
id: pletarna
name: Pletárna
country: CZ
sectors: [apparel]
needs: [{concept: fabrics, text: tested cloth}]
machines: [Strickmaschine Čáslav, loom]
"""
LAB = """\
id: texlab
name: {sr-Cyrl: Лабораторија Лесковац, en: Leskovac Laboratory}
country: RS
sectors: [fabrics]
offers: [{concept: fabrics, text: cloth tried for wear}]
accredited: 2009-05
trials: [{name: abrasion, target: 5000, achieved: 7000}, {name: seam strength}]
owner: university
"""


@dataclass
class Copy:
    """A copy of the program whose source may be edited, run in processes of its own on a small catalogue."""

    root: Path
    shell: Clustercli

    def add_field(self) -> None:
        self._edit(r'(?=Field\("employees", )', f"{FIELD}, ")

    def add_kind(self, declaration: str) -> None:
        self._edit(
            r"(?<=^KINDS: tuple\[Kind, \.\.\.\] = \(CLUSTER, SME, INSTITUTION, PROJECT, )(?=PLATFORM)",
            f"{declaration}, ",
        )

    def _edit(self, place: str, text: str) -> None:
        path = self.root / "clustercli" / "records" / "kinds.py"
        source, times = re.subn(place, lambda _: text, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert times == 1
        path.write_text(source, encoding="utf-8")

    def __call__(self, *arguments: str) -> Result:
        return self.shell.process(*arguments, variables={"PYTHONPATH": str(self.root)})

    def json(self, *arguments: str) -> Any:
        result = self(*arguments, "--format", "json")
        assert (result.code, result.err) == (0, "")
        return result.json()


def copied(place: Path) -> Copy:
    for name in ("clustercli", "data"):
        shutil.copytree(ROOT / name, place / "program" / name, ignore=shutil.ignore_patterns("__pycache__"))
    shell = Clustercli(place / "home", place / "folder")
    shell.write(RECORDS)
    return Copy(place / "program", shell)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy with one field and one kind more, and records that use both."""
    copy = copied(tmp_path_factory.mktemp("edited"))
    copy.add_field()
    copy.add_kind(LABORATORY)
    copy.shell.write({"data/smes/pletarna.yaml": FIRM, "data/laboratories/texlab.yaml": LAB})
    return copy


@pytest.fixture
def fresh(tmp_path: Path) -> Copy:
    """The copy as it is, to be edited in the test."""
    return copied(tmp_path)


def as_text(text: str) -> Any:
    """The content of a YAML file, with every scalar as the text that stands there."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506  # it makes nothing but text, lists and maps


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_without_the_edit_both_are_unknown(fresh: Copy) -> None:
    fresh.shell.write({"data/smes/pletarna.yaml": FIRM, "data/laboratories/texlab.yaml": LAB})
    result = fresh("check")
    assert result.code == 3
    assert "data/smes/pletarna.yaml:6:1: R001 unknown field 'machines'" in result.err
    assert "F004 the folder 'laboratories' holds no kind of record" in result.err


def test_the_check_is_silent(edited: Copy) -> None:
    result = edited("check")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_the_check_sees_faults_in_both(fresh: Copy) -> None:
    fresh.add_field()
    fresh.add_kind(LABORATORY)
    fresh.shell.write({
        "data/smes/pletarna.yaml": FIRM.replace("[Strickmaschine Čáslav, loom]", "loom"),
        "data/laboratories/texlab.yaml": LAB.replace("2009-05", "soon").replace("owner: university", "owner: pletarna"),
    })  # fmt: skip
    result = fresh("check")
    assert result.code == 3
    assert "data/smes/pletarna.yaml:6:11: R004 machines: expected a list, found text" in result.err
    assert "data/laboratories/texlab.yaml:6:13: R011 'soon' is not a date" in result.err
    assert "data/laboratories/texlab.yaml:8:8: L005 owner: 'pletarna' is a" in result.err


def test_the_list_has_their_columns(edited: Copy) -> None:
    (firm,) = rows(edited("list", "smes", "--format", "csv").out)
    assert firm["machines"] == "Strickmaschine Čáslav; loom"
    for word in ("laboratory", "laboratories", "lab"):
        (lab,) = rows(edited("list", word, "--country", "RS", "--sector", "fabrics", "--format", "csv").out)
        assert (lab["id"], lab["name"], lab["accredited"]) == ("texlab", "Leskovac Laboratory", "2009-05")


def test_the_record_is_shown_whole(edited: Copy) -> None:
    assert edited.json("show", "pletarna")["machines"] == ["Strickmaschine Čáslav", "loom"]
    assert "Machines       Strickmaschine Čáslav, loom" in edited("show", "pletarna").out
    lab = edited.json("show", "texlab")
    assert lab["trials"] == [{"name": "abrasion", "target": "5000", "achieved": "7000"}, {"name": "seam strength"}]
    page = edited("show", "texlab").out
    assert "Лабораторија Лесковац (sr-Cyrl)" in page
    assert re.search(r"(?m)^Accredited +May 2009$", page)


def test_a_link_of_a_new_field_is_shown_by_its_name(edited: Copy) -> None:
    assert "University of Niš [university]" in edited("show", "texlab").out


@pytest.mark.parametrize(
    ("word", "id_", "place"),
    [
        ("strickmaschine", "pletarna", "machines: Strickmaschine Čáslav"),
        ("Часлав", "pletarna", "machines: Strickmaschine Čáslav"),
        ("Лабораторија", "texlab", "name"),
        ("laboratorija", "texlab", "name"),
        ("seam", "texlab", "trials: seam strength"),
    ],
)
def test_the_search_finds_their_words_and_says_where(edited: Copy, word: str, id_: str, place: str) -> None:
    assert [(hit["id"], hit["found_in"]) for hit in edited.json("search", word)] == [(id_, place)]


def test_who_stats_and_map_know_the_kind(edited: Copy) -> None:
    (role,) = edited.json("who", "university")
    assert (role["role"], role["kind"], role["id"]) == ("owner", "laboratory", "texlab")
    matrix = {(row["sector"], row["country"]): row for row in edited.json("stats")}
    assert (matrix["fabrics", "RS"]["laboratories"], matrix["fabrics", "RS"]["smes"]) == (1, 0)
    assert [row["laboratories"] for row in edited.json("map", "--kind", "lab")] == [1]


def test_the_export_has_the_column_and_the_files(edited: Copy) -> None:
    result = edited("export", "--out", "lists")
    assert result.code == 0
    lists = edited.shell.folder / "lists"
    names = {"clusters", "smes", "institutions", "projects", "partners", "milestones", "laboratories", "trials"}
    names |= {"platforms", "documents", "parties", "stages", "programmes", "calls", "schemes", "disputed", "sources"}
    assert {path.stem for path in lists.glob("*.csv")} == names
    (firm,) = rows((lists / "smes.csv").read_text(encoding="utf-8"))
    assert firm["machines"] == "Strickmaschine Čáslav; loom"
    (lab,) = rows((lists / "laboratories.csv").read_text(encoding="utf-8"))
    assert (lab["id"], lab["owner"]) == ("texlab", "university")
    assert rows((lists / "trials.csv").read_text(encoding="utf-8")) == [
        {"laboratory": "texlab", "name": "abrasion", "target": "5000", "achieved": "7000"},
        {"laboratory": "texlab", "name": "seam strength", "target": "", "achieved": ""},
    ]


def test_the_templates_know_both(fresh: Copy) -> None:
    fresh.add_field()
    fresh.add_kind(LABORATORY)
    assert fresh("new", "lab", "new-lab").out == "data/laboratories/new-lab.yaml\n"
    text = (fresh.shell.folder / "data/laboratories/new-lab.yaml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^# accredited: 2009-05 +# since when it is accredited$", text)
    assert fresh("new", "sme", "new-firm").code == 0
    text = (fresh.shell.folder / "data/smes/new-firm.yaml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^# machines: \[loom\] +# machines it runs$", text)
    assert fresh("init", "second").code == 0
    assert (fresh.shell.folder / "second/data/laboratories/example.yaml").is_file()
    assert "machines: [loom]" in (fresh.shell.folder / "second/data/smes/example.yaml").read_text(encoding="utf-8")


def test_the_example_of_a_new_kind_uses_its_plural(edited: Copy) -> None:
    assert edited("init", "third").code == 0
    example = (edited.shell.folder / "third/data/laboratories/example.yaml").read_text(encoding="utf-8")
    assert "Laboratories go here" in example


def test_the_schema_for_editors_knows_both(edited: Copy) -> None:
    whole = Draft202012Validator(edited("schema").json())
    for text in (FIRM, LAB):
        content = as_text(text)
        assert whole.is_valid(content)
        assert not whole.is_valid(content | {"machinery": "none"})
    lab = Draft202012Validator(edited("schema", "laboratory").json())
    assert not lab.is_valid(as_text(LAB.replace("name: abrasion, ", "")))


def test_a_kind_that_may_be_a_partner_is_matched(edited: Copy) -> None:
    (pair,) = edited.json("match", "--sector", "apparel", "--country", "CZ")
    assert (pair["organisation"], pair["partner"]) == ("pletarna", "texlab")


def test_the_counts_include_the_new_kind(edited: Copy) -> None:
    assert {"kind": "laboratories", "records": 1} in edited("load", "--format", "json").json()
    assert "1 laboratory" in edited().out


def test_the_help_names_the_new_kind(edited: Copy) -> None:
    assert "laboratories" in edited("list", "--help").out


def test_an_index_of_the_old_schema_is_rebuilt_unasked(fresh: Copy) -> None:
    (old,) = rows(fresh("list", "smes", "--format", "csv").out)
    assert "machines" not in old
    (index,) = (fresh.shell.home / "cache" / "clustercli").glob("*.db")
    fresh.add_field()
    fresh.add_kind(LABORATORY)
    result = fresh("list", "smes", "--format", "csv")
    assert (result.code, result.err) == (0, "")
    assert rows(result.out) == [old | {"machines": ""}]
    assert fresh("list", "laboratories", "--format", "csv").code == 0
    assert list(index.parent.glob("*.db*")) == [index]


def test_a_kind_without_a_country_can_be_listed_by_country(fresh: Copy) -> None:
    fresh.add_kind(FAIR)
    fresh.shell.write({"data/fairs/first.yaml": "{id: first-fair, name: First Fair}\n"})
    assert [row["id"] for row in fresh.json("list", "fairs")] == ["first-fair"]
    result = fresh("list", "fairs", "--country", "RS", "--format", "csv")
    assert (result.code, rows(result.out)) == (0, [])


def test_two_kinds_may_have_milestones(fresh: Copy) -> None:
    """The file of milestones keeps its columns and its rows when a second kind has some, too."""
    fair = "{id: first-fair, name: First Fair, milestones: [{date: 2012-06, title: Opening}]}\n"
    assert fresh("export", "--out", "lists").code == 0
    path = fresh.shell.folder / "lists" / "milestones.csv"
    (before,) = rows(path.read_text(encoding="utf-8"))
    fresh.add_kind(FAIR)
    fresh.shell.write({"data/fairs/first.yaml": fair})
    result = fresh("export", "--out", "lists")
    assert result.code == 0
    names = result.out.split()
    assert len(names) == len(set(names))
    after = rows(path.read_text(encoding="utf-8"))
    assert any(before.items() <= row.items() for row in after)
