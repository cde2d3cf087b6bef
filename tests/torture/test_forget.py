"""Forgetting: every place where a person's name still stands is listed, until there is none."""

from __future__ import annotations

import shutil
import time
import unicodedata
from collections.abc import Callable

import pytest

from clustercli.records.fold import fold
from tests.conftest import Clustercli
from tests.torture.conftest import as_nobody
from tests.torture.test_private import SOUND, git, index_of

Tally = Callable[[str, int, str], None]

NAME = "Žaneta Nikdošová"
WORDS = ("zaneta", "nikdosova")


@pytest.fixture
def story(clustercli: Clustercli) -> Clustercli:
    """A catalogue with a name in a description, exported, and kept in git."""
    clustercli.write({"data/catalogue.yaml": "title: Story\n", "data/smes/all.yaml": SOUND.replace(
        "  city: Liberec\n", f"  city: Liberec\n  description: Ask for {NAME} there.\n", 1)})  # fmt: skip
    git(clustercli.folder, "init", "-q")
    git(clustercli.folder, "add", ".")
    git(clustercli.folder, "commit", "-qm", "First")
    assert clustercli("export", "--out", "lists").code == 0
    return clustercli


def places(clustercli: Clustercli, *arguments: str) -> list[str]:
    result = clustercli("forget", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return [row["where"] for row in result.json()]


def test_a_person_is_forgotten_and_that_is_shown(story: Clustercli) -> None:
    rows = story("forget", NAME, "--format", "json").json()
    assert [(row["where"], row["file"], row["line"], row["column"]) for row in rows] == [
        ("catalogue", "data/smes/all.yaml", 5, 24),
        ("history", f"git show {git(story.folder, 'log', '-1', '--format=%h').strip()}", None, None),
        ("index", str(next((story.home / "cache" / "clustercli").glob("*.db"))), None, None),
        ("export", "lists/smes.csv", 2, rows[-1]["column"]),
    ]  # fmt: skip
    assert all(row["remedy"] for row in rows)
    assert "4 places in all. Looked at: " in story("forget", NAME).err

    path = story.folder / "data/smes/all.yaml"
    story.write({"data/smes/all.yaml": path.read_text("utf-8").replace(f"Ask for {NAME} there.", "Ask there.")})
    assert set(places(story, NAME)) == {"history", "index", "export"}  # a deleted word stays in the search
    assert story("load", "--rebuild").code == 0
    assert set(places(story, NAME)) == {"history", "export"}
    assert story("export", "--out", "lists").code == 0
    assert places(story, NAME) == ["history"]
    git(story.folder, "commit", "-qam", "Second")
    assert places(story, NAME) == ["history", "history"]  # the commit that brought it, and the one that took it
    held = index_of(story).lower()
    assert [word for word in (*WORDS, *NAME.lower().split()) if word.encode() in held] == []


def test_an_index_made_anew_holds_no_byte_of_what_was_deleted(story: Clustercli, tally: Tally) -> None:
    path = story.folder / "data/smes/all.yaml"
    with_name = path.read_text("utf-8")
    for number in range(12):
        name = f"Žanetina{'abcdefghijkl'[number]} Nikdošová"
        story.write({"data/smes/all.yaml": with_name.replace(NAME, name)})
        story("load")
    story.write({"data/smes/all.yaml": with_name.replace(NAME, "nobody")})
    story("load", "--rebuild")
    held = index_of(story).lower()
    assert [word for word in (*WORDS, "zanetina", "žanet", "nikdoš") if word.encode() in held] == []
    tally("names of which an index made anew holds no byte", 13, "names")


def test_a_history_that_was_rewritten_is_silent(story: Clustercli) -> None:
    path = story.folder / "data/smes/all.yaml"
    path.write_text(path.read_text("utf-8").replace(NAME, "nobody"), "utf-8")
    git(story.folder, "commit", "-qa", "--amend", "-m", "First")
    story("load", "--rebuild")
    story("export", "--out", "lists")
    assert places(story, NAME) == ["history"]  # the reflog still has it
    git(story.folder, "reflog", "expire", "--expire=now", "--all")
    git(story.folder, "gc", "-q", "--prune=now")
    result = story("forget", NAME)
    assert (result.code, result.out) == (0, "where\tfile\tline\tcolumn\ttext\tremedy\n")
    assert result.err == (
        f"'{NAME}' is nowhere. Looked at: 2 files of the catalogue, 1 commit, the index,"
        " 15 files of exports in 1 folder.\n"
    )
    assert story.screen("forget", NAME) == result.err


def test_a_file_is_told_once_that_was_exported_to_a_folder_that_is_named(story: Clustercli) -> None:
    story.write({"lists/copy.txt": NAME})
    assert places(story, NAME, "--in", "lists") == [*places(story, NAME), "export"]
    assert places(story, NAME, "--in", "lists", "--in", "lists") == [*places(story, NAME), "export"]


@pytest.mark.parametrize(
    ("place", "text", "found"),
    [
        ("data/notes.txt", NAME, ["catalogue", "index"]),
        ("lists/smes.csv", NAME, ["catalogue", "index"]),
        ("the index", "Not There", []),  # no row holds it, so that the bytes are to be looked at
    ],
)
def test_what_cannot_be_looked_at_is_told_and_the_rest_is_found(
    story: Clustercli, place: str, text: str, found: list[str]
) -> None:
    shutil.rmtree(story.folder / ".git")
    story.write({"data/notes.txt": "nothing", "lists/smes.csv": "nothing"})
    (index,) = (story.home / "cache" / "clustercli").glob("*.db")
    assert places(story, text) == found
    path = index if place == "the index" else story.folder / place
    path.chmod(0)
    with as_nobody(story):
        result = story("forget", text, "--format", "json")
    assert (result.code, [row["where"] for row in result.json()]) == (1, found)
    shown = str(index) if path == index else place
    assert result.err.endswith(f"\nNot looked at: {shown}: Permission denied\n")


SPELLINGS = ["ŽANETA NIKDOŠOVÁ", "zaneta nikdosova", "Žaneta   Nikdošová", "Žaneta\n    Nikdošová", "Жанета Никдошова",
             "zaneta.nikdosova@example.org", "ZanetaNikdosova", unicodedata.normalize("NFD", NAME),
             "Žaneta\u00a0Nikdošová", r"\u017daneta Nikdo\u0161ov\u00e1", "%C5%BDaneta-Nikdo%C5%A1ov%C3%A1",
             "Žаnеtа Nikdоšоvá"]  # fmt: skip


def test_every_spelling_is_found_in_every_kind_of_file(clustercli: Clustercli, tally: Tally) -> None:
    kinds = {"data/notes-{}.txt": "x\n{}\n", "data/smes/broken-{}.yaml": "- id: x\n  name: [{}\n",
             "data/old/{}.yaml": "x: {}\n", "data/.hidden-{}": "{}", "elsewhere/{}.csv": "a,b\n1,{}\n",
             "data/smes/{}.yaml": "# {}\nid: x\n"}  # fmt: skip
    files = {name.format(number): text.format(written) for number, written in enumerate(SPELLINGS)
             for name, text in kinds.items()}  # fmt: skip
    clustercli.write({"data/catalogue.yaml": "title: T\n", **files})
    rows = clustercli("forget", NAME, "--in", "elsewhere", "--format", "json").json()
    assert {row["file"] for row in rows if row["where"] != "index"} == set(files)
    tally("spellings of a name found in files of every kind", len(files), "places")


@pytest.mark.parametrize("encoding", ["cp1250", "utf-16", "utf-8-sig", "iso8859-2"])
def test_a_name_is_found_in_files_of_other_encodings(clustercli: Clustercli, encoding: str) -> None:
    clustercli.write({"data/catalogue.yaml": "title: T\n"})
    (clustercli.folder / "data" / "old.yaml").write_bytes(f"a\n  b: {NAME}\n".encode(encoding))
    rows = clustercli("forget", NAME, "--format", "json").json()
    assert [(row["file"], row["line"], row["column"]) for row in rows] == [("data/old.yaml", 2, 6)]


def test_a_cyrillic_name_is_found_in_latin_letters(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: T\n# Djordje Primeric, Đorđe Primerić, Ђорђе Примерић\n"})
    for name in ("Ђорђе Примерић", "Đorđe Primerić", "DJORDJE PRIMERIC"):
        assert len(clustercli("forget", name, "--format", "json").json()) == 3


def test_a_number_is_found_in_any_groups(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: T\n# +420 700 000 001, 700000001, 700/000-001, 700 000 002\n"})
    for number in ("+420 700 000 001", "700000001", "(+420) 700-000-001"):
        assert len(clustercli("forget", number, "--format", "json").json()) == 3


def test_names_of_files_and_words_of_commits_are_found(story: Clustercli) -> None:
    story.write({"data/zaneta-nikdosova.txt": "nothing"})
    git(story.folder, "commit", "-q", "--allow-empty", "-m", "Told by Zaneta Nikdosova")
    git(story.folder, "-c", "user.name=Žaneta Nikdošová", "commit", "-q", "--allow-empty", "-m", "x",
        "--author", "Žaneta Nikdošová <z@example.org>")  # fmt: skip
    found = places(story, NAME)
    assert found.count("file name") == 1
    assert found.count("history") == 3


def test_an_export_that_was_moved_is_told_and_found_where_it_is_now(story: Clustercli) -> None:
    (story.folder / "lists").rename(story.folder / "moved")
    result = story("forget", NAME, "--in", "moved")
    assert "moved/smes.csv" in result.out
    assert "Exported to, and not there now: lists (if it was moved: --in)" in result.err.splitlines()
    assert story("forget", NAME, "--in", "nowhere").code == 2


def test_what_cannot_be_looked_at_is_told_and_no_success(story: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    (story.folder / "data" / "gone.txt").symlink_to("nowhere")
    assert story("forget", "nobody-at-all").code == 0  # links to nothing hold nothing
    monkeypatch.setenv("PATH", "/nonexistent")
    result = story("forget", "nobody-at-all", variables={"PATH": "/nonexistent"})
    assert result.code == 1
    assert "Not looked at: the history in git" in result.err


def test_a_repository_without_a_commit_has_nothing(clustercli: Clustercli) -> None:
    clustercli.write({"data/catalogue.yaml": "title: T\n"})
    git(clustercli.folder, "init", "-q")
    result = clustercli("forget", NAME)
    assert (result.code, "0 commits" in result.err) == (0, True)


@pytest.mark.parametrize("text", ["", " ", "ab", "..", "@", "a b", "é", "-- -"])
def test_a_text_too_short_to_look_for_is_refused(story: Clustercli, text: str) -> None:
    result = story("forget", "--", text)
    assert (result.code, result.out) == (2, "")


def test_forget_changes_nothing(story: Clustercli) -> None:
    story("list")
    files = [path for path in story.folder.rglob("*") if path.is_file()]
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
    held = index_of(story)
    story("forget", NAME)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files} == before
    assert index_of(story) == held


def test_words_of_the_search_are_read_as_its_pages_hold_them(story: Clustercli) -> None:
    """The reader of FTS5's pages finds the very words that SQLite itself finds in them."""
    import sqlite3

    from clustercli.index import residue

    (path,) = (story.home / "cache" / "clustercli").glob("*.db")
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE temp.living USING fts5vocab('main', 'search', 'row')")
    living = {word for (word,) in connection.execute("SELECT term FROM temp.living")}
    found = set(residue._words(connection))
    assert living <= found
    assert {word for word in found if not any(alive.startswith(word) for alive in living)} == set()
    assert fold("Liberec") in living
    connection.close()


@pytest.mark.parametrize(
    "text", ["ш" * 100, "sh" * 150, "x" * 300], ids=["a letter of two", "two letters", "one letter"]
)
def test_a_text_of_many_ways_to_be_written_is_looked_for_in_time(story: Clustercli, text: str) -> None:
    begin = time.process_time()
    assert story("forget", text).code == 0
    assert time.process_time() - begin < 10


def test_a_text_longer_than_any_name_is_refused(story: Clustercli) -> None:
    result = story("forget", "x" * 100_000)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("TEXT has over 300 letters; a name or a line of it is found as well.\n")
