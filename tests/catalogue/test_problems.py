"""Every problem that a data file can have is told once, at its place, and takes nothing else with it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest

import clustercli as package
from clustercli.catalogue.parse import parse
from clustercli.errors import Exit
from clustercli.records.nodes import Fields, Items, Node, Place, Spot
from tests.conftest import ROOT, Clustercli, Result

HERE = Path(__file__).parent / "problems"
FOLDERS = sorted(folder.name for folder in HERE.iterdir())
CODE = re.compile(r"\b[FYRLV]\d{3}\b")
PROBLEM = re.compile(r"\S.*:\d+:\d+: [A-Z]\d{3} .+")
EXCERPT = re.compile(r" {0,3}\d+ \| .*| {4} \| .*| {4}\S.*")
SUMMARY = re.compile(r"[\d,]+ problems? in \d+ files?; .*record.*\.")

# What a catalogue of a test has where it brings no vocabulary of its own; the bundled one takes 0.2 s to read.
VOCABULARY = """\
- id: textile
  nace: ["13"]
  words: {en: [textile, textiles], cs: [textil], sr: [tekstil], bg: [текстил], de: [Textil]}
- id: fabrics
  parent: textile
  nace: ["13.2"]
  words: {en: [fabrics, cloth], cs: [tkaniny], sr: [tkanine], bg: [тъкани], de: [Stoffe]}
- id: apparel
  nace: ["14"]
  words: {en: [apparel, clothing], cs: [oděvy, oblečení, šití], sr: [odeća], bg: [облекло], de: [Bekleidung]}
- id: contract-sewing
  parent: apparel
  nace: ["14.1"]
  words: {en: [contract sewing], cs: [šití na zakázku, šití], sr: [usluge šivenja], de: [Lohnnähen]}
  shared: [šití]
"""
HEAD = "id: facts\nname: Klaster FACTS\ncountry: RS\nsectors: [apparel]\n"
FACTS = "data/clusters/facts.yaml"


@pytest.fixture
def catalogue(clustercli: Clustercli) -> Clustercli:
    """The program in a folder with an empty catalogue and a small vocabulary."""
    clustercli.write({"data/catalogue.yaml": "title: Small\n", "data/vocabulary/words.yaml": VOCABULARY})
    return clustercli


def problems_of(result: Result) -> list[str]:
    """The problem lines of `check`; anything but them, their excerpts and the summary fails the test."""
    assert "Traceback" not in result.err
    lines = result.err.splitlines()
    if lines:
        assert SUMMARY.fullmatch(lines.pop())
    problems = [line for line in lines if PROBLEM.fullmatch(line)]
    strange = [line for line in lines if line not in problems and not EXCERPT.fullmatch(line)]
    assert (strange, result.out) == ([], "")
    assert result.code == (Exit.BAD_RECORDS if problems else Exit.OK)
    return problems


def check(catalogue: Clustercli, files: dict[str, str]) -> list[str]:
    catalogue.write(files)
    return problems_of(catalogue("check"))


def expected(folder: str) -> list[str]:
    return (HERE / folder / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Result]:
    """What `check` says of a copy of a folder; each is checked once."""

    @cache
    def run(folder: str) -> Result:
        clustercli = Clustercli(tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("folder"))
        shutil.copytree(HERE / folder / "data", clustercli.folder / "data")
        if not (clustercli.folder / "data" / "vocabulary").exists():
            clustercli.write({"data/vocabulary/small.yaml": VOCABULARY})
        return clustercli("check")

    return run


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_has_exactly_the_problems_it_expects(folder: str, checked: Callable[[str], Result]) -> None:
    assert expected(folder)
    assert problems_of(checked(folder)) == expected(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_problem_comes_with_a_remedy(folder: str, checked: Callable[[str], Result]) -> None:
    """A correction, the right form, or the words to choose from in the message, or else a hint below it."""
    told = r"did you mean|Form: |such as|not one of|it begins with|whole number: |amount: "
    without = []
    for lines in re.split(r"\n(?=\S)", checked(folder).err.rstrip())[:-1]:
        message, *below = lines.split("\n")
        if not re.search(told, message) and not re.search(r"\^ \S|^ {4}\S", below[-1] if below else ""):
            without.append(message)
    assert without == []


SHOWN = {
    "name: Klaster: moda": """\
