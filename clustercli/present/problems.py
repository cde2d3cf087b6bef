"""A problem as a person wants to see it: the place, the line itself, and the remedy under the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.present.text import clean, width

if TYPE_CHECKING:
    from pathlib import Path

    from clustercli.errors import Problem

_MOST = 70  # columns of the line shown


def explained(problem: Problem, shown: str, file: Path) -> list[str]:
    """The lines of one problem; without the source line where the file cannot be read."""
    first = str(problem._replace(path=shown))
    remedy = problem.hint
    try:
        lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        line = lines[problem.line - 1]
    except (OSError, IndexError):
        line = ""
    if not line.strip() or len(line) > 2000:
        return [first, f"    {remedy}"] if remedy else [first]
    number = f"{problem.line:>4}"
    column = min(problem.column - 1, len(line))
    before, rest = clean(line[:column]), clean(line[column:])
    if width(before) > _MOST - 20:
        before = "..." + before[-(_MOST - 23) :]
    word = rest.split(" ")[0][:30] or " "
    under = " " * width(before) + "^" * max(1, width(word)) + (f" {remedy}" if remedy else "")
    return [first, f"{number} | {(before + rest)[:_MOST]}", f"{' ' * 4} | {under}"]
