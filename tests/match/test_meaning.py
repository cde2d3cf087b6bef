"""What is found by meaning through sets of records is exactly what looking at every term finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercli.match import meaning
from clustercli.records import traits
from tests.match.in_full import rank

CONCEPTS = ["c0", "c1", "c2", "c3", "c4"]
TERMS = st.lists(
    st.tuples(st.sampled_from([*traits.ROLES, "need"]), st.sampled_from(CONCEPTS), st.booleans()), max_size=7
)
# No two sums of halves, quarters and so on are equal by rounding alone.
LEVELS = st.sampled_from([0.3, 0.5, 0.6, 1.0])
NEAR = st.dictionaries(
    st.sampled_from(CONCEPTS), st.dictionaries(st.sampled_from(["c0", "c4"]), LEVELS, min_size=1), max_size=4
)


@given(st.lists(TERMS, max_size=9), NEAR)
def test_the_search_by_sets_finds_what_a_look_at_every_term_finds(
    records: list[list[tuple[str, str, bool]]], near: dict[str, dict[str, float]]
) -> None:
    held: dict[str, int] = {}
    for n, terms in enumerate(records):
        for trait in set(traits.of("sme", {}, terms)):
            held[trait] = held.get(trait, 0) | 1 << n
    everyone = (1 << len(records)) - 1
    found = list(meaning.ranked(near, lambda trait: held.get(trait, 0), everyone, lambda ns: [f"id{n}" for n in ns]))
    weighed = [
        (f"id{n}", concept, meaning.weight(role, guessed=guessed))
        for n, terms in enumerate(records)
        for role, concept, guessed in terms
        if role != "need"
    ]
    expected = rank(weighed, near)
    assert {id_: level for level, id_, _ in found} == pytest.approx({hit.id: hit.level for hit in expected})
    assert [level for level, _, _ in found] == sorted((level for level, _, _ in found), reverse=True)
    assert [(-level, id_) for level, id_, _ in found] == sorted((-level, id_) for level, id_, _ in found)
    for _, id_, n in found:
        assert meaning.best_concept(records[n], near) == next(hit.concept for hit in expected if hit.id == id_)
