"""Pairs of many organisations come best first, and no organisation is ranked before it may have the next pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from clustercli.match.partners import Organisation, Pair, best_pairs

NAMES = "abcdef"
SCORES = st.dictionaries(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), st.integers(0, 99), max_size=20)


def ranked_in_full(scores: dict[tuple[str, str], int], at_most: int | None) -> list[tuple[str, str]]:
    shown: Counter[tuple[str, str]] = Counter()
    kept = []
    for ours, theirs in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if at_most is None or max(shown["ours", ours], shown["theirs", theirs]) < at_most:
            shown.update((("ours", ours), ("theirs", theirs)))
            kept.append((ours, theirs))
    return kept


def grouped(ours: list[tuple[int, Organisation]]) -> tuple[int, Callable[[], list[tuple[int, Organisation]]]]:
    return max(most for most, _ in ours), lambda: ours


def sides(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("ours", pair.ours[1]), ("theirs", pair.theirs[1])


@given(SCORES, st.sampled_from([None, 1, 2, 3]), st.integers(0, 3), st.integers(0, 99), st.integers(1, 5))
def test_the_best_come_first_exactly_as_if_every_pair_were_scored(
    scores: dict[tuple[str, str], int], at_most: int | None, slack: int, guess: int, wanted: int
) -> None:
    def reaching(own: Organisation, least: int) -> Iterator[tuple[int, str, int]]:
        mine = [(score, theirs, ord(theirs)) for (ours, theirs), score in scores.items() if ours == own[1]]
        yield from sorted((found for found in mine if found[0] >= least), key=lambda found: (-found[0], found[1]))

    most = {name: max([s for (ours, _), s in scores.items() if ours == name], default=0) + slack for name in NAMES}
    groups = [grouped([(most[name], (ord(name), name)) for name in half]) for half in (NAMES[:2], NAMES[2:])]
    groups.sort(key=lambda group: -group[0])
    found = best_pairs(groups, reaching, guess, wanted, at_most, sides)
    assert [(pair.ours[1], pair.theirs[1]) for pair in found] == ranked_in_full(scores, at_most)


def test_an_organisation_that_cannot_have_the_next_pair_is_not_asked() -> None:
    asked = []

    def reaching(own: Organisation, least: int) -> Iterator[tuple[int, str, int]]:
        asked.append((own[1], least))
        yield from [(900, "z", 26)] if least <= 900 else []

    groups = [grouped([(1000, (1, "a")), (890, (2, "b")), (950, (3, "c"))]), grouped([(890, (4, "d"))])]
    found = best_pairs(groups, reaching, 895, 2, None, sides)
    assert [next(found).ours[1], next(found).ours[1]] == ["a", "c"]
    assert asked == [("a", 895), ("c", 895)]


def test_where_more_than_enough_reach_a_score_the_others_must_reach_more() -> None:
    asked = []

    def reaching(own: Organisation, least: int) -> Iterator[tuple[int, str, int]]:
        asked.append(least)
        yield from ((tenths, f"{own[1]}{tenths}", tenths) for tenths in range(999, max(least, 500) - 1, -1))

    groups = [grouped([(1000, (n, NAMES[n])) for n in range(6)])]
    found = best_pairs(groups, reaching, 500, 3, None, sides)
    assert [pair.tenths for pair in islice(found, 4)] == [999, 999, 999, 999]
    assert asked[0] == 500
    assert asked[1:] == sorted(asked[1:])
    assert asked[-1] > 900
