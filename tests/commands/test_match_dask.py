"""`match --all --dask`: a scheduler and workers as real processes give what one process gives, or say why not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.benchmarks.generate import generate
from tests.conftest import ROOT, Clustercli, Result
from tests.test_project import modules_of

pytestmark = pytest.mark.skipif(
    find_spec("distributed") is None or sys.platform == "win32", reason="needs the extra dask, and signals"
)

# The program with small slices; after the first it says so, and waits for a line.
_RUN = """
import sys
from clustercli.app import run
from clustercli.commands import everyone, workers
from clustercli.env import Environment

def progress(env, what):
    def tell(done, total):
        if WAITS and what.startswith("Matching") and done == everyone._AT_ONCE:
            print("begun", file=sys.stderr, flush=True)
            sys.stdin.readline()
    return tell

Environment.progress = progress
everyone._AT_ONCE, workers._SECONDS = 2, LIMIT
sys.exit(run(sys.argv[1:]))
"""


_ELSEWHERE = """
import pathlib
import clustercli.commands.batch as batch
State = batch.State
batch.State = lambda path, *more: State(pathlib.Path("/not/here.db"), *more)
"""


class Cluster:
    """A scheduler and its workers, on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.processes = folder, list[subprocess.Popen[bytes]]()
        self._file = folder / "scheduler.json"
        self.scheduler = self._begin("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._address()

    def _address(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self._file.exists() and '"address": "' in (said := self._file.read_text(encoding="utf-8")):
                return said.partition('"address": "')[2].partition('"')[0]
            time.sleep(0.05)
        raise TimeoutError

    def worker(self, threads: int = 1) -> subprocess.Popen[bytes]:
        """Begin a worker, which is told nothing of any catalogue."""
        place = self.folder / f"worker-{len(self.processes)}"
        return self._begin("dask_worker", "--nthreads", str(threads), "--no-nanny", "--local-directory", str(place))

    def _begin(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{what}", "--no-dashboard", "--scheduler-file", str(self._file),
             *options],
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def wait(self, workers: int) -> None:
        """Wait until there are so many workers."""
        code = "import sys; from distributed import Client; Client(sys.argv[1]).wait_for_workers(int(sys.argv[2]), 60)"
        subprocess.run([sys.executable, "-c", code, self.address, str(workers)], check=True)

    def end(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, one of them with two threads."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    made.worker()
    made.worker(threads=2)
    made.wait(2)
    yield made
    made.end()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    made = Cluster(tmp_path)
    yield made
    made.end()


@pytest.fixture
def market(clustercli: Clustercli) -> Clustercli:
    """A catalogue of a hundred and fifty firms, and its index."""
    generate(clustercli.folder, 150, seed=5, per_file=50)
    time.sleep(0.1)
    clustercli("load")
    return clustercli


def expected(market: Clustercli) -> bytes:
    """What one process gives, which stores nothing."""
    return b"".join(market("match", "--all", "--part", f"{n}/2", "--format", "csv").out.encode() for n in (1, 2))


def begin(
    market: Clustercli, address: str, *options: str, waits: bool = False, seconds: float = 10, before: str = ""
) -> subprocess.Popen[bytes]:
    code = _RUN.replace("WAITS", str(waits)).replace("LIMIT", str(seconds))
    return subprocess.Popen(
        [sys.executable, "-c", before + code, *options, "match", "--all", "--dask", address, "--format", "csv"],
        cwd=market.folder,
        env=market.variables({"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def end(process: subprocess.Popen[bytes]) -> Result:
    out, err = process.communicate(b"\n", timeout=100)
    return Result(process.returncode, out.decode(), err.decode())


def is_begun(process: subprocess.Popen[bytes]) -> None:
    assert process.stderr
    assert process.stderr.readline() == b"begun\n"


def test_a_cluster_gives_the_bytes_of_one_process_and_they_are_stored(market: Clustercli, cluster: Cluster) -> None:
    whole = expected(market).decode()
    assert end(begin(market, cluster.address)) == Result(0, whole, "")
    assert end(begin(market, cluster.address)) == Result(0, whole, ""), "nothing is to be made"
    assert market("match", "--all", "--format", "csv") == Result(0, whole, "")


def test_the_program_as_a_user_begins_it_says_nothing_of_dask(market: Clustercli, cluster: Cluster) -> None:
    whole = expected(market).decode()
    done = market.process("match", "--all", "--dask", cluster.address.removeprefix("tcp://"), "--format", "csv")
    assert (done.code, done.out.replace("\r\n", "\n"), done.err) == (0, whole.replace("\r\n", "\n"), "")


def test_a_worker_that_is_killed_loses_nothing(market: Clustercli, cluster: Cluster) -> None:
    whole = expected(market).decode()
    third = cluster.worker()
    cluster.wait(3)
    process = begin(market, cluster.address, waits=True)
    is_begun(process)
    third.kill()
    assert end(process) == Result(0, whole, "")


def test_an_interruption_ends_it_and_leaves_nothing_to_do(market: Clustercli, cluster: Cluster) -> None:
    process = begin(market, cluster.address, waits=True)
    is_begun(process)
    process.send_signal(signal.SIGINT)
    assert end(process) == Result(130, "", "")
    tasks = "lambda dask_scheduler: len(dask_scheduler.tasks)"
    code = (
        "import sys, time; from distributed import Client; client = Client(sys.argv[1]); until = time.time() + 30\n"
        f"while client.run_on_scheduler({tasks}) and time.time() < until: time.sleep(0.1)\n"
        f"print(client.run_on_scheduler({tasks}))"
    )
    left = subprocess.run([sys.executable, "-c", code, cluster.address], capture_output=True, text=True, check=True)
    assert left.stdout == "0\n"


def test_a_scheduler_that_is_lost_is_told(market: Clustercli, alone: Cluster) -> None:
    alone.worker()
    process = begin(market, alone.address, waits=True)
    is_begun(process)
    alone.scheduler.kill()
    done = end(process)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"The Dask scheduler at {alone.address} was lost.\nNothing was stored. Run the command again.\n"


def test_a_cluster_without_workers_is_told(market: Clustercli, alone: Cluster) -> None:
    done = end(begin(market, alone.address, seconds=0.5))
    assert (done.code, done.out) == (1, "")
    assert f"has no workers.\nOne is begun so:  dask worker {alone.address}" in done.err


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tcp://[::1", "odd://127.0.0.1:1"])
def test_where_no_scheduler_answers_it_is_told(market: Clustercli, address: str) -> None:
    done = end(begin(market, address, seconds=0.5))
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[:2] == [f"No Dask scheduler answers at {address}.", "One is begun so:  dask scheduler"]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("import clustercli.commands.batch as b; b.program = lambda: 'older'\n", "runs another version of clustercli"),
        ("import clustercli.index.state as s; s.stamp = lambda _: 'then'\n", "has changed since"),
        (_ELSEWHERE, "/not/here.db: No such file"),
    ],
    ids=["program", "state", "path"],
)  # fmt: skip
def test_a_worker_that_cannot_give_the_same_says_why(
    market: Clustercli, cluster: Cluster, before: str, told: str
) -> None:
    done = end(begin(market, cluster.address, before=before))
    assert (done.code, done.out) == (1, "")
    assert told in done.err
    assert len(done.err.splitlines()) == 2


def test_an_index_in_memory_is_no_index_for_workers(market: Clustercli, cluster: Cluster) -> None:
    done = end(begin(market, cluster.address, "--index", "/proc/none/index.db"))
    assert (done.code, done.out) == (1, "")
    assert "no worker can read it" in done.err


def test_where_dask_is_not_installed_it_is_told(market: Clustercli) -> None:
    done = end(begin(market, "127.0.0.1:1", before="import sys; sys.modules['distributed'] = None\n"))
    assert (done.code, done.out, done.err) == (1, "", "--dask needs Dask.\n  pip install 'clustercli[dask]'\n")


def test_dask_is_imported_only_where_it_is_asked_for(market: Clustercli) -> None:
    imported = {name.partition(".")[0] for name in modules_of(market, "match", "--all", "--format", "csv")}
    assert imported & {"dask", "distributed", "tornado", "asyncio", "multiprocessing"} == set()
