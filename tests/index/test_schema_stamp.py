"""An index knows the code that made it: by how its files lie there, and by what they hold where that differs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clustercli.index import schema


def seen() -> tuple[str, str]:
    """The stamp and the fingerprint, as a new process sees them."""
    schema._code.cache_clear()
    schema.fingerprint.cache_clear()
    return schema.code_stamp(), schema.fingerprint()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Code of one file a folder."""
    for folder in ("records", "catalogue", "index"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "code.py").write_text("value = 1\n", encoding="utf-8")
    monkeypatch.setattr(schema, "__file__", str(tmp_path / "index" / "schema.py"))
    yield tmp_path
    monkeypatch.undo()
    seen()


def ours(code: str, fingerprint: str, application: int = schema.APPLICATION_ID) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute("CREATE TABLE meta (key, value)")
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("code", code), ("fingerprint", fingerprint)])
        for view, select in schema._VIEWS.items():
            connection.execute(f"CREATE VIEW {view} AS {select}")
        return schema.is_ours(connection)


def test_what_another_program_made_is_none_of_ours_whatever_it_holds(package: Path) -> None:
    assert package.is_dir()
    assert ours(*seen())
    assert not ours(*seen(), application=0)
    assert not ours(*seen(), application=schema.APPLICATION_ID + 1)


def test_an_edit_that_keeps_size_and_time_is_noticed(package: Path) -> None:
    before = seen()
    file = package / "records" / "code.py"
    times = file.stat()
    file.write_text("value = 2\n", encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    stamp, fingerprint = seen()
    assert stamp != before[0]
    assert fingerprint != before[1]
    assert not ours(*before)


def test_a_file_more_is_noticed(package: Path) -> None:
    before = seen()
    (package / "index" / "more.py").touch()
    assert seen()[0] != before[0]


def test_the_same_code_installed_again_keeps_the_index(package: Path) -> None:
    before = seen()
    os.utime(package / "records" / "code.py", ns=(1, 1))
    stamp, fingerprint = seen()
    assert stamp != before[0]
    assert fingerprint == before[1]
    assert ours(*before)


def test_no_code_is_read_where_it_lies_as_it_did(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = seen()
    monkeypatch.setattr(schema, "fingerprint", lambda: pytest.fail("The code was read."))
    assert package.is_dir()
    assert ours(*before)
