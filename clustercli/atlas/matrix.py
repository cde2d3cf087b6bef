"""Records counted by sector and country, each once in every cell that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ALL = ""  # the row of all sectors, the column of all countries
NONE = "-"  # the row of those that name no sector


class Record(NamedTuple):
    """One sector of one record: its number, kind, country and the concept, None where it names none."""

    n: int
    kind: str
    country: str
    concept: str | None


class Matrix:
    """Counts by kind for every sector and country, and for all of them (`ALL`)."""

    def __init__(
        self, records: Iterable[Record], kinds: Sequence[str], rows_of: Callable[[str], Iterable[str]]
    ) -> None:
        """Count `records`; `rows_of` says in which rows a concept counts."""
        self._kinds = {kind: position for position, kind in enumerate(kinds)}
        seen: dict[tuple[str, str], set[tuple[int, str]]] = {}
        for record in records:
            rows = {ALL, NONE} if record.concept is None else {ALL, *rows_of(record.concept)}
            for row in rows:
                for column in (ALL, record.country):
                    seen.setdefault((row, column), set()).add((record.n, record.kind))
        self._cells = {place: self._count(kind for _, kind in found) for place, found in seen.items()}
        self.countries = sorted(
            {country for row, country in seen if row == ALL and country != ALL},
            key=lambda country: (-self.total(ALL, country), country),
        )

    def _count(self, found: Iterable[str]) -> tuple[int, ...]:
        counts = [0] * len(self._kinds)
        for kind in found:
            counts[self._kinds[kind]] += 1
        return tuple(counts)

    @property
    def rows(self) -> set[str]:
        """The sectors that any record has, without the row of all."""
        return {row for row, _ in self._cells} - {ALL}

    def cell(self, row: str, *columns: str) -> tuple[int, ...]:
        """The counts by kind of a sector in some countries together; a record has one country, so they add up."""
        counts = [self._cells.get((row, column), (0,) * len(self._kinds)) for column in columns]
        return tuple(map(sum, zip(*counts, strict=True))) if counts else (0,) * len(self._kinds)

    def total(self, row: str, *columns: str) -> int:
        """The records of a sector in some countries together."""
        return sum(self.cell(row, *columns))
