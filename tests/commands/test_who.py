"""`who`: what an organisation did, from every kind of record that names it, in order of time."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clustercli.records import dates
from clustercli.timeline.roles import Role, in_time, when
from tests.conftest import Clustercli

if TYPE_CHECKING:
    from collections.abc import Sequence

ORGANISATIONS = """\
- id: agency
  name: {en: Agency of Niš, sr-Cyrl: Агенција Ниш}
  acronym: ANI
  renamed_from: old-agency
  country: RS
  member_of: [league]
  same_as: agency-too
  functions:
    - {function: contact point for clusters, of: bridge, country: CZ, period: 2015/2017, note: by contract}
    - innovation office
- {id: league, name: League, country: RS}
- {id: agency-too, name: Agency too, country: RS}
- {id: former, name: Former Bureau, country: RS, successor: agency, status: closed}
- {id: nobody, name: Nobody, country: RS}
- {id: guild, name: Guild, country: RS, member_of: [agency], different_from: agency}
"""
PROJECTS = """\
- id: bridge
  name: The Bridge
  start: 2016-06
  end: 2016-11
  status: closed
  partners: [{organisation: agency, role: lead, note: pays for it}, {organisation: agency, role: associated}]
- id: plan
  name: The Plan
  start: 2028
  status: planned
  programme: agency
  partners: [{organisation: agency, role: partner}]
