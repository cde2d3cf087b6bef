"""Text from files made harmless for a terminal: no control character, escape or direction override gets through."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from clustercli.records.harmless import HARMFUL, shown_as_it_is


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def visible(text: str) -> str:
    """Text with line breaks and tabs as they are, and every other control or invisible character written out."""
    if shown_as_it_is(text):
        return text
    plain = text.replace("\r\n", "\n")
    return re.sub(HARMFUL, lambda found: found[0] if found[0] in "\n\t" else _visible(found), plain)


def clean(text: str) -> str:
    """One line that shows every character: line breaks and tabs become spaces, the rest is written out."""
    if shown_as_it_is(text):
        return text
    spaced = re.sub(r"(?<!\s)\s*[\r\n]+\s*", " ", text).replace("\t", " ")
    return re.sub(HARMFUL, _visible, spaced)


def escaped(json_text: str) -> str:
    """JSON text with the harmful characters that JSON itself leaves as they are, as escapes."""
    if json_text.isascii():
        return json_text.replace("\x7f", "\\u007f")
    return re.sub(HARMFUL, lambda found: found[0] if found[0] == "\n" else _json_escape(found[0]), json_text)


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def width(text: str) -> int:
    """Columns that a cleaned text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return int(character == "\ufe0f")  # makes the sign before it a picture, which is as wide as two
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, columns: int, indent: str = "", begin: str | None = None) -> list[str]:
    """A cleaned text as lines of at most so many columns, broken between words; longer words are cut.

    Each line stands after `indent`, the first after `begin`, where given, which is as wide.
    """
    room = max(2, columns - width(indent))
    lines: list[str] = []
    for piece in (piece for word in text.split(" ") for piece in _cut(word, room)):
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    first, *more = [line.strip() for line in lines if line.strip()] or [""]
    return [(indent if begin is None else begin) + first, *(indent + line for line in more)]


def shortened(text: str, columns: int) -> str:
    """A cleaned text in so many columns at most, with dots where its end is missing."""
    return text if width(text) <= columns else f"{_cut(text, columns - 3)[0]}..."


def titled(name: str, kind: str, country: str, id_: str) -> str:
    """A record in one line: 'Clutex (cluster, CZ)  clutex'."""
    return clean(f"{name} ({kind}{f', {country}' if country else ''})  {id_}")


def padded(text: str, columns: int) -> str:
    """A cleaned text with spaces behind it, in so many columns at least."""
    return text + " " * (columns - width(text))


def ends(date: str, columns: int) -> list[str]:
    """A date in words in one line where it fits; else its two ends in a line each."""
    lines = [date] if width(date) <= columns else date.replace(" - ", " -\n").split("\n")
    return [part for line in lines for part in wrapped(line, columns)]


def styled(text: str, code: str, *, colour: bool) -> str:
    """A cleaned text in a style of the terminal (1 bold, 2 faint), where colour is wanted."""
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _cut(text: str, columns: int) -> list[str]:
    """A text in pieces of at most so many columns; a combining mark stays with its letter."""
    pieces, taken = [""], 0
    for character in text:
        taken += _columns(character)
        if taken > columns:
            pieces.append("")
            taken = _columns(character)
        pieces[-1] += character
    return pieces


def flat(value: Any) -> str:
    """A value in one line of plain text: lists joined by '; ', a map as 'name: value', an item as 'text [concept]'."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(flat(item) for item in value)
    if isinstance(value, dict):
        if value and set(value) <= {"concept", "text"}:
            text, concept = value.get("text"), value.get("concept")
            return f"{text} [{concept}]" if text and concept else str(text or concept)
        return ", ".join(f"{key}: {flat(part)}" for key, part in value.items())
    return str(value)
