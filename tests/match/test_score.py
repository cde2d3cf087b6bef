"""What holds of every score, whatever the catalogue: its bounds, its lines, its range, and the order of a ranking."""

from __future__ import annotations

from functools import cache
from itertools import permutations, product
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import assume, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from clustercli.catalogue.scan import scan
from clustercli.catalogue.validate import Record, holds_relations, read_file
from clustercli.match import policy as policies
from clustercli.match import score as scores
from clustercli.match import signals
from clustercli.match.score import Score
from clustercli.match.sentences import Evidence
from clustercli.match.signals import FIT, Term
from clustercli.match.trade import Trade
from clustercli.records.vocabulary import COOPERATION, Concept, Relation, Vocabulary
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clustercli.match.policy import Policy

DATA = ROOT / "data"
Facts = dict[str, Any]


@cache
def policy() -> Policy:
    """The policy of data/match.yaml, through the program's own reader."""
    return policies.read(next(records_of("match.yaml", Vocabulary([]))).values)


def records_of(path: str, known: Vocabulary) -> Iterator[Record]:
    content = read_file(DATA, scan(DATA, DATA)[0][path], known)
    assert not content.problems
    yield from content.records


@cache
def bundled() -> tuple[Vocabulary, tuple[Relation, ...]]:
    """The bundled vocabulary and its relations, through the program's own reader."""
    files = [found for found in scan(DATA, DATA)[0].values() if found.role == "vocabulary"]
    concepts = [r.values for f in files if not holds_relations(f) for r in records_of(f.path, Vocabulary([]))]
    tree = Vocabulary(Concept(c["id"], c.get("parent", ""), (), c["words"]) for c in concepts)
    stated = [r.values for f in files if holds_relations(f) for r in records_of(f.path, tree)]
    return tree, tuple(Relation(r["from"], r["kind"], r["to"], float(r["strength"]), r["reason"]) for r in stated)


@cache
def bundled_trade() -> Trade:
    return Trade(*bundled(), policy())


class Side(NamedTuple):
    """One side of a pair."""

    terms: list[Term]
    facts: Facts


class World(NamedTuple):
    """A small vocabulary, its relations, and two organisations; without concepts, the bundled vocabulary."""

    concepts: list[Concept]
    relations: list[Relation]
    ours: Side
    theirs: Side

    @property
    def trade(self) -> Trade:
        return Trade(Vocabulary(self.concepts), self.relations, policy()) if self.concepts else bundled_trade()

    def found(self) -> dict[str, Evidence]:
        return evidence(self.trade, self.ours.terms, self.theirs.terms)

    def score(self, found: dict[str, Evidence] | None = None) -> Score:
        found = self.found() if found is None else found
        return scores.score(found, self.ours.facts, self.theirs.facts, self.trade, policy())


def evidence(
    trade: Trade, ours: Sequence[Term], theirs: Sequence[Term], *, counterparts: bool = False
) -> dict[str, Evidence]:
    return scores.relevance(signals.reasons(ours, trade), ours, theirs, policy(), counterparts=counterparts)


TEXTS = ("", "woven wool", "long words " * 9)
ROLES = ("sector", "product", "offer", "need")
COUNTRIES = ("RS", "CZ", "BG")
COUNTS = st.sampled_from(["0", "9", "10", "49", "50", "99", "100", "249", "250", "~30", ">140", "<20"])
SIZES: st.SearchStrategy[Facts] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"size": st.sampled_from(["micro", "small", "medium", "large"]), "employees": COUNTS}),
    st.fixed_dictionaries({"members": st.just({}) | st.fixed_dictionaries({"total": COUNTS}), "employees": COUNTS}),
    st.fixed_dictionaries({"employees": COUNTS}),
)


