"""`match --all`: the best partners of every organisation, made on all processors and stored for the next time."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.errors import ClusterError, Exit
from clustercli.index import best, state
from clustercli.present.columns import Column
from clustercli.records import traits

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clustercli.commands.batch import Batch, Due
    from clustercli.commands.session import Session
    from clustercli.commands.workers import Made

COLUMNS = (
    Column("organisation", "organisation"),
    Column("organisation_country", "of"),
    Column("place", "rank", right=True),
    Column("score", "score", right=True),
    Column("partner", "partner"),
    Column("partner_country", "in"),
    Column("policy"),
)
_AT_ONCE = 128  # organisations of a slice
_ALONE = 2_000  # organisations up to which a second process costs more than it spares
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

    Lists that are stored and still those of now are not made again. A run over the whole stores what it made. All is
    made before the first row is asked for: what fails writes nothing.
    """
    from clustercli.commands import workers
    from clustercli.commands.batch import Batch

    workers.collect_seldom()
    batch = Batch(session.connection)
    due = batch.due()
    wanted = part.slice(sorted(traits.numbers(batch.partners), key=batch.ids.__getitem__))
    anew = set(due.lists)
    made = _made(session, batch, [n for n in wanted if n in anew], dask)
    lists = {found.n: found.partners for _, found in made}
    before = {new: old for old, new in due.renumbered.items()}

    def stored(n: int) -> array[int]:
        return best.partners(session.connection, before.get(n, n), due.renumbered)

    if part.of == 1 and any(due) and not session.changes.unkept:
        lists |= {n: stored(n) for n in set(wanted).difference(lists)}  # before the index changes
        _store(session, batch, due, made)
    return _listed(batch, ((n, lists[n] if n in lists else stored(n)) for n in wanted))


def _listed(batch: Batch, lists: Iterable[tuple[int, array[int]]]) -> Iterator[dict[str, Any]]:
    """A row for each partner on each list."""
    for n, found in lists:
        for place, (partner, tenths) in enumerate(zip(found[::2], found[1::2], strict=True), 1):
            yield {
                "organisation": batch.ids[n], "organisation_country": batch.countries[n], "place": place,
                "score": tenths / 10, "partner": batch.ids[partner], "partner_country": batch.countries[partner],
                "policy": batch.policy.label,
            }  # fmt: skip


def _made(session: Session, batch: Batch, numbers: Sequence[int], dask: str) -> Made:
    """The lists of some organisations: made here, by several processes, or by those of a cluster."""
    from clustercli.commands import workers

    slices = [numbers[i : i + _AT_ONCE] for i in range(0, len(numbers), _AT_ONCE)]
    progress = session.env.progress("Matching organisations")
    made: Made = []
    with ExitStack() as until_done:
        if dask:
            done = until_done.enter_context(workers.cluster(dask, _work(session), slices))
        elif len(numbers) <= _ALONE or session.changes.unkept or workers.processors() == 1:
            done = map(batch.slice, slices)
        else:
            done = until_done.enter_context(workers.processes(_work(session), slices))
        for found in done:
            made += found
            progress(len(made), len(numbers))
    return made


def _work(session: Session) -> Callable[[Sequence[int]], Made]:
    """What makes a slice in any process."""
    from clustercli.commands.batch import State, program, slice_of

    if session.changes.unkept:
        raise ClusterError("The index could not be kept, so that no worker can read it.",
                           "  clustercli --index FILE match --all ...   (a place that all workers share)")  # fmt: skip
    return partial(slice_of, State(session.env.index_file.resolve(), state.stamp(session.connection), program()))


def _store(session: Session, batch: Batch, due: Due, made: Made) -> None:
    """Store what was made, in one transaction, or say that it could not be: the answer is the same."""
    stamp = state.stamp(session.connection)

    def change(writing: sqlite3.Connection) -> None:
        best.replace(writing, due.gone, due.renumbered, made, batch.policy.label)

    with state.let_go(session.connection):
        stored = state.amend(session.env.index_file, stamp, change)
    if not state.is_readable(session.connection):
        raise ClusterError(f"The disk is full: the index {session.env.index_file} cannot be read until there is room.",
                           "  clustercli --index FILE match --all ...   (a place on another disk)")  # fmt: skip
    if not stored:
        session.env.note("The lists were not stored: the index is in use by others, has changed, or cannot be written.",
                         "The next run makes them again.")  # fmt: skip
