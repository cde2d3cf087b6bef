"""What the fields of one entry must agree on: nothing ends before it begins, no part is more than the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clustercli.records import dates, kinds
from clustercli.records.nodes import Fields, Place
from clustercli.records.reading import Reading

Check = Callable[[dict[str, Any], Fields, Place, Reading], None]
_BEGINS = {"awarded": "award", "opens": "opening", "launched": "launch"}


def _order(*pairs: tuple[str, str, str]) -> Check:
    """Nothing ends before it begins: (list that holds the two or '', beginning, end)."""

    def check(values: dict[str, Any], node: Fields, at: Place, into: Reading) -> None:
        for within, first, last in pairs:
            blocks = values.get(within, ()) if within else [values]
            parts = node.get(within) if within else [node]
            for number, block in enumerate(blocks):
                start, end = block.get(first), block.get(last)
                if start and end and dates.read(end).latest < dates.read(start).earliest:
                    part = parts[number] if isinstance(parts, list) and len(parts) == len(blocks) else node
                    name = f"{within}.{last}" if within else last
                    message = f"{name}: '{end}' lies before the {_BEGINS.get(first, first)}, {dates.say(start)}"
                    place = _place_of(part, last, at) if isinstance(part, Fields) else at
                    into.problem(place, "R018", message, "swap the two?")

    return check


def _parts_of_total(values: dict[str, Any], node: Fields, at: Place, into: Reading) -> None:
    """No part of the members is more than all of them, where both are counted exactly."""
    counts, block = values.get("members") or {}, node.get("members")
    total = counts.get("total", "")
    for name in ("sme", "large", "research", "other"):
        part = counts.get(name, "")
        if total.isdigit() and part.isdigit() and int(part) > int(total):
            message = f"members.{name}: {part} is more than the total, {total}"
            place = _place_of(block, name, at) if isinstance(block, Fields) else at
            into.problem(place, "R019", message, "compare both with the source")


def _place_of(node: Fields, name: str, otherwise: Place) -> Place:
    """The place of a field that has a value."""
    return node.places[name] if node.get(name) else otherwise


def _place_within(node: Fields, way: tuple[str, ...], otherwise: Place) -> Place:
    """The place of a field of a field that has a value."""
    for name in way:
        otherwise = _place_of(node, name, otherwise)
        below = node.get(name)
        node = below if isinstance(below, Fields) else node
    return otherwise


def _inferred(values: dict[str, Any], node: Fields, at: Place, into: Reading) -> None:
    """Names of inferred fields are names of fields that the record has."""
    for name in values.get("inferred", ()):
        if name not in node:
            into.problem(
                _place_of(node, "inferred", at),
                "R001",
                f"inferred: the record has no field '{name}'",
                "name fields of this record",
            )


def _strength(values: dict[str, Any], node: Fields, at: Place, into: Reading) -> None:
    """A strength lies between 0 and 1."""
    if float(values.get("strength", 1)) > 1:
        place = _place_of(node, "strength", at)
        into.problem(place, "R008", f"strength: {values['strength']} is more than 1", "0 to 1")


def _bounds(values: dict[str, Any], node: Fields, at: Place, into: Reading) -> None:
    """A score stays within 0 and 100: caps are below 1, levels and priors at most 1, points add up to 100."""
    for name, limit in (("relevance", "must be below 1"), ("levels", "is more than 1"), ("fit", "is more than 1")):
        for key, held in (values.get(name) or {}).items():
            way, number = ((name, key, "prior"), held.get("prior", "0")) if name == "fit" else ((name, key), held)
            if float(number) > 1 or (float(number) == 1 and "below" in limit):
                into.problem(_place_within(node, way, at), "R008", f"{'.'.join(way)}: {number} {limit}", "0 to 1")
    points = [float(part.get("points", 0)) for part in (values.get("fit") or {}).values()]
    whole = float(values.get("share", 0)) + sum(points)
    if not into.problems and whole != 100:
        message = f"the share and the points of fit add up to {whole:g}, not to 100"
        into.problem(_place_of(node, "share", at), "R008", message, "share: 60, and 40 points in all under fit")


CHECKS: dict[str, tuple[Check, ...]] = {
    **{kind.name: (_inferred,) for kind in kinds.KINDS},
    "cluster": (_inferred, _parts_of_total, _order(("labels", "awarded", "valid_until"))),
    "project": (_inferred, _order(("", "start", "end"))),
    "platform": (_inferred, _order(("", "launched", "ended"))),
    "document": (_inferred, _order(("", "date", "review_date"))),
    "programme": (_inferred, _order(("calls", "opens", "closes"))),
    "relation": (_strength,),
    "policy": (_bounds,),
}
