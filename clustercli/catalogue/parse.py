"""YAML text -> nodes with their places; every scalar is text, and every fault is told in plain words.

Values are built straight from the parser's events, so that nothing is resolved, merged or guessed on the way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from clustercli.catalogue.build import MAX_DEPTH, Builder, TooDeepError, TooManyError, libyaml, twice
from clustercli.catalogue.encoding import decode, too_large
from clustercli.catalogue.wording import plain_words
from clustercli.errors import Problem
from clustercli.records.nodes import Fields, Items, Node, Spot, fields, items
from clustercli.records.reading import MOST_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Parsed", "decode", "parse", "too_large", "too_many"]

_DEPTH_HINT = "a record needs no more than six"
_FIRST = r"^(?!---)( *)([^\s#])"  # the first line that is neither blank nor a comment: its indentation, its sign
_ENTRY = r"-(?=[ \n\r])"  # how an entry of a list of records begins
_CONFLICT = r"^<{7}(?: .*)?\r?$(?s:.*?)(?:^>{7}.*$|\Z)"  # what git leaves in a file that two people changed
_KEY = r"[^\s#'\"-][^:\n]*:"  # how an entry of a map of id -> block begins
# What YAML does not allow in a file: C0 and C1 controls but tab and line breaks, surrogates, non-characters.
_CONTROL = (
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    r"\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0010ffff]"
)


def too_many(path: str, line: int, what: str = "faults") -> Problem:
    """The problem of a file that has more faults than anybody reads at once, or more links than can be followed."""
    number, hint = (
        (f"{MOST_FAULTS:,} ", "mend those above first") if what == "faults" else ("50,000 ", "split the file")
    )
    return Problem(path, line, 1, "F008", f"more than {number}{what}: what follows was not read", hint)


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
    source, conflicts, ruins = _without_conflicts(source, path, keyed)
    result = _parsed(source, path, keyed)
    result.within.extend(conflicts)
    result.ruins.extend(ruins)
    return result


def _without_conflicts(source: str, path: str, keyed: bool) -> tuple[str, list[Problem], list[tuple[str, int]]]:
    """A file's text without what git left there of two versions, its problems, and the ids within.

    The lines stay, empty, so that the record around them is known to have a fault.
    """
    problems: list[Problem] = []
    ids: dict[str, int] = {}
    if "<<<<<<<" not in source:
        return source, problems, []

    kept, above, last = [], 0, 0
    for found in re.finditer(_CONFLICT, source, flags=re.MULTILINE):
        above += source.count("\n", last, found.start())
        hint = "choose one of the two, and delete the lines with <<<<<<<, ======= and >>>>>>>"
        problems.append(Problem(path, above + 1, 1, "Y019", "two versions, between which git could not choose", hint))
        for id_, line in _ids(found[0], above, keyed):
            ids.setdefault(id_, line)
        kept += [source[last : found.start()], "\n" * found[0].count("\n")]
        above, last = above + found[0].count("\n"), found.end()
    return "".join([*kept, source[last:]]), problems, list(ids.items())


def _parsed(source: str, path: str, keyed: bool) -> Parsed:
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
    above, last = 0, 0
    for start, end in zip(entries, [*entries[1:], len(source)], strict=True):
        above, last = above + source.count("\n", last, start), start
        if len(result.within) + len(result.lost) >= MOST_FAULTS:
            result.lost.append(too_many(path, above + 1))
            result.ruins.extend(_ids(source[start:], above, keyed))
            break
        parts, faults = _parse(source[start:end], path, above)
        for part, place in zip(parts, parts.places, strict=True):
            _lower(part, above)
            if isinstance(whole, Items) and isinstance(part, Items):
                whole.extend(part)
                whole.places.extend(part.places)
            elif isinstance(whole, Fields) and isinstance(part, Fields):
                _join(whole, part, path, result.within)
            else:  # a:b is no map, but a text
                at = place.line + above + 1, place.column + 1
                faults.append(Problem(path, *at, "Y011", "an entry without a name", "write it as name: value"))
                parts = items()
        (result.within if parts else result.lost).extend(faults)
        if not parts:
            result.ruins.extend(_ids(source[start:end], above, keyed))
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


def _join(whole: Fields, part: Fields, path: str, problems: list[Problem]) -> None:
    """Add one entry, parsed alone, to the map that it is of."""
    for (key, value), at in zip(part.items(), part.names, strict=True):
        if key in whole:
            problems.append(twice(whole, key, at, path))
        else:
            whole[key] = value
            whole.names.append(at)
            whole.places[key] = part.places[key]


def _ids(source: str, above: int, keyed: bool) -> Iterator[tuple[str, int]]:
    pattern = r"^([a-z0-9-]+):" if keyed else r"^(?:- +| *)id:[ \t]*([a-z0-9-]+)[ \t]*\r?$"
    last = 0
    for found in re.finditer(pattern, source, re.MULTILINE):
        above, last = above + source.count("\n", last, found.start()), found.start()
        yield found[1], above + 1


def _parse(source: str, path: str, above: int) -> tuple[Items, list[Problem]]:
    """One document's node in a list of its own, or an empty list with a problem that says why there is none."""
    control = re.search(_CONTROL, source)
    if control is not None:
        before = source[: control.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"a control character (U+{ord(control[0]):04X})"
        return items(), [Problem(path, line + above, column, "Y013", message, "delete it")]
    builder = Builder(source, path, above)
    try:
        return builder.document(), builder.problems
    except TooManyError:
        fault = too_many(path, builder.problems[-1].line)
    except TooDeepError as error:
        fault = Problem(path, error.line, error.column, "Y015", f"nested deeper than {MAX_DEPTH} levels", _DEPTH_HINT)
    except libyaml().MarkedYAMLError as error:
        fault = plain_words(error, source, path, above)
    return items(), [*builder.problems, fault]
