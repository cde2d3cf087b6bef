"""NACE codes (Eurostat, Rev. 2 and 2.1): one printed form for the ways people write them."""

from __future__ import annotations

import re

PATTERN = r"^[A-Ua-u]?\s?\d{2}(\.?\d{1,2})?$|^\d{2}\.\d\.\d$"
_CODE = re.compile(r"([A-Va-v])?\s*(\d{2})(?:\.?(\d)(?:\.?(\d))?)?")
_TOP_DIVISION = 99


def tidy(text: str) -> str | None:
    """The printed form of a code ('13.20' for 13.20, C13.20, 1320 and 13.2.0), or None where it is none."""
    found = _CODE.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= _TOP_DIVISION:
        return None
    _, division, group, class_ = found.groups()
    return division + (f".{group}{class_ or ''}" if group else "")
