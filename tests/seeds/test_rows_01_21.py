"""Rows 1 to 21 of the seed systems: Clusters-CORD, its platforms and papers, and the Czech-Serbian project."""

from __future__ import annotations

from tests.seeds.rows import Catalogue, Row, texts_of

CORD, CZ_RS = "clusters-cord", "cz-rs-clusters-trade-sme"
FIELDS = {"ict", "tourism", "health", "energy", "environment", "food"}  # energy and environment are one of five
CORD_COUNTRIES = ["CZ", "DE", "SK", "SI", "HU", "PL", "AT", "IT"]


def cord(catalogue: Catalogue, original: str, english: str, *said: str) -> Row:
    """The project Clusters-CORD, found by the words of a row."""
    return catalogue.row(CORD, original=[original], english=[english], linked_to=["rra-uk"], said=said)


def test_the_bundled_catalogue_has_no_problem(catalogue: Catalogue) -> None:
    result = catalogue.program("check")
    assert (result.code, result.err) == (0, "")


def test_row_01_clusters_cord_with_its_partners_fields_dates_and_both_budgets(catalogue: Catalogue) -> None:
    project = catalogue.row(
        CORD,
        original=["Clusters Cord", "výměnná fóra pro členy a manažery klastrů"],
        english=["cooperation for regional development", "exchange forums"],
        linked_to=["rra-uk", "wrs-stuttgart", "czechinvest"],
        said=["Start March 2010", "End February 2013"],
        disputed={
            "budget": ["1,358,494.68 EUR", "1,112,940.82 EUR", "1,460,334.99 EUR", "1,191,117.74 EUR"],
            "sectors": ["ten key industries"],
        },
    )
    roles = project.roles()
    assert roles[0] == ("lead", "rra-uk")
    assert [role for role, _ in roles].count("partner") == 10
    assert ("observer", "czechinvest") in roles
    assert set(project.fields["sectors"]) == FIELDS
    (budget,) = catalogue.json("conflicts", CORD, "--field", "budget")
    assert (budget["said_by"], budget["other_said_by"]) == (["central2013-overview-6"], "central2013-cz")


def test_row_01_the_timeline_of_clusters_cord_is_in_the_right_order(catalogue: Catalogue) -> None:
    points = [(point["when"], point["kind"]) for point in catalogue.timeline(CORD)]
    assert points == [
        ("March 2010", "start"),
        ("October 2011", "conference"),
        ("October 2011", "workshop"),
        ("end of 2011", "meeting"),
        ("21-22 February 2012", "forum"),
        ("April 2012", "forum"),
        ("June 2012", "forum"),
        ("November 2012", "training"),
        ("end of 2012", "agreement"),
        ("January/February 2013", "conference"),
        ("January 2013", "output"),
        ("February 2013", "end"),
        ("no date", "meeting"),
    ]
    dated = [point for point in catalogue.json("timeline", CORD) if point["date"]]  # with the documents
    for i, point in enumerate(dated):
        assert not any(later["latest"] < point["earliest"] for later in dated[i + 1 :])


def test_row_02_the_exchange_forums_of_2012_have_place_day_and_sectors(catalogue: Catalogue) -> None:
    said = ("21-22 February 2012", "April 2012", "June 2012")
    project = cord(catalogue, "výměnné fórum studijní návštěva", "exchange forum study visit", *said)
    forums = [point for point in project.fields["milestones"] if point["kind"] == "forum"]
    assert [(f["date"], f["place"], f["country"], f["as_written"]) for f in forums] == [
        ("2012-02-21/2012-02-22", "Linz", ["AT"], "21. a 22. 2. 2012"),
        ("2012-04", "Milan", ["IT"], "duben 2012"),
        ("2012-06", "Stuttgart", ["DE"], "červen 2012"),
    ]
    assert [set(f["sectors"]) for f in forums] == [{"health", "energy", "environment"}, {"tourism", "food"}, {"ict"}]
    assert all("study visit" in f["note"] and "members of clusters" in f["note"] for f in forums)
    left = catalogue.json("timeline", CORD, "--sector", "food")
    assert [(point["when"], point["place"]) for point in left] == [("April 2012", "Milan")]
    assert [point["place"] for point in catalogue.json("timeline", CORD, "--sector", "zdravotnictví")] == ["Linz"]
    lines = [
        line["place"] for line in catalogue.table("milestones") if (line["project"], line["kind"]) == (CORD, "forum")
    ]
    assert lines == ["Linz", "Milan", "Stuttgart"]
    assert "12-13 June 2012" in project.page  # what a later item says


