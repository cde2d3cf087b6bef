"""Events of the YAML parser -> nodes with their places."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

from clustercli.errors import Problem
from clustercli.records.nodes import Fields, Items, Node, Place, fields, items

MAX_DEPTH = 12
_DASH_HINT = "write a dash and a space, right below the first dash; a text with dashes stands in quotes"
# Breaks of lines to libyaml (YAML 1.1), but to nobody's editor: they are hidden from it, and put back into the texts.
# What they are hidden behind is no character at all, and refused where it stands in a file.
_HIDDEN = {0x85: 0x1FFFE, 0x2028: 0x1FFFF, 0x2029: 0x2FFFE}
_SHOWN = {there: here for here, there in _HIDDEN.items()}


class TooDeepError(Exception):
    """Lists or maps nested beyond any record's need."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line = line
        self.column = column


def twice(known: Fields, key: str, at: Place, path: str, above: int = 0) -> Problem:
    """The problem of a second field of a name; the first one stays."""
    message = f"'{key}' given twice (first on line {known.place_of_name(key).line + above + 1})"
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
        self.source = source = source.translate(_HIDDEN) if self.hides else source
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
        self.problems.append(Problem(self.path, *place, code, message, hint))

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
            if " -" in value and self._goes_on(event, r"\s*-"):
                self._note(event.start_mark, "Y010", "a line with a dash that begins no entry of a list", _DASH_HINT)
            elif not value:
                return None
        elif event.style in ("'", '"') and self._goes_on(event, r"\s*(?:- )?[a-z_]+:\s|- "):
            # over lines that begin as entries and fields do
            self._note(
                event.start_mark, "Y006", "a quote opened here takes in the entries below", "close it on its line"
            )
        return value.translate(_SHOWN) if self.hides else value

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
                self.problems.append(twice(made, name, at, self.path, self.above - 1))
            else:
                made[name] = part
                add_place(at)
                places[name] = below.start_mark
        return made
