"""Events of the YAML parser -> nodes with their places."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

from clustercli.errors import Problem
from clustercli.records.nodes import Fields, Items, Node, Place, fields, items
from clustercli.records.reading import MOST_FAULTS

MAX_DEPTH = 12
_SHOWN = 200  # characters of a text or a name in a message
ESCAPE = ("a backslash inside double quotes", "use single quotes: '...'")
_DASH_HINT = "write a dash and a space, right below the first dash; a text with dashes stands in quotes"
_CUT_HINT = "a comment has a blank behind its #"
# Breaks of lines to libyaml (YAML 1.1), but to nobody's editor: they are hidden from it, and put back into the texts.
# What they are hidden behind is no character at all, and refused where it stands in a file.
_HIDDEN = {0x85: 0x1FFFE, 0x2028: 0x1FFFF, 0x2029: 0x2FFFE}
_PUT_BACK = {there: here for here, there in _HIDDEN.items()}
_COMMENT = re.compile(r"[ \t]+#(?=\w)")  # a comment that looks like the rest of a text: Firma #1
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS = frozenset("NLP_abfv0e")  # letters of which a backslash makes a control, or a space: "C:\\bin"


class TooManyError(Exception):
    """More faults than anybody reads."""


class TooDeepError(Exception):
    """Lists or maps nested beyond any record's need."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line = line
        self.column = column


def twice(known: Fields, key: str, at: Place, path: str, above: int = 0) -> Problem:
    """The problem of a second field of a name; the first one stays."""
    message = f"'{key[:_SHOWN]}' given twice (first on line {known.place_of_name(key).line + above + 1})"
    return Problem(path, at.line + above + 1, at.column + 1, "Y003", message, "delete one of the two")


@cache
def libyaml() -> Any:
    """The library, imported when it is first needed."""
    import yaml

    return yaml


class Builder:
    """Nodes from the events of one document."""

    def __init__(self, source: str, path: str, above: int) -> None:
        yaml = libyaml()
        self.path = path
        self.above = above + 1
        self.problems: list[Problem] = []
        self.hides = any(map(source.__contains__, map(chr, _HIDDEN)))
        source = source.translate(_HIDDEN) if self.hides else source
        self.source = source
        self.comments = _COMMENT.search(source) is not None
        parser = yaml.cyaml.CParser(source) if yaml.__with_libyaml__ else yaml.SafeLoader(source)
        self.next = parser.get_event
        self.scalar, self.sequence = yaml.ScalarEvent, yaml.SequenceStartEvent
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
        node = self._node(event, 0)
        if node is not None:
            made.append(node)
            made.places.append(event.start_mark)
        self.next()
        event = self.next()
        if isinstance(event, self.start):
            self._note(event.start_mark, "Y014", "a second document begins here (---)", "one document a file")
        return made

    def _note(self, mark: Any, code: str, message: str, hint: str) -> None:
        place = (mark.line + self.above, mark.column + 1)
        self._add(Problem(self.path, *place, code, message, hint))

    def _add(self, problem: Problem) -> None:
        if len(self.problems) >= MOST_FAULTS:
            raise TooManyError
        self.problems.append(problem)

    def _node(self, event: Any, depth: int) -> Node | None:
        kind = type(event)
        if kind is self.scalar and event.anchor is None and event.tag is None:
            return self._text(event)
        mark = event.start_mark
        if kind is self.alias:
            self._note(mark, "Y005", f"an alias (*{event.anchor})", "write the value out")
            return None
        if event.anchor is not None:
            self._note(mark, "Y005", f"an anchor (&{event.anchor})", "write the value out where it is used")
        if event.tag is not None:
            self._note(mark, "Y004", f"a tag ({event.tag})", "leave it out: every value is read as text")
        if kind is self.scalar:
            return self._text(event)
        if depth >= MAX_DEPTH:
            raise TooDeepError(mark.line + self.above, mark.column + 1)
        return self._items(depth + 1) if kind is self.sequence else self._fields(depth + 1)

    def _text(self, event: Any) -> str | None:
        """The text of a scalar; None where there is nothing, as in "key:"."""
        value: str = event.value
        if not event.style:
            if self.comments:
                self._cut(event)
            if " -" in value and self._goes_on(event, r"\s*-"):
                self._note(event.start_mark, "Y010", "a line with a dash that begins no entry of a list", _DASH_HINT)
            elif not value:
                return None
        elif event.style in ("'", '"') and self._goes_on(event, r"\s*(?:- )?[a-z_]+:\s|- "):
            # over lines that begin as entries and fields do
            self._note(
                event.start_mark, "Y006", "a quote opened here takes in the entries below", "close it on its line"
            )
        elif event.style == '"':
            self._escapes(event)
        return value.translate(_PUT_BACK) if self.hides else value

    def _cut(self, event: Any) -> None:
        """Note a text that a number sign cuts short, where it may well belong to the text."""
        found = _COMMENT.match(self.source, event.end_mark.index)
        if found is not None:
            start = event.start_mark.index
            line = re.split(r"[\r\n]", self.source[start : start + _SHOWN])[0].strip()
            quoted = line.replace("\\", "\\\\").replace('"', '\\"')
            mark = event.end_mark
            place = (mark.line + self.above, mark.column + len(found[0]))
            message = "the text ends before the #, where a comment begins"
            hint = f'put the text in quotes: "{quoted}"; {_CUT_HINT}'
            self._add(Problem(self.path, *place, "Y018", message, hint))

    def _escapes(self, event: Any) -> None:
        """Note a backslash that would make a control character of the letter behind it."""
        begin, end = event.start_mark.index, event.end_mark.index - 1
        if self.source.find("\\", begin, end) < 0:
            return
        for found in _ESCAPE.finditer(self.source, begin, end):
            if found[1] in _CONTROLS and re.match(r"\w", self.source[found.end()]):
                above = re.split(r"\r\n?|\n", self.source[begin : found.start()])
                column = len(above[-1]) + (event.start_mark.column if len(above) == 1 else 0) + 1
                line = event.start_mark.line + len(above) - 1 + self.above
                self._add(Problem(self.path, line, column, "Y012", *ESCAPE))
                return

    def _goes_on(self, event: Any, pattern: str) -> bool:
        """Whether a text goes on over lines that begin as a pattern says."""
        first, last = event.start_mark.line, event.end_mark.line
        return last > first and any(re.match(pattern, line) for line in self._lines[first + 1 : last + 1])

    @cached_property
    def _lines(self) -> list[str]:
        """The lines of the document."""
        return self.source.splitlines()

    def _items(self, depth: int) -> Items:
        made = items()
        get, end = self.next, self.items_end
        add, add_place = made.append, made.places.append
        while (kind := type(event := get())) is not end:
            part = self._node(event, depth)
            if part is not None:
                add(part)
                add_place(event.start_mark)
            elif kind is not self.alias:
                self._note(event.start_mark, "Y016", "an empty entry in a list", "delete the dash or fill it in")
        return made

    def _fields(self, depth: int) -> Fields:
        made = fields()
        get, end = self.next, self.fields_end
        add_place, places = made.names.append, made.places
        while type(event := get()) is not end:
            name, at = self._node(event, depth), event.start_mark
            below = get()
            part = self._node(below, depth)
            if type(name) is not str:
                self._note(at, "Y017", "the name of a field must be text", "name: value")
            elif name in made:
                self._add(twice(made, name, at, self.path, self.above - 1))
            else:
                made[name] = part
                add_place(at)
                places[name] = below.start_mark
        return made
