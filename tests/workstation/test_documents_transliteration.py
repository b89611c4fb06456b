"""Printed names beside a zone's: the tables of ICAO 9303-3 6, its examples, and what must not pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.documents.names import read_names
from workstation.documents.transliteration import (
    Comparison,
    Grade,
    compare_components,
    compare_names,
    compare_text,
    spellings,
)

EQUAL = Comparison(Grade.EQUAL)
TABLE = Comparison(Grade.EQUAL_AFTER_TRANSLITERATION)
NATIONAL = Comparison(Grade.EQUAL_AFTER_TRANSLITERATION, national=True)
CUT = Comparison(Grade.COMPATIBLE_TRUNCATED)
MISMATCH = Comparison(Grade.MISMATCH)
UNKNOWN = Comparison(Grade.NOT_COMPARABLE)


@pytest.mark.parametrize(
    ("primary", "secondary", "field", "expected"),
    [
        ("Eriksson", "Anna Maria", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", EQUAL),
        ("van der Muellen", "Clare", "VAN<DER<MUELLEN<<CLARE<<<<<<<<<<<<<<<<<", EQUAL),
        ("D'Artagnan", "Jean-Luc", "DARTAGNAN<<JEAN<LUC<<<<<<<<<<<<<<<<<<<<", EQUAL),
        ("Müller", "Jörg", "MUELLER<<JOERG<<<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("Müller", "Jörg", "MULLER<<JORG<<<<<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("Müller", "Jörg", "MUXXLLER<<JOERG<<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("Strauß", "Øyvind", "STRAUSS<<OEYVIND<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("Łukasiewicz", "Đorđe", "LUKASIEWICZ<<DORDE<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("Þórsson", "Æsa", "THORSSON<<AESA<<<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("Nuñez", "Iñigo", "NUNXXEZ<<INIGO<<<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("Yılmaz", "İpek", "YILMAZ<<IPEK<<<<<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("ЩЕРБАКОВ", "ЮРИЙ", "SHCHERBAKOV<<IURII<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("ИВАНОВА", "ОЛЬГА", "IVANOVA<<OLGA<<<<<<<<<<<<<<<<<<<<<<<<<<", TABLE),
        ("LÜ", "LIN", "LYU<<LIN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", NATIONAL),
        ("ŞTEFĂNESCU", "IONUȚ", "STEFANESCU<<IONUT<<<<<<<<<<<<<<<<<<<<<<", NATIONAL),
        ("NGUYỄN", "THỊ", "NGUYEN<<THI<<<<<<<<<<<<<<<<<<<<<<<<<<<<", NATIONAL),
        ("Arkfreith", "", "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", EQUAL),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", CUT),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU", MISMATCH),
        ("Bennelong Wooloomooloo", "Dingo Potoroo", "BENNELONG<WOOLOOMOOLOO<<DINGO<POTOROO<<", EQUAL),
        ("Müller", "Jörg", "MOELLER<<JOERG<<<<<<<<<<<<<<<<<<<<<<<<<", MISMATCH),
        ("Eriksson", "Anna Maria", "ERIKSSON<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<", MISMATCH),
        ("Eriksson", "Anna", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", MISMATCH),
        ("Eriksson", "Maria Anna", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", MISMATCH),
        ("吕", "林", "LYU<<LIN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", UNKNOWN),
        ("", "", "LYU<<LIN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", UNKNOWN),
    ],
)
def test_names(primary: str, secondary: str, field: str, expected: Comparison) -> None:
    assert compare_names(primary, secondary, read_names(field)) == expected


def test_a_short_field_is_never_taken_for_truncated() -> None:
    assert compare_components("ALEXANDER", ["ALEX"], truncated=False) == MISMATCH
    assert compare_components("ALEXANDER", ["ALEX"], truncated=True) == CUT
    assert compare_components("MÜ", ["MU"], truncated=True) == TABLE
    assert compare_components("MÜLLER", ["MUX"], truncated=True) == CUT


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [("L 898902-C3", "L898902C3", EQUAL), ("L898902C3", "L898902C8", MISMATCH), ("—", "L898902C3", UNKNOWN)],
)
def test_numbers(printed: str, read: str, expected: Comparison) -> None:
    assert compare_text(printed, read) == expected


LETTERS = [chr(code) for code in (*range(0xC0, 0x180), *range(0x400, 0x460)) if spellings(chr(code))]


@given(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_any_choice_of_spellings_is_accepted(letters: list[str], random: object) -> None:
    read = "".join(random.choice(spellings(letter.upper()) or spellings(letter)) for letter in letters)  # type: ignore[attr-defined]
    found = compare_components("".join(letters), [read] if read else [], truncated=False)
    assert found.grade in (Grade.EQUAL, Grade.EQUAL_AFTER_TRANSLITERATION) or not read


@given(st.text(max_size=30), st.text(max_size=30), st.booleans())
def test_any_text_gets_a_grade(printed: str, read: str, truncated: bool) -> None:
    assert compare_components(printed, read.split(), truncated=truncated).grade in Grade
    assert compare_text(printed, read).grade in Grade


def test_a_long_name_is_compared_at_once() -> None:
    assert compare_components("Ü" * 200, ["UE" * 200], truncated=False) == TABLE
    assert compare_components("Ü" * 200, ["U" * 401], truncated=False) == MISMATCH
