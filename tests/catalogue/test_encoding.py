"""What a file in another encoding, or of a size that is none, is told to be: word for word."""

from __future__ import annotations

import pytest

from clustercli.catalogue.encoding import MAX_VALUES, decode, too_large
from clustercli.catalogue.source import MAX_BYTES
from clustercli.errors import Problem

SAVE = "save it as UTF-8 in your editor"
LONG = "a" * 50


def told(data: bytes) -> Problem:
    text, (problem,) = decode(data, "a.yaml")
    assert (text, problem.path) == ("", "a.yaml")
    return problem


@pytest.mark.parametrize("name", ["UTF-16", "UTF-16-LE", "UTF-16-BE", "UTF-32", "UTF-32-LE", "UTF-32-BE"])
def test_a_file_of_a_wider_encoding_is_called_by_its_name(name: str) -> None:
    problem = told("id: clutex\n".encode(name))
    assert problem[1:] == (1, 1, "F002", f"the file is {name[:6]}, not UTF-8", SAVE)


@pytest.mark.parametrize(
    ("data", "place", "byte", "remedy"),
    [
        ("city: Niš\n".encode("cp1250"), (1, 9), "9a", f"read as Windows-1250 it says 'Niš': if that is right, {SAVE}"),
        ("city: Liběchov\n".encode("cp1250"), (1, 10), "ec",
         f"read as Windows-1250 it says 'Liběchov': if that is right, {SAVE}"),
        ("city: Niš\n".encode("iso-8859-2"), (1, 9), "b9",
         f"read as ISO 8859-2 it says 'Niš': if that is right, {SAVE}"),
        ("city: [Ниш]\n".encode("cp1251"), (1, 8), "cd",
         f"read as Windows-1251 it says 'Ниш': if that is right, {SAVE}"),
        (b"\xef\xbb\xbfid: a\r\ncity: Ni\x9a,b\n", (2, 9), "9a",
         f"read as Windows-1250 it says 'Niš': if that is right, {SAVE}"),
        (f"x: {LONG}š{LONG}\n".encode("cp1250"), (1, 54), "9a",
         f"read as Windows-1250 it says '{'a' * 40}š{'a' * 39}': if that is right, {SAVE}"),
        ("city: Niš\nname: ".encode() + b"\x9aabac\n", (2, 7), "9a", "all before it is UTF-8: type this letter anew"),
        (b"name: \x9aabac\n" + "city: Niš\n".encode(), (1, 7), "9a", SAVE),
        (b"name: \x9a\x01\n", (1, 7), "9a", SAVE),
    ],
)  # fmt: skip
def test_a_byte_that_is_no_utf_8_is_told_with_how_its_word_may_read(
    data: bytes, place: tuple[int, int], byte: str, remedy: str
) -> None:
    assert told(data)[1:] == (*place, "F002", f"the file is not UTF-8 (byte 0x{byte})", remedy)


@pytest.mark.parametrize("sign", [b"\n", b"\r", b","])
def test_a_file_may_hold_a_million_lines_and_commas(sign: bytes) -> None:
    text, problems = decode(sign * MAX_VALUES, "a.yaml")
    assert (len(text), problems) == (MAX_VALUES, [])
    problem = told(sign * (MAX_VALUES + 1))
    message = "the file holds too much (1,000,001 lines and commas; the limit is 1,000,000)"
    assert problem[1:] == (1, 1, "F003", message, "split it")


def test_a_file_may_have_16_mib() -> None:
    assert decode(b" " * MAX_BYTES, "a.yaml") == (" " * MAX_BYTES, [])
    assert told(b" " * (MAX_BYTES + 1)) == too_large("a.yaml", MAX_BYTES + 1)
    message = "the file is too large (20 MB; the limit is 16 MiB)"
    assert too_large("a.yaml", 20_900_000) == Problem("a.yaml", 1, 1, "F003", message, "split it")
