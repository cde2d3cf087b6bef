"""Which records have a trait: sets of record numbers as bits, in chunks, so that a few records touch a few rows.

A number is never given twice, so that what is forgotten is taken out of one set only, that of all records.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from clustercli.records import traits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from clustercli.records.traits import Lookup

CHUNK = 1 << 15  # records of a chunk: its bits fill four kilobytes
_RAW, _PACKED = b"r", b"z"
_SPARE = 1 << 16  # numbers of records that are gone, and do not matter yet
_WORTH = 5  # times smaller that bits must be packed: to unpack them costs more than to read them


class Collector:
    """Gathers the traits of records in the order of their numbers, and writes them chunk by chunk."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        row = connection.execute("SELECT value FROM meta WHERE key = 'numbered'").fetchone()
        self.last = int(row[0]) if row else 0
        self._chunk = 0
        self._held: dict[str, list[int]] = {}

    def number(self) -> int:
        """A number for a record, that no other one ever had in this index."""
        self.last += 1
        return self.last

    def add(self, n: int, of_it: Iterable[str]) -> None:
        """Note the traits of a record."""
        chunk, place = divmod(n, CHUNK)
        if chunk != self._chunk:
            self.flush()
            self._chunk = chunk
        for trait in set(of_it):
            held = self._held.get(trait)
            if held is None:
                self._held[trait] = [place]
            else:
                held.append(place)

    def flush(self) -> None:
        """Write what is gathered."""
        known = dict(
            self._connection.execute("SELECT trait, bits FROM posting WHERE chunk = ?", (self._chunk,)).fetchall()
            if self._held
            else ()
        )
        rows = []
        for trait, places in sorted(self._held.items()):
            bits = bytearray(_unpacked(known[trait]) if trait in known else b"")
            bits.extend(bytes((places[-1] >> 3) + 1 - len(bits)))
            for place in places:
                bits[place >> 3] |= 1 << (place & 7)
            rows.append((trait, self._chunk, _packed(bytes(bits))))
        self._connection.executemany("INSERT OR REPLACE INTO posting VALUES (?, ?, ?)", rows)
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('numbered', ?)", (str(self.last),))
        self._held = {}


def is_sparse(connection: sqlite3.Connection) -> bool:
    """Whether most numbers belong to records that are gone, so that a new index would be much smaller."""
    return Collector(connection).last > 2 * reader(connection)(traits.EVERY).bit_count() + _SPARE


def forget(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Take records out of the set of all."""
    by_chunk: dict[int, int] = {}
    for n in numbers:
        chunk, place = divmod(n, CHUNK)
        by_chunk[chunk] = by_chunk.get(chunk, 0) | 1 << place
    for chunk, gone in by_chunk.items():
        key = traits.EVERY, chunk
        row = connection.execute("SELECT bits FROM posting WHERE trait = ? AND chunk = ?", key).fetchone()
        if row:
            bits = int.from_bytes(_unpacked(row[0]), "little") & ~gone
            data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
            connection.execute("UPDATE posting SET bits = ? WHERE trait = ? AND chunk = ?", (_packed(data), *key))


def reader(connection: sqlite3.Connection) -> Lookup:
    """A trait -> the set of the records that have it, remembered; those forgotten may still be in it, but for the set
    of all.
    """

    @cache
    def lookup(trait: str) -> int:
        rows = connection.execute("SELECT chunk, bits FROM posting WHERE trait = ? ORDER BY chunk", (trait,)).fetchall()
        if not rows:
            return 0
        whole = bytearray((rows[-1][0] + 1) * CHUNK >> 3)
        for chunk, packed in rows:
            bits = _unpacked(packed)
            start = chunk * CHUNK >> 3
            whole[start : start + len(bits)] = bits
        return int.from_bytes(whole, "little")

    return lookup


def values(connection: sqlite3.Connection, trait: str) -> list[str]:
    """The values that a trait is known with, such as the countries, in order."""
    rows = connection.execute(
        "SELECT DISTINCT trait FROM posting WHERE trait > ? AND trait < ? ORDER BY trait", (f"{trait} ", f"{trait}!")
    )
    return [found.partition(" ")[2] for (found,) in rows]


def usable(connection: sqlite3.Connection, lookup: Lookup) -> int:
    """The set of all records that can be used."""
    left_out = connection.execute("SELECT n FROM record WHERE NOT usable")
    return lookup(traits.EVERY) & ~traits.together(n for (n,) in left_out)


def working_in(connection: sqlite3.Connection, concepts: Iterable[str]) -> list[int]:
    """The numbers of the usable records that work in one of some concepts, make it or offer it, if only by a guess."""
    lookup = reader(connection)
    bits = 0
    for concept in concepts:
        bits |= traits.doing(lookup, concept)
    return traits.numbers(bits & usable(connection, lookup))


def concepts_used(connection: sqlite3.Connection, concepts: Iterable[str]) -> dict[str, int]:
    """How many usable records use each of some concepts."""
    lookup = reader(connection)
    everyone = usable(connection, lookup)
    found = {concept: (traits.using(lookup, concept) & everyone).bit_count() for concept in concepts}
    return {concept: count for concept, count in found.items() if count}


def _packed(bits: bytes) -> bytes:
    packed = zlib.compress(bits, 1)
    return _PACKED + packed if _WORTH * len(packed) < len(bits) else _RAW + bits


def _unpacked(stored: bytes) -> bytes:
    return zlib.decompress(stored[1:]) if stored[:1] == _PACKED else stored[1:]
