"""Which files make up a catalogue, and what each of them holds; nothing is read here."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from clustercli.errors import Problem
from clustercli.named import NamedTuple
from clustercli.records.kinds import KINDS
from clustercli.records.reading import did_you_mean, near

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKER = "catalogue.yaml"
SINGLE = {MARKER: "catalogue", "sources.yaml": "sources", "match.yaml": "policy"}
VOCABULARY = "vocabulary"  # the reading of every record depends on it: when it changes, everything is read again
FOLDERS = {kind.folder: kind.name for kind in KINDS} | {VOCABULARY: VOCABULARY}
BORROWED = frozenset({VOCABULARY, "policy"})  # what a catalogue may leave to the bundled one


_NOWHERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


class Found(NamedTuple):
    """A file of the catalogue: its path below the data folder, what it holds, and the guards of its freshness."""

    path: str
    role: str
    size: int
    mtime: int
    ctime: int
    inode: int


def data_folder(folder: Path) -> Path | None:
    """The data folder that a folder is or has (marked by catalogue.yaml), or None.

    Raises OSError where it may have one that cannot be looked into.
    """
    for place in (folder / "data", folder):
        try:
            if stat.S_ISREG((place / MARKER).stat().st_mode):
                return place
        except ValueError:  # no name of a file
            return None
        except OSError as error:
            if error.errno not in _NOWHERE:
                raise
    return None


def scan(data: Path, fallback: Path) -> tuple[dict[str, Found], list[Problem]]:
    """All files of the catalogue by path, in order, and what lies there that cannot be one.

    A catalogue without a vocabulary or a match policy of its own uses those of `fallback` (by their full paths).
    """
    found, problems = _scan(data, "")
    for role in BORROWED - {file.role for file in found.values()}:
        place = next(name for name, of in (SINGLE | FOLDERS).items() if of == role)
        if (fallback / place).is_dir():
            found |= _scan(fallback / place, f"{fallback / place}/", role)[0]
        elif (fallback / place).is_file():
            path = str(fallback / place)
            found[path] = _found(path, role, (fallback / place).stat())
    return dict(sorted(found.items())), problems


def _scan(folder: Path, prefix: str, every: str = "") -> tuple[dict[str, Found], list[Problem]]:
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for path, entry in _walk(str(folder), prefix, problems):
        role, problem = (every, None) if every else role_of(path)
        if problem is None:
            try:
                info = entry.stat()
            except OSError as error:
                problem = Problem(path, 1, 1, "F001", f"cannot be read: {error.strerror}", "check its permissions")
                if error.errno in _NOWHERE:
                    problem = Problem(path, 1, 1, "F001", "a link that leads nowhere", "correct or delete it")
            else:
                if stat.S_ISREG(info.st_mode):
                    found[path] = _found(path, role, info)
                    continue
                problem = Problem(path, 1, 1, "F001", "not a regular file", "move it out of the catalogue")
        problems.append(problem)
    return found, sorted(problems)


def _found(path: str, role: str, info: os.stat_result) -> Found:
    return Found(path, role, info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)


def _walk(
    folder: str, prefix: str, problems: list[Problem], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The YAML files below a folder, linked folders included; what cannot be entered or named is a problem."""
    real = os.path.realpath(folder)
    if real in above:
        problems.append(Problem(prefix, 1, 1, "F001", "a link to a folder above it", "delete the link"))
        return
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        problems.append(Problem(prefix.rstrip("/") or ".", 1, 1, "F001", message, "check its permissions"))
        return
    for entry in entries:
        name = entry.name
        is_yaml = name.lower().endswith((".yaml", ".yml"))
        if name.startswith("."):
            continue
        if not is_yaml and _is_folder(entry):
            yield from _walk(entry.path, f"{prefix}{name}/", problems, (*above, real))
        elif is_yaml and name.isprintable():
            yield prefix + name, entry
        elif is_yaml:
            shown = ascii(prefix + name)[1:-1]
            problems.append(Problem(shown, 1, 1, "F006", "the file's name cannot be printed", "rename it"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a link to one; links that lead round in a circle are none."""
    with suppress(OSError):
        return entry.is_dir()
    return False


def role_of(path: str) -> tuple[str, Problem | None]:
    """What a file at a path below the data folder holds, or why it can hold nothing."""
    folder, slash, _ = path.partition("/")
    role = FOLDERS.get(folder) if slash else SINGLE.get(path)
    if role is not None:
        return role, None
    if slash:
        message = f"the folder '{folder}' holds no kind of record{did_you_mean(folder, FOLDERS)}"
        return "", Problem(path, 1, 1, "F004", message, f"folders: {', '.join(FOLDERS)}")
    stems = {name.partition(".")[0]: name for name in SINGLE}
    meant = "".join(f"; did you mean {stems[stem]}?" for stem in near(path.partition(".")[0], stems))
    message = f"'{path}' is not a file of the catalogue{meant}"
    return "", Problem(path, 1, 1, "F004", message, f"records lie in folders: {', '.join(FOLDERS)}")
