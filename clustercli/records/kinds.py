"""THE schema: what kinds of records there are and what fields each has.

Tables, checks, templates, the JSON Schema, the field list of the documentation, CSV columns and what matching and
search read all follow from this file. A new field is a line here, a new kind an entry of KINDS.
"""

from __future__ import annotations

from typing import NamedTuple

from clustercli.records.blocks import BUDGET, CONTACT, INDICATOR, ITEM, LABEL, LISTING, MEMBERS, MILESTONE, PARTNER
from clustercli.records.fields import Disputed, Field, Identifiers, ListOf, Words
from clustercli.records.scalars import (
    COUNT,
    ID,
    LANGUAGE,
    REGION,
    URL,
    Choice,
    Concept,
    Country,
    Date,
    LinkTo,
    Nace,
    Plain,
    Position,
    SourceRef,
)


class Kind(NamedTuple):
    """One kind of record: its names, the folder of its files under data/, its fields in their order.

    `partners` says whether matching may propose it. The first of `dates` is the record's beginning.
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


def _all_fields() -> tuple[Field, ...]:
    return tuple({f.name: f for kind in KINDS for f in kind.fields}.values())


_HEAD = (
    Field("id", ID, "unique over all kinds, never used again for something else", "example-id", True, listed=True),
    Field("name", Words(), "the official name, or a map of language tag -> name", "Example", True, True, "name"),
    Field("aliases", ListOf(Plain()), "other names, abbreviations, spellings", "[EXA]", search="name"),
    Field("acronym", Plain(), "short name", "EXA", search="name"),
)
_STATUS = (
    Field("status", Choice(("planned", "active", "closed")), "left out: not known", "active", listed=True),
    Field("successor", LinkTo(()), "the id of the record that took its place"),
    Field("same_as", ListOf(LinkTo(()), single=True), "records of the very same organisation: a decision"),
    Field("different_from", ListOf(LinkTo(()), single=True), "records that only look like it: a decision"),
    Field("website", URL, "web address", "https://example.org"),
    Field(
        "description", Words(), "a sentence or two, or a map of language tag -> text", "What it does.", search="text"
    ),
)
_TAIL = (
    Field(
        "contacts",
        ListOf(CONTACT),
        "functional contacts only, no private persons",
        "[{role: secretariat, email: info@example.org}]",
    ),
    Field("sources", ListOf(SourceRef()), "web addresses, or ids of sources.yaml", "[https://example.org/about]"),
    Field("checked", Date(), "when a person last compared the record with its sources", "2026-11-22"),
    Field("inferred", ListOf(Plain()), "names of fields that are our reading, stated by no source", "[description]"),
    Field(
        "disputed",
        Disputed(_all_fields),
        "field -> list of {value, source}: what other sources say",
        "{website: [{value: https://example.com, source: https://example.org/about}]}",
    ),
    Field("notes", ListOf(Plain(), single=True), "anything else worth keeping", search="text"),
)
_PLACE = (
    Field("country", Country(), "ISO 3166-1 alpha-2 code", "CZ", True, listed=True),
    Field("city", Plain(), "seat", "Liberec", listed=True, search="text"),
    Field("region", REGION, "NUTS or statistical region code", "CZ051"),
    Field("place", Position(), "[latitude, longitude]", "[50.77, 15.06]"),
    Field("founded", Date(), "founding date", "2006-03-14"),
    Field("languages", ListOf(LANGUAGE), "working languages", "[cs, en]"),
    Field("identifiers", Identifiers(), "register numbers: scheme -> number", "{cz-ico: 00177041}"),
)
_TRADE = (
    Field("sectors", ListOf(Concept()), "concepts of the vocabulary", "[textile]", True, True, term="sector"),
    Field("nace", ListOf(Nace()), "NACE codes", "[13.20]"),
    Field(
        "products",
        ListOf(ITEM),
        "what it makes: text, or {concept, text}",
        "[{concept: fabrics, text: woven wool fabrics}]",
        search="text",
        term="product",
    ),
    Field(
        "offers",
        ListOf(ITEM),
        "what it offers to partners",
        "[{concept: dyeing-finishing, text: dyeing to order}]",
        search="text",
        term="offer",
    ),
    Field(
        "needs",
        ListOf(ITEM),
        "what it looks for",
        "[{concept: yarn-fibres, text: wool yarn}]",
        search="text",
        term="need",
    ),
    Field("target_countries", ListOf(Country()), "countries it wants to enter", "[RS, BG]"),
    Field("certificates", ListOf(Plain()), "ISO 9001, OEKO-TEX, ...", "[ISO 9001]"),
)

CLUSTER = Kind(
    "cluster",
    "clusters",
    "cluster organisation",
    (
        *_HEAD,
        *_PLACE,
        *_TRADE,
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
        *_STATUS,
        *_TAIL,
    ),
    partners=True,
)
SME = Kind(
    "sme",
    "smes",
    "firm",
    (
        *_HEAD,
        *_PLACE,
        *_TRADE,
        Field("employees", COUNT, "people employed; ~140 is about 140, >140 more than 140", "140"),
        Field("employees_as_of", Date(), "when they were counted", "2014"),
        Field("size", Choice(("micro", "small", "medium", "large")), "EU size class", "small", listed=True),
        Field("export_countries", ListOf(Country()), "countries it sells to", "[DE, AT]"),
        Field("corporate_group", Plain(), "the corporate group it belongs to", "Example Holding"),
        Field("member_of", ListOf(LinkTo(("cluster", "institution"))), "clusters it belongs to", "[clutex]"),
        *_STATUS,
        *_TAIL,
    ),
    aliases=("firm", "firms", "company", "companies"),
    partners=True,
)
INSTITUTION = Kind(
    "institution",
    "institutions",
    "institution",
    (
        *_HEAD,
        *_PLACE,
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
        *_STATUS,
        *_TAIL,
    ),
    aliases=("organisation", "organisations"),
)  # fmt: skip
PROJECT = Kind(
    "project",
    "projects",
    "project",
    (
        *_HEAD,
        Field("programme", Plain(), "funding programme", "Central Europe", search="text"),
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
        *_STATUS,
        *_TAIL,
    ),
)

KINDS: tuple[Kind, ...] = (CLUSTER, SME, INSTITUTION, PROJECT)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_named(word: str) -> Kind | None:
    """The kind that a word names, in the singular, the plural or an everyday form."""
    lower = word.strip().lower()
    return next((k for k in KINDS if lower in (k.name, k.plural, *k.aliases)), None)
