"""THE schema: what kinds of records there are and what fields each has.

Tables, checks, templates, the JSON Schema, the field list of the documentation, CSV columns and what matching and
search read all follow from this file. A new field is a line here, a new kind an entry of KINDS.
"""

from __future__ import annotations

from clustercli.named import NamedTuple
from clustercli.records.blocks import (
    BUDGET,
    CALL,
    FUNCTION,
    INDICATOR,
    LABEL,
    LEVEL,
    LISTING,
    MEMBERS,
    MILESTONE,
    PARTNER,
    PARTY,
    STAGE,
)
from clustercli.records.fields import Field, ListOf, Words
from clustercli.records.groups import HEAD, PLACE, STATUS, TAIL, TRADE
from clustercli.records.scalars import (
    COUNT,
    LANGUAGE,
    URL,
    VALIDITY,
    Choice,
    Concept,
    Country,
    Date,
    LinkTo,
    Mention,
    Plain,
)


class Kind(NamedTuple):
    """One kind of record: its names, the folder of its files under data/, its fields in their order.

    `partners` says whether matching may propose it.
    """

    name: str
    plural: str
    label: str
    fields: tuple[Field, ...]
    aliases: tuple[str, ...] = ()
    partners: bool = False

    @property
    def labels(self) -> str:
        """Several of them, in words."""
        return self.plural if self.label == self.name else f"{self.label.removesuffix('s')}s"

    @property
    def folder(self) -> str:
        """The folder of the kind's files."""
        return self.plural

    def field(self, name: str) -> Field | None:
        """A field by its name."""
        return next((f for f in self.fields if f.name == name), None)


_ORGANISATION = ("institution", "cluster", "sme")
_REACH = (
    Field("countries", ListOf(Country()), "countries it is for or about", "[CZ, RS]"),
    Field("sectors", ListOf(Concept()), "concepts of the vocabulary", "[textile]", term="sector"),
    Field("languages", ListOf(LANGUAGE), "languages it is in", "[cs, en]"),
)

CLUSTER = Kind(
    "cluster",
    "clusters",
    "cluster organisation",
    (
        *HEAD,
        *PLACE,
        *TRADE,
        Field(
            "members",
            MEMBERS,
            "members counted",
            "{total: 30, as_of: 2014-10}",
        ),
        Field("member_of", ListOf(LinkTo(("cluster", "institution"))), "associations and clusters it belongs to"),
        Field(
            "labels",
            ListOf(LABEL),
            "quality labels",
            "[{scheme: Cluster Management Excellence, level: bronze, awarded: 2014-05}]",
        ),
        Field(
            "listed_in",
            ListOf(LISTING),
            "catalogues that list it",
            "[{system: nca.cz, url: https://example.org/catalogue}]",
        ),
        *STATUS,
        *TAIL,
    ),
    partners=True,
)
SME = Kind(
    "sme",
    "smes",
    "firm",
    (
        *HEAD,
        *PLACE,
        *TRADE,
        Field("employees", COUNT, "people employed; ~140 is about 140, >140 more than 140", "140"),
        Field("employees_as_of", Date(), "when they were counted", "2014"),
        Field("size", Choice(("micro", "small", "medium", "large")), "EU size class", "small", listed=True),
        Field("export_countries", ListOf(Country()), "countries it sells to", "[DE, AT]"),
        Field("corporate_group", Plain(), "the corporate group it belongs to", "Example Holding", search="text"),
        Field("member_of", ListOf(LinkTo(("cluster", "institution"))), "clusters it belongs to", "[clutex]"),
        *STATUS,
        *TAIL,
    ),
    aliases=("firm", "firms", "company", "companies"),
    partners=True,
)
INSTITUTION = Kind(
    "institution",
    "institutions",
    "institution",
    (
        *HEAD,
        *PLACE,
        Field(
            "type",
            Choice(
                ("ministry", "agency", "association", "chamber", "municipality", "region", "university", "research",
                 "foundation", "company", "fund", "other")
            ),
            "what it is",
            "agency",
            listed=True,
        ),
        Field("sectors", ListOf(Concept()), "concepts, where it serves some sectors only", term="sector"),
        Field("members_total", COUNT, "members, where it is an association", "31"),
        Field("member_of", ListOf(LinkTo(("cluster", "institution"))), "associations it belongs to"),
        Field("functions", ListOf(FUNCTION), "what it is for others", "[contact point for clusters]", search="text"),
        *STATUS,
        *TAIL,
    ),
    aliases=("organisation", "organisations"),
)  # fmt: skip
PROJECT = Kind(
    "project",
    "projects",
    "project",
    (
        *HEAD,
        Field(
            "programme",
            Mention(("programme",)),
            "id of the funding programme, or its name",
            "Central Europe",
            search="text",
        ),
        Field("reference", Plain(), "number in the programme", "2CE202P1", search="name"),
        Field("start", Date(), "first day", "2011-04-01", listed=True),
        Field("end", Date(), "last day", "2014-03-31", listed=True),
        Field(
            "budget",
            ListOf(
                BUDGET,
                single=True,
            ),
            "amount and currency, one or one per part",
            "{amount: 2053050, currency: EUR}",
        ),
        Field(
            "partners",
            ListOf(PARTNER),
            "organisations and their roles",
            "[{name: Example Agency, country: CZ, role: lead}]",
            rows="partners",
        ),
        Field("sectors", ListOf(Concept()), "concepts of the vocabulary", "[textile]", listed=True, term="sector"),
        Field("countries", ListOf(Country()), "countries it works in, beside those of its partners", "[CZ, RS]"),
        Field("objective", Words(), "what it is for", "What it wants to reach.", search="text"),
        Field(
            "milestones",
            ListOf(MILESTONE),
            "dated points, in the source's order",
            "[{date: 2012-04, title: Forum in Milan, kind: forum}]",
            rows="milestones",
        ),
        Field(
            "indicators",
            ListOf(INDICATOR),
            "what was to be reached, and what was",
            "[{name: firms that met, target: 10, achieved: 12}]",
        ),
        Field(
            "outputs",
            ListOf(Plain()),
            "what it makes: studies, platforms, trainings",
            "[a study of the sector]",
            search="text",
        ),
        Field("results", ListOf(Plain()), "what came out of it", "[12 firms met partners]", search="text"),
        *STATUS,
        *TAIL,
    ),
)

