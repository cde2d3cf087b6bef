"""The rows of the table: what is measured, beside what, and the goal. A new row is one entry of ROWS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.measure import PEERS, ROOT, Bench, Cost

MATCH = ("match", "--sector", "textile", "--country", "RS")
MATCH_ALL = ("match", "--all", "--format", "csv")
SEARCHES = ("moravel praha", "текстил ниш", "Leichtbau Dresden", "software zagreb", "Габрово метал")
SELECT = "SELECT id, name, city FROM sme WHERE country = 'RS' ORDER BY id LIMIT 20"
IMPORT = 'python -c "import sqlite3"'

Side = Callable[[Bench, int], float]


class Unit(NamedTuple):
    """How a figure is made of our side and the peer's, and how both are written."""

    figure: Callable[[float, float], float]
    text: str
    side: Callable[[float], str]


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _size(value: float) -> str:
    return f"{value:.0f} MiB"


TIMES = Unit(lambda ours, peer: ours / peer, "{:.2f} x", _seconds)
PERCENT = Unit(lambda ours, peer: ours / peer * 100, "{:.2f} %", _seconds)
MORE = Unit(lambda ours, peer: (ours - peer) * 1000, "{:+.0f} ms", _seconds)
MEMORY = Unit(lambda ours, _: ours, "{:.0f} MiB", _size)
SIZE = Unit(lambda ours, peer: ours / peer, "{:.2f} x", _size)


class Row(NamedTuple):
    """One line of the table. `peer` is None beside a limit, `goal` where the peer is only there to compare."""

    name: str
    what: str
    beside: str
    unit: Unit
    goal: float | None
    runs: int
    ours: Side
    peer: Side | None


def import_sqlite(bench: Bench, _: int) -> float:
    """The least that any program with a database pays."""
    return bench.python("-c", "import sqlite3").cpu


def match_pipe(bench: Bench, _: int) -> float:
    """A warm match on the real catalogue."""
    bench.loaded(0)
    return bench.ours(*MATCH, "--format", "csv").cpu


def match_terminal(bench: Bench, _: int) -> float:
    """The same, for a person."""
    bench.loaded(0)
    return bench.ours(*MATCH, terminal=True).cpu


def match_table(bench: Bench, _: int) -> float:
    """The same as a table."""
    bench.loaded(0)
    return bench.ours(*MATCH, "--format", "table", terminal=True).cpu


def sqlite_utils_query(bench: Bench, _: int) -> float:
    """One SELECT of sqlite-utils on the index of the real catalogue."""
    bench.loaded(0)
    (index,) = (bench.folder / "cache" / "clustercli").glob("*.db")
    return bench.python("-m", "sqlite_utils", "query", str(index), SELECT).cpu


def dearest_help(bench: Bench, _: int) -> float:
    """The help of the program or of the command that costs most."""
    return bench.ours(*bench.dearest_help(), "--help").cpu


def load_small(bench: Bench, _: int) -> float:
    """A cold load."""
    return bench.cold(bench.sizes.small).cpu


def _load(bench: Bench, firms: int, turn: int) -> Cost:
    return bench.once(f"load {firms}", turn, lambda: bench.cold(firms))


def load_medium(bench: Bench, turn: int) -> float:
    """A cold load of ten times as many."""
    return _load(bench, bench.sizes.medium, turn).cpu


def load_medium_memory(bench: Bench, turn: int) -> float:
    """Its memory."""
    return _load(bench, bench.sizes.medium, turn).memory


def load_large_memory(bench: Bench, turn: int) -> float:
    """The memory of the largest."""
    return _load(bench, bench.sizes.large, turn).memory


def parse(bench: Bench, _: int) -> float:
    """PyYAML, which only parses."""
    return bench.python(PEERS, "parse", str(bench.catalogue(bench.sizes.small) / "smes")).cpu


