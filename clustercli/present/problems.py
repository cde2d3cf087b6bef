"""A problem as a person wants to see it: the place, the line itself, and the remedy under the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustercli.present.text import clean, width

if TYPE_CHECKING:
    from pathlib import Path

    from clustercli.errors import Problem

_MOST = 70  # columns of the line shown


def lines_of(file: Path) -> list[str]:
    """The lines of a file; none where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace").split("\n") if file.is_file() else []
    except OSError:
        return []


def explained(problem: Problem, lines: list[str]) -> list[str]:
    """The lines of one problem, with the source line where there is one."""
    first = str(problem)
    remedy = problem.hint
    line = lines[problem.line - 1].rstrip("\r") if problem.line <= len(lines) else ""
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
