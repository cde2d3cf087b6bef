"""A catalogue is found where it lies, and what keeps it from being looked into is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from clustercli.catalogue.scan import data_folder
from clustercli.errors import Exit
from tests.conftest import Clustercli
from tests.torture.conftest import as_nobody


def test_a_folder_that_is_called_like_the_marker_marks_no_catalogue(clustercli: Clustercli) -> None:
    clustercli.write({"here/catalogue.yaml": "title: Here\n", "here/data/catalogue.yaml/notes.txt": ""})
    assert data_folder(clustercli.folder / "here") == clustercli.folder / "here"
    clustercli.write({"there/catalogue.yaml/notes.txt": ""})
    result = clustercli("list", "--catalogue", "there")
    assert (result.code, result.out) == (Exit.NOT_FOUND, "")
    assert result.err.startswith("No catalogue in there: no catalogue.yaml there.\n")


def test_what_is_no_name_of_a_folder_is_no_catalogue(clustercli: Clustercli) -> None:
    result = clustercli("list", "--catalogue", "a\0b")
    assert (result.code, result.out) == (Exit.NOT_FOUND, "")
    assert "no catalogue.yaml there.\n" in result.err


def test_a_folder_that_may_not_be_entered_is_told_and_no_other_answers_for_it(small: Clustercli) -> None:
    assert small("list", "smes").code == Exit.OK
    data = small.folder / "data"
    data.chmod(0)
    with as_nobody(small):
        with pytest.raises(PermissionError):
            data_folder(small.folder)
        result = small("list", "smes")
    data.chmod(0o755)
    assert (result.code, result.out) == (Exit.FAILED, "")
    assert "Permission denied" in result.err
    assert "data" in result.err


def test_a_link_into_a_folder_that_may_not_be_entered_is_told(small: Clustercli, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    (shut / "more.yaml").write_text("id: more\nname: More\ncountry: CZ\nsectors: [fabrics]\n", encoding="utf-8")
    (small.folder / "data/smes/more.yaml").symlink_to(shut / "more.yaml")
    assert small("check", "--format", "json").json() == []
    shut.chmod(0)
    with as_nobody(small):
        result = small("check", "--format", "json")
    shut.chmod(0o755)
    assert [(row["file"], row["code"], row["message"], row["hint"]) for row in result.json()] == [
        ("data/smes/more.yaml", "F001", "cannot be read: Permission denied", "check its permissions")
    ]
    assert result.code == Exit.BAD_RECORDS