def facts(country: str) -> st.SearchStrategy[Facts]:
    """Any mixture of known and unknown facts."""
    countries = st.sampled_from([None, [], ["RS"], ["CZ"], ["BG", "RS", "CZ"]])
    others = {
        "target_countries": countries,
        "export_countries": countries,
        "languages": st.sampled_from([None, ["cs"], ["en", "bg"], ["sr-Latn", "en"], ["sr-Cyrl"]]),
        "certificates": st.sampled_from([None, ["ISO 9001"], ["iso 9001", "OEKO-TEX"], ["OEKO-TEX"]]),
        "history": st.sampled_from([None, {"bridge"}, {"bridge", "nca"}, {"clusters-cord"}]),
        "place": st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(list),
    }
    return st.builds(lambda known, size: {"country": country, **known, **size}, st.fixed_dictionaries(others), SIZES)


@st.composite
def worlds(draw: st.DrawFn, roles: Sequence[str] = ROLES, kinds: Sequence[str] = ("buys_from", "complements")) -> World:
    ids = [*(f"c{i}" for i in range(draw(st.integers(2, 6)))), COOPERATION, "training"]
    parents = [draw(st.sampled_from(["", *ids[:i]])) for i in range(len(ids) - 2)]
    concepts = [Concept(id_, parent) for id_, parent in zip(ids, [*parents, "", COOPERATION], strict=True)]
    ends = st.sampled_from(ids[:-2])
    strengths = st.sampled_from([0.4, 0.7, 1.0])
    relation = st.builds(Relation, ends, st.sampled_from(kinds), ends, strengths, st.just("so it is"))
    relations = draw(st.lists(relation, max_size=4))
    term = st.builds(Term, st.sampled_from(roles), st.sampled_from(ids), st.booleans(), st.sampled_from(TEXTS))
    stated = term.map(lambda t: t._replace(guessed=False, text="") if t.role == "sector" else t)
    ours, theirs = (Side(draw(st.lists(stated, min_size=1, max_size=5)), draw(facts(c))) for c in ("RS", "CZ"))
    return World(concepts, relations, ours, theirs)


