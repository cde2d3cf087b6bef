"""`match --all`: every organisation's best partners, in parts, and after any change what a new run gives."""

from __future__ import annotations

import os
import pickle
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from clustercli import locks
from clustercli.commands import workers
from clustercli.commands.batch import Batch, State, program, slice_of
from clustercli.errors import ClusterError
from clustercli.index import best, place, state
from tests.benchmarks.generate import generate
from tests.conftest import ROOT, Clustercli

PROJECT = """id: bridge
name: Bridge
partners:
- {{organisation: {0}}}
- {{organisation: {1}}}
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of two hundred firms in files of twenty."""
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, 200, seed=5, per_file=20)
    return folder


@pytest.fixture
def market(clustercli: Clustercli, generated: Path) -> Clustercli:
    """The program in a folder with that catalogue."""
    shutil.copytree(generated, clustercli.folder, dirs_exist_ok=True)
    time.sleep(0.1)
    return clustercli


def files(market: Clustercli) -> list[Path]:
    return sorted((market.folder / "data" / "smes").rglob("*.yaml"))


def ids(path: Path) -> list[str]:
    return re.findall(r"^- id: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)


def edit(path: Path, pattern: str, instead: str, count: int = 1) -> None:
    text, done = re.subn(pattern, instead, path.read_text(encoding="utf-8"), count=count, flags=re.MULTILINE)
    assert done
    path.write_text(text, encoding="utf-8")
    time.sleep(0.1)


def index_of(market: Clustercli) -> Path:
    market("load")
    (index,) = (market.home / "cache" / "clustercli").glob("*.db")
    return index


def due(market: Clustercli) -> int:
    """How many lists are to be made now."""
    # Who reads keeps those waiting who write: what follows would wait for an index that is left open here.
    with closing(place.read_only(index_of(market))) as connection:
        return len(Batch(connection).due().lists)


def everything(market: Clustercli) -> str:
    result = market("match", "--all", "--format", "csv")
    assert result.code == 0
    assert "not stored" not in result.err
    return result.out


def anew(market: Clustercli) -> str:
    """What a first run gives: over a copy of the catalogue, with an index of its own."""
    with TemporaryDirectory(dir=market.folder.parent) as beside:
        other = Clustercli(Path(beside) / "home", Path(beside) / "folder", market.used)
        shutil.copytree(market.folder, other.folder)
        time.sleep(0.06)  # a file younger than this is read again by the next command
        return everything(other)


def test_each_has_the_partners_that_match_gives_it_alone(market: Clustercli) -> None:
    rows = market("match", "--all", "--format", "json").json()
    for id_ in [id_ for path in files(market) for id_ in ids(path)][::8]:
        alone = market("match", id_, "--limit", "10", "--format", "json").json()
        listed = [row for row in rows if row["organisation"] == id_]
        assert [(row["partner"], row["score"]) for row in listed] == [(row["partner"], row["score"]) for row in alone]
        assert [row["place"] for row in listed] == list(range(1, len(alone) + 1))


@pytest.mark.parametrize(("format_", "of"), [("csv", 1), ("csv", 7), ("tsv", 3), ("jsonl", 3), ("markdown", 2)])
def test_parts_put_together_are_the_whole_byte_for_byte(market: Clustercli, format_: str, of: int) -> None:
    parts = [market("match", "--all", "--part", f"{n}/{of}", "--format", format_).out for n in range(1, of + 1)]
    assert "".join(parts) == market("match", "--all", "--format", format_).out
    assert [market("match", "--all", "--part", f"{n}/{of}", "--format", format_).out for n in range(1, of + 1)] == parts


def test_several_processes_give_the_same_bytes(market: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = anew(market)
    monkeypatch.setattr("clustercli.commands.everyone._ALONE", 0)
    monkeypatch.setattr("clustercli.commands.everyone._AT_ONCE", 30)
    assert everything(market) == alone


def test_what_is_stored_and_has_not_changed_is_not_made_again(market: Clustercli) -> None:
    assert due(market) == 200
    first = everything(market)
    assert due(market) == 0
    files(market)[0].touch()
    time.sleep(0.1)
    assert due(market) == 0, "a file was read again, but says what it said"
    assert everything(market) == first


def test_after_one_record_changed_few_lists_are_made_and_all_are_right(market: Clustercli) -> None:
    everything(market)
    edit(files(market)[3], r"^  sectors: .*$", "  sectors: [furniture]")
    assert 0 < due(market) < 150
    assert everything(market) == anew(market)


def test_after_any_changes_the_lists_are_those_of_a_new_run(market: Clustercli) -> None:
    dice = random.Random(7)  # noqa: S311  # the same edits each time
    everything(market)
    for _ in range(6):
        path = dice.choice(files(market))
        how = dice.randrange(6)
        if how == 0:
            edit(path, r"^  languages: .*$", "  languages: [hu, en]")
        elif how == 1:
            edit(path, r"^- id: .*\n(?:  .*\n)+", "")
        elif how == 2:
            edit(path, r"^(- id: .*)$", r"\1\n  status: closed")
        elif how == 3:
            path.rename(path.with_name(f"moved-{path.name}"))
            time.sleep(0.1)
        elif how == 4:
            pair = dice.sample([id_ for file in files(market) for id_ in ids(file)], 2)
            market.write({"data/projects/bridge.yaml": PROJECT.format(*pair)})
        else:
            other = dice.choice([id_ for file in files(market) for id_ in ids(file) if file != path])
            edit(path, r"^(- id: .*)$", rf"\1\n  same_as: {other}")
        changed = everything(market)
        assert changed == anew(market), how


def test_another_policy_makes_all_lists_anew(market: Clustercli) -> None:
    everything(market)
    policy = (ROOT / "data" / "match.yaml").read_text(encoding="utf-8")
    market.write({"data/match.yaml": policy.replace('version: "2"', 'version: "3"').replace("0.85", "0.5")})
    assert due(market) == 200
    rows = market("match", "--all", "--format", "json").json()
    assert {row["policy"].partition("-")[0] for row in rows} == {"3"}
    assert everything(market) == anew(market)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--all", "--sector", "food"],
        ["--all", "--country", "CZ"],
        ["--part", "1/2"],
        ["--dask", "127.0.0.1:1"],
        ["--all", "--part", "0/3"],
        ["--all", "--part", "4/3"],
        ["--all", "--part", "half"],
        ["--all", "--part", "1/2", "--format", "json"],
    ],
    ids=" ".join,
)
def test_what_does_not_belong_together_is_told(clustercli: Clustercli, wrong: list[str]) -> None:
    result = clustercli("match", *wrong)
    assert (result.code, result.out) == (2, "")
    assert "  " in result.err or "Form:" in result.err


