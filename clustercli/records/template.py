"""Commented templates of records, made from the schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clustercli.records.fields import ListOf
from clustercli.records.scalars import LinkTo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustercli.records.fields import Field
    from clustercli.records.kinds import Kind

_LABEL = 34
_CLAIMS = ("disputed", "inferred")  # about other fields: an example of them would claim something


def blank(kind: Kind, id_: str, about: str = "", suggested: Sequence[str] = ()) -> str:
    """A record to fill in: what it needs stands open, all else is commented out with an example.

    `about` becomes its description; the concepts `suggested` for its sectors stand beside them, for a person to choose.
    """
    given = {"id": id_, "description": json.dumps(" ".join(about.split()), ensure_ascii=False) if about else ""}
    lines = [f"## {kind.label.capitalize()}: fill in what is open, and remove the # in front of what you know.",
             "## `clustercli check` tells what is missing."]  # fmt: skip
    for field in kind.fields:
        value = given.get(field.name, "")
        open_ = field.required or value
        begin = f"{field.name}: {value}".rstrip() if open_ else f"# {field.name}: {field.example}".rstrip()
        example = f" (such as {field.example})" if field.required and not value and field.example else ""
        lines.append(f"{begin:<{_LABEL}} # {field.help}{example}")
        if field.term == "sector":
            lines += [f"## suggested, to be confirmed by you: {concept}" for concept in suggested]
    return "\n".join(lines) + "\n"


def example(kind: Kind) -> str:
    """One record in comments, as a first file of a new catalogue; it is valid as soon as its comment signs are gone."""
    lines = [f"## {kind.labels.capitalize()} go here: a list, as below, or a file for each.",
             "## Remove the '# ' in front of the lines, and write your own."]  # fmt: skip
    for position, field in enumerate(kind.fields):
        if field.example and field.name not in _CLAIMS and not _names_others(field):
            value = f"example-{kind.name}" if field.name == "id" else field.example
            lines.append(f"# {'- ' if position == 0 else '  '}{field.name}: {value}")
    return "\n".join(lines) + "\n"


def _names_others(field: Field) -> bool:
    """Whether a field's value is the id of another record."""
    type_ = field.type.item if isinstance(field.type, ListOf) else field.type
    return isinstance(type_, LinkTo)
