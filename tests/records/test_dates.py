"""Dates are as precise as their source: their bounds, their words, and what is refused (edtf 5 is the oracle)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clustercli.records import dates

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # edtf's grammar uses names that its own parser library warns of
    import edtf

YEARS = st.integers(1, 9998).map("{:04d}".format)
DECADES = st.integers(1, 999).map("{:03d}X".format)
CENTURIES = st.integers(1, 99).map("{:02d}XX".format)
MONTHS = st.builds("{}-{:02d}".format, YEARS, st.integers(1, 12))
DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31)).map(date.isoformat)
GROUPS = st.builds("{}-{}".format, YEARS, st.integers(21, 41))
# Groups that run into the next year: edtf ends them in December, and its bounds are then no bounds.
WITHIN_A_YEAR = GROUPS.filter(lambda text: text[-2:] not in ("24", "28", "30"))
MARKS = st.sampled_from(["", "~", "?", "%"])
PARTS = st.one_of(YEARS, DECADES, CENTURIES, MONTHS, DAYS, GROUPS)
MARKED = st.builds("{}{}".format, PARTS, MARKS)


Bounds: TypeAlias = tuple[str, str]


def bounds(text: str) -> Bounds:
    """The earliest and the latest day, in ISO form."""
    span = dates.read(text)
    return span.earliest.isoformat(), span.latest.isoformat()


def oracle(text: str) -> Bounds:
    """The same by edtf: the strict bounds, since the fuzzy ones are padded by days that no source states."""
    read = edtf.parse_edtf(text)
    first, last = (
        f"{t.tm_year:04d}-{t.tm_mon:02d}-{t.tm_mday:02d}" for t in (read.lower_strict(), read.upper_strict())
    )
    return first, last


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2012-04", "2012-04-01", "2012-04-30"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2012-02-21", "2012-02-21", "2012-02-21"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2012-02-21/2012-02-22", "2012-02-21", "2012-02-22"),
        ("2013-01/2013-02", "2013-01-01", "2013-02-28"),
        ("2012-12/2013", "2012-12-01", "2013-12-31"),
        ("2012-05/2012", "2012-05-01", "2012-12-31"),
        ("2012-12~", "2012-12-01", "2012-12-31"),
        ("2012~/2013?", "2012-01-01", "2013-12-31"),
        ("2012-21", "2012-03-01", "2012-05-31"),
        ("2012-24", "2012-12-01", "2013-02-28"),
        ("2011-24", "2011-12-01", "2012-02-29"),
        ("2012-28", "2012-12-01", "2013-02-28"),
        ("2012-30", "2012-12-01", "2013-02-28"),
        ("2012-32", "2012-06-01", "2012-08-31"),
        ("2012-33", "2012-01-01", "2012-03-31"),
        ("2012-36", "2012-10-01", "2012-12-31"),
        ("2012-37", "2012-01-01", "2012-04-30"),
        ("2012-40", "2012-01-01", "2012-06-30"),
        ("2012-41", "2012-07-01", "2012-12-31"),
        ("2012/..", "2012-01-01", "9999-12-31"),
        ("2012-06/", "2012-06-01", "9999-12-31"),
        ("../2012", "0001-01-01", "2012-12-31"),
        ("/2012-06", "0001-01-01", "2012-06-30"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_bounds_are_the_first_and_last_day_meant(text: str, earliest: str, latest: str) -> None:
    assert bounds(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2012", "2012"),
        ("2012-04", "April 2012"),
        ("2012-02-21", "21 February 2012"),
        ("2012-02-01", "1 February 2012"),
        ("2012-02-21/2012-02-22", "21-22 February 2012"),
        ("2012-02-28/2012-03-02", "28 February - 2 March 2012"),
        ("2012-12-30/2013-01-02", "30 December 2012 - 2 January 2013"),
        ("2013-01/2013-02", "January/February 2013"),
        ("2013-01/2013-04", "January - April 2013"),
        ("2012-12/2013-01", "December 2012 - January 2013"),
        ("2011-04-01/2014-03", "1 April 2011 - March 2014"),
        ("2012-12~", "about December 2012"),
        ("2012?", "perhaps 2012"),
        ("2012%", "perhaps about 2012"),
        ("2012~/2013", "about 2012 - 2013"),
        ("201X", "2010s"),
        ("201X~", "about 2010s"),
        ("2012-21", "spring 2012"),
        ("2012-24", "winter 2012/2013"),
        ("2012-30", "southern summer 2012/2013"),
        ("2012-32", "southern winter 2012"),
        ("2012-33", "1st quarter of 2012"),
        ("2012-36", "end of 2012"),
        ("2012-36~", "about end of 2012"),
        ("2012-38", "May to August 2012"),
        ("2012-41", "second half of 2012"),
        ("2012/..", "from 2012"),
        ("../2012-04", "until April 2012"),
        ("2012/", "2012 - unknown"),
        ("/2012", "unknown - 2012"),
    ],
)
def test_words_are_as_precise_as_the_date(text: str, words: str) -> None:
    dates.read(text)
    assert dates.say(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2012-02-21/2012-02-21", "21 February 2012"),
        ("2013-01/2013-01", "January 2013"),
        ("2012/2012", "2012"),
    ],
)
def test_an_interval_that_begins_where_it_ends_is_said_once(text: str, words: str) -> None:
    assert dates.say(text) == words


def test_two_dates_that_mean_different_days_never_print_alike() -> None:
    ends = [f"2012-{n:02d}" for n in (*range(1, 13), *range(21, 42))]
    texts = ["2012", "201X", "200X", "20XX", "2012-04-01", "2012-04-30", *ends, "2012/..", "2012/", "../2012", "/2012"]
    alike = [
        (a, b) for a, b in combinations(texts, 2) if dates.say(a) == dates.say(b) and dates.read(a) != dates.read(b)
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("30. 2. 2012", "'30. 2. 2012' is not a date"),
        ("", "'' is not a date"),
        ("2012 ", "'2012 ' is not a date"),
        ("2012-4", "'2012-4' is not a date"),
        ("20120221", "'20120221' is not a date"),
        ("04/2012", "'04/2012' is not a date"),
        ("２０１２", "'２０１２' is not a date"),
        ("2012-02-21T10:00", "'2012-02-21T10:00' is not a date"),
        ("2012~-04", "'2012~-04' is not a date"),
        ("2012-04-XX", "'2012-04-XX' is not a date"),
        ("XXXX", "'XXXX' is not a date"),
        ("-0044", "'-0044' is not a date"),
        ("2012/2013/2014", "'2012/2013/2014' is not a date"),
        ("2011-02-29", "'2011-02-29' is not a date: no such day in the calendar"),
        ("2012-04-31", "'2012-04-31' is not a date: no such day in the calendar"),
        ("2012-00-01", "'2012-00-01' is not a date: no such day in the calendar"),
        ("2012-21-01", "'2012-21-01' is not a date: no such day in the calendar"),
        ("2012-13", "'2012-13' is not a date: there is no month 13"),
        ("2012-00", "'2012-00' is not a date: there is no month 00"),
        ("2012-42", "'2012-42' is not a date: there is no month 42"),
        ("0000", "'0000' is not a date: there was no year 0000"),
        ("201X-04", "'201X-04' is not a date: an unknown year has no month"),
        ("9999-24", "'9999-24' is not a date"),
        ("2012-02-30/..", "'2012-02-30/..' is not a date: no such day in the calendar"),
        ("../..", "'../..' has neither a beginning nor an end"),
        ("/", "'/' has neither a beginning nor an end"),
        ("2013/2012", "'2013/2012' ends before it begins"),
        ("2012-05/2012-04", "'2012-05/2012-04' ends before it begins"),
    ],
)
def test_what_is_no_date_is_refused_in_plain_words(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        dates.read(text)


@given(
    st.one_of(st.text(), st.text("0123456789-/.X~?% ", max_size=24), MARKED, st.builds("{}/{}".format, PARTS, PARTS))
)
def test_any_text_is_read_or_refused_and_never_crashes(text: str) -> None:
    try:
        span = dates.read(text)
    except ValueError as error:
        sentence = str(error)
    else:
        sentence = f"'{text}' {dates.say(text)}"
        assert span.earliest <= span.latest
    assert sentence.startswith(f"'{text}' ")


@settings(deadline=None, max_examples=80)
@given(st.one_of(WITHIN_A_YEAR, st.builds("{}{}".format, st.one_of(YEARS, DECADES, CENTURIES, MONTHS, DAYS), MARKS)))
def test_bounds_of_one_date_equal_those_of_edtf(text: str) -> None:
    assert bounds(text) == oracle(text)


@settings(deadline=None, max_examples=40)
@given(st.one_of(YEARS, MONTHS, DAYS), st.one_of(YEARS, MONTHS, DAYS))
def test_bounds_of_a_closed_interval_equal_those_of_edtf(first: str, second: str) -> None:
    text = "/".join(sorted((first, second), key=dates.read))
    assert bounds(text) == oracle(text)


@pytest.mark.parametrize(
    ("text", "by_edtf", "here"),
    [
        ("2012-24", ("2012-12-01", "2012-12-31"), ("2012-12-01", "2013-02-28")),
        ("2012-28", ("2012-12-01", "2012-12-31"), ("2012-12-01", "2013-02-28")),
        ("2012-30", ("2012-12-01", "2012-12-31"), ("2012-12-01", "2013-02-28")),
        ("2011-02-29", ("2011-02-29", "2011-02-29"), None),
        ("2013/2012", ("2013-01-01", "2012-12-31"), None),
        ("0000", ("0000-01-01", "0000-12-31"), None),
        ("2012-XX", ("2012-01-01", "2012-12-31"), None),
        ("2012/", ("2012-01-01", "2022-01-01"), ("2012-01-01", "9999-12-31")),
        ("2012/..", None, ("2012-01-01", "9999-12-31")),
        ("2012-36~", None, ("2012-10-01", "2012-12-31")),
        ("2012-02-30/..", None, None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_where_edtf_differs_it_is_known_how(text: str, by_edtf: Bounds | None, here: Bounds | None) -> None:
    """A winter ends in February; days, years and intervals that cannot be are refused; an open end stays open, and a
    season or a decade may be uncertain. None stands for a text that is refused, or has no bounds.
    """
    assert _or_none(oracle, text) == by_edtf
    assert _or_none(bounds, text) == here


def _or_none(read: Callable[[str], Bounds], text: str) -> Bounds | None:
    try:
        return read(text)
    except (ValueError, edtf.EDTFParseException, AttributeError):  # the last: edtf's open intervals have no bounds
        return None


@given(PARTS, MARKS)
def test_a_mark_changes_the_words_and_not_the_bounds(text: str, mark: str) -> None:
    assert dates.read(text + mark) == dates.read(text)
    assert (dates.say(text + mark) == dates.say(text)) == (mark == "")


@given(MARKED, MARKED)
def test_an_interval_reaches_from_the_first_day_of_one_to_the_last_of_the_other(first: str, second: str) -> None:
    begin, end = dates.read(first), dates.read(second)
    assume(begin.earliest <= end.latest)
    assert dates.read(f"{first}/{second}") == (begin.earliest, end.latest)
    assert dates.read(f"{first}/..") == (begin.earliest, date.max)
    assert dates.read(f"../{second}") == (date.min, end.latest)


@given(DAYS)
def test_a_day_lies_in_its_month_its_year_and_its_decade(day: str) -> None:
    assume(day >= "0010")
    span = dates.read(day)
    for wider in (day[:7], day[:4], f"{day[:3]}X"):
        around = dates.read(wider)
        assert around.earliest <= span.earliest <= span.latest <= around.latest
        span = around


@given(st.one_of(YEARS, MONTHS, GROUPS))
def test_no_day_is_invented(text: str) -> None:
    said = dates.say(text).replace("1st", "").replace("2nd", "").replace("3rd", "")
    year = int(text[:4])
    assert {int(number) for number in re.findall(r"\d+", said)} <= {year, year + 1}


@given(st.dates(), st.dates())
def test_how_far_a_day_lies_away_is_the_same_in_both_directions(day: date, today: date) -> None:
    said, back = dates.away(day, today), dates.away(today, day)
    if day < today:
        assert (said == "yesterday" and back == "tomorrow") or back == f"in {said.removesuffix(' ago')}"
    elif day == today:
        assert said == back == "today"


@pytest.mark.parametrize(
    ("text", "length", "end"),
    [
        ("2014", "2 years", "2016"),
        ("2014-05", "2 years", "2016-05"),
        ("2014-11", "18 months", "2016-05"),
        ("2014-05-10", "2 years", "2016-05-10"),
        ("2012-02-29", "1 year", "2013-02-28"),
        ("2014-01-31", "1 month", "2014-02-28"),
        ("2014", "18 months", "2016-06-30"),
        ("2014-05~", "1 year", "2015-05-31"),
        ("2014-05/2014-06", "1 year", "2015-06"),
        ("2014-05-10", "10 days", "2014-05-20"),
        ("2014-36", "1 year", "2015-12-31"),
        ("2014-12", "1 month", "2015-01"),
        ("2014", "12 months", "2015"),
        ("2014-12-15", "1 month", "2015-01-15"),
        ("0998-12", "1 month", "0999-01"),
        ("0998", "1 year", "0999"),
        ("9999-01", "11 months", "9999-12"),
        ("9999-11-30", "1 month", "9999-12-30"),
        ("9999-12-30", "1 day", "9999-12-31"),
    ],
)
def test_a_time_after_a_date_is_as_precise_as_the_two_allow(text: str, length: str, end: str) -> None:
    assert dates.later(text, length) == end


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("9999", "1 year"),
        ("9999-12", "1 month"),
        ("9999-12-31", "1 day"),
        ("9999-12-30", "2 days"),
        ("9998-06-01", "30 months"),
        ("2014/..", "1 year"),
    ],
)
def test_a_time_beyond_the_calendar_is_no_date(text: str, length: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' and {length} lie beyond the calendar"):
        dates.later(text, length)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-22", "today"), ("2026-11-21", "yesterday"), ("2026-11-23", "tomorrow"), ("2026-11-20", "2 days ago"),
        ("2026-12-21", "in 29 days"), ("2026-12-22", "in 1 month"), ("2026-10-23", "30 days ago"),
        ("2026-10-22", "1 month ago"), ("2024-11-23", "23 months ago"), ("2024-11-22", "2 years ago"),
        ("2023-11-23", "2 years ago"), ("2023-11-22", "3 years ago"), ("2028-01-01", "in 13 months"),
    ],
)  # fmt: skip
def test_how_far_a_day_lies_away(day: str, words: str) -> None:
    assert dates.away(date.fromisoformat(day), TODAY) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11", "this month"), ("2026", "in a time not over yet"), ("2026-10", "22 days ago"),
        ("2026-12", "in 9 days"), ("2026-11-21", "yesterday"), ("2026-11-22", "today"), ("2026-11-23", "tomorrow"),
        ("2025/..", "in a time not over yet"), ("../2026-10", "22 days ago"), ("2027/..", "in 1 month"),
        ("2026-11-22/2026-12-22", "this month"), ("2026-11-22/2026-12-23", "in a time not over yet"),
        ("2026-10-23/2026-11-22", "this month"), ("2026-10-21/2026-11-21", "yesterday"),
    ],
)  # fmt: skip
def test_how_long_ago_a_date_was_is_as_precise_as_it_is(text: str, words: str) -> None:
    assert dates.age(text, TODAY) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""), ("2026", "2026"), ("2026-11", "2026-11"), ("2026-11-22", "2026-11-22"), ("2026~", "about 2026"),
        ("2026-24", "winter 2026/2027"),
        ("2026-21/2026-22", "spring 2026 - summer 2026"),
        ("soon", "soon"), ("202X", "2020s"), ("2026-11/2026-12", "November/December 2026"),
    ],
)  # fmt: skip
def test_a_date_that_every_reader_knows_is_written_as_it_is(text: str, words: str) -> None:
    assert dates.short(text) == words


def test_an_open_end_is_no_day() -> None:
    assert [dates.day(bound) for bound in (date.min, date(2012, 2, 1), date.max)] == ["", "2012-02-01", ""]


@pytest.mark.parametrize("code", range(21, 42))
def test_every_part_of_a_year_has_its_words(code: int) -> None:
    """The codes of EDTF level 2, in its own order."""
    words = [
        "spring 2012", "summer 2012", "autumn 2012", "winter 2012/2013", "spring 2012", "summer 2012", "autumn 2012",
        "winter 2012/2013", "southern spring 2012", "southern summer 2012/2013", "southern autumn 2012",
        "southern winter 2012", "1st quarter of 2012", "2nd quarter of 2012", "3rd quarter of 2012", "end of 2012",
        "first four months of 2012", "May to August 2012", "last four months of 2012", "first half of 2012",
        "second half of 2012",
    ]  # fmt: skip
    months = ["03-05", "06-08", "09-11", "12-02"] * 2 + ["09-11", "12-02", "03-05", "06-08", "01-03", "04-06", "07-09",
              "10-12", "01-04", "05-08", "09-12", "01-06", "07-12"]  # fmt: skip
    first, _, last = months[code - 21].partition("-")
    assert dates.say(f"2012-{code}") == words[code - 21]
    assert dates.read(f"2012-{code}").earliest == dates.read(f"2012-{first}").earliest
    assert dates.read(f"2012-{code}").latest == dates.read(f"{2013 if last < first else 2012}-{last}").latest


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2012-02-30", "'2012-02-30' is not a date: no such day in the calendar"),
        ("2012-13", "'2012-13' is not a date: there is no month 13"),
        ("2012-20", "'2012-20' is not a date: there is no month 20"),
        ("2012-42", "'2012-42' is not a date: there is no month 42"),
        ("2012-00", "'2012-00' is not a date: there is no month 00"),
        ("0000", "'0000' is not a date: there was no year 0000"),
        ("000X", "'000X' is not a date"),
        ("9999-24", "'9999-24' is not a date"),
        ("201X-05", "'201X-05' is not a date: an unknown year has no month"),
        ("2013/2012", "'2013/2012' ends before it begins"),
        ("../", "'../' has neither a beginning nor an end"),
        ("2012/2012-13", "'2012/2012-13' is not a date: there is no month 13"),
        ("soon", "'soon' is not a date"),
    ],
)
def test_what_is_no_date_is_told_why(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        dates.read(text)
