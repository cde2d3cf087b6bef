"""show, conflicts and sources: who says what, what rests on whom, what is dead, and how old it is."""

from __future__ import annotations

import pytest

from tests.conftest import Clustercli

SOURCES = """\
news: {title: News of the association, url: https://nca.example/news, accessed: 2026-11}
page: {title: Project page, url: https://old.example/page, dead: 2026-10}
unused: {title: Nobody needs it}
"""
CITED = """\
- id: alfa
  name: Alfa
  country: CZ
  sectors: [fabrics]
  founded: 2006
  city: Liberec
  employees: 40
  website: https://alfa.example/
  sources: {record: [https://register.example/alfa, news], employees: [page]}
  checked: 2026-03-22
  disputed:
    founded: [{value: 2006, source: news}, {value: 2016, source: https://typo.example/x, note: a typing error}]
    city: [{value: Brno, source: news}]
    size: [{value: small, source: page}]
  dead_links:
    - {url: "http://alfa.example", state: foreign, seen: 2026-11}
    - {url: https://register.example/alfa, state: gone, seen: 2026-11-01}
- id: beta
  name: Београд Текстил
  country: RS
  sectors: [fabrics]
  city: Beograd
  sources: [news]
  checked: 2026-11
- id: gama
  name: Gama
  country: RS
  sectors: [fabrics]
  sources: [https://one.example/a, https://www.one.example/b]
- id: delta
  name: Delta
  country: BG
  sectors: [fabrics]
"""
DATED = """\
id: way
name: The Way
sources: [news, page]
milestones:
  - {date: 2016-10-13, title: Forum in Niš, kind: forum, place: Niš, sources: [news]}
  - {date: 2016-11-02, title: Forum in Prague, kind: forum, place: Praha}
disputed:
  milestones:
    - {value: [{date: 2016-10-13/2016-10-14, title: The forum in Niš}], source: page, note: two days}
"""


@pytest.fixture
def cited(clustercli: Clustercli) -> Clustercli:
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Cited\n",
            "data/sources.yaml": SOURCES,
            "data/smes/all.yaml": CITED,
            "data/projects/way.yaml": DATED,
        }
    )
    return clustercli


def test_a_disputed_value_names_its_own_sources_and_those_of_the_others(cited: Clustercli) -> None:
    lines = cited("show", "alfa").out.splitlines()
    at = lines.index("Founded        2006 - News of the association [2]")
    assert lines[at + 1] == "               disputed: 2016 - typo.example [4] (a typing error)"


def test_where_nobody_is_named_for_a_value_the_rest_of_the_sources_is(cited: Clustercli) -> None:
    lines = cited("show", "alfa").out.splitlines()
    at = lines.index("City           Liberec - register.example [1]")  # the only one left
    assert lines[at + 1] == "               disputed: Brno - News of the association [2]"
    cited.write({"data/smes/more.yaml": MANY})
    assert "City           Sofia - the other sources" in cited("show", "many").out.splitlines()


MANY = """\
id: many
name: Many
country: BG
sectors: [fabrics]
city: Sofia
sources: [https://a.example, https://b.example]
disputed: {city: [{value: Plovdiv, source: https://c.example}], name: [{value: Manny, source: https://c.example}]}
"""


def test_show_has_the_level_of_a_label_and_the_address_of_a_listing(cited: Clustercli) -> None:
    cited.write(
        {
            "data/clusters/c.yaml": "id: c\nname: C\ncountry: CZ\nsectors: [fabrics]\n"
            "labels: [{scheme: Excellence, level: gold, awarded: 2014}]\n"
            "listed_in: [{system: Portal, url: https://portal.example/c, last_seen: 2021-02}]\n"
        }
    )
    lines = cited("show", "c").out.splitlines()
    assert "Labels         Excellence: level gold, awarded 2014" in lines
    assert "Listed in      Portal: url https://portal.example/c, last seen February 2021" in lines


