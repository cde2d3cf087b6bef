"""Finding by concept: a word of a trade finds that trade in every language, and says how it was read."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.conftest import Clustercli

# Furniture makers whose records never say so in another language, and what must not be found as one.
RECORDS = """\
- {id: at-kitchens, name: Küchenwelt, country: AT, sectors: [furniture, software]}
- {id: bg-maker, name: Домус, country: BG, sectors: [furniture]}
- {id: cz-maker, name: Nábytek Novák, country: CZ, sectors: [furniture]}
- {id: cz-award, name: Sýrárna, country: CZ, sectors: [dairy], notes: [dříve nábytek]}
- {id: cz-dairy, name: Mlékárna, country: CZ, sectors: [dairy]}
- {id: cz-shut, name: Zavřeno, country: CZ, sectors: [furniture], status: closed}
- {id: de-maker, name: Wohnwelt, country: DE, sectors: [furniture]}
- {id: hu-school, name: Iskola, country: HU, sectors: [dairy], needs: [{concept: furniture, text: padok}]}
- {id: pl-spa, name: Zdrój, country: PL, sectors: [spa]}
- {id: rs-both, name: Кућа, country: RS, sectors: [furniture], offers: [{concept: furniture, text: stolice}]}
- {id: rs-said, name: Kuća sna, country: RS, sectors: [dairy], products: [kuhinjski nameštaj po meri]}
- {id: rs-sawmill, name: Pilana, country: RS, sectors: [sawn-timber]}
- {id: rs-made, name: Kuća mira, country: RS, sectors: [dairy], products: [{concept: furniture, text: stolovi}]}
- {id: bad, name: Bad, country: Nowhere, sectors: [furniture]}
"""
MAKERS = {"bg-maker", "at-kitchens", "cz-maker", "cz-shut", "de-maker", "rs-both", "rs-made", "rs-said"}
WORDS = ["nábytek", "nábytku", "nabytek", "nábytok", "nameštaj", "nameštaja", "намештај", "намештајем", "мебели",
         "мебелите", "furniture", "FURNITURE", "Möbel", "Möbeln", "bútor", "pohištvo", "pohištva", "meble",
         "mobili"]  # fmt: skip


def at(folder_of: pytest.TempPathFactory, name: str, files: dict[str, str]) -> Clustercli:
    """The program in a catalogue of its own."""
    folder = folder_of.mktemp(name)
    program = Clustercli(folder / "home", folder)
    program.write({f"data/{path}": text for path, text in ({"catalogue.yaml": "title: T\n"} | files).items()})
    time.sleep(0.06)  # a file younger than a tick of the clock is read twice
    return program


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """Furniture makers and others, with the bundled vocabulary; nothing is changed."""
    return at(tmp_path_factory, "makers", {"smes/all.yaml": RECORDS})


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The program where the bundled catalogue answers."""
    folder = tmp_path_factory.mktemp("bundled")
    return Clustercli(folder / "home", folder)


def found(program: Clustercli, *arguments: str) -> list[dict[str, Any]]:
    result = program("search", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


# -- search


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_a_sector_finds_it_in_every_language_and_script(makers: Clustercli, word: str) -> None:
    rows = found(makers, word)
    assert set(ids(rows)) >= MAKERS
    assert {row["id"] for row in rows if row["found_by"] == "meaning"} <= MAKERS


def test_those_found_by_word_come_first_and_each_says_how_it_was_found(makers: Clustercli) -> None:
    rows = found(makers, "nábytek")
    how = [(row["id"], row["found_in"], row["found_by"]) for row in rows]
    assert how[:2] == [("cz-maker", "name", "word"), ("cz-award", "notes: dříve nábytek", "word")]
    assert {by for _, _, by in how[2:]} == {"meaning"}
    assert {where for _, where, by in how if by == "meaning"} == {"furniture"}
    assert {id_ for id_, _, _ in how[2:]} == MAKERS - {"cz-maker"}


@pytest.mark.parametrize("word", [*WORDS, "Kuća", "nameštaj kuhinjski", "dairy", "kuhinjski submarine", "CZ"])
def test_each_record_comes_once(makers: Clustercli, word: str) -> None:
    rows = ids(found(makers, *word.split()))
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("first", "later"),
    [("rs-made", "rs-said"), ("bg-maker", "at-kitchens"), ("cz-maker", "rs-made")],
    ids=["confirmed before read so", "who does little else before who does much", "sector before product"],
)
def test_who_answers_better_comes_first(makers: Clustercli, first: str, later: str) -> None:
    rows = ids(found(makers, "Möbel"))
    assert rows.index(first) < rows.index(later)