PLATFORM = Kind(
    "platform",
    "platforms",
    "platform",
    (
        *HEAD,
        Field("kind", Choice(("catalogue", "observatory", "platform", "website", "database")), "what it is",
              "catalogue", listed=True),
        Field("operator", ListOf(Mention(_ORGANISATION), single=True), "ids or names of those who run it", "nca",
              search="text"),
        Field("projects", ListOf(LinkTo(("project",))), "projects that made it"),
        Field("url", URL, "its address, also where it is gone", "https://example.org", listed=True),
        Field("last_seen", Date(), "when it was last seen at work", "2026-11", listed=True),
        Field("launched", Date(), "since when it can be used", "2012-05"),
        Field("ended", Date(), "when it was closed", "2019"),
        *_REACH,
        *STATUS,
        *TAIL,
    ),
)  # fmt: skip
DOCUMENT = Kind(
    "document",
    "documents",
    "document",
    (
        *HEAD,
        Field("kind", Choice(("study", "case study", "strategy", "recommendation", "report", "agreement",
                              "memorandum", "petition")), "what it is", "study", listed=True),
        Field("date", Date(), "when it was signed or published", "2015-09-02", listed=True),
        Field("as_written", Plain(), "the date in the source's own words"),
        Field("city", Plain(), "where it was signed or presented", "Niš", search="text"),
        Field("parties", ListOf(PARTY), "who wrote, signed, ordered or received it",
              "[{name: Example Agency, country: CZ, role: author}]", rows="parties"),
        Field("projects", ListOf(LinkTo(("project",))), "projects it came out of"),
        Field("about", ListOf(LinkTo(())), "ids of the organisations, platforms and programmes it is about"),
        Field("period", Date(), "the time it covers", "2016/2020"),
        Field("review_date", Date(), "when it is to be looked at again", "2018-12"),
        Field("stages", ListOf(STAGE), "what became of it, in order", "[{stage: draft, date: 2015-11}]",
              rows="stages"),
        Field("url", URL, "where its text is", "https://example.org/study.pdf"),
        Field("findings", ListOf(Plain()), "figures and conclusions", "[30 clusters were compared]", search="text"),
        *_REACH,
        *STATUS,
        *TAIL,
    ),
)  # fmt: skip
PROGRAMME = Kind(
    "programme",
    "programmes",
    "programme",
    (
        *HEAD,
        Field("reference", Plain(), "its number", "CCI 2014TC16I5CB007", search="name"),
        Field("funder", ListOf(Mention(_ORGANISATION), single=True), "ids or names of those who pay", "mpo",
              search="text"),
        Field("funder_type", Choice(("eu", "state", "regional", "mixed")), "whose money it is", "state", listed=True),
        Field("period", Date(), "from when until when", "2007/2013", listed=True),
        Field("budget", ListOf(BUDGET, single=True), "amount and currency, one or one per part",
              "{amount: 34000000, currency: EUR}"),
        Field("calls", ListOf(CALL), "calls for proposals",
              "[{title: First call, opens: 2015-06-08, closes: 2015-09-28}]", rows="calls"),
        *_REACH,
        *STATUS,
        *TAIL,
    ),
    aliases=("program", "programs"),
)  # fmt: skip
SCHEME = Kind(
    "scheme",
    "schemes",
    "label scheme",
    (
        *HEAD,
        Field("awarded_by", ListOf(Mention(_ORGANISATION), single=True), "ids or names of those who award it", "esca",
              search="text"),
        Field("levels", ListOf(LEVEL), "its levels, the lowest first", "[bronze, silver, gold]"),
        Field("validity", VALIDITY, "how long a label holds", "2 years", listed=True),
        Field("renewal", Plain(), "how it is renewed", "a new audit", search="text"),
        *_REACH,
        *STATUS,
        *TAIL,
    ),
)  # fmt: skip

KINDS: tuple[Kind, ...] = (CLUSTER, SME, INSTITUTION, PROJECT, PLATFORM, DOCUMENT, PROGRAMME, SCHEME)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_named(word: str) -> Kind | None:
    """The kind that a word names, in the singular, the plural or an everyday form."""
    lower = word.strip().lower()
    return next((k for k in KINDS if lower in (k.name, k.plural, *k.aliases)), None)