def test_a_site_is_all_its_pages_and_an_address_one_of_them(cited: Clustercli) -> None:
    cited.write(
        {
            "data/smes/site.yaml": "".join(
                f"- {{id: {id_}, name: N, country: CZ, sectors: [fabrics], sources: ['{url}']}}\n"
                for id_, url in {"home": "https://www.s.example/", "page": "https://s.example/page"}.items()
            )
        }
    )
    sites = cited("sources", "--by", "site", "--format", "json").json()
    assert next(row["records"] for row in sites if row["site"] == "s.example") == 2
    for word, ids in {"s.example": ["home", "page"], "https://www.s.example": ["home"]}.items():
        assert [row["id"] for row in cited("sources", word, "--format", "json").json()] == ids


def test_the_screen_of_sources_says_since_when_a_link_is_dead(cited: Clustercli) -> None:
    out = cited("sources", width=120).out
    assert "Project page [page] (dead since October 2026)" in out
    assert "https://register.example/alfa (dead since 1 November 2026)" in out


def test_a_disputed_name_and_a_field_that_only_others_know_are_shown(cited: Clustercli) -> None:
    assert "Size           disputed: small - Project page [3]" in cited("show", "alfa").out.splitlines()
    cited.write({"data/smes/more.yaml": MANY})
    lines = cited("show", "many").out.splitlines()
    at = lines.index("Name           Many - the other sources")
    assert lines[at + 1] == "               disputed: Manny - c.example [3]"


def test_the_source_of_a_field_stands_by_its_number(cited: Clustercli) -> None:
    lines = cited("show", "alfa").out.splitlines()
    assert "Employees      40 [3]" in lines
    at = next(i for i, line in enumerate(lines) if line.startswith("Sources [1]"))
    assert lines[at : at + 6] == [
        "Sources [1]    https://register.example/alfa",
        "               (dead since 1 November 2026)",
        "        [2]    News of the association [news], https://nca.example/news",
        "        [3]    Project page [page], https://old.example/page",
        "               (dead since October 2026)",
        "        [4]    https://typo.example/x",
    ]


def test_sources_have_no_numbers_where_nothing_refers_to_them(cited: Clustercli) -> None:
    assert "Sources        https://one.example/a" in cited("show", "gama").out.splitlines()


def test_a_link_that_leads_elsewhere_is_marked_where_it_is_shown(cited: Clustercli) -> None:
    screen = cited("show", "alfa").out
    expected = "https://alfa.example/ (foreign content by now, not to be trusted, seen November 2026)"
    assert expected in " ".join(screen.split())


@pytest.mark.parametrize(
    ("id_", "said"),
    [("alfa", "22 March 2026 (8 months ago)"), ("beta", "November 2026 (this month)"), ("gama", "never")],
)
def test_the_age_of_a_record_is_said(cited: Clustercli, id_: str, said: str) -> None:
    assert f"Checked        {said}" in cited("show", id_).out.splitlines()


def test_milestones_name_their_sources(cited: Clustercli) -> None:
    text = " ".join(cited("show", "way").out.split())
    assert "13 October 2016: Forum in Niš (Niš) [1]" in text
    assert "disputed: 13-14 October 2016: The forum in Niš - Project page [2] (two days)" in text


# -- conflicts


def test_conflicts_lists_each_value_that_differs_with_who_says_what(cited: Clustercli) -> None:
    rows = cited("conflicts", "--format", "json").json()
    told = [(r["id"], r["field"], r["value"], r["said_by"], r["basis"], r["other_value"], r["other_said_by"])
            for r in rows[:-1]]  # fmt: skip
    register = "https://register.example/alfa"
    assert told == [
        ("alfa", "city", "Liberec", [register], "rest", "Brno", "news"),
        ("alfa", "founded", "2006", ["news"], "stated", "2016", "https://typo.example/x"),
        ("alfa", "size", None, [], "", "small", "page"),
    ]
    assert rows[1]["note"] == "a typing error"


