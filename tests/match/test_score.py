"""What holds of every score: its bounds, its lines, its range, its order, whatever the catalogue holds."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clustercli.catalogue.scan import scan
from clustercli.catalogue.validate import holds_relations, read_file
from clustercli.match import policy as policies
from clustercli.match import score as scores
from clustercli.match import signals
from clustercli.match.policy import Policy
from clustercli.match.score import Pair, Score, best_first
from clustercli.match.signals import FIT, Evidence, Facts, Term
from clustercli.match.trade import Trade
from clustercli.records.vocabulary import COOPERATION, Concept, Relation, Vocabulary
from tests.conftest import ROOT

DATA = ROOT / "data"


@cache
def policy() -> Policy:
    """The policy of data/match.yaml, read as the program reads it."""
    content = read_file(DATA, scan(DATA, DATA)[0]["match.yaml"], Vocabulary([]))
    assert not content.problems
    return policies.read(content.records[0].values)


@cache
def bundled_trade() -> Trade:
    """The bundled vocabulary and its relations, read as the program reads them."""
    files = [found for found in scan(DATA, DATA)[0].values() if found.role == "vocabulary"]
    contents = {holds_relations(f): [] for f in files} | {
        kind: [
            r.values for f in files if holds_relations(f) is kind for r in read_file(DATA, f, Vocabulary([])).records
        ]
        for kind in (False,)
    }
    tree = Vocabulary(Concept(c["id"], c.get("parent", ""), (), c["words"]) for c in contents[False])
    relations = [
        Relation(v["from"], v["kind"], v["to"], float(v["strength"]), v["reason"])
        for f in files
        if holds_relations(f)
        for v in (record.values for record in read_file(DATA, f, tree).records)
    ]
    return Trade(tree, relations, policy())
