"""Traits: what an organisation is looked up by when partners are sought, each a short text such as `offer weaving`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

EVERY = "record"
AIMS, SPEAKS, CERTIFIED, SIZED, PLACED = "aims", "speaks", "certified", "sized", "placed"
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
    yield from (term(role, concept, guessed=guessed) for role, concept, guessed in terms)
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
