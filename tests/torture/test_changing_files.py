"""A file that changes, goes or comes while it is read is answered from as it was or as it is, and never stays stale."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SMES, Result
from tests.torture.conftest import Tally
from tests.torture.tracer import Call, Plan
from tests.torture.worlds import EDITED, LATER, LOAD, Scenario, World

pytestmark = pytest.mark.usefixtures("traceable")
LIST = ("list", "smes", "--format", "json")
PROMISE = "a file changed while it was read: the old or the new one was read, and then the new one"
OTHER = SMES.replace("Mileta", "Milota")  # as long as it was


def overwritten(file: Path) -> None:
    """Written over in place, as many an editor does."""
    file.write_text(LATER, encoding="utf-8")


def overwritten_as_long(file: Path) -> None:
    file.write_text(OTHER, encoding="utf-8")


def replaced(file: Path) -> None:
    """Put in its place whole, as git and other editors do."""
    new = file.with_name(".new")
    new.write_text(LATER, encoding="utf-8")
    new.replace(file)


def replaced_with_its_time(file: Path) -> None:
    """As long, and with the same time of change: as rsync and cp -p do."""
    info, new = file.stat(), file.with_name(".new")
    new.write_text(OTHER, encoding="utf-8")
    os.utime(new, ns=(info.st_atime_ns, info.st_mtime_ns))
    new.replace(file)


def deleted(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    """Half of it: somebody is writing it, and goes on after our command."""
    file.write_text(SMES[: len(SMES) // 2], encoding="utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    change.__name__: change
    for change in (overwritten, overwritten_as_long, replaced, replaced_with_its_time, deleted, cut)
}


def readings(calls: list[Call]) -> list[int]:
    """The calls that look at the catalogue or the index."""
    parts = [set(Path(call.path).parts) for call in calls]
    return [at for at, found in enumerate(parts, 1) if {"work", "data"} <= found or "cache" in found]


def put_back(world: World) -> None:
    """The old file, and an index that knows it."""
    file = world.work / EDITED
    if not file.exists() or file.read_text(encoding="utf-8") != SMES:
        world.program.write({EDITED: SMES})
    if world.scenario.before:
        world.program(*LOAD)
    else:
        world.restore()


def changed_at(world: World, at: int, change: str, old: Result) -> list[str]:
    """What is wrong where a file changes before a call."""
    put_back(world)
    file = world.work / EDITED
    run = world.traced(Plan(at, "meanwhile"), reading=True, meanwhile=lambda: CHANGES[change](file))
    if change == "cut":
        file.write_text(LATER, encoding="utf-8")
    time.sleep(0.06)  # a file younger than this is read again by the next command
    new = world.program("--index", str(world.root / "new.db"), *LIST)
    faults = []
    told = "See: clustercli check" in run.err  # that something could not be read
    if run.out not in (old.out, new.out) and not told:
        faults.append(f"before call {at} {change}: neither the old nor the new answer: {run}")
    then = world.program(*LIST)
    if (then.code, then.out, then.err) != (new.code, new.out, new.err):
        faults.append(f"before call {at} {change}: the next answer is stale: {then}")
    return faults


def trials(root: Path, change: str, *, warm: bool, sample: int = 0) -> tuple[int, list[str]]:
    root = root / f"{change}-{warm}"
    root.mkdir()
    world = World(root, Scenario(LIST, (LOAD,) if warm else ()))
    world.restore()
    old = world.program(*LIST)
    put_back(world)
    moments = readings(world.traced(reading=True).calls)
    if sample:
        moments = [at for number, at in enumerate(moments) if number % max(1, len(moments) // sample) == 0]
    return len(moments), [fault for at in moments for fault in changed_at(world, at, change, old)]


@pytest.mark.parametrize("change", CHANGES)
def test_some_moments_of_a_change(change: str, tmp_path: Path, tally: Tally) -> None:
    tried, faults = trials(tmp_path, change, warm=False, sample=2)
    assert not faults, "\n".join(faults)
    tally(PROMISE, tried, "changes")


@pytest.mark.torture
@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_every_moment_of_a_change(change: str, warm: bool, tmp_path: Path, tally: Tally) -> None:
    tried, faults = trials(tmp_path, change, warm=warm)
    assert not faults, "\n".join(faults)
    tally(PROMISE, tried, "changes")
