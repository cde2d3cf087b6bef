"""An id never becomes a path outside its folder, nor the name of a device."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Clustercli
from tests.torture.conftest import Tally

PATHS = [
    *(
        "..",
        "../x",
        "../../x",
        "a/../../x",
        "/dev/x",
        "//x",
        "~",
        "~/x",
        "C:x",
        "C:\\x",
        "\\\\host\\x",
        "..\\x",
        "a\\b",
        "./x",
    ),
    *(
        "x/",
        ".x",
        "x.",
        "x..",
        "x ",
        " x",
        "x\t",
        "x\n",
        "x\0y",
        "",
        "-",
        "--",
        "-x",
        "x-",
        "a--b",
        "X",
        "Ž",
        "x:y",
        "x*",
        "x?",
    ),
    *(
        "x|y",
        "a" * 101,
        "a" * 300,
        "%2e%2e",
        "x.yaml",
        "..%2fx",
        "\u2025",
        "\uff0e\uff0e",
        "x\u200b",
        "x\u202e",
        "con.",
    ),
    *("CON", "nul.yaml", "com¹", "conin$", "aux:"),
]
DEVICES = ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]


def files(program: Clustercli) -> set[Path]:
    """All files that are not the program's own."""
    return {path for path in program.folder.parent.rglob("*") if program.home not in (path, *path.parents)}


@pytest.mark.parametrize("kind", ["sme", "project"])
def test_no_id_becomes_a_path(small: Clustercli, tally: Tally, kind: str) -> None:
    before = files(small)
    for id_ in PATHS + DEVICES:
        result = small("new", kind, "--", id_)
        assert result.code == 2, id_
        assert "fault of clustercli" not in result.err
    assert files(small) == before
    tally("ids that would be paths or devices, refused", len(PATHS + DEVICES), "ids")


@pytest.mark.parametrize("id_", ["con-1", "console", "com10", "null", "lpt", "auxiliary"])
def test_what_only_begins_like_a_device_is_an_id(small: Clustercli, id_: str) -> None:
    assert small("new", "sme", id_).code == 0
    assert (small.folder / f"data/smes/{id_}.yaml").is_file()


def test_an_id_in_a_file_that_is_a_path_is_a_problem_and_makes_no_file(small: Clustercli) -> None:
    small.write({"data/smes/bad.yaml": "- {id: ../../x, name: X, country: RS, sectors: [fabrics]}\n"})
    assert small("check").code == 3
    assert small("export", "--out", "lists", "--allow-partial").code == 0
    made = {path.name for path in (small.folder / "lists").iterdir()}
    assert made >= {"smes.csv"}
    assert [name for name in made if not name.endswith((".csv", ".json"))] == []  # .json: what it wrote there
    assert not (small.folder.parent / "x").exists()
