"""What a picture of a zone says against a reader device and against another light, and what the case keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import test_checks_optical_zone as drawn

from workstation.cases.model import CheckOutcome
from workstation.checks.optical.zone_pictures import ZonePictures
from workstation.checks.zone_agreement import AGAINST_LIGHT, AGAINST_READER, AGAINST_UV, Agreement, agreements
from workstation.documents.mrz_writing import with_check_digits
from workstation.imaging.pictures import Pixels, decode

OTHER_NUMBER = "L898902D3"
Drawn = Callable[..., Pixels]


def with_number(number: str) -> tuple[str, ...]:
    """The same document under another number, every check digit right."""
    first, second = drawn.LINES
    return with_check_digits((first, number + second[9:]))


@pytest.fixture(scope="module")
def page() -> Drawn:
    @cache
    def of(lines: tuple[str, ...] = drawn.LINES) -> Pixels:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drawn, "LINES", lines)
            return drawn.page()

    return of


def found(pictures: dict[str, Pixels], sent: tuple[str, ...] = ()) -> dict[str, Agreement]:
    return {each.check: each for each in agreements(ZonePictures(pictures, drawn.PX_PER_MM), sent)}


def test_a_device_and_a_picture_that_agree(page: Drawn) -> None:
    both = found({"WHITE": page(), "IR850": page()}, drawn.LINES)
    assert {each.answer.outcome for each in both.values()} == {CheckOutcome.SUCCESSFUL}
    assert both.keys() == {AGAINST_READER, AGAINST_LIGHT}
    alone = found({"WHITE": page()})
    assert alone.keys() == {AGAINST_LIGHT}
    assert (alone[AGAINST_LIGHT].answer.outcome, alone[AGAINST_LIGHT].answer.reason) == (
        CheckOutcome.NOT_PERFORMED,
        "no_picture",
    )


def test_a_device_that_says_something_else_than_the_picture(page: Drawn) -> None:
    differing = found({"IR850": page()}, with_number(OTHER_NUMBER))[AGAINST_READER]
    assert (differing.answer.outcome, differing.answer.reason) == (CheckOutcome.FAILED, "zones_differ")
    told = {name: differing.answer.facts[name] for name in ("field", "printed", "device")}
    assert told == {"field": "document_number", "printed": "L898902C3", "device": OTHER_NUMBER}
    left, top = differing.corners.min(axis=0) / drawn.PX_PER_MM
    right, bottom = differing.corners.max(axis=0) / drawn.PX_PER_MM
    assert np.allclose((left, right, (top + bottom) / 2), (6.0, 6.0 + 9 * 2.54, 79.45), atol=0.8)


def test_a_device_whose_own_check_digits_fail_proves_nothing(page: Drawn) -> None:
    sent = (drawn.LINES[0], drawn.LINES[1].replace("L898902C3", OTHER_NUMBER))
    differing = found({"IR850": page()}, sent)[AGAINST_READER]
    assert (differing.answer.outcome, differing.answer.reason) == (CheckOutcome.UNDETERMINED, "not_read_surely")
    digit = (drawn.LINES[0], drawn.LINES[1][:-1] + "1")
    assert found({"IR850": page()}, digit)[AGAINST_READER].answer.facts["position"] == "44"
    card = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
    for other in (card, ("NO", "ZONE")):
        assert found({"IR850": page()}, other)[AGAINST_READER].answer.reason == "not_comparable"


def test_ink_that_infrared_does_not_show_is_a_finding(page: Drawn) -> None:
    changed = found({"WHITE": page(with_number(OTHER_NUMBER)), "IR850": page()})[AGAINST_LIGHT]
    assert (changed.answer.outcome, changed.answer.reason, changed.light) == (
        CheckOutcome.FAILED,
        "lights_differ",
        "IR850",
    )
    every = list(
        agreements(ZonePictures({"WHITE": page(with_number(OTHER_NUMBER)), "IR850": page()}, drawn.PX_PER_MM), ())
    )
    first = every[0].answer.facts
    assert {"line": "2", "position": "8", "white": "D", "differently": "C"}.items() <= first.items()
    assert len(every) > 1, "its check digits differ as well"


def test_what_another_light_does_not_show_is_no_contradiction(page: Drawn) -> None:
    blank = np.full_like(page(), 215)
    said = found({"WHITE": blank, "IR850": page()})[AGAINST_LIGHT].answer
    assert (said.outcome, said.reason) == (CheckOutcome.NOT_PERFORMED, "zone_not_read")


def test_what_ultraviolet_shows_of_another_zone_is_a_finding(page: Drawn) -> None:
    dim = {"WHITE": page(), "IR850": page(), "UV365": page(with_number(OTHER_NUMBER)) // 2}
    changed = found(dim)
    assert changed[AGAINST_LIGHT].answer.outcome is CheckOutcome.SUCCESSFUL
    every = [each.answer for each in agreements(ZonePictures(dim, drawn.PX_PER_MM), ()) if each.check == AGAINST_UV]
    assert {each.outcome for each in every} == {CheckOutcome.FAILED}
    assert {"line": "2", "position": "8", "differently": "C", "ultraviolet": "D"}.items() <= every[0].facts.items()


def test_a_zone_that_ultraviolet_hides_says_nothing(page: Drawn) -> None:
    glowing = np.full_like(page(), 90)
    assert AGAINST_UV not in found({"WHITE": page(), "IR850": page(), "UV365": glowing})


@pytest.mark.real_data
def test_a_real_page_says_the_same_in_white_light_and_infrared(real_data: Path) -> None:
    folder = real_data / "multispectral" / "belarus2006"
    pictures = {light: decode((folder / f"{light}.jpg").read_bytes()) for light in ("WHITE", "IR", "UV")}
    said = found(pictures)
    assert {said[check].answer.outcome for check in (AGAINST_LIGHT, AGAINST_UV)} == {CheckOutcome.SUCCESSFUL}
