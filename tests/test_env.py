"""Which catalogue and which index a command uses, and that it says so."""

from __future__ import annotations

import pytest

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
