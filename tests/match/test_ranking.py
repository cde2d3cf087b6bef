"""The best partners are found without scoring the others: exactly those that a score of every pair puts first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from clustercli.match import score as scores
from clustercli.match.levels import Ties
from clustercli.match.ranking import Known, Ranking, Seeker, most
from clustercli.match.signals import Term, reasons
from clustercli.records import traits
from clustercli.records.vocabulary import SERVICES, Concept
from tests.match.test_score import COUNTRIES, ROLES, TEXTS, World, facts, given, policy, worlds


class Firm(NamedTuple):
    """An organisation: whether it is a cluster, its terms, its facts."""

    is_cluster: bool
    terms: list[Term]
    facts: Mapping[str, Any]


@st.composite
def markets(draw: st.DrawFn) -> tuple[World, list[Firm]]:
    """A vocabulary with its relations, and organisations; the first one seeks partners."""
    world = draw(worlds())
    services = [Concept(SERVICES), Concept("research", SERVICES), Concept("testing", "research")]
    world = world._replace(concepts=[*world.concepts, *services])
    ids = sorted(world.trade.tree.concepts)
    term = st.builds(Term, st.sampled_from(ROLES), st.sampled_from(ids), st.booleans(), st.sampled_from(TEXTS))
    stated = term.map(lambda t: t._replace(guessed=False) if t.role == "sector" else t)
    sector = st.builds(Term, st.just("sector"), st.sampled_from(ids), st.just(value=False), st.just(""))
    terms = st.tuples(sector, st.lists(stated, max_size=5)).map(lambda pair: [pair[0], *pair[1]])
    firm = st.builds(Firm, st.booleans(), terms, st.sampled_from(COUNTRIES).flatmap(facts))
    return world, draw(st.lists(firm, min_size=2, max_size=9))


def lookup(firms: Sequence[Firm]) -> dict[str, int]:
    held: dict[str, int] = {}
    for n, firm in enumerate(firms):
        kind = "cluster" if firm.is_cluster else "sme"
        for trait in set(traits.of(kind, firm.facts, [term[:3] for term in firm.terms])):
            held[trait] = held.get(trait, 0) | 1 << n
    return held


def histories(firms: Sequence[Firm]) -> dict[str, int]:
    held: dict[str, int] = {}
    for n, firm in enumerate(firms):
        for project in firm.facts.get("history") or ():
            held[project] = held.get(project, 0) | 1 << n
            held[""] = held.get("", 0) | 1 << n
    return held


def searched(world: World, firms: Sequence[Firm], *, swapped: bool = False) -> list[tuple[int, str, int]]:
    ours = firms[0]
    held, shared = lookup(firms), histories(firms)
    known = Known(lambda found: [f"id{n}" for n in found], lambda n: firms[n].facts["place"])
    ties = Ties(lambda trait: held.get(trait, 0), world.trade, policy())
    seeker = Seeker(ours.facts, ours.terms, ours.terms, ours.is_cluster)
    everyone = (1 << len(firms)) - 2
    ranking = Ranking(seeker, ties, lambda project: shared.get(project, 0), known, swapped=swapped)
    found = list(ranking.best(everyone))
    assert swapped or all(score <= most(seeker, ties) for score, _, _ in found)
    return found


def scored(world: World, ours: Firm, theirs: Firm) -> int | None:
    both = ours.is_cluster and theirs.is_cluster
    found = scores.relevance(reasons(ours.terms, world.trade), ours.terms, theirs.terms, policy(), counterparts=both)
    if not found:
        return None
    return round(scores.score(found, ours.facts, theirs.facts, world.trade, policy()).total * 10)


@given(markets(), examples=200)
def test_the_search_gives_what_a_score_of_every_pair_gives(market: tuple[World, list[Firm]]) -> None:
    world, firms = market
    every = [(scored(world, firms[0], firm), f"id{n}", n) for n, firm in enumerate(firms) if n]
    expected = sorted((points, id_, n) for points, id_, n in every if points is not None)
    expected.sort(key=lambda found: (-found[0], found[1]))
    assert searched(world, firms) == expected


@given(markets(), examples=200)
def test_seen_from_the_other_side_the_search_gives_their_scores_of_us(market: tuple[World, list[Firm]]) -> None:
    world, firms = market
    every = [(scored(world, firm, firms[0]), f"id{n}", n) for n, firm in enumerate(firms) if n]
    expected = [found for found in every if found[0] is not None]
    assert sorted(searched(world, firms, swapped=True)) == sorted(expected)


@given(st.sets(st.integers(0, 300)))
def test_the_members_of_a_set_are_told_in_order(members: set[int]) -> None:
    bits = sum(1 << n for n in members)
    assert traits.numbers(bits) == sorted(members)
    assert traits.together(members) == bits
