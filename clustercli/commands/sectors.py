"""`sectors`: the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session
from clustercli.present.columns import Column
from clustercli.records.vocabulary import Concept, Vocabulary

_LANGUAGES = ("cs", "sr", "bg", "en", "de", "hu", "sk", "sl", "pl", "it")


def sectors(
    context: typer.Context,
    word: Annotated[str, typer.Argument(metavar="[WORD]", help="Only this sector and all below it.")] = "",
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Show the sectors and their words.

    They form a tree; each comes with the number of records that use it.

    Every word can be given to --sector, in any of the languages and in Latin or Cyrillic letters. JSON and CSV hold
    the clues, too: words by which a sector is recognised in a text, though they do not name it.

    Example: clustercli sectors tekstil
    """
    from clustercli.index import postings

    session = Session(context)
    known = session.vocabulary
    shown = session.concepts(context, word) if word else set(known.concepts)
    used = postings.concepts_used(session.connection, known.concepts)
    columns = [
        Column("id"),
        Column("tree", "sector"),
        Column("parent"),
        Column("label"),
        Column("nace", "NACE"),
        Column("records", "records", right=True),
        *(Column(tag) for tag in _LANGUAGES),
        Column("words", "words", grow=True),
        Column("clues"),
    ]
    session.write(columns, list(_rows(known, shown, used, every=bool(word))), format_, raw=raw)


def _rows(known: Vocabulary, shown: set[str], used: dict[str, int], every: bool) -> Iterator[dict[str, Any]]:
    for concept, depth in _tree(known):
        if concept.id in shown:
            tags = _LANGUAGES if every else ("cs", "sr", "bg")
            words = [words for tag in tags for words in concept.words.get(tag, ())[: None if every else 1]]
            yield {
                "id": concept.id,
                "tree": "  " * depth + concept.id,
                "parent": concept.parent,
                "label": concept.label,
                "nace": list(concept.nace),
                "records": used.get(concept.id, 0),
                "words": ", ".join(dict.fromkeys(words)),
                **{tag: concept.words.get(tag, []) for tag in _LANGUAGES},
                "clues": list(dict.fromkeys(clue for clues in concept.clues.values() for clue in clues)),
            }


def _tree(known: Vocabulary) -> Iterator[tuple[Concept, int]]:
    """All concepts, each below its parent, with their depth."""
    children: dict[str, list[Concept]] = {}
    for concept in known.concepts.values():
        children.setdefault(concept.parent if concept.parent in known.concepts else "", []).append(concept)
    waiting = [(concept, 0) for concept in reversed(children.get("", []))]
    while waiting:
        concept, depth = waiting.pop()
        yield concept, depth
        waiting += [(child, depth + 1) for child in reversed(children.get(concept.id, []))]