def yaml_to_sqlite(bench: Bench, _: int) -> float:
    """yaml-to-sqlite, which takes one file."""
    whole = bench.folder / "whole.yaml"
    whole.write_bytes(b"".join(file.read_bytes() for file in bench.files(bench.sizes.small)))
    return bench.peer("yaml_to_sqlite", "yaml_to_sqlite", str(whole), str(bench.folder / "whole.db")).cpu


def unchanged(bench: Bench, _: int) -> float:
    """A small question to a catalogue in which nothing changed."""
    bench.loaded(bench.sizes.medium)
    return bench.ours("list", "smes", "--limit", "1", "--format", "csv", firms=bench.sizes.medium).cpu


def unchanged_hundred(bench: Bench, _: int) -> float:
    """The same question to a hundred firms."""
    bench.loaded(100)
    return bench.ours("list", "smes", "--limit", "1", "--format", "csv", firms=100).cpu


def one_changed(bench: Bench, turn: int) -> float:
    """A load after one firm of one file changed."""
    with bench.changed(bench.sizes.medium, turn):
        return bench.ours("load", firms=bench.sizes.medium).cpu


def match_id(bench: Bench, turn: int) -> float:
    """The best partners of one firm."""
    firms = bench.sizes.large
    bench.loaded(firms)
    return bench.ours("match", bench.firm(firms, turn), "--limit", "20", "--format", "csv", firms=firms).cpu


def match_sector(bench: Bench, _: int) -> float:
    """The best pairs of a sector of a country."""
    bench.loaded(bench.sizes.large)
    return bench.ours(*MATCH, "--format", "csv", firms=bench.sizes.large).cpu


def search(bench: Bench, turn: int) -> float:
    """A search of two words."""
    bench.loaded(bench.sizes.large)
    return bench.ours("search", SEARCHES[turn % len(SEARCHES)], "--format", "csv", firms=bench.sizes.large).cpu


def _match_all(bench: Bench, index: Path) -> Cost:
    return bench.ours(*MATCH_ALL, firms=bench.sizes.medium, index=index)


def _full_run(bench: Bench, turn: int) -> Cost:
    return bench.once("all", turn, lambda: _match_all(bench, bench.copy(bench.sizes.medium)))


def match_all(bench: Bench, turn: int) -> float:
    """The best partners of every firm."""
    return _full_run(bench, turn).cpu


def match_all_memory(bench: Bench, turn: int) -> float:
    """Its memory."""
    return _full_run(bench, turn).memory


def match_all_again(bench: Bench, turn: int) -> float:
    """The same after one firm changed, beside which a full run must give the same bytes."""
    firms = bench.sizes.medium
    index = bench.copy(firms)
    _match_all(bench, index)
    with bench.changed(firms, turn):
        bench.ours("load", firms=firms, index=index)
        again = _match_all(bench, index)
        index.unlink()
        bench.ours("load", firms=firms, index=index)
        if again.out != _match_all(bench, index).out:
            raise RuntimeError("the lists differ from those of a full run")
    return again.cpu


def _terms(bench: Bench) -> str:
    file = bench.folder / "terms.csv"
    bench.python(PEERS, "terms", str(bench.catalogue(bench.sizes.medium) / "smes"), str(file))
    return str(file)


def scipy_product(bench: Bench, _: int) -> float:
    """The sparse product of scipy, of the same offers and needs."""
    return bench.peer("scipy", "scipy_best", _terms(bench), str(bench.folder / "best.csv")).cpu


def topn_product(bench: Bench, _: int) -> float:
    """The same by a library made for it."""
    return bench.peer("sparse_dot_topn", "topn_best", _terms(bench), str(bench.folder / "best.csv")).cpu


def export(bench: Bench, _: int) -> float:
    """An export of all firms into a folder."""
    bench.loaded(bench.sizes.medium)
    out = bench.folder / "export"
    for old in out.glob("*"):
        old.unlink()  # a file that would be the same is not written again
    return bench.ours("export", "smes", "--out", str(out), firms=bench.sizes.medium).cpu


