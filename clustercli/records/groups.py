"""Groups of fields that several kinds of records share: head, place, trade, status, and what a record rests on."""

from __future__ import annotations

from clustercli.records.blocks import CONTACT, DEAD_LINK, ITEM
from clustercli.records.fields import Disputed, Field, Identifiers, ListOf, Sources, Words
from clustercli.records.scalars import (
    ID,
    LANGUAGE,
    REGION,
    URL,
    Choice,
    Concept,
    Country,
    Date,
    FormerId,
    LinkTo,
    Nace,
    Plain,
    Position,
)

CONTACTS = "contacts"  # the field that leaves the files only where it is asked for


def _all_fields() -> tuple[Field, ...]:
    from clustercli.records.kinds import KINDS

    return tuple(field for kind in KINDS for field in kind.fields)


HEAD = (
    Field("id", ID, "unique over all kinds, never used again for something else", "example-id", True, listed=True),
    Field("name", Words(), "the official name, or a map of language tag -> name", "Example", True, True, "name"),
    Field("aliases", ListOf(Plain()), "other names, abbreviations, spellings", "[EXA]", search="name"),
    Field("acronym", Plain(), "short name", "EXA", search="name"),
)
STATUS = (
    Field("status", Choice(("planned", "active", "closed")), "left out: not known", "active", listed=True),
    Field("successor", LinkTo(()), "the id of the record that took its place"),
    Field("same_as", ListOf(LinkTo(()), single=True), "records of the very same organisation: a decision"),
    Field("different_from", ListOf(LinkTo(()), single=True), "records that only look like it: a decision"),
    Field("website", URL, "web address", "https://example.org"),
    Field(
        "description", Words(), "a sentence or two, or a map of language tag -> text", "What it does.", search="text"
    ),
)
TAIL = (
    Field(
        CONTACTS,
        ListOf(CONTACT),
        "functional contacts only, no private persons",
        "[{role: secretariat, email: info@example.org, purpose: enquiries of partners, delete_after: 2030-12-31}]",
    ),
    Field(
        "sources",
        Sources(),
        "web addresses, or ids of sources.yaml; or a map of field -> such a list, with 'record' for the rest",
        "[https://example.org/about]",
    ),
    Field("checked", Date(), "when a person last compared the record with its sources", "2026-11-22"),
    Field("inferred", ListOf(Plain()), "names of fields that are our reading, stated by no source", "[description]"),
    Field(
        "disputed",
        Disputed(_all_fields),
        "field -> list of {value, source}: what other sources say",
        "{website: [{value: https://example.com, source: https://example.org/about}]}",
    ),
    Field("notes", ListOf(Plain(), single=True), "anything else worth keeping", search="text"),
    Field("renamed_from", ListOf(FormerId(), single=True), "ids it had before; they are never used again"),
    Field("dead_links", ListOf(DEAD_LINK), "web addresses of this record that lead nowhere, or elsewhere, by now"),
)
PLACE = (
    Field("country", Country(), "ISO 3166-1 alpha-2 code", "CZ", True, listed=True),
    Field("city", Plain(), "seat", "Liberec", listed=True, search="text"),
    Field("region", REGION, "NUTS or statistical region code", "CZ051"),
    Field("place", Position(), "[latitude, longitude]", "[50.77, 15.06]"),
    Field("founded", Date(), "founding date", "2006-03-14"),
    Field("languages", ListOf(LANGUAGE), "working languages", "[cs, en]"),
    Field("identifiers", Identifiers(), "register numbers: scheme -> number", "{cz-ico: 00177041}", search="text"),
)
TRADE = (
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
    Field("certificates", ListOf(Plain()), "ISO 9001, OEKO-TEX, ...", "[ISO 9001]", search="text"),
)
