"""The report's words in one language: fixed texts, names of codes, dates and numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from workstation.errors import ReportError
from workstation.lights import LightClass, find_light
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES, Vocabulary, vocabulary

NOTHING = "—"
_CLASS_TEXT = {
    LightClass.VISIBLE: "light.visible",
    LightClass.INFRARED: "light.infrared",
    LightClass.ULTRAVIOLET: "light.ultraviolet",
}


@cache
def _texts(language: str) -> Mapping[str, Any]:
    return tomllib.loads((RESOURCES / "reports" / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _list(title: str) -> Vocabulary | None:
    try:
        return vocabulary(title)
    except FileNotFoundError:
        return None


class Wording:
    """Words of one language.

    Raises
    ------
    ReportError
        The language is none of ``workstation.vocabulary.LANGUAGES``.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ReportError("report-language", language=language)
        self.language = language
        self._texts = _texts(language)

    def __call__(self, key: str, **facts: object) -> str:
        """Text ``section.name`` with its facts filled in."""
        section, _, name = key.partition(".")
        return str(self._texts[section][name]).format(**facts)

    def count(self, key: str, n: int, **facts: object) -> str:
        """Text for a number of things; ``<key>_one`` for exactly one."""
        return self(f"{key}_one" if n == 1 else key, n=n, **facts)

    def name(self, title: str, code: str) -> str:
        """Name of a code in a controlled list, the code itself where the list lacks it."""
        listed = _list(title)
        if not code:
            return NOTHING
        return listed.name(code, self.language) if listed else code

    def names(self, title: str, codes: tuple[str, ...]) -> str:
        """Names of several codes in one line."""
        return self("format.and").join(self.name(title, code) for code in codes) or NOTHING

    def light(self, code: str, *, short: bool = False) -> str:
        """Name of a light, or what of it fits on a button; one the list lacks is named by its wavelength."""
        listed = _list("light")
        if listed and code in listed:
            name = listed.name(code, self.language)
            return str(listed.terms[code].extra.get(f"short_{self.language}", name)) if short else name
        found = find_light(code)
        if short or found is None or found.wavelength_nm is None:
            return code or NOTHING
        return self(_CLASS_TEXT[found.light_class], nm=found.wavelength_nm)

    def date(self, at: datetime | None) -> str:
        """Date and time to the second, in UTC."""
        if at is None:
            return NOTHING
        at = at.astimezone(UTC)
        month = self._texts["format"]["months"][at.month - 1]
        return self("format.date", day=at.day, month=month, year=at.year, clock=f"{at:%H:%M:%S}")

    def time(self, at: datetime) -> str:
        """Date and time to the second for tables, in UTC, the same in every language."""
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def number(value: float, digits: int = 4) -> str:
    """A number with ``digits`` significant figures and no needless zeros."""
    return f"{value:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"
