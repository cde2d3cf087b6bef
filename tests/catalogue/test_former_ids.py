"""An id once used is not used again: a renamed record is found by its former ids, and keeps them for itself."""

from __future__ import annotations

import csv
import io

import pytest

from tests.conftest import CLUSTERS, PROJECT, SMES, Clustercli

RENAMED = CLUSTERS.replace("- id: clutex\n", "- id: clutex-cz\n  renamed_from: clutex\n")
FILES = {
    "data/clusters/all.yaml": RENAMED,
    "data/smes/all.yaml": SMES.replace("member_of: [clutex]", "member_of: [clutex-cz]"),
    "data/projects/bridge.yaml": PROJECT.replace("organisation: clutex,", "organisation: clutex-cz,"),
}


@pytest.fixture
def renamed(small: Clustercli) -> Clustercli:
    """The small catalogue, whose clutex is clutex-cz by now, links and all."""
    small.write(FILES)
    return small


def problems(program: Clustercli) -> list[dict[str, str]]:
    result = program("check", "--format", "json")
    assert result.code == (3 if result.json() else 0)
    return [{**row, "place": f"{row['file']}:{row['line']}"} for row in result.json()]


def test_a_rename_with_all_its_links_is_no_fault(renamed: Clustercli) -> None:
    assert renamed("check").err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "clutex"),
        ("match", "clutex"),
        ("why", "clutex", "facts"),
        ("why", "facts", "clutex"),
        ("gaps", "--sector", "textile"),
        ("timeline", "bridge"),
    ],
    ids=" ".join,
)
def test_commands_answer_by_the_former_id_as_by_the_new_one(renamed: Clustercli, arguments: tuple[str, ...]) -> None:
    by_old = renamed(*arguments, "--format", "json")
    by_new = renamed(*("clutex-cz" if word == "clutex" else word for word in arguments), "--format", "json")
    assert by_old.code == by_new.code == 0
    assert by_old.out == by_new.out
    assert by_new.out
    told = "'clutex' is clutex-cz now.\n"
    assert by_old.err == (told if "clutex" in arguments else "") + by_new.err


def test_timeline_follows_a_project_s_former_id(small: Clustercli) -> None:
    small.write({"data/projects/bridge.yaml": PROJECT.replace("id: bridge\n", "id: bruecke\nrenamed_from: [bridge]\n")})
    result = small("timeline", "bridge", "--format", "json")
    assert {row["project"] for row in result.json()} == {"bruecke"}
    assert result.err == "'bridge' is bruecke now.\n"


def test_several_former_ids_all_lead_to_the_record(small: Clustercli) -> None:
    small.write(
        FILES | {"data/clusters/all.yaml": RENAMED.replace("renamed_from: clutex", "renamed_from: [ctx, clutex]")}
    )
    for former in ("ctx", "clutex"):
        result = small("show", former, "--format", "json")
        assert result.json()["id"] == "clutex-cz"
        assert result.err == f"'{former}' is clutex-cz now.\n"


def test_a_page_shows_the_former_ids(renamed: Clustercli) -> None:
    assert "Renamed from   clutex\n" in renamed("show", "clutex-cz").out


def test_a_former_id_in_use_is_told_with_the_place_of_its_user(small: Clustercli) -> None:
    small.write({"data/clusters/new.yaml": RENAMED.split("- id: facts")[0]})
    (found,) = problems(small)
    assert (found["code"], found["place"]) == ("L006", "data/clusters/new.yaml:2")
    assert found["message"] == "renamed_from: 'clutex' is the id of another record (see data/clusters/all.yaml:1)"
    assert small("show", "clutex", "--format", "json").json()["id"] == "clutex"
    assert small("show", "clutex-cz").code == 3


def test_a_source_s_id_is_in_use_too(small: Clustercli) -> None:
    clusters = CLUSTERS.replace("- id: clutex\n", "- id: clutex\n  renamed_from: ctx\n")
    small.write({"data/sources.yaml": "ctx:\n  title: Page\n", "data/clusters/all.yaml": clusters})
    (found,) = problems(small)
    assert (found["code"], found["place"]) == ("L006", "data/clusters/all.yaml:2")


