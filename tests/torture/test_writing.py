"""What a file system may refuse while files are written: it is told, the old files stay, and later all is done."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from clustercli import files, locks
from clustercli.index import place
from tests.conftest import Clustercli
from tests.torture.test_at_once import _HOLD_FOLDER, held

NEW = ("new", "sme", "brand-new")
NEW_FILE = "data/smes/brand-new.yaml"
INIT = ("init", "mine")
EXPORT = ("export", "--out", "lists")
LINE = "- {{id: {0}, name: {0}, country: CZ, sectors: [fabrics]}}\n"


@pytest.fixture
def own(clustercli: Clustercli) -> Clustercli:
    """A catalogue that is quick to read, exported, and changed since; its index is fresh."""
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Own\n",
            "data/vocabulary/all.yaml": "- {id: fabrics, words: {en: [fabrics]}}\n",
            "data/smes/all.yaml": LINE.format("one"),
            "data/clusters/all.yaml": LINE.format("group"),
        }
    )
    clustercli(*EXPORT)
    clustercli.write(
        {"data/smes/more.yaml": LINE.format("two"), "data/clusters/all.yaml": LINE.format("group") + LINE.format("gas")}
    )
    clustercli("load")
    return clustercli


def everything(program: Clustercli) -> dict[str, bytes]:
    """All files of the user, by path."""
    below = sorted(path for path in program.folder.rglob("*") if path.is_file())
    return {path.relative_to(program.folder).as_posix(): path.read_bytes() for path in below}


def index_of(program: Clustercli) -> Path:
    (index,) = (program.home / "cache/clustercli").glob("*.db")
    return index


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_replacement_that_does_not_fit_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old", encoding="utf-8")
    made = files.Replacement(path)
    made.text.write("new" * 100)
    with limited(100), pytest.raises(OSError, match=r"File too large: '.*/list\.csv'"):
        made.finish()
    made.drop()
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("list.csv", "old")]


TOLD = {
    NEW: f"{NEW_FILE} could not be written: {{}}. Nothing was changed.\n",
    INIT: "mine: no catalogue could be made: {}.\n",
    EXPORT: "lists/clusters.csv could not be written: {}. The old files are unchanged.\n",
}
WRITERS = pytest.mark.parametrize("words", TOLD, ids=lambda words: str(words[0]))


def assert_done(program: Clustercli, words: tuple[str, ...]) -> None:
    """The command succeeds, and what it should write is there; nothing unfinished is."""
    assert program(*words).code == 0
    now = everything(program)
    assert not [name for name in now if "clustercli-tmp" in name]
    if words == EXPORT:
        assert b"two" in now["lists/smes.csv"]
        assert b"gas" in now["lists/clusters.csv"]
    else:
        assert {NEW: NEW_FILE, INIT: "mine/data/catalogue.yaml"}[words] in now


@WRITERS
def test_where_there_is_too_little_room_nothing_changes(own: Clustercli, words: tuple[str, ...]) -> None:
    before = everything(own)
    with limited(100):
        result = own(*words)
    assert (result.code, result.out, result.err) == (1, "", TOLD[words].format("file too large"))
    assert everything(own) == before
    assert_done(own, words)


def folders_only(error: int, then: Callable[[int], None]) -> Callable[[int], None]:
    """A call that fails for folders."""

    def call(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(error, os.strerror(error))
        then(handle)

    return call


@WRITERS
def test_what_is_not_safe_on_the_disk_is_told_and_not_there(
    own: Clustercli, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names in a folder cannot be synced: of an export, each file is the old or the new one."""
    before = everything(own)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", folders_only(errno.EIO, os.fsync))
        result = own(*words)
    assert (result.code, result.out) == (1, "")
    if words == EXPORT:
        assert result.err.endswith("input/output error. Some files are new, the others old; each is whole.\n")
    else:
        assert result.err == TOLD[words].format("input/output error")
        assert everything(own) == before
    assert_done(own, words)


