"""What stands beside the records in a catalogue, read with the same types: settings, sources, vocabulary, policy."""

from __future__ import annotations

from clustercli.records.fields import Field, ListOf, Struct
from clustercli.records.scalars import ID, LANGUAGE, NUMBER, URL, Choice, Concept, Country, Date, Nace, Plain

CATALOGUE: tuple[Field, ...] = (
    Field("title", Plain(), "the name of the catalogue", "Clusters of our region", True),
    Field("home", Country(), "the country it is kept in", "CZ"),
    Field("languages", ListOf(LANGUAGE), "languages to show names in, best first", "[cs, en]"),
)
SOURCE: tuple[Field, ...] = (
    Field("title", Plain(), "title of the page or document", "News of the association", True),
    Field("url", URL, "web address", "https://example.org/news"),
    Field("language", LANGUAGE, "language of the text", "cs"),
    Field("accessed", Date(), "when it was read", "2026-11-22"),
    Field("note", Plain(), "anything to know about it"),
    Field("dead", Date(), "since when its link is known to lead nowhere", "2026-11-22"),
)
_LANGUAGES = ("cs", "sr", "bg", "en", "de", "hu", "sk", "sl", "pl", "it", "hr", "bs", "mk", "ro")


def _per_language(help_: str, needed: tuple[str, ...] = ()) -> Struct:
    """A map of language -> list of texts."""
    return Struct(tuple(Field(tag, ListOf(Plain()), help_.format(tag), required=tag in needed) for tag in _LANGUAGES))


CONCEPT: tuple[Field, ...] = (
    Field("id", ID, "the id of the concept", "fabrics", True),
    Field("parent", ID, "the id of the wider concept", "textile"),
    Field("nace", ListOf(Nace()), "NACE Rev. 2 codes", "['13.2']"),
    Field("nace21", ListOf(Nace()), "NACE Rev. 2.1 codes", "['13.2']"),
    Field(
        "words",
        _per_language("words in {}, the label first", needed=("en",)),
        "words that name it, per language, the label first; Serbian in Latin script",
        required=True,
    ),
    Field(
        "clues",
        _per_language("clues in {}"),
        "what betrays it in a text without naming it, per language: products, verbs, machines, materials",
    ),
    Field("shared", ListOf(Plain()), "words that other concepts may have too", "[les]"),
)
RELATION: tuple[Field, ...] = (
    Field("from", Concept(), "the trade that buys", "apparel", True),
    Field("kind", Choice(("buys_from", "complements")), "how the two belong together", "buys_from", True),
    Field("to", Concept(), "the trade that sells", "fabrics", True),
    Field("strength", NUMBER, "0 to 1", "0.7", True),
    Field("reason", Plain(), "why, in a few words", "garments are cut from cloth", True),
)
_FIT = Struct(
    (
        Field("points", NUMBER, "points out of 40", "10", True),
        Field("prior", NUMBER, "what an unknown counts, 0 to 1", "0.4", True),
    )
)
POLICY: tuple[Field, ...] = (
    Field("version", Plain(), "printed with every machine-readable answer", "1", True),
    Field("share", NUMBER, "points for relevance; fit has the rest of 100", "60", True),
    Field(
        "relevance",
        Struct(
            tuple(
                Field(name, NUMBER, f"the cap of {name.replace('_', ' ')}, below 1", "0.6", True)
                for name in ("sector_tree", "supply_chain", "need_met", "offer_wanted", "both_ways")
            )
        ),
        "what each reason can give at most; together they are a noisy-or",
        required=True,
    ),
    Field(
        "levels",
        Struct(
            tuple(
                Field(name, NUMBER, help_, "0.9", True)
                for name, help_ in (
                    ("same", "the same concept"),
                    ("narrower", "the offer is a part of what is needed"),
                    ("wider", "the offer is wider than the need"),
                    ("inherited", "a relation stated of a wider trade, for each side that inherits it"),
                    ("competitor", "the same sector and nothing more, unless both are cluster organisations"),
                    ("kin", "two sectors of which one lies below the other"),
                    ("sibling", "two concepts with the same parent"),
                    ("group", "two concepts of the same group"),
                    ("complements", "times the strength of the relation"),
                    ("cooperation", "what clusters offer each other, beside what is traded"),
                    ("apart", "cooperation between unrelated trades, of what it counts within one"),
                    ("guessed", "a concept guessed from text, confirmed by nobody"),
                )
            )
        ),
        "how much of the cap each degree of agreement gives",
        required=True,
    ),
    Field(
        "fit",
        Struct(
            tuple(
                Field(name, _FIT, f"{name.replace('_', ' ')}", required=True)
                for name in ("target_countries", "languages", "size", "certificates", "history", "distance")
            )
        ),
        "what makes working together easy",
        required=True,
    ),
)
