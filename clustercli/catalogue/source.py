"""The bytes of a file of the catalogue, all of one moment: never half of what somebody is writing."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 16 * 1024 * 1024  # 20,000 records; what is read of more takes over 500 MB
_TRIES, _UNTIL_GONE = 40, 4
_CALM_NS = 50_000_000  # a file changed a shorter while ago may be in the middle of being written
_BETWEEN = 0.02  # seconds


class UnsettledError(Exception):
    """A file that changes all the time while it is read."""


class TooLargeError(Exception):
    """A file with more bytes than a catalogue's file may have."""

    def __init__(self, size: int) -> None:
        super().__init__(str(size))
        self.size = size


def read(path: Path) -> bytes:
    """The bytes of a regular file as it lay there at one moment, once it has been left alone for a while.

    Raises OSError where it cannot be read, UnsettledError where it never holds still, TooLargeError.
    """
    for attempt in range(_TRIES):
        with suppress(FileNotFoundError) if attempt < _UNTIL_GONE else nullcontext():  # an editor may put it back
            data = _read_once(path)
            if data is not None:
                return data
        time.sleep(_BETWEEN)
    raise UnsettledError


def _read_once(path: Path) -> bytes | None:
    """The bytes of a file, or None where it changed meanwhile, or a moment before."""
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )  # no pipe is waited for
    with os.fdopen(handle, "rb", buffering=0) as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if before.st_size > MAX_BYTES:
            raise TooLargeError(before.st_size)
        data = file.read(before.st_size + 1)
        calm = not 0 <= time.time_ns() - max(before.st_mtime_ns, before.st_ctime_ns) < _CALM_NS
        return data if calm and len(data) == before.st_size and _same(before, os.fstat(handle)) else None


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_size, one.st_mtime_ns, one.st_ctime_ns) == (other.st_size, other.st_mtime_ns, other.st_ctime_ns)
