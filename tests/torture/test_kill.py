"""Killed at any moment, a command leaves nothing half done, and the next one works unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture import worlds
from tests.torture.aftermath import aftermath
from tests.torture.conftest import Tally
from tests.torture.syscalls import WRITES
from tests.torture.tracer import STDOUT, Call, Plan
from tests.torture.worlds import SAMPLED, SCENARIOS, Undisturbed, World

KILLED = -9
SAMPLE = 4  # of the moments of each scenario


pytestmark = pytest.mark.usefixtures("traceable")


def moments(calls: list[Call]) -> list[Plan]:
    """Before each call, and in the middle of each write: after a call is before the next one, as far as files go."""
    found = []
    for at, call in enumerate(calls, 1):
        found.append(Plan(at, "kill"))
        if call.name in WRITES and call.path != STDOUT:
            found.append(Plan(at, "tear"))
    return found


def kill(world: World, undisturbed: Undisturbed, plan: Plan) -> list[str]:
    """What is wrong after a command was killed as planned."""
    run = world.traced(plan)
    if run.code != KILLED:
        return [f"it was not killed, but ended with {run.code}"]
    return aftermath(world, undisturbed)


def test_some_moments_of_each_command(root: Path, tally: Tally) -> None:
    count, faults = worlds.trials(kill, moments, root, SAMPLED, SAMPLE)
    assert not faults, "\n".join(faults)
    tally("killed at a call, or within a write: nothing torn, lost or left behind", count, "kills")


@pytest.mark.torture
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_moment(name: str, root: Path, tally: Tally) -> None:
    count, faults = worlds.trials(kill, moments, root, [name])
    assert not faults, "\n".join(faults)
    tally("killed at a call, or within a write: nothing torn, lost or left behind", count, "kills")
