"""What must be true of every row: valid and sourced, found, dated, linked, exported, with its age and its conflicts."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clustercli.records.kinds import KINDS
from tests.conftest import Clustercli

ORGANISATIONS = ("institution", "cluster", "sme")
CHECKED = ("2026-11-22", "Checked 22 November 2026")


@dataclass(frozen=True)
class Row:
    """A record of the bundled catalogue: its fields as `show` gives them, and its page as a person reads it."""

    kind: str
    fields: dict[str, Any]
    page: str

    def point(self, *words: str) -> dict[str, Any]:
        """The one milestone whose title holds the words."""
        (point,) = [p for p in self.fields["milestones"] if all(word in p["title"] for word in words)]
        return dict(point)

    def roles(self) -> list[tuple[str, str]]:
        """The partners or parties in their order: role, and id or name."""
        entries = self.fields.get("partners") or self.fields.get("parties") or []
        return [(entry.get("role", ""), entry.get("organisation") or entry["name"]) for entry in entries]

    def claims(self, name: str) -> list[tuple[Any, str]]:
        """What sources say of a field, and which."""
        return [(claim["value"], claim["source"]) for claim in self.fields["disputed"][name]]


@dataclass
class Catalogue:
    """The bundled catalogue, read by commands only."""

    program: Clustercli
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def row(
        self,
        id_: str,
        *,
        original: Sequence[str],
        english: Sequence[str],
        linked_to: Sequence[str] = (),
        through: str = "",
        said: Sequence[str] = (),
        disputed: Mapping[str, Sequence[str]] | None = None,
    ) -> Row:
        """A record, after (a) to (f) of the head of the seed systems hold for it.

        `original`, `english`: searches, at least one each. `linked_to`: organisations whose roles (`who`) name the
        record, a project of it, or the record `through` that names it; an organisation has roles of its own instead.
        `said`: dates in words on its page. `disputed`: field -> texts on the page that show what the sources say.
        """
        row = Row(self.kind(id_), self.show(id_), self.page(id_))
        assert row.fields["sources"], f"{id_} has no source"
        assert original, f"no search in the original language for {id_}"
        assert english, f"no search in English for {id_}"
        for text in (*original, *english):
            assert id_ in self.found(text), f"{text!r} does not find {id_}"
        for date in said:
            assert date in row.page, f"{id_} does not say {date}"
        self._linked(id_, row, linked_to, through)
        line = self.exported(row.kind)[id_]
        assert line["sources"], f"{id_} is exported without its sources"
        assert (row.fields["checked"], line["checked"]) == (CHECKED[0], CHECKED[0]), f"{id_} has no age"
        assert CHECKED[1] in row.page, f"{id_} does not show its age"
        for name, texts in (disputed or {}).items():
            self._disputed(id_, name)
            for text in texts:
                assert text in row.page, f"{id_} does not show {text} for {name}"
        return row

    def _linked(self, id_: str, row: Row, linked_to: Sequence[str], through: str) -> None:
        if through:
            assert id_ in texts_of(self.show(through)), f"{through} does not name {id_}"
        around = {id_, through}
        if row.kind not in ORGANISATIONS:
            around |= set(row.fields.get("projects") or ())
        for organisation in linked_to:
            assert self.kind(organisation) in ORGANISATIONS
            named = {role["id"] for role in self.who(organisation)} | {organisation}
            assert around & named, f"{id_} has no link to {organisation}"
        if row.kind in ORGANISATIONS and not linked_to:
            assert self.who(id_), f"{id_} has no role anywhere"
        else:
            assert linked_to, f"{id_} is linked to no organisation"

    def _disputed(self, id_: str, name: str) -> None:
        """Both values of a field are listed, and no source is said to say both, but for entries of a list."""
        conflicts = self.json("conflicts", id_, "--field", name)
        assert conflicts, f"{name} of {id_} is not among the conflicts"
        for conflict in conflicts:
            assert conflict["said_by"]
            assert conflict["other_said_by"]
            if name != "partners":
                assert conflict["other_said_by"] not in conflict["said_by"], f"{name} of {id_}: one source, two values"
        assert {line["field"] for line in self.table("disputed") if line["record"] == id_} >= {name}

    def json(self, *arguments: str) -> list[dict[str, Any]]:
        """What a listing command answers."""
        result = self.program(*arguments, "--format", "json")
        assert result.code == 0, result.err
        return list(result.json())

    def show(self, id_: str) -> dict[str, Any]:
        """A record with all that its file says."""
        result = self.program("show", id_, "--format", "json")
        assert result.code == 0, result.err
        return dict(result.json())

    def page(self, id_: str) -> str:
        """A record as a person reads it, in one line."""
        return flat(self.program.screen("show", id_, width=200))

    def found(self, text: str) -> list[str]:
        """The ids that a search finds by words, not by meaning alone."""
        return [hit["id"] for hit in self.json("search", text, "--limit", "40") if hit["found_by"] == "word"]

    def timeline(self, *arguments: str) -> list[dict[str, Any]]:
        """The points of a timeline, without those of documents."""
        return [point for point in self.json("timeline", *arguments) if point["kind"] != "document"]

    def who(self, name: str) -> list[dict[str, Any]]:
        """The roles of an organisation."""
        return self.json("who", name)

    def table(self, name: str) -> list[dict[str, str]]:
        """The lines of an exported file; everything is exported at the first time."""
        folder = self.program.folder / "lists"
        if not folder.exists():
            assert self.program("export", "--out", str(folder), "--quiet").code == 0
        if name not in self._tables:
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
                self._tables[name] = list(csv.DictReader(lines))
        return self._tables[name]

    def exported(self, kind: str) -> dict[str, dict[str, str]]:
        """The lines of a kind's file by id."""
        return {line["id"]: line for line in self.table(next(k.plural for k in KINDS if k.name == kind))}

    def kind(self, id_: str) -> str:
        """The kind of a record, from the export that has it."""
        kind = next((kind.name for kind in KINDS if id_ in self.exported(kind.name)), "")
        assert kind, f"no export has {id_}"
        return kind


def flat(text: str) -> str:
    """A page with its line breaks and columns taken out."""
    return " ".join(text.split())


def texts_of(value: Any) -> Iterator[str]:
    """All texts in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
