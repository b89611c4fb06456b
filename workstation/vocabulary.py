"""Controlled lists: codes that are stored, and their names in every language.

Each list is one file of ``resources/vocabulary``: a table a term, with ``en`` and ``zh_CN``, and whatever else the
list needs (a group, an order). The order of the file is the order on the screen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from workstation.resources import RESOURCES

LANGUAGES = ("en", "zh_CN")


@dataclass(frozen=True, slots=True)
class Term:
    """One term: what is stored, and what people read.

    ``extra`` holds the other keys of its table, such as ``group``.
    """

    code: str
    names: Mapping[str, str]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """The term in a language; a name of its own (no language) reads the same in all."""
        return self.names[language]


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with the list that names it: a fact of an error that is told in the reader's language."""

    title: str
    code: str

    def __str__(self) -> str:
        return self.code

    def name(self, language: str) -> str:
        """Its name."""
        return vocabulary(self.title).name(self.code, language)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One controlled list."""

    title: str
    terms: Mapping[str, Term]
    header: Mapping[str, Any]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    def name(self, code: str, language: str) -> str:
        """Name of a code; the code itself where an older or newer file holds one this list lacks."""
        term = self.terms.get(code)
        return term.name(language) if term else code


@cache
def vocabulary(title: str) -> Vocabulary:
    """The list of that file name, such as ``feature`` or ``fraud_type``.

    Raises
    ------
    FileNotFoundError
        There is no such list.
    """
    path = RESOURCES / "vocabulary" / f"{title}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    header = content.pop("list", {})
    terms = {}
    for code, row in content.items():
        names = {language: row.pop(language) for language in LANGUAGES}
        terms[code] = Term(code, MappingProxyType(names), MappingProxyType(row))
    return Vocabulary(title, MappingProxyType(terms), MappingProxyType(header))
