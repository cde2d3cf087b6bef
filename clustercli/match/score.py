"""The score of a pair: R x (share + fit), bounded 0..100, in lines that add up exactly to it.

R, the relevance, is a noisy-or of the relevance signals, each below its cap; fit adds up to 40 points. What is not
known counts with its prior, and the range says what it could be.
"""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from clustercli.match.sentences import Evidence, sentence
from clustercli.match.signals import FIT, Facts, Fit, Reason, Reasons, Term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from clustercli.match.policy import Policy
    from clustercli.match.trade import Trade

BOTH_WAYS = "both_ways"


class Line(NamedTuple):
    """One line of a score: its signal, its points (tenths), the sentence, and whether it is known, guessed or
    unknown.
    """

    signal: str
    points: float
    text: str
    basis: str = "known"


class Score(NamedTuple):
    """A score out of 100 with its lines; `low` and `high` are what it would be if all unknowns came out badly or
    well.
    """

    total: float
    low: float
    high: float
    lines: tuple[Line, ...]
    ask: list[str]

    @property
    def why(self) -> list[Line]:
        """The relevance lines, strongest first."""
        return [line for line in self.lines if line.signal not in FIT]

    @property
    def fit(self) -> list[Line]:
        """The fit lines, strongest first."""
        return [line for line in self.lines if line.signal in FIT]


def relevance(
    reasons: Mapping[str, Reasons],
    own: Collection[Term],
    terms: Collection[Term],
    policy: Policy,
    *,
    counterparts: bool = False,
) -> dict[str, Evidence]:
    """The best evidence of each relevance signal between one side, with its terms and their reasons, and another.

    Two of one sector of whom nothing more is known are competitors; two cluster organisations are `counterparts`.
    """
    found: dict[str, Evidence] = {}
    ours, theirs = _trades(own), _trades(terms)
    guessed = policy.levels["guessed"]
    for name, by_key in reasons.items():
        level, ties = 0.0, list[tuple[Reason, Term]]()
        for term in terms:
            first = by_key.get((term.role, term.concept))
            for reason in (first, *first.others) if first else ():
                if name == "supply_chain" and term.concept in ours and reason.own.concept in theirs:
                    continue  # where each side has both trades, neither needs the other
                reached = reason.level * guessed if term.guessed else reason.level
                if reason.near.how == "cooperation" or _beside(name, reason, term, own, terms):
                    reached *= max(policy.levels["apart"], found["sector_tree"].level if "sector_tree" in found else 0)
                if reached > level:
                    level, ties = reached, [(reason, term)]
                elif ties and reached == level:
                    ties.append((reason, term))
        if ties:
            # Of reasons as strong, the confirmed ones are told, and those of things sold before those of trades.
            ties.sort(key=lambda tie: (_is_guess(tie), _seller(tie).role == "sector", tie[0].own.text != tie[1].text))
            found[name] = Evidence(level, _is_guess(ties[0]), tuple(ties))
    if "need_met" in found and "offer_wanted" in found:
        found[BOTH_WAYS] = both_ways(found["need_met"], found["offer_wanted"])
    if competitors(found):
        found.pop("supply_chain", None)
        if not counterparts:
            found["sector_tree"] = found["sector_tree"]._replace(
                level=found["sector_tree"].level * policy.levels["competitor"]
            )
    return found


def both_ways(need_met: Evidence, offer_wanted: Evidence) -> Evidence:
    """Each of you needs what the other offers: as strong as the weaker of the two."""
    return Evidence(min(need_met.level, offer_wanted.level), need_met.guessed or offer_wanted.guessed, ())


def _beside(name: str, reason: Reason, term: Term, own: Collection[Term], terms: Collection[Term]) -> bool:
    """Whether a service, such as research, is offered by one whose sector it is not: it is bound to the trade of
    that one, as a training or a fair is.
    """
    if reason.near.how != "service":
        return False
    provider, concept = (terms, term.concept) if name == "need_met" else (own, reason.own.concept)
    sectors = {other.concept for other in provider if other.role == "sector"}
    return bool(sectors) and concept not in sectors


