"""`due`: what expires or rots."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.choosing import Choice, Named
from clustercli.commands.options import Countries, Format, Raw
from clustercli.commands.session import Session
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records.groups import CONTACTS

if TYPE_CHECKING:
    from datetime import date

    from clustercli.trust.due import Item, Scheme

_COLUMNS = (
    Column("date", "date"),
    Column("what", "what"),
    Column("kind"),
    Column("id", "id"),
    Column("name"),
    Column("detail", "detail", grow=True),
    Column("latest"),
    Column("days"),
    Column("computed"),
    Column("records"),
)


def due(
    context: typer.Context,
    records: Named = None,
    days: Annotated[
        int, typer.Option("--days", "-d", min=0, max=36500, metavar="N", help="Look so many days ahead.")
    ] = 90,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="WHAT", help="label, call, review, contact, check or link; several are fine."),
    ] = None,
    country: Countries = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every record to be checked, and what was over when last checked.")
    ] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 although something is due.")] = False,
    format_: Format = "",
    raw: Raw = False,
) -> None:
    """List what expires or rots, by date. Exits with 1 if something is due.

    Labels that end or have ended (where no end is given, it is computed from the award and the scheme's validity, and
    said so), calls that are open or open or close soon, documents to be looked at again, contacts to be deleted
    or looked at again, records not checked for a year, links marked dead. A date that is a month or a year ends on its
    last day.

    For a nightly job that mails what it prints: what has a date of its own is a line each; records to be checked are
    a line for each kind once they are more than ten, for they are worked off together. --all names them. A label or a
    review that was over when the record was last checked is history and not due; a terminal tells how many
    there are. Of closed records, labels and yearly checks are left out.

    Example: clustercli due --exit-zero

    Example: clustercli due clusters --only label,contact --days 30 --exit-zero
    """
    from clustercli.trust import due as logic

    wanted = _wanted(only or ())
    session = Session(context)
    choice = Choice(session, records or (), country or ())
    today, schemes = session.env.today, _schemes(session)
    until = _ahead(today, days)
    contacts = _contacts(session)
    items: list[Item] = []
    endless = 0
    for kind in choice.kinds():
        look = logic.Due(kind.name, today, until, schemes)
        for values in choice.values(kind, logic.FIELDS):
            items += look.items({**values, CONTACTS: contacts.get(values["id"], ())})
            endless += look.endless(values) * (logic.LABEL in wanted)
    if not (records or country):
        from clustercli.index import trust

        items += logic.dead_sources(trust.all_sources(session.connection).values())
    items = [item for item in items if item.what in wanted]
    found = logic.ordered(items) if every else logic.folded([i for i in items if not i.seen], _several)
    if session.env.terminal and not format_:
        from clustercli.present.brief import due as brief

        session.env.write_lines(brief(found, today, session.env.page_width))
    else:
        session.write(_COLUMNS, [_row(item, today) for item in found], format_, raw=raw)
    if session.env.terminal:  # a nightly job is silent where nothing is due
        session.env.note(*_told(found, days, 0 if every else sum(item.seen for item in items), endless))
    if any(not item.seen for item in found) and not exit_zero:
        raise typer.Exit(Exit.FAILED)


def _told(found: list[Item], days: int, seen: int, endless: int) -> list[str]:
    """What to know beside the list."""
    lines = [] if found else [f"Nothing is due within {days:,} days."]
    if seen:
        lines.append(f"{seen:,} more had ended before the record was last checked: clustercli due --all")
    if endless:
        of = "1 label or call has" if endless == 1 else f"{endless:,} labels or calls have"
        lines.append(f"{of} no known end; nothing can be said of {'it' if endless == 1 else 'them'}.")
    if any(item.records > 1 for item in found):
        lines.append("Which records are to be checked: clustercli due --only check --all")
    return lines


def _contacts(session: Session) -> dict[str, list[dict[str, Any]]]:
    """What is known of the contacts of each record: their roles, and when they are to go."""
    from clustercli.index import trust

    found: dict[str, list[dict[str, Any]]] = {}
    for id_, *_, contact in trust.contacts(session.connection):
        found.setdefault(id_, []).append(contact)
    return found


def _wanted(only: list[str] | tuple[str, ...]) -> set[str]:
    """What to look for. Raises ClusterError with the nearest word."""
    from clustercli.trust.due import WHATS

    words = [word.strip().lower() for text in only for word in text.split(",")]
    for word in words:
        if word not in WHATS:
            from clustercli.records.reading import did_you_mean

            raise ClusterError(f"--only: unknown '{word}'{did_you_mean(word, WHATS)}", f"Known: {', '.join(WHATS)}",
                               code=Exit.USAGE)  # fmt: skip
    return set(words or WHATS)


def _ahead(today: date, days: int) -> date:
    try:
        return today + timedelta(days)
    except OverflowError:
        return today.max


def _schemes(session: Session) -> dict[str, Scheme]:
    """The label schemes by id, and by their names as they are compared."""
    from clustercli.index import finding, queries
    from clustercli.records.fold import fold
    from clustercli.records.kinds import SCHEME
    from clustercli.trust.due import Scheme

    found: dict[str, Scheme] = {}
    for row in queries.listing(session.connection, SCHEME):
        levels = {fold(level["level"]): level["validity"] for level in row["levels"] or () if "validity" in level}
        scheme = Scheme(row["name"], row["validity"] or "", levels)
        found |= {key: scheme for key in (row["id"], *map(fold, finding.names_in(SCHEME, row))) if key not in found}
    return found


def _several(number: int, kind: str) -> str:
    from clustercli.records.kinds import BY_NAME

    return f"{number:,} {BY_NAME[kind].labels}"


def _row(item: Item, today: date) -> dict[str, Any]:
    return {
        "date": item.date, "what": item.what, "kind": item.kind, "id": item.id, "name": item.name,
        "detail": item.detail, "latest": str(item.latest) if item.latest else "",
        "days": (item.latest - today).days if item.latest else None, "computed": item.computed,
        "records": item.records,
    }  # fmt: skip