def test_row_03_the_benchmarking_conference_in_milan_has_an_outcome(catalogue: Catalogue) -> None:
    project = cord(catalogue, "Benchmarkingová konference", "Benchmarking conference in Milan", "October 2011")
    conference = project.point("Benchmarking conference")
    assert (conference["date"], conference["place"], conference["status"]) == ("2011-10", "Milan", "done")
    assert conference["outcome"] in project.page
    assert "work plan for 2012" in conference["outcome"]
    assert "25 October 2011" in conference["note"]  # the more precise date of another source
    (point,) = [p for p in catalogue.timeline(CORD, "--country", "IT", "--to", "2011") if p["kind"] == "conference"]
    assert point["outcome"] == conference["outcome"]


def test_row_04_the_benchmarking_is_a_document(catalogue: Catalogue) -> None:
    study = catalogue.row(
        "clusters-cord-benchmarking",
        original=["Benchmarking klastrových organizací ze střední Evropy"],
        english=["benchmarking of cluster organisations"],
        linked_to=["rra-uk"],
        said=["presented: date October 2011, place Milan"],
    )
    assert (study.kind, study.fields["kind"], study.fields["projects"]) == ("document", "study", [CORD])
    assert "date" not in study.fields  # nobody says when it was published
    assert "findings" not in study.fields
    assert "No source read gives its figures" in study.page


def test_row_05_about_thirty_clusters_is_no_exact_count(catalogue: Catalogue) -> None:
    project = cord(catalogue, "pracovní skupiny okolo 30 klastrů", "working groups of cluster managers")
    groups = project.point("Working groups")
    assert groups["participants"] == "~30"
    assert "date" not in groups
    assert "counts clusters, not people" in groups["note"]
    assert "Working groups of cluster managers (about 30 participants" in project.page
    assert "achieved about 30" in project.page


def test_row_06_the_session_gives_offers_needs_and_a_plan_whose_items_are_milestones(catalogue: Catalogue) -> None:
    project = cord(catalogue, "nabídka a poptávka", "what I can offer what I seek", "October 2011")
    session = project.point("Session on what I can offer")
    assert (session["date"], session["place"], session["status"]) == ("2011-10", "Milan", "done")
    assert "offers and needs" in session["outcome"]
    plan = catalogue.row(
        "clusters-cord-work-plan-2012",
        original=["pracovní plán na rok 2012"],
        english=["work plan for 2012"],
        linked_to=["rra-uk"],
        said=["Period 2012", "draft: date October 2011"],
    )
    assert plan.fields["projects"] == [CORD]
    kinds = [p["kind"] for p in project.fields["milestones"] if p.get("date", "").startswith("2012")]
    assert kinds == ["forum", "forum", "forum", "training", "agreement"]
    clusters = [catalogue.show(id_) for id_ in ("omnipack", "plastr", "ict-cluster")]
    assert all(cluster["offers"] and cluster["needs"] for cluster in clusters)
    why = catalogue.program("match", "plastr", "--with", "RS", "--why").out
    assert "you need" in why
    assert "automotive" in why


