"""From text to concepts: every form of a word in ten languages, what weighs less or nothing, and what is never said."""

from __future__ import annotations

import random
import sqlite3
import string
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercli.index import finding
from clustercli.records.fold import fold
from clustercli.records.lexicon import GENERIC, lexicon, reader
from clustercli.records.linker import Linker, Meaning
from clustercli.records.vocabulary import Concept, Vocabulary
from tests.conftest import Clustercli
from tests.evaluation.texts import cyrillic, linker, texts, vocabulary


def linker_of(known: Vocabulary) -> Linker:
    words = lexicon(known)
    return Linker(known, reader(known, words.get))


TRADES = Vocabulary(
    [
        Concept("textile", words={"en": ["textile", "textile industry"]}),
        Concept(
            "weaving", "textile", words={"en": ["weaving", "woven cloth"]}, clues={"en": ["loom", "weft and warp"]}
        ),
        Concept("knitting", "textile", words={"en": ["knitting"]}),
        Concept("baking", words={"en": ["bakery", "baked goods"], "sr": ["pekara"]}, clues={"en": ["sourdough"]}),
        Concept("shipbuilding", words={"en": ["shipyard", "ships", "ship repair"]}, clues={"en": ["hull"]}),
    ]
)


@cache
def small() -> Linker:
    """A linker that knows a few trades."""
    return linker_of(TRADES)


def evidence(text: str, concept: str, by: Linker | None = None) -> float:
    """How much a text speaks for a concept; 0 where it is not named."""
    return next((m.evidence for m in (by or small()).meanings(text) if m.concept == concept), 0.0)


def without_words(meanings: list[Meaning]) -> list[Meaning]:
    """Meanings without what differs between two spellings: the words as written."""
    return [meaning._replace(words=()) for meaning in meanings]


FORMS = {
    "furniture": "nábytek nábytku nábytkem nameštaj nameštaja nameštajem nameštaju мебели мебелите furniture Möbel "
    "Möbeln bútor bútort bútorok bútorokat bútorral nábytok nábytkom pohištvo pohištva pohištvom meble mebli meblami "
    "mobili",
    "food": "potraviny potravin potravinami potravinách potravín żywność żywności élelmiszer élelmiszert élelmiszerek",
    "apparel": "oděvy oděvů oděvech odeća odeće odećom облекло облеклото облекла clothing clothes Bekleidung ruházat "
    "odevy odevov odevoch oblačila oblačil oblačili odzież odzieży odzieżą abbigliamento",
    "tourism": "turismus turismu turismem turizam turizma turizmom туризъм туризма туризмът tourism touristic "
    "Tourismus turizmus turizmust turizmusban turizem turystyka turystyki turystyką turismo turistico",
    "wood": "dřevo dřeva dřevem drvo drveta drvetom drevo dreva drevom drewno drewna drewnem Holz legno legni",
    "spa": "lázně lázní lázních banja banje banji banjama kúpele kúpeľov kúpeľoch zdravilišče zdravilišča uzdrowisko "
    "uzdrowiska Kurort",
    "agriculture": "zemědělství zemědělstvím poljoprivreda poljoprivrede poljoprivredom земеделие земеделието "
    "agriculture Landwirtschaft mezőgazdaság mezőgazdasági poľnohospodárstvo poľnohospodárstva kmetijstvo "
    "kmetijstva rolnictwo rolnictwa agricoltura",
}
UNMARKED = {
    "furniture": "nabytek namestaj Mobel butor nabytok pohistvo",
    "apparel": "odevy odeca odziez",
    "spa": "lazne",
}
MISSPELT = {
    "furniture": "nábytk furnitur furnitrue furnituer Moebel",
    "agriculture": "poljopriveda poljoprivrda agricultre agrikulture zemedelstvi",
    "tourism": "turizzam tourizm turystka",
    "footwear": "footwaer",
}
CYRILLIC = {
    "furniture": "намештај намештаја намештајем",
    "apparel": "одећа одеће",
    "agriculture": "пољопривреда пољопривреде",
    "spa": "бања бањама",
    "footwear": "обућа обуће",
}
# Latin letters typed among Cyrillic ones (намeштaj) and the other way round (nаmеstаj).
MIXED = {"furniture": "нaмeштаj nаmеstаj мeбeли", "apparel": "oдeћa oblаčilа", "tourism": "тypизъм turizаm"}


