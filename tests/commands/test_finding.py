"""list, show, search and sectors, as a person at a cluster association uses them."""

from __future__ import annotations

import pytest

from tests.conftest import Clustercli


def ids(result_rows: list[dict[str, str]]) -> list[str]:
    return [row["id"] for row in result_rows]


@pytest.mark.parametrize("word", ["sme", "smes", "SMEs", "firm", "firms", "company", "companies"])
def test_kinds_are_accepted_in_singular_and_plural(small: Clustercli, word: str) -> None:
    assert ids(small("list", word, "--format", "json").json()) == ["mileta", "sivara"]


def test_an_unknown_kind_is_told_with_the_nearest(small: Clustercli) -> None:
    result = small("list", "klusters")
    assert result.code == 2
    assert result.err.splitlines() == [
        "Unknown kind of record 'klusters'; did you mean clusters?",
        "Kinds: clusters, smes, institutions, projects, platforms, documents, programmes, schemes",
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--country", "RS"], ["sivara"]),
        (["--country", "Srbsko"], ["sivara"]),
        (["--country", "Србија"], ["sivara"]),
        (["--country", "RS,CZ"], ["mileta", "sivara"]),
        (["-c", "RS", "-c", "cz"], ["mileta", "sivara"]),
        (["--sector", "oděvy"], ["sivara"]),
        (["--sector", "текстил"], ["mileta"]),
        (["--sector", "13.2"], ["mileta"]),
        (["--text", "cotton cloth"], ["mileta"]),
        (["--text", "Шивара"], ["sivara"]),
        (["--limit", "1"], ["mileta"]),
        (["--status", "closed"], []),
    ],
    ids=" ".join,
)
def test_list_meets_all_conditions(small: Clustercli, options: list[str], found: list[str]) -> None:
    assert ids(small("list", "smes", *options, "--format", "json").json()) == found


def test_projects_are_found_by_the_countries_of_their_partners(small: Clustercli) -> None:
    for country in ("CZ", "RS"):
        assert ids(small("list", "projects", "--country", country, "--format", "json").json()) == ["bridge"]
    assert small("list", "projects", "--country", "SK", "--format", "json").json() == []


def test_nothing_found_is_no_failure(small: Clustercli) -> None:
    result = small("list", "smes", "--status", "closed", "--format", "csv")
    assert result.code == 0
    assert result.out.splitlines() == ["id,name,country,city,sectors,size,status"]
    assert "No firm meets all conditions. There are 2 firms in all." in result.err


def test_json_has_the_names_of_the_csv_columns_with_id_first(small: Clustercli) -> None:
    for command in (["list", "smes"], ["list", "projects"], ["search", "Niš"], ["sectors"]):
        header = small(*command, "--format", "csv").out.splitlines()[0].split(",")
        rows = small(*command, "--format", "json").json()
        assert list(rows[0]) == header
        assert header[0] == "id"


def test_show_gives_one_object(small: Clustercli) -> None:
    record = small("show", "sivara", "--format", "json").json()
    assert list(record)[:3] == ["id", "name", "name_languages"]
    assert record["needs"] == [{"concept": "fabrics", "text": "woven cotton"}]


def test_show_of_an_organisation_tells_its_projects_and_members(small: Clustercli) -> None:
    lines = small("show", "clutex").out.splitlines()
    assert "Projects       lead: The Bridge [bridge], June 2016 - November 2016" in lines
    assert "Members here   Mileta [mileta]" in lines
    assert "File           data/clusters/all.yaml:1" in lines
    roles = small("show", "clutex", "--format", "json").json()["projects"]
    assert [(role["project"], role["role"]) for role in roles] == [("bridge", "lead")]


def test_show_says_which_end_of_a_project_is_not_known(small: Clustercli) -> None:
    small.write(
        {
            "data/projects/ends.yaml": "".join(
                f"- {{id: p-{edge}, name: {edge}, {edge}: 2015, partners: [{{organisation: clutex, role: lead}}]}}\n"
                for edge in ("start", "end")
            )
        }
    )
    out = small("show", "clutex").out
    assert "lead: end [p-end], unknown - 2015" in out
    assert "lead: start [p-start], 2015 - unknown" in out


def test_both_budgets_of_clustercoop_are_shown_with_their_sources(clustercli: Clustercli) -> None:
    text = " ".join(clustercli("show", "clustercoop").out.split())
    assert "Budget 2,053,050 EUR (total) - ClusterCOOP, CENTRAMO (presentation of CzechInvest)" in text
    assert "disputed: 2,153,000 EUR (total) - grantseurope.eu" in text


def test_an_unknown_id_is_told_with_the_nearest(small: Clustercli) -> None:
    result = small("show", "milet")
    assert result.code == 4
    assert result.err.splitlines() == ["No record 'milet'.", "  Nearest: mileta", "  clustercli search milet"]


def test_a_record_with_a_fault_is_told_with_its_place(small: Clustercli) -> None:
    small.write({"data/smes/bad.yaml": "id: bad\nname: Bad\ncountry: Nowhere\nsectors: [fabrics]\n"})
    result = small("show", "bad")
    assert result.code == 3
    assert "The record 'bad' has a fault: data/smes/bad.yaml:1" in result.err


@pytest.mark.parametrize("spellings", [("Niš", "Nis", "Ниш", "NIŠ"), ("Šivara", "Шивара", "sivara")])
def test_every_spelling_finds_the_same_records(small: Clustercli, spellings: tuple[str, ...]) -> None:
    found = [small("search", spelling, "--format", "json").json() for spelling in spellings]
    assert ids(found[0])
    assert all(rows == found[0] for rows in found)


