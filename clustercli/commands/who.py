"""`who ORG`: what an organisation did, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.options import Format, Raw
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustercli.records.kinds import Kind
    from clustercli.timeline.roles import Role

_COLUMNS = (
    Column("date"),
    Column("when", "when", grow=True),
    Column("role", "role", grow=True),
    Column("kind", "kind"),
    Column("id", "id"),
    Column("name", "name", grow=True),
    Column("detail", "detail", grow=True),
    Column("status", "status"),
    Column("field"),
    Column("earliest"),
    Column("latest"),
)
# The role of the one that a field names, in words; a field that is not here says it itself (operator, funder).
_WORDS = {"about": "subject", "awarded_by": "awards it", "member_of": "member", "parties": "party"}


def who(
    context: typer.Context,
    organisation: Annotated[str, typer.Argument(metavar="ORG", help="Its id, name or short name.")],
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """Show what an organisation did: its roles in projects, documents, platforms and other records, in order of time.

    A date is as precise as its source. What has none stands at the end, as undated. What the organisation is a member
    of is among its roles; its own members are only counted.

    Example: clustercli who nca
    """
    from clustercli.timeline.roles import in_time

    session = Session(context)
    kind, id_ = session.find(organisation)
    if kind.field("country") is None:
        raise ClusterError(f"'{id_}' is a {kind.label}; the roles of an organisation are shown here.",
                           f"  clustercli show {id_}", code=Exit.USAGE)  # fmt: skip
    found = in_time([*_in_entries(session, id_), *_in_links(session, kind, id_), *_own(session, kind, id_)])
    if found and not format_ and session.env.terminal:
        from clustercli.present.brief import roles

        lines = roles([_row(role) for role in found], min(session.env.width, 140))
        session.env.write_lines(lines)
    else:
        session.write(_COLUMNS, [_row(role) for role in found], format_, raw=raw)
    _tell(session, kind, id_, found)


def _in_entries(session: Session, id_: str) -> Iterator[Role]:
    """The roles that entries of other records give it: partners of projects, parties of documents."""
    from clustercli.index import roles

    for entry in roles.entries(session.connection, id_):
        role = entry["role"] or _WORDS.get(entry["field"], entry["field"].removesuffix("s"))
        yield _role(session, entry, role, entry["note"] or "")


def _in_links(session: Session, kind: Kind, id_: str) -> Iterator[Role]:
    """The roles that fields of other records give it: the operator of a platform, the funder of a programme."""
    from clustercli.index import roles

    for link in roles.links(session.connection, id_, kind.name):
        if link["field"] != roles.MEMBER:
            block, _, field = link["field"].rpartition(".")
            yield _role(session, link, _WORDS.get(field, field.replace("_", " ")), block)


def _own(session: Session, kind: Kind, id_: str) -> Iterator[Role]:
    """What its own record says: where it is a member, what took its place, and its functions for others."""
    from clustercli.index import queries, roles

    for link in roles.own_links(session.connection, id_):
        yield _role(session, link, "member" if link["field"] == roles.MEMBER else "succeeded by")
    values = queries.record(session.connection, kind, id_)
    for function in values.get("functions", ()):
        detail = "; ".join(filter(None, (function.get("country"), function.get("note"))))
        served, of = session.find(function["of"]) if "of" in function else (None, "")
        named = queries.record(session.connection, served, of) if served else {}
        name = served.name if served else ""
        yield _made(named, name, function["function"], detail, "functions", function.get("period", ""))


def _role(session: Session, found: dict[str, Any], role: str, detail: str = "") -> Role:
    """A role in a record by its number, at the time of that record."""
    from clustercli.index import queries
    from clustercli.timeline.roles import when

    values = queries.by_number(session.connection, found["kind"], found["n"])
    dated = "" if found["field"] == "member_of" else when(values)
    return _made(values, found["kind"], role, detail, found["field"], dated)


def _made(values: dict[str, Any], kind: str, role: str, detail: str, field: str, dated: str) -> Role:
    from clustercli.timeline.roles import Role

    id_, name, status = (values.get(part) or "" for part in ("id", "name", "status"))
    return Role(dated, role, kind, id_, name, detail, status, field)


def _row(role: Role) -> dict[str, Any]:
    span = role.span
    return role._asdict() | {
        "date": role.text,
        "when": dates.say(role.text) if role.text else "undated",
        "earliest": dates.day(span.earliest) if span else "",
        "latest": dates.day(span.latest) if span else "",
    }


def _tell(session: Session, kind: Kind, id_: str, found: list[Role]) -> None:
    """How many roles there are, and what is near but no role: members, other records of it, entries by name only."""
    from clustercli.index import queries, roles

    note, connection = session.env.note, session.connection
    if not found:
        note(f"No record gives {id_} a role, and its own names none.", f"  clustercli show {id_}")
    elif session.env.terminal and session.env.err.isatty():
        undated = sum(not role.text for role in found)
        note(counted(len(found), "role") + (f", {undated} of them undated" if undated else ""))
    if members := len(queries.members(connection, id_)):
        are = "1 record here says that it is a member" if members == 1 else f"{members} records here say that they are"
        note(f"{are}{'' if members == 1 else ' members'} of it: clustercli show {id_}")
    for other in roles.same(connection, id_):
        note(f"{other} is the same organisation, with roles of its own: clustercli who {other}")
    if unlinked := _by_name_only(session, kind, id_):
        note(f"Not shown, since its name stands there without its id: {', '.join(unlinked)}")


def _by_name_only(session: Session, kind: Kind, id_: str) -> list[str]:
    """The records with an entry that gives its name but not its id."""
    from clustercli.index import finding, queries, roles
    from clustercli.records.fold import fold

    values = queries.record(session.connection, kind, id_)
    own = {fold(name) for name in finding.names_in(kind, values)}
    named = roles.named_without_id(session.connection)
    return list(dict.fromkeys(record for record, name in named if fold(name) in own))
