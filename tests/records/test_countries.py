"""Countries are found by code and by name in every language and either script, and misspelt ones are guessed."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isin

from clustercli.records import countries
from clustercli.records.fold import fold
from tests.records.make_countries import LANGUAGES, table

# Codes that stdnum keeps for old securities: the Netherlands Antilles, Serbia and Montenegro.
DISSOLVED = {"AN", "CS"}


def names() -> list[tuple[str, str, str]]:
    """(code, language, name) of every cell of the table."""
    with countries.TABLE.open(encoding="utf-8", newline="") as file:
        return [(row["code"], tag, row[tag]) for row in csv.DictReader(file) for tag in LANGUAGES]


def test_the_table_is_what_the_generator_makes_of_cldr() -> None:
    assert countries.TABLE.read_bytes().decode() == table()


def test_the_codes_are_those_of_iso_3166_and_kosovo() -> None:
    assert countries.codes() == frozenset(isin._iso_3116_1_country_codes) - DISSOLVED | {"XK"}


def test_every_name_in_every_language_finds_its_country() -> None:
    missed = [
        (code, tag, name)
        for code, tag, name in names()
        if any(countries.find(text) != code for text in (name, name.upper(), fold(name), f" {name} "))
    ]
    assert missed == []


def test_every_country_has_a_name_in_every_language() -> None:
    assert [(code, tag) for code, tag, name in names() if name == code or countries.name(code, tag) != name] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RS", "RS"),
        ("rs", "RS"),
        ("no", "NO"),
        ("XK", "XK"),
        ("Serbia", "RS"),
        ("Srbsko", "RS"),
        ("Србија", "RS"),
        ("Сърбия", "RS"),
        ("Србиjа", "RS"),
        ("Republika Srbija", "RS"),
        ("Република Србија", "RS"),
        ("Česko", "CZ"),
        ("Cesko", "CZ"),
        ("Česká republika", "CZ"),
        ("Czech Republic", "CZ"),
        ("Tschechien", "CZ"),
        ("Чешка", "CZ"),
        ("Mađarska", "HU"),
        ("Madjarska", "HU"),
        ("Мађарска", "HU"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("SRB", "RS"),
        ("Türkiye", "TR"),
        ("Côte d’Ivoire", "CI"),
    ],
)
def test_what_people_write_finds_the_country(text: str, code: str) -> None:
    assert countries.find(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Serbia", "RS"),
        ("Srbjia", "RS"),
        ("Србјиа", "RS"),
        ("Tschechien", "CZ"),
        ("Czehcia", "CZ"),
        ("Deutschlnd", "DE"),
        ("Bugraska", "BG"),
        ("Bulagria", "BG"),
        ("Macedonia", "MK"),
        ("Turkey", "TR"),
        ("Republic of Serbia", "RS"),
        ("cz", "CZ"),
    ],
)
def test_a_near_name_leads_to_the_code(text: str, code: str) -> None:
    assert countries.suggest(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Makedonija", "MK"), ("Bosna", "BA"), ("SAD", "US"), ("Slovenská republika", "SK"), ("Republika Hrvatska", "HR")],
)
def test_everyday_names_of_the_region_lead_to_their_country(text: str, code: str) -> None:
    assert countries.suggest(text)[:1] == [code]


@pytest.mark.parametrize("text", ["", " ", "-", "Atlantis", "Qwertz", "123"])
def test_what_is_near_to_no_country_suggests_none(text: str) -> None:
    assert countries.find(text) is None
    assert countries.suggest(text) == []


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert countries.find(text) in {None, *countries.codes()}
    assert countries.codes().issuperset(countries.suggest(text))


def test_an_unknown_code_is_its_own_name() -> None:
    assert countries.name("ZZ") == "ZZ"
    assert countries.name("RS", "sr-Cyrl") == "Србија"
    assert countries.name("RS", "tlh") == "RS"