def test_on_a_terminal_the_first_lines_are_shown(clustercli: Clustercli) -> None:
    screen = clustercli.screen("match", "--all")
    assert len(screen.splitlines()) == 22
    assert "match --all --format csv" in screen


def test_an_index_that_cannot_be_kept_gives_the_same_answer(clustercli: Clustercli) -> None:
    kept = everything(clustercli)
    result = clustercli("--index", "/proc/none/index.db", "match", "--all", "--format", "csv")
    assert result.out == kept
    assert "in memory" in result.err


# The program with several processes; when the first slice is made it says so, and waits.
_BEGUN = """
import sys, time
from clustercli.app import run
from clustercli.commands import everyone
from clustercli.env import Environment

def begun(done, total):
    print("begun", file=sys.stderr, flush=True)
    time.sleep(60)

if __name__ == "__main__":
    Environment.progress = lambda env, what: begun if what.startswith("Matching") else lambda done, total: None
    everyone._ALONE, everyone._AT_ONCE = 0, 1
    sys.exit(run(["match", "--all", "--format", "csv"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interruption_stores_nothing_and_leaves_nothing_running(market: Clustercli) -> None:
    market("load")
    process = subprocess.Popen(
        [sys.executable, "-c", _BEGUN],
        cwd=market.folder,
        env=market.variables({"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    assert process.stderr.readline() == b"begun\n"
    process.send_signal(signal.SIGINT)
    # It ends when all that have its streams have ended.
    assert (*process.communicate(timeout=50), process.returncode) == (b"", b"", 130)
    assert due(market) == 200


def test_a_process_that_is_killed_is_told(market: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clustercli.commands.everyone._ALONE", 0)
    monkeypatch.setattr("clustercli.commands.workers._begin", os._exit)
    result = market("match", "--all", "--format", "csv")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("A process that matched organisations was ended from outside")
    assert due(market) == 200


def test_one_processor_or_a_frozen_program_does_it_alone(market: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clustercli.commands.everyone._ALONE", 0)
    monkeypatch.setattr("clustercli.commands.workers._begin", os._exit)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert len(everything(market).splitlines()) > 200


def test_processors_are_counted_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert workers.processors() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers.processors() == 1


def test_what_cannot_be_stored_is_answered_all_the_same(market: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    first = everything(market)
    edit(files(market)[3], r"^  sectors: .*$", "  sectors: [furniture]")
    changed = anew(market)
    index = index_of(market)
    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    with closing(place.read_only(index)) as reading:
        assert state.stamp(reading)
        result = market("match", "--all", "--format", "csv")
    assert (result.code, result.out) == (0, changed)
    assert changed != first
    assert result.err.startswith("The lists were not stored: ")
    assert everything(market) == changed


def test_of_two_runs_at_once_both_answer_and_one_stores(market: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    amend = state.amend

    def second(index: Path, seen: str, change: Callable[[sqlite3.Connection], None]) -> bool:
        assert amend(index, seen, change), "the other run was quicker"
        return amend(index, seen, change)

    monkeypatch.setattr(state, "amend", second)
    result = market("match", "--all", "--format", "csv")
    assert result.err.startswith("The lists were not stored: ")
    monkeypatch.undo()
    assert due(market) == 0
    assert (0, everything(market)) == (result.code, result.out)


class Elsewhere(NamedTuple):
    """An index in a place without a catalogue, and what a slice of it is."""

    at: State
    numbers: list[int]
    slice: list[tuple[best.Matched, best.List]]


@pytest.fixture
def elsewhere(market: Clustercli) -> Elsewhere:
    index = index_of(market).rename(market.home / "alone.db")
    shutil.rmtree(market.folder)
    with closing(place.read_only(index)) as connection:
        batch = Batch(connection)
        numbers = sorted(batch.ids)[5:15]
        return Elsewhere(State(index, state.stamp(connection), program()), numbers, batch.slice(numbers))


def test_a_worker_needs_the_index_only_and_holds_it_for_a_slice_only(elsewhere: Elsewhere) -> None:
    at, numbers, slice_ = elsewhere
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(slice_of, [at] * 6, [numbers] * 6)) == [slice_] * 6
    assert state.amend(at.path, at.stamp, lambda _: None), "nobody reads any more"
    with pytest.raises(ClusterError, match="has changed since"):
        slice_of(at, numbers)


def test_a_worker_sees_that_another_file_lies_in_the_place_of_the_index(elsewhere: Elsewhere) -> None:
    at, numbers, slice_ = elsewhere
    assert slice_of(at, numbers) == slice_
    saved = at.path.rename(at.path.with_name("saved.db"))
    with pytest.raises(ClusterError, match="No such file"):
        slice_of(at, numbers)
    at.path.write_bytes(b"something else, and long enough to be read as a file that SQLite may know " * 99)
    with pytest.raises(ClusterError, match="not a database"):
        slice_of(at, numbers)
    shutil.copy2(saved, at.path)
    assert slice_of(at, numbers) == slice_


def test_a_worker_with_another_program_makes_nothing(elsewhere: Elsewhere) -> None:
    with pytest.raises(ClusterError, match="another version of clustercli") as told:
        slice_of(elsewhere.at._replace(program="0.0.1-00000000"), elsewhere.numbers)
    again = pickle.loads(pickle.dumps(told.value))  # noqa: S301  # as it comes from another process
    assert (again.message, again.hints, again.code) == (told.value.message, told.value.hints, told.value.code)
