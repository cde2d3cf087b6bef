"""One spelling for many: what is written in two scripts, with or without marks, compares as equal."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clustercli.records.fold import fold, fold_all, loose, loosened, words
from tests.conftest import Clustercli

# Two spellings of one word, as people at cluster associations write them.
EQUAL_BY_FOLD = [
    ("Niš", "Ниш"),
    ("Niš", "Nis"),
    ("između", "izmedju"),
    ("građevina", "gradjevina"),
    ("građevina", "gradevina"),
    ("грађевина", "gradevina"),
    ("Đorđević", "Djordjevic"),
    ("Ђорђевић", "Dordevic"),
    ("Пловдив", "Plovdiv"),
    ("София", "Sofija"),
    ("Търново", "Tarnovo"),
    ("Щип", "Štip"),
    ("Видин", "Vidin"),
    ("Кюстендил", "Kjustendil"),
    ("Бургас", "Burgas"),
    ("Хасково", "Haskovo"),
    ("Möbel", "Mobel"),
    ("Łódź", "Lodz"),
    ("Győr", "Gyor"),
    ("Ústí nad Labem", "Usti nad Labem"),
    ("Straße", "Strasse"),
    ("Љубљана", "Ljubljana"),
    ("Џеп", "Džep"),
    ("Klаster", "Klaster"),
    ("Žilina", "ŽILINA"),
    ("Klaster s.\nr. o.", "Klaster s. r. o."),
    ("İzmir", "Izmir"),
]
EQUAL_LOOSELY = [
    ("Търново", "Turnovo"),
    ("София", "Sofia"),
    ("Кюстендил", "Kyustendil"),
    ("Хасково", "Khaskovo"),
    ("Ямбол", "Yambol"),
    ("Враца", "Vratsa"),
    ("Чепеларе", "Chepelare"),
    ("Шумен", "Shumen"),
    ("Möbel", "Moebel"),
    ("München", "Muenchen"),
]

# Different organisations and towns that must not become one.
DIFFERENT = [
    ("Turistički klaster Niš", "Tekstilni klaster Niš"),
    ("Klaster drva d.o.o.", "Klaster mesa d.o.o."),
    ("Clutex - klastr technické textilie", "Clutex SK - klaster"),
    ("Müller Möbel GmbH", "Müller Metall GmbH"),
    ("Simpo doo Vranje", "Simpo Sik doo Kuršumlija"),
    ("IT klastr z.s.", "IT cluster s.r.o. Brno"),
    ("Niš", "Nysa"),
    ("Brno", "Brod"),
    ("ruda", "ruta"),
]

# Vuk's alphabet, letter for letter, as Serbian law has it.
SERBIAN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)) | {
    "љ": "lj",
    "њ": "nj",
    "џ": "dž",
}
SERBIAN_TEXT = st.text("".join(SERBIAN) + " -.0123456789")
AWKWARD = st.text("djDJđЂђјЈј аoаи́ßıİ̇.щжxǅⅫ½'’-_ 1")


def latin(text: str) -> str:
    return "".join(SERBIAN.get(letter, letter) for letter in text)


@pytest.mark.parametrize(("one", "other"), EQUAL_BY_FOLD)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [*EQUAL_BY_FOLD, *EQUAL_LOOSELY])
def test_transliterations_of_one_name_have_a_loose_key_in_common(one: str, other: str) -> None:
    assert loose(one) == loose(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert loose(one) != loose(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Dunđer", "dunder"),
        ("Dundjer", "dunder"),
        ("Дунђер", "dunder"),
        ("ДУНЂЕР", "dunder"),
        ("Ǆep", "dzep"),
        ("ﬁrma", "firma"),
        ("s.r.o.", "sro"),
        ("d.o.o", "doo"),
        ("PBS Velká Bíteš, a. s.", "pbs velka bites as"),
        ("Modelárna LIAZ spol. s r. o.", "modelarna liaz spol sro"),
        ("Sivara d. o. o. Niš", "sivara doo nis"),
        ("ul. a. b 5", "ul a b 5"),
        ("Кућа кластера", "kuca klastera"),
        ("Клъстър", "klastar"),
        ("Скопје, Ѓорче", "skopje dorce"),
        ("сѐ", "se"),
        ("Øresund Œuvre", "oresund oeuvre"),
        ("Nové Město n. M.", "nove mesto n m"),
        ("ISO 9001:2015", "iso 9001 2015"),
        ("clusters-cord", "clusters cord"),
        ("  two \n\t words ", "two words"),
        ("и\u0306гла", "jgla"),
        ("Nis\u030c", "nis"),
        ("", ""),
        ("—", ""),
    ],
)
def test_a_text_folds_to_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Klаster", "Klaster"),
        ("Сlutex", "Clutex"),
        ("Hиш", "Ниш"),
        ("Bаљево", "Ваљево"),
        ("Вrno", "Brno"),
        ("Нotel", "Hotel"),
        ("тeкстил", "текстил"),
        ("Ниш и oколина", "Ниш и околина"),
        ("МЕТАЛНА ИНДУСТРИJА", "МЕТАЛНА ИНДУСТРИЈА"),
        ("Jелена", "Јелена"),
        ("CLUTЕX", "CLUTEX"),
    ],
)
def test_a_letter_of_the_wrong_keyboard_is_repaired(typed: str, meant: str) -> None:
    assert {"CYRILLIC" if "Ѐ" <= c <= "ӿ" else "LATIN" for c in typed if c.isalpha()} == {"CYRILLIC", "LATIN"}
    assert fold(typed) == fold(meant)


@given(SERBIAN_TEXT)
def test_serbian_folds_alike_in_both_scripts_and_both_cases(text: str) -> None:
    assert (
        fold(text) == fold(latin(text)) == fold(text.upper()) == fold(latin(text).upper()) == fold(latin(text).title())
    )


@given(st.one_of(st.text(), SERBIAN_TEXT, AWKWARD))
def test_any_text_folds_to_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold(text)
    assert re.fullmatch("(?:[a-z0-9]+(?: [a-z0-9]+)*)?", folded)
    assert words(text) == folded.split()
    assert re.fullmatch("[a-z0-9 ]*", loose(text))


@given(st.one_of(st.text(), SERBIAN_TEXT, AWKWARD))
@example("djj")
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(st.text(), SERBIAN_TEXT), st.one_of(st.text(), SERBIAN_TEXT))
def test_equal_folds_have_equal_loose_keys(one: str, other: str) -> None:
    assert loose(fold(one)) == loose(one)
    assert fold(one) != fold(other) or loose(one) == loose(other)


@pytest.fixture
def towns(clustercli: Clustercli) -> Clustercli:
    """A catalogue with an institution for each spelling of each pair."""
    pairs = [*EQUAL_BY_FOLD, *EQUAL_LOOSELY, ("Дунђер", "Dundjer")]
    entries = [
        f"- {{id: '{position}-{side}', name: '{name}', country: RS}}\n"
        for position, pair in enumerate(pairs)
        for side, name in zip("ab", pair, strict=True)
    ]
    clustercli.write({"data/catalogue.yaml": "title: Towns\n", "data/institutions/all.yaml": "".join(entries)})
    return clustercli


def test_the_search_finds_each_spelling_by_the_other(towns: Clustercli) -> None:
    missed = []
    for position, pair in enumerate([*EQUAL_BY_FOLD, *EQUAL_LOOSELY, ("Дунђер", "Dundjer")]):
        for word in pair:
            found = {row["id"] for row in towns("search", word, "--format", "json").json()}
            missed += [(word, other) for other in (f"{position}-a", f"{position}-b") if other not in found]
    assert missed == []


@pytest.mark.parametrize("spellings", [("Nis", "Niš", "Ниш"), ("Dundjer", "Dunđer", "Дунђер"), ("Lodz", "Łódź")])
def test_all_spellings_find_the_same_records_in_the_same_order(towns: Clustercli, spellings: tuple[str, ...]) -> None:
    answers = [towns("search", word, "--format", "json").json() for word in spellings]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


@given(st.lists(st.one_of(st.text(), SERBIAN_TEXT, AWKWARD)))
def test_many_texts_fold_as_each_of_them_does(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


@given(st.one_of(st.text(), SERBIAN_TEXT, AWKWARD))
def test_a_folded_name_is_loosened_to_the_same_key(text: str) -> None:
    assert loosened(fold(text)) == loose(text)
