"""Named tuples as those of `typing`, made in a third of the time: a start makes thirty classes of them.

`typing.NamedTuple` compiles every annotation to look whether it is a type; that is the type checker's work.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Maker(type):
        """Makes a named tuple of the annotations and the methods of a class."""

        def __new__(cls, name: str, bases: tuple[type, ...], own: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, own)
            fields = own.get("__annotations__", {})
            defaults = [own[field] for field in fields if field in own]
            made = namedtuple(name, fields, defaults=defaults, module=own["__module__"])  # noqa: PYI024
            for key, value in own.items():
                if key not in fields:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Maker):
        """The base that makes a class a named tuple."""
