"""What is wrong after a command was broken: with the user's files, the next commands, the index, a second try."""

from __future__ import annotations

from tests.torture import worlds
from tests.torture.worlds import NEW, Undisturbed, World


def aftermath(world: World, undisturbed: Undisturbed) -> list[str]:
    """All of it; the disk is whole again by now."""
    return [*torn(world, undisturbed), *_next(world, undisturbed), *_again(world, undisturbed)]


def torn(world: World, undisturbed: Undisturbed) -> list[str]:
    """Files of the user that are neither the old nor the new ones."""
    before, after, now = world.lists_before, undisturbed.lists, worlds.files_below(world.lists)
    faults = [
        f"{name} is neither the old nor the new one"
        for name in now.keys() | before.keys()
        if now.get(name) not in (before.get(name), after.get(name))
    ]
    if worlds.files_below(world.mine) not in ({}, undisturbed.mine):
        faults.append("init left a part of a catalogue")
    new = world.new()
    if new and _unsuggested(new) != _unsuggested(undisturbed.new):
        faults.append(f"{NEW} is not whole")
    if worlds.records(world.work) != world.records:
        faults.append("the catalogue was changed")
    return faults


def _unsuggested(template: bytes) -> list[bytes]:
    """The lines of a template but for the sectors it suggests, which are others where no vocabulary can be read."""
    return [line for line in template.splitlines() if not line.startswith(b"## suggested")]


def _next(world: World, undisturbed: Undisturbed) -> list[str]:
    """What is wrong with the next commands, and with the index after them."""
    faults = []
    is_new = bool(undisturbed.new)  # then its template may be there or not
    for probe, expected, answer in zip(worlds.PROBES, undisturbed.answers, world.ask(), strict=True):
        same_words = answer.err == expected.err or is_new
        if (answer.code, answer.out) != (expected.code, expected.out) or not same_words:
            faults.append(f"then {' '.join(probe)} ended with {answer.code}: {answer.err}")
    rows, now = (world.fresh() if is_new else world.index), world.index_now()
    return [*faults, *(f"the table {table} is not that of a new index" for table in now if now[table] != rows[table])]


def _again(world: World, undisturbed: Undisturbed) -> list[str]:
    """What is wrong when the command is given once more."""
    command = world.scenario.command
    is_there = command[0] in ("new", "init") and ((world.work / NEW).exists() or worlds.files_below(world.mine) != {})
    result = world.again()
    faults = []
    if result.code != (2 if is_there else 0):
        faults.append(f"given again it ended with {result.code}: {result.err}")
    if command[0] in ("load", "check", "match") and result.out != undisturbed.run.out:
        faults.append("given again it said something else")
    if worlds.files_below(world.lists) != undisturbed.lists or worlds.files_below(world.mine) != undisturbed.mine:
        faults.append("given again it did not do all")
    left = set(world.names()).symmetric_difference(undisturbed.names)
    return [*faults, *(f"left behind or missing: {name}" for name in sorted(left))]
