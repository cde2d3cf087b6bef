"""`changes`: which records came, went or changed since a day or a commit, field by field, as git knows it."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercli.catalogue.git import Git
from clustercli.errors import ClusterError, Exit
from clustercli.present.text import width
from clustercli.records.compare import Change, Entry, compare, pairs
from tests.conftest import CLUSTERS, PROJECT, ROOT, SMES, Clustercli
from tests.repository import Repository
from tests.test_project import modules_of

COLUMNS = ["change", "kind", "id", "name", "field", "before", "after"]
ALL = "data/clusters/all.yaml"
FIRMS = "data/smes/all.yaml"


# The bundled vocabulary takes a while to read, and is not what these tests are about.
_WORDS = ("textile", "technical-textiles", "fabrics", "apparel", "contract-sewing", "leather", "joint-fairs")
VOCABULARY = "".join(f"- {{id: {word}, words: {{en: [{word}]}}}}\n" for word in _WORDS)


@pytest.fixture
def small(small: Clustercli) -> Clustercli:
    """The small catalogue with a small vocabulary."""
    small.write({"data/vocabulary/all.yaml": VOCABULARY})
    return small


@pytest.fixture
def kept(small: Clustercli) -> Clustercli:
    """The small catalogue, committed on the first of November."""
    Repository.made(small.folder).commit()
    return small


def rows(program: Clustercli, *arguments: str, since: str = "HEAD") -> list[dict[str, Any]]:
    result = program("changes", "--since", since, *arguments, "--format", "json")
    assert result.code == 0, result.err
    return list(result.json())


def brief(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What changed, without kinds and names."""
    return [tuple(row[name] for name in ("change", "id", "field", "before", "after")) for row in found]


# -- what is told


def test_records_that_came_went_and_changed_have_a_row_each_or_one_a_field(kept: Clustercli) -> None:
    clusters = CLUSTERS.replace("city: Liberec", "city: Praha").replace("  name: Klaster FACTS\n", "  name: FACTS\n")
    firms = SMES[: SMES.index("- id: sivara")] + "- {id: nova, name: Nova, country: RS, sectors: [apparel]}\n"
    kept.write({ALL: clusters, FIRMS: firms})
    found = rows(kept)
    assert [list(row) for row in found] == [COLUMNS] * 4
    assert found == [
        dict(zip(COLUMNS, row, strict=True))
        for row in (
            ("came", "sme", "nova", "Nova", "", None, None),
            ("went", "sme", "sivara", "Шивара Ниш", "", None, None),
            ("changed", "cluster", "clutex", "CLUTEX", "city", "Liberec", "Praha"),
            ("changed", "cluster", "facts", "FACTS", "name", "Klaster FACTS", "FACTS"),
        )
    ]


def test_of_a_list_it_is_told_what_went_and_what_came(kept: Clustercli) -> None:
    kept.write({ALL: CLUSTERS.replace("sectors: [apparel]", "sectors: [leather, textile]")})
    assert brief(rows(kept)) == [("changed", "facts", "sectors", ["apparel"], ["leather", "textile"])]
    kept.write({ALL: CLUSTERS.replace("sectors: [apparel]", "sectors: [apparel, textile]")})
    assert brief(rows(kept)) == [("changed", "facts", "sectors", [], ["textile"])]


def test_another_order_of_a_list_is_told_with_both_orders(kept: Clustercli) -> None:
    kept.write({ALL: CLUSTERS.replace("[apparel]", "[apparel, textile]")})
    Repository(kept.folder).commit()
    kept.write({ALL: CLUSTERS.replace("[apparel]", "[textile, apparel]")})
    order = ("changed", "facts", "sectors", ["apparel", "textile"], ["textile", "apparel"])
    assert brief(rows(kept)) == [order]
    assert "    sectors: in another order\n" in kept("changes", "--since", "HEAD", width=80).out


def test_maps_are_told_by_language_or_part(kept: Clustercli) -> None:
    more = "  country: CZ\n  members: {total: 30, sme: 20}\n  identifiers: {cz-ico: 00177041}\n"
    kept.write({ALL: CLUSTERS.replace("en: CLUTEX}", "en: CLUTEX cluster}").replace("  country: CZ\n", more)})
    assert brief(rows(kept)) == [
        ("changed", "clutex", "name.en", "CLUTEX", "CLUTEX cluster"),
        ("changed", "clutex", "identifiers.cz-ico", None, "00177041"),
        ("changed", "clutex", "members.total", None, "30"),
        ("changed", "clutex", "members.sme", None, "20"),
    ]


