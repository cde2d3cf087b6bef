"""The table: its rows can be measured, and what cannot is said; no time is asserted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import line, main
from tests.benchmarks.measure import PYTHON, Bench, Sizes, cost
from tests.benchmarks.rows import ROWS, TIMES, Row

TINY = Sizes(20, 30, 40)


def test_rows_are_measured_on_catalogues_that_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["memory", "match-id", "match-all-again", "export", "index"]
    main(["--quick", "--firms", *map(str, TINY), "--keep", str(tmp_path), *rows])
    lines = [text.split(" | ") for text in capsys.readouterr().out.splitlines() if text.startswith("| ")]
    assert [cells[0].removeprefix("| ") for cells in lines] == ["row", "---", *rows]
    assert {len(cells) for cells in lines} == {9}
    assert lines[3][1] == "`match ID`, 40 SMEs, top 20 abroad"
    assert all(cells[5].split()[-1] in {"x", "%", "MiB"} for cells in lines[2:])
    assert len(list(tmp_path.glob("40-*/smes/*.yaml"))) == 1


def test_a_changed_firm_is_read_again_and_put_back(tmp_path: Path) -> None:
    bench = Bench(tmp_path, TINY)
    (file,) = bench.files(TINY.small)
    before = file.read_bytes()
    with bench.changed(TINY.small, 0):
        assert sorted(file.read_text(encoding="utf-8").split()) == sorted(before.decode().split())
        assert file.read_bytes() != before
        told = bench.ours("load", firms=TINY.small)
    assert told.cpu > 0
    assert file.read_bytes() == before


def test_a_missing_peer_and_a_failure_are_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path, TINY, peers=PYTHON)

    def absent(bench: Bench, _: int) -> float:
        return bench.peer("no_such_library", "parse").cpu

    def broken(bench: Bench, _: int) -> float:
        return bench.ours("show", "nobody").cpu

    rows = [Row("a", "b", "c", TIMES, 1, 1, side, None) for side in (absent, broken)]
    library, failure = (line(row, bench, 1) for row in rows)
    assert "skipped: no_such_library is not there: `pip install '.[bench]'`" in library
    assert "failed: " in failure
    assert "show nobody ended with 4: " in failure


def test_a_row_nobody_knows_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["mach"])
    assert ended.value.code == 2
    assert "no such row: mach. There are match," in capsys.readouterr().err


def test_names_of_rows_are_unique() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("terminal", [True, False])
def test_a_process_is_measured_on_a_terminal_or_a_pipe(terminal: bool) -> None:
    measured = cost([sys.executable, "-c", "import sys; print(sys.stdout.isatty())"], {}, terminal=terminal)
    assert measured.out.split() == [str(terminal)]
    assert measured.cpu > 0
    assert measured.memory > 1


def test_the_memory_of_children_counts_with_that_of_the_process() -> None:
    filled = "x = b'x' * 60_000_000"
    child = f"import time; {filled}; time.sleep(0.8)"
    code = f"import subprocess, sys; {filled}; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    alone = cost([sys.executable, "-c", filled], {})
    both = cost([sys.executable, "-c", code], {})
    assert alone.memory > 57
    assert both.memory > 115


def test_a_process_that_fails_is_not_measured() -> None:
    with pytest.raises(RuntimeError, match="ended with 3: broken"):
        cost([sys.executable, "-c", "import sys; print('broken', file=sys.stderr); sys.exit(3)"], {})