def write_csv(bench: Bench, _: int) -> float:
    """csv.writer over a cursor of the same rows."""
    return bench.python(PEERS, "write_csv", str(bench.loaded(bench.sizes.medium)), str(bench.folder / "peer.csv")).cpu


def index_size(bench: Bench, _: int) -> float:
    """MiB of the index."""
    return bench.loaded(bench.sizes.medium).stat().st_size / 2**20


def yaml_size(bench: Bench, _: int) -> float:
    """MiB of all YAML that was read, the bundled vocabulary with it."""
    own = bench.catalogue(bench.sizes.medium).rglob("*.yaml")
    bundled = (ROOT / "data" / "vocabulary").glob("*.yaml")
    return sum(file.stat().st_size for file in (*own, *bundled)) / 2**20


# name, what ({small}, {medium}, {large} are numbers of firms), beside, unit, goal, runs, ours, peer
ROWS = (
    Row("match", "warm `match` (real catalogue) to a pipe", f"`{IMPORT}`", TIMES, 4.6, 21, match_pipe, import_sqlite),
    Row("table", "the same, a table on a terminal", "same", TIMES, 7, 21, match_table, import_sqlite),
    Row("terminal", "the same, as it comes on a terminal", "same", TIMES, 7, 21, match_terminal, import_sqlite),
    Row("query", "`match` to a pipe", "`sqlite-utils query`, same file, one SELECT", TIMES, 0.55, 11, match_pipe,
        sqlite_utils_query),
    Row("help", "`--help`, of the program or command where it costs most", f"`{IMPORT}`", TIMES, 4.6, 21, dearest_help,
        import_sqlite),
    Row("load", "cold load, {small} SMEs, everything included", "`yaml.CSafeLoader` only parsing the same files", TIMES,
        1.0, 5, load_small, parse),
    Row("convert", "the same", "`yaml-to-sqlite` end to end", TIMES, 0.08, 2, load_small, yaml_to_sqlite),
    Row("grow", "cold load of {medium}", "cold load of {small}", TIMES, 10.5, 3, load_medium, load_small),
    Row("memory", "its peak memory", "limit", MEMORY, 120, 1, load_medium_memory, None),
    Row("memory-large", "peak memory of a cold load of {large}", "limit", MEMORY, 200, 1, load_large_memory, None),
    Row("refresh", "refresh when nothing changed, {medium} records", "the same command on 100 records", MORE, 25, 11,
        unchanged, unchanged_hundred),
    Row("changed", "refresh when one record of {medium} changed", "cold load of {medium}", PERCENT, 1, 3, one_changed,
        load_medium),
    Row("match-id", "`match ID`, {large} SMEs, top 20 abroad", f"`{IMPORT}`", TIMES, 11, 11, match_id, import_sqlite),
    Row("match-sector", "`match --sector S --country C`, {large} SMEs", "`match ID` on the same", TIMES, 3, 5,
        match_sector, match_id),
    Row("search", "`search` of two words, {large} records", "`match ID` on the same", TIMES, 1, 11, search, match_id),
    Row("match-all", "`match --all`, {medium} SMEs", "scipy's sparse product, ten best kept", TIMES, 1, 1, match_all,
        scipy_product),
    Row("match-all-topn", "the same", "sparse_dot_topn", TIMES, None, 1, match_all, topn_product),
    Row("match-all-memory", "its peak memory", "limit", MEMORY, 400, 1, match_all_memory, None),
    Row("match-all-again", "`match --all` after one record of {medium} changed", "the full run", PERCENT, 2, 1,
        match_all_again, match_all),
    Row("export", "export of {medium} rows", "`csv.writer` over a cursor of the same rows", TIMES, 1.2, 5, export,
        write_csv),
    Row("index", "index size, {medium} SMEs", "bytes of the YAML", SIZE, 1.2, 1, index_size, yaml_size),
)  # fmt: skip
