"""What a record rests on, in words: its sources by number, who says what, and links that lead nowhere by now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from clustercli.records import claims, dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from clustercli.records.kinds import Kind

_STATES = {"foreign": "foreign content by now, not to be trusted", "moved": "moved elsewhere"}


class Evidence:
    """One record's sources, numbered in the order in which the record names them."""

    def __init__(self, kind: Kind, values: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> None:
        cited = sorted(claims.cited(kind, values), key=lambda c: c.role != claims.RECORD)
        self.values, self.known = values, known
        self.numbers = {source: n for n, source in enumerate(dict.fromkeys(c.source for c in cited), start=1)}
        self.numbered = any(c.role != claims.RECORD for c in cited)
        self.by_entry = {c.field for c in cited if c.role == claims.ENTRY}
        self.dead = claims.dead_links(values)

    def field(self, name: str, lines: Sequence[str], say: Callable[[Any], str]) -> list[str]:
        """The lines of a field with who says so, where that is known for the field or others say something else."""
        lines = [line + self.dead_in(line) for line in lines]
        others = claims.against(self.values, name)
        said = claims.said_by(self.values, name)
        if said.basis != claims.STATED and not others:
            return lines
        if said.basis != claims.STATED and name in self.by_entry:
            return [*lines, *(self.claim(claim, say) for claim in others)]  # each entry names its own sources
        who = self.who(said) if (self.values.get("disputed") or {}).get(name) else self.marks(said.sources)
        if len(lines) > 1:
            lines = [*lines, f"all of this: {who}"]
        elif lines:
            lines = [f"{lines[0]} {who}" if who.startswith("[") else f"{lines[0]} - {who}"]
        return [*lines, *(self.claim(claim, say) for claim in others)]

    def claim(self, claim: Mapping[str, Any], say: Callable[[Any], str]) -> str:
        """What another source says of a field."""
        note = f" ({claim['note']})" if claim.get("note") else ""
        return f"disputed: {say(claim['value'])} - {self.short(claim['source'])}{note}"

    def who(self, said: claims.Said) -> str:
        """Who says a value: the sources by name; where only the rest of the sources is left, that."""
        if said.basis == claims.STATED or len(said.sources) == 1:
            return "; ".join(map(self.short, said.sources))
        return "the other sources" if said.sources else "no source named"

    def short(self, source: str) -> str:
        """A source by its title or its site, and its number."""
        number = f" [{self.numbers[source]}]" if source in self.numbers else ""
        return short(source, self.known) + number

    def marks(self, sources: Sequence[str]) -> str:
        """Sources by their numbers alone."""
        return " ".join(f"[{self.numbers[source]}]" for source in sources if source in self.numbers)

    def listed(self) -> Iterator[tuple[str, list[str]]]:
        """(number in brackets, lines) of each source; without numbers where nothing refers to them."""
        for source, number in self.numbers.items():
            entry = self.known.get(source)
            if entry is None:
                lines = [source, self.dead_in(source).strip()]
            else:
                url = entry.get("url") or ""
                lines = [f"{entry['title']} [{source}]{f', {url}' if url else ''}"]
                dead = self.dead_in(url) or (gone(claims.Dead("gone", entry["dead"])) if entry.get("dead") else "")
                lines.append(dead.strip())
            yield f"[{number}]" if self.numbered else "", [line for line in lines if line]

    def dead_in(self, text: str) -> str:
        """A mark for the first link in a text that leads nowhere."""
        if not self.dead:
            return ""
        found = (self.dead.get(claims.address(url.rstrip(".,;)"))) for url in re.findall(r"https?://\S+", text))
        return next((f" {gone(dead)}" for dead in found if dead), "")


def gone(dead: claims.Dead) -> str:
    """What has become of a link, in brackets."""
    if dead.state not in _STATES:
        said = f"dead since {dates.say(dead.since)}" if dead.since else "dead"
    else:
        said = _STATES[dead.state] + (f", seen {dates.say(dead.since)}" if dead.since else "")
    return f"({said}{f'; {dead.note}' if dead.note else ''})"


def short(source: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    """A source by its title, or its site."""
    return str(known[source]["title"]) if source in known else claims.site(source) or source


def checked(text: str | None, today: date) -> str:
    """When a record was last checked, and how long ago that is."""
    return f"{dates.say(text)} ({dates.age(text, today)})" if text else "never"
