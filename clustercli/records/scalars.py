"""The types of single values: text, codes, dates, places; how each reads a node, and how an editor checks it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from clustercli.named import NamedTuple
from clustercli.records import countries, dates, nace
from clustercli.records.nodes import Items, Node, Place, shape
from clustercli.records.reading import Reading, Schema, Value, did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Callable


TEXT = ["string", "number"]  # an editor reads 2012, 13.20 and 00012345 as numbers; the catalogue reads text


def _no_text(node: Node, at: Place, name: str, into: Reading) -> None:
    into.problem(at, "R004", f"{name}: expected text, found {shape(node)}", "write one value behind the colon")


class Plain:
    """Any text, kept as it is but for white space at its ends."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        text = node.strip()
        if not text:
            into.problem(at, "R004", f"{name}: the text is empty", "write something or leave the field out")
            return None
        return text

    def schema(self) -> Schema:
        return {"type": TEXT, "minLength": 1}


def _meant(form: str, text: str, fits: Callable[[str], object]) -> str:
    """The remedy of a value that is not of its form: what was meant, where that can be told."""
    from clustercli.records.meant import did_you_mean

    return did_you_mean(form, text, fits)


class Pattern:
    """Text of a fixed form; `form` says it in words, `code` is the problem's, `meant` how people else write it. Where a
    text is not `quotable`, its problem does not repeat it: problems are kept in the index.
    """

    def __init__(self, pattern: str, form: str, code: str = "R005", *, meant: str = "", longest: int = 2000,
                 quotable: bool = True) -> None:  # fmt: skip
        self.pattern = pattern
        self.quotable = quotable
        self.form = form
        self.code = code
        self.meant = meant
        self.longest = longest

    @cached_property
    def matches(self) -> Callable[[str], object]:
        """Whether a text is of the form; compiled at its first use, which a warm start never comes to."""
        return re.compile(self.pattern).fullmatch

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        value = node.strip()
        if len(value) <= self.longest and self.matches(value):
            return value
        hint = _meant(self.meant, value, self.matches) if self.meant else ""
        said = quoted(node) if self.quotable else "this"
        into.problem(at, self.code, f"{name}: {said} is not {self.form}", hint)
        return None

    def schema(self) -> Schema:
        return {"type": TEXT, "pattern": f"^(?:{self.pattern})$"}


ID = Pattern("[a-z0-9]+(?:-[a-z0-9]+)*", "an id: a-z, 0-9 and single dashes, such as kuca-klastera", meant="id",
             longest=200)  # fmt: skip
URL = Pattern(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"/?#.][^\s<>\"]*", "a web address such as https://example.org", "R010",
              meant="url")  # fmt: skip
EMAIL = Pattern(r"[^\s@<>\",;:]+@[^\s@<>\",;:][^\s@<>\",;:.]*\.[^\s@<>\",;:]+",
                "an e-mail address such as info@example.org", "R017", quotable=False)  # fmt: skip
COUNT = Pattern("[~<>]?(?:0|[1-9][0-9]{0,6})", "a whole number: 30, ~30 (about), >30 (more) or <30 (fewer), below ten"
                " million", "R008", meant="count")  # fmt: skip
AMOUNT = Pattern(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?", "an amount: digits, and a point before the cents, as in"
                 " 425698.75", "R008", meant="amount")  # fmt: skip
NUMBER = Pattern(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", "a number such as 0.6", "R008", meant="amount")
VALIDITY = Pattern("[1-9][0-9]{0,2} (?:day|month|year)s?", "a time such as 2 years or 18 months", "R008")
REGION = Pattern("[A-Z]{2}[A-Z0-9]{0,4}", "a NUTS or statistical region code such as CZ051 or RS22", "R016",
                 meant="code")  # fmt: skip
# ISO 639-1, by first letter: cz, rs and dk are countries. Languages without a code of two letters have one of three.
_LANGUAGES = (
    "a[abefkmnrsvyz]|b[aegimnors]|c[aehorsuvy]|d[aevz]|e[elnostu]|f[afijory]|g[adlnuv]|h[aeiortuyz]|i[adegikostu]|"
    "j[av]|k[agijklmnorsuvwy]|l[abginotuv]|m[ghiklnrsty]|n[abdeglnorvy]|o[cjmrs]|p[ailst]|qu|r[mnouw]|"
    "s[acdeghiklmnoqrstuvw]|t[aeghiklnorstwy]|u[gkrz]|v[eio]|w[ao]|xh|y[io]|z[ahu]"
)
LANGUAGE = Pattern(
    f"(?:{_LANGUAGES}|[a-z]{{3}})(?:-[A-Z][a-z]{{3}})?", "a language tag such as cs, sr-Latn, sr-Cyrl or en", "R013",
    meant="language",
)  # fmt: skip


class Choice(NamedTuple):
    """One of a few words."""

    options: tuple[str, ...]

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        value = node.strip().lower()
        if value in self.options:
            return value
        known = ", ".join(self.options)
        into.problem(at, "R009", f"{name}: {quoted(node)} is not one of {known}{did_you_mean(node, self.options)}")
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.options)}


