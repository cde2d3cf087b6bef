"""Ids and names: equal ones, ones that look equal, and ones that are no ids."""

import unicodedata

from tests.torture.bad import HEAD, Case, cluster, entry, files, whole

NFC, NFD = (unicodedata.normalize(form, "Žďár nad Sázavou") for form in ("NFC", "NFD"))


def refused(id_: str, words: str = "a-z, 0-9 and single dashes") -> Case:
    """A cluster whose id is none."""
    return whole(f"the id {id_[:20]!r}", f"id: {id_}\nname: X\ncountry: RS\nsectors: [apparel]\n", f"1:5 R005 {words}")


def two(name: str, first: str, second: str, *faults: str, kept: tuple[str, ...] = ()) -> Case:
    """Two clusters with these ids, in a list."""
    return files(name, {"clusters/all.yaml": entry(first) + entry(second)}, *faults,
                 values={f"{id_}.name": id_.upper() for id_ in kept})  # fmt: skip


CASES = (
    # What is no id
    refused("Klaster", "did you mean klaster?"),
    refused("KLASTER FACTS", "did you mean klaster-facts?"),
    refused("klaster_facts", "did you mean klaster-facts?"),
    refused("klaster--facts", "did you mean klaster-facts?"),
    refused("-klaster", "did you mean klaster?"),
    refused("klaster-", "did you mean klaster?"),
    refused("niš", "did you mean nis?"),
    refused("ниш", "did you mean nis?"),
    refused("klаster", "did you mean klaster?"),  # a Cyrillic а
    refused("ｋｌａｓｔｅｒ", "did you mean klaster?"),
    refused("klaster\u200b", "did you mean klaster?"),
    refused("klaster.", "did you mean klaster?"),
    refused("ſtart", "did you mean start?"),
    refused("a/b", "did you mean a-b?"),
    refused("../../etc/passwd", "did you mean etc-passwd?"),
    refused("/etc/passwd", "did you mean etc-passwd?"),
    refused("'..'"),
    refused("'a\\b'", "did you mean a-b?"),
    refused("'%s'"),
    refused("'; DROP TABLE record'", "did you mean drop-table-record?"),
    refused("'*'"),
    refused("'\"'"),
    refused("''"),
    refused("' '"),
    refused("'-'"),
    refused("'a\tb'", "did you mean a-b?"),
    refused('"a\\nb"', "did you mean a-b?"),
    refused('"a\\x00b"', "did you mean a-b?"),
    refused("1.0", "did you mean 1-0?"),
    refused("🏭"),
    refused("a" * 201),
    refused("a" * 100_000)._replace(name="an id of 100 KB"),
    whole("an id with blanks around", "id: '  x  '\nname: X\ncountry: RS\nsectors: [apparel]\n", name="X"),
    whole("an id of a list", "id: [x]\nname: X\ncountry: RS\nsectors: [apparel]\n", "1:5 R004"),
    whole("an id of 200 letters", f"id: {'a' * 200}\nname: X\ncountry: RS\nsectors: [apparel]\n")._replace(
        values={f"{'a' * 200}.name": "X"}),
    whole("an id that is a device of Windows", "id: con\nname: X\ncountry: RS\nsectors: [apparel]\n")._replace(
        values={"con.name": "X"}),
    whole("an id that is an option", "id: '--help'\nname: X\ncountry: RS\nsectors: [apparel]\n", "1:5 R005 help"),
    # Equal ids
    two("an id twice in a file", "a", "a", "5:3 L001 clusters/all.yaml:1", kept=("a",)),
    files("an id in two files", {"clusters/a.yaml": entry("a"), "clusters/b.yaml": entry("a")},
          "clusters/b.yaml:1:3 L001 clusters/a.yaml:1", values={"a.name": "A"}),
    files("an id in two kinds", {"clusters/a.yaml": entry("a"), "smes/b.yaml": entry("a")},
          "smes/b.yaml:1:3 L001 clusters/a.yaml:1", values={"a.name": "A"}),
    files("an id of a source and a cluster", {"clusters/a.yaml": entry("a"), "sources.yaml": "a: {title: A}\n"},
          "sources.yaml:1:1 L001 clusters/a.yaml:1", values={"a.name": "A"}),
    files("an id of a neighbour", {"clusters/z.yaml": entry("good"), "smes/good.yaml": entry("good")},
          "smes/good.yaml:1:3 L001 clusters/z.yaml:1", values={"good.name": "GOOD"}),
    two("an id three times", "a", "a", "5:3 L001 :1", "9:3 L001 :1", kept=("a",))._replace(
        files={"clusters/all.yaml": entry("a") * 3}),
    two("an id in quotes and without", "a", "'a'", "5:3 L001", kept=("a",)),
    files("an id whose first record has a fault", {"clusters/all.yaml": entry("a", "cyti: A") + entry("a")},
          "5:3 R001 city", "6:3 L001 :1"),
    files("a source given twice", {"sources.yaml": "a: {title: A}\na: {title: B}\n"}, "2:1 Y003 line 1"),
    files("a concept given twice", {"vocabulary/own.yaml": "{id: denim, words: {en: [denim]}}\n",
                                    "vocabulary/two.yaml": "{id: denim, words: {en: [jeans]}}\n"},
          "vocabulary/two.yaml:1:1 V001 vocabulary/own.yaml:1"),
    # Ids that look alike
    two("ids that differ by case", "facts", "Facts", "5:7 R005 did you mean facts?", kept=("facts",)),
    two("ids that differ by script", "facts", "fаcts", "5:7 R005 did you mean facts?", kept=("facts",)),
    two("ids that differ by a one and an ell", "c1utex", "clutex", kept=("c1utex", "clutex")),
    two("ids that differ by a nought and an o", "f0und", "found", kept=("f0und", "found")),
    two("ids that differ by a dash", "cluster-1", "cluster1", kept=("cluster-1", "cluster1")),
    # Names that look alike: no fault, and both are found
    files("names that differ by case",
          {"clusters/all.yaml": entry("a", "aliases: [Niš]") + entry("b", "aliases: [NIŠ]")},
          values={"a.aliases": ["Niš"], "b.aliases": ["NIŠ"]}),
    files("names in NFC and in NFD", {"clusters/all.yaml": entry("a", f"city: {NFC}") + entry("b", f"city: {NFD}")},
          values={"a.city": NFC, "b.city": NFD}),
    whole("a name with letters of two scripts",
          "id: x\nname: Кlaster\ncountry: RS\nsectors: [apparel]\n", name="Кlaster"),
    whole("a name of signs", "id: x\nname: '!!! [/] :smile: {0} %s'\ncountry: RS\nsectors: [apparel]\n",
          name="!!! [/] :smile: {0} %s"),
    whole("a name of one letter", "id: x\nname: Я\ncountry: RS\nsectors: [apparel]\n", name="Я"),
    whole("a name of 100 KB", f"id: x\nname: {'я' * 50_000}\ncountry: RS\nsectors: [apparel]\n", name="я" * 50_000),
    # Former ids
    cluster("a former id that is its own", "renamed_from: [x]", "5:16 L006 before"),
    files("a former id that another record has", {"clusters/all.yaml": entry("a", "renamed_from: [b]") + entry("b")},
          "5:18 L006 :6", values={"b.name": "B"}),
    files("a former id of two records",
          {"clusters/all.yaml": entry("a", "renamed_from: [c]") + entry("b", "renamed_from: [c]")},
          "10:18 L006 :5", values={"a.name": "A"}),
    files("a former id given twice in one record", {"clusters/x.yaml": f"{HEAD}renamed_from: [b, b]\n"},
          values={"x.renamed_from": ["b", "b"]}),
    files("two records that changed their ids", {"clusters/all.yaml": entry("a", "renamed_from: b")
                                                 + entry("b", "renamed_from: a")}, "5:17 L006 :6", "10:17 L006 :1"),
    cluster("a former id in capitals", "renamed_from: [Old]", "5:16 R005 did you mean old?"),
)  # fmt: skip
