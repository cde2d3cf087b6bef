"""`show ID`: one record whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.contacts import Contacts, WithContacts
from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column

if TYPE_CHECKING:
    from clustercli.present.record import Surroundings
    from clustercli.records.kinds import Kind


def show(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of a record; search finds it.")],
    format_: Format = "",
    raw: Raw = False,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    with_contacts: WithContacts = False,
) -> None:
    """Show one record whole, with who says what and how old it is.

    What other sources say stands below the main value, each with its source; numbers in brackets are those of the
    list of sources. A link that is marked dead says so. An organisation comes with its projects and roles.

    JSON holds all that the file says; the names and texts in several languages, and the sources of single fields,
    stand in fields of their own beside the plain ones (name_languages, sources_by_field). Contacts are shown only
    --with-contacts, and none whose delete_after is past.

    Example: clustercli show clustercoop

    Example: clustercli show clustercoop --json
    """
    if json and format_ not in ("", "json"):
        raise ClusterError(f"--json and --format {format_} exclude each other.", code=Exit.USAGE)
    context.params["format_"] = format_ = "json" if json else format_
    from clustercli.index import queries, roles

    session = Session(context, page=True)
    kind, id_ = session.find(id_)
    values = queries.record(session.connection, kind, id_)
    if with_contacts:
        contacts = Contacts(session)
        values = contacts.add(values)
        contacts.tell()
    elif not format_:
        _tell_of_contacts(session, id_)
    if not format_:
        from clustercli.present.record import page

        around = _surroundings(session, kind, values)
        session.env.write_lines(page(kind, values, around, session.env.page_width))
        return
    whole = {**values, "projects": roles.projects(session.connection, id_)} if kind.field("country") else values
    if format_ == "json":
        from clustercli.present.formats.json import dump

        session.env.out.write(dump(whole) + "\n")
    elif format_ in ("table", "markdown"):
        pairs = [{"field": name, "value": value} for name, value in whole.items()]
        session.write((Column("field", "field"), Column("value", "value", grow=True)), pairs, format_)
    else:
        session.write([Column(name) for name in whole], [whole], format_, raw=raw)


def _tell_of_contacts(session: Session, id_: str) -> None:
    """How a person at a terminal gets to see the contacts."""
    from clustercli.commands.session import counted
    from clustercli.index import trust

    number = trust.number_of_contacts(session.connection, id_) if session.env.terminal else 0
    if number:
        session.env.note(f"{counted(number, 'contact')}: clustercli show {id_} --with-contacts")


def _surroundings(session: Session, kind: Kind, values: dict[str, Any]) -> Surroundings:
    from clustercli.index import queries, roles
    from clustercli.present.record import Surroundings
    from clustercli.records import claims
    from clustercli.records.fields import linked

    connection, id_ = session.connection, values["id"]
    known = queries.tree(connection).concepts
    cited = {part.source for part in claims.cited(kind, values)}
    members = queries.members(connection, id_)
    named = {id_ for f in kind.fields if f.name in values for id_ in linked(f.type, values[f.name])}
    _, path, line, _ = queries.kind_of(connection, id_) or ("", "", 0, True)
    return Surroundings(
        names=queries.names(connection, named.union(members)),
        label=lambda concept: known[concept].label if concept in known else concept,
        sources=queries.sources(connection, cited),
        projects=roles.projects(connection, id_) if kind.field("country") else [],
        members=members,
        place=f"{session.env.place(path)}:{line}",
        today=session.env.today,
        language=session.env.lang or session.env.locale_language,
    )
