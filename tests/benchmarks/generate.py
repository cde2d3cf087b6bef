"""Writes catalogues of firms of any size, the same bytes for the same seed, as a stream in constant memory.

`python -m tests.benchmarks.generate FIRMS FOLDER [--seed N] [--per-file N]`
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml

from clustercli.records.fold import fold
from clustercli.records.identifiers import SCHEMES

_T = TypeVar("_T")
_VOCABULARY = Path(__file__).parents[2] / "data" / "vocabulary"
# What a register has most of; all other sectors follow, each rarer than the one before.
_COMMON = (
    "construction", "trade", "software", "metalworking", "tourism", "agriculture", "food", "logistics", "consulting",
    "textile", "furniture", "machining", "automotive-components", "apparel", "wood", "hotels", "machinery",
    "plastics", "electrical", "printing", "dairy", "recycling", "design",
)  # fmt: skip
_SHARED = ("cooperation", "services")  # concepts below these are offered and sought by firms of every sector
_CERTIFICATES = ("ISO 9001", "ISO 14001", "OEKO-TEX", "HACCP", "ISO 45001", "FSC", "IATF 16949", "EN 1090", "CE, UKCA")
_SIZES = ("micro", "micro", "micro", "small", "small", "medium", "large")
_PHRASES = 400  # texts without a concept, for each language
_PAIRS = {"lj": "љ", "nj": "њ", "dž": "џ"}
_LETTERS = dict(zip("abcčćdđefghijklmnoprsštuvzž", "абцчћдђефгхијклмнопрсштувзж", strict=True))
_NUMBER = "NUMBER"
_UNITS = ("mm", "kg", "t", "m", "l", "kW")
_QUOTED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def generate(folder: Path, firms: int, seed: int = 1, per_file: int = 100) -> None:
    """Write a catalogue of so many firms; vocabulary and policy are left to the bundled ones."""
    smes = folder / "data" / "smes"
    smes.mkdir(parents=True)
    (folder / "data" / "catalogue.yaml").write_text(f"title: {firms} firms\nhome: CZ\n", encoding="utf-8")
    register = Register(seed)
    for begin in range(0, firms, per_file):
        records = [register.firm(n) for n in range(begin, min(begin + per_file, firms))]
        (smes / f"{begin // per_file:06}.yaml").write_text("".join(records), encoding="utf-8")


def scalar(text: str) -> str:
    """A text as YAML writes it: plain where nothing could mistake it, else in quotes."""
    plain = re.fullmatch(r"[^\W\d_](?:[\w .+/-]*[\w.])?", text) and text.lower() not in _QUOTED
    return text if plain else "'" + text.replace("'", "''") + "'"


def cyrillic(text: str) -> str:
    """Serbian Latin in Cyrillic; letters that Serbian has not stay."""

    def letter(match: re.Match[str]) -> str:
        found = match[0].lower()
        other = _PAIRS.get(found) or _LETTERS.get(found, match[0])
        return other if match[0].islower() else other.upper()

    return re.sub("lj|nj|dž|.", letter, text, flags=re.IGNORECASE)


class Trade:
    """What firms sell and seek, from the vocabulary: sectors, who buys from whom, and texts in each language."""

    def __init__(self) -> None:
        files = sorted(_VOCABULARY.glob("*.yaml"))
        entries = [e for file in files for e in yaml.load(file.read_bytes(), yaml.CSafeLoader)]
        self.concepts: dict[str, dict[str, Any]] = {e["id"]: e for e in entries if "id" in e}
        self.shared = [c for c, e in self.concepts.items() if e.get("parent") in _SHARED]
        usual = [c for c in _COMMON if c in self.concepts]
        self.sectors = usual + [
            c for c, e in self.concepts.items() if c not in usual and e.get("parent") and c not in self.shared
        ]
        self.near: dict[str, list[str]] = {c: [c] for c in self.concepts}
        self.supply: dict[str, list[str]] = {c: [] for c in self.concepts}
        for entry in entries:
            if entry.get("parent"):
                self.near[entry["parent"]].append(entry["id"])
            if entry.get("kind") == "buys_from":
                self.supply[entry["from"]].append(entry["to"])

    def words(self, language: str) -> dict[str, list[str]]:
        """The words and clues of each concept in a language, the usual first."""
        return {
            c: e["words"].get(language, []) + e.get("clues", {}).get(language, []) for c, e in self.concepts.items()
        }


class Land:
    """A country as its firms need it: its facts, and what its texts are made of, quoted once for all."""

    def __init__(self, code: str, facts: dict[str, Any], trade: Trade, script: str) -> None:
        self.code, self.script = code, script
        write = cyrillic if script == "sr" else str
        words = trade.words(facts["texts"])
        self.items = {c: [_item(c, write(text)) for text in texts] for c, texts in words.items()}
        # Firms write much the same, but seldom the very same: a place for a number.
        self.measured = {
            c: [_item(c, f"{write(text)} {_NUMBER} {_UNITS[n % len(_UNITS)]}") for n, text in enumerate(texts)]
            for c, texts in words.items()
        }
        self.coined = [(write(head + tail), _slug(head + tail)) for head in facts["heads"] for tail in facts["tails"]]
        self.forms = [write(form) for form in facts["forms"]]
        self.words = {c: [write(text) for text in texts[:4]] for c, texts in words.items()}
        self.languages, self.trade, self.register = facts["languages"], facts["trade"], facts["register"]
        self.towns = [(scalar(write(name)), lat, lon) for name, lat, lon in facts["towns"]]
        chooser = random.Random(0)  # noqa: S311  # chance, not secrecy
        pools = [texts for texts in words.values() if texts]
        pairs = [
            (chooser.choice(chooser.choice(pools)), chooser.choice(chooser.choice(pools))) for _ in range(_PHRASES)
        ]
        self.phrases = [f"  - {scalar(write(f'{a}, {b}' if n % 3 == 0 else a))}\n" for n, (a, b) in enumerate(pairs)]


def _item(concept: str, text: str) -> str:
    return f"  - {{concept: {concept}, text: {scalar(text)}}}\n"


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "", fold(text))


class Register:
    """Firms one after another; each takes its chances from one stream, so that a seed says all."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # chance, not secrecy
        self._chance = self._random.random
        self._trade = Trade()
        facts = yaml.load(Path(__file__).with_name("countries.yaml").read_bytes(), yaml.CSafeLoader)
        self._lands: list[Land] = []
        for code, of in facts.items():
            scripts = ("sr", "") if of.get("script") else ("",)
            lands = [Land(code, of, self._trade, script) for script in scripts]
            self._lands += [lands[n % len(lands)] for n in range(of["weight"])]

    def _one(self, pool: Sequence[_T]) -> _T:
        return pool[int(self._chance() * len(pool))]

    def _usual(self, pool: Sequence[_T]) -> _T:
        """One of a pool whose n-th is met one n-th as often as its first (Zipf)."""
        return pool[int((len(pool) + 1) ** self._chance()) - 1]

    def _some(self, pool: Sequence[_T], most: int) -> list[_T]:
        """From one to `most` different ones, in the order in which they were met."""
        return list(dict.fromkeys(self._usual(pool) for _ in range(1 + int(self._chance() * most))))

    def firm(self, number: int) -> str:
        """One record as YAML."""
        land = self._one(self._lands)
        sectors = self._some(self._trade.sectors, 3)
        coined, slug = self._usual(land.coined)
        id_ = f"{slug}-{number}"
        return "".join(
            (
                f"- id: {id_}\n  name: {self._name(land, coined, sectors[0])}\n  country: {land.code}\n",
                self._place(land),
                f"  languages: [{', '.join(land.languages[: 1 + int(self._chance() * len(land.languages))])}]\n",
                self._identifier(land),
                f"  sectors: [{', '.join(sectors)}]\n",
                self._products(land, sectors),
                "  offers:\n",
                *self._items(land, lambda: self._offered(sectors), 5),
                "  needs:\n",
                *self._items(land, lambda: self._sought(sectors), 5),
                self._reach(land),
                self._standing(),
                f"  website: https://{id_}.example\n" if self._chance() < 0.2 else "",
                f"  sources: [https://example.org/{land.code.lower()}/{number}]\n" if self._chance() < 0.7 else "",
                f"  checked: 202{5 + int(self._chance() * 2)}-0{1 + int(self._chance() * 9)}-{self._day()}\n",
            )
        )

    def _day(self) -> str:
        return f"{1 + int(self._chance() * 28):02}"

    def _name(self, land: Land, coined: str, sector: str) -> str:
        """The name, most often with a word of the trade; at times in two scripts or languages."""
        word = f" {self._one(land.words[sector])}" if land.words[sector] and self._chance() < 0.6 else ""
        form = self._usual(land.forms)
        name = scalar(f"{coined}{word} {form}")
        if self._chance() > 0.1:
            return name
        english = scalar(f"{coined} {self._trade.concepts[sector]['words']['en'][0]}")
        own = "sr-Cyrl" if land.script else land.languages[0]
        return f"{{{own}: {name}, en: {english}}}"

    def _place(self, land: Land) -> str:
        city, lat, lon = self._usual(land.towns)
        here = ""
        if self._chance() < 0.5:
            here = f"  place: [{lat + self._chance() * 0.1 - 0.05:.2f}, {lon + self._chance() * 0.1 - 0.05:.2f}]\n"
        founded = f"{2024 - int(self._chance() ** 2 * 90)}"
        if self._chance() < 0.2:
            founded += f"-0{1 + int(self._chance() * 9)}"
        return f"  city: {city}\n{here}  founded: {founded}\n" if self._chance() < 0.8 else f"  city: {city}\n{here}"

    def _identifier(self, land: Land) -> str:
        rule = SCHEMES[land.register]
        if rule is None or self._chance() < 0.5:
            return ""
        body = f"{int((0.1 + 0.9 * self._chance()) * 10 ** (rule.lengths[-1 if land.register == 'ro-cui' else 0] - 1))}"
        last = next(d for d in "0123456789" if rule.check is None or rule.check(body + d))
        return f"  identifiers: {{{land.register}: '{body}{last}'}}\n"

    def _products(self, land: Land, sectors: list[str]) -> str:
        lines = self._items(land, lambda: self._one(sectors), max(0, int(self._chance() * 6) - 3))
        return "".join(("  products:\n", *lines)) if lines else ""

    def _offered(self, sectors: list[str]) -> str:
        """What firms of such sectors sell: what they are, something narrower, or what anybody may share."""
        return (
            self._one(self._trade.near[self._one(sectors)])
            if self._chance() < 0.75
            else self._usual(self._trade.shared)
        )

    def _sought(self, sectors: list[str]) -> str:
        """What they look for: what their trade buys, what anybody needs, or something else."""
        chance = self._chance()
        supply = self._trade.supply[self._one(sectors)]
        if chance < 0.5 and supply:
            return self._one(supply)
        return self._usual(self._trade.shared if chance < 0.8 else self._trade.sectors)

    def _items(self, land: Land, concept: Callable[[], str], count: int) -> dict[str, None]:
        """So many different ones."""
        lines: dict[str, None] = {}
        while len(lines) < count:
            lines[self._item(land, concept())] = None
        return lines

    def _item(self, land: Land, concept: str) -> str:
        chance = self._chance()
        if chance < 0.1:
            return self._usual(land.phrases)
        if chance < 0.35 or not land.items[concept]:
            return f"  - {{concept: {concept}}}\n"
        if chance < 0.75:
            return self._usual(land.items[concept])
        return self._usual(land.measured[concept]).replace(_NUMBER, str(int(1000 ** self._chance())), 1)

    def _reach(self, land: Land) -> str:
        wanted = f"  target_countries: [{', '.join(self._some(land.trade, 4))}]\n" if self._chance() < 0.5 else ""
        sold = f"  export_countries: [{', '.join(self._some(land.trade, 4))}]\n" if self._chance() < 0.4 else ""
        return wanted + sold

    def _standing(self) -> str:
        chance = self._chance()
        shown = ""
        if self._chance() < 0.3:
            shown = f"  certificates: [{', '.join(map(scalar, self._some(_CERTIFICATES, 2)))}]\n"
        if chance < 0.4:
            return f"{shown}  employees: {1 + int(250 ** self._chance())}\n"
        return f"{shown}  size: {self._one(_SIZES)}\n" if chance < 0.7 else shown


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Write a catalogue of firms.")
    parser.add_argument("firms", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-file", type=int, default=100)
    given = parser.parse_args()
    generate(given.folder, given.firms, given.seed, given.per_file)


if __name__ == "__main__":
    main()
