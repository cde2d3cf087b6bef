"""What the program promises of every value and every problem, whatever they come from."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from typing import Any

from clustercli.errors import Problem
from clustercli.index import cells
from clustercli.present.formats import csv as csv_format
from clustercli.present.problems import explained
from clustercli.present.text import clean, visible
from clustercli.records.lexicon import lexicon, reader
from clustercli.records.linker import Linker
from clustercli.records.vocabulary import Concept, Vocabulary

KNOWN = Vocabulary(
    [
        Concept("textile", "", ("13",), {"en": ["textile"], "cs": ["textil"], "bg": ["текстил"]}),
        Concept(
            "fabrics", "textile", ("13.2",), {"en": ["fabrics", "woven cloth"], "de": ["Stoffe"]}, {"en": ["loom"]}
        ),
        Concept("apparel", "", ("14",), {"en": ["apparel"], "cs": ["oděvy"], "sr": ["odeća", "proizvodnja odeće"]}),
        Concept("contract-sewing", "apparel", (), {"en": ["contract sewing"], "cs": ["šití na zakázku"]}),
        Concept("cooperation", "", (), {"en": ["cooperation"]}),
        Concept("joint-fairs", "cooperation", (), {"en": ["joint fairs", "stands at fairs"]}),
    ]
)


@cache
def linker() -> Linker:
    """What links texts to the concepts of the small vocabulary."""
    return Linker(KNOWN, reader(KNOWN, lexicon(KNOWN).get))


def check_problem(problem: Problem, lines: list[str]) -> None:
    """A problem has a place in its file, a code, and a sentence that can be shown."""
    assert 1 <= problem.line <= len(lines), problem
    assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
    assert re.fullmatch("[FYRLV][0-9]{3}", problem.code), problem
    assert problem.message.strip(), problem
    for line in explained(problem, lines):
        shown = clean(line)
        assert shown.encode().decode() == shown
        assert len(shown) < 2000, shown


def check_stored(value: Any) -> None:
    """A value reads back from the index as it was."""
    stored = cells.cell(value)
    assert stored is not None
    if not isinstance(value, str):
        assert json.dumps(cells.read(stored)) == json.dumps(value)


_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
_NUMBER = r"[-+]?[0-9][0-9 .,\u00a0\u202f]*([eE][-+]?[0-9]+)?%?|\+?[0-9(][-0-9 ()/.\u00a0\u202f]{4,}[0-9]"


def check_cell(value: Any) -> None:
    """A value in a file for spreadsheets is no formula and hides nothing; a raw one is all there."""
    text = csv_format.cell(value)
    assert visible(text) == text.replace("\r\n", "\n")
    assert text[:1] not in ("\t", "\r")
    begin = re.sub(r"^[\s\"]+", "", text)[:1]
    if begin and begin in _SIGNS:
        assert all(re.fullmatch(_NUMBER, part) for part in re.split("[,;] ?", text)), text
    out = io.StringIO()
    csv_format.rows(["a", "b"], [{"a": value, "b": "end"}], out, raw=True)
    [row] = csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)
    assert row == [csv_format.cell(value, raw=True), "end"]
