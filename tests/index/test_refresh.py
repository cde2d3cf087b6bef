"""The index follows the catalogue: what changed is read, what did not is not, and no damage is in the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from clustercli.catalogue import source
from clustercli.env import BUNDLED
from tests.conftest import Clustercli

SIVARA = "data/smes/all.yaml"


def index_of(small: Clustercli) -> Path:
    (path,) = (small.home / "cache" / "clustercli").glob("*.db")
    return path


def name_of(small: Clustercli, id_: str) -> str:
    return str(small("show", id_, "--format", "json").json()["name"])


def replace(small: Clustercli, path: str, old: str, new: str) -> None:
    file = small.folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_is_seen_by_the_next_command(small: Clustercli) -> None:
    assert name_of(small, "mileta") == "Mileta"
    replace(small, SIVARA, "name: Mileta", "name: Miletka")
    assert name_of(small, "mileta") == "Miletka"


def test_an_edit_that_keeps_size_and_time_is_seen(small: Clustercli) -> None:
    assert name_of(small, "mileta") == "Mileta"
    file = small.folder / SIVARA
    times = file.stat()
    replace(small, SIVARA, "name: Mileta", "name: Miletb")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert name_of(small, "mileta") == "Miletb"


def test_two_edits_within_one_tick_of_the_clock_are_seen(small: Clustercli) -> None:
    for letter in "abcdefgh":
        current = name_of(small, "mileta")
        replace(small, SIVARA, f"name: {current}\n", f"name: Milet{letter}\n")
        assert name_of(small, "mileta") == f"Milet{letter}"


def test_a_file_moved_over_another_is_seen(small: Clustercli) -> None:
    assert name_of(small, "mileta") == "Mileta"
    other = small.folder / "other.yaml"
    text = (small.folder / SIVARA).read_text(encoding="utf-8")
    other.write_text(text.replace("name: Mileta", "name: Moved"), encoding="utf-8")
    other.replace(small.folder / SIVARA)
    assert name_of(small, "mileta") == "Moved"


def test_new_and_deleted_files_are_seen(small: Clustercli) -> None:
    assert small("show", "tkac").code == 4
    small.write({"data/smes/more/tkac.yaml": "id: tkac\nname: Tkáč\ncountry: SK\nsectors: [fabrics]\n"})
    assert name_of(small, "tkac") == "Tkáč"
    (small.folder / "data/smes/more/tkac.yaml").unlink()
    assert small("show", "tkac").code == 4


def test_unchanged_files_are_not_read_again(small: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    small("load")
    os.sync()
    wait_until_settled(small)
    read: list[str] = []
    original = source.read

    def watched(path: Path) -> bytes:
        read.append(path.name)
        return original(path)

    monkeypatch.setattr(source, "read", watched)
    small("list", "smes")
    assert read == []
    small.write({"data/projects/other.yaml": "id: other\nname: Other\n"})
    small("list", "smes")
    assert read == ["other.yaml"]


def wait_until_settled(small: Clustercli) -> None:
    """Run until no file is young enough to be read again for safety."""
    for _ in range(50):
        changed = small("load").err
        if "Changed: nothing" in changed:
            return
    raise AssertionError(changed)


def test_a_deleted_index_is_made_again_with_the_same_answer(small: Clustercli) -> None:
    before = small("list", "smes", "--format", "csv").out
    index_of(small).unlink()
    after = small("list", "smes", "--format", "csv")
    assert (after.code, after.out, after.err) == (0, before, "")


def test_noise_within_an_index_is_rebuilt_without_a_word(small: Clustercli) -> None:
    before = small("list", "smes", "--format", "csv").out
    whole = index_of(small).read_bytes()
    index_of(small).write_bytes(whole[:100] + os.urandom(len(whole) - 100))
    after = small("list", "smes", "--format", "csv")
    assert (after.code, after.out, after.err) == (0, before, "")


@pytest.mark.parametrize(
    "content",
    [b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 200, os.urandom(5000)],
    ids=["text", "another header", "noise"],
)
def test_a_file_that_is_no_index_is_named_and_left_alone(small: Clustercli, content: bytes) -> None:
    before = small("list", "smes", "--format", "csv").out
    index_of(small).write_bytes(content)
    for _ in range(2):
        after = small("list", "smes", "--format", "csv")
        assert (after.code, after.out) == (0, before)
        said = "it is no index of clustercli, and was left alone; it was made in memory."
        assert after.err == f"The index cannot be kept in {index_of(small)}: {said}\n"
        assert index_of(small).read_bytes() == content


@pytest.mark.parametrize("keep", [0, 10, 50, 100, 1000, 5000, 20_000])
def test_a_truncated_index_is_rebuilt_without_a_word(small: Clustercli, keep: int) -> None:
    before = small("search", "Niš", "--format", "csv").out
    data = index_of(small).read_bytes()
    index_of(small).write_bytes(data[:keep])
    after = small("search", "Niš", "--format", "csv")
    assert (after.code, after.out, after.err) == (0, before, "")


def test_a_foreign_database_is_named_and_left_alone(small: Clustercli) -> None:
    foreign = small.folder / "mine.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE precious (text)")
    connection.close()
    kept = foreign.read_bytes()
    result = small("list", "smes", "--index", "mine.db")
    assert (result.code, result.out) == (0, small("list", "smes").out)
    assert "mine.db: it is no index of clustercli, and was left alone" in result.err
    assert foreign.read_bytes() == kept
    assert [path.name for path in small.folder.glob("mine*")] == ["mine.db"]


def test_an_index_of_another_schema_is_rebuilt(small: Clustercli) -> None:
    before = small("list", "smes").out
    with sqlite3.connect(index_of(small)) as connection:
        connection.execute("UPDATE meta SET value = 'older' WHERE key = 'fingerprint'")
        connection.execute("DELETE FROM sme")
    connection.close()
    assert small("list", "smes").out == before


def test_an_index_that_cannot_be_written_is_made_in_memory(small: Clustercli) -> None:
    result = small("list", "smes", "--index", "data/catalogue.yaml/impossible.db")
    assert result.code == 0
    assert "sivara" in result.out
    assert result.err.startswith("The index cannot be kept in ")
    assert len(result.err.splitlines()) == 1


def test_one_index_for_each_catalogue(small: Clustercli, tmp_path: Path) -> None:
    small("load")
    small("init", str(tmp_path / "second"))
    small("load", "--catalogue", str(tmp_path / "second"))
    assert len(list((small.home / "cache" / "clustercli").glob("*.db"))) == 2


def test_a_change_of_the_vocabulary_reaches_every_record(small: Clustercli) -> None:
    assert small("check").code == 0
    words = "- {id: fabrics, words: {en: [fabrics]}}\n- {id: apparel, words: {en: [apparel]}}\n"
    small.write({"data/vocabulary/own.yaml": words})
    result = small("check")
    assert result.code == 3
    assert "data/clusters/all.yaml:5:13: R006 sectors: 'technical-textiles'" in result.err


def test_a_change_of_the_settings_reads_the_settings_alone(small: Clustercli) -> None:
    small("load")
    small.write({"data/catalogue.yaml": "title: Renamed\n"})
    assert "Changed: 1 file changed" in small("load").err
    assert "  Renamed\n" in small().out
    small.write({"data/catalogue.yaml": "title: [no, text]\n"})
    assert "Renamed" not in small().out  # what can no longer be read is not answered from what once was
    small.write({"data/match.yaml": (BUNDLED / "match.yaml").read_text(encoding="utf-8").replace('"2"', '"own"')})
    assert small("match", "facts", "--format", "json").json()[0]["policy"].startswith("own")
    (small.folder / "data/match.yaml").unlink()
    assert small("match", "facts", "--format", "json").json()[0]["policy"].startswith("2")


def test_bad_records_are_reported_on_every_run_until_mended(small: Clustercli) -> None:
    replace(small, SIVARA, "country: RS", "country: Serbia")
    for _ in range(3):
        result = small("list", "smes", "--format", "csv")
        assert result.code == 0
        assert "1 problem in 1 file; 1 record left out. See: clustercli check" in result.err
        assert "sivara" not in result.out
        assert "mileta" in result.out
    replace(small, SIVARA, "country: Serbia", "country: RS")
    result = small("list", "smes", "--format", "csv")
    assert result.err == ""
    assert "sivara" in result.out


def test_a_second_record_with_a_taken_id_comes_into_its_own_when_the_first_goes(small: Clustercli) -> None:
    small.write({"data/smes/zz.yaml": "id: mileta\nname: Second\ncountry: SK\nsectors: [fabrics]\n"})
    assert "data/smes/zz.yaml:1:1: L001 the id 'mileta' is taken (first in " in small("check").err
    assert name_of(small, "mileta") == "Mileta"
    (small.folder / SIVARA).unlink()
    assert name_of(small, "mileta") == "Second"


def test_links_to_records_of_an_unreadable_file_are_no_faults(small: Clustercli) -> None:
    (small.folder / "data/clusters/all.yaml").write_text("id: clutex\nname: a: b\n", encoding="utf-8")
    problems = small("check", "--format", "json").json()
    assert [p["code"] for p in problems] == ["Y002"]


def test_a_reader_sees_one_state_while_the_catalogue_changes(small: Clustercli) -> None:
    """Eight processes at once on a cold index: all answer, and all alike."""
    command = [sys.executable, "-m", "clustercli", "list", "smes", "--format", "csv"]
    variables = {**os.environ, **small.variables({"PYTHONPATH": str(Path(__file__).parents[2])})}
    answers: list[tuple[int, bytes, bytes]] = []

    def ask() -> None:
        done = subprocess.run(command, cwd=small.folder, env=variables, capture_output=True, check=False)
        answers.append((done.returncode, done.stdout, done.stderr))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert answers[0][0] == 0
    assert b"sivara" in answers[0][1]
