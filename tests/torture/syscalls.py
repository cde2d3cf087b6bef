"""The system calls that a tracer stops at, on both machines, and where each of them names a file."""

from __future__ import annotations

import ctypes
import os
import platform
from pathlib import Path
from typing import NamedTuple

MACHINE = platform.machine()
ARM = MACHINE == "aarch64"
HERE = -100  # AT_FDCWD
WRITABLE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_PATH_MOST = 4096  # bytes
RET_ALLOW, RET_TRACE = 0x7FFF0000, 0x7FF00000
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_LOAD, _IS, _RETURN = 0x20, 0x15, 0x06  # the three instructions of the filter


class Where(NamedTuple):
    """Which arguments name a file: a descriptor, or pairs of (descriptor of a folder or -1, path)."""

    descriptor: int = -1
    paths: tuple[tuple[int, int], ...] = ()


_FD = Where(0)
_PATH = Where(paths=((-1, 0),))
_AT = Where(paths=((0, 1),))

# name: number on x86_64, number on aarch64 (-1: it has none), where
CHANGING: dict[str, tuple[int, int, Where]] = {
    "write": (1, 64, _FD),
    "pwrite64": (18, 68, _FD),
    "writev": (20, 66, _FD),
    "pwritev": (296, 70, _FD),
    "sendfile": (40, 71, _FD),
    "copy_file_range": (326, 285, Where(2)),
    "ftruncate": (77, 46, _FD),
    "fallocate": (285, 47, _FD),
    "fsync": (74, 82, _FD),
    "fdatasync": (75, 83, _FD),
    "fchmod": (91, 52, _FD),
    "fchown": (93, 55, _FD),
    "close": (3, 57, _FD),
    "open": (2, -1, _PATH),
    "creat": (85, -1, _PATH),
    "openat": (257, 56, _AT),
    "truncate": (76, 45, _PATH),
    "rename": (82, -1, Where(paths=((-1, 0), (-1, 1)))),
    "renameat": (264, 38, Where(paths=((0, 1), (2, 3)))),
    "renameat2": (316, 276, Where(paths=((0, 1), (2, 3)))),
    "link": (86, -1, Where(paths=((-1, 0), (-1, 1)))),
    "linkat": (265, 37, Where(paths=((0, 1), (2, 3)))),
    "symlink": (88, -1, Where(paths=((-1, 1),))),
    "symlinkat": (266, 36, Where(paths=((1, 2),))),
    "unlink": (87, -1, _PATH),
    "unlinkat": (263, 35, _AT),
    "rmdir": (84, -1, _PATH),
    "mkdir": (83, -1, _PATH),
    "mkdirat": (258, 34, _AT),
    "chmod": (90, -1, _PATH),
    "fchmodat": (268, 53, _AT),
    "fchmodat2": (452, 452, _AT),
    "chown": (92, -1, _PATH),
    "fchownat": (260, 54, _AT),
    "utimensat": (280, 88, _AT),
}
READING: dict[str, tuple[int, int, Where]] = {
    "read": (0, 63, _FD),
    "pread64": (17, 67, _FD),
    "readv": (19, 65, _FD),
    "getdents64": (217, 61, _FD),
    "fstat": (5, 80, _FD),
    "stat": (4, -1, _PATH),
    "lstat": (6, -1, _PATH),
    "newfstatat": (262, 79, _AT),
    "statx": (332, 291, _AT),
    "access": (21, -1, _PATH),
    "faccessat2": (439, 439, _AT),
    "readlink": (89, -1, _PATH),
    "readlinkat": (267, 78, _AT),
}
ALL = CHANGING | READING
WRITES = ("write", "pwrite64")  # those that can be torn: their length is the third argument
OPENS = ("open", "openat", "creat")
TAKE_ROOM = (*WRITES, *OPENS, "writev", "pwritev", "fallocate", "sendfile", "copy_file_range", "mkdir", "mkdirat")
RENAMES = ("rename", "renameat", "renameat2")
NUMBERS = {name: arm if ARM else intel for name, (intel, arm, _) in ALL.items()}
NAMES = {number: name for name, number in NUMBERS.items() if number >= 0}


def stops(*, reading: bool) -> list[tuple[int, int, int, int]]:
    """A filter, as instructions (code, if, else, value): the kernel asks the tracer about these calls only."""
    numbers = [number for number, name in NAMES.items() if reading or name in CHANGING]
    asked = [(_IS, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    return [
        (_LOAD, 0, 0, 4),  # the machine whose calls are meant
        (_IS, 1, 0, _AUDIT.get(MACHINE, 0)),
        (_RETURN, 0, 0, RET_ALLOW),
        (_LOAD, 0, 0, 0),  # the call's number
        *asked,
        (_RETURN, 0, 0, RET_ALLOW),
        (_RETURN, 0, 0, RET_TRACE),
    ]


def named(pid: int, descriptor: int) -> str:
    """The path of an open file of a process."""
    try:
        return str(Path(f"/proc/{pid}/fd/{descriptor}").readlink()).removesuffix(" (deleted)")
    except OSError:
        return ""


def path_at(pid: int, folder: int, address: int) -> str:
    """The path that a call names, made absolute."""
    descriptor = ctypes.c_int(folder & 0xFFFFFFFF).value
    within = str(Path(f"/proc/{pid}/cwd").readlink()) if descriptor == HERE else named(pid, descriptor)
    return os.path.normpath(os.path.join(within, _text(pid, address)))  # noqa: PTH118 (a link is to stay one)


def _text(pid: int, address: int) -> str:
    """A text in the memory of a process."""
    if not address:
        return ""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        left = -address % _PATH_MOST or _PATH_MOST  # the next page may not be there
        data = memory.read(left)
        if b"\0" not in data:
            data += memory.read(_PATH_MOST)
    return os.fsdecode(data.partition(b"\0")[0])


def is_written(pid: int, descriptor: int) -> bool:
    """Whether a descriptor was opened for writing."""
    info = Path(f"/proc/{pid}/fdinfo/{descriptor}").read_text(encoding="ascii")
    return bool(int(info.split("flags:")[1].split()[0], 8) & WRITABLE)
