"""`python -m tests.evaluation` prints how well texts are linked and partners found, beside the baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from tests.evaluation import catalogue, texts
from tests.evaluation.measures import mean
from tests.evaluation.texts import Answer

Group: TypeAlias = tuple[str, Sequence[str], Callable[[str], Sequence[Answer]]]  # title, measures, system -> answers
_LANGUAGES = ("cs", "sr", "sr-Cyrl", "bg", "en", "de", "hu", "sk", "sl", "pl", "it")
_OURS = "clustercli"


def report() -> Iterator[str]:
    """All tables, line by line: means over the queries, with their 95 % bootstrap intervals."""
    yield "Sectors of a text (345 texts in 11 languages and scripts, 45 sectors)"
    linkers = texts.link_systems()
    yield from _table(
        list(linkers),
        [
            (f"{name}, {len(texts.texts(name))} texts", ("acc@1", "recall@3"), _linked(name))
            for name in texts.SETS
        ],
    )  # fmt: skip
    for name in texts.SETS:
        said, right, all_ = texts.sure(name)
        yield f"{name}: {said} of {all_} are called sure, of these {right / said:.0%} rightly."
    yield ""
    for name in texts.SETS:
        yield f"Texts found by another one, or by a sector's name ({name})"
        found = texts.find_systems(name)
        yield from _table(list(found), [(title, ("nDCG@10", "MRR"), _found(name, title)) for title in texts.MEASURES])
        yield ""
    yield f"Records of the bundled catalogue ({len(catalogue.judged())} judged queries)"
    groups: list[Group] = [(f"by {kind}", ("nDCG@10", "MRR"), _judged((kind,))) for kind in catalogue.KINDS]
    yield from _table(list(catalogue.systems()), groups[:2])
    yield from _table(list(catalogue.systems()), [groups[2], ("all", ("nDCG@10", "MRR"), _judged(catalogue.KINDS))])
    yield ""
    yield "By language and script (development): acc@1, recall@3; nDCG@10 by text, by name"
    yield from _by_language("development")
    lists = texts.load("sector_lists.yaml")
    whole = sum(set(entry["sectors"]) <= texts.recognised(entry["text"]) for entry in lists)
    yield ""
    yield f"Lists of sectors in project documents recognised whole: {whole} of {len(lists)}"


def _linked(name: str) -> Callable[[str], Sequence[Answer]]:
    return lambda system: texts.linking(texts.link_systems()[system], name)


def _found(name: str, title: str) -> Callable[[str], Sequence[Answer]]:
    return lambda system: list(texts.MEASURES[title](texts.find_systems(name)[system], name))


def _judged(kinds: Iterable[str]) -> Callable[[str], Sequence[Answer]]:
    return lambda system: [a for kind in kinds for a in catalogue.answers(catalogue.systems()[system], kind)]


def _table(systems: Sequence[str], groups: Sequence[Group]) -> Iterator[str]:
    """A line for each system, two columns for each group."""
    yield " " * 24 + "".join(f"{title:<28}" for title, _, _ in groups).rstrip()
    yield " " * 24 + "".join(f"{m:<14}" for _, measures, _ in groups for m in measures).rstrip()
    for system in systems:
        cells = []
        for _, measures, answers in groups:
            found = answers(system)
            cells += [str(mean([answer.values[m] for answer in found])) for m in measures]
        yield f"{system:<24}" + "".join(f"{cell:<14}" for cell in cells).rstrip()


def _by_language(name: str) -> Iterator[str]:
    linked = texts.linking(texts.link_systems()[_OURS], name)
    system = texts.find_systems(name)[_OURS]
    found = [list(measure(system, name)) for measure in texts.MEASURES.values()]
    for lang in _LANGUAGES:
        values = [[a.values[m] for a in linked if a.lang == lang] for m in ("acc@1", "recall@3")]
        values += [[a.values["nDCG@10"] for a in answers if a.lang == lang] for answers in found]
        yield f"{lang:<24}" + "".join(f"{mean(own)!s:<14}" for own in values).rstrip()


if __name__ == "__main__":
    for line in report():
        print(line)
