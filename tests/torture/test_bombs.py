"""No file takes the program over 10 seconds or 500 MB, whatever it holds, and the record beside it stays usable."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from clustercli.errors import Exit
from tests.catalogue.test_problems import VOCABULARY
from tests.conftest import ROOT, Clustercli
from tests.torture.bad.bombs import BOMBS
from tests.torture.conftest import Tally

SECONDS, MEGABYTES = 10, 500  # the limits that the issue states
GOOD = "id: good\nname: Good\ncountry: CZ\nsectors: [fabrics]\n"


def limit() -> None:
    """In the child, before it runs: a processor for ten seconds, and no more."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def checked(clustercli: Clustercli, out: Path) -> tuple[int, float]:
    """`check` in a process of its own, into a file: its exit code, and its peak of memory in MB."""
    path = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with out.open("wb") as stream:
        child = subprocess.Popen(
            [sys.executable, "-m", "clustercli", "check", "--format", "json"],
            cwd=clustercli.folder,
            env=clustercli.variables(path),
            stdout=stream,
            stderr=subprocess.STDOUT,
            preexec_fn=limit,  # noqa: PLW1509  # no threads here
        )
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, used.ru_maxrss / 1024


def written(path: Path, name: str) -> None:
    """A bomb, made in a process of its own: what a parent holds would count as the child's memory, too."""
    code = (
        "import sys; from tests.torture.bad.bombs import BOMBS; made = BOMBS[sys.argv[1]].text(); "
        "open(sys.argv[2], 'wb').write(made if isinstance(made, bytes) else made.encode())"
    )
    subprocess.run([sys.executable, "-c", code, name, str(path)], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if bomb.light else pytest.mark.torture) for name, bomb in BOMBS.items()]
)
def test_a_bomb_is_told_or_read_within_ten_seconds_and_500_mb(
    name: str, clustercli: Clustercli, tmp_path: Path, tally: Tally
) -> None:
    clustercli.write({"data/catalogue.yaml": "title: Small\n", "data/vocabulary/words.yaml": VOCABULARY,
                      "data/clusters/x.yaml": "", "data/smes/good.yaml": GOOD})  # fmt: skip
    written(clustercli.folder / "data/clusters/x.yaml", name)
    code, megabytes = checked(clustercli, tmp_path / "out.json")
    said = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert code == (Exit.BAD_RECORDS if BOMBS[name].fault else Exit.OK), said[-1000:]
    assert megabytes < MEGABYTES
    problems = json.loads(said)
    first = [f"{p['line']}:{p['column']} {p['code']}" for p in problems[:1]]
    assert first == ([BOMBS[name].fault] if BOMBS[name].fault else [])
    assert all(len(p["message"] + p["hint"]) < 1000 for p in problems)
    assert clustercli("show", "good").code == Exit.OK
    tally("bad input: within 10 s and 500 MB", 1, "bombs")
