"""The bytes of a file -> text: UTF-8, or a problem that says what else they seem to be."""

from __future__ import annotations

import re

from clustercli.catalogue.source import MAX_BYTES
from clustercli.errors import Problem

MAX_VALUES = 1_000_000  # lines and commas: what a file holds cannot be much more than these, and each takes 300 bytes
_SAVE = "save it as UTF-8 in your editor"
# How the files of wider encodings begin: with a mark, or else with the letters of ASCII between NULs.
_WIDE = (
    (rb"\xff\xfe\x00\x00|\x00\x00\xfe\xff|[^\x00]\x00\x00\x00|\x00\x00\x00[^\x00]", "UTF-32"),
    (rb"\xff\xfe|\xfe\xff|[^\x00]\x00[^\x00]\x00|\x00[^\x00]\x00[^\x00]", "UTF-16"),
)
_LETTERS = rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"  # what is UTF-8 beyond ASCII, and hardly anything else
_ONLY_1250 = rb"[\x8a\x8c-\x8f\x9a\x9c-\x9f]"  # Š Ś Ť Ž Ź and their small ones: controls in ISO 8859-2
_ONLY_8859_2 = rb"[\xa9\xab\xae\xb9\xbb]"  # the same there: signs in Windows-1250
_WORD = rb"[^\x00-\x20:,'\"\[\]{}]*"


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text of a file, with lines that end as we count them (LF). A byte order mark is dropped; what is not UTF-8 is
    a problem at its place.
    """
    if len(data) > MAX_BYTES:
        return "", [too_large(path, len(data))]
    values = data.count(b"\n") + data.count(b"\r") + data.count(b",")
    if values > MAX_VALUES:
        message = f"the file holds too much ({values:,} lines and commas; the limit is {MAX_VALUES:,})"
        return "", [Problem(path, 1, 1, "F003", message, "split it")]
    wide = next((name for pattern, name in _WIDE if re.match(pattern, data)), "")
    if wide:
        return "", [Problem(path, 1, 1, "F002", f"the file is {wide}, not UTF-8", _SAVE)]
    try:
        return _with_plain_ends(data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        data, at = error.object, error.start  # without a byte order mark
        before = _with_plain_ends(data[:at].decode())
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"the file is not UTF-8 (byte 0x{data[at]:02x})"
        return "", [Problem(path, line, column, "F002", message, _remedy(data, at))]


def too_large(path: str, size: int) -> Problem:
    """The problem of a file with so many bytes."""
    message = f"the file is too large ({size // 1_000_000} MB; the limit is {MAX_BYTES >> 20} MiB)"
    return Problem(path, 1, 1, "F003", message, "split it")


def _with_plain_ends(text: str) -> str:
    """A text whose lines end with LF, which is what YAML makes of CR LF and of CR alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _remedy(data: bytes, at: int) -> str:
    """What to do, and how the word around a byte reads in the encoding that the file seems to be in."""
    if re.search(_LETTERS, data):
        return "all before it is UTF-8: type this letter anew" if re.search(_LETTERS, data[:at]) else _SAVE
    if re.search(rb"[\x00-\x08\x0e-\x1f]", data):
        return _SAVE  # no text at all
    if re.search(rb"[\x80-\xff]{3}", data):
        name, encoding = "Windows-1251", "cp1251"
    elif re.search(_ONLY_8859_2, data) and not re.search(_ONLY_1250, data):
        name, encoding = "ISO 8859-2", "iso-8859-2"
    else:
        name, encoding = "Windows-1250", "cp1250"
    begin = len(data[:at]) - len(re.search(_WORD + rb"\Z", data[max(0, at - 40) : at])[0])  # type: ignore[index]
    word = re.match(_WORD, data[begin : at + 40])[0].decode(encoding, "replace")  # type: ignore[index]
    return f"read as {name} it says '{word}': if that is right, {_SAVE}"
