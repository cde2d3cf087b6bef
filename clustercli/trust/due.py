"""What expires or rots in a record, with the last day of each: pure, from a record's values and today."""

from __future__ import annotations

from datetime import date as day
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.records import claims, dates
from clustercli.records.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

LABEL, CALL, REVIEW, CONTACT, CHECK, LINK = WHATS = ("label", "call", "review", "contact", "check", "link")
FIELDS = ("id", "name", "country", "status", "checked", "labels", "calls", "review_date", "dead_links", "website",
          "url", "sources", "period")  # fmt: skip
_YEAR = "1 year"
_FEW = 10  # records of a kind to be checked that are named one by one


class Item(NamedTuple):
    """One thing that is due: its date as written (or computed), the last day that the date may mean, and what it is.

    `seen`: it was over before the record was last checked, so whoever checked it left it as history.
    """

    what: str
    date: str
    latest: day | None
    kind: str
    id: str
    name: str
    detail: str
    computed: bool = False
    seen: bool = False
    records: int = 1


class Scheme(NamedTuple):
    """A label scheme: its name, and how long its labels hold: in general, and by level where levels differ."""

    name: str
    validity: str
    levels: Mapping[str, str]


class Due(NamedTuple):
    """Finds what is due in records of one kind, from today until `until`; `schemes` by id and folded name."""

    kind: str
    today: day
    until: day
    schemes: Mapping[str, Scheme]

    def items(self, values: Mapping[str, Any]) -> Iterator[Item]:
        """All that is due of one record."""
        closed = values.get("status") == "closed"
        if not closed:
            yield from self._labels(values)
        yield from self._calls(values)
        yield from self._dated(values, REVIEW, values.get("review_date"), "to be looked at again")
        for contact in values.get("contacts", ()):
            for name, words in (("delete_after", "to be deleted"), ("review_by", "to be looked at again")):
                yield from self._dated(values, CONTACT, contact.get(name), f"{contact['role']}: {words}")
        yield from self._check(values, closed)
        yield from self._links(values)

    def _item(self, values: Mapping[str, Any], what: str, text: str, detail: str, *, computed: bool = False) -> Item:
        latest = dates.read(text).latest
        checked = values.get("checked")
        seen = what in (LABEL, REVIEW) and checked is not None and dates.read(checked).earliest > latest
        return Item(what, text, latest, self.kind, values["id"], values["name"], detail, computed, seen)

    def _dated(self, values: Mapping[str, Any], what: str, text: str | None, words: str) -> Iterator[Item]:
        """Something that is due on a date, once that lies before the end of the time looked at."""
        if text and (latest := dates.read(text).latest) <= self.until:
            yield self._item(values, what, text, f"{words} {_by(text, latest, self.today)}")

    def _labels(self, values: Mapping[str, Any]) -> Iterator[Item]:
        for label in values.get("labels", ()):
            text, computed = self._end(label)
            if text and (latest := dates.read(text).latest) <= self.until:
                scheme = self._scheme(label)
                name = (scheme.name if scheme else label["scheme"]) + (
                    f", {label['level']}" if "level" in label else ""
                )
                word = "expired" if latest < self.today else "expires"
                detail = f"{name}: {word} {dates.away(latest, self.today)}{computed}"
                yield self._item(values, LABEL, text, detail, computed=bool(computed))

    def _end(self, label: Mapping[str, Any]) -> tuple[str, str]:
        """The end of a label, and how it was computed where nobody states it; two empty texts where it is not known."""
        if "valid_until" in label:
            return label["valid_until"], ""
        scheme = self._scheme(label)
        length = (scheme.levels.get(fold(label.get("level", ""))) or scheme.validity) if scheme else ""
        text = _later(label["awarded"], length) if length and "awarded" in label else ""
        return text, f", computed: awarded {dates.say(label['awarded'])}, holds {length}" if text else ""

    def _scheme(self, label: Mapping[str, Any]) -> Scheme | None:
        return self.schemes.get(label["scheme"]) or self.schemes.get(fold(label["scheme"]))

    def endless(self, values: Mapping[str, Any]) -> int:
        """How many labels and calls of a record have no known end, so that nothing can be said of them."""
        if values.get("status") == "closed":
            return 0
        labels = sum(not self._end(label)[0] for label in values.get("labels", ()))
        return labels + sum("closes" not in call for call in values.get("calls", ()))

    def _calls(self, values: Mapping[str, Any]) -> Iterator[Item]:
        """Calls that are open, and those that open or close in the time looked at."""
        for call in values.get("calls", ()):
            opens, closes = call.get("opens"), call.get("closes")
            first = dates.read(opens).earliest if opens else None
            last = dates.read(closes).latest if closes else None
            if (last and last < self.today) or (last is None and not self._recent(first)):
                continue
            ending = f"closes {dates.away(last, self.today)}" if last else "its last day is not known"
            if first and first > self.today:
                if first <= self.until:
                    detail = f"{call['title']}: opens {dates.away(first, self.today)}; {ending}"
                    yield self._item(values, CALL, opens, detail)
            elif first or (last and last <= self.until):
                detail = f"{call['title']}: {'open, ' if first else ''}{ending}"
                yield self._item(values, CALL, closes or opens, detail)

    def _recent(self, first: day | None) -> bool:
        """Whether a call without a last day opened within a year, or is still to open."""
        return first is not None and first > self.today - timedelta(365)

    def _check(self, values: Mapping[str, Any], closed: bool) -> Iterator[Item]:
        """A record never checked; one not checked for a year, unless it is of something that is over."""
        checked = values.get("checked")
        if checked is None:
            yield Item(CHECK, "", None, self.kind, values["id"], values["name"], "never checked")
        elif not closed and (text := _later(checked, _YEAR)) and dates.read(text).latest < self.today:
            said = f"last checked {dates.say(checked)} ({dates.age(checked, self.today)})"
            yield self._item(values, CHECK, text, said)

    def _links(self, values: Mapping[str, Any]) -> Iterator[Item]:
        """Links marked as leading nowhere, and what the record uses them for."""
        for link in values.get("dead_links", ()):
            key = claims.address(link["url"])
            used = [f for f in ("website", "url") if claims.address(values.get(f, "")) == key]
            used += ["source"] if key in map(claims.address, values.get("sources", ())) else []
            what = {"foreign": "foreign content by now", "moved": "moved"}.get(link.get("state", ""), "dead")
            use = f"{', '.join(used)}: " if used else ""
            detail = f"{use}{link['url']} is {what}"
            yield Item(LINK, link.get("seen", ""), _latest(link.get("seen")), self.kind, values["id"], values["name"],
                       detail)  # fmt: skip


