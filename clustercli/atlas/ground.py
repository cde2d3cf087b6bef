"""Latitudes and longitudes -> cells of a screen, whose characters are twice as high as wide."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import cos, radians
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Place: TypeAlias = tuple[float, float]  # latitude, longitude

_SHARE = 0.95  # of the records that the map is made for
_MARGIN = 0.25  # of its height and width, within which others still draw it wider
_LEAST = 0.5  # degrees that a map shows at least
_HIGH = 2.0  # how much higher than wide a character is


class Frame(NamedTuple):
    """The part of the world that a map shows, in degrees."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, place: Place) -> bool:
        """Whether a place lies in it."""
        return self.south <= place[0] <= self.north and self.west <= place[1] <= self.east

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, in its middle."""
        return max(0.1, cos(radians((self.south + self.north) / 2)))


def framed(places: Sequence[tuple[Place, int]]) -> Frame:
    """The frame of the nearest 95 % of the records: (place, records) pairs, of which there is at least one.

    What lies only a little beyond them is taken in; what lies far away is not, or it would squeeze the map.
    """
    centre = _median([(p[0], n) for p, n in places]), _median([(p[1], n) for p, n in places])
    squeeze = max(0.1, cos(radians(centre[0])))
    by_distance = sorted(places, key=lambda x: (x[0][0] - centre[0]) ** 2 + ((x[0][1] - centre[1]) * squeeze) ** 2)
    enough, taken, held = _SHARE * sum(n for _, n in places), list[Place](), 0
    for place, count in by_distance:
        if held >= enough:
            break
        taken.append(place)
        held += count
    box = _box(taken)
    high, wide = (max(_LEAST, _MARGIN * size) for size in (box.north - box.south, box.east - box.west))
    wider = Frame(box.south - high, box.north + high, box.west - wide, box.east + wide)
    return _box([place for place, _ in places if wider.holds(place)])


def _median(values: Sequence[tuple[float, int]]) -> float:
    """The middle value, each counted as often as it weighs."""
    ordered = sorted(values)
    passed = list(accumulate(n for _, n in ordered))
    return ordered[bisect_left(passed, passed[-1] / 2)][0]


def _box(places: Sequence[Place]) -> Frame:
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    return Frame(min(lats), max(lats), min(lons), max(lons))


class Screen(NamedTuple):
    """A frame on so many columns and rows."""

    frame: Frame
    scale: float  # columns a degree of latitude
    columns: int
    rows: int

    def cell(self, place: Place) -> tuple[int, int]:
        """(column, row) of a place inside the frame, from the upper left corner."""
        x = (place[1] - self.frame.west) * self.frame.squeeze * self.scale
        y = (self.frame.north - place[0]) * self.scale / _HIGH
        return min(round(x), self.columns - 1), min(round(y), self.rows - 1)


def fitted(frame: Frame, columns: int, rows: int) -> Screen:
    """The largest true picture of a frame in so many columns and rows at most."""
    wide = max(_LEAST, frame.east - frame.west) * frame.squeeze
    high = max(_LEAST, frame.north - frame.south)
    scale = min((columns - 1) / wide, (rows - 1) * _HIGH / high)
    return Screen(frame, scale, min(columns, round(wide * scale) + 1), min(rows, round(high * scale / _HIGH) + 1))
