"""The short way for plain words reads the same as the events of the library, and leaves the library as it was."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from clustercli.catalogue import build, parse
from clustercli.records.nodes import Fields, Items, Node

words = st.sampled_from(
    ["wool", "a - b", "a -b", "'q'", '"d - e"', "", "~", "&x y", "*x", "!t z", "13:00", "[a, , b]", "{k: v, k: w}",
     "|\n    block", "long\n    - dash", "x: y", "{", "- a"]
)  # fmt: skip
lines = st.tuples(st.sampled_from(["- id: ", "  name: ", "  'name': ", "- ", "  ? ", "  - "]), words).map("".join)


def placed(node: Node | None) -> Any:
    """A node with the places of all that is in it."""
    if isinstance(node, Items):
        return [(placed(part), at.line, at.column) for part, at in zip(node, node.places, strict=True)]
    if isinstance(node, Fields):
        names = [(at.line, at.column) for at in node.names]
        return [
            (key, placed(part), node.places[key].line, node.places[key].column) for key, part in node.items()
        ], names
    return node


def read(source: str) -> Any:
    """All that a file is read to."""
    nodes, within, lost, ruins = parse.parse(source, "all.yaml")
    return placed(nodes), within, lost, ruins


@given(st.lists(lines, max_size=6).map("\n".join))
@example("wool")
@example("- id: sivara\n  name: {en: Sivara, cs: 'S'}\n  offers: [a, b - c, {concept: x}]\n")
def test_pairs_for_plain_words_change_nothing(source: str) -> None:
    quick = read(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_pairs", nullcontext)
        assert read(source) == quick


@pytest.mark.parametrize("source", ["a: b", "a: [b", "a: *b", "[" * 50])
def test_the_library_is_left_as_it_was(source: str) -> None:
    read(source)
    scalar = [event for event in yaml.parse("a", yaml.CLoader) if isinstance(event, yaml.ScalarEvent)]
    assert [event.value for event in scalar] == ["a"]
