"""Records as they are stored, many at once: what an export of a large catalogue reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clustercli.index.queries import Row, decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from clustercli.records import kinds

_AT_ONCE = 128  # records: what a processor keeps at hand

Stored = tuple[Any, ...]


def blocks(connection: sqlite3.Connection, kind: kinds.Kind) -> Iterator[list[Stored] | Row]:
    """The usable records of a kind by id: blocks of rows without a number, as they are stored, whose texts can stand
    in a spreadsheet as they are; and between them, decoded, each record that is not so.
    """
    left_out = "SELECT EXISTS (SELECT 1 FROM record WHERE NOT usable AND kind = ?)"
    if connection.execute(left_out, (kind.name,)).fetchone()[0]:
        rows = connection.execute(f"SELECT k.* FROM {kind.name} k JOIN record r USING (n) WHERE usable ORDER BY k.id")
    else:
        rows = connection.execute(f"SELECT k.* FROM {kind.name} k ORDER BY k.id")
    names = [column[0] for column in rows.description]
    any_odd = connection.execute("SELECT EXISTS (SELECT 1 FROM odd)").fetchone()[0]
    while block := rows.fetchmany(_AT_ONCE):
        odd = _odd(connection, block) if any_odd else set[int]()
        if not odd:
            yield block
            continue
        start = 0
        for place, row in enumerate(block):
            if row[0] in odd:
                if start < place:
                    yield block[start:place]
                yield decode(kind.fields, dict(zip(names, row, strict=True)))
                start = place + 1
        if block[start:]:
            yield block[start:]


def _odd(connection: sqlite3.Connection, block: list[Stored]) -> set[int]:
    """The numbers of the records in a block that are odd."""
    numbers = json.dumps([row[0] for row in block])
    rows = connection.execute("SELECT n FROM odd WHERE n IN (SELECT value FROM json_each(?))", (numbers,))
    return {n for (n,) in rows}
