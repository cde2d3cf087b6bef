"""What no output may hold: characters that act on a terminal, hide from a reader or lead the eye astray."""

from __future__ import annotations

import re
import unicodedata

# DerivedCoreProperties.txt of Unicode: Default_Ignorable_Code_Point; and the blank of Braille.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
UNSEEN = re.compile(f"[{_UNSEEN}]|(?<=\\w)[\ufe0e\ufe0f](?!\u20e3)|[\ufe0e\ufe0f]{{2}}")


def harmful(text: str, allowed: str = "\n") -> set[str]:
    """The characters of an output that could act on a terminal or deceive a reader."""
    bad = {c for c in set(text) if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")} | set(UNSEEN.findall(text))
    return (bad | set(_floods(text))) - set(allowed)


def _floods(text: str) -> list[str]:
    """Combining marks in such a number that they cover the lines above and below."""
    return re.findall("[\u0300-\u036f]{9,}", text)
