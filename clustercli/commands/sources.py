"""`sources`: what the catalogue rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.choosing import Choice
from clustercli.commands.options import Countries, Format, Raw, by_option
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records import claims
from clustercli.records.groups import CONTACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clustercli.index.queries import Row
    from clustercli.trust.resting import Resting, Use

_COLUMNS = (
    Column("source", "source", grow=True),
    Column("records", "records", right=True),
    Column("alone", "alone", right=True),
    Column("claims", "claims", right=True),
    Column("dead", "dead", grow=True),
    Column("title", "title", grow=True),
    Column("record_level"),
    Column("field_level"),
    Column("entry_level"),
    Column("url"),
    Column("site"),
    Column("language"),
    Column("accessed"),
    Column("note"),
)
_SITES = (
    Column("site", "site"),
    Column("sources", "sources", right=True),
    Column("records", "records", right=True),
    Column("alone", "alone", right=True),
    Column("claims", "claims", right=True),
    Column("dead", "dead", right=True),
)
_ALONE = (
    Column("id", "id"),
    Column("kind", "kind"),
    Column("source", "rests on", grow=True),
    Column("name"),
    Column("title"),
)
_RECORDS = (
    Column("id", "id"),
    Column("kind", "kind"),
    Column("parts", "for", grow=True),
    Column("name", "name", grow=True),
    Column("source"),
    Column("title"),
)


def sources(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="[SOURCE]", help="An id of sources.yaml, a web address or a site.")
    ] = "",
    alone: Annotated[bool, typer.Option("--alone", help="The records that rest on one alone, or on none.")] = False,
    by: Annotated[str, by_option(("site",), "Count all sources of a site together.")] = "",
    country: Countries = None,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """List the sources, with the number of records that rest on each.

    A record rests on the sources that it names for itself, for its fields and for entries of its lists; "alone" counts
    the records that rest on nothing else, "claims" those that a source contradicts. With a SOURCE: the records that
    name it, and for what. A link that is marked dead says so.

    Two pages of one site often say the same because one person wrote both: with --by site, they count as one.

    Example: clustercli sources --by site

    Example: clustercli sources --alone --country RS

    Example: clustercli sources rra-clusters-cord-2012
    """
    session = Session(context)
    records = list(_resting(Choice(session, (), country or ())))
    known = _entries(session)
    site = _site(known)
    if source and alone:
        raise ClusterError("A SOURCE and --alone exclude each other.", code=Exit.USAGE)
    if source:
        _write_users(session, records, known, source, format_, raw)
    elif alone:
        _write_alone(session, records, known, site if by else str, format_, raw)
    elif by:
        _write_sites(session, records, known, format_, raw)
    else:
        _write_all(session, records, known, format_, raw, every=not country)


def _entries(session: Session) -> dict[str, Row]:
    from clustercli.index import trust

    return trust.all_sources(session.connection)


def _site(known: dict[str, Row]) -> Callable[[str], str]:
    """The site of a source; of one without an address, its id."""
    return lambda source: claims.site((known[source]["url"] or "") if source in known else source) or source


def _resting(choice: Choice) -> Iterator[Resting]:
    """All chosen records with their sources."""
    from clustercli.index import trust
    from clustercli.trust.resting import Resting

    of_contacts = trust.contact_sources(choice.session.connection)
    for kind in choice.kinds():
        for values in choice.values(kind):
            contacts = (claims.Cited(claims.ENTRY, CONTACTS, source) for source in of_contacts.get(values["id"], ()))
            cited = (*claims.cited(kind, values), *contacts)
            yield Resting(values["id"], kind.name, values["name"], cited, claims.dead_links(values))


def _dead(source: str, entry: Row | None, links: dict[str, claims.Dead]) -> str:
    """What is known of a dead link: 'since 2026-11', 'foreign content, seen 2026-11'."""
    url = (entry["url"] if entry else source) or ""
    marked = links.get(claims.address(url)) if url else None
    if marked is None:
        return f"since {entry['dead']}" if entry and entry["dead"] else ""
    if marked.state == "gone":
        return f"since {marked.since}" if marked.since else "yes"
    state = "foreign content" if marked.state == "foreign" else marked.state
    return f"{state}, seen {marked.since}" if marked.since else state


def _write_all(
    session: Session, records: list[Resting], known: dict[str, Row], format_: str, raw: bool, every: bool
) -> None:
    """A line for each source, those that most rests on first; entries that nothing rests on last."""
    from clustercli.trust.resting import Use, uses

    used = uses(records)
    if every:
        used |= {id_: Use() for id_ in known if id_ not in used}
    links = {address: dead for record in records for address, dead in record.dead.items()}
    site = _site(known)

    def row(source: str, use: Use) -> dict[str, Any]:
        entry = known.get(source)
        facts = {name: entry[name] for name in ("title", "url", "language", "accessed", "note")} if entry else {}
        return {
            "source": source, "records": use.records, "alone": use.alone, "claims": use.claims,
            "dead": _dead(source, entry, links), "record_level": use.whole, "field_level": use.fields,
            "entry_level": use.entries, "site": site(source), "url": source, **facts,
        }  # fmt: skip

    order = sorted(used.items(), key=lambda pair: (-pair[1].records, -pair[1].claims, pair[0]))
    rows = [row(source, use) for source, use in order]
    if session.env.terminal and not format_:
        from clustercli.present.brief import sources as brief

        session.env.write_lines(brief(rows, session.env.page_width))
    else:
        session.write(_COLUMNS, rows, format_, raw=raw)
    session.count(len(order), "source")
    _tell_alone(session, records)


def _write_sites(session: Session, records: list[Resting], known: dict[str, Row], format_: str, raw: bool) -> None:
    """A line for each site."""
    from clustercli.trust.resting import uses

    site = _site(known)
    links = {address: dead for record in records for address, dead in record.dead.items()}
    of_site: dict[str, set[str]] = {}
    for source in {part.source for record in records for part in record.cited}:
        of_site.setdefault(site(source), set()).add(source)
    used = sorted(uses(records, site).items(), key=lambda pair: (-pair[1].records, pair[0]))
    rows = [
        {"site": name, "sources": len(of_site[name]), "records": use.records, "alone": use.alone, "claims": use.claims,
         "dead": sum(bool(_dead(source, known.get(source), links)) for source in of_site[name])}
        for name, use in used
    ]  # fmt: skip
    session.write(_SITES, rows, format_, raw=raw)
    session.count(len(rows), "site")


def _write_alone(
    session: Session, records: list[Resting], known: dict[str, Row], key: Callable[[str], str], format_: str, raw: bool
) -> None:
    """A line for each record that rests on one source, or one site, alone, or on none."""
    from clustercli.trust.resting import alone

    found = alone(records, key)
    rows = [
        _user(record, sorted({p.source for p in record.cited}) if source else [], known) | {"source": source}
        for record, source in found
    ]
    session.write(_ALONE, rows, format_, raw=raw)
    if session.env.terminal:
        session.env.note(f"{len(found):,} of {counted(len(records), 'record')} rest on one alone, or on none.")


def _write_users(
    session: Session, records: list[Resting], known: dict[str, Row], word: str, format_: str, raw: bool
) -> None:
    """A line for each record that names a source, or a source of a site."""
    site = _site(known)
    used = {part.source for record in records for part in record.cited} | set(known)
    host = word.lower().removeprefix("www.")
    # A bare 'example.org' is the site, though a page of it may have that very address.
    wanted = {s for s in used if host == site(s) != s} if "://" not in word and word not in known else set()
    wanted |= {s for s in used if word == s or claims.address(word) == claims.address(s)}
    if not wanted:
        from clustercli.records.reading import near

        nearest = near(word, [*known, *{site(s) for s in used}], 3)
        hints = [f"  Nearest: {', '.join(nearest)}"] if nearest else []
        raise ClusterError(f"No record names the source '{word}'.", *hints, "All sources: clustercli sources",
                           code=Exit.NOT_FOUND)  # fmt: skip
    rows = [_user(record, sorted(wanted & {p.source for p in record.cited}), known) for record in records
            if any(part.source in wanted for part in record.cited)]  # fmt: skip
    session.write(_RECORDS, rows, format_, raw=raw)
    session.count(len(rows), "record")
    if not rows:
        session.env.note(f"No record names {word}, though sources.yaml has it.")


def _user(record: Resting, named: list[str], known: dict[str, Row]) -> dict[str, Any]:
    titles = [known[source]["title"] for source in named if source in known]
    return {"id": record.id, "kind": record.kind, "name": record.name, "parts": record.parts(named),
            "source": named, "title": titles}  # fmt: skip


def _tell_alone(session: Session, records: list[Resting]) -> None:
    """How many records rest on one source alone, and how many on none."""
    one = sum(len(record.bases()) == 1 for record in records)
    none = sum(not record.bases() for record in records)
    if session.env.terminal and (one or none):
        without = f", {none:,} on none" if none else ""
        session.env.note(f"{one:,} of {counted(len(records), 'record')} rest on one source alone{without}: "
                         "clustercli sources --alone")  # fmt: skip
