"""Private data: contacts leave the files only where they are asked for, and what looks private is warned of."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from clustercli.records.kinds import KINDS
from tests.conftest import Clustercli

Tally = Callable[[str, int, str], None]

SECRETS = ("brezovina@office.example.org", "+420 000 111 222", "agreed at the fair of Vranov",
           "where.example.org/vranov",
           "1999-09-09", "claimed@other.example.org", "overdue@office.example.org")  # fmt: skip
NOT_STORED = (*SECRETS, "broken at office.example.org")
CONTACTS = """\
  contacts:
    - role: front desk
      email: brezovina@office.example.org
      phone: "+420 000 111 222"
      purpose: enquiries of partners
      delete_after: 2030-12-31
      legal_basis: agreed at the fair of Vranov
      source: https://where.example.org/vranov
      informed_on: 1999-09-09
      review_by: 2029
    - {role: old desk, email: overdue@office.example.org, purpose: enquiries, delete_after: 2026-11-21}
  disputed:
    contacts:
      - value: [{role: desk, email: claimed@other.example.org, purpose: enquiries, delete_after: 2031}]
        source: https://example.org
    city: [{value: Elsewhere, source: https://example.org}]
"""
SMES = f"""\
- id: alpha
  name: Alpha
  country: CZ
  city: Liberec
  sectors: [fabrics]
  offers: [{{concept: fabrics, text: woven cotton}}]
{CONTACTS}
- id: beta
  name: Beta
  country: RS
  sectors: [apparel]
  needs: [{{concept: fabrics, text: cotton}}]
- id: gamma
  name: Gamma
  country: CZ
  sectors: [fabrics]
  contacts: [{{role: desk, email: broken at office.example.org, purpose: enquiries, delete_after: 2030}}]
"""
SOUND = SMES.partition("- id: gamma")[0]
COMMANDS = [
    ("show", "alpha"), ("show", "alpha", "--json"), ("list",), ("list", "smes"), ("search", "brezovina"),
    ("search", "alpha"), ("who", "alpha"), ("match", "alpha"), ("why", "alpha", "beta"), ("gaps", "--country", "CZ"),
    ("conflicts",),
    ("sources",), ("due", "--exit-zero"), ("coverage",), ("duplicates",), ("stats",), ("map",), ("suggest", "alpha"),
    ("load",), ("check",), ("changes", "--since", "HEAD"), ("export", "smes", "--allow-partial"), ("timeline",), (),
]  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    """What git says, in a repository whose commits are made by nobody."""
    config = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *config, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def index_of(clustercli: Clustercli) -> bytes:
    """The bytes of the index, and of whatever lies beside it."""
    return b"".join(path.read_bytes() for path in (clustercli.home / "cache" / "clustercli").iterdir())


@pytest.fixture
def private(clustercli: Clustercli) -> Clustercli:
    """A catalogue with contacts, one of which is past its time, and a record with a bad address; in git."""
    clustercli.write({"data/catalogue.yaml": "title: Private\n", "data/smes/all.yaml": SMES.replace("1999", "1998")})
    git(clustercli.folder, "init", "-q")
    git(clustercli.folder, "add", ".")
    git(clustercli.folder, "commit", "-qm", "First")
    clustercli.write({"data/smes/all.yaml": SMES})
    return clustercli


# -- contacts


@pytest.mark.parametrize("format_", ["", "csv", "json", "jsonl", "markdown", "table", "tsv"])
def test_no_command_tells_of_a_contact_unless_asked(private: Clustercli, format_: str, tally: Tally) -> None:
    for command in COMMANDS:
        formatted = [] if not format_ or "--json" in command or not command else ["--format", format_]
        for width in (0, 100):
            result = private(*command, *formatted, width=width)
            assert result.code in (0, 1, 3, 4), (command, result.err)
            said = result.out if command == ("check",) else result.out + result.err
            assert [secret for secret in SECRETS if secret in said] == [], command
            tally("answers without a contact that was not asked for", 1, "answers")


def test_the_index_holds_no_address_number_basis_or_source_of_a_contact(private: Clustercli) -> None:
    private("check")
    held = index_of(private).lower()
    assert [secret for secret in NOT_STORED if secret.lower().encode() in held] == []
    assert b"brezovina" not in held
    private("load", "--rebuild")
    assert b"brezovina" not in index_of(private)


def test_with_contacts_they_are_read_from_the_file_but_for_those_whose_time_is_over(private: Clustercli) -> None:
    result = private("show", "alpha", "--json", "--with-contacts")
    record = result.json()
    (contact,) = record["contacts"]
    assert contact == {
        "role": "front desk", "email": SECRETS[0], "phone": SECRETS[1], "purpose": "enquiries of partners",
        "delete_after": "2030-12-31", "legal_basis": SECRETS[2], "source": f"https://{SECRETS[3]}",
        "informed_on": SECRETS[4], "review_by": "2029",
    }  # fmt: skip
    assert record["disputed"]["contacts"][0]["value"][0]["email"] == SECRETS[5]
    assert record["disputed"]["city"][0]["value"] == "Elsewhere"
    assert "1 contact left out, past its delete_after" in result.err
    assert "contacts" not in private("show", "alpha", "--json").json()
    page = private.screen("show", "alpha", "--with-contacts")
    assert SECRETS[0] in page
    assert SECRETS[6] not in page
    assert "2 contacts: clustercli show alpha --with-contacts" in private.screen("show", "alpha")


def test_the_day_itself_is_not_past(private: Clustercli) -> None:
    for today, shown in (("2026-11-21", True), ("2026-11-22", False)):
        result = private("show", "alpha", "--json", "--with-contacts", variables={"CLUSTERCLI_TODAY": today})
        assert (SECRETS[6] in result.out) is shown


@pytest.mark.parametrize("format_", ["csv", "json", "jsonl", "markdown", "tsv"])
def test_exports_carry_contacts_only_where_asked(private: Clustercli, format_: str) -> None:
    private.write({"data/smes/all.yaml": SOUND})
    for options, number in (([], 0), (["--with-contacts"], 1)):
        out = private.folder / f"lists{number}"
        assert private("export", "--out", str(out), "--format", format_, *options).code == 0
        alone = private("export", "smes", "--format", format_, *options)
        for secret in SECRETS:
            there = any(secret in path.read_text("utf-8") for path in out.iterdir())
            assert there is (number == 1 and secret != SECRETS[6]), secret
        assert (SECRETS[0] in alone.out) is (number == 1)
        assert ("1 contact left out" in alone.err) is (number == 1)
    disputed = (private.folder / "lists1" / next(p.name for p in out.iterdir() if p.stem == "disputed")).read_text()
    assert SECRETS[5] in disputed


def test_columns_of_an_export_are_the_same_with_and_without_contacts(private: Clustercli) -> None:
    private.write({"data/smes/all.yaml": SOUND})
    without, with_ = (private("export", "smes", *more).out.splitlines() for more in ([], ["--with-contacts"]))
    assert without[0] == with_[0]
    assert without[2] == with_[2]  # a record without contacts
    assert without[1] != with_[1]


def test_changes_tell_that_contacts_changed_and_show_them_where_asked(private: Clustercli) -> None:
    rows = private("changes", "--since", "HEAD", "--format", "json").json()
    assert [(row["field"], row["before"], row["after"]) for row in rows] == [("contacts", "1 contact", "1 contact")]
    shown = private("changes", "--since", "HEAD", "--format", "json", "--with-contacts").json()
    assert [row["after"][0]["informed_on"] for row in shown] == ["1999-09-09"]


def test_a_contact_needs_a_purpose_and_an_end(private: Clustercli) -> None:
    bad = "- {id: delta, name: D, country: CZ, sectors: [fabrics], contacts: [{role: desk, email: d@example.org}]}\n"
    private.write({"data/smes/all.yaml": SOUND + bad})
    rows = private("check", "--format", "json").json()
    faults = [(row["code"], row["message"], row["hint"]) for row in rows if row["severity"] == "error"]
    assert faults == [
        ("R002", "the field 'contacts.delete_after' is missing", "delete_after: 2030-12-31"),
        ("R002", "the field 'contacts.purpose' is missing", "purpose: enquiries of partners"),
    ]
    assert private("show", "delta").code == 3


def test_a_source_of_a_contact_is_a_link_and_counts_as_used(private: Clustercli) -> None:
    of = SOUND.replace("https://where.example.org/vranov", "page")
    private.write({"data/smes/all.yaml": of})
    assert "L00" in private("check").err
    private.write({"data/sources.yaml": "page: {title: A page}\n"})
    assert private("check").code == 0
    assert "alpha" in private("sources", "page").out


def test_an_example_of_every_kind_passes_the_check_without_a_warning(clustercli: Clustercli) -> None:
    assert clustercli("init", "mine").code == 0
    folder = clustercli.folder / "mine"
    for path in folder.rglob("*.yaml"):
        lines = path.read_text("utf-8").splitlines()
        if path.parent.name in {kind.folder for kind in KINDS}:
            path.write_text("\n".join(line.removeprefix("# ") for line in lines if not line.startswith("##")) + "\n")
    result = clustercli("check", "--catalogue", str(folder))
    assert "W0" not in result.err


# -- warnings


def test_a_warning_leaves_everything_as_it_was(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: W\n", "data/smes/all.yaml": """\
- id: alpha
  name: Alpha
  country: CZ
  sectors: [fabrics]
  description: "Write to jane.placeholder@example.org."
  notes: [call +420 000 000 000]
  contacts: [{role: desk, purpose: enquiries, delete_after: 2026-11-21, review_by: 2025}]
"""})  # fmt: skip
    result = clustercli("check")
    assert result.code == 0
    assert [line.split(": ")[0] for line in result.err.splitlines() if line.startswith("data/")] == [
        "data/smes/all.yaml:5:26", "data/smes/all.yaml:6:16",
        "data/smes/all.yaml:7:61", "data/smes/all.yaml:7:84",
    ]  # fmt: skip
    assert "jane.placeholder@example.org" in result.err  # the line itself, read from the file
    assert result.err.endswith("4 warnings in 1 file; what a warning is about can be used all the same.\n")
    rows = clustercli("check", "--format", "json").json()
    assert list(rows[0]) == ["file", "line", "column", "code", "message", "hint", "severity"]
    assert [(row["code"], row["severity"]) for row in rows] == [(f"W00{n}", "warning") for n in (1, 2, 3, 4)]
    assert "placeholder" not in json.dumps(rows)
    assert clustercli("load").code == 0
    assert clustercli("export", "--out", "lists").code == 0
    for command in (("list",), ("show", "alpha"), ("search", "alpha"), ("load",)):
        assert "4 warnings" not in clustercli(*command).err
    assert clustercli("check", "data/catalogue.yaml").err == ""
    clustercli.write({"data/sources.yaml": "page: {title: T, note: jane.placeholder@example.org}\n"})
    assert clustercli("export", "--out", "lists").code == 0


def test_problems_and_warnings_are_counted_apart(private: Clustercli) -> None:
    result = private("check")
    assert result.code == 3
    assert result.err.splitlines()[-2:] == [
        "1 problem in 1 file; usable: 2 of 3 records.",
        "1 warning in 1 file; what a warning is about can be used all the same.",
    ]


PERSONS = ["jane.placeholder@example.org", "Jané.Plačéholder@example.org", "j.placeholder@example.org",
           "jane_placeholder@example.org", "jane-placeholder2@example.org", "jane.placeholder(at)example.org",
           "jane.placeholder [at] example.org", "anna.maria.placeholder@mail.example.org"]  # fmt: skip
NUMBERS = ["+420 000 000 000", "+420000000000", "00420 700 000 000", "018/000-0000", "(018) 000 000", "0351 0000000",
           "0888 000 000", "02/ 900 00 00", "700 000 000", "+381 (0)18 000 000", "+2-000-555-0100", "tel. 700000000",
           "phone 123456", "тел. 02 900 0000", "моб. 0888000000"]  # fmt: skip
NEITHER = ["info@example.org", "info.cz@example.org", "sales.export@example.org", "alpha.textiles@alphatextiles.org",
           "firm.cz@example.org", "placeholder.rs@example.org", "j.p@example.org",
           "cluster-house@example.org", "no.reply@example.org", "novak@example.org",
           "https://example.org/@43.32,21.90", "pack.age@1.2.3", "alpha.north@example.org",
           "2012-02-21/2012-02-22", "01/02/2012 - 03/04/2013", "IČO 00177041", "425 698 750 CZK", "EUR 425 698 750",
           "2 053 050", "PIB 100 123 456", "00177041", "ISSN 0021-1234", "50.77, 15.06", "CZ.1.03/3.1.00/0.0",
           "2007CB16IPO007", "2004/2007-2013", "040 01 Košice", "100108789", "2007-2013 2014-2020", "+15 %",
           "1999 2000 2001 2002", "https://example.org/0-123-456-789", "a hotel of 12345678"]  # fmt: skip
WRITTEN = [
    "description: before {} behind\n", 'description: "before {} behind"\n', "notes: ['{}']\n",
    "description:\n  cs: text\n  en: |\n    one line\n    two, {} three\n",
    "offers: [{{concept: fabrics, text: 'cloth, {}'}}]\n",
    "contacts: [{{role: 'desk {}', purpose: p, delete_after: 2030}}]\n",
]  # fmt: skip


def test_what_looks_private_is_warned_of_at_its_place(clustercli: Clustercli, tally: Tally) -> None:
    files = {"data/catalogue.yaml": "title: W\n"}
    expected = []
    for number, text in enumerate([*PERSONS, *NUMBERS]):
        for form, written in enumerate(WRITTEN):
            name = f"data/smes/{number:02}-{form}.yaml"
            files[name] = f"id: x-{number}-{form}\nname: X\ncountry: CZ\nsectors: [fabrics]\n{written.format(text)}"
            line = next(n for n, line in enumerate(files[name].splitlines(), 1) if text in line)
            begin = re.search(r"[+\d]|(?<=\()\d", text) if text in NUMBERS else None
            column = files[name].splitlines()[line - 1].index(text) + 1 + (begin.start() if begin else 0)
            expected.append((name, line, column, "W002" if text in NUMBERS else "W001"))
    clustercli.write(files)
    rows = clustercli("check", "--format", "json").json()
    assert [(row["file"], row["line"], row["column"], row["code"]) for row in rows] == expected
    assert not any(text in row["message"] for row in rows for text in (*PERSONS, *NUMBERS))
    tally("what looks private, warned of at its place", len(rows), "places")


def test_what_is_not_private_is_let_be(clustercli: Clustercli, tally: Tally) -> None:
    record = "id: alpha\nname: Alpha Textiles\naliases: [Alpha North]\ncountry: CZ\nsectors: [fabrics]\nnotes:\n"
    notes = "".join(f"  - 'see {text} there'\n" for text in NEITHER)
    clustercli.write({"data/catalogue.yaml": "title: W\n", "data/smes/a.yaml": record + notes})
    assert clustercli("check").err == ""
    tally("what is not private, let be", len(NEITHER), "texts")


def test_numbers_in_fields_for_numbers_are_let_be(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: W\n", "data/projects/a.yaml": """\
id: alpha
name: Alpha
reference: +420 000 000 000
start: 2012-02-21
budget: {amount: 700000000, currency: EUR}
milestones: [{date: 2012-02-21, as_written: 0351 000 000 00, title: Start}]
contacts: [{role: desk, phone: +420 000 000 000, purpose: enquiries, delete_after: 2030}]
website: https://example.org/+420000000000
"""})  # fmt: skip
    assert clustercli("check").err == ""


def test_addresses_in_comments_and_beside_the_records_are_found_too(clustercli: Clustercli) -> None:
    clustercli.write({
        "data/catalogue.yaml": "title: W\n# kept by jane.placeholder@example.org\n",
        "data/sources.yaml": "page: {title: T, note: 'by jane.placeholder@example.org'}\n",
        "data/smes/a.yaml": "id: a\nname: [  # jane.placeholder@example.org\n",
    })  # fmt: skip
    rows = clustercli("check", "--format", "json").json()
    assert [(row["file"], row["line"], row["column"]) for row in rows if row["code"] == "W001"] == [
        ("data/catalogue.yaml", 2, 11), ("data/smes/a.yaml", 2, 12), ("data/sources.yaml", 1, 28),
    ]  # fmt: skip


def test_no_fault_repeats_an_address(clustercli: Clustercli) -> None:
    """Faults are kept in the index, which holds no contacts."""
    clustercli.write({"data/catalogue.yaml": "title: W\n", "data/smes/a.yaml": """\
id: a
name: A
country: jane.placeholder@example.org
sectors: [jane.placeholder@example.org]
jane.placeholder@example.org: x
checked: jane.placeholder@example.org
contacts: [{role: desk, email: jane placeholder, purpose: p, delete_after: 2030, source: jane.placeholder@example.org}]
"""})  # fmt: skip
    result = clustercli("check", "--format", "json")
    assert result.code == 3
    assert len(result.json()) >= 6
    assert "placeholder" not in result.out
    assert b"placeholder" not in index_of(clustercli)


def test_the_bundled_catalogue_has_nothing_to_warn_of(clustercli: Clustercli) -> None:
    result = clustercli("check")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_coverage_counts_the_records_with_contacts(private: Clustercli) -> None:
    private.write({"data/smes/all.yaml": SOUND})
    rows = private("coverage", "--format", "json").json()
    assert [(row["filled"], row["records"]) for row in rows if row["field"] == "contacts"] == [(1, 2)]
