"""The types a field of a record can have: how each reads a node, and how an editor should check it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from clustercli.errors import Problem
from clustercli.records import countries, dates, identifiers, nace
from clustercli.records.nodes import Fields, Items, Node, Text, shape

Value = Any  # what a record holds after reading: text, numbers, lists and maps, as JSON knows them
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a file that names another record; checked when all files are read."""

    line: int
    column: int
    field: str
    target: str
    kinds: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """What reading one file needs to know, and what it finds: problems and links, each at its place."""

    path: str
    concepts: Collection[str] = ()
    resolve_concept: Callable[[str], list[str]] | None = None
    problems: list[Problem] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def problem(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Note a fault at the place of a node."""
        self.problems.append(Problem(self.path, node.line, node.column, code, message, hint))


class Type(Protocol):
    """What every field type can do."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        """The value of a node, or None after noting what is wrong with it."""

    def schema(self) -> Schema:
        """The JSON Schema that an editor checks with."""


def near(word: str, known: Collection[str], count: int = 1) -> list[str]:
    """The known words that look most like a misspelt one, best first."""
    import difflib

    lower = {name.lower(): name for name in known}
    return [lower[m] for m in difflib.get_close_matches(word.lower(), lower, count, 0.6)]


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence: '; did you mean X?', or nothing where nothing is near."""
    best = near(word, known)
    return f"; did you mean {best[0]}?" if best else ""


def _text(node: Node, name: str, into: Reading) -> Text | None:
    if isinstance(node, Text):
        return node
    into.problem(node, "R004", f"{name}: expected text, found {shape(node)}")
    return None


@dataclass(frozen=True, slots=True)
class Plain:
    """Any text, kept as it is but for white space at its ends."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        text = _text(node, name, into)
        if text is None:
            return None
        if not text.strip():
            into.problem(node, "R004", f"{name}: the text is empty", "write something or leave the field out")
            return None
        stripped = text.strip()
        return text if stripped == text else stripped

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text of a fixed form; `form` says it in words, `code` is the problem's."""

    pattern: str
    form: str
    code: str = "R005"
    tidy: Callable[[str], str] = str.strip

    def read(self, node: Node, name: str, into: Reading) -> Value:
        text = _text(node, name, into)
        if text is None:
            return None
        value = self.tidy(text)
        if len(value) <= 2000 and re.fullmatch(self.pattern, value):
            return value
        into.problem(node, self.code, f"{name}: '{text}' is not {self.form}")
        return None

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


ID = Pattern("[a-z0-9]+(?:-[a-z0-9]+)*", "an id: a-z, 0-9 and single dashes, such as kuca-klastera", "R005")
URL = Pattern(r"https?://[^\s<>\"]+", "a web address: it begins with http:// or https://", "R010")
EMAIL = Pattern(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", "an e-mail address", "R017")
COUNT = Pattern(r"[~<>]?(?:0|[1-9]\d{0,11})", "a whole number: 30, ~30 (about), >30 (more) or <30 (fewer)", "R008")
AMOUNT = Pattern(r"\d{1,15}(?:\.\d{1,2})?", "an amount: digits, and a point before the cents, as in 425698.75", "R008")
NUMBER = Pattern(r"\d{1,6}(?:\.\d{1,6})?", "a number such as 0.6", "R008")
CURRENCY = Pattern("[A-Z]{3}", "a currency code such as EUR, CZK, RSD or BGN", "R014", lambda t: t.strip().upper())
REGION = Pattern("[A-Z]{2}[A-Z0-9]{0,4}", "a NUTS or statistical region code such as CZ051 or RS22", "R016")
LANGUAGE = Pattern("[a-z]{2,3}(?:-[A-Z][a-z]{3})?", "a language tag such as cs, sr-Latn, sr-Cyrl or en", "R013")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    def read(self, node: Node, name: str, into: Reading) -> Value:
        text = _text(node, name, into)
        if text is None:
            return None
        value = text.strip().lower()
        if value in self.options:
            return value
        known = ", ".join(self.options)
        into.problem(node, "R009", f"{name}: '{text}' is not one of {known}{did_you_mean(text, self.options)}")
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Date:
    """A date as precise as its source (EDTF)."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        text = _text(node, name, into)
        if text is None:
            return None
        try:
            dates.read(text.strip())
        except ValueError as error:
            into.problem(node, "R011", f"{error}. {dates.FORM}")
            return None
        return text.strip()

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[0-9.]", "description": f"EDTF date. {dates.FORM}, 2012-01/2012-02"}


@dataclass(frozen=True, slots=True)
class Country:
    """A country code: ISO 3166-1 alpha-2, and XK."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        text = _text(node, name, into)
        if text is None:
            return None
        code = text.strip()
        if code in countries.codes():
            return code
        meant = countries.suggest(code)
        hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
        into.problem(node, "R003", f"{name}: '{text}' is not a country code{hint}")
        return None

    def schema(self) -> Schema:
        return {"enum": sorted(countries.codes())}


@dataclass(frozen=True, slots=True)
class Concept:
    """The id of a concept of the vocabulary."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        text = _text(node, name, into)
        if text is None:
            return None
        if text in into.concepts:
            return str(text)
        meant = (into.resolve_concept(text) if into.resolve_concept else []) or near(text, into.concepts)
        hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
        into.problem(node, "R006", f"{name}: '{text}' is not a concept of the vocabulary{hint}",
                     "all of them: clustercli sectors")  # fmt: skip
        return None

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/concept"}


@dataclass(frozen=True, slots=True)
class Nace:
    """A NACE code, kept in its printed form: 13.20, C13.20 and 1320 become 13.20."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        text = _text(node, name, into)
        if text is None:
            return None
        code = nace.tidy(text)
        if code is None:
            into.problem(node, "R012", f"{name}: '{text}' is not a NACE code. Form: 13, 13.2 or 13.20")
        return code

    def schema(self) -> Schema:
        return {"type": "string", "pattern": nace.PATTERN}


@dataclass(frozen=True, slots=True)
class Position:
    """[latitude, longitude] in degrees (WGS 84)."""

    structured: ClassVar[bool] = True
    def read(self, node: Node, name: str, into: Reading) -> Value:
        if isinstance(node, Items) and len(node) == 2:
            try:
                lat, lon = (float(part) for part in node if isinstance(part, Text))
            except ValueError:
                lat = lon = 999.0
            if -90 <= lat <= 90 and -180 <= lon <= 180:
                return [lat, lon]
        into.problem(node, "R015", f"{name}: not a place. Form: [latitude, longitude], such as [43.32, 21.90]")
        return None

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 2}


@dataclass(frozen=True, slots=True)
class Words:
    """Text in one language, or a map of language tag -> text."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if isinstance(node, Fields):
            return MapOf(LANGUAGE, Plain()).read(node, name, into)
        return Plain().read(node, name, into)

    def schema(self) -> Schema:
        return {"anyOf": [Plain().schema(), MapOf(LANGUAGE, Plain()).schema()]}


@dataclass(frozen=True, slots=True)
class LinkTo:
    """The id of another record; that it exists, and is of the right kind, is checked when all files are read."""

    kinds: tuple[str, ...]

    def read(self, node: Node, name: str, into: Reading) -> Value:
        value = ID.read(node, name, into)
        if value:
            into.links.append(Link(node.line, node.column, name, value, self.kinds))
        return value

    def schema(self) -> Schema:
        return ID.schema()


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A web address, or the id of an entry of sources.yaml."""

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if isinstance(node, Text) and "://" in node:
            return URL.read(node, name, into)
        return LinkTo(("source",)).read(node, name, into)

    def schema(self) -> Schema:
        return {"anyOf": [URL.schema(), ID.schema()]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; one thing alone may stand without the dash where `single` is set."""

    structured: ClassVar[bool] = True

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


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map with keys of one type and values of one type."""

    structured: ClassVar[bool] = True

    key: Type
    value: Type

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if not isinstance(node, Fields):
            into.problem(node, "R004", f"{name}: expected a block of fields, found {shape(node)}")
            return None
        values: dict[str, Value] = {}
        for key, part in node.items():
            label = self.key.read(key, name, into)
            value = None if part is None else self.value.read(part, f"{name}.{key}", into)
            if label is not None and value is not None:
                values[label] = value
        return values or None

    def schema(self) -> Schema:
        return {"type": "object", "propertyNames": self.key.schema(), "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Register numbers: a map of scheme -> number, with the length and the check digit of the scheme."""

    structured: ClassVar[bool] = True
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
                "additionalProperties": {"type": "string"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
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


@dataclass(frozen=True, slots=True)
class Struct:
    """A block of known fields. Where `short` names one of them, text alone stands for that field."""

    structured: ClassVar[bool] = True
    fields: tuple[Field, ...]
    short: str = ""
    one_of: tuple[str, ...] = ()

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if isinstance(node, Text) and self.short:
            part = next(f for f in self.fields if f.name == self.short)
            value = part.type.read(node, name, into)
            return None if value is None else {self.short: value}
        if not isinstance(node, Fields):
            into.problem(node, "R004", f"{name}: expected a block of fields, found {shape(node)}")
            return None
        values = read_fields(node, self.fields, into, f"{name}.")
        if self.one_of and not any(values.get(part) for part in self.one_of):
            into.problem(node, "R002", f"{name}: one of {', '.join(self.one_of)} must be given")
        return values

    def schema(self) -> Schema:
        block = object_schema(self.fields)
        return {"anyOf": [Plain().schema(), block]} if self.short else block


@dataclass(frozen=True, slots=True)
class Disputed:
    """What other sources say: field -> list of {value, source}; each value is of the type of its field."""

    structured: ClassVar[bool] = True

    fields: Callable[[], tuple[Field, ...]]

    def read(self, node: Node, name: str, into: Reading) -> Value:
        if not isinstance(node, Fields):
            into.problem(node, "R004", f"{name}: expected a block of fields, found {shape(node)}")
            return None
        known = {f.name: f for f in self.fields()}
        values: dict[str, Value] = {}
        for key, part in node.items():
            if key not in known:
                into.problem(key, "R001", f"{name}: unknown field '{key}'{did_you_mean(key, known)}")
            elif part is not None:
                claim = ListOf(Struct(_claim(known[key].type)))
                values[key] = claim.read(part, f"{name}.{key}", into)
        return values or None

    def schema(self) -> Schema:
        claims = {f.name: ListOf(Struct(_claim(f.type))).schema() for f in self.fields() if f.name != "disputed"}
        return {"type": "object", "properties": claims, "additionalProperties": False}


def _claim(kind: Type) -> tuple[Field, ...]:
    return (
        Field("value", kind, "the other value", required=True),
        Field("source", SourceRef(), "who says so", required=True),
        Field("note", Plain(), "why it may differ"),
    )


def read_fields(node: Fields, fields: tuple[Field, ...], into: Reading, prefix: str = "") -> dict[str, Value]:
    """The values of a block, in the order of the declaration; unknown and missing fields are noted."""
    known = {f.name: f for f in fields}
    for key in node:
        if key not in known:
            into.problem(key, "R001", f"unknown field '{prefix}{key}'{did_you_mean(key, known)}")
    values: dict[str, Value] = {}
    for name, declared in known.items():
        part = node.at(name)
        if part is not None:
            value = declared.type.read(part, prefix + name, into)
            if value is not None:
                values[name] = value
        elif declared.required:
            into.problem(node, "R002", f"the field '{prefix}{name}' is missing", f"{name}: {declared.example}".strip())
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
