"""Values that sources disagree on: what the record says and who says so, beside what another source says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.records import claims
from clustercli.records.fold import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from clustercli.records.fields import Field
    from clustercli.records.kinds import Kind

_ALIKE = 0.25  # the share of a claim's words that the entry it is about has too, at least


class Conflict(NamedTuple):
    """One field of a record of which another source says something else."""

    field: Field
    value: Any
    said: claims.Said
    other: Any
    source: str
    note: str


def conflicts(
    kind: Kind, values: Mapping[str, Any], say: Callable[[Field, Any], str], field: str = ""
) -> Iterator[Conflict]:
    """The conflicts of a record, in the order of its fields; `say` puts an entry of a list into words."""
    for declared in kind.fields:
        if declared.name not in (values.get("disputed") or {}) or field not in ("", declared.name):
            continue
        value = values.get(declared.name)
        for claim in claims.against(values, declared.name):
            about = counterpart(claim["value"], value, declared, say)
            said = claims.said_by(values, declared.name)
            refs = claims.refs(declared.type, about) if about is not None else ()
            own = tuple(source for source in dict.fromkeys(refs) if source != claim["source"])
            if own and said.basis != claims.STATED:
                said = claims.Said(own, claims.STATED)
            yield Conflict(declared, about, said, claim["value"], claim["source"], claim.get("note", ""))


def counterpart(claimed: Any, value: Any, field: Field, say: Callable[[Field, Any], str]) -> Any:
    """The part of a value that a claim is about: of a list of blocks the entries most like those claimed, by their
    words; everything, where none is.
    """
    if not _blocks(claimed) or not _blocks(value):
        return value
    own = [set(words(say(field, [entry]))) for entry in value]
    meant = set[int]()
    for entry in claimed:
        wanted = set(words(say(field, [entry])))
        # What an entry says beside it counts against it only where two hold the same words of the claim.
        shares = [(len(wanted & had) / len(wanted or {""}), -len(had - wanted)) for had in own]
        meant |= {i for i, share in enumerate(shares) if share == max(shares) and share[0] >= _ALIKE}
    return [value[i] for i in sorted(meant)] or value


def _blocks(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)
