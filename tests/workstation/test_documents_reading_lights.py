"""One zone under several lights: only what was read surely is laid together."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from workstation.documents.reading.lights import read_lights
from workstation.imaging.pictures import decode
from workstation.specimens.library import Library

LINES = ("P<UTOSPECIMEN<<VTOPIA<MARE<<<<<<<<<<<<<<<<<<", "UT00000007UTO9006212F34010119006210000<<<<26")


@pytest.fixture(scope="module")
def pages() -> dict[str, NDArray[np.uint8]]:
    library = Library()
    found = {}
    for light in ("WHITE", "IR850"):
        picture = library.picture("UTO-P-1-2024", "data_page", light)
        assert picture is not None
        found[light] = np.asarray(decode(library.read(picture)), np.uint8)
    return found


def test_both_lights_say_the_same(pages: dict[str, NDArray[np.uint8]]) -> None:
    fused = read_lights(pages.items())
    assert fused is not None
    assert fused.lines == LINES
    assert set(fused.readings) == {"WHITE", "IR850"}
    assert not any(each.contradicts for each in fused.disagreements)


def test_a_character_that_only_white_light_shows_contradicts(pages: dict[str, NDArray[np.uint8]]) -> None:
    """A letter of the name is changed in ink that the infrared does not see: the S of SPECIMEN looks like its P."""
    altered = pages["WHITE"].copy()
    readings = read_lights([("IR850", pages["IR850"])])
    assert readings is not None
    cells = readings.readings["IR850"].cells[0]
    source, target = (np.array(cells[at].box, np.float32) for at in (6, 5))
    matrix = cv2.getPerspectiveTransform(source, target)
    height, width = altered.shape[:2]
    moved = cv2.warpPerspective(pages["WHITE"], matrix, (width, height))
    inside = cv2.fillConvexPoly(np.zeros((height, width), np.uint8), target.astype(np.int32), 255)
    altered[inside > 0] = moved[inside > 0]
    fused = read_lights([("WHITE", altered), ("IR850", pages["IR850"])])
    assert fused is not None
    (place,) = [each for each in fused.disagreements if each.contradicts]
    assert (place.line, place.position) == (1, 6)
    assert {light: cell.text for light, cell in place.readings.items()} == {"WHITE": "P", "IR850": "S"}
    assert fused.lines[1] == LINES[1]


@pytest.mark.parametrize("level", [0, 128, 255])
def test_nothing_is_read_where_nothing_is(level: int) -> None:
    assert read_lights([("WHITE", np.full((400, 600, 3), level, np.uint8))]) is None


def test_a_light_that_shows_nothing_adds_nothing(pages: dict[str, NDArray[np.uint8]]) -> None:
    fused = read_lights([("WHITE", np.zeros_like(pages["WHITE"])), ("IR850", pages["IR850"])])
    assert fused is not None
    assert (fused.lines, set(fused.readings)) == (LINES, {"IR850"})
