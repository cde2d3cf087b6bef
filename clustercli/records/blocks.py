"""The blocks of fields inside records: an item offered, a partner and its role, a milestone, a contact, a label ..."""

from __future__ import annotations

from clustercli.records.fields import Field, ListOf, Struct
from clustercli.records.scalars import (
    AMOUNT,
    COUNT,
    CURRENCY,
    EMAIL,
    URL,
    VALIDITY,
    Choice,
    Concept,
    Country,
    Date,
    LinkTo,
    Mention,
    Plain,
    SourceRef,
)

ITEM = Struct(
    (
        Field("concept", Concept(), "the concept of the vocabulary that it is", "fabrics"),
        Field("text", Plain(), "the thing in plain words", "woven wool fabrics"),
    ),
    short="text",
    one_of=("concept", "text"),
)
PARTNER = Struct(
    (
        Field("organisation", LinkTo(("cluster", "sme", "institution")), "its id, where it has a record", "clutex"),
        Field("name", Plain(), "its name, where it has none"),
        Field("country", Country(), "its country, beside the name", "CZ"),
        Field("role", Choice(("lead", "partner", "associated", "observer", "funder")), "what it does", "lead", True),
        Field("note", Plain(), "anything to know about its part"),
    ),
    one_of=("organisation", "name"),
)
MILESTONE = Struct(
    (
        Field("date", Date(), "when, as precisely as the source says", "2012-02-21/2012-02-22"),
        Field("as_written", Plain(), "the date in the source's own words"),
        Field("title", Plain(), "what happens", "Exchange forum in Linz", True),
        Field(
            "kind",
            Choice(
                ("start", "meeting", "conference", "forum", "training", "workshop", "study visit", "roadshow", "fair",
                 "agreement", "output", "call", "event", "end")
            ),
            "what it is",
            "forum",
        ),
        Field("place", Plain(), "town", "Linz"),
        Field("country", ListOf(Country(), single=True), "country, or a list of them", "AT"),
        Field("sectors", ListOf(Concept()), "concepts it is about", "[food, tourism]"),
        Field("status", Choice(("planned", "done", "unknown")), "planned, known to have taken place, or neither",
              "planned"),
        Field("note", Plain(), "anything to know about it"),
        Field("sources", ListOf(SourceRef()), "where this is stated"),
        Field("participants", COUNT, "people or organisations that took part; >30 is over 30", ">30"),
        Field("outcome", Plain(), "what came out of it", "12 firms met partners"),
    )
)  # fmt: skip
CONTACT = Struct(
    (
        Field("role", Plain(), "function, never a person", "secretariat", True),
        Field("email", EMAIL, "role address", "info@example.org"),
        Field("phone", Plain(), "switchboard number", "+420 000 000 000"),
        Field("purpose", Plain(), "what it is kept for", "enquiries of partners", True),
        Field("delete_after", Date(), "when it is to be deleted; after that it is shown nowhere", "2030-12-31", True),
        Field("legal_basis", Plain(), "what allows to keep it", "published by the organisation itself"),
        Field("source", SourceRef(), "where it is from: a web address, or an id of sources.yaml",
              "https://example.org/contact"),
        Field("informed_on", Date(), "when those concerned were told that it is kept", "2026-11-22"),
        Field("review_by", Date(), "when somebody has to see whether it is still needed", "2028-11"),
    )
)  # fmt: skip