def test_long_texts_are_whole_in_json(kept: Clustercli) -> None:
    long = "word " * 200 + "end"
    kept.write({ALL: CLUSTERS.replace("  city: Niš\n", f"  city: Niš\n  description: {long}\n")})
    assert brief(rows(kept)) == [("changed", "facts", "description", None, long)]
    shown = kept("changes", "--since", "HEAD", width=80).out
    assert max(map(width, shown.splitlines())) <= 80


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sectors: [apparel]", "sectors:\n  - 'apparel'"),
        ("sectors: [apparel]", "sectors: [apparel]  # a remark"),
        ("city: Niš", 'city: "Ni\\u0161"'),
        ("country: RS", "country: 'RS'\n  website:"),
        ("country: RS", "country: RS\n  aliases: []"),
        ("  city: Niš\n  sectors: [apparel]\n", "  sectors: [apparel]\n  city: Niš\n"),
        ("name: Klaster FACTS", "name: >-\n    Klaster\n    FACTS"),
        ("\n", "\r\n"),
    ],
)
def test_how_a_file_is_written_makes_no_difference(kept: Clustercli, before: str, after: str) -> None:
    assert before in CLUSTERS
    (kept.folder / ALL).write_bytes(CLUSTERS.replace(before, after).encode())
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert (result.code, result.json()) == (0, [])
    assert result.err.startswith("Nothing changed since ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nace: ['13.20']", "nace: [C13.20]"),
        ("nace: ['13.20']", "nace: ['1320']"),
        ("notes: a remark", "notes: [a remark]"),
        ("sources: [https://a.example]", "sources:\n  - https://a.example"),
    ],
)
def test_forms_that_the_catalogue_reads_as_one_are_no_change(kept: Clustercli, before: str, after: str) -> None:
    kept.write({ALL: CLUSTERS.replace("  city: Niš\n", f"  city: Niš\n  {before}\n")})
    Repository(kept.folder).commit()
    kept.write({ALL: CLUSTERS.replace("  city: Niš\n", f"  city: Niš\n  {after}\n")})
    assert kept("check").code == 0
    assert rows(kept) == []


def test_a_record_moved_to_another_file_is_no_change(kept: Clustercli) -> None:
    facts = CLUSTERS.index("- id: facts")
    kept.write({ALL: CLUSTERS[:facts], "data/clusters/rs/чланице.yaml": CLUSTERS[facts:]})
    assert rows(kept) == []


def test_new_and_deleted_files_count_committed_or_not(kept: Clustercli) -> None:
    before = Repository(kept.folder).git("rev-parse", "HEAD")
    kept.write({"data/clusters/nové.yaml": "{id: novy, name: Nový, country: CZ, sectors: [apparel]}\n"})
    (kept.folder / "data/projects/bridge.yaml").unlink()
    uncommitted = rows(kept)
    assert brief(uncommitted) == [("came", "novy", "", None, None), ("went", "bridge", "", None, None)]
    Repository(kept.folder).commit("2026-11-02")
    assert rows(kept, since=before) == uncommitted
    assert rows(kept) == []


def test_entries_of_sources_are_compared_and_the_rest_beside_the_records_is_named(kept: Clustercli) -> None:
    kept.write({"data/sources.yaml": "page:\n  title: A page\n", "data/catalogue.yaml": "title: Smaller\n"})
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert brief(result.json()) == [("came", "page", "", None, None)]
    short = Repository(kept.folder).git("rev-parse", "--short", "HEAD")
    assert result.err.splitlines() == [
        "Not compared, but not the same: catalogue.yaml",
        f"  git -C data/ diff {short} -- catalogue.yaml",
    ]
    command = shlex.split(result.err.splitlines()[1])
    assert "+title: Smaller" in Repository(kept.folder).git(*command[1:])
    assert [row["kind"] for row in rows(kept, "sources")] == ["source"]
    assert rows(kept, "clusters") == []


# -- renamed


def test_a_renamed_record_is_one_record_with_its_other_changes(kept: Clustercli) -> None:
    firms = SMES.replace("- id: mileta\n", "- id: mileta-as\n  renamed_from: mileta\n").replace("cotton cloth", "linen")
    kept.write({FIRMS: firms})
    fabrics = {"concept": "fabrics"}
    expected = [
        ("renamed", "mileta-as", "id", "mileta", "mileta-as"),
        ("renamed", "mileta-as", "products", [{**fabrics, "text": "cotton cloth"}], [{**fabrics, "text": "linen"}]),
    ]
    assert brief(rows(kept)) == expected
    assert brief(rows(kept, "mileta")) == brief(rows(kept, "mileta-as")) == expected
    assert rows(kept, "sivara") == []
    assert "went whole" not in kept("changes", "--since", "HEAD").err


def test_a_record_that_took_in_another_one_is_merged(kept: Clustercli) -> None:
    kept.write({FIRMS: SMES[: SMES.index("- id: sivara")] + "  renamed_from: [sivara]\n"})
    assert brief(rows(kept)) == [("merged", "mileta", "id", "sivara", "mileta")]


def test_a_former_id_from_before_the_time_asked_for_is_a_field_like_others(kept: Clustercli) -> None:
    kept.write({FIRMS: SMES.replace("- id: mileta\n", "- id: mileta\n  renamed_from: [mil]\n")})
    assert brief(rows(kept)) == [("changed", "mileta", "renamed_from", None, ["mil"])]


def test_a_record_that_went_is_named_with_the_advice_that_keeps_its_history(kept: Clustercli) -> None:
    kept.write({FIRMS: SMES[: SMES.index("- id: sivara")]})
    result = kept("changes", "--since", "HEAD", "--format", "csv")
    assert result.err.splitlines() == [
        "1 record went whole: sivara",
        "  A record that stays, with 'status: closed' and its 'successor', keeps the history.",
    ]