def test_of_a_list_only_what_the_other_source_means_is_shown(cited: Clustercli) -> None:
    (row,) = cited("conflicts", "projects", "--format", "json").json()
    assert [entry["place"] for entry in row["value"]] == ["Niš"]
    assert row["said_by"] == ["news"]
    assert row["other_value"] == [{"date": "2016-10-13/2016-10-14", "title": "The forum in Niš"}]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["smes"], ["alfa"] * 3),
        (["way"], ["way"]),
        (["way", "firms"], ["alfa"] * 3 + ["way"]),
        (["--country", "Česko"], ["alfa"] * 3),
        (["--field", "city"], ["alfa"]),
        (["--country", "RS"], []),
        (["beta"], []),
    ],
    ids=" ".join,
)
def test_conflicts_of_some_records(cited: Clustercli, words: list[str], found: list[str]) -> None:
    result = cited("conflicts", *words, "--format", "json")
    assert [row["id"] for row in result.json()] == found
    assert result.code == 0
    assert ("No two sources disagree there" in result.err) == (not found)


def test_conflicts_on_a_terminal_stand_below_each_other(cited: Clustercli) -> None:
    assert cited("conflicts", "alfa", width=80).out == (
        "Alfa (sme, CZ)  alfa\n"
        "  city             Liberec - register.example\n"
        "                   or: Brno - News of the association\n"
        "  founded          2006 - News of the association\n"
        "                   or: 2016 - typo.example (a typing error)\n"
        "  size             not given\n"
        "                   or: small - Project page\n\n"
    )


def test_two_pages_of_one_site_are_told_apart(cited: Clustercli) -> None:
    cited.write({"data/smes/more.yaml": MANY.replace("a.example, https://b.example", "c.example/about")})
    assert (
        "Sofia - c.example/about\n                   or: Plovdiv - c.example\n"
        in cited("conflicts", "many", width=80).out
    )


def test_an_unknown_field_or_record_is_told_with_the_nearest(cited: Clustercli) -> None:
    wrong = cited("conflicts", "--field", "citty")
    assert (wrong.code, wrong.err.splitlines()[0]) == (2, "Unknown field 'citty'; did you mean city?")
    missing = cited("conflicts", "alfe")
    assert missing.code == 4
    assert missing.err.splitlines()[:2] == ["No record 'alfe'.", "  Nearest: alfa"]


# -- sources


def test_sources_are_counted_by_what_rests_on_them(cited: Clustercli) -> None:
    rows = {row["source"]: row for row in cited("sources", "--format", "json").json()}
    counts = ("records", "alone", "record_level", "field_level", "entry_level", "claims")
    assert {source: tuple(row[name] for name in counts) for source, row in rows.items()} == {
        "news": (3, 1, 3, 1, 1, 1),
        "page": (2, 0, 1, 1, 0, 2),
        "https://register.example/alfa": (1, 0, 1, 0, 0, 0),
        "https://one.example/a": (1, 0, 1, 0, 0, 0),
        "https://www.one.example/b": (1, 0, 1, 0, 0, 0),
        "https://typo.example/x": (0, 0, 0, 0, 0, 1),
        "unused": (0, 0, 0, 0, 0, 0),
    }
    assert rows["page"]["dead"] == "since 2026-10"
    assert rows["https://register.example/alfa"]["dead"] == "since 2026-11-01"
    assert rows["news"]["dead"] == ""
    assert next(iter(rows)) == "news"


def test_what_rests_on_one_alone_or_on_none(cited: Clustercli) -> None:
    def alone(*options: str) -> list[tuple[str, str]]:
        rows = cited("sources", "--alone", *options, "--format", "json").json()
        return [(row["id"], row["source"]) for row in rows]

    assert alone() == [("delta", ""), ("beta", "news")]
    assert alone("--by", "site") == [("delta", ""), ("beta", "nca.example"), ("gama", "one.example")]
    assert alone("--country", "RS") == [("beta", "news")]