- {id: undated, name: Undated, partners: [{organisation: agency, role: observer}]}
- {id: by-name, name: By Name, partners: [{name: АГЕНЦИЈА Ниш, country: RS, role: partner}]}
"""
OTHERS = {
    "platforms": "- {id: portal, name: Portal, operator: agency, launched: 2012-05, ended: 2019}\n"
    "- {id: site, name: Site, operator: [nobody-known, Agency of Niš], launched: 2013}\n",
    "documents": "- id: paper\n  name: Paper\n  kind: study\n  date: 2015-09-02\n  about: [agency]\n"
    "  parties: [{organisation: agency, role: author}, {organisation: league}]\n"
    "- {id: letter, name: Letter, date: 2016, parties: [guild]}\n",
    "programmes": "- {id: money, name: Money, funder: [agency], period: 2014/2020}\n",
    "schemes": "- {id: medal, name: Medal, awarded_by: agency}\n",
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """An agency with a role in a record of every kind; nothing is changed."""
    folder = tmp_path_factory.mktemp("many")
    program = Clustercli(folder / "home", folder)
    program.write({
        "data/catalogue.yaml": "title: Many\n",
        "data/institutions/all.yaml": ORGANISATIONS,
        "data/projects/all.yaml": PROJECTS,
        **{f"data/{kind}/all.yaml": text for kind, text in OTHERS.items()},
    })  # fmt: skip
    assert program("check").code == 0
    return program


def roles(program: Clustercli, word: str) -> list[dict[str, Any]]:
    result = program("who", word, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def said(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["date"], row["role"], row["id"]) for row in rows]


def test_every_kind_of_record_tells_its_roles_in_order_of_time_and_undated_ones_last(many: Clustercli) -> None:
    assert said(roles(many, "agency")) == [
        ("2012-05/2019", "operator", "portal"),
        ("2014/2020", "funder", "money"),
        ("2015/2017", "contact point for clusters", "bridge"),
        ("2015-09-02", "author", "paper"),
        ("2015-09-02", "subject", "paper"),
        ("2016-06/2016-11", "lead", "bridge"),
        ("2016-06/2016-11", "associated", "bridge"),
        ("2028/", "partner", "plan"),
        ("", "observer", "undated"),
        ("", "successor", "former"),
        ("", "awards it", "medal"),
        ("", "member", "league"),
        ("", "innovation office", ""),
    ]


def test_a_role_says_its_kind_its_detail_its_status_and_where_it_stands(many: Clustercli) -> None:
    rows = {row["role"]: row for row in roles(many, "agency")}
    lead = rows["lead"]
    assert (lead["kind"], lead["name"], lead["detail"], lead["status"], lead["field"]) == (
        "project", "The Bridge", "pays for it", "closed", "partners",
    )  # fmt: skip
    assert (lead["when"], lead["earliest"], lead["latest"]) == ("June - November 2016", "2016-06-01", "2016-11-30")
    assert rows["contact point for clusters"]["detail"] == "CZ; by contract"
    assert rows["partner"]["status"] == "planned"
    assert (rows["partner"]["latest"], rows["observer"]["when"]) == ("", "undated")


def test_a_text_that_looks_like_the_id_but_may_mean_no_organisation_is_no_role(many: Clustercli) -> None:
    assert [row["role"] for row in roles(many, "agency") if row["id"] == "plan"] == ["partner"]


def test_a_party_without_a_role_is_a_party(many: Clustercli) -> None:
    assert said(roles(many, "league")) == [("2015-09-02", "party", "paper")]


def test_a_party_given_by_its_id_alone_is_told_once(many: Clustercli) -> None:
    assert said(roles(many, "guild"))[0] == ("2016", "party", "letter")
    assert [role for _, role, _ in said(roles(many, "guild"))].count("party") == 1


@pytest.mark.parametrize("word", ["ANI", "Агенција Ниш", "agencija nis", "old-agency"])
def test_an_organisation_is_found_by_name_short_name_and_former_id(many: Clustercli, word: str) -> None:
    assert said(roles(many, word)) == said(roles(many, "agency"))


def test_what_is_near_but_no_role_is_told_beside(many: Clustercli) -> None:
    result = many("who", "agency", "--format", "csv")
    assert "1 record here says that it is a member of it: clustercli show agency" in result.err
    assert "agency-too is the same organisation, with roles of its own: clustercli who agency-too" in result.err
    assert "Not shown, since its name stands there without its id: by-name" in result.err
    assert "agency is the same organisation" in many("who", "agency-too").err


def test_an_organisation_without_a_role_gets_a_header_and_a_way_on(many: Clustercli) -> None:
    result = many("who", "nobody", "--format", "csv")
    assert (result.code, len(result.out.splitlines())) == (0, 1)
    assert "No record gives nobody a role" in result.err
    assert "  clustercli show nobody" in result.err
    assert roles(many, "nobody") == []


def test_a_project_is_no_organisation(many: Clustercli) -> None:
    result = many("who", "bridge")
    assert (result.code, result.out) == (2, "")
    assert "'bridge' is a project" in result.err
    assert "clustercli show bridge" in result.err


def test_an_unknown_one_names_the_nearest(many: Clustercli) -> None:
    result = many("who", "agenci")
    assert (result.code, result.out) == (4, "")
    assert "agency" in result.err


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("word", ["agency", "former"])
def test_the_screen_holds_every_role_and_fits(many: Clustercli, word: str, width: int) -> None:
    result = many("who", word, width=width)
    assert [line for line in result.out.splitlines() if cell_len(line) > width] == []
    shown = result.out.replace("[", " ").split()
    for row in roles(many, word):
        assert set(f"{row['role']} {row['name']}".split()) <= set(shown)


def test_the_screen_says_what_is_planned_closed_and_undated(many: Clustercli) -> None:
    result = many("who", "agency", width=120)
    assert "The Plan [plan], project; planned" in result.out
    assert "The Bridge [bridge], project; closed; pays for it" in result.out
    assert "undated" in result.out
    assert "13 roles, 5 of them undated" in result.err


def test_show_names_the_same_projects_as_who(clustercli: Clustercli) -> None:
    shown = clustercli("show", "siea-sk", "--format", "json").json()["projects"]
    held = [row for row in roles(clustercli, "siea") if (row["kind"], row["field"]) == ("project", "partners")]
    assert len(shown) > 1
    assert sorted((r["project"], r["role"]) for r in shown) == sorted((r["id"], r["role"]) for r in held)
    assert [set(row) for row in shown] == [{"project", "name", "acronym", "role", "start", "end"}] * len(shown)


def test_every_partner_and_party_of_the_bundled_catalogue_is_found_by_who(clustercli: Clustercli) -> None:
    clustercli("export", "--out", "lists")
    with (clustercli.folder / "lists" / "partners.csv").open(encoding="utf-8", newline="") as file:
        partners = [row for row in csv.DictReader(file) if row["organisation"]]
    assert len(partners) > 100
    for organisation in sorted({row["organisation"] for row in partners})[::9]:
        mine = sorted((row["project"], row["role"]) for row in partners if row["organisation"] == organisation)
        found = roles(clustercli, organisation)
        assert sorted((r["id"], r["role"]) for r in found if r["field"] == "partners") == mine


texts = st.sampled_from(["", "2012", "2012-05", "2011/2013", "/2012", "2012/", "2012-36", "201X", "2013-01-01"])


@given(st.lists(texts))
def test_no_role_stands_before_one_that_certainly_came_earlier(given_texts: list[str]) -> None:
    ordered = in_time(Role(text, "lead", "project", str(i), "") for i, text in enumerate(given_texts))
    assert sorted(role.text for role in ordered) == sorted(given_texts)
    for i, role in enumerate(ordered):
        for later in ordered[i + 1 :]:
            assert role.text or not later.text
            if role.text and later.text:
                assert dates.read(later.text).latest >= dates.read(role.text).earliest


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"start": "2011", "end": "2012"}, "2011/2012"),
        ({"start": "2011"}, "2011/"),
        ({"end": "2012"}, "/2012"),
        ({"start": "2013", "end": "2012"}, "2013"),
        ({"start": "2011/2012", "end": "2013"}, "2011/2013"),
        ({"date": "2011", "period": "2014/2020"}, "2011"),
        ({"launched": None, "ended": "2019"}, "/2019"),
        ({"period": "2014/2020"}, "2014/2020"),
        ({}, ""),
    ],
)
def test_the_time_of_a_record_is_one_date(values: dict[str, str], text: str) -> None:
    assert when(values) == text
