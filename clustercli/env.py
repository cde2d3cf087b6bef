"""What comes from outside: where the catalogue and its index lie, streams, width, colour, and today's date."""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from clustercli.errors import ClusterError, Exit
from clustercli.records import languages

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from clustercli.index.refresh import Changes


def _bundled() -> Path:
    """The catalogue that comes with the package: inside an installed one, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


BUNDLED = _bundled()
_NARROWEST, _WIDEST = 40, 1000  # columns
_PAGE = 110  # columns of a text at most
_LOWEST = 12  # lines


def _here() -> Path:
    """The folder the command runs in; the root where it has been deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path(os.sep)


def _home(variables: Mapping[str, str]) -> Path:
    """The user's home; a place where nothing can be kept, where there is none."""
    given = variables.get("HOME") or variables.get("USERPROFILE")
    if given:
        return Path(given)
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


class Environment:
    """One run's surroundings. Tests make their own; `Environment()` is the process it runs in."""

    def __init__(
        self,
        variables: Mapping[str, str] | None = None,
        folder: Path | None = None,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.variables = os.environ if variables is None else variables
        self.folder = folder or _here()
        self._out = out or sys.stdout
        self.err = err or sys.stderr
        self.catalogue: Path | None = None
        self.index: Path | None = None
        self.lang = ""
        self.debug = False
        self.aged: tuple[str, ...] = ()  # columns with ids of records whose age is asked for
        self.arguments: list[str] = []
        self._opened: list[sqlite3.Connection] = []
        self._found = False  # whether the index that was opened lay there, and was not made by this run
        self._anew = False  # whether it is to be made anew, whatever lies there
        self.begun = False  # whether the answer has begun
        self._said: list[str] = []  # on stderr
        self._told: frozenset[str] = frozenset()  # on stderr, before all was begun once more

    @cached_property
    def today(self) -> date:
        """Today, or the day that CLUSTERCLI_TODAY names."""
        given = self.variables.get("CLUSTERCLI_TODAY")
        if not given:
            return date.today()
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise ClusterError(
                f"CLUSTERCLI_TODAY: '{given}' is not a day such as 2026-11-22", code=Exit.USAGE
            ) from None

    @property
    def out(self) -> TextIO:
        """Where the answer goes; whoever takes it begins to answer."""
        self.begun = True
        return self._out

    @cached_property
    def terminal(self) -> bool:
        """Whether the output goes to a terminal."""
        return self._out.isatty()

    @cached_property
    def width(self) -> int:
        """Columns of the terminal; 80 where there is none."""
        given = self.variables.get("COLUMNS", "")
        if given.isascii() and given.isdigit() and 0 < int(given) < _WIDEST:
            return max(int(given), _NARROWEST)
        try:
            return max(os.get_terminal_size(self._out.fileno()).columns, _NARROWEST)
        except (OSError, ValueError):
            return 80

    @property
    def page_width(self) -> int:
        """Columns of a text for reading: as many as an eye can follow, and the terminal has."""
        return min(self.width, _PAGE)

    @cached_property
    def height(self) -> int:
        """Lines of the terminal; 24 where there is none."""
        given = self.variables.get("LINES", "")
        if given.isascii() and given.isdigit() and 0 < int(given) < _WIDEST:
            return max(int(given), _LOWEST)
        try:
            return max(os.get_terminal_size(self._out.fileno()).lines, _LOWEST)
        except (OSError, ValueError):
            return 24

    @cached_property
    def colour(self) -> bool:
        """Whether colour is wanted: on a terminal, and NO_COLOR not set."""
        return self.terminal and not self.variables.get("NO_COLOR") and self.variables.get("TERM") != "dumb"

    @cached_property
    def locale_language(self) -> str:
        """The language of the user's locale, as a tag; empty where it is none that answers can come in."""
        given = (self.variables.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return languages.of_locale(next(filter(None, given), "")) or ""

    @property
    def language(self) -> str:
        """The language to speak to a person in: the one asked for, else that of the locale, else English."""
        return self.lang or self.locale_language or "en"

    @cached_property
    def data(self) -> Path:
        """The data folder of the catalogue in use. Raises ClusterError where the one asked for is none."""
        from clustercli.catalogue.scan import MARKER, data_folder

        asked = self.catalogue or self.variables.get("CLUSTERCLI_CATALOGUE")
        if asked:
            found = data_folder(self.folder / asked)
            if found is None:
                raise ClusterError(
                    f"No catalogue in {asked}: no {MARKER} there.",
                    "  Look around first:  clustercli match --sector textile --country RS     (the bundled catalogue)",
                    "  Start your own:     clustercli init ./catalogue",
                    code=Exit.NOT_FOUND,
                )
            return found.resolve()
        found = data_folder(self.folder)
        for folder in self.folder.parents:
            if found is None:
                with suppress(OSError):  # who cannot look into a folder above has no catalogue there
                    found = data_folder(folder)
        return (found or BUNDLED).resolve()

    @property
    def is_bundled(self) -> bool:
        """Whether the catalogue in use is the one that came with the package."""
        return self.data == BUNDLED.resolve()

    @property
    def shown_data(self) -> str:
        """The data folder as a person here would write it."""
        return self.shown(self.data)

    @cached_property
    def _real_folder(self) -> Path:
        return self.folder.resolve()

    def shown(self, path: Path) -> str:
        """A path as text for a person: relative to the folder the command runs in, where it lies below it."""
        from clustercli.present.text import clean

        try:
            relative = path.relative_to(self._real_folder)
        except ValueError:
            return clean(str(path))
        folder = os.path.isdir(path)  # noqa: PTH112  # is_dir raises where a link leads to what may not be entered
        return clean(f"{relative}/" if folder else str(relative))

    def place(self, path: str) -> str:
        """A file of the catalogue as it is shown in messages."""
        return self.shown(self.data / path)

    @cached_property
    def index_file(self) -> Path:
        """Where the index lies: one file for each catalogue, in the user's cache folder unless told otherwise."""
        if self.index is not None:
            if self.index.suffix in (".yaml", ".yml", ".csv"):
                raise ClusterError(f"--index {self.index}: this is no place for an index.", code=Exit.USAGE)
            place = self.folder / self.index
            if place.exists() and not place.is_file():
                raise ClusterError(f"--index {self.index}: this is not a file.", code=Exit.USAGE)
            return place
        home = _home(self.variables)
        if sys.platform == "win32":
            cache = Path(self.variables.get("LOCALAPPDATA") or home / "AppData" / "Local")
        elif sys.platform == "darwin":
            cache = home / "Library" / "Caches"
        else:
            cache = Path(self.variables.get("XDG_CACHE_HOME") or home / ".cache")
        return cache / "clustercli" / f"{zlib.crc32(str(self.data).encode()):08x}.db"

    def open(self, rebuild: bool = False) -> tuple[sqlite3.Connection, Changes]:
        """The index, fresh, and what changed since it was last used."""
        from clustercli.index import refresh

        connection, changes = refresh.open_fresh(
            self.data,
            BUNDLED.resolve(),
            self.index_file,
            rebuild=rebuild or self._anew,
            progress=self.progress("Reading files"),
        )
        self._opened.append(connection)
        self._found = not (changes.rebuilt or changes.unkept)
        if changes.unkept:
            self.note(f"The index cannot be kept in {self.index_file}: {changes.unkept}; it was made in memory.")
        return connection, changes

    def progress(self, what: str) -> Callable[[int, int], None]:
        """Shows on a terminal how far some work is and how fast it goes, while there is a second or more to wait."""
        first: tuple[float, int] | None = None  # when the first part was done, and how many were by then
        shown = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal shown, first
            if not self.err.isatty():
                return
            now = monotonic()
            first = first or (now, done)
            rate = (done - first[1]) / max(now - first[0], 1e-6)
            left = (total - done) / max(rate, 1e-6)
            if shown and done >= total:
                self.err.write("\r\x1b[K")
            elif done < total and now - shown > 0.2 and left >= 1 and rate:
                shown = now
                self.err.write(f"\r{what}: {done:,} of {total:,}, {left:,.0f} s left, {rate:,.0f} a second\x1b[K")
                self.err.flush()

        return progress

    def close(self) -> None:
        """Let go of the index."""
        while self._opened:
            self._opened.pop().close()

    def distrust_index(self) -> bool:
        """Have the index made anew, by this run or the next one; False where this run made it: no other would help."""
        self.close()
        if not self._found:
            return False
        with suppress(OSError):  # where it may not be touched, this run makes one in memory
            os.utime(self.index_file, ns=(0, 0))
        self._found, self._anew, self._told = False, True, frozenset(self._said)
        return True

    def write_lines(self, lines: Iterable[str]) -> None:
        """Lines of an answer for a person, on stdout."""
        self.out.writelines(f"{line}\n" for line in lines)

    def note(self, *lines: str) -> None:
        """Lines for a person, on stderr."""
        from clustercli.present.text import clean

        with suppress(OSError):  # nobody can be told that nobody can be told
            for line in map(clean, lines):
                if line not in self._told:
                    print(line, file=self.err)
                self._said.append(line)
