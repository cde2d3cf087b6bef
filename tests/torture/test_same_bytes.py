"""The same catalogue gives the same bytes: on any day, in any locale and time zone, whichever way it was loaded."""

from __future__ import annotations

import filecmp
import time
from pathlib import Path

import pytest

from tests.conftest import Clustercli
from tests.torture import catalogues
from tests.torture.conftest import Tally

SURROUNDINGS: tuple[dict[str, str], ...] = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "CLUSTERCLI_TODAY": "2020-02-29"},
    {"PYTHONHASHSEED": "2", "TZ": "Pacific/Niue", "LC_ALL": "cs_CZ.UTF-8", "CLUSTERCLI_TODAY": "2031-12-31"},
    {"PYTHONHASHSEED": "3", "TZ": "Europe/Sofia", "LC_ALL": "tr_TR.UTF-8", "LANG": "bg_BG"},
    {"PYTHONHASHSEED": "4", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "COLUMNS": "40"},
)


def exported(program: Clustercli, variables: dict[str, str], format_: str, place: str) -> Path:
    result = program.process("export", "--out", place, "--format", format_, "--quiet", variables=variables)
    assert (result.code, result.out, result.err) == (0, "", "")
    return program.folder / place


def assert_same(one: Path, other: Path) -> int:
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    assert filecmp.cmpfiles(one, other, names, shallow=False) == (names, [], [])
    return len(names)


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_a_catalogue_gives_the_same_bytes_everywhere(
    tmp_path: Path, used: tuple[Path, Path], tally: Tally, format_: str
) -> None:
    first: Path | None = None
    same = 0
    for number, variables in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        program = Clustercli(tmp_path / f"home-{number}", folder, used)
        catalogues.write(folder, backwards=number % 2 == 1)
        made = exported(program, variables, format_, "lists")
        first = first or made
        same += assert_same(first, made)
    tally("equal exports: other order, day, locale, hash seed, time zone", same, "files")


def test_an_index_that_followed_edits_exports_as_a_fresh_one(clustercli: Clustercli) -> None:
    catalogues.write(clustercli.folder)
    exported(clustercli, SURROUNDINGS[0], "csv", "before")
    for version, file in ((1, 3), (2, 0), (0, 3), (0, 0)):
        path = clustercli.folder / f"data/smes/{file:02}.yaml"
        path.write_text(catalogues.firms(file, version), encoding="utf-8")
        time.sleep(0.06)
        clustercli("load")
    assert_same(clustercli.folder / "before", exported(clustercli, SURROUNDINGS[1], "csv", "after"))


def test_the_bundled_catalogue_gives_the_same_bytes(clustercli: Clustercli, tally: Tally) -> None:
    first = exported(clustercli, SURROUNDINGS[0], "csv", "first")
    same = assert_same(first, exported(clustercli, SURROUNDINGS[1], "csv", "second"))
    tally("equal exports: other order, day, locale, hash seed, time zone", same, "files")
