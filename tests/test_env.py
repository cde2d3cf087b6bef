"""Which catalogue and which index a command uses, and that it says so."""

from __future__ import annotations

import io
import pwd
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from clustercli.app import run
from clustercli.env import BUNDLED, Environment
from tests.conftest import Clustercli, Terminal

ONE = "id: one\nname: {name}\ncountry: SK\nsectors: [fabrics]\n"


@pytest.fixture
def three(clustercli: Clustercli) -> Clustercli:
    """A catalogue here (with data/), one in a folder beside (without), and one further up."""
    clustercli.write(
        {
            "data/catalogue.yaml": "title: Here\n",
            "data/smes/one.yaml": ONE.format(name="Here"),
            "beside/catalogue.yaml": "title: Beside\n",
            "beside/smes/one.yaml": ONE.format(name="Beside"),
            "variable/data/catalogue.yaml": "title: Variable\n",
            "variable/data/smes/one.yaml": ONE.format(name="Variable"),
            "deep/down/note.txt": "",
        }
    )
    return clustercli


def name(three: Clustercli, *arguments: str, **variables: str) -> str:
    return str(three(*arguments, "show", "one", "--format", "json", variables=variables).json()["name"])


def test_the_option_wins_over_the_variable_over_the_folder(three: Clustercli) -> None:
    assert name(three) == "Here"
    assert name(three, CLUSTERCLI_CATALOGUE="variable") == "Variable"
    assert name(three, "--catalogue", "beside", CLUSTERCLI_CATALOGUE="variable") == "Beside"


def test_the_nearest_folder_upward_is_used(three: Clustercli) -> None:
    root = three.folder
    three.folder = root / "deep" / "down"
    assert name(three) == "Here"
    three.folder = root / "beside" / "smes"
    assert name(three) == "Beside"


def test_without_any_the_bundled_one_answers(clustercli: Clustercli) -> None:
    result = clustercli("--version")
    assert f"catalogue  {BUNDLED} (the bundled one)" in result.out
    assert clustercli("show", "clutex").code == 0


def test_version_and_load_say_which(three: Clustercli) -> None:
    assert "catalogue  data/ (yours)" in three("--version").out
    assert "Catalogue data/\n" in three("load").err
    assert "Catalogue beside/\n" in three("load", "--catalogue", "beside").err


def test_options_may_stand_before_or_after_the_command(three: Clustercli) -> None:
    before = three("--catalogue", "beside", "--index", "mine.db", "list", "smes")
    after = three("list", "smes", "--catalogue", "beside", "--index", "mine.db")
    assert before == after
    assert "Beside" in after.out
    assert (three.folder / "mine.db").exists()
    assert before.code == 0


def test_the_index_lies_in_the_cache_folder(three: Clustercli) -> None:
    three("load")
    (index,) = (three.home / "cache" / "clustercli").iterdir()
    assert str(index) in three("--version").out


def test_a_folder_that_is_no_catalogue_is_told_with_what_to_do(three: Clustercli) -> None:
    result = three("list", "smes", "--catalogue", "/srv/nothing")
    assert result.code == 4
    assert result.out == ""
    assert result.err.splitlines() == [
        "No catalogue in /srv/nothing: no catalogue.yaml there.",
        "  Look around first:  clustercli match --sector textile --country RS     (the bundled catalogue)",
        "  Start your own:     clustercli init ./catalogue",
    ]


def test_a_day_that_is_none_is_a_usage_error(three: Clustercli) -> None:
    result = three("timeline", "--upcoming", variables={"CLUSTERCLI_TODAY": "tomorrow"})
    assert result.code == 2
    assert "CLUSTERCLI_TODAY: 'tomorrow' is not a day" in result.err


def test_progress_is_shown_while_there_is_a_second_to_wait_and_leaves_no_trace(
    clustercli: Clustercli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(each: float) -> str:
        clock = iter([5.0 + each * i for i in range(10)])
        monkeypatch.setattr("clustercli.env.monotonic", lambda: next(clock))
        err = Terminal()
        progress = Environment(clustercli.variables(), clustercli.folder, Terminal(), err).progress("Reading files")
        for done in range(1, 9):
            progress(done, 8)
        return err.getvalue()

    assert seen(0.1) == ""
    slow = seen(1.0)
    assert "Reading files: 2 of 8, 6 s left, 1 a second" in slow
    assert slow.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("platform", "variables", "cache"),
    [
        ("linux", {"HOME": "/home/me"}, "/home/me/.cache"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "/var/cache"}, "/var/cache"),
        ("darwin", {"HOME": "/Users/me", "XDG_CACHE_HOME": "/var/cache"}, "/Users/me/Library/Caches"),
        ("win32", {"USERPROFILE": "/Users/me"}, "/Users/me/AppData/Local"),
        ("win32", {"USERPROFILE": "/Users/me", "LOCALAPPDATA": "/local"}, "/local"),
    ],
)
def test_each_system_has_its_cache_folder(
    platform: str, variables: dict[str, str], cache: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    index = Environment(variables, BUNDLED).index_file
    assert (str(index.parent), index.suffix) == (f"{cache}/clustercli", ".db")


def test_whoever_has_no_home_is_answered_all_the_same(three: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container whose user has no name."""

    def nobody(uid: int) -> pwd.struct_passwd:
        raise KeyError(uid)

    three.write({"data/vocabulary/all.yaml": "- {id: fabrics, words: {en: [fabrics]}}\n"})
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    out, err = io.StringIO(), io.StringIO()
    assert run(["list", "smes"], Environment({}, three.folder, out, err)) == 0
    assert "one\tHere" in out.getvalue()
    assert re.fullmatch(
        r"The index cannot be kept in /dev/null/\S+: [a-z ]+; it was made in memory\.\n", err.getvalue()
    )


def test_the_home_of_the_user_is_known_without_a_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Environment({}, BUNDLED).index_file.is_relative_to(tmp_path)


def test_in_a_folder_that_is_gone_the_bundled_catalogue_answers(
    tmp_path: Path, used: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    out, err = io.StringIO(), io.StringIO()
    env = Environment({"HOME": str(tmp_path)}, None, out, err)
    assert run(["--index", str(used[0]), "show", "clutex"], env) == 0
    assert "CLUTEX" in out.getvalue()
    assert err.getvalue() == ""


def test_today_is_the_day_of_the_clock_unless_another_is_named() -> None:
    before = date.today()
    assert before <= Environment({}).today <= date.today()
    assert Environment({"CLUSTERCLI_TODAY": "2026-11-22"}).today == date(2026, 11, 22)
