"""What an organisation did and when: its roles in other records, in order of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from clustercli.records import dates
from clustercli.timeline.periods import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Where the time of a record stands: in one field, or in two for its beginning and its end.
_TIMES = (("start", "end"), ("date",), ("launched", "ended"), ("period",))


class Role(NamedTuple):
    """One role; `text` is its date as it stands in the records (EDTF), '' where there is none."""

    text: str
    role: str
    kind: str
    id: str
    name: str
    detail: str = ""
    status: str = ""
    field: str = ""

    @property
    def span(self) -> dates.Span | None:
        """The earliest and the latest day that the date may mean."""
        return dates.read(self.text) if self.text else None


def when(values: Mapping[str, Any]) -> str:
    """The time of a record as one date, as precise as its fields; empty where it has none."""
    for names in _TIMES:
        texts = [str(values.get(name) or "") for name in names]
        if any(texts):
            return _joined(texts)
    return ""


def _joined(texts: list[str]) -> str:
    """A beginning and an end as one interval; the beginning alone where they do not make one."""
    if len(texts) == 1:
        return texts[0]
    whole = joined(*texts)
    try:
        dates.read(whole)
    except ValueError:
        return next(filter(None, texts))
    return whole


def in_time(roles: Iterable[Role]) -> list[Role]:
    """Roles by their beginning, then by their end; one whose beginning is not known stands by its end, and those
    without a date stand last, as they were given.
    """

    def key(role: Role) -> tuple[date, date]:
        if role.span is None:
            return date.max, date.max
        begin, end = role.span
        return (begin if begin > date.min else end), end

    return sorted(roles, key=key)
