"""Values as they stand in a column: text as it is, plain lists with signs between their items, all else as JSON.

Lists of texts and of {concept, text} are most of what a record holds. With the separators that ASCII has for this they
take half the bytes of JSON, and a spreadsheet's cell is made of them by replacing the signs, without reading them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from clustercli.records.harmless import SIGN, shown_as_it_is, stands_in_a_sheet

LIST = "\x1e"  # begins a list, and is the whole of one without items
NEXT = "\x1f"  # stands between two items
OPEN, CLOSE = "\x1d", "\x1c"  # stand about the concept behind a text
CONCEPT, TEXT = "\x1b", "\x1a"  # begin an item that has only the one or the other
NUMBERS = "\x19"  # begins a list of numbers
_OF_ITEMS = "[\x1a-\x1d]"
_ITEM_BEGINS = "[;\x1f][ \xa0\"'\x1a\x1b]*"
SPOKEN = {LIST: "", NUMBERS: "", NEXT: "; ", OPEN: " [", CLOSE: "]", CONCEPT: "", TEXT: ""}
"""What stands for the signs where a list is written as one text."""
_BOTH = ("concept", "text")
_ALONE = {("concept",): CONCEPT, ("text",): TEXT}

dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON text as it stands in a column."""


def cell(value: Any) -> str | None:
    """A value as it stands in a column."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        if value and all(isinstance(item, float) for item in value):
            return NUMBERS + NEXT.join(map(repr, value))
        plain = _plain(value)
        if plain is not None:
            return plain
    return dump(value)


def _plain(value: list[Any]) -> str | None:
    """A list of texts, or of concepts and texts, with signs; None for any other, and where a text is not printable."""
    items: list[str] = []
    texts: list[str] = []
    for item in value:
        if isinstance(item, str):
            text = form = item
        elif not isinstance(item, dict):
            return None
        elif (names := tuple(item)) == _BOTH:
            concept, text = item.values()
            texts.append(concept)  # a bad id, too, stays known as a concept
            form = f"{text}{OPEN}{concept}{CLOSE}"
        elif names in _ALONE:
            text = item[names[0]]
            form = _ALONE[names] + text
        else:
            return None
        texts.append(text)
        items.append(form)
    return LIST + NEXT.join(items) if all(texts) and shown_as_it_is("".join(texts)) else None


def read(text: str) -> Any:
    """The list or map that stands in a column."""
    if text[0] == NUMBERS:
        return [float(item) for item in text[1:].split(NEXT)]
    if text[0] != LIST:
        return loads(text)
    if text == LIST:
        return []
    items = text[1:].split(NEXT)
    if not re.search(_OF_ITEMS, text):
        return items
    return [_item(item) for item in items]


def loads(text: str) -> Any:
    """What JSON in an index says. Raises DatabaseError where we have not written it: none of ours is deep or broken."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        from sqlite3 import DatabaseError

        raise DatabaseError("malformed: a cell that is no JSON of ours") from error


def _item(item: str) -> str | dict[str, str]:
    if item[-1:] == CLOSE:
        text, _, concept = item[:-1].partition(OPEN)
        return {"concept": concept, "text": text}
    if item[0] == CONCEPT:
        return {"concept": item[1:]}
    return {"text": item[1:]} if item[0] == TEXT else item


def harmless(value: Any, stored: str | None) -> bool:
    """Whether a value can stand in a spreadsheet: it begins with a letter or digit and has nothing invisible and no
    formula within, or is JSON, which is read for that.
    """
    if stored is None:
        return True
    if isinstance(value, str):
        return stands_in_a_sheet(stored)
    if stored == LIST:
        return True
    if stored[0] == LIST or stored[0] == NUMBERS:
        first = stored[2] if stored[1] == CONCEPT or stored[1] == TEXT else stored[1]
        return first.isalnum() and (stored[0] == NUMBERS or not re.search(_ITEM_BEGINS + SIGN, stored))
    return "\\u00" not in stored  # no sign is hidden in it


def as_json(column: str) -> str:
    """The SQL expression of a column that is a list of codes, as JSON."""
    return f"""'["' || replace(substr({column}, 2), char(31), '","') || '"]'"""
