"""Inputs for the targets: seeds from real files, and mutations of them that keep enough of their form to get deep."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from clustercli.catalogue.scan import role_of
from clustercli.records.kinds import KINDS
from tests.torture.targets import PATHS, TARGETS, Target

HERE = Path(__file__).parent
FOUND = HERE / "found"
_ROOT = HERE.parent.parent
_LONGEST = 3000  # bytes of a seed

YAML = [
    *(f"{sign} " for sign in "-?:,[]{}#&*!|>'\"%@`~"), "'", '"', "[", "]", "{", "}", "[]", "{}", "- - ",
    "---\n", "...\n", "\n", "\r\n", "\r", "\t", "  ", ": |\n  ", ">-\n", "&a ", "*a", "!!str ", "<<: *a", "\\",
    "\x00", "\x07", "\x85", "\u2028", "\ufeff", "\U0001fffe", '"\\x1e"', '"\\0\\N\\e"', '"\\ud800"', "\u202e",
    "a: b: c", "null", "NO", "~", ".nan", "1_000", "0x1f", "1e3", "'': ''", "? a\n: b\n", "[a, , b]",
    "{a: {b: [c]}}", "[[[[[[[[", "{concept: fabrics, text: cotton cloth}", "{text: a}",
    "[{value: 1, source: https://example.org}]", "\xe9",
]  # fmt: skip
VALUES = [
    "2012", "2012-02-29", "2012-24", "2012-36~", "201X", "20XX?", "../2012", "2012/..", "2012-01/2012-02",
    "9999-12-31", "0001", "0000", "2012-13", "2012-02-30", "|2 years", "|18 months", "|999 days", "/", "~", "?",
    "%", "X", "-24", "-41", "30", "~30", ">30", "<30", "425698.75", "2.053.050", "425 698,75", "0.6", "-1",
    "1e9", "٣٠", "３", "²", "1_0", "NaN", "177041", "00177041", "101134702", "831641791", "13.20", "C13.20",
    "1320", "13.2.0", "62.01", "43.32,21.90", "-33.5, 151", "EUR", "eur", "CZ", "RS22", "CZ051", "cs",
    "sr-Latn", "https://example.org", "info@example.org", "kuca-klastera", "textile", "contract-sewing",
    "apparel",
]  # fmt: skip
WORDS = [
    "Niš", "Ниш", "Dunđer", "Dundjer", "d.o.o.", "a. s.", "s r. o.", "Шивара", "für", "pro ", "za ", "dj", "đj",
    "ß", "ﬁ", "textile", "textil", "текстил", "woven cloth", "Stoffe", "loom", "oděvy", "odeća",
    "šití na zakázku", "joint fairs", "e\u0301", "\u0130", "\u200b", "\ud7ff", "А", "В", "i\u0307", "-", ".",
    ",", "\n", "\t", "(", "szamara", "proizvodnja",
]  # fmt: skip
CODES = [
    "CZ", "XK", "Serbia", "UK", "Česko", "Србија", "textile", "contract-sewing", "сектор", "active", "Closed",
    "aktiv",
]  # fmt: skip
CELLS = [
    "=1+1", "+420 000 000 000", "@a", "-wool", "\t", "\r", "\x1e", "\x1f", "\x1d", "\x1c", '"', ",", "\n", "＝1",
    "wool",
]  # fmt: skip
TOKENS = {
    "catalogue": [*YAML, *VALUES, *CELLS],
    "index": [*YAML, *VALUES, *CELLS],
    "dates": VALUES,
    "scalars": [*VALUES, " ", "\n", "\t", "\x00"],
    "codes": CODES,
    "folding": WORDS,
    "cells": CELLS,
}


def seeds(target: str) -> list[bytes]:
    """What mutation begins with: files of the catalogue and of tests, or the words of the target."""
    found = [file.read_bytes() for file in sorted(FOUND.glob(f"{target}-*"))] if FOUND.is_dir() else []
    if target in ("catalogue", "index"):
        return found + _files()
    return found + [token.encode() for token in TOKENS[target]]


def _files() -> list[bytes]:
    """The beginnings of all files of the bundled catalogue and of those with problems, and a whole example a kind."""
    from clustercli.records.template import example

    made = [
        _placed(f"{kind.folder}/a.yaml", re.sub("^# ?", "", example(kind), flags=re.MULTILINE).encode())
        for kind in KINDS
    ]
    for folder in (_ROOT / "data", *sorted((_ROOT / "tests/catalogue/problems").glob("*/data"))):
        for file in sorted(folder.rglob("*.yaml")):
            path = str(file.relative_to(folder))
            if file.is_file() and not role_of(path)[1]:
                whole = file.read_bytes()
                short = whole if len(whole) < _LONGEST else whole[: whole.rfind(b"\n", 0, _LONGEST) + 1]
                made.append(_placed(path, short))
    return made


def _placed(path: str, text: bytes) -> bytes:
    """A text behind the letter that says where it stands."""
    folder, slash, name = path.partition("/")
    place = path if not slash or name.startswith("relations.") else f"{folder}/a.yaml"
    return bytes([_letter(PATHS.index("vocabulary/relations.yaml" if name.startswith("relations.") else place))]) + text


def _letter(number: int) -> int:
    """A letter that, taken as a number, says which path is meant."""
    return next(code for code in b"abcdefghijklmnopqrstuvwxyz" if code % len(PATHS) == number)


class Mutator:
    """Changes bytes a little, line by line and value by value rather than bit by bit."""

    def __init__(self, target: str) -> None:
        self._tokens = [token.encode("utf-8", "surrogatepass") for token in TOKENS[target]]
        self._seeds = seeds(target)

    def seed(self, random: Random) -> bytes:
        """Something to begin with."""
        return random.choice(self._seeds)

    def __call__(self, data: bytes, random: Random) -> bytes:
        """The bytes with one to four changes."""
        for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
            data = random.choice(self._WAYS)(self, data, random)
        return data

    def _token(self, data: bytes, random: Random) -> bytes:
        """A token somewhere, over what stands there or not."""
        at = random.randint(0, len(data))
        over = random.choice((0, 0, 1, 3))
        return data[:at] + random.choice(self._tokens) + data[at + over :]

    def _value(self, data: bytes, random: Random) -> bytes:
        """Another value behind a colon or a dash."""
        places = list(re.finditer(rb"(?<=[:,\[-] )[^\n,\]}]*", data))
        if not places:
            return self._token(data, random)
        place = random.choice(places)
        return data[: place.start()] + random.choice(self._tokens) + data[place.end() :]

    def _byte(self, data: bytes, random: Random) -> bytes:
        """A byte more, less, or other."""
        at = random.randint(0, len(data))
        new = bytes([random.randrange(256)]) if random.random() < 0.7 else b""
        return data[:at] + new + data[at + random.randint(0, 1) :]

    def _lines(self, data: bytes, random: Random) -> bytes:
        """Lines gone, twice, elsewhere, or indented otherwise."""
        lines = data.split(b"\n")
        first = random.randrange(len(lines))
        some = lines[first : first + random.randint(1, 3)]
        way = random.randrange(4)
        if way == 3:
            indent = random.choice((b" ", b"  ", b"\t", b"- "))
            lines[first] = lines[first][len(indent) :] if random.random() < 0.5 else indent + lines[first]
            return b"\n".join(lines)
        if way != 1:
            del lines[first : first + len(some)]
        if way:
            at = random.randint(0, len(lines))
            lines[at:at] = some
        return b"\n".join(lines)

    def _splice(self, data: bytes, random: Random) -> bytes:
        """The beginning of these bytes and the end of others."""
        other = self.seed(random)
        return data[: random.randint(0, len(data))] + other[random.randint(0, len(other)) :]

    def _repeat(self, data: bytes, random: Random) -> bytes:
        """A piece many times."""
        at = random.randint(0, len(data))
        return data[:at] + data[at : at + random.randint(1, 9)] * random.choice((2, 3, 20)) + data[at:]

    _WAYS = (_token, _token, _value, _value, _byte, _lines, _lines, _splice, _repeat)


def sample(target: str, count: int, seed: int, check: Target | None = None) -> int:
    """Run a target (or a check) on so many inputs, always the same for a seed; the number of those that were run."""
    random = Random(seed)  # noqa: S311  # the same inputs each time, and no secret
    mutate, check = Mutator(target), check or TARGETS[target]
    for _ in range(count):
        data = mutate(mutate.seed(random), random)
        try:
            check(data)
        except Exception as error:
            raise AssertionError(f"{target}: {data!r}") from error
    return count
