"""A record's conflicts laid out for reading: each field with what the record says, and below it what others say."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from clustercli.present.evidence import short
from clustercli.present.record import Surroundings, words
from clustercli.present.text import clean, shortened, titled, wrapped
from clustercli.records import claims

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from clustercli.records.fields import Field
    from clustercli.records.kinds import Kind
    from clustercli.trust.conflicts import Conflict

_LABEL = 17
_LINES = 4  # of a value, at most


def page(
    kind: Kind, values: Mapping[str, Any], conflicts: Sequence[Conflict], around: Surroundings, width: int
) -> Iterator[str]:
    """The lines of a record with its conflicts, and an empty line."""
    heading = titled(values["name"], kind.name, values.get("country") or "", values["id"])
    yield from wrapped(heading, width, "  ", "")
    for field, group in groupby(conflicts, key=lambda c: c.field):
        same_field = list(group)
        who = _namer([s for c in same_field for s in (*_named(c.said), c.source)], around)
        label, before = field.name.replace("_", " "), None
        for conflict in same_field:
            if (conflict.value, conflict.said) != before:
                before = (conflict.value, conflict.said)
                own = _value(field, conflict.value, around, width) if conflict.value is not None else "not given"
                says = "; ".join(dict.fromkeys(map(who, _named(conflict.said))))
                says = says or ("the other sources" if conflict.said.sources else "no source named")
                yield from _block(label, own if conflict.value is None else f"{own} - {says}", width)
            note = f" ({conflict.note})" if conflict.note else ""
            other = _value(field, conflict.other, around, width)
            yield from _block("", f"or: {other} - {who(conflict.source)}{note}", width)
            label = ""
    yield ""


def _named(said: claims.Said) -> tuple[str, ...]:
    """The sources to be named: those that say it, and a last one that is left."""
    return said.sources if said.basis == claims.STATED or len(said.sources) == 1 else ()


def _namer(sources: Sequence[str], around: Surroundings) -> Callable[[str], str]:
    """What tells sources apart: their titles or sites; the address of two on one site."""
    names = {source: short(source, around.sources) for source in sources}
    shared = {name for name in names.values() if list(names.values()).count(name) > 1}
    return lambda source: claims.address(source) if names[source] in shared else names[source]


def _value(field: Field, value: Any, around: Surroundings, width: int) -> str:
    return shortened(clean(words(field, value, around)), (width - _LABEL - 4) * _LINES)


def _block(label: str, text: str, width: int) -> Iterator[str]:
    """Lines with a hanging indent, the label before the first."""
    first, *more = wrapped(clean(text), width - _LABEL - 4)
    yield f"  {label:<{_LABEL}}{first}"
    yield from (" " * (_LABEL + 4) + line for line in more)
