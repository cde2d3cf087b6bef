"""Small and large files that are made to exhaust whoever reads them; each is written by a recipe, and never kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.torture.bad import HEAD

MB = 1 << 20


class Bomb(NamedTuple):
    """What the file of the cluster `x` holds, and the first fault that is told; none where it is accepted."""

    text: Callable[[], str | bytes]
    fault: str = ""
    light: bool = False
    """Whether it is tried in every run."""


def firms(number: int, more: str = "") -> str:
    """A list of clusters of 700 bytes."""
    entry = f"  name: Firma\n  country: RS\n  sectors: [apparel]\n  description: {'slovo ' * 90}\n{more}"
    return "".join(f"- id: s{n}\n{entry}" for n in range(number))


BOMBS = {
    "100,000 brackets": Bomb(lambda: f"{HEAD}city: {'[' * 100_000}", "5:18 Y015", light=True),
    "100,000 braces": Bomb(lambda: f"{HEAD}city: {'{' * 100_000}", "5:18 Y015"),
    "100,000 brackets, all closed": Bomb(lambda: f"{HEAD}city: {'[' * 100_000}{']' * 100_000}", "5:18 Y015"),
    "100,000 dashes": Bomb(lambda: "- " * 100_000, "1:25 Y015", light=True),
    "100,000 question marks": Bomb(lambda: "? " * 100_000, "1:25 Y015"),
    "100,000 blocks, each deeper": Bomb(lambda: "".join(f"{' ' * n}a:\n" for n in range(2000)), "13:13 Y015"),
    "aliases of aliases": Bomb(
        lambda: "a: &a [x,x]\n"
        + "".join(f"{c}: &{c} [*{b},*{b}]\n" for b, c in zip("abcdefghij", "bcdefghijk", strict=True)),
        "1:1 R001", light=True,
    ),
    "100,000 aliases": Bomb(lambda: f"{HEAD}aliases: [{'*a,' * 100_000}]", "5:1 F008", light=True),
    "3,000,000 aliases": Bomb(lambda: f"{HEAD}aliases: [{'*a,' * 3_000_000}]", "1:1 F003"),
    "a text of 10 MB": Bomb(lambda: f"{HEAD}description: {'slovo ' * (10 * MB // 6)}", light=True),
    "a word of 10 MB": Bomb(lambda: f"{HEAD}description: {'x' * (10 * MB)}"),
    "a text of 10 MB in quotes": Bomb(lambda: f'{HEAD}description: "{"слово " * MB}"'),
    "a text of 10 MB of backslashes": Bomb(lambda: f'{HEAD}description: "{chr(92) * (10 * MB)}"'),
    "a name of 10 MB": Bomb(lambda: f"id: x\nname: {'x' * (10 * MB)}\ncountry: RS\nsectors: [apparel]\n"),
    "an id of 10 MB": Bomb(lambda: f"id: {'x' * (10 * MB)}\nname: X\ncountry: RS\nsectors: [apparel]\n", "1:5 R005"),
    "a date of 10 MB": Bomb(lambda: f"{HEAD}founded: {'1' * (10 * MB)}", "5:10 R011"),
    "an address of 10 MB": Bomb(lambda: f"{HEAD}website: https://{'a.' * (5 * MB)}", "5:10 R010"),
    "a colon in a line of 10 MB": Bomb(lambda: f"{HEAD}city: {'a: ' * (3 * MB)}", "5:8 Y002"),
    "10 MB of marks on a letter": Bomb(lambda: f"{HEAD}city: a{chr(0x301) * (5 * MB)}"),
    "100,000 names of fields": Bomb(
        lambda: HEAD + "".join(f"k{n}: v\n" for n in range(100_000)), "5:1 R001", light=True),
    "100,000 equal names of fields": Bomb(lambda: HEAD + "city: A\n" * 100_000, "6:1 Y003"),
    "1,000,000 names of fields": Bomb(lambda: HEAD + "".join(f"k{n}: v\n" for n in range(1_000_000)), "1:1 F003"),
    "100,000 entries of a list": Bomb(lambda: f"{HEAD}aliases:\n{'- a' + chr(10)}" + "- a\n" * 100_000, "6:1 R020"),
    "900,000 entries of a list": Bomb(lambda: f"{HEAD}aliases: [{'a,' * 900_000}]", "5:10 R020"),
    "100,000 wrong countries": Bomb(
        lambda: f"{HEAD}target_countries: [{','.join(f'X{n}' for n in range(100_000))}]", "5:19 R020"),
    "10,000 wrong sectors": Bomb(
        lambda: "id: x\nname: X\ncountry: RS\nsectors: [" + ",".join(f"aparel{n}" for n in range(9_999)) + "]\n",
        "4:1 F008"),
    "200,000 links to nobody": Bomb(
        lambda: "".join(f"- id: s{k}\n  name: A\n  country: RS\n  sectors: [apparel]\n  member_of: ["
                        + ",".join(f"n{k}x{n}" for n in range(5_000)) + "]\n" for k in range(40)), "5:15 L002"),
    "100,000 empty records": Bomb(lambda: "- {}\n" * 100_000, "1:3 R002"),
    "100,000 entries that are no YAML": Bomb(lambda: "- a: b: c\n" * 100_000, "1:7 Y002", light=True),
    "20,000 records, each no YAML": Bomb(lambda: firms(20_000, "  x: a: b\n"), "6:7 Y002"),
    "20,000 records, the last no YAML": Bomb(lambda: firms(20_000) + "- id: b\n  name: a: b\n", "100002:10 Y002"),
    "100,000 conflicts of git": Bomb(lambda: "<<<<<<< a\n=======\n>>>>>>> b\n" * 100_000, "1:1 Y019"),
    "100,000 number signs": Bomb(lambda: f"{HEAD}aliases:\n" + "- a #b\n" * 100_000, "6:5 Y018"),
    "16 MB of brackets": Bomb(lambda: "[" * 16 * MB, "1:13 Y015"),
    "16 MB of NUL": Bomb(lambda: b"\x00" * 16 * MB, "1:1 Y013"),
    "16 MB of blanks": Bomb(lambda: " " * 16 * MB, "1:1 F005"),
    "16 MB of letters": Bomb(lambda: "a" * 16 * MB, "1:1 R004"),
    "16 MB in another encoding": Bomb(lambda: b"\x9a" * 16 * MB, "1:1 F002"),
    "16 MB of line breaks": Bomb(lambda: "\n" * 16 * MB, "1:1 F003"),
    "16 MB of an open quote": Bomb(lambda: f'{HEAD}city: "' + "slovo " * (16 * MB // 6 - 20), "5:7 Y006"),
    "16 MB of sound records": Bomb(lambda: firms(16 * MB // 700)),
    "200 MB": Bomb(lambda: b"a" * 200 * MB, "1:1 F003"),
}  # fmt: skip
