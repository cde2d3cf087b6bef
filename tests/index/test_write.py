"""What is written of a concept: its words as they are asked for."""

from __future__ import annotations

from clustercli.index import write


def test_a_word_of_signs_alone_is_asked_for_by_nothing() -> None:
    rows = list(write._concept_rows(1, "stars", {"words": {"en": ["★", "Star", "star!"]}}))
    assert [row for table, row in rows if table == "word"] == [("stars", "stars"), ("star", "stars")]
