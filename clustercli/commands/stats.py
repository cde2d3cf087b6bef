"""`stats`: how many clusters and firms each sector has in each country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.choosing import nothing_found
from clustercli.commands.options import Countries, Format, Raw, Sector, by_option
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustercli.atlas.matrix import Matrix
    from clustercli.present.matrix import Line
    from clustercli.records.vocabulary import Vocabulary

_COUNTED = tuple(kind for kind in KINDS if kind.partners)
_LEGEND = "/".join(kind.labels for kind in _COUNTED)


def stats(
    context: typer.Context,
    country: Countries = None,
    sector: Sector = None,
    deep: Annotated[bool, typer.Option("--deep", help="All sectors of the tree, not only the widest.")] = False,
    by: Annotated[str, by_option(("sector", "country"), "By country all kinds of records are counted.")] = "sector",
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Count the clusters and the firms of each sector in each country.

    On a terminal and in Markdown it is a matrix, 3/12 being 3 clusters and 12 firms; the countries that do not fit are
    summed up. The other formats have a line for each sector and country, as a pivot table wants it. A record counts
    once in each of its sectors and all above them, so that the lines may add up to more than the total.

    Example: clustercli stats

    Example: clustercli stats --sector textile --country CZ,RS,BG
    """
    session = Session(context)
    concepts = session.concepts(context, sector) if sector is not None else None
    countries = session.countries(country or ())
    if by == "country":
        if concepts is not None or deep:
            raise ClusterError("--by country counts all records, of every sector: leave --sector and --deep out.",
                               "  clustercli stats --by country", code=Exit.USAGE)  # fmt: skip
        _by_country(session, countries, format_, raw)
        return
    _by_sector(session, countries, concepts, deep or concepts is not None, format_, raw)


def _by_sector(
    session: Session, countries: list[str], concepts: set[str] | None, deep: bool, format_: str, raw: bool
) -> None:
    from clustercli.atlas.matrix import ALL, Matrix, Record
    from clustercli.index import census, queries

    tree = queries.tree(session.connection)

    def rows_of(concept: str) -> list[str]:
        path = [concept, *tree.ancestors(concept)]
        return [c for c in path if concepts is None or c in concepts] if deep else path[-1:]

    names = [kind.name for kind in _COUNTED]
    found = census.sectors(session.connection, names, countries, concepts)
    matrix = Matrix((Record(*row) for row in found), names, rows_of)
    lines = list(_lines(matrix, tree, deep))
    name = format_ or ("table" if session.env.terminal else "tsv")
    if name not in ("table", "markdown"):
        columns = [Column(n) for n in ("sector", "label", "country", *(kind.plural for kind in _COUNTED))]
        session.write(columns, _long(matrix, lines, tree), format_, raw=raw)
    elif name == "markdown":
        heads = [*matrix.countries, "total"]
        wide = [{"sector": line.key or "all", **_cells(matrix, line.key)} for line in _with_all(lines)]
        session.write([Column(head, head) for head in ("sector", *heads)], wide, format_)
    elif lines:
        _write_matrix(session, matrix, _with_all(lines))
    if not lines:
        nothing_found(session, " or ".join(kind.label for kind in _COUNTED), "stats", countries, concepts)
    elif name in ("table", "markdown"):
        session.env.note(f"{_LEGEND}.")
        if sum(matrix.total(line.key, ALL) for line in lines) > matrix.total(ALL, ALL):
            session.env.note("A record counts in each of its sectors: the lines add up to more than all.")


def _lines(matrix: Matrix, tree: Vocabulary, deep: bool) -> Iterator[Line]:
    """The rows: the widest sectors by their number of records, or all that are used, as a tree."""
    from clustercli.atlas.matrix import NONE
    from clustercli.present.matrix import Line

    used = matrix.rows - {NONE}
    if deep:
        for id_ in _in_tree_order(tree):
            if id_ in used:
                yield Line(id_, id_, sum(wider in used for wider in tree.ancestors(id_)))
    else:
        order = sorted(used, key=lambda id_: (-matrix.total(id_, *matrix.countries), id_))
        yield from (Line(id_, id_) for id_ in order)
    if NONE in matrix.rows:
        yield Line(NONE, "no sector")


