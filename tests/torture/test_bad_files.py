"""What lies in a catalogue and is no file of records: told at its place, never waited for, and nothing else is lost."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from clustercli.errors import Exit
from tests.catalogue.test_problems import VOCABULARY, within
from tests.conftest import Clustercli
from tests.torture.bad import HEAD
from tests.torture.conftest import Tally, as_nobody

GOOD = "id: good\nname: Good\ncountry: CZ\nsectors: [fabrics]\n"


@pytest.fixture
def catalogue(clustercli: Clustercli) -> Clustercli:
    """A small catalogue with one sound record."""
    clustercli.write({"data/catalogue.yaml": "title: Small\n", "data/vocabulary/words.yaml": VOCABULARY,
                      "data/smes/good.yaml": GOOD, "data/clusters/.keep": ""})  # fmt: skip
    return clustercli


def folder(path: Path) -> None:
    path.mkdir()
    (path / "x.yaml").write_text(HEAD, encoding="utf-8")


def unix_socket(path: Path) -> None:
    """A socket; its full path may be too long to bind, so it is bound from beside it."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero, which never ends
    except PermissionError:
        pytest.skip("only root may make a device")


def closed(path: Path) -> None:
    path.write_text(HEAD, encoding="utf-8")
    path.chmod(0)


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def circle_of_two(path: Path) -> None:
    path.symlink_to("other.link")
    path.with_name("other.link").symlink_to(path.name)


