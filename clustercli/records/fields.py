"""Fields, and the types made of other types: lists, maps, blocks of fields, and what other sources say."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from clustercli.named import NamedTuple
from clustercli.records import identifiers
from clustercli.records.nodes import Fields, Items, Node, Place, shape
from clustercli.records.reading import Block, Reading, Schema, Type, Value, did_you_mean
from clustercli.records.scalars import LANGUAGE, TEXT, Choice, LinkTo, Mention, Plain, Position, SourceRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


MOST_ENTRIES = 10_000


class ListOf(NamedTuple):
    """A list; one thing alone may stand without the dash where `single` is set."""

    item: Type
    single: bool = False

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, Items):
            if self.single:
                return [value] if (value := self.item.read(node, at, name, into)) is not None else None
            into.problem(at, "R004", f"{name}: expected a list, found {shape(node)}", f"{name}: [ ... ]")
            return None
        if len(node) > MOST_ENTRIES:
            message = f"{name}: {len(node):,} entries, more than the {MOST_ENTRIES:,} that a list can have"
            into.problem(at, "R020", message, "split the record, or delete what is given twice")
            return None
        read = self.item.read
        values = [read(part, place, name, into) for part, place in zip(node, node.places, strict=True)]
        return [value for value in values if value is not None] if None in values else values

    def schema(self) -> Schema:
        many = {"type": "array", "items": self.item.schema()}
        return {"anyOf": [many, self.item.schema()]} if self.single else many


def _no_block(node: Node, at: Place, name: str, into: Reading, names: str) -> None:
    message = f"{name}: expected a block of fields, found {shape(node)}"
    into.problem(at, "R004", message, f"write lines of 'name: value' below it, with {names}")


class MapOf(NamedTuple):
    """A map with keys of one type and values of one type."""

    key: Type
    value: Type

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, Fields):
            return _no_block(node, at, name, into, "a name for each value")
        values: dict[str, Value] = {}
        for (key, part), place in zip(node.items(), node.names, strict=True):
            label = self.key.read(key, place, name, into)
            value = None if part is None else self.value.read(part, node.places[key], f"{name}.{key}", into)
            if label is not None and value is not None:
                values[label] = value
        return values or None

    def schema(self) -> Schema:
        return {"type": "object", "propertyNames": self.key.schema(), "additionalProperties": self.value.schema()}


_PLAIN = Plain()
_BY_LANGUAGE = MapOf(LANGUAGE, _PLAIN)


class Words:
    """Text in one language, or a map of language tag -> text."""

    beside = "_languages"

    def split(self, value: Value) -> tuple[Value, Value]:
        """The text to show (English, or else the one written first), and all languages where there are several."""
        return (value.get("en") or next(iter(value.values())), value) if isinstance(value, dict) else (value, None)

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if isinstance(node, Fields):
            return _BY_LANGUAGE.read(node, at, name, into)
        return _PLAIN.read(node, at, name, into)

    def schema(self) -> Schema:
        return {"anyOf": [_PLAIN.schema(), _BY_LANGUAGE.schema()]}


_SOURCES = ListOf(SourceRef())
_SOURCES_OR_ONE = ListOf(SourceRef(), single=True)


class Sources:
    """What a record rests on: a list of sources, or a map of field -> list, with `record` for the record as a whole."""

    beside = "_by_field"
    whole = "record"

    def split(self, value: Value) -> tuple[Value, Value]:
        """All sources once, and the map where there is one."""
        if not isinstance(value, dict):
            return value, None
        return list(dict.fromkeys(source for sources in value.values() for source in sources)), value

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, Fields):
            return _SOURCES.read(node, at, name, into)
        known = {f.name: f for f in into.fields if f.name != name}
        values: dict[str, Value] = {}
        for key, part in node.items():
            if key not in known and key != self.whole:
                _unknown(node, key, f"{name}: unknown field '{key}'", known, into)
            elif part is not None and (value := _SOURCES_OR_ONE.read(part, node.places[key], f"{name}.{key}", into)):
                values[key] = value
        return values or None

    def schema(self) -> Schema:
        many = _SOURCES_OR_ONE.schema()
        return {"anyOf": [_SOURCES.schema(), {"type": "object", "additionalProperties": many}]}


Beside: TypeAlias = Words | Sources
"""Types whose values stand in two columns: the plain value, and beside it what was written by language or field."""


_BY_SCHEME = MapOf(Choice(tuple(identifiers.SCHEMES)), _PLAIN)


class Identifiers(NamedTuple):
    """Register numbers: a map of scheme -> number, with the length and the check digit of the scheme."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        values = _BY_SCHEME.read(node, at, name, into)
        if values and isinstance(node, Fields):
            for key, part in node.items():
                fault = identifiers.fault(key, part) if isinstance(part, str) else None
                if fault:
                    into.problem(node.places[key] if part else node.place_of_name(key), "R007", *fault)
        return values

    def schema(self) -> Schema:
        return {"type": "object", "propertyNames": {"enum": list(identifiers.SCHEMES)},
                "additionalProperties": {"type": TEXT}}  # fmt: skip


