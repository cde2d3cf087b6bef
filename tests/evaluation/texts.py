"""The labelled texts: linking them to sectors, and finding them by another text or by the name of a sector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from clustercli.catalogue.scan import scan
from clustercli.catalogue.validate import holds_relations, read_file
from clustercli.match import meaning, policy
from clustercli.match.trade import Trade
from clustercli.records.fold import fold
from clustercli.records.lexicon import lexicon, reader
from clustercli.records.linker import Linker
from clustercli.records.vocabulary import Concept, Relation, Vocabulary
from tests.conftest import ROOT
from tests.evaluation.baselines import Rank, by_chance, by_equal_sector, by_full_text
from tests.evaluation.measures import ndcg, reciprocal_rank
from tests.match import in_full

HERE = Path(__file__).parent
DATA = ROOT / "data"
SETS = {"development": "corpus.yaml", "unseen": "unseen.yaml"}
_MOST = 3  # concepts of a text that it is found by


class Text(NamedTuple):
    """A labelled text: the sector an expert would file it under, and further right ones."""

    id: str
    lang: str
    primary: str
    also: tuple[str, ...]
    text: str


class Answer(NamedTuple):
    """One query's values, by its language."""

    lang: str
    values: dict[str, float]


def load(name: str) -> list[Any]:
    """A file of this folder, with every scalar as text."""
    return list(yaml.load((HERE / name).read_text(encoding="utf-8"), yaml.CBaseLoader))  # noqa: S506


@cache
def texts(name: str) -> tuple[Text, ...]:
    """One of the two sets of texts."""
    return tuple(Text(t["id"], t["lang"], t["primary"], tuple(t.get("also", ())), t["text"]) for t in load(SETS[name]))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the bundled catalogue."""
    files = [f for f in scan(DATA, DATA)[0].values() if f.role == "vocabulary" and not holds_relations(f)]
    found = [record.values for file in files for record in read_file(DATA, file, Vocabulary([])).records]
    return Vocabulary(Concept(c["id"], c.get("parent", ""), (), c["words"], c["clues"]) for c in found)


@cache
def rules() -> policy.Policy:
    """The bundled policy."""
    (stated,) = read_file(DATA, scan(DATA, DATA)[0]["match.yaml"], vocabulary()).records
    return policy.read(stated.values)


@cache
def trade() -> Trade:
    """How its concepts belong together."""
    found = scan(DATA, DATA)[0]
    stated = [r.values for r in read_file(DATA, found["vocabulary/relations.yaml"], vocabulary()).records]
    relations = [Relation(r["from"], r["kind"], r["to"], float(r["strength"]), r["reason"]) for r in stated]
    return Trade(vocabulary(), relations, rules())


@cache
def linker() -> Linker:
    """The program's linker, with that vocabulary."""
    words = lexicon(vocabulary())
    return Linker(vocabulary(), reader(vocabulary(), words.get))


@cache
def sector_of(concept: str) -> str:
    """The sector of the sets that a concept belongs to: the nearest upward that one covers; "" where none does."""
    covered = {c: s["id"] for s in load("sectors.yaml") for c in s.get("covers", [s["id"]])}
    lineage = [concept, *vocabulary().ancestors(concept)]
    return next((covered[c] for c in lineage if c in covered), "")


# -- linking


def link_systems() -> dict[str, Rank[str]]:
    """Each system as a function of text -> concepts, best first; the baselines know the same words."""
    known = vocabulary()
    documents: dict[str, str] = defaultdict(str)
    for word, _, concept in (*known.words(), *known.clues()):
        documents[concept] += f" {word}\n"
    return {
        "random": by_chance(documents),
        "FTS5 bm25, raw": by_full_text(documents, folded=False),
        "FTS5 folded, prefixes": by_full_text(documents, folded=True),
        "sector equality": by_equal_sector({c: [c] for c in known.concepts}, labelled),
        "the same, ten languages": by_equal_sector({c: [c] for c in known.concepts}, named_word_for_word),
        "clustercli": lambda text: [found.concept for found in linker().meanings(text)],
    }


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for word, _, concept in vocabulary().words():
        names[fold(word)].append(concept)
    return names


@cache
def _labels() -> dict[str, list[str]]:
    return {fold(label): [c.id] for c in vocabulary().concepts.values() for label in (c.id, c.label)}


def named_word_for_word(text: str) -> list[str]:
    """The concepts of which a name, in any language, stands in a text exactly; the longest names first."""
    return _standing_in(text, _names())


def labelled(text: str) -> list[str]:
    """The concepts whose English label or id stands in a text: what a portal finds without a vocabulary."""
    return _standing_in(text, _labels())


