"""Traits: what an organisation is looked up by when partners are sought, each a short text such as `offer weaving`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from clustercli.records.kinds import Kind

Bits: TypeAlias = int
"""A set of record numbers: bit n stands for record n."""
Lookup: TypeAlias = Callable[[str], Bits]
"""A trait -> the records that have it."""

EVERY = "record"
ROLES = ("sector", "product", "offer")  # of what an organisation does; the fourth is need
AIMS, SPEAKS, CERTIFIED, SIZED, PLACED, DOES = ("aims", "speaks", "certified", "sized", "placed", "does")
_FEW = 8  # members of a set that are found one by one
_SIZES = ("micro", "small", "medium", "large")


def term(role: str, concept: str, *, guessed: bool = False) -> str:
    """The trait of what an organisation is, makes, offers or needs."""
    return f"{role}{'?' if guessed else ''} {concept}"


def of(name: str, values: Mapping[str, Any], terms: Iterable[tuple[str, str, bool]]) -> Iterator[str]:
    """The traits of a record of a kind, from its values and its terms (role, concept, guessed); some come twice."""
    yield EVERY
    yield f"kind {name}"
    for field in ("country", "status", "corporate_group"):
        if values.get(field):
            yield f"{field} {values[field]}"
    done: set[str] = set()
    for role, concept, guessed in terms:
        yield term(role, concept, guessed=guessed)
        if role != "need":
            done.add(concept)
    yield f"{DOES} {len(done)}"
    yield from _several(AIMS, aims(values))
    yield from _several(SPEAKS, map(spoken, values.get("languages") or ()))
    yield from _several(CERTIFIED, (text.casefold() for text in values.get("certificates") or ()))
    known = size(values)
    if known:
        yield from _several(SIZED, [sized(*known)])
    if values.get("place"):
        yield PLACED


def _several(trait: str, values: Iterable[str]) -> Iterator[str]:
    """The trait for each value, and the bare one, which says that any is known."""
    known = False
    for value in values:
        known = True
        yield f"{trait} {value}"
    if known:
        yield trait


def doing(lookup: Lookup, concept: str) -> Bits:
    """Who works in a concept, makes it or offers it, if only by a guess."""
    bits = 0
    for role in ROLES:
        bits |= lookup(term(role, concept)) | lookup(term(role, concept, guessed=True))
    return bits


def using(lookup: Lookup, concept: str) -> Bits:
    """Who has to do with a concept in any way."""
    return doing(lookup, concept) | lookup(term("need", concept)) | lookup(term("need", concept, guessed=True))


def numbers(bits: Bits) -> list[int]:
    """The members of a set, in order."""
    found = []
    if bits.bit_count() <= _FEW:
        while bits:
            found.append(bits.bit_length() - 1)
            bits ^= 1 << found[-1]
        return found[::-1]
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for match in re.finditer(rb"[^\x00]", data):
        start, byte = match.start() * 8, match[0][0]
        found += [start + i for i in range(8) if byte >> i & 1]
    return found


def together(members: Iterable[int]) -> Bits:
    """The set of some numbers."""
    held = bytearray()
    for n in members:
        if len(held) <= n >> 3:
            held.extend(bytes((n >> 3) + 1 - len(held)))
        held[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(held, "little")


def aims(values: Mapping[str, Any]) -> list[str]:
    """The countries that an organisation wants to enter, or sells to."""
    return [*(values.get("target_countries") or ()), *(values.get("export_countries") or ())]


def spoken(language: str) -> str:
    """A language without the script it is written in."""
    return language.partition("-")[0]


def size(values: Mapping[str, Any]) -> tuple[str, int] | None:
    """Of what sort, and the size class: as stated, by people employed (EU), or by a cluster's members (20, 50, 100)."""
    if values.get("size"):
        return "staff", _SIZES.index(values["size"])
    members = (values.get("members") or {}).get("total")
    sort, count, steps = (
        ("members", members, (20, 50, 100)) if members else ("staff", values.get("employees"), (10, 50, 250))
    )
    return None if count is None else (sort, sum(int(count.lstrip("~<>")) >= step for step in steps))


def sized(sort: str, class_: int) -> str:
    """A size class as text."""
    return f"{sort} {class_}"


def terms_in(
    kind: Kind, values: Mapping[str, Any], guesses: Mapping[tuple[str, int], str]
) -> Iterator[tuple[str, str, bool, str]]:
    """(role, concept, guessed, text) of all that a record is, makes, offers and needs; `guesses` are the concepts of
    texts that name none, by role and position.
    """
    for field in kind.fields:
        for position, item in enumerate(values.get(field.name) or ()) if field.term else ():
            if isinstance(item, str):
                yield field.term, item, False, ""
            elif concept := item.get("concept"):
                yield field.term, concept, False, item.get("text", "")
            elif guess := guesses.get((field.term, position)):
                yield field.term, guess, True, item["text"]
