"""Register numbers: the verdict on each equals that of python-stdnum, digit for digit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.bg import vat as bg_vat
from stdnum.cz import dic as cz_dic
from stdnum.hr import oib as hr_oib
from stdnum.hu import anum as hu_anum
from stdnum.it import iva as it_iva
from stdnum.pl import nip as pl_nip
from stdnum.ro import cui as ro_cui
from stdnum.rs import pib as rs_pib
from stdnum.si import maticna as si_maticna

from clustercli.records.identifiers import SCHEMES, fault
from tests.conftest import Clustercli

Verdict = Callable[[str], bool]

DIGITS = "0123456789"
# Schemes with a check digit: how long a number is, and the oracle. stdnum has no module for the Slovak IČO, whose rule
# is that of the Czech one from the days of one register.
CHECKED: dict[str, tuple[int, Verdict]] = {
    "cz-ico": (8, cz_dic.is_valid),
    "sk-ico": (8, cz_dic.is_valid),
    "rs-pib": (9, rs_pib.is_valid),
    "bg-eik": (9, bg_vat.is_valid),
    "hr-oib": (11, hr_oib.is_valid),
}
# Schemes of which the lengths alone are known here: whatever stdnum accepts must pass.
MEASURED: dict[str, tuple[int, Verdict]] = {
    "hu-adoszam": (8, hu_anum.is_valid),
    "it-piva": (11, it_iva.is_valid),
    "pl-nip": (10, pl_nip.is_valid),
    "ro-cui": (8, ro_cui.is_valid),
    "si-maticna": (7, si_maticna.is_valid),
}


def passes(scheme: str, number: str) -> bool:
    return fault(scheme, number) is None


@pytest.mark.parametrize("scheme", CHECKED)
@given(data=st.data())
def test_every_check_digit_is_judged_as_by_stdnum(scheme: str, data: st.DataObject) -> None:
    length, valid = CHECKED[scheme]
    stem = data.draw(st.text(DIGITS, min_size=length - 1, max_size=length - 1))
    # stdnum's module reads tax numbers, none of which begins with a 9; the register's rule knows no such thing.
    like = "0" + stem[1:] if valid is cz_dic.is_valid and stem[0] == "9" else stem
    ours = [passes(scheme, like + digit) for digit in DIGITS]
    assert ours == [valid(like + digit) for digit in DIGITS]
    assert sum(ours) <= 1


@pytest.mark.parametrize("scheme", CHECKED)
@given(data=st.data())
def test_a_number_of_another_length_is_refused(scheme: str, data: st.DataObject) -> None:
    length, _ = CHECKED[scheme]
    number = data.draw(st.text(DIGITS, min_size=1, max_size=16).filter(lambda text: len(text) not in (length, 13)))
    message, _ = fault(scheme, number) or ("", "")
    assert f"'{number}' has {len(number)} digits, {scheme} needs {length}" in message


@pytest.mark.parametrize("scheme", MEASURED)
@given(data=st.data())
def test_what_stdnum_accepts_is_never_refused(scheme: str, data: st.DataObject) -> None:
    length, valid = MEASURED[scheme]
    stem = data.draw(st.text(DIGITS, min_size=length - 1, max_size=length - 1))
    sound = [stem + digit for digit in DIGITS if valid(stem + digit)]
    assert [number for number in sound if not passes(scheme, number)] == []


@given(st.text(DIGITS, min_size=8, max_size=8), st.text(DIGITS, min_size=4, max_size=4))
def test_a_bulgarian_branch_stands_or_falls_with_its_nine_digits(stem: str, branch: str) -> None:
    for digit in DIGITS:
        assert passes("bg-eik", stem + digit + branch) == bg_vat.is_valid(stem + digit)


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("cz-ico", "00177041"),
        ("cz-ico", "25123891"),
        ("sk-ico", "31322832"),
        ("rs-pib", "101134702"),
        ("bg-eik", "175074752"),
        ("hr-oib", "33392005961"),
        ("hu-adoszam", "12892312"),
        ("hu-adoszam", "12892312242"),
        ("pl-nip", "8567346215"),
        ("it-piva", "00743110157"),
        ("ro-cui", "18547290"),
        ("si-maticna", "9331310"),
        ("rs-mb", "07146531"),
        ("at-fn", "FN 56247 t"),
        ("de-hr", "Aachen HRA 11223"),
        ("lei", "213800KUD8LAJWSQ9D15"),
        ("other", "any text"),
    ],
)
def test_numbers_in_use_pass(scheme: str, number: str) -> None:
    assert fault(scheme, number) is None


@pytest.mark.parametrize(
    ("scheme", "number", "message", "remedy"),
    [
        (
            "cz-ico",
            "177041",
            "company number '177041' has 6 digits, cz-ico needs 8",
            "leading zeros lost? 00177041 passes the check",
        ),
        ("cz-ico", "177042", "company number '177042' has 6 digits, cz-ico needs 8", "compare it with the register"),
        (
            "cz-ico",
            "00177042",
            "company number '00177042' fails the check digit of cz-ico",
            "compare it with the register",
        ),
        (
            "rs-pib",
            "10113470",
            "company number '10113470' has 8 digits, rs-pib needs 9",
            "compare it with the register",
        ),
        (
            "bg-eik",
            "1750747520",
            "company number '1750747520' has 10 digits, bg-eik needs 9 or 13",
            "compare it with the register",
        ),
        (
            "hr-oib",
            "HR33392005961",
            "company number 'HR33392005961' is not all digits, hr-oib has 11 of them",
            "did you mean 33392005961?",
        ),
        (
            "cz-ico",
            "001 77 041",
            "company number '001 77 041' is not all digits, cz-ico has 8 of them",
            "did you mean 00177041?",
        ),
        (
            "cz-ico",
            "٠٠١٧٧٠٤١",
            "company number '٠٠١٧٧٠٤١' is not all digits, cz-ico has 8 of them",
            "write the digits alone",
        ),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_to_do(scheme: str, number: str, message: str, remedy: str) -> None:
    assert fault(scheme, number) == (message, remedy)


@pytest.mark.parametrize("scheme", [name for name, rule in SCHEMES.items() if rule and not rule.check])
def test_no_check_is_claimed_where_none_is_made(scheme: str) -> None:
    message, remedy = fault(scheme, "1") or ("", "")
    assert "has 1 digit" in message
    assert "passes the check" not in remedy


def test_a_number_that_looks_like_another_kind_of_value_keeps_its_zeros(small: Clustercli) -> None:
    sound = "- {id: skoda, name: Auto, country: CZ, sectors: [vehicles], identifiers: {cz-ico: 00177041}}\n"
    broken = "- {id: other, name: Other, country: CZ, sectors: [vehicles], identifiers: {cz-ico: 177041}}\n"
    small.write({"data/smes/cz.yaml": sound + broken})
    result = small("check")
    assert result.code == 3
    place = broken.index("177041") + 1
    assert f"data/smes/cz.yaml:2:{place}: R007 company number '177041' has 6 digits, cz-ico needs 8" in result.err
    assert small("show", "skoda", "--format", "json").json()["identifiers"] == {"cz-ico": "00177041"}


def test_an_unknown_register_is_refused_with_the_nearest(small: Clustercli) -> None:
    small.write({"data/smes/cz.yaml": "{id: x, name: X, country: CZ, sectors: [fabrics], identifiers: {cz-icco: 1}}\n"})
    result = small("check")
    assert result.code == 3
    assert "did you mean cz-ico?" in result.err
