"""Records whose every text has 100 KB: every command answers within the time that the issue allows."""

from __future__ import annotations

import json
import time

import pytest

from tests.conftest import Clustercli
from tests.harmless import harmful
from tests.torture.conftest import Tally

SIZE = 100_000
LIMIT = 10.0  # seconds
PIECES = [
    "a",
    "a ",
    "a-",
    "a. ",
    "a.s. ",
    "s. r. o. ",
    "(",
    "-1 ",
    "=1;",
    "ij",
    "um",
    "dj",
    "aа",
    "Ж",
    "e\u0301",
    "\u0301",
]
PIECES += ["\x1b[1m", "https://x.y ", "\\", '"', "'", "|", "[x](y)", "\t", "a\n", "12.", "ff", "%", "終", "word "]


def catalogue(text: str) -> dict[str, str]:
    """One record of each of three kinds, with the text in each of their fields."""
    said = json.dumps(text)
    firm = (
        f"name: {{en: {said}, cs: {said}}}, aliases: [{said}], city: {said}, sectors: [cloth], products: [{said}], "
        f"offers: [{said}, {{concept: cloth, text: {said}}}], needs: [{{concept: sewing, text: {said}}}], "
        f"certificates: [{said}], description: {{en: {said}}}, "
        f"notes: [{said}], contacts: [{{role: {said}, phone: {said}, purpose: {said}, delete_after: 2030-01}}], "
        f"disputed: {{city: [{{value: {said}, source: 'https://example.org', note: {said}}}]}}"
    )
    project = (
        f"name: {said}, acronym: {said}, programme: {said}, objective: {said}, outputs: [{said}], start: 2016, "
        f"partners: [{{organisation: one, role: lead, note: {said}}}, {{name: {said}, country: CZ, role: partner}}], "
        f"milestones: [{{date: 2016-10-13, as_written: {said}, title: {said}, place: {said}, note: {said}}}], "
        f"indicators: [{{name: {said}, target: {said}}}]"
    )
    return {
        "data/catalogue.yaml": f"title: {said}\n",
        "data/sources.yaml": f"long: {{title: {said}, note: {said}}}\n",
        "data/vocabulary/all.yaml": "- {id: cloth, words: {en: [cloth]}}\n- {id: sewing, words: {en: [sewing]}}\n",
        "data/vocabulary/relations.yaml": "- {from: sewing, kind: buys_from, to: cloth, strength: 1, reason: x}\n",
        "data/smes/all.yaml": f"- {{id: one, country: RS, {firm}}}\n- {{id: two, country: CZ, {firm}}}\n",
        "data/projects/long.yaml": f"{{id: long, {project}}}\n",
    }


COMMANDS = [
    *(
        ["check"],
        ["list"],
        ["show", "one"],
        ["search", "word"],
        ["match", "one", "--why"],
        ["match", "--country", "RS"],
    ),
    *(
        ["why", "one", "two"],
        ["timeline"],
        ["timeline", "long"],
        ["timeline", "--format", "mermaid"],
        ["stats"],
        ["map"],
    ),
    *(["export", "--out", "lists"], ["conflicts"], ["sources"], ["duplicates"], ["suggest", "one"], ["coverage"]),
    *(["show", "one", "--with-contacts"], ["forget", "word"]),
    *(["who", "one"], ["gaps", "--sector", "cloth", "--country", "RS"], ["due", "--exit-zero"]),
]


def _try(program: Clustercli, piece: str, tally: Tally) -> None:
    text = (piece * SIZE)[:SIZE]
    program.write(catalogue(text))
    slow: dict[str, float] = {}
    for command in COMMANDS:
        for width in (0, 80):
            for format_ in ([], ["--format", "csv"], ["--format", "markdown"]):
                begin = time.monotonic()
                words = command if "--format" in command else [*command, *format_]
                result = program(*words, width=width)
                took = time.monotonic() - begin
                assert result.code in (0, 3, 4), (words, result.err[:2000])
                assert "fault of clustercli" not in result.err, (words, result.err[:2000])
                assert harmful(result.out + result.err, "\r\n\t") == set()
                if took > LIMIT:
                    slow[f"{' '.join(words)} at {width}"] = took
    assert slow == {}
    tally("commands over records with 100 KB in every field, within 10 s", len(COMMANDS) * 6, "runs")


def test_texts_of_100_kb_are_answered_in_time(clustercli: Clustercli, tally: Tally) -> None:
    _try(clustercli, "a. ", tally)
    assert [clustercli("show", id_).code for id_ in ("one", "two", "long")] == [0, 0, 0]


@pytest.mark.torture
@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_no_text_of_100_kb_is_slow(clustercli: Clustercli, tally: Tally, piece: str) -> None:
    _try(clustercli, piece, tally)
