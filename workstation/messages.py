"""Sentences for people about expected trouble, from the files of ``resources/messages`` (one file a room)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from string import Formatter

from workstation.errors import WorkstationError
from workstation.resources import RESOURCES
from workstation.vocabulary import Coded


@cache
def _sentences() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for path in sorted((RESOURCES / "messages").glob("*.toml")):
        table |= tomllib.loads(path.read_text(encoding="utf-8"))
    return table


class _Lenient(Formatter):
    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "…")


def sentence(code: str, facts: Mapping[str, object], language: str) -> str:
    """The sentence of a code with its facts filled in; the code itself where the table lacks it.

    A fact that is an error or a coded term itself, or a tuple of them, is told in the same language.
    """
    row = _sentences().get(code)
    if row is None:
        return code
    return _Lenient().vformat(row[language], (), {key: _told(fact, language) for key, fact in facts.items()})


def _told(fact: object, language: str) -> object:
    if isinstance(fact, WorkstationError):
        return explain(fact, language)
    if isinstance(fact, Coded):
        return fact.name(language)
    if isinstance(fact, tuple):
        return " ".join(str(_told(each, language)) for each in fact)
    return fact


def explain(error: WorkstationError, language: str = "en") -> str:
    """What happened and what to do, in one line."""
    return sentence(error.code, error.facts, language)