def cases(forms: dict[str, str]) -> list[tuple[str, str]]:
    return [(concept, form) for concept, listed in forms.items() for form in listed.split()]


@pytest.mark.parametrize(("concept", "form"), [*cases(FORMS), *cases(UNMARKED), *cases(CYRILLIC), *cases(MIXED)])
def test_every_form_of_a_word_means_the_same_sector(concept: str, form: str) -> None:
    assert linker().guess(form) in {concept, *vocabulary().ancestors(concept)}


@pytest.mark.parametrize(("concept", "word"), cases(MISSPELT))
def test_a_misspelt_word_means_what_was_meant(concept: str, word: str) -> None:
    assert linker().guess(word) == concept


NAMES = [word for word, _, _ in vocabulary().words()]
ANY_NAME = st.sampled_from(NAMES)
ANY_WORDING = st.one_of(ANY_NAME, st.sampled_from([clue for clue, _, _ in vocabulary().clues()]))


def unmarked(text: str) -> str:
    """A text as typed on a keyboard without marks."""
    bare = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐłŁ", "dDlL")))
    return "".join(letter for letter in bare if letter.isascii())


LATIN = st.sampled_from([word for word, language, _ in vocabulary().words() if language != "bg"])
SERBIAN = st.sampled_from(
    [w for w, language, _ in vocabulary().words() if language == "sr" and not set("wxyqWXYQ&") & set(w)]
)


@given(LATIN.filter(lambda word: not {"ß", "für"} & {*word.lower(), *word.lower().split()}))  # für is no fur
def test_marks_left_off_change_nothing(word: str) -> None:
    assert without_words(linker().meanings(unmarked(word))) == without_words(linker().meanings(word))
    assert linker().names(unmarked(word)) == linker().names(word)


@given(ANY_WORDING, st.sampled_from([str.upper, str.lower, str.title]))
def test_capitals_change_nothing(word: str, written: Callable[[str], str]) -> None:
    assert without_words(linker().meanings(written(word))) == without_words(linker().meanings(word))


@given(SERBIAN)
def test_serbian_means_the_same_in_both_scripts(word: str) -> None:
    assert without_words(linker().meanings(cyrillic(word.lower()))) == without_words(linker().meanings(word))
    assert linker().names(cyrillic(word.lower())) == linker().names(word)


LOOKS = dict(zip("аеорсАЕОРС", "aeopcAEOPC", strict=True))
ONE_FOR_ANOTHER = LOOKS | {latin: cyrillic_ for cyrillic_, latin in LOOKS.items()}


@given(st.data(), st.sampled_from([name for name in NAMES if len(name) > 4 and name.isalpha()]))
def test_a_letter_of_the_other_script_changes_nothing(data: st.DataObject, word: str) -> None:
    places = [place for place, letter in enumerate(word) if letter in ONE_FOR_ANOTHER]
    if places:
        place = data.draw(st.sampled_from(places))
        word_of_two = word[:place] + ONE_FOR_ANOTHER[word[place]] + word[place + 1 :]
        assert without_words(linker().meanings(word_of_two)) == without_words(linker().meanings(word))


LISTS = [
    "iz oblasti turizma, poljoprivrede i prerade hrane",
    "из области туризма, пољопривреде и прераде хране",
    "z oblasti turismu, zemědělství a zpracování potravin",
    "z oblasti turizmu, poľnohospodárstva a spracovania potravín",
    "от областта на туризма, земеделието и преработката на храни",
    "s področja turizma, kmetijstva in predelave hrane",
    "z zakresu turystyki, rolnictwa i przetwórstwa żywności",
    "aus den Bereichen Tourismus, Landwirtschaft und Lebensmittelverarbeitung",
    "turizmus, mezőgazdaság és élelmiszer-feldolgozás területén",
    "nei settori del turismo, dell'agricoltura e della trasformazione alimentare",
    "from the fields of tourism, agriculture and food processing",
]


@pytest.mark.parametrize("text", LISTS)
def test_every_item_of_a_list_leads_to_its_sector(text: str) -> None:
    assert {"tourism", "agriculture", "food"} <= {found.concept for found in linker().meanings(text) if found.leads}


def test_a_sector_that_only_echoes_the_words_of_others_leads_nowhere() -> None:
    machines = Concept("machines", words={"en": ["machines"]}, clues={"en": ["weaving and baking machines"]})
    echoing = linker_of(Vocabulary([*TRADES.concepts.values(), machines]))
    found = {meaning.concept: meaning.leads for meaning in echoing.meanings("weaving, bakery, baking")}
    assert found == {"weaving": True, "baking": True, "machines": False}