data/clusters/facts.yaml:4:14: Y002 a colon inside the text
   4 | name: Klaster: moda
     |              ^ put the text in quotes: name: "Klaster: moda"
""",
    "name: Ниш\nidentifiers:\n  cz-ico: 177041": """\
data/clusters/facts.yaml:6:11: R007 company number '177041' has 6 digits, cz-ico needs 8
   6 |   cz-ico: 177041
     |           ^^^^^^ leading zeros lost? 00177041 passes the check
""",
    "name: Ниш\naliases: [Шивара, Žďár, @moda , x]": """\
data/clusters/facts.yaml:5:25: Y008 a text must not begin with '@'
   5 | aliases: [Шивара, Žďár, @moda , x]
     |                         ^^^^^ put the text in quotes
""",
}


@pytest.mark.parametrize("line", SHOWN)
def test_a_problem_shows_its_line_and_the_remedy_under_the_spot(line: str, catalogue: Clustercli) -> None:
    catalogue.write({FACTS: f"id: facts\ncountry: RS\nsectors: [apparel]\n{line}\n"})
    assert catalogue("check").err.startswith(SHOWN[line])


def fifo(file: Path) -> None:
    os.mkfifo(file)


def dangling_link(file: Path) -> None:
    file.symlink_to("nowhere.yaml")


def unreadable(file: Path) -> None:
    """A file that even root cannot read: its own memory, from address 0."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("no /proc here")
    file.symlink_to("/proc/self/mem")


def unprintable(file: Path) -> None:
    file.with_name("bad\x1b.yaml").write_text(HEAD, encoding="utf-8")


