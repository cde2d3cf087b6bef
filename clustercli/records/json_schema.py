"""The JSON Schema (draft 2020-12) of the files of some kinds, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustercli.records import countries
from clustercli.records.fields import object_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustercli.records.kinds import Kind


def for_files(kinds: Sequence[Kind], concepts: Sequence[str]) -> dict[str, Any]:
    """A schema that a file meets which holds one record, or a list of them, of one of the kinds."""
    definitions: dict[str, Any] = {kind.name: _of_kind(kind) for kind in kinds}
    files = [form for kind in kinds for form in _forms(kind)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"clustercli: {' or '.join(kind.label for kind in kinds)}",
        "anyOf": files,
        "$defs": definitions | {"concept": {"enum": list(concepts)}, "country": {"enum": sorted(countries.codes())}},
    }


def _of_kind(kind: Kind) -> dict[str, Any]:
    return {"title": kind.label, **object_schema(kind.fields)}


def _forms(kind: Kind) -> list[dict[str, Any]]:
    one = {"$ref": f"#/$defs/{kind.name}"}
    return [one, {"type": "array", "items": one}]
