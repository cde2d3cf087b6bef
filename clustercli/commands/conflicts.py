"""`conflicts`: what sources disagree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.choosing import Choice, Named
from clustercli.commands.options import Countries, Format, Raw
from clustercli.commands.session import Session
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records.kinds import KINDS, Kind

if TYPE_CHECKING:
    from clustercli.present.record import Surroundings
    from clustercli.trust.conflicts import Conflict

_COLUMNS = (
    Column("id", "id"),
    Column("field", "field"),
    Column("value", "value", grow=True),
    Column("said_by", "said by", grow=True),
    Column("other_value", "other value", grow=True),
    Column("other_said_by", "said by", grow=True),
    Column("note", "note", grow=True),
    Column("basis"),
    Column("kind"),
    Column("name"),
    Column("country"),
)


def conflicts(
    context: typer.Context,
    records: Named = None,
    country: Countries = None,
    field: Annotated[str, typer.Option("--field", metavar="NAME", help="Only this field: budget, start.")] = "",
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """List what sources disagree on, with who says what.

    The value of the record comes first, then what another source says. Of a list (milestones, partners) only those
    entries are shown that the other source means.

    The column "basis" tells how it is known who says the value of the record: "stated" for the field itself, or
    "rest": the sources of the record that say nothing else.

    Example: clustercli conflicts

    Example: clustercli conflicts projects --country RS --field budget
    """
    from clustercli.present.record import words
    from clustercli.trust import conflicts as logic

    _check_field(field)
    session = Session(context)
    choice = Choice(session, records or (), country or ())
    person = session.env.terminal and not format_
    around = _surroundings(session, person=person)
    found: list[tuple[Kind, dict[str, Any], list[Conflict]]] = []
    for kind in choice.kinds():
        for values in choice.values(kind, holding="disputed"):
            named = list(logic.conflicts(kind, values, lambda f, value: words(f, value, around), field))
            if named:
                found.append((kind, values, named))
    if person:
        from clustercli.present.disagreement import page

        for kind, values, named in found:
            width = session.env.page_width
            session.env.write_lines(page(kind, values, named, around, width))
    else:
        rows = [_row(kind, values, conflict) for kind, values, named in found for conflict in named]
        session.write(_COLUMNS, rows, format_, raw=raw)
    if found:
        session.count(sum(len(named) for _, _, named in found), "conflict")
    else:
        session.env.note("No two sources disagree there: no record says so under 'disputed'.")


def _check_field(field: str) -> None:
    known = list(dict.fromkeys(f.name for kind in KINDS for f in kind.fields))
    if field and field not in known:
        from clustercli.records.reading import did_you_mean

        raise ClusterError(f"Unknown field '{field}'{did_you_mean(field, known)}", "All fields: clustercli schema",
                           code=Exit.USAGE)  # fmt: skip


def _surroundings(session: Session, *, person: bool) -> Surroundings:
    """Names of all records, labels of all concepts, and the entries of sources.yaml."""
    from clustercli.index import queries, trust
    from clustercli.present.record import Surroundings

    known = queries.tree(session.connection).concepts
    return Surroundings(
        names=trust.names(session.connection),
        label=lambda concept: known[concept].label if concept in known else concept,
        sources=trust.all_sources(session.connection),
        language=session.env.language if person else "",
    )


def _row(kind: Kind, values: dict[str, Any], conflict: Conflict) -> dict[str, Any]:
    return {
        "id": values["id"], "field": conflict.field.name, "value": conflict.value,
        "said_by": list(conflict.said.sources), "other_value": conflict.other, "other_said_by": conflict.source,
        "note": conflict.note, "basis": conflict.said.basis, "kind": kind.name, "name": values["name"],
        "country": values.get("country"),
    }  # fmt: skip
