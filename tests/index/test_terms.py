"""What a record is looked up by, as it is stored, is what its row says afterwards."""

from __future__ import annotations

from clustercli.index import matching, place, postings, schema
from clustercli.records import kinds, traits
from tests.conftest import Clustercli

MORE = """\
- id: guessed
  name: Guessed
  country: CZ
  sectors: [textile]
  offers: [wooden furniture, {text: weaving}, {concept: fabrics}]
  needs: [qqqq]
"""


def test_the_traits_that_are_stored_are_those_of_the_terms_in_the_rows(small: Clustercli) -> None:
    small.write({"data/smes/more.yaml": MORE})
    assert small("load").code == 0
    (index,) = small.home.rglob("*.db")
    connection = place.read_only(index)
    expected: dict[str, int] = {}
    for kind in kinds.KINDS:
        numbers = [n for (n,) in connection.execute("SELECT n FROM record WHERE kind = ?", (kind.name,))]
        for n, terms in matching.terms(connection, numbers, kind):
            for role, concept, guessed, _ in terms:
                trait = traits.term(role, concept, guessed=guessed)
                expected[trait] = expected.get(trait, 0) | 1 << n
    lookup = postings.reader(connection)
    roles = {f"{role}{mark}" for role in (*traits.ROLES, "need") for mark in ("", "?")}
    stored = [trait for (trait,) in connection.execute("SELECT trait FROM posting") if trait.split(" ")[0] in roles]
    assert {trait: lookup(trait) for trait in stored} == expected
    assert any(trait.startswith("offer? ") for trait in stored)


def test_the_indexes_are_those_of_the_schema(small: Clustercli) -> None:
    assert small("load").code == 0
    (index,) = small.home.rglob("*.db")
    made = place.read_only(index).execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    wanted = {f"{table}_by_{column}" for table, (_, columns) in schema.tables().items() for column in columns}
    assert {name for (name,) in made} == wanted | {"record_left_out"}
