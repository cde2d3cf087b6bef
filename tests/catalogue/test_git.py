"""What keeps git from telling of the past is told in git's own words, and nothing is made up for it."""

from __future__ import annotations

import os
import subprocess
from typing import Any

import pytest

from clustercli.errors import Exit
from tests.catalogue.test_problems import within
from tests.conftest import CLUSTERS, Clustercli
from tests.repository import Repository

ALL = "data/clusters/all.yaml"
SINCE = ("changes", "--since", "HEAD")


@pytest.fixture
def kept(clustercli: Clustercli) -> Clustercli:
    """A catalogue without a fault of which git keeps a first version."""
    clustercli.write({"data/catalogue.yaml": "title: Kept\n", "data/clusters/all.yaml": CLUSTERS})
    Repository.made(clustercli.folder).commit()
    return clustercli


def lost(program: Clustercli, what: str) -> str:
    """Delete an object of the repository; its id."""
    id_ = Repository(program.folder).git("rev-parse", what)
    (program.folder / ".git/objects" / id_[:2] / id_[2:]).unlink()
    return id_


def test_a_repository_whose_settings_cannot_be_read_is_a_failure_and_not_one_without_history(kept: Clustercli) -> None:
    (kept.folder / ".git/config").write_text("[core\n", encoding="utf-8")
    result = kept(*SINCE)
    assert (result.code, result.out) == (Exit.FAILED, "")
    first, second = result.err.splitlines()
    assert first == "git failed in data/."
    assert "bad config line 1" in second
    result = kept("forget", "nobody-at-all")
    assert (result.code, "Not looked at: the history in git: git failed in data/." in result.err) == (1, True)


@pytest.mark.parametrize("command", [SINCE, ("changes", "--since", "2026-11-02")])
def test_a_tree_that_is_lost_is_a_failure(kept: Clustercli, command: tuple[str, ...]) -> None:
    id_ = lost(kept, "HEAD^{tree}")
    result = kept(*command)
    assert (result.code, result.out) == (Exit.FAILED, "")
    assert result.err.startswith("git failed in data/.\n  ")
    assert id_ in result.err or "not a tree object" in result.err


def test_a_commit_that_is_lost_keeps_nothing_else_from_being_searched(kept: Clustercli) -> None:
    Repository(kept.folder).commit("2026-11-02")
    lost(kept, "HEAD~1")
    result = kept("forget", "Klaster FACTS", "--format", "json")
    assert result.code == Exit.FAILED
    assert "Not looked at: the history in git: git failed in data/." in result.err
    assert ALL in [row["file"] for row in result.json()]


def test_within_the_folder_of_git_itself_there_is_no_history(kept: Clustercli) -> None:
    """As in a repository without a work tree."""
    (kept.folder / "data").rename(kept.folder / ".git/data")
    result = kept(*SINCE, "--catalogue", ".git")
    assert (result.code, result.out) == (Exit.NOT_FOUND, "")
    assert result.err.startswith(".git/data/ is not kept in git, so there is no history to compare with.\n")


def test_a_repository_within_the_catalogue_is_no_part_of_it(kept: Clustercli) -> None:
    """A submodule is a commit of another repository: nothing of it lies in ours."""
    (kept.folder / "data/clusters/theirs.yaml").mkdir()
    Repository.made(kept.folder / "data/clusters/theirs.yaml").commit()
    Repository(kept.folder).git("-c", "advice.addEmbeddedRepo=false", "add", "-A", ".")
    Repository(kept.folder).commit("2026-11-02")
    assert "160000 commit" in Repository(kept.folder).git("ls-tree", "-r", "HEAD")
    result = kept("changes", "--since", "HEAD~1", "--until", "HEAD", "--format", "json")
    assert (result.code, result.json()) == (Exit.OK, [])


def test_git_that_does_not_answer_is_not_waited_for_for_ever(kept: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for somebody to write its settings, for a minute: the test has one of a fifth of a second."""
    config, run, waited = kept.folder / ".git/config", subprocess.run, []
    config.unlink()
    os.mkfifo(config)

    def hasty(*arguments: Any, timeout: float, **options: Any) -> Any:
        waited.append(timeout)
        return run(*arguments, timeout=0.2, **options)

    monkeypatch.setattr(subprocess, "run", hasty)
    with within(10):
        result = kept(*SINCE)
    assert (result.code, result.out, waited) == (Exit.FAILED, "", [60])
    assert result.err == "git did not answer within 60 seconds in data/.\n"
