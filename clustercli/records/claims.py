"""Who says what in a record: the sources of each part, what others say of it, addresses that lead nowhere by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.records.fields import Disputed, ListOf, Sources, Struct
from clustercli.records.scalars import SourceRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clustercli.records.kinds import Kind
    from clustercli.records.reading import Type

# What of a record a source is given for: all of it, one field, an entry of a list; or it says something else.
RECORD, FIELD, ENTRY, CLAIM = "record", "field", "entry", "claim"
# How it is known who says the main value of a field: stated for the field, or only left over.
STATED, REST, NOBODY = "stated", "rest", ""


class Cited(NamedTuple):
    """A source that a record names: what for, in which field ('' for the record), and its id or address."""

    role: str
    field: str
    source: str


class Said(NamedTuple):
    """Who says a value, and how that is known."""

    sources: tuple[str, ...]
    basis: str


class Dead(NamedTuple):
    """A link that leads nowhere: its state (gone, foreign, moved), when that was seen, and a note."""

    state: str
    since: str = ""
    note: str = ""


def cited(kind: Kind, values: Mapping[str, Any]) -> Iterator[Cited]:
    """Every source that a record names: for the whole, for its fields, for entries of its lists, and for claims; a
    claim equal to the value stands for the field.
    """
    by_field = values.get("sources_by_field")
    if by_field is None:
        yield from (Cited(RECORD, "", source) for source in values.get("sources") or ())
    for name, sources in (by_field or {}).items():
        whole = name == Sources.whole
        yield from (Cited(RECORD if whole else FIELD, "" if whole else name, source) for source in sources)
    claimed = values.get("disputed") or {}
    for field in kind.fields:
        value = values.get(field.name)
        if value is not None and not isinstance(field.type, Sources | Disputed):
            yield from (Cited(ENTRY, field.name, source) for source in refs(field.type, value))
    types = {field.name: field.type for field in kind.fields}
    for name, claims in claimed.items():
        for claim in claims:
            role = FIELD if agrees(claim, values, name) else CLAIM
            yield Cited(role, name, claim["source"])
            yield from (Cited(role, name, source) for source in refs(types[name], claim["value"]))


def refs(type_: Type, value: Any) -> Iterator[str]:
    """The sources that a value of a type names."""
    if isinstance(type_, SourceRef):
        yield value
    elif isinstance(type_, ListOf):
        for item in value if isinstance(value, list) else [value]:
            yield from refs(type_.item, item)
    elif isinstance(type_, Struct):
        for part in type_.fields:
            if part.name in value:
                yield from refs(part.type, value[part.name])


def said_by(values: Mapping[str, Any], field: str) -> Said:
    """Who says the main value of a field: the field's own sources and the claims equal to it; else the sources of the
    record that say nothing else of it.
    """
    claims = (values.get("disputed") or {}).get(field, ())
    by_field = values.get("sources_by_field") or {}
    own = [*by_field.get(field, ()), *(claim["source"] for claim in claims if agrees(claim, values, field))]
    if own:
        return Said(tuple(dict.fromkeys(own)), STATED)
    others = {claim["source"] for claim in claims}
    whole = by_field.get(Sources.whole, ()) if by_field else values.get("sources") or ()
    rest = () if values.get(field) is None else tuple(source for source in whole if source not in others)
    return Said(rest, REST if rest else NOBODY)


def agrees(claim: Mapping[str, Any], values: Mapping[str, Any], field: str) -> bool:
    """Whether a claim says the same as the record itself."""
    value, many = values.get(field), values.get(f"{field}_languages")
    return value is not None and _plain(claim["value"]) in (_plain(value), _plain(many))


def _plain(value: Any) -> Any:
    """A value in which one thing alone and a list of it are the same."""
    if isinstance(value, list):
        parts = [_plain(part) for part in value]
        return parts[0] if len(parts) == 1 else parts
    return {key: _plain(part) for key, part in value.items()} if isinstance(value, dict) else value


def against(values: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    """What other sources say of a field, apart from claims equal to its value."""
    return [c for c in (values.get("disputed") or {}).get(field, ()) if not agrees(c, values, field)]


def dead_links(values: Mapping[str, Any]) -> dict[str, Dead]:
    """The links of a record that are marked as leading nowhere, by address."""
    return {
        address(link["url"]): Dead(link.get("state", "gone"), link.get("seen", ""), link.get("note", ""))
        for link in values.get("dead_links") or ()
    }


def address(url: str) -> str:
    """A web address for comparing: without its scheme and the last slash."""
    return url.partition("://")[2].rstrip("/") or url


def site(source: str) -> str:
    """The site of a web address; '' of a source's id."""
    return source.partition("://")[2].partition("/")[0].lower().removeprefix("www.")
