"""Reading a node: what a field type is asked, what it may know, and where its findings go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from clustercli.errors import Problem
from clustercli.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from clustercli.records.fields import Field
    from clustercli.records.nodes import Node, Place

Value = Any  # what a record holds after reading: text, numbers, lists and maps, as JSON knows them
Schema = dict[str, Any]


class Link(NamedTuple):
    """A place in a file that names another record; checked when all files are read."""

    line: int
    column: int
    field: str
    target: str
    kinds: tuple[str, ...]
    sure: bool = True
    """Whether the target must exist; where not, the text may as well be a name."""


_LONGEST = 300  # characters of a message
_LONGEST_WORD = 200  # of a word that is compared with others
MOST_FAULTS = 1000  # of a file: nobody reads more at once, and a file may have millions
_SHOWN = 60  # of a value within a message


class TooManyFaultsError(Exception):
    """The end of reading what has nothing but faults."""


class Reading:
    """What reading one file needs to know, and what it finds: problems and links, each at its place."""

    def __init__(
        self,
        path: str,
        concepts: Collection[str] = (),
        suggest_concepts: Callable[[str], list[str]] | None = None,
        fields: Sequence[Field] = (),
    ) -> None:
        self.path = path
        self.concepts = concepts
        self.suggest_concepts = suggest_concepts
        self.fields = fields  # of the record that is being read
        self.problems: list[Problem] = []
        self.links: list[Link] = []

    def problem(self, at: Place, code: str, message: str, hint: str = "") -> None:
        """Note a fault at a place. A quoted text that may be an e-mail address is not repeated: faults are kept in the
        index. Raises TooManyFaultsError where it is one too many.
        """
        if len(self.problems) >= MOST_FAULTS:
            raise TooManyFaultsError
        first, last = message.find("'"), message.rfind("'")
        if "@" in message[first:last]:
            message = f"{message[:first]}'...@...'{message[last + 1 :]}"
        if len(message) > _LONGEST:
            message = f"{message[:_LONGEST]}..."
        self.problems.append(Problem(self.path, at.line + 1, at.column + 1, code, message, hint))

    def link(self, at: Place, name: str, target: str, kinds: tuple[str, ...], *, sure: bool = True) -> None:
        """Note that a field names another record at a place."""
        self.links.append(Link(at.line + 1, at.column + 1, name, target, kinds, sure))


class Type(Protocol):
    """What every field type can do."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        """The value of a node at a place, or None after noting what is wrong with it."""

    def schema(self) -> Schema:
        """The JSON Schema that an editor checks with."""


class Block:
    """The fields of a block, arranged once for reading."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.fields = fields
        self.known = {f.name: f for f in fields}
        self.readers = [(f.name, f.type.read, f.required) for f in self.known.values()]


def near(word: str, known: Collection[str], count: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known words that look most like a misspelt one, best first."""
    if len(word) > _LONGEST_WORD:
        return []
    import difflib

    lower = {name.lower(): name for name in known}
    return [lower[m] for m in difflib.get_close_matches(word.lower(), lower, count, cutoff)]


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence: '; did you mean X?', or nothing where nothing is near."""
    best = near(word, known)
    return f"; did you mean {best[0]}?" if best else ""


def quoted(text: str) -> str:
    """A value in a message: in quotes, and no more than its beginning."""
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}...'"