def test_a_rename_that_nobody_declared_is_guessed_by_the_name(kept: Clustercli) -> None:
    kept.write({FIRMS: SMES.replace("id: sivara", "id: sivara-nis")})
    result = kept("changes", "--since", "HEAD", "--format", "csv")
    assert result.err.splitlines() == [
        "sivara went and sivara-nis came with the same name. If it is the same, write there:",
        "  renamed_from: sivara",
    ]
    kept.write({FIRMS: SMES.replace("id: sivara\n", "id: sivara-nis\n  renamed_from: sivara\n")})
    assert [row["change"] for row in rows(kept)] == ["renamed"]


def test_another_kind_of_record_than_before_is_told(kept: Clustercli) -> None:
    kept.write({"data/institutions/all.yaml": "[]\n", ALL: CLUSTERS + NCA})
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert brief(result.json())[:1] == [("changed", "nca", "record_kind", "institution", "cluster")]
    assert "nca was the id of a record of another kind (institution) before." in result.err


def test_a_former_id_given_to_something_else_is_told(kept: Clustercli) -> None:
    renamed = SMES.replace("id: mileta\n", "id: mileta-as\n  renamed_from: mileta\n")
    kept.write({FIRMS: renamed})
    Repository(kept.folder).commit()
    other = "- {id: mileta, name: Another, country: RS, sectors: [apparel]}\n"
    kept.write({FIRMS: renamed.replace("  renamed_from: mileta\n", "") + other})
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert ("came", "mileta", "", None, None) in brief(result.json())
    assert "mileta was a former id of mileta-as before. An id is not used again" in result.err


NCA = "- {id: nca, name: {cs: Národní klastrová asociace}, country: CZ, sectors: [apparel]}\n"


# -- since when


@pytest.fixture
def dated(small: Clustercli) -> Clustercli:
    """A catalogue whose cluster FACTS moved on the 5th, 10th and 20th of November; by now it moved again."""
    repository = Repository.made(small.folder)
    for day, city in (("2026-11-01", "A"), ("2026-11-05", "B"), ("2026-11-10", "C"), ("2026-11-20", "D"), ("", "E")):
        small.write({ALL: CLUSTERS.replace("city: Niš", f"city: {city}")})
        if day:
            repository.commit(day)
    repository.git("tag", "v1", "HEAD~2")
    repository.git("branch", "větev", "HEAD~1")
    return small


@pytest.mark.parametrize(
    ("since", "until", "moved"),
    [
        ("2026-11-02", "", "AE"),
        ("2026-11-05", "", "AE"),
        ("2026-11-06", "", "BE"),
        ("2026-12", "", "DE"),
        ("2027", "", "DE"),
        ("today", "", "DE"),
        ("yesterday", "", "DE"),
        ("2 days", "", "CE"),
        ("2 days ago", "", "CE"),
        ("1 week", "", "CE"),
        ("2 weeks", "", "BE"),
        ("2026-11-06", "2026-11-10", "BC"),
        ("2026-11-06", "2026-11-19", "BC"),
        ("2026-11-10", "2026-11-10", "BC"),
        ("2026-11-02", "2026-11", "AD"),
        ("HEAD", "", "DE"),
        ("HEAD~2", "HEAD~1", "BC"),
        ("v1", "větev", "BC"),
        ("main^", "2026-11-20", "CD"),
        ("HEAD", "v1", "DB"),
    ],
)
def test_a_day_means_the_last_commit_before_it_and_until_the_end_of_another(
    dated: Clustercli, since: str, until: str, moved: str
) -> None:
    found = rows(dated, *(["--until", until] if until else []), since=since)
    assert brief(found) == [("changed", "facts", "city", moved[0], moved[1])]


def test_a_short_id_is_a_commit(dated: Clustercli) -> None:
    short = Repository(dated.folder).git("rev-parse", "--short", "HEAD~3")
    assert brief(rows(dated, since=short)) == [("changed", "facts", "city", "A", "E")]
    assert dated("changes", "--since", short, width=80).err == f"1 changed since {short} of 2026-11-01.\n"


def test_between_two_equal_times_nothing_changed(dated: Clustercli) -> None:
    result = dated("changes", "--since", "2026-11-06", "--until", "2026-11-09", "--format", "csv")
    assert (result.code, result.out) == (0, ",".join(COLUMNS) + "\r\n")
    assert result.err.startswith("Nothing changed from ")