# -- for whom


@pytest.mark.parametrize("word", ["for", "pro", "za", "für", "Für", "FÜR", "fuer", "dla", "pre", "per", "PRO", "за"])
def test_words_after_for_count_less(word: str) -> None:
    said = f"shipyard {word} bakery"
    assert 0 < evidence(said, "baking") < evidence("shipyard bakery", "baking")
    assert evidence(said, "shipbuilding") == evidence("shipyard bakery", "shipbuilding")
    assert small().guess(said) == "shipbuilding"


@pytest.mark.parametrize("word", ["számára", "részére", "szamara", "RÉSZÉRE"])
def test_words_before_the_hungarian_for_count_less(word: str) -> None:
    said = f"bakery {word} shipyard"
    assert 0 < evidence(said, "baking") < evidence("bakery shipyard", "baking")
    assert evidence(said, "shipbuilding") == evidence("bakery shipyard", "shipbuilding")
    assert small().guess(said) == "shipbuilding"


@pytest.mark.parametrize("text", ["for the bakery", "a company for bakeries, shipyard for ships"])
def test_where_only_the_customer_is_said_it_is_the_trade(text: str) -> None:
    assert evidence(text, "baking") == evidence(text.replace("for", ""), "baking") > 0


@pytest.mark.parametrize("mark", [", ", ". ", "; ", "\n", " - ", " – ", " / ", " ("])
def test_for_reaches_no_further_than_its_part_of_the_sentence(mark: str) -> None:
    assert evidence(f"ships for Norway{mark}bakery", "baking") == evidence("bakery", "baking")


@pytest.mark.parametrize(
    ("text", "made", "customer"),
    [
        ("software pro nábytek", "software", "furniture"),
        ("softver za bolnice i nameštaj", "software", "furniture"),
        ("софтуер за хотели и мебели", "software", "furniture"),
        ("software for furniture makers", "software", "furniture"),
        ("Software für Möbel", "software", "furniture"),
        ("szoftver bútor számára", "software", "furniture"),
        ("szoftver bútor részére", "software", "furniture"),
        ("softvér pre nábytok", "software", "furniture"),
        ("oprogramowanie dla meble", "software", "furniture"),
        ("software per mobili", "software", "furniture"),
        ("tkanine za nameštaj", "fabrics", "furniture"),
    ],
)
def test_what_is_made_comes_before_the_trade_it_is_made_for(text: str, made: str, customer: str) -> None:
    ranked = [meaning.concept for meaning in linker().meanings(text, faint=True)]
    assert ranked[0] == made or made in vocabulary().ancestors(ranked[0])
    assert customer not in ranked[:1]


# -- generic words

