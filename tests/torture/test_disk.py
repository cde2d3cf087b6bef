"""Full disks, folders that cannot be written, files that cannot be read, and reading that leaves no trace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from clustercli.app import COMMANDS
from tests.conftest import Clustercli, Result
from tests.torture import worlds
from tests.torture.aftermath import aftermath, torn
from tests.torture.conftest import Tally
from tests.torture.worlds import Undisturbed, World

UNKEPT = re.compile(r"The index cannot be kept in \S+: [a-z ]+; it was made in memory\.\n")

# Wrappers of a command. Root heeds no permissions unless it gives up what overrides them.
LIMITED = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)"
LAWFUL = "import ctypes, os, sys; [ctypes.CDLL(None).prctl(24, right, 0, 0, 0) for right in (1, 2)]"
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
SMALL = """\
mkdir -p "$2" && mount -t tmpfs -o size="$1" none "$2" && cp -a "$3"/. "$2" || exit 99
place=$2 kept=$3; shift 3; "$@"; code=$?; rm -r "$kept"; cp -a "$place" "$kept"; exit $code
"""
READERS = {
    "search": ["cotton"], "show": ["mileta"], "who": ["clutex"], "list": ["smes"], "match": ["--country", "RS"],
    "why": ["sivara", "mileta"], "gaps": ["--country", "RS"], "timeline": ["bridge"], "stats": [], "map": [],
    "sectors": [], "suggest": ["cotton cloth"], "conflicts": [], "sources": [], "due": [], "coverage": [],
    "export": ["smes"], "check": [], "duplicates": [], "load": [], "schema": ["sme"],
    "changes": ["--since", "yesterday"],
}  # fmt: skip
WRITERS = {"init", "new", "forget"}
ENDS = {"changes": 4, "due": 1}  # the catalogue is not in git; something is due


def full(value: object) -> ParameterSet:
    """A parameter of the full run only."""
    return pytest.param(value, marks=pytest.mark.torture)


def python(code: str, *arguments: str) -> list[str]:
    """A wrapper in Python of the command that follows."""
    return [sys.executable, "-c", f"{code}; os.execv(sys.argv[{len(arguments) + 1}], sys.argv[{len(arguments) + 1}:])",
            *arguments]  # fmt: skip


def mounted(script: str, *arguments: str) -> list[str]:
    """A wrapper that mounts something for the command that follows; skips where one may not."""
    wrapper = ["unshare", "--user", "--map-root-user", "--mount"]
    tried = "mount -t tmpfs none /mnt && mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp"
    if not shutil.which("unshare") or subprocess.run([*wrapper, "sh", "-c", tried], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    return [*wrapper, "sh", "-c", script, "sh", *arguments]


def run(
    world: World, wrapper: Sequence[str], command: Sequence[str] = (), variables: Mapping[str, str] | None = None
) -> Result:
    """Run the scenario's command, or another one, in a wrapper."""
    done = subprocess.run(
        [*wrapper, sys.executable, "-m", "clustercli", *(command or world.scenario.command)],
        cwd=world.work,
        env=variables or world.variables(),
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def lawful() -> list[str]:
    return python(LAWFUL)


def ended_well_or_said_so(world: World, undisturbed: Undisturbed, result: Result) -> list[str]:
    """What is wrong with a run on a bad disk: 0 only if all was written, else 1 and a sentence; nothing is torn."""
    faults = torn(world, undisturbed)
    if result.code not in (0, 1) or "Traceback" in result.err or "fault of clu" in result.err:
        faults.append(f"it ended with {result.code}: {result.err}")
    done = worlds.files_below(world.lists), worlds.files_below(world.mine), world.new()
    if result.code == 0 and done != (undisturbed.lists, undisturbed.mine, undisturbed.new):
        faults.append("it ended with 0, and not all was written")
    if result.code == 0 and result.out != undisturbed.run.out:
        faults.append("it ended with 0 and another answer")
    more = [line for line in result.err.splitlines() if line not in undisturbed.run.err.splitlines()]
    if len(more) > 2 or (result.code and not more):
        faults.append(f"it said: {result.err}")
    return faults


@pytest.mark.parametrize("size", [4096, *(full(size) for size in (0, 1, 60, 512, 30_000, 200_000))])
@pytest.mark.parametrize(
    "name", ["load, the first", "load --rebuild", "export of changes", "new", "init", "match --all"]
)
def test_files_may_grow_to_a_limit_only(name: str, size: int, root: Path, tally: Tally) -> None:
    world, undisturbed = worlds.world(root, name)
    world.restore()
    result = run(world, python(LIMITED, str(size)))
    faults = ended_well_or_said_so(world, undisturbed, result) + aftermath(world, undisturbed)
    assert not faults, "\n".join(faults)
    tally("on a disk with too little room: old files whole, and told", 1, "disks")


@pytest.mark.parametrize("size", ["40k", *(full(size) for size in ("4k", "16k", "200k", "560k", "4m"))])
@pytest.mark.parametrize(("name", "place"), [("load --rebuild", "cache"), ("export of changes", "work/lists")])
def test_a_small_disk_is_full(name: str, place: str, size: str, root: Path, tally: Tally) -> None:
    world, undisturbed = worlds.world(root, name)
    world.restore()
    kept = world.root / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(world.root / place, kept)
    result = run(world, mounted(SMALL, size, str(world.root / place), str(kept)))
    if result.code == 99:
        return  # not even what was there before has room on it
    shutil.rmtree(world.root / place)
    shutil.copytree(kept, world.root / place)
    faults = ended_well_or_said_so(world, undisturbed, result) + aftermath(world, undisturbed)
    assert not faults, "\n".join(faults)
    tally("on a disk with too little room: old files whole, and told", 1, "disks")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("match, the first", "cache"),
        ("check, the first", "cache/clustercli"),
        ("match --all after an edit", "cache/clustercli"),
    ],
)
def test_where_no_index_can_be_kept_the_answer_comes_from_memory(name: str, place: str, root: Path) -> None:
    world, undisturbed = worlds.world(root, name)
    world.restore()
    (world.root / place).mkdir(parents=True, exist_ok=True)
    (world.root / place).chmod(0o555)
    result = run(world, lawful())
    (world.root / place).chmod(0o755)
    assert (result.code, result.out) == (0, undisturbed.run.out)
    assert UNKEPT.fullmatch(result.err)


