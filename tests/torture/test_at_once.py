"""Many processes at once: each gets a whole answer of one moment, none fails, and who holds a lock is named."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from clustercli import locks
from clustercli.errors import Exit
from clustercli.index import place
from tests.conftest import ROOT, Clustercli
from tests.torture import catalogues
from tests.torture.conftest import Tally

COMMANDS = (
    ("list", "smes", "--format", "json"),
    ("load",),
    ("load", "--rebuild"),
    ("export", "--out", "lists", "--quiet"),
    ("export", "smes", "--format", "json"),
    ("match", "firm-1-1"),
    ("search", "Firm"),
    ("check",),
)


@pytest.fixture
def tortured(clustercli: Clustercli) -> Clustercli:
    catalogues.write(clustercli.folder)
    return clustercli


def start(program: Clustercli, *arguments: str) -> subprocess.Popen[str]:
    variables = program.variables({"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})
    return subprocess.Popen(
        [sys.executable, "-m", "clustercli", *arguments], cwd=program.folder, env=variables, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def rewrite(program: Clustercli, stop: threading.Event, seed: int) -> None:
    """What an editor, rsync or git does meanwhile: replace a file, or write it in its place, in pieces."""
    rng, version = random.Random(seed), 0  # noqa: S311  # the same each time
    while not stop.wait(rng.random() / 10):
        version += 1
        file = rng.randrange(catalogues.FILES)
        path = program.folder / f"data/smes/{file:02}.yaml"
        text = catalogues.firms(file, version)
        if version % 2:
            other = path.with_name(".other")
            other.write_text(text, encoding="utf-8")
            other.replace(path)
        else:
            with path.open("w", encoding="utf-8") as out:
                for part in (text[:500], text[500:]):  # the first ends within a word
                    out.write(part)
                    out.flush()


def assert_whole(answer: str) -> None:
    """All firms are there, and those of a file are of one version of it."""
    versions: dict[str, set[str]] = {}
    rows = json.loads(answer)
    for row in rows:
        versions.setdefault(row["id"].split("-")[1], set()).add(row.get("description", ""))
    assert len(rows) == catalogues.FILES * catalogues.FIRMS
    assert [said for said in versions.values() if len(said) != 1] == []


def at_once(program: Clustercli, runs: int, seed: int) -> tuple[int, int]:
    """Start groups of 2 to 16 processes, until so many answers were whole. The number of those, and of the refusals.

    Refused, with the file named, is the half of a file whose other half did not come in time: on a busy machine
    the editor may have to wait for its turn.
    """
    rng, refused, whole = random.Random(seed), 0, 0  # noqa: S311  # the same each time
    while whole < runs:
        if rng.random() < 0.3:
            shutil.rmtree(program.home / "cache", ignore_errors=True)
        group = [rng.choice(COMMANDS) for _ in range(rng.randint(2, 16))]
        for command, process in [(command, start(program, *command)) for command in group]:
            out, err = process.communicate(timeout=120)
            if "problem" in err or "unreadable" in err or process.returncode == Exit.BAD_RECORDS:
                assert "data/smes/" in out + err or "clustercli check" in err, (command, out, err)
                refused += 1
                continue
            assert process.returncode == 0, (command, err)
            assert command[0] == "load" or err == "", (command, err)
            if "json" in command:
                assert_whole(out)
            whole += 1
    return whole, refused


def assert_as_a_fresh_one(program: Clustercli) -> None:
    """The index is whole, and answers as one does that is made anew; nothing else lies beside it."""
    before = program("export", "smes", "--format", "json").out
    cache = program.home / "cache/clustercli"
    (index,) = cache.glob("*.db")
    assert {path.name for path in cache.iterdir()} <= {index.name, f"{index.name}.exports"}
    with closing(sqlite3.connect(index)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    shutil.rmtree(program.home / "cache")
    assert program("export", "smes", "--format", "json").out == before
    assert [path.name for path in (program.folder / "lists").glob(".*")] == [".clustercli-export.json"]


def many_at_once(program: Clustercli, tally: Tally, runs: int, seed: int) -> None:
    program("export", "--out", "lists")
    stop = threading.Event()
    editor = threading.Thread(target=rewrite, args=(program, stop, seed))
    editor.start()
    try:
        whole, refused = at_once(program, runs, seed)
    finally:
        stop.set()
        editor.join()
    assert_as_a_fresh_one(program)
    tally("2 to 16 processes at once, while files are edited: no failure, no torn answer", whole, "runs")
    tally("of them told that a file was met half written, and named it", refused, "refusals")


def test_some_processes_at_once(tortured: Clustercli, tally: Tally) -> None:
    many_at_once(tortured, tally, 40, 1)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10))
def test_many_processes_at_once(tortured: Clustercli, tally: Tally, seed: int) -> None:
    many_at_once(tortured, tally, 110, seed)


_HOLD_INDEX = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
_HOLD_FOLDER = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(code: str, path: Path) -> Iterator[int]:
    """Another process holds something; its number."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.pid
    finally:
        process.communicate("")


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
@pytest.mark.parametrize("command", [("list", "smes"), ("export", "--out", "lists")])
def test_an_index_that_another_process_keeps_is_done_without_and_the_process_named(
    tortured: Clustercli, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    answer = tortured("list", "smes").out
    (index,) = (tortured.home / "cache/clustercli").glob("*.db")
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    with held(_HOLD_INDEX, index) as pid:
        result = tortured(*command)
    assert result.code == 0
    assert result.out == answer or command[0] == "export"
    first, *_ = result.err.splitlines()
    assert first.startswith(f"The index cannot be kept in {index}: process {pid} (python")
    assert first.endswith(" holds it; it was made in memory.")


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
def test_a_load_that_cannot_be_kept_is_a_failure(tortured: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    tortured("load")
    (index,) = (tortured.home / "cache/clustercli").glob("*.db")
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    with held(_HOLD_INDEX, index) as pid:
        result = tortured("load", "--rebuild")
    assert result.code == 1
    assert f"process {pid} " in result.err


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
def test_an_export_names_the_process_that_keeps_the_folder(
    tortured: Clustercli, monkeypatch: pytest.MonkeyPatch
) -> None:
    tortured("export", "--out", "lists")
    before = {path.name: path.read_bytes() for path in (tortured.folder / "lists").iterdir()}
    tortured.write({"data/smes/new.yaml": "id: new\nname: New\ncountry: CZ\nsectors: [fabrics]\n"})
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    with held(_HOLD_FOLDER, tortured.folder / "lists") as pid:
        result = tortured("export", "--out", "lists")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"lists/ is being written to by process {pid} (python")
    assert {path.name: path.read_bytes() for path in (tortured.folder / "lists").iterdir()} == before
    assert tortured("export", "--out", "lists").out == "lists/smes.csv\n"


def test_a_reader_that_never_ends_keeps_nobody_from_an_answer(
    tortured: Clustercli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `clustercli list smes | less` does, which waits for a key."""
    tortured("load")
    (index,) = (tortured.home / "cache/clustercli").glob("*.db")
    tortured.write({"data/smes/new.yaml": "id: new\nname: New\ncountry: CZ\nsectors: [fabrics]\n"})
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    with closing(place.read_only(index)) as reading:
        reading.execute("SELECT * FROM meta").fetchone()
        assert "new\tNew" in tortured("list", "smes").out
    assert tortured("list", "smes").err == ""
