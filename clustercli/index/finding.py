"""Finding records in the index: by their words, by their names, and by the concepts of what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.index import matching, queries
from clustercli.index.queries import Row, match_query
from clustercli.index.schema import LANGUAGES
from clustercli.records import kinds
from clustercli.records.fold import loose, words
from clustercli.records.lexicon import Packed, reader
from clustercli.records.linker import Linker

if TYPE_CHECKING:
    import sqlite3


_MOST_WORDS = 32  # that a search takes; a longer text is searched by its first words


def search(connection: sqlite3.Connection, text: str, limit: int = -1) -> tuple[list[Row], bool]:
    """The records in which all words of a text occur, best first, and whether only some of its words do.

    Ranked by bm25 with names before text; names are found in other transliterations as well.
    """
    tokens = list(dict.fromkeys(words(text)))[:_MOST_WORDS]
    if not tokens:
        return [], False
    loosely = match_query(loose(" ".join(tokens)).split(), "AND", "loose : ")
    exact = f"({match_query(tokens, 'AND', '{name text} : ')}) OR ({loosely})"
    found = _search(connection, exact, limit)
    if found or len(tokens) == 1:
        return found, False
    return _search(connection, match_query(tokens, "OR", "{name text} : "), limit), True


def _search(connection: sqlite3.Connection, query: str, limit: int) -> list[Row]:
    rows = connection.execute(
        "SELECT r.id, r.kind, r.n, r.country, -bm25(search, 10.0, 4.0, 1.0) AS rank FROM search"
        " JOIN record r ON r.n = search.rowid WHERE search MATCH ? AND r.usable ORDER BY rank DESC, r.id LIMIT ?",
        (query, limit),
    )
    return list(queries.as_rows(rows))


def ids_named(connection: sqlite3.Connection, name: str) -> list[str]:
    """The ids of the usable records that have a name or alias, in any spelling; else of those with it in a name."""
    wanted = words(name)
    query = " AND ".join(f'"{word}"' for word in wanted)
    rows = connection.execute(
        "SELECT r.id, r.kind, r.n FROM search JOIN record r ON r.n = search.rowid"
        " WHERE search MATCH ? AND r.usable ORDER BY r.id",
        (f"name : ({query})" if wanted else '""',),
    ).fetchall()
    whole = [
        id_
        for id_, kind, n in rows
        if wanted in map(words, names_in(kinds.BY_NAME[kind], queries.by_number(connection, kind, n)))
    ]
    return whole or [id_ for id_, _, _ in rows]


def names_in(kind: kinds.Kind, values: Row) -> list[str]:
    """All names of a record, in all languages."""
    fields = [f.name for f in kind.fields if f.search == "name"]
    return [text for f in fields for text in queries.plain_texts(values.get(f + LANGUAGES) or values.get(f) or [])]


def terms(connection: sqlite3.Connection, kind_name: str, n: int) -> list[matching.TermRow]:
    """All that a record is, makes, offers and needs."""
    return next(matching.terms(connection, [n], kinds.BY_NAME[kind_name]))[1]


def hit(connection: sqlite3.Connection, n: int) -> Row:
    """A record by its number, as a search finds it."""
    return next(queries.as_rows(connection.execute("SELECT id, kind, n, country FROM record WHERE n = ?", (n,))))


def linker(connection: sqlite3.Connection) -> Linker:
    """What links text to concepts; of the vocabulary it reads only the words that a text asks for."""

    def stored(key: str) -> Packed | None:
        row = connection.execute("SELECT words, numbers FROM lexicon WHERE key = ?", (key,)).fetchone()
        return Packed(*row) if row else None

    tree = queries.tree(connection)
    return Linker(tree, reader(tree, stored))