EVERYWHERE = {
    "cs": "vývoj výroba laboratoř vývoje výroby výrobou laboratoře",
    "sr": "razvoj proizvodnja laboratorija razvoja proizvodnju laboratorije развој производња лабораторија",
    "bg": "развитие производство лаборатория развитието производството лабораторията разработки",
    "en": "development production laboratory developments productions laboratories",
    "de": "Entwicklung Produktion Labor Entwicklungen Herstellung Labore",
    "hu": "fejlesztés gyártás laboratórium fejlesztése gyártásban laboratóriumban",
    "sk": "vývoj výroba laboratórium vývoja výroby laboratória",
    "sl": "razvoj proizvodnja laboratorij razvoja proizvodnje laboratorija",
    "pl": "rozwój produkcja laboratorium rozwoju produkcji laboratoria",
    "it": "sviluppo produzione laboratorio sviluppi produzioni laboratori",
}
GENERIC_WORDS = dict(line.split(",", 1) for line in GENERIC.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("language", EVERYWHERE)
def test_development_production_and_laboratory_name_no_concept(language: str) -> None:
    words = EVERYWHERE[language].split()
    said = [*words, *map(" ".join, combinations(words, 2)), ", ".join(words), " ".join(words)]
    assert {text: linker().meanings(text) for text in said if linker().meanings(text)} == {}
    assert {text: linker().names(text) for text in said if linker().names(text)} == {}


@cache
def owners() -> dict[str, set[str]]:
    """The concepts of each name, folded."""
    found: dict[str, set[str]] = {}
    for name, _, concept in vocabulary().words():
        found.setdefault(fold(name), set()).add(concept)
    return found


def said_of(text: str) -> set[str]:
    """The concepts that a text is taken to name or to speak of."""
    return {*linker().names(text), *(meaning.concept for meaning in linker().meanings(text))}


@pytest.mark.parametrize("language", GENERIC_WORDS)
def test_a_generic_word_names_what_is_called_just_so_or_nothing(language: str) -> None:
    words = GENERIC_WORDS[language].split()
    wrong = {word: said_of(word) - owners().get(fold(word), set()) for word in words}
    assert {word: concepts for word, concepts in wrong.items() if concepts} == {}


@given(st.lists(st.sampled_from(" ".join(GENERIC_WORDS.values()).split()), min_size=2, max_size=12))
def test_generic_words_together_name_what_is_called_so_or_nothing(words: list[str]) -> None:
    text = " ".join(words)
    there = set(fold(text).split())
    called = (concepts for name, concepts in owners().items() if there.issuperset(name.split()))
    assert said_of(text) <= set().union(*called)


# -- phrases


@pytest.mark.parametrize(
    ("phrase", "concept"),
    [
        ("sheet metal", "sheet-metal"),
        ("technical textiles", "technical-textiles"),
        ("medical devices", "medtech"),
        ("technické textilie", "technical-textiles"),
        ("tehnički tekstil", "technical-textiles"),
        ("медицински изделия", "medtech"),
    ],
)
def test_a_phrase_counts_more_whole_than_its_words_one_by_one(phrase: str, concept: str) -> None:
    parts = [evidence(word, concept, linker()) for word in phrase.split()]
    assert evidence(phrase, concept, linker()) > sum(parts)
    assert linker().guess(phrase) == concept


def test_words_of_a_phrase_count_more_side_by_side_than_far_apart() -> None:
    apart = "woven by hand in old houses beside rivers since long ago under one roof: cloth"
    assert evidence("woven cloth", "weaving") > evidence(apart, "weaving")


# -- names


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("weaving", ["weaving"]),
        ("WEAVINGS", ["weaving"]),
        ("woven cloth", ["weaving"]),
        ("cloth, woven", ["weaving"]),
        ("woven cloths", ["weaving"]),
        ("пекара", ["baking"]),
        ("pekarama", ["baking"]),
        ("textile industry", ["textile"]),
    ],
)
def test_a_text_that_is_a_form_of_a_whole_name_names_it(text: str, concepts: list[str]) -> None:
    assert small().names(text) == concepts


@pytest.mark.parametrize(
    "text",
    [
        "woven",
        "cloth",
        "cloth cloth",
        "woven woven",
        "cloth cloths",
        "weaving and more",
        "bakery shipyard",
        "a bakery in Pirot",
        "loom",
        "looms",
        "sourdough",
        "hull",
        "weft and warp",
        "",
        "industry",
    ],
)
def test_neither_a_part_of_a_name_nor_more_than_one_nor_a_clue_is_a_name(text: str) -> None:
    assert small().names(text) == []


@pytest.mark.parametrize("clue", ["lůžkoviny", "krajky", "lacemaking", "ribbons", "vezenje", "дантела", "ricamiamo"])
def test_a_clue_betrays_a_sector_and_never_names_one(clue: str) -> None:
    assert linker().meanings(clue)
    assert linker().names(clue) == []


def test_every_name_of_the_vocabulary_names_its_concept() -> None:
    pairs = [(name, concept) for name, _, concept in vocabulary().words() if len(fold(name).split()) <= 6]
    telling = [(n, c) for n, c in pairs if not linker().tells_nothing(n) and all(len(w) > 3 for w in fold(n).split())]
    assert [pair for pair in telling if pair[1] not in linker().names(pair[0])] == []


@pytest.mark.parametrize(
    ("form", "concept"),
    [
        ("хотели", "hotels"),
        ("хотелите", "hotels"),
        ("hotelima", "hotels"),
        ("водите", "water"),
        ("vodama", "water"),
        ("kožom", "leather"),
        ("sklem", "glass-ceramics"),
        ("čipem", "microelectronics"),
    ],
)
def test_a_form_of_a_name_is_not_taken_for_another_trade(form: str, concept: str) -> None:
    said = linker().names(form)
    assert not said or concept in said


