"""`search TEXT`: find records of all kinds by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.options import Format, Limit, Raw
from clustercli.commands.session import Session, quoted
from clustercli.present.columns import Column
from clustercli.records.kinds import Kind, kind_named

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS = (
    Column("id", "id"),
    Column("kind", "kind"),
    Column("name", "name", grow=True),
    Column("country", "country"),
    Column("found_in", "found in", grow=True),
    Column("found_by", "found by"),
)


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words in any language or script.")],
    limit: Limit = 20,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Find records by their words, in any spelling, and by what the words mean.

    Names, descriptions, products, offers and needs of all kinds of records are searched; the best come first.

    Spelling does not matter: Nis, Niš and Ниш find the same records.

    After those that hold all the words come those found by meaning: a word of a sector finds the records of that
    sector in every language. Each says how it was found.

    Example: clustercli search Ниш

    Example: clustercli search nábytek
    """
    from itertools import islice

    session = Session(context)
    words = " ".join(text)
    hits = list(islice(_hits(session, words, limit), limit))
    if session.env.terminal and not format_:
        from clustercli.present.brief import hits as brief

        for row in hits:
            session.env.write_lines(brief(row, session.env.page_width))
    else:
        session.write(_COLUMNS, hits, format_, raw=raw)
    if not hits:
        session.env.note(f"Nothing found for '{quoted(words)}'.", "By sector: clustercli sectors")
    elif len(hits) == limit:
        session.count(len(hits), "record")


def _hits(session: Session, words: str, limit: int | None) -> Iterator[dict[str, Any]]:
    """What is found, at least so much where there is: by all words, by meaning, by some of the words."""
    from clustercli.index import finding

    at_most = -1 if limit is None else 2 * limit  # of these, so many may be found by meaning first
    found, partly = finding.search(session.connection, words, at_most)
    seen: set[int] = set()
    if not partly:
        yield from (_row(session, hit, words) for hit in found)
        seen.update(hit["n"] for hit in found)
    for hit, concept in _meant(session, _wanted(session, words, guess=not found)):
        if hit["n"] not in seen:
            seen.add(hit["n"])
            yield _row(session, hit, words) | {"found_in": concept, "found_by": "meaning"}
    rest = [hit for hit in found if hit["n"] not in seen]
    if rest:
        session.env.note(
            f"No record has all the words of '{quoted(words)}'; these have some of them, or their meaning."
        )
    yield from (_row(session, hit, words) for hit in rest)


def _wanted(session: Session, words: str, *, guess: bool) -> dict[str, float]:
    """The concepts that a query means, by weight; where there is none and a `guess` is wanted, the one whose word
    looks most like it, which is told.
    """
    from clustercli.match import meaning

    meant = meaning.wanted(words, session.linker)
    if meant or not guess:
        return meant
    nearest = session.alike(words)
    if nearest:
        session.env.note(
            f"'{quoted(words)}' is no known word of a trade; the nearest is '{nearest[0][0]}', {nearest[0][1]}."
        )
    return {concept: 1.0 for _, concept in nearest[:1]}


def _meant(session: Session, wanted: dict[str, float]) -> Iterator[tuple[dict[str, Any], str]]:
    """(record, the name of its concept that answers) of those that do what is wanted, best first."""
    from functools import partial

    from clustercli.index import finding, matching, postings
    from clustercli.match import meaning

    if not wanted:
        return
    found = session.trade()
    if found is None:
        session.env.note("Not searched by meaning: the match policy, match.yaml, has faults. See: clustercli check")
        return
    trade, _ = found
    near = meaning.related(wanted, trade)
    connection = session.connection
    lookup = postings.reader(connection)
    everyone = postings.usable(connection, lookup)
    for _, _, n in meaning.ranked(near, lookup, everyone, partial(matching.ids, connection)):
        hit = finding.hit(connection, n)
        does = (term[:3] for term in finding.terms(connection, hit["kind"], n))
        yield hit, trade.label(meaning.best_concept(does, near))


def _row(session: Session, hit: dict[str, Any], words: str) -> dict[str, Any]:
    from clustercli.index import queries

    kind = kind_named(hit["kind"])
    if kind is None:
        return hit
    facts = queries.by_number(session.connection, kind.name, hit["n"])
    return {
        "id": hit["id"], "kind": kind.name, "name": facts["name"], "country": hit["country"],
        "found_in": _found_in(kind, facts, words), "found_by": "word",
    }  # fmt: skip


def _found_in(kind: Kind, facts: dict[str, Any], words: str) -> str:
    """The field and the text in which the words were found, where that is not the name alone."""
    from clustercli.index import queries, schema
    from clustercli.records import fold

    wanted = fold.words(words)
    for field in kind.fields:
        value = facts.get(field.name + schema.LANGUAGES) or facts.get(field.name)
        if not value or field.name == "name" or not (field.search or field.rows):
            continue
        if field.rows:
            texts = [entry[c] for entry in value for c in schema.ENTRY_TEXTS if c in entry]
        else:
            texts = queries.plain_texts(value)
        for text in texts:
            held = f" {fold.fold(text)}"
            if any(f" {word}" in held for word in wanted):
                return f"{field.name}: {text}"
    return "name"
