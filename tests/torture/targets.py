"""What is fuzzed: each target takes bytes and fails where something that the program promises does not hold of them."""

from __future__ import annotations

import io
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from clustercli.catalogue import validate
from clustercli.catalogue.scan import FOLDERS, SINGLE, Found
from clustercli.index import blocks, cells, postings, queries, schema, settle, write
from clustercli.present.formats import csv as csv_format
from clustercli.records import countries, dates, fold, identifiers, kinds, nace, scalars
from clustercli.records.nodes import Spot, items
from clustercli.records.reading import Reading, Type
from tests.torture.promises import KNOWN, check_cell, check_problem, check_stored, linker

Target = Callable[[bytes], None]

PATHS = [f"{folder}/a.yaml" for folder in FOLDERS] + ["vocabulary/relations.yaml", *SINGLE]
"""Where the text of a catalogue's file may stand: the first byte of the bytes says in which of them."""
TODAY = date(2026, 11, 22)


def text_of(data: bytes) -> str:
    """Text as an argument of a command has it: what is not UTF-8 stands there as lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def content_of(data: bytes) -> tuple[str, validate.Content]:
    """The text after the first byte, and what the catalogue reads in it."""
    path = PATHS[data[0] % len(PATHS)] if data else PATHS[0]
    role = SINGLE.get(path) or FOLDERS[path.partition("/")[0]]
    raw = data[1:]
    return raw.decode("utf-8-sig", "replace"), validate.read(raw, Found(path, role, 0, 0, 0, 0), KNOWN)


def catalogue(data: bytes) -> None:
    """A file of a catalogue: its problems have places within it, and what is accepted is stored and printed."""
    source, content = content_of(data)
    lines = re.split(r"\r\n|\r|\n", source)
    for problem in content.problems:
        check_problem(problem, lines)
    for record in content.records:
        assert 1 <= record.line <= len(lines)
        for link in record.links:
            assert 1 <= link.line <= len(lines)
        for value in record.values.values():
            check_stored(value)
            check_cell(value)
    if any(not record.sound for record in content.records):
        assert content.problems


def dated(data: bytes) -> None:
    """A date, and after `|` a length of time: refused in a plain sentence, or bounded, ordered and said."""
    text, _, length = text_of(data).partition("|")
    try:
        span = dates.read(text)
    except ValueError as refused:
        sentence = str(refused)
        assert sentence.startswith(f"'{text}' ")
        assert not re.fullmatch(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?", text)
        return
    assert span.earliest <= span.latest
    assert text.isascii()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        assert span == (date.fromisoformat(text), date.fromisoformat(text))
    for words in (dates.say(text), dates.short(text), dates.age(text, TODAY), dates.away(span.earliest, TODAY)):
        assert words.strip() == words != ""
    if scalars.VALIDITY.matches(length):
        try:
            end = dates.later(text, length)
        except ValueError:
            assert span.latest.year + int(length.split()[0]) > 9000
        else:
            assert dates.read(end).latest > span.latest


_FORMS: dict[Type, str] = {
    scalars.COUNT: "[~<>]?[0-9]+",
    scalars.AMOUNT: r"[0-9]+(\.[0-9]+)?",
    scalars.NUMBER: r"[0-9]+(\.[0-9]+)?",
    scalars.VALIDITY: "[1-9][0-9]* [a-z]+",
    scalars.CURRENCY: "[A-Z]{3}",
    scalars.REGION: "[A-Z]{2}[A-Z0-9]*",
    scalars.LANGUAGE: "[a-z]{2,3}(-[A-Z][a-z]{3})?",
    scalars.ID: "[a-z0-9]+(-[a-z0-9]+)*",
    scalars.URL: r"(?i:https?)://\S+",
    scalars.EMAIL: r"\S+@\S+\.\S+",
}


def scalar(data: bytes) -> None:
    """Numbers, codes and addresses: what is accepted is of the plain form, and is what was written."""
    text = text_of(data)
    into = Reading("a.yaml", KNOWN.concepts, KNOWN.suggest)
    for kind, form in _FORMS.items():
        value = kind.read(text, Spot(0, 0), "field", into)
        assert value is None or (re.fullmatch(form, value) and value in (text.strip(), text.strip().upper())), value
    if number := scalars.NUMBER.read(text, Spot(0, 0), "field", into):
        assert Decimal(number) == Decimal(repr(float(number)))
    if tidied := nace.tidy(text):
        assert nace.tidy(tidied) == tidied
        assert re.sub(r"\D", "", unicodedata.normalize("NFKC", text)) == tidied.replace(".", "")
    for scheme, rule in identifiers.SCHEMES.items():
        fault = identifiers.fault(scheme, text)
        assert fault or rule is None or (re.fullmatch("[0-9]+", text) and len(text) in rule.lengths)
    position(text, into)
    for problem in into.problems:
        check_problem(problem, [""])


def code(data: bytes) -> None:
    """Codes and words of a list: what is accepted is one of them, and anything else has its remedy."""
    text = text_of(data)
    into = Reading("a.yaml", KNOWN.concepts, KNOWN.suggest)
    choice = scalars.Choice(("planned", "active", "closed"))
    known: list[tuple[Type, Collection[str]]] = [
        (scalars.Country(), countries.codes()),
        (scalars.Concept(), KNOWN.concepts),
        (choice, choice.options),
    ]
    for kind, words in known:
        value = kind.read(text, Spot(0, 0), "field", into)
        assert value is None or (value in words and value.lower() == text.strip().lower())
    assert len(into.problems) >= len(known) - 1
    for problem in into.problems:
        check_problem(problem, [""])


def position(text: str, into: Reading) -> None:
    """A place is two plain numbers, or none."""
    node = items()
    node.extend(text.split(","))
    node.places = [Spot(0, 0)] * len(node)
    value = scalars.Position().read(node, Spot(0, 0), "place", into)
    if value is not None:
        assert all(re.fullmatch(r"\s*[-+]?[0-9]{1,3}(\.[0-9]*)?\s*", part) for part in text.split(",")), text
        check_stored(value)


def folded(data: bytes) -> None:
    """Text is folded to a-z and 0-9, once and for all, alone as among others; what it is linked to is explained."""
    text = text_of(data)
    one = fold.fold(text)
    assert re.fullmatch("(?:[a-z0-9]+(?: [a-z0-9]+)*)?", one), one
    assert fold.fold(one) == one
    parts = text.split("\t")
    assert fold.fold_all([*parts, text]) == [*(fold.fold(part) for part in parts), one]
    fold.loose(text)
    fold.transliterated(text)
    meanings = linker().meanings(text, faint=True)
    assert linker().guess(text) == (meanings[0].concept if meanings else None)
    for meaning in meanings:
        assert meaning.concept in KNOWN.concepts
        assert meaning.words
        assert meaning.evidence > 0
    assert set(linker().names(text)) <= KNOWN.concepts.keys()
    linker().tells_nothing(text)
    KNOWN.suggest(text)


_TEXTS = ("text", "concept")


def value_of(data: list[int], depth: int = 0) -> Any:
    """A value such as records hold, made of bytes, which are taken from the end."""

    def byte() -> int:
        return data.pop() if data else 0

    def text(least: int = 0) -> str:
        length = max(least, byte() % 9)
        made = bytes(byte() for _ in range(length)).decode("utf-8", "ignore")
        return made or "a" * least

    kind = byte() % (7 if depth < 3 else 3)
    if kind <= 1:
        return text(kind)
    if kind == 2:
        return {name: text(1) for name in (("text",), ("concept",), _TEXTS, _TEXTS[::-1])[byte() % 4]}
    if kind == 3:
        return [byte() / 7 * (-1) ** byte() for _ in range(byte() % 4)]
    if kind == 4:
        return {text(1): value_of(data, depth + 1) for _ in range(byte() % 4)}
    return [value_of(data, depth + 1) for _ in range(byte() % 5)]


def cell(data: bytes) -> None:
    """A row of values: each reads back from the index, and the quick way to write them as CSV is the plain one."""
    source = list(data)
    row = [value_of(source) for _ in range(3)]
    for value in row:
        check_stored(value)
        check_cell(value)
    stored = [cells.cell(value) for value in row]
    if all(map(cells.harmless, row, stored)):
        for raw in (True, False):
            out = io.StringIO()
            csv_format.rows(["a", "b", "c"], [dict(zip("abc", row, strict=True))], out, raw)
            quick = csv_format.block([(1, *stored)], raw, cells.read, cells.SPOKEN)
            assert quick.decode() == out.getvalue()


_TABLES = (
    *kinds.BY_NAME,
    "record",
    "problem",
    "file",
    "link",
    "guess",
    "source",
    "concept",
    "relation",
    "odd",
    "words_in",
)


@cache
def index() -> sqlite3.Connection:
    """An index without records, in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(connection)
    connection.execute("CREATE VIRTUAL TABLE words_in USING fts5vocab(search, row)")
    return connection


