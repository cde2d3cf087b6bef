"""`match --all`: every organisation's best partners, in parts, and after any change what a new run gives."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clustercli.commands.batch import Batch
from clustercli.index import refresh
from tests.benchmarks.generate import generate
from tests.conftest import ROOT, Clustercli

PROJECT = """id: bridge
name: Bridge
partners:
- {{organisation: {0}}}
- {{organisation: {1}}}
"""


@pytest.fixture
def market(clustercli: Clustercli) -> Clustercli:
    """A catalogue of two hundred firms in files of twenty."""
    generate(clustercli.folder, 200, seed=5, per_file=20)
    time.sleep(0.1)
    return clustercli


def files(market: Clustercli) -> list[Path]:
    return sorted((market.folder / "data" / "smes").rglob("*.yaml"))


def ids(path: Path) -> list[str]:
    return re.findall(r"^- id: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)


def edit(path: Path, pattern: str, instead: str, count: int = 1) -> None:
    text, done = re.subn(pattern, instead, path.read_text(encoding="utf-8"), count=count, flags=re.MULTILINE)
    assert done
    path.write_text(text, encoding="utf-8")
    time.sleep(0.1)


def due(market: Clustercli) -> int:
    """How many lists are to be made now."""
    market("load")
    (index,) = (market.home / "cache" / "clustercli").glob("*.db")
    return len(Batch(refresh.read_only(index)).due().lists)


def everything(market: Clustercli) -> str:
    return market("match", "--all", "--format", "csv").out


def anew(market: Clustercli) -> str:
    market("load", "--rebuild")
    return everything(market)


def test_each_has_the_partners_that_match_gives_it_alone(market: Clustercli) -> None:
    rows = market("match", "--all", "--format", "json").json()
    for id_ in [id_ for path in files(market) for id_ in ids(path)][::8]:
        alone = market("match", id_, "--limit", "10", "--format", "json").json()
        listed = [row for row in rows if row["organisation"] == id_]
        assert [(row["partner"], row["score"]) for row in listed] == [(row["partner"], row["score"]) for row in alone]
        assert [row["place"] for row in listed] == list(range(1, len(alone) + 1))


@pytest.mark.parametrize("format_", ["csv", "tsv", "jsonl", "markdown"])
@pytest.mark.parametrize("of", [1, 3, 7])
def test_parts_put_together_are_the_whole_byte_for_byte(market: Clustercli, format_: str, of: int) -> None:
    parts = [market("match", "--all", "--part", f"{n}/{of}", "--format", format_).out for n in range(1, of + 1)]
    assert "".join(parts) == market("match", "--all", "--format", format_).out
    assert [market("match", "--all", "--part", f"{n}/{of}", "--format", format_).out for n in range(1, of + 1)] == parts


def test_several_processes_give_the_same_bytes(market: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = everything(market)
    market("load", "--rebuild")
    monkeypatch.setattr("clustercli.commands.everyone._ALONE", 0)
    monkeypatch.setattr("clustercli.commands.everyone._AT_ONCE", 30)
    assert everything(market) == alone


def test_what_is_stored_and_has_not_changed_is_not_made_again(market: Clustercli) -> None:
    assert due(market) == 200
    first = everything(market)
    assert due(market) == 0
    files(market)[0].touch()
    time.sleep(0.1)
    assert due(market) == 0, "a file was read again, but says what it said"
    assert everything(market) == first


def test_after_one_record_changed_few_lists_are_made_and_all_are_right(market: Clustercli) -> None:
    everything(market)
    edit(files(market)[3], r"^  sectors: .*$", "  sectors: [furniture]")
    assert 0 < due(market) < 150
    assert everything(market) == anew(market)


def test_after_any_changes_the_lists_are_those_of_a_new_run(market: Clustercli) -> None:
    dice = random.Random(7)  # noqa: S311  # the same edits each time
    everything(market)
    for _ in range(6):
        path = dice.choice(files(market))
        how = dice.randrange(6)
        if how == 0:
            edit(path, r"^  languages: .*$", "  languages: [hu, en]")
        elif how == 1:
            edit(path, r"^- id: .*\n(?:  .*\n)+", "")
        elif how == 2:
            edit(path, r"^(- id: .*)$", r"\1\n  status: closed")
        elif how == 3:
            path.rename(path.with_name(f"moved-{path.name}"))
            time.sleep(0.1)
        elif how == 4:
            pair = dice.sample([id_ for file in files(market) for id_ in ids(file)], 2)
            market.write({"data/projects/bridge.yaml": PROJECT.format(*pair)})
        else:
            other = dice.choice([id_ for file in files(market) for id_ in ids(file) if file != path])
            edit(path, r"^(- id: .*)$", rf"\1\n  same_as: {other}")
        changed = everything(market)
        assert changed == anew(market), how


def test_another_policy_makes_all_lists_anew(market: Clustercli) -> None:
    everything(market)
    policy = (ROOT / "data" / "match.yaml").read_text(encoding="utf-8")
    market.write({"data/match.yaml": policy.replace('version: "2"', 'version: "3"').replace("0.85", "0.5")})
    assert due(market) == 200
    rows = market("match", "--all", "--format", "json").json()
    assert {row["policy"].partition("-")[0] for row in rows} == {"3"}
    assert everything(market) == anew(market)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--all", "--sector", "food"],
        ["--all", "--country", "CZ"],
        ["--part", "1/2"],
        ["--dask", "127.0.0.1:1"],
        ["--all", "--part", "0/3"],
        ["--all", "--part", "4/3"],
        ["--all", "--part", "half"],
        ["--all", "--part", "1/2", "--format", "json"],
    ],
    ids=" ".join,
)
def test_what_does_not_belong_together_is_told(clustercli: Clustercli, wrong: list[str]) -> None:
    result = clustercli("match", *wrong)
    assert (result.code, result.out) == (2, "")
    assert "  " in result.err or "Form:" in result.err


def test_on_a_terminal_the_first_lines_are_shown(clustercli: Clustercli) -> None:
    screen = clustercli.screen("match", "--all")
    assert len(screen.splitlines()) == 22
    assert "match --all --format csv" in screen


def test_an_index_that_cannot_be_kept_gives_the_same_answer(clustercli: Clustercli) -> None:
    kept = everything(clustercli)
    result = clustercli("--index", "/proc/none/index.db", "match", "--all", "--format", "csv")
    assert result.out == kept
    assert "in memory" in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interruption_stores_nothing_and_leaves_nothing_running(market: Clustercli) -> None:
    market("load")
    code = (
        "import clustercli.commands.everyone as e; e._ALONE = 0; e._AT_ONCE = 1; "
        "from clustercli.app import run; import sys; sys.exit(run(['match', '--all', '--format', 'csv']))"
    )
    path = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"}
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=market.folder,
        env=market.variables(path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode in (0, 130)  # 0: it was done before
    assert b"Traceback" not in err
    if process.returncode:
        assert due(market) == 200
