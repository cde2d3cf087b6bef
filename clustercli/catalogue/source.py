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
    from typing import BinaryIO

MAX_BYTES = 16 * 1024 * 1024  # 20,000 records; what is read of more takes over 500 MB
_TRIES, _UNTIL_GONE = 40, 4
_CALM_NS = 50_000_000  # a file changed a shorter while ago may be in the middle of being written
_BETWEEN = 0.02  # seconds


class UnsettledError(OSError):
    """A file that changes all the time while it is read."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EBUSY, "is being written to all the time", str(path))


class TooLargeError(OSError):
    """A file with more bytes than a catalogue's file may have."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__(errno.EFBIG, "is too large", str(path))
        self.size = size


def read(path: Path) -> bytes:
    """The bytes of a regular file as it lay there at one moment, once it has been left alone for a while.

    Raises OSError: UnsettledError where it never holds still, TooLargeError, or whatever else keeps it from being read.
    """
    for attempt in range(_TRIES):
        with suppress(FileNotFoundError) if attempt < _UNTIL_GONE else nullcontext():  # an editor may put it back
            data = _read_once(path)
            if data is not None:
                return data
        time.sleep(_BETWEEN)
    raise UnsettledError(path)


def opened(path: Path) -> BinaryIO:
    """A regular file, opened to be read. Raises OSError, also where it is none; no pipe is waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file")
    return os.fdopen(handle, "rb")


def _read_once(path: Path) -> bytes | None:
    """The bytes of a file, or None where it changed meanwhile, or a moment before."""
    with opened(path) as file:
        before = os.fstat(file.fileno())
        if before.st_size > MAX_BYTES:
            raise TooLargeError(path, before.st_size)
        data = file.read(before.st_size + 1)
        calm = not 0 <= time.time_ns() - max(before.st_mtime_ns, before.st_ctime_ns) < _CALM_NS
        return data if calm and len(data) == before.st_size and _same(before, os.fstat(file.fileno())) else None


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_size, one.st_mtime_ns, one.st_ctime_ns) == (other.st_size, other.st_mtime_ns, other.st_ctime_ns)
