"""A folder of exported files: which of them are ours to replace, all of them replaced together."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from clustercli import files
from clustercli.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

MANIFEST = ".clustercli-export.json"
_HEAD = 8  # letters that a line with names of columns has at least


class Export:
    """Files of a folder that are written anew, inside `files.writing_in` it; none is touched before all are written.

    Raises ClusterError at a file that is none of ours: what we wrote there is listed in a manifest of the folder.
    """

    def __init__(self, folder: Path, shown: Callable[[Path], str]) -> None:
        self.folder = folder
        self.at = folder  # what is being worked on, for the message of an error
        self.placed = False  # whether some files have been replaced
        self._shown = shown
        self._ours: list[str] = []
        with suppress(OSError):  # then every file there is another's
            self._ours = written(folder)
        self._made: list[files.Replacement] = []

    def begin(self, name: str) -> TextIO:
        """Where the new text of a file goes."""
        self.at = path = self.folder / name
        if path.is_symlink():
            raise self._refused(path, "is a link; it was left alone, and nothing was exported.")
        if path.exists() and not path.is_file():
            raise self._refused(path, "is no file; it was left alone, and nothing was exported.")
        self._made.append(files.Replacement(path))
        return self._made[-1].text

    def put(self) -> list[str]:
        """Replace the files that changed, and say which; `drop` what is left, whatever happens."""
        changed = []
        for made in self._made:
            self.at = made.path
            self._refuse_another(made)
            if made.finish():
                changed.append(made)
        self._keep_manifest()
        for made in changed:
            self.at = made.path
            made.put()
            self.placed = True
        files.sync(self.folder)
        return [made.path.name for made in changed]

    def drop(self) -> None:
        """Leave no unfinished file behind."""
        for made in self._made:
            made.drop()

    def __len__(self) -> int:
        return len(self._made)

    def _refuse_another(self, made: files.Replacement) -> None:
        """Raises ClusterError where a file is there that we did not write."""
        path = made.path
        if path.name in self._ours or not path.exists():
            return
        made.text.flush()
        if (self.folder / MANIFEST).exists() or not _of_same_columns(path, made.unfinished):
            raise self._refused(path, "was not written by clustercli; it was left alone, and nothing was exported.")

    def _refused(self, path: Path, why: str) -> ClusterError:
        return ClusterError(f"{self._shown(path)} {why}", "  Move it away, or name another folder with --out.")

    def _keep_manifest(self) -> None:
        """List what we are about to write before any of it is there: no file of ours is ever taken for another's."""
        names = sorted({*self._ours, *(made.path.name for made in self._made)})
        if names == self._ours:
            return
        self.at = self.folder / MANIFEST
        manifest = files.Replacement(self.at)
        try:
            manifest.text.write(json.dumps({"written by": "clustercli export", "files": names}, indent=1) + "\n")
            manifest.finish()
            manifest.put()
        finally:
            manifest.drop()
        files.sync(self.folder)


def written(folder: Path) -> list[str]:
    """The names of the files in a folder that exports of ours wrote there. Raises OSError where that cannot be read."""
    manifest = folder / MANIFEST
    with suppress(FileNotFoundError, ValueError, TypeError, KeyError, RecursionError):  # one that is none says nothing
        names = json.loads(manifest.read_text("utf-8"))["files"] if S_ISREG(manifest.stat().st_mode) else []
        return sorted(name for name in names if isinstance(name, str))
    return []


def _of_same_columns(old: Path, new: Path) -> bool:
    """Whether a file begins with names of columns as we write them: so did those of versions without a manifest, that
    may have had fewer columns.
    """
    with old.open("rb") as first, new.open("rb") as second:
        head, heads = (file.readline().removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") for file in (first, second))
    return len(head) >= _HEAD and heads.startswith(head)


def folders(index: Path) -> list[Path]:
    """The folders that were exported to, as remembered beside the index."""
    with suppress(OSError):
        lines = os.fsdecode(_list(index).read_bytes()).splitlines()
        return [Path(line) for line in dict.fromkeys(lines) if line]
    return []


def remember(index: Path, folder: Path) -> None:
    """Remember a folder that was exported to, where the index is kept."""
    if folder not in folders(index) and "\n" not in str(folder):
        with suppress(OSError), _list(index).open("ab") as file:
            file.write(b"\n%b\n" % os.fsencode(folder))


def _list(index: Path) -> Path:
    return index.with_name(f"{index.name}.exports")
