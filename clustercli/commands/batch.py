"""The best partners of every organisation: which lists are due, and slices of them, each made alone and anywhere."""

from __future__ import annotations

import json
import zlib
from array import array
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from clustercli import __version__
from clustercli.commands.market import Market
from clustercli.errors import ClusterError
from clustercli.index import best, matching, postings, queries, state
from clustercli.index.best import List, Matched
from clustercli.match import policy as policies
from clustercli.match.ranking import Known, most
from clustercli.match.trade import Trade
from clustercli.records import traits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from clustercli.match.signals import Facts, Term

PARTNERS = 10  # of each organisation
_FEW = 0.05  # share of all organisations up to which it pays to look at what changed
_STEPS = 8  # sets of lists by the score that one must reach to enter
_LEARNT, _MARGIN = 0.1, 0.04  # how fast what is usual is learnt; what others may stay below it
_LINKED = ("member_of", "successor", "same_as")


class Due(NamedTuple):
    """What keeps the stored lists from being those of now: organisations that are gone, those that are what they were
    under a new number (old -> new), and those whose lists are to be made.
    """

    gone: list[int]
    renumbered: dict[int, int]
    lists: list[int]


class Batch(Market):
    """All organisations of an index, with what is needed of each at hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        policy = policies.read(queries.meta(connection, "policy"))
        super().__init__(connection, Trade(queries.tree(connection), queries.relations(connection), policy), policy)
        self.ids = ids = matching.all_ids(connection)
        self._usual = 0.0  # what the last one on a list reached of what it might have, of late, less a margin
        places = cache(partial(matching.all_places, connection))  # read where a list is made
        self.known = Known(lambda found: [ids[n] for n in found], lambda n: places()[n])

    @cached_property
    def countries(self) -> dict[int, str]:
        """The countries of all organisations, by number."""
        return {
            n: code
            for code in postings.values(self.connection, "country")
            for n in traits.numbers(self.partners & self.lookup(f"country {code}"))
        }

    def slice(self, numbers: Sequence[int]) -> list[tuple[Matched, List]]:
        """The lists of some organisations, and what each was made from."""
        self.let_go()
        self.seek(numbers)
        made = []
        for n in numbers:
            found = self._best(n)
            partners = array("I", (part for tenths, _, partner in found for part in (partner, tenths)))
            made.append((self.matched(n), List(n, partners)))
        return made

    def _best(self, n: int) -> list[tuple[int, str, int]]:
        """The best partners of an organisation.

        What those before it reached tells what its partners may reach, so that less is looked at; where that was too
        much, all is looked at.
        """
        ranking, among = self.ranking(n), self.candidates(n)
        least = most(self.seek([n])[n], self.ties)
        found = ranking.top(among, PARTNERS, int(least * self._usual))
        if len(found) < PARTNERS:
            found = ranking.top(among, PARTNERS)
        if len(found) == PARTNERS:
            self._usual += _LEARNT * (found[-1][0] / least - _MARGIN - self._usual)
        return found

    def matched(self, n: int) -> Matched:
        """An organisation as it is now."""
        seeker = self.seek([n])[n]
        history = seeker.facts.get("history")
        said = json.dumps(sorted(history)) if history else None
        return Matched(n, seeker.facts["id"], _checksum(seeker.facts, seeker.terms, said), said)

    def due(self) -> Due:
        """What is to be done, so that the stored lists are what a full run would make."""
        now, before = set(traits.numbers(self.partners)), set(best.numbers(self.connection))
        if not before or best.policy(self.connection) != self.policy.label:
            return Due(sorted(before), {}, sorted(now))
        self.let_go()
        was = best.matched(self.connection, before - now)
        is_ = {found.id: found for found in map(self.matched, sorted(now - before))}
        same = {was[id_].n: new.n for id_, new in is_.items() if id_ in was and was[id_].checksum == new.checksum}
        gone = before - now - same.keys()
        fresh = (now - before).difference(same.values()) | self._otherwise_together()
        if len(gone) + len(fresh) > _FEW * len(now):
            return Due(sorted(before), {}, sorted(now))
        listing = {same.get(n, n) for n in best.listing(self.connection, [*gone, *fresh])}
        anew = (fresh | listing | self._entered(fresh, same)) - gone
        return Due(sorted(gone), same, sorted(anew))

    def _otherwise_together(self) -> set[int]:
        """Those that have done something else together with others than when they were matched."""
        stored = best.histories(self.connection)
        numbers = matching.numbers(self.connection, stored.keys() | self.history.keys())
        now = {id_: json.dumps(sorted(shared)) for id_, shared in self.history.items()}
        changed = {
            numbers[id_]
            for id_ in stored.keys() | now.keys()
            if id_ in numbers and (stored[id_][1] if id_ in stored else None) != now.get(id_)
        }
        return {n for n in changed if self.partners >> n & 1}

    def _entered(self, fresh: set[int], same: dict[int, int]) -> set[int]:
        """Those on whose lists some organisations may come, by the score that they themselves would give them."""
        if not fresh:
            return set()
        least = {same.get(n, n): tenths for n, tenths in best.last(self.connection, PARTNERS).items()}
        by_score = sorted(least, key=least.__getitem__)
        step = len(by_score) // _STEPS + 1
        steps = [(least[by_score[i]], traits.together(by_score[i : i + step])) for i in range(0, len(by_score), step)]
        rest = self.partners
        for _, members in steps:
            rest &= ~members
        entered: set[int] = set()
        for n in fresh:
            ranking, among = self.ranking(n, swapped=True), self.candidates(n)
            for tenths, members in (*steps, (0, rest)):
                found = ranking.top(among & members, len(self.ids), tenths)
                entered.update(other for score, _, other in found if score >= least.get(other, 0))
        return entered


def _checksum(facts: Facts, terms: Iterable[Term], history: str | None) -> int:
    """A checksum of all that the scores of an organisation are made from."""
    of_it = sorted(set(traits.of(facts["kind"], facts, (term[:3] for term in terms))))
    linked = [facts.get(field) for field in _LINKED]
    return zlib.crc32(json.dumps([of_it, linked, facts.get("place"), history]).encode())


class State(NamedTuple):
    """An index at a path that all processes know, as it is at a time, and the program that reads it."""

    path: Path
    stamp: str
    program: str


@cache
def program() -> str:
    """What lists depend on beside the index: the version, and a checksum of all the code."""
    checksum = 0
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        checksum = zlib.crc32(path.read_bytes(), checksum)
    return f"{__version__}-{checksum:08x}"


def slice_of(at: State, numbers: Sequence[int]) -> list[tuple[Matched, List]]:
    """A slice of the lists of an index, made in this process, whichever it is; its threads take turns.

    Raises ClusterError where the index or the program is another one here.
    """
    if at.program != program():
        raise ClusterError(f"A worker runs another version of clustercli ({program()}) than this one ({at.program}).",
                           f"On each worker:  pip install 'clustercli[dask]=={__version__}'")  # fmt: skip
    with _TURN:
        connection = _connection(at, state.inode(at.path))
        with state.held(connection, at.path, at.stamp):
            return _batch(connection).slice(numbers)


_TURN = Lock()


@lru_cache(1)
def _connection(at: State, inode: int) -> sqlite3.Connection:
    del inode  # another file is another index
    return state.shared(at.path)


@lru_cache(1)
def _batch(connection: sqlite3.Connection) -> Batch:
    return Batch(connection)
