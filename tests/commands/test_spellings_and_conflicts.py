"""What sources say differently is shown with both values and who says so; every spelling met leads to its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from clustercli.records.fold import fold
from tests.conftest import Clustercli

if TYPE_CHECKING:
    from collections.abc import Iterator


class Conflict(NamedTuple):
    """One row of the list of conflicts: the parts of the main value and of the other, and who says the other.

    Parts stand in one entry of the field, as JSON has them; `shown` is what the record's page says of the other value.
    """

    row: int
    id: str
    field: str
    main: tuple[str, ...]
    other: tuple[str, ...]
    source: str
    shown: str


class Remark(NamedTuple):
    """A row about something that has no field: all of it, with its sources, stands in one note."""

    row: int
    id: str
    parts: tuple[str, ...]


MEMORANDUM = "Memorandum of cooperation between NCA and Cluster House signed"
PLATFORM = "An electronic platform of over 35 cluster members"
COUNTED = "A project whose result is counted"
CONFLICTS = [
    Conflict(1, "cz-rs-clusters-trade-sme", "milestones", ("2015-09-02", "Niš"), ("2015-09-02", "Novi Sad"),
             "clusterhouse.rs", f"2 September 2015: {MEMORANDUM} (Novi Sad, RS)"),
    Conflict(2, "cz-rs-clusters-trade-sme", "start", ("2016-06",), ("2016-05",), "clusterhouse.rs", "May 2016"),
    Conflict(3, "cz-rs-clusters-trade-sme", "name", ("The Importance of Clusters for the Trade",),
             ("CZ-RS CrossClustersNETworking SME Trade Bridge",), "cluster-house-site", ""),
    Conflict(3, "cz-rs-clusters-trade-sme", "name", ("The Importance of Clusters for the Trade",),
             ("Cluster-Based CZ-RS SME Trade Bridge",), "cluster-house-site", ""),
    Conflict(4, "cz-rs-clusters-trade-sme", "milestones", ("2016-10-13", "First CZ-RS Cluster Forum in Niš"),
             ("2016-10-13/2016-10-14", "First CZ-RS Cluster Forum in Niš"), "clusterhouse.rs",
             "13-14 October 2016: First CZ-RS Cluster Forum in Niš"),
    Conflict(5, "clusters-cord", "budget", ("1358494.68", "total"), ("1460334.99", "total"), "central2013-cz",
             "1,460,334.99 EUR (total)"),
    Conflict(5, "clusters-cord", "budget", ("1112940.82", "ERDF share"), ("1191117.74", "ERDF share"),
             "central2013-cz", "1,191,117.74 EUR (ERDF share)"),
    Conflict(6, "clusters-cord", "sectors", ("ict",), ("logistics",), "eu.region-stuttgart.de",
             "logistics, consulting, automotive, aerospace, tourism, health, energy, environment, mechanical"),
    Conflict(7, "clusters-cord", "partners", ("Regional Development Agency Celje",), ("ARLEG", "PL"), "dex-ic.com",
             "partner: ARLEG Regional Development Agency (PL)"),
    Conflict(9, "clusters-cord", "partners", ("Centre for Research, Innovation and Regional Development", "CZ"),
             ("Centre for research and innovation", "CZ"), "central2013-overview-6",
             "partner: Centre for research and innovation (CZ)"),
    Conflict(9, "clusters-cord", "partners", ("Centre for Research, Innovation and Regional Development", "CZ"),
             ("Centre for research, technology and also regional advancement", "CZ"), "central2013-other-pages",
             "partner: Centre for research, technology and also regional advancement (CZ)"),
    Conflict(10, "clustercoop", "budget", ("2053050",), ("2153000",), "grantseurope.eu", "2,153,000 EUR (total)"),
    Conflict(11, "clustercoop", "start", ("2011-04-01",), ("2011-03-31",), "up2europe.com", "31 March 2011"),
    Conflict(11, "clustercoop", "end", ("2014-03-31",), ("2014-03-30",), "up2europe.com", "30 March 2014"),
    Conflict(12, "clustercoop", "countries", ("IT",), ("RU",), "kormany.hu", "Russia (RU)"),
    Conflict(13, "ministry-economy-hu", "name", ("Ministry for National Economy",),
             ("Ministry for National Development and Economy",), "grantseurope.eu", ""),
    Conflict(13, "ministry-economy-hu", "name", ("Ministry for National Economy",),
             ("Maďarské ministerstvo hospodářství",), "czechinvest-projects", ""),
    Conflict(13, "clustercoop", "partners", ("ministry-economy-hu", "lead"),
             ("Ministry for National Development and Economy", "lead"), "grantseurope.eu",
             "lead: Ministry for National Development and Economy (HU)"),
    Conflict(14, "clustercoop", "partners", ("VDI/VDE Innovation + Technology GmbH",), ("mag-hu",),
             "czechinvest-projects", "partner: MAG Hungarian Economic Development Centre [mag-hu]"),
    Conflict(15, "ict-cluster-bulgaria", "founded", ("2005-01-31",), ("2004-12",), "netlaw.bg", "December 2004"),
    Conflict(15, "ict-cluster-bulgaria", "founded", ("2005-01-31",), ("2005",), "emfs.eu", "2005"),
    Conflict(16, "vojvodina-ict-cluster", "founded", ("2010-06-19",), ("2009-09-08",), "ekapija-voict",
             "8 September 2009"),
    Conflict(16, "vojvodina-ict-cluster", "founded", ("2010-06-19",), ("2010-03",), "wbc-rti.info", "March 2010"),
    Conflict(17, "mechatronics-automation-cluster-bg", "founded", ("2006-36",), ("2008",), "bia-bg.com", "2008"),
    Conflict(18, "clutex", "founded", ("2006-03-14",), ("2016",), "betterfactory.eu", "2016"),
    Conflict(19, "plastr", "founded", ("2006-02",), ("2007-02",), "katalogfiremzk.cz", "February 2007"),
    Conflict(20, "cluster-house", "founded", ("2011",), ("2010",), "ledib.org", "2010"),
    Conflict(21, "dundjer", "founded", ("2008-06-11",), ("2007",), "balkancluster-site", "2007"),
    Conflict(22, "dundjer", "members", ("100",), (">100",), "balkancluster-site", "total over 100"),
    Conflict(24, "cluster-facts", "founded", ("2010-09-14",), ("2010-09",), "clusterfacts.org.rs", "September 2010"),
    Conflict(25, "moravian-aerospace-cluster", "members", ("~50", "2023"), ("51", "2020"), "technikaatrh.cz",
             "total 51, as of 2020"),
    Conflict(25, "moravian-aerospace-cluster", "members", ("~50", "2023"), ("26", "2014"), "pbsvb.cz",
             "total 26, as of 2014"),
    Conflict(26, "moravian-aerospace-cluster", "name", ("Moravský letecký klastr",), ("Czech Aerospace Cluster",),
             "czech-aerospace.cz", ""),
    Conflict(26, "moravian-aerospace-cluster", "name", ("Moravian Aerospace Cluster",), ("Czech Aerospace Cluster",),
             "czech-aerospace.cz", ""),
    Conflict(27, "nca-cz", "members_total", ("31",), ("32",), "https://www.nca.cz/en", "32"),
    Conflict(28, "vojvodina-metal-cluster-project", "start", ("2011-03-01",), ("2010-01",), "mapa.euinfo.rs",
             "January 2010"),
    Conflict(28, "vojvodina-metal-cluster-project", "end", ("2013-02",), ("2012-01",), "mapa.euinfo.rs",
             "January 2012"),
    Conflict(29, "vojvodina-metal-cluster", "city", ("Temerin",), ("Stara Pazova",), "sremskenovine.co.rs",
             "Stara Pazova"),
    Conflict(30, "eumetal-2", "budget", ("304070",), ("304070", "80 percent"), "sarajevotimes.com",
             "304,070 EUR (80 percent)"),
    Conflict(31, "clutex-oppi-2008", "budget", ("1827000", "total"), ("158000", "national share"),
             "strukturalni-fondy.cz", "158,000 EUR (national share)"),
    Conflict(33, "balkan-cluster-bg-rs", "start", ("2015-04",), ("2015-05",), "balkancluster.clusterhouse.rs",
             "May 2015"),
    Conflict(34, "balkan-cluster", "description", ("electronic platform",), (COUNTED, "dorpineo"),
             "cluster-house-bg-rs-2015", COUNTED),
    Conflict(34, "balkan-cluster-bg-rs", "description", ("Cross-border project",), (PLATFORM,),
             "clustercollaboration.eu", PLATFORM),
    Conflict(37, "majevica", "employees", ("150",), ("120",), "rars-msp.org", "120"),
    Conflict(38, "luna-pozarevac", "name", ("Luna",), ("Luna, Pozarevac",), "clusterfacts.org.rs", ""),
    Conflict(39, "ivkovic", "city", ("Beograd",), ("Blace",), "welovepr.de", "Blace"),
    Conflict(40, "days-of-clusters", "milestones", ("2013-10-31/2013-11-01", "Sofia", "planned"), ("2013", "Sofia"),
             "clusterhouse.rs", "2013: Days of Clusters 2013 (Sofia, BG)"),
    Conflict(41, "days-of-clusters", "milestones", ("5th Days of Clusters", "Tekirdağ"),
             ("6th Days of Clusters", "Brașov"), "clusterhouse.rs", "22-23 October 2015: 6th Days of Clusters"),
    Conflict(41, "days-of-clusters", "milestones", ("7th Days of Clusters", "Ohrid"),
             ("7th Days of Clusters", "Ohrid"), "dundjer.co.rs", "22-24 September 2016: 7th Days of Clusters"),
    Conflict(42, "autoklastr-msk", "founded", ("2006",), ("2006-23",), "ihned.cz", "autumn 2006"),
]  # fmt: skip
REMARKS = [
    Remark(8, "rra-uk", ("Špitálské náměstí 1050/3, 400 01", "rra-clusters-cord-2012", "Velká Hradební 3118/48, 400 02",
                         "central2013.eu/overview-6")),
    Remark(11, "clustercoop", ("1.4. 2011 - 31.3. 2014", "CzechInvest", "April 1, 2011", "36 months", "siea.sk")),
    Remark(23, "cluster-facts", ("50 million EUR", "?lang=en", "70 million EUR", "https://clusterfacts.org.rs/facts/)")),
    Remark(23, "cluster-facts", ("21 private companies", "3 academic institutions")),
    Remark(25, "moravian-aerospace-cluster", ("3000 in 2014", "pbsvb.cz", "6000 in 2023", "reportazezprumyslu.cz")),
    Remark(27, "nca-cz", ("https://nca.cz/en", "818 / 248", "264 K", "https://www.nca.cz/en", "885 / 207", "275 tis")),
    Remark(28, "vojvodina-metal-cluster", ("860000 EUR", "1 March 2011", "sremskenovine", "January 2010",
                                           "mapa.euinfo.rs")),
    Remark(29, "vojvodina-metal-cluster", ("Temerin", "Stara Pazova", "Novi Sad")),
    Remark(30, "eumetal-2", ("304,070", "80 percent", "17 percent", "83.2 percent")),
    Remark(35, "abc-bulgaria", ("17 members in April 2016", "bsecluster.org", "six new members", "November 2012",
                                "region.bg")),
    Remark(36, "automotive-cluster-bulgaria", ("37000 people", "automotive-expo.bg", "270 companies",
                                               "see-industry.com", "380 companies", "80000 people", "11 percent",
                                               "automotive.bg")),
    Remark(38, "luna-pozarevac", ("common name", "town")),
]  # fmt: skip
NOT_A_ROW = {32}  # the list passes over this number

SPELLINGS = {
    "cluster-house": ["Kuća klastera", "Kuća Klastera", "Cluster House", "LEDIB Cluster House", "Клъстерна къща",
                      "u Nišu", "klasterima", "klastera"],
    "balkan-cluster": ["Balkan Cluster", "Balkanski klaster", "Balkan klaster", "Балкански клъстер",
                       "Балкански клъстър", "The Balkan Cluster"],
    "balkan-cluster-bg-rs": ["Balkan Cluster", "Balkanski klaster", "Balkan klaster", "Балкански клъстер",
                             "Балкански клъстър", "The Balkan Cluster", "klastera"],
    "cz-rs-clusters-trade-sme": ["The Importance of Clusters for the Trade and SMEs Development", "v Niš", "klastrech",
                                 "CZ-RS CrossClustersNETworking SME Trade Bridge",
                                 "Cluster-Based CZ-RS SME Trade Bridge", "CZ-RS Cluster Forum", "RS-CZ Cluster Forum"],
    "nicat": ["Niš", "Nis", "Ниш"],
    "turisticki-klaster-banjac": ["Niške banje", "Niška banja", "Niška Banja"],
    "dundjer": ["Dunđer", "Dundjer", "DUNDJER", "Грађевински кластер „Дунђер“"],
    "vojvodina-ict-cluster": ["Vojvodina ICT Cluster", "VOICT", "Vojvođanski IKT klaster", "Vojvođanski IKT-klaster",
                              "IKT-Cluster der Provinz Vojvodina"],
    "cluster-facts": ["FACTS", "Cluster FACTS", "Klaster FACTS", "Cluster Fakts", "Sanateks", "Garman", "Soda sport",
                      "Jeger"],
    "tiffany-production": ["Tiffany Production", "Tiff any Production", "Tiﬀany Production", "Tifani", "Čačak", "Cacak",
                           "Cacac", "Tiffany Production doo", "Tiffany Production d.o.o", "Tiffany Production d.o.o."],
    "luna-pozarevac": ["Luna, Pozarevac", "Luna (Požarevac)", "Cacac"],
    "clusters-cord": ["Clusters Cord", "CLUSTERS-CORD", "ClustersCord", "Clusters CORD", "CLUSTER-CORD"],
    "clustrat": ["Clustrat", "CLUSTRAT", "CluStrat"],
    "mechatronics-automation-cluster-bg": ["Клъстер Мехатроника и автоматизация",
                                           "клъстер „Мехатроника и Автоматизация“", "КМА", "KMA"],
    "black-sea-energy-cluster": ["Черноморски енергиен клъстер", "Черноморски Енергиен Клъстер", "ЧЕК"],
    "srednogorie-med": ["Srednogorie", "Средногорие Мед Индустриален клъстер", "Industrial Cluster Srednogorie"],
    "clutex": ["CLUTEX", "Clutex", "CLUTEX – Klastr technických textilií", "CLUTEX - klastr technické textilie, o.s.",
               "CLUTEX - klastr technické textilie, z.s."],
    "narodni-strojirensky-klastr": ["Národní strojírenský klastr", "Moravskoslezský strojírenský klastr", "MSSK", "NSK",
                                    "nskova.cz", "msskova.cz", "@NÁRODNÍ STROJÍRENSKÝ KLASTR", "klastr"],
    "narodni-drevarsky-klastr": ["Národní dřevařský klastr", "Moravskoslezský dřevařský klastr", "MSDK",
                                 "Moravskoslezský dřevařský klastr, o.s.", "Národní dřevařský klastr, z.s."],
    "moravian-aerospace-cluster": ["Moravský letecký klastr", "Czech Aerospace Cluster", "Moravian Aerospace Cluster"],
    "pbs-velka-bites": ["První brněnská strojírna Velká Bíteš", "Prvni brnenska strojirna Velka Bites", "PBS",
                        "První brněnská strojírna Velká Bíteš, a.s."],
    "rra-uk": ["RRA ÚK", "Regional Development Agency of Usti Region", "Regional Development Agency of Ústí Region",
               "Regional Development Agency of Usti Region, PLC", "Ústí nad Labem", "Usti",
               "Regionální rozvojová agentura Ústeckého kraje, a.s."],
    "fed-sofia": ["Foundation for Entrepreneurship Development", "Foundation for the Development of Entrepreneurship",
                  "Fondacija za razvoj preduzetništva", "Fondacijom za razvoj preduzetništva",
                  "Фондация за развитие на предприемачеството", "Sofia", "Sofije", "София"],
    "luss-textile": ["Luss Textile", "LUSS tekstajl", "„LUSS tekstajl“"],
    "foodland": ["Foodland", "Fudlend", "„Fudlend“"],
    "standard-furniture-serbia": ["„Standard Furniture Serbia“", "Стандард фурнитур Србија"],
    "pardam-nano4fibers": ["Pardam", "PARDAM", "PARDAM NANO4FIBERS"],
    "svitap": ["SVITAP", "Svitavy", "Sivtavy"],
    "veba": ["Veba, a. s.", "Veba, a.s."],
    "inotex": ["INOTEX spol. s r.o.", "INOTEX Ltd.", "INOTEX GmbH", "INOTEX s.r.o.", "INOTEX s. r. o."],
    "sirogojno": ["Sirogojno", "Sirogojno Company"],
    "dotika": ["Dotika", "Dotaki"],
    "uniplast-cacak": ["Унипласт", "„Унипласт“", "Uniplast"],
    "klastr-mechatronika": ["Plzeň", "Plzni", "Pilsen"],
    "netwood": ["Kragujevac", "Kragujevcu"],
    "inmold": ["Požega", "Požezi", "Pozega"],
    "ict-cluster-burgas": ["Bourgas", "Burgas"],
    "marine-cluster-development": ["Rousse", "Ruse", "Russe"],
    "spesima": ["Спесима ООД", "Spesima OOD", "ООД", "OOD"],
    "aeroplani-dar": ["Аероплани ДАР ЕООД", "Aeroplani DAR EOOD", "ЕООД", "EOOD"],
    "druzhba-stil": ["Дружба Стил АД", "Druzhba Stil AD", "Druzhba Stil JSC", "АД"],
    "opticoelectron": ["Opticoelectron JSC", "Opticoelectron JSCo", "Opticoelectron AD"],
    "kovobel": ["KOVOBEL, výrobní družstvo", "KOVOBEL coop", "družstvo"],
}  # fmt: skip
GENERIC = {"klaster", "клъстер", "клъстър", "кластер", "klastr"}


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Clustercli:
    """The program where the bundled catalogue answers."""
    folder = tmp_path_factory.mktemp("bundled")
    return Clustercli(folder / "home", folder)


def entries(value: Any) -> list[str]:
    """A value's entries, each with all its texts: a list has many, a map of languages or a block is one."""
    parts = value if isinstance(value, list) else [value]
    return [" | ".join(texts(part)) for part in parts]


