"""Catalogues to torture: small, with a vocabulary of their own, so that a run of the program is short."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.test_problems import VOCABULARY
from tests.conftest import CLUSTERS, PROJECT, SMES

FIRMS = 12  # in each file
FILES = 8
TRADES = ("apparel", "fabrics")


def firms(file: int, version: int = 0) -> str:
    """The text of a file of firms, each of which says of which version of the file it is."""
    return "".join(
        f"- id: firm-{file}-{number}\n  name: Firm {file} {number}\n  country: {('CZ', 'RS', 'BG')[number % 3]}\n"
        f"  sectors: [{TRADES[number % 2]}]\n  description: version {version}\n"
        for number in range(FIRMS)
    )


def write(folder: Path, *, backwards: bool = False) -> None:
    """Write the catalogue below a folder, its files in one order or the other."""
    texts = {
        "catalogue.yaml": "title: Tortured\n",
        "sources.yaml": "news: {title: News, url: https://example.org/news}\n",
        "vocabulary/words.yaml": VOCABULARY,
        "clusters/all.yaml": "- id: weavers\n  name: {cs: Tkalci, en: Weavers}\n  country: CZ\n  sectors: [fabrics]\n"
        "  sources: [news]\n",
        "projects/bridge.yaml": "id: bridge\nname: The Bridge\nstart: 2016-06\nend: 2016-11\n"
        "partners: [{organisation: weavers, role: lead}]\nmilestones: [{date: 2016-10, title: Forum in Niš}]\n",
        **{f"smes/{file:02}.yaml": firms(file) for file in range(FILES)},
    }
    for name in sorted(texts, reverse=backwards):
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[name], encoding="utf-8")


# Of its own: to read the one that comes with the program takes a second or two for each new index.
_SMALL_VOCABULARY = """\
- {id: textile, words: {en: [textile], cs: [textil], sr: [tekstil]}, nace: ["13"]}
- {id: technical-textiles, parent: textile, words: {en: [technical textiles]}}
- {id: apparel, parent: textile, words: {en: [apparel, clothing], cs: [oděvy]}}
- {id: fabrics, parent: textile, words: {en: [fabrics, cotton], cs: [tkaniny]}}
- {id: contract-sewing, words: {en: [sewing], cs: [šití]}}
- {id: joint-fairs, words: {en: [joint fairs]}}
"""
SMALL = {
    "data/catalogue.yaml": "title: Small\n",
    "data/vocabulary/all.yaml": _SMALL_VOCABULARY,
    "data/clusters/all.yaml": CLUSTERS,
    "data/smes/all.yaml": SMES,
    "data/projects/bridge.yaml": PROJECT,
}
