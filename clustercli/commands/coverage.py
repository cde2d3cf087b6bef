"""`coverage`: how much of the catalogue is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from clustercli.commands.choosing import Choice, Named
from clustercli.commands.options import Format, Raw, by_option
from clustercli.commands.session import Session, counted
from clustercli.present.columns import Column
from clustercli.records.kinds import BY_NAME, KINDS

if TYPE_CHECKING:
    from clustercli.trust.coverage import Counts, Open

_MOST = 12  # open questions that are told


def coverage(
    context: typer.Context,
    records: Named = None,
    by: Annotated[str, by_option(("kind", "country", "sector"), "What to count by.")] = "kind",
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Show how many records have which fields filled, and what the catalogue cannot answer yet.

    By kind: every field that any record has. By country or by sector: the fields that answers hang on; a record of
    several sectors counts in each, at the highest level of the tree. Machine formats hold every field in each group:
    filled so many times, in so many records whose kind has it.

    Example: clustercli coverage

    Example: clustercli coverage smes --by country

    Example: clustercli coverage --by sector --format csv
    """
    session = Session(context)
    choice = Choice(session, records or ())
    counts = _count(session, choice)
    wanted: Counts = getattr(counts, by)
    if format_ or not session.env.terminal:
        columns = (Column(by, by), Column("field", "field"), Column("filled", "filled", right=True),
                   Column("records", "records", right=True), Column("percent", "%", right=True))  # fmt: skip
        rows = [
            {by: group, "field": line.field, "filled": line.filled, "records": line.records,
             "percent": round(100 * line.share, 1)}
            for group in _order(wanted, by) for line in wanted.lines(group)
        ]  # fmt: skip
        session.write(columns, rows, format_, raw=raw)
    else:
        _write_page(session, counts, by, whole=not records)
    if not wanted.records:
        session.env.note("No record to count.")


class _Counted(NamedTuple):
    """The same records counted by each of the three, and by kind within each country."""

    kind: Counts
    country: Counts
    sector: Counts
    within: Counts


def _count(session: Session, choice: Choice) -> _Counted:
    from clustercli.index import census, queries, trust
    from clustercli.trust.coverage import Counts

    found = _Counted(Counts(), Counts(), Counts(), Counts())
    tree = queries.tree(session.connection)
    highest = {concept: [concept, *tree.ancestors(concept)][-1] for concept in tree.concepts}
    sectors: dict[int, set[str]] = {}
    for n, _, _, concept in census.sectors(session.connection, [kind.name for kind in choice.kinds()]):
        if concept in highest:
            sectors.setdefault(n, set()).add(highest[concept])
    for kind in choice.kinds():
        fields = [f.name for f in kind.fields]
        for n, country, flags in trust.filled(session.connection, kind, choice.ids.get(kind.name, ())):
            found.kind.add([kind.name], fields, flags)
            found.country.add([country] if country else [], fields, flags)
            found.sector.add(sectors.get(n, set()), fields, flags)
            found.within.add([f"{kind.name} {country}"], fields, flags)
    return found


def _order(counts: Counts, by: str) -> list[str]:
    """Kinds in their own order; countries and sectors by the number of records, those without any last."""
    from clustercli.trust.coverage import NONE

    if by == "kind":
        return [kind.name for kind in KINDS if kind.name in counts.records]
    return sorted(counts.records, key=lambda group: (group == NONE, -counts.records[group], group))


def _write_page(session: Session, counts: _Counted, by: str, *, whole: bool) -> None:
    from clustercli.present import bars
    from clustercli.trust.coverage import NONE

    env, wanted = session.env, getattr(counts, by)
    lines: list[str] = []
    if by == "kind":
        for group in _order(wanted, by):
            heading = counted(wanted.records[group], BY_NAME[group].label)
            required = {f.name for f in BY_NAME[group].fields if f.required}
            lines += [
                *bars.fields(heading, [li for li in wanted.lines(group) if li.field not in required], env.width),
                "",
            ]
    else:
        labels = _labels(session, by)
        none = "no country" if by == "country" else "no sector"
        groups = [(none if group == NONE else labels.get(group, group), group) for group in _order(wanted, by)]
        lines += [*bars.matrix(by, [(label, wanted.records[group], wanted, group) for label, group in groups],
                               env.width), ""]  # fmt: skip
    lines += _not_yet(counts, env.page_width, whole=whole)
    env.write_lines(lines)


def _labels(session: Session, by: str) -> dict[str, str]:
    from clustercli.index import queries

    if by == "country":
        return {code: f"{code} {session.country(code)}" for code in queries.countries(session.connection)}
    return {concept.id: concept.label for concept in queries.tree(session.connection).concepts.values()}


def _not_yet(counts: _Counted, width: int, *, whole: bool) -> list[str]:
    """What the catalogue cannot answer yet, in sentences."""
    from clustercli.present.text import wrapped
    from clustercli.trust.coverage import lacking, open_questions

    said = [_sentence(counts, question) for question in open_questions(counts.kind)[:_MOST]]
    kinds_in: dict[str, dict[str, int]] = {}
    for group, records in counts.within.records.items():
        kind, _, country = group.partition(" ")
        if country:
            kinds_in.setdefault(country, {})[kind] = records
    partners = [kind.name for kind in KINDS if kind.partners]
    for kind, without in lacking(kinds_in, partners).items():
        said.append(f"No {BY_NAME[kind].label} in {', '.join(without)}, where there are other records.")
    empty = [kind.labels for kind in KINDS if kind.name not in counts.kind.records]
    if empty and whole:
        said.append(f"No records at all: {', '.join(empty)}.")
    lines = ["What the catalogue cannot answer yet"] if said else []
    return lines + [line for text in said for line in wrapped(text, width, "    ", "  - ")]


def _sentence(counts: _Counted, question: Open) -> str:
    """'What they look for: not known of 219 of 319 firms. clustercli gaps --country RS'."""
    of = [
        f"all {counted(records, BY_NAME[kind].label)}" if missing == records > 1
        else f"{missing:,} of {counted(records, BY_NAME[kind].label)}"
        for kind, missing, records in question.kinds
    ]  # fmt: skip
    kinds = {kind for kind, _, _ in question.kinds}
    missing: dict[str, int] = {}
    for group in counts.within.records:
        kind, _, country = group.partition(" ")
        line = counts.within.line(group, question.field)
        if kind in kinds and country and line:
            missing[country] = missing.get(country, 0) + line.records - line.filled
    country = max(sorted(missing), key=missing.__getitem__, default="")
    command = question.command.format(country=country) if country or "{" not in question.command else ""
    first = question.question[0].upper() + question.question[1:]
    return f"{first}: not known of {', '.join(of)}.{f' {command}' if command else ''}"
