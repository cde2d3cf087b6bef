"""Small worlds in which commands are broken: a catalogue, its index, the user's files, put back before each trial."""

from __future__ import annotations

import os
import shutil
import sys
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT, SMES, Clustercli, Result
from tests.torture import tracer
from tests.torture.contents import Rows, contents
from tests.torture.tracer import UNDISTURBED, Call, Plan, Traced

PROCESSES = 2
_PARTS = 4  # of the trials of a scenario, so that no process is idle for long
NEW = "data/smes/brand-new.yaml"
EDITED = "data/smes/all.yaml"

# A vocabulary of its own: the bundled one takes a second to read.
VOCABULARY = """\
- id: textile
  nace: ["13"]
  words: {en: [textile, textiles], cs: [textil], sr: [tekstil], bg: [текстил]}
- id: fabrics
  parent: textile
  words: {en: [fabrics, cloth], cs: [tkaniny], sr: [tkanine], bg: [тъкани]}
- id: apparel
  nace: ["14"]
  words: {en: [apparel, clothing], cs: [oděvy], sr: [odeća], bg: [облекло]}
- id: contract-sewing
  parent: apparel
  words: {en: [contract sewing], cs: [šití na zakázku], sr: [usluge šivenja]}
"""
LATER = SMES.replace("woven cotton", "linen") + "- {id: pirin, name: Пирин, country: BG, sectors: [apparel]}\n"
FILES = {
    "data/catalogue.yaml": "title: Small\n",
    "data/vocabulary/words.yaml": VOCABULARY,
    "data/clusters/clutex.yaml": "id: clutex\nname: CLUTEX\ncountry: CZ\ncity: Liberec\nsectors: [textile]\n",
    EDITED: SMES,
    "data/projects/bridge.yaml": "id: bridge\nname: The Bridge\nstart: 2016-06\nend: 2016-11\npartners:\n"
    "  - {organisation: clutex, role: lead}\n  - {name: Cluster House, country: RS, role: partner}\n"
    "milestones:\n  - {date: 2016-10-13, title: Forum in Niš, kind: forum, country: RS, status: done}\n",
}
LOAD, EDIT = ("load",), ("edit",)
NEW_ONE = ("new", "sme")
EXPORT = ("export", "--out", "lists")


class Scenario(NamedTuple):
    """A command, and what has happened before it: commands, and an edit of a file."""

    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = (LOAD,)


SCENARIOS = {
    "load, the first": Scenario(LOAD, ()),
    "load after an edit": Scenario(LOAD, (LOAD, EDIT)),
    "load --rebuild": Scenario(("load", "--rebuild")),
    "export, the first": Scenario(EXPORT),
    "export of changes": Scenario(EXPORT, (EXPORT, EDIT, LOAD)),
    "export after an edit": Scenario(EXPORT, (EXPORT, EDIT)),
    "new": Scenario((*NEW_ONE, "brand-new", "--about", "cotton cloth")),
    "init": Scenario(("init", "mine")),
    "check, the first": Scenario(("check",), ()),
    "check": Scenario(("check",)),
    "match, the first": Scenario(("match", "--country", "RS", "--format", "json"), ()),
    "match": Scenario(("match", "--country", "RS", "--format", "json")),
    "match --all": Scenario(("match", "--all", "--format", "json")),
    "match --all after an edit": Scenario(
        ("match", "--all", "--format", "json"), (("match", "--all", "--format", "json"), EDIT)
    ),
}
SAMPLED = [name for name in SCENARIOS if not name.startswith(("check", "match,")) and name != "match"]
PROBES = (("match", "--country", "RS", "--format", "json"), ("list", "smes", "--format", "json"), ("show", "bridge"))


