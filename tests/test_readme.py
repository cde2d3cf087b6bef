"""The README cannot rot: its commands give what it shows, its two lines work, and every help text's examples run."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clustercli.app import COMMANDS
from tests.conftest import ROOT, Clustercli
from tests.readme import README, renewed
from tests.repository import Repository


def test_the_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    now = renewed(text, tmp_path)
    assert text == now, "python -m tests.readme\n" + "\n".join(
        difflib.unified_diff(text.splitlines(), now.splitlines(), "README.md", "now", lineterm="")
    )


def test_the_tests_that_the_readme_names_are_there() -> None:
    named = set(re.findall(r"`(tests/[^` ]+)`", README.read_text(encoding="utf-8")))
    assert len(named) > 10
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_readme_begins_with_a_sentence_a_command_and_two_lines_to_copy() -> None:
    text = README.read_text(encoding="utf-8")
    head = text.split("## ")[0]
    assert re.findall(r"```(console|sh)", head) == ["console", "sh", "sh"]


def test_the_first_line_installs_and_matches_in_an_empty_home(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, clone, ignore=ignored)
    (line,) = re.findall(r"^python3 -m venv .*pip install -q \. .*$", README.read_text(encoding="utf-8"), re.MULTILINE)
    home = tmp_path / "home"
    home.mkdir()
    keep = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "NO_PROXY"))}
    path = f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=clone,
        env={**keep, "PATH": path, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    header, *rows = [row.split("\t") for row in done.stdout.splitlines()]
    assert len(rows) >= 10
    column = {name: [row[i] for row in rows] for i, name in enumerate(header)}
    assert set(column["organisation_country"]) == {"RS"}
    assert "CZ" in column["partner_country"]
    assert len(set(column["partner_country"])) >= 3
    assert all(column["why"])


def help_of(clustercli: Clustercli, command: str) -> str:
    return clustercli.process(command, "--help").out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_run(clustercli: Clustercli, command: str) -> None:
    shutil.copytree(ROOT / "data", clustercli.folder / "data")
    if command == "changes":
        Repository.made(clustercli.folder).commit()
    text = " ".join(help_of(clustercli, command).split())
    examples = re.findall(r"Example: clustercli (.*?)(?= Example:| Arguments:| Options:)", text)
    assert examples
    for example in examples:
        done = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m clustercli {example}"],
            cwd=clustercli.folder,
            env={**os.environ, **clustercli.variables({"PYTHONPATH": str(ROOT)})},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, example + "\n" + done.stderr


def test_every_command_takes_catalogue_index_and_format_after_its_name(clustercli: Clustercli) -> None:
    for command in COMMANDS:
        text = help_of(clustercli, command)
        assert "--catalogue DIR" in text
        assert "--index FILE" in text
        assert "--format NAME" in text
