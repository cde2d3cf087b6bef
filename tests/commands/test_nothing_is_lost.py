"""Whatever a YAML record says comes out of show and export again: every field of every kind, sources and claims too."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercli.records import scalars
from clustercli.records.fields import Disputed, Field, Identifiers, ListOf, Sources, Struct, Words
from clustercli.records.kinds import KINDS, Kind
from clustercli.records.reading import Type
from tests.conftest import Clustercli

LETTERS = st.sampled_from([*"abcXYZ019 .,:;-#'\"[]{}&*!|>%@=+", "ž", "đ", "Ш", "ъ", "ß", "語", "\n"])
PLAIN = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
DATES = st.sampled_from(["2012", "2012-04", "2012-02-29", "2012-36", "201X", "2012-12~", "2013-01/2013-02", "2010/.."])
SOURCE_REFS = st.sampled_from(["page", "second-page", "https://example.org/a?b=c&d", "http://example.com/ж"])
TARGETS = {kind.name: f"the-{kind.name}" for kind in KINDS}
OF_PATTERN = {
    scalars.URL: st.sampled_from(["https://example.org", "http://example.com/a,b;c"]),
    scalars.EMAIL: st.just("info@example.org"),
    scalars.COUNT: st.sampled_from(["0", "30", "~30", ">30", "<5"]),
    scalars.AMOUNT: st.sampled_from(["2053050", "425698.75"]),
    scalars.VALIDITY: st.sampled_from(["2 years", "18 months"]),
    scalars.REGION: st.just("CZ051"),
    scalars.LANGUAGE: st.sampled_from(["cs", "sr-Cyrl", "sr-Latn", "en"]),
}
ORDERED = (("start", "end"), ("launched", "ended"), ("date", "review_date"))


def values_of(type_: Type, kind: Kind) -> st.SearchStrategy[Any]:
    """Values of a type in the form in which they are kept."""
    if isinstance(type_, scalars.Pattern):
        return OF_PATTERN[type_]
    if isinstance(type_, scalars.Choice):
        return st.sampled_from(type_.options)
    if isinstance(type_, scalars.LinkTo | scalars.Mention):
        ids = st.sampled_from([TARGETS[name] for name in type_.kinds or ("institution", "project")])
        return ids if isinstance(type_, scalars.LinkTo) else ids | PLAIN
    if isinstance(type_, ListOf):
        return st.lists(values_of(type_.item, kind), min_size=1, max_size=3)
    if isinstance(type_, Struct):
        every = st.fixed_dictionaries({f.name: values_of(f.type, kind) for f in type_.fields})
        if type_.one_of or all(f.required for f in type_.fields):
            return every
        needed = {f.name: values_of(f.type, kind) for f in type_.fields if f.required}
        return every | st.fixed_dictionaries(needed) if needed else every
    if isinstance(type_, Disputed):
        claims = {f.name: claims_of(f, kind) for f in kind.fields if f.name not in ("disputed", "renamed_from", "id")}
        return st.fixed_dictionaries({}, optional=claims).filter(bool)
    texts = st.dictionaries(OF_PATTERN[scalars.LANGUAGE], PLAIN, min_size=1)
    fields = st.sampled_from(["record", *(f.name for f in kind.fields if f.name != "sources")])
    refs = st.lists(SOURCE_REFS, min_size=1, max_size=2, unique=True)
    return {
        scalars.Plain: PLAIN,
        scalars.Date: DATES,
        scalars.Country: st.sampled_from(["CZ", "RS", "XK", "NO"]),
        scalars.Currency: st.sampled_from(["EUR", "RSD"]),
        scalars.Concept: st.sampled_from(["textile", "fabrics"]),
        scalars.Nace: st.sampled_from(["13", "13.2", "13.20"]),
        scalars.Position: st.sampled_from([[50.77, 15.06], [-1.5, 0.0]]),
        scalars.SourceRef: SOURCE_REFS,
        scalars.FormerId: st.just(f"former-{kind.name}"),
        Words: PLAIN | texts,
        Sources: refs | st.dictionaries(fields, refs, min_size=1, max_size=3),
        Identifiers: st.just({"cz-ico": "00177041"}),
    }[type(type_)]


def claims_of(field: Field, kind: Kind) -> st.SearchStrategy[Any]:
    claim = {"value": values_of(field.type, kind), "source": SOURCE_REFS}
    return st.lists(st.fixed_dictionaries(claim, optional={"note": PLAIN}), min_size=1, max_size=2)


@st.composite
def records(draw: st.DrawFn, kind: Kind) -> dict[str, Any]:
    """A record with every field of its kind."""
    record = {f.name: draw(values_of(f.type, kind)) for f in kind.fields if f.name not in ("id", "inferred")}
    for first, last in ORDERED:
        if first in record and last in record:
            record[last] = record[first]
    for call in record.get("calls", ()):
        if "opens" in call:
            call["closes"] = call["opens"]
    for label in record.get("labels", ()):
        if "valid_until" in label:
            label["awarded"] = label["valid_until"]
    if "total" in record.get("members", ()):
        record["members"]["total"] = "40"
    _last(record)
    record["renamed_from"] = [f"former-{kind.name}"]
    return {"id": f"a-{kind.name}", **record, "inferred": draw(st.lists(st.sampled_from(sorted(record)), min_size=1))}


def _last(value: Any) -> None:
    """Contacts, wherever they stand, whose time is not over."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _last(part)
    if isinstance(value, dict):
        value.update({name: "2030-12" for name in ("delete_after", "review_by") if name in value})


