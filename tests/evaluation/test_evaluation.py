"""The goals are met: linking and finding on the labelled texts, and the judged queries over the bundled catalogue."""

from __future__ import annotations

from statistics import fmean

import pytest

from tests.evaluation import catalogue, texts
from tests.evaluation.baselines import by_full_text
from tests.evaluation.measures import mean, ndcg, reciprocal_rank

# The goals hold for the development set. For texts that nobody tuned on, what was reached may not be lost.
LINKING = [
    ("development", "acc@1", 0.82),
    ("development", "recall@3", 0.93),
    ("unseen", "acc@1", 0.82),
    ("unseen", "recall@3", 0.92),
]
FINDING = [
    ("development", "description as query", 0.76),
    ("development", "sector word as query", 0.90),
    ("unseen", "description as query", 0.74),
    ("unseen", "sector word as query", 0.80),
]


@pytest.mark.parametrize(("name", "measure", "goal"), LINKING)
def test_texts_are_linked_to_their_sector(name: str, measure: str, goal: float) -> None:
    answers = texts.linking(texts.link_systems()["clustercli"], name)
    assert fmean(answer.values[measure] for answer in answers) >= goal


@pytest.mark.parametrize(("name", "query", "goal"), FINDING)
def test_texts_are_found_by_another_one_and_by_the_name_of_a_sector(name: str, query: str, goal: float) -> None:
    answers = list(texts.MEASURES[query](texts.find_systems(name)["clustercli"], name))
    assert fmean(answer.values["nDCG@10"] for answer in answers) >= goal


@pytest.mark.parametrize("name", texts.SETS)
def test_what_is_called_sure_is_nearly_always_right(name: str) -> None:
    said, right, all_ = texts.sure(name)
    assert said >= all_ / 2
    assert right / said >= 0.9


@pytest.mark.parametrize("entry", texts.load("sector_lists.yaml"), ids=lambda entry: str(entry["text"])[:40])
def test_a_list_of_sectors_is_recognised_whole(entry: dict[str, str]) -> None:
    assert set(entry["sectors"]) <= texts.recognised(entry["text"])


def test_records_are_found_far_better_than_by_every_baseline_without_a_vocabulary() -> None:
    def reached(system: str) -> float:
        rank = catalogue.systems()[system]
        return fmean(a.values["nDCG@10"] for kind in catalogue.KINDS for a in catalogue.answers(rank, kind))

    plain = ["random", "FTS5 bm25, raw", "FTS5 folded, prefixes", "sector equality"]
    assert reached("clustercli") >= max(map(reached, plain)) + 0.25
    assert reached("clustercli") >= reached("the same, ten languages") + 0.1


_COUNTERPARTS = pytest.mark.xfail(
    strict=True,
    reason="partners of a cluster: judged best are clusters of its own sector, which the score holds at 60 points",
)


@pytest.mark.parametrize(
    ("kind", "ahead"),
    [("sector", 0.09), ("description", 0.25), pytest.param("organisation", 0.0, marks=_COUNTERPARTS)],
)
def test_for_every_kind_of_query_the_program_is_ahead(kind: str, ahead: float) -> None:
    reached = {
        name: fmean(answer.values["nDCG@10"] for answer in catalogue.answers(rank, kind))
        for name, rank in catalogue.systems().items()
    }
    ours = reached.pop("clustercli")
    assert ours >= max(reached.values()) + ahead


def test_partners_are_found_far_better_than_by_the_words_of_an_organisation() -> None:
    reached = {
        name: fmean(a.values["nDCG@10"] for a in catalogue.answers(catalogue.systems()[name], "organisation"))
        for name in ("clustercli", "random", "FTS5 bm25, raw", "FTS5 folded, prefixes")
    }
    ours = reached.pop("clustercli")
    assert ours >= max(reached.values()) + 0.1


def test_every_kind_of_query_is_compared() -> None:
    assert set(catalogue.KINDS) == {"sector", "description", "organisation"}


def test_at_least_sixty_queries_are_judged_with_reasons() -> None:
    judgements = catalogue.load_judgements()
    assert len(judgements) == len(catalogue.judged()) >= 60
    for entry in judgements:
        assert set(entry["judged"]) <= set(catalogue.records())
        for verdict in entry["judged"].values():
            assert verdict["grade"] in {"0", "1", "2", "3"}
            assert len(verdict["reason"].split()) >= 2


def test_what_the_program_shows_is_judged() -> None:
    shown = [(q, id_) for q in catalogue.judged() for id_ in catalogue.systems()["clustercli"](q)]
    assert sum(id_ in query.grades for query, id_ in shown) >= 0.95 * len(shown)


def test_ndcg_is_one_for_the_best_order_and_falls_with_every_exchange() -> None:
    gains = [3.0, 2.0, 1.0, 0.0]
    assert ndcg(gains, gains) == 1
    assert ndcg([2.0, 3.0, 1.0, 0.0], gains) == pytest.approx(
        (2 + 3 / 1.58496 + 0.5) / (3 + 2 / 1.58496 + 0.5), abs=1e-4
    )
    assert ndcg([], gains) == 0
    assert ndcg([0.0], [0.0]) == 0


def test_the_reciprocal_rank_is_that_of_the_first_good_hit() -> None:
    assert reciprocal_rank([0, 1, 2, 3], least=2) == pytest.approx(1 / 3)
    assert reciprocal_rank([1, 1], least=2) == 0


def test_an_interval_holds_its_mean_and_is_repeatable() -> None:
    values = [0.0, 0.5, 1.0] * 20
    assert mean(values).low < mean(values).value == 0.5 < mean(values).high
    assert mean(values) == mean(values)
    assert mean([1.0] * 9) == (1, 1, 1)


def test_full_text_finds_its_own_words_and_folded_also_other_spellings() -> None:
    documents = {"a": "Ткачница у Нишу", "b": "Weaving mill"}
    assert by_full_text(documents, folded=False)("Tkačnica") == []
    assert by_full_text(documents, folded=True)("Tkačnica") == ["a"]
    assert by_full_text(documents, folded=True)("weav") == ["b"]
