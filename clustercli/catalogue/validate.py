"""Nodes -> records: each file's content checked against the schema, with every fault at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clustercli.catalogue import parse
from clustercli.errors import Problem
from clustercli.records import dates, kinds, shapes, vocabulary
from clustercli.records.fields import Field, read_fields
from clustercli.records.fold import fold
from clustercli.records.nodes import Fields, Items, Node, Text, shape
from clustercli.records.reading import Link, Reading, did_you_mean
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


@dataclass(slots=True)
class Content:
    """What a file holds."""

    path: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_file(data: Path, found: Found, known: vocabulary.Vocabulary) -> Content:
    """Read, parse and check one file. Faults are in the content, never raised."""
    content = Content(found.path)
    try:
        raw = (data / found.path).read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        content.problems.append(Problem(found.path, 1, 1, "F001", f"cannot be read: {reason}", "check its permissions"))
        return content
    source, content.problems = parse.decode(raw, found.path)
    if content.problems:
        return content
    if not source.strip():
        content.problems.append(Problem(found.path, 1, 1, "F005", "the file is empty", "restore it, or delete it"))
        return content
    parsed = parse.parse(source, found.path, keyed=found.role == "sources")
    content.problems += parsed.within
    kind = {"sources": "source", "vocabulary": "concept"}.get(found.role, found.role)
    content.records += [Record(kind, id_, {}, line, 1, sound=False) for id_, line in parsed.ruins]
    for node in parsed.nodes:
        _read_node(node, found, known, content)
    content.problems += parsed.lost
    if found.role in ("catalogue", "policy") and not (parsed.nodes or parsed.problems):
        content.problems.append(Problem(found.path, 1, 1, "F005", "the file holds only comments", "fill it in"))
    return content


def holds_relations(found: Found) -> bool:
    """Whether a file of the vocabulary holds relations between concepts, and not concepts."""
    return found.path.rpartition("/")[2].startswith("relations.")


def _read_node(node: Node, found: Found, known: vocabulary.Vocabulary, content: Content) -> None:
    role = found.role
    if role == "sources":
        entries = _keyed(node, content)
        _read_entries(entries, "source", shapes.SOURCE, known, content)
    elif role in ("catalogue", "policy"):
        fields = shapes.CATALOGUE if role == "catalogue" else shapes.POLICY
        _read_entries([(node, "", node)], role, fields, known, content)
    elif role == "vocabulary":
        relations = holds_relations(found)
        fields = shapes.RELATION if relations else shapes.CONCEPT
        _read_entries(_listed(node), "relation" if relations else "concept", fields, known, content)
    else:
        _read_entries(_listed(node), role, kinds.BY_NAME[role].fields, known, content)


def _listed(node: Node) -> list[tuple[Node, str, Node]]:
    entries = node if isinstance(node, Items) else [node]
    return [(entry, "", entry) for entry in entries]


def _keyed(node: Node, content: Content) -> list[tuple[Node, str, Node]]:
    """The entries of a map of id -> block: (what stands first, id, block)."""
    if not isinstance(node, Fields):
        message = f"expected a map of source id to its fields, found {shape(node)}"
        hint = "write each as 'its-id:', with its fields below"
        content.problems.append(Problem(content.path, node.line, node.column, "R004", message, hint))
        return []
    reading = Reading(content.path)
    entries: list[tuple[Node, str, Node]] = [
        (key, ID.read(key, "source id", reading) or "", part) for key, part in node.items() if part is not None
    ]
    content.problems += reading.problems
    return entries


def _read_entries(
    entries: list[tuple[Node, str, Node]],
    kind: str,
    fields: tuple[Field, ...],
    known: vocabulary.Vocabulary,
    content: Content,
) -> None:
    """Read each entry; a fault of the parser inside an entry's lines is a fault of the entry too."""
    fault_lines = [problem.line for problem in content.problems]
    starts = [begin.line for begin, _, _ in entries]
    for position, (begin, key, node) in enumerate(entries):
        end = starts[position + 1] if position + 1 < len(starts) else 1 << 62
        reading = Reading(content.path, known.concepts, known.suggest, fields)
        if not isinstance(node, Fields):
            reading.problem(node, "R004", f"expected a record, found {shape(node)}", "a record is a block of fields")
            id_, values = key, dict[str, Any]()
        else:
            values = read_fields(node, fields, reading)
            for check in _CHECKS.get(kind, ()):
                check(values, node, reading)
            id_ = key or _raw_id(node, values)
        content.problems += reading.problems
        sound = not reading.problems and not any(begin.line <= line < end for line in fault_lines)
        content.records.append(Record(kind, id_, values, begin.line, begin.column, sound, reading.links))


