"""From probabilities to text: alphabets, rare letters, one change for each check digit, nothing invented."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.documents.layouts import LAYOUTS, MrzFormat
from workstation.documents.mrz import parse
from workstation.documents.mrz_writing import MrzContent, build
from workstation.documents.reading.decode import Probabilities, decode
from workstation.documents.reading.model import Reason
from workstation.documents.reading.networks import SHAPES

UTO = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


def sure(lines: tuple[str, ...], confidence: float = 0.999) -> tuple[Probabilities, ...]:
    """Cells that say these characters."""
    rest = (1 - confidence) / (len(SHAPES) - 1)
    table = []
    for line in lines:
        cells = np.full((len(line), len(SHAPES)), rest)
        for at, character in enumerate(line):
            cells[at, SHAPES.index(character)] = confidence
        table.append(cells)
    return tuple(table)


def instead(shapes: tuple[Probabilities, ...], line: int, position: int, **odds: float) -> tuple[Probabilities, ...]:
    """The same with one cell that wavers between characters."""
    cell = np.full(len(SHAPES), 1e-6)
    for character, probability in odds.items():
        cell[SHAPES.index(character.removeprefix("_"))] = probability
    shapes[line - 1][position - 1] = cell / cell.sum()
    return shapes


def test_what_is_sure_stays() -> None:
    found = decode(sure(UTO))
    assert found.lines == found.raw_lines == UTO
    assert not found.changes


@pytest.mark.parametrize(
    ("line", "position", "seen", "meant", "reason"),
    [
        (1, 7, {"O": 0.01, "_0": 0.99}, "O", Reason.FIELD_ALPHABET),
        (2, 14, {"T": 0.98, "_7": 0.02}, "7", Reason.FIELD_ALPHABET),
        (2, 16, {"O": 0.9, "_0": 0.1}, "0", Reason.FIELD_ALPHABET),
    ],
)
def test_a_field_takes_what_it_may_hold(
    line: int, position: int, seen: dict[str, float], meant: str, reason: Reason
) -> None:
    found = decode(instead(sure(UTO), line, position, **seen))
    assert found.changes[line, position] is reason
    assert found.raw_lines[line - 1][position - 1] == max(seen, key=lambda each: seen[each]).removeprefix("_")
    assert found.lines[line - 1][position - 1] == meant


def test_a_character_of_a_code_is_as_sure_as_it_is_in_no_other_known_code() -> None:
    found = decode(instead(sure(UTO), 1, 5, O=0.3, Q=0.7))
    assert found.lines == UTO
    assert found.codes[1, 5] > 0.9
    lines = (UTO[0].replace("UTO", "AUT", 1), UTO[1])
    assert 0.5 < decode(instead(sure(lines), 1, 5, T=0.6, S=0.4)).codes[1, 5] < 0.7


def test_the_first_letter_is_as_sure_as_it_is_no_other_kind_of_document_of_this_size() -> None:
    struck_through = decode(instead(sure(UTO), 1, 1, P=0.2, F=0.8))
    assert struck_through.lines == UTO
    assert struck_through.codes[1, 1] > 0.9
    assert 0.4 < decode(instead(sure(UTO), 1, 1, P=0.6, V=0.4)).codes[1, 1] < 0.7
    assert decode(instead(sure(UTO), 1, 1, P=0.002, F=0.998)).codes.get((1, 1), 0) < 0.2


def test_a_digit_is_sure_among_digits_only_where_a_check_digit_confirms_it() -> None:
    found = decode(instead(sure(UTO), 2, 16, O=0.9, _0=0.1))
    assert found.lines == UTO
    assert "O" not in found.alphabets[2, 16]
    wrong = (UTO[0], UTO[1][:19] + "5" + UTO[1][20:])
    assert (2, 16) not in decode(sure(wrong)).alphabets


def test_a_mark_is_kept_in_a_name_and_read_as_its_letter_elsewhere() -> None:
    marked = (UTO[0].replace("ANNA", "AÑNA"), UTO[1])
    found = decode(sure(marked))
    assert found.lines == found.raw_lines == marked
    assert not found.changes
    assert "names_hold_mark" in {each.code for each in parse(found.lines).deviations}
    found = decode(instead(sure((UTO[0].replace("UTO", "NLD"), UTO[1])), 1, 3, Ñ=0.999, N=0.001))
    assert (found.raw_lines[0][2], found.lines[0][2]) == ("Ñ", "N")
    assert found.changes[1, 3] is Reason.FIELD_ALPHABET


def test_a_code_that_nobody_has_gives_way_to_one_that_wavers() -> None:
    lines = (UTO[0].replace("UTO", "NLD", 1), UTO[1])
    found = decode(instead(sure(lines), 1, 5, O=0.7, D=0.3))
    assert found.lines[0][2:5] == "NLD"
    assert found.changes == {(1, 5): Reason.KNOWN_CODE}
    clear = decode(instead(sure(lines), 1, 5, O=0.9999, D=0.0001))
    assert clear.lines[0][2:5] == "NLO", "what the picture says clearly is what is printed"
    assert not clear.changes


def test_a_clear_letter_among_digits_is_not_rewritten() -> None:
    found = decode(instead(sure(UTO), 2, 15, X=0.99999))
    assert found.lines[1][14] == "X", "the check digit fails, and that is what the document says"
    assert not parse(found.lines).check_digits_hold


def test_a_failing_digit_changes_one_wavering_character() -> None:
    found = decode(instead(sure(UTO), 2, 2, _3=0.6, _8=0.4))
    assert found.lines == UTO
    assert found.changes == {(2, 2): Reason.CHECK_DIGIT}
    assert found.raw_lines[1][1] == "3"


def test_a_failing_digit_never_changes_two() -> None:
    shapes = instead(instead(sure(UTO), 2, 2, _3=0.6, _8=0.4), 2, 4, _3=0.6, _8=0.4)
    found = decode(shapes)
    changed = [at for at, reason in found.changes.items() if reason is Reason.CHECK_DIGIT]
    assert len([at for at in changed if at[1] <= 10]) <= 1
    assert found.lines != UTO


def test_two_ways_to_satisfy_a_digit_are_none() -> None:
    # 8 for 3 at weight 3 and 4 for 9 at weight 3: both change the sum by 15, and neither is surer.
    shapes = instead(instead(sure(UTO), 2, 2, _3=0.6, _8=0.4), 2, 5, _9=0.6, _4=0.4)
    found = decode(shapes)
    assert Reason.CHECK_DIGIT not in {reason for (line, at), reason in found.changes.items() if at <= 10}


def test_a_wrong_digit_that_is_clear_is_read_as_printed() -> None:
    wrong = (UTO[0], UTO[1][:9] + "7" + UTO[1][10:])
    found = decode(sure(wrong, 0.99999))
    assert found.lines == wrong
    assert not parse(found.lines).check_digits_hold


@pytest.mark.parametrize(("odds", "read"), [((0.7, 0.3), "0"), ((0.97, 0.03), "O")])
def test_the_letter_o_in_a_number_must_be_clear(odds: tuple[float, float], read: str) -> None:
    lines = build(MrzFormat.TD3, _content("O12345678"))
    found = decode(instead(sure(lines), 2, 1, O=odds[0], _0=odds[1]))
    assert found.raw_lines[1][0] == "O"
    if read == "O":
        assert found.lines[1][0] == "O"
    else:
        assert found.changes[2, 1] in (Reason.RARE_IN_NUMBERS, Reason.CHECK_DIGIT)


def test_a_nationality_wavers_towards_the_code_of_the_issuer() -> None:
    shapes = instead(
        sure(("P<AZEEXEMPLARIS<<ANNA<<<<<<<<<<<<<<<<<<<<<<<", "C193895647AZE9408148M28081525188L2V<<<<<<<42")),
        2,
        13,
        F=0.98,
        E=0.02,
    )
    found = decode(shapes)
    assert found.lines[1][10:13] == "AZE"
    assert found.changes[2, 13] is Reason.KNOWN_CODE


def test_a_repair_rather_takes_a_letter_o_for_a_zero_than_a_zero_for_it() -> None:
    lines = build(MrzFormat.TD3, _content("0098902C3"))
    shapes = instead(sure(lines), 2, 1, O=0.97, _0=0.03)
    assert decode(instead(shapes, 2, 2, _0=0.8, O=0.2)).lines == lines


def test_a_zone_of_another_standard_is_left_alone() -> None:
    french = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
    found = decode(sure(tuple(line.ljust(36, "<")[:36] for line in french)))
    assert found.lines == found.raw_lines
    assert not found.changes


def _content(number: str) -> MrzContent:
    return MrzContent(
        document_code="P",
        issuer="UTO",
        primary="ERIKSSON",
        document_number=number,
        nationality="UTO",
        date_of_birth="740812",
        sex="F",
        date_of_expiry="300415",
    )


@given(st.data())
def test_any_probabilities_give_lines_of_the_layout(data: st.DataObject) -> None:
    layout = LAYOUTS[data.draw(st.sampled_from(list(MrzFormat)))]
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    shapes = tuple(rng.dirichlet(np.full(len(SHAPES), 0.05), layout.width) + 1e-9 for _ in range(layout.lines))
    found = decode(shapes)
    assert [len(line) for line in found.lines] == [layout.width] * layout.lines
    for number, (raw, text) in enumerate(zip(found.raw_lines, found.lines, strict=True), start=1):
        for at, (was, read) in enumerate(zip(raw, text, strict=True), start=1):
            assert was == read or (number, at) in found.changes