def given(
    *anything: st.SearchStrategy[Any], examples: int = 40
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A test of a few dozen cases, unless told: that is what a file of some seconds has room for."""
    return lambda test: settings(max_examples=examples, deadline=None)(given_any(*anything)(test))


def tenths(points: float) -> int:
    """Points as whole tenths; fails where they are not."""
    assert points == round(points * 10) / 10
    return round(points * 10)


@given(worlds())
def test_a_score_lies_between_0_and_100_and_inside_its_range(world: World) -> None:
    result = world.score()
    assert 0 <= result.low <= result.total <= result.high <= 100


@given(worlds())
def test_the_lines_add_up_to_the_score_exactly(world: World) -> None:
    result = world.score()
    assert sum(tenths(line.points) for line in result.lines) == tenths(result.total)
    assert all(line.points >= 0 for line in result.lines)


@given(worlds())
def test_the_same_facts_give_the_same_answer_every_time(world: World) -> None:
    trade = world.trade
    evidence(trade, world.theirs.terms, world.ours.terms)
    assert evidence(trade, world.ours.terms, world.theirs.terms) == world.found()
    assert world.score() == world.score()


@given(worlds(), st.data())
def test_the_order_in_which_terms_are_written_does_not_matter(world: World, data: st.DataObject) -> None:
    ours, theirs = (data.draw(st.permutations(side.terms)) for side in (world.ours, world.theirs))
    again = world._replace(ours=world.ours._replace(terms=ours), theirs=world.theirs._replace(terms=theirs)).score()
    told = world.score()
    assert (again.total, again.low, again.high) == (told.total, told.low, told.high)
    assert [line[:2] + line[3:] for line in again.lines] == [line[:2] + line[3:] for line in told.lines]


@given(worlds())
def test_without_the_evidence_of_a_line_a_score_is_never_higher(world: World) -> None:
    found = world.found()
    for name in found:
        rest = {other: finding for other, finding in found.items() if other != name}
        assert world.score(rest).total <= world.score().total
        assert scores.combined(rest, policy()) < scores.combined(found, policy())


def with_one_term_less(world: World, roles: Sequence[str]) -> Iterator[World]:
    for side in ("ours", "theirs"):
        terms = getattr(world, side).terms
        for i, term in enumerate(terms):
            if term.role in roles:
                less = getattr(world, side)._replace(terms=[*terms[:i], *terms[i + 1 :]])
                yield world._replace(**{side: less})


@given(worlds())
def test_with_one_need_less_a_score_is_never_higher(world: World) -> None:
    assert all(less.score().total <= world.score().total for less in with_one_term_less(world, ["need"]))


@given(worlds(kinds=["complements"]))
def test_with_one_term_less_a_score_is_never_higher_where_nobody_supplies_the_other(world: World) -> None:
    """Where trades supply each other, one trade less can make a supplier of a competitor."""
    assert all(less.score().total <= world.score().total for less in with_one_term_less(world, ROLES))


@given(worlds(roles=["need", "offer", "product"]), st.sampled_from([("ours", "need_met"), ("theirs", "offer_wanted")]))
def test_without_the_needs_behind_a_line_the_line_goes_and_the_score_falls(world: World, case: tuple[str, str]) -> None:
    side, signal = case
    assume(signal in world.found())
    kept = [term for term in getattr(world, side).terms if term.role != "need"]
    less = world._replace(**{side: getattr(world, side)._replace(terms=kept)})
    assert signal not in less.found()
    assert scores.combined(less.found(), policy()) < scores.combined(world.found(), policy())
    assert less.score().total <= world.score().total


UNKNOWN_WITHOUT = {
    "target_countries": ("target_countries", "export_countries"),
    "languages": ("languages",),
    "size": ("size", "members", "employees"),
    "certificates": ("certificates",),
    "history": ("history",),
    "distance": ("place",),
}


@given(worlds())
def test_a_fit_is_unknown_exactly_where_a_field_is_missing(world: World) -> None:
    def states(side: Side, signal: str) -> bool:
        if signal == "size" and not side.facts.get("size") and not (side.facts.get("members") or {}).get("total"):
            return bool(side.facts.get("employees"))
        return any(side.facts.get(field) for field in UNKNOWN_WITHOUT[signal])

    for line in world.score().lines:
        if line.signal in FIT:
            stated = [states(side, line.signal) for side in (world.ours, world.theirs)]
            known = any(stated) if line.signal == "target_countries" else all(stated)
            assert (line.basis == "known") is known


@given(worlds())
def test_unknown_fields_count_with_their_prior_and_are_asked_for(world: World) -> None:
    result = world.score()
    strength = scores.combined(world.found(), policy())
    unknown = [line for line in result.lines if line.basis == "unknown"]
    assert sorted(result.ask) == sorted(line.signal for line in unknown)
    assert {line.text for line in unknown} <= {"not known, worth asking"}
    for line in unknown:
        expected = strength * policy().points[line.signal] * policy().priors[line.signal]
        assert line.points == pytest.approx(expected, abs=0.1)
    at_stake = strength * sum(policy().points[signal] for signal in result.ask)
    assert result.high - result.low == pytest.approx(at_stake, abs=0.11)


@pytest.mark.parametrize("known", [{}, {"languages": ["en"]}, {"target_countries": ["CZ"], "size": "small"}])
def test_what_would_settle_most_is_asked_first(known: Facts) -> None:
    terms = [own("sector", "apparel")]
    ask = bundled_score(terms, terms, {"country": "RS", **known}, {"country": "CZ", **known}).ask
    at_stake = [policy().points[signal] for signal in ask]
    assert at_stake == sorted(at_stake, reverse=True)


@given(worlds(), facts("RS"), facts("CZ"))
def test_an_answer_to_what_was_asked_stays_inside_the_range(
    world: World, our_answer: Facts, their_answer: Facts
) -> None:
    asked = world.score()

    def answered(side: Side, answers: Facts) -> Side:
        open_fields = [
            field
            for signal in asked.ask
            if not any(side.facts.get(field) for field in UNKNOWN_WITHOUT[signal])
            for field in UNKNOWN_WITHOUT[signal]
        ]
        return side._replace(facts={**side.facts, **{field: answers.get(field) for field in open_fields}})

    later = world._replace(ours=answered(world.ours, our_answer), theirs=answered(world.theirs, their_answer)).score()
    assert tenths(asked.low) - 1 <= tenths(later.total) <= tenths(asked.high) + 1


@given(worlds(roles=["sector"], kinds=["complements"]))
def test_related_sectors_alone_never_pass_60(world: World) -> None:
    assert world.found().keys() <= {"sector_tree"}
    assert world.score().total <= 60


@given(worlds(roles=["sector"]))
def test_two_of_one_trade_with_nothing_offered_or_needed_never_pass_60(world: World) -> None:
    trade = world.ours.terms[:1]
    alike = (side._replace(terms=trade) for side in (world.ours, world.theirs))
    assert World(world.concepts, world.relations, *alike).score().total <= 60


@pytest.mark.parametrize(
    "sectors", [["apparel", "textile"], ["apparel", "fabrics"], ["furniture", "wood"], ["dairy", "livestock"]]
)
def test_competitors_in_the_same_two_sectors_never_pass_60_either(sectors: list[str]) -> None:
    terms = [own("sector", sector) for sector in sectors]
    assert bundled_score(terms, terms, *GOOD).total <= 60


GOOD: tuple[Facts, Facts] = (
    {"country": "RS", "target_countries": ["CZ"], "languages": ["sr", "en"], "size": "small", "place": [43.3, 21.9]},
    {"country": "CZ", "target_countries": ["RS"], "languages": ["cs", "en"], "size": "small", "place": [43.4, 21.8]},
)
ALIKE: Facts = {"certificates": ["ISO 9001"], "history": {"bridge"}}


def bundled_score(ours: Iterable[Term], theirs: Iterable[Term], our_facts: Facts, their_facts: Facts) -> Score:
    trade = bundled_trade()
    return scores.score(evidence(trade, list(ours), list(theirs)), our_facts, their_facts, trade, policy())


def own(role: str, concept: str) -> Term:
    return Term(role, concept, guessed=False, text="")


def terms(stated: Iterable[tuple[str, str]]) -> list[Term]:
    return [own(role, concept) for role, concept in stated]


@given(facts("RS"), facts("CZ"))
def test_a_supplier_or_a_buyer_outranks_a_competitor_with_the_same_facts(our_facts: Facts, their_facts: Facts) -> None:
    ours = [own("sector", "apparel"), own("need", "fabrics"), own("offer", "contract-sewing")]
    competitor = bundled_score(ours, [own("sector", "apparel")], our_facts, their_facts)
    supplier = bundled_score(ours, [own("sector", "fabrics"), own("offer", "fabrics")], our_facts, their_facts)
    by_trade = bundled_score(ours[:1], [own("sector", "fabrics")], our_facts, their_facts)
    buyer = bundled_score(ours, [own("sector", "outerwear"), own("need", "contract-sewing")], our_facts, their_facts)
    assert min(supplier.total, by_trade.total, buyer.total) > competitor.total


def test_the_seller_of_every_strong_trade_relation_outranks_a_competitor_of_the_buyer() -> None:
    strong = [r for r in bundled()[1] if r.kind == "buys_from" and r.strength == 1]
    assert len(strong) > 30
    for relation in strong:
        ours = [own("sector", relation.source)]
        supplier = bundled_score(ours, [own("sector", relation.target)], *GOOD)
        assert supplier.total > bundled_score(ours, ours, *GOOD).total, relation


def tradable() -> list[str]:
    tree = bundled()[0]
    return [id_ for id_ in tree.concepts if COOPERATION not in {id_, *tree.ancestors(id_)}]


def test_a_two_way_match_with_everything_known_and_good_is_above_80() -> None:
    ours, theirs = ({**side, **ALIKE} for side in GOOD)
    concepts = tradable()
    for first, second in zip(concepts, concepts[1:] + concepts[:1], strict=True):
        our_terms, their_terms = [own("need", first), own("offer", second)], [own("offer", first), own("need", second)]
        result = bundled_score(our_terms, their_terms, ours, theirs)
        assert result.total > 80, (first, second)
        assert not result.ask
        assert result.low == result.total == result.high


EXCHANGED = {"need_met": "offer_wanted", "offer_wanted": "need_met"}


def exchanged(world: World) -> World:
    return world._replace(ours=world.theirs, theirs=world.ours)


def levels_of(world: World, *, seen_from_the_other_side: bool = False) -> dict[str, float]:
    found = exchanged(world).found() if seen_from_the_other_side else world.found()
    names = EXCHANGED if seen_from_the_other_side else {}
    return {names.get(name, name): round(evidence_.level, 9) for name, evidence_ in found.items()}


@st.composite
def neighbours(draw: st.DrawFn, roles: Sequence[str] = ROLES) -> World:
    """Two organisations in trades of the bundled vocabulary that have to do with each other."""
    tree, relations = bundled()
    near = draw(st.lists(st.sampled_from(relations), min_size=1, max_size=2))
    ends = [end for relation in near for end in (relation.source, relation.target)]
    pool = [*ends, *(wider for end in ends for wider in tree.ancestors(end)), "research", "training"]
    concept = st.sampled_from(pool)
    sector = st.builds(Term, st.just("sector"), concept, st.just(value=False), st.just(""))
    other = st.builds(Term, st.sampled_from(roles), concept, st.booleans(), st.sampled_from(TEXTS))
    others = other.map(lambda term: term._replace(guessed=False) if term.role == "sector" else term)
    ours, theirs = (draw(st.lists(sector, min_size=1, max_size=2)) + draw(st.lists(others, max_size=3)) for _ in "ab")
    return World([], [], Side(ours, draw(facts("RS"))), Side(theirs, draw(facts("CZ"))))


@pytest.mark.parametrize(
    ("signals_", "roles"),
    [
        (["sector_tree"], ["sector"]),
        (["supply_chain"], ["sector", "product"]),
        (["need_met", "offer_wanted", scores.BOTH_WAYS], ROLES),
    ],
    ids=["sector", "supply chain", "needs and offers"],
)
@pytest.mark.parametrize("vocabulary", [worlds, neighbours], ids=["any vocabulary", "the bundled vocabulary"])
def test_both_sides_find_the_same_evidence_what_one_needs_the_other_has_wanted(
    vocabulary: Callable[..., st.SearchStrategy[World]], signals_: list[str], roles: Sequence[str]
) -> None:
    @given(vocabulary(roles=roles), examples=150)
    def holds(world: World) -> None:
        ours, theirs = levels_of(world), levels_of(world, seen_from_the_other_side=True)
        assert [ours.get(name) for name in signals_] == [theirs.get(name) for name in signals_]

    holds()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([("sector", "apparel"), ("sector", "fabrics"), ("product", "fabrics")], [("sector", "apparel")]),
        (
            [("sector", "fabrics"), ("sector", "yarn-fibres"), ("sector", "knitwear")],
            [("sector", "fabrics"), ("product", "yarn-fibres")],
        ),
        ([("sector", "textiles-clothing")], [("sector", "fabrics")]),
        ([("sector", "testing")], [("sector", "certification-support")]),
        ([("sector", "food")], [("sector", "automotive"), ("offer", "certification-support")]),
    ],
    ids=[
        "a trade and a product",
        "two trades that buy the same",
        "a group and a trade in it",
        "cooperation beside a trade",
        "cooperation that a trade buys",
    ],
)
def test_neither_the_side_nor_the_order_of_the_trades_decides(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> None:
    asked = [bundled_score(order, terms(theirs), *GOOD).total for order in permutations(terms(ours))]
    told = [bundled_score(terms(theirs), order, *GOOD).total for order in permutations(terms(ours))]
    assert len({*asked, *told}) == 1


@pytest.mark.parametrize("sold", [["sector"], ["product"], ["sector", "product"], ["product", "sector"]], ids=" ".join)
def test_of_two_in_one_trade_the_one_that_makes_what_the_other_buys_is_a_supplier(sold: list[str]) -> None:
    weaver = terms([("sector", "apparel"), *((role, "fabrics") for role in sold)])
    expected = "product" in sold
    assert (bundled_score(weaver, terms([("sector", "apparel")]), *GOOD).total > 60) is expected
    assert (bundled_score(terms([("sector", "apparel")]), weaver, *GOOD).total > 60) is expected


@given(facts("RS"), facts("CZ"), examples=150)
def test_how_easy_working_together_would_be_is_the_same_for_both_sides(ours: Facts, theirs: Facts) -> None:
    for signal in FIT.values():
        fit, seen = signal(ours, theirs), signal(theirs, ours)
        assert (fit and pytest.approx(fit.level)) == (seen and seen.level)


@given(worlds() | neighbours(), examples=100)
def test_the_score_is_the_same_for_both_sides_where_their_needs_are_met_alike(world: World) -> None:
    """What one needs and is offered counts more for it than what it offers and the other needs."""
    found = levels_of(world)
    assume(found.get("need_met") == found.get("offer_wanted"))
    asked, told = world.score(), exchanged(world).score()
    assert (asked.total, asked.low, asked.high) == pytest.approx((told.total, told.low, told.high), abs=0.11)


@given(facts("RS"), facts("CZ"), facts("RS"), facts("CZ"), st.sampled_from(sorted(FIT)), examples=150)
def test_a_better_finding_of_a_known_fit_never_lowers_a_score(
    ours: Facts, theirs: Facts, our_other: Facts, their_other: Facts, signal: str
) -> None:
    """Two pairs that differ in the fields of one fit alone, both of them known."""
    fields = UNKNOWN_WITHOUT[signal]
    changed = [side | {f: other.get(f) for f in fields} for side, other in ((ours, our_other), (theirs, their_other))]
    before, after = FIT[signal](ours, theirs), FIT[signal](changed[0], changed[1])
    assume(before is not None)
    assume(after is not None)
    trades = terms([("sector", "apparel"), ("need", "fabrics")]), terms([("offer", "fabrics")])
    worse, better = sorted(
        (
            (fit.level, bundled_score(*trades, *sides))
            for fit, sides in ((before, (ours, theirs)), (after, changed))
            if fit
        ),
        key=lambda found: found[0],
    )
    for one, other in zip(worse[1][:3], better[1][:3], strict=True):
        assert one <= other
    assert worse[0] < better[0] or worse[1][:3] == better[1][:3]


@given(worlds() | neighbours(), st.sampled_from(sorted(FIT)), examples=100)
def test_a_fit_that_comes_out_badly_is_no_better_than_unknown_and_one_that_comes_out_well_no_worse(
    world: World, signal: str
) -> None:
    fields = dict.fromkeys(UNKNOWN_WITHOUT[signal])
    ours, theirs = (side._replace(facts=side.facts | fields) for side in (world.ours, world.theirs))
    unknown = world._replace(ours=ours, theirs=theirs).score().total
    fit = FIT[signal](world.ours.facts, world.theirs.facts)
    assume(fit is not None and fit.level in {0, 1})
    known = world.score().total
    assert known <= unknown if fit and fit.level == 0 else known >= unknown


@given(worlds() | neighbours(), st.data())
def test_stronger_evidence_never_lowers_a_score(world: World, data: st.DataObject) -> None:
    found = world.found()
    assume(found)
    name = data.draw(st.sampled_from(sorted(found)))
    stronger = found | {name: found[name]._replace(level=data.draw(st.floats(found[name].level, 1)))}
    assert world.score(stronger).total >= world.score(found).total


def two_of(sector: str, *, clusters: bool, our_facts: Facts, their_facts: Facts) -> Score:
    trade, sectors = bundled_trade(), terms([("sector", sector)])
    found = evidence(trade, sectors, sectors, counterparts=clusters)
    return scores.score(found, our_facts, their_facts, trade, policy())


@given(facts("RS"), facts("CZ"), st.deferred(lambda: st.sampled_from(tradable())))
def test_two_clusters_of_one_sector_outrank_two_competing_firms_but_stay_at_60(
    ours: Facts, theirs: Facts, sector: str
) -> None:
    clusters, firms = (two_of(sector, clusters=c, our_facts=ours, their_facts=theirs) for c in (True, False))
    assert firms.total < clusters.total <= 60
    assert clusters.high <= 60


def test_two_clusters_of_one_sector_stay_at_60_with_everything_known_and_good() -> None:
    good = [{**side, **ALIKE} for side in GOOD]
    for sector in tradable():
        assert two_of(sector, clusters=True, our_facts=good[0], their_facts=good[1]).total <= 60, sector


def test_a_cluster_and_a_firm_of_one_sector_are_no_counterparts() -> None:
    """Only two cluster organisations do for each other what firms of one trade would not."""
    trade = bundled_trade()
    sectors = terms([("sector", "apparel")])
    totals = {}
    for ours, theirs in product((True, False), repeat=2):
        found = evidence(trade, sectors, sectors, counterparts=ours and theirs)
        totals[ours, theirs] = scores.score(found, *GOOD, trade, policy()).total
    assert totals[True, False] == totals[False, True] == totals[False, False] < totals[True, True] <= 60


@pytest.mark.parametrize("gone", [0, 1])
def test_half_of_a_two_way_match_is_worth_less(gone: int) -> None:
    ours = [own("need", "fabrics"), own("offer", "contract-sewing")]
    theirs = [own("offer", "fabrics"), own("need", "contract-sewing")]
    whole = bundled_score(ours, theirs, *GOOD)
    for half in (
        bundled_score(ours[:gone] + ours[gone + 1 :], theirs, *GOOD),
        bundled_score(ours, theirs[:gone] + theirs[gone + 1 :], *GOOD),
    ):
        assert half.total < whole.total
        assert "both_ways" not in {line.signal for line in half.lines}


def test_what_nobody_confirmed_counts_less_and_is_marked() -> None:
    ours, theirs = [own("need", "fabrics")], [own("offer", "fabrics")]
    confirmed = bundled_score(ours, theirs, *GOOD)
    for guess in (
        bundled_score([ours[0]._replace(guessed=True)], theirs, *GOOD),
        bundled_score(ours, [theirs[0]._replace(guessed=True)], *GOOD),
    ):
        assert guess.total < confirmed.total
        assert [line.basis for line in guess.why] == ["guessed"]
    assert [line.basis for line in confirmed.why] == ["known"]


@pytest.mark.parametrize("guessed", range(4))
def test_both_ways_is_a_guess_where_one_of_the_ways_is(guessed: int) -> None:
    ways = [
        own("need", "fabrics"),
        own("offer", "contract-sewing"),
        own("offer", "fabrics"),
        own("need", "contract-sewing"),
    ]
    ways[guessed] = ways[guessed]._replace(guessed=True)
    lines = {line.signal: line.basis for line in bundled_score(ways[:2], ways[2:], *GOOD).lines}
    assert lines["both_ways"] == "guessed"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([("need", "fabrics", False), ("need", "textile", True)], [("offer", "textile", False)]),
        ([("need", "fabrics", False)], [("offer", "textile", False), ("offer", "fabrics", True)]),
    ],
)
def test_of_two_reasons_as_strong_the_confirmed_one_is_told(
    ours: list[tuple[str, str, bool]], theirs: list[tuple[str, str, bool]], turned: bool
) -> None:
    own_terms, their_terms = (
        [Term(*term, text="") for term in side[:: -1 if turned else 1]] for side in (ours, theirs)
    )
    assert [line.basis for line in bundled_score(own_terms, their_terms, *GOOD).why] == ["known"]
