"""The facts of a check result: stored as ``key=value; key=value``, read by people in their language."""

from __future__ import annotations

from workstation.vocabulary import vocabulary

_BETWEEN = "; "
_UNSPOKEN = frozenset({"region", "mode", "lesson"})
"""Facts for the program: where a picture is marked, how a result counts, which lesson it was."""
_SPOKEN = {"en": ("; ", ": "), "zh_CN": ("；", "：")}


def stored_detail(facts: dict[str, str]) -> str:
    """Facts as they are stored. Keys are codes of ``vocabulary/check_detail.toml``; values hold no semicolon."""
    return _BETWEEN.join(f"{key}={value}" for key, value in facts.items())


def stored_facts(detail: str) -> dict[str, str]:
    """Facts as they were given; what is not stored so is left out."""
    parts = (each.partition("=") for each in detail.split(_BETWEEN))
    return {key: value for key, equals, value in parts if equals}


def describe(detail: str, language: str) -> str:
    """Stored facts in words of a language; what is not stored so comes back as it is."""
    between, colon = _SPOKEN[language]
    told = [each for each in detail.split(_BETWEEN) if each.partition("=")[0] not in _UNSPOKEN]
    return between.join(_in_words(each, language, colon) for each in told)


def _in_words(fact: str, language: str, colon: str) -> str:
    key, equals, value = fact.partition("=")
    words = vocabulary("check_detail")
    if not equals or key not in words:
        return fact
    values = words.terms[key].extra.get("list")
    return f"{words.name(key, language)}{colon}{vocabulary(values).name(value, language) if values else value}"
