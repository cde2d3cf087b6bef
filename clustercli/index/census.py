"""How many records there are: by sector, by country, by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustercli.index import cells, queries
from clustercli.index.cells import as_json
from clustercli.index.queries import marks
from clustercli.records import kinds
from clustercli.records.fields import lists_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from clustercli.index.queries import Row


def sectors(
    connection: sqlite3.Connection,
    names: Collection[str],
    countries: Collection[str] = (),
    concepts: Collection[str] | None = None,
) -> Iterator[tuple[int, str, str, str | None]]:
    """(number, kind, country, concept) for every sector of the usable records of some kinds; those without one, once.

    Only records in some of the countries, and only sectors among the concepts, where they are given.
    """
    for kind in (kinds.BY_NAME[name] for name in names):
        where, values = ["r.usable"], list[Any]()
        if countries:
            where.append(f"r.country IN ({marks(countries)})")
            values += countries
        if concepts is not None:
            where.append(f"j.value IN ({marks(concepts)})")
            values += sorted(concepts)
        codes = cells.as_json("k.sectors") if kind.field("sectors") else "'[]'"
        yield from connection.execute(
            f"SELECT r.n, r.kind, coalesce(r.country, '?'), j.value FROM {kind.name} k JOIN record r USING (n)"
            f" LEFT JOIN json_each({codes}) j ON j.value <> '' WHERE {' AND '.join(where)} ORDER BY r.n, j.key",
            values,
        )


def by_country(connection: sqlite3.Connection, kind: kinds.Kind) -> dict[str, int]:
    """How many usable records of a kind have to do with each country: its own, those it names, its partners'.

    The same records as `queries.listing` finds for that country; '' counts those that name none.
    """
    found: dict[str, set[int]] = {}
    everywhere = {n for (n,) in connection.execute("SELECT n FROM record WHERE usable AND kind = ?", (kind.name,))}
    for n, country in _countries(connection, kind):
        if country and n in everywhere:
            found.setdefault(country, set()).add(n)
    rest = everywhere.difference(*found.values())
    return {country: len(numbers) for country, numbers in found.items()} | ({"": len(rest)} if rest else {})


def _countries(connection: sqlite3.Connection, kind: kinds.Kind) -> Iterator[tuple[int, str]]:
    """(number, country) of the records of a kind, usable or not."""
    if kind.field("country"):
        yield from connection.execute("SELECT n, country FROM record WHERE kind = ?", (kind.name,))
    if kind.field("countries"):
        values = "json_each(" + as_json("k.countries") + ") j"
        yield from connection.execute(f"SELECT k.n, j.value FROM {kind.name} k, " + values)
    for table in (f.rows for f in lists_of(kind.fields, "organisation", "country") if f.rows):
        yield from connection.execute(
            f"SELECT t.n, coalesce(t.country, o.country) FROM {table} t JOIN record r USING (n)"
            " LEFT JOIN record o ON o.id = t.organisation WHERE r.kind = ?",
            (kind.name,),
        )


def placed(
    connection: sqlite3.Connection,
    kind: kinds.Kind,
    countries: Collection[str] = (),
    concepts: Collection[str] | None = None,
) -> Iterator[Row]:
    """Where the usable records of a kind lie: {kind, country, city, region, place}, place as (lat, lon) or None."""
    for row in queries.listing(connection, kind, countries, concepts):
        place = row["place"]
        yield {name: row[name] for name in ("country", "city", "region")} | {
            "kind": kind.plural,
            "place": tuple(place) if place else None,
        }