def test_row_07_observers_are_no_partners_and_led_to_recommendations(catalogue: Catalogue) -> None:
    project = cord(catalogue, "setkání s pozorovateli", "meetings with the observers", "end of 2011")
    assert [who for role, who in project.roles() if role == "observer"] == ["czechinvest"]
    assert ("partner", "czechinvest") not in project.roles()
    assert "observer: CzechInvest" in project.page
    meetings = project.point("Meetings with the observers")
    assert (meetings["date"], meetings["as_written"], meetings["status"]) == ("2011-36", "ke konci roku 2011", "done")
    assert "recommendations" in meetings["outcome"]
    assert any("doporučení" in output for output in project.fields["outputs"])
    assert [role["role"] for role in catalogue.who("czechinvest") if role["id"] == CORD] == ["observer"]


def test_row_08_the_training_of_managers_is_in_several_countries(catalogue: Catalogue) -> None:
    project = cord(catalogue, "školení manažerů klastrů", "cluster managers training", "November 2012")
    training = project.point("Cluster managers' training")
    assert (training["kind"], training["date"], training["status"]) == ("training", "2012-11", "unknown")
    assert training["country"] == CORD_COUNTRIES
    for country in CORD_COUNTRIES:
        titles = [point["title"] for point in catalogue.timeline(CORD, "--country", country)]
        assert training["title"] in titles


