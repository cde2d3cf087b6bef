"""Values as they stand in a file: text, lists and maps that remember their line and column (from 1)."""

from __future__ import annotations

from typing import TypeAlias


class Text(str):
    """A scalar, always text, whatever YAML would have made of it."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Items(list["Node"]):
    """A list and the place where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Fields(dict[Text, "Node | None"]):
    """A map and the place where it begins; its keys are `Text` with places of their own.

    A key with nothing behind it has the value None: the field was left out.
    """

    __slots__ = ("column", "line")
    line: int
    column: int

    def at(self, name: str) -> Node | None:
        """The value of a field, or None where it is not there or left empty."""
        return self.get(name)  # type: ignore[call-overload, no-any-return]  # a Text equals the same str


Node: TypeAlias = Text | Items | Fields


def text(value: str, line: int, column: int) -> Text:
    """A `Text` at a place."""
    made = Text(value)
    made.line = line
    made.column = column
    return made


def shape(node: Node) -> str:
    """What a node is, in the words of an error message."""
    if isinstance(node, Text):
        return "text"
    return "a list" if isinstance(node, Items) else "a block of fields"
