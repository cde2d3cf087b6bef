"""Files that vanish or change while they are read: whole, or reported, never half."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from clustercli.catalogue import history, source
from clustercli.env import BUNDLED
from tests.conftest import Clustercli
from tests.torture import catalogues
from tests.torture.conftest import Tally


def write_in_pieces(path: Path, text: str, stop: threading.Event) -> None:
    """Write a file again and again, as a program does that never heard of a temporary file."""
    while not stop.is_set():
        with path.open("w", encoding="utf-8") as out:
            for part in (text[:500], text[500:]):
                out.write(part)
                out.flush()
        stop.wait(0.15)


def test_a_file_that_is_written_in_pieces_is_read_whole(tmp_path: Path, tally: Tally) -> None:
    path, text, stop = tmp_path / "file.yaml", catalogues.firms(1), threading.Event()
    path.write_text(text, encoding="utf-8")
    writer = threading.Thread(target=write_in_pieces, args=(path, text, stop))
    writer.start()
    try:
        for _ in range(20):
            assert source.read(path).decode() == text
    finally:
        stop.set()
        writer.join()
    tally("a file is read whole while it is written in pieces", 20, "readings")


def test_a_file_that_is_half_written_is_compared_whole(small: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what git knows: nothing has gone that is about to be written. Until it is waited for, no time passes."""
    path = small.folder / "data/smes/all.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("- id: sivara")], encoding="utf-8")
    sleep, at = time.sleep, path.stat().st_ctime_ns

    def meanwhile(seconds: float) -> None:
        monkeypatch.undo()
        path.write_text(text, encoding="utf-8")
        sleep(seconds)

    monkeypatch.setattr(time, "time_ns", lambda: at + 1_000_000)
    monkeypatch.setattr(time, "sleep", meanwhile)
    state = history.now(small.folder / "data", BUNDLED)
    assert (set(state.records), state.closed) == ({"clutex", "facts", "mileta", "sivara", "bridge", "nca"}, set())


def test_files_that_vanish_while_they_are_read_are_as_deleted(
    small: Clustercli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `git checkout` of another branch deletes them."""
    small.write(
        {f"data/smes/{n}.yaml": f"id: firm-{n}\nname: Firm\ncountry: CZ\nsectors: [fabrics]\n" for n in range(9)}
    )
    read = source.read

    def check_out(path: Path) -> bytes:
        if path.parent.name == "smes":
            for gone in path.parent.glob("[1-9].yaml"):
                gone.unlink()
        return read(path)

    monkeypatch.setattr(source, "read", check_out)
    result = small("list", "smes", "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert [row["id"] for row in json.loads(result.out)] == ["firm-0", "mileta", "sivara"]


def test_a_file_that_vanishes_each_time_is_reported(small: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    file = small.folder / "data/smes/all.yaml"
    text, read = file.read_bytes(), source.read

    def vanish(path: Path) -> bytes:
        if path.name != "all.yaml" or path.parent.name != "smes":
            return read(path)
        path.unlink()
        try:
            return read(path)
        finally:
            again.append(path)

    again: list[Path] = []
    monkeypatch.setattr(source, "read", vanish)
    exists = Path.exists

    def restored(path: Path) -> bool:
        there = exists(path)
        for gone in again:
            gone.write_bytes(text)
        again.clear()
        return there

    monkeypatch.setattr(Path, "exists", restored)
    result = small("check")
    assert result.code == 3
    assert "data/smes/all.yaml:1:1: F001 cannot be read: No such file or directory" in result.err
    monkeypatch.undo()
    file.write_bytes(text)
    assert small("check").err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "file.yaml"
    subprocess.run(["mkfifo", str(pipe)], check=True)
    with pytest.raises(OSError, match="not a regular file"):
        source.read(pipe)


def test_what_could_not_be_read_is_read_again_by_the_next_command(
    small: Clustercli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the disk or the network is none of the file's: it may be over the next time."""

    def fail(path: Path) -> bytes:
        raise OSError(5, "Input/output error", str(path))

    small("load")
    with (small.folder / "data/smes/all.yaml").open("a", encoding="utf-8") as out:
        out.write("# touched\n")
    monkeypatch.setattr(source, "read", fail)
    assert "all.yaml:1:1: F001 cannot be read: Input/output error" in small("check").err
    assert small("export", "--out", "lists").code == 3
    monkeypatch.undo()
    assert small("check").err == ""
