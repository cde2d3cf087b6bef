"""What holds of projects beside each other, whatever their dates: their lanes, overlaps and gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercli.records import dates
from clustercli.records.dates import Span
from clustercli.timeline import state, together
from clustercli.timeline.lanes import axis, bar
from clustercli.timeline.order import Point
from clustercli.timeline.periods import Period, joined, period

few = settings(max_examples=60, deadline=None)
FIRST, LAST = date(2011, 1, 1), date(2013, 12, 31)
ALWAYS = Span(date.min, date.max)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
YEARS = st.sampled_from(["2011", "2012", "2013"])
PARTS = st.one_of(
    YEARS,
    st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{}-{:02}-{:02}".format, YEARS, st.integers(1, 12), st.integers(1, 28)),
)


def possible(text: str) -> bool:
    try:
        return bool(dates.read(text))
    except ValueError:
        return False


TEXTS = st.builds("{}/{}".format, st.just("") | PARTS, st.just("") | st.just("..") | PARTS).filter(possible)
PERIODS = st.lists(TEXTS.map(period), max_size=6)


def certain_on(periods: list[Period], day: date) -> list[int]:
    """By hand: the projects that run on a day whatever their dates mean."""
    return [
        number
        for number, (_, _, begins, ends) in enumerate(periods)
        if begins and ends and begins.latest <= day <= ends.earliest
    ]


@few
@given(PERIODS, st.integers(3, 90))
def test_how_many_run_at_once_is_what_counting_day_by_day_gives(periods: list[Period], width: int) -> None:
    shown = together.Axis(FIRST, LAST, width)
    counts = together.at_once(periods, shown, LAST)
    for day in DAYS[::7]:
        running = len(certain_on(periods, day))
        (column, *_) = shown.columns(Span(day, day))
        assert max(count or 0 for count in counts[max(0, column - 1) : column + 1]) >= running  # bars are rounded
    assert max((count or 0 for count in counts), default=0) == max(len(certain_on(periods, day)) for day in DAYS)


@few
@given(PERIODS)
def test_when_most_run_at_once_is_what_counting_day_by_day_gives(periods: list[Period]) -> None:
    by_day = [certain_on(periods, day) for day in DAYS]
    most = max(map(len, by_day))
    found = together.overlaps(periods, Span(FIRST, LAST))
    assert {overlap.members for overlap in found} == {tuple(day) for day in by_day if most > 1 and len(day) == most}
    for overlap in found:
        assert dates.read(overlap.text)
        assert {part for n in overlap.members for part in (periods[n].start, periods[n].end)} >= set(
            overlap.text.split("/")
        )


@few
@given(PERIODS)
def test_no_project_is_known_to_touch_a_day_of_a_gap_and_no_such_day_is_missed(periods: list[Period]) -> None:
    known = [time.known for time in periods if time.known]
    free = {day for day in DAYS if not any(span.earliest <= day <= span.latest for span in known)}
    inside = {day for day in free if any(s.latest < day for s in known) and any(s.earliest > day for s in known)}
    found = together.gaps(periods, ALWAYS)
    said = {
        day for gap in found for day in DAYS if dates.read(gap.after).latest < day < dates.read(gap.before).earliest
    }
    assert said == inside
    if not any(time.known and not (time.begins and time.ends) for time in periods):
        assert all(gap.perhaps == 0 for gap in found)


def test_gaps_and_overlaps_outside_the_window_are_not_told() -> None:
    periods = [period("2011/2011-03"), period("2011-06-01/2012-06-30"), period("2012-01-01/2012-12-31")]
    assert together.gaps(periods, ALWAYS) == [together.Gap("2011-03", "2011-06-01", 0)]
    assert together.gaps(periods, Span(date(2011, 7, 1), date.max)) == []
    assert together.overlaps(periods, ALWAYS) == [together.Overlap("2012-01-01/2012-06-30", (1, 2))]
    assert together.overlaps(periods, Span(date(2012, 7, 1), date.max)) == []


def test_two_that_end_and_begin_in_the_same_month_are_no_overlap_for_certain_and_no_gap() -> None:
    periods = [period("2011/2012-05"), period("2012-05/2013")]
    assert together.overlaps(periods, ALWAYS) == []
    assert together.gaps(periods, ALWAYS) == []


def test_a_project_with_an_open_end_may_fill_a_gap_and_is_counted() -> None:
    periods = [period("2011-01-01/"), period("2012-01-01/2012-02-01")]
    assert together.gaps(periods, ALWAYS) == [together.Gap("2011-01-01", "2012-01-01", 1)]


@few
@given(TEXTS, st.integers(3, 90), st.sampled_from(DAYS), st.sampled_from(["", "planned", "closed"]))
def test_a_lane_lies_where_its_project_may_and_never_runs_in_the_future(
    text: str, width: int, today: date, status: str
) -> None:
    shown = together.Axis(FIRST, LAST, width)
    cells = together.lane(Point("p", text, "P", "project", status=status), [], shown, today)
    (now, *_) = shown.columns(Span(today, today))
    assert len(cells) == width
    assert not {together.RUNS, together.PERHAPS} & set(cells[now + 1 :])
    assert together.COMING not in cells[: now + 1]
    assert (state.LAPSED in cells) <= (status == "planned")
    begin, length = bar(dates.read(text), *shown)
    outside = cells[:begin] + cells[begin + length + 1 :]  # an end takes a column, however short it is
    assert set(outside) <= {"", together.TODAY}


def test_a_start_that_is_a_year_is_drawn_as_a_year_and_not_as_its_first_day() -> None:
    cells = together.lane(Point("p", "2011/2013-12-31", "P", "project"), [], together.Axis(FIRST, LAST, 36), LAST)
    assert cells == [together.PERHAPS] * 11 + [together.RUNS] * 25


def test_the_narrower_and_the_graver_milestone_is_seen_where_several_share_a_column() -> None:
    points = [
        Point("p", "2012-06", "lapsed", status="planned"),
        Point("p", "2012-06", "done", status="done"),
        Point("p", "2012", "all the year", status="done"),
        Point("p", "2012-01", "Project start", "start"),
    ]
    shown = together.Axis(FIRST, LAST, 36)
    cells = together.lane(Point("p", "", "P", "project"), points, shown, LAST)
    june, year = (shown.columns(dates.read(text)) for text in ("2012-06", "2012"))
    assert {cells[column] for column in june} == {"lapsed"}
    assert {cells[column] for column in year if column not in june} == {"done"}
    assert {cell for column, cell in enumerate(cells) if column not in year} == {"", together.TODAY}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2012", "2013", "2012/2013"),
        ("2012", "", "2012/"),
        ("", "2013-04", "/2013-04"),
        ("", "", ""),
        ("2012/2014", "", "2012/2014"),
        ("2012/..", "", "2012/.."),
        ("2012-01/2012-03", "2014-01/2014-02", "2012-01/2014-02"),
        ("../2012", "2013", "/2013"),
        ("../2012", "2013/..", "../2012"),
    ],
)
def test_a_start_and_an_end_are_one_interval(start: str, end: str, expected: str) -> None:
    assert joined(start, end) == expected
    if expected:
        assert dates.read(expected)


@pytest.mark.parametrize(
    ("text", "status", "kind", "today", "expected"),
    [
        ("2012-04", "done", "forum", "2012-01-01", "done"),
        ("2012-04", "planned", "forum", "2012-04-30", "planned"),
        ("2012-04", "planned", "forum", "2012-05-01", "lapsed"),
        ("", "planned", "forum", "2012-05-01", "planned"),
        ("2012-04", "", "forum", "2012-05-01", "unknown"),
        ("2012-04", "unknown", "forum", "2012-05-01", "unknown"),
        ("2012-04", "", "forum", "2012-03-31", "planned"),
        ("", "", "forum", "2012-03-31", "unknown"),
        ("2012-04", "", "start", "2012-05-01", "start"),
        ("2012-04", "done", "start", "2012-05-01", "done"),
    ],
)
def test_what_became_of_a_point(text: str, status: str, kind: str, today: str, expected: str) -> None:
    assert state.state(Point("p", text, "P", kind, status=status), date.fromisoformat(today)) == expected


def test_quarters_are_named_where_all_of_them_have_room() -> None:
    assert axis(date(2016, 6, 1), date(2017, 11, 30), 60).split() == ["2016", "Q4", "2017", "Q2", "Q3", "Q4"]
    assert axis(date(2011, 1, 1), date(2020, 12, 31), 60).split()[0] == "2011"
    assert axis(date(2001, 1, 1), date(2020, 12, 31), 24).split() == ["2005", "2010", "2015"]
