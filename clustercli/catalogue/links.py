"""Links between records of different files: equal ids, targets that do not exist or are of the wrong kind, circles.

Two clusters may well be members of each other; a record that is its own successor, over however many, may not.
Each link is judged alone, by what is known of its target: so few need to be judged again when a file changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from clustercli.errors import Problem
from clustercli.records.scalars import FORMER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SUCCESSOR = "successor"
_LONGEST = 200  # characters of an id that is compared with others
_NEAR = 0.6  # how near a misspelt id must be


class LinkRow(NamedTuple):
    """A link as it is stored: the record it stands in (its number and id), its place, what it names."""

    n: int
    own: str
    path: str
    line: int
    column: int
    field: str
    target: str
    kinds: str
    sure: int
    number: int


class First(NamedTuple):
    """The record that an id belongs to: the first one that has it."""

    path: str
    line: int
    n: int
    kind: str

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"{self.path}:{self.line}"


class Known(Protocol):
    """What is known of all records."""

    def first(self, id_: str) -> First | None:
        """The record that an id belongs to."""

    def former(self, id_: str) -> LinkRow | None:
        """The first link that says a record had this id before."""

    def ids(self, kinds: tuple[str, ...]) -> Iterable[tuple[str, First]]:
        """The ids of some kinds; of all but sources, where none is named."""


def taken(path: str, line: int, column: int, id_: str, first: First) -> Problem:
    """The problem of a second record with an id."""
    message = f"the id '{id_}' is taken (first in {first.place})"
    return Problem(path, line, column, "L001", message, "give one of the two another id")


def check(link: LinkRow, known: Known) -> Problem | None:
    """What is wrong with a link, but for circles."""
    field, target = link.field, link.target
    if link.kinds == FORMER:
        fault = _used_again(link, known)
    elif known.first(target) is None and (former := known.former(target)):
        fault = ("L002", f"{field}: '{target}' is called '{former.own}' now", f"write {former.own}")
    else:
        fault = _fault(field, target, link.kinds, known) if link.sure else None
    if fault is None and link.sure and target == link.own:
        fault = ("L004", f"{field}: '{target}' names itself", "delete the line")
    return fault and Problem(link.path, link.line, link.column, *fault)


def circles(starts: Iterable[str], successor: Callable[[str], LinkRow | None]) -> Iterator[tuple[LinkRow, Problem]]:
    """(link, problem) of the successors that lead back to where they began, of those that can be reached."""
    walked: set[str] = set()
    for start in starts:
        way: dict[str, LinkRow] = {}
        place = start
        while place not in walked and (link := successor(place)):
            walked.add(place)
            way[place] = link
            place = link.target
        if place in way:
            names = list(way)
            for id_ in names[names.index(place) :]:
                link = way[id_]
                message = f"{SUCCESSOR}: '{link.target}' leads back to '{id_}'"
                yield link, Problem(link.path, link.line, link.column, "L004", message, "one of the links must go")


def _fault(field: str, target: str, kinds: str, known: Known) -> tuple[str, str, str] | None:
    wanted = tuple(kinds.split(",")) if kinds else ()
    first = known.first(target)
    if first is None:
        code, thing = ("L003", "source of sources.yaml") if wanted == ("source",) else ("L002", "record")
        hint = "give it an entry, or correct the id"
        meant = nearest(target, known.ids(wanted))
        return code, f"{field}: there is no {thing} '{target}'{meant and f'; did you mean {meant}?'}", hint
    if first.kind not in wanted if wanted else first.kind == "source":
        return (
            "L005",
            f"{field}: '{target}' is a {first.kind}, not a {' or '.join(wanted) or 'record'}",
            "correct the id",
        )
    return None


def _used_again(link: LinkRow, known: Known) -> tuple[str, str, str] | None:
    """An id is never used again for something else, or an old link would lead there."""
    field, target = link.field, link.target
    if target == link.own:
        return "L006", f"{field}: '{target}' is the id of this record still", "name the id it had before"
    if first := known.first(target):
        message = f"{field}: '{target}' is the id of another record (see {first.place})"
        return "L006", message, "give that record an id of its own, or correct this one"
    other = known.former(target)
    if other and other.number != link.number and other.own != link.own:
        message = f"{field}: '{target}' was the id of '{other.own}' (see {other.path}:{other.line})"
        return "L006", message, "only one of the two can have had it"
    return None


def nearest(word: str, ids: Iterable[tuple[str, First]]) -> str:
    """The id that looks most like a misspelt one, as difflib.get_close_matches finds it; empty where none is near.

    They come one by one: there may be a million. Of ids that differ in case alone, the last one counts.
    """
    from difflib import SequenceMatcher

    if len(word) > _LONGEST:
        return ""
    matcher = SequenceMatcher(b="")
    matcher.set_seq2(word.lower())
    best: tuple[float, str] = (_NEAR, "")
    meant: tuple[First, str] | None = None
    for id_, first in ids:
        lower = id_.lower()
        if lower == best[1] and meant:
            meant = max(meant, (first, id_))
            continue
        matcher.set_seq1(lower)
        if matcher.real_quick_ratio() >= best[0] and matcher.quick_ratio() >= best[0]:
            score = (matcher.ratio(), lower)
            if score > best:
                best, meant = score, (first, id_)
    return meant[1] if meant else ""
