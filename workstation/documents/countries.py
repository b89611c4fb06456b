"""Codes of states, organisations and nationalities as machine readable zones print them (ICAO 9303-3 5)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from workstation.documents.layouts import FILLER
from workstation.resources import RESOURCES


class CodeKind(StrEnum):
    """Where a code comes from."""

    ISO = "iso"
    SPECIAL = "special"
    DEPRECATED = "deprecated"
    NONSTANDARD = "nonstandard"
    SPECIMEN = "specimen"


@dataclass(frozen=True, slots=True)
class Country:
    """One code and its names by language (``en``, ``zh_CN``)."""

    code: str
    kind: CodeKind
    names: dict[str, str]


@cache
def countries() -> dict[str, Country]:
    """Every known code, in the order of ``resources/codes/countries.toml``."""
    table = tomllib.loads((RESOURCES / "codes" / "countries.toml").read_text(encoding="utf-8"))
    return {
        code: Country(code, CodeKind(kind), {"en": en, "zh_CN": zh_cn})
        for kind, rows in table.items()
        for code, (en, zh_cn) in rows.items()
    }


def find_country(code: str) -> Country | None:
    """The code as printed, padded or not; None where it is not known, which is no proof of anything."""
    return countries().get(code.rstrip(FILLER))


def country_name(code: str, language: str) -> str:
    """Name for people; the code itself where it is not known."""
    found = find_country(code)
    return found.names[language] if found else code
