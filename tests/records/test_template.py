"""New records and new catalogues begin as templates that check clean once filled in, and overwrite nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from clustercli.env import BUNDLED
from clustercli.records.kinds import BY_NAME, KINDS, Kind
from clustercli.records.shapes import CATALOGUE
from tests.conftest import ROOT, Clustercli

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
LINKS = {"L002", "L003"}


@pytest.fixture
def own(clustercli: Clustercli) -> Clustercli:
    """The program in a catalogue with a record of each state and a vocabulary of one word, quick to read."""
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Own\n",
            "data/vocabulary/all.yaml": "- {id: textile, words: {en: [textile]}}\n",
            "data/clusters/clutex.yaml": "{id: clutex, name: CLUTEX, country: CZ, sectors: [textile]}\n",
            "data/projects/bridge.yaml": "{id: bridge, name: The Bridge}\n",
            "data/sources.yaml": "nca-news: {title: News}\n",
        }
    )
    return clustercli


def as_text(text: str) -> Any:
    """The content of a YAML file, with every scalar as the text that stands there."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506  # it makes nothing but text, lists and maps


def template(program: Clustercli, kind: Kind) -> Path:
    return program.folder / "data" / kind.folder / "new-one.yaml"


def filled(kind: Kind, text: str) -> str:
    """A template with the example of each open field written behind its name."""
    for field in kind.fields:
        if field.required and field.name != "id":
            text, times = re.subn(rf"(?m)^{field.name}:(?= *#)", f"{field.name}: {field.example} ", text)
            assert times == 1
    return text


def codes(program: Clustercli) -> list[str]:
    return [problem["code"] for problem in program("check", "--format", "json").json()]


@EACH_KIND
def test_a_new_record_lands_in_the_folder_of_its_kind(own: Clustercli, kind: Kind) -> None:
    result = own("new", kind.name, "new-one")
    assert (result.code, result.out) == (0, f"data/{kind.folder}/new-one.yaml\n")
    assert "clustercli check" in result.err
    text = template(own, kind).read_text(encoding="utf-8")
    assert all(re.search(rf"(?m)^(?:# )?{field.name}:.*# {re.escape(field.help)}", text) for field in kind.fields)
    values = as_text(text)
    assert values == {field.name: "" for field in kind.fields if field.required} | {"id": "new-one"}


@EACH_KIND
def test_the_check_names_what_is_open_and_is_silent_once_it_is_filled_in(own: Clustercli, kind: Kind) -> None:
    own("new", kind.plural, "new-one")
    open_fields = [field.name for field in kind.fields if field.required and field.name != "id"]
    problems = own("check", "--format", "json").json()
    assert [problem["code"] for problem in problems] == ["R002"] * len(open_fields)
    assert all(f"'{name}'" in problem["message"] for name, problem in zip(open_fields, problems, strict=True))
    path = template(own, kind)
    path.write_text(filled(kind, path.read_text(encoding="utf-8")), encoding="utf-8")
    result = own("check")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert own("show", "new-one").code == 0


@EACH_KIND
def test_every_example_of_a_template_is_a_good_value(own: Clustercli, kind: Kind) -> None:
    own("new", kind.name, "new-one")
    path = template(own, kind)
    text = filled(kind, path.read_text(encoding="utf-8"))
    path.write_text(re.sub("(?m)^# ", "", text), encoding="utf-8")
    (own.folder / "data/vocabulary/all.yaml").unlink()  # the examples name concepts of the bundled one
    assert codes(own) == []


@pytest.mark.parametrize("alias", ["firm", "firms", "company", "SMEs"])
def test_a_kind_may_be_named_in_everyday_words(own: Clustercli, alias: str) -> None:
    assert own("new", alias, "new-one").out == "data/smes/new-one.yaml\n"


