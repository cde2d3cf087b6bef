"""Prints the table of what the program costs beside its peers, as Markdown: `python -m tests.benchmarks --help`."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from math import nan
from pathlib import Path

from tests.benchmarks.measure import PYTHON, Bench, Missing, Sizes
from tests.benchmarks.rows import ROWS, Row

SIZES = Sizes(10_000, 100_000, 1_000_000)
QUICK = Sizes(100, 1_000, 10_000)
QUICK_RUNS = 3
WARMED = 5  # rows of more runs are cheap, and begin with one that does not count


def line(row: Row, bench: Bench, runs: int) -> str:
    """Measure a row, our side and the peer's by turns, and write it."""
    names = {size: f"{firms:,}" for size, firms in bench.sizes._asdict().items()}
    what, beside = row.what.format(**names), row.beside.format(**names)
    try:
        if row.runs > WARMED:
            row.ours(bench, 0)
        pairs = [(row.peer(bench, turn) if row.peer else nan, row.ours(bench, turn)) for turn in range(runs)]
    except Missing as reason:
        return _cells(row.name, what, beside, "", "", f"skipped: {reason}", "", "", "")
    except RuntimeError as error:  # the other rows are worth having
        return _cells(row.name, what, beside, "", "", f"failed: {' '.join(str(error).split())}", "", "", "**no**")
    peer, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
    figure, text, side = row.unit
    each = [figure(own, other) for other, own in pairs]
    median = figure(ours, peer)
    spread = f"{text.format(min(each))} to {text.format(max(each))}" if runs > 1 else ""
    goal = "" if row.goal is None else f"<= {text.format(row.goal)}"
    met = "" if row.goal is None else "yes" if median <= row.goal else "**no**"
    return _cells(
        row.name, what, beside, side(ours), side(peer) if row.peer else "", text.format(median), spread, goal, met
    )


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def table(bench: Bench, rows: Sequence[Row], most_runs: int) -> None:
    """Print the table, each row as soon as it is measured."""
    python = f"CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{date.today()}, {os.cpu_count()} cores ({platform.machine()}), {python}. CPU time of whole processes, user")
    print("and system; medians of runs by turns, and the spread of single turns.\n")
    if bench.sizes != SIZES:
        print(f"The goals are for catalogues of {', '.join(map('{:,}'.format, SIZES))} firms, these are others.\n")
    print(_cells("row", "what", "peer or limit", "ours", "peer", "figure", "spread", "goal", "met"))
    print(_cells(*["---"] * 3, *["---:"] * 3, *["---"] * 3))
    for row in rows:
        if sys.stderr.isatty():
            print(f"{row.name} ...", end="\r", file=sys.stderr)
        print(line(row, bench, min(row.runs, most_runs)), flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line."""
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Print what the program costs beside its peers, measured by turns in one run, as Markdown.",
        epilog=f"Rows: {', '.join(names)}",
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help="only these rows")
    parser.add_argument(
        "--firms", nargs=3, type=int, metavar=("SMALL", "MEDIUM", "LARGE"), help="other sizes of catalogues"
    )
    parser.add_argument(
        "--quick", action="store_true", help="sizes a hundred times smaller and few runs, to have a look"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep catalogues and indexes there for the next time")
    parser.add_argument(
        "--peers", default=PYTHON, metavar="PYTHON", help="the Python that has yaml-to-sqlite and scipy"
    )
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.rows) - set(names)):
        parser.error(f"no such row: {', '.join(unknown)}. There are {', '.join(names)}")
    sizes = Sizes(*given.firms) if given.firms else QUICK if given.quick else SIZES
    rows = [row for row in ROWS if not given.rows or row.name in given.rows]
    with tempfile.TemporaryDirectory() as passing:
        folder = given.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        table(Bench(folder, sizes, given.peers), rows, QUICK_RUNS if given.quick else sys.maxsize)


if __name__ == "__main__":
    main()
