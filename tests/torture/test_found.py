"""Fuzzing: what it once found stays mended, a sample of its inputs runs each time, and the whole on request."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.torture.conftest import Tally
from tests.torture.inputs import FOUND, sample
from tests.torture.targets import TARGETS, content_of

SAMPLE = {"catalogue": 1500, "index": 400, "dates": 1000, "scalars": 1000, "codes": 100, "folding": 500, "cells": 500}
WHOLE = {"catalogue": 300_000, "index": 20_000, "dates": 300_000, "scalars": 200_000, "codes": 20_000,
         "folding": 100_000, "cells": 60_000}  # fmt: skip


@pytest.mark.parametrize("case", sorted(path.name for path in FOUND.iterdir()))
def test_what_was_found_stays_mended(case: str, tally: Tally) -> None:
    TARGETS[case.partition("-")[0]]((FOUND / case).read_bytes())
    tally("found by fuzzing and mended", 1, "inputs")


@pytest.mark.parametrize("target", TARGETS)
def test_a_sample_of_inputs_breaks_no_promise(target: str, tally: Tally) -> None:
    tally("fuzzing, the sample", sample(target, SAMPLE[target], seed=1), "runs")


def test_most_of_the_ways_to_be_wrong_are_tried() -> None:
    """The mutations get as far as they should: many codes of problems, and records without any."""
    codes: set[str] = set()
    sound = 0

    def look(data: bytes) -> None:
        nonlocal sound
        _, content = content_of(data)
        codes.update(problem.code for problem in content.problems)
        sound += sum(record.sound for record in content.records)

    sample("catalogue", 1500, seed=1, check=look)
    assert len(codes) > 25
    assert sound > 200


@pytest.mark.torture
@pytest.mark.parametrize("target", TARGETS)
def test_a_million_inputs_break_no_promise(target: str, tally: Tally, tmp_path: Path) -> None:
    """Guided by coverage where atheris is installed; else with mutations of our own alone."""
    tally("fuzzing", (_guided if find_spec("atheris") else _unguided)(target, WHOLE[target], tmp_path), "runs")


def _unguided(target: str, count: int, folder: Path) -> int:
    del folder
    return sample(target, count, seed=2)


def _guided(target: str, count: int, folder: Path) -> int:
    command = [sys.executable, "-m", "tests.torture.fuzz", target, "--runs", str(count), "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    [runs] = re.findall(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    return int(runs)
