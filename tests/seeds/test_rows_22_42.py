"""Rows 22 to 42 of what the five seed documents name: each as records, found, dated, linked, exported and with its age.

Each test is one row; the helper `Catalogue.holds` asks of each record what all rows ask.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Clustercli

CHECKED = ("2026-11-22", "22 November 2026")
ORGANISATIONS = ("cluster", "institution", "sme")
LINKS = ("operator", "funder", "awarded_by", "member_of")


@dataclass
class Catalogue:
    """The bundled catalogue, read by commands only."""

    program: Clustercli
    lists: Path
    kinds: dict[str, str] = field(default_factory=dict)

    def show(self, id_: str) -> dict[str, Any]:
        result = self.program("show", id_, "--format", "json")
        assert result.code == 0, result.err
        return dict(result.json())

    def page(self, id_: str) -> str:
        return " ".join(self.program("show", id_).out.split())

    def found(self, words: str) -> list[str]:
        return [row["id"] for row in self.program("search", words, "--format", "json").json()]

    def timeline(self, *arguments: str) -> list[dict[str, Any]]:
        return list(self.program("timeline", *arguments, "--format", "json").json())

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.lists / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def linked(self, record: dict[str, Any]) -> Iterator[str]:
        """The organisations that a record names by their ids, itself or through its projects."""
        mentioned = [record.get(name) or [] for name in LINKS]
        ids = [one for many in mentioned for one in (many if isinstance(many, list) else [many])]
        ids += [entry.get("organisation", "") for name in ("partners", "parties") for entry in record.get(name, [])]
        yield from (one for one in ids if self.kinds.get(one) in ORGANISATIONS)
        for project in record.get("projects", []):
            yield from self.linked(self.show(project))

    def holds(self, id_: str, *searches: str) -> dict[str, Any]:
        """What every row asks: sources, found by each of the searches, an organisation, exported, its age shown."""
        record = self.show(id_)
        assert record["sources"]
        for words in searches:
            assert id_ in self.found(words), words
        kind = self.kinds[id_]
        assert kind in ORGANISATIONS or next(self.linked(record), None), f"{id_} is linked to no organisation"
        assert id_ in [row["id"] for row in self.table(f"{kind}s")]
        assert record["checked"] == CHECKED[0]
        assert f"Checked {CHECKED[1]}" in self.page(id_)
        return record


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The bundled catalogue and its lists, made once; nothing is changed."""
    folder = tmp_path_factory.mktemp("bundled")
    program = Clustercli(folder / "home", folder)
    assert program("export", "--out", "lists", "--quiet").code == 0
    lists = folder / "lists"
    kinds = ("cluster", "sme", "institution", "project", "platform", "document", "programme", "scheme")
    known = Catalogue(program, lists)
    known.kinds = {row["id"]: kind for kind in kinds for row in known.table(f"{kind}s")}
    return known


def milestone(record: dict[str, Any], *words: str) -> dict[str, Any]:
    """The one milestone whose title holds the words."""
    (found,) = (m for m in record["milestones"] if all(word in m["title"] for word in words))
    return dict(found)


def text(record: dict[str, Any], *names: str) -> str:
    return " ".join(str(record.get(name, "")) for name in names)


def reasons(catalogue: Catalogue, one: str, other: str) -> list[str]:
    """What each line of the score of a pair says."""
    pair = catalogue.program("why", one, other, "--format", "json").json()
    return [line["text"] for line in (pair[0] if isinstance(pair, list) else pair)["lines"]]


def claims(record: dict[str, Any], name: str) -> list[tuple[Any, str]]:
    return [(claim["value"], claim["source"]) for claim in record["disputed"][name]]


def test_row_22_the_web_platform_of_czech_and_serbian_companies(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "cz-rs-clusnet",
        "webová platforma českých a srbských firem",
        "CZ-RS web platform",
        "veb platforma čeških i srpskih firmi",
        "веб платформа чешких и српских фирми",
    )
    assert catalogue.kinds["cz-rs-clusnet"] == "platform"
    assert record["projects"] == ["cz-rs-clusters-trade-sme"]
    assert "operator" in record["inferred"]
    assert "status" not in record  # no source says whether it still works


