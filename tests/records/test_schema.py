"""The JSON Schema that editors check with: valid, met by every file of the catalogue, and strict about the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from jsonschema import Draft202012Validator

from clustercli.records.kinds import BY_NAME, KINDS
from tests.conftest import ROOT, Clustercli

FILES = [(kind.name, path) for kind in KINDS for path in sorted((ROOT / "data" / kind.folder).rglob("*.yaml"))]
FILE_IDS = [path.relative_to(ROOT / "data").as_posix() for _, path in FILES]


class EditorLoader(yaml.BaseLoader):
    """Reads YAML 1.2 as the editors' language server does: numbers, true, false and null are no text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # as the base class declares it


def _resolve(tag: str, pattern: str, first: str, make: Callable[[str], object]) -> None:
    name = f"tag:yaml.org,2002:{tag}"
    EditorLoader.add_implicit_resolver(name, re.compile(f"(?:{pattern})$"), [*first, ""])
    EditorLoader.add_constructor(name, lambda _, node: make(node.value))


_resolve("int", "[-+]?[0-9]+", "-+0123456789", int)
_resolve("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789", float)
_resolve("bool", "true|True|TRUE|false|False|FALSE", "tTfF", lambda text: text[0] in "tT")
_resolve("null", "null|Null|NULL|~|", "nN~", lambda _: None)


def as_text(text: str) -> Any:
    """The content of a YAML file, with every scalar as the text that stands there."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506  # it makes nothing but text, lists and maps


def as_in_an_editor(text: str) -> Any:
    """The same as an editor's language server sees it."""
    return yaml.load(text, EditorLoader)  # noqa: S506  # as above, and numbers


Validators: TypeAlias = dict[str, Draft202012Validator]


@pytest.fixture(scope="module")
def validators(tmp_path_factory: pytest.TempPathFactory) -> Validators:
    """What `clustercli schema KIND` prints for each kind, and '' for all of them."""
    place = tmp_path_factory.mktemp("schema")
    program = Clustercli(place, place)
    found = {}
    for name in ("", *(kind.name for kind in KINDS)):
        result = program("schema", *filter(None, [name]))
        assert (result.code, result.err) == (0, "")
        found[name] = Draft202012Validator(result.json())
    return found


@pytest.mark.parametrize("kind", ["", *(kind.name for kind in KINDS)], ids=lambda name: name or "any")
def test_the_schema_is_a_valid_one_of_draft_2020_12(validators: Validators, kind: str) -> None:
    schema = validators[kind].schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_every_field_is_explained_to_the_editor(validators: Validators) -> None:
    for kind in KINDS:
        properties = validators[kind.name].schema["$defs"][kind.name]["properties"]
        assert {name: part.get("description") for name, part in properties.items()} == {
            field.name: field.help for field in kind.fields
        }


def test_a_kind_is_known_by_all_its_names(clustercli: Clustercli) -> None:
    assert len({clustercli("schema", word).out for word in ("sme", "smes", "SME", "firm")}) == 1


@pytest.mark.parametrize(("kind", "path"), FILES, ids=FILE_IDS)
def test_every_file_of_the_catalogue_meets_the_schema(validators: Validators, kind: str, path: Path) -> None:
    content = as_text(path.read_text(encoding="utf-8"))
    assert faults(validators[kind], content) == []
    assert validators[""].is_valid(content)


@pytest.mark.parametrize(("kind", "path"), FILES, ids=FILE_IDS)
def test_an_editor_marks_nothing_in_the_catalogue(validators: Validators, kind: str, path: Path) -> None:
    content = as_in_an_editor(path.read_text(encoding="utf-8"))
    assert faults(validators[kind], content) == []


def faults(validator: Draft202012Validator, content: Any) -> list[str]:
    """Where a file departs from the schema, and how: the innermost complaints."""
    open_ = list(validator.iter_errors(content))
    found = set()
    while open_:
        error = open_.pop()
        open_ += error.context or ()
        if not error.context:
            found.add(f"{error.json_path}: {error.message[:80]}")
    return sorted(found)


