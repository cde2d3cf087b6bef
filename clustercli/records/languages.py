"""The languages that answers can come in: their tags, and which of them a locale means."""

from __future__ import annotations

TAGS = ("cs", "sr-Latn", "sr-Cyrl", "bg", "en", "de", "hu", "sk", "sl", "pl", "it")
"""BCP 47 tags of the languages that the table of country names has."""
_SCRIPTS = {"latn": "Latn", "latin": "Latn", "cyrl": "Cyrl", "cyrillic": "Cyrl"}


def tag(word: str) -> str | None:
    """The tag that a word such as cs, sr, SR-cyrl or sr_Latn means, or None; Serbian without a script is Latin."""
    language, _, rest = word.strip().replace("_", "-").partition("-")
    language = language.lower()
    script = next((_SCRIPTS[part] for part in rest.lower().split("-") if part in _SCRIPTS), "")
    if language == "sr":
        return f"sr-{script or 'Latn'}"
    return language if language in TAGS else None


def of_locale(name: str) -> str | None:
    """The tag that the name of a locale means, such as cs_CZ.UTF-8; Serbian is Cyrillic unless marked @latin."""
    language, _, modifier = name.partition("@")
    language = language.partition(".")[0]
    if language.lower() in ("sr", "sr_rs", "sr_me", "sr_ba", "sr_xk"):
        return tag(f"sr-{modifier}") if modifier.lower() in _SCRIPTS else "sr-Cyrl"
    return tag(language)


def readable(wanted: str) -> tuple[str, ...]:
    """The tags of texts that serve a reader of a language, best first: Serbian in either script."""
    if wanted.startswith("sr-"):
        other = "sr-Latn" if wanted == "sr-Cyrl" else "sr-Cyrl"
        return (wanted, "sr", other)
    return (wanted,)
