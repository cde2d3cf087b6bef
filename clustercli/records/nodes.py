"""Values as they stand in a file: text, lists and maps, and beside each list and map the places of what it holds."""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeAlias


class Place(Protocol):
    """Where something begins in a file, counted from 0, as the parser's own marks do."""

    @property
    def line(self) -> int:
        """Lines above it."""

    @property
    def column(self) -> int:
        """Characters before it on its line."""


class Spot(NamedTuple):
    """A place that is no mark of the parser."""

    line: int
    column: int


class Items(list["Node"]):
    """A list, and the place of each entry."""

    __slots__ = ("places",)
    places: list[Place]


class Fields(dict[str, "Node | None"]):
    """A map, the places of its values by name, and those of its names, in order.

    A name with nothing behind it has the value None: the field was left out.
    """

    __slots__ = ("names", "places")
    names: list[Place]
    places: dict[str, Place]

    def place_of_name(self, name: str) -> Place:
        """Where a name stands that is there."""
        return self.names[list(self).index(name)]


Node: TypeAlias = str | Items | Fields
"""Every scalar is text, whatever YAML would have made of it."""


def items() -> Items:
    """An empty list."""
    made = Items()
    made.places = []
    return made


def fields() -> Fields:
    """An empty map."""
    made = Fields()
    made.names = []
    made.places = {}
    return made


def shape(node: Node) -> str:
    """What a node is, in the words of an error message."""
    if isinstance(node, str):
        return "text"
    return "a list" if isinstance(node, Items) else "a block of fields"