def texts(value: Any) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)
    else:
        yield str(value)


def told(value: Any, parts: tuple[str, ...]) -> bool:
    """Whether one entry holds all the parts: a date or a number as it is, words within longer words as well."""
    return any(
        all(part in entry.split(" | ") or (part in entry and fold(part)[-1:].isalpha()) for part in parts)
        for entry in entries(value)
    )


def record(program: Clustercli, id_: str) -> dict[str, Any]:
    result = program("show", id_, "--format", "json")
    assert result.code == 0, result.err
    return dict(result.json())


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda c: f"{c.row}-{c.id}-{c.field}")
def test_both_values_of_a_conflict_are_kept_with_their_source(bundled: Clustercli, conflict: Conflict) -> None:
    values = record(bundled, conflict.id)
    main = [values[conflict.field], values.get(f"{conflict.field}_languages", {})]
    assert any(told(value, conflict.main) for value in main), values[conflict.field]
    claims = values["disputed"][conflict.field]
    assert any(told(claim["value"], conflict.other) and conflict.source in claim["source"] for claim in claims), claims


@pytest.mark.parametrize("conflict", [c for c in CONFLICTS if c.shown], ids=lambda c: f"{c.row}-{c.id}-{c.field}")
def test_the_page_of_a_record_says_what_others_say(bundled: Clustercli, conflict: Conflict) -> None:
    page = " ".join(bundled("show", conflict.id).out.split())
    claims = page.split("disputed: ")[1:]
    assert any(conflict.shown in claim for claim in claims), page


