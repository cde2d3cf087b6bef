"""Contacts in answers: only where they are asked for, and only those whose time is not over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.errors import ClusterError
from clustercli.records.groups import CONTACTS

if TYPE_CHECKING:
    from clustercli.catalogue.contacts import Held
    from clustercli.commands.session import Session

WithContacts = Annotated[
    bool, typer.Option("--with-contacts", help="Contacts, too: all but those past their delete_after.")
]


class Contacts:
    """The contacts of records, read from their files; counts those that are left out."""

    def __init__(self, session: Session) -> None:
        from clustercli.index import trust

        self._session = session
        self._places = {id_: (path, kind) for id_, kind, path, _ in trust.contacts(session.connection)}
        self._read: dict[str, dict[str, Held]] = {}
        self.left_out = 0

    def add(self, values: dict[str, Any], *, count: bool = True) -> dict[str, Any]:
        """The values of a record with its contacts, and with what others say of them."""
        held = self._held(values["id"])
        if held is None:
            return values
        allowed, left_out = held.allowed(self._session.env.today)
        self.left_out += left_out * count
        claims = {CONTACTS: allowed.claims} if allowed.claims else {}
        more: dict[str, Any] = {CONTACTS: allowed.own} if allowed.own else {}
        more |= {"disputed": {**(values.get("disputed") or {}), **claims}} if claims else {}
        return {**values, **more}

    def _held(self, id_: str) -> Held | None:
        path, kind = self._places.get(id_, ("", ""))
        if not path:
            return None
        if path not in self._read:
            from clustercli.catalogue import contacts

            try:
                self._read[path] = contacts.read(self._session.env.data, path, kind)
            except OSError as error:
                place = self._session.env.place(path)
                raise ClusterError(f"{place} cannot be read for its contacts: {error.strerror}.") from None
        return self._read[path].get(id_)

    def tell(self) -> None:
        """Say on stderr how many are left out."""
        if self.left_out:
            from clustercli.commands.session import counted

            self._session.env.note(f"{counted(self.left_out, 'contact')} left out, past its delete_after. "
                                   "See: clustercli check")  # fmt: skip
