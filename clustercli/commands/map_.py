"""`map`: how many records there are where, on one screen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.choosing import complete_kind, nothing_found, the_kind
from clustercli.commands.options import Countries, Format, Raw, Sector, by_option
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustercli.atlas.ground import Screen
    from clustercli.atlas.towns import Place, Town
    from clustercli.present.sketch import Mark
    from clustercli.records.kinds import Kind

_PLACED = tuple(kind for kind in KINDS if kind.field("place"))
_LEGEND = 26  # columns of the list beside a map
_AROUND = 4  # lines that stand below a map: what is not on it, and the prompt


def map_(
    context: typer.Context,
    country: Countries = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", metavar="KIND", autocompletion=complete_kind, help="clusters, smes ..."),
    ] = None,
    sector: Sector = None,
    by: Annotated[str, by_option(("country", "town"), "Tiles, or towns where they lie. Default: as known.")] = "",
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Show how many records there are where, on one screen.

    Countries are tiles of one size with the numbers of clusters, firms and institutions. Towns stand where they lie,
    as far as the records give positions; they are shown if more than half of the records have one, or with --by town.
    A town lies where any record of it does, and else in its region of NUTS 3. The other formats have a line for each
    town, with all records: those without a town or a position, too.

    Example: clustercli map

    Example: clustercli map --country RS
    """
    session = Session(context)
    kinds = _kinds(kind)
    concepts = session.concepts(context, sector) if sector is not None else None
    found = _gathered(session, kinds, session.countries(country or ()), concepts)
    if not found:
        nothing_found(session, " or ".join(kind.label for kind in kinds), "map", country, kind, concepts)
    if format_ or not session.env.terminal or not found:
        session.write(_columns(kinds), [_row(town, kinds) for town in found], format_, raw=raw)
        return
    known = sum(town.total for town in found if town.place)
    on_ground = by == "town" or (not by and known * 2 > sum(town.total for town in found))
    if on_ground and not known:
        session.env.note("No record here has a position; so countries are shown.")
    if on_ground and known:
        _draw_towns(session, kinds, found)
    elif reason := _draw_countries(session, kinds, found):
        session.env.note(f"{reason}; so a list.")
        session.write(_columns(kinds), [_row(town, kinds) for town in found], format_)


def _kinds(words: Sequence[str] | None) -> list[Kind]:
    """The kinds that are asked for, all that lie somewhere by default."""
    kinds = [the_kind(word) for word in words or ()] or list(_PLACED)
    for kind in kinds:
        if kind not in _PLACED:
            known = ", ".join(k.plural for k in _PLACED)
            raise ClusterError(f"A {kind.label} lies in no town.", f"On the map are: {known}", code=Exit.USAGE)
    return list(dict.fromkeys(kinds))


def _gathered(session: Session, kinds: Sequence[Kind], countries: list[str], concepts: set[str] | None) -> list[Town]:
    from clustercli.atlas.towns import Spot, gathered
    from clustercli.index import census

    return gathered(
        Spot(kind.plural, row["country"], row["city"] or "", row["region"] or "", row["place"])
        for kind in kinds
        for row in census.placed(session.connection, kind, countries, concepts)
    )


def _columns(kinds: Sequence[Kind]) -> list[Column]:
    return [
        Column("place", "place", grow=True),
        Column("country", "in", keep=True),
        Column("region", "region"),
        *(Column(kind.plural, kind.plural, right=True, keep=True) for kind in kinds),
        Column("lat", "lat", right=True),
        Column("lon", "lon", right=True),
        Column("located", "by"),
    ]


def _row(town: Town, kinds: Sequence[Kind]) -> dict[str, Any]:
    lat, lon = (round(degrees, 4) for degrees in town.place) if town.place else (None, None)
    numbers = {kind.plural: town.counts.get(kind.plural, 0) for kind in kinds}
    return {"place": town.name, "country": town.country, "region": town.region, **numbers,
            "lat": lat, "lon": lon, "located": town.located}  # fmt: skip


def _named(town: Town) -> str:
    return town.name or town.region or "?"


