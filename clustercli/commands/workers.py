"""Where slices of `match --all` are made, if not in this process: by others of this machine, or of a Dask cluster."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import warnings
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any, TypeAlias

from clustercli.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clustercli.index.best import List, Matched

Made: TypeAlias = "list[tuple[Matched, List]]"
Work: TypeAlias = "Callable[[Sequence[int]], Made]"

_SECONDS = 10  # that a Dask scheduler has to answer, and to find a worker
_AGAIN = 30  # seconds that a Dask cluster without workers has to find one again
_MOST = 61  # processes, which is as many as Windows can wait for


def collect_seldom() -> None:
    """Have garbage collected, which a short command does without; what searches leave is little, so seldom."""
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def processors() -> int:
    """How many processes can work at the same time; one, where this program cannot be begun again."""
    if getattr(sys, "frozen", False) or not sys.executable:
        return 1
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(mine, _MOST)


@contextmanager
def processes(work: Work, slices: Sequence[Sequence[int]]) -> Iterator[Iterator[Made]]:
    """Slices in order, made by as many processes as there are processors; they end with this one, however it ends."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context, util

    pool = ProcessPoolExecutor(processors(), get_context("spawn"), _begin, (os.getpid(),))
    try:
        yield pool.map(work, slices)
    except BrokenProcessPool:
        raise ClusterError("A process that matched organisations was ended from outside, perhaps for want of memory.",
                           "Nothing was stored. Run the command again.") from None  # fmt: skip
    finally:
        for child in active_children():
            child.terminate()
        pool.shutdown(cancel_futures=True)
        # This program ends without ceremony, and what it still holds then would be told on stderr as leaked.
        util._run_finalizers()  # type: ignore[attr-defined] # noqa: SLF001


def _begin(parent: int) -> None:
    """Begin a process: an interruption is the parent's to handle, and without it there is nothing left to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def cluster(address: str, work: Work, slices: Sequence[Sequence[int]]) -> Iterator[Iterator[Made]]:
    """Slices in order, made by the workers of a Dask cluster; what a lost worker had is made by another.

    Raises ClusterError where there is no scheduler or worker. What still waits at the end is cancelled.
    """
    with ExitStack() as until_done:
        until_done.enter_context(_quiet())
        client = until_done.enter_context(_connected(address))
        yield _results(client, address, deque(client.map(work, slices, pure=False)))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Dask tells of its own: all that matters to a user ends in an error of ours."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of a cluster that has a worker."""
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("--dask needs Dask.", "  pip install 'clustercli[dask]'") from None
    found: list[Any] = []

    def connect() -> None:
        with suppress(Exception):  # of many kinds: no such host, no answer, an answer in another language
            found.append(Client(address, timeout=_SECONDS))

    connecting = Thread(target=connect, daemon=True)  # its own limit of time holds for schedulers only
    connecting.start()
    connecting.join(_SECONDS + 2)
    if not found:
        raise ClusterError(f"No Dask scheduler answers at {address}.", "One is begun so:  dask scheduler",
                           "The address is what it prints, such as tcp://127.0.0.1:8786")  # fmt: skip
    with found[0] as client:
        _await_worker(client, address, _SECONDS)
        yield client


def _await_worker(client: Any, address: str, seconds: float) -> None:
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError:
        raise ClusterError(f"The Dask cluster at {address} has no workers.",
                           f"One is begun so:  dask worker {address} --nthreads 1") from None  # fmt: skip


def _results(client: Any, address: str, futures: deque[Any]) -> Iterator[Made]:
    """What the futures become, in order; each is let go as soon as it has."""
    from concurrent.futures import CancelledError

    while futures:
        try:
            made: Made = futures[0].result(timeout=_SECONDS)
        except TimeoutError:
            _await_worker(client, address, _AGAIN)
        except ClusterError:
            raise
        except (CancelledError, OSError):
            raise ClusterError(f"The Dask scheduler at {address} was lost.",
                               "Nothing was stored. Run the command again.") from None  # fmt: skip
        except Exception as error:
            raise ClusterError(
                f"A worker of the Dask cluster at {address} failed: {type(error).__name__}: {error}",
                "The scheduler and each worker need the same version of clustercli, Dask and Python as this process.",
            ) from error
        else:
            futures.popleft()
            yield made