def test_row_23_the_programme_cooperation_clusters_with_funder_and_period(catalogue: Catalogue) -> None:
    record = catalogue.holds("spoluprace-klastry", "Spolupráce – klastry", "Spoluprace-klastry", "Cooperation Clusters")
    assert "mpo-cz" in record["funder"]
    assert record["period"] == "2004~/"
    assert {"funder", "period"} <= set(record["inferred"])  # reckoned from 12 years in 2016
    assert "Period about 2004 - unknown" in catalogue.page("spoluprace-klastry")
    assert catalogue.show("clutex-oppi-2008")["programme"] == "spoluprace-klastry"


def test_row_24_aid_for_trade_is_paid_from_a_state_budget(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "aid-for-trade-serbia",
        "zahraniční rozvojová spolupráce",
        "Czech official development assistance",
        "Aid for Trade Srbsko",
        "Aid for Trade Serbia",
    )
    assert record["funder_type"] == "state"
    assert any("státní rozpočet" in funder for funder in record["funder"])
    assert {"nca-cz-rs-2016", "nca-cz-rs-forums-2016"} <= set(record["sources_by_field"]["funder"])
    assert catalogue.show("cz-rs-clusters-trade-sme")["programme"] == "aid-for-trade-serbia"


def test_row_25_the_model_of_cluster_excellence_and_the_labels_that_use_it(catalogue: Catalogue) -> None:
    record = catalogue.show("cluster-excellence")
    for words in ("European model of cluster excellence", "Evropský model klastrové excelence", "ECEI"):
        assert "cluster-excellence" in catalogue.found(words)
    assert "nca-cz-rs-forums-2016" in record["sources"]
    assert record["checked"] == CHECKED[0]
    assert "cluster-excellence" in [row["id"] for row in catalogue.table("schemes")]
    levels = [level["level"] for level in record["levels"]]
    assert levels == ["bronze", "silver", "gold"]
    labels = {row["id"]: row["labels"] for row in catalogue.table("clusters") if "cluster-excellence" in row["labels"]}
    assert len(labels) > 30  # so it is linked to as many organisations
    assert all(any(f"level: {level}" in label for label in labels.values()) for level in levels)
    (label,) = catalogue.show("nanoprogress")["labels"]
    assert label == {"scheme": "cluster-excellence", "level": "gold", "valid_until": "2022-12-14"}
    assert "European Cluster Excellence Initiative [cluster-excellence]" in catalogue.page("nanoprogress")


def test_row_26_the_workshop_with_over_30_participants_and_their_sectors(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "balkan-cluster-bg-rs",
        "Razvoj mreže klastera Bugarske-Srbije",
        "Развој мреже кластера Бугарске-Србије",
        "Development of the cluster network Bulgaria Serbia",
        "workshop",
    )
    workshop = milestone(record, "Workshop", "Development of the cluster network")
    assert workshop["kind"] == "workshop"
    assert str(workshop["participants"]) == ">30"
    sectors = {"tourism", "agriculture", "food", "crafts", "construction", "architecture", "startups", "textile"}
    assert set(workshop["sectors"]) == sectors
    assert "petition" in workshop["outcome"]
    assert "over 30" in catalogue.page("balkan-cluster-bg-rs")
    for town in ("Leskovac", "Svrljig", "Niška Banja", "Aleksinac", "Gadžin Han"):
        assert town in workshop["note"]
    (point,) = (p for p in catalogue.timeline("balkan-cluster-bg-rs") if p["kind"] == "workshop")
    assert point["when"] == "about February 2016"  # the date of the page, the text has none
    assert len(record["outputs"]) >= 4


def test_row_27_the_strategic_document_was_a_draft_and_then_published(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "bg-rs-cluster-strategy",
        "nacrt strateškog dokumenta",
        "стратешки документ",
        "strategic document for cross-border clusters",
    )
    assert [(stage["stage"], stage["date"]) for stage in record["stages"]] == [
        ("draft", "2016-02~"),
        ("published", "2016-03"),
    ]
    assert record["date"] == "2016-03"
    page = catalogue.page("bg-rs-cluster-strategy")
    assert "Date March 2016" in page
    assert "draft" in page
    assert record["projects"] == ["balkan-cluster-bg-rs"]


