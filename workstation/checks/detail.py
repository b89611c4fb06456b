"""The facts of a check result: stored as ``key=value; key=value``, read by people in their language."""

from __future__ import annotations

from workstation.vocabulary import vocabulary

_BETWEEN = "; "
_SPOKEN = {"en": ("; ", ": "), "zh_CN": ("；", "：")}


def stored_detail(facts: dict[str, str]) -> str:
    """Facts as they are stored. Keys are codes of ``vocabulary/check_detail.toml``; values hold no semicolon."""
    return _BETWEEN.join(f"{key}={value}" for key, value in facts.items())


def describe(detail: str, language: str) -> str:
    """Stored facts in words of a language; what is not stored so comes back as it is."""
    between, colon = _SPOKEN[language]
    return between.join(_in_words(each, language, colon) for each in detail.split(_BETWEEN))


def _in_words(fact: str, language: str, colon: str) -> str:
    key, equals, value = fact.partition("=")
    words = vocabulary("check_detail")
    if not equals or key not in words:
        return fact
    values = words.terms[key].extra.get("list")
    return f"{words.name(key, language)}{colon}{vocabulary(values).name(value, language) if values else value}"
