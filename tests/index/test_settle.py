"""After any edit the index is what it would be if it were made anew: problems, what is usable, and the words."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercli.index import queries, refresh, settle
from tests.conftest import Clustercli

IDS = ["aa", "ab", "Ac", "bd", "be", "cf"]
FILES = ["smes/1.yaml", "smes/2.yaml", "clusters/1.yaml", "institutions/1.yaml", "sources.yaml"]
VOCABULARY = "- {id: wool, words: {en: [wool]}}\n"

records = st.fixed_dictionaries(
    {"id": st.sampled_from(IDS), "name": st.sampled_from(["Niš", "Ниш a.s.", "Łódź", "{en: One, cs: Jeden}"])},
    optional={
        "successor": st.sampled_from(IDS),
        "member_of": st.lists(st.sampled_from(IDS), min_size=1, max_size=2),
        "same_as": st.sampled_from(IDS),
        "renamed_from": st.lists(st.sampled_from([*IDS, "old"]), min_size=1, max_size=2),
        "sources": st.lists(st.sampled_from(IDS), min_size=1, max_size=2),
        "notes": st.sampled_from(["wool", "two\\nlines"]),
    },
)
contents = st.lists(records, max_size=3)
steps = st.lists(
    st.dictionaries(st.sampled_from(FILES), st.tuples(contents, st.booleans()), min_size=1, max_size=2),
    min_size=1,
    max_size=4,
)


def text(path: str, content: list[dict[str, Any]], shifted: bool) -> str:
    """The YAML of some records; `shifted` by a line, so that all places change."""
    lines = ["# one line more"] * shifted
    for record in content:
        if path == "sources.yaml":
            lines.append(f"{record['id']}: {{title: {record['id']}}}")
            continue
        extra = "" if path == "institutions/1.yaml" else "sectors: [wool], "
        values = ", ".join(f"{key}: {value}".replace("'", "") for key, value in record.items())
        lines.append(f"- {{{values}, {extra}country: RS}}")
    return "\n".join([*lines, ""])


def state(index: Path) -> dict[str, Any]:
    """All that an index says of its records, but for their numbers."""
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, col)")
        usable = "SELECT path, line, column, r.id, usable FROM record r JOIN file ON number = file ORDER BY 1, 2, 3"
        return {
            "problems": queries.problems(connection),
            "usable": connection.execute(usable).fetchall(),
            "words": connection.execute("SELECT * FROM words WHERE doc > 0 ORDER BY term, col").fetchall(),
        }


@given(steps)
@settings(max_examples=60)
def test_an_edited_index_is_what_a_new_one_would_be(edits: list[dict[str, tuple[list[dict[str, Any]], bool]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(refresh, "_SETTLED_NS", 0)  # or every file were read again, as one that may still change
        data = Path(folder, "data")
        for path in ("smes", "clusters", "institutions", "vocabulary"):
            (data / path).mkdir(parents=True)
        (data / "catalogue.yaml").write_text("title: Small\n")
        (data / "vocabulary/all.yaml").write_text(VOCABULARY)
        for number, edit in enumerate(edits):
            for path, (content, shifted) in edit.items():
                (data / path).unlink(missing_ok=True)
                if content or shifted:
                    (data / path).write_text(text(path, content, shifted))
            edited, anew = Path(folder, "edited.db"), Path(folder, f"anew-{number}.db")
            for index in (edited, anew):
                refresh.open_fresh(data, data, index)[0].close()
            assert state(edited) == state(anew)


def test_where_most_files_change_the_index_is_made_anew(small: Clustercli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "_MANY", 1)
    names = [f"data/smes/{number}.yaml" for number in range(40)]
    firm = "{{id: firm-{0}, name: {1}, country: RS, sectors: [fabrics]}}\n"
    small.write({name: firm.format(number, "Old") for number, name in enumerate(names)})
    small("load")
    monkeypatch.setattr(settle, "goes", None)  # nothing is taken out one by one
    small.write({name: firm.format(number, "New") for number, name in enumerate(names)})
    result = small("load")
    assert result.code == 0
    assert "Changed: 40 files changed" in result.err
    assert small("show", "firm-7", "--format", "json").json()["name"] == "New"


def test_a_change_asks_the_index_for_nothing_that_has_to_be_searched_through(small: Clustercli) -> None:
    small("load")
    (index,) = (small.home / "cache" / "clustercli").glob("*.db")
    with closing(sqlite3.connect(index)) as connection:
        settle.begin(connection)
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        settle.goes(connection, "smes/all.yaml")
        settle.comes(connection, "smes/all.yaml")
        settle.settle(connection, whole=False)
        connection.set_trace_callback(None)
        plans = [
            (statement, step[3])
            for statement in asked
            if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
            for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    small_ones = ("doubtful", "touched", "moved", "gone", "again", "problem", "(", "CONSTANT")
    scans = [plan for plan in plans if plan[1].startswith("SCAN") and not plan[1][5:].startswith(small_ones)]
    assert plans
    assert scans == []
