r"""What may stand in an answer as it is: no terminal acts on it, every sign of it is seen, and no spreadsheet runs it.

Patterns as text: compiled at their first use, and plain text never uses them. The class of what hides or acts holds
C0 and C1 controls, DEL, surrogates, line and paragraph separators, bidi marks, embeddings, overrides and isolates,
zero-width characters, blank letters (Hangul fillers, the blank of Braille), variation selectors, interlinear and
musical marks, and tags; of combining marks, those above a letter that has eight already.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CHOICE = "\ufe0e\ufe0f"  # says whether a sign is drawn as text or as a picture: an emoji has it, a letter has no use
_PICTURES = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_SUSPECT = f"[{_HIDDEN}{_CHOICE}]|[{_MARKS}]{{9}}"
HARMFUL = (
    f"[{_HIDDEN}]|(?<![{_PICTURES}])[{_CHOICE}](?!\u20e3)|(?<=[{_CHOICE}])[{_CHOICE}]|(?<=[{_MARKS}]{{8}})[{_MARKS}]"
)
"""One character that acts on a terminal or is not seen."""

SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"  # full-width and small forms included
FORMULA = rf"[\t\r\n]|[\s\"']*{SIGN}"
"""What a spreadsheet takes for the beginning of a formula."""
LATER = rf"[ \xa0]*+(?=[ \xa0\"']*{SIGN})"
"""What stands between the beginning of a cell and that of a formula."""
INNER_FORMULA = rf"[;\t\n]{LATER}"
"""A formula within a text, where a semicolon, a tab or a line break begins a cell: as Excel has it wherever numbers are
written with a comma, and LibreOffice unless told otherwise.
"""


def shown_as_it_is(text: str) -> bool:
    """Whether a terminal shows all of a text, in one line, and does nothing else."""
    if text.isascii():
        return text.isprintable()
    return _suspect()(text) is None


@cache
def _suspect() -> Callable[[str], re.Match[str] | None]:
    return re.compile(_SUSPECT).search


def stands_in_a_sheet(text: str) -> bool:
    """Whether a text is also one that a spreadsheet takes for text or a number, however it parts the cells."""
    return text[:1].isalnum() and shown_as_it_is(text) and not (";" in text and re.search(INNER_FORMULA, text))
