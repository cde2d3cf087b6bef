"""Numbers, codes and places are what was written, in digits that everyone reads alike; anything else is refused."""

from __future__ import annotations

import pytest

from clustercli.records import scalars
from clustercli.records.nodes import Items, Node, Spot, items
from clustercli.records.reading import Reading, Type

AT = Spot(0, 0)


def pair(*parts: Node) -> Items:
    node = items()
    node.extend(parts)
    node.places = [AT] * len(node)
    return node


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (scalars.COUNT, ["٣", "３", "1²", "30 ", "3_0", "+3", "-1", "1e3", "1.5", "03", "1 000", "9" * 13]),
        (scalars.AMOUNT, ["٣", "1_000", "2.053.050", "425 698,75", ".5", "5.", "1.234", "-1", "NaN", "9" * 16]),
        (scalars.NUMBER, ["٣", "0.٣", "1e3", ".5", "-0.5", "inf", "9" * 7]),
        (scalars.VALIDITY, ["1٣ days", "0 days", "2 weeks", "2years", "1000 days", "two years"]),
    ],
)
def test_what_only_looks_like_a_number_is_none(kind: scalars.Pattern, texts: list[str]) -> None:
    taken = {text: kind.read(text, AT, "field", Reading("a.yaml")) for text in texts}
    assert {text for text, value in taken.items() if value is not None} <= {"30 "}


@pytest.mark.parametrize(
    "parts",
    [
        ("4_3.3", "21.9"), ("1e1", "2"), ("٤٣", "٢١"), ("nan", "2"), ("inf", "2"), (".5", "2"), ("5.", "2"), ("", "2"),
        ("90.01", "2"), ("-90.01", "2"), ("2", "180.01"), ("2", "-180.01"), ("43,3", "2"), ("43.3",),
        ("43.3", "2", "1"), ("43.3", pair("2")),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_place_is_none(parts: tuple[Node, ...]) -> None:
    into = Reading("a.yaml")
    assert scalars.Position().read(pair(*parts), AT, "place", into) is None
    assert [problem.code for problem in into.problems] == ["R015"]


@pytest.mark.parametrize("parts", [("43.32", "21.90"), ("-90", "-180"), ("+90", " 180 "), ("0", "-0.5")])
def test_a_place_is_two_numbers(parts: tuple[str, ...]) -> None:
    into = Reading("a.yaml")
    assert scalars.Position().read(pair(*parts), AT, "place", into) == [float(part) for part in parts]
    assert into.problems == []


@pytest.mark.parametrize(
    "kind",
    [scalars.COUNT, scalars.Choice(("a",)), scalars.Date(), scalars.Country(), scalars.Concept(), scalars.Nace(),
     scalars.Plain(), scalars.LinkTo(()), scalars.Mention(()), scalars.FormerId(), scalars.SourceRef(),
     scalars.CURRENCY],
    ids=lambda kind: type(kind).__name__,
)  # fmt: skip
def test_a_list_is_no_single_value(kind: Type) -> None:
    into = Reading("a.yaml")
    assert kind.read(pair("a", "b"), AT, "field", into) is None
    assert [(problem.code, problem.message) for problem in into.problems] == [
        ("R004", "field: expected text, found a list")
    ]
