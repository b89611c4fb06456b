"""Codes of states, organisations and nationalities."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from workstation.documents.countries import CodeKind, countries, country_name, find_country
from workstation.vocabulary import LANGUAGES


@pytest.mark.parametrize("code", countries())
def test_every_code_is_named_in_both_languages(code: str) -> None:
    country = find_country(code)
    assert country is not None
    assert re.fullmatch("[A-Z]{1,3}", code)
    assert all(country.names[language].strip() for language in LANGUAGES)
    assert re.search(r"[\u4e00-\u9fff]", country.names["zh_CN"])


def test_names_are_not_given_twice() -> None:
    for language in LANGUAGES:
        names = [each.names[language] for each in countries().values()]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("D<<", CodeKind.SPECIAL), ("D", CodeKind.SPECIAL), ("DEU", CodeKind.NONSTANDARD), ("UTO", CodeKind.SPECIMEN),
     ("SUN", CodeKind.DEPRECATED), ("CHN", CodeKind.ISO)],
)  # fmt: skip
def test_kinds(printed: str, kind: CodeKind) -> None:
    found = find_country(printed)
    assert found is not None
    assert found.kind is kind


def test_an_unknown_code_stays_itself() -> None:
    assert find_country("QQQ") is None
    assert country_name("QQQ", "zh_CN") == "QQQ"
    assert country_name("D<<", "zh_CN") == "德国"


@pytest.mark.real_data
def test_every_code_of_the_standard_is_known(real_data: Path) -> None:
    table = json.loads((real_data / "codes" / "icao_country_codes.json").read_text(encoding="utf-8"))
    codes = {row["alpha3"] for row in table["iso3166_1"]} | {row["code"] for row in table["special"]}
    assert codes <= set(countries())
