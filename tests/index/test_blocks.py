"""Records written as they are stored make the same file as records read, and an export keeps none of them."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercli.index import blocks, cells, queries, refresh, schema
from clustercli.present.columns import Column, Listing
from clustercli.present.formats import csv
from clustercli.records.kinds import SME

nasty = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).map(lambda text: f"{text}.").filter(str.strip)
texts = nasty | st.sampled_from(
    ["wool", "=1+1", "+381 18 123", "'x", '"', "a, b", "a; b", "x\ny", "a\x1fb", "\x1e", "[1]", "{", "\u200bx", "ž"]
)
items = st.one_of(
    texts,
    st.just({"concept": "wool"}),
    st.fixed_dictionaries({"concept": st.just("wool"), "text": texts}),
)
records = st.fixed_dictionaries(
    {"name": texts | st.dictionaries(st.sampled_from(["cs", "en", "bg"]), texts, min_size=1)},
    optional={
        "offers": st.lists(items, min_size=1, max_size=3),
        "aliases": st.lists(texts, min_size=1, max_size=3),
        "city": texts,
        "place": st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda place: [repr(part) for part in place]),
        "description": st.dictionaries(st.sampled_from(["cs", "en"]), texts, min_size=1),
        "notes": texts | st.lists(texts, min_size=1, max_size=2),
        "contacts": st.lists(st.fixed_dictionaries({"role": texts, "purpose": texts}), min_size=1, max_size=2),
        "identifiers": st.just({"cz-ico": "27074358"}),
        "disputed": st.fixed_dictionaries(
            {
                "city": st.lists(
                    st.fixed_dictionaries({"value": texts, "source": st.just("https://example.org")}), min_size=1
                )
            }
        ),
        "sources": st.just({"record": ["https://example.org"]}) | st.just(["https://example.org/a,b"]),
    },
)


@given(st.lists(records, min_size=1, max_size=4), st.booleans(), st.sampled_from(["", "cs"]))
@settings(max_examples=100)
def test_stored_cells_make_the_same_lines(found: list[dict[str, Any]], raw: bool, language: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for path in ("smes", "vocabulary"):
            (data / path).mkdir()
        (data / "catalogue.yaml").write_text("title: Small\n")
        (data / "vocabulary/all.yaml").write_text("- {id: wool, words: {en: [wool]}}\n")
        for number, record in enumerate(found):
            values = {"id": f"r{number}", "country": "RS", "sectors": ["wool"], **record}
            (data / f"smes/{number}.yaml").write_text(json.dumps(values), encoding="utf-8")
        connection, _ = refresh.open_fresh(data, data, data / "index.db")
        if language:
            schema.speak(connection, [language])
        names = schema.kind_columns(SME)
        plain, quick = io.StringIO(newline=""), io.StringIO(newline="")
        columns = tuple(Column(name, name) for name in names)
        csv.write(Listing(columns, queries.listing(connection, SME)), plain, 0, False, raw)
        csv.header(names, quick)
        for block in blocks.blocks(connection, SME):
            if isinstance(block, dict):
                csv.rows(names, [block], quick, raw)
            else:
                quick.write(csv.block(block, raw, cells.read, cells.SPOKEN).decode())
        connection.close()
    assert quick.getvalue() == plain.getvalue()


def test_records_come_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_AT_ONCE", 2)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        (data / "smes").mkdir()
        (data / "vocabulary").mkdir()
        (data / "catalogue.yaml").write_text("title: Small\n")
        (data / "vocabulary/all.yaml").write_text("- {id: wool, words: {en: [wool]}}\n")
        firms = "".join(f"- {{id: r{n}, name: Firm, country: RS, sectors: [wool]}}\n" for n in range(5))
        (data / "smes/all.yaml").write_text(firms + "- {id: r5, name: =1, country: RS, sectors: [wool]}\n")
        connection, _ = refresh.open_fresh(data, data, data / "index.db")
        sizes = [len(block) if isinstance(block, list) else block["id"] for block in blocks.blocks(connection, SME)]
        connection.close()
    assert sizes == [2, 2, 1, "r5"]
