"""Currency codes (ISO 4217, and those that the euro and other reforms ended), and what people write instead."""

from __future__ import annotations

from clustercli.records.fold import fold
from clustercli.records.reading import near

_NEAR_US = ("EUR", "CZK", "RSD", "BGN", "HUF", "PLN", "RON", "BAM", "MKD", "ALL", "MDL", "UAH", "TRY", "CHF", "GBP",
            "USD", "SEK", "DKK", "NOK", "ISK")  # fmt: skip
_OTHERS = (
    "AED AFN AMD ANG AOA ARS AUD AWG AZN BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CLP CNY COP "
    "CRC CUP CVE DJF DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG IDR ILS INR IQD IRR JMD "
    "JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MGA MMK MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NPR NZD OMR PAB PEN PGK PHP PKR PYG QAR RUB RWF SAR SBD SCR SDG SGD SHP SLE SOS SRD SSP "
    "STN SVC SYP SZL THB TJS TMT TND TOP TTD TWD TZS UGX UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
_ENDED = "ATS BEF BGL CSD CSK CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE ROL SIT SKK TRL XEU YUM"
CODES = (*_NEAR_US, *_OTHERS.split(), *_ENDED.split())
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "₺": "TRY", "₴": "UAH"}
_WORDS = {"euro": "EUR", "eura": "EUR", "evro": "EUR", "kc": "CZK", "kcs": "CSK", "din": "RSD", "dinar": "RSD",
          "lv": "BGN", "lev": "BGN", "leva": "BGN", "ft": "HUF", "forint": "HUF", "zl": "PLN", "km": "BAM", "kn": "HRK",
          "lei": "RON", "ron": "RON", "den": "MKD", "sfr": "CHF"}  # fmt: skip


def meant(text: str) -> str:
    """The code that a sign, a word or a misspelt code means; empty where none is near."""
    if text.strip() in _SIGNS:
        return _SIGNS[text.strip()]
    word = fold(text)
    best = near(word, _NEAR_US)
    return _WORDS.get(word) or (word.upper() if word.upper() in CODES else best[0] if best else "")
