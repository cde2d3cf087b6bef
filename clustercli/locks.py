"""Waiting for others: a folder that one process at a time writes in, and who it is that holds something."""

from __future__ import annotations

import os
import shlex
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 15.0  # seconds that one process is waited for
_LONGEST = 90.0  # seconds that all of them are waited for, one after the other
_BETWEEN = 0.02  # seconds from one try to the next
_SHOWN = 60  # letters of a command line


class HeldError(Exception):
    """What is to be written to is held by another process, which did not let go of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path
        self.by = holder(path)


class Patience:
    """How long to wait for a file or folder: while others take turns at it, work goes on; one of them may also hang."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._began = self._since = time.monotonic()
        self.holder = ""

    def is_over(self) -> bool:
        """Whether one process has held it for too long."""
        now, who = time.monotonic(), holder(self.path)
        if who != self.holder:
            self.holder, self._since = who, now
        return now - self._since > PATIENCE or now - self._began > _LONGEST


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder: others of us wait until it is let go of, also by being killed.

    Raises HeldError where another process keeps it for too long.
    """
    handle = _handle(folder)
    try:
        patience = Patience(folder)
        while not _lock(handle):
            if patience.is_over():
                raise HeldError(folder)
            time.sleep(_BETWEEN)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _handle(folder: Path) -> int | None:
    try:
        return os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write there without being allowed to look
        return None


def _lock(handle: int | None) -> bool:
    """Whether a folder is ours now; also where the system cannot lock folders."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network file systems
        return True
    return True


def holder(path: Path) -> str:
    """Who else holds a file or folder, as Linux tells it: 'process 4242 (clustercli load)'."""
    with suppress(OSError, ValueError):
        info = path.stat()
        wanted = f"{os.major(info.st_dev):02x}:{os.minor(info.st_dev):02x}:{info.st_ino}"
        with open("/proc/locks", encoding="ascii") as locks:  # noqa: PTH123  # Path would read it whole
            pids = [int(words[4]) for words in map(str.split, locks) if words[5] == wanted and words[1] != "->"]
        for pid in pids:
            if pid > 0 and pid != os.getpid():
                return f"process {pid}{_command(pid)}"
    return "another process"


def _command(pid: int) -> str:
    with suppress(OSError):
        with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as line:  # noqa: PTH123  # as above
            words = line.read().split("\0")[:-1]
        said = shlex.join([*map(os.path.basename, words[:2]), *words[2:]])
        return f" ({said if len(said) <= _SHOWN else said[:_SHOWN] + '...'})" if words else ""
    return ""
