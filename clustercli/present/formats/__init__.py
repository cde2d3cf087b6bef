"""One file for each output format; its name is the format's, its `write` takes a listing."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO, cast

if TYPE_CHECKING:
    from clustercli.present.columns import Listing


class Format(Protocol):
    """What a file of this folder has."""

    def write(self, listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
        """Write all rows."""


def names() -> list[str]:
    """The formats there are."""
    return sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py"))


def load(name: str) -> Format:
    """A format by its name, imported only when used."""
    return cast("Format", import_module(f"{__name__}.{name}"))
