"""What measuring needs: the cost of a whole process, and catalogues with their indexes, made once and kept."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
PEERS = str(Path(__file__).with_name("peers.py"))


class Missing(Exception):  # noqa: N818  # a row is left out for it, which is no error
    """Why a row cannot be measured here."""


class Cost(NamedTuple):
    """What a process cost: seconds of CPU (user and system), and the most memory of it and its children, in MiB."""

    cpu: float
    memory: float
    out: str


def cost(command: Sequence[str], variables: dict[str, str], *, terminal: bool = False) -> Cost:
    """Run a command, to a pipe or on a terminal; it must succeed.

    Settings of Python are not passed on: some have every module compiled anew, which no user has.
    """
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | variables
    reader, writer = pty.openpty() if terminal else os.pipe()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, stdout=writer, stderr=errors
        )
        os.close(writer)
        parts, together = _read(reader, process.pid)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read()[-2000:].decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    return Cost(
        used.ru_utime + used.ru_stime, max(used.ru_maxrss / 1024, together), b"".join(parts).decode(errors="replace")
    )


def _read(reader: int, process: int) -> tuple[list[bytes], float]:
    """What comes out, until the end, and the most memory that the process was seen to share with children."""
    parts: list[bytes] = []
    together = 0.0
    with suppress(OSError):  # a terminal whose other end is closed
        while True:
            together = max(together, _together(process))
            if select.select([reader], [], [], 0.1)[0]:
                if not (part := os.read(reader, 1 << 16)):
                    break
                parts.append(part)
    os.close(reader)
    return parts, together


def _together(process: int) -> float:
    """The memory of a process and its children in MiB, pages in common counted once; 0 without children."""
    family, shares = [process], 0
    try:
        for one in family:
            family += map(int, Path(f"/proc/{one}/task/{one}/children").read_text("ascii").split())
        for one in family if len(family) > 1 else ():
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text("ascii"), re.MULTILINE)
            shares += int(found[1]) if found else 0
    except OSError:  # one has ended meanwhile, or this system does not tell
        return 0
    return shares / 1024


class Sizes(NamedTuple):
    """How many firms the catalogues of the rows have."""

    small: int
    medium: int
    large: int


class Bench:
    """A folder with catalogues, indexes and a home, and how the program and its peers are run on them."""

    def __init__(self, folder: Path, sizes: Sizes, peers: str = PYTHON) -> None:
        self.folder, self.sizes, self._peers = folder.resolve(), sizes, peers
        self.variables = {
            "HOME": str(self.folder / "home"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "TERM": "xterm-256color",
            "COLUMNS": "80",
        }
        self._spent: dict[tuple[str, int], Cost] = {}
        self._loaded: set[int] = set()
        self._dearest: list[tuple[str, ...]] = []
        self._known: dict[tuple[str, ...], str] = {}

    def ours(self, *arguments: str, firms: int = 0, index: Path | None = None, terminal: bool = False) -> Cost:
        """What a command costs, on a catalogue of so many firms, or on the real one."""
        where = ["--catalogue", str(self.catalogue(firms)), "--index", str(index or self.index(firms))] if firms else []
        return cost([PYTHON, "-m", "clustercli", *where, *arguments], self.variables, terminal=terminal)

    def python(self, *arguments: str) -> Cost:
        """What this Python costs to do something."""
        return cost([PYTHON, *arguments], self.variables)

    def peer(self, needed: str, *arguments: str) -> Cost:
        """What a function of peers.py costs in the Python that has the library it needs."""
        if not self._tells([self._peers, "-c", f"import {needed}; print('there')"]):
            wanted = f"{needed} is not there: `pip install '.[bench]'` into an environment of its own"
            raise Missing(f"{wanted} (numpy slows other starts), then `--peers ITS/bin/python`")
        return cost([self._peers, PEERS, *arguments], self.variables)

    def help(self, *command: str) -> str:
        """What the help of a command says."""
        return self._tells([PYTHON, "-m", "clustercli", *command, "--help"])

    def dearest_help(self) -> tuple[str, ...]:
        """The command whose help costs most, as its words; none for the program itself."""
        if not self._dearest:
            _, _, listed = self.help().partition("\nCommands:\n")
            commands = [(), *((name,) for name in re.findall(r"^  ([a-z]\S*)", listed, re.MULTILINE))]
            costs = {c: min(self.ours(*c, "--help").cpu for _ in range(2)) for c in commands}
            self._dearest = [max(commands, key=lambda command: costs[command])]
        return self._dearest[0]

    def catalogue(self, firms: int) -> Path:
        """The folder of a catalogue, generated the first time; others when the generator or its sources change."""
        made = self.folder / f"{firms}-{_generator():08x}"
        if not made.exists():
            with tempfile.TemporaryDirectory(dir=self.folder) as half:
                self.python("-m", "tests.benchmarks.generate", str(firms), half)
                (Path(half) / "data").rename(made)
        return made

    def files(self, firms: int) -> list[Path]:
        """The files of its firms, in order."""
        return sorted((self.catalogue(firms) / "smes").iterdir())

    def index(self, firms: int) -> Path:
        """Where the index of a catalogue lies."""
        return self.folder / f"{firms}.db"

    def once(self, name: str, turn: int, run: Callable[[], Cost]) -> Cost:
        """What a dear run costs; measured once a turn, however many rows ask."""
        if (name, turn) not in self._spent:
            self._spent[name, turn] = run()
        return self._spent[name, turn]

    def cold(self, firms: int) -> Cost:
        """What loading into a fresh index costs."""
        self.catalogue(firms)
        for file in self.folder.glob(f"{firms}.db*"):
            file.unlink()
        spent = self.ours("load", firms=firms)
        self._loaded.add(firms)
        return spent

    def loaded(self, firms: int) -> Path:
        """The index of a catalogue, loaded and fresh."""
        if firms not in self._loaded:
            self.ours("load", firms=firms)
            self._loaded.add(firms)
        return self.index(firms)

    def copy(self, firms: int) -> Path:
        """A copy of the index that remembers nothing but the load."""
        copied = self.folder / "copy.db"
        shutil.copy2(self.loaded(firms), copied)
        return copied

    def firm(self, firms: int, turn: int) -> str:
        """The id of a firm, another each turn, from all over the catalogue."""
        files = self.files(firms)
        with files[turn * 37 % len(files)].open(encoding="utf-8") as file:
            return file.readline().removeprefix("- id: ").strip()

    @contextmanager
    def changed(self, firms: int, turn: int) -> Iterator[None]:
        """One firm seeks what it offered and offers what it sought, for as long as this lasts; the index knows not."""
        self.loaded(firms)
        files = self.files(firms)
        file = files[turn * 37 % len(files)]
        before = file.read_text(encoding="utf-8")
        first, rest = before.split("  offers:", 1)
        file.write_text(first + "  needs:" + rest.replace("  needs:", "  offers:", 1), encoding="utf-8")
        time.sleep(0.1)  # a file younger than a clock tick is read again by every command
        try:
            yield
        finally:
            file.write_text(before, encoding="utf-8")
            time.sleep(0.1)
            self.ours("load", firms=firms)

    def _tells(self, command: list[str]) -> str:
        """What a command says, asked once; nothing if it fails."""
        key = tuple(command)
        if key not in self._known:
            try:
                self._known[key] = cost(command, self.variables).out
            except RuntimeError:
                self._known[key] = ""
        return self._known[key]


@cache
def _generator() -> int:
    """A checksum of what the bytes of a catalogue depend on."""
    here = Path(__file__).parent
    checksum = 0
    for file in (here / "generate.py", here / "countries.yaml", *sorted((ROOT / "data" / "vocabulary").iterdir())):
        checksum = zlib.crc32(file.read_bytes(), checksum)
    return checksum