def test_row_28_project_and_platform_are_apart_though_both_are_balkan_cluster(catalogue: Catalogue) -> None:
    project, platform = catalogue.show("balkan-cluster-bg-rs"), catalogue.holds(
        "balkan-cluster-platform", "Balkan Cluster", "Balkanski klaster", "Балкански клъстер", "Балкански клъстър"
    )  # fmt: skip
    assert project["name"] == platform["name"] == "Balkan Cluster"
    assert (catalogue.kinds[project["id"]], catalogue.kinds[platform["id"]]) == ("project", "platform")
    assert project["id"] in platform["projects"]
    assert project["id"] in platform["different_from"]
    achieved = {indicator["name"]: indicator["achieved"] for indicator in project["indicators"]}
    wanted = {"Bulgarian institutions": "7", "Serbian institutions": "5", "project proposals": "4"}
    for name, count in wanted.items():
        assert [reached for said, reached in achieved.items() if name in said] == [count]
    assert {date for date, _ in claims(project, "start")} == {"2015-04", "2015-05"}


def test_row_29_the_petition_of_banjac_is_a_joint_action_among_the_results(catalogue: Catalogue) -> None:
    cluster = catalogue.holds("turisticki-klaster-banjac", "Turistički klaster Banjac", "Tourist cluster Banjac",
                              "Туристички кластер Бањац")  # fmt: skip
    assert any("dumps" in need["text"] for need in cluster["needs"])
    petition = catalogue.holds("banjac-petition", "peticija divlje deponije", "петиција дивље депоније",
                               "petition wild dumps")  # fmt: skip
    assert petition["kind"] == "petition"
    assert ("turisticki-klaster-banjac", "author") in [(p["organisation"], p["role"]) for p in petition["parties"]]
    assert "date" not in petition  # nobody states it
    results = catalogue.show("balkan-cluster-bg-rs")["results"]
    assert any("petition" in result and "Banjac" in result for result in results)


SHARED = {
    "joint-fairs": ("sajmovi", "сајмови", "trade fair"),
    "training": ("seminari", "семинари", "seminars"),
    "study-visits": ("studijske posete", "студијске посете", "study visits"),
    "joint-projects": ("zajednički projekti", "заједнички пројекти", "joint projects"),
    "startups": ("omladinsko preduzetništvo", "омладинско предузетништво", "young entrepreneurs"),
}


def test_row_30_fairs_conferences_study_visits_and_youth_are_offers_and_needs(catalogue: Catalogue) -> None:
    network = catalogue.holds("balkan-cluster", "Balkanski klaster", "Balkan Cluster")
    offered = {offer.get("concept") for offer in network["offers"]}
    for concept, words in SHARED.items():
        for word in words:
            (first, *_) = catalogue.program("sectors", word, "--format", "json").json()
            assert first["id"] == concept, word
        assert concept in offered
    assert any("conferences" in offer["text"] for offer in network["offers"] if offer.get("concept") == "training")
    assert "joint-fairs" in {need["concept"] for need in network["needs"]}
    assert {"offers", "needs"} <= set(network["inferred"])
    assert any("fairs" in line for line in reasons(catalogue, "balkan-cluster", "clutex"))
    told = text(catalogue.show("balkan-cluster-bg-rs"), "results")
    assert all(word in told for word in ("fairs", "study visits", "conferences", "young people"))


def test_row_31_textile_quantities_and_construction_tenders_are_offered_and_sought(catalogue: Catalogue) -> None:
    network = catalogue.holds("balkan-cluster", "textile quantities", "količine", "tenderi", "construction tenders")
    for items in (network["offers"], network["needs"]):
        assert any("textile" in item["text"] and "quantities" in item["text"] for item in items)
        assert any("building firms" in item["text"] and "tender" in item["text"] for item in items)


def test_row_32_the_cross_border_programme_with_its_call_of_2015_16(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "interreg-ipa-bg-rs",
        "INTERREG CBC BG-SER 2015/16",
        "prekogranična saradnja Bugarska Srbija",
        "прекогранична сарадња Бугарска Србија",
        "Interreg IPA CBC Bulgaria Serbia",
    )
    (call,) = record["calls"]
    assert "2015/16" in call["title"]
    assert "cluster-house-bg-rs-2015" in call["sources"]
    assert "interreg-ipa-bg-rs" in [row["programme"] for row in catalogue.table("calls")]
    before = catalogue.holds("ipa-cbc-bg-rs", "Bulgaria-Serbia IPA Cross-border Programme")
    assert before["successor"] == "interreg-ipa-bg-rs"
    assert catalogue.show("balkan-cluster-bg-rs")["programme"] == "ipa-cbc-bg-rs"