SOUND: dict[str, dict[str, Any]] = {
    "cluster": {"id": "sound", "name": "Sound", "country": "CZ", "sectors": ["fabrics"]},
    "sme": {"id": "sound", "name": "Sound", "country": "CZ", "sectors": ["fabrics"]},
    "institution": {"id": "sound", "name": "Sound", "country": "CZ"},
    **{kind: {"id": "sound", "name": "Sound"} for kind in ("project", "platform", "document", "programme", "scheme")},
}
# What both the check and the editor take (the fields beside the required ones, as a user writes them).
GOOD = [
    ("sme", "founded: 2012"),
    ("sme", "sources: {record: [https://example.org/a], employees: https://example.org/b}"),
    ("sme", "dead_links: [{url: https://example.org/a, state: foreign, seen: 2026-11}]"),
    ("sme", "renamed_from: [old-name, older-name]"),
    ("cluster", "labels: [{scheme: Some Label, level: gold}]"),
    ("institution", "functions: [contact point, {function: help desk, country: CZ, period: 2011/2014}]"),
    ("project", "milestones: [{title: Forum, participants: '>30', outcome: 12 firms met, status: unknown}]"),
    ("platform", "operator: European Commission"),
    ("document", "parties: [{name: Ministry, country: RS, role: client}]"),
    ("document", "stages: [{stage: draft, date: 2015-11}, {stage: published, date: 2016-03}]"),
    ("document", "kind: case study"),
    ("programme", "calls: [{title: First call, opens: 2015-06-08, closes: 2015-09-28}]"),
    ("scheme", "levels: [bronze, {level: gold, validity: 3 years, requires: an audit}]"),
    ("scheme", "validity: 18 months"),
    ("sme", "founded: 2012-12~"),
    ("sme", "founded: ../2012"),
    ("sme", "founded: /2012"),
    ("sme", "name: {cs: Zvuk, sr-Cyrl: Звук}"),
    ("sme", "name: 1492"),
    ("sme", "employees: 140"),
    ("sme", "employees: ~140"),
    ("sme", "employees: '>140'"),
    ("sme", "nace: [13.20, C13.20, 1320, '13']"),
    ("sme", "nace: [V99]"),
    ("sme", "country: NO"),
    ("sme", "products: [cloth, {concept: fabrics}, {concept: fabrics, text: wool}]"),
    ("sme", "identifiers: {cz-ico: 00177041}"),
    ("sme", "identifiers: {rs-pib: 101134702}"),
    ("sme", "place: [50.77, 15.06]"),
    ("sme", "notes: one alone"),
    ("sme", "certificates: [9001]"),
    ("sme", "sources: [https://example.org/about]"),
    ("sme", "disputed: {employees: [{value: 150, source: https://example.org}]}"),
    ("cluster", "members: {total: 30, as_of: 2014}"),
    ("project", "budget: {amount: 2053050, currency: EUR}"),
    ("project", "budget: [{amount: 425698.75, currency: EUR}]"),
    ("project", "budget: [{amount: 100, currency: EUR, part: total}]"),
    ("project", "partners: [{name: X, country: RS, role: lead}]"),
    ("project", "milestones: [{date: 2012, title: Start, country: [AT, CZ], kind: start}]"),
    ("project", "indicators: [{name: meetings, target: 10, achieved: 12}]"),
    ("project", "reference: 3CE291P2"),
    ("project", "reference: 12345"),
]
# What neither takes.
BAD = [
    ("sme", "nmae: X"),
    ("sme", "id: Not_An_Id"),
    ("sme", "id: two--dashes"),
    ("sme", "name: []"),
    ("sme", "name: {Czech: X}"),
    ("sme", "name: ''"),
    ("sme", "name: {cs: []}"),
    ("sme", "country: Serbia"),
    ("sme", "country: cz"),
    ("sme", "country: [CZ]"),
    ("sme", "sectors: [no-such-concept]"),
    ("sme", "sectors: fabrics"),
    ("sme", "founded: soon"),
    ("sme", "nace: [textile]"),
    ("sme", "nace: 13.20"),
    ("sme", "employees: many"),
    ("sme", "employees: 1.5"),
    ("sme", "size: huge"),
    ("sme", "website: www.example.org"),
    ("sme", "place: [50.77]"),
    ("sme", "place: Liberec"),
    ("sme", "languages: [czech]"),
    ("sme", "identifiers: {passport: 1}"),
    ("sme", "products: [{concept: no-such-concept}]"),
    ("sme", "products: [{words: cloth}]"),
    ("sme", "contacts: [{email: info@example.org}]"),
    ("sme", "contacts: [{role: office, email: nobody}]"),
    ("sme", "disputed: {emploiees: [{value: 1, source: https://example.org}]}"),
    ("sme", "disputed: {employees: [{value: 150}]}"),
    ("sme", "status: open"),
    ("sme", "milestones: []"),
    ("cluster", "members: 30"),
    ("cluster", "members: {totl: 30}"),
    ("institution", "type: pub"),
    ("project", "budget: {amount: 2.053.050, currency: EUR}"),
    ("project", "budget: {amount: 100}"),
    ("project", "budget: {amount: 100, currency: Euro}"),
    ("project", "partners: [{name: X}]"),
    ("project", "partners: [{name: X, role: boss}]"),
    ("project", "milestones: [{date: 2012}]"),
    ("project", "milestones: [{title: X, date: 'end of 2012'}]"),
]
REQUIRED = [(kind.name, field.name) for kind in KINDS for field in kind.fields if field.required]


