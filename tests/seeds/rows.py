"""What must be true of every row: valid and sourced, found, dated, linked, exported, with its age and its conflicts."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clustercli.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.conftest import Clustercli

ORGANISATIONS = ("institution", "cluster", "sme")


@dataclass(frozen=True)
class Row:
    """A record of the bundled catalogue: its fields as `show` gives them, and its page as a person reads it."""

    kind: str
    fields: dict[str, Any]
    page: str

    def point(self, title: str) -> dict[str, Any]:
        """The one milestone whose title begins so."""
        (point,) = [p for p in self.fields["milestones"] if p["title"].startswith(title)]
        return dict(point)


def row(
    clustercli: Clustercli,
    id_: str,
    *,
    found_by: Sequence[str],
    linked_to: Sequence[str],
    through: str = "",
    said: Sequence[str] = (),
    disputed: Mapping[str, Sequence[str]] | None = None,
) -> Row:
    """A record, after (a) to (f) of the head of the seed systems hold for it.

    `found_by`: searches in the original language and in English. `linked_to`: ids of organisations that it names, or
    a project of it, or the record `through` that names it. `said`: dates in words on its page. `disputed`: field ->
    texts on the page that show what the sources say.
    """
    result = clustercli("show", id_, "--format", "json")
    assert result.code == 0, result.err
    fields = result.json()
    page = _flat(clustercli.screen("show", id_, width=200))
    assert fields["sources"], f"{id_} has no source"
    assert "Checked 22 November 2026" in page, f"{id_} does not show its age"
    for text in found_by:
        assert id_ in found(clustercli, text), f"{text!r} does not find {id_}"
    for date in said:
        assert date in page, f"{id_} does not say {date}"
    links = set(_texts(fields))
    for other in [part for part in (*(fields.get("projects") or ()), through) if part and isinstance(part, str)]:
        texts = set(_texts(clustercli("show", other, "--format", "json").json()))
        assert other != through or id_ in texts, f"{through} does not name {id_}"
        links |= texts
    for organisation in linked_to:
        assert organisation in links, f"{id_} has no link to {organisation}"
        assert kind_of(clustercli, organisation) in ORGANISATIONS
    assert linked_to, "at least one organisation"
    for field, values in (disputed or {}).items():
        assert all(claim["source"] for claim in fields["disputed"][field])
        for value in values:
            assert value in page, f"{id_} does not show {value} for {field}"
    kind = kind_of(clustercli, id_)
    assert id_ in exported(clustercli, kind)
    return Row(kind, fields, page)


def found(clustercli: Clustercli, text: str) -> list[str]:
    """The ids that a search finds by words, not by meaning alone."""
    result = clustercli("search", text, "--limit", "40", "--format", "json")
    assert result.code == 0, result.err
    return [hit["id"] for hit in result.json() if hit["found_by"] == "word"]


def kind_of(clustercli: Clustercli, id_: str) -> str:
    """The kind of a record, from the export that has it."""
    return next(kind.name for kind in KINDS if id_ in exported(clustercli, kind.name))


def exported(clustercli: Clustercli, kind: str) -> dict[str, dict[str, str]]:
    """The lines of a kind's CSV file by id; `export` leaves the file alone where nothing changed."""
    folder = clustercli.folder / "lists"
    if not folder.exists():
        assert clustercli("export", "--out", str(folder)).code == 0
    plural = next(k.plural for k in KINDS if k.name == kind)
    text = (folder / f"{plural}.csv").read_text(encoding="utf-8")
    return {line["id"]: line for line in csv.DictReader(io.StringIO(text))}


def timeline(clustercli: Clustercli, *arguments: str) -> list[dict[str, Any]]:
    """The points of a timeline."""
    result = clustercli("timeline", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def _flat(text: str) -> str:
    """A page with its line breaks and columns taken out."""
    return " ".join(text.split())


def _texts(value: Any) -> Iterator[str]:
    """All texts in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
