"""due: what expires or rots, on which day, and how a nightly job is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Clustercli

FILES = {
    "data/catalogue.yaml": "title: Due\n",
    "data/sources.yaml": "old: {title: Old page, url: https://old.example, dead: 2026-05}\nnew: {title: New page}\n",
    "data/schemes/excellence.yaml": """\
id: excellence
name: Cluster Excellence
aliases: [ECEI]
validity: 2 years
levels: [{level: Bronze}, {level: Gold, validity: 3 years}]
checked: 2026-11-01
""",
    "data/clusters/all.yaml": """\
- id: stated
  name: Stated
  country: CZ
  sectors: [fabrics]
  checked: 2026-01-10
  labels:
    - {scheme: National label, valid_until: 2026}
    - {scheme: Other label, valid_until: 2027-06}
    - {scheme: Label without an end, awarded: 2020}
- id: computed
  name: Computed
  country: RS
  sectors: [fabrics]
  checked: 2026-01-10
  labels:
    - {scheme: excellence, level: gold, awarded: 2023-12-05}
    - {scheme: ECEI, level: bronze, awarded: 2024-02}
- id: history
  name: History
  country: RS
  sectors: [fabrics]
  checked: 2026-01-10
  labels: [{scheme: National label, valid_until: 2019}]
- id: over
  name: Over
  country: RS
  sectors: [fabrics]
  status: closed
  checked: 2015
  labels: [{scheme: National label, valid_until: 2016}]
  contacts:
    - {role: secretariat, purpose: enquiries, delete_after: 2026-10-01}
    - {role: office, purpose: enquiries, delete_after: 2027-10-01}
- id: stale
  name: Stale
  country: BG
  sectors: [fabrics]
  checked: 2025-11-21
  website: https://stale.example/
  dead_links: [{url: "http://stale.example", state: foreign, seen: 2026-11}]
""",
    "data/documents/paper.yaml": "{id: paper, name: Paper, review_date: 2026-12, checked: 2026-11-01}\n",
    "data/programmes/money.yaml": """\
id: money
name: Money
checked: 2026-11-01
calls:
  - {title: Past, opens: 2015-06, closes: 2015-09}
  - {title: Closing, opens: 2026-10-01, closes: 2027-01-15}
  - {title: Open long, opens: 2026-10-01, closes: 2028}
  - {title: Opening, opens: 2027-02-01, closes: 2027-05-01}
  - {title: Far away, opens: 2027-06-01, closes: 2027-09-01}
  - {title: Never closed, opens: 2010}