def test_an_existing_file_is_never_touched(own: Clustercli) -> None:
    own.write({"data/smes/new-one.yaml": "# my notes\n"})
    result = own("new", "sme", "new-one")
    assert (result.code, result.out) == (2, "")
    assert result.err == "data/smes/new-one.yaml exists already; it was not touched.\n"
    assert template(own, BY_NAME["sme"]).read_text(encoding="utf-8") == "# my notes\n"


@pytest.mark.parametrize("kind", ["sme", "project"])
@pytest.mark.parametrize("id_", ["clutex", "bridge", "nca-news", "broken"])
def test_a_taken_id_is_refused_whatever_has_it(own: Clustercli, kind: str, id_: str) -> None:
    own.write({"data/smes/broken.yml": "id: broken\nname:\n"})
    before = files(own)
    result = own("new", kind, id_)
    assert (result.code, result.out) == (2, "")
    assert f"The id '{id_}' is taken: data/" in result.err
    assert files(own) == before


@pytest.mark.parametrize(
    "id_", ["", "Upper", "two--dashes", "-begin", "end-", "a_b", "a b", "niš", "../out", "a/b", "a\n", "x" * 101]
)
def test_a_bad_id_is_refused_and_the_form_is_told(own: Clustercli, id_: str) -> None:
    before = files(own)
    result = own("new", "sme", "--", id_)
    assert (result.code, result.out) == (2, "")
    assert "is not an id: a-z, 0-9 and single dashes" in result.err
    assert files(own) == before


def test_an_unknown_kind_is_refused_with_the_nearest(own: Clustercli) -> None:
    before = files(own)
    result = own("new", "projcet", "new-one")
    assert (result.code, result.out) == (2, "")
    assert "did you mean project" in result.err
    assert files(own) == before


def files(program: Clustercli) -> list[Path]:
    return sorted(program.folder.rglob("*"))


@pytest.mark.parametrize("layout", ["checkout", "installed"])
def test_nothing_is_written_into_the_catalogue_that_came_with_the_program(clustercli: Clustercli, layout: str) -> None:
    """A copy of the program with its data beside it, as in a checkout, or inside it, as in a wheel."""
    root = clustercli.folder.parent / "program"
    shutil.copytree(ROOT / "clustercli", root / "clustercli", ignore=shutil.ignore_patterns("__pycache__"))
    data = root / "data" if layout == "checkout" else root / "clustercli" / "data"
    shutil.copytree(ROOT / "data", data)
    result = clustercli.process("new", "sme", "new-one", variables={"PYTHONPATH": str(root)})
    assert (result.code, result.out) == (2, "")
    assert "clustercli init" in result.err
    assert not (data / "smes" / "new-one.yaml").exists()


def test_nor_by_its_user(clustercli: Clustercli) -> None:
    refused = clustercli("new", "sme", "new-one")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "This is the catalogue that came with clustercli; start your own to write in it.\n"
        "  clustercli init ./catalogue\n"
    )
    named = clustercli("--catalogue", str(BUNDLED), "new", "sme", "clutex")  # whoever names it knows what it is
    assert named.err.startswith("The id 'clutex' is taken: ")
    assert not (BUNDLED / "smes" / "new-one.yaml").exists()