def test_row_33_clustercoop_its_roles_dates_budgets_and_three_strands(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "clustercoop",
        "lepší podmínky pro rozvoj klastrů",
        "Enhancing Framework Conditions for an effective Transnational Cluster Cooperation",
        "ClusterCOOP",
    )
    assert (record["start"], record["end"]) == ("2011-04-01", "2014-03-31")
    roles = {(p.get("organisation") or p["name"]): p["role"] for p in record["partners"]}
    assert [who for who, role in roles.items() if role == "lead"] == ["ministry-economy-hu"]
    partners = {"mpo-cz", "czechinvest", "ministry-economy-sk", "siea-sk", "piemonte-region", "university-ljubljana",
                "rzeszow", "mag-hu"}  # fmt: skip
    assert partners <= {who for who, role in roles.items() if role == "partner"}
    budgets = {(value[0] if isinstance(value, list) else value)["amount"]: source
               for value, source in claims(record, "budget")}  # fmt: skip
    assert {str(amount).split(".")[0] for amount in budgets} == {"2053050", "2153000"}
    assert len(set(budgets.values())) == 2
    page = catalogue.page("clustercoop")
    assert "2,053,050 EUR" in page
    assert "2,153,000 EUR" in page
    for strand in ("policy framework", "emerging industries", "information and cooperation"):
        assert strand in record["description"]
    assert "ve třech okruzích" in record["description_languages"]["cs"]
    assert [p["when"] for p in catalogue.timeline("clustercoop") if p["kind"] == "start"] == ["1 April 2011"]


def test_row_34_the_matchmaking_roadshows(catalogue: Catalogue) -> None:
    record = catalogue.holds("clustercoop", "Matchmaking roadshow", "Prosperita prostredníctvom spolupráce")
    shows = [m for m in record["milestones"] if m["kind"] == "roadshow"]
    assert [(m.get("date"), m.get("place")) for m in shows] == [
        ("2012-03-06", "Bratislava"),
        (None, None),  # the four between the first and the sixth: nobody states when
        ("2013-09-11", "Ljubljana"),
    ]
    assert [str(m.get("participants")) for m in shows] == ["20", "None", "12"]
    assert {m["status"] for m in shows} == {"done"}
    assert {"name": "matchmaking roadshows", "achieved": "6"} in record["indicators"]
    rows = [row for row in catalogue.table("milestones") if row["kind"] == "roadshow"]
    assert len([row for row in rows if row["project"] == "clustercoop"]) == 3


def test_row_35_the_virtual_interactive_platform_is_only_known_as_planned(catalogue: Catalogue) -> None:
    record = catalogue.holds("clustercoop-platform", "virtuální interaktivní platforma", "virtual interactive platform")
    assert record["status"] == "planned"
    assert record["projects"] == ["clustercoop"]
    assert "url" not in record
    assert "operator" in record["inferred"]


def test_row_36_contact_points_are_functions_of_institutions_by_country(catalogue: Catalogue) -> None:
    served = {}
    for id_ in ("czechinvest", "siea-sk", "mag-hu", "piemonte-region", "university-ljubljana", "rzeszow"):
        record = catalogue.holds(id_, "kontaktní místo", "contact point for clusters")
        (function,) = record["functions"]
        assert function["of"] == "clustercoop"
        assert "functions" in record["inferred"]  # which partner was one is not said
        assert not record.get("contacts")  # and nobody's mail or telephone
        assert "@" not in str({name: value for name, value in record.items() if name != "sources"})
        served[id_] = function["country"]
        assert served[id_] == record["country"]
    assert sorted(served.values()) == ["CZ", "HU", "IT", "PL", "SI", "SK"]
    assert any("kontaktní místa" in output for output in catalogue.show("clustercoop")["outputs"])


def test_row_37_emerging_industries_are_a_concept_beside_nace_with_three_case_studies(catalogue: Catalogue) -> None:
    (concept,) = catalogue.program("sectors", "emerging-industries", "--format", "json").json()
    assert not concept["nace"]
    for word in ("nově vznikající odvětví", "emerging industry", "industrije u nastajanju", "индустрије у настајању"):
        (named,) = catalogue.program("sectors", word, "--format", "json").json()
        assert named["id"] == "emerging-industries"
    studies = catalogue.holds(
        "clustercoop-case-studies", "3 případové studie", "three case studies emerging industries"
    )
    assert studies["kind"] == "case study"
    assert [stage["stage"] for stage in studies["stages"]] == ["planned"]
    potential = catalogue.holds("clustercoop-emerging-potential", "identifikace potenciálu",
                                "potential of emerging industries")  # fmt: skip
    proposal = catalogue.holds("clustercoop-emerging-cooperation", "meziregionální klastrová spolupráce",
                               "interregional cluster cooperation")  # fmt: skip
    for record in (studies, potential, proposal, catalogue.show("clustercoop")):
        assert record["sectors"] == ["emerging-industries"]
    listed = catalogue.program("list", "documents", "--sector", "emerging industries", "--format", "json").json()
    assert {row["id"] for row in listed} >= {studies["id"], potential["id"], proposal["id"]}