def test_an_index_that_is_fresh_answers_from_a_folder_that_cannot_be_written(root: Path) -> None:
    world, undisturbed = worlds.world(root, "match")
    world.restore()
    (world.root / "cache/clustercli").chmod(0o555)
    result = run(world, lawful())
    (world.root / "cache/clustercli").chmod(0o755)
    assert (result.code, result.out, result.err) == (0, undisturbed.run.out, "")


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o200])
def test_an_index_that_cannot_be_opened_is_no_obstacle(mode: int, root: Path) -> None:
    world, undisturbed = worlds.world(root, "match --all after an edit")
    world.restore()
    world.index_file.chmod(mode)
    result = run(world, lawful())
    world.index_file.chmod(0o644)
    assert (result.code, result.out) == (0, undisturbed.run.out)
    assert not result.err or UNKEPT.fullmatch(result.err)


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "HOME"])
def test_a_cache_that_is_no_folder_is_no_obstacle(variable: str, root: Path) -> None:
    world, undisturbed = worlds.world(root, "match")
    world.restore()
    variables = {**world.variables(), variable: os.devnull}
    if variable == "HOME":
        del variables["XDG_CACHE_HOME"]
    result = run(world, [], variables=variables)
    assert (result.code, result.out) == (0, undisturbed.run.out)
    assert UNKEPT.fullmatch(result.err)


CLOSED = {
    "export of changes": ["work/lists", "work/lists/smes.csv"],
    "export, the first": ["work"],
    "new": ["work/data/smes"],
    "init": ["work"],
}


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, places in CLOSED.items() for place in places])
def test_what_may_not_be_written_is_told_and_left_alone(name: str, place: str, root: Path) -> None:
    world, undisturbed = worlds.world(root, name)
    world.restore()
    closed = world.root / place
    mode = closed.stat().st_mode & 0o7777
    closed.chmod(mode & 0o555)
    result = run(world, lawful())
    closed.chmod(mode)
    faults = ended_well_or_said_so(world, undisturbed, result) + aftermath(world, undisturbed)
    assert not faults, "\n".join(faults)
    assert result.code == (1 if closed.is_dir() else 0)  # a file is replaced, whatever its own mode


@pytest.mark.parametrize("place", [worlds.EDITED, "data/smes", "data/vocabulary/words.yaml"])
def test_what_cannot_be_read_is_told(place: str, root: Path) -> None:
    world, undisturbed = worlds.world(root, "check, the first")
    world.restore()
    closed = world.work / place
    mode = closed.stat().st_mode & 0o7777
    closed.chmod(0)
    checked, matched = run(world, lawful()), run(world, lawful(), ["match", "--country", "RS"])
    exported = run(world, lawful(), worlds.EXPORT)
    closed.chmod(mode)
    assert checked.code == 3
    assert f"{place}" in checked.err
    assert "Permission denied" in checked.err
    assert matched.code in (0, 1, 2)
    assert "See: clustercli check" in matched.err
    assert exported.code == 3
    assert not world.lists.exists()
    faults = aftermath(world, undisturbed)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("place", ["data", "data/catalogue.yaml"])
