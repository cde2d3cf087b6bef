"""What the runs that try to break the program counted, in one table at their end."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Clustercli
from tests.torture import tracer

Tally = Callable[[str, int, str], None]
_COUNTS = pytest.StashKey[Counter[tuple[str, str]]]()


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Adds to the count of a promise: (what was tried, how often it held, the unit of that)."""
    counts = request.config.stash.setdefault(_COUNTS, Counter())

    def add(promise: str, count: int, unit: str) -> None:
        counts[promise, unit] += count

    return add


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the worlds of a file's tests lie: each is made once."""
    return tmp_path_factory.mktemp("worlds")


@contextmanager
def as_nobody(program: Clustercli) -> Iterator[None]:
    """Run as one whom permissions stop: root, whom none do, becomes nobody, who may look at what the test made.

    All that the command imports must have been imported before.
    """
    if os.geteuid() != 0:
        yield
        return
    for above in (program.home / "cache/clustercli", *(program.home / "cache/clustercli").parents, program.folder):
        if Path(tempfile.gettempdir()) in above.parents and above.exists():
            above.chmod(above.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture(scope="session")
def traceable(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where no process can be traced."""
    if reason := tracer.why_not(tmp_path_factory.mktemp("traceable")):
        pytest.skip(reason)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of several hands its counts over."""
    if to := getattr(session.config, "workeroutput", None):
        to["counts"] = [(*key, count) for key, count in session.config.stash.get(_COUNTS, {}).items()]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ARG001  # of pytest-xdist
    """Take over what such a process counted; one that died has handed nothing over."""
    counts = node.config.stash.setdefault(_COUNTS, Counter())
    for promise, unit, count in getattr(node, "workeroutput", {}).get("counts", ()):
        counts[promise, unit] += count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the counts."""
    counts = config.stash.get(_COUNTS, Counter[tuple[str, str]]())
    if counts:
        terminalreporter.section("what held")
        for (promise, unit), count in sorted(counts.items()):
            terminalreporter.write_line(f"{count:>9,} {unit:<12} {promise}")