@pytest.mark.parametrize("remark", REMARKS, ids=lambda r: f"{r.row}-{r.id}")
def test_what_has_no_field_stands_in_one_note(bundled: Clustercli, remark: Remark) -> None:
    notes = record(bundled, remark.id)["notes"]
    assert any(all(part in note for part in remark.parts) for note in notes), notes
    page = " ".join(bundled("show", remark.id).out.split())
    assert all(part in page for part in remark.parts)


def test_no_row_of_the_list_is_passed_over() -> None:
    assert {c.row for c in CONFLICTS} | {r.row for r in REMARKS} == set(range(1, 43)) - NOT_A_ROW


@pytest.mark.parametrize(
    ("id_", "missing", "source"),
    [
        ("clusters-cord", "Regional Development Agency Celje", "https://dex-ic.com/clusters-cord-1"),
        ("clustercoop", "VDI/VDE Innovation + Technology GmbH", "czechinvest-projects"),
    ],
)
def test_a_list_without_a_partner_is_kept_without_it(bundled: Clustercli, id_: str, missing: str, source: str) -> None:
    values = record(bundled, id_)
    claims = [claim for claim in values["disputed"]["partners"] if claim["source"] == source]
    (listed,) = [claim["value"] for claim in claims if len(claim["value"]) > 1]
    assert missing in [partner.get("name") for partner in values["partners"]]
    assert missing not in [partner.get("name") for partner in listed]


