"""Rows 22 to 42 of the seed systems: the Bulgarian-Serbian projects, ClusterCOOP, CENTRAMO, and the institutions."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.seeds.rows import Catalogue, Row

BALKAN, COOP = "balkan-cluster-bg-rs", "clustercoop"
LEAD = "ministry-economy-hu"


def test_row_22_the_web_platform_of_czech_and_serbian_companies(catalogue: Catalogue) -> None:
    platform = catalogue.row(
        "cz-rs-clusnet",
        original=[
            "webová platforma českých a srbských firem",
            "veb platforma čeških i srpskih firmi",
            "веб платформа чешких и српских фирми",
        ],
        english=["CZ-RS web platform"],
        linked_to=["cluster-house", "nca-cz"],
    )
    assert platform.kind == "platform"
    assert platform.fields["projects"] == ["cz-rs-clusters-trade-sme"]
    assert "operator" in platform.fields["inferred"]
    assert "status" not in platform.fields  # no source says whether it still works


def test_row_23_the_programme_cooperation_clusters_with_funder_and_period(catalogue: Catalogue) -> None:
    programme = catalogue.row(
        "spoluprace-klastry",
        original=["Spolupráce – klastry", "Spoluprace-klastry"],
        english=["Cooperation Clusters"],
        linked_to=["mpo-cz"],
        said=["Period about 2004 - unknown"],
    )
    assert programme.kind == "programme"
    assert "mpo-cz" in programme.fields["funder"]
    assert programme.fields["period"] == "2004~/"
    assert {"funder", "period"} <= set(programme.fields["inferred"])  # reckoned from 12 years in 2016
    assert "12 years by 2016" in programme.page
    assert catalogue.show("clutex-oppi-2008")["programme"] == "spoluprace-klastry"


def test_row_24_aid_for_trade_is_paid_from_a_state_budget(catalogue: Catalogue) -> None:
    programme = catalogue.row(
        "aid-for-trade-serbia",
        original=["zahraniční rozvojová spolupráce", "Aid for Trade Srbsko"],
        english=["Czech development cooperation", "Czech official development assistance", "Aid for Trade Serbia"],
        linked_to=["mpo-cz"],
    )
    assert (programme.kind, programme.fields["funder_type"]) == ("programme", "state")
    assert any("státní rozpočet" in funder for funder in programme.fields["funder"])
    assert "not by the EU" in programme.page
    assert {"nca-cz-rs-2016", "nca-cz-rs-forums-2016"} <= set(programme.fields["sources_by_field"]["funder"])
    assert catalogue.show("cz-rs-clusters-trade-sme")["programme"] == "aid-for-trade-serbia"


def test_row_25_the_model_of_cluster_excellence_and_the_labels_that_use_it(catalogue: Catalogue) -> None:
    scheme = catalogue.row(
        "cluster-excellence",
        original=["Evropský model klastrové excelence"],
        english=["European model of cluster excellence", "ECEI"],
        linked_to=["nanoprogress"],
        through="nanoprogress",
    )
    assert "nca-cz-rs-forums-2016" in scheme.fields["sources"]
    levels = scheme.fields["levels"]
    assert [level["level"] for level in levels] == ["bronze", "silver", "gold"]
    assert [level.get("validity") for level in levels] == ["2 years", "2 years", None]  # of gold no source says it
    labels = {
        line["id"]: label
        for line in catalogue.table("clusters")
        if "scheme: cluster-excellence" in line["labels"]
        for label in catalogue.show(line["id"])["labels"]
        if label["scheme"] == "cluster-excellence"
    }
    assert len(labels) > 30
    assert {label["level"] for label in labels.values()} == {"bronze", "silver", "gold"}
    stated = {id_ for id_ in labels if "labels" not in catalogue.show(id_).get("inferred", [])}
    assert stated == {"clutex", "nanoprogress"}  # elsewhere the sources give the level alone
    assert labels["nanoprogress"] == {"scheme": "cluster-excellence", "level": "gold", "valid_until": "2022-12-14"}
    assert "European Cluster Excellence Initiative [cluster-excellence]" in catalogue.page("nanoprogress")
    due = {line["id"]: line["date"] for line in catalogue.json("due", "--exit-zero") if line["what"] == "label"}
    assert (due["nanoprogress"], due["panfa"]) == ("2022-12-14", "2016")  # the second by the two years of the scheme


def balkan(catalogue: Catalogue, original: list[str], english: list[str]) -> Row:
    """The project Balkan Cluster, found by the words of a row."""
    return catalogue.row(BALKAN, original=original, english=english, linked_to=["cluster-house", "fed-sofia"])


def test_row_26_the_workshop_with_over_30_participants_and_their_sectors(catalogue: Catalogue) -> None:
    project = balkan(
        catalogue,
        ["Razvoj mreže klastera Bugarske-Srbije", "Развој мреже кластера Бугарске-Србије", "radionica"],
        ["Development of the cluster network Bulgaria Serbia", "workshop"],
    )
    workshop = project.point("Workshop", "Development of the cluster network")
    assert (workshop["kind"], workshop["participants"]) == ("workshop", ">30")
    sectors = {"tourism", "agriculture", "food", "crafts", "construction", "architecture", "startups", "textile"}
    assert set(workshop["sectors"]) == sectors
    assert "petition" in workshop["outcome"]
    assert "over 30 participants" in project.page
    for town in ("Leskovac", "Svrljig", "Niška Banja", "Aleksinac", "Gadžin Han"):
        assert town in workshop["note"]
    (point,) = (p for p in catalogue.timeline(BALKAN) if p["kind"] == "workshop")
    assert (point["when"], point["participants"]) == (
        "about February 2016",
        ">30",
    )  # the day is of the page, not the text
    assert [p["kind"] for p in catalogue.timeline(BALKAN, "--sector", "zanatstvo")] == ["workshop"]
    results = " ".join(project.fields["results"])
    for result in ("petition", "furniture", "fairs", "conferences", "quantities", "young people", "7 Bulgarian"):
        assert result in results


def test_row_27_the_strategic_document_was_a_draft_and_then_published(catalogue: Catalogue) -> None:
    strategy = catalogue.row(
        "bg-rs-cluster-strategy",
        original=["nacrt strateškog dokumenta", "стратешки документ"],
        english=["strategic document for cross-border clusters"],
        linked_to=["cluster-house", "fed-sofia"],
        said=["Date March 2016", "draft: date about February 2016", "published: date March 2016"],
    )
    assert (strategy.kind, strategy.fields["kind"]) == ("document", "strategy")
    assert [(stage["stage"], stage["date"]) for stage in strategy.fields["stages"]] == [
        ("draft", "2016-02~"),
        ("published", "2016-03"),
    ]
    assert strategy.fields["date"] == "2016-03"
    assert strategy.fields["projects"] == [BALKAN]
    stages = [line["stage"] for line in catalogue.table("stages") if line["document"] == "bg-rs-cluster-strategy"]
    assert stages == ["draft", "published"]


def test_row_28_project_and_platform_are_apart_though_both_are_balkan_cluster(catalogue: Catalogue) -> None:
    names = ["Balkanski klaster", "Балкански клъстер", "Балкански клъстър", "Балкански кластер"]
    project = balkan(catalogue, names, ["Balkan Cluster"])
    platform = catalogue.row(
        "balkan-cluster-platform", original=names, english=["Balkan Cluster"], linked_to=["cluster-house"]
    )
    assert project.fields["name"] == platform.fields["name"] == "Balkan Cluster"
    assert (project.kind, platform.kind) == ("project", "platform")
    assert BALKAN in platform.fields["projects"]
    assert BALKAN in platform.fields["different_from"]
    assert catalogue.json("duplicates") == []
    achieved = {indicator["name"]: indicator["achieved"] for indicator in project.fields["indicators"]}
    wanted = {"Bulgarian institutions": "7", "Serbian institutions": "5", "project proposals": "4"}
    for name, count in wanted.items():
        assert [reached for said, reached in achieved.items() if name in said] == [count]
        assert f"achieved {count}" in project.page
    assert {date for date, _ in project.claims("start")} == {"2015-04", "2015-05"}


def test_row_29_the_petition_of_banjac_is_a_joint_action_among_the_results(catalogue: Catalogue) -> None:
    cluster = catalogue.row(
        "turisticki-klaster-banjac",
        original=["Turistički klaster Banjac", "Туристички кластер Бањац"],
        english=["Tourist cluster Banjac"],
    )
    assert (cluster.kind, cluster.fields["city"]) == ("cluster", "Niška Banja")
    assert any("dumps" in need["text"] for need in cluster.fields["needs"])
    petition = catalogue.row(
        "banjac-petition",
        original=["peticija divlje deponije", "петиција дивље депоније"],
        english=["petition wild dumps"],
        linked_to=["turisticki-klaster-banjac", "cluster-house"],
    )
    assert petition.fields["kind"] == "petition"
    assert petition.roles() == [("author", "turisticki-klaster-banjac")]
    assert "date" not in petition.fields  # nobody states it
    results = catalogue.show(BALKAN)["results"]
    assert any("petition" in result and "Banjac" in result for result in results)


SHARED = {
    "joint-fairs": ("sajmovi", "сајмови", "trade fair"),
    "training": ("seminari", "семинари", "seminars"),
    "study-visits": ("studijske posete", "студијске посете", "study visits"),
    "joint-projects": ("zajednički projekti", "заједнички пројекти", "joint projects"),
    "startups": ("omladinsko preduzetništvo", "омладинско предузетништво", "young entrepreneurs"),
}


def network(catalogue: Catalogue, original: list[str], english: list[str]) -> Row:
    """The network of clusters Balkan Cluster, whose offers and needs are those of the workshop."""
    return catalogue.row("balkan-cluster", original=original, english=english)


def why(catalogue: Catalogue, one: str, other: str) -> list[str]:
    """What each line of the score of a pair says."""
    (pair,) = catalogue.json("why", one, other)
    return [line["text"] for line in pair["lines"]]


def test_row_30_fairs_conferences_study_visits_and_youth_are_offers_and_needs(catalogue: Catalogue) -> None:
    cluster = network(
        catalogue, ["sajmovi izložbe", "omladina", "студијске посете"], ["joint conferences", "young people"]
    )
    offers, needs = cluster.fields["offers"], cluster.fields["needs"]
    offered = {offer.get("concept") for offer in offers}
    for concept, words in SHARED.items():
        for word in words:
            (first, *_) = catalogue.json("sectors", word)
            assert first["id"] == concept, word
        assert concept in offered
    assert any("conferences" in offer["text"] for offer in offers if offer.get("concept") == "training")
    assert "joint-fairs" in {need["concept"] for need in needs}
    assert {"offers", "needs"} <= set(cluster.fields["inferred"])
    assert any("fairs" in line for line in why(catalogue, "balkan-cluster", "clutex"))
    told = " ".join(catalogue.show(BALKAN)["results"])
    assert all(word in told for word in ("fairs", "study visits", "conferences", "young people"))


def test_row_31_textile_quantities_and_construction_tenders_are_offered_and_sought(catalogue: Catalogue) -> None:
    cluster = network(
        catalogue,
        ["tekstil količine", "građevinarstvo tenderi", "текстил количине"],
        ["textile quantities", "construction tenders"],
    )
    line = catalogue.exported("cluster")["balkan-cluster"]
    for name in ("offers", "needs"):
        texts = [item["text"] for item in cluster.fields[name]]
        assert any("textile" in text and "quantities" in text for text in texts)
        assert any("building firms" in text and "bid" in text for text in texts)
        assert "quantities" in line[name]


def test_row_32_the_cross_border_programme_with_its_call_of_2015_16(catalogue: Catalogue) -> None:
    programme = catalogue.row(
        "interreg-ipa-bg-rs",
        original=["prekogranična saradnja Bugarska Srbija", "прекогранична сарадња Бугарска Србија"],
        english=["INTERREG CBC BG-SER 2015/16", "Interreg IPA CBC Bulgaria Serbia"],
        linked_to=["european-union"],
    )
    assert programme.kind == "programme"
    (call,) = programme.fields["calls"]
    assert "2015/16" in call["title"]
    assert "cluster-house-bg-rs-2015" in call["sources"]
    assert "calls" in programme.fields["inferred"]  # its days are those of the first call, which is our reading
    (line,) = [line for line in catalogue.table("calls") if line["programme"] == "interreg-ipa-bg-rs"]
    assert (line["opens"], line["closes"]) == ("2015-08-17", "2016-01-18")
    before = catalogue.row(
        "ipa-cbc-bg-rs",
        original=["IPA prekogranična saradnja", "Raniji program EU"],
        english=["Bulgaria-Serbia IPA Cross-border Programme"],
        linked_to=["european-union"],
    )
    assert before.fields["successor"] == "interreg-ipa-bg-rs"
    assert catalogue.show(BALKAN)["programme"] == "ipa-cbc-bg-rs"


def test_row_33_clustercoop_its_roles_dates_budgets_and_three_strands(catalogue: Catalogue) -> None:
    project = catalogue.row(
        COOP,
        original=["lepší podmínky pro rozvoj klastrů"],
        english=[
            "Enhancing Framework Conditions for an effective Transnational Cluster Cooperation",
            "ClusterCOOP",
        ],
        linked_to=[LEAD, "mpo-cz", "siea-sk"],
        said=["Start 1 April 2011", "End 31 March 2014"],
        disputed={
            "budget": ["2,053,050 EUR", "2,153,000 EUR"],
            "start": ["disputed: 31 March 2011"],
            "end": ["disputed: 30 March 2014"],
            "partners": ["VDI/VDE"],
        },
    )
    assert (project.fields["start"], project.fields["end"]) == ("2011-04-01", "2014-03-31")
    roles = project.roles()
    assert [who for role, who in roles if role == "lead"] == [LEAD]
    partners = {"mpo-cz", "czechinvest", "ministry-economy-sk", "siea-sk", "piemonte-region", "university-ljubljana",
                "rzeszow", "mag-hu"}  # fmt: skip
    assert partners <= {who for role, who in roles if role == "partner"}
    (budget,) = catalogue.json("conflicts", COOP, "--field", "budget")
    assert "2053050" in str(budget["value"])
    assert "2153000" in str(budget["other_value"])
    assert (budget["said_by"], "grantseurope.eu" in budget["other_said_by"]) == (["czechinvest-projects"], True)
    for strand in ("policy framework", "emerging industries", "information and cooperation"):
        assert strand in project.fields["description"]
    assert "ve třech okruzích" in project.fields["description_languages"]["cs"]
    assert [p["when"] for p in catalogue.timeline(COOP) if p["kind"] == "start"] == ["1 April 2011"]


def test_row_34_the_matchmaking_roadshows(catalogue: Catalogue) -> None:
    project = catalogue.row(
        COOP,
        original=["Prosperita prostredníctvom spolupráce"],
        english=["Matchmaking roadshow"],
        linked_to=[LEAD],
        said=["6 March 2012: Matchmaking roadshow", "11 September 2013: Matchmaking roadshow"],
    )
    shows = [m for m in project.fields["milestones"] if m["kind"] == "roadshow"]
    assert [(m.get("date"), m.get("place"), m.get("participants")) for m in shows] == [
        ("2012-03-06", "Bratislava", "20"),
        (None, None, None),  # the four between the first and the sixth: nobody states when
        ("2013-09-11", "Ljubljana", "12"),
    ]
    assert {m["status"] for m in shows} == {"done"}
    assert {"name": "matchmaking roadshows", "achieved": "6"} in project.fields["indicators"]
    lines = [line for line in catalogue.table("milestones") if (line["project"], line["kind"]) == (COOP, "roadshow")]
    assert len(lines) == 3


def test_row_35_the_virtual_interactive_platform_is_only_known_as_planned(catalogue: Catalogue) -> None:
    platform = catalogue.row(
        "clustercoop-platform",
        original=["virtuální interaktivní platforma"],
        english=["virtual interactive platform"],
        linked_to=[LEAD, "czechinvest"],
    )
    assert (platform.kind, platform.fields["status"]) == ("platform", "planned")
    assert platform.fields["projects"] == [COOP]
    assert "url" not in platform.fields
    assert "operator" in platform.fields["inferred"]


CONTACT_POINTS = {"CZ": "czechinvest", "HU": "mag-hu", "IT": "piemonte-region", "PL": "rzeszow",
                  "SI": "university-ljubljana", "SK": "siea-sk"}  # fmt: skip


@pytest.mark.parametrize("country", CONTACT_POINTS)
def test_row_36_contact_points_are_functions_of_institutions_by_country(catalogue: Catalogue, country: str) -> None:
    id_ = CONTACT_POINTS[country]
    searches = ["kontaktní místo", "kontaktní místa"]
    institution = catalogue.row(id_, original=searches, english=["contact point for clusters", "contact points"])
    (function,) = institution.fields["functions"]
    assert (function["of"], function["country"], institution.fields["country"]) == (COOP, country, country)
    assert "functions" in institution.fields["inferred"]  # which partner was one is not said
    assert "contacts" not in institution.fields  # and nobody's mail or telephone
    assert "@" not in str({name: value for name, value in institution.fields.items() if name != "sources"})
    assert any("contact point" in role["role"] for role in catalogue.who(id_) if role["id"] == COOP)
    assert any("kontaktní místa" in output for output in catalogue.show(COOP)["outputs"])


def paper(catalogue: Catalogue, id_: str, original: str, english: str) -> Row:
    """A document of ClusterCOOP, of which its presentation says no date."""
    row = catalogue.row(id_, original=[original], english=[english], linked_to=[LEAD])
    assert row.kind == "document"
    assert row.fields["projects"] == [COOP]
    assert "date" not in row.fields
    return row


def test_row_37_emerging_industries_are_a_concept_beside_nace_with_three_case_studies(catalogue: Catalogue) -> None:
    (concept,) = catalogue.json("sectors", "emerging-industries")
    assert not concept["nace"]
    for word in ("nově vznikající odvětví", "emerging industry", "industrije u nastajanju", "индустрије у настајању"):
        (named,) = catalogue.json("sectors", word)
        assert named["id"] == "emerging-industries"
    studies = paper(
        catalogue, "clustercoop-case-studies", "3 případové studie", "three case studies emerging industries"
    )
    assert studies.fields["kind"] == "case study"
    assert [stage["stage"] for stage in studies.fields["stages"]] == ["planned"]
    assert {"name": "case studies of emerging industries", "target": "3"} in catalogue.show(COOP)["indicators"]
    potential = paper(
        catalogue, "clustercoop-emerging-potential", "identifikace potenciálu", "potential of emerging industries"
    )
    proposal = paper(
        catalogue,
        "clustercoop-emerging-cooperation",
        "meziregionální klastrová spolupráce",
        "interregional cluster cooperation",
    )
    papers = [row.fields for row in (studies, potential, proposal)]
    for record in (*papers, catalogue.show(COOP)):
        assert record["sectors"] == ["emerging-industries"]
    listed = {row["id"] for row in catalogue.json("list", "documents", "--sector", "emerging industries")}
    assert listed >= {record["id"] for record in papers}


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
    row = paper(catalogue, id_, czech, english)
    assert row.fields["kind"] == kind
    assert [stage["stage"] for stage in row.fields["stages"]] == ["planned"]
    addressed = id_ == "clustercoop-ec-recommendations"
    assert (("addressee", "european-commission") in row.roles()) == addressed
    assert (id_ in [role["id"] for role in catalogue.who("european-commission")]) == addressed


def centramo(catalogue: Catalogue, original: list[str], english: list[str], **more: dict[str, list[str]]) -> Row:
    """The project CENTRAMO, found by the words of a row."""
    said = ["Start 1 December 2011", "End 31 December 2013"]
    disputed = more.get("disputed")
    linked_to = ["mag-hu", "czechinvest", "ec-dg-enterprise"]
    return catalogue.row(
        "centramo", original=original, english=english, linked_to=linked_to, said=said, disputed=disputed
    )


def test_row_39_centramo_its_budget_both_ends_and_twelve_clusters(catalogue: Catalogue) -> None:
    project = centramo(
        catalogue,
        ["mezinárodní benchmarking českých klastrů"],
        ["Cluster Excellence Network for Training and Mobility", "CENTRAMO"],
        disputed={"end": ["disputed: November 2013"]},
    )
    assert project.fields["budget"] == [{"amount": "425698.75", "currency": "EUR", "part": "total"}]
    assert "425,698.75 EUR" in project.page
    assert (project.fields["start"], project.fields["end"]) == ("2011-12-01", "2013-12-31")
    assert project.claims("end") == [
        ("2013-12-31", "czechinvest-projects"),
        ("2013-11", "http://old.czechinvest.org/centramo"),
    ]
    assert {"name": "Czech clusters benchmarked", "target": "10-14", "achieved": "12"} in project.fields["indicators"]
    assert "target 10-14, achieved 12" in project.page
    assert [who for role, who in project.roles() if role == "lead"] == ["mag-hu"]


def test_row_40_trainings_and_study_visits_of_centramo(catalogue: Catalogue) -> None:
    project = centramo(catalogue, ["studijní návštěvy", "tréninky benchmarking"], ["study visits of cluster managers"])
    benchmarking, management = project.point("Training in benchmarking"), project.point("cluster management")
    visits = project.point("Study visits")
    assert [point["kind"] for point in (benchmarking, management, visits)] == ["training", "training", "study visit"]
    assert [point["status"] for point in (benchmarking, management, visits)] == ["done", "planned", "planned"]
    assert benchmarking["participants"] == "12"
    assert all("date" not in point for point in (benchmarking, management, visits))
    undated = [point["title"] for point in catalogue.timeline("centramo") if point["when"] == "no date"]
    assert {benchmarking["title"], management["title"], visits["title"]} <= set(undated)


def test_row_41_the_call_strand_2_of_world_class_clusters(catalogue: Catalogue) -> None:
    programme = catalogue.row(
        "world-class-clusters",
        original=["výzva Evropské komise"],
        english=["Promotion and Development of world-class clusters strand 2"],
        linked_to=["ec-dg-enterprise"],
    )
    (call,) = programme.fields["calls"]
    assert "strand 2" in call["title"]
    assert not {"opens", "closes"} & set(call)  # the source gives no days
    assert "world-class-clusters" in [line["programme"] for line in catalogue.table("calls")]
    assert (programme.fields["funder"], programme.fields["funder_type"]) == (["ec-dg-enterprise"], "eu")
    assert catalogue.show("centramo")["programme"] == "world-class-clusters"
    assert ("funder", "centramo") in [(role["role"], role["id"]) for role in catalogue.who("ec-dg-enterprise")]


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
# What the Czech and the Serbian seed call those of other countries.
IN_THE_SEEDS = {
    "ministry-economy-hu": "Maďarské ministerstvo hospodářství",
    "ministry-economy-sk": "Ministerstvo hospodářství SK",
    "siea-sk": "Slovenská inovační a energetická agentura",
    "mag-hu": "Maďarské centrum rozvoje hospodářství",
    "university-ljubljana": "Univerzita v Lublani",
    "rzeszow": "město Řešov",
    "fed-sofia": "Fondacijom za razvoj preduzetništva",
}


@pytest.mark.parametrize("institution", INSTITUTIONS, ids=lambda institution: institution.id)
def test_row_42_one_record_for_each_organisation_under_all_its_names(
    catalogue: Catalogue, institution: Institution
) -> None:
    seed = [name for id_, name in IN_THE_SEEDS.items() if id_ == institution.id]
    acronym = [institution.acronym] if institution.acronym else []
    row = catalogue.row(institution.id, original=[institution.own, *seed], english=[institution.english, *acronym])
    assert row.kind == "institution"
    names = [*(row.fields.get("name_languages") or {}).values(), *row.fields.get("aliases", [])]
    for name in (institution.own, institution.english, *seed):
        assert any(name in known for known in names)
        (first, *_) = [id_ for id_ in catalogue.found(name) if catalogue.kind(id_) == "institution"]
        assert first == institution.id
    assert row.fields.get("acronym", "") == institution.acronym
    if institution.acronym:
        lines = [line["id"] for line in catalogue.table("institutions") if line["acronym"] == institution.acronym]
        assert lines == [institution.id]


WHO = {
    "siea": [("partner", "project", "clustercoop"), ("partner", "project", "centramo")],
    "nca": [
        ("lead", "project", "cz-rs-clusters-trade-sme"),
        ("signatory", "document", "nca-cluster-house-memorandum"),
        ("operator", "platform", "catalogue-czech-clusters"),
    ],
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
    "rra-uk": [("lead", "project", "clusters-cord"), ("operator", "platform", "clusterscord-eu")],
    "cluster-house": [
        ("operator", "platform", "balkan-cluster-platform"),
        ("publisher", "document", "bg-rs-cluster-strategy"),
        ("partner", "project", "balkan-cluster-bg-rs"),
        ("signatory", "document", "nca-cluster-house-memorandum"),
    ],
    "Фондация за развитие на предприемачеството": [("partner", "project", "balkan-cluster-bg-rs")],
}


@pytest.mark.parametrize("name", WHO)
def test_row_42_who_lists_the_roles_of_an_organisation_in_order_of_time(catalogue: Catalogue, name: str) -> None:
    rows = catalogue.who(name)
    assert all({"date", "role", "kind", "id", "name"} <= set(row) for row in rows)
    assert set(WHO[name]) <= {(row["role"], row["kind"], row["id"]) for row in rows}
    starts = [row["date"][:4] for row in rows if row["date"]]
    assert starts == sorted(starts)


def test_row_42_who_siea_tells_its_two_projects_with_their_days(catalogue: Catalogue) -> None:
    dated = [(row["date"], row["id"]) for row in catalogue.who("siea") if row["role"] == "partner"]
    assert dated == [("2011-04-01/2014-03-31", "clustercoop"), ("2011-12-01/2013-12-31", "centramo")]