def test_what_was_merged_from_a_branch_counts_from_its_merge(dated: Clustercli) -> None:
    """What lay on a branch on the 6th was not yet in the catalogue."""
    repository = Repository(dated.folder)
    repository.git("stash")
    repository.git("checkout", "-q", "-b", "side", "HEAD~3")
    dated.write({"data/clusters/side.yaml": "{id: side, name: Side, country: CZ, sectors: [apparel]}\n"})
    repository.commit("2026-11-06")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", day="2026-11-21")
    assert ("came", "side", "", None, None) in brief(rows(dated, since="2026-11-15"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], Exit.USAGE, "Since when?"),
        (["--since", ""], Exit.USAGE, "Since when?"),
        (["--since", "-x"], Exit.USAGE, "'-x' is no revision and no day."),
        (["--since=--output=stolen"], Exit.USAGE, "is no revision and no day."),
        (["--since", "HEAD\n"], Exit.OK, ""),
        (["--since", "a\0b"], Exit.USAGE, "is no revision and no day."),
        (["--since", "nowhere"], Exit.USAGE, "No commit here is called 'nowhere'"),
        (["--since", "HEAD", "--until", "nowhere"], Exit.USAGE, "No commit here is called 'nowhere'"),
        (["--since", "větef"], Exit.USAGE, "did you mean větev?"),
        (["--since", "HEAD:data"], Exit.USAGE, "No commit here is called 'HEAD:data'"),
        (["--since", "HEAD~1..HEAD"], Exit.USAGE, "No commit here"),
        (["--since", "^HEAD"], Exit.USAGE, "No commit here"),
        (["--since", "HEAD --all"], Exit.USAGE, "No commit here"),
        (["--since", "$(touch stolen)"], Exit.USAGE, "No commit here"),
        (["--since", "2026-11-31"], Exit.USAGE, "no such day in the calendar"),
        (["--since", "2026-13"], Exit.USAGE, "there is no month 13"),
        (["--since", "2026-11-20", "--until", "2026-11-10"], Exit.USAGE, "lies after --until"),
        (["--since", "1999"], Exit.NOT_FOUND, "There is no commit before 1999-01-01"),
        (["--since", "0001"], Exit.NOT_FOUND, "There is no commit before"),
        (["--since", "1234 weeks"], Exit.NOT_FOUND, "There is no commit before"),
        (["--since", "2026-11-10", "--until", "9999"], Exit.OK, ""),
        (["clustres", "--since", "HEAD"], Exit.USAGE, "did you mean clusters?"),
        (["facst", "--since", "HEAD"], Exit.NOT_FOUND, "Nearest: facts"),
        (["--since", "HEAD", "--country", "Atlantis"], Exit.USAGE, "Unknown country 'Atlantis'"),
        (["--since", "HEAD", "--format", "xls"], Exit.USAGE, "unknown format"),
    ],
    ids=lambda value: repr(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_answered_is_said_with_the_right_exit_code(
    dated: Clustercli, arguments: list[str], code: Exit, said: str
) -> None:
    result = dated("changes", *arguments)
    assert result.code == code, result.err
    assert said in result.err
    assert "fault of clustercli" not in result.err
    assert code == Exit.OK or result.out == ""
    assert not list(dated.folder.rglob("stolen"))


def test_where_the_history_is_too_short_its_first_commit_is_a_remedy(dated: Clustercli) -> None:
    result = dated("changes", "--since", "2026-10")
    assert result.err.startswith("There is no commit before 2026-10-01: the history begins with ")
    remedy = shlex.split(result.err.splitlines()[-1])
    assert remedy[:3] == ["clustercli", "changes", "--since"]
    assert brief(rows(dated, since=remedy[3])) == [("changed", "facts", "city", "A", "E")]


# -- where there is no history


def test_a_catalogue_outside_git_has_no_history_and_the_remedy_makes_one(small: Clustercli) -> None:
    result = small("changes", "--since", "HEAD", variables={"GIT_CEILING_DIRECTORIES": str(small.folder.parent)})
    assert (result.code, result.out) == (Exit.NOT_FOUND, "")
    first, remedy = result.err.splitlines()
    assert first == "data/ is not kept in git, so there is no history to compare with."
    repository = Repository(small.folder)
    for command in remedy.split(" && "):
        repository.git(*shlex.split(command)[1:])
    assert rows(small) == []


def test_a_repository_without_a_commit_has_no_history(small: Clustercli) -> None:
    Repository.made(small.folder)
    for since, code in (("2026-11", Exit.NOT_FOUND), ("HEAD", Exit.USAGE)):
        result = small("changes", "--since", since)
        assert (result.code, result.out) == (code, "")
    assert "has no commit yet" in small("changes", "--since", "2026-11").err


def test_files_that_git_does_not_keep_have_no_history(small: Clustercli) -> None:
    repository = Repository.made(small.folder)
    repository.git("commit", "-q", "--allow-empty", "-m", "empty")
    result = small("changes", "--since", "HEAD")
    assert (result.code, result.out) == (Exit.NOT_FOUND, "")
    assert result.err.startswith("git keeps no file of data/.")


def test_before_the_catalogue_began_everything_is_not_told_as_come(small: Clustercli) -> None:
    repository = Repository.made(small.folder)
    repository.git("commit", "-q", "--allow-empty", "-m", "empty")
    repository.commit("2026-11-05")
    result = small("changes", "--since", "2026-11-03")
    assert (result.code, result.out) == (Exit.NOT_FOUND, "")
    assert result.err.startswith("There was no catalogue in data/ at ")
    assert rows(small, since=shlex.split(result.err.splitlines()[-1])[3]) == []


def test_a_shallow_clone_says_what_it_lacks(dated: Clustercli, tmp_path: Path) -> None:
    Repository(dated.folder).git("clone", "-q", "--depth", "1", dated.folder.as_uri(), str(tmp_path / "clone"))
    clone = Clustercli(dated.home, tmp_path / "clone")
    assert rows(clone) == []
    result = clone("changes", "--since", "2026-11-10")
    assert (result.code, result.out) == (Exit.NOT_FOUND, "")
    assert result.err.splitlines()[-1] == "  git -C data/ fetch --unshallow"
    result = clone("changes", "--since", "v0")
    assert (result.code, "fetch --unshallow" in result.err) == (Exit.USAGE, True)


def test_the_bundled_catalogue_of_an_installed_program_has_no_history(tmp_path: Path) -> None:
    with pytest.raises(ClusterError) as raised:
        Git(tmp_path, {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}, "data/", bundled=True)
    assert raised.value.code == Exit.NOT_FOUND
    assert raised.value.message == "The catalogue that came with clustercli has no history here."


def test_without_git_nothing_is_guessed(kept: Clustercli, tmp_path: Path) -> None:
    result = kept("changes", "--since", "HEAD", variables={"PATH": str(tmp_path)})
    assert (result.code, result.out) == (Exit.FAILED, "")
    assert result.err.startswith("The history of a catalogue is read by git, and there is no git here.")


def test_where_git_fails_its_own_words_are_shown(kept: Clustercli) -> None:
    id_ = Repository(kept.folder).git("rev-parse", f"HEAD:{ALL}")
    (kept.folder / ".git/objects" / id_[:2] / id_[2:]).unlink()
    result = kept("changes", "--since", "HEAD")
    assert (result.code, result.out) == (Exit.FAILED, "")
    assert "git failed in data/." in result.err
    assert id_ in result.err


# -- where the catalogue lies


def test_a_catalogue_may_be_the_whole_repository_or_lie_deep_in_it_or_be_linked(small: Clustercli) -> None:
    top = small.folder / "top"
    deep = small.folder / "deep"
    shutil.copytree(small.folder / "data", top)
    shutil.copytree(small.folder / "data", deep / "čtyři klastry/x/data")
    (small.folder / "link").symlink_to(deep / "čtyři klastry/x")
    for folder in (top, deep):
        Repository.made(folder).commit()
    for place in ("top", "deep/čtyři klastry/x", "link"):
        data = small.folder / place / ("" if place == "top" else "data")
        (data / "clusters/all.yaml").write_text(CLUSTERS.replace("Liberec", "Praha"), encoding="utf-8")
        found = rows(small, "--catalogue", str(small.folder / place))
        assert brief(found) == [("changed", "clutex", "city", "Liberec", "Praha")]


def test_links_are_followed_within_the_catalogue_and_named_where_they_lead_out(
    kept: Clustercli, tmp_path: Path
) -> None:
    data = kept.folder / "data"
    (data / "clusters/all.yaml").rename(data / "clusters/real.yaml")
    (data / "real").mkdir()
    (data / "real/firms.yaml").write_text(SMES, encoding="utf-8")
    shutil.rmtree(data / "smes")
    (data / "smes").symlink_to("real")
    (data / "projects/bridge.yaml").rename(data / "bridge.yaml")
    (data / "projects/bridge.yaml").symlink_to("../bridge.yaml")
    outside = tmp_path / "outside.yaml"
    outside.write_text("{id: out, name: Out, country: CZ}\n", encoding="utf-8")
    (data / "institutions/out.yaml").symlink_to(outside)
    Repository(kept.folder).commit("2026-11-02")
    assert [row["id"] for row in rows(kept, "--until", "HEAD", since="HEAD~1")] == []
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert result.json() == []
    assert "data/institutions/out.yaml: a link that leads out of the catalogue" in result.err
    assert "Not compared, as they can be read at one of the two times only: out" in result.err


def test_hidden_files_and_files_of_no_kind_are_no_part_of_it(kept: Clustercli) -> None:
    kept.write(
        {"data/.old/clusters.yaml": CLUSTERS, "data/clusters/.hidden.yaml": "id: hidden\n", "data/x.yaml": "a: 1\n",
         "data/clusters/notes.txt": CLUSTERS}
    )  # fmt: skip
    Repository(kept.folder).commit("2026-11-02")
    shutil.rmtree(kept.folder / "data/.old")
    (kept.folder / "data/clusters/.hidden.yaml").unlink()
    (kept.folder / "data/clusters/notes.txt").unlink()
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert (result.code, result.json()) == (0, [])
    assert "notes" not in result.err


def test_what_a_hook_or_a_script_sets_for_another_repository_is_not_taken(kept: Clustercli, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    Repository.made(tmp_path / "other").commit()
    variables = {
        "GIT_DIR": str(tmp_path / "other/.git"),
        "GIT_WORK_TREE": str(tmp_path / "other"),
        "GIT_INDEX_FILE": "x",
    }
    kept.write({ALL: CLUSTERS.replace("Liberec", "Praha")})
    result = kept("changes", "--since", "HEAD", "--format", "json", variables=variables)
    assert brief(result.json()) == [("changed", "clutex", "city", "Liberec", "Praha")]


def test_nothing_in_the_repository_is_touched_and_few_processes_run(kept: Clustercli, tmp_path: Path) -> None:
    kept.write({f"data/institutions/n{n}.yaml": f"{{id: n{n}, name: N{n}, country: CZ}}\n" for n in range(30)})
    Repository(kept.folder).commit("2026-11-02")
    log, git = tmp_path / "log", shutil.which("git")
    (tmp_path / "bin").mkdir()
    wrapper = tmp_path / "bin/git"
    wrapper.write_text(
        f'#!/bin/sh\necho "$GIT_OPTIONAL_LOCKS $LC_ALL $*" >> {log}\nexec {git} "$@"\n', encoding="utf-8"
    )
    wrapper.chmod(0o755)
    before = {path: path.stat().st_mtime_ns for path in kept.folder.rglob("*")}
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    result = kept("changes", "--since", "2026-11-02", "--format", "json", variables={"PATH": path})
    assert len(result.json()) == 30
    assert {path: path.stat().st_mtime_ns for path in kept.folder.rglob("*")} == before
    calls = log.read_text(encoding="utf-8").splitlines()
    assert len(calls) <= 7
    assert all(call.startswith("0 C -C ") for call in calls)


# -- faults


def test_records_beside_a_fault_of_the_past_are_compared_and_the_file_is_named(kept: Clustercli) -> None:
    kept.write({ALL: CLUSTERS + "- id: broken\n  name: Klaster: moda\n  country: RS\n"})
    Repository(kept.folder).commit("2026-11-02")
    kept.write(
        {ALL: CLUSTERS.replace("Liberec", "Praha") + "- {id: broken, name: B, country: RS, sectors: [apparel]}\n"}
    )
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert brief(result.json()) == [("changed", "clutex", "city", "Liberec", "Praha")]
    short = Repository(kept.folder).git("rev-parse", "--short", "HEAD")
    assert result.err.splitlines() == [
        f"At {short}: data/clusters/all.yaml: a colon inside the text",
        "What can be read of them is compared, and values with faults as they are written.",
        "Not compared, as they can be read at one of the two times only: broken",
    ]


def test_values_that_today_s_rules_refuse_are_told_as_they_were_written(kept: Clustercli) -> None:
    faulty = "  city: Niš\n  founded: 2012-13\n  colour: {main: [red]}\n  sectors: [no-such-trade]\n"
    kept.write({ALL: CLUSTERS.replace("  city: Niš\n  sectors: [apparel]\n", faulty)})
    Repository(kept.folder).commit("2026-11-02")
    kept.write({ALL: CLUSTERS.replace("  city: Niš\n", "  city: Niš\n  founded: 2012-12\n")})
    assert brief(rows(kept)) == [
        ("changed", "facts", "founded", "2012-13", "2012-12"),
        ("changed", "facts", "sectors", ["no-such-trade"], ["apparel"]),
        ("changed", "facts", "colour.main", ["red"], None),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        CLUSTERS.encode("cp1250"),
        CLUSTERS.encode("utf-16"),
        CLUSTERS.replace("name: Klaster", "name: \x07Klaster").encode(),
        CLUSTERS.replace("- id", "-id").encode(),
        CLUSTERS.replace("country: RS", "country: [RS").encode(),
    ],
    ids=["cp1250", "utf-16", "control", "dash", "bracket"],
)
@pytest.mark.parametrize("when", ["then", "now"])
def test_records_of_a_file_that_cannot_be_read_are_not_told_as_gone_or_come(
    kept: Clustercli, raw: bytes, when: str
) -> None:
    (kept.folder / ALL).write_bytes(raw)
    if when == "then":
        Repository(kept.folder).commit("2026-11-02")
        kept.write({ALL: CLUSTERS})
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert result.code == 0
    assert {row["id"] for row in result.json()} <= {"clutex"}
    assert not {row["change"] for row in result.json()} & {"came", "went"}
    assert not result.json() or "facts" in {row["id"] for row in result.json()} or "facts" in result.err


@pytest.mark.parametrize("target", ["nowhere.yaml", "/proc/self/mem"])  # the second is there, but even root has no luck
def test_records_of_a_file_that_cannot_be_opened_are_not_told_as_gone(kept: Clustercli, target: str) -> None:
    (kept.folder / ALL).unlink()
    (kept.folder / ALL).symlink_to(target)
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert (result.code, result.json()) == (0, [])
    assert "Not compared, as they can be read at one of the two times only: clutex, facts" in result.err


def test_an_id_given_twice_counts_once(kept: Clustercli) -> None:
    kept.write({"data/clusters/again.yaml": CLUSTERS.replace("Liberec", "Praha")})
    assert brief(rows(kept)) == [("changed", "clutex", "city", "Liberec", "Praha")]  # the first by path now
    Repository(kept.folder).commit("2026-11-02")
    result = kept("changes", "--since", "HEAD", "--format", "json")
    assert result.json() == []
    assert "data/clusters/all.yaml: the id 'clutex' is given twice; the first one counts" in result.err


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "word\n", "[[1, 2], [3]]\n", "- 1\n- {id: 5}\n", "a: &x 1\nb: *x\n", "[" * 5000,
     "\ufeff- id: bom\n", "- name: no id\n", "- id: [x]\n",
     "- {id: UPPER, name: 1}\n", "--- \n- id: a\n---\n- id: b\n"],
)  # fmt: skip
def test_no_content_of_a_file_then_or_now_ends_the_command(kept: Clustercli, text: str) -> None:
    for name in ("data/clusters/odd.yaml", "data/sources.yaml"):
        kept.write({name: text})
    now = kept("changes", "--since", "HEAD", "--format", "json")
    Repository(kept.folder).commit("2026-11-02")
    then = kept("changes", "--since", "HEAD~1", "--until", "HEAD", "--format", "json")
    assert (now.code, then.code) == (0, 0), now.err + then.err
    assert now.json() == then.json()


