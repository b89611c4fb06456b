"""The fixed texts of the report: complete and alike in both languages."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from string import Formatter
from typing import Any

import pytest

from workstation.errors import ReportError
from workstation.reports.wording import NOTHING, Wording, number
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES

# What both languages write the same: numbers, units and patterns without a word.
_SAME = {"methods.gain_db", "equipment.program", "figure.hash", "findings.compared_picture", "reference.picture"}


def _texts(language: str) -> dict[str, Any]:
    content = tomllib.loads((RESOURCES / "reports" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, rows in content.items() for key, text in rows.items()}


_WORD = re.compile("[A-Za-z]{2}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _bare(text: str) -> str:
    """Text without its facts."""
    return re.sub(r"\{\w+\}", "", text)


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(_texts("en")) == list(_texts("zh_CN"))


def test_both_languages_name_the_same_facts() -> None:
    english, chinese = _texts("en"), _texts("zh_CN")
    differing = [
        key
        for key, text in english.items()
        if isinstance(text, str) and _facts(text) != _facts(chinese[key]) and not key.endswith("_one")
    ]
    assert differing == []


def test_text_for_one_thing_names_no_fact_that_the_plural_lacks() -> None:
    for language in LANGUAGES:
        texts = _texts(language)
        for key in [each for each in texts if each.endswith("_one")]:
            assert _facts(texts[key]) <= _facts(texts[key.removesuffix("_one")]), key


def test_chinese_is_translated() -> None:
    english, chinese = _texts("en"), _texts("zh_CN")
    untranslated = {
        key
        for key, text in english.items()
        if isinstance(text, str) and _WORD.search(_bare(text)) and not _CHINESE.search(chinese[key])
    }
    assert untranslated <= _SAME


def test_no_key_is_written_twice_or_unused() -> None:
    source = "\n".join(
        each.read_text(encoding="utf-8").replace("'", '"')
        for room in ("reports", "copies")
        for each in (RESOURCES.parent / "workstation" / room).glob("*.py")
    )
    composed = (
        *("summary.", "signatures.", "methods.", "equipment.", "checks.", "annex.", "head.", "findings."),
        *("measured.", "views.", "handling."),
    )
    unused = [
        key
        for key in _texts("en")
        if f'"{key}"' not in source
        and not key.startswith(("redacted.by_", "redacted.left_", "redacted.column_"))
        and f'"{key.removesuffix("_one")}"' not in source
        and not (key.startswith((*composed, "limitations.", "figure.by_")) and f'"{key.split(".")[1]}"' in source)
    ]
    # Composed from the value of an enumeration.
    assert set(unused) <= {
        "format.months", "head.simulated", "head.file", "head.notice_simulated", "head.notice_file",
        "head.state_draft", "head.state_signed", "findings.place_mm_size", "findings.place_px_size",
        "limitations.simulated", "limitations.file", "sheet.by_scale", "sheet.whole",
        "sheet.notice_simulated", "sheet.notice_file",
    }, unused  # fmt: skip


def test_dates_follow_the_language_and_stand_in_utc() -> None:
    at = datetime(2026, 3, 5, 1, 7, tzinfo=timezone(timedelta(hours=8)))
    assert Wording("en").date(at) == "4 March 2026, 17:07:00 UTC"
    assert Wording("zh_CN").date(at) == "2026年3月4日 17:07:00 UTC"
    assert Wording("en").date(None) == NOTHING
    assert Wording("zh_CN").time(datetime(2026, 3, 4, 17, 7, 5, tzinfo=UTC)) == "2026-03-04 17:07:05"


@pytest.mark.parametrize("language", LANGUAGES)
def test_light_outside_the_list_is_named_by_its_wavelength(language: str) -> None:
    assert "615 nm" in Wording(language).light("VIS615")
    assert Wording(language).light("NO_SUCH") == "NO_SUCH"


def test_one_thing_is_not_counted_in_the_plural() -> None:
    words = Wording("en")
    assert words.count("summary.items", 1) == "one item"
    assert words.count("summary.items", 0) == "0 items"


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ReportError) as caught:
        Wording("fr")
    assert caught.value.code == "report-language"


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (11.81102, "11.81"), (123456.7, "123457"), (0.00012, "0.00012"), (-5072.0, "-5072")],
)
def test_numbers_have_no_needless_zeros(value: float, text: str) -> None:
    assert number(value) == text
