"""What is not known of organisations, and how much of their matches hangs on it; pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from clustercli.match.signals import ANSWERED_BY, FIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustercli.match.policy import Policy
    from clustercli.match.signals import Facts


class Gap(NamedTuple):
    """A field that a record lacks: how many pairs wait for it, and over how many points their scores are open."""

    field: str
    id: str
    pairs: int
    points: float


def gaps(pairs: Iterable[tuple[float, Facts, Facts]], policy: Policy) -> tuple[list[Gap], Counter[str]]:
    """The gaps behind some pairs (relevance 0..1, the facts of both sides), those with most points first; and how
    many pairs wait for each field.

    Where both sides lack a field, both are asked, and each counts half of the points.
    """
    found: dict[tuple[str, str], tuple[int, float]] = {}
    waiting: Counter[str] = Counter()
    for relevance, ours, theirs in pairs:
        for signal, function in FIT.items():
            if function(ours, theirs) is not None:
                continue
            asked = _lacking(signal, ours, theirs)
            waiting.update({_asked_for(signal, side) for side in asked})
            for side in asked:
                key = _asked_for(signal, side), str(side["id"])
                count, points = found.get(key, (0, 0.0))
                found[key] = count + 1, points + relevance * policy.points[signal] / len(asked)
    all_ = [Gap(field, id_, count, round(points, 1)) for (field, id_), (count, points) in found.items()]
    return sorted(all_, key=lambda gap: (-gap.points, gap.field, gap.id)), waiting


def _asked_for(signal: str, side: Facts) -> str:
    """The field that a record of its kind would state."""
    if signal == "size" and side.get("kind") == "cluster":
        return "members"
    return "projects" if signal == "history" else ANSWERED_BY[signal][0]


def _lacking(signal: str, ours: Facts, theirs: Facts) -> list[Facts]:
    """The sides that state none of the fields which would answer a signal; both, where they state different ones."""
    without = [side for side in (ours, theirs) if not any(side.get(field) for field in ANSWERED_BY[signal])]
    return without or [ours, theirs]


def by_field(found: Iterable[Gap]) -> list[tuple[str, tuple[str, ...], float]]:
    """(field, records, points) of every field that some record lacks, the one with most points first; the records in
    the order of what hangs on them.
    """
    grouped: dict[str, list[Gap]] = {}
    for gap in found:
        grouped.setdefault(gap.field, []).append(gap)
    rows = [
        (field, tuple(gap.id for gap in own), round(sum(gap.points for gap in own), 1))
        for field, own in grouped.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def by_record(found: Iterable[Gap]) -> list[tuple[str, tuple[str, ...], int, float]]:
    """(id, fields, pairs, points) of every record with gaps, the one with most points first."""
    grouped: dict[str, list[Gap]] = {}
    for gap in found:
        grouped.setdefault(gap.id, []).append(gap)
    rows = [
        (id_, tuple(g.field for g in own), max(g.pairs for g in own), round(sum(g.points for g in own), 1))
        for id_, own in grouped.items()
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))