def test_who_needs_a_thing_is_not_found_by_its_meaning(makers: Clustercli) -> None:
    assert "hu-school" not in ids(found(makers, "Möbel"))
    assert ids(found(makers, "padok"))[0] == "hu-school"


def test_every_format_says_how_a_record_was_found(makers: Clustercli) -> None:
    lines = makers("search", "nábytek", "--format", "csv").out.splitlines()
    assert lines[0] == "id,kind,name,country,found_in,found_by"
    assert [line.rpartition(",")[2] for line in lines[1:3]] == ["word", "word"]
    assert {line.rpartition(",")[2] for line in lines[3:]} == {"meaning"}
    assert "meaning" in makers("search", "nábytek", width=80).out


@pytest.mark.parametrize("limit", range(1, 12))
def test_the_limit_holds_over_both_ways_of_finding(makers: Clustercli, limit: int) -> None:
    assert found(makers, "nábytek", "--limit", str(limit)) == found(makers, "nábytek", "--limit", "1000")[:limit]


@pytest.mark.parametrize("word", ["nábytek", "Möbel", "dairy"])
def test_the_same_question_has_the_same_answer(makers: Clustercli, word: str) -> None:
    assert found(makers, word) == found(makers, word)
    assert found(makers, word) == makers.process("search", word, "--format", "json").json()


TIES = [f"- {{id: {id_}, name: N, country: CZ, sectors: [furniture]}}\n" for id_ in "abcdef"]


