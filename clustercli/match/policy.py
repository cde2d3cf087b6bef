"""The match policy: caps, levels, points and priors, as match.yaml states them."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from clustercli.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Policy(NamedTuple):
    """Numbers of match.yaml. Relevance caps and levels lie in 0..1, points add up to 100 - share."""

    version: str
    share: float
    relevance: Mapping[str, float]
    levels: Mapping[str, float]
    points: Mapping[str, float]
    priors: Mapping[str, float]
    checksum: str

    @property
    def label(self) -> str:
        """Version and checksum, as printed with every machine-readable answer."""
        return f"{self.version}-{self.checksum}"


def read(values: Mapping[str, Any]) -> Policy:
    """The policy of a checked match.yaml, whose numbers are text."""

    def numbers(part: Mapping[str, str]) -> dict[str, float]:
        return {name: float(text) for name, text in part.items()}

    fit = values["fit"]
    return Policy(
        version=values["version"],
        share=float(values["share"]),
        relevance=numbers(values["relevance"]),
        levels=numbers(values["levels"]),
        points={name: float(part["points"]) for name, part in fit.items()},
        priors={name: float(part["prior"]) for name, part in fit.items()},
        checksum=f"{zlib.crc32(json.dumps(values, sort_keys=True).encode()):08x}",
    )
