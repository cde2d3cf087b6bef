"""What a listing shows: columns with the names that every format uses, and rows of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustercli.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Column(NamedTuple):
    """One column. `name` is its name in CSV and JSON; `title` heads it in a table, which leaves it out without one.

    `right` sets numbers flush right; `grow` columns share what room is left, and wrap; `keep` columns stay in a table
    where others at its right end must go.
    """

    name: str
    title: str = ""
    right: bool = False
    grow: bool = False
    keep: bool = False


class Listing(NamedTuple):
    """Rows under columns; values are text, numbers, lists and maps. Without a `head` they go on where others end."""

    columns: tuple[Column, ...]
    rows: Iterable[dict[str, Any]]
    head: bool = True
