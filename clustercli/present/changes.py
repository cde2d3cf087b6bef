"""What changed, laid out for reading: each record once, and below it a line for each field that differs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from clustercli.present.text import clean, flat, shortened, styled, titled, width, wrapped
from clustercli.records.compare import Change, Difference, identity, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEGIN = "    "
_AROUND = 24  # characters shown before the place where two long texts begin to differ


def page(changes: Sequence[Change], columns: int, *, colour: bool = False) -> Iterator[str]:
    """The lines of all changes, under a heading for each word of what happened."""
    for number, (word, group) in enumerate(groupby(changes, key=lambda change: change.change)):
        yield from [""] if number else []
        yield styled(word.capitalize(), "1", colour=colour)
        for change in group:
            yield from _record(change, columns)


def _record(change: Change, columns: int) -> Iterator[str]:
    entry = change.entry
    country = entry.values.get("country")
    heading = titled(entry.name, entry.kind, country if isinstance(country, str) else "", entry.id)
    yield from wrapped(heading, columns, _BEGIN, "  ")
    successor = entry.values.get("successor")
    if change.change == "went" and isinstance(successor, str):
        yield from _line(f"its successor was {successor}", columns)
    for difference in change.differences:
        yield from _difference(difference, columns)


def _difference(found: Difference, columns: int) -> Iterator[str]:
    """The lines of one field."""
    field, before, after = found
    title = clean(field.replace("_", " "))
    if isinstance(before or after, list) and isinstance(after or before, list):
        gone, new = before or [], after or []
        if len(gone) == len(new) > 1 and sorted(map(told, gone)) == sorted(map(told, new)):
            yield from _line(f"{title}: in another order", columns)
            return
        yield from _list(title, gone, new, columns)
    elif before is None:
        yield from _line(f"{title}: + {_text(after)}", columns)
    elif after is None:
        yield from _line(f"{title}: - {_text(before)}", columns)
    else:
        yield from _from_to(title, _text(before), _text(after), columns)


def _list(title: str, gone: list[Any], new: list[Any], columns: int) -> Iterator[str]:
    """Entries that went and came: in one line where they fit there, or else below each other."""
    entries = list(pairs(gone, new))
    plain = [f"- {_text(before)}" if after is None else f"+ {_text(after)}" for before, after in entries
             if before is None or after is None]  # fmt: skip
    short = f"{_BEGIN}{title}: {', '.join(plain)}"
    if len(plain) == len(entries) and width(short) <= columns:
        yield short
        return
    yield f"{_BEGIN}{title}:"
    for before, after in entries:
        if before is None or after is None:
            yield from _line(_text(before or after), columns, "  - " if after is None else "  + ")
            continue
        if isinstance(before, str):
            yield from _edited(clean(before), _text(after), columns)
            continue
        name = shortened(clean(identity(after)), columns // 2)
        for part in (part for part in dict.fromkeys([*after, *before]) if before.get(part) != after.get(part)):
            values = (_text(before.get(part)), _text(after.get(part)))
            yield from _from_to(f"{name}, {part.replace('_', ' ')}", *values, columns, "  ~ ")


def _from_to(title: str, before: str, after: str, columns: int, mark: str = "") -> Iterator[str]:
    """Before and after in one line, or the place where two long texts differ, below each other."""
    nothing = "(nothing)"
    line = f"{_BEGIN}{mark}{title}: {before or nothing} -> {after or nothing}"
    if width(line) <= columns:
        yield line
        return
    yield from _line(f"{title}:", columns, mark)
    yield from _edited(before or nothing, after or nothing, columns)


def _edited(before: str, after: str, columns: int) -> Iterator[str]:
    """Two texts below each other; what both begin with is left out where they would not fit."""
    room = columns - len(_BEGIN) - 4
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    begin = before.rfind(" ", 0, max(0, same - min(_AROUND, room // 3))) + 1
    if begin > len("... ") and max(width(before), width(after)) > room:
        before, after = f"... {before[begin:]}", f"... {after[begin:]}"
    yield from _line(before, columns, "  - ")
    yield from _line(after, columns, "  + ")


def _line(text: str, columns: int, mark: str = "") -> Iterator[str]:
    """A line below a record, its end cut off where it is too long: the machine formats have it whole."""
    yield _BEGIN + mark + shortened(text, columns - len(_BEGIN) - len(mark))


def told(value: Any) -> str:
    """A value in one line, as elsewhere, but an item with its concept: that alone may be what changed."""
    if isinstance(value, list):
        return "; ".join(map(told, value))
    if not isinstance(value, dict):
        return flat(value)
    if value.keys() == {"concept", "text"}:
        return f"{flat(value['text'])} [{flat(value['concept'])}]"
    return ", ".join(f"{key}: {told(part)}" for key, part in value.items())


def _text(value: Any) -> str:
    return clean(told(value))
