"""What rests on which source: records with the sources that they name, counted by source or by site."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustercli.records import claims

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

ROLES = (claims.RECORD, claims.FIELD, claims.ENTRY)  # a claim against a record is nothing that it rests on


class Resting(NamedTuple):
    """A record with all sources that it names, and the links of it that are marked dead, by address."""

    id: str
    kind: str
    name: str
    cited: tuple[claims.Cited, ...]
    dead: Mapping[str, claims.Dead]

    def bases(self, key: Callable[[str], str] = str) -> set[str]:
        """What the record rests on: its sources, or what they are grouped by."""
        return {key(part.source) for part in self.cited if part.role in ROLES}

    def parts(self, wanted: Collection[str]) -> list[str]:
        """For what the record names some sources: 'record', names of fields, 'disputed: start'."""
        said = [part for part in self.cited if part.source in wanted]
        return list(dict.fromkeys(
            f"disputed: {part.field}" if part.role == claims.CLAIM else part.field or claims.RECORD for part in said
        ))  # fmt: skip


class Use(NamedTuple):
    """How many records rest on a source: on the whole and for their fields, entries; how many on it alone; claims."""

    records: int = 0
    alone: int = 0
    whole: int = 0
    fields: int = 0
    entries: int = 0
    claims: int = 0


def uses(records: Iterable[Resting], key: Callable[[str], str] = str) -> dict[str, Use]:
    """How much rests on each source, or on each group of sources."""
    found: dict[str, Use] = {}
    for record in records:
        bases = record.bases(key)
        by_role = {role: {key(part.source) for part in record.cited if part.role == role}
                   for role in (*ROLES, claims.CLAIM)}  # fmt: skip
        for source in bases | by_role[claims.CLAIM]:
            had = found.get(source, Use())
            found[source] = Use(
                had.records + (source in bases),
                had.alone + (bases == {source}),
                *(count + (source in by_role[role]) for role, count in zip(by_role, had[2:], strict=True)),
            )
    return found


def alone(records: Iterable[Resting], key: Callable[[str], str] = str) -> list[tuple[Resting, str]]:
    """The records that rest on one source alone, with it, or on none, with ''; those that rest on none first."""
    found = [(record, next(iter(record.bases(key)), "")) for record in records if len(record.bases(key)) < 2]
    return sorted(found, key=lambda pair: (pair[1] != "", pair[1], pair[0].id))
