"""Nodes -> records: each file's content checked against the schema, with every fault at its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from clustercli.catalogue import parse, privacy, sense, source
from clustercli.errors import Problem
from clustercli.records import kinds, shapes, vocabulary
from clustercli.records.fields import read_fields
from clustercli.records.fold import fold_all
from clustercli.records.nodes import Fields, Items, Node, Place, fields, shape
from clustercli.records.reading import MOST_FAULTS, Block, Link, Reading, TooManyFaultsError, did_you_mean
from clustercli.records.scalars import ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustercli.catalogue.scan import Found


@dataclass(slots=True)
class Record:
    """One entry of a file: its kind (or 'source', 'concept', ...), id, values and place; `sound` without faults."""

    kind: str
    id: str
    values: dict[str, Any]
    line: int
    column: int
    sound: bool = True
    links: list[Link] = field(default_factory=list)
    node: Fields | None = None
    """Where its values stand, which the check of a vocabulary asks for."""


@dataclass(slots=True)
class Content:
    """What a file holds."""

    path: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    settled: bool = True
    """Whether that is what it holds until it changes, and not what could not be read just now."""


def read_file(data: Path, found: Found, known: vocabulary.Vocabulary) -> Content:
    """Read, parse and check one file. Faults are in the content, never raised."""
    content = Content(found.path)
    try:
        raw = source.read(data / found.path)
    except source.TooLargeError as error:
        content.problems.append(parse.too_large(found.path, error.size))
        return content
    except source.UnsettledError:
        content.problems.append(Problem(found.path, 1, 1, "F007", "is being written to all the time", "try again"))
        content.settled = False
        return content
    except OSError as error:
        reason = error.strerror or "cannot be read"
        content.problems.append(Problem(found.path, 1, 1, "F001", f"cannot be read: {reason}", "check its permissions"))
        content.settled = False
        return content
    return read(raw, found, known)


def read(raw: bytes, found: Found, known: vocabulary.Vocabulary) -> Content:
    """Parse and check what stands in a file."""
    content = Content(found.path)
    text, content.problems = parse.decode(raw, found.path)
    if content.problems:
        return content
    if not text or text.isspace():
        content.problems.append(Problem(found.path, 1, 1, "F005", "the file is empty", "restore it, or delete it"))
        return content
    parsed = parse.parse(text, found.path, keyed=found.role == "sources")
    content.problems += parsed.within
    kind = {"sources": "source", "vocabulary": "concept"}.get(found.role, found.role)
    content.records += [Record(kind, id_, {}, line, 1, sound=False) for id_, line in parsed.ruins]
    for node, at in zip(parsed.nodes, parsed.nodes.places, strict=True):
        _read_node(node, at, found, known, content)
    content.problems += parsed.lost
    if found.role in ("catalogue", "policy") and not (parsed.nodes or parsed.problems):
        content.problems.append(Problem(found.path, 1, 1, "F005", "the file holds only comments", "fill it in"))
    content.problems += privacy.warnings(text, found.path, found.role, parsed.nodes, content.records)
    return content


def holds_relations(found: Found) -> bool:
    """Whether a file of the vocabulary holds relations between concepts, and not concepts."""
    return found.path.rpartition("/")[2].startswith("relations.")


MOST_LINKS = 50_000  # of a file; what each that leads nowhere might mean takes time
# What stands in a file: its place, its id where that stands before it, the node, the node's own place.
_Entry: TypeAlias = "tuple[Place, str, Node, Place]"


@cache
def _block(role: str) -> Block:
    """The fields of the entries of a role."""
    beside = {"source": shapes.SOURCE, "catalogue": shapes.CATALOGUE, "policy": shapes.POLICY,
              "concept": shapes.CONCEPT, "relation": shapes.RELATION}  # fmt: skip
    return Block(beside[role] if role in beside else kinds.BY_NAME[role].fields)


def _read_node(node: Node, at: Place, found: Found, known: vocabulary.Vocabulary, content: Content) -> None:
    role = found.role
    if role == "sources":
        _read_entries(_keyed(node, at, content), "source", known, content)
    elif role in ("catalogue", "policy"):
        _read_entries([(at, "", node, at)], role, known, content)
    elif role == "vocabulary":
        _read_entries(_listed(node, at), "relation" if holds_relations(found) else "concept", known, content)
    else:
        _read_entries(_listed(node, at), role, known, content)


def _listed(node: Node, at: Place) -> list[_Entry]:
    if not isinstance(node, Items):
        return [(at, "", node, at)]
    return [(place, "", entry, place) for entry, place in zip(node, node.places, strict=True)]


def _keyed(node: Node, at: Place, content: Content) -> list[_Entry]:
    """The entries of a map of id -> block."""
    reading = Reading(content.path)
    entries: list[_Entry] = []
    if isinstance(node, Fields):
        for (key, part), place in zip(node.items(), node.names, strict=True):
            id_ = ID.read(key, place, "source id", reading) or ""
            entries.append((place, id_, fields() if part is None else part, node.places[key]))
    else:
        message = f"expected a map of source id to its fields, found {shape(node)}"
        reading.problem(at, "R004", message, "write each as 'its-id:', with its fields below")
    content.problems += reading.problems
    return entries


def _read_entries(entries: list[_Entry], kind: str, known: vocabulary.Vocabulary, content: Content) -> None:
    """Read each entry; a fault of the parser inside an entry's lines is a fault of the entry too."""
    faults = [((problem.line - 1, problem.column - 1), problem.code) for problem in content.problems]
    starts = [(begin.line, begin.column) for begin, *_ in entries]
    links = 0
    block, checks = _block(kind), sense.CHECKS.get(kind, ())
    for position, (begin, key, node, at) in enumerate(entries):
        if len(content.problems) >= MOST_FAULTS or links > MOST_LINKS:
            _give_up(entries[position:], kind, content)
            return
        reading = Reading(content.path, known.concepts, known.suggest, block.fields)
        values: dict[str, Any] = {}
        if not isinstance(node, Fields):
            hint = f"a record is a block of fields, such as {block.fields[0].name}: {block.fields[0].example}"
            reading.problem(at, "R004", f"expected a record, found {shape(node)}", hint)
            id_ = key
        else:
            try:
                values = read_fields(node, at, block, reading)
                for check in checks:
                    check(values, node, at, reading)
            except TooManyFaultsError:
                reading.problems.append(parse.too_many(content.path, reading.problems[-1].line))
            id_ = key or _raw_id(node, values)
        sound = not reading.problems
        if faults:
            end = starts[position + 1] if position + 1 < len(starts) else (1 << 62, 0)
            # A dash alone to the left of the entry's own fields is an entry beside it.
            own = (at for at, code in faults if code != "Y016" or at[1] >= begin.column)
            sound = sound and not any(starts[position] <= at < end for at in own)
        content.problems += reading.problems
        links += len(reading.links)
        place = node if isinstance(node, Fields) and kind == "concept" else None
        content.records.append(Record(kind, id_, values, begin.line + 1, begin.column + 1, sound, reading.links, place))


