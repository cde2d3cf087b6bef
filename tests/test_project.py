"""The project's own rules: checks pass, files and functions stay short, start-up imports little, SQL is bound."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from clustercli.app import COMMANDS
from tests.conftest import ROOT, Clustercli

PACKAGE = sorted((ROOT / "clustercli").rglob("*.py"))
LONGEST_FILE = 310
LONGEST_FUNCTION = 40


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--no-cache", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_check_passes(command: list[str]) -> None:
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([str(program), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
            length = (node.end_lineno or 0) - first.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def modules_of(clustercli: Clustercli, *arguments: str) -> set[str]:
    """The modules that a command imports, in a process of its own."""
    code = (
        "import sys, json, os; from clustercli.app import run; from clustercli.env import Environment; "
        "run(sys.argv[1:], Environment(out=open(os.devnull, 'w'))); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        cwd=clustercli.folder,
        env={**os.environ, **clustercli.variables({"PYTHONPATH": str(ROOT)})},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


HEAVY = {"yaml", "sqlite_utils", "rich", "pydantic", "numpy", "clustercli.index.write", "clustercli.catalogue.validate"}


def test_a_warm_match_imports_nothing_heavy(small: Clustercli) -> None:
    time.sleep(0.1)  # a file younger than a clock tick is read again by the next command
    small("load")
    imported = modules_of(small, "match", "--sector", "apparel", "--country", "RS", "--format", "csv")
    assert "clustercli.match.score" in imported
    assert imported & HEAVY == set()


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("match", "--help")], ids=" ".join)
def test_help_and_version_open_no_index(clustercli: Clustercli, arguments: tuple[str, ...]) -> None:
    imported = modules_of(clustercli, *arguments)
    assert imported & (HEAVY | {"sqlite3"}) == set()


def test_the_list_of_commands_imports_none_of_them(clustercli: Clustercli) -> None:
    modules = {f"clustercli.commands.{place.partition('.')[0]}" for place, _ in COMMANDS.values()}
    assert modules_of(clustercli, "--help") & modules == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_by_the_first_sentence_of_its_help(name: str) -> None:
    place, listed = COMMANDS[name]
    module, _, function = place.partition(".")
    help_ = getattr(import_module(f"clustercli.commands.{module}"), function).__doc__
    first, *_ = " ".join(help_.partition("\n\n")[0].split()).split(". ")
    assert listed == first.rstrip(".") + "."


def test_sql_is_made_of_constants_and_names_of_the_schema() -> None:
    """Values are bound; formatted into SQL are only names of the schema, question marks and fixed conditions."""
    allowed = {"table", "key", "mine", "marks", "kind.name", "', '.join(names)", "' AND '.join(where)", "names",
               "where", "quoted", "column", "columns", "codes", "APPLICATION_ID", "AMONG"}  # fmt: skip
    for path in PACKAGE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = ast.unparse(node)
                if re.search(r"\b(SELECT .* FROM|INSERT INTO|DELETE FROM|DROP TABLE|PRAGMA)\b", text):
                    for part in ast.walk(node):
                        if isinstance(part, ast.FormattedValue):
                            inside = ast.unparse(part.value)
                            assert inside in allowed or inside.startswith("marks("), f"{path.name}: {inside}"
