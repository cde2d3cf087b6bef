"""Links between records of different files: equal ids, targets that do not exist or are of the wrong kind, circles.

Two clusters may well be members of each other; a record that is its own successor, over however many, may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.errors import Problem
from clustercli.records.reading import did_you_mean
from clustercli.records.scalars import FORMER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RecordRow = tuple[int, str, str, str, int, int]  # number, id, kind, path, line, column
# number of its record, path, line, column, field, target, kinds, whether the target must exist
LinkRow = tuple[int, str, int, int, str, str, str, int]
_APART = frozenset({"concept", "relation", "catalogue", "policy"})


def check(records: Iterable[RecordRow], links: Iterable[LinkRow]) -> tuple[list[Problem], set[int]]:
    """Problems between records, and the numbers of the records that have one."""
    problems: list[Problem] = []
    unusable: set[int] = set()
    kinds: dict[str, str] = {}
    places: dict[str, str] = {}
    numbers: dict[int, str] = {}
    for n, id_, kind, path, line, column in records:
        if kind in _APART:
            continue
        numbers[n] = id_
        if id_ in kinds:
            message = f"the id '{id_}' is taken (first in {places[id_]})"
            problems.append(Problem(path, line, column, "L001", message, "give one of the two another id"))
            unusable.add(n)
        else:
            kinds[id_], places[id_] = kind, f"{path}:{line}"
    successors: dict[str, tuple[str, LinkRow]] = {}
    former: dict[str, tuple[str, str]] = {}
    links = sorted(links, key=lambda link: link[6] != FORMER)  # former ids first: other links may name them
    for link in links:
        n, path, line, column, field, target, wanted, sure = link
        if wanted == FORMER:
            fault = _used_again(field, target, numbers.get(n, ""), places, former)
            former.setdefault(target, (numbers.get(n, ""), f"{path}:{line}"))
        elif target in former and target not in kinds:
            now = former[target][0]
            fault = ("L002", f"{field}: '{target}' is called '{now}' now", f"write {now}")
        else:
            fault = _fault(field, target, wanted.split(",") if wanted else [], kinds) if sure else None
        if fault:
            problems.append(Problem(path, line, column, *fault))
            unusable.add(n)
        elif sure and target == numbers.get(n):
            problems.append(Problem(path, line, column, "L004", f"{field}: '{target}' names itself", "delete the line"))
            unusable.add(n)
        elif field == "successor":
            successors[numbers.get(n, "")] = (target, link)
    for n, problem in _circles(successors):
        problems.append(problem)
        unusable.add(n)
    return problems, unusable


def _circles(successors: dict[str, tuple[str, LinkRow]]) -> Iterator[tuple[int, Problem]]:
    """(number of the record, problem) of successors that lead back to where they began."""
    for start, (target, (n, path, line, column, *_)) in successors.items():
        if _circle(start, successors):
            message = f"successor: '{target}' leads back to '{start}'"
            yield n, Problem(path, line, column, "L004", message, "one of the links must go")


def _fault(field: str, target: str, wanted: list[str], kinds: dict[str, str]) -> tuple[str, str, str] | None:
    kind = kinds.get(target)
    if kind is None:
        fitting = [id_ for id_, k in kinds.items() if k in wanted or not (wanted or k == "source")]
        code, thing = ("L003", "source of sources.yaml") if wanted == ["source"] else ("L002", "record")
        hint = "give it an entry, or correct the id"
        return code, f"{field}: there is no {thing} '{target}'{did_you_mean(target, fitting)}", hint
    if kind not in wanted if wanted else kind == "source":
        return "L005", f"{field}: '{target}' is a {kind}, not a {' or '.join(wanted) or 'record'}", "correct the id"
    return None


def _used_again(
    field: str, target: str, own: str, places: dict[str, str], former: dict[str, tuple[str, str]]
) -> tuple[str, str, str] | None:
    """An id is never used again for something else, or an old link would lead there."""
    if target == own:
        return "L006", f"{field}: '{target}' is the id of this record still", "name the id it had before"
    if target in places:
        message = f"{field}: '{target}' is the id of another record (see {places[target]})"
        return "L006", message, "give that record an id of its own, or correct this one"
    if target in former and former[target][0] != own:
        message = f"{field}: '{target}' was the id of '{former[target][0]}' (see {former[target][1]})"
        return "L006", message, "only one of the two can have had it"
    return None


def _circle(start: str, steps: dict[str, tuple[str, LinkRow]]) -> bool:
    seen: set[str] = set()
    place = start
    while place in steps and place not in seen:
        seen.add(place)
        place = steps[place][0]
        if place == start:
            return True
    return False
