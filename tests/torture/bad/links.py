"""Links that lead nowhere, to the wrong thing, or back to where they began; and what stands beside the records."""

from pathlib import Path

from tests.torture.bad import HEAD, Case, cluster, entry, files, firm, project, whole

POLICY = (Path(__file__).parents[3] / "data" / "match.yaml").read_text(encoding="utf-8")
WORDS = "vocabulary/words.yaml"


def policy(name: str, old: str, new: str, *faults: str) -> Case:
    """The bundled match policy with one thing changed; the fault stands where that thing does."""
    assert old in POLICY
    line = POLICY[: POLICY.index(old)].count("\n") + 1
    return files(
        name, {"match.yaml": POLICY.replace(old, new, 1)}, *(fault.replace("LINE", str(line)) for fault in faults)
    )


CASES = (
    # Links that lead nowhere
    firm("a link to nobody", "member_of: [nobody]", "5:13 L002 give it an entry, or correct the id"),
    firm("a link to a misspelt id", "member_of: [godo]", "5:13 L002 correct the id"),
    firm("a link to a name", "member_of: [Klaster FACTS]", "5:13 R005 klaster-facts"),
    firm("a link to nothing", "member_of: ['']", "5:13 R005"),
    firm("a link of a text", "member_of: good", "5:12 R004"),
    firm("a link to a firm", "member_of: [good]", "5:13 L005 a sme, not a cluster or institution"),
    firm("two links to the same", "member_of: [nobody, nobody]", "5:13 L002", "5:21 L002"),
    firm("a thousand links to nobody", f"member_of: [{', '.join(['nobody'] * 1000)}]",
         *(f"5:{13 + 8 * n} L002" for n in range(1000))),
    cluster("a successor that is missing", "successor: nobody", "5:12 L002"),
    project("a partner that is missing", "partners: [{organisation: nobody, role: lead}]", "3:27 L002"),
    project("a partner that is the project itself", "partners: [{organisation: x, role: lead}]", "3:27 L005 project"),
    project("a partner that is a source", "partners: [{organisation: nca, role: lead}]", "projects/x.yaml:3:27 L005")
    ._replace(files={"projects/x.yaml": "id: x\nname: X\npartners: [{organisation: nca, role: lead}]\n",
                     "sources.yaml": "nca: {title: NCA}\n"}),
    cluster("a source that is missing", "sources: [nca]", "5:11 L003 sources.yaml"),
    cluster("a source that is a record", "sources: [good]", "5:11 L005"),
    cluster("a claim without its source", "disputed: {city: [{value: Niš}]}", "5:19 R002 source"),
    cluster("a claim of an unknown field", "disputed: {cty: [{value: Niš, source: https://example.org}]}",
            "5:12 R001 city"),
    cluster("a claim of the wrong type", "disputed: {founded: [{value: 2012-13, source: https://example.org}]}",
            "5:30 R011 2012/2013"),
    cluster("a source of an unknown field", "sources: {cty: https://example.org}", "5:11 R001 city"),
    cluster("an inferred field that is not there", "inferred: [city]", "5:11 R001"),
    firm("a link to a record with a fault", "member_of: [a]", "clusters/a.yaml:5:3 R001 city")._replace(
        files={"clusters/a.yaml": entry("a", "cyti: Niš"), "smes/x.yaml": f"{HEAD}member_of: [a]\n"},
        values={"x.member_of": ["a"]}),
    # Circles
    files("two clusters that are members of each other",
          {"clusters/all.yaml": entry("a", "member_of: [b]") + entry("b", "member_of: [a]")},
          values={"a.member_of": ["b"], "b.member_of": ["a"]}),
    cluster("a member of itself", "member_of: [x]", "5:13 L004 delete the line"),
    cluster("its own successor", "successor: x", "5:12 L004 delete the line"),
    files("two that succeed each other",
          {"clusters/all.yaml": entry("a", "successor: b") + entry("b", "successor: a")}, "5:14 L004", "10:14 L004"),
    files("three that succeed each other",
          {"clusters/all.yaml": entry("a", "successor: b") + entry("b", "successor: c") + entry("c", "successor: a")},
          "5:14 L004", "10:14 L004", "15:14 L004 one of the links must go"),
    files("two successors of one", {"clusters/all.yaml": entry("a", "successor: c") + entry("b", "successor: c")
                                    + entry("c")}, values={"a.successor": "c", "b.successor": "c"}),
    files("a line of 500 successors",
          {"clusters/all.yaml": "".join(entry(f"c{n}", f"successor: c{n + 1}") for n in range(500)) + entry("c500")},
          values={"c0.successor": "c1", "c499.successor": "c500"}),
    cluster("the same as itself", "same_as: [x]", "5:11 L004"),
    cluster("the same as nobody", "same_as: [nobody]", "5:11 L002"),
    cluster("the same as a source", "same_as: [nca]", "5:11 L005")._replace(
        files={"clusters/x.yaml": f"{HEAD}same_as: [nca]\n", "sources.yaml": "nca: {title: NCA}\n"}),
    cluster("different from itself", "different_from: x", "5:17 L004"),
    files("a concept below itself", {"vocabulary/own.yaml": "{id: denim, parent: denim, words: {en: [denim]}}\n"},
          "1:21 V002 one of the parents must go"),
    files("concepts in a circle", {"vocabulary/own.yaml": "- {id: v, parent: w, words: {en: [v]}}\n"
                                   "- {id: w, parent: v, words: {en: [w]}}\n"}, "1:19 V002", "2:19 V002"),
    files("a concept below nothing", {"vocabulary/own.yaml": "{id: denim, parent: cloth, words: {en: [denim]}}\n"},
          "1:21 V002 an entry of its own"),
    # Sources
    files("sources in a list", {"sources.yaml": "- nca\n"}, "1:1 R004 its-id:"),
    files("sources of one text", {"sources.yaml": "nca\n"}, "1:1 R004 its-id:"),
    files("a source of a text", {"sources.yaml": "nca: NCA\n"}, "1:6 R004 block of fields"),
    files("a source of nothing", {"sources.yaml": "nca:\n"}, "1:5 R002 title"),
    files("a source without a title", {"sources.yaml": "nca: {url: https://example.org}\n"}, "1:6 R002 title"),
    files("a source in capitals", {"sources.yaml": "NCA: {title: NCA}\n"}, "1:1 R005 nca"),
    files("an empty file of sources", {"sources.yaml": ""}, "1:1 F005"),
    # Settings
    files("settings in a list", {"catalogue.yaml": "- title: Small\n"}, "1:1 R004 title:"),
    files("settings of a text", {"catalogue.yaml": "Small\n"}, "1:1 R004 title:"),
    files("settings without a title", {"catalogue.yaml": "home: CZ\n"}, "1:1 R002 title"),
    files("empty settings", {"catalogue.yaml": ""}, "1:1 F005"),
    files("settings of comments", {"catalogue.yaml": "# Small\n"}, "1:1 F005"),
    files("settings of nothing", {"catalogue.yaml": "{}\n"}, "1:1 R002 title"),
    files("settings in a language of no country", {"catalogue.yaml": "title: A\nlanguages: [cz]\n"}, "2:13 R013 cs"),
    files("settings in another encoding", {"catalogue.yaml": "title: Klastry Žďár\n".encode("cp1250")}, "1:16 F002"),
    files("settings twice", {"catalogue.yaml": "title: A\n---\ntitle: B\n"}, "2:1 Y014"),
    # The match policy
    policy("points in words", "points: 10", "points: ten", "LINE:30 R008 number such as"),
    policy("points beyond the share", "share: 60", "share: 600", "LINE:8 R008 add up to"),
    policy("a prior that is negative", "prior: 0.4", "prior: -0.4", "LINE:41 R008 number such as"),
    policy("a prior that is no number", "prior: 0.4", "prior: nan", "LINE:41 R008 number such as"),
    policy("a prior above one", "prior: 0.4", "prior: 4", "LINE:41 R008 more than 1"),
    policy("a cap of one", "sector_tree: 0.60", "sector_tree: 1", "LINE:16 R008 below 1"),
    policy("a level above one", "same: 1", "same: 2", "LINE:9 R008 more than 1"),
    policy("an unknown level", "same: 1", "sane: 1", "LINE:3 R001 same", "LINE:3 R002 same"),
    policy("points in Arabic digits", "points: 10", "points: ١٠", "LINE:30 R008 10"),
    files("a policy in a list", {"match.yaml": "- 1\n"}, "1:1 R004 version"),
    files("an empty policy", {"match.yaml": ""}, "1:1 F005"),
    files("a policy of one field", {"match.yaml": "version: 1\n"}, *["1:1 R002"] * 4),
    files("a policy that is no YAML", {"match.yaml": "share: 60: 70\n"}, "1:10 Y002"),
    # The vocabulary
    files("a vocabulary in a block", {"vocabulary/own.yaml": "denim: {en: [denim]}\n"},
          "1:1 R001", "1:1 R002", "1:1 R002"),
    files("a vocabulary of texts", {"vocabulary/own.yaml": "- denim\n"}, "1:3 R004"),
    files("an empty vocabulary", {"vocabulary/own.yaml": ""}, "1:1 F005"),
    files("a concept without words", {"vocabulary/own.yaml": "{id: denim}\n"}, "1:1 R002 words"),
    files("a concept without an English word", {"vocabulary/own.yaml": "{id: denim, words: {cs: [džínovina]}}\n"},
          "1:20 R002 en"),
    files("a concept in an unknown language", {"vocabulary/own.yaml": "{id: denim, words: {en: [denim], xx: [a]}}\n"},
          "1:34 R001"),
    files("a word of two concepts", {"vocabulary/zz.yaml": "{id: denim, words: {en: [cloth]}}\n"},
          "1:26 V003 shared: [cloth]"),
    files("a relation to nothing", {"vocabulary/relations.yaml":
          "- {from: apparel, kind: buys_from, to: denim, strength: 1, reason: a}\n"}, "1:40 R006"),
    files("a relation of an unknown kind", {"vocabulary/relations.yaml":
          "- {from: apparel, kind: sells_to, to: fabrics, strength: 1, reason: a}\n"}, "1:25 R009 buys_from"),
    # Files in the wrong place
    files("a file beside the folders", {"firms.yaml": HEAD}, "1:1 F004 folders"),
    files("a folder of no kind", {"cluster/x.yaml": HEAD}, "1:1 F004 clusters"),
    files("a file of sources in a folder", {"sources/x.yaml": HEAD}, "1:1 F004"),
    files("settings in a folder", {"clusters/catalogue.yaml": "title: A\n"}, "1:1 R001", *["1:1 R002"] * 4),
    files("a misspelt file", {"source.yaml": "nca: {title: NCA}\n"}, "1:1 F004 sources.yaml"),
    files("the same file with the other ending", {"match.yml": POLICY}, "1:1 F004 match.yaml"),
    files("files that are no YAML are left alone", {"clusters/x.yaml": HEAD, "clusters/x.yaml.bak": "a: b: c",
          "clusters/.x.yaml.swp": "\x00", "clusters/notes.txt": "\x00", "clusters/x.yaml~": "{"},
          values={"x.name": "X"}),
    whole("a file whose name ends in capitals", HEAD, path="clusters/X.YML", name="X"),
    whole("a file with a blank and Cyrillic in its name", HEAD, path="clusters/Мој кластер.yaml", name="X"),
    files("a file in a folder within", {"clusters/rs/nis/x.yaml": HEAD}, values={"x.name": "X"}),
)  # fmt: skip
