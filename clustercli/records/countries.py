"""Country codes (ISO 3166-1 alpha-2, and XK) and country names in the languages of the catalogue's users.

The table `countries.csv` is generated from Unicode CLDR; a test regenerates and compares it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from clustercli.records.fold import fold

TABLE = Path(__file__).with_name("countries.csv")
# Codes people write that are not the ISO ones, and names that the table does not have.
_USUAL = {"uk": "GB", "el": "GR", "srb": "RS", "cze": "CZ", "bgr": "BG", "cesko": "CZ", "czech republic": "CZ",
          "ceska republika": "CZ", "tschechische republik": "CZ", "republika srbija": "RS",
          "usa": "US", "sad": "US", "bosna": "BA", "makedonija": "MK", "slovenska republika": "SK",
          "republika hrvatska": "HR", "republika balgarija": "BG"}  # fmt: skip


@cache
def _table() -> dict[str, dict[str, str]]:
    import csv

    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def codes() -> frozenset[str]:
    """All country codes."""
    return frozenset(_table())


def name(code: str, language: str = "en") -> str:
    """A country's name; the code itself where it is not known."""
    return _table().get(code, {}).get(language, code)


@cache
def _by_name() -> dict[str, str]:
    names = {_key(text): code for code, row in _table().items() for key, text in row.items() if key != "code"}
    return names | _USUAL


def _key(text: str) -> str:
    """A name as it is compared: folded, 'Bosnia and' as 'Bosnia &'."""
    return fold(text).replace(" and ", " ")


def find(text: str) -> str | None:
    """The code meant by a code or a name in any of the languages and either script, or None."""
    code = text.strip().upper()
    if len(code) > 80:
        return None
    return code if code in codes() else _by_name().get(_key(text))


@lru_cache(1024)  # a slip is made again and again
def suggest(text: str) -> list[str]:
    """The codes most likely meant by a text that is no code: by name first, then by look."""
    found = find(text) or fold(text[:80]).upper()  # two letters of another script that look or sound like a code
    if found in codes():
        return [found]
    import difflib

    close = difflib.get_close_matches(_key(text[:80]), _by_name(), 3, 0.75)
    return list(dict.fromkeys(_by_name()[word] for word in close))
