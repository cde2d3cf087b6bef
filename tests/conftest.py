"""What tests share: a real process with an empty home, the same in this process, and small catalogues on disk."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from clustercli.app import run as run_here
from clustercli.env import Environment

ROOT = Path(__file__).parent.parent

# A slow or busy machine is no reason for a property to fail.
settings.register_profile("project", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("project")


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass
class Clustercli:
    """The program, with a home of its own and a folder to run in."""

    home: Path
    folder: Path
    used: tuple[Path, Path] | None = None
    """Indexes of the bundled catalogue and of an empty one, as one has them who has used the program before."""

    def _warm(self) -> None:
        """Begin with an index that knows the bundled vocabulary, which takes a second or two to make; the records of
        a catalogue are read all the same, as those of files that have come.
        """
        data = self.folder / "data"
        cache = self.home / "cache" / "clustercli"
        if self.used is None or cache.exists() or (data / "vocabulary").exists():
            return
        cache.mkdir(parents=True)
        bundled, empty = self.used
        if data.exists():
            shutil.copy2(empty, cache / f"{zlib.crc32(str(data.resolve()).encode()):08x}.db")
        else:
            shutil.copy2(bundled, cache)

    def variables(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        own = {"HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / "cache"), "CLUSTERCLI_TODAY": "2026-11-22"}
        return own | dict(more or {})

    def __call__(self, *arguments: str, variables: Mapping[str, str] | None = None, width: int = 0) -> Result:
        """Run in this process; with a `width`, on a terminal as wide."""
        self._warm()
        out, err = (Terminal(), Terminal()) if width else (io.StringIO(), io.StringIO())
        more = {"COLUMNS": str(width), "NO_COLOR": "1"} if width else {}
        env = Environment(self.variables({**more, **(variables or {})}), self.folder, out, err)
        code = run_here(list(arguments), env)
        return Result(code, out.getvalue(), err.getvalue())

    def screen(self, *arguments: str, width: int = 80) -> str:
        """Everything that a person sees on a terminal, in order."""
        self._warm()
        both = Terminal()
        env = Environment(self.variables({"COLUMNS": str(width), "NO_COLOR": "1"}), self.folder, both, both)
        run_here(list(arguments), env)
        return both.getvalue()

    def process(self, *arguments: str, variables: Mapping[str, str] | None = None) -> Result:
        """Run in a process of its own, as a user does."""
        self._warm()
        path = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "clustercli", *arguments],
            cwd=self.folder,
            env=self.variables({**path, **(variables or {})}),
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def write(self, files: Mapping[str, str]) -> None:
        """Write files below the folder."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        time.sleep(0.06)  # a file younger than this is read again by the next command


@pytest.fixture(scope="session")
def used(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Indexes of the bundled catalogue and of an empty one, made once."""
    indexes: list[Path] = []
    for name in ("bundled", "empty"):
        place = tmp_path_factory.mktemp(name)
        made = Clustercli(place, place)
        if name == "empty":
            made.write({"data/catalogue.yaml": "title: Empty\n"})
        made("load")
        indexes += (made.home / "cache" / "clustercli").glob("*.db")
    bundled, empty = indexes
    return bundled, empty


@pytest.fixture
def clustercli(tmp_path: Path, used: tuple[Path, Path]) -> Clustercli:
    """The program in an empty folder, where the bundled catalogue answers."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return Clustercli(tmp_path / "home", folder, used)


@pytest.fixture
def small(clustercli: Clustercli) -> Clustercli:
    """The program in a folder with a small catalogue of its own (and the bundled vocabulary and policy)."""
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Small\n",
            "data/clusters/all.yaml": CLUSTERS,
            "data/smes/all.yaml": SMES,
            "data/projects/bridge.yaml": PROJECT,
            "data/institutions/all.yaml": "- id: nca\n  name: {cs: Národní klastrová asociace}\n  country: CZ\n",
        }
    )
    return clustercli


CLUSTERS = """\
- id: clutex
  name: {cs: CLUTEX - klastr technické textilie, en: CLUTEX}
  country: CZ
  city: Liberec
  sectors: [technical-textiles]
  offers: [{concept: joint-fairs, text: joint stands}]
- id: facts
  name: Klaster FACTS
  country: RS
  city: Niš
  sectors: [apparel]
  needs: [{concept: fabrics, text: cotton fabrics}]
"""
SMES = """\
- id: mileta
  name: Mileta
  country: CZ
  sectors: [fabrics]
  products: [{concept: fabrics, text: cotton cloth}]
  needs: [{concept: contract-sewing, text: seamstresses to order}]
  member_of: [clutex]
- id: sivara
  name: {sr-Cyrl: Шивара Ниш, sr-Latn: Šivara Niš}
  country: RS
  city: Niš
  sectors: [apparel]
  offers: [{concept: contract-sewing, text: sewing to order}]
  needs: [{concept: fabrics, text: woven cotton}]
"""
PROJECT = """\
id: bridge
name: The Bridge
start: 2016-06
end: 2016-11
partners:
  - {organisation: clutex, role: lead}
  - {name: Cluster House, country: RS, role: partner}
milestones:
  - {date: 2016-10-13, title: Forum in Niš, kind: forum, country: RS, status: done}
  - {date: 2016-36, title: Agreement, kind: agreement}
"""

Run = Callable[..., Result]