MEMBERS = Struct(
    (
        Field("total", COUNT, "all members; ~30 is about 30, >30 more than 30", "30"),
        Field("sme", COUNT, "small and medium-sized firms"),
        Field("large", COUNT, "large firms"),
        Field("research", COUNT, "research and education"),
        Field("other", COUNT, "others"),
        Field("as_of", Date(), "when they were counted", "2014-10"),
        Field("clusters", COUNT, "clusters, where it is a cluster of clusters", "7"),
    )
)
LABEL = Struct(
    (
        Field(
            "scheme",
            Mention(("scheme",)),
            "id of the label scheme, or its name",
            "Cluster Organisation Management Excellence",
            True,
        ),
        Field("level", Plain(), "bronze, silver, gold", "bronze"),
        Field("awarded", Date(), "since when", "2014-05"),
        Field("valid_until", Date(), "until when", "2016-05"),
    )
)
LISTING = Struct(
    (
        Field("system", Mention(("platform",)), "id of the catalogue or platform, or its name", "nca.cz", True),
        Field("url", URL, "its entry there"),
        Field("last_seen", Date(), "when it was last seen there"),
    )
)
BUDGET = Struct(
    (
        Field("amount", AMOUNT, "amount with a decimal point", "2053050", True),
        Field("currency", CURRENCY, "ISO 4217 code", "EUR", True),
        Field("part", Plain(), "total, EU share, one partner's share ...", "total"),
    )
)
INDICATOR = Struct(
    (
        Field("name", Plain(), "what is counted", "institutions linked", True),
        Field("target", Plain(), "what was planned", "10"),
        Field("achieved", Plain(), "what came out", "12"),
    )
)
PARTY = Struct(
    (
        Field("organisation", LinkTo(("cluster", "sme", "institution")), "its id, where it has a record", "clutex"),
        Field("name", Plain(), "its name, where it has none"),
        Field("country", Country(), "its country, beside the name", "CZ"),
        Field(
            "role",
            Choice(("author", "publisher", "signatory", "client", "funder", "addressee")),
            "what it has to do with the document",
            "author",
        ),
        Field("note", Plain(), "anything to know about its part"),
    ),
    short="organisation",
    one_of=("organisation", "name"),
)
STAGE = Struct(
    (
        Field(
            "stage",
            Choice(("planned", "draft", "presented", "signed", "adopted", "published", "revised", "unknown")),
            "what became of it",
            "draft",
            True,
        ),
        Field("date", Date(), "when, as precisely as the source says", "2016-03"),
        Field("place", Plain(), "town", "Niš"),
        Field("note", Plain(), "anything to know about it"),
        Field("sources", ListOf(SourceRef()), "where this is stated"),
    )
)
CALL = Struct(
    (
        Field("title", Plain(), "the name of the call", "Second call", True),
        Field("reference", Plain(), "its number", "CB007.2"),
        Field("opens", Date(), "first day", "2015-06-08"),
        Field("closes", Date(), "last day", "2015-09-28"),
        Field("sectors", ListOf(Concept()), "concepts it is about", "[tourism]"),
        Field("url", URL, "web address", "https://example.org/call"),
        Field("note", Plain(), "anything to know about it"),
        Field("sources", ListOf(SourceRef()), "where this is stated"),
    )
)
LEVEL = Struct(
    (
        Field("level", Plain(), "its name", "gold", True),
        Field("validity", VALIDITY, "how long it holds, where levels differ", "2 years"),
        Field("requires", Plain(), "what it takes", "an audit by two experts"),
    ),
    short="level",
)
FUNCTION = Struct(
    (
        Field("function", Plain(), "what it is for others", "contact point for clusters", True),
        Field("of", LinkTo(("project", "platform", "programme")), "the project or platform it serves", "clustercoop"),
        Field("country", Country(), "the country it serves", "CZ"),
        Field("period", Date(), "from when until when", "2011-04/2014-03"),
        Field("note", Plain(), "anything to know about it"),
    ),
    short="function",
)
DEAD_LINK = Struct(
    (
        Field("url", URL, "the address", "https://example.org/old", True),
        Field("state", Choice(("gone", "foreign", "moved")), "gone, somebody else's content by now, or moved", "gone",
              True),
        Field("seen", Date(), "when that was seen", "2026-11-22"),
        Field("note", Plain(), "anything to know about it"),
    )
)  # fmt: skip
