"""What the YAML parser complains of, in the words of a person who never heard of YAML's grammar."""

from __future__ import annotations

import re
from typing import Any

from clustercli.errors import Problem

_LONG_LINE = 500  # characters of a line that is not written out in a remedy


def plain_words(error: Any, source: str, path: str, above: int) -> Problem:
    """The problem that an error of the parser tells of; `above` lines stand above its source in the file."""
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    said = f"{error.context or ''}: {error.problem or ''}"
    unknown = ("", "Y001", f"not readable as YAML: {error.problem}", "compare it with the lines around it", False)
    _, code, message, hint, at_context = next((s for s in _SENTENCES if s[0] in said), unknown)
    lines = re.split(r"\r\n|\r|\n", source)
    row, column = _within(lines, context if at_context and context is not None else mark)
    line = lines[row]
    sign, before = line[column : column + 1], line[:column].rstrip()
    if code == "Y009":
        code, message, hint, row, column = _brackets(lines, (row, column), _within(lines, context))
    elif code == "Y002":
        message, hint = _colon(line, column)
    elif code == "Y008" and sign == "\t":
        code, message, hint = (
            "Y007",
            f"a tab {'behind a dash' if before else 'at the beginning of the line'}",
            "use spaces",
        )
    elif code == "Y008" and sign:
        message = f"a text must not begin with '{sign}'"
    elif code == "Y010" and before.endswith(("'", '"')):
        message, hint = "text behind a closing quote", "put the whole text in quotes of the other sort"
    elif code == "Y011" and re.search(r":(?! )\s", line):
        message, hint = "a no-break space behind the colon", "type the space anew"
    elif code == "Y011" and ":" in line:
        message = "no space behind the colon"
    elif code == "Y010" and line.lstrip().startswith(":"):
        code, message, hint = "Y017", "no name before the colon", "write it as name: value"
    elif code == "Y010" and any(above.startswith("...") for above in lines[:row]):
        code, message, hint = "Y014", "a second document begins here, behind the dots", "one document a file"
    elif code == "Y012":
        column = line.rfind("\\", 0, column + 1)
    return Problem(path, row + 1 + above, column + 1, code, message, hint)


def _within(lines: list[str], mark: Any) -> tuple[int, int]:
    """Row and column of a mark; the parser's last one may lie a line below the text."""
    return min(mark.line, len(lines) - 1), mark.column


def _brackets(lines: list[str], place: tuple[int, int], context: tuple[int, int]) -> tuple[str, str, str, int, int]:
    """(code, message, remedy, row, column) of a fault at a place in a list in [] or a block in {}.

    Where what follows is not part of it any more, the bracket was never closed.
    """
    row, column = place
    opened = (_opened(lines, place) or place) if place == context else context
    sign = lines[row][column : column + 1]
    ended = not "".join([lines[row][column:], *lines[row + 1 :]]).strip()
    if ended or (row > opened[0] and _indent(lines[row]) <= _indent(lines[opened[0]])):
        is_list = lines[opened[0]][opened[1] : opened[1] + 1] == "["
        message = f"a {'list' if is_list else 'block'} opened here with {'[' if is_list else '{'} is not closed"
        return "Y009", f"{message} with {']' if is_list else '}'}", "close it", *opened
    if sign == ":":
        return "Y002", "a colon inside the text", "put the text in quotes, or a comma before the next name", *place
    if sign == ",":
        return "Y016", "an empty entry in a list", "delete one comma", *place
    return "Y009", "a comma or a bracket is missing before this", "or put the text in quotes", *place


def _opened(lines: list[str], place: tuple[int, int]) -> tuple[int, int] | None:
    """The place of the last bracket that is still open before a place."""
    closed = 0
    for row in range(place[0], -1, -1):
        for column in range((place[1] if row == place[0] else len(lines[row])) - 1, -1, -1):
            sign = lines[row][column]
            if sign in "[{" and not closed:
                return row, column
            closed += (sign in "]}") - (sign in "[{")
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def _colon(line: str, column: int) -> tuple[str, str]:
    """A colon where no field begins: inside a text, or below one."""
    name, colon, value = line.partition(": ")
    value = value.strip()
    if len(line) > _LONG_LINE:
        return "a colon inside the text", "put the text in quotes"
    if colon and len(name) + 1 < column + 1 and value:
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return "a colon inside the text", f'put the text in quotes: {name.strip()}: "{quoted}"'
    return "a field below a text", "indent it like the field above, or end that field's line after its colon"


# Part of the parser's message -> code, our sentence, remedy, and whether the place is where the thing began.
_SENTENCES: tuple[tuple[str, str, str, str, bool], ...] = (
    ("mapping values are not allowed", "Y002", "a colon inside the text", "put the text in quotes", False),
    ("quoted scalar: found unexpected end", "Y006", "a quote opened here is never closed", "close it there", True),
    ("found a tab", "Y007", "a tab at the beginning of the line", "use spaces", False),
    ("'\\t'", "Y007", "a tab at the beginning of the line", "use spaces", False),
    ("cannot start any token", "Y008", "a text must not begin with this sign", "put the text in quotes", False),
    ("sequence entries are not allowed", "Y008", "a text must not begin with '-'",
     "put a list on lines of its own below, and a text in quotes", False),
    ("block scalar", "Y010", "text right behind | or >", "begin it on the next line, or put it in quotes", False),
    ("parsing a flow", "Y009", "a bracket is not closed", "close it", False),
    ("node content", "Y008", "a text must not begin with this sign", "put the text in quotes", False),
    ("parsing a quoted scalar", "Y012", "a backslash inside double quotes", "use single quotes: '...'", False),
    ("expected '-' indicator", "Y010", "a field where an entry of the list should be", "indent it, or begin it with -",
     False),
    ("expected <document start>", "Y010", "this line does not fit the ones above it", "check the indentation", False),
    ("%YAML directive", "Y008", "a line that begins with %", "delete it", True),
    ("directive", "Y008", "a line that begins with %", "delete it", True),
    ("YAML document", "Y008", "a line that begins with %", "delete it", False),
    ("expected key", "Y010", "this line does not fit the ones above it",
     "check the indentation", False),
    ("expected ':'", "Y011", "a line without a colon", "write it as name: value", True),
    ("simple key", "Y011", "a line without a colon", "write it as name: value", True),
    ("tag", "Y004", "a tag", "leave it out: every value is read as text; put a text with ! in quotes", True),
    ("scanning an anchor", "Y005", "an anchor (&)", "put the text in quotes", True),
    ("scanning an alias", "Y005", "an alias (*)", "put the text in quotes", True),
)  # fmt: skip
