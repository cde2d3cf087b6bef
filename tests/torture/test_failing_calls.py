"""Every call that can fail does: a command then says so, and ends with 0 only if all was written and synced."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.torture import worlds
from tests.torture.aftermath import aftermath
from tests.torture.conftest import Tally
from tests.torture.syscalls import OPENS, RENAMES, WRITES
from tests.torture.tracer import STDOUT, Call, Plan
from tests.torture.worlds import SAMPLED, SCENARIOS, Undisturbed, World

pytestmark = pytest.mark.usefixtures("traceable")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
SAMPLE = 4  # of the calls of each scenario
PROMISE = "with a call that failed: 0 only if all was written, else a sentence, and the old files"
TOLD = ("See: clustercli check", "it was made in memory", "The lists were not stored", "in the index")
SENTENCES = 2  # and a remedy


def changing(calls: list[Call]) -> list[Plan]:
    """Each call fails once with each error; from each write on the disk is full; each write is cut short."""
    found = []
    for at, call in enumerate(calls, 1):
        found += [Plan(at, "fail", error) for error in ERRORS]
        if call.name in (*WRITES, *OPENS) and call.path != STDOUT:
            found.append(Plan(at, "fail", errno.ENOSPC, stays=True))
        if call.name in WRITES:
            found.append(Plan(at, "short"))
    return found


def reading(calls: list[Call]) -> list[Plan]:
    """Each call fails that reads."""
    reads = ("read", "pread64", "getdents64", "newfstatat", "fstat", "statx", "openat", "stat", "lstat")
    return [Plan(at, "fail", error) for at, call in enumerate(calls, 1) if call.name in reads for error in ERRORS[1:]]


def fail(world: World, undisturbed: Undisturbed, plan: Plan) -> list[str]:
    """What is wrong with a run in which something failed, and after it."""
    run = world.traced(plan)
    faults = []
    if run.code == 0:
        done = worlds.files_below(world.lists), worlds.files_below(world.mine), world.new()
        if (run.out, *done) != (undisturbed.run.out, undisturbed.lists, undisturbed.mine, undisturbed.new):
            faults.append("it ended with 0, and not all was written")
    elif run.code != 1:
        faults.append(f"it ended with {run.code}")
    more = [line for line in run.err.splitlines() if line not in undisturbed.run.err.splitlines()]
    if len(more) > SENTENCES or (run.code and not more) or "Traceback" in run.err or "fault of clu" in run.err:
        faults.append(f"it ended with {run.code} and said: {run.err}")
    return faults + aftermath(world, undisturbed)


def read_fail(world: World, undisturbed: Undisturbed, plan: Plan) -> list[str]:
    """The same where nothing could be read: an answer without it says so."""
    run = world.traced(plan, reading=True)
    faults = []
    same = (run.code, run.out, world.new()) == (undisturbed.run.code, undisturbed.run.out, undisturbed.new)
    told = any(words in run.err for words in TOLD)
    if (run.code == 0 and not same and not told) or run.code not in (0, 1, 3):
        faults.append(f"it ended with {run.code} and other words: {run.out[:300]}{run.err}")
    if (run.code and not run.err) or "Traceback" in run.err or "fault of clu" in run.err:
        faults.append(f"it ended with {run.code} and said: {run.err}")
    return faults + aftermath(world, undisturbed)


def unsynced(calls: list[Call], below: Path, before: set[str]) -> list[str]:
    """What a loss of power could take away from the files below a folder, after a command has ended well.

    `before`: what was there already.
    """
    faults: list[str] = []
    data: set[str] = set()  # written, and not synced since
    entries: set[str] = set()  # named, and the folder not synced since
    for call in calls:
        if not call.path.startswith(str(below)) or call.path == STDOUT:
            continue
        if call.name in WRITES:
            data.add(call.path)
        elif call.name in ("fsync", "fdatasync"):
            data.discard(call.path)
            entries = {path for path in entries if str(Path(path).parent) != call.path}
        elif call.name in RENAMES:
            moved = {path for path in data | entries if path.startswith(call.source + os.sep)} | {call.source} & data
            faults += [f"{Path(path).name} was renamed before it was synced" for path in sorted(moved)]
            data, entries = data - moved, (entries - moved - {call.source}) | {call.path}
        elif call.name in ("unlink", "unlinkat", "rmdir"):
            data.discard(call.path)
            entries.discard(call.path)
        elif call.name in (*OPENS, "mkdir", "mkdirat"):
            entries.add(call.path)
    faults += [f"{Path(path).name} was not synced" for path in sorted(data)]
    return faults + [f"the folder of {Path(path).name} was not synced" for path in sorted(entries - before)]


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name.startswith(("export", "new", "init"))])
def test_what_is_written_survives_a_loss_of_power(name: str, root: Path, tally: Tally) -> None:
    world, undisturbed = worlds.world(root, name)
    calls = undisturbed.run.calls
    world.restore()
    faults = unsynced(calls, world.work, {str(path) for path in world.work.rglob("*")})
    assert not faults, "\n".join(faults)
    tally("written, synced, then named, and the folder synced", sum(call.name in RENAMES for call in calls), "renames")


def test_some_calls_fail(root: Path, tally: Tally) -> None:
    tried, faults = worlds.trials(fail, changing, root, SAMPLED, SAMPLE)
    assert not faults, "\n".join(faults)
    tally(PROMISE, tried, "failures")


def test_some_reads_fail(root: Path, tally: Tally) -> None:
    tried, faults = worlds.trials(read_fail, reading, root, ["export after an edit", "match"], SAMPLE, reading=True)
    assert not faults, "\n".join(faults)
    tally(PROMISE, tried, "failures")


@pytest.mark.torture
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_call_fails(name: str, root: Path, tally: Tally) -> None:
    tried, faults = worlds.trials(fail, changing, root, [name])
    assert not faults, "\n".join(faults)
    tally(PROMISE, tried, "failures")


@pytest.mark.torture
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_read_fails(name: str, root: Path, tally: Tally) -> None:
    tried, faults = worlds.trials(read_fail, reading, root, [name], reading=True)
    assert not faults, "\n".join(faults)
    tally(PROMISE, tried, "failures")
