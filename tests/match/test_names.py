"""Which names are one organisation, over scripts, spellings and legal forms: found as the same, asked, or let be."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, example, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from clustercli.match.names import ASK, SAME, Alike, Organisation, alike, bare, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ONE = [
    ("Кућа кластера", "Kuća Klastera"),
    ("Kuca klastera Nis", "Кућа кластера Ниш"),
    ("Фондация за развитие на предприемачеството", "Fondatsia za razvitie na predpriemachestvoto"),
    ("Български Мебелен Клъстер", "Balgarski mebelen klaster"),
    ("CLUTEX – klastr technické textilie z. s.", "Clutex - klastr technicke textilie, o.s."),
    ("RRA Ústeckého kraje, a.s.", "RRA Usteckeho kraje a. s."),
    ("Simpo d.o.o. Vranje", "СИМПО ДОО Врање"),
    ("Müller Möbel GmbH", "Mueller Moebel Ges.m.b.H."),
    ("Łódzki Klaster Sp. z o.o.", "Lodzki klaster sp.z o.o."),
    ("Győri Szerszám Kft.", "GYORI SZERSZAM KFT"),
    ("Đorđević Tekstil DOO", "Djordjevic tekstil d.o.o."),
    ("Шумен Мебел ЕООД", "Shumen Mebel EOOD"),
    ("Klaster modne industrije", "Klaster modne industrije"),
    ("Národní klastrová asociace", "Narodni klastrova asociace z.s."),
]
TWO = [
    ("Turistički klaster Niš", "Tekstilni klaster Niš"),
    ("Klaster drva d.o.o.", "Klaster mesa d.o.o."),
    ("Clutex - klastr technické textilie", "Clutex SK - klaster"),
    ("Müller Möbel GmbH", "Müller Metall GmbH"),
    ("Simpo doo Vranje", "Simpo Sik doo Kuršumlija"),
    ("IT klastr z.s.", "IT cluster s.r.o. Brno"),
    ("Moravskoslezský energetický klastr", "Moravskoslezský dřevařský klastr"),
    ("Balkan Textile Ltd", "Balkan Furniture Ltd"),
    ("BAK klaster", "BAKA klaster"),
    ("Energoklastr", "Enviroklastr"),
    ("ABC d.o.o.", "ABD d.o.o."),
    ("Alfa Kft.", "Alfa Zrt."),
]
# Words that only a careless fold makes equal: no transliteration turns one into the other.
NEARLY = [
    ("Media klaster", "Meda klaster"),
    ("Mats Trade Praha", "Mac Trade Praha"),
    ("Real Tekstil", "Ral Tekstil"),
    ("Bianka Mode", "Banka Mode"),
    ("Média klastr", "Meda klastr"),
    ("Медиа клъстер", "Meda klaster"),
]


def given(
    *anything: st.SearchStrategy[Any], examples: int = 150
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return lambda test: settings(max_examples=examples, deadline=None)(given_any(*anything)(test))


def two(name: str, other: str, country: str = "") -> tuple[Organisation, Organisation]:
    return Organisation("a", (name,), country), Organisation("b", (other,), country)


def verdict(one: Organisation, other: Organisation) -> str | None:
    found = alike(one, other)
    return found.verdict if found else None


@pytest.mark.parametrize("names", ONE, ids=" = ".join)
@pytest.mark.parametrize("country", ["", "RS"])
def test_one_organisation_in_two_spellings_is_found_as_the_same(names: tuple[str, str], country: str) -> None:
    one, other = two(*names, country=country)
    assert verdict(one, other) == verdict(other, one) == SAME
    assert [(hit.verdict, hit.id, hit.other) for hit in pairs([other, one])] == [(SAME, "a", "b")]


@pytest.mark.parametrize("names", TWO, ids=" - ".join)
@pytest.mark.parametrize("country", ["", "RS"])
def test_two_organisations_of_similar_names_are_never_found_as_the_same(names: tuple[str, str], country: str) -> None:
    one, other = two(*names, country=country)
    assert verdict(one, other) != SAME
    assert verdict(other, one) != SAME
    assert SAME not in {hit.verdict for hit in pairs([one, other])}


@pytest.mark.parametrize("names", NEARLY, ids=" - ".join)
def test_names_that_differ_in_a_letter_are_never_found_as_the_same(names: tuple[str, str]) -> None:
    assert verdict(*two(*names, country="CZ")) != SAME


ANYWHERE = {
    "d.o.o.": "d.o.o.",
    "doo": "d.o.o.",
    "D. O. O.": "d.o.o.",
    "ДОО": "d.o.o.",
    "д.о.о.": "d.o.o.",
    "s.r.o.": "s.r.o.",
    "spol. s r.o.": "s.r.o.",
    "s. r. o.": "s.r.o.",
    "GmbH": "GmbH",
    "Ges.m.b.H.": "GmbH",
    "Kft.": "Kft.",
    "Zrt.": "Zrt.",
    "Sp. z o.o.": "sp. z o.o.",
    "ООД": "OOD",
    "ЕООД": "EOOD",
    "EOOD": "EOOD",
    "ЕАД": "EAD",
    "S.r.l.": "S.r.l.",
    "Ltd.": "Ltd",
    "ДООЕЛ": "DOOEL",
}
AT_THE_END = {
    "a.s.": "a.s.",
    "a. s.": "a.s.",
    "akciová společnost": "a.s.",
    "z. s.": "z.s.",
    "o.s.": "z.s.",
    "zapsaný spolek": "z.s.",
    "o.p.s.": "o.p.s.",
    "z.ú.": "z.ú.",
    "АД": "AD",
    "а.д.": "AD",
    "d.d.": "d.d.",
    "AG": "AG",
    "e.V.": "e.V.",
    "GmbH & Co. KG": "GmbH & Co. KG",
    "S.A.": "S.A.",
    "S.p.A.": "S.p.A.",
    "Nyrt.": "Nyrt.",
}


@pytest.mark.parametrize(("form", "meant"), ANYWHERE.items(), ids=ANYWHERE)
@pytest.mark.parametrize("place", ["Šimpo Tekstil {}", "Šimpo Tekstil, {}", "{} Šimpo Tekstil", "Šimpo {} Tekstil"])
def test_a_legal_form_is_taken_off_in_any_script_and_at_any_place(place: str, form: str, meant: str) -> None:
    assert bare(place.format(form)) == (("simpo", "tekstil"), meant)


@pytest.mark.parametrize(("form", "meant"), AT_THE_END.items(), ids=AT_THE_END)
def test_a_legal_form_that_could_be_a_word_is_taken_off_at_the_end(form: str, meant: str) -> None:
    assert bare(f"Шимпо Текстил {form}") == (("simpo", "tekstil"), meant)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mileta, a.s., Hořice", (("mileta", "horice"), "a.s.")),
        ("Mileta a. s. Hořice", (("mileta", "horice"), "a.s.")),
        ("А.Д. Симпо Врање", (("simpo", "vranje"), "AD")),
        ("ЕТ Иван Петров", (("ivan", "petrov"), "ET")),
    ],
)
def test_a_legal_form_before_the_name_or_the_town_is_taken_off(name: str, expected: tuple[tuple[str], str]) -> None:
    assert bare(name) == expected


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Šimpo Tekstil društvo sa ograničenom odgovornošću", "d.o.o."),
        ("Шимпо Текстил друштво са ограниченом одговорношћу", "d.o.o."),
        ("Šimpo Tekstil družba z omejeno odgovornostjo", "d.o.o."),
        ("Šimpo Tekstil společnost s ručením omezeným", "s.r.o."),
        ("Šimpo Tekstil spoločnosť s ručením obmedzeným", "s.r.o."),
        ("Šimpo Tekstil Spółka z ograniczoną odpowiedzialnością", "sp. z o.o."),
        ("Šimpo Tekstil Korlátolt Felelősségű Társaság", "Kft."),
        ("Šimpo Tekstil Gesellschaft mit beschränkter Haftung", "GmbH"),
        ("Шимпо Текстил еднолично дружество с ограничена отговорност", "EOOD"),
        ("Šimpo Tekstil Società a responsabilità limitata", "S.r.l."),
    ],
)
def test_a_legal_form_written_out_as_registers_print_it_is_taken_off(name: str, meant: str) -> None:
    assert bare(name) == (("simpo", "tekstil"), meant)


@pytest.mark.parametrize("name", ["d.o.o.", "S.R.L.", "GmbH", "a.s."])
def test_a_name_that_is_a_legal_form_alone_is_kept(name: str) -> None:
    assert bare(name).words
    assert bare(name).form == ""


def test_words_that_only_look_like_a_legal_form_are_kept() -> None:
    assert bare("AS Roma textil").words == ("as", "roma", "textil")
    assert bare("Se Tylose").words == ("se", "tylose")


@pytest.mark.parametrize("word", ["klastr", "Klaster", "кластер", "клъстер", "klaszter", "grozd", "CLUSTER"])
def test_the_words_for_a_cluster_are_one_word(word: str) -> None:
    assert verdict(*two(f"Moravský {word} dřeva", "Moravsky cluster dreva")) == SAME


@pytest.mark.parametrize(
    ("form", "other"), [("Kft.", "Zrt."), ("d.o.o.", "a.d."), ("ООД", "ЕООД"), ("s.r.o.", "a.s."), ("GmbH", "AG")]
)
def test_equal_names_of_two_legal_forms_are_asked(form: str, other: str) -> None:
    found = alike(*two(f"Tekstilni Dom {form}", f"Tekstilni Dom {other}", country="RS"))
    assert found is not None
    assert found.verdict == ASK
    assert found.why == f"equal names, but {bare(f'x {form}').form} and {bare(f'x {other}').form}"


def test_an_alias_without_the_legal_form_does_not_hide_that_the_forms_differ() -> None:
    one = Organisation("a", ("Tekstilni Dom Kft.", "Tekstilni Dom"), "HU")
    other = Organisation("b", ("Tekstilni Dom Zrt.",), "HU")
    assert verdict(one, other) == verdict(other, one) == ASK


def test_equal_names_in_two_countries_are_asked() -> None:
    one, other = Organisation("a", ("Textilní dům",), "CZ"), Organisation("b", ("Textilni dum",), "SK")
    found = alike(one, other)
    assert found is not None
    assert (found.verdict, found.why) == (ASK, "equal names, but in CZ and SK")
    assert verdict(one, other._replace(country="")) == SAME


@pytest.mark.parametrize(("country", "expected"), [("RS", ASK), ("BG", None)])
def test_a_short_name_shared_is_asked_in_one_country_and_chance_between_two(country: str, expected: str | None) -> None:
    one = Organisation("a", ("ABC",), "RS")
    assert verdict(one, Organisation("b", ("АБЦ",), country)) == expected


def test_a_name_that_has_the_town_in_addition_is_asked() -> None:
    one, other = (
        Organisation("a", ("Kuća klastera",), "RS", "Niš"),
        Organisation("b", ("Кућа кластера Ниш",), "RS", "Ниш"),
    )
    assert verdict(one, other) == ASK
    assert verdict(one._replace(city="Novi Sad"), other._replace(city="Novi Sad")) is None


@pytest.mark.parametrize("other", ["Mashinostroene", "Mashinostroenie", "Mashinostroemie"])
def test_one_other_letter_in_a_long_word_is_asked(other: str) -> None:
    expected = SAME if other == "Mashinostroenie" else ASK
    assert verdict(*two("Klaster Mashinostroenie", f"Klaster {other}")) == expected


@pytest.mark.parametrize("other", ["Klaster Mešo", "Klaster Mesto", "Klaster Masni proizvodi", "Mesni klaster dva"])
def test_more_than_a_letter_or_a_letter_of_a_short_word_is_another_name(other: str) -> None:
    assert verdict(*two("Klaster Mleko", other)) is None


MB, PIB = ("rs-mb", "07105681"), ("rs-pib", "100001636")


@pytest.mark.parametrize(
    "names", [("Simpo", "Something else"), ("Alfa Kft.", "Alfa Zrt."), ("Кућа кластера", "Kuća Klastera")]
)
def test_one_register_number_makes_one_organisation_whatever_the_names(names: tuple[str, str]) -> None:
    one, other = (side._replace(identifiers=(MB,)) for side in two(*names, country="RS"))
    found = alike(one, other)
    assert found is not None
    assert (found.verdict, found.why) == (SAME, "both have rs-mb 07105681")
    assert pairs([one, other]) == [found]


@pytest.mark.parametrize("also", [(), (PIB,)])
def test_two_numbers_of_one_register_make_two_organisations_whatever_else_is_equal(
    also: tuple[tuple[str, str], ...],
) -> None:
    one, other = (
        Organisation(id_, ("Simpo Vranje",), "RS", "Vranje", (*also, ("rs-mb", number)), "simpo.rs")
        for id_, number in (("a", "07105681"), ("b", "07105682"))
    )
    assert verdict(one, other) is None
    assert verdict(one, other._replace(identifiers=())) == SAME


def test_numbers_of_two_registers_say_nothing() -> None:
    one, other = two("Kuća klastera", "Кућа кластера")
    assert verdict(one._replace(identifiers=(MB,)), other._replace(identifiers=(PIB,))) == SAME
    one, other = two("Kuća klastera", "Kuća mode")
    assert verdict(one._replace(identifiers=(MB,)), other._replace(identifiers=(PIB,))) is None


def test_one_website_is_asked() -> None:
    one, other = (side._replace(website="example.org") for side in two("Simpo Mebel", "Balkan Furniture"))
    found = alike(one, other)
    assert found is not None
    assert (found.verdict, found.why) == (ASK, "both have the website example.org")
    assert pairs([one, other]) == [found]
    assert verdict(one, other._replace(website="example.com")) is None
    assert verdict(one._replace(website=""), other._replace(website="")) is None


WORDS = ("Tekstil", "Текстил", "Dekstil", "Tekstial", "klastr", "Кластер", "Simpo", "Šimpo", "IT", "Niš", "Vranje")
LEGAL = ("Kft.", "d.o.o.", "ДОО", "z.s.", "ЕООД")
FORM_OF = {"Kft.": "Kft.", "d.o.o.": "d.o.o.", "ДОО": "d.o.o.", "z.s.": "z.s.", "ЕООД": "EOOD"}


@st.composite
def written(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    return " ".join([*words, draw(st.sampled_from(["", *LEGAL]))]).strip()


def organisations(
    *, countries: Sequence[str] = ("", "RS", "CZ"), numbers: Sequence[str] = ("", "1", "2")
) -> st.SearchStrategy[Organisation]:
    def numbered(*given_numbers: str) -> tuple[tuple[str, str], ...]:
        return tuple((scheme, n) for scheme, n in zip(("rs-mb", "rs-pib"), given_numbers, strict=True) if n)

    number = st.sampled_from(numbers)
    return st.builds(
        Organisation,
        st.just("a"),
        st.lists(written(), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from(countries),
        st.sampled_from(["", "Niš", "Врање"]),
        st.builds(numbered, number, number),
        st.sampled_from(["", "", "example.org"]),
    )


def catalogues() -> st.SearchStrategy[list[Organisation]]:
    some = st.lists(organisations(numbers=("", "", "", "1", "2")), min_size=2, max_size=5)
    return some.map(lambda found: [one._replace(id=f"id{n}") for n, one in enumerate(found)])


@given(organisations(), organisations())
@example(*two("ABC d.o.o.", "ABC"))
def test_the_verdict_is_the_same_whichever_of_the_two_comes_first(one: Organisation, other: Organisation) -> None:
    assert verdict(one, other) == verdict(other, one)


@given(organisations(), organisations(), st.data())
def test_the_order_of_names_and_numbers_in_a_record_does_not_matter(
    one: Organisation, other: Organisation, data: st.DataObject
) -> None:
    mixed = one._replace(
        names=tuple(data.draw(st.permutations(one.names))),
        identifiers=tuple(data.draw(st.permutations(one.identifiers))),
    )
    assert verdict(mixed, other) == verdict(one, other)


@given(catalogues(), st.data())
def test_the_order_of_the_records_does_not_matter(catalogue: list[Organisation], data: st.DataObject) -> None:
    assert pairs(data.draw(st.permutations(catalogue))) == pairs(catalogue)


@given(organisations(countries=["RS"], numbers=[""]), organisations(countries=["CZ"], numbers=[""]))
def test_organisations_of_two_countries_are_asked_at_most(one: Organisation, other: Organisation) -> None:
    assert verdict(one, other) != SAME


@given(organisations(numbers=[""]), organisations(numbers=[""]))
def test_organisations_of_two_legal_forms_are_asked_at_most(one: Organisation, other: Organisation) -> None:
    forms = [{FORM_OF[word] for name in side.names for word in name.split() if word in LEGAL} for side in (one, other)]
    assume(all(forms))
    assume(forms[0].isdisjoint(forms[1]))
    assert verdict(one, other) != SAME


@given(organisations(), organisations())
def test_register_numbers_decide_where_both_have_one(one: Organisation, other: Organisation) -> None:
    own, theirs = dict(one.identifiers), dict(other.identifiers)
    shared = own.keys() & theirs.keys()
    assume(shared)
    assert verdict(one, other) == (SAME if all(own[scheme] == theirs[scheme] for scheme in shared) else None)


@given(catalogues())
def test_pairs_finds_exactly_what_comparing_all_with_all_finds(catalogue: list[Organisation]) -> None:
    compared = [alike(one, other) for one, other in combinations(catalogue, 2)]
    expected = [hit for hit in compared if hit is not None]
    assert pairs(catalogue) == sorted(expected, key=lambda hit: (hit.verdict != SAME, hit.id, hit.other))


def test_a_town_that_one_name_has_and_only_the_other_record_states_is_asked_about() -> None:
    one, other = Organisation("a", ("Simpo Vranje",), "RS"), Organisation("b", ("Simpo",), "RS", "Врање")
    found = alike(one, other)
    assert found is not None
    assert found.verdict == ASK
    assert pairs([one, other]) == [found]


def test_the_surest_come_first_then_by_their_ids() -> None:
    spelt = ("Kuća klastera", "Кућа кластера", "Kuca Klastera")
    known = [Organisation(f"{letter}-house", (name,), "RS") for letter, name in zip("cab", spelt, strict=True)]
    far = Organisation("a-far", ("Kuća klastera",), "CZ")
    found = pairs([*known, far])
    assert [(hit.verdict, hit.id, hit.other) for hit in found] == [
        (SAME, "a-house", "b-house"),
        (SAME, "a-house", "c-house"),
        (SAME, "b-house", "c-house"),
        (ASK, "a-far", "a-house"),
        (ASK, "a-far", "b-house"),
        (ASK, "a-far", "c-house"),
    ]


def test_in_one_catalogue_every_name_finds_its_other_spelling_and_no_third_record() -> None:
    known = [
        Organisation(f"{n:02}-{side}", (name,), "RS")
        for n, both in enumerate(ONE)
        for side, name in zip("ab", both, strict=True)
    ]
    same = [(hit.id, hit.other) for hit in pairs(known) if hit.verdict == SAME]
    assert same == [(f"{n:02}-a", f"{n:02}-b") for n in range(len(ONE))]


def test_a_hit_names_both_records_and_says_why() -> None:
    one, other = two("Кућа кластера", "Kuća Klastera")
    assert alike(one, other) == Alike(SAME, "a", "b", "'Кућа кластера' = 'Kuća Klastera'")
    assert alike(one, other._replace(names=one.names)) == Alike(SAME, "a", "b", "equal names")
