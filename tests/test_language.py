"""Names and texts in the reader's language: --lang, the locale, and what is said where a language is missing."""

from __future__ import annotations

import pytest

from clustercli.records import languages
from tests.conftest import Clustercli

FIRM = """\
- id: sivara
  name: {sr-Latn: Šivara Niš, sr-Cyrl: Шивара Ниш, en: Sewing Works Niš}
  description: {en: Sews to order., bg: Шие по поръчка.}
  country: RS
  export_countries: [CZ, DE]
  sectors: [apparel]
- id: mileta
  name: {cs: Mileta tkalcovna, de: Mileta Weberei}
  country: CZ
  sectors: [fabrics]
"""


@pytest.fixture
def firms(clustercli: Clustercli) -> Clustercli:
    clustercli.write({"data/catalogue.yaml": "title: Own\n", "data/smes/all.yaml": FIRM})
    return clustercli


@pytest.mark.parametrize(
    ("lang", "name", "country"),
    [
        ("cs", "Sewing Works Niš (en)", "Srbsko (RS)"),
        ("sr", "Šivara Niš", "Srbija (RS)"),
        ("sr-Latn", "Šivara Niš", "Srbija (RS)"),
        ("sr-Cyrl", "Шивара Ниш", "Србија (RS)"),
        ("bg", "Sewing Works Niš (en)", "Сърбия (RS)"),
        ("en", "Sewing Works Niš", "Serbia (RS)"),
        ("de", "Sewing Works Niš (en)", "Serbien (RS)"),
        ("hu", "Sewing Works Niš (en)", "Szerbia (RS)"),
        ("sk", "Sewing Works Niš (en)", "Srbsko (RS)"),
        ("sl", "Sewing Works Niš (en)", "Srbija (RS)"),
        ("pl", "Sewing Works Niš (en)", "Serbia (RS)"),
        ("it", "Sewing Works Niš (en)", "Serbia (RS)"),
    ],
)
def test_a_page_speaks_the_language_asked_for_and_says_where_it_cannot(
    firms: Clustercli, lang: str, name: str, country: str
) -> None:
    before, after = firms("--lang", lang, "show", "sivara"), firms("show", "sivara", "--lang", lang)
    assert before == after
    lines = after.out.splitlines()
    assert lines[0] == name
    assert f"Country        {country}" in lines


def test_a_text_in_the_language_asked_for_comes_first_and_is_not_marked(firms: Clustercli) -> None:
    page = firms("show", "sivara", "--lang", "bg").out
    assert "Description    Шие по поръчка.\n               Sews to order. (en)\n" in page


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("sr_RS.UTF-8", "Шивара Ниш"),
        ("sr_RS.UTF-8@latin", "Šivara Niš"),
        ("en_GB.UTF-8", "Sewing Works Niš"),
        ("C.UTF-8", "Sewing Works Niš"),
        ("fr_FR.UTF-8", "Sewing Works Niš"),
        ("", "Sewing Works Niš"),
    ],
)
def test_a_page_speaks_the_language_of_the_locale(firms: Clustercli, locale: str, name: str) -> None:
    assert firms("show", "sivara", variables={"LANG": locale}).out.splitlines()[0] == name
    assert firms("show", "sivara", variables={"LANG": "de_DE", "LC_ALL": locale or "C"}).out.splitlines()[0] == name


def test_what_another_program_reads_does_not_change_with_the_locale(firms: Clustercli) -> None:
    for arguments in (["list", "smes"], ["show", "sivara", "-f", "json"], ["search", "niš", "-f", "csv"]):
        assert firms(*arguments, variables={"LANG": "sr_RS"}) == firms(*arguments)
    firms("export", "--out", "plain")
    firms("export", "--out", "cyrillic", variables={"LANG": "sr_RS"})
    plain = {path.name: path.read_bytes() for path in (firms.folder / "plain").iterdir()}
    assert plain == {path.name: path.read_bytes() for path in (firms.folder / "cyrillic").iterdir()}
    assert firms("show", "sivara", "-f", "json", "--lang", "sr-Cyrl").json()["name"] == "Шивара Ниш"


def test_a_table_on_a_terminal_follows_the_locale_and_keeps_the_codes(firms: Clustercli) -> None:
    table = firms("list", "smes", width=100, variables={"LANG": "sr_RS"}).out
    assert "Шивара Ниш" in table
    assert " RS " in table


def test_a_table_in_a_language_asked_for_names_the_countries_in_it(firms: Clustercli) -> None:
    table = firms("list", "smes", "--lang", "cs", "-f", "markdown").out
    assert "| Srbsko |" in table
    assert "Mileta tkalcovna" in table
    assert "| RS |" in firms("list", "smes", "-f", "markdown").out


def test_the_first_language_of_the_catalogue_speaks_where_nobody_asks(firms: Clustercli) -> None:
    assert firms("show", "mileta", "-f", "json").json()["name"] == "Mileta tkalcovna"  # the one written first
    firms.write({"data/catalogue.yaml": "title: Own\nlanguages: [de, en]\n"})
    assert firms("show", "mileta", "-f", "json").json()["name"] == "Mileta Weberei"
    assert firms("show", "mileta", "-f", "json", "--lang", "cs").json()["name"] == "Mileta tkalcovna"


@pytest.mark.parametrize("word", ["Srbsko", "Србија", "Сърбия", "Szerbia", "rs"])
def test_a_country_is_known_by_its_name_in_every_language(firms: Clustercli, word: str) -> None:
    assert [row["id"] for row in firms("list", "smes", "--country", word, "-f", "json").json()] == ["sivara"]


def test_a_language_that_answers_cannot_come_in_is_named_with_those_they_can(firms: Clustercli) -> None:
    for arguments in (["--lang", "fr", "list"], ["list", "--lang", "fr"]):
        result = firms(*arguments)
        assert result.code == 2
        assert "unknown language 'fr' (cs, sr-Latn, sr-Cyrl, bg, en, de, hu, sk, sl, pl, it)" in result.err


@pytest.mark.parametrize(
    ("word", "tag"),
    [("SR", "sr-Latn"), ("sr_Cyrl", "sr-Cyrl"), ("sr-cyrl-RS", "sr-Cyrl"), ("cs-CZ", "cs"), ("xx", None), ("", None)],
)
def test_tags_are_read_as_people_write_them(word: str, tag: str | None) -> None:
    assert languages.tag(word) == tag


def test_every_language_of_the_country_names_can_be_asked_for() -> None:
    from clustercli.records import countries

    header = countries.TABLE.read_text(encoding="utf-8").splitlines()[0]
    assert tuple(header.split(",")[1:]) == languages.TAGS


def test_conflicts_name_countries_in_the_language_asked_for(firms: Clustercli) -> None:
    claim = "  disputed: {export_countries: [{value: [AT], source: https://example.org}]}\n"
    firms.write({"data/smes/all.yaml": FIRM.replace("  sectors: [apparel]\n", f"  sectors: [apparel]\n{claim}")})
    page = firms("conflicts", "--lang", "cs", width=100).out
    assert "Česko (CZ), Německo (DE)" in page
    assert "or: Rakousko (AT)" in page
    assert "Austria (AT)" in firms("conflicts", width=100).out
