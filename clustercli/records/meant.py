"""What a person most likely meant by a value that is not of its form: dates, counts, amounts, addresses, ids."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from clustercli.records import dates
from clustercli.records.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST = 60  # characters of a value that is looked at
_ABOUT = r"(?:ca|cca|circa|about|around|approx|c|asi|kolem|oko|okolo|около|око|~)\.? *"
_OVER, _UNDER = r"(?:more than|over|at least|min|>)\.? *", r"(?:fewer than|less than|under|up to|max|<)\.? *"
_GROUPS = r"([0-9]{1,3}(?:([ .,'_])[0-9]{3})(?:\2[0-9]{3})*)"
_MILLIONS = r" *(?:mil|mio|million|milion|milionu|miliona|milijuna)s?\.?"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PARTS_OF_A_YEAR = {"q1": 33, "q2": 34, "q3": 35, "q4": 36, "spring": 21, "summer": 22, "autumn": 23, "winter": 24,
                    "end of": 36}  # fmt: skip
_LANGUAGES = {"cz": "cs", "rs": "sr", "srb": "sr", "dk": "da", "gr": "el",
              "se": "sv", "ua": "uk", "al": "sq", "gb": "en", "si": "sl",
              "ba": "bs", "czech": "cs", "cesky": "cs", "cestina": "cs", "serbian": "sr",
              "srpski": "sr", "bulgarian": "bg", "balgarski": "bg", "english": "en", "german": "de",
              "deutsch": "de", "slovak": "sk", "polish": "pl", "hungarian": "hu", "magyar": "hu"}  # fmt: skip


def _tidy(text: str) -> str:
    """Text in plain digits, dashes, quotes and blanks, without letters that nobody sees."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(str(unicodedata.decimal(c, c)) for c in text if unicodedata.category(c) != "Cf")
    return " ".join(re.sub("[‐‑‒–—−]", "-", text).replace("’", "'").split())


def date(text: str) -> str:
    """The dates that a text can mean, joined by 'or'."""
    tidy = _tidy(text).rstrip(". ")
    return " or ".join(dict.fromkeys(form for form in _dates(tidy) if _is_date(form)))


def _is_date(form: str) -> bool:
    try:
        return dates.read(form).earliest.year >= dates.FIRST_YEAR
    except ValueError:
        return False


def _dates(text: str) -> Iterator[str]:
    yield text
    yield text.replace(" ", "")
    if found := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*", text):
        yield found[1]
    if found := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text):
        yield "-".join(found.groups())
    if found := re.fullmatch(r"([0-9]{4}) ?[-/] ?((?:[0-9]{2})?[0-9]{2})", text):
        month = len(found[2]) == 2 and 1 <= int(found[2]) <= 12
        year = (found[1][:2] + found[2])[-4:]
        yield f"{found[1]}-{found[2]}" if month else f"{found[1]}/{year}" if year > found[1] else ""
    if found := re.fullmatch(
        r"(?i)(?:(q[1-4]|spring|summer|autumn|winter|end of)[ /]*|)([0-9]{4})[ /-]*(q[1-4])?", text
    ):
        part = found[1] or found[3]
        yield f"{found[2]}-{_PARTS_OF_A_YEAR[part.lower()]}" if part else ""
    if found := re.fullmatch(f"(?i){_ABOUT}(.+)", text):
        yield f"{found[1]}~"
    if text[-2:] in ("?~", "~?"):
        yield f"{text[:-2]}%"
    yield from _in_parts(text)
    begin, dash, end = text.partition(" - ")
    if dash:
        yield f"{date(begin)}/{date(end)}"


def _in_parts(text: str) -> Iterator[str]:
    """Dates whose year, month and day stand apart, in whatever order."""
    numbers = [_number(part) for part in re.split(r"[-./, ]+", text)]
    if len(numbers) == 3:
        one, two, three = numbers
        if one > 31:
            yield f"{one:04}-{two:02}-{three:02}"
        elif three > 31:
            yield f"{three:04}-{two:02}-{one:02}"
            if "/" in text or one > 12 or not text[:1].isdigit():
                yield f"{three:04}-{one:02}-{two:02}"
    elif len(numbers) == 2:
        year, month = max(numbers), min(numbers)
        yield f"{year:04}-{month:02}" if month <= 12 else ""