class Date:
    """A date as precise as its source (EDTF)."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        value = node.strip()
        fault = f"{quoted(value)} is not a date"
        try:
            if len(value) <= dates.LONGEST:
                if dates.read(value).latest.year >= dates.FIRST_YEAR:
                    return value
                fault = f"'{value}' is not a date: the year lies before {dates.FIRST_YEAR}"
        except ValueError as error:
            fault = str(error)
        return into.problem(at, "R011", f"{fault}. {dates.FORM}", _meant("date", value, bool))

    def schema(self) -> Schema:
        return {"type": TEXT, "pattern": "^[0-9./]", "description": f"EDTF date. {dates.FORM}, 2012-01/2012-02"}


class Country:
    """A country code: ISO 3166-1 alpha-2, and XK."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        code = node.strip()
        if code in countries.codes():
            return code
        meant = countries.suggest(code)
        hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
        into.problem(
            at, "R003", f"{name}: {quoted(node)} is not a country code{hint}", "two letters, such as CZ, RS, BG"
        )
        return None

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/country"}


class Concept:
    """The id of a concept of the vocabulary."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        if node in into.concepts:
            return node
        meant = into.suggest_concepts(node) if into.suggest_concepts else []
        hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
        into.problem(at, "R006", f"{name}: {quoted(node)} is not a concept of the vocabulary{hint}",
                     "all of them: clustercli sectors")  # fmt: skip
        return None

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/concept"}


class Nace:
    """A NACE code, kept in its printed form: 13.20, C13.20 and 1320 become 13.20."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        code = nace.tidy(node)
        if code is None:
            into.problem(at, "R012", f"{name}: {quoted(node)} is not a NACE code. Form: 13, 13.2 or 13.20")
        return code

    def schema(self) -> Schema:
        return {"type": TEXT, "pattern": nace.PATTERN}


class Currency:
    """A currency code: ISO 4217, and those of the last decades that are gone."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        from clustercli.records import currencies

        if not isinstance(node, str):
            return _no_text(node, at, name, into)
        code = node.strip().upper()
        if node.isascii() and code in currencies.CODES:
            return code
        meant = currencies.meant(node) if len(node) < 20 else ""
        hint = f"did you mean {meant}?" if meant else ""
        return into.problem(
            at, "R014", f"{name}: {quoted(node)} is not a currency code such as EUR, CZK, RSD or BGN", hint
        )

    def schema(self) -> Schema:
        from clustercli.records import currencies

        return {"enum": list(currencies.CODES)}


CURRENCY = Currency()
# Python's own float would take 4_3.3, 1e1 and digits of any script.
_DEGREES = Pattern(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?", "degrees")


class Position(NamedTuple):
    """[latitude, longitude] in degrees (WGS 84)."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        hint = ""
        if isinstance(node, Items) and len(node) == 2:
            degrees = [part.strip() for part in node if isinstance(part, str) and _DEGREES.matches(part.strip())]
            if len(degrees) == 2:
                lat, lon = map(float, degrees)
                if -90 <= lat <= 90 and -180 <= lon <= 180:
                    return [lat, lon]
                if -90 <= lon <= 90 and -180 <= lat <= 180:
                    hint = f"the latitude comes first: [{degrees[1]}, {degrees[0]}]"
        into.problem(at, "R015", f"{name}: not a place. Form: [latitude, longitude], such as [43.32, 21.90]", hint)
        return None

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 2}


class LinkTo(NamedTuple):
    """The id of another record; that it exists, and is of the right kind, is checked when all files are read."""

    kinds: tuple[str, ...]

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        value = ID.read(node, at, name, into)
        if value:
            into.link(at, name, value, self.kinds)
        return value

    def schema(self) -> Schema:
        return ID.schema()


class Mention(NamedTuple):
    """The id of a record of some kinds, or plain text where it has none."""

    kinds: tuple[str, ...]

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        value = _PLAIN.read(node, at, name, into)
        if value and ID.matches(value):
            into.link(at, name, value, self.kinds, sure=False)
        return value

    def schema(self) -> Schema:
        return Plain().schema()


class FormerId:
    """An id that a record had before it was renamed; that no other record has it is checked when all files are read."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        value = ID.read(node, at, name, into)
        if value:
            into.link(at, name, value, (FORMER,))
        return value

    def schema(self) -> Schema:
        return ID.schema()


FORMER = "former id"


_PLAIN = Plain()
_SOURCE = LinkTo(("source",))


class SourceRef:
    """A web address, or the id of an entry of sources.yaml."""

    def read(self, node: Node, at: Place, name: str, into: Reading) -> Value:
        if isinstance(node, str) and ("." in node or "/" in node):
            return URL.read(node, at, name, into)
        return _SOURCE.read(node, at, name, into)

    def schema(self) -> Schema:
        return {"anyOf": [URL.schema(), ID.schema()]}