@pytest.mark.parametrize(
    ("spellings", "wanted"),
    [
        (("Ниш", "nis", "Niš"), "cluster-house"),
        (("Dundjer", "Dunđer", "Дунђер"), "dundjer"),
        (("Средногорие", "Srednogorie", "srednogorie"), "srednogorie-med"),
    ],
    ids=["Niš", "Dunđer", "Srednogorie"],
)
def test_the_real_catalogue_is_found_in_every_spelling(
    clustercli: Clustercli, spellings: tuple[str, ...], wanted: str
) -> None:
    found = [
        ids(clustercli("search", spelling, "--limit", "1000", "--format", "json").json()) for spelling in spellings
    ]
    assert wanted in found[0]
    assert all(rows == found[0] for rows in found)


def test_a_lodz_is_found_without_its_strokes(small: Clustercli) -> None:
    small.write({"data/smes/lodz.yaml": "id: klaster-l\nname: Klaster Łódź\ncountry: PL\nsectors: [apparel]\n"})
    assert ids(small("search", "Lodz", "--format", "json").json()) == ["klaster-l"]


def test_a_name_comes_before_a_mention(small: Clustercli) -> None:
    small.write(
        {
            "data/smes/a.yaml": "id: a-mention\nname: Other\ncountry: SK\nsectors: [apparel]\n"
            "description: buys from Mileta and sells to Mileta\n"
        }
    )
    assert ids(small("search", "Mileta", "--format", "json").json())[0] == "mileta"


def test_search_says_where_the_words_stand(small: Clustercli) -> None:
    row, *by_meaning = small("search", "seamstresses", "--format", "json").json()
    assert (row["id"], row["found_in"], row["found_by"]) == ("mileta", "needs: seamstresses to order", "word")
    assert [(hit["id"], hit["found_in"], hit["found_by"]) for hit in by_meaning] == [
        ("sivara", "contract sewing", "meaning"),
        ("facts", "apparel", "meaning"),
    ]


def test_words_of_which_no_record_has_all_find_those_with_some(small: Clustercli) -> None:
    result = small("search", "mileta", "seamstresses", "submarine", "--format", "json")
    assert ids(result.json())[-1] == "mileta"
    assert [row["found_by"] for row in result.json()][-1] == "word"
    assert "No record has all the words" in result.err


@pytest.mark.parametrize(
    "text", ['"', "*", "NEAR(", "AND", "a.s.", "clusters-cord", "name:", "(", "^x", "''", "-", "   "]
)
def test_search_takes_any_text(small: Clustercli, text: str) -> None:
    result = small("search", text)
    assert result.code == 0
    assert "fault" not in result.err


def test_sectors_shows_the_tree_with_words_and_use(small: Clustercli) -> None:
    rows = {row["id"]: row for row in small("sectors", "--format", "json").json()}
    assert rows["fabrics"]["parent"] == "textile"
    assert rows["fabrics"]["records"] == 3
    assert "tkanina" in rows["fabrics"]["sr"]
    below = small("sectors", "tekstil", "--format", "json").json()
    assert {"textile", "fabrics", "technical-textiles", "nanofibres"} <= set(ids(below)) < set(rows)


def test_the_overview_says_what_there_is_and_what_to_try(small: Clustercli) -> None:
    result = small()
    assert result.code == 0
    assert "2 clusters · 2 firms · 1 institution · 1 project · 2 countries" in result.out
    assert "clustercli match --sector textile --country RS" in result.out


@pytest.mark.parametrize(
    ("word", "id_", "place"),
    [
        ("ISO 9001", "tkalcovna", "certificates: ISO 9001"),
        ("00177041", "tkalcovna", "identifiers: 00177041"),
        ("Mileta Holding", "tkalcovna", "corporate_group: Mileta Holding"),
        ("Kuća klastera", "katalog", "operator: Kuća klastera"),
    ],
)
def test_what_tells_a_record_apart_is_found_beside_its_texts(
    clustercli: Clustercli, word: str, id_: str, place: str
) -> None:
    clustercli.write({
        "data/catalogue.yaml": "title: Own\n",
        "data/smes/cz.yaml": "{id: tkalcovna, name: Tkalcovna, country: CZ, sectors: [fabrics],"
        " certificates: [ISO 9001], identifiers: {cz-ico: 00177041}, corporate_group: Mileta Holding}\n",
        "data/platforms/all.yaml": "{id: katalog, name: Katalog, operator: Kuća klastera}\n",
    })  # fmt: skip
    (hit, *_) = clustercli("search", word, "--format", "json").json()
    assert (hit["id"], hit["found_in"]) == (id_, place)


@pytest.mark.parametrize("word", ["Srbsko", "Србија", "RS"])
def test_without_a_kind_the_records_of_all_kinds_are_listed(small: Clustercli, word: str) -> None:
    rows = small("list", "--country", word, "--format", "json").json()
    assert [(row["id"], row["kind"]) for row in rows] == [
        ("facts", "cluster"),
        ("sivara", "sme"),
        ("bridge", "project"),
    ]
    assert small("list", "--country", word, "--limit", "2", "--format", "json").json() == rows[:2]
    nothing = small("list", "--country", word, "--status", "closed")
    assert nothing.err == "No record meets all conditions. There are 6 records in all.\n"


def test_a_table_says_dates_that_not_everybody_can_read(small: Clustercli) -> None:
    programme = "{id: aid, name: Aid, period: 2004~/}\n"
    small.write({"data/programmes/aid.yaml": programme, "data/programmes/cbc.yaml": "{id: cbc, name: C, period: 2007}"})
    assert [row["period"] for row in small("list", "programmes", "--format", "json").json()] == ["2004~/", "2007"]
    table = small("list", "programmes", "--format", "markdown").out
    assert "| about 2004 - unknown |" in table
    assert "| 2007 |" in table