def _standing_in(text: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    tokens = fold(text).split()
    found: dict[str, int] = {}
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + 5, len(tokens)) + 1):
            for concept in names.get(" ".join(tokens[start:end]), ()):
                found[concept] = max(end - start, found.get(concept, 0))
    return sorted(found, key=lambda concept: (-found[concept], concept))


def linking(system: Rank[str], name: str) -> list[Answer]:
    """acc@1 and recall@3 of a system: whether the first of its concepts, or one of the first three, belongs to the
    primary sector of the text.
    """
    answers = []
    for text in texts(name):
        found = [sector_of(concept) for concept in system(text.text)[:3]]
        values = {"acc@1": float(found[:1] == [text.primary]), "recall@3": float(text.primary in found)}
        answers.append(Answer(text.lang, values))
    return answers


def sure(name: str) -> tuple[int, int, int]:
    """How many texts are linked for sure, how many of these rightly, and how many texts there are."""
    said = [(text, linker().meanings(text.text, 1)) for text in texts(name)]
    firm = [(text, found[0]) for text, found in said if found and found[0].sure]
    return len(firm), sum(sector_of(found.concept) == text.primary for text, found in firm), len(said)


def recognised(text: str) -> set[str]:
    """The sectors that a list of sectors names."""
    return {sector_of(found.concept) for found in linker().meanings(text) if found.leads}


# -- finding


def gain(one: Text, other: Text) -> float:
    """2 for the same primary sector, 1 where one's primary is among the other's further ones or they share one."""
    if one.primary == other.primary:
        return 2.0
    related = one.primary in other.also or other.primary in one.also or not set(one.also).isdisjoint(other.also)
    return float(related)


def find_systems(name: str) -> dict[str, Rank[Text]]:
    """Each system as a function of query -> texts of a set, best first."""
    documents = {text: text.text for text in texts(name)}
    labels = {text: labelled(text.text) for text in documents}
    names = {text: named_word_for_word(text.text) for text in documents}
    return {
        "random": by_chance(documents),
        "FTS5 bm25, raw": by_full_text(documents, folded=False),
        "FTS5 folded, prefixes": by_full_text(documents, folded=True),
        "sector equality": by_equal_sector(labels, labelled),
        "the same, ten languages": by_equal_sector(names, named_word_for_word),
        "clustercli": _by_meaning(list(documents)),
    }


def _by_meaning(documents: Sequence[Text]) -> Rank[Text]:
    """As `search` finds by meaning; each text stands for a record whose concepts are those it is linked to."""
    does = []
    for n, text in enumerate(documents):
        meant = linker().meanings(text.text, _MOST)
        does += [(str(n), found.concept, found.evidence / meant[0].evidence) for found in meant]

    def rank(query: str) -> list[Text]:
        near = meaning.related(meaning.wanted(query, linker()), trade())
        return [documents[int(hit.id)] for hit in in_full.rank(does, near)]

    return rank


def by_description(system: Rank[Text], name: str) -> Iterator[Answer]:
    """Every text as the query for the others."""
    for text in texts(name):
        others = [other for other in texts(name) if other != text]
        found = [other for other in system(text.text) if other != text]
        yield Answer(text.lang, _values([gain(text, o) for o in found], [gain(text, o) for o in others]))


def by_sector_word(system: Rank[Text], name: str) -> Iterator[Answer]:
    """Every sector's name in every language as the query; Serbian in both scripts."""
    for sector in load("sectors.yaml"):
        labels: Mapping[str, str] = {**sector["label"], "sr-Cyrl": cyrillic(sector["label"]["sr"])}
        for lang, word in labels.items():
            yield Answer(lang, _values(*_of_sector(system(word), sector["id"], name)))


def _of_sector(found: Sequence[Text], sector: str, name: str) -> tuple[list[float], list[float]]:
    def worth(text: Text) -> float:
        return 2.0 if text.primary == sector else float(sector in text.also)

    return [worth(text) for text in found], [worth(text) for text in texts(name)]


def _values(gains: Sequence[float], all_gains: Sequence[float]) -> dict[str, float]:
    return {"nDCG@10": ndcg(gains, all_gains), "MRR": reciprocal_rank(gains, 2)}


_DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ"}
_CYRILLIC = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True))


def cyrillic(text: str) -> str:
    """Serbian Latin in Cyrillic."""
    for pair, letter in _DIGRAPHS.items():
        text = text.replace(pair, letter)
    return "".join(_CYRILLIC.get(letter, letter) for letter in text)


MEASURES: dict[str, Callable[[Rank[Text], str], Iterator[Answer]]] = {
    "description as query": by_description,
    "sector word as query": by_sector_word,
}
