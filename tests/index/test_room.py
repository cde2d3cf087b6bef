"""Where the index has little room: in memory, on the disk, beside another process; and what is asked of few fields."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clustercli import locks
from clustercli.errors import ClusterError
from clustercli.index import place, refresh, state, trust
from clustercli.records import kinds
from clustercli.records.groups import HEAD
from tests.conftest import Clustercli
from tests.torture.test_at_once import _HOLD_INDEX, held
from tests.torture.test_writing import limited

LINE = "- {{id: {0}, name: {0}, country: {1}, sectors: [fabrics], checked: 2026-11}}\n"
DESK = "{role: desk, email: desk@example.org, purpose: enquiries, delete_after: 2030}"


@pytest.fixture
def own(clustercli: Clustercli) -> Clustercli:
    """A catalogue that is quick to read, with an index that nothing is to be done for."""
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Own\n",
            "data/vocabulary/all.yaml": "- {id: fabrics, words: {en: [fabrics]}}\n",
            "data/smes/all.yaml": LINE.format("one", "CZ") + LINE.format("two", "RS"),
            "data/clusters/all.yaml": LINE.format("group", "CZ").replace("}", f", contacts: [{DESK}]}}"),
        }
    )
    assert clustercli("load").code == 0
    return clustercli


def index_of(program: Clustercli) -> Path:
    (index,) = (program.home / "cache/clustercli").glob("*.db")
    return index


@pytest.mark.parametrize("much", [True, False])
def test_what_is_sorted_lies_in_memory_unless_it_is_much(own: Clustercli, much: bool) -> None:
    with place.writing(index_of(own), much=much) as connection:
        assert connection.execute("PRAGMA temp_store").fetchone() == (0 if much else 2,)
        connection.execute("ROLLBACK")


def test_a_catalogue_that_is_much_is_answered_from_alike(own: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    before = own("list"), own("search", "fabrics")
    monkeypatch.setattr(refresh, "_MUCH", 0)
    assert own("load", "--rebuild").code == 0
    assert (own("list"), own("search", "fabrics")) == before


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
def test_and_is_not_read_once_more_beside_one_that_reads_it(own: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    with held(_HOLD_INDEX, index_of(own)) as pid:
        assert own("list").code == 0  # what is little is read in memory
        monkeypatch.setattr(refresh, "_MUCH", 0)
        result = own("list")
    assert (result.code, result.out) == (1, "")
    first, second = result.err.splitlines()
    assert first.startswith(f"The index is being written to by process {pid} (python")
    assert first.endswith(f": {index_of(own)}")
    assert second == "Try again when that is done."


@pytest.fixture
def collecting() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.usefixtures("collecting")
@pytest.mark.parametrize("enabled", [True, False])
def test_a_load_leaves_the_collector_as_it_was(own: Clustercli, enabled: bool) -> None:
    """The command itself runs without, from its start to its end."""
    (gc.enable if enabled else gc.disable)()
    assert own("load", "--rebuild").code == 0
    assert gc.isenabled() is enabled


def test_where_the_disk_is_full_half_way_the_index_is_read_when_there_is_room(own: Clustercli) -> None:
    """The journal fits, and all that it keeps does not: until there is room, answers come from memory."""
    words = ("match", "--all", "--format", "csv")
    expected = own("list")
    with limited(100_000):
        result = own(*words)
        meanwhile = own("list")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"The disk is full: the index {index_of(own)} cannot be read until there is room.\n"
        "  clustercli --index FILE match --all ...   (a place on another disk)\n"
    )
    assert (meanwhile.code, meanwhile.out) == (0, expected.out)
    assert meanwhile.err.endswith("; it was made in memory.\n")
    assert own("list") == expected
    stored = own(*words)
    assert (stored.code, stored.err) == (0, "")
    with closing(place.read_only(index_of(own))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_whether_an_index_can_be_read_is_told(own: Clustercli, tmp_path: Path) -> None:
    with closing(place.read_only(index_of(own))) as connection:
        assert state.is_readable(connection)
    (tmp_path / "noise.db").write_bytes(os.urandom(20_000))
    with closing(place.read_only(tmp_path / "noise.db")) as connection:
        assert not state.is_readable(connection)


def test_a_worker_that_cannot_open_the_index_says_which_and_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"cannot read the index .*/none.db: unable to open database file") as told:
        state.shared(tmp_path / "none.db")
    assert told.value.hints == (
        "Each of them needs this file, at this path: --index names a place that all workers of a cluster share.",
    )


def test_a_worker_is_told_of_an_index_that_fails_while_it_is_read(own: Clustercli) -> None:
    with closing(state.shared(index_of(own))) as connection:
        seen = state.stamp(connection)
        with (
            pytest.raises(ClusterError, match=r"cannot read the index .*: no such table: none"),
            state.held(connection, index_of(own), seen),
        ):
            connection.execute("SELECT * FROM none")
        assert not connection.in_transaction
    with pytest.raises(ClusterError, match="closed database"), state.held(connection, index_of(own), seen):
        pytest.fail("It was read.")


def test_of_a_kind_that_is_never_checked_no_age_is_asked_for(own: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    fair = kinds.Kind("fair", "fairs", "trade fair", HEAD)
    with closing(place.read_only(index_of(own))) as connection:
        monkeypatch.setattr(kinds, "KINDS", (fair, *kinds.KINDS))
        assert trust.checked(connection, ["one", "group", "none"]) == {"one": "2026-11", "group": "2026-11"}


@pytest.mark.parametrize("words", [("show", "group"), ("export", "clusters"), ("export", "--out", "lists")], ids=str)
def test_a_file_that_cannot_be_read_for_its_contacts_is_named(
    own: Clustercli, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index holds no contacts, so that a fresh one does not help; without them the answer is there."""
    opened = os.open

    def fail(path: str | Path, *how: int, **more: int) -> int:
        if str(path).endswith("clusters/all.yaml"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return opened(path, *how, **more)

    own("load")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", fail)
        result = own(*words, "--with-contacts")
        without = own(*words)
    assert result.code == 1
    assert result.err == "data/clusters/all.yaml cannot be read for its contacts: Input/output error.\n"
    assert "desk@" not in result.out
    assert without.code == 0
    again = own(*words, "--with-contacts")
    assert again.code == 0
    assert "desk@example.org" in again.out + "".join(
        p.read_text("utf-8") for p in own.folder.glob("lists/clusters.csv")
    )
