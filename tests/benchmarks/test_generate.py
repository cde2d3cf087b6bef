"""The generator: the same bytes for the same seed, records of the size asked for, and nothing for check to say."""

from __future__ import annotations

import statistics
from pathlib import Path

import yaml

from tests.benchmarks.generate import cyrillic, generate, scalar
from tests.conftest import Clustercli


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.yaml"))}


def test_the_same_seed_gives_the_same_bytes_and_another_others(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate(tmp_path / name, 120, seed, per_file=50)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a") != contents(tmp_path / "c")
    assert [len(yaml.safe_load(p.read_bytes())) for p in sorted((tmp_path / "a/data/smes").iterdir())] == [50, 50, 20]


def test_a_larger_catalogue_begins_with_the_records_of_a_smaller(tmp_path: Path) -> None:
    generate(tmp_path / "small", 100)
    generate(tmp_path / "large", 200)
    first = "data/smes/000000.yaml"
    assert (tmp_path / "small" / first).read_bytes() == (tmp_path / "large" / first).read_bytes()


def test_firms_are_as_large_and_as_mixed_as_real_ones_and_have_no_faults(clustercli: Clustercli) -> None:
    generate(clustercli.folder, 300)
    files = contents(clustercli.folder / "data" / "smes")
    text = b"".join(files.values()).decode()
    firms = yaml.load(text, yaml.CSafeLoader)
    assert 650 <= len(text.encode()) / len(firms) <= 850
    assert {f["country"] for f in firms} == {"CZ", "RS", "BG", "DE", "AT", "HU", "SK", "PL", "SI", "HR", "RO", "IT"}
    assert all(len(f["offers"]) == len(f["needs"]) == 5 for f in firms)
    items = [i for f in firms for i in f["offers"] + f["needs"]]
    assert 0.06 < sum(isinstance(i, str) for i in items) / len(items) < 0.14
    assert any("ј" in str(f["name"]) for f in firms)
    assert any("щ" in str(f) for f in firms)
    sectors = [f["sectors"][0] for f in firms]
    assert sectors.count(statistics.mode(sectors)) > len(sectors) / 20
    checked = clustercli("check")
    assert (checked.code, checked.out) == (0, "")


def test_texts_are_quoted_where_yaml_would_take_them_for_something_else() -> None:
    for text in (
        "no",
        "5G-Netz",
        "a, b",
        "l'oro",
        "CE: yes",
        "x #1",
        "Příze a vlákna",
        "spol. s r.o.",
        "GmbH & Co. KG",
    ):
        assert yaml.safe_load(f"[{{a: {scalar(text)}}}]") == [{"a": text}]
    assert scalar("woven wool") == "woven wool"


def test_serbian_is_written_in_cyrillic() -> None:
    assert cyrillic("Ljubav, NJEGOŠ i džem: Đerdap") == "Љубав, ЊЕГОШ и џем: Ђердап"