# -- asked for


@pytest.fixture
def busy(kept: Clustercli) -> Clustercli:
    """Something changed in every file."""
    kept.write(
        {
            ALL: CLUSTERS.replace("city: ", "city: Nové "),
            FIRMS: SMES.replace("name: Mileta", "name: Mileta a.s."),
            "data/projects/bridge.yaml": PROJECT.replace("2016-06", "2016-07"),
            "data/institutions/all.yaml": "- {id: nca, name: NCA, country: CZ}\n",
        }
    )
    return kept


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ([], {"clutex", "facts", "mileta", "bridge", "nca"}),
        (["clusters"], {"clutex", "facts"}),
        (["cluster", "project"], {"clutex", "facts", "bridge"}),
        (["firms"], {"mileta"}),
        (["mileta"], {"mileta"}),
        (["clutex", "projects"], {"clutex", "bridge"}),
        (["Mileta a.s."], {"mileta"}),
        (["sources"], set()),
        (["sivara"], set()),
        (["--country", "Srbija"], {"facts", "bridge"}),
        (["--country", "CZ"], {"clutex", "mileta", "bridge", "nca"}),
        (["--country", "CZ", "clusters"], {"clutex"}),
    ],
    ids=lambda said: " ".join(sorted(said)) if isinstance(said, set) else str(said),  # the same in each process
)
def test_kinds_ids_names_and_countries_choose_records(busy: Clustercli, words: list[str], ids: set[str]) -> None:
    assert {row["id"] for row in rows(busy, *words)} == ids


