"""Fields, and the types made of other types: lists, maps, blocks of fields, and what other sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clustercli.named import NamedTuple
from clustercli.records import identifiers
from clustercli.records.nodes import Fields, Items, Node, Text, shape
from clustercli.records.reading import Reading, Schema, Type, Value, did_you_mean
from clustercli.records.scalars import LANGUAGE, TEXT, Choice, LinkTo, Mention, Plain, Position, SourceRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


class ListOf(NamedTuple):
    """A list; one thing alone may stand without the dash where `single` is set."""

    item: Type
    single: bool = False

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if not isinstance(node, Items):
            if self.single:
                return [value] if (value := self.item.read(node, name, into)) is not None else None
            into.problem(node, "R004", f"{name}: expected a list, found {shape(node)}", f"{name}: [ ... ]")
            return None
        values = [self.item.read(part, name, into) for part in node]
        return [value for value in values if value is not None]

    def schema(self) -> Schema:
        many = {"type": "array", "items": self.item.schema()}
        return {"anyOf": [many, self.item.schema()]} if self.single else many


def _no_block(node: Node, name: str, into: Reading, names: str) -> None:
    message = f"{name}: expected a block of fields, found {shape(node)}"
    into.problem(node, "R004", message, f"write lines of 'name: value' below it, with {names}")


class MapOf(NamedTuple):
    """A map with keys of one type and values of one type."""

    key: Type
    value: Type

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if not isinstance(node, Fields):
            return _no_block(node, name, into, "a name for each value")
        values: dict[str, Value] = {}
        for key, part in node.items():
            label = self.key.read(key, name, into)
            value = None if part is None else self.value.read(part, f"{name}.{key}", into)
            if label is not None and value is not None:
                values[label] = value
        return values or None

    def schema(self) -> Schema:
        return {"type": "object", "propertyNames": self.key.schema(), "additionalProperties": self.value.schema()}


class Words:
    """Text in one language, or a map of language tag -> text."""

    beside = "_languages"

    def split(self, value: Value) -> tuple[Value, Value]:
        """The text to show (English, or else the one written first), and all languages where there are several."""
        return (value.get("en") or next(iter(value.values())), value) if isinstance(value, dict) else (value, None)

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if isinstance(node, Fields):
            return MapOf(LANGUAGE, Plain()).read(node, name, into)
        return Plain().read(node, name, into)

    def schema(self) -> Schema:
        return {"anyOf": [Plain().schema(), MapOf(LANGUAGE, Plain()).schema()]}


class Sources:
    """What a record rests on: a list of sources, or a map of field -> list, with `record` for the record as a whole."""

    beside = "_by_field"
    whole = "record"

    def split(self, value: Value) -> tuple[Value, Value]:
        """All sources once, and the map where there is one."""
        if not isinstance(value, dict):
            return value, None
        return list(dict.fromkeys(source for sources in value.values() for source in sources)), value

    def read(self, node: Node, name: str, into: Reading) -> Value:
        refs = ListOf(SourceRef(), single=True)
        if not isinstance(node, Fields):
            return ListOf(SourceRef()).read(node, name, into)
        known = {f.name: f for f in into.fields if f.name != name}
        values: dict[str, Value] = {}
        for key, part in node.items():
            if key not in known and key != self.whole:
                _unknown(key, f"{name}: unknown field '{key}'", known, into)
            elif part is not None and (value := refs.read(part, f"{name}.{key}", into)):
                values[str(key)] = value
        return values or None

    def schema(self) -> Schema:
        many = ListOf(SourceRef(), single=True).schema()
        return {"anyOf": [ListOf(SourceRef()).schema(), {"type": "object", "additionalProperties": many}]}


Beside: TypeAlias = Words | Sources
"""Types whose values stand in two columns: the plain value, and beside it what was written by language or field."""


class Identifiers(NamedTuple):
    """Register numbers: a map of scheme -> number, with the length and the check digit of the scheme."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        values = MapOf(Choice(tuple(identifiers.SCHEMES)), Plain()).read(node, name, into)
        if values and isinstance(node, Fields):
            for key, part in node.items():
                fault = identifiers.fault(key, str(part)) if isinstance(part, Text) else None
                if fault:
                    into.problem(part or key, "R007", *fault)
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


class Struct(NamedTuple):
    """A block of known fields. Where `short` names one of them, text alone stands for that field."""

    fields: tuple[Field, ...]
    short: str = ""
    one_of: tuple[str, ...] = ()

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if isinstance(node, Text) and self.short:
            part = next(f for f in self.fields if f.name == self.short)
            value = part.type.read(node, name, into)
            return None if value is None else {self.short: value}
        if not isinstance(node, Fields):
            return _no_block(node, name, into, ", ".join(f.name for f in self.fields))
        values = read_fields(node, self.fields, into, f"{name}.")
        if self.one_of and not any(node.at(part) for part in self.one_of):
            message = f"{name}: one of {', '.join(self.one_of)} must be given"
            into.problem(node, "R002", message, f"add {self.one_of[0]}: or {self.one_of[1]}:")
        return values

    def schema(self) -> Schema:
        block = object_schema(self.fields)
        return {"anyOf": [Plain().schema(), block]} if self.short else block


class Disputed(NamedTuple):
    """What other sources say: field -> list of {value, source}; each value is of the type of its field."""

    fields: Callable[[], tuple[Field, ...]]

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if not isinstance(node, Fields):
            return _no_block(node, name, into, "the name of a field of the record")
        known = {f.name: f for f in into.fields}
        values: dict[str, Value] = {}
        for key, part in node.items():
            if key not in known:
                _unknown(key, f"{name}: unknown field '{key}'", known, into)
            elif part is not None:
                claim = ListOf(Struct(_claim(known[key].type)))
                values[key] = claim.read(part, f"{name}.{key}", into)
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


def _unknown(key: Text, message: str, known: Mapping[str, Field], into: Reading) -> None:
    meant = did_you_mean(key, known)
    into.problem(key, "R001", message + meant, "" if meant else f"known: {', '.join(known)}")


def read_fields(node: Fields, fields: tuple[Field, ...], into: Reading, prefix: str = "") -> dict[str, Value]:
    """The values of a block, in the order of the declaration; unknown and missing fields are noted."""
    known = {f.name: f for f in fields}
    for key in node:
        if key not in known:
            _unknown(key, f"unknown field '{prefix}{key}'", known, into)
    values: dict[str, Value] = {}
    for name, declared in known.items():
        part = node.at(name)
        if part is not None:
            before = len(into.problems)
            value = declared.type.read(part, prefix + name, into)
            if value is not None:
                values[name] = value
            if declared.required and value in (None, [], {}) and len(into.problems) == before:
                into.problem(
                    part, "R002", f"the field '{prefix}{name}' is empty", f"{name}: {declared.example}".strip()
                )
        elif declared.required:
            empty = next((key for key in node if key == name), None)
            message = f"the field '{prefix}{name}' is {'missing' if empty is None else 'empty'}"
            into.problem(node if empty is None else empty, "R002", message, f"{name}: {declared.example}".strip())
    return values


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