class Field(NamedTuple):
    """One field of a record: its name, its type, what it means, and what the other stages make of it.

    `listed`: a column of the kind's table. `search`: its words are found, by name or by text. `term`: its concepts
    count in matching as sector, offer or need. `rows`: a list that is also a table and a CSV file of that name.
    """

    name: str
    type: Type
    help: str
    example: str = ""
    required: bool = False
    listed: bool = False
    search: str = ""
    term: str = ""
    rows: str = ""

    @property
    def parts(self) -> tuple[Field, ...]:
        """The fields of an entry, where it is a list of blocks."""
        item = self.type.item if isinstance(self.type, ListOf) else None
        return item.fields if isinstance(item, Struct) else ()


class Struct:
    """A block of known fields. Where `short` names one of them, text alone stands for that field."""

    def __init__(self, fields: tuple[Field, ...], short: str = "", one_of: tuple[str, ...] = ()) -> None:
        self.fields = fields
        self.short = short
        self.one_of = one_of

    @cached_property
    def block(self) -> Block:
        """Its fields, as they are read."""
        return Block(self.fields)

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if isinstance(node, str) and self.short:
            value = self.block.known[self.short].type.read(node, at, name, into)
            return None if value is None else {self.short: value}
        if not isinstance(node, Fields):
            return _no_block(node, at, name, into, ", ".join(f.name for f in self.fields))
        values = read_fields(node, at, self.block, into, f"{name}.")
        for part in self.one_of:
            if node.get(part):
                return values
        if self.one_of:
            message = f"{name}: one of {', '.join(self.one_of)} must be given"
            into.problem(at, "R002", message, f"add {self.one_of[0]}: or {self.one_of[1]}:")
        return values

    def schema(self) -> Schema:
        block = object_schema(self.fields)
        return {"anyOf": [Plain().schema(), block]} if self.short else block


class Disputed(NamedTuple):
    """What other sources say: field -> list of {value, source}; each value is of the type of its field."""

    fields: Callable[[], tuple[Field, ...]]

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, Fields):
            return _no_block(node, at, name, into, "the name of a field of the record")
        known = {f.name: f for f in into.fields}
        values: dict[str, Value] = {}
        for key, part in node.items():
            if key not in known:
                _unknown(node, key, f"{name}: unknown field '{key}'", known, into)
            elif part is not None:
                claim = ListOf(Struct(_claim(known[key].type)))
                values[key] = claim.read(part, node.places[key], f"{name}.{key}", into)
        return values or None

    def schema(self) -> Schema:
        claims: dict[str, list[Schema]] = {}
        for field in self.fields():
            schemas = claims.setdefault(field.name, [])
            if field.type is not self and (schema := ListOf(Struct(_claim(field.type))).schema()) not in schemas:
                schemas.append(schema)
        properties = {
            name: schemas[0] if len(schemas) == 1 else {"anyOf": schemas} for name, schemas in claims.items() if schemas
        }
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _claim(kind: Type) -> tuple[Field, ...]:
    return (
        Field("value", kind, "the other value", required=True),
        Field("source", SourceRef(), "who says so", required=True),
        Field("note", Plain(), "why it may differ"),
    )


def _unknown(node: Fields, key: str, message: str, known: Mapping[str, Field], into: Reading) -> None:
    meant = did_you_mean(key, known)
    into.problem(node.place_of_name(key), "R001", message + meant, "" if meant else f"known: {', '.join(known)}")


def read_fields(node: Fields, at: Place, block: Block, into: Reading, prefix: str = "") -> dict[str, Value]:
    """The values of a block, in the order of the declaration; unknown and missing fields are noted."""
    known, places, get = block.known, node.places, node.get
    if not node.keys() <= known.keys():
        for key in [key for key in node if key not in known]:
            _unknown(node, key, f"unknown field '{prefix}{key}'", known, into)
    values: dict[str, Value] = {}
    for name, read, required in block.readers:
        part = get(name)
        if part is not None:
            faults = len(into.problems) if required else 0
            value = read(part, places[name], prefix + name, into)
            if value is not None:
                values[name] = value
            if required and value in (None, [], {}) and len(into.problems) == faults:
                _missing(node, places[name], known[name], into, prefix)
        elif required:
            _missing(node, node.place_of_name(name) if name in node else at, known[name], into, prefix)
    return values


def _missing(node: Fields, at: Place, field: Field, into: Reading, prefix: str) -> None:
    message = f"the field '{prefix}{field.name}' is {'empty' if field.name in node else 'missing'}"
    into.problem(at, "R002", message, f"{field.name}: {field.example}".strip())


def object_schema(fields: tuple[Field, ...]) -> Schema:
    """The JSON Schema of a block of fields."""
    properties: Mapping[str, Schema] = {f.name: {**f.type.schema(), "description": f.help} for f in fields}
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [f.name for f in fields if f.required],
        "additionalProperties": False,
    }


def lists_of(fields: Iterable[Field], *parts: str) -> Iterator[Field]:
    """The fields that are lists of blocks with some parts: an organisation and its country, say."""
    return (field for field in fields if set(parts) <= {part.name for part in field.parts})


def linked(type_: Type, value: Value) -> Iterator[str]:
    """The ids of the records that a value of a type names."""
    if isinstance(type_, LinkTo | Mention):
        yield value
    elif isinstance(type_, ListOf):
        for item in value:
            yield from linked(type_.item, item)
    elif isinstance(type_, Struct):
        for part in type_.fields:
            if part.name in value:
                yield from linked(part.type, value[part.name])


STRUCTURED = (ListOf, MapOf, Struct, Disputed, Identifiers, Position, Sources)
"""Types whose values are lists or maps, and stand in a table as JSON."""
