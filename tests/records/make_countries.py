"""Generates the table of country names from CLDR: `python -m tests.records.make_countries` rewrites it."""

from __future__ import annotations

import csv
import io

from babel import Locale

LANGUAGES = ("cs", "sr-Latn", "sr-Cyrl", "bg", "en", "de", "hu", "sk", "sl", "pl", "it")
# Territories of CLDR that are no countries: groupings, reserved and private codes.
NO_COUNTRY = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}


def table() -> str:
    """The CSV text: a line a country, sorted by code, a column a language."""
    locales = [Locale.parse(language, sep="-") for language in LANGUAGES]
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["code", *LANGUAGES])
    for code in sorted(locales[4].territories):
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY:
            lines.writerow([code, *(locale.territories.get(code, code) for locale in locales)])
    return out.getvalue()


if __name__ == "__main__":
    from clustercli.records import countries

    countries.TABLE.write_text(table(), encoding="utf-8")
