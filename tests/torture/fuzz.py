"""`python -m tests.torture.fuzz TARGET [--runs N]`: coverage-guided fuzzing of a target, with atheris."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["clustercli"]):
    from tests.torture.inputs import Mutator, seeds
    from tests.torture.targets import TARGETS

_LONGEST = {"catalogue": 4096, "index": 4096, "folding": 256}  # bytes of an input


def main() -> None:
    """Fuzz until so many runs are through, or until one fails: then its input is named, and the exit code is not 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=None, help="where an input that fails is kept")
    asked = parser.parse_args()
    kept = asked.out or Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus = kept / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(asked.target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    mutate = Mutator(asked.target)

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311  # chance, not secrecy
        if random.random() < 0.4:
            return bytes(atheris.Mutate(data, most))
        return mutate(data, random)[:most]

    options = [f"-runs={asked.runs}", f"-max_len={_LONGEST.get(asked.target, 64)}", "-timeout=10", "-rss_limit_mb=2000"]
    options += [f"-artifact_prefix={kept}/", "-print_final_stats=1", str(corpus)]
    atheris.Setup([sys.argv[0], *options], TARGETS[asked.target], custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
