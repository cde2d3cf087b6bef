"""Which records have a trait: the same whatever is loaded, forgotten and loaded again, and no number is given twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercli.index import postings
from clustercli.records import traits
from tests.conftest import Clustercli

RECORD = "id: firm\nname: Firm {0}\ncountry: CZ\nsectors: [{1}]\n"


def store() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    connection.execute("CREATE TABLE record (n INTEGER PRIMARY KEY, usable INTEGER)")
    connection.execute(
        "CREATE TABLE posting (trait TEXT, chunk INTEGER, bits BLOB, PRIMARY KEY (trait, chunk)) WITHOUT ROWID"
    )
    return connection


LOADS = st.lists(
    st.lists(st.sets(st.sampled_from(["a", "b", "country CZ", "country RS"])), max_size=6), min_size=1, max_size=4
)


@given(LOADS, st.integers(1, 9), st.data())
def test_every_record_is_found_by_its_traits_and_none_that_is_forgotten(
    loads: list[list[set[str]]], chunk: int, data: st.DataObject
) -> None:
    connection = store()
    held: dict[int, set[str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "CHUNK", 8 * chunk)
        for load in loads:
            collector = postings.Collector(connection)
            for of_it in load:
                n = collector.number()
                assert n not in held
                held[n] = of_it | {traits.EVERY}
                collector.add(n, held[n])
            collector.flush()
            gone = data.draw(st.sets(st.sampled_from(sorted(held)))) if held else set()
            postings.forget(connection, gone)
            for n in gone:
                held[n] = set()
        lookup = postings.reader(connection)
        everyone = lookup(traits.EVERY)
        for trait in ("a", "b", "country CZ", "country RS", traits.EVERY):
            assert traits.numbers(lookup(trait) & everyone) == [n for n in sorted(held) if trait in held[n]]
        assert set(postings.values(connection, "country")) <= {"CZ", "RS"}


def test_an_index_of_which_most_is_gone_is_made_anew(small: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    small("load")
    (index,) = (small.home / "cache" / "clustercli").glob("*.db")

    def last() -> int:
        with closing(sqlite3.connect(index)) as connection:
            return postings.Collector(connection).last

    monkeypatch.setattr(postings, "_SPARE", last() - 11)  # seven records will be live
    numbered = [last()]
    for turn in range(8):
        sector = ("apparel", "fabrics")[turn % 2]
        small.write({"data/smes/firm.yaml": RECORD.format(turn, sector)})
        listed = small("list", "smes", "--sector", sector, "--format", "json").json()
        assert "firm" in {row["id"] for row in listed}
        assert f"Firm {turn}" in {row["name"] for row in listed}
        numbered.append(last())
    grew = [after > before for before, after in pairwise(numbered)]
    assert any(grew)
    assert not all(grew)


def test_what_is_packed_is_what_was_written() -> None:
    for bits in (b"", b"\x01", bytes(4096), b"\x80" + bytes(4094) + b"\x01", bytes(range(256)) * 16):
        assert postings._unpacked(postings._packed(bits)) == bits
