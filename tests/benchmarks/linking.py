"""What linking a text to concepts costs, beside full-text search over the same words, in the same run.

`python -m tests.benchmarks.linking` prints medians over all labelled texts, each met for the first time.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from clustercli.records.lexicon import lexicon, reader
from clustercli.records.linker import Linker
from tests.evaluation import texts

_ROUNDS = 5


def milliseconds(link: Callable[[str], object]) -> list[float]:
    """The time that each text takes."""
    taken = []
    for name in texts.SETS:
        for text in texts.texts(name):
            begun = time.perf_counter()
            link(text.text)
            taken.append((time.perf_counter() - begun) * 1e3)
    return taken


def main() -> None:
    """Print a line for the program and one for its peer."""
    words = lexicon(texts.vocabulary())
    peer = texts.link_systems()["FTS5 folded, prefixes"]
    own: list[float] = []
    other: list[float] = []
    for _ in range(_ROUNDS):
        own += milliseconds(Linker(texts.vocabulary(), reader(texts.vocabulary(), words.get)).meanings)
        other += milliseconds(peer)
    for name, taken in (("linker", own), ("FTS5 folded, prefixes", other)):
        print(f"{name:<24}{statistics.median(taken):6.2f} ms a text, at most {max(taken):.2f}")
    print(f"{'ratio of the medians':<24}{statistics.median(own) / statistics.median(other):6.2f}")


if __name__ == "__main__":
    main()