""",
}


@pytest.fixture
def dated(clustercli: Clustercli) -> Clustercli:
    """A catalogue on 22 November 2026."""
    clustercli.write(FILES)
    assert clustercli("check").code == 0
    return clustercli


def rows(clustercli: Clustercli, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = clustercli("due", *options, "--format", "json").json()
    return found


def test_what_is_due_comes_by_its_last_day(dated: Clustercli) -> None:
    assert [(row["date"], row["what"], row["id"], row["latest"]) for row in rows(dated)] == [
        ("2026-02", "label", "computed", "2026-02-28"),
        ("2026-05", "link", "old", "2026-05-31"),
        ("2026-10-01", "contact", "over", "2026-10-01"),
        ("2026-11-21", "check", "stale", "2026-11-21"),
        ("2026-11", "link", "stale", "2026-11-30"),
        ("2026-12-05", "label", "computed", "2026-12-05"),
        ("2026", "label", "stated", "2026-12-31"),
        ("2026-12", "review", "paper", "2026-12-31"),
        ("2027-01-15", "call", "money", "2027-01-15"),
        ("2027-02-01", "call", "money", "2027-02-01"),
        ("2028", "call", "money", "2028-12-31"),
    ]


def test_a_computed_end_says_so(dated: Clustercli) -> None:
    first, gold = (row for row in rows(dated, "--only", "label") if row["id"] == "computed")
    assert first["computed"] is True
    assert first["detail"] == (
        "Cluster Excellence, bronze: expired 8 months ago, computed: awarded February 2024, holds 2 years"
    )
    assert "expires in 13 days, computed: awarded 5 December 2023, holds 3 years" in gold["detail"]
    (stated,) = (row for row in rows(dated, "--only", "label") if row["id"] == "stated")
    assert (stated["computed"], stated["detail"]) == (False, "National label: expires in 1 month")


def test_calls_are_open_opening_or_closing(dated: Clustercli) -> None:
    assert [row["detail"] for row in rows(dated, "--only", "call")] == [
        "Closing: open, closes in 1 month",
        "Opening: opens in 2 months; closes in 5 months",
        "Open long: open, closes in 2 years",
    ]


@pytest.mark.parametrize(
    ("days", "found"), [("0", []), ("12", []), ("13", ["computed"]), ("39", ["computed", "stated"])]
)
def test_days_is_how_far_it_looks(dated: Clustercli, days: str, found: list[str]) -> None:
    late = [row["id"] for row in rows(dated, "--only", "label", "--days", days) if row["days"] >= 0]
    assert late == found


def test_an_end_that_was_past_when_the_record_was_checked_is_history(dated: Clustercli) -> None:
    assert "history" not in {row["id"] for row in rows(dated)}
    assert "history" in {row["id"] for row in rows(dated, "--all")}
    assert "1 more had ended before the record was last checked" in dated("due", width=80).err
    dated.write({"data/clusters/all.yaml": FILES["data/clusters/all.yaml"].replace("2026-01-10", "2019-06")})
    assert "history" in {row["id"] for row in rows(dated)}


def test_of_closed_records_only_contacts_are_watched(dated: Clustercli) -> None:
    assert [row["what"] for row in rows(dated, "--all", "over")] == ["contact"]
    assert rows(dated, "over")[0]["detail"] == "secretariat: to be deleted by 1 October 2026 (1 month ago)"


def test_a_dead_link_names_what_it_is_used_for(dated: Clustercli) -> None:
    (link,) = rows(dated, "stale", "--only", "link")
    assert link["detail"] == "website: http://stale.example is foreign content by now"


def test_the_exit_code_tells_whether_something_is_due(dated: Clustercli) -> None:
    assert dated("due").code == 1
    assert dated("due", "--exit-zero").code == 0
    assert dated("due", "--format", "csv").code == 1
    fine = dated("due", "paper", "--only", "label")
    assert (fine.code, fine.out, fine.err) == (
        0,
        "date\twhat\tkind\tid\tname\tdetail\tlatest\tdays\tcomputed\trecords\n",
        "",
    )
    assert "Nothing is due within 90 days." in dated("due", "paper", "--only", "label", width=80).err


def test_what_is_only_history_is_not_due(dated: Clustercli) -> None:
    assert dated("due", "history").code == 0
    assert dated("due", "history", "--all").code == 0


def test_many_records_to_be_checked_are_one_line(dated: Clustercli) -> None:
    firms = "".join(f"- {{id: firm-{n}, name: Firm {n}, country: CZ, sectors: [fabrics]}}\n" for n in range(11))
    dated.write({"data/smes/all.yaml": firms})
    (line,) = rows(dated, "smes")
    assert (line["id"], line["records"], line["detail"]) == ("", 11, "11 firms never checked")
    assert len(rows(dated, "smes", "--all")) == 11
    assert "due --only check --all" in dated("due", "smes", width=80).err
    dated.write({"data/smes/all.yaml": firms.replace("id: firm-0,", "id: firm-0, checked: 2026,")})
    assert [row["id"] for row in rows(dated, "smes")] == ["firm-1", "firm-10", *(f"firm-{n}" for n in range(2, 10))]


def test_labels_and_calls_without_an_end_are_counted(dated: Clustercli) -> None:
    assert "2 labels or calls have no known end" in dated("due", width=80).err


def test_one_label_without_an_end_is_one(dated: Clustercli) -> None:
    assert "1 label or call has no known end; nothing can be said of it." in dated("due", "stated", width=80).err


def test_a_date_that_not_everybody_can_read_stands_in_words_on_a_screen_only(dated: Clustercli) -> None:
    dated.write({"data/documents/odd.yaml": "{id: odd, name: Odd, review_date: 2025-24, checked: 2025-12-01}\n"})
    assert "winter 2025/2026  review   odd: to be looked at again" in dated("due", "odd", width=80).out
    assert rows(dated, "odd", "--only", "review")[0]["date"] == "2025-24"


def test_on_a_terminal_today_stands_between_what_is_over_and_what_comes(dated: Clustercli) -> None:
    lines = dated("due", "--only", "label", width=80).out.splitlines()
    assert [line[:10].strip() for line in lines if line[:10].strip()] == ["2026-02", "2026-11-22", "2026-12-05", "2026"]
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--only", "labels"], "--only: unknown 'labels'; did you mean label?"), (["--days", "-1"], "--days")],
)
def test_a_wrong_option_is_told(dated: Clustercli, options: list[str], said: str) -> None:
    result = dated("due", *options)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_every_day_that_can_be_looked_ahead_to_is_one(dated: Clustercli) -> None:
    assert rows(dated, "--days", "36500", "--only", "label")
    assert dated("due", "--days", "36500", variables={"CLUSTERCLI_TODAY": "9999-12-01"}).code == 1