def _raw_id(node: Fields, values: dict[str, Any]) -> str:
    """The id, also where it is the very thing that is wrong."""
    raw = node.at("id")
    return str(values.get("id") or (raw if isinstance(raw, Text) else ""))


Check = Callable[[dict[str, Any], Fields, Reading], None]
_BEGINS = {"opens": "opening", "launched": "launch"}


def _order(*pairs: tuple[str, str, str]) -> Check:
    """Nothing ends before it begins: (list that holds the two or '', beginning, end)."""

    def check(values: dict[str, Any], node: Fields, into: Reading) -> None:
        for within, first, last in pairs:
            blocks = values.get(within, ()) if within else [values]
            places = node.at(within) if within else [node]
            for number, block in enumerate(blocks):
                start, end = block.get(first), block.get(last)
                if start and end and dates.read(end).latest < dates.read(start).earliest:
                    place = places[number] if isinstance(places, list) and len(places) == len(blocks) else node
                    name = f"{within}.{last}" if within else last
                    message = f"{name}: '{end}' lies before the {_BEGINS.get(first, first)}, {dates.say(start)}"
                    at = place.at(last) if isinstance(place, Fields) else None
                    into.problem(at or node, "R018", message, "swap the two?")

    return check


def _inferred(values: dict[str, Any], node: Fields, into: Reading) -> None:
    """Names of inferred fields are names of fields that the record has."""
    place = node.at("inferred") or node
    for name in values.get("inferred", ()):
        if name not in node:
            into.problem(place, "R001", f"inferred: the record has no field '{name}'", "name fields of this record")


def _strength(values: dict[str, Any], node: Fields, into: Reading) -> None:
    """A strength lies between 0 and 1."""
    if float(values.get("strength", 1)) > 1:
        place = node.at("strength") or node
        into.problem(place, "R008", f"strength: {values['strength']} is more than 1", "0 to 1")


def _bounds(values: dict[str, Any], node: Fields, into: Reading) -> None:
    """A score stays within 0 and 100: caps are below 1, levels and priors at most 1, points add up to 100."""
    parts = [("relevance", values.get("relevance"), 0.999999), ("levels", values.get("levels"), 1.0)]
    priors = {name: part["prior"] for name, part in (values.get("fit") or {}).items() if "prior" in part}
    for name, numbers, most in (*parts, ("fit", priors, 1.0)):
        for key, number in (numbers or {}).items():
            if float(number) > most:
                limit = "must be below 1" if most < 1 else "is more than 1"
                into.problem(node.at(name) or node, "R008", f"{name}.{key}: {number} {limit}", "0 to 1")
    points = [float(part.get("points", 0)) for part in (values.get("fit") or {}).values()]
    whole = float(values.get("share", 0)) + sum(points)
    if not into.problems and whole != 100:
        message = f"the share and the points of fit add up to {whole:g}, not to 100"
        into.problem(node.at("share") or node, "R008", message, "share: 60, and 40 points in all under fit")


_CHECKS: dict[str, tuple[Check, ...]] = {
    **{kind.name: (_inferred,) for kind in kinds.KINDS},
    "project": (_inferred, _order(("", "start", "end"))),
    "platform": (_inferred, _order(("", "launched", "ended"))),
    "document": (_inferred, _order(("", "date", "review_date"))),
    "programme": (_inferred, _order(("calls", "opens", "closes"))),
    "relation": (_strength,),
    "policy": (_bounds,),
}


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
            yield Problem(path, *_place(parent, record), "V002", message, "give it an entry of its own")
        elif parent == id_ or id_ in tree.ancestors(parent):
            message = f"parent: '{parent}' lies below '{id_}' itself"
            yield Problem(path, *_place(parent, record), "V002", message, "one of the parents must go")


def _shared_words(concepts: dict[str, tuple[str, Record]]) -> Iterator[Problem]:
    """Words of two concepts that are not marked as shared."""
    owners: dict[tuple[str, str], str] = {}
    for id_, (path, record) in concepts.items():
        shared = {fold(word) for word in record.values.get("shared", ())}
        for language, words in (record.values.get("words") or {}).items():
            for word in words:
                folded = fold(word)
                owner = owners.setdefault((language, folded), id_)
                if owner != id_ and folded not in shared:
                    message = f"the {language} word '{word}' of '{id_}' belongs to '{owner}' already"
                    hint = f"delete it here, or mark it: shared: [{word}]"
                    yield Problem(path, *_place(word, record), "V003", message, hint)


def _place(value: str, record: Record) -> tuple[int, int]:
    """Line and column of a value of a record."""
    return (value.line, value.column) if isinstance(value, Text) else (record.line, record.column)