def long_chain(path: Path) -> None:
    for n in range(100):
        path.with_name(f"link{n}").symlink_to(f"link{n + 1}")
    path.symlink_to("link0")


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def named(name: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.with_name(name).write_text(HEAD, encoding="utf-8")

    return write


def named_in_bytes(name: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with open(bytes(path.parent) + b"/" + name, "w", encoding="utf-8") as file:  # noqa: PTH123  # a name of bytes
            file.write(HEAD)

    return write


def circle_of_folders(path: Path) -> None:
    path.with_name("within").symlink_to(path.parent, target_is_directory=True)


def linked_folder(path: Path) -> None:
    outside = path.parents[2] / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_text(HEAD, encoding="utf-8")
    path.with_name("within").symlink_to(outside, target_is_directory=True)


def linked_file(path: Path) -> None:
    (path.parents[2] / "outside.yaml").write_text(HEAD, encoding="utf-8")
    path.symlink_to("../../outside.yaml")


def hard_link(path: Path) -> None:
    path.hardlink_to(path.parents[1] / "smes/good.yaml")


def vanished_folder(path: Path) -> None:
    path.parent.joinpath("deep").mkdir()
    path.parent.joinpath("deep", "x.yaml").symlink_to("../gone/x.yaml")


# How it is made at data/clusters/x.yaml, and what is told of it: its file, code and words; "" where it is read.
FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder named x.yaml": (folder, "clusters/x.yaml/ F001 not a regular file"),
    "a pipe that nobody writes to": (os.mkfifo, "clusters/x.yaml F001 not a regular file"),
    "a socket": (unix_socket, "clusters/x.yaml F001 not a regular file"),
    "a device that never ends": (device, "clusters/x.yaml F001 not a regular file"),
    "a link to a device that never ends": (link_to("/dev/zero"), "clusters/x.yaml F001 not a regular file"),
    "a link to a folder": (link_to("../smes"), "clusters/x.yaml/ F001 not a regular file"),
    "a link to itself": (circle, "clusters/x.yaml F001 a link that leads nowhere"),
    "two links to each other": (circle_of_two, "clusters/x.yaml F001 a link that leads nowhere"),
    "a hundred links in a row": (long_chain, "clusters/x.yaml F001 a link that leads nowhere"),
    "a link to nothing": (link_to("nothing.yaml"), "clusters/x.yaml F001 a link that leads nowhere"),
    "a link into a folder that is gone": (vanished_folder, "clusters/deep/x.yaml F001 a link that leads nowhere"),
    "a link out of the catalogue is followed": (linked_file, ""),
    "a link to a folder out of the catalogue is followed": (linked_folder, ""),
    "a link to a file of the system": (link_to("/etc/hostname"), "clusters/x.yaml R004 expected a record"),
    "a link to the memory of the process": (link_to("/proc/self/mem"), "clusters/x.yaml F001 cannot be read"),
    "a folder linked into itself": (circle_of_folders, "clusters/within/ F001 a link to a folder above it"),
    "a second name of a file": (hard_link, "smes/good.yaml L001 taken (first in data/clusters/x.yaml:1)"),
    "a name with a line break": (named("a\nb.yaml"), r"clusters/a\nb.yaml F006 cannot be printed"),
    "a name with an escape": (named("a\x1b[31m.yaml"), r"clusters/a\x1b[31m.yaml F006 cannot be printed"),
    "a name with a tab": (named("a\tb.yaml"), r"clusters/a\tb.yaml F006 cannot be printed"),
    "a name that turns round": (named("a\u202eb.yaml"), r"clusters/a\u202eb.yaml F006 cannot be printed"),
    "a name that is no UTF-8": (named_in_bytes(b"a\xff.yaml"), r"clusters/a\udcff.yaml F006 cannot be printed"),
    "a name of 250 letters": (named(f"{'a' * 245}.yaml"), ""),
    "a name of signs": (named("[x] :smile: {0} %s 'a' \"b\" *?.yaml"), ""),
    "a name like an option": (named("--help.yaml"), ""),
    "a hidden file is left alone": (named(".x.yaml"), "nothing"),
    "a file of an editor is left alone": (named("x.yaml~"), "nothing"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_of_records_is_told_and_spoils_nothing(name: str, catalogue: Clustercli, tally: Tally) -> None:
    make, told = FILES[name]
    make(catalogue.folder / "data/clusters/x.yaml")
    with within(10):
        problems = catalogue("check", "--format", "json").json()
        assert catalogue("show", "good").code == Exit.OK
    if told in ("", "nothing"):
        assert problems == []
        assert catalogue("show", "x").code == (Exit.NOT_FOUND if told else Exit.OK)
    else:
        file, code, words = told.split(" ", 2)
        (problem,) = problems
        assert (problem["file"], problem["code"]) == (f"data/{file}", code)
        assert words in problem["message"]
        assert problem["hint"]
    tally("bad input", 1, "catalogues")


def test_a_file_without_permissions_is_told(catalogue: Clustercli, tally: Tally) -> None:
    closed(catalogue.folder / "data/clusters/x.yaml")
    (catalogue.folder / "data/clusters/empty.yaml").touch()
    (catalogue.folder / "data/clusters/shut").mkdir(mode=0)
    catalogue("check", "--format", "json")
    with as_nobody(catalogue):
        problems = catalogue("check", "--format", "json").json()
    assert [(p["file"], p["code"], p["message"]) for p in problems] == [
        ("data/clusters/empty.yaml", "F005", "the file is empty"),
        ("data/clusters/shut/", "F001", "the folder cannot be read: Permission denied"),
        ("data/clusters/x.yaml", "F001", "cannot be read: Permission denied"),
    ]
    tally("bad input", 1, "catalogues")


@pytest.mark.parametrize("number", [2_000, pytest.param(50_000, marks=pytest.mark.torture)])
def test_a_huge_number_of_files_is_read_one_by_one(number: int, catalogue: Clustercli, tally: Tally) -> None:
    """Each an empty file, which is a fault: all are told, in order."""
    for n in range(number):
        (catalogue.folder / f"data/clusters/{n:07}.yaml").touch()
    problems = catalogue("check", "--format", "json").json()
    assert [(p["file"], p["code"]) for p in problems] == [(f"data/clusters/{n:07}.yaml", "F005") for n in range(number)]
    assert catalogue("show", "good").code == Exit.OK
    tally("bad input", 1, "catalogues")