def record(kind: str, line: str) -> str:
    """The text of a record that is sound but for one line."""
    own = line.partition(":")[0]
    lines = [f"{name}: {value}" for name, value in SOUND[kind].items() if name != own]
    return "\n".join([*lines, line]) + "\n"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    """What `check` says of each good and bad record: its messages."""
    place = tmp_path_factory.mktemp("checked")
    program = Clustercli(place / "home", place)
    cases = [*GOOD, *BAD]
    program.write({"data/catalogue.yaml": "title: Cases\n"})
    for position, (kind, line) in enumerate(cases):
        text = record(kind, line).replace("id: sound", f"id: sound-{position}")
        program.write({f"data/{BY_NAME[kind].folder}/{position}.yaml": text})
    found: dict[tuple[str, str], list[str]] = {case: [] for case in cases}
    for problem in program("check", "--format", "json").json():
        found[cases[int(Path(problem["file"]).stem)]].append(problem["message"])
    return found


@pytest.mark.parametrize(("kind", "line"), GOOD, ids=lambda part: part)
def test_what_the_check_takes_an_editor_takes(
    validators: Validators, checked: dict[tuple[str, str], list[str]], kind: str, line: str
) -> None:
    assert checked[kind, line] == []
    assert faults(validators[kind], as_in_an_editor(record(kind, line))) == []


@pytest.mark.parametrize(("kind", "line"), BAD, ids=lambda part: part)
def test_what_the_check_refuses_an_editor_marks(
    validators: Validators, checked: dict[tuple[str, str], list[str]], kind: str, line: str
) -> None:
    assert checked[kind, line] != []
    assert not validators[kind].is_valid(as_text(record(kind, line)))


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_a_record_without_a_required_field_is_marked(validators: Validators, kind: str, field: str) -> None:
    whole = SOUND[kind]
    assert validators[kind].is_valid(whole)
    assert validators[kind].is_valid([whole, whole])
    less = {name: value for name, value in whole.items() if name != field}
    assert not validators[kind].is_valid(less)
    assert not validators[kind].is_valid([whole, less])


@pytest.mark.parametrize("content", ["text", ["text"], [["nested"]], {}])
def test_what_is_no_record_is_marked(validators: Validators, content: object) -> None:
    assert not any(validator.is_valid(content) for validator in validators.values())
