"""Which records a command is about: the kinds and ids named on the command line, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clustercli.errors import ClusterError, Exit
from clustercli.records.kinds import KINDS, Kind, kind_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from clustercli.commands.session import Session
    from clustercli.index.queries import Row


def the_kind(word: str) -> Kind:
    """The kind that a word names. Raises ClusterError with the nearest name."""
    kind = kind_named(word)
    if kind is None:
        from clustercli.records.reading import did_you_mean

        plurals = [k.plural for k in KINDS]
        known = did_you_mean(word, plurals)
        raise ClusterError(f"Unknown kind of record '{word}'{known}", f"Kinds: {', '.join(plurals)}", code=Exit.USAGE)
    return kind


def complete_kind(incomplete: str) -> list[str]:
    """Kinds for the shell's completion."""
    return [kind.plural for kind in KINDS if kind.plural.startswith(incomplete)]


Named = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KIND|ID]...", help="Only these kinds or records; all, if left out.", autocompletion=complete_kind
    ),
]


class Choice:
    """The records that a command is about: kinds of which all are wanted, and single ids; of some countries."""

    def __init__(self, session: Session, words: Collection[str], countries: Collection[str] = ()) -> None:
        self.session = session
        self.countries = session.countries(countries)
        self.ids: dict[str, set[str]] = {}
        for word in words:
            kind = kind_named(word)
            if kind is not None:
                self.ids[kind.name] = set()
                continue
            try:
                kind, id_ = session.find(word)
            except ClusterError as error:
                if error.code != Exit.NOT_FOUND:
                    raise
                known = f"Kinds: {', '.join(k.plural for k in KINDS)}"
                raise ClusterError(error.message, *error.hints, known, code=error.code) from None
            if self.ids.get(kind.name) != set():
                self.ids.setdefault(kind.name, set()).add(id_)

    def kinds(self) -> list[Kind]:
        """The kinds that have a part in it."""
        return [kind for kind in KINDS if not self.ids or kind.name in self.ids]

    def values(self, kind: Kind, fields: Collection[str] = (), holding: str = "") -> Iterator[Row]:
        """The values of some fields of the chosen records of a kind."""
        from clustercli.index import trust

        ids = self.ids.get(kind.name, ())
        return trust.values(self.session.connection, kind, fields, holding=holding, ids=ids, countries=self.countries)


def nothing_found(session: Session, things: str, command: str, *conditions: object) -> None:
    """Say that nothing meets the conditions; where there was none, that the catalogue holds no such thing yet."""
    if any(condition not in (None, []) for condition in conditions):
        session.env.note(f"No {things} meets all conditions.", f"  clustercli {command}")
    else:
        session.env.note(f"There is no {things} here yet.", "  clustercli new cluster my-cluster")