class World:
    """A folder with a catalogue, a home and a place for temporary files, as a scenario wants them."""

    def __init__(self, root: Path, scenario: Scenario) -> None:
        self.root = root = root.resolve()
        self.work, self.lists, self.mine = root / "work", root / "work/lists", root / "work/mine"
        self.changing = (root / "cache", self.lists, self.mine, root / "tmp")
        self.scenario = scenario
        self.program = Clustercli(root, self.work)
        self.program.write(FILES)
        (root / "outputs").mkdir()
        for step in scenario.before:
            if step == EDIT:
                self.program.write({EDITED: LATER})
            else:
                assert self.program(*step).code == 0
        for folder in self.changing:
            if folder.exists():
                shutil.copytree(folder, root / "saved" / folder.name)
        self.lists_before = files_below(self.lists)
        self.records = records(self.work)
        self.index = self.fresh()

    def fresh(self) -> Rows:
        """The contents of an index made now, elsewhere."""
        self.program("--index", str(self.root / "fresh.db"), "load")
        made = contents(self.root / "fresh.db")
        (self.root / "fresh.db").unlink()
        return made

    def restore(self) -> None:
        """Put everything back as it was before the command, but for the catalogue, which no command changes."""
        for folder in self.changing:
            shutil.rmtree(folder, ignore_errors=True)
            if (saved := self.root / "saved" / folder.name).exists():
                shutil.copytree(saved, folder)
        (self.root / "tmp").mkdir(exist_ok=True)
        for path in (self.work / NEW).parent.iterdir():
            if path.name != Path(EDITED).name:
                path.unlink()

    def variables(self) -> dict[str, str]:
        more = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        same = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(self.root / "tmp")}
        return self.program.variables(more | same)

    def traced(
        self, plan: Plan = UNDISTURBED, *, reading: bool = False, meanwhile: Callable[[], object] = list
    ) -> Traced:
        """Run the command of the scenario in a process of its own, as it is planned."""
        command = [sys.executable, "-P", "-m", "clustercli", *self.scenario.command]
        watched, outputs = [self.work, self.root / "cache", self.root / "tmp"], self.root / "outputs"
        return tracer.run(
            command, self.variables(), self.work, watched, outputs, plan, reading=reading, meanwhile=meanwhile
        )

    def ask(self) -> list[Result]:
        """What the next commands say."""
        return [self.program(*probe) for probe in PROBES]

    @property
    def index_file(self) -> Path:
        """Where the index lies."""
        return self.root / f"cache/clustercli/{zlib.crc32(str(self.work / 'data').encode()):08x}.db"

    def index_now(self) -> Rows:
        """The contents of the index as it lies there."""
        return contents(self.index_file)

    def new(self) -> bytes:
        """What the file that `new` makes holds, if it is there."""
        return (self.work / NEW).read_bytes() if (self.work / NEW).exists() else b""

    def again(self) -> Result:
        """Give the command once more; `new` also for another one, for what is there is refused at once."""
        if self.scenario.command[:1] == NEW_ONE[:1]:
            assert self.program(*NEW_ONE, "another").code == 0
        return self.program(*self.scenario.command)

    def names(self) -> list[str]:
        """All files and folders that a command can leave behind."""
        places = (self.root / "cache", self.root / "tmp", self.work)
        return sorted(str(path.relative_to(self.root)) for place in places for path in place.rglob("*"))


class Undisturbed(NamedTuple):
    """How a command ends, and what is left, where nothing is in its way."""

    run: Traced
    lists: dict[str, bytes]
    mine: dict[str, bytes]
    new: bytes
    answers: list[Result]
    names: list[str]
    """The files that are there in the end, after another run of it."""


@cache
def world(root: Path, name: str) -> tuple[World, Undisturbed]:
    """The world of a scenario in this process, with how its command ends there."""
    place = root / str(os.getpid()) / name.replace(" ", "-")
    place.mkdir(parents=True)
    made = World(place, SCENARIOS[name])
    made.restore()
    run = made.traced()
    assert run.code == 0, run.err
    lists, mine, new = files_below(made.lists), files_below(made.mine), made.new()
    answers = made.ask()
    made.again()
    return made, Undisturbed(run, lists, mine, new, answers, made.names())


def files_below(folder: Path) -> dict[str, bytes]:
    """The files in a folder that are not hidden, with their bytes."""
    found = folder.rglob("*") if folder.exists() else ()
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in found
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


class Held(NamedTuple):
    """A file or a folder as it lies there."""

    is_file: bool
    held: bytes
    mtime: int
    inode: int
    mode: int


def look(folder: Path) -> dict[str, Held]:
    """Every file and folder below a folder, and itself."""
    found: dict[str, Held] = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        info, is_file = path.stat(), path.is_file()
        name = path.relative_to(folder).as_posix()
        found[name] = Held(is_file, path.read_bytes() if is_file else b"", info.st_mtime_ns, info.st_ino, info.st_mode)
    return found


def records(work: Path) -> dict[str, Held]:
    """The files of the catalogue, but for hidden ones and the one that `new` makes."""
    found = look(work / "data").items()
    return {name: held for name, held in found if held.is_file and "/." not in name and not NEW.endswith(name)}


Trial = Callable[[World, Undisturbed, Plan], list[str]]
Plans = Callable[[list[Call]], list[Plan]]


class Outcome(NamedTuple):
    """How many trials there were, and what went wrong in them."""

    tried: int
    faults: list[str]


def trials(
    trial: Trial, plans: Plans, root: Path, names: Iterable[str], sample: int = 0, *, reading: bool = False
) -> Outcome:
    """Try all that is planned for the calls of each scenario, or a `sample` spread over it, in a few processes.

    Calls that only read count where `reading`.
    """
    parts = 1 if sample else _PARTS
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        waiting = [
            pool.submit(_part, trial, plans, root, name, slice(part, None, parts), sample, reading)
            for name in names
            for part in range(parts)
        ]
        done = [future.result() for future in waiting]
    return Outcome(sum(part.tried for part in done), [fault for part in done for fault in part.faults])


def _part(trial: Trial, plans: Plans, root: Path, name: str, part: slice, sample: int, reading: bool) -> Outcome:
    """Every so manieth of the trials of a scenario."""
    made, undisturbed = world(root, name)
    made.restore()
    calls = made.traced(reading=True).calls if reading else undisturbed.run.calls
    planned = plans(calls)
    if sample:
        planned = planned[:: max(1, -(-len(planned) // sample))]
    faults = []
    for plan in planned[part]:
        made.restore()
        call = calls[plan.at - 1]
        found = trial(made, undisturbed, plan)
        what = f"{name}, {plan.action} {plan.error or ''} at {plan.at}, {call.name} of {Path(call.path).name}"
        faults += [f"{what}: {fault}" for fault in found]
    return Outcome(len(planned[part]), faults)