def closed_folder(file: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may enter every folder")
    file.with_name("closed").mkdir(mode=0)


def content(data: bytes) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        file.write_bytes(data)

    return write


def too_large(file: Path) -> None:
    with file.open("wb") as out:
        out.truncate(64 * 1024 * 1024 + 1)


def restless(file: Path) -> None:
    """A file that somebody writes to, longer than the test lasts."""
    file.write_text(HEAD, encoding="utf-8")
    end = time.monotonic() + 10

    def touch() -> None:
        while time.monotonic() < end:
            with suppress(FileNotFoundError):
                os.utime(file)
            time.sleep(0.002)

    threading.Thread(target=touch, daemon=True).start()


# What a file of text cannot hold, or git cannot store: how it is made, its place, its code and message.
GENERATED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (fifo, "bad.yaml:1:1: F001 not a regular file"),
    "a dangling link": (dangling_link, "bad.yaml:1:1: F001 a link that leads nowhere"),
    "an unreadable file": (unreadable, "bad.yaml:1:1: F001 cannot be read: Input/output error"),
    "a file that is being written to": (restless, "bad.yaml:1:1: F007 is being written to all the time"),
    "UTF-16": (content((HEAD + "city: Niš\n").encode("utf-16")), "bad.yaml:1:1: F002 the file is UTF-16, not UTF-8"),
    "Windows-1250": (
        content((HEAD + "city: Niš\n").encode("cp1250")), "bad.yaml:5:9: F002 the file is not UTF-8 (byte 0x9a)"
    ),
    "a stray byte after Cyrillic": (
        content(f"{HEAD}city: Ниш ".encode() + b"\xff\n"), "bad.yaml:5:11: F002 the file is not UTF-8 (byte 0xff)"
    ),
    "more than 16 MiB": (too_large, "bad.yaml:1:1: F003 the file is too large (67 MB; the limit is 16 MiB)"),
    "a control character": (
        content(f"{HEAD}city: Ni\x07\n".encode()), "bad.yaml:5:9: Y013 a control character (U+0007)"
    ),
    "a control character after Cyrillic": (
        content(f"{HEAD}city: Ниш\x07, Србија\n".encode()), "bad.yaml:5:10: Y013 a control character (U+0007)"
    ),
    "a control character at the end of Cyrillic": (
        content(f"{HEAD}city: Нишка Бања\x00\n".encode()), "bad.yaml:5:17: Y013 a control character (U+0000)"
    ),
    "a control character in a list file": (
        content(b"- {id: a, name: A, country: RS, sectors: [apparel]}\n" + "- id: b\n  name: Ниш\x0b\n".encode()),
        "bad.yaml:3:12: Y013 a control character (U+000B)",
    ),
    "too many lines": (
        content(b"- a\n" * 1_000_001),
        "bad.yaml:1:1: F003 the file holds too much (1,000,001 lines and commas; the limit is 1,000,000)",
    ),
    "a list without end": (
        content(f"{HEAD}aliases: [{'a,' * 10_001}]".encode()),
        "bad.yaml:5:10: R020 aliases: 10,001 entries, more than the 10,000 that a list can have",
    ),
    "a name that cannot be printed": (unprintable, "bad\\x1b.yaml:1:1: F006 the file's name cannot be printed"),
    "a folder that may not be entered": (
        closed_folder, "closed/:1:1: F001 the folder cannot be read: Permission denied"
    ),
}  # fmt: skip


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends what waits for ever."""

    def end(*_: object) -> None:
        raise AssertionError("still waiting")

    previous = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@pytest.mark.parametrize("name", GENERATED)
def test_a_file_that_is_no_text_is_one_problem(name: str, catalogue: Clustercli) -> None:
    make, line = GENERATED[name]
    file = catalogue.folder / "data/clusters/bad.yaml"
    file.parent.mkdir()
    make(file)
    with within(5):
        assert problems_of(catalogue("check")) == [f"data/clusters/{line}"]


def test_every_code_has_a_folder_or_a_generated_case() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in Path(package.__file__).parent.rglob("*.py"))
    emitted = set(re.findall(r'"([FYRLV]\d{3})"', source))
    shown = {code for folder in FOLDERS for line in expected(folder) for code in CODE.findall(line)[:1]}
    shown |= {code for _, line in GENERATED.values() for code in CODE.findall(line)} | {"F008"}  # has a test below
    assert shown == emitted
    assert all(f" {folder[:4]} " in "".join(expected(folder)) for folder in FOLDERS)


# The words of everyday slips that YAML's grammar has names for which no cluster manager knows.
SLIPS = {
    "city: - Niš": (5, 7),
    "description: | Klaster": (5, 16),
    "aliases: [FACTS,, moda]": (5, 17),
    "aliases: [": (5, 10),
    "city: ]": (5, 7),
    "city: 'Niš's'": (5, 12),
    "city: !Niš": (5, 7),
}


@pytest.mark.parametrize("line", SLIPS)
def test_an_everyday_slip_is_told_in_everyday_words(line: str, catalogue: Clustercli) -> None:
    catalogue.write({FACTS: f"{HEAD}{line}\n"})
    (problem,) = catalogue("check", "--format", "json").json()
    assert (problem["line"], problem["column"]) == SLIPS[line]
    jargon = r"YAML|mapping|sequence|node|token|scalar|flow|indicator|context"
    assert re.findall(jargon, problem["message"]) == []


UNTRUE = {
    "city:Niš": "a line without a colon",
    "aliases: [FACTS: a: b]": "is not closed",
    "members: {total: 30 sme: 20}": "is not closed",
    "city: 'Niš's'": "does not fit the ones above it",
    "website: http://facts rs": "it begins with http",
    "sources: [www.facts.rs]": "is not an id",
    "identifiers: {rs-mb: 123}": "passes the check",
    "offers: [{concept: tkanine}]": "one of concept, text must be given",
    "country:": "is missing",
}


@pytest.mark.parametrize("line", UNTRUE)
def test_nothing_untrue_is_said(line: str, catalogue: Clustercli) -> None:
    head = HEAD.replace("country: RS\n", "") if line == "country:" else HEAD
    catalogue.write({FACTS: f"{head}{line}\n"})
    result = catalogue("check")
    assert result.code == Exit.BAD_RECORDS
    assert UNTRUE[line] not in result.err


def places(node: Node | None, at: Place) -> list[tuple[str, int, int]]:
    """Every text at or below a node, names of fields too, with its line and column."""
    if isinstance(node, str):
        return [(node, at.line + 1, at.column + 1)]
    if isinstance(node, Items):
        return [place for part, there in zip(node, node.places, strict=True) for place in places(part, there)]
    if isinstance(node, Fields):
        return [
            place
            for (name, part), there in zip(node.items(), node.names, strict=True)
            for place in (*places(name, there), *places(part, node.places[name]))
        ]
    return []


def values(source: str) -> list[tuple[str, int, int]]:
    parsed = parse(source, "file.yaml")
    assert parsed.problems == []
    return places(parsed.nodes, Spot(0, 0))


PLACES = {
    "middle of a list in brackets": (
        "a: [one, two,  three, 'four', five]\n",
        [("a", 1, 1), ("one", 1, 5), ("two", 1, 10), ("three", 1, 16), ("four", 1, 23), ("five", 1, 31)],
    ),
    "list in brackets over several lines": (
        "a: [one,\n    two,\n  three]\nb: four\n",
        [("a", 1, 1), ("one", 1, 5), ("two", 2, 5), ("three", 3, 3), ("b", 4, 1), ("four", 4, 4)],
    ),
    "after Cyrillic and marks": (
        "a: [Шивара, Žďár, ньој]\nназив: {sr: Ниш, cs: Ždár}\n",
        [("a", 1, 1), ("Шивара", 1, 5), ("Žďár", 1, 13), ("ньој", 1, 19), ("назив", 2, 1), ("sr", 2, 9), ("Ниш", 2, 13),
         ("cs", 2, 18), ("Ždár", 2, 22)],
    ),
    "after letters beyond 16 bits": ("a: [😀, 𝒳, b]\n", [("a", 1, 1), ("😀", 1, 5), ("𝒳", 1, 8), ("b", 1, 11)]),
    "after a text in lines of its own": (
        "a: |\n  one\n  two\n\nb: three\n",
        [("a", 1, 1), ("one\ntwo\n", 1, 4), ("b", 5, 1), ("three", 5, 4)],
    ),
    "after a folded text": (
        "a: >-\n  one\n  two\nb: c\n", [("a", 1, 1), ("one two", 1, 4), ("b", 4, 1), ("c", 4, 4)],
    ),
    "after a quoted text over lines": (
        'a: "one\n  two"\nb: [\'three\n  four\', five]\n',
        [("a", 1, 1), ("one two", 1, 4), ("b", 3, 1), ("three four", 3, 5), ("five", 4, 10)],
    ),
    "text that goes on below": (
        "a: one\n  two\nb: c\n", [("a", 1, 1), ("one two", 1, 4), ("b", 3, 1), ("c", 3, 4)],
    ),
    "below comments and blank lines": ("# one\n\n# two\n  \na:   b # c\n", [("a", 5, 1), ("b", 5, 6)]),
    "entries of a list of records": (
        "- id: one\n  a: x\n\n-   id: two\n    a: [y]\n",
        [("id", 1, 3), ("one", 1, 7), ("a", 2, 3), ("x", 2, 6), ("id", 4, 5), ("two", 4, 9), ("a", 5, 5), ("y", 5, 9)],
    ),
    "line ends of Windows": ("a: b\r\nc:\r\n  - d\r\n", [("a", 1, 1), ("b", 1, 4), ("c", 2, 1), ("d", 3, 5)]),
    "line separators of Unicode inside a text": (
        'a: "one\u2028two\x85three"\nb: c\n', [("a", 1, 1), ("one\u2028two\x85three", 1, 4), ("b", 2, 1), ("c", 2, 4)],
    ),
    "no line end at the end": ("a: b", [("a", 1, 1), ("b", 1, 4)]),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_every_value_knows_its_line_and_column(name: str) -> None:
    source, expected_places = PLACES[name]
    assert values(source) == expected_places


def test_every_value_of_the_bundled_catalogue_stands_where_it_says() -> None:
    checked = 0
    for file in sorted((ROOT / "data").rglob("*.yaml")):
        source = file.read_text(encoding="utf-8")
        lines = source.splitlines()
        for value, line, column in values(source):
            there = lines[line - 1][column - 1 :]
            assert there[0] in "'\"|>" or there.startswith(value.split()[0]), (file.name, line, column, value)
            checked += 1
    assert checked > 10_000


KEPT = ["~", "null", "yes", "no", "NO", "on", "off", "true", "1_000", ".5", "0.50", "0x1F", "0o17", "010", "1e3", "+1",
        "13:00", "190:20:30", "2012-04-01", "2012-04-01T10:00:00Z", ".inf", ".nan", "-", "=", "<<", "00012345",
        "13.20"]  # fmt: skip


def test_every_scalar_stays_the_text_that_it_is(catalogue: Clustercli) -> None:
    plain = "".join(f"  - {text}\n" for text in KEPT if text != "-")
    assert check(catalogue, {FACTS: f'{HEAD}aliases:\n{plain}  - "-"\n'}) == []
    assert set(catalogue("show", "facts", "--format", "json").json()["aliases"]) == set(KEPT)
    assert [text for text, _, _ in values(f"[{', '.join(KEPT[:-3])}]".replace("-,", "'-',"))] == KEPT[:-3]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("city: 13:00", "13:00"),
        ("city: NO", "NO"),
        ("city: ~", "~"),
        ("city: .5", ".5"),
        ("founded: 2006-03", "2006-03"),
        ("founded: 2006", "2006"),
        ("nace: [13.20, 13.2, 01.10]", ["13.20", "13.2", "01.10"]),
        ("identifiers: {cz-ico: 00012343, other: 00012345}", {"cz-ico": "00012343", "other": "00012345"}),
        ("name: {no: no, cs: FACTS}", {"no": "no", "cs": "FACTS"}),
        ("members: {total: 30, as_of: 2014-10}", {"total": "30", "as_of": "2014-10"}),
        ('description: "a \'b\' \\"c\\" – č"', "a 'b' \"c\" – č"),
        ("description: 'it''s'", "it's"),
        ("description: |\n  one\n  two\n", "one\ntwo"),
        ("description: a\n  b", "a b"),
        ("description: FACTS#1, a:b, [a.s.], -c", "FACTS#1, a:b, [a.s.], -c"),
    ],
)
def test_a_value_is_kept_as_it_was_written(line: str, kept: object, catalogue: Clustercli) -> None:
    field = line.partition(":")[0]
    head = HEAD.replace("name: Klaster FACTS\n", "") if field == "name" else HEAD
    assert check(catalogue, {FACTS: f"{head}{line}\n"}) == []
    shown = catalogue("show", "facts", "--format", "json").json()
    assert shown.get(f"{field}_languages") or shown[field] == kept
    assert f"{field}_languages" not in shown or shown[f"{field}_languages"] == kept


def test_norway_stays_norway(catalogue: Clustercli) -> None:
    assert check(catalogue, {FACTS: HEAD.replace("RS", "NO") + "target_countries: [NO, SE, NO]\n"}) == []
    (row,) = catalogue("list", "clusters", "--format", "json").json()
    assert row["country"] == "NO"


@pytest.mark.parametrize("name", ["byte order mark", "Windows lines", "both", "old Macintosh lines"])
def test_marks_and_line_ends_of_other_systems_change_nothing(name: str, catalogue: Clustercli) -> None:
    text = HEAD + "city: Ниш\nmember_of: [nobody]\n"
    data = {
        "byte order mark": text.encode("utf-8-sig"),
        "Windows lines": text.replace("\n", "\r\n").encode(),
        "both": text.replace("\n", "\r\n").encode("utf-8-sig"),
        "old Macintosh lines": text.replace("\n", "\r").encode(),
    }[name]
    catalogue.write({FACTS: HEAD})
    (catalogue.folder / FACTS).write_bytes(data)
    place = f"{FACTS}:6:13: L002 member_of: there is no record 'nobody'"
    assert problems_of(catalogue("check")) == [place]
    (catalogue.folder / FACTS).write_bytes(data.replace(b"member_of: [nobody]", b""))
    assert problems_of(catalogue("check")) == []
    assert catalogue("show", "facts", "--format", "json").json()["city"] == "Ниш"


def entry(id_: str, *more: str) -> str:
    lines = [f"id: {id_}", f"name: Firma {id_}", "country: RS", "sectors: [apparel]", *more]
    return "- " + "\n  ".join(lines) + "\n"


BROKEN = (
    entry("first"),
    entry("b1", "city: Niš: centar"),
    entry("b2", 'city: "Niš'),
    entry("second", "city: Ниш"),
    entry("b3", "aliases: [a, b"),
    entry("b4", "city: *nis"),
    entry("b5", "country: CZ"),
    entry("b6", "contry: RS"),
    "- text alone\n",
    entry("b7", "target_countries: [Srbija]"),
    entry("third", "successor: b1"),
)
BROKEN_PLACES = [
    "9:12: Y002 a colon inside the text",
    "14:9: Y006 a quote opened here is never closed",
    "24:12: Y009 a list opened here with [ is not closed with ]",
    "29:9: Y005 an alias (*nis)",
    "34:3: Y003 'country' given twice (first on line 32)",
    "39:3: R001 unknown field 'contry'; did you mean country?",
    "40:3: R004 expected a record, found text",
    "45:22: R003 target_countries: 'Srbija' is not a country code; did you mean RS?",
]


@pytest.fixture(
    params=["", "# Firms of Serbia\n---\n", "\n\n"], ids=["alone", "below a comment and ---", "below blank lines"]
)
def broken(request: pytest.FixtureRequest, catalogue: Clustercli) -> tuple[Clustercli, list[str]]:
    """A list file of three good entries and eight bad ones, below something else, and its problems."""
    above = str(request.param)
    catalogue.write({"data/smes/rs.yaml": above + "".join(BROKEN)})
    down = above.count("\n")
    places = []
    for place in BROKEN_PLACES:
        line, _, rest = place.partition(":")
        rest = rest.replace("on line 32", f"on line {32 + down}")
        places.append(f"data/smes/rs.yaml:{int(line) + down}:{rest}")
    return catalogue, places


def test_all_bad_entries_of_a_list_are_told_in_one_run(broken: tuple[Clustercli, list[str]]) -> None:
    catalogue, places = broken
    assert problems_of(catalogue("check")) == places
    assert problems_of(catalogue("check")) == places, "and again, for nothing was mended"


def test_the_good_entries_of_a_list_with_bad_ones_still_answer(broken: tuple[Clustercli, list[str]]) -> None:
    catalogue, places = broken
    listed = catalogue("list", "smes", "--format", "json")
    assert [row["id"] for row in listed.json()] == ["first", "second", "third"]
    assert f"{len(places)} problems in 1 file" in listed.err
    for id_ in ("first", "second", "third"):
        shown = catalogue("show", id_, "--format", "json")
        assert (shown.code, shown.json()["name"]) == (Exit.OK, f"Firma {id_}")
    assert catalogue("show", "b1").code == Exit.BAD_RECORDS
    assert catalogue("show", "b6").code == Exit.BAD_RECORDS


def test_an_indented_list_is_read_entry_by_entry_too(catalogue: Clustercli) -> None:
    text = "".join("  " + line for line in "".join(BROKEN[:4]).splitlines(keepends=True))
    assert check(catalogue, {"data/smes/rs.yaml": text}) == [
        "data/smes/rs.yaml:9:14: Y002 a colon inside the text",
        "data/smes/rs.yaml:14:11: Y006 a quote opened here is never closed",
    ]
    assert [row["id"] for row in catalogue("list", "smes", "--format", "json").json()] == ["first", "second"]


@pytest.mark.parametrize("above", ["name: x: y\n", "sme: [\n", "Firms of Serbia\n", "smes:\n"])
def test_a_line_above_a_list_that_does_not_belong_there_is_told(above: str, catalogue: Clustercli) -> None:
    found = check(catalogue, {"data/smes/rs.yaml": above + entry("first") + entry("second")})
    assert found != []
    assert min(int(problem.split(":")[1]) for problem in found) <= 2


def test_one_bad_source_spoils_no_record(catalogue: Clustercli) -> None:
    files = {
        "data/sources.yaml": "nca: {title: NCA}\nrra:\n  title: Agency: news\nbsc:\n  title: BSC\n",
        FACTS: f"{HEAD}sources: [nca, rra, bsc]\n",
    }
    assert check(catalogue, files) == ["data/sources.yaml:3:16: Y002 a colon inside the text"]
    assert catalogue("show", "facts").code == Exit.OK


def test_a_source_given_twice_is_told_beside_a_broken_one(catalogue: Clustercli) -> None:
    text = "nca: {title: NCA}\nrra:\n  title: Agency: news\nnca: {title: National Cluster Association}\n"
    assert check(catalogue, {"data/sources.yaml": text}) == [
        "data/sources.yaml:3:16: Y002 a colon inside the text",
        "data/sources.yaml:4:1: Y003 'nca' given twice (first on line 1)",
    ]


def test_one_bad_concept_is_the_only_problem_of_a_vocabulary(catalogue: Clustercli) -> None:
    words = VOCABULARY.replace("id: fabrics\n", "id: fabrics\n  nace21: a: b\n")
    records = HEAD.replace("apparel", "apparel, fabrics")
    found = check(catalogue, {"data/vocabulary/words.yaml": words, FACTS: records})
    assert found == ["data/vocabulary/words.yaml:5:12: Y002 a colon inside the text"]


def test_no_more_faults_of_a_file_are_told_than_anybody_reads(catalogue: Clustercli) -> None:
    for text in (f"{HEAD}target_countries: [{'XX,' * 5000}]\n", "- {}\n" * 5000, "- a: b: c\n" * 5000):
        found = check(catalogue, {FACTS: text})
        (last,) = [problem for problem in found if "F008" in problem]
        assert len(found) <= 1010
        assert "F008 more than 1,000 faults: what follows was not read" in last


def test_files_are_in_order_and_problems_in_order_of_their_lines(catalogue: Clustercli) -> None:
    catalogue.write(
        {f"data/{place}": f"{HEAD}x: 1\nweb: 2\n" for place in ("smes/b.yaml", "smes/a/z.yaml", "clusters/c.yaml")}
    )
    found = [tuple(problem.split(": ")[0].split(":")) for problem in problems_of(catalogue("check"))]
    assert found == sorted(found, key=lambda place: (place[0], int(place[1]), int(place[2])))
    assert {place[0] for place in found} == {"data/smes/b.yaml", "data/smes/a/z.yaml", "data/clusters/c.yaml"}


POLICY = (ROOT / "data" / "match.yaml").read_text(encoding="utf-8")
SILENT = {
    "a score beyond 100": {"data/match.yaml": POLICY.replace("share: 60 ", "share: 600 ")},
    "a prior above 1": {"data/match.yaml": POLICY.replace("prior: 0.4", "prior: 4")},
    "a cap above 1": {"data/match.yaml": POLICY.replace("sector_tree: 0.60", "sector_tree: 1.60")},
    "a concept below itself": {"data/vocabulary/own.yaml": "{id: denim, parent: denim, words: {en: [denim]}}\n"},
    "concepts in a circle": {
        "data/vocabulary/own.yaml": "- {id: x, parent: y, words: {en: [x]}}\n- {id: y, parent: x, words: {en: [y]}}\n"
    },
    "a source as successor": {"data/sources.yaml": "nca: {title: NCA}\n", FACTS: f"{HEAD}successor: nca\n"},
    "a country for a language": {FACTS: f"{HEAD}description: {{cz: klastr}}\n"},
    "a dash without a blank": {FACTS: f"{HEAD}notes:\n  -one\n  -two\n"},
    "a dash too far to the right": {FACTS: f"{HEAD}notes:\n  - one\n    - two\n"},
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_wrong_is_passed_over_in_silence(name: str, catalogue: Clustercli) -> None:
    assert check(catalogue, SILENT[name]) != []


def test_a_number_of_the_policy_is_told_at_its_place(catalogue: Clustercli) -> None:
    lines = POLICY.splitlines()
    faults = {"sector_tree: 0.60": "relevance.sector_tree: 1 must be below 1",
              "same: 1.0": "levels.same: 1.01 is more than 1",
              "size: {points: 6, prior: 0.5}": "fit.size.prior: 2 is more than 1"}  # fmt: skip
    text, expected = POLICY, []
    for written, message in faults.items():
        number = written.rpartition(" ")[2].rstrip("}")
        wrong = written.replace(number, message.split()[1])
        text = text.replace(written, wrong)
        line = next(n for n, line in enumerate(lines, 1) if written in line)
        column = lines[line - 1].index(written) + written.index(number) + 1
        expected.append(f"data/match.yaml:{line}:{column}: R008 {message}")
    assert check(catalogue, {"data/match.yaml": text}) == expected


def test_a_linked_folder_is_read_or_told(catalogue: Clustercli) -> None:
    catalogue.write({"shared/facts.yaml": HEAD})
    (catalogue.folder / "data/clusters").symlink_to(catalogue.folder / "shared")
    assert problems_of(catalogue("check")) != [] or catalogue("show", "facts").code == Exit.OK


def test_a_file_named_in_capitals_is_read(catalogue: Clustercli) -> None:
    assert check(catalogue, {"data/clusters/FACTS.YAML": HEAD}) == []
    assert catalogue("show", "facts").code == Exit.OK


# Words that a cluster manager would write for a sector, and the concept of the bundled vocabulary.
WORDS = {
    "Bekleidung": "apparel", "Möbel": "furniture", "Lebensmittel": "food", "Maschinenbau": "machinery",
    "tekstil": "textile", "nameštaj": "furniture", "odeća": "apparel", "hrana": "food", "mašinstvo": "machinery",
    "текстил": "textile", "намештај": "furniture", "одећа": "apparel", "храна": "food",
    "облекло": "apparel", "мебели": "furniture", "мебел": "furniture", "oblečení": "apparel", "nábytek": "furniture",
    "textilní průmysl": "textile", "technical textiles": "technical-textiles", "Fabrics": "fabrics", "13.20": "fabrics",
    "apparell": "apparel", "nábitek": "furniture", "tekstilna industria": "textile",
}  # fmt: skip


@pytest.fixture(scope="module")
def suggested(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The message of each word, where all of them stand in one record of a catalogue with the bundled vocabulary."""
    folder = tmp_path_factory.mktemp("words")
    run = Clustercli(folder / "home", folder)
    words = ", ".join(f'"{word}"' for word in WORDS)
    run.write({"data/catalogue.yaml": "title: Words\n", FACTS: HEAD.replace("apparel", words)})
    problems = run("check", "--format", "json").json()
    return dict(zip(WORDS, (problem["message"] for problem in problems), strict=True))


@pytest.mark.parametrize("word", WORDS)
def test_a_sector_in_the_words_of_a_language_is_led_to_its_concept(word: str, suggested: dict[str, str]) -> None:
    assert f"'{word}' is not a concept of the vocabulary; did you mean " in suggested[word]
    assert WORDS[word] in re.split(r"did you mean | or |\?", suggested[word])
