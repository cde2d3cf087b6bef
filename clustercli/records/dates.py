"""Dates as precise as their source: EDTF (ISO 8601-2) text, its bounds for sorting, its words for people.

Read are years, months and days, intervals (open ones too), the sub-year groupings 21 to 41 (seasons, quarters,
halves), unspecified digits (`201X`) and the marks `~` (about), `?` (uncertain), `%` (both). Nothing is invented:
a month has bounds, never a first day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from clustercli.named import NamedTuple

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
_PART = r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)"
# Sub-year groupings of EDTF level 2: code -> (words, first month, number of months). Winter runs to the next February.
_GROUPS = {
    21: ("spring", 3, 3), 22: ("summer", 6, 3), 23: ("autumn", 9, 3), 24: ("winter", 12, 3),
    25: ("spring", 3, 3), 26: ("summer", 6, 3), 27: ("autumn", 9, 3), 28: ("winter", 12, 3),
    29: ("southern spring", 9, 3), 30: ("southern summer", 12, 3),
    31: ("southern autumn", 3, 3), 32: ("southern winter", 6, 3),
    33: ("1st quarter of", 1, 3), 34: ("2nd quarter of", 4, 3), 35: ("3rd quarter of", 7, 3), 36: ("end of", 10, 3),
    37: ("first four months of", 1, 4), 38: ("May to August", 5, 4), 39: ("last four months of", 9, 4),
    40: ("first half of", 1, 6), 41: ("second half of", 7, 6),
}  # fmt: skip
_MARKS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
LONGEST = 60  # characters of a date: two of the longest with their marks are 23
FIRST_YEAR = 1000  # of a record: one before is a year that lost a digit
FORM = "Form: 2012-02-29, 2012-02 or 2012"


class Span(NamedTuple):
    """The earliest and the latest day a date may mean (both included); open ends are `date.min` and `date.max`."""

    earliest: date
    latest: date


@lru_cache(4096)  # a register names the same days and years again and again
def read(text: str) -> Span:
    """The bounds of an EDTF text. Raises ValueError with a plain sentence where it is not a date."""
    if "/" not in text:
        return _part(text, text)
    left, _, right = text.partition("/")
    if left in ("", "..") and right in ("", ".."):
        raise ValueError(f"'{text}' has neither a beginning nor an end")
    begin = Span(date.min, date.min) if left in ("", "..") else _part(left, text)
    end = Span(date.max, date.max) if right in ("", "..") else _part(right, text)
    if begin.earliest > end.latest:
        raise ValueError(f"'{text}' ends before it begins")
    return Span(begin.earliest, end.latest)


def _part(text: str, whole: str) -> Span:
    found = re.fullmatch(_PART, text)
    if found is None:
        raise ValueError(f"'{whole}' is not a date")
    year_text, month_text, day_text, _ = found.groups()
    if "X" in year_text:
        if month_text:
            raise ValueError(f"'{whole}' is not a date: an unknown year has no month")
        first, last = int(year_text.replace("X", "0")), int(year_text.replace("X", "9"))
        if not first:
            raise ValueError(f"'{whole}' is not a date")
        return Span(date(first, 1, 1), date(last, 12, 31))
    year = int(year_text)
    if not year:
        raise ValueError(f"'{whole}' is not a date: there was no year 0000")
    if not month_text:
        return Span(date(year, 1, 1), date(year, 12, 31))
    month = int(month_text)
    if day_text:
        try:
            day = date(year, month, int(day_text))
        except ValueError:
            raise ValueError(f"'{whole}' is not a date: no such day in the calendar") from None
        return Span(day, day)
    if 1 <= month <= 12:
        return Span(date(year, month, 1), _last_day(year, month))
    if month not in _GROUPS:
        raise ValueError(f"'{whole}' is not a date: there is no month {month_text}")
    _, first_month, length = _GROUPS[month]
    last_year, last_month = divmod(year * 12 + first_month - 2 + length, 12)
    if last_year > date.max.year:
        raise ValueError(f"'{whole}' is not a date")
    return Span(date(year, first_month, 1), _last_day(last_year, last_month + 1))


def _last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def say(text: str) -> str:
    """A date in words, exactly as precise as it is: `2012-04` is 'April 2012', `2012-36` 'end of 2012'."""
    if "/" not in text:
        return _say_part(text)
    left, _, right = text.partition("/")
    if left == right:
        return _say_part(left)
    if left in ("", ".."):
        return f"until {_say_part(right)}" if left else f"unknown - {_say_part(right)}"
    if right in ("", ".."):
        return f"from {_say_part(left)}" if right else f"{_say_part(left)} - unknown"
    words = _say_near(left, right)
    return words or f"{_say_part(left)} - {_say_part(right)}"


def short(text: str) -> str:
    """A date as it is written where every reader knows it (2026, 2026-11, 2026-11-22); else in words."""
    return text if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?|", text) else say(text)


def _say_near(left: str, right: str) -> str:
    """Two parts of one month or one year, with what they share said once; empty where they share nothing."""
    if not left[-1].isdigit() or not right[-1].isdigit() or left[:5] != right[:5] or len(left) != len(right):
        return ""
    if len(left) == 10:
        day, last = int(left[8:]), int(right[8:])
        month, last_month = MONTHS[int(left[5:7]) - 1], MONTHS[int(right[5:7]) - 1]
        shared = f"{day}-{last} {month}" if month == last_month else f"{day} {month} - {last} {last_month}"
        return f"{shared} {left[:4]}"
    if len(left) == 7 and int(left[5:]) <= 12 and int(right[5:]) <= 12:
        joint = "/" if int(right[5:]) - int(left[5:]) == 1 else " - "
        return f"{MONTHS[int(left[5:]) - 1]}{joint}{MONTHS[int(right[5:]) - 1]} {left[:4]}"
    return ""


def _say_part(text: str) -> str:
    found = re.fullmatch(_PART, text)
    if found is None:
        return text
    year, month, day, mark = found.groups()
    words = year
    if "X" in year:
        first = year.replace("X", "0")
        words = f"{first} to {year.replace('X', '9')}" if "XX" in year else f"{first}s"
    if day:
        words = f"{int(day)} {MONTHS[int(month) - 1]} {year}"
    elif month and int(month) <= 12:
        words = f"{MONTHS[int(month) - 1]} {year}"
    elif month:
        name, first_month, length = _GROUPS[int(month)]
        words = f"{name} {year}/{int(year) + 1}" if first_month + length > 13 else f"{name} {year}"
    return _MARKS[mark] + words


def day(bound: date) -> str:
    """A bound of a span as text; empty where it is open on that side."""
    return "" if bound in (date.min, date.max) else str(bound)


def away(day: date, today: date) -> str:
    """How far a day lies from today, in words: 'today', '8 months ago', 'in 12 days'."""
    days = abs((today - day).days)
    if days <= 1:
        return "today" if not days else "yesterday" if day < today else "tomorrow"
    first, last = min(day, today), max(day, today)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    number, unit = (days, "day") if months < 1 else (months, "month") if months < 24 else (months // 12, "year")
    words = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{words} ago" if day < today else f"in {words}"


def age(text: str, today: date) -> str:
    """How long ago a date was, as precisely as it says: a month that is not over is 'this month'."""
    span = read(text)
    if span.earliest < span.latest and span.earliest <= today <= span.latest:
        return "this month" if span.latest - span.earliest < timedelta(31) else "in a time not over yet"
    return away(min(span.latest, today) if span.earliest <= today else span.earliest, today)


def later(text: str, length: str) -> str:
    """The end of a time that begins with a date, as precise as the two allow: '2014-05' and '2 years' are '2016-05'.

    Raises ValueError where it lies beyond the calendar.
    """
    digits, _, unit = length.partition(" ")
    number, unit = int(digits), unit.rstrip("s")
    last = text.rpartition("/")[2]
    found = re.fullmatch(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?", last)
    months = number * {"day": 0, "month": 1, "year": 12}[unit]
    if found and months and (found[2] or months % 12 == 0):
        year, month = divmod(int(found[1]) * 12 + int(found[2] or 1) - 1 + months, 12)
        if year <= date.max.year:
            return f"{year:04}-{month + 1:02}" if found[2] else f"{year:04}"
    day = read(text).latest
    if not months:
        if (date.max - day).days < number:
            raise ValueError(f"'{text}' and {length} lie beyond the calendar")
        return str(day + timedelta(number))
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise ValueError(f"'{text}' and {length} lie beyond the calendar")
    return str(date(year, month + 1, min(day.day, _last_day(year, month + 1).day)))
