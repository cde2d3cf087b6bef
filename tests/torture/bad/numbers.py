"""Counts and amounts: negative, absurd, and as accountants of other countries write them."""

from tests.torture.bad import Case, cluster, files, firm, project


def count(text: str, remedy: str = "") -> Case:
    """A number of people that is kept, or refused where a remedy is named."""
    faults = (f"5:12 R008 {remedy}",) if remedy else ()
    return firm(f"a count of {text!r}", f"employees: {text}", *faults, **{} if remedy else {"employees": text})


def amount(text: str, remedy: str = "") -> Case:
    """An amount of money that is kept, or refused where a remedy is named."""
    faults = (f"4:11 R008 {remedy}",) if remedy else ()
    held = {} if remedy else {"budget": [{"amount": text, "currency": "EUR"}]}
    return project(f"an amount of {text!r}", f"budget:\n  amount: {text}\n  currency: EUR", *faults, **held)


def currency(text: str, code: str) -> Case:
    """A currency that is none, and the one that is meant."""
    return project(f"a currency of {text}", f"budget: {{amount: 5, currency: {text}}}", f"3:31 R014 {code}")


CASES = (
    *map(count, ("0", "30", "~30", "<30", "9999999")),
    count("-5", "whole number"),
    count("-0", "whole number"),
    count("+5", "did you mean 5?"),
    count("30.0", "did you mean 30?"),
    count("30.5", "whole number"),
    count("1.500", "did you mean 1500?"),
    count("1 500", "did you mean 1500?"),
    count("1\u00a0500", "did you mean 1500?"),
    count("1,500", "did you mean 1500?"),
    count("1'500", "did you mean 1500?"),
    count("1.500.000", "did you mean 1500000?"),
    count("1_500", "did you mean 1500?"),
    count("007", "did you mean 7?"),
    count("1e3", "whole number"),
    count("0x1F", "whole number"),
    count("٣٠", "did you mean 30?"),
    count("1٣", "did you mean 13?"),
    count("３０", "did you mean 30?"),
    count("²", "whole number"),
    count("III", "whole number"),
    count("ca. 30", "did you mean ~30?"),
    count("cca 30", "did you mean ~30?"),
    count("about 30", "did you mean ~30?"),
    count("30+", "did you mean >30?"),
    count("more than 30", "did you mean >30?"),
    count("> 30", ">30")._replace(faults=("smes/x.yaml:5:14 Y010 quotes",)),
    count("'> 30'", "did you mean >30?"),
    count("'>=30'", "whole number"),
    count("30-40", "whole number"),
    count("30 lidí", "did you mean 30?"),
    count("NaN", "whole number"),
    count("inf", "whole number"),
    count("~", "whole number"),
    count("null", "whole number"),
    count("yes", "whole number"),
    count("10000000", "below ten million"),
    count("999999999999", "below ten million"),
    count("9" * 5000, "whole number"),
    count("''", "leave the field out")._replace(faults=("smes/x.yaml:5:12 R008 whole number",)),
    count("[30]", "one value")._replace(faults=("smes/x.yaml:5:12 R004 one value",)),
    cluster("more firms than members", "members: {total: 30, sme: 300}", "5:27 R019 more than the total"),
    cluster("more research than members", "members: {research: 31, total: 30}", "5:21 R019 more than the total"),
    cluster("as many firms as members", "members: {total: 30, sme: 30}", members={"total": "30", "sme": "30"}),
    cluster("perhaps as many firms as members", "members: {total: ~30, sme: 31}",
            members={"total": "~30", "sme": "31"}),
    cluster("a negative part", "members: {total: 30, sme: -1}", "5:27 R008"),
    # Amounts
    *map(amount, ("0", "2053050", "425698.75", "0.5", "999999999999.99")),
    amount("425 698,75", "did you mean 425698.75?"),
    amount("425\u00a0698,75", "did you mean 425698.75?"),
    amount("425\u202f698,75", "did you mean 425698.75?"),
    amount("425.698,75", "did you mean 425698.75?"),
    amount("425,698.75", "did you mean 425698.75?"),
    amount("425698,75", "did you mean 425698.75?"),
    amount("425698,7", "did you mean 425698.7?"),
    amount("2.053.050", "did you mean 2053050?"),
    amount("2,053,050", "did you mean 2053050?"),
    amount("2 053 050", "did you mean 2053050?"),
    amount("2'053'050", "did you mean 2053050?"),
    amount("2_053_050", "did you mean 2053050?"),
    amount("2.053", "did you mean 2053?"),
    amount("2,053", "did you mean 2053?"),
    amount("425698.755", "amount: digits"),
    amount("425698,755", "amount: digits"),
    amount("1.23.456", "amount: digits"),
    amount("500,-", "did you mean 500?"),
    amount("500.-", "did you mean 500?"),
    amount("500 EUR", "did you mean 500?"),
    amount("€ 500", "did you mean 500?"),
    amount("2,5 mil.", "did you mean 2500000?"),
    amount("1,5 million", "did you mean 1500000?"),
    amount("-500", "amount: digits"),
    amount("+500", "did you mean 500?"),
    amount("(500)", "amount: digits"),
    amount("1e6", "amount: digits"),
    amount(".5", "did you mean 0.5?"),
    amount("5.", "did you mean 5?"),
    amount("NaN", "amount: digits"),
    amount("inf", "amount: digits"),
    amount("٥٠٠", "did you mean 500?"),
    amount("9999999999999999", "amount: digits"),
    amount("00012345", "did you mean 12345?"),
    amount("~", "amount: digits"),
    amount("=1+1", "amount: digits"),
    # Currencies
    *(currency(*pair) for pair in (
        ("€", "EUR"), ("EURO", "EUR"), ("Kč", "CZK"), ("дин", "RSD"), ("din.", "RSD"), ("лв", "BGN"), ("Ft", "HUF"),
        ("zł", "PLN"), ("КМ", "BAM"), ("£", "GBP"), ("$", "USD"), ("XYZ", "EUR, CZK"), ("KCS", "EUR, CZK"),
        ("CKZ", "CZK"), ("eß", "EUR, CZK"), ("ЕUR", "EUR"), ("'978'", "EUR, CZK"), ("''", "EUR, CZK"),
    )),
    project("a currency in small letters", "budget: {amount: 5, currency: eur}",
            budget=[{"amount": "5", "currency": "EUR"}]),
    project("a currency that is gone", "budget: {amount: 5, currency: DEM}",
            budget=[{"amount": "5", "currency": "DEM"}]),
    # Other numbers
    *(files(f"a strength of {text}", {
        "vocabulary/relations.yaml":
        f"- {{from: apparel, kind: buys_from, to: fabrics, strength: {text}, reason: a}}\n"
    }, f"1:59 R008 {words}") for text, words in (
        ("1.4", "more than 1"), ("-0.5", "number such as"), ("high", "number such as"), ("nan", "number such as"),
        ("1_0", "number such as"), ("٠.٥", "number such as"), (".7", "number such as"),
        ("1e-1", "number such as"),
    )),
    *(files(f"a validity of {text}", {"schemes/x.yaml": f"id: x\nname: X\nvalidity: {text}\n"}, "3:11 R008 2 years")
      for text in ("2", "2 roky", "0 years", "-2 years", "two years", "1000 years", "٢ years", "2.5 years")),
)  # fmt: skip
