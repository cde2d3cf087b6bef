"""Measures of rankings: nDCG, reciprocal rank, and bootstrap intervals of their means."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import log2
from statistics import fmean
from typing import NamedTuple

_SAMPLES = 1000


def ndcg(gains: Sequence[float], all_gains: Sequence[float], at: int = 10) -> float:
    """Normalised discounted cumulative gain (Jarvelin and Kekalainen 2002) of a ranking, by the gains of what it
    shows in order and the gains of all that could be shown. 0..1.
    """
    best = _discounted(sorted(all_gains, reverse=True)[:at])
    return _discounted(gains[:at]) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))


def reciprocal_rank(gains: Sequence[float], least: float) -> float:
    """1 / the place of the first hit with a gain of at least `least`; 0 where there is none."""
    return next((1 / place for place, gain in enumerate(gains, 1) if gain >= least), 0.0)


class Mean(NamedTuple):
    """A mean with its 95 % interval (percentile bootstrap over the queries)."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}-{self.high:.2f})".replace("0.", ".").replace("1.00", "1.0")


def mean(values: Sequence[float]) -> Mean:
    """The mean of one value a query; the same values always give the same interval."""
    chance = random.Random(len(values))  # noqa: S311  # no secret: the interval must be repeatable
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(_SAMPLES))
    return Mean(fmean(values), means[int(_SAMPLES * 0.025)], means[int(_SAMPLES * 0.975) - 1])
