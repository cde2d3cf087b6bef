"""`suggest TEXT|ID`: the sectors that a text, or the texts of a record, speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session
from clustercli.present.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustercli.records.kinds import Kind

_COLUMNS = (
    Column("sector", "sector"),
    Column("level", "how sure"),
    Column("words", "because of", grow=True),
    Column("of", "in", grow=True),
    Column("label", "name", grow=True),
    Column("nace", "NACE"),
    Column("evidence"),
)
_MOST = 3  # concepts


def suggest(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT|ID", help="What a firm says of itself, or an id.")],
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Suggest sectors for a text or a record.

    Three sectors at most, each with the words that speak for it. "sure" has no rival; "guess" wants a person's eye;
    "wider" is a sector that the first belongs to.
    Of a record, its name, description, products and offers are read; items that name no concept yet come one by one.

    Example: clustercli suggest "Tkalcovna v Náchodě, dodáváme metráž pro lůžkoviny"

    Example: clustercli suggest clutex
    """
    from clustercli.index import queries
    from clustercli.records.kinds import kind_named

    session = Session(context)
    words = " ".join(text)
    found = queries.kind_of(session.connection, words)
    kind = kind_named(found[0]) if found else None
    if kind is None:
        rows = list(_rows(session, words, ""))
    else:
        session.find(words)
        rows = [
            row
            for part, of in _texts(kind, queries.record(session.connection, kind, words))
            for row in _rows(session, part, of)
        ]
    columns = [column for column in _COLUMNS if kind is not None or column.name != "of" or format_]
    session.write(columns, rows, format_, raw=raw)
    if not rows:
        said = (session.not_recognised(words, session.nearest_sectors(words)) if kind is None
                else f"No sector recognised in '{words}': its texts name none.")  # fmt: skip
        session.env.note(said, "All sectors: clustercli sectors")


def _rows(session: Session, text: str, of: str) -> Iterator[dict[str, Any]]:
    """The concepts that a text speaks of; where they are fewer than three, also the wider ones of the first."""
    known = session.vocabulary
    found = [("sure" if m.sure else "guess", m) for m in session.linker.meanings(text, _MOST, faint=True)]
    if found:
        first, said = found[0][1], {meaning.concept for _, meaning in found}
        wider = [concept for concept in known.ancestors(first.concept) if concept not in said]
        found += [("wider", first._replace(concept=concept)) for concept in wider]
    for level, meaning in found[:_MOST]:
        concept = known.concepts[meaning.concept]
        yield {
            "sector": concept.id,
            "label": concept.label,
            "nace": list(concept.nace),
            "level": level,
            "words": list(meaning.words),
            "of": of,
            "evidence": round(meaning.evidence, 2),
        }


def _texts(kind: Kind, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(text, where it stands) of a record: all that says what it does, and each item that names no concept."""
    from clustercli.index.queries import plain_texts
    from clustercli.index.schema import LANGUAGES

    whole: list[str] = []
    open_items: list[tuple[str, str]] = []
    for field in kind.fields:
        value = values.get(field.name)
        if value and (field.name in ("name", "description", "objective") or field.term in ("product", "offer")):
            whole += plain_texts(values.get(field.name + LANGUAGES) or value)
        if value and field.term in ("product", "offer", "need"):
            open_items += [(item["text"], field.name) for item in value if "concept" not in item]
    yield "\n".join(whole), "the record"
    for text, name in open_items:
        yield text, f"{name}: {text}"
