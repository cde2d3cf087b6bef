"""Two states of a catalogue compared: which records came, went, were renamed or changed, field by field.

What is compared are values as the catalogue reads them, so that a file's layout and order make no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.records.fields import lists_of
from clustercli.records.kinds import BY_NAME, KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from clustercli.records.reading import Value

CAME, WENT, RENAMED, MERGED, CHANGED = WORDS = ("came", "went", "renamed", "merged", "changed")
RECORD_KIND = "record_kind"  # stands for a field where a record is of another kind than before
_ORDER = {kind.name: position for position, kind in enumerate(KINDS)}


class Entry(NamedTuple):
    """A record in one state of the catalogue: its kind (or 'source'), id, values and file."""

    kind: str
    id: str
    values: Mapping[str, Value]
    path: str = ""

    @property
    def name(self) -> str:
        """Its name as it is shown: the English one, or else the one written first."""
        name = self.values.get("name", self.values.get("title", self.id))
        if isinstance(name, dict) and name:
            name = name.get("en") or next(iter(name.values()))
        return name if isinstance(name, str) else self.id


class Difference(NamedTuple):
    """One field before and after; None where it was not there. Of a list: the entries that went, those that came."""

    field: str
    before: Value
    after: Value


class Change(NamedTuple):
    """What happened to one record: a word of WORDS, the record now (or before, where it went), its differences."""

    change: str
    entry: Entry
    differences: tuple[Difference, ...] = ()
    former: tuple[str, ...] = ()
    """Ids of records of the earlier state that it was renamed from, or that were merged into it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Its id, and those it had before."""
        return (self.entry.id, *self.former)


def compare(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> list[Change]:
    """All changes from one state to another: came, went, renamed, merged, changed; each by kind and id."""
    explained: set[str] = set()
    changes: list[Change] = []
    for id_, entry in after.items():
        former = tuple(i for i in former_ids(entry) if i in before and i not in after and i not in explained)
        explained.update(former)
        earlier = before.get(id_) or (before[former[0]] if former else None)
        if earlier is None:
            changes.append(Change(CAME, entry))
            continue
        found = tuple(_differences(earlier, entry, former))
        if former or found:
            word = CHANGED if not former else MERGED if id_ in before or len(former) > 1 else RENAMED
            changes.append(Change(word, entry, found, former))
    changes += [Change(WENT, entry) for id_, entry in before.items() if id_ not in after and id_ not in explained]
    return sorted(changes, key=lambda c: (WORDS.index(c.change), _ORDER.get(c.entry.kind, 99), c.entry.id))


def lies_in(entry: Entry, state: Mapping[str, Entry], codes: Collection[str]) -> bool:
    """Whether a record has to do with some countries: its own, those it names, or those of its partners."""
    named = [entry.values.get("country"), *(entry.values.get("countries") or ())]
    kind = BY_NAME.get(entry.kind)
    entries = [f.name for f in lists_of(kind.fields, "organisation", "country")] if kind else []
    for part in (part for name in entries for part in entry.values.get(name) or ()):
        if isinstance(part, dict):
            organisation = state.get(str(part.get("organisation")))
            named += [part.get("country"), organisation.values.get("country") if organisation else None]
    return any(code in codes for code in named if isinstance(code, str))


def former_ids(entry: Entry) -> list[str]:
    """The ids that a record says it had before."""
    former = entry.values.get("renamed_from")
    return list(dict.fromkeys(id_ for id_ in former if isinstance(id_, str))) if isinstance(former, list) else []


def _differences(before: Entry, after: Entry, former: Sequence[str]) -> Iterator[Difference]:
    for old in former:
        yield Difference("id", old, after.id)
    if before.kind != after.kind:
        yield Difference(RECORD_KIND, before.kind, after.kind)
    for name in dict.fromkeys([*after.values, *before.values]):
        if name == "id":
            continue
        for found in _between(name, before.values.get(name), after.values.get(name)):
            if name != "renamed_from" or found.before or set(found.after) - set(former):  # told by the id already
                yield found


def _between(name: str, before: Value, after: Value) -> Iterator[Difference]:
    """What differs between two values of a field; maps are compared key by key, lists entry by entry."""
    if before == after:
        return
    parts, new_parts = ({} if value is None else value for value in (before, after))
    if isinstance(parts, dict) and isinstance(new_parts, dict) and (parts or new_parts):
        for key in dict.fromkeys([*new_parts, *parts]):
            yield from _between(f"{name}.{key}", parts.get(key), new_parts.get(key))
    elif isinstance(before, list) and isinstance(after, list) and not _numbers(before):
        gone, new = _left(before, after), _left(after, before)
        yield Difference(name, gone, new) if gone or new else Difference(name, before, after)  # only the order differs
    else:
        yield Difference(name, before, after)


def _numbers(value: list[Any]) -> bool:
    """Whether a list is one thing, as a place is, and no collection."""
    return all(isinstance(part, float) for part in value)


def _left(these: list[Any], without: list[Any]) -> list[Any]:
    """The entries of a list that another list has not, or not as often."""
    rest = list(without)
    left = []
    for entry in these:
        if entry in rest:
            rest.remove(entry)
        else:
            left.append(entry)
    return left


def look_alikes(changes: Sequence[Change]) -> Iterator[tuple[Entry, Entry]]:
    """(record that went, record that came) of one kind and one name: renamed, most likely, and nobody said so."""
    came = {(c.entry.kind, c.entry.name): c.entry for c in changes if c.change == CAME}
    for change in changes:
        if change.change == WENT and (new := came.get((change.entry.kind, change.entry.name))):
            yield change.entry, new


def used_again(changes: Sequence[Change], before: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """(id, what it was before) of ids that stand for something else by now."""
    owners = {former: entry for entry in before.values() for former in former_ids(entry)}
    for change in changes:
        id_ = change.entry.id
        kinds = [d for d in change.differences if d.field == RECORD_KIND]
        if change.change in (CAME, RENAMED) and id_ in owners and owners[id_].id not in change.former:
            yield id_, f"a former id of {owners[id_].id}"
        elif kinds and id_ in before:
            yield id_, f"the id of a record of another kind ({kinds[0].before})"


def pairs(gone: list[Any], new: list[Any]) -> Iterator[tuple[Value, Value]]:
    """The entries of a list that went and those that came, (before, after) where they are the same thing changed;
    (entry, None) and (None, entry) for all others.
    """
    rest = list(new)
    for entry in gone:
        same = next((other for alike in (_named_alike, _of_one_concept) for other in rest if alike(entry, other)), None)
        if same is not None:
            rest.remove(same)
        yield entry, same
    yield from ((None, entry) for entry in rest)


_KEYS = ("organisation", "name", "title", "scheme", "system", "stage", "level", "function", "url", "role", "text",
         "concept", "source")  # fmt: skip
_ALIKE = 24  # characters at the beginning of two texts that make them one text, edited


def identity(entry: Value) -> str:
    """What a block in a list, or a text, is told from the others by; empty where there is nothing."""
    if isinstance(entry, dict):
        return next((entry[key] for key in _KEYS if isinstance(entry.get(key), str)), "")
    return entry[:_ALIKE] if isinstance(entry, str) and len(entry) > _ALIKE else ""


def _named_alike(one: Value, other: Value) -> bool:
    return type(one) is type(other) and identity(one) == identity(other) != ""


def _of_one_concept(one: Value, other: Value) -> bool:
    blocks = isinstance(one, dict) and isinstance(other, dict)
    return blocks and "concept" in one and one["concept"] == other.get("concept")
