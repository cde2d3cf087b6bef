"""No regular expression of the package takes more than a moment for any text of 100 KB; nor does a record of such."""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import permutations
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any, NamedTuple, Never

import pytest

from clustercli.records import harmless, meant, scalars, spellings
from tests.conftest import ROOT
from tests.torture.conftest import Tally

SIZE = 100_000
SECONDS = 1.0  # of a processor, for what takes a hundredth of that where it is linear
_CALLS = {f"re.{name}" for name in ("match", "fullmatch", "search", "sub", "findall", "finditer", "split", "compile")}
# What the names that only a function knows stand for, in the patterns that are made of them.
MADE: dict[str, dict[str, list[Any]]] = {
    "clustercli.index.cells": {"SIGN": [harmless.SIGN]},
    "clustercli.catalogue.parse": {"begin": [r"^  -(?=[ \n\r])", r"^  [^\s#'\"-][^:\n]*:"]},
    "clustercli.catalogue.build": {"pattern": [r"\s*-", r"\s*(?:- )?[a-z_]+:\s|- "]},
    "clustercli.catalogue.encoding": {"pattern": [b""]},
    "clustercli.records.meant": {"words": [meant._ABOUT, meant._OVER, meant._UNDER]},
}
# Modules that look at no more than so many characters of a value.
BOUNDED = {"clustercli.records.meant": meant._LONGEST}


class Use(NamedTuple):
    """A pattern and how it is used."""

    where: str
    call: str
    pattern: str
    flags: int


def uses() -> Iterator[Use]:
    """Every pattern of the package, found in its code; those of the types of values, too."""
    for path in sorted((ROOT / "clustercli").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name == spellings.__name__:
            continue  # made of what a user asks for: below
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in _CALLS:
                said = {ast.unparse(part) for part in node.args}
                flags = sum(flag for flag in (re.MULTILINE, re.IGNORECASE) if str(flag) in said)
                for pattern in _patterns(node.args[0], tree, name):
                    if isinstance(pattern, bytes):  # of numbers, not of text
                        continue
                    yield Use(f"{name}:{node.lineno}", ast.unparse(node.func)[3:], pattern, flags)
    for text in ("Jana Vzorová", "Đorđe d.o.o.", "+420 700 000 000", "abc"):
        if found := spellings.spellings(text):
            yield Use(f"spellings of {text}", "search", found.text.pattern, found.text.flags)
    for name, value in vars(scalars).items():
        if isinstance(value, scalars.Pattern):
            yield Use(f"scalars.{name}", "fullmatch", value.pattern, 0)


def _patterns(node: ast.expr, tree: ast.Module, module: str) -> list[Any]:
    """The texts that a pattern's expression can be: of constants of the module, or what is assigned to its name."""
    known = vars(import_module(module))
    for name, values in [("", [""]), *MADE.get(module, {}).items()]:
        with suppress(NameError, AttributeError):
            return [eval(ast.unparse(node), known | {name: value}) for value in values]  # noqa: S307 - of our own code
    if isinstance(node, ast.Attribute):  # self.pattern, ID.pattern: those of the types of values
        return []
    if isinstance(node, ast.IfExp):
        return [*_patterns(node.body, tree, module), *_patterns(node.orelse, tree, module)]
    given = [
        part.value
        for part in ast.walk(tree)
        if isinstance(part, ast.Assign) and any(ast.unparse(t) == ast.unparse(node) for t in part.targets)
    ]
    assert given, ast.unparse(node)
    return [pattern for value in given for pattern in _patterns(value, tree, module)]


def letters(pattern: str) -> list[str]:
    """A character for each part of a pattern: of each literal, class and range."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, parser.SubPattern | list):
            for each in part:
                walk(each)
        elif isinstance(part, tuple) and len(part) == 2 and part[0] in (constants.LITERAL, constants.NOT_LITERAL):
            found.append(chr(part[1]))
        elif isinstance(part, tuple) and len(part) == 2 and part[0] is constants.RANGE:
            found.append(chr(part[1][0]))
        elif isinstance(part, tuple) and len(part) == 2 and part[0] is constants.CATEGORY:
            found.append({"DIGIT": "7", "SPACE": " ", "WORD": "w"}.get(str(part[1]).rsplit("_", 1)[-1], "!"))
        elif isinstance(part, tuple):
            for each in part:
                walk(each)

    walk(parser.parse(pattern))
    usual = ["a", " ", "\n", "-", ".", "1"]
    return list(dict.fromkeys([*found, *usual]))


def texts(pattern: str, most: int, ends: Sequence[str]) -> Iterator[str]:
    """Texts of 100 KB that a pattern nearly matches: of one or two of its letters again and again, and what ends it."""
    known = letters(pattern)
    known = known[:most] + [letter for letter in ("a", " ") if letter not in known[:most]]
    for end in ends:
        yield from (letter * SIZE + end for letter in known)
        yield from (f"{first}{letter * SIZE}{end}" for first, letter in permutations(known, 2))
        yield from ((one + other) * (SIZE // 2) + end for one, other in permutations(known, 2))


def _late(number: int, frame: FrameType | None) -> Never:
    del number, frame
    raise TimeoutError


def seconds_left(use: Use, text: str) -> bool:
    """Whether a pattern is done with a text in time."""
    compiled = re.compile(use.pattern, use.flags)
    most = BOUNDED.get(use.where.rpartition(":")[0], len(text))
    text = text[: most - 1] + text[-1:]
    before = signal.signal(signal.SIGVTALRM, _late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        if use.call in ("sub", "split", "findall"):
            compiled.sub("", text)
        elif use.call == "finditer":
            list(compiled.finditer(text))
        else:
            getattr(compiled, "fullmatch" if use.call == "compile" else use.call)(text)
    except TimeoutError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return True


USES = sorted(set(uses()))


def test_all_patterns_are_found() -> None:
    call = re.compile(r"\bre\.(?:match|fullmatch|search|sub|findall|finditer|split|compile)\((?!\w+\.pattern)")
    written = {
        f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}:{number}"
        for path in (ROOT / "clustercli").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if call.search(line) and path.stem not in ("spellings", "traces")  # of what a user looks for
    }
    found = {use.where for use in USES}
    assert {
        place
        for place in written - found
        if not place.startswith(
            ("clustercli.records.scalars", "clustercli.records.traits", "clustercli.catalogue.encoding")
        )
    } == set()
    assert len(USES) > 50


def test_a_slow_pattern_is_noticed() -> None:
    assert not seconds_left(Use("", "search", r"\s*\n", 0), " " * SIZE)


def _try(use: Use, most: int, ends: Sequence[str], tally: Tally) -> None:
    slow: list[str] = []
    tried = 0
    for text in texts(use.pattern, most, ends):
        tried += 1
        if not seconds_left(use, text):
            slow.append(text[:20] + "..." + text[-3:])
            break
    assert slow == []
    tally("texts of 100 KB that no regular expression is slow with", tried, "texts")


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.where}-{use.call}")
def test_no_pattern_is_slow(use: Use, tally: Tally) -> None:
    _try(use, 3, ("!",), tally)


@pytest.mark.torture
@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.where}-{use.call}")
def test_no_pattern_is_slow_with_any_of_its_letters(use: Use, tally: Tally) -> None:
    _try(use, 12, ("!", "\0", ""), tally)
