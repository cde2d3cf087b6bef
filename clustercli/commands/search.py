"""`search TEXT`: find records of all kinds by their words."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from clustercli.commands.options import Format, Limit, Raw
from clustercli.commands.session import Session
from clustercli.present.columns import Column
from clustercli.records.kinds import Kind, kind_named

_COLUMNS = (
    Column("id", "id"),
    Column("kind", "kind"),
    Column("name", "name", grow=True),
    Column("country", "country"),
    Column("found_in", "found in", grow=True),
)


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words in any language or script.")],
    limit: Limit = 20,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Find records by their words, in any spelling.

    Names, descriptions, products, offers and needs of all kinds of records are searched; the best come first.

    Spelling does not matter: Nis, Niš and Ниш find the same records.

    Example: clustercli search Ниш
    """
    from clustercli.index import queries

    session = Session(context)
    words = " ".join(text)
    hits, partly = queries.search(session.connection, words, limit or -1)
    if partly and hits:
        session.env.note(f"No record has all the words of '{words}'; these have some of them.")
    rows = [_row(session, hit, words) for hit in hits]
    if session.env.terminal and not format_:
        from clustercli.present.brief import hits as brief

        for row in rows:
            session.env.out.writelines(f"{line}\n" for line in brief(row, min(session.env.width, 110)))
    else:
        session.write(_COLUMNS, rows, format_, raw=raw)
    if not rows:
        session.env.note(f"Nothing found for '{words}'.", "By sector: clustercli sectors")
    elif len(rows) == limit:
        session.count(len(rows), "record")


def _row(session: Session, hit: dict[str, Any], words: str) -> dict[str, Any]:
    from clustercli.index import queries

    kind = kind_named(hit["kind"])
    if kind is None:
        return hit
    facts = queries.by_number(session.connection, kind.name, hit["n"])
    return {
        "id": hit["id"], "kind": kind.name, "name": facts["name"], "country": hit["country"],
        "found_in": _found_in(kind, facts, words),
    }  # fmt: skip


def _found_in(kind: Kind, facts: dict[str, Any], words: str) -> str:
    """The field and the text in which the words were found, where that is not the name alone."""
    from clustercli.index import schema, write
    from clustercli.records import fold

    wanted = fold.words(words)
    for field in kind.fields:
        value = facts.get(field.name + schema.LANGUAGES) or facts.get(field.name)
        if not value or field.name == "name" or not (field.search or field.rows):
            continue
        if field.rows:
            texts = [entry[c] for entry in value for c in write.ENTRY_TEXTS if c in entry]
        else:
            texts = write.plain_texts(value)
        for text in texts:
            held = f" {fold.fold(text)}"
            if any(f" {word}" in held for word in wanted):
                return f"{field.name}: {text}"
    return "name"
