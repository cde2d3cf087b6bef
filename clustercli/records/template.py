"""Commented templates of records, made from the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clustercli.records.kinds import Kind

_LABEL = 34


def blank(kind: Kind, id_: str) -> str:
    """A record to fill in: what it needs stands open, all else is commented out with an example."""
    lines = [
        f"# A {kind.label}. Fill in what is open, uncomment what you know; `clustercli check` tells what is missing."
    ]
    for field in kind.fields:
        value = id_ if field.name == "id" else ""
        begin = f"{field.name}: {value}".rstrip() if field.required else f"# {field.name}: {field.example}".rstrip()
        example = f" (such as {field.example})" if field.required and not value and field.example else ""
        lines.append(f"{begin:<{_LABEL}} # {field.help}{example}")
    return "\n".join(lines) + "\n"


def example(kind: Kind) -> str:
    """One record in comments, as a first file of a new catalogue."""
    lines = [f"# Records of the kind '{kind.name}' go here: a list, as below, or a file for each.",
             "# Remove the '# ' in front of the lines and write your own."]  # fmt: skip
    for position, field in enumerate(kind.fields):
        if field.example:
            lines.append(f"# {'- ' if position == 0 else '  '}{field.name}: {field.example}")
    return "\n".join(lines) + "\n"