def test_ties_keep_their_order_when_a_file_is_edited(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = {f"smes/{n}.yaml": record for n, record in enumerate(TIES)}
    program = at(tmp_path_factory, "ties", {"vocabulary/all.yaml": VOCABULARY, **files})
    before = ids(found(program, "Möbel"))
    assert before == list("abcdef")
    program.write({"data/smes/0.yaml": f"# seen again\n{TIES[0]}"})
    assert ids(found(program, "Möbel")) == before
    assert program("load", "--rebuild").code == 0
    assert ids(found(program, "Möbel")) == before


def test_ties_do_not_hang_on_the_order_of_the_records(tmp_path_factory: pytest.TempPathFactory) -> None:
    one = at(tmp_path_factory, "one", {"vocabulary/all.yaml": VOCABULARY, "smes/all.yaml": "".join(TIES)})
    other = at(tmp_path_factory, "other", {"vocabulary/all.yaml": VOCABULARY, "smes/all.yaml": "".join(TIES[::-1])})
    assert found(one, "Möbel") == found(other, "Möbel")


# -- words that are not known


def test_where_no_word_is_known_the_nearest_is_told_and_answers(makers: Clustercli) -> None:
    result = makers("search", "uzdravišče", "--format", "json")
    assert [(row["id"], row["found_by"]) for row in result.json()] == [("pl-spa", "meaning")]
    assert "'uzdravišče' is no known word of a trade; the nearest is 'zdravilišče', spa." in result.err


@pytest.mark.parametrize("word", ["Домус", "Sýrárna", "at-kitchens", "padok", "sýrárna"])
def test_what_is_found_by_word_asks_for_no_nearest_word(makers: Clustercli, word: str) -> None:
    result = makers("search", word, "--format", "json")
    assert result.json()[0]["found_by"] == "word"
    assert "nearest" not in result.err


def test_a_known_word_is_not_told_as_unknown(makers: Clustercli) -> None:
    assert "nearest" not in makers("search", "Möbel").err


@pytest.mark.parametrize("word", ["xqzxqz", "77777", "((("])
def test_what_nothing_is_like_finds_nothing_and_is_no_failure(makers: Clustercli, word: str) -> None:
    result = makers("search", word, "--format", "json")
    assert (result.code, result.json()) == (0, [])
    assert f"Nothing found for '{word}'." in result.err


@pytest.mark.parametrize("word", ["production", "vývoj", "laboratorija", "производство", "industry", "Industrie"])
def test_a_generic_word_finds_nothing_by_meaning(bundled: Clustercli, word: str) -> None:
    result = bundled("search", word, "--format", "json")
    assert [row["id"] for row in result.json() if row["found_by"] == "meaning"] == []
    assert "nearest" not in result.err


def test_the_real_catalogue_brings_furniture_makers_of_every_country(bundled: Clustercli) -> None:
    rows = found(bundled, "nábytek", "--limit", "100")
    how = [row["found_by"] for row in rows]
    assert how == sorted(how, reverse=True)
    assert {row["country"] for row in rows if row["found_by"] == "meaning"} >= {"CZ", "RS", "BG"}
    assert {"bulgarian-furniture-cluster", "serbian-furniture-cluster", "jela-jagodina"} <= set(ids(rows))


# -- a faulty policy

VOCABULARY = """\
- id: furniture
  words: {en: [furniture], de: [Möbel]}
  clues: {en: [chairs]}
- id: dairy
  words: {en: [dairy]}
"""
POLICIES = {"values": "version: 1\nshare: many\n", "no YAML": "version: [\n", "empty": ""}


@pytest.fixture(scope="module", params=list(POLICIES.values()), ids=list(POLICIES))
def without_policy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """A catalogue whose policy has a fault; nothing is changed."""
    firms = "- {id: maker, name: Wohnwelt, country: DE, sectors: [furniture]}\n"
    firms += "- {id: named, name: Möbel Maier, country: DE, sectors: [dairy]}\n"
    files = {"vocabulary/all.yaml": VOCABULARY, "smes/all.yaml": firms}
    return at(tmp_path_factory, "faulty", {**files, "match.yaml": request.param})


def test_without_a_policy_records_are_found_by_word_alone(without_policy: Clustercli) -> None:
    result = without_policy("search", "Möbel", "--format", "json")
    assert result.code == 0
    assert [(row["id"], row["found_by"]) for row in result.json()] == [("named", "word")]
    assert "in 1 file. See: clustercli check" in result.err


def test_without_a_policy_some_of_the_words_still_find(without_policy: Clustercli) -> None:
    result = without_policy("search", "Wohnwelt", "chairs", "--format", "json")
    assert [(row["id"], row["found_by"]) for row in result.json()] == [("maker", "word")]


def test_without_a_policy_sectors_are_still_recognised(without_policy: Clustercli) -> None:
    assert ids(without_policy("list", "smes", "--sector", "Möbeln", "--format", "json").json()) == ["maker"]
    assert without_policy("suggest", "chairs", "--format", "json").json()[0]["sector"] == "furniture"


# -- --sector

ASKED = [("list", "smes"), ("match",)]


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
@pytest.mark.parametrize("word", ["nábytku", "nábytkem", "nameštaja", "намештаја", "мебелите", "Möbeln", "bútorok"])
def test_an_inflected_sector_is_told_how_it_was_read(makers: Clustercli, command: tuple[str, ...], word: str) -> None:
    result = makers(*command, "--sector", word)
    assert result.code == 0
    assert f"'{word}' is read as furniture." in result.err.splitlines()
    exact = makers(*command, "--sector", "furniture")
    assert result.out == exact.out
    assert "is read as" not in exact.err


@pytest.mark.parametrize("word", ["furniture", "nábytek", "NÁBYTEK", "nabytek", "nameštaj", "намештај", "мебели", "31"])
def test_a_sector_by_its_own_name_is_not_commented(makers: Clustercli, word: str) -> None:
    result = makers("list", "smes", "--sector", word, "--format", "json")
    assert set(ids(result.json())) == MAKERS
    assert "read as" not in result.err


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
@pytest.mark.parametrize("word", ["xqzxqz", "uzdravišče", "nábytek a okna z dubu", "sheet", "vývoj", "laboratory"])
def test_an_unknown_sector_is_refused(makers: Clustercli, command: tuple[str, ...], word: str) -> None:
    result = makers(*command, "--sector", word)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("1 problem in 1 file")
    assert f"\nNo sector recognised in '{word}'" in result.err
    assert "All sectors: clustercli sectors" in result.err


def test_the_nearest_sectors_are_told_with_the_corrected_command(makers: Clustercli) -> None:
    result = makers("list", "smes", "--sector", "uzdravišče")
    assert "No sector recognised in 'uzdravišče'; nearest: spa (banja, lázně, " in result.err
    assert "  clustercli list smes --sector spa" in result.err.splitlines()


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
@pytest.mark.parametrize(
    ("clue", "sector"),
    [("lůžkoviny", "home-textiles"), ("lacemaking", "textile"), ("krajky", "textile"), ("ricamiamo", "textile")],
)
def test_a_clue_is_never_taken_for_a_sector(
    makers: Clustercli, command: tuple[str, ...], clue: str, sector: str
) -> None:
    result = makers(*command, "--sector", clue)
    assert (result.code, result.out) == (2, "")
    assert f"No sector recognised in '{clue}'; nearest: {sector} (" in result.err


@pytest.mark.parametrize(
    "word", ["industry", "industrija", "modern", "velký", "mali", "kupec", "innovative", "vývoje", "development"]
)
def test_a_generic_word_is_no_sector(makers: Clustercli, word: str) -> None:
    result = makers("list", "smes", "--sector", word)
    assert "is read as" not in result.err
    assert result.code == 2
    assert f"No sector recognised in '{word}'" in result.err


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_an_empty_sector_is_wrong_use(makers: Clustercli, command: tuple[str, ...]) -> None:
    assert makers(*command, "--sector", " ").code == 2
