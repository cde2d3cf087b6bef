"""NACE codes (Eurostat, Rev. 2 and 2.1): one printed form for the ways people write them."""

from __future__ import annotations

import re

PATTERN = r"^\s*(?:[A-Va-v]\s*)?([0-9]{2})(?:\.?([0-9])(?:\.?([0-9]))?)?\s*$"

# Divisions that neither revision has.
_NONE = frozenset(["00", "04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89"])


def tidy(text: str) -> str | None:
    """The printed form of a code ('13.20' for 13.20, C13.20, 1320 and 13.2.0), or None where it is none."""
    found = re.match(PATTERN, text)
    if found is None or found[1] in _NONE:
        return None
    division, group, class_ = found.groups()
    return division + (f".{group}{class_ or ''}" if group else "")
