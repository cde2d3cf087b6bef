"""Long work keeps little in memory, and can be interrupted at any time: what was there before is there still."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clustercli.catalogue.validate import Record
from clustercli.env import Environment
from clustercli.index import refresh
from tests.conftest import Clustercli

FILES, IN_EACH = 12, 5


@pytest.fixture
def many(small: Clustercli) -> Clustercli:
    """The program in a folder with many files."""
    small.write(
        {
            f"data/smes/{file}.yaml": "".join(
                f"- {{id: firm-{file}-{n}, name: Firm {n}, country: RS, sectors: [fabrics]}}\n" for n in range(IN_EACH)
            )
            for file in range(FILES)
        }
    )
    return small


def test_the_records_of_one_file_are_kept_at_a_time(many: Clustercli, tmp_path: Path) -> None:
    alive: list[int] = []

    def progress(done: int, total: int) -> None:
        del done, total
        alive.append(sum(isinstance(thing, Record) for thing in gc.get_objects()))

    data = many.folder / "data"
    fallback = Environment().data
    refresh.open_fresh(data, fallback, tmp_path / "own.db", progress=progress)[0].close()
    assert len(alive) > FILES
    assert max(alive[-FILES:]) <= 2 * IN_EACH


def stop_after(parts: int) -> Callable[[Environment, str], Callable[[int, int], None]]:
    def progress(env: Environment, what: str) -> Callable[[int, int], None]:
        del env, what

        def shown(done: int, total: int) -> None:
            del total
            if done >= parts:
                raise KeyboardInterrupt

        return shown

    return progress


@pytest.mark.parametrize("parts", [1, FILES])
def test_an_interrupted_load_leaves_the_index_as_it_was(
    many: Clustercli, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    before = many("list", "smes", "--format", "csv").out
    (index,) = (many.home / "cache" / "clustercli").glob("*.db")
    held = index.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "progress", stop_after(parts))
        stopped = many("load", "--rebuild")
    assert (stopped.code, stopped.out) == (130, "")
    assert index.read_bytes() == held
    with closing(sqlite3.connect(index)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert many("list", "smes", "--format", "csv").out == before


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_an_interrupted_export_leaves_the_files_as_they_were(
    many: Clustercli, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    many("export", "--out", "lists", "--format", format_)
    many.write({"data/smes/new.yaml": "- {id: new, name: New, country: RS, sectors: [fabrics]}\n"})
    before = {path.name: path.read_bytes() for path in (many.folder / "lists").iterdir()}
    many("load")
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "progress", stop_after(3))
        many.screen("export", "--out", "lists", "--format", format_)
    assert {path.name: path.read_bytes() for path in (many.folder / "lists").iterdir()} == before