def test_two_records_cannot_have_had_the_same_id_and_the_first_one_answers_for_it(renamed: Clustercli) -> None:
    more = SMES.replace("- id: sivara\n", "- id: sivara\n  renamed_from: [clutex]\n").replace(
        "[clutex]\n- id", "[clutex-cz]\n- id"
    )
    renamed.write({"data/smes/all.yaml": more})
    (found,) = problems(renamed)
    assert (found["code"], found["file"]) == ("L006", "data/smes/all.yaml")
    assert found["message"] == "renamed_from: 'clutex' was the id of 'clutex-cz' (see data/clusters/all.yaml:2)"
    result = renamed("show", "clutex", "--format", "json")
    assert (result.code, result.json()["id"]) == (0, "clutex-cz")
    assert "'clutex' is clutex-cz now." in result.err


def test_of_two_records_the_one_without_a_fault_answers_in_whatever_order_they_were_read(small: Clustercli) -> None:
    small.write({"data/smes/all.yaml": SMES.replace("- id: sivara\n", "- id: sivara\n  renamed_from: [ctx]\n")})
    assert small("show", "ctx", "--format", "json").json()["id"] == "sivara"
    small.write({"data/clusters/all.yaml": CLUSTERS.replace("- id: clutex\n", "- id: clutex\n  renamed_from: ctx\n")})
    (found,) = problems(small)
    assert (found["code"], found["file"]) == ("L006", "data/smes/all.yaml")
    assert small("show", "ctx", "--format", "json").json()["id"] == "clutex"


def test_a_record_s_own_id_is_no_former_one(small: Clustercli) -> None:
    small.write(
        {"data/clusters/all.yaml": CLUSTERS.replace("- id: clutex\n", "- id: clutex\n  renamed_from: clutex\n")}
    )
    (found,) = problems(small)
    assert (found["code"], found["message"]) == ("L006", "renamed_from: 'clutex' is the id of this record still")


def test_an_id_named_twice_by_its_own_record_is_no_fault(small: Clustercli) -> None:
    small.write(FILES | {"data/clusters/all.yaml": RENAMED.replace("from: clutex", "from: [clutex, clutex]")})
    assert problems(small) == []


def test_links_by_a_former_id_are_told_with_the_id_to_write(small: Clustercli) -> None:
    small.write({"data/clusters/all.yaml": RENAMED})
    found = problems(small)
    assert {row["file"] for row in found} == {"data/projects/bridge.yaml", "data/smes/all.yaml"}
    for row in found:
        assert row["code"] == "L002"
        assert row["message"].endswith("'clutex' is called 'clutex-cz' now")
        assert row["hint"] == "write clutex-cz"


def test_where_an_id_or_a_name_may_stand_a_former_id_is_told_and_not_taken_for_a_name(small: Clustercli) -> None:
    scheme = "id: cme\nname: Management Excellence\nrenamed_from: excellence-label\n"
    labelled = CLUSTERS.replace("  city: Niš\n", "  city: Niš\n  labels: [{scheme: excellence-label}]\n")
    small.write({"data/schemes/cme.yaml": scheme, "data/clusters/all.yaml": labelled})
    (found,) = problems(small)
    assert (found["code"], found["hint"]) == ("L002", "write cme")
    small.write({"data/clusters/all.yaml": labelled.replace("scheme: excellence-label", "scheme: another-label")})
    assert problems(small) == []


@pytest.mark.parametrize("kind", ["cluster", "sme", "project"])
def test_no_new_record_takes_a_former_id(renamed: Clustercli, kind: str) -> None:
    before = sorted(renamed.folder.rglob("*.yaml"))
    result = renamed("new", kind, "clutex")
    assert result.code == 2
    assert result.err.splitlines() == [
        "The id 'clutex' was that of 'clutex-cz'; an id is not used again for something else.",
        "  clustercli show clutex-cz",
    ]
    assert sorted(renamed.folder.rglob("*.yaml")) == before


def test_an_export_after_a_rename_holds_the_new_id_everywhere_and_the_former_one_beside_it(renamed: Clustercli) -> None:
    assert renamed("export", "--out", "lists").code == 0
    files = {
        path.stem: list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        for path in (renamed.folder / "lists").iterdir()
    }
    assert {row["id"]: row["renamed_from"] for row in files["clusters"]} == {"clutex-cz": "clutex", "facts": ""}
    assert [row["organisation"] for row in files["partners"]] == ["clutex-cz", ""]
    assert [row["member_of"] for row in files["smes"]] == ["clutex-cz", ""]


def test_an_export_with_links_left_behind_is_refused(small: Clustercli) -> None:
    small.write({"data/clusters/all.yaml": RENAMED})
    assert small("export", "--out", "lists").code == 3
    assert not (small.folder / "lists").exists()
