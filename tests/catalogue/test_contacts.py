"""Contacts are read from their files: from beside whatever faults, and never more than may be shown today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clustercli.catalogue import contacts, source
from clustercli.catalogue.contacts import Held
from tests.conftest import Clustercli
from tests.torture.test_private import SECRETS, SOUND

TODAY = date(2026, 11, 22)
FILE = "smes/all.yaml"
HEAD = "id: alpha\nname: Alpha\ncountry: CZ\nsectors: [fabrics]\n"


def held(folder: Path, text: str) -> dict[str, Held]:
    (folder / "smes").mkdir(exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    return contacts.read(folder, FILE, "sme")


@pytest.mark.parametrize(
    "fault",
    [
        "disputed: nobody", "disputed: [nobody]", "disputed: {contacts: nobody}", "contacts: nobody",
        "disputed: {contacts: [nobody, {note: x}]}", "contacts: [nobody]", "contacts: [[{role: desk}]]",
        "contacts: {role: desk}",
    ],
)  # fmt: skip
def test_a_fault_of_a_record_takes_no_contacts_of_those_beside_it(clustercli: Clustercli, fault: str) -> None:
    broken = f"- id: z\n  name: Z\n  country: CZ\n  sectors: [fabrics]\n  {fault}\n"
    clustercli.write({"data/catalogue.yaml": "title: P\n", "data/smes/all.yaml": broken + SOUND})
    result = clustercli("show", "alpha", "--json", "--with-contacts")
    assert result.code == 0, result.err
    assert [contact["email"] for contact in result.json()["contacts"]] == [SECRETS[0]]
    assert SECRETS[5] in result.out


@pytest.mark.parametrize(
    ("contact", "number"),
    [("{role: desk, delete_after: soon}", 1), ("{role: desk}", 1), ("{role: desk, delete_after: [2030]}", 1),
     ("{role: desk, delete_after: 2026-11-21}", 1), ("desk", 0)],
)  # fmt: skip
def test_a_contact_without_a_day_that_is_yet_to_come_is_left_out(tmp_path: Path, contact: str, number: int) -> None:
    """The file was changed a moment ago: what the index knew of it is no longer so."""
    claim = f"{{value: [{contact}, {{role: b, delete_after: 2026-11}}], source: https://example.org}}"
    text = f"{HEAD}contacts: [{contact}, {{role: a, delete_after: 2026-11-22}}]\ndisputed: {{contacts: [{claim}]}}\n"
    allowed, left_out = held(tmp_path, text)["alpha"].allowed(TODAY)
    assert [kept["role"] for kept in allowed.own] == ["a"]
    assert [kept["role"] for claim in allowed.claims for kept in claim["value"]] == ["b"]
    assert left_out == 2 * number


def test_a_claim_of_which_nothing_may_be_shown_is_no_claim(tmp_path: Path) -> None:
    text = (
        f"{HEAD}disputed: {{contacts: [{{value: [{{role: a, delete_after: 2026}}], source: https://example.org}}]}}\n"
    )
    found = held(tmp_path, text)["alpha"]
    assert found.allowed(date(2026, 12, 31)) == (found, 0)
    assert found.allowed(date(2027, 1, 1)) == (Held([], []), 1)


def test_the_places_of_contacts_are_those_of_their_record(tmp_path: Path) -> None:
    claims = "disputed: {contacts: [{value: [{role: c}]}, nobody]}"
    held(
        tmp_path,
        f"- nobody\n- id: beta\n  contacts: [{{role: b}}]\n- id: alpha\n  contacts: [{{role: a}}, b]\n  {claims}\n",
    )
    found = contacts.places(tmp_path, FILE, "alpha")
    assert [{name: (at.line, at.column) for name, at in places.items()} for places in found] == [
        {"role": (4, 20)}, {}, {"role": (5, 40)},
    ]  # fmt: skip
    assert contacts.places(tmp_path, FILE, "gamma") == []  # it went a moment ago


def test_a_file_that_has_become_too_large_is_told_like_one_that_cannot_be_read(tmp_path: Path) -> None:
    held(tmp_path, HEAD)
    with (tmp_path / FILE).open("ab") as out:
        out.truncate(source.MAX_BYTES + 1)
    with pytest.raises(OSError, match="is too large"):
        contacts.read(tmp_path, FILE, "sme")
    with pytest.raises(OSError, match="is too large"):
        contacts.places(tmp_path, FILE, "alpha")
