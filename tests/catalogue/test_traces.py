"""Where a text stands is found in files of any size and kind, at its line and column, and what is passed by is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from clustercli.catalogue import traces
from clustercli.present.exports import MANIFEST
from clustercli.records.spellings import spellings
from tests.catalogue.test_problems import within
from tests.conftest import Clustercli, Result
from tests.torture.conftest import as_nobody

NAME = "Žaneta Nikdošová"
WANTED = spellings(NAME)
assert WANTED is not None


def found(path: Path) -> list[tuple[int, int]]:
    """The lines and columns of the name in a file."""
    assert WANTED is not None
    return [(trace.line, trace.column) for trace in traces.in_file(path, WANTED)]


# -- in a file that is read block by block


BLOCK, TAIL = 1 << 13, 1 << 9
SHORT, LONG = 80, 3 * TAIL  # a line, and one longer than what two blocks share


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a size that lets every place of their borders be tried."""
    monkeypatch.setattr(traces, "_BLOCK", BLOCK)
    monkeypatch.setattr(traces, "_TAIL", TAIL)


def lines(length: int, width: int) -> str:
    """Text of some length in lines of some width; in a single one, where that is 0."""
    return (("x" * (width - 1) + "\n") * (length // width + 1))[:length] if width else "x" * length


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("width", [SHORT, LONG, 0])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1250"])
def test_a_name_is_found_once_wherever_a_block_ends(tmp_path: Path, width: int, encoding: str) -> None:
    path, size = tmp_path / "large.csv", len(NAME.encode(encoding))
    for border in (BLOCK, 2 * BLOCK, 4 * BLOCK):
        for begin in (0, BLOCK // 2, *range(border - size - 1, border + 2), border + TAIL):
            before = lines(begin, width)
            path.write_bytes((before + NAME + lines(LONG, LONG) * 3).encode(encoding))
            assert found(path) == [(before.count("\n") + 1, begin - before.rfind("\n"))], begin


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("width", [SHORT, LONG])
def test_a_name_broken_by_a_line_end_is_found_where_the_block_ends_there(tmp_path: Path, width: int) -> None:
    path = tmp_path / "large.txt"
    first, second = NAME.split()
    line, above = lines(width, width), BLOCK // width
    for moved in (-1, 0, 1):
        path.write_text(line * (above + moved) + f"{line[:-8]} {first}\n{second} {line}", encoding="utf-8")
        assert found(path) == [(above + moved + 1, width - 6)]


@pytest.mark.usefixtures("small_blocks")
def test_a_letter_that_is_cut_in_two_by_the_end_of_a_block_is_one(tmp_path: Path) -> None:
    """In a file without lines, all of whose letters take two bytes."""
    path = tmp_path / "large.txt"
    for begin in range(2 * BLOCK - len(NAME.encode()) - 1, 2 * BLOCK + 1):
        before = "x" * (begin % 2) + "ж" * (begin // 2)
        path.write_text(before + NAME + "ж" * 9, encoding="utf-8")
        assert found(path) == [(1, len(before) + 1)], begin


def test_a_name_is_found_on_the_border_of_blocks_of_their_true_size(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    before = lines(traces._BLOCK - 7, SHORT)
    path.write_text(f"{before}{NAME}\n{before}\n{NAME}\n", encoding="utf-8")
    line = before.count("\n") + 1
    assert found(path) == [(line, len(before) - before.rfind("\n")), (2 * line + 1, 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
def test_a_name_on_the_first_line_has_its_column_and_a_file_without_it_nothing(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(f"by {NAME}, and\n{NAME}\n".encode(encoding))
    assert found(path) == [(1, 4), (2, 1)]
    path.write_bytes("Žaneta, not Nikdošová\nŠ\n".encode(encoding))
    assert found(path) == []


# -- which files


def test_a_folder_is_looked_through_once_though_links_lead_round(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: T\n", "data/old/notes.txt": NAME, "data/.git/x.txt": NAME})
    (clustercli.folder / "data/old/above").symlink_to("..")
    (clustercli.folder / "data/again").symlink_to("old")
    result = clustercli("forget", NAME, "--format", "json")
    (row,) = result.json()
    assert (row["where"], row["line"], row["column"]) == ("catalogue", 1, 1)
    assert "Looked at: 2 files of the catalogue" in result.err
    assert result.code == 0


def test_a_link_to_itself_holds_nothing(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: T\n"})
    (clustercli.folder / "data/circle").symlink_to("circle")
    result = clustercli("forget", NAME)
    assert (result.code, "Looked at: 1 file of the catalogue" in result.err) == (0, True)


def test_what_may_not_be_entered_is_told_and_is_no_success(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: T\n", "data/old/notes.txt": NAME, "data/shut/notes.txt": NAME})
    (clustercli.folder / "data/link.txt").symlink_to("shut/notes.txt")
    (clustercli.folder / "data/old/closed.txt").touch(mode=0)
    assert clustercli("forget", NAME).code == 0
    (clustercli.folder / "data/shut").chmod(0)
    with as_nobody(clustercli):
        result = clustercli("forget", NAME, "--format", "json")
    (clustercli.folder / "data/shut").chmod(0o700)
    data = clustercli.folder / "data"
    assert [row["file"] for row in result.json() if row["where"] == "catalogue"] == ["data/old/notes.txt"]
    assert [line for line in result.err.splitlines() if line.startswith("Not looked at")] == [
        f"Not looked at: {data / 'link.txt'}: Permission denied",
        f"Not looked at: {data / 'shut'}: Permission denied",
        "Not looked at: data/old/closed.txt: Permission denied",
    ]
    assert result.code == 1


def test_what_has_become_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    assert WANTED is not None
    pipe = tmp_path / "notes.txt"
    os.mkfifo(pipe)
    with within(5), pytest.raises(OSError, match="not a regular file"):
        found(pipe)
    with within(5), pytest.raises(OSError, match="not a regular file"):
        traces.in_bytes(pipe, WANTED)


@pytest.fixture
def exported(clustercli: Clustercli) -> Clustercli:
    """A catalogue with the name in it, exported to two folders, and looked through."""
    firm = f"id: a\nname: A\ncountry: CZ\nsectors: [fabrics]\ndescription: {NAME}\n"
    clustercli.write({"data/catalogue.yaml": "title: T\n", "data/smes/a.yaml": firm, "above/notes.txt": ""})
    for out in ("lists", "above/lists"):
        assert clustercli("export", "--out", out).code == 0
    assert exports_of(clustercli("forget", NAME, "--format", "json")) == ["lists/smes.csv", "above/lists/smes.csv"]
    return clustercli


def exports_of(result: Result) -> list[str]:
    return [row["file"] for row in result.json() if row["where"] == "export"]


@pytest.mark.parametrize(
    ("closed", "told", "left"),
    [
        ("lists", "lists/: Permission denied", "above/lists/smes.csv"),
        (f"lists/{MANIFEST}", "lists/: Permission denied", "above/lists/smes.csv"),
        ("above", "above/lists: Permission denied", "lists/smes.csv"),
    ],
)
def test_a_folder_of_exports_that_may_not_be_looked_at_is_told_beside_what_is_found(
    exported: Clustercli, closed: str, told: str, left: str
) -> None:
    """Closed itself, or its list of our files, or a folder above it: it was taken for one without a trace."""
    path = exported.folder / closed
    path.chmod(0)
    with as_nobody(exported):
        result = exported("forget", NAME, "--format", "json")
    path.chmod(0o700)
    assert (result.code, exports_of(result)) == (1, [left])
    assert [line for line in result.err.splitlines() if line.startswith(("Not", "Exported"))] == [
        f"Not looked at: {told}"
    ]


def test_a_folder_of_exports_that_is_gone_is_told_as_that(exported: Clustercli) -> None:
    (exported.folder / "above").rename(exported.folder / "moved")
    (exported.folder / "above").touch()
    shutil.rmtree(exported.folder / "lists")
    result = exported("forget", NAME, "--format", "json")
    assert (result.code, exports_of(result)) == (0, [])
    assert "0 files of exports in 0 folders" in result.err
    assert result.err.count("Exported to, and not there now: ") == 2


def test_an_index_that_may_not_be_looked_at_is_told_beside_what_is_found(exported: Clustercli) -> None:
    shut = exported.folder / "shut"
    shut.mkdir()
    cache = {"XDG_CACHE_HOME": str(shut)}
    assert exported("forget", NAME, "--format", "json", variables=cache).code == 0
    shut.chmod(0)
    with as_nobody(exported):
        result = exported("forget", NAME, "--format", "json", variables=cache)
    shut.chmod(0o700)
    assert result.code == 1
    assert f"Not looked at: {shut / 'clustercli'}: Permission denied" in result.err
    assert "data/smes/a.yaml" in [row["file"] for row in result.json()]


def test_where_there_is_no_place_for_an_index_there_is_nothing_to_look_at(exported: Clustercli) -> None:
    (exported.folder / "file").touch()
    result = exported("forget", NAME, variables={"XDG_CACHE_HOME": str(exported.folder / "file")})
    assert "Not looked at" not in result.err
    assert (result.code, "it was made in memory" in result.err) == (0, True)
