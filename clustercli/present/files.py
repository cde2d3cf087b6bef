"""Writing files: whole or not at all, and only when the content changed."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 1 << 20  # bytes compared at once


class Replacement:
    """A file that shall hold other text (UTF-8): written beside it first, in pieces, and then put in its place.

    The old content stays until the new one is on the disk: temporary file in the same folder, written, synced, given
    the old file's mode, then renamed over it; the folder is synced too. Raises OSError with the old file unchanged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._named_as_asked():
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        self._name = Path(name)
        self.text = os.fdopen(handle, "w", encoding="utf-8", newline="")

    def put(self) -> bool:
        """Make the file hold the text that was written, and say whether it changed."""
        with self._named_as_asked():
            self.text.flush()
            try:
                mode = self.path.stat().st_mode & 0o7777
                same = _equal(self.path, self._name)
            except FileNotFoundError:
                mode, same = 0o666 & ~_umask(), False
            if not same:
                os.fsync(self.text.fileno())
            self.text.close()
            if same:
                return False
            self._name.chmod(mode)
            self._name.replace(self.path)
            _sync(self.path.parent)
            return True

    def drop(self) -> None:
        """Leave nothing behind of what was written and not put in place."""
        with contextlib.suppress(OSError):
            self.text.close()
        with contextlib.suppress(OSError):
            self._name.unlink()

    @contextlib.contextmanager
    def _named_as_asked(self) -> Iterator[None]:
        """An error names the file that was asked for."""
        try:
            yield
        except OSError as error:
            error.filename = str(self.path)
            raise


def _equal(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        if one.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(_BLOCK):
            if block != second.read(_BLOCK):
                return False
    return True


def create(path: Path, text: str) -> None:
    """Write a new file; raises FileExistsError rather than touch one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(folder: Path) -> None:
    """Put a rename on the disk, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
