"""coverage: what is filled in, by kind, country and sector, and what cannot be answered yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercli.present.bars import bar, percent
from clustercli.present.text import width as columns_of
from tests.conftest import Clustercli


def filled(clustercli: Clustercli, *options: str) -> dict[tuple[str, str], tuple[int, int]]:
    rows = clustercli("coverage", *options, "--format", "json").json()
    first = next(iter(rows[0]))
    return {(row[first], row["field"]): (row["filled"], row["records"]) for row in rows}


def test_every_field_of_every_kind_is_counted(small: Clustercli) -> None:
    counts = filled(small)
    assert counts["sme", "needs"] == (2, 2)
    assert counts["sme", "offers"] == (1, 2)
    assert counts["cluster", "city"] == (2, 2)
    assert counts["institution", "city"] == (0, 1)
    assert counts["project", "milestones"] == (1, 1)
    assert ("project", "needs") not in counts
    assert not any(kind == "platform" for kind, _ in counts)


def test_by_country_only_records_whose_kind_has_the_field_count(small: Clustercli) -> None:
    counts = filled(small, "--by", "country")
    assert counts["CZ", "needs"] == (1, 2)  # the institution has no such field
    assert counts["CZ", "name"] == (3, 3)
    assert counts["none", "milestones"] == (1, 1)


def test_by_sector_a_record_counts_once_in_each_highest_sector(small: Clustercli) -> None:
    more = "- {id: two, name: Two, country: CZ, sectors: [fabrics, apparel, food]}\n"
    small.write({"data/smes/two.yaml": more})
    counts = filled(small, "smes", "--by", "sector")
    assert counts["textiles-clothing", "id"] == (3, 3)
    assert counts["food-chain", "id"] == (1, 1)


def test_an_empty_list_fills_nothing(small: Clustercli) -> None:
    small.write({"data/smes/empty.yaml": "{id: empty, name: E, country: CZ, sectors: [fabrics], products: []}\n"})
    assert filled(small)["sme", "products"] == (1, 3)


def test_single_records_and_kinds_can_be_asked_for(small: Clustercli) -> None:
    assert filled(small, "sivara")["sme", "offers"] == (1, 1)
    assert {kind for kind, _ in filled(small, "clusters")} == {"cluster"}


@pytest.mark.parametrize("by", ["kind", "country", "sector"])
@pytest.mark.parametrize("columns", [80, 140])
def test_the_page_keeps_to_the_width(clustercli: Clustercli, by: str, columns: int) -> None:
    lines = clustercli("coverage", "--by", by, width=columns).out.splitlines()
    assert max(map(columns_of, lines)) <= columns
    assert "What the catalogue cannot answer yet" in lines


def test_countries_are_named_in_the_language_of_the_reader(small: Clustercli) -> None:
    assert "RS Сърбия" in small("coverage", "--by", "country", width=80, variables={"LANG": "bg_BG.UTF-8"}).out


def test_what_cannot_be_answered_is_computed(small: Clustercli) -> None:
    def said() -> str:
        return " ".join(small("coverage", width=140).out.split())

    assert (
        "What they offer: not known of 1 of 2 cluster organisations, 1 of 2 firms. clustercli gaps --country" in said()
    )
    assert "How old the facts are: not known of all 2 cluster organisations, all 2 firms" in said()
    assert "No records at all: platforms, documents, programmes, label schemes." in said()
    small.write({"data/smes/all.yaml": "", "data/smes/bg.yaml": FULL})
    assert "What they offer: not known of 1 of 2 cluster organisations. " in said()
    assert "No cluster organisation in BG, where there are other records." in said()
    assert "No firm in CZ, RS, where there are other records." in said()


FULL = "{id: full, name: Full, country: BG, sectors: [fabrics], offers: [yarn]}\n"


def test_an_unknown_way_to_count_is_told(small: Clustercli) -> None:
    result = small("coverage", "--by", "countries")
    assert (result.code, result.out) == (2, "")
    assert "did you mean country?" in result.err


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_only_nothing_looks_empty_and_only_all_looks_full(filled: int, records: int) -> None:
    share = min(filled, records) / records
    assert len(bar(share)) == len(bar(0))
    assert ("█" not in bar(share)) == (share == 0) == (percent(share) == "0%")
    assert ("░" not in bar(share)) == (share == 1) == (percent(share) == "100%")