@WRITERS
def test_where_folders_cannot_be_synced_at_all_one_does_without(
    own: Clustercli, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", folders_only(errno.EINVAL, os.fsync))
    assert_done(own, words)


def unopened_folders(path: Path | str, flags: int, mode: int = 0o777, *, then: Callable[..., int] = os.open) -> int:
    """As Windows has it, and folders that may be written to and not be listed."""
    if os.path.isdir(path):  # noqa: PTH112  # whatever it is
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return then(path, flags, mode)


def no_locks(handle: int, operation: int) -> None:
    """As some network file systems have it."""
    del handle, operation
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


@WRITERS
@pytest.mark.parametrize("lacking", ["folders that open", "fcntl", "flock"])
def test_where_folders_cannot_be_held_one_does_without(
    own: Clustercli, words: tuple[str, ...], lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged index is made anew all the same."""
    index = index_of(own)
    index.write_bytes(index.read_bytes()[:100] + os.urandom(20_000))
    if lacking == "fcntl":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    elif lacking == "flock":
        monkeypatch.setattr(fcntl, "flock", no_locks)
    else:
        monkeypatch.setattr(os, "open", unopened_folders)
    assert_done(own, words)
    assert "made in memory" not in own("list").err
    with closing(place.read_only(index)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM record WHERE kind = 'cluster'").fetchone() == (2,)


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
@pytest.mark.parametrize(("words", "folder"), [(NEW, "data/smes"), (INIT, "mine")], ids=["new", "init"])
def test_who_holds_the_folder_is_named(
    own: Clustercli, words: tuple[str, ...], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own.folder / "mine").mkdir()
    before = everything(own)
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    with held(_HOLD_FOLDER, own.folder / folder) as pid:
        result = own(*words)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"{folder.rstrip('/')}")
    assert f" is being written to by process {pid} (python" in result.err
    assert result.err.endswith("; nothing was written.\n")
    assert everything(own) == before
    assert_done(own, words)


def test_a_process_that_has_ended_has_no_command_line() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert locks._command(ended.pid) == ""
    assert locks._command(os.getpid()).startswith(" (python")


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP])
def test_without_hard_links_a_new_record_is_written_and_an_old_one_kept(
    own: Clustercli, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a FAT disk, or in a shared folder."""

    def link(one: Path, other: Path) -> None:
        raise OSError(error, os.strerror(error), str(one), None, str(other))

    monkeypatch.setattr(os, "link", link)
    assert_done(own, NEW)
    before = everything(own)
    own.write({"data/smes/later.yaml": "# mine\n"})
    result = own("new", "sme", "later")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("\ndata/smes/later.yaml exists already; it was not touched.\n")
    assert everything(own) == before | {"data/smes/later.yaml": b"# mine\n"}


def test_any_other_failure_of_a_link_is_told(own: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(own)

    def link(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "link", link)
    result = own(*NEW)
    assert (result.code, result.err) == (1, TOLD[NEW].format("input/output error"))
    assert everything(own) == before


def test_where_the_disk_fails_between_two_files_that_is_told(own: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is the old or the new one, and the next export makes all of them new."""
    before, replace, moved = everything(own), os.replace, []

    def fail_second(one: Path, other: Path) -> None:
        moved.append(Path(other).name)
        if len(moved) == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        replace(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail_second)
        result = own(*EXPORT)
    assert moved == ["clusters.csv", "smes.csv"]
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "lists/smes.csv could not be written: input/output error. Some files are new, the others old; each is whole.\n"
    )
    now = everything(own)
    assert b"gas" in now["lists/clusters.csv"]
    assert now | {"lists/clusters.csv": before["lists/clusters.csv"]} == before
    assert_done(own, EXPORT)


def test_a_file_of_the_same_length_is_replaced(own: Clustercli) -> None:
    own(*EXPORT)
    path = own.folder / "lists/smes.csv"
    path.write_bytes(path.read_bytes().replace(b"two", b"too"))
    result = own(*EXPORT)
    assert (result.code, result.out) == (0, "lists/smes.csv\n")
    assert_done(own, EXPORT)


def test_a_folder_in_the_place_of_the_manifest_is_told_before_a_file_is_written(own: Clustercli) -> None:
    own.write({"other/.clustercli-export.json/kept": "mine"})
    before = everything(own)
    result = own("export", "--out", "other")
    assert (result.code, result.out) == (1, "")
    assert result.err == "other/.clustercli-export.json/ could not be written: is a directory.\n"
    assert everything(own) == before
