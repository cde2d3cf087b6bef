"""Where a text stands in files of any kind, in all its spellings: line, column, and what is around it."""

from __future__ import annotations

import codecs
import errno
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from clustercli.catalogue import source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustercli.records.spellings import Spellings

_BLOCK = 1 << 23  # bytes looked at together
_TAIL = 1 << 12  # bytes that two blocks share: what is looked for may lie on their border
_WITHIN = bytes(range(0x80, 0xC0))  # bytes of UTF-8 that begin no letter
_AROUND = 24  # letters shown on each side
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = ("cp1250", "iso8859-2", "cp1251")  # what a file may be that is not UTF-8


class Trace(NamedTuple):
    """A text found in a file."""

    line: int
    column: int
    around: str


def files(folder: Path, skipped: list[str]) -> Iterator[Path]:
    """All regular files below a folder, linked folders included, but for what git keeps; and what cannot be entered."""
    seen: set[str] = set()
    waiting = [str(folder)]
    while waiting:
        here = waiting.pop()
        if (real := os.path.realpath(here)) in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            skipped.append(f"{here}: {error.strerror}")
            continue
        for entry in entries:
            try:
                if entry.is_dir():
                    waiting += [entry.path] if entry.name != ".git" else []
                elif entry.is_file():
                    yield folder / os.path.relpath(entry.path, folder)
            except OSError as error:
                if error.errno != errno.ELOOP:  # a link that leads to itself holds nothing
                    skipped.append(f"{entry.path}: {error.strerror}")


def in_file(path: Path, wanted: Spellings) -> Iterator[Trace]:
    """Where a text stands in a file, whatever that holds. Raises OSError."""
    with source.opened(path) as file:
        start = file.read(3)
        file.seek(0)
        wide = start[:2] in _WIDE
        line, column, tail = 1, 0 if start == codecs.BOM_UTF8 else 1, b""  # where the tail begins
        while block := file.read(_BLOCK) if not wide else file.read():
            if len(block) == _BLOCK:
                block += file.readline(_BLOCK)
            whole = tail + block
            for text, known in _decoded(tail, whole, wide=wide):
                found = [match for match in wanted.text.finditer(text) if match.end() > known]
                yield from (_trace(text, match, line, column) for match in found)
                if found:
                    break
            tail = whole[-_TAIL:].lstrip(_WITHIN)
            gone = whole[: len(whole) - len(tail)]
            *above, last = gone.rsplit(b"\n", 1)
            line += gone.count(b"\n")
            column = (1 if above else column) + len(last.decode("utf-8", "replace"))


def _decoded(tail: bytes, whole: bytes, *, wide: bool) -> Iterator[tuple[str, int]]:
    """A block with the tail of the one before as text, in one encoding after the other that it may be in, and how many
    of its letters are known from there.
    """
    if wide:
        yield whole.decode("utf-16", "replace"), 0
        return
    try:
        yield whole.decode(), _letters(tail, "utf-8")
    except UnicodeDecodeError:
        for name in ("utf-8", *_OTHERS):
            yield whole.decode(name, "replace"), _letters(tail, name)


def _letters(tail: bytes, name: str) -> int:
    """How many letters there are in an encoding, but for a last one that is cut in two."""
    return len(codecs.getincrementaldecoder(name)("replace").decode(tail))


def _trace(text: str, match: re.Match[str], line: int, column: int) -> Trace:
    """A text found in one that begins at a line and column."""
    begin = text.rfind("\n", 0, match.start()) + 1
    around = text[max(begin, match.start() - _AROUND) : match.end()] + text[match.end() :].partition("\n")[0][:_AROUND]
    line += text.count("\n", 0, match.start())
    return Trace(line, match.start() - begin + (1 if begin else column), " ".join(around.split()))


def in_bytes(path: Path, wanted: Spellings) -> bool:
    """Whether a text stands in UTF-8 anywhere in a file that holds no text. Raises OSError."""
    pattern, tail = re.compile(wanted.bytes), b""
    with source.opened(path) as file:
        while block := file.read(_BLOCK):
            if pattern.search(tail + block):
                return True
            tail = block[-_TAIL:]
    return False
