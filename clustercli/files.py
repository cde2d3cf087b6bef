"""Writing files: whole or not at all, safe on the disk, one process at a time in a folder, and nothing left behind."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from clustercli import locks

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 1 << 20  # bytes compared at once
_UNFINISHED = ".clustercli-tmp"  # how the hidden names end of files that are being written
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)  # folders that cannot be synced at all
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EACCES)


@contextlib.contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Be the only one of us that writes in a folder, made if need be; what one that was killed left there is removed.

    Raises HeldError where another process does not let go of it.
    """
    make_folder(folder)
    with locks.held(folder):
        with os.scandir(folder) as entries:
            left = [entry.path for entry in entries if entry.name.startswith(".") and entry.name.endswith(_UNFINISHED)]
        for path in map(Path, left):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        yield


def unfinished(path: Path) -> Path:
    """Where a file or folder is made before it gets its place."""
    return path.with_name(f".{path.name}{_UNFINISHED}")


class Replacement:
    """A file that shall hold other text (UTF-8): written beside it first, in pieces, and then put in its place.

    Inside `writing_in` its folder. The old content stays until the new one is on the disk: synced, given the old
    file's mode and owner, then renamed over it. Links are not followed. Raises OSError with the old file unchanged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unfinished = unfinished(path)
        with self._named_as_asked():
            mode = 0o600 if path.exists() else 0o666  # nobody shall read it who may not read the old one
            handle = os.open(self.unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        self.text = os.fdopen(handle, "w", encoding="utf-8", newline="")

    def finish(self) -> bool:
        """Have all that was written on the disk, and say whether it differs from what the file holds."""
        with self._named_as_asked():
            self.text.flush()
            if _equal(self.path, self.unfinished):
                self.text.close()
                return False
            with contextlib.suppress(FileNotFoundError):
                _as_it_was(self.text.fileno(), self.path.lstat())
            os.fsync(self.text.fileno())
            self.text.close()
            return True

    def put(self) -> None:
        """Put it in its place; `sync` the folder when all are."""
        with self._named_as_asked():
            self.unfinished.replace(self.path)

    def drop(self) -> None:
        """Leave nothing behind of what was written and not put in place."""
        with contextlib.suppress(OSError):
            self.text.close()
        with contextlib.suppress(OSError):
            self.unfinished.unlink()

    @contextlib.contextmanager
    def _named_as_asked(self) -> Iterator[None]:
        """An error names the file that was asked for."""
        try:
            yield
        except OSError as error:
            error.filename = str(self.path)
            raise


def _as_it_was(handle: int, old: os.stat_result) -> None:
    """Give a new file the owner and the mode of the old one."""
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with contextlib.suppress(PermissionError):  # only root may
            os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, old.st_mode & 0o777)


def _equal(one: Path, other: Path) -> bool:
    """Whether a regular file holds the same as another."""
    try:
        if one.is_symlink() or one.stat().st_size != other.stat().st_size:
            return False
    except FileNotFoundError:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(_BLOCK):
            if block != second.read(_BLOCK):
                return False
    return True


def create(path: Path, text: str) -> None:
    """Write a new file, which is there as a whole or not at all; raises FileExistsError rather than touch one."""
    with writing_in(path.parent):
        place = unfinished(path)
        try:
            write(place, text)
            try:
                os.link(place, path)
            except OSError as error:  # there are file systems without links
                if error.errno not in _NO_LINKS:
                    raise
                if os.path.lexists(path):
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
                place.rename(path)
        finally:
            place.unlink(missing_ok=True)
        sync_new(path)


def write(path: Path, text: str) -> None:
    """Write a new file that nobody looks at yet, and have it on the disk."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, safe on the disk."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


def sync_new(path: Path) -> None:
    """Put the name of what was just made on the disk; what cannot be told to be safe there is taken away again."""
    try:
        sync(path.parent)
    except OSError:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def sync(folder: Path) -> None:
    """Put the names in a folder on the disk, where folders can be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one that may be written to and not listed
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)