def stored(data: bytes) -> None:
    """A file is put into an index: its records stand there as they were read, are written as CSV the quick way as the
    plain way, and leave nothing behind when the file goes.
    """
    _, content = content_of(data)
    connection = index()
    connection.execute("BEGIN")
    try:
        settle.begin(connection)
        gathered = postings.Collector(connection)
        write.store(connection, Found(content.path, "", 0, 0, 0, 0), content, linker().guess, gathered)
        gathered.flush()
        settle.comes(connection, content.path)
        settle.settle(connection, whole=False)
        [(sound,)] = connection.execute("SELECT count(*) FROM record WHERE sound")
        assert sound == sum(record.sound for record in content.records)
        for kind in kinds.KINDS:
            check_rows(connection, kind, [r.values for r in content.records if r.sound and r.kind == kind.name])
        write.forget(connection, content.path)
        left = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _TABLES}
        assert not any(left.values()), left
    finally:
        connection.execute("ROLLBACK")


def check_rows(connection: sqlite3.Connection, kind: kinds.Kind, values: list[dict[str, Any]]) -> None:
    """The rows of a kind are the values that were read, and both ways to write them as CSV are one."""
    rows = list(queries.as_rows(connection.execute(f"SELECT * FROM {kind.name} ORDER BY n")))
    read = [write._as_written(kind, queries.decode(kind.fields, row)) for row in rows]
    assert [{f.name: row[f.name] for f in kind.fields if row[f.name] is not None} for row in read] == values
    if not values:
        return
    names = schema.kind_columns(kind)
    for raw in (True, False):
        plain, quick = io.StringIO(), io.StringIO()
        csv_format.rows(names, queries.listing(connection, kind), plain, raw)
        for block in blocks.blocks(connection, kind):
            if isinstance(block, dict):
                csv_format.rows(names, [block], quick, raw)
            else:
                quick.write(csv_format.block(block, raw, cells.read, cells.SPOKEN).decode())
        assert sorted(plain.getvalue().split("\r\n")) == sorted(quick.getvalue().split("\r\n"))


TARGETS: dict[str, Target] = {
    "catalogue": catalogue,
    "index": stored,
    "dates": dated,
    "scalars": scalar,
    "codes": code,
    "folding": folded,
    "cells": cell,
}