def test_a_form_that_stands_in_a_phrase_of_another_trade_names_its_own() -> None:
    fitting = Concept("fitting", words={"en": ["fitting out shipyards"]}, clues={"en": ["ovens of bakeries"]})
    both = linker_of(Vocabulary([*TRADES.concepts.values(), fitting]))
    for form, concept in (("shipyards", "shipbuilding"), ("bakeries", "baking")):
        assert both.guess(form) == small().guess(form) == concept
        assert both.names(form) == small().names(form)


# -- sure or a guess


def test_one_name_and_nothing_else_is_sure() -> None:
    assert [meaning.sure for meaning in linker().meanings("nameštaja", 1)] == [True]
    assert [meaning.sure for meaning in linker().meanings("Tkalcovna v Náchodě, dodáváme metráž", 1)] == [True]


@pytest.mark.parametrize("text", ["bakery, shipyard", "shipyard and bakery", "bakery ships"])
def test_two_unlike_trades_leave_both_a_guess(text: str) -> None:
    found = small().meanings(text)
    assert {meaning.concept for meaning in found} == {"baking", "shipbuilding"}
    assert not any(meaning.sure for meaning in found)


def test_a_trade_and_the_wider_one_it_belongs_to_are_no_rivals() -> None:
    for text, concepts in (("textile weaving", ["textile", "weaving"]), ("textile knitting", ["knitting", "textile"])):
        found = small().meanings(text)
        assert [meaning.concept for meaning in found] == concepts
        assert [meaning.sure for meaning in found] == [True, False]


@pytest.mark.parametrize("word", ["nábitek", "bakelite", "weasel", "shipment"])
def test_a_word_that_only_begins_like_another_is_never_sure(word: str) -> None:
    by = linker() if word == "nábitek" else small()
    assert [meaning for meaning in by.meanings(word) if meaning.sure] == []


def test_faint_evidence_alone_is_not_told() -> None:
    assert small().meanings("for the bakery of hull", faint=True) != []
    assert small().meanings("baked", faint=True) == small().meanings("baked")


# -- on any text

ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.lists(st.one_of(ANY_WORDING, st.text(max_size=5), st.sampled_from(["pro", "számára", "výroba", ","]))).map(
        " ".join
    ),
)


@given(ANY_TEXT, st.integers(0, 4))
def test_any_text_is_answered_within_bounds(text: str, limit: int) -> None:
    found = linker().meanings(text)
    assert len({meaning.concept for meaning in found}) == len(found)
    assert all(meaning.evidence > 0 for meaning in found)
    assert not any(meaning.sure for meaning in found[1:])
    assert all(meaning.words and all(word in text for word in meaning.words) for meaning in found)
    whole = set(linker().names(text))
    assert whole <= vocabulary().concepts.keys()
    ranks = [(meaning.concept not in whole, -meaning.evidence) for meaning in found]
    assert ranks == sorted(ranks)
    assert linker().meanings(text, limit) == found[:limit]
    assert linker().guess(text) == (found[0].concept if found else None)
    assert linker().meanings(text, faint=True)[: len(found)] == found


