"""Bad catalogues, hundreds: each is accepted with its value or refused at its place, and spoils nothing beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from clustercli.errors import Exit
from tests.catalogue.test_problems import VOCABULARY
from tests.conftest import Clustercli
from tests.torture.bad import CLUSTER, PROJECT, SME, Case, dates, encodings, ids, links, numbers, shapes, syntax, types
from tests.torture.conftest import Tally

CLASSES = {"YAML": syntax, "encodings": encodings, "shapes": shapes, "types": types, "dates": dates, "numbers": numbers,
           "ids": ids, "links": links}  # fmt: skip
CASES: dict[str, Case] = {f"{of}: {case.name}": case for of, module in CLASSES.items() for case in module.CASES}
# What every catalogue has beside its own files.
BESIDE = {
    "catalogue.yaml": "title: Small\n",
    "vocabulary/words.yaml": VOCABULARY,
    "smes/good.yaml": "id: good\nname: Good\ncountry: CZ\nsectors: [fabrics]\n",
}
REMEDY = re.compile(r"did you mean|Form: |such as|not one of|it begins with|whole number: |amount: ")
KIND = {CLUSTER: "clusters", SME: "smes", PROJECT: "projects"}


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) == sum(len(module.CASES) for module in CLASSES.values()) >= 800


@pytest.fixture
def program(clustercli: Clustercli) -> Clustercli:
    """The program in the folder that a case's catalogue will be in."""
    (clustercli.folder / "data").mkdir()
    return clustercli


def write(program: Clustercli, case: Case) -> None:
    """Write a case's files, and what every catalogue has beside them."""
    for name, held in {**BESIDE, **case.files}.items():
        path = program.folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held if isinstance(held, bytes) else held.encode("utf-8"))


def problems(program: Clustercli) -> list[dict[str, Any]]:
    """The problems that `check` tells; anything but an orderly end fails the test."""
    checked = program("check", "--format", "json")
    found: list[dict[str, Any]] = json.loads(checked.out)
    assert (checked.code, checked.err) == (Exit.BAD_RECORDS if found else Exit.OK, "")
    return found


def places(found: list[dict[str, Any]]) -> list[str]:
    """Where problems are, and their codes."""
    return [f"{p['file'].removeprefix('data/')}:{p['line']}:{p['column']} {p['code']}" for p in found]


def unhelpful(found: list[dict[str, Any]], case: Case) -> Iterator[str]:
    """Problems without a remedy, or without the words that a case asks for."""
    for problem, fault in zip(found, case.faults, strict=True):
        said = f"{problem['message']} {problem['hint']}"
        if fault.split(" ", 2)[2:] and fault.split(" ", 2)[2] not in said:
            yield f"{fault.split(' ', 2)[2]} is not in: {said}"
        if not problem["hint"] and not REMEDY.search(problem["message"]):
            yield f"no remedy: {said}"
        if len(said) > 900:
            yield f"too much is said: {said}"


@pytest.mark.parametrize("name", CASES)
def test_it_is_accepted_with_its_value_or_refused_at_its_place(name: str, program: Clustercli, tally: Tally) -> None:
    case = CASES[name]
    write(program, case)
    found = problems(program)
    assert places(found) == [" ".join(fault.split(" ")[:2]) for fault in case.faults]
    assert list(unhelpful(found, case)) == []
    for place, value in case.values.items():
        id_, _, field = place.partition(".")
        shown = program("show", id_, "--json")
        assert shown.code == Exit.OK, shown.err
        assert shown.json().get(field, "<none>") == value
    file = next(iter(case.files))
    if case.faults and file in KIND and "x" not in {place.partition(".")[0] for place in case.values}:
        assert program("show", "x", "--json").code in (Exit.BAD_RECORDS, Exit.NOT_FOUND)
    if case.faults and "good" not in {place.partition(".")[0] for place in case.values}:
        neighbours = program("export", "smes", "--format", "json", "--allow-partial").json()
        assert {"id": "good", "name": "Good", "country": "CZ", "sectors": ["fabrics"]}.items() <= next(
            row for row in neighbours if row["id"] == "good"
        ).items()
    tally("bad input", 1, "catalogues")
