"""YAML text -> nodes that know their place; every scalar is text, and every fault is told in plain words.

Values are built straight from the parser's events, so that nothing is resolved, merged or guessed on the way.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.errors import Problem
from clustercli.records.nodes import Fields, Items, Node, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 12
_DEPTH_HINT = "a record needs no more than six"
_ENTRY = r"^-(?=[ \n\r])"  # where an entry of a list of records begins
_KEY = r"^[^\s#'\"-][^:\n]*:"  # where an entry of a map of id -> block begins
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
    """What a file's text gives: its top-level node (in a list of one, or none), its problems, and the ids and lines
    that the parts that could not be parsed seem to hold, so that links to them are no faults too.
    """

    nodes: list[Node]
    problems: list[Problem]
    ruins: list[tuple[str, int]]


def parse(source: str, path: str, *, keyed: bool = False) -> Parsed:
    """Parse a file; `keyed` says that it is a map of id -> block, and not a record or a list of records.

    Where there is a syntax error, the entries of the list or map are read one by one, so that one bad entry neither
    hides the faults of the others nor takes the good ones with it.
    """
    node, problems = _parse(source, path, 0)
    if not problems or node is not None:
        return Parsed([] if node is None else [node], problems, [])
    first = re.search(r"^(?!---)[^\s#]", source, re.MULTILINE)
    entries = []
    if first and (keyed or first[0] == "-"):
        entries = [found.start() for found in re.finditer(_KEY if keyed else _ENTRY, source, re.MULTILINE)]
    if len(entries) < 2:
        return Parsed([], problems, list(_ids(source, 0, keyed)))
    whole: Items | Fields = Fields() if keyed else Items()
    whole.line = whole.column = 1
    result = Parsed([whole], [], [])
    for start, end in zip(entries, [*entries[1:], len(source)], strict=True):
        above = source.count("\n", 0, start)
        part, faults = _parse(source[start:end], path, above)
        result.problems.extend(faults)
        if part is None:
            result.ruins.extend(_ids(source[start:end], above, keyed))
        elif isinstance(whole, Fields) and isinstance(part, Fields):
            whole.update(part)
        elif isinstance(whole, Items):
            whole.extend(part if isinstance(part, Items) else [part])
    return result


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
        fault = _plain_words(error, source, path, above)
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
        self.source = source
        self.parser = yaml.cyaml.CParser(source) if yaml.__with_libyaml__ else yaml.SafeLoader(source)
        self.next = self.parser.get_event
        self.scalar, self.sequence, self.mapping = yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent
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
            return text(value, mark.line + self.above, mark.column + 1)
        if depth >= MAX_DEPTH:
            raise _TooDeepError(mark.line + self.above, mark.column + 1)
        return self.items(mark, depth + 1) if kind is self.sequence else self.fields(mark, depth + 1)

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
        firsts: dict[str, int] = {}
        while not isinstance(event := self.next(), self.ends):
            key = self.node(event, depth)
            value = self.node(self.next(), depth)
            if not isinstance(key, Text):
                self.note(event.start_mark, "Y017", "the name of a field must be text", "name: value")
            elif key in firsts:
                message = f"'{key}' given twice (first on line {firsts[key]})"
                self.note(event.start_mark, "Y003", message, "delete one of the two")
            else:
                firsts[key] = key.line
                made[key] = value
        return made


def _plain_words(error: Any, source: str, path: str, above: int) -> Problem:
    """A parser's error in the words of a person who never heard of YAML's grammar."""
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    said = f"{error.context or ''}: {error.problem or ''}"
    unknown = ("", "Y001", f"not readable as YAML: {error.problem}", "compare it with the lines around it", False)
    _, code, message, hint, at_context = next((s for s in _SENTENCES if s[0] in said), unknown)
    if at_context and context is not None:
        mark = context
    lines = source.splitlines() or [""]
    row, column = min(mark.line, len(lines) - 1), mark.column
    line = lines[row]
    if code == "Y002":
        message, hint = _colon(line, column)
    elif code == "Y008" and line[column : column + 1] == "\t":
        code, message, hint = "Y007", "a tab at the beginning of the line", "use spaces"
    elif code == "Y008" and column < len(line):
        message = f"a text must not begin with '{line[column]}'"
    return Problem(path, row + 1 + above, column + 1, code, message, hint)


def _colon(line: str, column: int) -> tuple[str, str]:
    """A colon where no field begins: inside a text, or below one."""
    name, colon, value = line.partition(": ")
    value = value.strip()
    if colon and len(name) + 1 < column + 1 and value:
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return "a colon inside the text", f'put the text in quotes: {name.strip()}: "{quoted}"'
    return "a field below a text", "indent it like the field above, or end that field's line after its colon"


# Part of the parser's message -> code, our sentence, remedy, and whether the place is where the thing began.
_SENTENCES: tuple[tuple[str, str, str, str, bool], ...] = (
    ("mapping values are not allowed", "Y002", "a colon inside the text", "put the text in quotes", False),
    ("quoted scalar: found unexpected end", "Y006", "a quote opened here is never closed", "close it there", True),
    ("found a tab", "Y007", "a tab at the beginning of the line", "use spaces", False),
    ("'\\t'", "Y007", "a tab at the beginning of the line", "use spaces", False),
    ("cannot start any token", "Y008", "a text must not begin with this sign", "put the text in quotes", False),
    ("flow sequence", "Y009", "a list opened here with [ is not closed with ]", "close it", True),
    ("flow mapping", "Y009", "a block opened here with { is not closed with }", "close it", True),
    ("unknown escape", "Y012", "a backslash inside double quotes", "use single quotes: '...'", False),
    ("expected '-' indicator", "Y010", "a field where an entry of the list should be", "indent it, or begin it with -",
     False),
    ("expected key", "Y010", "this line does not fit the ones above it",
     "check the indentation, and for text behind a closing quote", False),
    ("expected ':'", "Y011", "a line without a colon", "write it as name: value", True),
    ("simple key", "Y011", "a line without a colon", "write it as name: value", True),
    ("undefined tag handle", "Y004", "a tag", "leave it out: every value is read as text", False),
    ("scanning an anchor", "Y005", "an anchor (&)", "put the text in quotes", True),
    ("scanning an alias", "Y005", "an alias (*)", "put the text in quotes", True),
)  # fmt: skip
