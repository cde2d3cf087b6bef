"""Contacts as they stand in their files: the index keeps none, so they are read again where they are asked for."""

from __future__ import annotations

import errno
import os
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
    except (KeyError, TypeError, ValueError):  # the file has just been changed, and has a fault now
        return True


def read(data: Path, path: str, kind: str) -> dict[str, Held]:
    """The contacts in a file of some kind, by the id of their record; of two of an id, those of the first.

    Raises OSError.
    """
    found: dict[str, Held] = {}
    for entry in history.read(_bytes(data / path), path, kind).entries:
        own, claims = entry.values.get(CONTACTS, []), (entry.values.get("disputed") or {}).get(CONTACTS, [])
        if own or claims:
            found.setdefault(entry.id, Held(own, claims))
    return found


def places(data: Path, path: str, id_: str) -> list[Mapping[str, Place]]:
    """Where the fields of a record's contacts stand in its file, contact by contact, those that others claim last."""
    text, _ = parse.decode(_bytes(data / path), path)
    for node in parse.parse(text, path).nodes:
        for entry in node if isinstance(node, Items) else [node]:
            if isinstance(entry, Fields) and entry.get("id") == id_:
                return list(_places(entry))
    return []


def _bytes(path: Path) -> bytes:
    """The bytes of a file. Raises OSError also where it never holds still, or is too large by now."""
    try:
        return source.read(path)
    except (source.UnsettledError, source.TooLargeError):
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path)) from None


def _places(entry: Fields) -> Iterator[Mapping[str, Place]]:
    disputed = entry.get("disputed")
    claims = disputed.get(CONTACTS) if isinstance(disputed, Fields) else None
    claimed = [claim.get("value") for claim in claims or () if isinstance(claim, Fields)]
    for contacts in (entry.get(CONTACTS), *claimed):
        for contact in contacts if isinstance(contacts, Items) else ():
            yield contact.places if isinstance(contact, Fields) else {}