@pytest.mark.parametrize("name", ["program", "clustercli"])
def test_who_works_in_a_checkout_writes_in_its_catalogue(own: Clustercli, name: str) -> None:
    """Whatever its folder is called."""
    root = own.folder.parent / name
    shutil.copytree(ROOT / "clustercli", root / "clustercli", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copytree(own.folder / "data", root / "data")
    inside = Clustercli(own.home, root)
    result = inside.process("new", "sme", "new-one", "--format", "json", variables={"PYTHONPATH": str(root)})
    assert (result.code, result.json()) == (0, [{"file": "data/smes/new-one.yaml"}])
    assert (root / "data/smes/new-one.yaml").exists()


@pytest.fixture
def begun(clustercli: Clustercli) -> Clustercli:
    """The program in a catalogue just begun."""
    assert clustercli("init", "catalogue").code == 0
    return Clustercli(clustercli.home, clustercli.folder / "catalogue")


def uncommented(program: Clustercli, kind: Kind) -> dict[str, str]:
    """The example of a kind without its comment signs, by its path; what is marked twice stays a comment."""
    name = f"data/{kind.folder}/example.yaml"
    text = (program.folder / name).read_text(encoding="utf-8")
    assert all(line.startswith(("# ", "## ")) for line in text.splitlines())
    return {name: re.sub("(?m)^# ", "", text)}


def test_a_new_catalogue_has_all_folders_and_no_problem(begun: Clustercli) -> None:
    names = {f"{kind.folder}/example.yaml" for kind in KINDS} | {"catalogue.yaml", "sources.yaml"}
    data = begun.folder / "data"
    assert {path.relative_to(data).as_posix() for path in data.rglob("*.yaml")} == names
    result = begun("check")
    assert (result.code, result.out, result.err) == (0, "", "")
    settings = as_text((data / "catalogue.yaml").read_text(encoding="utf-8"))
    assert list(settings) == [field.name for field in CATALOGUE]


def test_a_new_catalogue_is_the_one_in_use_and_empty(begun: Clustercli) -> None:
    assert "data/" in begun("--version").out
    assert [row["records"] for row in begun("load", "--format", "json").json()] == [0] * len(KINDS)
    assert begun("new", "cluster", "my-cluster").out == "data/clusters/my-cluster.yaml\n"


@EACH_KIND
def test_the_example_of_a_kind_becomes_a_record(begun: Clustercli, kind: Kind) -> None:
    begun.write(uncommented(begun, kind))
    assert codes(begun) == []
    assert [row["records"] for row in begun("load", "--format", "json").json() if row["kind"] == kind.plural] == [1]


def test_the_examples_of_all_kinds_go_together(begun: Clustercli) -> None:
    for kind in KINDS:
        begun.write(uncommented(begun, kind))
    sources = (begun.folder / "data" / "sources.yaml").read_text(encoding="utf-8").splitlines()
    begun.write(
        {"data/sources.yaml": "\n".join([sources[0], *(line.removeprefix("# ") for line in sources[1:])]) + "\n"}
    )
    assert LINKS.issuperset(codes(begun))


@pytest.mark.parametrize("name", ["catalogue", ".git"])
def test_a_folder_that_holds_something_is_refused(clustercli: Clustercli, name: str) -> None:
    clustercli.write({f"full/{name}": "precious"})
    before = files(clustercli)
    result = clustercli("init", "full")
    assert (result.code, result.out) == (2, "")
    assert "full is not empty; nothing was written." in result.err
    assert files(clustercli) == before


def test_a_file_in_the_place_of_the_folder_is_refused(clustercli: Clustercli) -> None:
    clustercli.write({"taken": "precious"})
    result = clustercli("init", "taken")
    assert (result.code, result.out) == (2, "")
    assert (clustercli.folder / "taken").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["empty", "new/and/deep", "with space", "ниш"])
def test_an_empty_or_a_new_folder_is_filled(clustercli: Clustercli, name: str) -> None:
    (clustercli.folder / "empty").mkdir()
    assert clustercli("init", name).code == 0
    result = clustercli("check", "--catalogue", name)
    assert (result.code, result.out, result.err) == (0, "", "")


def test_what_was_made_is_told_to_programs_too(own: Clustercli) -> None:
    assert own("init", "mine", "--format", "json").json() == [{"folder": "mine/"}]
    assert own("new", "sme", "new-one", "--format", "csv").out == "file\r\ndata/smes/new-one.yaml\r\n"


def test_a_second_start_is_refused(begun: Clustercli) -> None:
    before = files(begun)
    assert begun("init", ".").code == 2
    assert files(begun) == before