def test_a_site_counts_its_pages_together(cited: Clustercli) -> None:
    rows = {row["site"]: row for row in cited("sources", "--by", "site", "--format", "json").json()}
    assert rows["one.example"] == {
        "site": "one.example", "sources": 2, "records": 1, "alone": 1, "claims": 0, "dead": 0
    }  # fmt: skip
    assert rows["old.example"]["dead"] == 1


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("page", {"alfa": ["employees", "disputed: size"], "way": ["record", "disputed: milestones"]}),
        ("one.example", {"gama": ["record"]}),
        ("http://register.example/alfa/", {"alfa": ["record"]}),
        ("unused", {}),
    ],
)
def test_who_uses_a_source_and_for_what(cited: Clustercli, source: str, found: dict[str, list[str]]) -> None:
    rows = cited("sources", source, "--format", "json").json()
    assert {row["id"]: row["parts"] for row in rows} == found


def test_an_unknown_source_is_told_with_the_nearest(cited: Clustercli) -> None:
    result = cited("sources", "pagee")
    assert (result.code, result.out) == (4, "")
    assert result.err.splitlines()[:2] == ["No record names the source 'pagee'.", "  Nearest: page"]


@pytest.mark.parametrize("width", [0, 80])
@pytest.mark.parametrize("command", [["show", "evil"], ["conflicts"], ["sources"], ["sources", "--alone"], ["due"]])
def test_no_word_of_a_file_acts_on_a_terminal(cited: Clustercli, command: list[str], width: int) -> None:
    cited.write({"data/smes/evil.yaml": EVIL, "data/sources.yaml": SOURCES + EVIL_SOURCE})
    assert cited("check").code == 0  # a contact is past its time
    result = cited(*command, width=width)
    assert "evil" in result.out
    assert {"\x1b", "\x07", "\u202e"}.isdisjoint(result.out + result.err)


EVIL = r"""
id: evil
name: "evil \e[31m \u202e[bold]x[/]"
country: BG
sectors: [fabrics]
website: https://evil.example
sources: {city: [evil-page], record: [evil-page]}
city: "S\e[2J"
checked: 2020
contacts: [{role: "office \a\e]0;x\a", purpose: "\a", delete_after: 2020}]
disputed: {city: [{value: "evil \e[2J\u202e", source: "https://x.example/\e[2J", note: "n\e[2J"}]}
dead_links: [{url: https://evil.example, state: gone, seen: 2026, note: "evil \e[2J"}]
"""
EVIL_SOURCE = 'evil-page: {title: "evil \\e[31m\\u202e", url: https://evil.example, dead: 2026, note: "\\e[2J"}\n'


# -- age


def test_every_listing_of_records_takes_age_as_its_last_column(cited: Clustercli) -> None:
    rows = cited("list", "smes", "--age", "--format", "json").json()
    assert [(row["id"], row["checked"]) for row in rows] == [
        ("alfa", "2026-03-22"), ("beta", "2026-11"), ("delta", ""), ("gama", "")
    ]  # fmt: skip
    assert list(rows[0])[-1] == "checked"
    for command in (["search", "Beograd"], ["conflicts"], ["timeline", "way"]):
        header = cited(*command, "--age", "--format", "csv").out.splitlines()[0]
        assert header.endswith(",checked"), command
        assert "checked" not in cited(*command, "--format", "csv").out.splitlines()[0]
    header = cited("match", "alfa", "--age", "--format", "csv").out.splitlines()[0]
    assert header.endswith(",organisation_checked,partner_checked")


def test_on_a_terminal_the_age_stays_while_other_columns_go(cited: Clustercli) -> None:
    for command in (["list", "smes"], ["search", "Beograd"], ["conflicts"]):
        lines = cited(*command, "--age", width=60).out.splitlines()
        assert lines[0].rstrip().endswith("checked"), command
    assert "never" in cited("list", "smes", "--age", width=60).out


def test_commands_without_records_have_no_age(cited: Clustercli) -> None:
    assert cited("sectors", "--age").code == 2
    assert "no age" in cited("gaps", "--country", "RS", "--age", "--format", "csv").err
