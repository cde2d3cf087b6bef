"""The peers: what other tools need for the same work. Run as a script, by a Python that has their libraries.

`python tests/benchmarks/peers.py NAME ARGUMENTS`
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

BEST = 10


def parse(folder: str) -> None:
    """Only parse the files, with the C loader of PyYAML."""
    import yaml

    for file in sorted(Path(folder).iterdir()):
        yaml.load(file.read_bytes(), yaml.CSafeLoader)


def yaml_to_sqlite(file: str, database: str) -> None:
    """Load a file the way its own command line does."""
    from yaml_to_sqlite.cli import cli

    Path(database).unlink(missing_ok=True)
    cli([database, "smes", file, "--pk", "id"])


def write_csv(database: str, file: str) -> None:
    """Write all firms with csv.writer, straight from the cursor."""
    cursor = sqlite3.connect(database).execute("SELECT * FROM sme")
    with Path(file).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(column[0] for column in cursor.description)
        writer.writerows(cursor)


def terms(folder: str, file: str) -> None:
    """Preparation: what every firm offers and needs, by concept, as `firm,role,concept`."""
    firm, role = -1, ""
    with Path(file).open("w", encoding="utf-8") as opened:
        for path in sorted(Path(folder).iterdir()):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("- id:"):
                    firm += 1
                elif found := re.match(r"  (\w+):", line):
                    role = found[1]
                elif role in ("offers", "needs") and (found := re.match(r"  - \{concept: ([\w-]+)", line)):
                    opened.write(f"{firm},{role},{found[1]}\n")


def _matrices(file: str) -> Iterator[Any]:
    """Firms by concepts: what they offer, then what they need."""
    import numpy as np
    from scipy import sparse

    places: dict[str, tuple[list[int], list[int]]] = {"offers": ([], []), "needs": ([], [])}
    concepts: dict[str, int] = {}
    with Path(file).open(encoding="utf-8") as opened:
        for firm, role, concept in csv.reader(opened):
            rows, columns = places[role]
            rows.append(int(firm))
            columns.append(concepts.setdefault(concept, len(concepts)))
    shape = (1 + max(max(rows) for rows, _ in places.values()), len(concepts))
    for rows, columns in places.values():
        yield sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)


def scipy_best(file: str, out: str) -> None:
    """The ten firms that answer most of what each firm needs, by scipy's sparse product, in blocks of a thousand."""
    import numpy as np

    offers, needs = _matrices(file)
    offered = offers.T.tocsr()
    with Path(out).open("w", encoding="utf-8") as opened:
        for begin in range(0, needs.shape[0], 1000):
            block = needs[begin : begin + 1000] @ offered
            for row in range(block.shape[0]):
                found = slice(block.indptr[row], block.indptr[row + 1])
                values = block.data[found]
                best = np.argpartition(-values, BEST)[:BEST] if len(values) > BEST else slice(None)
                print(block.indices[found][best].tolist(), file=opened)


def topn_best(file: str, out: str) -> None:
    """The same by sparse_dot_topn, which keeps only the best while it multiplies."""
    from sparse_dot_topn import sp_matmul_topn

    offers, needs = _matrices(file)
    best = sp_matmul_topn(needs, offers.T.tocsr(), top_n=BEST)
    with Path(out).open("w", encoding="utf-8") as opened:
        for begin, end in pairwise(best.indptr):
            print(best.indices[begin:end].tolist(), file=opened)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