def _draw_countries(session: Session, kinds: Sequence[Kind], found: Sequence[Town]) -> str:
    """Countries as tiles, and below them the towns with the most records; why not, where they cannot be drawn."""
    from clustercli.atlas import tiles
    from clustercli.present import sketch
    from clustercli.present.text import wrapped

    env = session.env
    counts: dict[str, Counter[str]] = {}
    for town in found:
        counts.setdefault(town.country, Counter()).update(town.counts)
    places = tiles.part(counts)
    shown = [
        sketch.Tile(
            *tile, (code, session.country(code)), tuple(counts[code][k.plural] for k in kinds) if code in counts else ()
        )
        for code, tile in places.items()
    ]
    if not shown:
        return "None of these countries is on the map"
    how = sketch.layout(shown, env.width, env.height - 1 - _AROUND)
    if how is None:
        return f"{env.width} columns are too few for a map of so many countries"
    lines = list(sketch.tiles(shown, how))
    heading = (" + " if how.summed else "/").join(kind.labels for kind in kinds)
    env.write_lines(wrapped(heading, env.width))
    env.write_lines(lines)
    env.write_lines(_most(found, env.width, env.height - 3 - len(lines)))
    off = [f"{code} {sum(numbers.values())}" for code, numbers in counts.items() if code not in places]
    if off:
        env.note(f"Beyond the edge: {', '.join(off)}.")
    return ""


def _most(found: Sequence[Town], width: int, height: int) -> list[str]:
    """The towns with the most records, as many as so many lines hold, one line at least."""
    from clustercli.present.text import clean, wrapped

    lines: list[str] = []
    text = "Towns:"
    for town in found:
        if town.name:
            text += f"{',' if lines else ''} {clean(town.name)} {town.country} {town.total}"
            longer = wrapped(text, width, "  ", "")
            if len(longer) > max(1, height) and lines:
                break
            lines = longer
    return lines


def _draw_towns(session: Session, kinds: Sequence[Kind], found: Sequence[Town]) -> None:
    """Towns where they lie, and on a wide screen beside them a list of those with the most records."""
    from clustercli.atlas import ground
    from clustercli.present import sketch
    from clustercli.present.text import wrapped

    env = session.env
    legend = _LEGEND if env.width >= 3 * _LEGEND else 0
    height, width = env.height - 1 - _AROUND, env.width - legend - (2 if legend else 0)
    frame = ground.framed([(town.place, town.total) for town in found if town.place])
    screen = ground.fitted(frame, width, height)
    inside = [(town.place, town) for town in found if town.place and frame.holds(town.place)]
    marks = [sketch.Mark(*screen.cell(place), town.total, _named(town)) for place, town in inside]
    lines = list(sketch.towns(marks, _countries(inside, screen), width, screen.rows))
    if legend:
        lines = list(sketch.beside(lines, list(_listed([town for _, town in inside], height)), env.width - legend))
    heading = ", ".join(kind.labels for kind in kinds) + " together; + is 10 or more"
    env.write_lines(wrapped(heading, env.width))
    env.write_lines(lines)
    _tell(session, found, {id(town) for _, town in inside})


def _countries(inside: Sequence[tuple[Place, Town]], screen: Screen) -> list[Mark]:
    """The codes of the countries, in the middle of their towns; none where there is but one country."""
    from clustercli.present.sketch import Mark

    places: dict[str, list[Place]] = {}
    for place, town in inside:
        places.setdefault(town.country, []).append(place)
    if len(places) < 2:
        return []
    middles = {code: (sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found))
               for code, found in places.items()}  # fmt: skip
    return [Mark(*screen.cell(middle), 0, code) for code, middle in middles.items()]


def _listed(towns: Sequence[Town], height: int) -> Iterator[str]:
    """The towns with the most records, one a line."""
    from clustercli.present.text import clean, padded, shortened

    for town in towns[:height]:
        name = padded(shortened(clean(_named(town)), _LEGEND - 9), _LEGEND - 9)
        yield f"{town.total:>4}  {name} {town.country}"


def _tell(session: Session, found: Sequence[Town], drawn: set[int]) -> None:
    """What is not on the map, by country, and what stands there only roughly."""
    from clustercli.atlas.towns import BY_REGION

    lost: Counter[str] = Counter()
    beyond: Counter[str] = Counter()
    for town in found:
        if id(town) not in drawn:
            (beyond if town.place else lost)[town.country] += town.total
    for numbers, said in ((lost, "Not on the map, without a known position"), (beyond, "Beyond the edge")):
        if numbers:
            each = ", ".join(f"{code} {count}" for code, count in numbers.most_common())
            session.env.note(f"{said}: {counted(numbers.total(), 'record')} ({each}).")
    by_region = sum(town.total for town in found if id(town) in drawn and town.located == BY_REGION)
    if by_region:
        session.env.note(f"{counted(by_region, 'record')} stand in the middle of their region, their town not known.")
