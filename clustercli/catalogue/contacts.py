"""Contacts as they stand in their files: the index keeps none, so they are read again where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.catalogue import history, parse, source
from clustercli.records import dates
from clustercli.records.groups import CONTACTS
from clustercli.records.nodes import Fields, Items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from clustercli.records.nodes import Place


class Held(NamedTuple):
    """What a record holds of contacts: its own, and what other sources say of them (the claims of `disputed`)."""

    own: list[dict[str, Any]]
    claims: list[dict[str, Any]]

    def allowed(self, today: date) -> tuple[Held, int]:
        """Those that may still be shown, and how many may not, for their time is over."""
        own = [contact for contact in self.own if not is_over(contact, today)]
        claims = []
        for claim in self.claims:
            kept = [contact for contact in claim["value"] if not is_over(contact, today)]
            claims += [{**claim, "value": kept}] if kept else []
        left = sum(len(claim["value"]) for claim in self.claims) - sum(len(claim["value"]) for claim in claims)
        return Held(own, claims), len(self.own) - len(own) + left


def is_over(contact: Mapping[str, Any], today: date) -> bool:
    """Whether the day after which a contact is to be deleted is past."""
    try:
        return dates.read(contact["delete_after"]).latest < today
    except (KeyError, TypeError, ValueError):  # the file was changed a moment ago, and has a fault now
        return True


def read(data: Path, path: str, kind: str) -> dict[str, Held]:
    """The contacts in a file of some kind, by the id of their record; of two of an id, those of the first.

    Raises OSError.
    """
    found: dict[str, Held] = {}
    for entry in history.read(source.read(data / path), path, kind).entries:
        disputed = entry.values.get("disputed")
        own = _blocks(entry.values.get(CONTACTS))
        claims = _blocks(disputed.get(CONTACTS)) if isinstance(disputed, dict) else []
        if own or claims:
            found.setdefault(entry.id, Held(own, [{**claim, "value": _blocks(claim.get("value"))} for claim in claims]))
    return found


def _blocks(value: Any) -> list[dict[str, Any]]:
    """The blocks of a list: a value with a fault is kept as it was written, and may be anything."""
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def places(data: Path, path: str, id_: str) -> list[Mapping[str, Place]]:
    """Where the fields of a record's contacts stand in its file, contact by contact, those that others claim last."""
    text, _ = parse.decode(source.read(data / path), path)
    for node in parse.parse(text, path).nodes:
        for entry in node if isinstance(node, Items) else [node]:
            if isinstance(entry, Fields) and entry.get("id") == id_:
                return list(_places(entry))
    return []


def _places(entry: Fields) -> Iterator[Mapping[str, Place]]:
    disputed = entry.get("disputed")
    claims = disputed.get(CONTACTS) if isinstance(disputed, Fields) else None
    claimed = [claim.get("value") for claim in claims or () if isinstance(claim, Fields)]
    for contacts in (entry.get(CONTACTS), *claimed):
        for contact in contacts if isinstance(contacts, Items) else ():
            yield contact.places if isinstance(contact, Fields) else {}
