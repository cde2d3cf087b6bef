"""Bad catalogues, each with what must happen: accepted with this value, or refused at this place with this code.

A fault is written `LINE:COLUMN CODE words`: the words stand in its message or its remedy. It is one of the file of
the record `x`, unless a path stands before it, as in `sources.yaml:1:1 R004`. The lines of a case stand below the
head of that record, so that those of a cluster or firm begin at line 5, those of a project at line 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

CLUSTER, SME, PROJECT = "clusters/x.yaml", "smes/x.yaml", "projects/x.yaml"
HEAD = "id: x\nname: X\ncountry: RS\nsectors: [apparel]\n"


class Case(NamedTuple):
    """The files of a catalogue (below data/), the faults it must have, and values that its records must have."""

    name: str
    files: Mapping[str, str | bytes]
    faults: tuple[str, ...]
    values: Mapping[str, Any]
    """`ID.FIELD` -> value, as JSON has it."""


def files(name: str, held: Mapping[str, str | bytes], *faults: str, values: Mapping[str, Any] | None = None) -> Case:
    """A catalogue of several files; the first one is that of the faults without a path."""
    first = next(iter(held))
    placed = tuple(fault if fault.split(" ")[0].count(":") > 1 else f"{first}:{fault}" for fault in faults)
    return Case(name, held, placed, values or {})


def whole(name: str, text: str | bytes, /, *faults: str, path: str = CLUSTER, **values: Any) -> Case:
    """A catalogue of one file, and the values of `x`."""
    return files(name, {path: text}, *faults, values={f"x.{field}": value for field, value in values.items()})


def cluster(name: str, lines: str, /, *faults: str, **values: Any) -> Case:
    """A cluster with these lines below its head."""
    return whole(name, f"{HEAD}{lines}\n", *faults, **values)


def firm(name: str, lines: str, /, *faults: str, **values: Any) -> Case:
    """A firm with these lines below its head."""
    return whole(name, f"{HEAD}{lines}\n", *faults, path=SME, **values)


def project(name: str, lines: str, /, *faults: str, **values: Any) -> Case:
    """A project with these lines below its id and name."""
    return whole(name, f"id: x\nname: X\n{lines}\n", *faults, path=PROJECT, **values)


def entry(id_: str, *more: str) -> str:
    """An entry of a list of records."""
    return "- " + "\n  ".join([f"id: {id_}", f"name: {id_.upper()}", "country: RS", "sectors: [apparel]", *more]) + "\n"