def dead_sources(entries: Iterable[Mapping[str, Any]]) -> Iterator[Item]:
    """Sources whose links are marked dead."""
    for entry in entries:
        if entry.get("dead"):
            detail = f"{entry.get('url') or 'its link'} is dead"
            yield Item(LINK, entry["dead"], _latest(entry["dead"]), "source", entry["id"], entry["title"], detail)


def ordered(items: Iterable[Item]) -> list[Item]:
    """By last day; what has none at the end."""
    return sorted(items, key=lambda i: (i.latest or day.max, WHATS.index(i.what), i.kind, i.id, i.detail))


def folded(items: Iterable[Item], several: Callable[[int, str], str]) -> list[Item]:
    """Records to be checked as one line for each kind, where they are more than a few; the rest as it is."""
    found, batches = list[Item](), dict[tuple[str, bool], list[Item]]()
    for item in items:
        if item.what == CHECK:
            batches.setdefault((item.kind, item.latest is None), []).append(item)
        else:
            found.append(item)
    for (kind, never), batch in batches.items():
        if len(batch) <= _FEW:
            found += batch
            continue
        first = ordered(batch)[0]
        said = "never checked" if never else f"not checked for a year, the longest {first.id}"
        detail = f"{several(len(batch), kind)} {said}"
        found.append(Item(CHECK, first.date, first.latest, kind, "", "", detail, records=len(batch)))
    return ordered(found)


def _by(text: str, latest: day, today: day) -> str:
    """'by 2026 (in 39 days)'."""
    return f"by {dates.say(text)} ({dates.away(latest, today)})"


def _later(text: str, length: str) -> str:
    try:
        return dates.later(text, length)
    except ValueError:
        return ""


def _latest(text: str | None) -> day | None:
    return dates.read(text).latest if text else None
