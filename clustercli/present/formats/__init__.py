"""One file for each output format; its name is the format's, its `write` takes a listing."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO, cast

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


ONLY = {"mermaid": "timeline"}
"""Formats of a single command: what they draw, other listings do not have."""


class Format(Protocol):
    """What a file of this folder has."""

    def write(self, listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
        """Write all rows."""


def names(command: str = "") -> list[str]:
    """The formats that every listing has, and those of one command."""
    stems = sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py"))
    return [stem for stem in stems if ONLY.get(stem, command) == command]


def load(name: str) -> Format:
    """A format by its name, imported only when used."""
    return cast("Format", import_module(f"{__name__}.{name}"))
