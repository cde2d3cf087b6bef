"""Exports: whole or not at all, the same bytes again, nothing silently left out."""

from __future__ import annotations

import csv
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Clustercli, Result


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_a_file_for_each_kind_and_for_milestones_and_partners(small: Clustercli) -> None:
    result = small("export", "--out", "lists")
    kinds = {"clusters", "smes", "institutions", "projects", "platforms", "documents", "programmes", "schemes"}
    entries = {"milestones", "partners", "parties", "stages", "calls", "disputed", "sources"}
    names = sorted(f"{name}.csv" for name in kinds | entries)
    assert sorted(path.name for path in (small.folder / "lists").iterdir()) == [".clustercli-export.json", *names]
    assert sorted(result.out.split()) == [f"lists/{name}" for name in names]
    assert [row["id"] for row in read(small.folder / "lists/smes.csv")] == ["mileta", "sivara"]
    partners = read(small.folder / "lists/partners.csv")
    assert [(p["project"], p["organisation"], p["name"], p["role"]) for p in partners] == [
        ("bridge", "clutex", "", "lead"),
        ("bridge", "", "Cluster House", "partner"),
    ]
    assert [m["date"] for m in read(small.folder / "lists/milestones.csv")] == ["2016-10-13", "2016-36"]


def test_the_lines_end_as_rfc_4180_has_it(small: Clustercli) -> None:
    small("export", "--out", "lists")
    data = (small.folder / "lists/smes.csv").read_bytes()
    assert data.startswith(b"id,name,")
    assert data.count(b"\r\n") == data.count(b"\n") == 3


def test_a_second_export_touches_nothing_and_says_so(small: Clustercli) -> None:
    small("export", "--out", "lists")
    before = {path.name: path.stat().st_mtime_ns for path in (small.folder / "lists").iterdir()}
    result = small("export", "--out", "lists")
    assert (result.out, result.err) == ("", "0 files of 15 changed in lists/\n")
    assert {path.name: path.stat().st_mtime_ns for path in (small.folder / "lists").iterdir()} == before


def test_quiet_says_nothing(small: Clustercli) -> None:
    result = small("export", "--out", "lists", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_a_replaced_file_keeps_its_mode(small: Clustercli) -> None:
    small("export", "--out", "lists")
    path = small.folder / "lists/smes.csv"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    small("export", "--out", "lists")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(read(path)) == 2


def test_a_new_file_has_the_mode_that_the_umask_gives(small: Clustercli) -> None:
    mask = os.umask(0o027)
    try:
        small("export", "--out", "lists")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((small.folder / "lists/smes.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ("- id: bad\n  name: Bad\n  country: Nowhere\n  sectors: [fabrics]\n", "1 record"),
        ("- id: bad\n  name: Bad: worse\n", "unreadable file"),
    ],
    ids=["a bad record", "a broken file"],
)
def test_an_export_that_would_shrink_is_refused(small: Clustercli, broken: str, what: str) -> None:
    small("export", "--out", "lists")
    before = {path.name: path.read_bytes() for path in (small.folder / "lists").iterdir()}
    small.write({"data/smes/broken.yaml": broken, "data/smes/good.yaml": GOOD})
    refused = small("export", "--out", "lists")
    assert refused.code == 3
    assert refused.out == ""
    assert what in refused.err
    assert {path.name: path.read_bytes() for path in (small.folder / "lists").iterdir()} == before
    allowed = small("export", "--out", "lists", "--allow-partial")
    assert allowed.code == 0
    assert what in allowed.err
    assert [row["id"] for row in read(small.folder / "lists/smes.csv")] == ["good", "mileta", "sivara"]


@pytest.mark.parametrize("broken", ["{title: Old, urll: x}", "[1"], ids=["a bad entry", "a broken file"])
def test_a_file_of_sources_that_would_shrink_is_not_written(small: Clustercli, broken: str) -> None:
    small.write({"data/sources.yaml": "news: {title: News}\nold: {title: Old}\n"})
    small("export", "--out", "lists")
    small.write({"data/sources.yaml": f"news: {{title: News}}\nold: {broken}\n"})
    refused = small("export", "--out", "lists")
    assert (refused.code, refused.out) == (3, "")
    assert "entries of sources.yaml would be missing" in refused.err
    assert [row["id"] for row in read(small.folder / "lists/sources.csv")] == ["news", "old"]
    assert small("export", "smes").code == 0
    assert small("export", "--out", "lists", "--allow-partial").code == 0
    assert [row["id"] for row in read(small.folder / "lists/sources.csv")] == ["news"]


GOOD = "id: good\nname: Good\ncountry: SK\nsectors: [fabrics]\n"


def test_of_what_is_left_out_nothing_is_said_where_that_was_asked_for(small: Clustercli) -> None:
    small.write({"data/smes/broken.yaml": "- id: bad\n  name: Bad: worse\n"})
    words = ("export", "--out", "lists", "--allow-partial")
    assert small(*words, "--quiet") == Result(0, "", "")
    assert small(*words).err.startswith(
        "Exported without 1 record and whatever else is in 1 unreadable file. See: clustercli check"
    )


@pytest.mark.parametrize("format_", ["json", "tsv", "markdown"])
def test_a_mark_for_excel_is_for_csv_alone(small: Clustercli, format_: str) -> None:
    result = small("export", "--excel", "--out", "lists", "--format", format_)
    assert (result.code, result.out) == (2, "")
    assert result.err == "--excel is for CSV.\n  clustercli export --excel --out lists/\n"
    assert not (small.folder / "lists").exists()
    assert small("export", "smes", "--excel", "--format", "csv").out.startswith("\ufeffid,")


def test_one_kind_goes_to_the_output(small: Clustercli) -> None:
    result = small("export", "firms")
    assert result.out.splitlines()[0].startswith("id,name,")
    assert len(result.out.splitlines()) == 3


def test_without_a_place_it_says_where_to(small: Clustercli) -> None:
    result = small("export")
    assert result.code == 2
    assert "clustercli export --out lists/" in result.err


def test_excel_files_begin_with_a_byte_order_mark(small: Clustercli) -> None:
    small("export", "smes", "--out", "lists", "--excel")
    assert (small.folder / "lists/smes.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_a_folder_that_cannot_be_written_is_named(small: Clustercli) -> None:
    result = small("export", "--out", "data/catalogue.yaml/lists")
    assert result.code == 1
    assert "could not be written" in result.err


def test_no_temporary_files_stay_behind(small: Clustercli) -> None:
    (small.folder / "lists/smes.csv").mkdir(parents=True)
    result = small("export", "smes", "--out", "lists")
    assert result.code == 1
    assert [path.name for path in (small.folder / "lists").iterdir()] == ["smes.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_an_output_that_cannot_take_everything_is_a_failure(small: Clustercli) -> None:
    command = [sys.executable, "-m", "clustercli", "export", "smes"]
    variables = {**os.environ, **small.variables({"PYTHONPATH": str(ROOT)})}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, cwd=small.folder, env=variables, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert "No space left" in done.stderr


def test_a_reader_that_has_had_enough_is_no_failure(clustercli: Clustercli) -> None:
    pipeline = f"{sys.executable} -m clustercli export smes | head -1; echo ${{PIPESTATUS[0]}}"
    variables = {**os.environ, **clustercli.variables({"PYTHONPATH": str(ROOT)})}
    done = subprocess.run(
        ["bash", "-c", pipeline], cwd=clustercli.folder, env=variables, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[0].startswith("id,name,")
    assert done.stdout.splitlines()[1] == "0"
    assert done.stderr == ""
