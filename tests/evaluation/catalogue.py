"""The judged queries over the bundled catalogue: what each system shows, and how well people would be served by it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from clustercli.index import queries
from clustercli.index.refresh import open_fresh
from clustercli.records import kinds
from tests.conftest import Clustercli
from tests.evaluation.baselines import Rank, by_chance, by_equal_sector, by_full_text
from tests.evaluation.measures import ndcg, reciprocal_rank
from tests.evaluation.texts import DATA, Answer, labelled, load, named_word_for_word

KINDS = ("sector", "description", "organisation")
_SHOWN = 10
_GOOD = 2  # the grade from which a record is what was wanted


class Query(NamedTuple):
    """A query, and the grades of the records judged for it: 0 not, 1 remotely, 2 well, 3 just what is sought."""

    id: str
    kind: str
    lang: str
    query: str
    grades: Mapping[str, int]


class Record(NamedTuple):
    """What the baselines know of a record: all its text, its sectors, its country, whether it can be a partner."""

    text: str
    sectors: list[str]
    country: str
    partner: bool


@cache
def judged() -> tuple[Query, ...]:
    """All queries with their grades."""
    grades: dict[str, dict[str, int]] = {}
    for file in load_judgements():
        grades[file["query"]] = {id_: int(verdict["grade"]) for id_, verdict in file["judged"].items()}
    return tuple(
        Query(q["id"], q["kind"], q["lang"], q["query"], grades.get(q["id"], {})) for q in load("queries.yaml")
    )


def load_judgements() -> list[Any]:
    """The judgements as they are written."""
    return load("judgements.yaml")


@cache
def records() -> dict[str, Record]:
    """All usable records of the bundled catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        connection, _ = open_fresh(DATA, DATA, Path(folder) / "index.db")
        with closing(connection):
            return {row["id"]: _record(kind, row) for kind in kinds.KINDS for row in queries.listing(connection, kind)}


def _record(kind: kinds.Kind, row: Mapping[str, Any]) -> Record:
    texts = [
        text
        for field in kind.fields
        if field.search and row.get(field.name)
        for text in queries.plain_texts(row.get(f"{field.name}_languages") or row[field.name])
    ]
    partner = kind.partners and row["status"] != "closed"
    return Record("\n".join(texts), row.get("sectors") or [], row.get("country") or "", partner)


def _own(text: str) -> list[str]:
    """The sectors of the record whose text this is."""
    return next((record.sectors for record in records().values() if record.text == text), [])


System: TypeAlias = Callable[[Query], list[str]]


@cache
def systems() -> dict[str, System]:
    """Each system as a function of query -> ids of records, best first."""
    known = records()
    texts = {id_: record.text for id_, record in known.items()}
    sectors = {id_: record.sectors for id_, record in known.items()}

    baselines = {
        "random": by_chance(texts),
        "FTS5 bm25, raw": by_full_text(texts, folded=False),
        "FTS5 folded, prefixes": by_full_text(texts, folded=True),
        "sector equality": by_equal_sector(sectors, lambda text: _own(text) or labelled(text)),
        "the same, ten languages": by_equal_sector(sectors, lambda text: _own(text) or named_word_for_word(text)),
    }
    return {name: _shown(rank) for name, rank in baselines.items()} | {"clustercli": _program}


def _shown(rank: Rank[str]) -> System:
    """A baseline for queries: an organisation is sought by its own text, and only partners abroad are shown."""

    def shown(query: Query) -> list[str]:
        known = records()
        if query.kind != "organisation":
            return rank(query.query)[:_SHOWN]
        own = known[query.query]
        abroad = [id_ for id_ in rank(own.text) if known[id_].partner and known[id_].country != own.country]
        return abroad[:_SHOWN]

    return shown


def _program(query: Query) -> list[str]:
    """What the program prints first."""
    command = "match" if query.kind == "organisation" else "search"
    rows = _run(command, query.query)
    return [row["partner" if command == "match" else "id"] for row in rows]


@cache
def _home() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _run(command: str, words: str) -> list[Any]:
    folder = Path(_home().name)
    (folder / "work").mkdir(exist_ok=True)
    done = Clustercli(folder, folder / "work")(command, "--format", "json", "-n", str(_SHOWN), "--", words)
    return list(json.loads(done.out))


def answers(system: System, kind: str) -> Iterator[Answer]:
    """nDCG@10 and MRR (of the first record graded 2 or 3) for every query of a kind."""
    for query in judged():
        if query.kind == kind:
            gains = [float(query.grades.get(id_, 0)) for id_ in system(query)]
            values = {"nDCG@10": ndcg(gains, list(query.grades.values())), "MRR": reciprocal_rank(gains, _GOOD)}
            yield Answer(query.lang, values)
