"""Faces and lines: nothing is lost, nothing is too long, no character becomes a box."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.errors import ReportError
from workstation.messages import explain
from workstation.reports.typeset import (
    BOLD,
    MACHINE,
    REGULAR,
    break_lines,
    faces,
    fit_line,
    printable,
    shape,
    units,
)
from workstation.vocabulary import LANGUAGES

ENGLISH, CHINESE = faces(REGULAR, "en"), faces(REGULAR, "zh_CN")
_PRINTABLE = "abcXYZ 019-.,/<>&\"'žőΆЖ中文证件。，（）“”…—\n"


def _plain(lines: list) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in lines]


@given(text=st.text(_PRINTABLE, max_size=300), width=st.floats(3, 60), language=st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_lines_keep_every_character_but_blanks(text: str, width: float, language: str) -> None:
    lines = break_lines(text, width, faces(REGULAR, language), "")
    assert "".join("".join(_plain(lines)).split()) == "".join(printable(text).split())


@given(text=st.text(_PRINTABLE, max_size=300), width=st.floats(6, 60))
@settings(max_examples=150, deadline=None)
def test_no_line_is_wider_than_there_is_room(text: str, width: float) -> None:
    for line in break_lines(text, width, ENGLISH, ""):
        visible = sum(run.width for run in line.runs)
        assert visible == pytest.approx(line.width)
        assert line.width <= width + 1e-6 or not "".join(run.text for run in line.runs).strip()


@given(text=st.text("中文证件检验报告，。（）“”、", min_size=1, max_size=120), width=st.floats(8, 40))
@settings(max_examples=150, deadline=None)
def test_chinese_lines_do_not_begin_with_closing_marks(text: str, width: float) -> None:
    longest = max(sum(run.width for run in shape(unit, CHINESE, "")) for unit in units(text))
    if longest > width:
        return
    lines = _plain(break_lines(text, width, CHINESE, ""))
    assert not [line for line in lines[1:] if line and line[0] in "，。）”、"]
    assert not [line for line in lines[:-1] if line and line[-1] in "（“"]


def test_latin_words_are_not_broken_where_there_is_room() -> None:
    lines = _plain(break_lines("the watermark of the document is genuine", 9, ENGLISH, ""))
    assert " ".join(lines).split() == ["the", "watermark", "of", "the", "document", "is", "genuine"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert len(break_lines("f" * 64, 10, ENGLISH, "")) > 1


def test_word_is_set_in_one_face_where_one_has_it() -> None:
    assert [run.face for run in shape("Dvořák", CHINESE, "")] == ["NotoSans-Regular"]
    assert [run.face for run in shape("护照", ENGLISH, "")] == ["NotoSansSC-Regular"]
    assert [run.face for run in shape("“护照”", ENGLISH, "")] == ["NotoSansSC-Regular"]
    assert [run.face for run in shape("P<UTO", faces(MACHINE, "en"), "")] == ["OCRB"]
    assert [run.face for run in shape("护照", faces(BOLD, "zh_CN"), "")] == ["NotoSansSC-Bold"]


@pytest.mark.parametrize("character", ["\U0001f600", "ހ", "\u0915", "\u3400"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_character_without_a_glyph_is_an_error_with_its_name(character: str, language: str) -> None:
    with pytest.raises(ReportError) as caught:
        break_lines(f"seen {character} here", 20, faces(REGULAR, language), "Finding 3: Observed")
    error = caught.value
    assert error.code == "report-no-glyph"
    assert error.facts == {
        "character": character,
        "codepoint": f"U+{ord(character):04X}",
        "field": "Finding 3: Observed",
    }
    assert character in explain(error, language)
    assert "Finding 3: Observed" in explain(error, language)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\x00b", "a[U+0000]b"),
        ("a\u200bb", "a[U+200B]b"),
        ("a\ud800b", "a[U+D800]b"),
        ("\ufeffa", "[U+FEFF]a"),
        ("a\u00a0b", "a b"),
        ("a\tb", "a    b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301", "é"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(given_text: str, shown: str) -> None:
    assert printable(given_text) == shown


def test_every_gb2312_character_has_a_glyph_in_both_weights() -> None:
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312", "ignore")
            if character.strip():
                shape(character, CHINESE, "")
                shape(character, faces(BOLD, "zh_CN"), "")


def test_european_letters_have_glyphs() -> None:
    alphabet = "ÀÉÎÕÜßÆØÅŁŻŹĆŃŚĄĘŠŽČĎŤŇŘŮŐŰĢĶĻŅĀĒĪŪĊĠĦŻŢȚŞȘĂÂÎĐIıİğŸŒ ΆΈΉΊΌΎΏΐΰάω БГДЂЃЄЅІЇЈЉЊЋЌЎЏѓќґ €№–—“”„‚…"
    for weight in (REGULAR, BOLD):
        for language in LANGUAGES:
            break_lines(alphabet, 1000, faces(weight, language), "")


def test_one_line_leaves_its_middle_out() -> None:
    line = "".join(run.text for run in fit_line("begin" + "x" * 500 + "finish", 20, ENGLISH, "").runs)
    assert line.startswith("b")
    assert line.endswith("h")
    assert "…" in line
    assert fit_line("x" * 500, 20, ENGLISH, "").width <= 20