LONG = 100_000
RANDOM = random.Random(1)  # noqa: S311
HUGE = {
    "one letter": "a" * LONG,
    "one word": "".join(RANDOM.choices(string.ascii_lowercase, k=LONG)),
    "words": "".join(RANDOM.choices(string.ascii_lowercase + "  ", k=LONG)),
    "names": " ".join(NAMES)[:LONG],
    "compound": "текстил" * (LONG // 7),
    "d before j": "d" * (LONG // 2) + "j" * (LONG // 2),
    "both scripts": "aа" * (LONG // 2),
    "marks": "e" + "\u0301" * LONG,
    "for": "za " * (LONG // 3),
    "initials": "a." * (LONG // 2),
    "lines": "\n" * LONG,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_a_text_of_a_hundred_thousand_letters_is_answered_in_seconds(text: str) -> None:
    begun = time.process_time()
    linker().meanings(text, 3)
    assert time.process_time() - begun < 20


# -- the same answer always

SAMPLE = [
    "livestock",
    "leather",
    "machinery",
    "engineering-services",
    "vehicles",
    "electric-vehicles",
    "textile",
    "furniture",
]


def sampled(ids: list[str]) -> Vocabulary:
    """A few concepts of the bundled vocabulary, in an order."""
    return Vocabulary(map(vocabulary().concepts.__getitem__, ids))


SAMPLE_WORDS = [word for word, _, _ in (*sampled(SAMPLE).words(), *sampled(SAMPLE).clues())]
SOME_TEXTS = st.lists(st.lists(st.sampled_from(SAMPLE_WORDS), min_size=1, max_size=4).map(" ".join), max_size=20)


@cache
def in_order() -> Linker:
    return linker_of(sampled(SAMPLE))


@settings(max_examples=30)
@given(st.permutations(SAMPLE), SOME_TEXTS)
def test_the_order_of_the_concepts_changes_no_answer(ids: list[str], said: list[str]) -> None:
    other = linker_of(sampled(ids))
    for text in [*said, "кожарство", "e-mobilność", "Engineering"]:
        assert other.meanings(text, faint=True) == in_order().meanings(text, faint=True)
        assert other.names(text) == in_order().names(text)


@given(st.lists(ANY_TEXT, max_size=5), ANY_TEXT)
def test_what_was_asked_before_changes_no_answer(before: list[str], text: str) -> None:
    fresh, used = linker_of(TRADES), linker_of(TRADES)
    for asked in [*before, text]:
        used.meanings(asked)
    assert used.meanings(text) == fresh.meanings(text)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The index of an empty catalogue with the bundled vocabulary."""
    folder = tmp_path_factory.mktemp("index")
    program = Clustercli(folder / "home", folder)
    program.write({"data/catalogue.yaml": "title: Empty\n"})
    assert program("load").code == 0
    (path,) = (folder / "home" / "cache" / "clustercli").glob("*.db")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture(scope="module")
def from_index(index: sqlite3.Connection) -> Linker:
    return finding.linker(index)


@pytest.mark.parametrize("name", ["development", "unseen"])
def test_the_index_links_the_labelled_texts_as_memory_does(from_index: Linker, name: str) -> None:
    for labelled in texts(name):
        assert from_index.meanings(labelled.text, faint=True) == linker().meanings(labelled.text, faint=True)


@given(text=ANY_TEXT)
def test_the_index_links_any_text_as_memory_does(from_index: Linker, text: str) -> None:
    assert from_index.meanings(text, faint=True) == linker().meanings(text, faint=True)
    assert from_index.names(text) == linker().names(text)


# -- words of the user's own

OWN = """\
- id: weaving
  words: {en: [weaving]}
- id: baking
  words: {en: [bakery]%s}
  clues: {en: [sourdough%s]}
"""
FIRM = "- {id: own, name: Own, country: RS, sectors: [weaving], offers: [lepinje from our oven]}\n"


@pytest.fixture
def own(clustercli: Clustercli) -> Clustercli:
    """A catalogue with a vocabulary of its own, whose words do not cover all that its firm says."""
    files = {"catalogue.yaml": "title: Own\n", "vocabulary/all.yaml": OWN % ("", ""), "smes/all.yaml": FIRM}
    clustercli.write({f"data/{name}": text for name, text in files.items()})
    time.sleep(0.06)  # a file younger than a tick of the clock is read again anyway
    return clustercli


def suggested(program: Clustercli, text: str) -> list[str]:
    return [row["sector"] for row in program("suggest", text, "--format", "json").json()]


@pytest.mark.parametrize(
    "added",
    [(", sr: [lepinje]", ""), ("", ", lepinje"), (", sr: [лепиње]", "")],
    ids=["word", "clue", "Cyrillic word"],
)
def test_an_added_word_or_clue_is_known_to_the_next_command(own: Clustercli, added: tuple[str, str]) -> None:
    assert suggested(own, "lepinje") == []
    own.write({"data/vocabulary/all.yaml": OWN % added})
    assert suggested(own, "lepinje") == ["baking"]
    assert suggested(own, "pečemo lepinju") == ["baking"]
    own.write({"data/vocabulary/all.yaml": OWN % ("", "")})
    assert suggested(own, "lepinje") == []


def test_an_added_word_is_a_sector_and_an_added_clue_is_none(own: Clustercli) -> None:
    own.write({"data/vocabulary/all.yaml": OWN % (", sr: [lepinje]", ", burek")})
    assert own("list", "smes", "--sector", "lepinja").err.splitlines()[0] == "'lepinja' is read as baking."
    assert own("list", "smes", "--sector", "burek").code == 2


def test_what_records_say_is_linked_anew_by_added_words(own: Clustercli) -> None:
    assert own("search", "bakery", "--format", "json").json() == []
    own.write({"data/vocabulary/all.yaml": OWN % ("", ", lepinje")})
    (row,) = own("search", "bakery", "--format", "json").json()
    assert (row["id"], row["found_in"], row["found_by"]) == ("own", "bakery", "meaning")
