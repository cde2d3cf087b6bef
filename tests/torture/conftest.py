"""What the runs that try to break the program counted, in one table at their end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def traceable(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where no process can be traced."""
    if reason := tracer.why_not(tmp_path_factory.mktemp("traceable")):
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the counts."""
    counts = config.stash.get(_COUNTS, Counter[tuple[str, str]]())
    if counts:
        terminalreporter.section("what held")
        for (promise, unit), count in sorted(counts.items()):
            terminalreporter.write_line(f"{count:>9,} {unit:<12} {promise}")
