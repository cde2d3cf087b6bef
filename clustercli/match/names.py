"""Whether two records look like one organisation: names across scripts, spellings and legal forms; pure.

Never decides alone: "same" and "ask" are both proposals, and a different legal form or country is always a question.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from clustercli.records.fold import fold, loose, transliterated

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

SAME, ASK = "same", "ask"

# Legal forms as they are folded and joined -> what they are; those of one meaning share a name. A Czech o.s. became a
# z.s. by law in 2014.
_FORMS = {
    "doo": "d.o.o.", "drustvosaogranicenomodgovornoscu": "d.o.o.", "drustvosogranicenomodgovornoscu": "d.o.o.",
    "druzbazomejenoodgovornostjo": "d.o.o.", "spolecnostsrucenimomezenym": "s.r.o.",
    "spolocnostsrucenimobmedzenym": "s.r.o.", "gesellschaftmitbeschrankterhaftung": "GmbH", "aktiengesellschaft": "AG",
    "korlatoltfelelossegutarsasag": "Kft.", "zartkoruenmukodoreszvenytarsasag": "Zrt.",
    "societaaresponsabilitalimitata": "S.r.l.", "societaperazioni": "S.p.A.", "spolkaakcyjna": "S.A.",
    "spolkazograniczonaodpowiedzialnoscia": "sp. z o.o.", "sro": "s.r.o.", "spolsro": "s.r.o.",
    "zs": "z.s.", "os": "z.s.", "zapsanyspolek": "z.s.", "obcanskesdruzeni": "z.s.", "ops": "o.p.s.", "zu": "z.ú.",
    "as": "a.s.", "akciovaspolecnost": "a.s.", "vd": "v.d.", "vyrobnidruzstvo": "v.d.", "vos": "v.o.s.",
    "gmbh": "GmbH", "gesmbh": "GmbH", "gesellschaftmbh": "GmbH", "ag": "AG", "ev": "e.V.", "kg": "KG",
    "gmbhcokg": "GmbH & Co. KG",
    "kft": "Kft.", "zrt": "Zrt.", "nyrt": "Nyrt.", "bt": "Bt.", "spzoo": "sp. z o.o.", "sa": "S.A.", "spj": "sp. j.",
    "ad": "AD", "ead": "EAD", "ood": "OOD", "druzestvosogranicenaotgovornost": "OOD",
    "ednolicnodruzestvosogranicenaotgovornost": "EOOD", "eood": "EOOD", "et": "ET",
    "ltd": "Ltd", "limited": "Ltd", "llc": "LLC",
    "srl": "S.r.l.", "spa": "S.p.A.", "dd": "d.d.", "jdoo": "j.d.o.o.", "szr": "SZR", "pr": "PR", "se": "SE",
    "inc": "Inc.", "jsc": "JSC", "dooel": "DOOEL",
}  # fmt: skip
_ANYWHERE = frozenset(
    ["doo", "sro", "spolsro", "gmbh", "gesmbh", "kft", "zrt", "nyrt", "spzoo", "ead", "ood", "eood", "ltd", "limited",
     "srl", "dooel", "jdoo"]
)  # fmt: skip
_FIRST = frozenset(["et", "szr", "sur"])  # forms that stand before the name
_DOTTED = r"(?:\b\w\.\s?){2,}"
_LONGEST_FORM = 5  # words
_CLUSTER = dict.fromkeys(
    ["klastr", "klaster", "klastar", "klasteri", "klastera", "kluster", "cluster", "clusters", "grozd", "klaszter"],
    "cluster",
)
_FEW = 5  # organisations that may well share a website; more of them have a page on a portal
_SHORT = 5  # letters up to which a name may be shared by chance: an abbreviation
_MOST_WORDS = 40  # of a name that are compared one by one: what is longer is no name, and would take too long
_LONG = 7  # letters from which one other letter in a word may be a slip


class Organisation(NamedTuple):
    """What is compared: all names of a record, its country, town, register numbers and web address."""

    id: str
    names: tuple[str, ...]
    country: str = ""
    city: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    website: str = ""


class Bare(NamedTuple):
    """A name without its legal form, as folded words, and the form."""

    words: tuple[str, ...]
    form: str

    @property
    def key(self) -> str:
        """What all its spellings have in common."""
        return loose(" ".join(self.words)).replace(" ", "")


def bare(name: str) -> Bare:
    """A name with its legal form taken off, wherever it stands; common words for cluster are read as one."""
    words = fold(name).split()
    form = ""
    anywhere = _ANYWHERE.union(fold(dotted).replace(" ", "") for dotted in re.findall(_DOTTED, name))
    for start, end in _windows(len(words)):
        joined = "".join(words[start:end])
        placed = end == len(words) or joined in anywhere or (start == 0 and joined in _FIRST)
        if joined in _FORMS and placed and end - start < len(words):
            form = _FORMS[joined]
            words[start:end] = []
            break
    return Bare(tuple(_CLUSTER.get(word, word) for word in words), form)


def _windows(count: int) -> Iterator[tuple[int, int]]:
    """All runs of words, the longest first, of these the last first."""
    for length in range(min(_LONGEST_FORM, count), 0, -1):
        for start in range(count - length, -1, -1):
            yield start, start + length


class Alike(NamedTuple):
    """Two records that look like one organisation: held to be the same, or a person is asked; and why."""

    verdict: str
    id: str
    other: str
    why: str


def alike(one: Organisation, other: Organisation) -> Alike | None:
    """What two organisations have in common, or None where nothing hints that they are one."""
    own, theirs = dict(one.identifiers), dict(other.identifiers)
    shared = [scheme for scheme in own if scheme in theirs]
    if any(own[scheme] != theirs[scheme] for scheme in shared):
        return None  # two numbers of one register are two organisations
    if shared:
        return Alike(SAME, one.id, other.id, f"both have {shared[0]} {own[shared[0]]}")
    found: list[tuple[str, str]] = [
        verdict
        for name in one.names
        for second in other.names
        if (verdict := _same_name(name, second, one, other)) is not None
    ]
    if not found and one.website and one.website == other.website:
        found = [(ASK, f"both have the website {one.website}")]
    if not found:
        return None
    surest, why = min(found, key=lambda item: item[0] != SAME)
    forms, their_forms = _forms(one), _forms(other)
    if surest == SAME and forms and their_forms and forms.isdisjoint(their_forms):
        return Alike(ASK, one.id, other.id, f"equal names, but {min(forms)} and {min(their_forms)}")
    return Alike(surest, one.id, other.id, why)


def _forms(organisation: Organisation) -> set[str]:
    return {form for name in organisation.names if (form := bare(name).form)}


def _same_name(name: str, second: str, one: Organisation, other: Organisation) -> tuple[str, str] | None:
    first, last = bare(name), bare(second)
    if not first.key or not last.key:
        return None  # in letters that are not read
    equal = first.key == last.key
    if not equal and not _but_for_town(first, last, one, other):
        slip = _one_slip(first.words, last.words)
        return (ASK, f"'{name}' and '{second}' differ in one letter") if slip else None
    if first.form and last.form and first.form != last.form:
        return ASK, f"equal names, but {first.form} and {last.form}"
    short = len(first.key) <= _SHORT and not (first.form and last.form)
    if one.country and other.country and one.country != other.country:
        return None if short else (ASK, f"equal names, but in {one.country} and {other.country}")
    if not equal:
        return ASK, f"'{name}' and '{second}' differ only in the town"
    if short:
        return ASK, f"both are called '{name}', a short name"
    same = transliterated(" ".join(first.words)) == transliterated(" ".join(last.words))
    if first.words != last.words and (name.isascii() == second.isascii() or not same):
        return ASK, f"'{name}' and '{second}' may be two spellings of one name"
    return SAME, "equal names" if name == second else f"'{name}' = '{second}'"


def _but_for_town(first: Bare, last: Bare, one: Organisation, other: Organisation) -> bool:
    """Whether two names are equal without the towns that the two lie in; some name must remain."""
    towns = {word for side in (one, other) for word in fold(side.city).split()}
    left, right = (loose(" ".join(w for w in side.words if w not in towns)) for side in (first, last))
    return bool(left) and left == right


def _one_slip(first: Sequence[str], last: Sequence[str]) -> bool:
    """Whether two names differ in one letter of one long word."""
    if len(first) != len(last):
        return False
    different = [(a, b) for a, b in zip(first, last, strict=True) if a != b]
    if len(different) != 1 or min(map(len, different[0])) < _LONG:
        return False
    short, long = sorted(different[0], key=len)
    if len(long) - len(short) > 1:
        return False
    slip = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[slip + (len(short) == len(long)) :] == long[slip + 1 :]


def pairs(organisations: Iterable[Organisation]) -> list[Alike]:
    """All pairs that look like one, the surest first. Only those that share a key of any kind are compared."""
    blocks: dict[str, dict[str, Organisation]] = {}
    known = list(organisations)
    sites = Counter(organisation.website for organisation in known)
    known = [o._replace(website="") if sites[o.website] > _FEW else o for o in known]  # a page on a portal
    towns = {word for organisation in known for word in fold(organisation.city).split()}
    for organisation in known:
        for key in _keys(organisation, towns):
            blocks.setdefault(key, {})[organisation.id] = organisation
    found: dict[tuple[str, str], Alike] = {}
    for block in blocks.values():
        for one, other in combinations(sorted(block.values(), key=lambda o: o.id), 2):
            if (one.id, other.id) not in found and (verdict := alike(one, other)):
                found[one.id, other.id] = verdict
    return sorted(found.values(), key=lambda hit: (hit.verdict != SAME, hit.id, hit.other))


def _keys(organisation: Organisation, towns: Container[str]) -> Iterator[str]:
    """What two records must share to be compared: a name, a name but for its towns or for letters of one word, a
    register number, a website.
    """
    for name in organisation.names:
        words = bare(name).words
        yield bare(name).key
        yield loose(" ".join(word for word in words if word not in towns)).replace(" ", "")
        for position in range(len(words) if len(words) <= _MOST_WORDS else 0):
            rest = " ".join((*words[:position], *words[position + 1 :]))
            yield f"{position} {rest} {words[position][:2]}"
            yield f"{position} {rest} ..{words[position][-2:]}"
    for scheme, number in organisation.identifiers:
        yield f"{scheme} {number}"
    if organisation.website:
        yield f"www {organisation.website}"