@pytest.mark.parametrize(
    ("id_", "spelling"), [(id_, spelling) for id_, spellings in SPELLINGS.items() for spelling in spellings]
)
def test_every_spelling_finds_its_record(bundled: Clustercli, id_: str, spelling: str) -> None:
    limit = "1000" if spelling in GENERIC else "20"  # a word for cluster names hundreds of records
    result = bundled("search", spelling, "--limit", limit, "--format", "json")
    assert result.code == 0, result.err
    assert id_ in [row["id"] for row in result.json()]


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("Oбщина", "Община"),
        ("unapređenjа", "unapređenja"),
        ("lјudskih", "ljudskih"),
        ("LjUDSKIH", "LJUDSKIH"),
        ("POTPISIVANjEM", "POTPISIVANJEM"),
        ("Tiﬀany", "Tiffany"),
        ("КМA", "КМА"),
    ],
)
def test_words_of_two_scripts_and_ligatures_read_as_one(mixed: str, plain: str) -> None:
    assert mixed != plain
    assert fold(mixed) == fold(plain)


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        *(
            (word, {"balkan-cluster", "klaster-orava", "klaster-sireva-jug"})
            for word in ("klaster", "клъстер", "кластер")
        ),
        ("клъстър", {"balkan-cluster"}),  # the Bulgarian word with its own vowel
    ],
)
def test_the_word_for_a_cluster_finds_the_records_that_have_it(bundled: Clustercli, word: str, ids: set[str]) -> None:
    assert ids <= {row["id"] for row in bundled("search", word, "--limit", "1000", "--format", "json").json()}
