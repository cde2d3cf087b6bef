"""Register numbers of organisations: lengths and check digits per scheme, as the registers publish them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustercli.named import NamedTuple
from clustercli.records.reading import quoted

if TYPE_CHECKING:
    from collections.abc import Callable


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _ico(number: str) -> bool:
    """Czech and Slovak IČO: weights 8 to 2, modulo 11."""
    return (11 - _weighted(number, (8, 7, 6, 5, 4, 3, 2)) % 11) % 10 == int(number[7])


def _mod_11_10(number: str) -> bool:
    """ISO 7064 MOD 11,10 (Serbian PIB, Croatian OIB, German VAT numbers)."""
    check = 10
    for digit in number[:-1]:
        check = (check + int(digit)) % 10 or 10
        check = check * 2 % 11
    return (check + int(number[-1])) % 10 == 1


def _eik(number: str) -> bool:
    """Bulgarian EIK (BULSTAT) of 9 digits; of the 13 of a branch the first 9 are checked here."""
    check = _weighted(number, (1, 2, 3, 4, 5, 6, 7, 8)) % 11
    if check == 10:
        check = _weighted(number, (3, 4, 5, 6, 7, 8, 9, 10)) % 11 % 10
    return check == int(number[8])


class Scheme(NamedTuple):
    """One register: how many digits its numbers have, and the check digit's rule where there is one."""

    lengths: tuple[int, ...]
    check: Callable[[str], bool] | None = None


SCHEMES: dict[str, Scheme | None] = {
    "cz-ico": Scheme((8,), _ico),
    "sk-ico": Scheme((8,), _ico),
    "rs-mb": Scheme((8,)),
    "rs-pib": Scheme((9,), _mod_11_10),
    "bg-eik": Scheme((9, 13), _eik),
    "hr-oib": Scheme((11,), _mod_11_10),
    "hu-adoszam": Scheme((8, 11)),
    "si-maticna": Scheme((7, 10)),
    "pl-nip": Scheme((10,)),
    "pl-krs": Scheme((10,)),
    "it-piva": Scheme((11,)),
    "ro-cui": Scheme((2, 3, 4, 5, 6, 7, 8, 9, 10)),
    "at-fn": None,
    "de-hr": None,
    "lei": None,
    "vat": None,
    "other": None,
}


def fault(scheme: str, number: str) -> tuple[str, str] | None:
    """What is wrong with a number (a message and a remedy), or None."""
    rule = SCHEMES.get(scheme)
    if rule is None:
        return None
    lengths = " or ".join(map(str, rule.lengths))
    if not (number.isascii() and number.isdigit()):
        digits = re.sub(r"^[A-Za-z]{2} *| ", "", number)
        alone = digits.isascii() and digits.isdigit() and fault(scheme, digits) is None
        hint = f"did you mean {digits}?" if alone else "write the digits alone"
        return f"company number {quoted(number)} is not all digits, {scheme} has {lengths} of them", hint
    if len(number) not in rule.lengths:
        padded = number.zfill(rule.lengths[0])
        lost = rule.check is not None and len(number) < rule.lengths[0] and rule.check(padded)
        hint = f"leading zeros lost? {padded} passes the check" if lost else "compare it with the register"
        return f"company number {quoted(number)} has {len(number)} digits, {scheme} needs {lengths}", hint
    if rule.check is not None and not rule.check(number):
        return f"company number '{number}' fails the check digit of {scheme}", "compare it with the register"
    return None