def test_a_catalogue_that_cannot_be_read_is_not_taken_for_none(place: str, tmp_path: Path) -> None:
    """Else the one that came with the program would answer in its place."""
    world, _ = worlds.world(tmp_path, "match")
    world.restore()
    closed = world.work / place
    mode = closed.stat().st_mode & 0o7777
    closed.chmod(0)
    listed, named = (
        run(world, lawful(), ["list", "smes"]),
        run(world, lawful(), ["--catalogue", "data", "list", "smes"]),
    )
    closed.chmod(mode)
    for result in (listed, named):
        assert result.err
        assert "Traceback" not in result.err
        assert "bundled" not in result.err
        assert {line.split("\t")[0] for line in result.out.splitlines()[1:]} <= {"mileta", "sivara"}
        assert result.code in ((1, 2) if place == "data" else (0, 1)), result


def test_a_link_that_led_nowhere_is_read_when_it_leads_somewhere(clustercli: Clustercli) -> None:
    clustercli.write(worlds.FILES)
    (clustercli.folder / "data/smes/linked.yaml").symlink_to(clustercli.folder / "later.yaml")
    assert "F001 a link that leads nowhere" in clustercli("check").err
    clustercli.write({"later.yaml": "- {id: later, name: Later, country: BG, sectors: [apparel]}\n"})
    checked = clustercli("check")
    assert (checked.code, checked.err) == (0, "")
    assert clustercli("show", "later").code == 0


def test_commands_that_read_change_nothing_in_the_catalogue(root: Path, tally: Tally) -> None:
    """Not a byte, a time, an inode or a mode; on a read-only disk they say the same."""
    assert set(READERS) | WRITERS >= set(COMMANDS)
    world, _ = worlds.world(root, "match")
    world.restore()
    before = worlds.look(world.work)
    for command, arguments in READERS.items():
        shutil.rmtree(world.root / "cache")
        for _ in range(2):
            result = world.program(command, *arguments)
            assert result.code == ENDS.get(command, 0), (command, result)
            assert worlds.look(world.work) == before, command
    tally("a command that reads changes no byte, time, inode or mode of the catalogue", 2 * len(READERS), "commands")


@pytest.mark.parametrize("command", ["match", "check", "show", "export", "list"])
def test_on_a_read_only_disk_reading_works(command: str, root: Path) -> None:
    world, _ = worlds.world(root, "match, the first")
    world.restore()
    expected = world.program(command, *READERS[command])
    shutil.rmtree(world.root / "cache")
    result = run(world, mounted(READ_ONLY, str(world.work)), [command, *READERS[command]])
    assert result == expected


@pytest.mark.parametrize("name", ["new", "init", "export, the first", "export of changes"])
def test_on_a_read_only_disk_writing_says_so(name: str, root: Path) -> None:
    world, undisturbed = worlds.world(root, name)
    world.restore()
    result = run(world, mounted(READ_ONLY, str(world.work)))
    assert result.code == 1
    assert "read-only" in result.err.lower()
    faults = ended_well_or_said_so(world, undisturbed, result) + aftermath(world, undisturbed)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("stream", ["1", "2"])
@pytest.mark.parametrize("to", ["/dev/full", "&-"])
@pytest.mark.parametrize("name", ["match", "new", *map(full, ["match, the first", "load --rebuild", "match --all"])])
def test_an_output_that_cannot_be_written(name: str, to: str, stream: str, root: Path, tally: Tally) -> None:
    """What is meant for programs fails; what is said to a person may get lost."""
    world, undisturbed = worlds.world(root, name)
    world.restore()
    result = run(world, ["sh", "-c", f'exec "$@" {stream}>{to}', "sh"])
    wrote = stream == "1" and bool(undisturbed.run.out)
    assert result.code == (1 if wrote else 0), result
    more = [line for line in result.err.splitlines() if line not in undisturbed.run.err.splitlines()]
    assert len(more) <= wrote, more
    assert "Traceback" not in result.err
    if stream == "2":
        assert result.out == undisturbed.run.out
    faults = aftermath(world, undisturbed)
    assert not faults, "\n".join(faults)
    tally("an output that cannot be written: told, and nothing torn", 1, "outputs")
