"""What goes wrong unexpectedly is tried once more with a new index: answered once, told once, never tried for ever."""

from __future__ import annotations

import io
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from clustercli.app import run
from clustercli.env import Environment
from tests.conftest import Clustercli
from tests.torture.conftest import as_nobody

LISTED = ("list", "smes", "--format", "json")
MESSAGE = "nobody could have known"


@pytest.fixture
def settled(clustercli: Clustercli) -> Clustercli:
    """A catalogue that is quick to read, with an index that nothing is to be done for."""
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Small\n",
            "data/vocabulary/all.yaml": "- {id: fabrics, words: {en: [fabrics]}}\n",
            "data/smes/all.yaml": "".join(
                f"- {{id: firm-{n}, name: Firm {n}, country: CZ, sectors: [fabrics]}}\n" for n in range(3)
            ),
        }
    )
    clustercli("load")
    assert "Changed: nothing" in clustercli("load").err
    return clustercli


def index_of(program: Clustercli) -> Path:
    (index,) = (program.home / "cache/clustercli").glob("*.db")
    return index


@contextmanager
def unnoticed(index: Path) -> Iterator[None]:
    """What is done to the index keeps its time of change, as what a failing disk does."""
    times = index.stat()
    yield
    os.utime(index, ns=(times.st_atime_ns, times.st_mtime_ns))


def damage(index: Path, table: str) -> None:
    """Zeros in the place of the first page of a table."""
    with closing(sqlite3.connect(index)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    with unnoticed(index), index.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))


def is_sound(index: Path) -> bool:
    with closing(sqlite3.connect(index)) as connection:
        try:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            return False


@pytest.mark.parametrize("words", [LISTED, ("load",), ("show", "firm-1"), ("export", "--out", "lists")], ids=str)
def test_a_damaged_index_is_made_anew_by_the_command_that_meets_it(settled: Clustercli, words: tuple[str, ...]) -> None:
    """With the same answer, and nothing said twice."""
    expected = settled(*words)
    damage(index_of(settled), "posting" if words == ("load",) else "sme")
    result = settled(*words)
    if words[0] == "export":
        assert (result.code, result.out, result.err) == (0, "", "0 files of 15 changed in lists/\n")
    elif words[0] == "load":
        assert (result.code, result.out) == (0, expected.out)
        assert result.err == expected.err.replace("Changed: nothing", "Changed: everything read anew")
    else:
        assert result == expected
    assert is_sound(index_of(settled))
    assert "Changed: nothing" in settled("load").err


def test_also_by_one_that_has_just_written_to_it(settled: Clustercli) -> None:
    settled.write({"data/institutions/new.yaml": "{id: new, name: New, country: CZ}\n"})
    damage(index_of(settled), "sme")
    result = settled("list", "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert [row["id"] for row in result.json()] == ["firm-0", "firm-1", "firm-2", "new"]
    assert is_sound(index_of(settled))


def test_where_the_index_cannot_be_touched_the_answer_comes_from_memory(
    settled: Clustercli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It belongs to somebody else: a run that cannot mark it as damaged does not try for ever."""

    def refuse(*_: object, **__: object) -> None:
        calls.append(1)
        assert len(calls) < 9
        raise PermissionError(1, "Operation not permitted")

    calls: list[int] = []
    expected = settled(*LISTED)
    damage(index_of(settled), "sme")
    with monkeypatch.context() as patch:
        patch.setattr(os, "utime", refuse)
        result = settled(*LISTED)
    assert (result.code, result.out) == (0, expected.out)
    assert re.fullmatch(r"The index cannot be kept in \S+: [a-z ]+; it was made in memory\.\n", result.err)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can be another user")
def test_nor_does_one_who_may_only_read_it(settled: Clustercli) -> None:
    expected = settled(*LISTED)
    damage(index_of(settled), "sme")
    before = index_of(settled).read_bytes()
    with as_nobody(settled):
        result = settled(*LISTED)
    assert (result.code, result.out) == (0, expected.out)
    assert result.err.endswith("; it was made in memory.\n")
    assert index_of(settled).read_bytes() == before


def test_an_answer_that_has_begun_is_not_begun_again(settled: Clustercli) -> None:
    """Whoever reads it would take two halves for a whole."""
    expected = settled("export", "smes")
    damage(index_of(settled), "sme")
    result = settled("export", "smes")
    assert result.code == 1
    assert result.err == "The index is damaged. It will be made anew: run the command again.\n"
    assert expected.out.startswith(result.out)
    assert settled("export", "smes") == expected


class Odd(io.StringIO):
    """An output that fails as nobody expects, at its first use or when it is written to."""

    def __init__(self, error: Exception, *, early: bool) -> None:
        super().__init__()
        self.error = error
        self.early = early
        self.times = 0

    def isatty(self) -> bool:
        if self.early:
            self.times += 1
            raise self.error
        return False

    def write(self, _: str) -> int:
        self.times += 1
        raise self.error


def told(program: Clustercli, out: Odd) -> str:
    err = io.StringIO()
    assert run(["list", "smes"], Environment(program.variables(), program.folder, out, err)) == 1
    return err.getvalue()


def fault(error: Exception) -> str:
    return (
        f"This is a fault of clustercli, not yours: {type(error).__name__}: {MESSAGE}\n"
        "No record was changed. Details: the same command with --debug before its name\n"
    )


ERRORS = pytest.mark.parametrize("error", [RuntimeError(MESSAGE), sqlite3.OperationalError(MESSAGE)], ids=repr)


@ERRORS
def test_an_error_that_a_new_index_does_not_mend_is_told_once(settled: Clustercli, error: Exception) -> None:
    before = settled(*LISTED)
    for _ in range(2):
        out = Odd(error, early=True)
        assert told(settled, out) == fault(error)
        assert out.times == 2
    assert is_sound(index_of(settled))
    assert settled(*LISTED) == before


@ERRORS
def test_in_the_middle_of_an_answer_it_is_told_at_once(settled: Clustercli, error: Exception) -> None:
    """One of SQLite is laid to the index, unless this run made that."""
    damaged = "The index is damaged. It will be made anew: run the command again.\n"
    for expected in (damaged if isinstance(error, sqlite3.Error) else fault(error), fault(error)):
        out = Odd(error, early=False)
        assert told(settled, out) == expected
        assert out.times == 1


def test_its_details_are_shown_where_they_are_asked_for(settled: Clustercli) -> None:
    err = io.StringIO()
    out = Odd(RuntimeError(MESSAGE), early=True)
    code = run(["--debug", "list", "smes"], Environment(settled.variables(), settled.folder, out, err))
    first, *_, last = err.getvalue().splitlines()
    assert (code, first, last) == (1, "Traceback (most recent call last):", f"RuntimeError: {MESSAGE}")
    assert out.times == 1