def test_row_09_whether_the_agreement_was_signed_is_not_known(catalogue: Catalogue) -> None:
    agreement = catalogue.row(
        "clusters-cord-partnership-agreement",
        original=["mezinárodní partnerská smlouva mezi klastry"],
        english=["partnership agreement between clusters"],
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
    point = cord(catalogue, "mezinárodní partnerská smlouva", "agreement between clusters").point(
        "Partnership agreement"
    )
    assert (point["date"], point["status"], point["as_written"]) == ("2012-36", "unknown", "konec roku 2012")
    assert [p["when"] for p in catalogue.timeline(CORD) if p["kind"] == "agreement"] == ["end of 2012"]
    chart = catalogue.program.screen("timeline", CORD, width=120).splitlines()
    marks = {line.split()[-1] for line in chart if "Partnership agreement between" in line}
    assert marks == {"???"}  # drawn neither as planned nor as done
    assert "? not said whether it took place" in chart[-2]


def test_row_10_the_final_conference_and_the_policy_recommendations(catalogue: Catalogue) -> None:
    said = ("January/February 2013", "January 2013: Policy recommendations")
    project = cord(catalogue, "závěrečná projektová konference", "final conference", *said)
    conference = project.point("Final conference")
    assert (conference["date"], conference["country"], conference["status"]) == ("2013-01/2013-02", ["CZ"], "unknown")
    assert "6 February 2013" in conference["note"]
    paper = catalogue.row(
        "clusters-cord-policy-recommendations",
        original=["návrh doporučení pro klastrovou regionální politiku"],
        english=["recommendations for regional cluster policy"],
        linked_to=["rra-uk", "czechinvest"],
        said=["planned: date January 2013"],
    )
    assert (paper.kind, paper.fields["kind"]) == ("document", "recommendation")


def test_row_11_a_metacluster_is_a_cluster_whose_members_are_clusters(catalogue: Catalogue) -> None:
    meta = catalogue.row(
        "clusters-cord-metaclusters",
        original=["metaklastry", "mezinárodní klastry"],
        english=["metaclusters", "meta-clusters"],
        linked_to=["rra-uk"],
        through="clusters-cord-partnership-agreement",
        said=["as of 2012, clusters about 30"],
    )
    assert meta.kind == "cluster"
    assert meta.fields["members"] == {"clusters": "~30", "as_of": "2012"}
    assert set(meta.fields["sectors"]) == FIELDS
    assert {"country", "members", "status"} <= set(meta.fields["inferred"])
    pairs = catalogue.json("match", "--country", "RS", "--sector", "tourism", "--limit", "200")
    assert pairs
    assert all(pair["partner"] != "clusters-cord-metaclusters" for pair in pairs)


def listed_by(catalogue: Catalogue, platform: str) -> dict[str, str]:
    """The clusters that a platform lists, with their countries; each has its page there, some the day it was seen.

    Where the page bears no date, nothing is said of it.
    """
    lines = [line for line in catalogue.exported("cluster").values() if f"system: {platform}," in line["listed_in"]]
    seen = []
    for line in lines:
        (entry,) = [entry for entry in catalogue.show(line["id"])["listed_in"] if entry["system"] == platform]
        assert any(source.startswith(entry["url"]) for source in texts_of(catalogue.show(line["id"])["sources"]))
        page = catalogue.page(line["id"])
        assert f"[{platform}]" in page
        assert ("last seen" in page) == ("last_seen" in entry), line["id"]
        seen += [line["id"]] if "last_seen" in entry else []
    assert seen
    return {line["id"]: line["country"] for line in lines}


def test_row_12_the_catalogue_of_czech_clusters_lists_clusters(catalogue: Catalogue) -> None:
    platform = catalogue.row(
        "catalogue-czech-clusters",
        original=["Katalog českých klastrů", "nca.cz"],
        english=["Catalogue of Czech clusters"],
        linked_to=["nca-cz"],
        said=["Last seen 2012"],
    )
    assert (platform.kind, platform.fields["kind"]) == ("platform", "catalogue")
    (entry,) = catalogue.show("autoklastr-msk")["listed_in"]
    assert (entry["system"], entry["last_seen"]) == ("catalogue-czech-clusters", "2023-03-03")
    assert entry["url"].startswith("https://nca.cz/")
    page = catalogue.page("autoklastr-msk")
    assert "Catalogue of Czech clusters [catalogue-czech-clusters]" in page
    assert "last seen 3 March 2023" in page
    listed = listed_by(catalogue, "catalogue-czech-clusters")
    assert set(listed.values()) == {"CZ"}
    assert all("listed_in" in catalogue.show(id_)["inferred"] for id_ in listed)  # the entries were not read


def test_row_13_the_observatory_is_closed_and_has_a_successor(catalogue: Catalogue) -> None:
    platform = catalogue.row(
        "european-cluster-observatory",
        original=["Evropská klastrová observatoř"],
        english=["European Cluster Observatory", "clusterobservatory.eu"],
        linked_to=["european-commission"],
        said=["Last seen 2012"],
    )
    assert (platform.kind, platform.fields["kind"]) == ("platform", "observatory")
    assert (platform.fields["status"], platform.fields["successor"]) == ("closed", "eccp")
    assert {"status", "successor"} <= set(platform.fields["inferred"])
    assert "Successor European Cluster Collaboration Platform [eccp]" in platform.page


def test_row_14_the_collaboration_platform_lists_clusters(catalogue: Catalogue) -> None:
    platform = catalogue.row(
        "eccp",
        original=["clustercollaboration.eu", "Evropská platforma pro spolupráci klastrů"],
        english=["ECCP", "European Cluster"],
        linked_to=["european-commission"],
        said=["Last seen February 2025"],
    )
    assert platform.kind == "platform"
    assert {"BG", "RO", "RS", "SK"} <= set(listed_by(catalogue, "eccp").values())
    (entry,) = catalogue.show("ict-cluster")["listed_in"]
    assert entry == {
        "system": "eccp",
        "url": "https://clustercollaboration.eu/content/ict-cluster",
        "last_seen": "2021-02",
    }


def test_row_15_dead_and_foreign_links_are_marked(catalogue: Catalogue) -> None:
    site = catalogue.row(
        "clusterscord-eu",
        original=["clusterscord.eu", "webové stránky projektu"],
        english=["site of the Clusters-CORD project"],
        linked_to=["rra-uk"],
        said=["Launched May 2011"],
        disputed={"url": ["http://www.clustercord.eu"]},
    )
    assert (site.kind, site.fields["kind"], site.fields["projects"]) == ("platform", "website", [CORD])
    assert [(link["url"], link["state"]) for link in site.fields["dead_links"]] == [
        ("http://www.clusterscord.eu", "gone")
    ]
    project = cord(catalogue, "Clusters Cord", "Clusters-CORD")
    assert "Website http://www.clusterscord.eu (dead" in project.page
    states = {link["url"]: link["state"] for link in project.fields["dead_links"]}
    assert states.pop("http://www.clusterscord.eu") == "gone"
    assert set(states.values()) == {"foreign"}
    assert all(url.startswith("https://www.central2013.eu/") for url in states)
    assert project.page.count("foreign content by now, not to be trusted") == len(states)
    programme = catalogue.row(
        "central-europe-2007-2013",
        original=["operační program Central Europe"],
        english=["CENTRAL EUROPE Programme"],
        linked_to=["rra-uk"],
        through=CORD,
        said=["Period 2007 - 2013"],
    )
    assert [(link["url"], link["state"]) for link in programme.fields["dead_links"]] == [
        ("https://www.central2013.eu", "foreign")
    ]
    assert "state foreign" in programme.page
    assert {CORD, "central-europe-2007-2013", "clusterscord-eu"} <= {
        line["id"] for line in catalogue.json("due", "--exit-zero") if line["what"] == "link"
    }


def test_row_16_the_czech_serbian_project_is_paid_by_the_czech_state(catalogue: Catalogue) -> None:
    project = catalogue.row(
        CZ_RS,
        original=["Význam klastrů pro rozvoj obchodu a malých a středních podniků"],
        english=["Importance of Clusters for the Trade and SMEs Development", "Czech-Serbian"],
        linked_to=["nca-cz", "cluster-house", "mpo-cz"],
        said=["Start June 2016", "End November 2016"],
        disputed={"start": ["disputed: May 2016"], "name": ["CZ-RS SME Trade Bridge"]},
    )
    assert {("lead", "nca-cz"), ("partner", "cluster-house"), ("funder", "mpo-cz")} <= set(project.roles())
    assert "not by the EU" in project.page
    assert catalogue.show(project.fields["programme"])["funder_type"] == "state"
    (start,) = catalogue.json("conflicts", CZ_RS, "--field", "start")
    assert (start["value"], start["said_by"], start["other_value"]) == ("2016-06", ["nca-cz-rs-2016"], "2016-05")
    points = [(p["when"], p["place"], p["kind"]) for p in catalogue.timeline(CZ_RS)]
    assert points == [
        ("2 September 2015", "Niš", "agreement"),
        ("June 2016", "", "start"),
        ("13 October 2016", "Niš", "forum"),
        ("2 November 2016", "Prague", "forum"),
        ("November 2016", "", "end"),
    ]


def test_row_17_the_memorandum_has_its_parties_and_two_places(catalogue: Catalogue) -> None:
    paper = catalogue.row(
        "nca-cluster-house-memorandum",
        original=["memorandum o spolupráci NCA Cluster House", "меморандум о сарадњи"],
        english=["memorandum of cooperation"],
        linked_to=["nca-cz", "cluster-house", "hk-cr"],
        said=["Date 2 September 2015", "2. září 2015"],
        disputed={"city": ["City Niš", "disputed: Novi Sad"]},
    )
    assert (paper.kind, paper.fields["kind"], paper.fields["projects"]) == ("document", "memorandum", [CZ_RS])
    assert [who for role, who in paper.roles() if role == "signatory"] == ["nca-cz", "cluster-house"]
    lines = [line for line in catalogue.table("parties") if line["document"] == "nca-cluster-house-memorandum"]
    assert [line["organisation"] for line in lines] == ["nca-cz", "cluster-house", "hk-cr"]


def test_row_18_the_two_forums_of_2016_and_their_report(catalogue: Catalogue) -> None:
    project = catalogue.row(
        CZ_RS,
        original=["česko-srbské klastrové fórum", "srbsko-české klastrové fórum", "чешко-српски форум"],
        english=["CZ-RS Cluster Forum", "RS-CZ Cluster Forum"],
        linked_to=["nca-cz", "cluster-house"],
        said=["13 October 2016", "2 November 2016"],
        disputed={"milestones": ["13-14 October 2016"]},
    )
    nis, prague = project.point("First CZ-RS Cluster Forum"), project.point("First RS-CZ Cluster Forum")
    assert (nis["place"], nis["country"], prague["place"], prague["country"]) == ("Niš", ["RS"], "Prague", ["CZ"])
    assert (nis["date"], prague["date"]) == ("2016-10-13", "2016-11-02")
    assert "12 representatives" in nis["outcome"]
    assert prague["outcome"].startswith("a report on the Serbian-Czech")
    assert "cz-rs-forum-report" in prague["outcome"]
    report = catalogue.row(
        "cz-rs-forum-report",
        original=["zpráva o srbsko-českém klastrovém fóru", "izveštaj o srpsko-češkom forumu"],
        english=["Serbian-Czech cross-cluster SME trade forum"],
        linked_to=["nca-cz", "cluster-house"],
    )
    assert (report.fields["kind"], set(report.fields["countries"])) == ("report", {"CZ", "RS"})
    assert "date" not in report.fields


def test_row_19_the_mapping_and_firms_that_look_to_the_other_country(catalogue: Catalogue) -> None:
    mapping = catalogue.row(
        "cz-rs-cluster-mapping",
        original=["zmapování exportně orientovaných klastrů"],
        english=["mapping of export-oriented clusters"],
        linked_to=["nca-cz", "cluster-house", "hlimont", "yumis"],
        said=["planned: date November 2016"],
    )
    assert set(mapping.fields["countries"]) == {"CZ", "RS"}
    firm = catalogue.show("hlimont")
    assert (firm["export_countries"], firm["target_countries"]) == (["RS"], ["RS"])
    firms = catalogue.exported("sme").values()
    for country in ("CZ", "RS"):
        assert any(line["export_countries"] for line in firms if line["country"] == country)
        assert any(line["target_countries"] for line in firms if line["country"] == country)
    pairs = catalogue.json("match", "--country", "RS", "--with", "CZ")
    assert len(pairs) == 20
    assert {(p["organisation_country"], p["partner_country"]) for p in pairs} == {("RS", "CZ")}
    (best,) = catalogue.json("match", "hlimont", "--with", "RS", "--limit", "1")
    assert ("target_countries", "you aim at RS") in [(line["signal"], line["text"]) for line in best["lines"]]


def test_row_20_case_studies_name_firm_cluster_and_market(catalogue: Catalogue) -> None:
    hlimont = catalogue.row(
        "cz-rs-case-study-hlimont",
        original=["případová studie Hlimont", "případové studie internacionalizace"],
        english=["case study HK Metal Cluster", "case studies of SMEs that went abroad"],
        linked_to=["hlimont", "hk-metal-cluster", "cluster-house"],
    )
    yumis = catalogue.row(
        "cz-rs-case-study-yumis",
        original=["případová studie YUMIS", "студија случаја", "případové studie internacionalizace"],
        english=["case study Vitana", "case studies of SMEs that went abroad"],
        linked_to=["yumis", "cluster-house"],
    )
    assert [study.fields["kind"] for study in (hlimont, yumis)] == ["case study", "case study"]
    assert [catalogue.kind(id_) for id_ in hlimont.fields["about"]] == ["sme", "cluster"]
    assert [catalogue.kind(id_) for id_ in yumis.fields["about"]] == ["sme"]
    assert "No source names a cluster that YUMIS belongs to" in yumis.page
    assert "RS" in hlimont.fields["countries"]  # the market
    assert "The market is Serbia" in hlimont.page


def test_row_21_internationalisation_strategies_say_that_their_period_is_not_known(catalogue: Catalogue) -> None:
    strategies = catalogue.row(
        "cz-rs-internationalisation-strategies",
        original=["internacionalizační strategie dvou klastrů"],
        english=["internationalisation strategies of two clusters"],
        linked_to=["nca-cz", "cluster-house"],
        said=["planned: date November 2016"],
    )
    assert (strategies.kind, strategies.fields["kind"]) == ("document", "strategy")
    assert "period" not in strategies.fields
    assert "review_date" not in strategies.fields
    assert "No source names the two clusters, the period of the strategies or the date of their review" in (
        strategies.page
    )
