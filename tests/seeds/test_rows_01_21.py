"""Rows 1 to 21 of the seed systems: Clusters-CORD, its platforms and papers, and the Czech-Serbian project."""

from __future__ import annotations

import pytest

from tests.conftest import Clustercli
from tests.seeds.rows import Row, exported, found, kind_of, row, timeline

CORD, CZ_RS = "clusters-cord", "cz-rs-clusters-trade-sme"
RRA_ITEM = "rra-clusters-cord-2012"
FIELDS = {"ict", "tourism", "health", "energy", "environment", "food"}
MEMORANDUM = "Memorandum of cooperation"


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The program in an empty folder, where the bundled catalogue answers; nothing is changed."""
    folder = tmp_path_factory.mktemp("bundled")
    return Clustercli(folder / "home", folder)


def cord(program: Clustercli, *found_by: str, said: tuple[str, ...] = ()) -> Row:
    """The project Clusters-CORD, found by the words of a row."""
    return row(program, CORD, found_by=found_by or ("Clusters Cord",), linked_to=["rra-uk"], said=said)


def test_the_bundled_catalogue_has_no_problem(bundled: Clustercli) -> None:
    result = bundled("check")
    assert (result.code, result.err) == (0, "")


def test_row_01_clusters_cord_with_its_partners_fields_dates_and_both_budgets(bundled: Clustercli) -> None:
    project = row(
        bundled,
        CORD,
        found_by=["Clusters Cord", "výměnná fóra pro členy a manažery klastrů", "cooperation for regional development"],
        linked_to=["rra-uk", "wrs-stuttgart", "czechinvest"],
        said=["Start March 2010", "End February 2013"],
        disputed={
            "budget": ["1,358,494.68 EUR", "1,112,940.82 EUR", "1,460,334.99 EUR", "1,191,117.74 EUR"],
            "sectors": ["ten key industries"],
        },
    )
    roles = [(partner["role"], partner.get("organisation")) for partner in project.fields["partners"]]
    assert roles[0] == ("lead", "rra-uk")
    assert [role for role, _ in roles].count("partner") == 10
    assert ("observer", "czechinvest") in roles
    assert set(project.fields["sectors"]) == FIELDS  # five fields: energy and environment are one of them
    assert {claim["source"] for claim in project.fields["disputed"]["budget"]} == {
        "central2013-overview-6",
        "central2013-cz",
    }
    assert project.fields["sources_by_field"]["budget"] == ["central2013-overview-6", "central2013-cz"]
    points = timeline(bundled, CORD)
    dated = [point for point in points if point["date"]]
    assert (dated[0]["title"], dated[-1]["title"]) == ("Project start", "Project end")
    for i, point in enumerate(dated):
        assert not any(later["latest"] < point["earliest"] for later in dated[i + 1 :])


def test_row_02_the_exchange_forums_of_2012_have_place_day_and_sectors(bundled: Clustercli) -> None:
    project = cord(bundled, "výměnné fórum", "exchange forum", said=("21-22 February 2012", "April 2012", "June 2012"))
    forums = [point for point in project.fields["milestones"] if point["kind"] == "forum"]
    assert [(f["date"], f["place"], f["country"], f["as_written"]) for f in forums] == [
        ("2012-02-21/2012-02-22", "Linz", ["AT"], "21. a 22. 2. 2012"),
        ("2012-04", "Milan", ["IT"], "duben 2012"),
        ("2012-06", "Stuttgart", ["DE"], "červen 2012"),
    ]
    assert [set(f["sectors"]) for f in forums] == [{"health", "energy", "environment"}, {"tourism", "food"}, {"ict"}]
    left = timeline(bundled, CORD, "--sector", "food")
    assert [(point["when"], point["place"]) for point in left] == [("April 2012", "Milan")]
    assert [point["place"] for point in timeline(bundled, CORD, "--sector", "zdravotnictví")] == ["Linz"]
    assert "12-13 June 2012" in project.page  # what a later item says


def test_row_03_the_benchmarking_conference_in_milan_has_an_outcome(bundled: Clustercli) -> None:
    project = cord(bundled, "Benchmarkingová konference", "Benchmarking conference in Milan", said=("October 2011",))
    conference = project.point("Benchmarking conference")
    assert (conference["date"], conference["place"], conference["status"]) == ("2011-10", "Milan", "done")
    assert conference["outcome"] in project.page
    assert "work plan for 2012" in conference["outcome"]
    assert "25 October 2011" in conference["note"]  # the more precise date of another source
    assert RRA_ITEM in conference["sources"]


def test_row_04_the_benchmarking_is_a_document(bundled: Clustercli) -> None:
    study = row(
        bundled,
        "clusters-cord-benchmarking",
        found_by=["Benchmarking klastrových organizací ze střední Evropy", "benchmarking of cluster organisations"],
        linked_to=["rra-uk"],
        said=["presented: date October 2011, place Milan"],
    )
    assert (study.kind, study.fields["kind"], study.fields["projects"]) == ("document", "study", [CORD])
    assert "date" not in study.fields  # nobody says when it was published
    assert "findings" not in study.fields
    assert "No source read gives its figures" in study.page


def test_row_05_about_thirty_clusters_is_no_exact_count(bundled: Clustercli) -> None:
    project = cord(bundled, "pracovní skupiny", "working groups of cluster managers")
    groups = project.point("Working groups")
    assert groups["participants"] == "~30"
    assert "date" not in groups
    assert "Working groups of cluster managers (about 30 participants" in project.page
    assert "achieved about 30" in project.page


def test_row_06_the_session_gives_offers_needs_and_a_plan_whose_items_are_milestones(bundled: Clustercli) -> None:
    project = cord(bundled, "nabídka a poptávka", "what I can offer what I seek", said=("October 2011",))
    session = project.point("Session on what I can offer")
    assert (session["date"], session["place"]) == ("2011-10", "Milan")
    assert "offers and needs" in session["outcome"]
    plan = row(
        bundled,
        "clusters-cord-work-plan-2012",
        found_by=["pracovní plán na rok 2012", "work plan for 2012"],
        linked_to=["rra-uk"],
        said=["Period 2012", "draft: date October 2011"],
    )
    assert plan.fields["projects"] == [CORD]
    kinds = [p["kind"] for p in project.fields["milestones"] if p.get("date", "").startswith("2012")]
    assert kinds == ["forum", "forum", "forum", "training", "agreement"]
    clusters = [bundled("show", id_, "--format", "json").json() for id_ in ("omnipack", "plastr", "ict-cluster")]
    assert all(cluster["offers"] and cluster["needs"] for cluster in clusters)
    why = bundled("match", "plastr", "--with", "RS", "--why").out
    assert "you need" in why
    assert "automotive" in why


def test_row_07_observers_are_no_partners_and_led_to_recommendations(bundled: Clustercli) -> None:
    project = cord(bundled, "setkání s pozorovateli", "meetings with the observers", said=("end of 2011",))
    observers = [p["organisation"] for p in project.fields["partners"] if p["role"] == "observer"]
    assert observers == ["czechinvest"]
    assert "observer: CzechInvest" in project.page
    meetings = project.point("Meetings with the observers")
    assert (meetings["date"], meetings["as_written"], meetings["status"]) == ("2011-36", "ke konci roku 2011", "done")
    assert "recommendations" in meetings["outcome"]
    assert "observer" in bundled("show", "czechinvest").out


def test_row_08_the_training_of_managers_is_in_several_countries(bundled: Clustercli) -> None:
    project = cord(bundled, "školení manažerů klastrů", "cluster managers training", said=("November 2012",))
    training = project.point("Cluster managers' training")
    assert (training["kind"], training["date"], training["status"]) == ("training", "2012-11", "unknown")
    assert training["country"] == ["CZ", "DE", "SK", "SI", "HU", "PL", "AT", "IT"]
    for country in ("CZ", "HU"):
        titles = [point["title"] for point in timeline(bundled, CORD, "--country", country)]
        assert training["title"] in titles


def test_row_09_whether_the_agreement_was_signed_is_not_known(bundled: Clustercli) -> None:
    agreement = row(
        bundled,
        "clusters-cord-partnership-agreement",
        found_by=["mezinárodní partnerská smlouva mezi klastry", "partnership agreement between clusters"],
        linked_to=["rra-uk"],
        said=["planned: date end of 2012", "planned: date 6 February 2013", "konec roku 2012"],
    )
    assert agreement.fields["kind"] == "agreement"
    assert "date" not in agreement.fields
    assert [(s["stage"], s.get("date")) for s in agreement.fields["stages"]] == [
        ("planned", "2012-36"),
        ("planned", "2013-02-06"),
        ("unknown", None),
    ]
    point = cord(bundled).point("Partnership agreement")
    assert (point["date"], point["status"], point["as_written"]) == ("2012-36", "unknown", "konec roku 2012")
    assert [p["when"] for p in timeline(bundled, CORD) if p["kind"] == "agreement"] == ["end of 2012"]
    chart = bundled.screen("timeline", CORD, width=120)
    (line,) = [line for line in chart.splitlines() if "Partnership agreement" in line]
    assert line.endswith("·")  # drawn neither as planned nor as done
    assert "· not known" in chart


def test_row_10_the_final_conference_and_the_policy_recommendations(bundled: Clustercli) -> None:
    said = ("January/February 2013", "January 2013: Policy recommendations")
    project = cord(bundled, "závěrečná projektová konference", "final conference", said=said)
    conference = project.point("Final conference")
    assert (conference["date"], conference["country"], conference["status"]) == ("2013-01/2013-02", ["CZ"], "unknown")
    assert "6 February 2013" in conference["note"]
    paper = row(
        bundled,
        "clusters-cord-policy-recommendations",
        found_by=["návrh doporučení pro klastrovou regionální politiku", "recommendations for regional cluster policy"],
        linked_to=["rra-uk", "czechinvest"],
        said=["planned: date January 2013"],
    )
    assert (paper.kind, paper.fields["kind"]) == ("document", "recommendation")


def test_row_11_a_metacluster_is_a_cluster_whose_members_are_clusters(bundled: Clustercli) -> None:
    meta = row(
        bundled,
        "clusters-cord-metaclusters",
        found_by=["metaklastry", "metaclusters", "meta-clusters"],
        linked_to=["rra-uk"],
        through="clusters-cord-partnership-agreement",
        said=["as of 2012, clusters about 30"],
    )
    assert meta.kind == "cluster"
    assert meta.fields["members"] == {"clusters": "~30", "as_of": "2012"}
    assert set(meta.fields["sectors"]) == FIELDS
    assert {"country", "members", "status"} <= set(meta.fields["inferred"])
    pairs = bundled("match", "--country", "RS", "--sector", "tourism", "--limit", "200", "--format", "json").json()
    assert pairs
    assert all(pair["partner"] != "clusters-cord-metaclusters" for pair in pairs)


def test_row_12_the_catalogue_of_czech_clusters_lists_clusters(bundled: Clustercli) -> None:
    platform = row(
        bundled,
        "catalogue-czech-clusters",
        found_by=["Katalog českých klastrů", "Catalogue of Czech clusters", "nca.cz"],
        linked_to=["nca-cz"],
        said=["Last seen 2012"],
    )
    assert (platform.kind, platform.fields["kind"]) == ("platform", "catalogue")
    listings = bundled("show", "autoklastr-msk", "--format", "json").json()["listed_in"]
    assert [(e["system"], e["last_seen"]) for e in listings] == [("catalogue-czech-clusters", "2023-03-03")]
    assert all(e["url"].startswith("https://nca.cz/") for e in listings)
    page = " ".join(bundled("show", "autoklastr-msk").out.split())
    assert "catalogue-czech-clusters" in page
    assert "listed_in" in page  # among what is inferred
    listed = [line for line in exported(bundled, "cluster").values() if "catalogue-czech-clusters" in line["listed_in"]]
    assert {line["country"] for line in listed} == {"CZ"}


def test_row_13_the_observatory_is_closed_and_has_a_successor(bundled: Clustercli) -> None:
    platform = row(
        bundled,
        "european-cluster-observatory",
        found_by=["Evropská klastrová observatoř", "European Cluster Observatory", "clusterobservatory.eu"],
        linked_to=["european-commission"],
        said=["Last seen 2012"],
    )
    assert (platform.kind, platform.fields["kind"]) == ("platform", "observatory")
    assert (platform.fields["status"], platform.fields["successor"]) == ("closed", "eccp")
    assert {"status", "successor"} <= set(platform.fields["inferred"])
    assert "Successor European Cluster Collaboration Platform [eccp]" in platform.page


def test_row_14_the_collaboration_platform_lists_clusters(bundled: Clustercli) -> None:
    platform = row(
        bundled,
        "eccp",
        found_by=["clustercollaboration.eu", "ECCP", "Evropská platforma pro spolupráci klastrů", "European Cluster"],
        linked_to=["european-commission"],
        said=["Last seen February 2025"],
    )
    assert platform.kind == "platform"
    clusters = exported(bundled, "cluster").values()
    listed = {line["country"] for line in clusters if "system: eccp" in line["listed_in"]}
    assert {"BG", "RO", "RS", "SK"} <= listed
    (entry,) = bundled("show", "ict-cluster", "--format", "json").json()["listed_in"]
    assert entry == {
        "system": "eccp",
        "url": "https://clustercollaboration.eu/content/ict-cluster",
        "last_seen": "2021-02",
    }


def test_row_15_dead_and_foreign_links_are_marked(bundled: Clustercli) -> None:
    site = row(
        bundled,
        "clusterscord-eu",
        found_by=["clusterscord.eu", "webové stránky projektu", "site of the Clusters-CORD project"],
        linked_to=["rra-uk"],
        said=["Launched May 2011"],
        disputed={"url": ["http://www.clustercord.eu"]},
    )
    assert (site.kind, site.fields["kind"], site.fields["projects"]) == ("platform", "website", [CORD])
    assert [(link["url"], link["state"]) for link in site.fields["dead_links"]] == [
        ("http://www.clusterscord.eu", "gone")
    ]
    states = {link["url"]: link["state"] for link in cord(bundled).fields["dead_links"]}
    assert states.pop("http://www.clusterscord.eu") == "gone"
    assert set(states.values()) == {"foreign"}
    assert all(url.startswith("https://www.central2013.eu/") for url in states)
    programme = row(
        bundled,
        "central-europe-2007-2013",
        found_by=["operační program Central Europe", "CENTRAL EUROPE Programme"],
        linked_to=["rra-uk"],
        through=CORD,
        said=["Period 2007 - 2013"],
    )
    assert [(link["url"], link["state"]) for link in programme.fields["dead_links"]] == [
        ("https://www.central2013.eu", "foreign")
    ]
    assert "state foreign" in programme.page


def test_row_16_the_czech_serbian_project_is_paid_by_the_czech_state(bundled: Clustercli) -> None:
    project = row(
        bundled,
        CZ_RS,
        found_by=[
            "Význam klastrů pro rozvoj obchodu a malých a středních podniků",
            "Importance of Clusters for the Trade and SMEs Development",
        ],
        linked_to=["nca-cz", "cluster-house", "mpo-cz"],
        said=["Start June 2016", "End November 2016"],
        disputed={"start": ["disputed: May 2016"]},
    )
    roles = {(p["role"], p.get("organisation")) for p in project.fields["partners"]}
    assert {("lead", "nca-cz"), ("partner", "cluster-house"), ("funder", "mpo-cz")} <= roles
    assert "not by the EU" in project.page
    assert set(project.fields["sources_by_field"]["start"]) >= {"nca-cz-rs-2016"}
    points = [(p["when"], p["place"], p["kind"]) for p in timeline(bundled, CZ_RS)]
    assert points == [
        ("2 September 2015", "Niš", "agreement"),
        ("June 2016", "", "start"),
        ("13 October 2016", "Niš", "forum"),
        ("2 November 2016", "Prague", "forum"),
        ("November 2016", "", "end"),
    ]


def test_row_17_the_memorandum_has_its_parties_and_two_places(bundled: Clustercli) -> None:
    paper = row(
        bundled,
        "nca-cluster-house-memorandum",
        found_by=["memorandum o spolupráci NCA Cluster House", "memorandum of cooperation", "меморандум о сарадњи"],
        linked_to=["nca-cz", "cluster-house", "hk-cr"],
        said=["Date 2 September 2015", "2. září 2015"],
        disputed={"city": ["City Niš", "disputed: Novi Sad"]},
    )
    assert (paper.kind, paper.fields["kind"], paper.fields["projects"]) == ("document", "memorandum", [CZ_RS])
    signed = [p["organisation"] for p in paper.fields["parties"] if p.get("role") == "signatory"]
    assert signed == ["nca-cz", "cluster-house"]
    parties = (bundled.folder / "lists" / "parties.csv").read_text(encoding="utf-8")
    assert "nca-cluster-house-memorandum" in parties


def test_row_18_the_two_forums_of_2016_and_their_report(bundled: Clustercli) -> None:
    words = ["CZ-RS Cluster Forum", "RS-CZ Cluster Forum", "česko-srbské klastrové fórum", "чешко-српски форум"]
    project = row(
        bundled,
        CZ_RS,
        found_by=words,
        linked_to=["nca-cz", "cluster-house"],
        said=["13 October 2016", "2 November 2016"],
        disputed={"milestones": ["13-14 October 2016"]},
    )
    nis, prague = project.point("First CZ-RS Cluster Forum"), project.point("First RS-CZ Cluster Forum")
    assert (nis["place"], nis["country"], prague["place"], prague["country"]) == ("Niš", ["RS"], "Prague", ["CZ"])
    assert "12 representatives" in nis["outcome"]
    assert prague["outcome"].startswith("a report on the Serbian-Czech")
    report = row(
        bundled,
        "cz-rs-forum-report",
        found_by=["Serbian-Czech cross-cluster SME trade forum", "zpráva o srbsko-českém klastrovém fóru"],
        linked_to=["nca-cz", "cluster-house"],
    )
    assert (report.fields["kind"], set(report.fields["countries"])) == ("report", {"CZ", "RS"})
    assert "date" not in report.fields


def test_row_19_the_mapping_and_firms_that_look_to_the_other_country(bundled: Clustercli) -> None:
    mapping = row(
        bundled,
        "cz-rs-cluster-mapping",
        found_by=["zmapování exportně orientovaných klastrů", "mapping of export-oriented clusters"],
        linked_to=["nca-cz", "cluster-house", "hlimont", "yumis"],
        said=["planned: date November 2016"],
    )
    assert set(mapping.fields["countries"]) == {"CZ", "RS"}
    firm = bundled("show", "hlimont", "--format", "json").json()
    assert (firm["export_countries"], firm["target_countries"]) == (["RS"], ["RS"])
    pairs = bundled("match", "--country", "RS", "--with", "CZ", "--format", "json").json()
    assert len(pairs) == 20
    assert {(p["organisation_country"], p["partner_country"]) for p in pairs} == {("RS", "CZ")}


def test_row_20_case_studies_name_firm_cluster_and_market(bundled: Clustercli) -> None:
    hlimont = row(
        bundled,
        "cz-rs-case-study-hlimont",
        found_by=["případová studie Hlimont", "case study HK Metal Cluster"],
        linked_to=["hlimont", "hk-metal-cluster", "cluster-house"],
    )
    yumis = row(
        bundled,
        "cz-rs-case-study-yumis",
        found_by=["případová studie YUMIS", "case study Vitana", "студија случаја"],
        linked_to=["yumis", "cluster-house"],
    )
    assert [study.fields["kind"] for study in (hlimont, yumis)] == ["case study", "case study"]
    assert [kind_of(bundled, id_) for id_ in hlimont.fields["about"]] == ["sme", "cluster"]
    assert "RS" in hlimont.fields["countries"]  # the market
    assert "The market is Serbia" in hlimont.page
    assert {"cz-rs-case-study-hlimont", "cz-rs-case-study-yumis"} <= set(
        found(bundled, "případová studie") + found(bundled, "case study")
    )


def test_row_21_internationalisation_strategies_say_that_their_period_is_not_known(bundled: Clustercli) -> None:
    strategies = row(
        bundled,
        "cz-rs-internationalisation-strategies",
        found_by=["internacionalizační strategie dvou klastrů", "internationalisation strategies of two clusters"],
        linked_to=["nca-cz", "cluster-house"],
        said=["planned: date November 2016"],
    )
    assert (strategies.kind, strategies.fields["kind"]) == ("document", "strategy")
    assert "period" not in strategies.fields
    assert "review_date" not in strategies.fields
    assert "No source names the two clusters, the period of the strategies or the date of their review" in (
        strategies.page
    )