def competitors(found: Mapping[str, Evidence]) -> bool:
    """Whether two sides work in the same sector and nothing is known that one makes or offers for the other.

    That they also work in sectors of which one buys from the other does not make them customers.
    """
    if found.keys() & {"need_met", "offer_wanted"} or "sector_tree" not in found:
        return False
    same = any(reason.near.how == "same" for reason, _ in found["sector_tree"].ties)
    chain = found["supply_chain"].ties if "supply_chain" in found else ()
    return same and all(_seller(tie).role == "sector" for tie in chain)


def _seller(tie: tuple[Reason, Term]) -> Term:
    """The term of the side that would sell: theirs, unless our trade is the one bought from."""
    return tie[0].own if tie[0].near.how == "sells" else tie[1]


def _is_guess(tie: tuple[Reason, Term]) -> bool:
    return tie[0].guessed or tie[1].guessed


def _trades(terms: Collection[Term]) -> set[str]:
    """The concepts that an organisation works in, makes or offers."""
    return {term.concept for term in terms if term.role != "need"}


def strength(levels: Iterable[float], caps: Mapping[str, float]) -> float:
    """R (0..1), the noisy-or of the levels of the relevance signals, in the order of their caps."""
    missing = 1.0
    for cap, level in zip(caps.values(), levels, strict=True):
        missing *= 1 - cap * level
    return 1 - missing


def combined(found: Mapping[str, Evidence], policy: Policy) -> float:
    """R of the evidence."""
    return strength((found[name].level if name in found else 0.0 for name in policy.relevance), policy.relevance)


def tenths(relevance: float, fit: float, policy: Policy) -> int:
    """R x (share + fit), in tenths of points."""
    return round(relevance * (policy.share + fit) * 10)


def _levels(ours: Facts, theirs: Facts, policy: Policy) -> Iterator[tuple[str, float, Fit | None]]:
    """(signal, points at full relevance, finding) of every fit signal; the finding is None where it is not known."""
    for name, signal in FIT.items():
        fit = signal(ours, theirs)
        yield name, policy.points[name] * (policy.priors[name] if fit is None else fit.level), fit


def score(found: Mapping[str, Evidence], ours: Facts, theirs: Facts, trade: Trade, policy: Policy) -> Score:
    """The score of a pair, with its lines, from its relevance evidence and the facts of both sides."""
    relevant = combined(found, policy)
    weights = {name: -log1p(-policy.relevance[name] * evidence.level) for name, evidence in found.items()}
    whole = sum(weights.values()) or 1.0
    lines = [
        Line(name, 0.0, sentence(name, evidence, trade), "guessed" if evidence.guessed else "known")
        for name, evidence in found.items()
    ]
    exact = [relevant * policy.share * weights[name] / whole for name in found]
    fit = unknown = open_ = 0.0
    for name, points, finding in _levels(ours, theirs, policy):
        exact.append(relevant * points)
        fit += points  # one by one, as everywhere: sum() rounds otherwise in later versions of Python
        if finding is None:
            unknown += points
            open_ += policy.points[name]
            lines.append(Line(name, 0.0, "not known, worth asking", "unknown"))
        else:
            lines.append(Line(name, 0.0, finding.text))
    ask = sorted((x.signal for x in lines if x.basis == "unknown"), key=lambda name: -policy.points[name])
    sum_ = tenths(relevant, fit, policy)
    lines = [line._replace(points=part / 10) for line, part in zip(lines, _shares(sum_, exact), strict=True)]
    lines.sort(key=lambda line: (line.signal not in policy.relevance, -line.points, line.signal))
    low, high = (tenths(relevant, fit - unknown + more, policy) for more in (0.0, open_))
    return Score(sum_ / 10, min(low, sum_) / 10, max(high, sum_) / 10, tuple(lines), ask)


def _shares(total: int, points: Sequence[float]) -> list[int]:
    """Parts in tenths that add up to a total in tenths (largest remainders)."""
    exact = [value * 10 for value in points]
    parts = [int(value) for value in exact]
    by_rest = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_rest[: total - sum(parts)]:
        parts[i] += 1
    return parts
