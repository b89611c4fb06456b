"""The facts of a check result: stored as ``key=value; key=value``, read by people in their language."""

from __future__ import annotations

from collections.abc import Mapping

from workstation.vocabulary import vocabulary

_BETWEEN = "; "
_LONGEST = 120
_NOTE = "note"
"""The last fact, in a person's own words: all that follows belongs to it."""
_UNSPOKEN = frozenset({"region", "mode", "lesson", "model", "specimen", "place", "overrules", "at"})
"""Facts for the program: where a picture is marked, how a result counts, which lesson it was."""
_SPOKEN = {"en": ("; ", ": "), "zh_CN": ("；", "：")}


def stored_detail(facts: dict[str, str]) -> str:
    """Facts as they are stored. Keys are codes of ``vocabulary/check_detail.toml``; no value but a note holds a
    semicolon.
    """
    ordered = sorted(facts.items(), key=lambda each: each[0] == _NOTE)
    return _BETWEEN.join(f"{key}={value}" for key, value in ordered)


def plain_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Facts fit to be stored: they stand between semicolons, which a misread, typed or hostile text may hold."""
    return {name: " ".join(text.replace(";", " ").split())[:_LONGEST] for name, text in facts.items()}


def stored_facts(detail: str) -> dict[str, str]:
    """Facts as they were given; what is not stored so is left out."""
    parts = (each.partition("=") for each in _parts(detail))
    return {key: value for key, equals, value in parts if equals}


def describe(detail: str, language: str, without: frozenset[str] = frozenset()) -> str:
    """Stored facts in words of a language, ``without`` those said elsewhere; what is not stored so comes as it is."""
    between, colon = _SPOKEN[language]
    told = [each for each in _parts(detail) if each.partition("=")[0] not in _UNSPOKEN | without]
    return between.join(_in_words(each, language, colon) for each in told)


def _parts(detail: str) -> list[str]:
    facts, between, note = f"{_BETWEEN}{detail}".partition(f"{_BETWEEN}{_NOTE}=")
    told = facts.removeprefix(_BETWEEN).split(_BETWEEN) if facts else []
    return [*told, f"{_NOTE}={note}"] if between else told


def _in_words(fact: str, language: str, colon: str) -> str:
    key, equals, value = fact.partition("=")
    words = vocabulary("check_detail")
    if not equals or key not in words:
        return fact
    values = words.terms[key].extra.get("list")
    return f"{words.name(key, language)}{colon}{vocabulary(values).name(value, language) if values else value}"
