"""Where a text stands in files of any kind, in all its spellings: line, column, and what is around it."""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustercli.records.spellings import Spellings

_BLOCK = 1 << 23  # bytes looked at together
_TAIL = 1 << 12  # bytes that two blocks share: what is looked for may lie on their border
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
    with path.open("rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("not a regular file")
        line, tail = 1, b""
        wide = file.read(2) in _WIDE
        file.seek(0)
        while block := file.read(_BLOCK) if not wide else file.read():
            if len(block) == _BLOCK:
                block += file.readline(_BLOCK)
            for text, shared in _decoded(tail, block, wide=wide):
                found = [m for m in wanted.text.finditer(text) if m.end() > shared]
                for match in found:
                    yield _trace(text, match, line)
                if found:
                    break
            line += (tail + block).count(b"\n")
            tail = _last_lines(tail + block)
            line -= tail.count(b"\n")


def _last_lines(block: bytes) -> bytes:
    """The end of a block, from the beginning of a line on where there is one."""
    end = block[-_TAIL:]
    return end[end.find(b"\n") + 1 :] if b"\n" in end[:-1] and len(block) > _TAIL else end if b"\n" not in end else b""


def _decoded(tail: bytes, block: bytes, *, wide: bool) -> Iterator[tuple[str, int]]:
    """A block as text, in one encoding after the other that it may be in, and the letters of it that are known."""
    if wide:
        yield block.decode("utf-16", "replace"), 0
        return
    try:
        yield (tail + block).decode(), len(tail.decode())
    except UnicodeDecodeError:
        for name in ("utf-8", *_OTHERS):
            yield (tail + block).decode(name, "replace"), len(tail.decode(name, "replace"))


def _trace(text: str, match: re.Match[str], first: int) -> Trace:
    begin = text.rfind("\n", 0, match.start()) + 1
    around = text[max(begin, match.start() - _AROUND) : match.end()] + text[match.end() :].partition("\n")[0][:_AROUND]
    return Trace(first + text.count("\n", 0, match.start()), match.start() - begin + 1, " ".join(around.split()))


def in_bytes(path: Path, wanted: Spellings) -> bool:
    """Whether a text stands in UTF-8 anywhere in a file that holds no text. Raises OSError."""
    pattern, tail = re.compile(wanted.bytes), b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if pattern.search(tail + block):
                return True
            tail = block[-_TAIL:]
    return False
