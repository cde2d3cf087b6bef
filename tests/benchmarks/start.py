"""What a start costs: CPU time of whole processes, beside `python -c "import sqlite3"` in the same run.

`python -m tests.benchmarks.start [RUNS]` prints medians of alternating runs, with their spread, and the ratio.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PEER = [sys.executable, "-c", "import sqlite3"]
PROGRAM = str(Path(sys.executable).with_name("clustercli"))
COMMANDS = (
    ("match to a pipe", [PROGRAM, "match", "--sector", "textile", "--country", "RS", "--format", "csv"]),
    ("search to a pipe", [PROGRAM, "search", "nis"]),
    ("list to a pipe", [PROGRAM, "list", "smes"]),
    ("--help", [PROGRAM, "--help"]),
    ("--version", [PROGRAM, "--version"]),
)


def cpu_seconds(command: list[str], home: str) -> float:
    """User and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env={**os.environ, "HOME": home, "XDG_CACHE_HOME": home}, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> None:
    """Print a line for each command."""
    with tempfile.TemporaryDirectory() as home:
        subprocess.run([PROGRAM, "load"], env={**os.environ, "XDG_CACHE_HOME": home}, capture_output=True, check=True)
        print(f"{'command':<18}{'ms':>7}{'peer':>7}{'ratio':>8}   spread of the ratio, {runs} runs")
        for name, command in COMMANDS:
            pairs = [(cpu_seconds(command, home), cpu_seconds(PEER, home)) for _ in range(runs)]
            own, peer = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratios = sorted(a / b for a, b in pairs)
            print(
                f"{name:<18}{own * 1e3:>7.0f}{peer * 1e3:>7.0f}{own / peer:>8.2f}   {ratios[0]:.2f} to {ratios[-1]:.2f}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