def _number(part: str) -> int:
    """A number, or a month by its English name or in Roman digits; 0 where it is neither."""
    if part.isdigit():
        return int(part[:6])
    months = [name[:3].lower() for name in dates.MONTHS]
    if part.upper() in _ROMAN:
        return _ROMAN.index(part.upper()) + 1
    known = part[:3].lower() in months and any(name.lower().startswith(part.lower()) for name in dates.MONTHS)
    return months.index(part[:3].lower()) + 1 if known else 0


def count(text: str) -> str:
    """A whole number, with the mark of about, more than or fewer than."""
    tidy, mark = _tidy(text), ""
    for sign, words in (("~", _ABOUT), (">", _OVER), ("<", _UNDER)):
        if found := re.fullmatch(f"(?i){words}([0-9].*)", tidy):
            tidy, mark = found[1], sign
    if not mark and tidy.endswith("+"):
        tidy, mark = tidy[:-1].rstrip(), ">"
    tidy = re.sub(r" +[^\W\d]+\.?$", "", tidy.removeprefix("+"))
    if re.fullmatch(_GROUPS, tidy):
        tidy = re.sub(r"[^0-9]", "", tidy)
    found = re.fullmatch(r"0*([0-9]+?)(?:[.,]0)?", tidy)
    return mark + found[1] if found else ""


def amount(text: str) -> str:
    """An amount with a decimal point, as accountants of whichever country write it."""
    tidy = re.sub(r"^[^\W\d]+\.? *|^[€$£] *| *[€$£]$|[.,] ?-+$", "", _tidy(text)).removeprefix("+")
    millions = re.fullmatch(f"(?i)(.*?){_MILLIONS}(?: *[^\\W\\d]+)?", tidy)
    tidy = re.sub(r" *[^\W\d]+\.?$", "", millions[1] if millions else tidy)
    found = re.fullmatch(rf"{_GROUPS}(?:[.,]([0-9]{{1,2}}))?", tidy)
    if found and found[2] != tidy[len(found[1]) : len(found[1]) + 1]:
        whole, cents = re.sub(r"[^0-9]", "", found[1]), found[3]
    elif plain := re.fullmatch(r"([0-9]*)(?:[.,]([0-9]{0,2}))?", tidy):
        whole, cents = plain[1], plain[2]
    else:
        return ""
    whole = whole.lstrip("0") or ("0" if tidy else "")
    if millions:
        return str(int(whole + (cents or "").ljust(6, "0"))) if whole else ""
    return f"{whole}.{cents}" if cents else whole


def url(text: str) -> str:
    """A web address with its scheme."""
    tidy = _tidy(text).strip("<>\"'")
    bare = re.sub(r"(?i)^https?:?/*", "", tidy)
    secure = "http" if re.match("(?i)http:", tidy) else "https"
    return f"{secure}://{bare}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?", bare) else ""


def language(text: str) -> str:
    """A tag of a language, by its country, its name or in its own capitals."""
    word, _, script = _tidy(text).replace("_", "-").partition("-")
    tag = _LANGUAGES.get(fold(word), word.lower())
    return f"{tag}-{script.title()}" if len(script) == 4 else tag


def id_(text: str) -> str:
    """A text as an id."""
    return "-".join(fold(text).split())


FORMS: dict[str, Callable[[str], str]] = {
    "date": date,
    "count": count,
    "amount": amount,
    "url": url,
    "language": language,
    "id": id_,
    "code": lambda text: _tidy(text).upper(),
}


def did_you_mean(form: str, text: str, fits: Callable[[str], object]) -> str:
    """A remedy: the value of a form that was meant, where it fits; nothing where none is known."""
    best = FORMS[form](text) if len(text) <= _LONGEST else ""
    return f"did you mean {best}?" if best and best != text and fits(best) else ""
