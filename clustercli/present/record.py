"""One record laid out for reading: its names, its fields in their order, other sources' values beside the main one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from clustercli.present.evidence import Evidence, checked
from clustercli.present.text import clean, flat, wrapped
from clustercli.records import dates, languages
from clustercli.records.countries import name as country_name
from clustercli.records.fields import Field, ListOf, Struct
from clustercli.records.scalars import COUNT, Concept, Country, Date, LinkTo, Mention, Plain, SourceRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from clustercli.records.kinds import Kind
    from clustercli.records.reading import Type

_LABEL = 14
_SHORT = 60  # characters that several short entries may share a line with
_TITLES = {"nace": "NACE", "url": "URL"}
_HEAD = ("id", "name", "disputed", "sources", "checked")
_ABOVE = ("id", "name")  # stand on top of the page
_LEADING = ("name", "title", "scheme", "system", "role", "stage", "level", "function", "url")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a record's page takes from other records: names by id, labels of concepts, entries of sources.yaml, its
    projects and members, the file it stands in, today, the numbers of its sources, and the language that the reader
    asked for, if any.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    label: Callable[[str], str] = str
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    projects: list[dict[str, Any]] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    place: str = ""
    language: str = ""
    today: date | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)


def page(kind: Kind, values: Mapping[str, Any], around: Surroundings, width: int) -> Iterator[str]:
    """The lines of a record's page."""
    yield from wrapped(clean(values["name"] + _other_language("name", values, around)), width)
    for language, text in (values.get("name_languages") or {}).items():
        if text != values["name"]:
            yield f"  {clean(text)} ({language})"
    yield f"  {kind.label} · {values['id']}"
    yield ""
    evidence = Evidence(kind, values, around.sources)
    around = replace(around, numbers=evidence.numbers)
    for declared in kind.fields:
        if declared.name not in _HEAD and values.get(declared.name) is not None:
            entries = [*_entries(declared, values[declared.name], around)]
            entries[:1] = [entry + _other_language(declared.name, values, around) for entry in entries[:1]]
            many = values.get(f"{declared.name}_languages") or {}
            entries += [f"{text} ({language})" for language, text in many.items() if text != values[declared.name]]
            yield from _field(declared, entries, evidence, around, width)
        elif declared.name in (values.get("disputed") or {}) or declared.name in (values.get("sources_by_field") or {}):
            said_above = [values[declared.name]] if declared.name in _ABOVE else []
            yield from _field(declared, said_above, evidence, around, width)
    yield from _block("projects", [_role(role) for role in around.projects], width)
    yield from _block("members here", [_named(id_, around) for id_ in around.members], width)
    for position, (number, lines) in enumerate(evidence.listed()):
        yield from _block(f"{'' if position else 'sources':<8}{number}", lines, width)
    yield from _block("checked", [checked(values.get("checked"), around.today)] if around.today else [], width)
    yield from _block("file", [around.place] if around.place else [], width)


def _other_language(name: str, values: Mapping[str, Any], around: Surroundings) -> str:
    """The language of a text, where it is not the one asked for."""
    many = values.get(f"{name}_languages") or {}
    served = languages.readable(around.language)
    if not around.language or any(tag in many for tag in served):
        return ""
    return next((f" ({tag})" for tag, text in many.items() if text == values[name]), "")


def _field(declared: Field, entries: list[str], evidence: Evidence, around: Surroundings, width: int) -> Iterator[str]:
    """A field's block, with who says so."""
    lines = evidence.field(declared.name, entries, lambda value: said(declared.type, value, around))
    yield from _block(_TITLES.get(declared.name, declared.name.replace("_", " ")), lines, width)


def _block(label: str, entries: list[str], width: int) -> Iterator[str]:
    """A label with its entries below each other, wrapped to the width."""
    for entry in entries:
        address = "://" in entry and " " not in entry  # not broken, so that it can be copied
        lines = [clean(entry)] if address else wrapped(clean(entry), max(30, width - _LABEL - 3))
        for position, line in enumerate(lines):
            head = label[:1].upper() + label[1:] if position == 0 else ""
            yield f"{head:<{_LABEL}} {'  ' if position else ''}{line}".rstrip()
        label = ""


def _entries(declared: Field, value: Any, around: Surroundings) -> Iterator[str]:
    """The lines of a field's value."""
    if isinstance(value, list) and isinstance(declared.type, ListOf) and _apart(declared.type):
        lines = [said(declared.type.item, item, around) for item in value]
        short = not isinstance(declared.type.item, Struct) and sum(map(len, lines)) < _SHORT
        yield from [", ".join(lines)] if short else lines
    else:
        yield said(declared.type, value, around)