def test_where_only_others_changed_that_is_said(busy: Clustercli) -> None:
    result = busy("changes", "sivara", "--since", "HEAD", "--format", "csv")
    assert result.out == ",".join(COLUMNS) + "\r\n"
    assert result.err.startswith("Nothing of that changed since ")
    assert result.err.endswith("; other records did.\n")


def test_a_record_that_left_a_country_is_found_by_either(kept: Clustercli) -> None:
    kept.write({ALL: CLUSTERS.replace("country: RS", "country: BG")})
    for country in ("RS", "BG"):
        assert brief(rows(kept, "--country", country)) == [("changed", "facts", "country", "RS", "BG")]


def test_partners_without_a_block_keep_no_record_from_being_found_by_its_country(kept: Clustercli) -> None:
    """As they stood in a past whose file had a fault."""
    faulty = PROJECT.replace("partners:\n", "partners:\n  - clutex\n")
    kept.write({"data/projects/bridge.yaml": faulty})
    Repository(kept.folder).commit("2026-11-02")
    kept.write({"data/projects/bridge.yaml": PROJECT})
    for country, ids in (("RS", ["bridge"]), ("CZ", ["bridge"]), ("BG", [])):
        assert [row["id"] for row in rows(kept, "--country", country)] == ids


def test_formats_say_the_same(busy: Clustercli) -> None:
    as_json = rows(busy)
    as_csv = list(csv.DictReader(io.StringIO(busy("changes", "--since", "HEAD", "--format", "csv").out)))
    assert [(row["id"], row["field"], row["after"]) for row in as_csv] == [
        (row["id"], row["field"], row["after"] or "") for row in as_json
    ]
    lines = busy("changes", "--since", "HEAD", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == as_json
    assert busy("changes", "--since", "HEAD").out.splitlines()[0].split("\t") == COLUMNS


@pytest.mark.parametrize("format_", ["csv", "tsv", "table", "markdown"])
def test_a_change_of_a_concept_alone_is_seen_in_every_format(kept: Clustercli, format_: str) -> None:
    kept.write({ALL: CLUSTERS.replace("concept: fabrics, text", "concept: leather, text")})
    out = " ".join(
        kept("changes", "--since", "HEAD", "--format", format_, variables={"COLUMNS": "200"})
        .out.replace("\\", "")
        .split()
    )
    assert "cotton fabrics [fabrics]" in out
    assert "cotton fabrics [leather]" in out


# -- looking at it

BEFORE = """\
- id: asstex
  name: {sr-Cyrl: Кластер текстила, sr-Latn: Klaster tekstila}
  country: RS
  city: Нови Пазар
  sectors: [apparel, textile]
  offers:
    - {concept: contract-sewing, text: шивење по наруџбини за стране купце}
    - text: sajmovi
  members: {total: 25}
  description: Удружење произвођача џинса и трикотаже из Новог Пазара, основано да заједно излази на сајмове у Бечу
  notes: [Kept]
- {id: stary, name: Starý klastr, country: CZ, sectors: [apparel]}
- {id: bg, name: Клъстер Мода, country: BG, sectors: [apparel], successor: asstex}
"""
AFTER = """\
- id: asstex
  name: {sr-Cyrl: Кластер текстила, sr-Latn: Klaster tekstila, en: Textile Cluster}
  country: RS
  city: Ниш
  sectors: [apparel, leather]
  offers:
    - {concept: fabrics, text: шивење по наруџбини за стране купце}
    - text: sajmovi
  members: {total: 30}
  description: Удружење произвођача џинса и трикотаже из Новог Пазара, основано да заједно излази на сајмове у Милану
  notes: [Kept, "Escape \\e[31m and [bold]markup[/]"]
- {id: novy, renamed_from: [stary], name: Starý klastr, country: CZ, sectors: [apparel]}
- {id: mladi, name: Млади кластер, country: RS, sectors: [apparel]}
"""
PAGE = """\
Came
  Млади кластер (cluster, RS)  mladi

Went
  Клъстер Мода (cluster, BG)  bg
    its successor was asstex

Renamed
  Starý klastr (cluster, CZ)  novy
    id: stary -> novy

Changed
  Textile Cluster (cluster, RS)  asstex
    name.en: + Textile Cluster
    city: Нови Пазар -> Ниш
    sectors: - textile, + leather
    offers:
      ~ шивење по наруџбини за стране купце, concept: contract-sewing -> fabrics
    members.total: 25 -> 30
    description:
      - ... заједно излази на сајмове у Бечу
      + ... заједно излази на сајмове у Милану
    notes: + Escape \\x1b[31m and [bold]markup[/]
"""


def test_the_page_says_once_what_happened_to_each_record(kept: Clustercli) -> None:
    kept.write({"data/clusters/more.yaml": BEFORE})
    Repository(kept.folder).commit("2026-11-02")
    kept.write({"data/clusters/more.yaml": AFTER})
    result = kept("changes", "--since", "HEAD", width=80)
    assert result.out == PAGE
    assert result.err.splitlines()[-1].startswith("1 came, 1 went, 1 renamed, 1 changed since ")
    for columns in (40, 140):
        out = kept("changes", "--since", "HEAD", width=columns).out
        assert max(map(width, out.splitlines())) <= columns
        assert "\x1b" not in out


def test_other_commands_do_not_import_what_reads_the_past(small: Clustercli) -> None:
    imported = modules_of(small, "list", "clusters")
    assert not imported & {"clustercli.catalogue.history", "clustercli.catalogue.git", "clustercli.records.compare"}


def test_the_bundled_catalogue_is_compared_with_itself() -> None:
    from clustercli.catalogue import history

    state = history.now(ROOT / "data", ROOT / "data")
    assert len(state.records) > 600
    assert compare(state.records, state.records) == []


# -- comparing

texts = st.text("abc", max_size=2)
values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
states = st.dictionaries(
    st.sampled_from("pqrst"),
    st.dictionaries(st.sampled_from(["name", "city", "sectors", "notes"]), values.filter(bool), max_size=4),
).map(lambda state: {id_: Entry("cluster", id_, {"id": id_, **fields}) for id_, fields in state.items()})


def by_word(changes: list[Change]) -> dict[str, set[str]]:
    return {word: {c.entry.id for c in changes if c.change == word} for word in ("came", "went", "changed")}


@given(states, states)
def test_every_record_that_differs_is_told_and_no_other(before: dict[str, Entry], after: dict[str, Entry]) -> None:
    found = by_word(compare(before, after))
    assert found["came"] == after.keys() - before.keys()
    assert found["went"] == before.keys() - after.keys()
    both = before.keys() & after.keys()
    assert found["changed"] == {id_ for id_ in both if before[id_].values != after[id_].values}


@given(states, states)
def test_the_way_back_is_the_same_way(before: dict[str, Entry], after: dict[str, Entry]) -> None:
    there = {(c.entry.id, d.field): (d.before, d.after) for c in compare(before, after) for d in c.differences}
    back = {(c.entry.id, d.field): (d.after, d.before) for c in compare(after, before) for d in c.differences}
    assert there == back


@given(st.lists(values, max_size=5), st.lists(values, max_size=5))
def test_pairs_lose_no_entry_of_a_list(gone: list[Any], new: list[Any]) -> None:
    gone, new = [e for e in gone if e], [e for e in new if e]
    found = list(pairs(gone, new))
    assert [one for one, _ in found if one is not None] == gone
    assert sorted(map(repr, (other for _, other in found if other is not None))) == sorted(map(repr, new))
