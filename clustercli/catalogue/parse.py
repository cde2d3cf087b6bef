"""YAML text -> nodes with their places; every scalar is text, and every fault is told in plain words.

Values are built straight from the parser's events, so that nothing is resolved, merged or guessed on the way.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.catalogue.wording import plain_words
from clustercli.errors import Problem
from clustercli.records.nodes import Fields, Items, Node, Place, Spot, fields, items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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

    nodes: Items
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
    top, problems = _parse(source, path, 0)
    if not problems or top:
        return Parsed(top, problems, [], [])
    first = re.search(_FIRST, source, re.MULTILINE)
    entries = []
    if first and (keyed or first[2] == "-"):
        begin = f"^{first[1]}{_KEY if keyed else _ENTRY}"
        entries = [found.start() for found in re.finditer(begin, source, re.MULTILINE)]
    if len(entries) < 2:
        return Parsed(top, [], problems, list(_ids(source, 0, keyed)))
    whole: Items | Fields = fields() if keyed else items()
    top.append(whole)
    top.places.append(Spot(0, 0))
    result = Parsed(top, [], [], [])
    for start, end in zip(entries, [*entries[1:], len(source)], strict=True):
        above = source.count("\n", 0, start)
        parts, faults = _parse(source[start:end], path, above)
        (result.within if parts else result.lost).extend(faults)
        if not parts:
            result.ruins.extend(_ids(source[start:end], above, keyed))
        for part in parts:
            _lower(part, above)
            _join(whole, part, parts.places[0], path, result.within)
    return result


def _lower(node: Node, above: int) -> None:
    """Put what is below a node where it stands in the file: below some lines."""
    if isinstance(node, str):
        return
    if isinstance(node, Items):
        node.places = [Spot(place.line + above, place.column) for place in node.places]
        parts: Iterable[Node | None] = node
    else:
        node.names = [Spot(place.line + above, place.column) for place in node.names]
        node.places = {name: Spot(place.line + above, place.column) for name, place in node.places.items()}
        parts = node.values()
    for part in parts:
        if part is not None:
            _lower(part, above)


def _join(whole: Items | Fields, part: Node, place: Place, path: str, problems: list[Problem]) -> None:
    """Add one entry, parsed alone, to the list or map that it is of."""
    if isinstance(whole, Fields) and isinstance(part, Fields):
        for (key, value), at in zip(part.items(), part.names, strict=True):
            if key in whole:
                problems.append(_twice(whole, key, at, path))
            else:
                whole[key] = value
                whole.names.append(at)
                whole.places[key] = part.places[key]
    elif isinstance(whole, Items) and isinstance(part, Items):
        whole.extend(part)
        whole.places.extend(part.places)
    elif isinstance(whole, Items):
        whole.append(part)
        whole.places.append(place)


def _twice(known: Fields, key: str, at: Place, path: str, above: int = 0) -> Problem:
    """The problem of a second field of a name; the first one stays."""
    message = f"'{key}' given twice (first on line {known.place_of_name(key).line + above + 1})"
    return Problem(path, at.line + above + 1, at.column + 1, "Y003", message, "delete one of the two")


def _ids(source: str, above: int, keyed: bool) -> Iterator[tuple[str, int]]:
    pattern = r"^([a-z0-9-]+):" if keyed else r"^(?:- +| *)id:[ \t]*([a-z0-9-]+)[ \t]*\r?$"
    for found in re.finditer(pattern, source, re.MULTILINE):
        yield found[1], source.count("\n", 0, found.start()) + 1 + above


def _parse(source: str, path: str, above: int) -> tuple[Items, list[Problem]]:
    """One document's node in a list of its own, or an empty list with a problem that says why there is none."""
    control = re.search(_CONTROL, source)
    if control is not None:
        before = source[: control.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"a control character (U+{ord(control[0]):04X})"
        return items(), [Problem(path, line + above, column, "Y013", message, "delete it")]
    builder = _Builder(source, path, above)
    try:
        return builder.document(), builder.problems
    except _TooDeepError as error:
        fault = Problem(path, error.line, error.column, "Y015", f"nested deeper than {MAX_DEPTH} levels", _DEPTH_HINT)
    except _yaml().MarkedYAMLError as error:
        fault = plain_words(error, source, path, above)
    return items(), [*builder.problems, fault]


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
        parser = yaml.cyaml.CParser(source) if yaml.__with_libyaml__ else yaml.SafeLoader(source)
        self.next = parser.get_event
        self.scalar, self.sequence = yaml.ScalarEvent, yaml.SequenceStartEvent
        self.plain = None if self.hides else yaml.ScalarEvent  # events whose value may be taken as it is
        self.items_end, self.fields_end = yaml.SequenceEndEvent, yaml.MappingEndEvent
        self.alias = yaml.AliasEvent
        self.start, self.stop = yaml.DocumentStartEvent, yaml.StreamEndEvent

    def document(self) -> Items:
        """The node of the first document, in a list; a second document is a problem."""
        made = items()
        self.next()
        if isinstance(self.next(), self.stop):
            return made
        event = self.next()
        node = self.node(event, 0)
        if node is not None:
            made.append(node)
            made.places.append(event.start_mark)
        self.next()
        event = self.next()
        if isinstance(event, self.start):
            self.note(event.start_mark, "Y014", "a second document begins here (---)", "one document a file")
        return made

    def note(self, mark: Any, code: str, message: str, hint: str) -> None:
        place = (mark.line + self.above, mark.column + 1)
        self.problems.append(Problem(self.path, *place, code, message, hint))

    def node(self, event: Any, depth: int) -> Node | None:
        kind = type(event)
        if kind is self.scalar and event.anchor is None and event.tag is None:
            return self.text(event)
        mark = event.start_mark
        if kind is self.alias:
            self.note(mark, "Y005", f"an alias (*{event.anchor})", "write the value out")
            return None
        if event.anchor is not None:
            self.note(mark, "Y005", f"an anchor (&{event.anchor})", "write the value out where it is used")
        if event.tag is not None:
            self.note(mark, "Y004", f"a tag ({event.tag})", "leave it out: every value is read as text")
        if kind is self.scalar:
            return self.text(event)
        if depth >= MAX_DEPTH:
            raise _TooDeepError(mark.line + self.above, mark.column + 1)
        return self.items(depth + 1) if kind is self.sequence else self.fields(depth + 1)

    def text(self, event: Any) -> str | None:
        """The text of a scalar; None where there is nothing, as in "key:"."""
        value: str = event.value
        if not event.style:
            if " -" in value and self.goes_on(event, r"\s*-"):
                self.note(event.start_mark, "Y010", "a line with a dash that begins no entry of a list", _DASH_HINT)
            elif not value:
                return None
        elif event.style in ("'", '"') and self.goes_on(event, r"\s*(?:- )?[a-z_]+:\s|- "):
            # over lines that begin as entries and fields do
            self.note(
                event.start_mark, "Y006", "a quote opened here takes in the entries below", "close it on its line"
            )
        return value.translate(_SHOWN) if self.hides else value

    def goes_on(self, event: Any, pattern: str) -> bool:
        """Whether a text goes on over lines that begin as a pattern says."""
        first, last = event.start_mark.line, event.end_mark.line
        return last > first and any(re.match(pattern, line) for line in self.lines[first + 1 : last + 1])

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the document."""
        return self.source.splitlines()

    def items(self, depth: int) -> Items:
        made = items()
        get, plain, end = self.next, self.plain, self.items_end
        add, add_place = made.append, made.places.append
        while (kind := type(event := get())) is not end:
            part = event.value if kind is plain and event.anchor is event.tag is None else ""
            if not part or event.style or " -" in part:  # anything but a plain word
                part = self.node(event, depth)
            if part is not None:
                add(part)
                add_place(event.start_mark)
            elif kind is not self.alias:
                self.note(event.start_mark, "Y016", "an empty entry in a list", "delete the dash or fill it in")
        return made

    def fields(self, depth: int) -> Fields:
        made = fields()
        get, plain, end = self.next, self.plain, self.fields_end
        add_place, places = made.names.append, made.places
        while (kind := type(event := get())) is not end:
            name = event.value if kind is plain and event.anchor is event.tag is None else ""
            if not name or event.style or " -" in name:
                name = self.node(event, depth)
            below = get()
            part = below.value if type(below) is plain and below.anchor is below.tag is None else ""
            if not part or below.style or " -" in part:
                part = self.node(below, depth)
            if type(name) is not str:
                self.note(event.start_mark, "Y017", "the name of a field must be text", "name: value")
            elif name in made:
                self.problems.append(_twice(made, name, event.start_mark, self.path, self.above - 1))
            else:
                made[name] = part
                add_place(event.start_mark)
                places[name] = below.start_mark
        return made