POLICY = [
    ("clustercoop-policy-harmonisation", "recommendation", "harmonizace klastrových politik", "harmonised policies"),
    ("clustercoop-action-plans", "strategy", "akční plány osvědčené postupy", "action plans good practice"),
    ("clustercoop-funding-proposals", "recommendation", "přístup k financování", "better funding schemes"),
    ("clustercoop-ec-recommendations", "recommendation", "Doporučení EK", "recommendations to the European Commission"),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "kind", "czech", "english"), POLICY, ids=[row[0] for row in POLICY])
def test_row_38_policies_action_plans_and_recommendations_are_documents(
    catalogue: Catalogue, id_: str, kind: str, czech: str, english: str
) -> None:
    record = catalogue.holds(id_, czech, english)
    assert record["kind"] == kind
    assert record["projects"] == ["clustercoop"]
    assert "date" not in record  # the presentation gives none
    assert [stage["stage"] for stage in record["stages"]] == ["planned"]
    if id_ == "clustercoop-ec-recommendations":
        assert ("European Commission", "addressee") in [(p.get("name"), p["role"]) for p in record["parties"]]


def test_row_39_centramo_its_budget_both_ends_and_twelve_clusters(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "centramo",
        "Cluster Excellence Network for Training and Mobility",
        "mezinárodní benchmarking českých klastrů",
        "CENTRAMO",
    )
    assert record["budget"] == [{"amount": "425698.75", "currency": "EUR", "part": "total"}]
    assert "425,698.75 EUR" in catalogue.page("centramo")
    assert (record["start"], record["end"]) == ("2011-12-01", "2013-12-31")
    assert claims(record, "end") == [
        ("2013-12-31", "czechinvest-projects"),
        ("2013-11", "http://old.czechinvest.org/centramo"),
    ]
    assert "November 2013" in catalogue.page("centramo")
    assert {"name": "Czech clusters benchmarked", "target": "10-14", "achieved": "12"} in record["indicators"]
    assert [p["organisation"] for p in record["partners"] if p["role"] == "lead"] == ["mag-hu"]


def test_row_40_trainings_and_study_visits_of_centramo(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "centramo", "studijní návštěvy", "study visits of cluster managers", "tréninky benchmarking"
    )
    benchmarking, management = milestone(record, "Training in benchmarking"), milestone(record, "cluster management")
    visits = milestone(record, "Study visits")
    assert [point["kind"] for point in (benchmarking, management, visits)] == ["training", "training", "study visit"]
    assert [point["status"] for point in (benchmarking, management, visits)] == ["done", "planned", "planned"]
    assert str(benchmarking["participants"]) == "12"
    undated = [point["title"] for point in catalogue.timeline("centramo") if point["when"] == "no date"]
    assert {benchmarking["title"], management["title"], visits["title"]} <= set(undated)


def test_row_41_the_call_strand_2_of_world_class_clusters(catalogue: Catalogue) -> None:
    record = catalogue.holds(
        "world-class-clusters",
        "Promotion and Development of world-class clusters strand 2",
        "výzva Evropské komise",
    )
    (call,) = record["calls"]
    assert "strand 2" in call["title"]
    assert record["funder"] == ["ec-dg-enterprise"]
    assert record["funder_type"] == "eu"
    project = catalogue.show("centramo")
    assert project["programme"] == "world-class-clusters"
    assert ("ec-dg-enterprise", "funder") in [(p.get("organisation"), p["role"]) for p in project["partners"]]


@dataclass(frozen=True)
class Institution:
    """An organisation of row 42: its id, its name in its own language, its name in English, its acronym."""

    id: str
    own: str
    english: str
    acronym: str = ""


