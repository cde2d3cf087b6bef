"""What an export may touch in a folder: what exports of ours wrote there, and nothing else."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from clustercli import files
from clustercli.present import exports
from tests.conftest import Clustercli


def lists(program: Clustercli) -> Path:
    return program.folder / "lists"


def test_a_file_of_another_is_never_replaced(small: Clustercli) -> None:
    lists(small).mkdir()
    (lists(small) / "smes.csv").write_text("my notes\n", encoding="utf-8")
    result = small("export", "--out", "lists")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("lists/smes.csv was not written by clustercli; it was left alone")
    assert [path.name for path in lists(small).iterdir()] == ["smes.csv"]
    assert (lists(small) / "smes.csv").read_text(encoding="utf-8") == "my notes\n"


def test_nor_is_one_that_came_into_a_folder_of_ours(small: Clustercli) -> None:
    small("export", "clusters", "--out", "lists")
    (lists(small) / "smes.csv").write_text("id,name,name_languages,aliases\r\n", encoding="utf-8")
    result = small("export", "--out", "lists")
    assert result.code == 1
    assert "lists/smes.csv was not written by clustercli" in result.err
    assert (lists(small) / "smes.csv").read_text(encoding="utf-8") == "id,name,name_languages,aliases\n"


def test_what_we_wrote_is_replaced_also_when_somebody_changed_it(small: Clustercli) -> None:
    small("export", "--out", "lists")
    whole = (lists(small) / "smes.csv").read_bytes()
    (lists(small) / "smes.csv").write_text("changed\n", encoding="utf-8")
    assert small("export", "--out", "lists").out == "lists/smes.csv\n"
    assert (lists(small) / "smes.csv").read_bytes() == whole


def test_files_of_versions_without_a_manifest_are_known_by_their_columns(small: Clustercli) -> None:
    small("export", "--out", "lists")
    (lists(small) / exports.MANIFEST).unlink()
    head, *_ = (lists(small) / "smes.csv").read_text(encoding="utf-8").splitlines()
    older = head[: head.index(",notes")]
    (lists(small) / "smes.csv").write_text(f"{older}\r\nold,Old\r\n", encoding="utf-8", newline="")
    assert small("export", "--out", "lists").out == "lists/smes.csv\n"
    assert "smes.csv" in exports.written(lists(small))


@pytest.mark.parametrize("manifest", ["", "[]", "{", '{"files": 1}', '{"files": [1, "smes.csv"]}', "[" * 100_000])
def test_a_manifest_that_is_none_says_nothing(small: Clustercli, manifest: str) -> None:
    lists(small).mkdir()
    (lists(small) / exports.MANIFEST).write_text(manifest, encoding="utf-8")
    (lists(small) / "clusters.csv").write_text("mine", encoding="utf-8")
    result = small("export", "--out", "lists")
    assert result.code == 1
    assert "clusters.csv was not written by clustercli" in result.err
    assert (lists(small) / "clusters.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("leads_to", ["../outside.txt", "nowhere.txt", "clusters.csv"])
def test_a_link_is_never_followed(small: Clustercli, leads_to: str) -> None:
    (small.folder / "outside.txt").write_text("outside", encoding="utf-8")
    small("export", "--out", "lists")
    before = (lists(small) / "clusters.csv").read_bytes()
    (lists(small) / "smes.csv").unlink()
    (lists(small) / "smes.csv").symlink_to(leads_to)
    small.write({"data/smes/new.yaml": "id: new\nname: New\ncountry: CZ\nsectors: [fabrics]\n"})
    result = small("export", "--out", "lists")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("lists/smes.csv is a link; it was left alone")
    assert (small.folder / "outside.txt").read_text(encoding="utf-8") == "outside"
    assert not (lists(small) / "nowhere.txt").exists()
    assert (lists(small) / "clusters.csv").read_bytes() == before


def test_a_link_where_an_unfinished_file_would_be_is_removed_and_not_followed(small: Clustercli) -> None:
    lists(small).mkdir()
    (small.folder / "outside.txt").write_text("outside", encoding="utf-8")
    files.unfinished(lists(small) / "smes.csv").symlink_to("../outside.txt")
    assert small("export", "--out", "lists").code == 0
    assert (small.folder / "outside.txt").read_text(encoding="utf-8") == "outside"
    assert sorted(path.name for path in lists(small).glob(".*")) == [exports.MANIFEST]


def test_a_folder_that_is_a_link_is_the_folder_that_was_asked_for(small: Clustercli) -> None:
    (small.folder / "there").mkdir()
    lists(small).symlink_to("there")
    assert small("export", "smes", "--out", "lists").code == 0
    assert (small.folder / "there" / "smes.csv").is_file()


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_a_new_file_has_the_mode_of_the_umask_and_keeps_the_one_it_is_given(
    small: Clustercli, mask: int, mode: int
) -> None:
    before = os.umask(mask)
    try:
        small("export", "--out", "lists")
        assert {stat.S_IMODE(path.stat().st_mode) for path in lists(small).iterdir()} == {mode}
        (lists(small) / "smes.csv").chmod(0o664)
        small.write({"data/smes/new.yaml": "id: new\nname: New\ncountry: CZ\nsectors: [fabrics]\n"})
        assert small("export", "--out", "lists").out == "lists/smes.csv\n"
        assert stat.S_IMODE((lists(small) / "smes.csv").stat().st_mode) == 0o664
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give a file away")
def test_a_file_of_another_user_stays_theirs(small: Clustercli) -> None:
    small("export", "--out", "lists")
    os.chown(lists(small) / "smes.csv", 1234, 4321)
    small.write({"data/smes/new.yaml": "id: new\nname: New\ncountry: CZ\nsectors: [fabrics]\n"})
    small("export", "--out", "lists")
    info = (lists(small) / "smes.csv").stat()
    assert (info.st_uid, info.st_gid) == (1234, 4321)


def test_the_manifest_lists_what_was_written(small: Clustercli) -> None:
    small("export", "smes", "--out", "lists")
    small("export", "clusters", "--out", "lists", "--format", "json")
    manifest = json.loads((lists(small) / exports.MANIFEST).read_text(encoding="utf-8"))
    names = {path.name for path in lists(small).iterdir()} - {exports.MANIFEST}
    assert set(manifest["files"]) == names
    assert {"smes.csv", "clusters.json"} <= names


def test_the_folders_that_were_exported_to_are_remembered(small: Clustercli) -> None:
    for name in ("one", "two ü", "one"):
        small("export", "smes", "--out", name)
    (index,) = (small.home / "cache/clustercli").glob("*.db")
    assert exports.folders(index) == [small.folder / "one", small.folder / "two ü"]
