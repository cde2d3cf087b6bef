"""What holds of every timeline, whatever its dates: the order of its points, and the bars of its lanes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercli.records.dates import Span
from clustercli.records.dates import read as bounds_of
from clustercli.timeline import lanes
from clustercli.timeline.order import Point, in_order

few = settings(max_examples=60, deadline=None)
YEARS = st.sampled_from(["2011", "2012", "2013", "201X"])
MONTHS = st.sampled_from([*(f"{month:02}" for month in range(1, 13)), "21", "24", "33", "36", "40", "41"])
DAYS = st.sampled_from(["01", "15", "28"])
MONTH = st.builds("2012-{}".format, st.integers(1, 12).map("{:02}".format))
DATES = st.one_of(
    st.just(""),
    YEARS,
    st.builds("{}-{}".format, st.sampled_from(["2011", "2012", "2013"]), MONTHS),
    st.builds("{}-{}".format, MONTH, DAYS),
    st.builds("2011-{}/2012-{}".format, DAYS.map(lambda d: f"10-{d}"), DAYS.map(lambda d: f"03-{d}")),
    st.builds("{}/{}".format, MONTH, st.sampled_from(["", ".."])),
    st.builds("{}/{}".format, st.sampled_from(["", ".."]), MONTH),
)
POINTS = st.lists(DATES, max_size=12).map(lambda texts: [Point("p", text, str(i)) for i, text in enumerate(texts)])


def certainly_before(point: Point, other: Point) -> bool:
    return point.span.latest < other.span.earliest


def in_order_by_hand(points: list[Point]) -> list[Point]:
    """Again and again the first of those that nothing left came certainly before."""
    left = list(points)
    ordered = []
    while left:
        chosen = next(p for p in left if not any(certainly_before(other, p) for other in left))
        left.remove(chosen)
        ordered.append(chosen)
    return ordered


@few
@given(POINTS)
def test_no_point_stands_before_one_that_certainly_came_earlier(points: list[Point]) -> None:
    assert not any(certainly_before(later, earlier) for earlier, later in combinations(in_order(points), 2))


@few
@given(POINTS)
def test_no_point_is_lost_or_doubled(points: list[Point]) -> None:
    assert sorted(in_order(points), key=lambda p: int(p.title)) == points


@few
@given(POINTS)
def test_the_order_is_that_of_the_plain_slow_way(points: list[Point]) -> None:
    assert in_order(points) == in_order_by_hand(points)


@few
@given(POINTS)
def test_an_order_that_may_be_true_stays_as_it_was_given(points: list[Point]) -> None:
    ordered = in_order(points)
    assert in_order(ordered) == ordered


@few
@given(st.permutations([f"2012-02-{day:02}/2012-06" for day in range(1, 9)]))
def test_where_all_dates_overlap_nothing_moves(texts: list[str]) -> None:
    points = [Point("p", text, text) for text in texts]
    assert in_order(points) == points


@few
@given(st.permutations([f"2012-{month:02}" for month in range(1, 9)]))
def test_where_no_dates_overlap_they_stand_by_date(texts: list[str]) -> None:
    assert [p.text for p in in_order([Point("p", text, "") for text in texts])] == sorted(texts)


def test_a_month_stands_between_a_day_before_and_a_month_after_it() -> None:
    texts = ["2012-06", "2012-04", "2012-02-21/2012-02-22"]
    assert [p.text for p in in_order([Point("p", text, "") for text in texts])] == texts[::-1]


@pytest.mark.parametrize("texts", [["2012-11", "2012-36"], ["2012-36", "2012-11"], ["2013-01/2013-02", "2013-01"]])
def test_november_and_the_end_of_the_year_stay_as_the_source_has_them(texts: list[str]) -> None:
    assert [p.text for p in in_order([Point("p", text, "") for text in texts])] == texts


def test_what_has_no_date_comes_last_and_keeps_its_order() -> None:
    points = [Point("p", "", "first"), Point("p", "2030", "dated"), Point("p", "", "second")]
    assert [p.title for p in in_order(points)] == ["dated", "first", "second"]


def test_ten_thousand_points_are_ordered_at_once() -> None:
    days = [str(date(2000, 1, 1) + timedelta(days=(i * 7919) % 10_000)) for i in range(10_000)]
    assert [p.text for p in in_order([Point("p", day, "") for day in days])] == sorted(days)


AXES = st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 9000), st.integers(16, 80))


@few
@given(AXES, DATES)
def test_a_bar_lies_on_its_axis_and_is_never_nothing(axis: tuple[date, int, int], text: str) -> None:
    first, days, width = axis
    begin, length = lanes.bar(Point("p", text, "").span, first, first + timedelta(days=days), width)
    assert 0 <= begin < begin + length <= width


@few
@given(AXES)
def test_the_whole_axis_is_a_bar_as_wide_as_the_axis(axis: tuple[date, int, int]) -> None:
    first, days, width = axis
    last = first + timedelta(days=days)
    assert lanes.bar(Span(first, last), first, last, width) == (0, width)
    assert lanes.bar(Span(date.min, date.max), first, last, width) == (0, width)


@few
@given(AXES, st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), min_size=2, max_size=2))
def test_what_begins_later_never_has_its_bar_further_left(
    axis: tuple[date, int, int], edges: list[tuple[int, int]]
) -> None:
    first, days, width = axis
    last = first + timedelta(days=days)
    starts = sorted(first + timedelta(days=min(a, days)) for a, _ in edges)
    columns = [lanes.bar(Span(start, last), first, last, width)[0] for start in starts]
    assert columns == sorted(columns)


def test_a_bar_is_as_long_as_its_share_of_the_axis() -> None:
    first, last, five_days_a_column = date(2011, 1, 1), date(2011, 12, 31), 73
    assert lanes.bar(bounds_of("2011-01"), first, last, five_days_a_column) == (0, 6)
    assert lanes.bar(bounds_of("2011-02-21"), first, last, five_days_a_column) == (10, 1)
    assert lanes.bar(bounds_of("2011-07/2011-12"), first, last, five_days_a_column) == (36, 37)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], None),
        ([""], None),
        (["2012-04"], (date(2012, 4, 1), date(2012, 4, 30))),
        (["2012-04/..", ""], (date(2012, 4, 1), date(2012, 4, 1))),
        (["../2012-04"], (date(2012, 4, 30), date(2012, 4, 30))),
        (["2012-04/", "2011-02-03", "/2013"], (date(2011, 2, 3), date(2013, 12, 31))),
    ],
)
def test_an_axis_reaches_from_the_first_known_day_to_the_last(
    texts: list[str], expected: tuple[date, date] | None
) -> None:
    assert lanes.bounds([Point("p", text, "").span for text in texts]) == expected


@few
@given(AXES)
def test_years_stand_where_they_begin_and_have_room(axis: tuple[date, int, int]) -> None:
    first, days, width = axis
    last = first + timedelta(days=days)
    line = lanes.years(first, last, width)
    assert len(line) <= width
    named = [int(year) for year in line.split()]
    assert named == sorted(set(named))
    for year in named:
        begin, _ = lanes.bar(Span(max(date(year, 1, 1), first), last), first, last, width)
        assert line.index(str(year)) == begin


def test_a_project_of_three_years_has_its_years_named() -> None:
    assert lanes.years(date(2010, 3, 1), date(2013, 2, 28), 36).split() == ["2010", "2011", "2012"]
