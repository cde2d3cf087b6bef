"""Files in other encodings, with marks and line ends of other systems, and letters that nobody sees."""

import unicodedata

from tests.torture.bad import HEAD, Case, cluster, entry, files, whole

NIS = f"{HEAD}city: Niš\n"
SRB = f"{HEAD}city: Нишка Бања\n"


def encoded(encoding: str, place: str, words: str, text: str = NIS) -> Case:
    """The same text in an encoding that is not UTF-8."""
    return whole(f"in {encoding}", text.encode(encoding), f"{place} F002 {words}")


CASES = (
    # Whole files in another encoding
    encoded("utf-16", "1:1", "UTF-16"),
    encoded("utf-16-le", "1:1", "UTF-16"),
    encoded("utf-16-be", "1:1", "UTF-16"),
    encoded("utf-32", "1:1", "UTF-32"),
    encoded("utf-32-le", "1:1", "UTF-32"),
    encoded("utf-32-be", "1:1", "UTF-32"),
    encoded("cp1250", "5:9", "Windows-1250 it says 'Niš'"),
    encoded("iso-8859-2", "5:9", "ISO 8859-2 it says 'Niš'"),
    encoded("cp1251", "5:7", "Windows-1251 it says 'Нишка'", SRB),
    encoded("cp1252", "5:8", "it says 'Köln'", f"{HEAD}city: Köln\n"),
    encoded("cp852", "5:9", "save it as UTF-8"),
    encoded("koi8-r", "5:7", "save it as UTF-8", f"{HEAD}city: Ниш\n"),
    encoded("utf-7", "1:1", "", "id: x\n")._replace(
        name="in UTF-7, which is ASCII", files={"clusters/x.yaml": (HEAD + "city: ").encode() + "Niš".encode("utf-7")},
        faults=(), values={"x.city": "Ni+AWE-"},
    ),
    whole("Cyrillic in Windows-1251 among a list", (entry("a") + entry("b", "city: Ниш")).encode("cp1251"),
          "9:9 F002 Windows-1251"),
    whole("in EBCDIC", HEAD.encode("cp500"), "1:1 F002"),
    whole("gzipped", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbL\xb1R\xa8\xe0\x02\x00", "1:2 F002"),
    whole("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "1:1 F002"),
    whole("a spreadsheet", b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "1:3 Y013"),
    # Single bytes
    whole("a stray byte", NIS.encode() + b"\xff\n", "6:1 F002 0xff"),
    whole("a stray byte after Cyrillic", SRB.encode()[:-1] + b"\x80\n", "5:17 F002 0x80"),
    whole("a letter cut in two", NIS.encode()[:-2], "5:9 F002"),
    whole("a letter written too long", HEAD.encode() + b"city: Ni\xc1\xa1s\n", "5:9 F002"),
    whole("a line break written too long", HEAD.encode() + b"city: Ni\xc0\x8as\n", "5:9 F002"),
    whole("surrogates encoded", HEAD.encode() + b"city: \xed\xa0\xbd\xed\xb8\x80\n", "5:7 F002"),
    whole("a lone surrogate", HEAD.encode() + b"city: Ni\xed\xb0\x80\n", "5:9 F002"),
    whole("a letter beyond Unicode", HEAD.encode() + b"city: \xf4\x90\x80\x80\n", "5:7 F002"),
    whole("two encodings in one file", NIS.encode() + "notes: Šabac\n".encode("cp1250"), "6:8 F002 UTF-8"),
    # Marks
    whole("a byte order mark", b"\xef\xbb\xbf" + NIS.encode(), city="Niš"),
    whole("two byte order marks", b"\xef\xbb\xbf" * 2 + NIS.encode(), "1:1 Y013 U+FEFF"),
    whole("nothing but a byte order mark", b"\xef\xbb\xbf", "1:1 F005"),
    whole("a byte order mark within", "id: x\nname: X\ncountry: RS\n\ufeffsectors: [apparel]\n", "4:1 Y013 U+FEFF"),
    whole("a byte order mark in a text", f"{HEAD}city: Ni\ufeffš\n", "5:9 Y013 U+FEFF"),
    # Controls
    cluster("a NUL", "city: Ni\x00š", "5:9 Y013 U+0000"),
    cluster("a bell", "city: Niš\x07", "5:10 Y013 U+0007"),
    cluster("an escape", "city: \x1b[31mNiš", "5:7 Y013 U+001B"),
    cluster("a form feed", "\x0ccity: Niš", "5:1 Y013 U+000C"),
    cluster("a vertical tab", "city: Niš\x0bcentar", "5:10 Y013 U+000B"),
    cluster("a delete", "city: Niš\x7f", "5:10 Y013 U+007F"),
    cluster("a C1 control", "city: Niš\x9b31m", "5:10 Y013 U+009B"),
    cluster("a non-character", "city: Niš\uffff", "5:10 Y013 U+FFFF"),
    cluster("an end of file of DOS", "city: Niš\n\x1a", "6:1 Y013 U+001A"),
    cluster("a control in a comment", "# Niš\x00", "5:6 Y013 U+0000"),
    cluster("an escaped control is kept", 'city: "\\x1b[31mNiš"', city="\x1b[31mNiš"),
    cluster("an escaped NUL is kept", 'city: "Ni\\x00š"', city="Ni\x00š"),
    # Line ends
    whole("line ends of Windows", NIS.replace("\n", "\r\n"), city="Niš"),
    whole("line ends of old Macintoshes", NIS.replace("\n", "\r"), city="Niš"),
    whole("line ends of all three", "id: x\r\nname: X\rcountry: RS\nsectors: [apparel]\r\ncity: Niš\r", city="Niš"),
    whole("line ends of Windows in a text", f"{HEAD}description: |\n  one\n  two\n".replace("\n", "\r\n"),
          description="one\ntwo"),
    whole("a fault in a file of Windows", f"{HEAD}cyti: Niš\n".replace("\n", "\r\n"), "5:1 R001 city"),
    whole("a fault in a file of a Macintosh", f"{HEAD}cyti: Niš\n".replace("\n", "\r"), "5:1 R001 city"),
    whole("no line end at the end", NIS.rstrip(), city="Niš"),
    whole("blank lines at the end", NIS + "\n" * 50, city="Niš"),
    cluster("a line separator of Unicode", "city: Niš\u2028centar", city="Niš\u2028centar"),
    cluster("a next-line control", "city: Niš\x85centar", city="Niš\x85centar"),
    # Letters that nobody sees, and equal ones
    cluster("a zero-width space", "city: Ni\u200bš", city="Ni\u200bš"),
    cluster("a zero-width space in a region", "region: RS\u200b22", "5:9 R016 did you mean RS22?"),
    cluster("a soft hyphen in a date", "founded: 2006\u00ad-03", "5:10 R011 2006-03"),
    cluster("a no-break space before a value", "status:\u00a0active", "5:1 Y011 no-break"),
    cluster("a no-break space for indentation", "members:\n\u00a0\u00a0total: 30", "6:1 R001 known"),
    cluster("a no-break space around a value", "status: \u00a0active\u00a0", status="active"),
    cluster("an override of direction", "city: \u202eiŠiN", city="\u202eiŠiN"),
    cluster("marks beside their letters", f"city: {unicodedata.normalize('NFD', 'Niš')}",
            city=unicodedata.normalize("NFD", "Niš")),
    cluster("a ligature", "city: ﬁrma", city="ﬁrma"),
    cluster("a letter beyond 16 bits", "city: 😀", city="😀"),
    cluster("a letter of private use", "city: \ue085 \ue028", city="\ue085 \ue028"),
    cluster("a private letter and a line separator", "city: \ue085 \u2028a", city="\ue085 \u2028a"),
    cluster("a thousand marks on a letter", f"city: a{'́' * 1000}", city=f"a{'́' * 1000}"),
    whole("a field with marks beside its letters", f"{HEAD}{unicodedata.normalize('NFD', 'čity')}: Niš\n",
          "5:1 R001 city"),
    files(
        "a sound file beside one in another encoding",
        {"clusters/all.yaml": NIS.encode("cp1250"), "clusters/sound.yaml": entry("a")},
        "5:9 F002",
        values={"a.name": "A"},
    ),
)  # fmt: skip
