"""Comma-separated values (RFC 4180): a header line, CR LF, quotes where needed; what a spreadsheet would run as a
formula is made text with an apostrophe before it.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, TextIO

from clustercli.present.text import flat, visible
from clustercli.records.harmless import FORMULA, LATER, stands_in_a_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from clustercli.present.columns import Listing

_SPECIAL = r'\\|"(?:concept|text)":'  # in JSON of a map: what is not said as 'name: value'
_NUMBER = r"[+-]?[0-9][0-9 .,\xa0\u202f]*(?:[eE][+-]?[0-9]+)?%?"
_PHONE = r"\+?[0-9(][0-9 ()/.\-\xa0\u202f]{4,}[0-9]"
_HARMLESS = f"{_NUMBER}|{_PHONE}"
# Behind a semicolon a number ends at the next one; behind a tab or a line break, a cell may hold several.
_SEVERAL = rf"(?:{_HARMLESS})(?:; ?(?:{_HARMLESS})){{0,99}}"
_INNER = rf"(;{LATER}(?!(?:{_HARMLESS})(?:[;\t\n]|\Z))|[\t\n]{LATER}(?!{_SEVERAL}(?:[\t\n]|\Z)))"
_END = "\r\n"


def cell(value: Any, raw: bool = False) -> str:
    """The text of one cell; unless raw, harmless in a spreadsheet and on a terminal."""
    text = flat(value)
    return text if raw or stands_in_a_sheet(text) else guarded(visible(text))


def guarded(text: str) -> str:
    """A text with an apostrophe before each beginning of a formula; numbers and phone numbers are none."""
    text = re.sub(_INNER, r"\1'", text)
    if not re.match(FORMULA, text) or all(re.fullmatch(_HARMLESS, part) for part in re.split("[,;] ?", text)):
        return text
    return f"'{text}"


def block(stored: list[tuple[Any, ...]], raw: bool, read: Callable[[str], Any], spoken: Mapping[str, str]) -> bytes:
    """The lines of rows of stored cells, of which all texts are harmless; a first column with numbers is left out.

    Column by column, and what is the same for all rows is done once: so a cell costs next to nothing. Lists and maps
    that must be read come from `read`; `spoken` is what stands for the signs in lists that need not.
    """
    filled: list[Iterable[str]] = []
    form: list[str] = []
    for column in list(zip(*stored, strict=True))[1:]:
        if not any(column):
            form.append("")
            continue
        form.append("%s")
        cells: Iterable[str] = column if None not in column else [text or "" for text in column]
        whole = "\0".join(cells)
        if "[" in whole or "{" in whole:
            cells = [_read(text, raw, read) if text and text[0] in "[{" else text for text in cells]
            whole = "\0".join(cells)
        if '"' in whole or "," in whole or "\n" in whole or "\r" in whole:
            cells = [_quoted(text) for text in cells]
        filled.append(cells)
    line = ",".join(form) + _END
    return _said("".join(map(line.__mod__, zip(*filled, strict=True))).encode(), spoken)


def _said(lines: bytes, spoken: Mapping[str, str]) -> bytes:
    """Lines with words for signs: as bytes, which is several times quicker than as text."""
    silent = "".join(sign for sign, words in spoken.items() if not words).encode()
    short = {ord(sign): ord(words) for sign, words in spoken.items() if len(words) == 1}
    lines = lines.translate(bytes(short.get(code, code) for code in range(256)), silent)
    for sign, words in spoken.items():
        if len(words) > 1:
            lines = lines.replace(sign.encode(), words.encode())
    return lines


def _read(text: str, raw: bool, read: Callable[[str], Any]) -> str:
    """The cell of JSON text; a map of texts, as most are, without reading it."""
    if text[:2] == '{"' and text.count('"') == 4 * text.count('":"') and not re.search(_SPECIAL, text):
        said = text[2:-2].replace('":"', ": ").replace('","', ", ")
        if stands_in_a_sheet(said):
            return said
    return cell(read(text), raw)


def _quoted(text: str) -> str:
    if '"' in text:
        text = text.replace('"', '""')
    elif "," not in text and "\n" not in text and "\r" not in text:
        return text
    return f'"{text}"'


def write(listing: Listing, out: TextIO, width: int, colour: bool, raw: bool) -> None:
    """Write a header and a line for each row."""
    del width, colour
    names = [column.name for column in listing.columns]
    if listing.head:
        header(names, out)
    rows(names, listing.rows, out, raw)


def header(names: Sequence[str], out: TextIO) -> None:
    """Write the names of the columns."""
    csv.writer(out, lineterminator=_END).writerow(names)


def rows(names: Sequence[str], values: Iterable[dict[str, Any]], out: TextIO, raw: bool) -> None:
    """Write a line for each row."""
    csv.writer(out, lineterminator=_END).writerows([cell(row.get(name), raw) for name in names] for row in values)