def _give_up(entries: list[_Entry], kind: str, content: Content) -> None:
    """Leave the entries of a file unread that has more faults than anybody reads at once, or too many links."""
    what = "faults" if len(content.problems) >= MOST_FAULTS else "links"
    content.problems.append(parse.too_many(content.path, entries[0][0].line + 1, what))
    for begin, key, node, _ in entries:
        id_ = key or (_raw_id(node, {}) if isinstance(node, Fields) else "")
        content.records.append(Record(kind, id_, {}, begin.line + 1, begin.column + 1, sound=False))


def _raw_id(node: Fields, values: dict[str, Any]) -> str:
    """The id, also where it is the very thing that is wrong."""
    raw = values.get("id") or node.get("id")
    return raw if isinstance(raw, str) else ""


def check_vocabulary(contents: list[Content]) -> list[Problem]:
    """Faults between vocabulary files: a concept given twice (the first one stays), an unknown parent, a word of two
    concepts.
    """
    problems: list[Problem] = []
    first: dict[str, tuple[str, Record]] = {}
    for content in contents:
        for record in [r for r in content.records if r.kind == "concept" and r.id]:
            if record.id in first:
                path, other = first[record.id]
                message = f"the concept '{record.id}' is given twice (first in {path}:{other.line})"
                problems.append(Problem(content.path, record.line, record.column, "V001", message, "merge the two"))
                content.records.remove(record)
            else:
                first[record.id] = (content.path, record)
    return [*problems, *_parents(first), *_shared_words(first)]


def _parents(concepts: dict[str, tuple[str, Record]]) -> Iterator[Problem]:
    """Parents that are no concepts, or lie below their own child."""
    tree = vocabulary.Vocabulary(
        vocabulary.Concept(id_, record.values.get("parent", "")) for id_, (_, record) in concepts.items()
    )
    for id_, (path, record) in concepts.items():
        parent = record.values.get("parent")
        if parent is None:
            continue
        if parent not in concepts:
            message = f"parent: '{parent}' is not a concept{did_you_mean(parent, concepts)}"
            yield Problem(path, *_place(record, record.node, "parent"), "V002", message, "give it an entry of its own")
        elif parent == id_ or id_ in tree.ancestors(parent):
            message = f"parent: '{parent}' lies below '{id_}' itself"
            yield Problem(path, *_place(record, record.node, "parent"), "V002", message, "one of the parents must go")


def _shared_words(concepts: dict[str, tuple[str, Record]]) -> Iterator[Problem]:
    """Words of two concepts that are not marked as shared."""
    owners: dict[tuple[str, str], str] = {}
    for id_, (path, record) in concepts.items():
        shared = set(fold_all(record.values.get("shared", ())))
        for language, words in (record.values.get("words") or {}).items():
            for word, folded in zip(words, fold_all(words), strict=True):
                owner = owners.setdefault((language, folded), id_)
                if owner != id_ and folded not in shared:
                    message = f"the {language} word '{word}' of '{id_}' belongs to '{owner}' already"
                    hint = f"delete it here, or mark it: shared: [{word}]"
                    yield Problem(path, *_place_of_word(record, language, word), "V003", message, hint)


def _place(record: Record, node: Node | None, name: str) -> tuple[int, int]:
    """Line and column of a field of a record, counted from 1."""
    at = node.places.get(name) if isinstance(node, Fields) else None
    return (at.line + 1, at.column + 1) if at is not None else (record.line, record.column)


def _place_of_word(record: Record, language: str, word: str) -> tuple[int, int]:
    """Line and column of a word of a concept."""
    words = record.node.get("words") if record.node is not None else None
    listed = words.get(language) if isinstance(words, Fields) else None
    places = zip(listed, listed.places, strict=True) if isinstance(listed, Items) else ()
    return next(((at.line + 1, at.column + 1) for part, at in places if part == word), (record.line, record.column))
