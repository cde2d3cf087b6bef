"""Every option and argument of every command, with every nasty value: an answer or a plain refusal, and no harm."""
# ruff: noqa: SIM905 - many short words are easier read in one text

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercli.app import COMMANDS, app
from tests.conftest import ROOT, Clustercli, Result
from tests.harmless import harmful
from tests.torture.catalogues import SMALL
from tests.torture.conftest import Tally

LIMIT = 10.0  # seconds that any answer may take
HUGE = 100_000  # characters; Linux takes no argument of more than 131,071 bytes

NUMBERS = "0 -1 1 -0 5.5 1e9 1e400 nan inf -inf 0x10 1_000 ١٢ ½ 1/0 0/5 7/3 -1/2".split()
NUMBERS += ["", "9" * 30]
SYNTAX = [
    *"\" \"\" ' '' * a* % _ \\ NEAR( AND name:x {a}:c ^a ( ) () - -- --x --format -n $(id) `id` a;b|c&d {0}".split(),
    *"%s%n # ? [bold]x[/] :smile: ?? [a-z] !x @{-1} HEAD^{tree} :/x a..b =1+1 @x".split(),
    *("NEAR(a b)", "OR NOT", "a AND", "'; DROP TABLE record; --", '"; DROP TABLE record; --', "' OR 1=1 --"),
]
UNICODE = [
    *"Niš Ниш ﬁ ß İ ǅ 🇷🇸 終わり \udcff \udced\udca0\udc80".split(),
    *("\u202eevil\u202c", "\u2066x\u2069", "\u200b", "\ufeff", "\u3164", "a" + "\u0301" * 300, "\U000e0041", "\u2028"),
    *(
        "\x1b[31mred",
        "\x1b]8;;http://x.example\x07x",
        "\x9b2J",
        "\x07",
        "\x7f",
        "\n",
        "\r\n",
        "\t",
        "\x85",
        " ",
        "\xa0",
    ),
]
PATHS = [
    *".. ../.. ../../.. ./ // ~ ~root /dev/null /dev/full /proc/self/nothing/x data data/smes".split(),
    *"data/smes/all.yaml data/catalogue.yaml link fifo new/deep/folder con nul a. file:x?mode=memory :memory:".split(),
    *("a ", "x" * 300, "x/" * 200),
]
LONG = [
    (piece * HUGE)[: HUGE // len(piece.encode()) * len(piece)]
    for piece in ("x", "-", '"', "a ", "9", "(", "ж", "a;", "a-", "1-", "a.s. ", ",RS", "NEAR(", "\u0301", "\u200b")
]
NASTY = [*NUMBERS, *SYNTAX, *UNICODE, *PATHS, *LONG]
# What gets past the first check, so that a nasty value beside it comes to be used.
ORDINARY = (
    "clutex mileta sivara bridge CZ RS apparel fabrics smes clusters projects cluster csv json tsv table markdown "
    "jsonl mermaid cs sr-Cyrl 2016 2016-10 HEAD yesterday 1/3 10 50 cotton country town kind planned out kept.db"
).split()


class Parameter(NamedTuple):
    """One argument or option of a command; an argument has no flag."""

    flag: str
    takes_value: bool
    required: bool = False
    many: bool = False


@cache
def parameters() -> dict[str, list[Parameter]]:
    """Those of every command, by its name, and of the program itself under no name: as the program declares them."""
    group = typer.main.get_command(app)
    every: dict[str, Any] = {"": group} | {name: group.get_command(None, name) for name in COMMANDS}  # type: ignore[attr-defined]
    return {
        name: [
            Parameter(
                part.opts[0] if part.opts[0].startswith("-") else "",
                not getattr(part, "is_flag", False),
                bool(part.required),
                part.nargs == -1,
            )
            for part in command.params
        ]
        for name, command in every.items()
    }


def held(value: str) -> str:
    """A value that as a path leads to nowhere but the folders of the test, or to a device."""
    if value.startswith(("/dev/", "/proc/self/")) and value in PATHS:
        return value
    where = os.path.normpath(os.path.join("/a/b/c/d/e", value.replace("\0", "")))  # noqa: PTH118 - text, not a path
    return (
        value.replace("\0", "")
        if where.startswith("/a/b/") or where == "/a/b"
        else value.replace("/", "|").replace("\0", "")
    )


values = (
    st.sampled_from(ORDINARY)
    | st.sampled_from(NASTY)
    | st.lists(st.sampled_from([*NUMBERS, *SYNTAX, *UNICODE, *PATHS, *ORDINARY]), min_size=2, max_size=3).map("".join)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
).map(held)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command with some of its options and arguments."""
    name = draw(st.sampled_from(["", *COMMANDS]))
    words = [] if draw(st.integers(0, 9)) else options(draw, parameters()[""], 1)
    if not name:
        return [*options(draw, parameters()[""], 2), *([draw(values)] if draw(st.booleans()) else [])]
    own = parameters()[name]
    words += [name, *options(draw, [p for p in own if p.flag], 3)]
    words += ["--"] if draw(st.integers(0, 4)) == 0 else []
    for part in own:
        if not part.flag:
            most = 3 if part.many else 1
            words += draw(st.lists(values, min_size=int(part.required), max_size=most))
    return words


def options(draw: st.DrawFn, known: list[Parameter], most: int) -> list[str]:
    words: list[str] = []
    for part in draw(st.lists(st.sampled_from(known), max_size=most)):
        if not part.takes_value:
            words.append(part.flag)
        elif draw(st.booleans()) or not part.flag.startswith("--"):
            words += [part.flag, draw(values)]
        else:
            words.append(f"{part.flag}={draw(values)}")
    return words


class Watch:
    """Notes what is written where, by this process; only while it is `on`, as a hook stays for good."""

    on = False
    places: list[str] = []  # noqa: RUF012 - there is one watch

    @classmethod
    def hook(cls, event: str, arguments: tuple[Any, ...]) -> None:
        if not cls.on:
            return
        if event == "open":
            if not isinstance(arguments[0], int) and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                cls.places.append(os.fsdecode(arguments[0]))
        elif event == "sqlite3.connect":
            place = os.fsdecode(arguments[0])
            cls.places += [] if place == ":memory:" or place.endswith("mode=ro") else [place]
        elif event in (
            "os.mkdir",
            "os.rename",
            "os.remove",
            "os.rmdir",
            "os.link",
            "os.symlink",
            "os.chmod",
            "os.truncate",
            "os.utime",
        ):
            cls.places += [os.fsdecode(part) for part in arguments[:2] if isinstance(part, str | bytes | os.PathLike)]


sys.addaudithook(Watch.hook)


class Scratch:
    """A small catalogue in git, deep in a folder that nothing may leave."""

    def __init__(self, root: Path) -> None:
        self.root = root
        work = root / "a/b/c/d/e"
        work.mkdir(parents=True)
        self.program = Clustercli(root / "home", work)
        self.program.home.mkdir()
        self.program.write(SMALL)
        (work / "link").symlink_to(root / "nothing")
        os.mkfifo(work / "fifo")
        for words in (
            ["init", "-q"],
            ["add", "data"],
            ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "t"],
        ):
            subprocess.run(["git", *words], cwd=work, check=True)
        assert self.program("load").code == 0
        self.kept = {path: path.read_bytes() for path in (work / "data").rglob("*.yaml")}
        self.known = set(self._all())

    def _all(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root):
            yield from (os.path.join(folder, name) for name in (*folders, *files))  # noqa: PTH118

    def run(self, words: list[str]) -> Result:
        """Run one command line, and find what it must not have done."""
        here = io.StringIO()
        Watch.places, Watch.on = [], True
        begin = time.monotonic()
        try:
            with contextlib.redirect_stdout(here), contextlib.redirect_stderr(here):
                result = self.program(*words)
        finally:
            Watch.on = False
        took = time.monotonic() - begin
        shown = [word if len(word) < 90 else f"{word[:60]}... ({len(word)})" for word in words]
        written = {os.path.realpath(place) for place in Watch.places if "__pycache__" not in place}
        mine = (
            f"{self.root}/",
            "/dev/null/",
            "/dev/full/",
            "/proc/",
        )  # the last let nothing be made, though it is tried
        astray = [place for place in written if not f"{place}/".startswith(mine)]
        out = result.out + result.err + here.getvalue()
        assert result.code in (0, 1, 2, 3, 4), (shown, out[-2000:])
        assert "fault of clustercli" not in out, (shown, out[-2000:])
        assert "Traceback" not in out, (shown, out[-2000:])
        assert "index is damaged" not in out, (shown, out[-2000:])
        assert harmful(out, "\r\n\t\ufeff") == set(), (shown, out[-2000:])
        assert took < LIMIT, (shown, took)
        assert astray == [], shown
        assert {path: path.read_bytes() for path in self.kept} == self.kept, shown
        self._tidy()
        return result

    def _tidy(self) -> None:
        """Have every run begin with the same files."""
        for path in [path for path in self._all() if path not in self.known]:
            if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
                shutil.rmtree(path)
            elif os.path.lexists(path):
                os.unlink(path)  # noqa: PTH108


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    root = tmp_path_factory.mktemp("scratch").resolve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(root / "home"))  # where typer would install a completion
        patch.setenv("SHELL", "/bin/bash")
        yield Scratch(root)


def test_all_commands_and_the_options_of_all_are_known() -> None:
    assert set(parameters()) == {"", *COMMANDS}
    assert all({"--catalogue", "--index", "--lang"} <= {p.flag for p in known} for known in parameters().values())
    assert sum(p.takes_value for known in parameters().values() for p in known) > 150


def _try(scratch: Scratch, examples: int) -> None:
    @settings(max_examples=examples)
    @given(command_lines())
    def run(words: list[str]) -> None:
        scratch.run(words)

    run()


def test_nasty_command_lines_end_in_an_answer_or_a_refusal(scratch: Scratch, tally: Tally) -> None:
    _try(scratch, 800)
    tally("nasty command lines, each an answer or a plain refusal", 800, "command lines")


@pytest.mark.torture
def test_many_nasty_command_lines(scratch: Scratch, tally: Tally) -> None:
    _try(scratch, 5000)
    tally("nasty command lines, each an answer or a plain refusal", 5000, "command lines")


@pytest.mark.torture
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_nasty_value_of_every_parameter(scratch: Scratch, tally: Tally, name: str) -> None:
    """One at a time, beside required arguments that are in order."""
    own = parameters()[name]
    ran = 0
    for wanted in (part for part in own if part.takes_value):
        for value in NASTY:
            words = [name] if name else []
            for part in own:
                if part is wanted:
                    words += [part.flag, held(value)] if part.flag else [held(value)]
                elif part.required:
                    words.append({"new": "sme"}.get(name, "clutex"))
            scratch.run(words)
            ran += 1
    tally("nasty command lines, each an answer or a plain refusal", ran, "command lines")


LISTINGS = [
    ["list"], ["search", "cotton"], ["match", "--country", "RS"], ["timeline", "bridge"], ["export", "smes"], ["stats"],
    ["sectors"], ["schema"], ["sources"], ["coverage"], ["show", "clutex"], ["map"], ["check"],
    ["gaps", "--sector", "apparel", "--country", "RS"],
    ["--help"], ["--version"], [],
]  # fmt: skip


def _shell(program: Clustercli, line: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell, in which $@ is the command."""
    return subprocess.run(
        ["/bin/bash", "-c", line, "bash", sys.executable, "-m", "clustercli", *arguments],
        cwd=program.folder,
        env=program.variables({"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}),
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("arguments", LISTINGS, ids=" ".join)
def test_a_reader_that_leaves_is_no_failure(scratch: Scratch, arguments: list[str]) -> None:
    """`| head -1`, and a reader that was gone before the first line: what is said is what is said to a file."""
    whole = _shell(scratch.program, '"$@" > /dev/null; echo "$?"', *arguments)
    assert whole.stdout == b"0\n"
    done = _shell(scratch.program, '"$@" | head -1; echo "${PIPESTATUS[0]}"', *arguments)
    assert (done.stdout.splitlines()[-1], done.stderr) == (b"0", whole.stderr)
    done = _shell(scratch.program, 'exec 3> >(exec true); sleep 0.05; "$@" >&3; echo "$?"', *arguments)
    assert done.stdout == b"0\n"
    assert set(done.stderr.splitlines()) <= set(whole.stderr.splitlines())