INSTITUTIONS = (
    Institution("nca-cz", "Národní klastrová asociace", "National Cluster Association", "NCA"),
    Institution("cluster-house", "Kuća klastera", "Cluster House"),
    Institution("rra-uk", "Regionální rozvojová agentura Ústeckého kraje",
                "Regional Development Agency of Usti Region", "RRA ÚK"),
    Institution("czechinvest", "Agentura pro podporu podnikání a investic CzechInvest", "CzechInvest"),
    Institution("mpo-cz", "Ministerstvo průmyslu a obchodu", "Ministry of Industry and Trade", "MPO"),
    Institution("siea-sk", "Slovenská inovačná a energetická agentúra", "Slovak Innovation and Energy Agency", "SIEA"),
    Institution("mag-hu", "Magyar Gazdaságfejlesztési Központ", "Hungarian Economic Development Centre", "MAG"),
    Institution("piemonte-region", "Regione Piemonte", "Piemonte Region"),
    Institution("university-ljubljana", "Univerza v Ljubljani", "University of Ljubljana", "UL"),
    Institution("rzeszow", "Miasto Rzeszów", "City of Rzeszów"),
    Institution("ministry-economy-hu", "Nemzetgazdasági Minisztérium", "Ministry for National Economy", "NGM"),
    Institution("ministry-economy-sk", "Ministerstvo hospodárstva Slovenskej republiky",
                "Ministry of Economy of the Slovak Republic", "MH SR"),
    Institution("fed-sofia", "Фондация за развитие на предприемачеството",
                "Foundation for Entrepreneurship Development"),
)  # fmt: skip


@pytest.mark.parametrize("institution", INSTITUTIONS, ids=lambda institution: institution.id)
def test_row_42_one_record_for_each_organisation_under_all_its_names(
    catalogue: Catalogue, institution: Institution
) -> None:
    searches = [institution.own, institution.english, *filter(None, [institution.acronym])]
    record = catalogue.holds(institution.id, *searches)
    names = [*(record.get("name_languages") or {}).values(), *record.get("aliases", [])]
    for name in (institution.own, institution.english):
        assert any(name in known for known in names)
        alike = [id_ for id_ in catalogue.found(name)[:5] if catalogue.kinds[id_] == "institution"]
        assert alike[0] == institution.id
    assert record.get("acronym", "") == institution.acronym
    if institution.acronym:
        rows = catalogue.table("institutions")
        assert [row["id"] for row in rows if row["acronym"] == institution.acronym] == [institution.id]


WHO = {
    "siea": [("partner", "project", "clustercoop"), ("partner", "project", "centramo")],
    "nca": [("lead", "project", "cz-rs-clusters-trade-sme")],
    "mag": [("lead", "project", "centramo"), ("partner", "project", "clustercoop")],
    "mpo": [
        ("partner", "project", "clustercoop"),
        ("funder", "project", "cz-rs-clusters-trade-sme"),
        ("funder", "programme", "aid-for-trade-serbia"),
        ("funder", "programme", "spoluprace-klastry"),
    ],
    "czechinvest": [
        ("partner", "project", "clustercoop"),
        ("partner", "project", "centramo"),
        ("observer", "project", "clusters-cord"),
    ],
    "cluster-house": [
        ("operator", "platform", "balkan-cluster-platform"),
        ("publisher", "document", "bg-rs-cluster-strategy"),
        ("partner", "project", "balkan-cluster-bg-rs"),
    ],
}


@pytest.mark.parametrize("name", WHO)
def test_row_42_who_lists_the_roles_of_an_organisation_in_order_of_time(catalogue: Catalogue, name: str) -> None:
    result = catalogue.program("who", name, "--format", "json")
    assert result.code == 0, result.err
    rows = result.json()
    assert all({"date", "role", "kind", "id", "name"} <= set(row) for row in rows)
    roles = [(row["role"], row["kind"], row["id"]) for row in rows]
    assert set(WHO[name]) <= set(roles)
    starts = [row["date"][:4] for row in rows if row["date"]]
    assert starts == sorted(starts)


def test_row_42_who_siea_tells_its_two_projects_with_their_days(catalogue: Catalogue) -> None:
    result = catalogue.program("who", "siea", "--format", "json")
    assert result.code == 0, result.err
    dated: Sequence[tuple[str, str]] = [(row["date"], row["id"]) for row in result.json() if row["role"] == "partner"]
    assert dated == [("2011-04-01/2014-03-31", "clustercoop"), ("2011-12-01/2013-12-31", "centramo")]
