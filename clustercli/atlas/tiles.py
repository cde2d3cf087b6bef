"""Countries as tiles of one size: `tiles.csv` has the grid, each country beside its neighbours as far as that goes."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

TABLE = Path(__file__).with_name("tiles.csv")


class Tile(NamedTuple):
    """The place of a country in the grid, counted from the upper left corner."""

    row: int
    column: int


@cache
def grid() -> dict[str, Tile]:
    """The place of every country that has one."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            code: Tile(row, column)
            for row, codes in enumerate(csv.reader(file))
            for column, code in enumerate(codes)
            if code
        }


def part(wanted: Collection[str]) -> dict[str, Tile]:
    """The smallest part of the grid that holds some countries, with all that lie in it, from its own corner."""
    places = [tile for code, tile in grid().items() if code in wanted]
    if not places:
        return {}
    top, left = min(tile.row for tile in places), min(tile.column for tile in places)
    bottom, right = max(tile.row for tile in places), max(tile.column for tile in places)
    return {
        code: Tile(tile.row - top, tile.column - left)
        for code, tile in grid().items()
        if top <= tile.row <= bottom and left <= tile.column <= right
    }