def _in_tree_order(tree: Vocabulary) -> list[str]:
    """All concepts, each after the wider ones."""
    place = {id_: i for i, id_ in enumerate(tree.concepts)}
    return sorted(tree.concepts, key=lambda id_: [place[c] for c in (*reversed(list(tree.ancestors(id_))), id_)
                                                  if c in place])  # fmt: skip


def _with_all(lines: Sequence[Line]) -> list[Line]:
    from clustercli.atlas.matrix import ALL
    from clustercli.present.matrix import Line

    return [*lines, Line(ALL, "all, each once")] if lines else []


def _text(counts: Sequence[int]) -> str:
    return "/".join(map(str, counts)) if any(counts) else "-"


def _cells(matrix: Matrix, row: str) -> dict[str, str]:
    return {c: _text(matrix.cell(row, c)) for c in matrix.countries} | {
        "total": _text(matrix.cell(row, *matrix.countries))
    }


def _long(matrix: Matrix, lines: Sequence[Line], tree: Vocabulary) -> Iterator[dict[str, Any]]:
    """A row for each sector and country that has any record."""
    for line in lines:
        concept = tree.concepts.get(line.key)
        for country in sorted(matrix.countries):
            counts = matrix.cell(line.key, country)
            if any(counts):
                yield {"sector": concept.id if concept else "", "label": concept.label if concept else line.name,
                       "country": country, **{k.plural: n for k, n in zip(_COUNTED, counts, strict=True)}}  # fmt: skip


def _write_matrix(session: Session, matrix: Matrix, lines: Sequence[Line]) -> None:
    from clustercli.atlas.matrix import ALL
    from clustercli.present import matrix as screen

    def text(row: str, columns: Sequence[str]) -> str:
        return _text(matrix.cell(row, *columns))

    env = session.env
    shown = screen.fitted(lines, matrix.countries, text, env.width)
    env.write_lines(screen.table(lines, shown, text, colour=env.colour))
    if shown.others:
        held = counted(matrix.total(ALL, *shown.others), "record")
        env.note(f"others: {' '.join(shown.others)} ({held}); to see them: --country {','.join(shown.others)}")


def _by_country(session: Session, countries: list[str], format_: str, raw: bool) -> None:
    """A row for each country, a column for each kind of record that says where it belongs."""
    from clustercli.index import census
    from clustercli.records.countries import name

    env, shown = session.env, format_ or ("table" if session.env.terminal else "tsv")
    said = shown in ("table", "markdown")
    language = env.language if said else env.lang or "en"
    counts = {kind: census.by_country(session.connection, kind) for kind in KINDS}
    held = {kind: found for kind, found in counts.items() if set(found) - {""}}
    codes = {code for found in held.values() for code in found if code and (not countries or code in countries)}
    order = sorted(codes, key=lambda code: (-sum(found.get(code, 0) for found in held.values()), code))
    rows = [
        {"country": code, "name": name(code, language), **{kind.plural: held[kind].get(code, 0) for kind in held}}
        for code in order
    ]
    twice = said and env.lang  # the names stand in the first column then
    columns = [Column("country", "country" if twice else "in"), Column("name", "" if twice else "country"),
               *(Column(kind.plural, kind.plural, right=True, keep=True) for kind in held)]  # fmt: skip
    session.write(columns, rows, format_, raw=raw)
    nowhere = [counted(found[""], kind.label) for kind, found in held.items() if "" in found]
    session.env.note("A record counts in every country that it, or a partner of it, belongs to.")
    if nowhere and not countries:
        session.env.note(f"Of no country: {', '.join(nowhere)}.")
