"""The records of a catalogue as they stand in its files now, or stood in them at a commit.

Values are read with the types of today's schema; a value that today's rules do not allow is kept as it was written,
so that a comparison can still tell it. Links, and concepts of the vocabulary, are not checked.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.catalogue import parse, scan, source
from clustercli.records import kinds, shapes
from clustercli.records.compare import Entry
from clustercli.records.nodes import Fields, Items, Node, shape
from clustercli.records.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clustercli.catalogue.git import Commit, Git
    from clustercli.records.fields import Field

SOURCE = "source"


class State(NamedTuple):
    """A catalogue at one time: its records by id; ids whose records could not be read, and files that may hold more
    than could be read; what is wrong in which file; the files that hold no records.
    """

    records: dict[str, Entry]
    unread: set[str]
    closed: set[str]
    faults: dict[str, str]
    others: dict[str, bytes]

    def hides(self, entry: Entry) -> bool:
        """Whether a record of another time may well be here, where it could not be read."""
        return entry.id not in self.records and (entry.id in self.unread or entry.path in self.closed)


class Held(NamedTuple):
    """What one file holds: its records, ids of entries that could not be read, what is wrong in a few words, and
    whether there may be more in it.
    """

    entries: list[Entry]
    unread: list[str]
    fault: str = ""
    more: bool = False


class _Anything(frozenset[str]):
    """Every concept: the vocabulary of a day long gone is not read."""

    __slots__ = ()

    def __contains__(self, _: object) -> bool:
        return True


_CONCEPTS = _Anything()


def at(git: Git, commit: Commit) -> State:
    """The catalogue at a commit."""
    files, astray = git.files(commit)
    state = _state(files)
    state.closed.update(astray)
    state.faults.update(dict.fromkeys(astray, "a link that leads out of the catalogue"))
    return state


def now(data: Path, fallback: Path) -> State:
    """The catalogue as it lies there; `fallback` is the one that it borrows a vocabulary from."""
    found, strays = scan.scan(data, fallback)
    contents: dict[str, bytes] = {}
    closed = {problem.path for problem in strays if problem.code == "F001"}
    for path in (path for path in found if not Path(path).is_absolute()):
        try:
            contents[path] = source.read(data / path)
        except OSError:
            closed.add(path)
    state = _state(contents)
    state.closed.update(closed)
    state.faults.update(dict.fromkeys(closed, "it cannot be read"))
    return state


def both(before: State, after: State) -> tuple[dict[str, Entry], dict[str, Entry], set[str]]:
    """The records of two times that can be compared, and the ids of those that cannot, as one of the two hides them."""
    hidden = {id_ for id_, entry in before.records.items() if after.hides(entry)}
    hidden |= {id_ for id_, entry in after.records.items() if before.hides(entry)}
    earlier, later = (
        {id_: entry for id_, entry in state.records.items() if id_ not in hidden} for state in (before, after)
    )
    return earlier, later, hidden


def _state(files: Mapping[str, bytes]) -> State:
    state = State({}, set(), set(), {}, {})
    for path, raw in sorted(files.items()):
        role, problem = scan.role_of(path)
        if problem or any(part.startswith(".") for part in path.split("/")) or not path.isprintable():
            continue
        if role != "sources" and role not in kinds.BY_NAME:
            state.others[path] = raw.replace(b"\r\n", b"\n")
            continue
        held = read(raw, path, role)
        if held.fault:
            state.faults[path] = held.fault
        state.unread.update(held.unread)
        state.closed.update([path] if held.more else [])
        for entry in held.entries:
            if entry.id in state.records:
                state.faults.setdefault(path, f"the id '{entry.id}' is given twice; the first one counts")
            state.records.setdefault(entry.id, entry)
    return state


def read(raw: bytes, path: str, role: str) -> Held:
    """What a file of some role holds."""
    text, problems = parse.decode(raw, path)
    if problems:
        # Its ids are found all the same, or its records would be told as gone.
        letters = raw.lstrip(b"\xfe\xff").replace(b"\0", b"").decode("latin-1")
        return Held([], _ids(letters, role), problems[0].message, more=True)
    parsed = parse.parse(text, path, keyed=role == "sources")
    declared = shapes.SOURCE if role == "sources" else kinds.BY_NAME[role].fields
    kind = SOURCE if role == "sources" else role
    entries: list[Entry] = []
    faults = [problem.message for problem in parsed.problems]
    more = bool(faults)  # an open quote takes in the records below it
    for key, node in _entries(parsed.nodes, role):
        values, wrong = _values(node, declared, path) if isinstance(node, Fields) else ({}, [])
        id_ = key or str(values.get("id", ""))
        if id_ and isinstance(node, Fields):
            entries.append(Entry(kind, id_, values, path))
        else:
            wrong.append("a record without an id" if isinstance(node, Fields) else f"{shape(node)}, and no record")
            more = True
        faults += wrong
    others = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return Held(entries, [id_ for id_, _ in parsed.ruins], f"{faults[0]}{others}" if faults else "", more)


def _ids(text: str, role: str) -> list[str]:
    pattern = r"^([a-z0-9-]+):" if role == "sources" else r"^(?:- +| *)id:[ \t]*([a-z0-9-]+)[ \t]*\r?$"
    return re.findall(pattern, text, re.MULTILINE)


def _entries(nodes: list[Node], role: str) -> Iterator[tuple[str, Node]]:
    """(id, block) of the entries of a file; the id is empty where it stands inside the block."""
    for node in nodes:
        if role == "sources" and isinstance(node, Fields):
            yield from ((key, part) for key, part in node.items() if part is not None)
        elif role == "sources" or not isinstance(node, Items):
            yield "", node
        else:
            yield from (("", entry) for entry in node)


def _values(node: Fields, declared: tuple[Field, ...], path: str) -> tuple[dict[str, Any], list[str]]:
    """The values of a record, without empty ones, in the order of the schema; what is wrong with them."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    names = [f.name for f in declared]
    known = dict(zip(names, declared, strict=True))
    for name in [*(name for name in names if node.get(name) is not None), *(n for n in node if n not in known)]:
        part = node.get(name)
        if part is None:
            continue
        reading = Reading(path, _CONCEPTS, None, declared)
        field = known.get(name)
        value = field.type.read(part, node.places[name], name, reading) if field else None
        if field is None or reading.problems:
            faults.append(reading.problems[0].message if reading.problems else f"unknown field '{name}'")
            value = _as_written(part)
        if value not in (None, [], {}):
            values[name] = value
    return values, faults


def _as_written(node: Node | None) -> Any:
    """The plain value of a node."""
    if isinstance(node, Fields):
        return {key: _as_written(part) for key, part in node.items()}
    if isinstance(node, Items):
        return [_as_written(part) for part in node]
    return node
