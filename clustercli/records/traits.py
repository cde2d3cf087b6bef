"""Traits: what an organisation is looked up by when partners are sought, each a short text such as `offer weaving`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
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


@cache  # every record has a dozen, and a vocabulary is no larger than it is
def term(role: str, concept: str, guessed: bool = False) -> str:
    """The trait of what an organisation is, makes, offers or needs."""
    return f"{role}{'?' if guessed else ''} {concept}"


def of(name: str, values: Mapping[str, Any], terms: Iterable[tuple[str, str, bool]]) -> list[str]:
    """The traits of a record of a kind, from its values and its terms (role, concept, guessed); some come twice."""
    made = [EVERY, f"kind {name}"]
    made += [f"{field} {values[field]}" for field in ("country", "status", "corporate_group") if values.get(field)]
    done: set[str] = set()
    for role, concept, guessed in terms:
        made.append(term(role, concept, guessed))
        if role != "need":
            done.add(concept)
    made.append(f"{DOES} {len(done)}")
    made += _several(AIMS, aims(values))
    made += _several(SPEAKS, map(spoken, values.get("languages") or ()))
    made += _several(CERTIFIED, map(str.casefold, values.get("certificates") or ()))
    known = size(values)
    if known:
        made += _several(SIZED, [sized(*known)])
    if values.get("place"):
        made.append(PLACED)
    return made


def _several(trait: str, values: Iterable[str]) -> list[str]:
    """The trait for each value, and the bare one, which says that any is known."""
    made = [f"{trait} {value}" for value in values]
    return [*made, trait] if made else made


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
