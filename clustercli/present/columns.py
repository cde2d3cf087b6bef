"""What a listing shows: columns with the names that every format uses, and rows of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Column(NamedTuple):
    """One column. `name` is its name in CSV and JSON; `title` heads it in a table, which leaves it out without one.

    `right` sets numbers flush right; `room` is the least width in a table (0: as wide as its values); `grow` columns
    share what room is left.
    """

    name: str
    title: str = ""
    right: bool = False
    room: int = 0
    grow: bool = False


class Listing(NamedTuple):
    """Rows under columns; values are text, numbers, lists and maps. `spread` separates rows by an empty line."""

    columns: tuple[Column, ...]
    rows: Iterable[dict[str, Any]]
    spread: bool = False
