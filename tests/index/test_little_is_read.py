"""Questions go by an index, and read few records however many there are."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.generate import generate
from tests.conftest import Clustercli

FIRMS = 2_000
SMALL = {
    "file", "problem", "concept", "relation", "sqlite_master", "main.search_config", "json_each", "CONSTANT",
    "gone", "doubtful", "touched", "moved",  # what a change concerns
    "matched",  # one number for each organisation that `match --all` matched
    "partners",  # of projects: a match reads what all organisations did together
    "posting",  # sets of records: a chunk of each
}  # fmt: skip
"""Tables that are walked through: they do not grow with the records, or much less."""


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory, used: tuple[Path, Path]) -> Clustercli:
    """A catalogue of two thousand firms, loaded."""
    place = tmp_path_factory.mktemp("firms")
    generate(place, FIRMS, seed=3)
    time.sleep(0.1)  # a file younger than a clock tick is read again by the next command
    made = Clustercli(place / "home", place, used)
    made("load")
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All statements, with their values, that are executed from now on."""
    said: list[str] = []
    connect = sqlite3.connect

    def listened(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(said.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", listened)
    return said


def index_of(firms: Clustercli) -> sqlite3.Connection:
    (path,) = (firms.home / "cache" / "clustercli").glob("*.db")
    return sqlite3.Connection(path, isolation_level=None)


def firms_in(firms: Clustercli) -> tuple[str, str]:
    """Two firms from the ends of the catalogue."""
    files = sorted((firms.folder / "data" / "smes").iterdir())
    first, last = (re.findall(r"^- id: (.*)$", file.read_text("utf-8"), re.MULTILINE) for file in (files[0], files[-1]))
    return first[0], last[-1]


def walks(connection: sqlite3.Connection, statements: list[str]) -> Iterator[tuple[str, str]]:
    """(what is walked through, statement) of the statements that do not go by an index."""
    for statement in dict.fromkeys(statements):
        if statement.startswith("CREATE TEMP"):
            connection.execute(statement)
        elif re.match(r"SELECT|INSERT|UPDATE|DELETE", statement):
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                walked = re.match(r"SCAN (?:TABLE )?(\S+)", step)
                if walked and walked[1] not in SMALL and not re.search("record_left_out|INDEX 0:M", step):
                    yield walked[1], statement


@pytest.mark.parametrize(
    "command",
    [
        "match FIRST",
        "match FIRST --with RS --with CZ",
        "match --sector textile --country RS",
        "why FIRST LAST",
        "search moravel praha",
        "search textil",
        "show FIRST",
        "who FIRST",
        "list smes --country RS",
        "list smes --sector textile --status active",
        "list smes --country RS --limit 1900",
        "load",
    ],
)
def test_questions_go_by_an_index(firms: Clustercli, asked: list[str], command: str) -> None:
    first, last = firms_in(firms)
    words = command.replace("FIRST", first).replace("LAST", last).split()
    assert firms(*words).code == 0
    assert len(asked) > 5
    with closing(index_of(firms)) as connection:
        assert list(walks(connection, asked)) == []


def test_a_walk_is_noticed(firms: Clustercli) -> None:
    with closing(index_of(firms)) as connection:
        assert [table for table, _ in walks(connection, ["SELECT n FROM sme WHERE city = 'Praha'"])] == ["sme"]
        assert list(walks(connection, ["SELECT n FROM sme WHERE id = 'praha'"])) == []


def test_a_file_is_read_again_by_an_index(firms: Clustercli, asked: list[str]) -> None:
    file = next((firms.folder / "data" / "smes").iterdir())
    with file.open("a", encoding="utf-8") as opened:
        opened.write("# read me\n")
    time.sleep(0.1)
    assert "1 file changed" in firms("load").err
    assert any(statement.startswith("DELETE FROM sme") for statement in asked)
    with closing(index_of(firms)) as connection:
        assert list(walks(connection, asked)) == []


def test_lists_of_partners_that_are_stored_are_only_read(firms: Clustercli, asked: list[str]) -> None:
    firms("match", "--all", "--format", "csv")
    asked.clear()
    assert len(firms("match", "--all", "--format", "csv").out.splitlines()) > FIRMS
    with closing(index_of(firms)) as connection:
        assert list(walks(connection, asked)) == []
    assert [statement for statement in asked if re.search(r"\bFROM (sme|guess)\b.*json_each", statement)] == []


def test_a_match_reads_few_records(firms: Clustercli, asked: list[str]) -> None:
    first, _ = firms_in(firms)
    assert len(firms("match", first, "--limit", "5", "--format", "csv").out.splitlines()) == 6
    of_firms = [statement for statement in asked if re.search(r"^SELECT .* FROM sme\b", statement)]
    with closing(index_of(firms)) as connection:
        read = sum(len(connection.execute(statement).fetchall()) for statement in of_firms)
    assert 0 < read < FIRMS / 10


@pytest.mark.parametrize("limit", [1, 20, 150, FIRMS])
def test_a_list_is_the_beginning_of_the_whole_however_it_is_looked_up(firms: Clustercli, limit: int) -> None:
    every = firms("list", "smes", "--format", "json").json()
    for codes in (["RS"], ["IT"], ["CZ", "SI"]):
        options = [f"--country={code}" for code in codes]
        expected = [row for row in every if row["country"] in codes]
        assert firms("list", "smes", *options, "--format", "json").json() == expected
        assert firms("list", "smes", *options, f"--limit={limit}", "--format", "json").json() == expected[:limit]


@pytest.mark.parametrize(
    "words", ["praha", "textil", "software Praha", "metal drvo Novi Sad", "nameštaj od drveta Linz"]
)
def test_a_search_for_a_few_finds_the_first_of_all(firms: Clustercli, words: str) -> None:
    every = firms("search", words, "--limit", str(2 * FIRMS), "--format", "json")
    for limit in (1, 7, 40):
        few = firms("search", words, "--limit", str(limit), "--format", "json")
        assert few.json() == every.json()[:limit]
        assert set(few.err.splitlines()) <= set(every.err.splitlines())


def test_only_usable_records_are_counted_and_tell_the_countries(small: Clustercli) -> None:
    def told() -> tuple[list[str], list[str]]:
        counted = small("load", "--format", "csv").out.splitlines()
        _, _, countries = small("list", "--country", "Atlantis").err.rpartition("Countries in this catalogue: ")
        return countries.split(), counted

    before = told()
    assert before[0] == ["CZ", "RS"]
    small.write({"data/smes/bg.yaml": "- {id: bg, name: Bg, country: BG, sectors: [fabrics]}\n"})
    assert told()[0] == ["BG", "CZ", "RS"]
    assert told()[1] != before[1]
    small.write({"data/smes/bg.yaml": "- {id: bg, name: Bg, country: BG, sectors: [fabrics], member_of: [nobody]}\n"})
    assert told() == before
    (small.folder / "data" / "smes" / "bg.yaml").unlink()
    assert told() == before
