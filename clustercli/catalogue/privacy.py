"""Warnings of what a catalogue should not hold: addresses of persons, and telephone numbers in its texts."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from clustercli.errors import Problem
from clustercli.records import kinds, personal
from clustercli.records.fold import fold
from clustercli.records.nodes import Items, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clustercli.catalogue.validate import Record
    from clustercli.records.nodes import Place

# Where numbers stand that are no telephone numbers, or where a telephone number has its place.
_NUMBERS = {"phone", "identifiers", "reference", "as_written", "id", "nace", "place", "budget"}
_WEB = ("http://", "https://")


def warnings(source: str, path: str, role: str, nodes: Items, records: Sequence[Record]) -> list[Problem]:
    """What is found in a file: addresses anywhere in it, comments too, and numbers in the texts of its records.

    The messages name the place and never repeat what stands there, for they are kept in the index.
    """
    found: list[tuple[int, Problem]] = []
    if any(sign in source for sign in ("@", "(at)", "[at]")):
        for start, _ in _addresses(source, records):
            hint = "use that of an office (info@...); if it is the name of a firm, add that to its aliases"
            found.append((start, _warning(source, path, start, "W001", "an address that looks like a person's", hint)))
    if (role in kinds.BY_NAME or role == "sources") and next(personal.phones(source), None):
        for start in _phones(source, nodes):
            hint = "move it to contacts, with purpose and delete_after, or delete it"
            found.append((start, _warning(source, path, start, "W002", "a telephone number in a text", hint)))
    return [problem for _, problem in sorted(found)]


def _warning(source: str, path: str, start: int, code: str, message: str, hint: str) -> Problem:
    line_start = source.rfind("\n", 0, start) + 1
    return Problem(path, source.count("\n", 0, start) + 1, start - line_start + 1, code, message, hint)


def _addresses(source: str, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Where addresses stand that look like a person's, and not like the name of the record that they stand in."""
    lines = [record.line for record in records]
    for start, end in personal.addresses(source):
        position = bisect_right(lines, source.count("\n", 0, start) + 1)
        own = _names(records[position - 1].values) if position else set()
        yield from ((start, end) for _ in personal.addresses(source[start:end], own))


def _names(values: Mapping[str, Any]) -> set[str]:
    """The names of a record, as they may stand in an address."""
    name = values.get("name", "")
    texts = [*(name.values() if isinstance(name, dict) else [name]), *values.get("aliases", ())]
    texts += [values.get("acronym", ""), values.get("website", "").partition("://")[2].removeprefix("www.")]
    return {"".join(fold(text).split()) for text in texts}


def _phones(source: str, nodes: Items) -> Iterator[int]:
    """Where telephone numbers begin in the texts of records."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for node, place in zip(nodes, nodes.places, strict=True):
        for text, at in _texts(node, place):
            start = starts[at.line] + at.column
            escaped = source[start] == '"' and "\\" in source[start : start + 2 * len(text)]
            for first, last in personal.phones(text):
                # where it is written as it is read, and not broken by the end of a line or by escapes
                here = source.find(text[first:last], start, start + 2 * len(text) + 200) if not escaped else -1
                start = here if here >= 0 else start
                yield start
                start += here >= 0


def _texts(node: Node, at: Place) -> Iterator[tuple[str, Place]]:
    """The texts below a node, but for numbers of other kinds, and where they stand."""
    if isinstance(node, str):
        if not node.startswith(_WEB):
            yield node, at
    elif isinstance(node, Items):
        for part, place in zip(node, node.places, strict=True):
            yield from _texts(part, place)
    else:
        for name, below in node.items():
            if below is not None and name not in _NUMBERS:
                yield from _texts(below, node.places[name])
