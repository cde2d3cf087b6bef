"""YAML text -> nodes that know their place; every scalar is text, and every fault is told in plain words.

Values are built straight from the parser's events, so that nothing is resolved, merged or guessed on the way.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.catalogue.wording import plain_words
from clustercli.errors import Problem
from clustercli.records.nodes import Fields, Items, Node, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 12
_DEPTH_HINT = "a record needs no more than six"
_DASH_HINT = "write a dash and a space, right below the first dash; a text with dashes stands in quotes"
_FIRST = r"^(?!---)( *)([^\s#])"  # the first line that is neither blank nor a comment: its indentation, its sign
_ENTRY = r"-(?=[ \n\r])"  # how an entry of a list of records begins
_KEY = r"[^\s#'\"-][^:\n]*:"  # how an entry of a map of id -> block begins
# Breaks of lines to libyaml (YAML 1.1), but to nobody's editor: they are hidden from it, and put back into the texts.
_HIDDEN = {0x85: 0xE085, 0x2028: 0xE028, 0x2029: 0xE029}
_SHOWN = {there: here for here, there in _HIDDEN.items()}
# What YAML does not allow in a file: C0 and C1 controls but tab and line breaks, surrogates, non-characters.
_CONTROL = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"


class _TooDeepError(Exception):
    """Lists or maps nested beyond any record's need."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line = line
        self.column = column


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text of a file. A byte order mark is dropped; what is not UTF-8 is a problem at its place."""
    if len(data) > MAX_BYTES:
        size = f"{len(data) // 1_000_000} MB"
        return "", [Problem(path, 1, 1, "F003", f"the file is too large ({size}; the limit is 64 MiB)", "split it")]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", [Problem(path, 1, 1, "F002", "the file is UTF-16, not UTF-8", "save it as UTF-8")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"the file is not UTF-8 (byte 0x{data[error.start]:02x})"
        return "", [Problem(path, line, column, "F002", message, "save it as UTF-8 in your editor")]


class Parsed(NamedTuple):
    """What a file's text gives: its top-level node (in a list of one, or none) and the problems within; the problems
    of the parts that could not be parsed, and the ids and lines these seem to hold, so that links to them are no
    faults too.
    """

    nodes: list[Node]
    within: list[Problem]
    lost: list[Problem]
    ruins: list[tuple[str, int]]

    @property
    def problems(self) -> list[Problem]:
        """All problems, in order."""
        return sorted(self.within + self.lost)


def parse(source: str, path: str, *, keyed: bool = False) -> Parsed:
    """Parse a file; `keyed` says that it is a map of id -> block, and not a record or a list of records.

    Where there is a syntax error, the entries of the list or map are read one by one, so that one bad entry neither
    hides the faults of the others nor takes the good ones with it.
    """
    node, problems = _parse(source, path, 0)
    if not problems or node is not None:
        return Parsed([] if node is None else [node], problems, [], [])
    first = re.search(_FIRST, source, re.MULTILINE)
    entries = []
    if first and (keyed or first[2] == "-"):
        begin = f"^{first[1]}{_KEY if keyed else _ENTRY}"
        entries = [found.start() for found in re.finditer(begin, source, re.MULTILINE)]
    if len(entries) < 2:
        return Parsed([], [], problems, list(_ids(source, 0, keyed)))
    whole: Items | Fields = Fields() if keyed else Items()
    whole.line = whole.column = 1
    result = Parsed([whole], [], [], [])
    for start, end in zip(entries, [*entries[1:], len(source)], strict=True):
        above = source.count("\n", 0, start)
        part, faults = _parse(source[start:end], path, above)
        (result.lost if part is None else result.within).extend(faults)
        if part is None:
            result.ruins.extend(_ids(source[start:end], above, keyed))
        elif isinstance(whole, Fields) and isinstance(part, Fields):
            for key, value in part.items():
                _add(whole, key, value, path, result.within)
        elif isinstance(whole, Items):
            whole.extend(part if isinstance(part, Items) else [part])
    return result


def _add(fields: Fields, key: Text, value: Node | None, path: str, problems: list[Problem]) -> None:
    """Set a field; a second one of its name is a problem, and the first one stays."""
    if key not in fields:
        fields[key] = value
        return
    first = next(known for known in fields if known == key)
    message = f"'{key}' given twice (first on line {first.line})"
    problems.append(Problem(path, key.line, key.column, "Y003", message, "delete one of the two"))


def _ids(source: str, above: int, keyed: bool) -> Iterator[tuple[str, int]]:
    pattern = r"^([a-z0-9-]+):" if keyed else r"^(?:- +| *)id:[ \t]*([a-z0-9-]+)[ \t]*\r?$"
    for found in re.finditer(pattern, source, re.MULTILINE):
        yield found[1], source.count("\n", 0, found.start()) + 1 + above


def _parse(source: str, path: str, above: int) -> tuple[Node | None, list[Problem]]:
    """One document's node, or None with a problem that says why there is none."""
    control = re.search(_CONTROL, source)
    if control is not None:
        before = source[: control.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"a control character (U+{ord(control[0]):04X})"
        return None, [Problem(path, line + above, column, "Y013", message, "delete it")]
    builder = _Builder(source, path, above)
    try:
        return builder.document(), builder.problems
    except _TooDeepError as error:
        fault = Problem(path, error.line, error.column, "Y015", f"nested deeper than {MAX_DEPTH} levels", _DEPTH_HINT)
    except _yaml().MarkedYAMLError as error:
        fault = plain_words(error, source, path, above)
    return None, [*builder.problems, fault]


@cache
def _yaml() -> Any:
    import yaml

    return yaml


class _Builder:
    """Nodes from the events of one document."""

    def __init__(self, source: str, path: str, above: int) -> None:
        yaml = _yaml()
        self.path = path
        self.above = above + 1
        self.problems: list[Problem] = []
        self.hides = any(map(source.__contains__, map(chr, _HIDDEN)))
        self.source = source = source.translate(_HIDDEN) if self.hides else source
        self.parser = yaml.cyaml.CParser(source) if yaml.__with_libyaml__ else yaml.SafeLoader(source)
        self.next = self.parser.get_event
        self.scalar, self.sequence = yaml.ScalarEvent, yaml.SequenceStartEvent
        self.ends = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
        self.alias = yaml.AliasEvent
        self.start, self.stop = yaml.DocumentStartEvent, yaml.StreamEndEvent

    def document(self) -> Node | None:
        """The node of the first document; a second one is a problem."""
        self.next()
        event = self.next()
        if isinstance(event, self.stop):
            return None
        node = self.node(self.next(), 0)
        self.next()
        event = self.next()
        if isinstance(event, self.start):
            self.note(event.start_mark, "Y014", "a second document begins here (---)", "one document a file")
        return node

    def note(self, mark: Any, code: str, message: str, hint: str) -> None:
        place = (mark.line + self.above, mark.column + 1)
        self.problems.append(Problem(self.path, *place, code, message, hint))

    def node(self, event: Any, depth: int) -> Node | None:
        mark = event.start_mark
        kind = type(event)
        if kind is self.alias:
            self.note(mark, "Y005", f"an alias (*{event.anchor})", "write the value out")
            return None
        if event.anchor is not None:
            self.note(mark, "Y005", f"an anchor (&{event.anchor})", "write the value out where it is used")
        if event.tag is not None:
            self.note(mark, "Y004", f"a tag ({event.tag})", "leave it out: every value is read as text")
        if kind is self.scalar:
            value = event.value
            if not value and not event.style:  # "key:" with nothing behind it
                return None
            if " -" in value and not event.style and self.has_dash_below(mark.line, event.end_mark.line):
                self.note(mark, "Y010", "a line with a dash that begins no entry of a list", _DASH_HINT)
            if event.style in ("'", '"') and self.swallows_entries(mark.line, event.end_mark.line):
                self.note(mark, "Y006", "a quote opened here takes in the entries below", "close it on its line")
            value = value.translate(_SHOWN) if self.hides else value
            return text(value, mark.line + self.above, mark.column + 1)
        if depth >= MAX_DEPTH:
            raise _TooDeepError(mark.line + self.above, mark.column + 1)
        return self.items(mark, depth + 1) if kind is self.sequence else self.fields(mark, depth + 1)

    def has_dash_below(self, first: int, last: int) -> bool:
        """Whether one of the lines that a text goes on in begins with a dash, as an entry of a list would."""
        return last > first and any(line.lstrip().startswith("-") for line in self.lines[first + 1 : last + 1])

    def swallows_entries(self, first: int, last: int) -> bool:
        """Whether a quoted text goes on over lines that begin as entries and fields do."""
        return any(re.match(r"\s*(?:- )?[a-z_]+:\s|- ", line) for line in self.lines[first + 1 : last + 1])

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the document."""
        return self.source.splitlines()

    def items(self, mark: Any, depth: int) -> Items:
        made = Items()
        made.line, made.column = mark.line + self.above, mark.column + 1
        while not isinstance(event := self.next(), self.ends):
            node = self.node(event, depth)
            if node is not None:
                made.append(node)
            elif not isinstance(event, self.alias):
                self.note(event.start_mark, "Y016", "an empty entry in a list", "delete the dash or fill it in")
        return made

    def fields(self, mark: Any, depth: int) -> Fields:
        made = Fields()
        made.line, made.column = mark.line + self.above, mark.column + 1
        while not isinstance(event := self.next(), self.ends):
            key = self.node(event, depth)
            value = self.node(self.next(), depth)
            if not isinstance(key, Text):
                self.note(event.start_mark, "Y017", "the name of a field must be text", "name: value")
            else:
                _add(made, key, value, self.path, self.problems)
        return made
