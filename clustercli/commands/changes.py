"""`changes`: which records came, went or changed, field by field, from git."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustercli.commands.contacts import WithContacts
from clustercli.commands.options import Countries, Format, Raw
from clustercli.commands.session import Session, counted
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column
from clustercli.records.groups import CONTACTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from clustercli.catalogue.git import Commit, Git
    from clustercli.catalogue.history import State
    from clustercli.records.compare import Change, Entry
    from clustercli.records.dates import Span

_COLUMNS = (
    Column("change", "change"),
    Column("kind"),
    Column("id", "id", grow=True),
    Column("name"),
    Column("field", "field", grow=True),
    Column("before", "before", grow=True),
    Column("after", "after", grow=True),
)
_TOLD = 5  # files or ids that a note names


def changes(
    context: typer.Context,
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[KIND|ID]...", help="Only these kinds, or records by their ids.")
    ] = None,
    since: Annotated[
        str,
        typer.Option(metavar="DATE|REV", help="A day (2026-11-22, 2026-11, yesterday, '2 weeks') or a commit of git."),
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE|REV", help="Up to the end of a day, or a commit; the files as they are now.")
    ] = "",
    country: Countries = None,
    format_: Format = "",
    raw: Raw = False,
    with_contacts: WithContacts = False,
) -> None:
    """Tell which records came, went or changed, field by field.

    The catalogue must be kept in git. The files as they are now, committed or not, are compared with those of a
    commit, or of the last commit before a day. Records are compared by their ids, wherever they stand; one that says
    renamed_from is the one it was before. How a file is written makes no difference, only what it says.

    Records of all kinds are compared, and the entries of sources.yaml (KIND: sources). The vocabulary, the match
    policy and catalogue.yaml are not; that they differ is told. Of a list, "before" has the entries that went, "after"
    those that came. Of contacts only their number is told, unless they are asked for (--with-contacts).

    Example: clustercli changes --since HEAD

    Example: clustercli changes clusters --since 2026-11-23 --country RS
    """
    from clustercli.catalogue import history
    from clustercli.catalogue.git import Git
    from clustercli.env import BUNDLED
    from clustercli.records.compare import compare

    if not since.strip():
        raise ClusterError("Since when? Name a day, or a commit of git.", "  clustercli changes --since yesterday",
                           "  clustercli changes --since 2026-11      --since v1.0", code=Exit.USAGE)  # fmt: skip
    session = Session(context)
    env = session.env
    git = Git(env.data, env.variables, env.shown_data, bundled=env.is_bundled)
    begin, end = _commits(git, since.strip(), until.strip(), env.today)
    old = history.at(git, begin)
    if not old.records and not old.others:
        raise _nothing_there(git, begin)
    new = history.at(git, end) if end else history.now(env.data, BUNDLED.resolve())
    earlier, later, hidden = history.both(old, new)
    found = compare(earlier, later)
    found = found if with_contacts else [_without_contacts(change) for change in found]
    chosen = _chosen(session, found, what or (), session.countries(country or ()), (earlier, later))
    for commit, state in ((begin, old), (end, new)):
        if commit:
            env.note(*_faults(session, commit, state))
    if hidden:
        env.note(f"Not compared, as they can be read at one of the two times only: {_some(hidden)}")
    _write(session, chosen, format_, raw)
    others = {path.split("/")[0] for path in {*old.others, *new.others} if old.others.get(path) != new.others.get(path)}
    env.note(*_advice(chosen, earlier))
    if others and not (what or country):
        env.note(
            f"Not compared, but not the same: {_some(others)}",
            f"  {git.here} diff {begin.short} {end.short if end else ''}-- {' '.join(sorted(others))}",
        )
    time = f"since {begin}" if end is None else f"from {begin} to {end}"
    if not chosen:
        env.note(f"Nothing changed {time}." if not found else f"Nothing of that changed {time}; other records did.")
    elif env.terminal:
        env.note(f"{_summary(chosen)} {time}.")


def _moment(word: str, today: date) -> Span | None:
    """The days that a word means, or None where it is no date. Raises ClusterError where there is no such day."""
    from datetime import timedelta

    from clustercli.records import dates

    ago = {"today": 0, "yesterday": 1}.get(word.lower())
    if found := re.fullmatch(r"(\d{1,4}) (day|week)s?(?: ago)?", word.lower()):
        ago = int(found[1]) * (7 if found[2] == "week" else 1)
    if ago is not None:
        day = today - timedelta(days=ago)
        return dates.Span(day, day)
    if re.fullmatch(r"\d{4}(-\d\d?){0,2}", word) is None:
        return None
    try:
        return dates.read(word)
    except ValueError as error:
        raise ClusterError(f"{error}. {dates.FORM}", code=Exit.USAGE) from None


def _commits(git: Git, since: str, until: str, today: date) -> tuple[Commit, Commit | None]:
    """The commits to compare: the last one before --since, and that of --until, where one is asked for."""
    from datetime import date, timedelta

    first, last = _moment(since, today), _moment(until, today)
    if first and last and first.earliest > last.latest:
        raise ClusterError(f"--since {since} lies after --until {until}.", code=Exit.USAGE)
    begin = git.before(first.earliest) if first else git.commit(since)
    if not until:
        return begin, None
    return begin, git.before(min(last.latest, date(9998, 1, 1)) + timedelta(days=1)) if last else git.commit(until)


def _nothing_there(git: Git, commit: Commit) -> ClusterError:
    first = git.first()
    if first is None:
        return ClusterError(f"git keeps no file of {git.shown}.",
                            f"  {git.here} add . && {git.here} commit -m 'The catalogue as it is'",
                            code=Exit.NOT_FOUND)  # fmt: skip
    return ClusterError(f"There was no catalogue in {git.shown} at {commit}: it begins with {first}.",
                        f"  clustercli changes --since {first.short}", code=Exit.NOT_FOUND)  # fmt: skip


def _chosen(
    session: Session,
    found: list[Change],
    what: Collection[str],
    codes: Collection[str],
    states: tuple[Mapping[str, Entry], Mapping[str, Entry]],
) -> list[Change]:
    """The changes of the records that were asked for. Raises ClusterError for a word that names none."""
    from clustercli.records.compare import lies_in

    kinds, ids = _asked(session, what, {*states[0], *states[1]})
    earlier, later = states
    return [
        change
        for change in found
        if (not what or change.entry.kind in kinds or not ids.isdisjoint(change.ids))
        and (
            not codes
            or lies_in(change.entry, later, codes)
            or any(id_ in earlier and lies_in(earlier[id_], earlier, codes) for id_ in change.ids)
        )
    ]


def _asked(session: Session, what: Collection[str], known: Collection[str]) -> tuple[set[str], set[str]]:
    """The kinds and the ids that some words name."""
    from clustercli.catalogue.history import SOURCE
    from clustercli.records.kinds import KINDS, kind_named
    from clustercli.records.reading import near

    plurals = [*(kind.plural for kind in KINDS), f"{SOURCE}s"]
    kinds: set[str] = set()
    ids: set[str] = set()
    for word in what:
        if word.lower() in (SOURCE, f"{SOURCE}s"):
            kinds.add(SOURCE)
        elif kind := kind_named(word):
            kinds.add(kind.name)
        elif word in known:
            ids.add(word)
        elif meant := near(word, plurals, cutoff=0.8):
            raise ClusterError(f"Unknown kind of record '{word}'; did you mean {meant[0]}?",
                               f"Kinds: {', '.join(plurals)}", code=Exit.USAGE)  # fmt: skip
        else:
            ids.add(session.find(word)[1])
    return kinds, ids


def _without_contacts(change: Change) -> Change:
    """A change that tells of contacts, and of what others say of them, only how many there were and are."""
    hidden = (CONTACTS, f"disputed.{CONTACTS}")
    differences = tuple(
        found._replace(before=_number(found.before), after=_number(found.after)) if found.field in hidden else found
        for found in change.differences
    )
    return change._replace(differences=differences)


def _number(contacts: Any) -> str | None:
    """How many contacts went, or came."""
    if not contacts:
        return None
    return counted(len(contacts), "contact") if isinstance(contacts, list) else "contacts"


def _write(session: Session, chosen: list[Change], format_: str, raw: bool) -> None:
    from clustercli.present.changes import page, told

    env = session.env
    if format_ or not env.terminal:
        rows = (row for change in chosen for row in _rows(change))
        if format_ not in ("json", "jsonl"):
            rows = ({**row, "before": told(row["before"]), "after": told(row["after"])} for row in rows)
        session.write(_COLUMNS, rows, format_, raw=raw)
        return
    env.write_lines(page(chosen, min(env.width, 140), colour=env.colour))


def _rows(change: Change) -> Iterator[dict[str, Any]]:
    """A row for each field that differs; one without a field for a record that came or went."""
    entry = change.entry
    head = {"change": change.change, "kind": entry.kind, "id": entry.id, "name": entry.name}
    if not change.differences:
        yield {**head, "field": "", "before": None, "after": None}
    for difference in change.differences:
        yield {**head, **difference._asdict()}


def _faults(session: Session, commit: Commit, state: State) -> Iterator[str]:
    """What could not be read as it should at a commit."""
    faults = sorted(state.faults.items())
    for path, fault in faults[:_TOLD]:
        yield f"At {commit.short}: {session.env.place(path)}: {fault}"
    if len(faults) > _TOLD:
        yield f"At {commit.short}: {counted(len(faults) - _TOLD, 'file')} more with faults"
    if faults:
        yield "What can be read of them is compared, and values with faults as they are written."


def _advice(chosen: list[Change], earlier: Mapping[str, Entry]) -> Iterator[str]:
    """What to do so that a record's history is kept."""
    from clustercli.catalogue.history import SOURCE
    from clustercli.records.compare import WENT, look_alikes, used_again

    alike = list(look_alikes(chosen))
    for old, new in alike:
        yield f"{old.id} went and {new.id} came with the same name. If it is the same, write there:"
        yield f"  renamed_from: {old.id}"
    gone = {c.entry.id for c in chosen if c.change == WENT and c.entry.kind != SOURCE} - {old.id for old, _ in alike}
    if gone:
        yield f"{counted(len(gone), 'record')} went whole: {_some(gone)}"
        yield "  A record that stays, with 'status: closed' and its 'successor', keeps the history."
    for id_, was in used_again(chosen, earlier):
        yield f"{id_} was {was} before. An id is not used again for something else: give it another."


def _some(names: Collection[str]) -> str:
    """A few names, and how many there are more."""
    ordered = sorted(names)
    more = f" and {len(ordered) - _TOLD:,} more" if len(ordered) > _TOLD else ""
    return ", ".join(ordered[:_TOLD]) + more


def _summary(chosen: list[Change]) -> str:
    """How many records came, went and changed."""
    from clustercli.records.compare import WORDS

    counts = {word: sum(change.change == word for change in chosen) for word in WORDS}
    return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
