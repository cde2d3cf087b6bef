"""How much of the catalogue is filled in, and what it can therefore not answer yet; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

NONE = "none"  # the group of records that belong to no other

# What a field that is left out leaves open, and the command that answers from the others or says whom to ask.
QUESTIONS = {
    "sources": ("where the facts are from", "clustercli sources --alone"),
    "checked": ("how old the facts are", "clustercli due --only check --all"),
    "needs": ("what they look for", "clustercli gaps --country {country}"),
    "offers": ("what they offer", "clustercli gaps --country {country}"),
    "place": ("how far they are from a partner", "clustercli gaps --country {country}"),
    "languages": ("in which language to write to them", "clustercli gaps --country {country}"),
    "target_countries": ("which countries they want to enter", "clustercli gaps --country {country}"),
    "size": ("how large they are", "clustercli gaps --country {country}"),
    "members": ("how many members they have", ""),
    "certificates": ("which certificates they hold", ""),
    "website": ("where to read more", ""),
    "contacts": ("whom to write to", ""),
    "status": ("whether they are still active", ""),
    "start": ("when they began", "clustercli timeline"),
    "budget": ("what they cost", ""),
    "results": ("what came out of them", ""),
    "calls": ("when one could apply", ""),
    "review_date": ("when they are to be looked at again", ""),
    "validity": ("when their labels expire", ""),
}


class Line(NamedTuple):
    """One field in one group of records: in how many of them it is filled."""

    group: str
    field: str
    filled: int
    records: int

    @property
    def share(self) -> float:
        """The filled share, 0 to 1."""
        return self.filled / self.records if self.records else 0.0


class Counts:
    """Filled fields counted by group; a field that a kind does not have counts nowhere."""

    def __init__(self) -> None:
        self.records: dict[str, int] = {}
        self._fields: dict[str, dict[str, list[int]]] = {}

    def add(self, groups: Collection[str], fields: Sequence[str], flags: Sequence[object]) -> None:
        """Count a record in its groups."""
        for group in groups or (NONE,):
            self.records[group] = self.records.get(group, 0) + 1
            counted = self._fields.setdefault(group, {})
            for field, flag in zip(fields, flags, strict=True):
                pair = counted.setdefault(field, [0, 0])
                pair[0] += bool(flag)
                pair[1] += 1

    def lines(self, group: str) -> Iterator[Line]:
        """Each field of a group, in the order of its first record."""
        for field, (filled, records) in self._fields.get(group, {}).items():
            yield Line(group, field, filled, records)

    def line(self, group: str, field: str) -> Line | None:
        """One field of a group; None where no kind of its records has it."""
        pair = self._fields.get(group, {}).get(field)
        return None if pair is None else Line(group, field, *pair)


_OF_ORGANISATIONS = ("languages", "contacts", "status")  # other kinds have these fields, too, to another end


class Open(NamedTuple):
    """A question that the catalogue cannot answer for all records: (kind, missing, records) of each kind it is of."""

    field: str
    question: str
    kinds: tuple[tuple[str, int, int], ...]
    command: str

    @property
    def missing(self) -> int:
        """How many records leave it open."""
        return sum(missing for _, missing, _ in self.kinds)


def open_questions(by_kind: Counts, least: float = 0.25) -> list[Open]:
    """What cannot be answered for a good share of the records of some kind, most records first."""
    found = []
    for field, (question, command) in QUESTIONS.items():
        kinds = tuple(
            (kind, line.records - line.filled, line.records)
            for kind in by_kind.records
            if (line := by_kind.line(kind, field))
            and line.share <= 1 - least
            and (field not in _OF_ORGANISATIONS or by_kind.line(kind, "country"))
        )
        if kinds:
            found.append(Open(field, question, kinds, command))
    return sorted(found, key=lambda o: -o.missing)


def lacking(kinds_in: Mapping[str, Mapping[str, int]], kinds: Iterable[str]) -> dict[str, list[str]]:
    """For each kind the groups (countries) with records, but none of it; kinds that no group has are left out."""
    found = {}
    for kind in kinds:
        if any(kind in had for had in kinds_in.values()):
            without = sorted(group for group, had in kinds_in.items() if kind not in had)
            if without:
                found[kind] = without
    return found
