"""Records gathered by town, each town where its records say that it lies; no position is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from clustercli.records.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Place: TypeAlias = tuple[float, float]  # latitude, longitude

BY_PLACE, BY_REGION = "place", "region"
_SMALL = 5  # characters of the code of a region small enough to stand for a place in it: NUTS 3


class Spot(NamedTuple):
    """Where one record lies, as far as it says so."""

    kind: str
    country: str
    city: str = ""
    region: str = ""
    place: Place | None = None


class Town(NamedTuple):
    """A town, or where none is named a region or a country, and how many records of each kind it has.

    `located` says by what its position is known: a record of that town (place), others of its region, or '' not at all.
    """

    name: str
    country: str
    region: str
    place: Place | None
    located: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All its records."""
        return sum(self.counts.values())


def gathered(spots: Iterable[Spot]) -> list[Town]:
    """The towns with the most records first, and last what names none."""
    spots = list(spots)
    regions: dict[str, list[Place]] = {}
    towns: dict[tuple[str, str], list[Spot]] = {}
    for spot in spots:
        if spot.place and len(spot.region) >= _SMALL:
            regions.setdefault(spot.region, []).append(spot.place)
        towns.setdefault((spot.country, _key(spot)), []).append(spot)
    found = [_town(group, regions) for group in towns.values()]
    return sorted(found, key=lambda town: (not town.name, -town.total, town.country, town.region, town.name))


def _key(spot: Spot) -> str:
    """What tells a town from others of its country: its name in any spelling, else its place, else its region."""
    if spot.city:
        return fold(spot.city)
    return f"{spot.place[0]:.1f} {spot.place[1]:.1f}" if spot.place else f"= {spot.region}"


def _town(spots: Sequence[Spot], regions: Mapping[str, list[Place]]) -> Town:
    own = [spot.place for spot in spots if spot.place]
    codes = {spot.region for spot in spots if spot.region}
    region = codes.pop() if len(codes) == 1 else ""
    near = [] if own else regions.get(region, [])
    located = BY_PLACE if own else BY_REGION if near else ""
    counts: dict[str, int] = {}
    for spot in spots:
        counts[spot.kind] = counts.get(spot.kind, 0) + 1
    return Town(spots[0].city, spots[0].country, region, _middle(own or near), located, counts)


def _middle(places: Sequence[Place]) -> Place | None:
    if not places:
        return None
    return sum(lat for lat, _ in places) / len(places), sum(lon for _, lon in places) / len(places)