def as_kept(record: dict[str, Any]) -> dict[str, Any]:
    """A record as JSON holds it: what was written by language or by field stands beside the plain value."""
    kept = dict(record)
    for name in ("name", "description", "objective"):
        if isinstance(value := record.get(name), dict):
            kept[name] = value.get("en") or next(iter(value.values()))
            kept[f"{name}_languages"] = value
    if isinstance(sources := record["sources"], dict):
        kept["sources"] = list(dict.fromkeys(source for part in sources.values() for source in part))
        kept["sources_by_field"] = sources
    return kept


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield str(value)


@pytest.fixture
def catalogue(clustercli: Clustercli) -> Clustercli:
    """One plain record of each kind to link to, and two sources."""
    needed = {"country": "CZ", "sectors": ["textile"]}
    files = {
        f"data/{kind.folder}/target.yaml": json.dumps(
            {"id": TARGETS[kind.name], "name": "Target"}
            | {f.name: needed[f.name] for f in kind.fields if f.required and f.name in needed}
        )
        for kind in KINDS
    }
    files["data/catalogue.yaml"] = "title: Whole\n"
    files["data/sources.yaml"] = "page: {title: A page}\nsecond-page: {title: Another, dead: 2026-11}\n"
    clustercli.write(files)
    return clustercli


def show(catalogue: Clustercli, kind: Kind, record: dict[str, Any]) -> Any:
    path = f"data/{kind.folder}/whole.yaml"
    catalogue.write({path: json.dumps(record, ensure_ascii=False, indent=1)})
    assert catalogue("check").err == ""
    shown = catalogue("show", record["id"], "--json", "--with-contacts")
    assert shown.code == 0
    assert catalogue("show", record["id"]).code == 0
    return shown.json()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_every_kind_comes_back_as_it_was_written(catalogue: Clustercli, kind: Kind) -> None:
    @settings(max_examples=5, deadline=None, database=None)
    @given(records(kind))
    def holds(record: dict[str, Any]) -> None:
        expected = as_kept(record)
        shown = show(catalogue, kind, record)
        if kind.field("country"):
            assert isinstance(shown.pop("projects"), list)
        assert shown == expected

        exported = catalogue("export", kind.plural, "--format", "jsonl", "--with-contacts")
        rows = {row["id"]: row for row in map(json.loads, exported.out.splitlines())}
        assert {name: value for name, value in rows[record["id"]].items() if value is not None} == expected

        text = catalogue("export", kind.plural, "--raw", "--with-contacts").out
        row = next(row for row in csv.DictReader(io.StringIO(text, newline="")) if row["id"] == record["id"])
        for name, value in expected.items():
            missing = [leaf for leaf in leaves(value) if leaf not in row[name] and leaf not in ("text", "concept")]
            assert not missing, (name, missing, row[name])

    holds()


def test_a_folder_of_lists_holds_claims_and_entries_of_sources(catalogue: Clustercli) -> None:
    catalogue.write({"data/smes/one.yaml": CLAIMED})
    assert catalogue("export", "--out", "lists", "--quiet").code == 0

    def read(name: str) -> list[dict[str, str]]:
        path = Path(catalogue.folder, "lists", name)
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))

    assert read("disputed.csv") == [
        {"record": "one", "kind": "sme", "field": "employees", "value": "9", "source": "page", "note": "a guess"},
        {"record": "one", "kind": "sme", "field": "city", "value": "Niš", "source": "https://example.org", "note": ""},
    ]
    assert [(row["id"], row["title"], row["dead"]) for row in read("sources.csv")] == [
        ("page", "A page", ""),
        ("second-page", "Another", "2026-11"),
    ]
    (one,) = [row for row in read("smes.csv") if row["id"] == "one"]
    assert one["sources"] == "page; second-page"
    assert one["sources_by_field"] == "employees: page; second-page"


CLAIMED = """\
id: one
name: One
country: RS
sectors: [fabrics]
employees: 7
sources: {employees: [page, second-page]}
disputed:
  employees: [{value: 9, source: page, note: a guess}]
  city: [{value: Niš, source: https://example.org}]
"""


def test_json_is_a_short_form_and_does_not_go_with_another_format(small: Clustercli) -> None:
    assert small("show", "clutex", "--json") == small("show", "clutex", "--format", "json")
    refused = small("show", "clutex", "--json", "--format", "csv")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "--json and --format csv exclude each other.\n"
