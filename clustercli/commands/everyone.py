"""`match --all`: the best partners of every organisation, made on all processors and stored for the next time."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.errors import ClusterError, Exit
from clustercli.index import best, refresh
from clustercli.present.columns import Column
from clustercli.records import traits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

    from clustercli.commands.batch import Batch, Due
    from clustercli.commands.session import Session
    from clustercli.index.best import List, Matched

    Made = tuple[Matched, List]

COLUMNS = (
    Column("organisation", "organisation"),
    Column("organisation_country", "of"),
    Column("place", "place", right=True),
    Column("score", "score", right=True),
    Column("partner", "partner"),
    Column("partner_country", "in"),
    Column("policy"),
)
_AT_ONCE = 128  # organisations of a slice
_ALONE = 2_000  # organisations up to which a second process costs more than it spares
_SECONDS = 10  # that a Dask scheduler has to answer
_FORM = "Form: --part 3/8"


class Part(NamedTuple):
    """One of several slices of the whole, from 1."""

    number: int = 1
    of: int = 1

    def slice(self, rows: Sequence[int]) -> Sequence[int]:
        """The part's share, in order."""
        return rows[len(rows) * (self.number - 1) // self.of : len(rows) * self.number // self.of]


def read_part(text: str) -> Part:
    """A part such as 3/8. Raises ClusterError where it is none."""
    number, slash, of = text.partition("/")
    if not slash or not (number.isdecimal() and of.isdecimal()) or not 1 <= int(number) <= int(of) <= 10**6:
        raise ClusterError(f"--part: '{text}' is no part of a whole.", _FORM, code=Exit.USAGE)
    return Part(int(number), int(of))


def rows(session: Session, part: Part, dask: str) -> Iterator[dict[str, Any]]:
    """The lists of a part of all organisations, by their ids, best partners first.

    Lists that are stored and still those of now are not made again. A run over the whole stores what it made.
    """
    from clustercli.commands.batch import Batch

    batch = Batch(session.connection)
    due = batch.due()
    wanted = part.slice(sorted(traits.numbers(batch.partners), key=batch.ids.__getitem__))
    anew = set(due.lists)
    made = _made(session, batch, [n for n in wanted if n in anew], dask)
    lists = {found.n: found.partners for _, found in made}
    if part.of == 1 and any(due) and not session.changes.in_memory:
        _store(session, batch, due, made)
        due = due._replace(renumbered={})
    for n in wanted:
        found = lists[n] if n in lists else best.partners(session.connection, n, due.renumbered)
        for place, (partner, tenths) in enumerate(zip(found[::2], found[1::2], strict=True), 1):
            yield {
                "organisation": batch.ids[n], "organisation_country": batch.countries[n], "place": place,
                "score": tenths / 10, "partner": batch.ids[partner], "partner_country": batch.countries[partner],
                "policy": batch.policy.label,
            }  # fmt: skip


def _made(session: Session, batch: Batch, numbers: Sequence[int], dask: str) -> list[Made]:
    """The lists of some organisations: made here, by several processes, or by those of a cluster."""
    from clustercli.commands.batch import slice_of

    slices = [numbers[i : i + _AT_ONCE] for i in range(0, len(numbers), _AT_ONCE)]
    work = partial(slice_of, session.env.index_file.resolve(), refresh.stamp(session.connection))
    progress = session.env.progress("Matching organisations")
    made: list[Made] = []
    with ExitStack() as until_done:
        if dask:
            done = _on_cluster(until_done, dask, work, slices)
        elif len(numbers) <= _ALONE or session.changes.in_memory:
            done = map(batch.slice, slices)
        else:
            done = until_done.enter_context(_processes()).map(work, slices)
        for found in done:
            made += found
            progress(len(made), len(numbers))
    return made


@contextmanager
def _processes() -> Iterator[ProcessPoolExecutor]:
    """As many processes as there are processors; they end with this one, however it ends."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(len(os.sched_getaffinity(0)), get_context("spawn"), _begin, (os.getpid(),))
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(parent: int) -> None:
    """Begin a process: an interruption is the parent's to handle, and without it there is nothing left to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _store(session: Session, batch: Batch, due: Due, made: list[Made]) -> None:
    """Store what was made, in one transaction."""
    connection = session.connection
    stamp = refresh.stamp(connection)
    connection.execute("COMMIT")  # what reads would keep what writes waiting

    def change(writing: sqlite3.Connection) -> None:
        best.replace(writing, due.gone, due.renumbered, made, batch.policy.label)

    stored = refresh.amend(session.env.index_file, stamp, change)
    connection.execute("BEGIN")
    if not stored:
        raise ClusterError("The catalogue changed while its organisations were matched. Nothing was stored.",
                           "  clustercli match --all", code=Exit.FAILED)  # fmt: skip


def _on_cluster(
    until_done: ExitStack, address: str, work: Callable[[Sequence[int]], list[Made]], slices: Sequence[Sequence[int]]
) -> Iterator[list[Made]]:
    """Slices made by the workers of a Dask cluster, in order; what a lost worker had is made by another."""
    try:
        from dask.distributed import Client
    except ImportError:
        raise ClusterError("--dask needs Dask.", "  pip install 'clustercli[dask]'", code=Exit.USAGE) from None
    try:
        client = until_done.enter_context(Client(address, timeout=_SECONDS))
    except (OSError, ValueError) as error:
        raise ClusterError(f"No Dask scheduler at {address}: {error}.", code=Exit.FAILED) from None
    futures = client.map(work, slices)
    for future in futures:
        yield future.result()
