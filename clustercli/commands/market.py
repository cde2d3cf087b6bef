"""The organisations of an index as matching sees them: who may seek, who may be found, what is known of each."""

from __future__ import annotations

from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from clustercli.index import matching, postings
from clustercli.match import partners, signals
from clustercli.match.levels import Ties
from clustercli.match.ranking import Known, Ranking, Seeker
from clustercli.match.score import relevance
from clustercli.match.signals import Term
from clustercli.records.kinds import CLUSTER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from clustercli.match.partners import Organisation
    from clustercli.match.policy import Policy
    from clustercli.match.sentences import Evidence
    from clustercli.match.signals import Facts, Reasons
    from clustercli.match.trade import Trade


class Market:
    """What is read from an index for matching, remembered; `ours` seek, `theirs` may be found."""

    def __init__(self, connection: sqlite3.Connection, trade: Trade, policy: Policy) -> None:
        self.connection, self.trade, self.policy = connection, trade, policy
        self.lookup = postings.reader(connection)
        self.ties = Ties(self.lookup, trade, policy)
        self.known = Known(partial(matching.ids, connection), cache(partial(matching.place, connection)))
        kinds = self.ties.union(f"kind {kind.name}" for kind in matching.PARTNERS)
        self.partners = kinds & postings.usable(connection, self.lookup) & ~self.lookup("status closed")
        self.ours = self.theirs = self.partners
        self.country = cache(partial(matching.country, connection))
        self.sought: set[str] | None = None  # what bounds the trades that speak for ours
        self._seekers: dict[int, Seeker] = {}
        self._reasons: dict[int, dict[str, Reasons]] = {}

    def let_go(self) -> None:
        """Forget what was read of single organisations."""
        self._seekers, self._reasons = {}, {}

    @cached_property
    def history(self) -> dict[str, set[str]]:
        """What organisations did together."""
        return matching.shared_history(self.connection)

    @cached_property
    def _histories(self) -> dict[str, int]:
        """For each project and association, and '' for any, the set of the organisations that share it."""
        held: dict[str, int] = {}
        for id_, n in matching.numbers(self.connection, self.history).items():
            for shared in ("", *self.history[id_]):
                held[shared] = held.get(shared, 0) | 1 << n
        return held

    def histories(self, shared: str) -> int:
        """The organisations that share a project or an association; '' stands for any."""
        return self._histories.get(shared, 0)

    def only(self, ours: int, theirs: int, sought: set[str] | None = None) -> None:
        """Bound who seeks and who may be found; `sought` bounds the trades that speak for those who seek."""
        self.ours, self.theirs = ours, theirs
        if sought != self.sought:
            self.sought = sought
            self.let_go()

    def within(self, countries: Collection[str]) -> int:
        """The partners in some countries; all, where none is named."""
        return self.partners & self.ties.union(f"country {c}" for c in countries) if countries else self.partners

    def seek(self, wanted: Iterable[int]) -> dict[int, Seeker]:
        """What is known of organisations, read all at once."""
        missing = [n for n in wanted if n not in self._seekers]
        for kind in matching.PARTNERS if missing else ():
            terms = dict(matching.terms(self.connection, missing, kind))
            for n, facts in matching.facts(self.connection, missing, kind):
                facts["history"] = self.history.get(facts["id"])
                own = [Term(*term) for term in terms[n]]
                self._seekers[n] = Seeker(facts, own, partners.speaking(own, self.trade, self.sought), kind is CLUSTER)
        return self._seekers

    def facts(self, n: int) -> Facts:
        """What the fit signals look at, of one organisation."""
        return self.seek([n])[n].facts

    def ranked(self, own: Organisation) -> Iterator[tuple[int, str, int]]:
        """(score in tenths, id, number) of the partners of one organisation, best first.

        Of two that both seek, the pair is given once, by the one whose id comes first.
        """
        return self._given_once(own, self.ranking(own[0]).best(self.candidates(own[0])))

    def reaching(self, own: Organisation, least: int) -> Iterator[tuple[int, str, int]]:
        """The same of those that reach a score in tenths."""
        return self._given_once(own, self.ranking(own[0]).top(self.candidates(own[0]), self.theirs.bit_count(), least))

    def _given_once(self, own: Organisation, found: Iterable[tuple[int, str, int]]) -> Iterator[tuple[int, str, int]]:
        n, id_ = own
        for points, their_id, other in found:
            if self.ours >> other & 1 and their_id < id_ and self.evidence(other, n):
                continue
            yield points, their_id, other

    def ranking(self, n: int, *, swapped: bool = False) -> Ranking:
        """The search for the partners of one organisation."""
        seeker = self.seek([n])[n]
        return Ranking(seeker, self.ties, self.histories, self.known, swapped=swapped)

    def candidates(self, n: int) -> int:
        """Those who may be partners of an organisation: abroad, and nothing stands between the two."""
        facts = self.facts(n)
        among = self.theirs & ~self.lookup(f"country {facts['country']}")
        for other in matching.linked(self.connection, facts["id"]):
            among &= ~(1 << other)
        if facts.get("corporate_group"):
            from clustercli.match.names import bare  # few records belong to a group

            own = bare(facts["corporate_group"]).key
            for group in postings.values(self.connection, "corporate_group"):
                if bare(group).key == own:
                    among &= ~self.lookup(f"corporate_group {group}")
        return among

    def evidence(self, n: int, other: int) -> dict[str, Evidence]:
        """What the relevance signals find between two organisations, the first one's trades speaking for it."""
        ours, theirs = (self.seek([n, other])[side] for side in (n, other))
        both = ours.is_cluster and theirs.is_cluster
        if n not in self._reasons:
            self._reasons[n] = signals.reasons(ours.speaking, self.trade)
        return relevance(self._reasons[n], ours.terms, theirs.terms, self.policy,
                         counterparts=both)  # fmt: skip
