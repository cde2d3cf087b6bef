"""Records ranked by how well what they do answers some concepts, whatever the language; pure."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from clustercli.records.traits import DOES, ROLES, doing, numbers, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from clustercli.match.trade import Trade
    from clustercli.records.linker import Linker
    from clustercli.records.traits import Bits, Lookup

_MOST = 3  # concepts of a text that is searched by
_FEW = 2  # spaces in a query so short that it may well be a name: only what is clear is meant by it
_CLEAR = 0.6  # evidence
_ROLES = {"sector": 1.0, "product": 0.95, "offer": 0.8}  # what says most of what an organisation does
_FAR = 0.3  # concepts less near than this do not answer
_GUESSED = 0.5  # a concept that nobody confirmed
_MOST_DONE = 1_000  # concepts of one record
_ONLY = 0.09  # added where a record does nothing else: it orders those that answer equally well


def wanted(text: str, linker: Linker) -> dict[str, float]:
    """The concepts that a query means, by weight up to 1: those it names, or else those it speaks of."""
    if "@" in text or "://" in text:  # an address, not a trade
        return {}
    named = linker.names(text)
    if named:
        return dict.fromkeys(named, 1.0)
    meant = [m for m in linker.meanings(text, _MOST) if m.evidence >= _CLEAR or text.count(" ") >= _FEW]
    return {meaning.concept: meaning.evidence / meant[0].evidence for meaning in meant}


def weight(role: str, *, guessed: bool) -> float:
    """How much a term of a record says of what it does."""
    return _ROLES[role] * (_GUESSED if guessed else 1.0)


def related(wanted: Mapping[str, float], trade: Trade) -> dict[str, dict[str, float]]:
    """The concepts that answer wanted ones: concept -> wanted concept -> how well, by the tree and its relations."""
    found: dict[str, dict[str, float]] = {}
    for want, weight in wanted.items():
        for concept, near in trade.near_sectors(want).items():
            if near.level >= _FAR:
                found.setdefault(concept, {})[want] = weight * near.level
    return found


def ranked(
    near: Mapping[str, Mapping[str, float]], lookup: Lookup, among: Bits, ids: Callable[[Sequence[int]], Sequence[str]]
) -> Iterator[tuple[float, str, int]]:
    """(level, id, number) of the records that answer, best first: from sets of records, of which only those are looked
    into that may hold the next.

    Each wanted concept counts once, by the best term; a record that does little else comes before one that does much.
    """
    steps = [_answers(want, near, lookup) for want in dict.fromkeys(want for by in near.values() for want in by)]
    best = [max(step, default=0.0) for step in steps]
    serial = count()
    # A set waits with the most that any of it can reach: (that, what it is, ..., step, what is known, the set).
    waiting: list[tuple[float, int, int | str, int, float, Bits]] = []

    def wait(kind: int, level: float, step: int, known: float, bits: Bits) -> None:
        if bits:
            heappush(waiting, (-level, kind, next(serial), step, known, bits))

    wait(_SET, sum(best) + _ONLY, 0, 0.0, among)
    while waiting:
        least, kind, id_, step, known, bits = heappop(waiting)
        if kind == _RECORD:
            yield -least, str(id_), step
        elif kind == _KNOWN:
            found = numbers(bits)
            for id_, n in zip(ids(found), found, strict=True):
                heappush(waiting, (least, _RECORD, id_, n, known, 0))
        elif step == len(steps):
            for share, part in _shares(near, lookup, bits) if known else ():
                wait(_KNOWN, known + _ONLY * share, step, known, part)
        else:
            for level in sorted(steps[step], reverse=True):
                inside = bits & steps[step][level]
                bits ^= inside
                wait(_SET, known + level + sum(best[step + 1 :]) + _ONLY, step + 1, known + level, inside)
            wait(_SET, known + sum(best[step + 1 :]) + _ONLY, step + 1, known, bits)


_SET, _KNOWN, _RECORD = range(3)


def _answers(want: str, near: Mapping[str, Mapping[str, float]], lookup: Lookup) -> dict[float, Bits]:
    """Who answers a wanted concept, by how well."""
    found: dict[float, Bits] = {}
    for concept, by_want in near.items():
        if want in by_want:
            for role in ROLES:
                for guessed in (False, True):
                    level = by_want[want] * weight(role, guessed=guessed)
                    found[level] = found.get(level, 0) | lookup(term(role, concept, guessed=guessed))
    return found


def _shares(near: Iterable[str], lookup: Lookup, bits: Bits) -> Iterator[tuple[float, Bits]]:
    """Some records by the share of the concepts near ones have in all that they do.

    How many each has is counted for all at once: the sums stand as binary digits, a set for each.
    """
    digits: list[Bits] = []
    for concept in near:
        carry = doing(lookup, concept) & bits
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    for does in range(1, _MOST_DONE):
        within = bits & lookup(f"{DOES} {does}")
        bits ^= within
        for answers in range(1, does + 1) if within else ():
            part = within
            for place, digit in enumerate(digits):
                part &= digit if answers >> place & 1 else ~digit
            if part and not answers >> len(digits):
                yield answers / does, part
        if not bits:
            return


def best_concept(terms: Iterable[tuple[str, str, bool]], near: Mapping[str, Mapping[str, float]]) -> str:
    """The concept by which a record answers best, of its terms (role, concept, guessed)."""
    levels = [
        (level * weight(role, guessed=guessed), concept)
        for role, concept, guessed in terms
        if role != "need"
        for level in near.get(concept, {}).values()
    ]
    return max(levels)[1]
