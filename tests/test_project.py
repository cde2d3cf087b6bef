"""The project's own rules: checks pass, files and functions stay short, start-up imports little, SQL is bound."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from clustercli.app import COMMANDS
from tests.conftest import ROOT, Clustercli
from tests.sql import holes, is_sql

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


# What may be formatted into SQL: names of the schema, question marks for values that are bound, fixed conditions.
_FROM_THE_SCHEMA = {
    "AMONG", "kind.name", "table", "column", "view", "select", "f.name", "f.type.beside",
    "condition.format(marks(countries))",
    *(f"marks({values})" for values in ("concepts", "countries", "ids", "kinds", "names", "part", "wanted")),
    "as_json('k.countries')", "cells.as_json('k.sectors')", "name.replace('\"', '\"\"')", "', '.join(columns)",
    "', '.join((f.name for f in fields))", "', '.join((name for name in _FACTS if kind.field(name)))",
    "', '.join((f't.{f.name}' for f in fields))", "', '.join('?' * len(rows[0]))",
    "', '.join((f'k.{f.name} IS NOT NULL AND k.{f.name} <> char(30)' for f in kind.fields))",
    "', '.join((f'\"{name}\" {type_}' for name, type_ in columns.items()))",
    ("', '.join((f'coalesce({spoken}, {{0}}) AS {{0}}'.format(name) if name in texts else name "
     "for name in kind_columns(kind)))"),
    "*(kind.name for kind in kinds.KINDS)", "*_BY_RECORD", "*schema.row_fields()",
}  # fmt: skip


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_is_made_of_constants_and_names_of_the_schema(path: Path) -> None:
    """All SQL stands in index/, and values are bound to it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert set(holes(tree)) <= _FROM_THE_SCHEMA
    if path.parent.name != "index":
        assert [ast.unparse(node) for node in ast.walk(tree) if is_sql(node)] == []
        assert list(holes(tree, runs_only=True)) == []


@pytest.mark.parametrize(
    "code",
    [
        "c.execute(f'SELECT * FROM {x}')",
        "c.execute('SELECT * FROM %s' % x)",
        "c.execute('SELECT * FROM {}'.format(x))",
        "c.execute('SELECT * FROM t WHERE a = ' + x)",
        "c.execute(''.join(['SELECT', x]))",
        "c.executescript(x)",
        "c.executemany(sql=f'INSERT INTO {x} VALUES (?)', parameters=[])",
        "def f(c, x):\n    q = 'SELECT '\n    q += x\n    c.execute(q)",
        "def f(c, x):\n    parts = ['a = ?']\n    parts.append(f'b = {x}')\n    c.execute(' AND '.join(parts))",
        "def f(c, x):\n    parts, all = ['a = ?'], []\n    parts += [f'{y}']\n    c.execute(' AND '.join(parts))",
        "def f(c, x):\n    c.execute('SELECT 1' if c else x)",
        "run = c.execute\nrun(x)",
    ],
)
def test_what_looks_for_formatted_sql_finds_it(code: str) -> None:
    assert set(holes(ast.parse(code))) - _FROM_THE_SCHEMA
    assert list(holes(ast.parse(code), runs_only=True))