def words(declared: Field, value: Any, around: Surroundings) -> str:
    """A field's value in one line."""
    return "; ".join(_entries(declared, value, around))


def _apart(type_: ListOf) -> bool:
    """Whether each entry deserves a line of its own."""
    return isinstance(type_.item, Struct | Plain | LinkTo | Mention)


def _country(code: str, around: Surroundings) -> str:
    return f"{country_name(code, around.language or 'en')} ({code})"


def said(type_: Type, value: Any, around: Surroundings) -> str:
    """A value in words: dates and countries in full, amounts with their thousands, links by their names."""
    if isinstance(type_, Date):
        return dates.say(value)
    if isinstance(type_, Country):
        return _country(value, around)
    if isinstance(type_, Concept):
        return around.label(value)
    if isinstance(type_, SourceRef) and value in around.numbers:
        return f"[{around.numbers[value]}]"
    if isinstance(type_, ListOf):
        return ", ".join(said(type_.item, item, around) for item in (value if isinstance(value, list) else [value]))
    if isinstance(type_, LinkTo | Mention):
        return _named(value, around)
    if isinstance(type_, Struct):
        return _struct(type_, value, around)
    return count(flat(value)) if type_ is COUNT else flat(value)


def _struct(type_: Struct, value: Mapping[str, Any], around: Surroundings) -> str:
    """A block in one line, each known shape as a person would write it."""
    if "amount" in value:
        part = f" ({value['part']})" if value.get("part") else ""
        return f"{money(value['amount'])} {value['currency']}{part}"
    if set(value) <= {"concept", "text"}:
        concept = around.label(value["concept"]) if "concept" in value else ""
        text = value.get("text", "")
        return f"{text} [{concept}]" if text and concept and concept.lower() != text.lower() else text or concept
    types = {f.name: f.type for f in type_.fields}
    if "role" in types and "organisation" in types:
        who = _named(value["organisation"], around) if "organisation" in value else value["name"]
        where = f" ({value['country']})" if "country" in value else ""
        note = f"; {value['note']}" if "note" in value else ""
        role = f"{value['role']}: " if "role" in value else ""
        return f"{role}{who}{where}{note}"
    if "participants" in types:
        return _milestone(value, around)
    leading = next((key for key in _LEADING if key in value), "")
    first = said(types[leading], value[leading], around) if leading else ""
    parts = [f"{key.replace('_', ' ')} {said(types[key], part, around)}" for key, part in value.items()
             if key != leading]  # fmt: skip
    return ": ".join(filter(None, (first, ", ".join(parts))))


def _milestone(value: Mapping[str, Any], around: Surroundings) -> str:
    when = dates.say(value["date"]) if "date" in value else "no date"
    where = ", ".join(filter(None, (value.get("place"), flat(value.get("country")))))
    about = ", ".join(around.label(concept) for concept in value.get("sectors", ()))
    people = f"{count(value['participants'])} participants" if "participants" in value else ""
    status = "not known whether it took place" if value.get("status") == "unknown" else value.get("status")
    rest = "; ".join(filter(None, (where, about, people, status, value.get("outcome"), value.get("note"))))
    sources = "".join(f" [{around.numbers[s]}]" for s in value.get("sources", ()) if s in around.numbers)
    return f"{when}: {value['title']}{f' ({rest})' if rest else ''}{sources}"


def money(amount: str) -> str:
    """An amount with commas between the thousands."""
    whole, point, cents = amount.partition(".")
    return f"{int(whole):,}{point}{cents}"


def count(text: str) -> str:
    """A count in words: ~30 is 'about 30', >30 'over 30'."""
    words = {"~": "about ", ">": "over ", "<": "under "}
    return words[text[0]] + text[1:] if text[:1] in words and text[1:].isdigit() else text


def _named(id_: str, around: Surroundings) -> str:
    name = around.names.get(id_)
    return f"{name} [{id_}]" if name else id_


def _role(role: Mapping[str, Any]) -> str:
    ends = [dates.say(role[edge]) if role.get(edge) else "unknown" for edge in ("start", "end")]
    period = " - ".join(ends) if role.get("start") or role.get("end") else ""
    name = role.get("acronym") or role["name"]
    return f"{role['role']}: {name} [{role['project']}]{f', {period}' if period else ''}"
