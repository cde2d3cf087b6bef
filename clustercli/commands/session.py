"""What every command does around its own work: opens the fresh index, warns of bad records, writes the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import typer

from clustercli.env import Environment
from clustercli.errors import ClusterError, Exit
from clustercli.present.columns import Column, Listing

if TYPE_CHECKING:
    import sqlite3

    from clustercli.index.refresh import Changes
    from clustercli.match.policy import Policy
    from clustercli.match.trade import Trade
    from clustercli.records.kinds import Kind
    from clustercli.records.linker import Linker
    from clustercli.records.vocabulary import Vocabulary


_FOR_PEOPLE = ("table", "markdown")  # formats that people read
_COUNTRIES = ("country", "countries", "organisation_country", "partner_country")
_QUOTED = 60  # letters of a text that a message repeats


class Session:
    """One command's run: its surroundings, and the index as it stands now."""

    def __init__(self, context: typer.Context, rebuild: bool = False, warn: bool = True, page: bool = False) -> None:
        """`page`: the answer is a text for people, unless a format is asked for."""
        self.env = cast(Environment, context.obj)
        self.connection: sqlite3.Connection
        self.changes: Changes
        self.connection, self.changes = self.env.open(rebuild)
        self._speak(context.params.get("format_", ""), page)
        if warn:
            self._warn()

    def _speak(self, format_: str, page: bool) -> None:
        """Have names and texts answer in the language asked for, or, to a person, in that of the locale.

        What another program reads stays the same on every machine.
        """
        from clustercli.index import queries, schema
        from clustercli.records import languages

        self.for_people = format_ in _FOR_PEOPLE or (not format_ and (page or self.env.terminal))
        home = queries.meta(self.connection, "catalogue").get("languages", ["en"])[0]
        tag = self.env.lang or (self.for_people and self.env.locale_language) or home
        if tag != "en" or self.env.lang:
            schema.speak(self.connection, languages.readable(tag))

    def _warn(self) -> None:
        """One line on stderr while there are problems."""
        from clustercli.index import queries

        problems = queries.problems(self.connection)
        if problems:
            left_out = queries.unusable(self.connection, kind_names())
            files = counted(len({p.path for p in problems}), "file")
            also = f"; {counted(left_out, 'record')} left out" if left_out else ""
            self.env.note(f"{counted(len(problems), 'problem')} in {files}{also}. See: clustercli check")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the catalogue."""
        from clustercli.index import queries

        return queries.vocabulary(self.connection)

    @cached_property
    def linker(self) -> Linker:
        """What links text to concepts of the catalogue's vocabulary."""
        from clustercli.index import finding

        return finding.linker(self.connection)

    def trade(self) -> tuple[Trade, Policy] | None:
        """How concepts belong together, and the policy that weighs it; None where the policy has faults."""
        from clustercli.index import queries
        from clustercli.match import policy
        from clustercli.match.trade import Trade

        values = queries.meta(self.connection, "policy")
        if not values:
            return None
        rules = policy.read(values)
        return Trade(queries.tree(self.connection), queries.relations(self.connection), rules), rules

    def write(
        self,
        columns: Sequence[Column],
        rows: Iterable[dict[str, Any]],
        format_: str,
        *,
        raw: bool = False,
        head: bool = True,
    ) -> None:
        """Write rows to the output: as asked, or a table on a terminal and TSV elsewhere."""
        from clustercli.present import formats

        name = format_ or ("table" if self.env.terminal else "tsv")
        if self.env.lang and name in _FOR_PEOPLE:
            rows = map(self._with_country_names, rows)
        if self.env.aged:
            columns, rows = self._with_age(columns, list(rows), said=name in _FOR_PEOPLE)
        listing = Listing(tuple(columns), rows, head)
        if name == "table" and any(column.keep and column.right for column in columns):
            from clustercli.present.formats.table import no_room

            listing = Listing(tuple(columns), list(rows))
            self.env.note(*no_room(listing, self.env.width))
        formats.load(name).write(listing, self.env.out, self.env.width, self.env.colour, raw)

    def _with_country_names(self, row: dict[str, Any]) -> dict[str, Any]:
        from clustercli.records import countries

        def named(value: Any) -> Any:
            return [named(code) for code in value] if isinstance(value, list) else countries.name(value, self.env.lang)

        return {key: named(value) if value and key in _COUNTRIES else value for key, value in row.items()}

    def country(self, code: str) -> str:
        """The name of a country in the user's language."""
        from clustercli.records import countries

        return countries.name(code, self.env.language)

    def _with_age(
        self, columns: Sequence[Column], rows: list[dict[str, Any]], *, said: bool
    ) -> tuple[list[Column], list[dict[str, Any]]]:
        """The rows with a column at the end for each column of ids: when that record was last checked; where nobody
        ever did, it is empty, or 'never' where it is `said` to a person.
        """
        from clustercli.index import trust

        of = [name for name in self.env.aged if name in {column.name for column in columns}]
        if not of:
            self.env.note("These lines are about no single record, so they have no age.")
        known = trust.checked(self.connection, {row[name] for row in rows for name in of if row.get(name)})
        added = {name: "checked" if len(of) == 1 else f"{name}_checked" for name in of}
        never = "never" if said else ""
        aged = [{**row, **{new: known.get(row[name], never) for name, new in added.items()}} for row in rows]
        kept = [column for column in columns if column.name not in added.values()]
        return [*kept, *(Column(new, new.replace("_", " "), keep=True) for new in added.values())], aged

    def count(self, number: int, thing: str) -> None:
        """How many there are, for a person at a terminal."""
        if self.env.terminal and self.env.err.isatty():
            self.env.note(counted(number, thing))

    def again(self, context: typer.Context, wrong: str, right: str) -> str:
        """The command line as it was, with one word corrected."""
        import shlex

        words = [right if word == wrong else word for word in self.env.arguments]
        return (
            f"  clustercli {shlex.join(words)}" if wrong in self.env.arguments else f"  clustercli {context.info_name}"
        )

    def find(self, word: str) -> tuple[Kind, str]:
        """The kind and the id of a record, by its id, or by a name or alias that no other record has.

        Raises ClusterError where there is none (with the nearest ids) or it has a fault.
        """
        from clustercli.index import finding, queries
        from clustercli.records.kinds import kind_named

        found = queries.kind_of(self.connection, word)
        id_ = word
        if found is None:
            now = queries.renamed(self.connection, word)
            named = [now] if now else finding.ids_named(self.connection, word)
            if len(named) != 1:
                raise self._no_record(word, named)
            id_ = named[0]
            self.env.note(f"'{word}' is {id_}{' now' if now else ''}.")
            found = queries.kind_of(self.connection, id_)
        kind, path, line, usable = found or ("", "", 0, False)
        declared = kind_named(kind)
        if not usable or declared is None:
            place = f"{self.env.place(path)}:{line}"
            raise ClusterError(f"The record '{id_}' has a fault: {place}", "  clustercli check", code=Exit.BAD_RECORDS)
        return declared, id_

    def _no_record(self, word: str, named: Sequence[str]) -> ClusterError:
        import shlex

        from clustercli.index import finding, queries
        from clustercli.records.reading import near

        known = queries.ids(self.connection)
        ids = near(word, known, 3) or [i for i in known if word.lower() in i][:3]
        hits, _ = finding.search(self.connection, word, 3)
        ids = list(dict.fromkeys([*named, *ids, *(hit["id"] for hit in hits)]))[:5]
        nearest = (f"  Nearest: {', '.join(ids)}",) if ids else ()
        said = f"Several records are named '{word}'." if named else f"No record '{word}'."
        return ClusterError(said, *nearest, f"  clustercli search {shlex.quote(word)}", code=Exit.NOT_FOUND)

    def concepts(self, context: typer.Context, word: str) -> set[str]:
        """The concepts that a sector word names, in any language and any of its forms, and all below them.

        Raises ClusterError with the nearest sectors where it names none.
        """
        from clustercli.index import queries

        if not word.strip():
            raise ClusterError("--sector is empty.", "All sectors: clustercli sectors", code=Exit.USAGE)
        named = queries.concepts_named(self.connection, word) or self.vocabulary.named(word)
        if not named:
            named = self.linker.names(word)
            if not named:
                raise self._unknown_sector(context, word)
            self.env.note(f"'{word}' is read as {', '.join(named)}.")
        return queries.tree(self.connection).with_narrower(named)

    def _unknown_sector(self, context: typer.Context, word: str) -> ClusterError:
        meant = self.nearest_sectors(word)
        hints = [f"  {self.again(context, word, meant[0]).strip()}"] if meant else []
        return ClusterError(self.not_recognised(word, meant), *hints, "All sectors: clustercli sectors",
                            code=Exit.USAGE)  # fmt: skip

    def nearest_sectors(self, text: str) -> list[str]:
        """Up to three concepts that a text may mean, or whose words look like it."""
        meant = [meaning.concept for meaning in self.linker.meanings(text, 3)]
        return list(dict.fromkeys([*meant, *(concept for _, concept in self.alike(text))]))[:3]

    def alike(self, text: str) -> list[tuple[str, str]]:
        """(word, concept) of the sectors' words that look most like a text, nearest first."""
        from clustercli.records.fold import fold
        from clustercli.records.reading import near

        if self.linker.tells_nothing(text):
            return []
        owners = {fold(word): (word, concept) for word, _, concept in self.vocabulary.words()}
        return [owners[word] for word in near(fold(text), owners, 4, cutoff=0.7)]

    def not_recognised(self, text: str, nearest: Collection[str]) -> str:
        """What to say of a text that names no sector."""
        said = [f"{concept} ({_in_some_languages(self.vocabulary, concept)})" for concept in nearest]
        if said:
            return f"No sector recognised in '{quoted(text)}'; nearest: {', '.join(said)}."
        idle = ": words of every trade" if self.linker.tells_nothing(text) else ""
        return f"No sector recognised in '{quoted(text)}'{idle}."

    def countries(self, given: Collection[str]) -> list[str]:
        """Country codes of codes or names, also several in one word. Raises ClusterError with what was meant."""
        if not given:
            return []
        from clustercli.index import queries
        from clustercli.records import countries

        here = queries.countries(self.connection)
        known = f"Countries in this catalogue: {' '.join(here)}"
        codes: list[str] = []
        for word in (part.strip() for text in given for part in text.split(",")):
            if not word:
                raise ClusterError("--country is empty.", known, code=Exit.USAGE)
            code = word if word in here else countries.find(word)
            if code is None:
                meant = [c for c in countries.suggest(word) if c in here] or countries.suggest(word)
                question = f" Did you mean {' or '.join(f'{c} ({self.country(c)})' for c in meant)}?" if meant else ""
                raise ClusterError(f"Unknown country '{word}'.{question}", known, code=Exit.USAGE)
            if code not in here and code[::-1] in here:
                other = code[::-1]
                raise ClusterError(
                    f"'{code}' is {self.country(code)}, which has no records here. {self.country(other)} is {other}.",
                    known,
                    code=Exit.USAGE,
                )
            codes.append(code)
        return list(dict.fromkeys(codes))


def quoted(text: str) -> str:
    """A text as a message repeats it: not at length."""
    from clustercli.present.text import shortened

    return shortened(text, _QUOTED)


def _in_some_languages(known: Vocabulary, concept: str) -> str:
    words = known.concepts[concept].words
    return ", ".join(dict.fromkeys(words[tag][0] for tag in ("sr", "cs", "bg") if words.get(tag)))


def counted(number: int, thing: str) -> str:
    """A number with its noun: '1 file', '3 files', '2 entries'."""
    if number == 1:
        return f"1 {thing}"
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number:,} {plural}"


def kind_names() -> list[str]:
    """The names of all kinds of records."""
    from clustercli.records.kinds import KINDS

    return [kind.name for kind in KINDS]
