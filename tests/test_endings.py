"""How a run ends, whatever ends it: a code, and no more words than are needed."""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path

import pytest

from clustercli.app import COMMANDS, run
from clustercli.env import Environment
from tests.conftest import Clustercli


def ended(program: Clustercli, out: io.TextIOBase, *words: str) -> tuple[int, str]:
    """The code of a run that answers to a stream, and what it said on stderr."""
    err = io.StringIO()
    return run(list(words), Environment(program.variables(), program.folder, out, err)), err.getvalue()  # type: ignore[arg-type]


def test_the_help_lists_all_commands_with_the_first_sentence_of_their_own(
    small: Clustercli, capsys: pytest.CaptureFixture[str]
) -> None:
    assert small("--help").code == 0
    listed = capsys.readouterr().out.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in listed if line[2:3].strip()] == list(COMMANDS)
    for name, (_, help_) in COMMANDS.items():
        assert small(name, "--help").code == 0
        assert help_ in " ".join(capsys.readouterr().out.split())
        assert any(line.split()[0] == name and help_.split()[0] in line for line in listed if line.strip())


class Interrupted(io.StringIO):
    """An output during which somebody presses Ctrl-C: when it is written to, or when it is flushed at the end."""

    def __init__(self, when: str) -> None:
        super().__init__()
        self.when = when

    def write(self, text: str) -> int:
        if self.when == "write":
            signal.raise_signal(signal.SIGINT)
        return super().write(text)

    def flush(self) -> None:
        if self.when == "flush":
            signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("when", ["write", "flush"])
def test_an_interrupted_run_says_nothing(small: Clustercli, when: str) -> None:
    assert ended(small, Interrupted(when), "list", "smes") == (130, "")


@pytest.mark.skipif(os.name != "posix", reason="there are no such pipes")
@pytest.mark.parametrize("words", [("list", "smes"), ("export", "smes"), ("--version",)], ids=" ".join)
@pytest.mark.parametrize("waits", [True, False], ids=["at the end", "at once"])
def test_a_reader_that_has_gone_is_no_failure(
    small: Clustercli, words: tuple[str, ...], waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, getattr(sys, name))  # which typer wraps
    reading, writing = os.pipe()
    os.close(reading)
    buffer = io.BufferedWriter(io.FileIO(writing, "w", closefd=False))
    out = io.TextIOWrapper(buffer, encoding="utf-8", write_through=not waits)
    if not waits:
        out.reconfigure(line_buffering=True)
    try:
        assert ended(small, out, *words) == (0, "")
        with pytest.raises(BrokenPipeError):
            out.flush()  # nothing of it has got through
    finally:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), writing)
        out.close()
        os.close(writing)
