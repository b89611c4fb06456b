"""Pictures that hold no zone, half a zone, or nothing at all are not read; the real ones are, letter by letter."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from workstation.documents.reading.reader import accepted, read_zones
from workstation.imaging.pictures import decode

Picture = NDArray[np.uint8]

FLAT = np.full((400, 600, 3), 235, np.uint8)


def _handwritten() -> Picture:
    page = FLAT.copy()
    for row in (300, 340):
        cv2.putText(
            page, "Ms Lucia Mustermare 1990", (20, row), cv2.FONT_HERSHEY_SCRIPT_COMPLEX, 0.9, (20, 20, 60), 1
        )
    return page


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((0, 40, 3), np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((3, 4000, 3), np.uint8),
        np.full((20_000, 60, 3), 200, np.uint8),
        np.full((60, 20_000), 200, np.uint8),
        np.full((300, 400), 30_000, np.uint16),
        FLAT,
        _handwritten(),
    ],
    ids=["0x0", "0 rows", "1x1", "strip", "20000 high", "20000 wide", "16 bits", "flat", "handwritten"],
)
def test_a_picture_without_a_zone_is_not_read(picture: Picture) -> None:
    assert accepted(read_zones(picture)) == ()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 160), st.integers(1, 240))
def test_noise_of_any_size_is_not_read(seed: int, height: int, width: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    assert accepted(read_zones(noise)) == ()


def test_half_a_real_zone_is_not_given_as_a_zone(real_data: Path) -> None:
    table = json.loads((real_data / "mrz" / "truth.json").read_text(encoding="utf-8"))
    row = next(each for each in table if each["file"].endswith("test_mrz.jpg"))
    page = decode((real_data / "mrz" / row["file"]).read_bytes(), row["file"])
    whole = accepted(read_zones(page))
    assert whole[0].lines == tuple(row["lines"])
    left = min(x for row in whole[0].cells for cell in row for x, _ in cell.box)
    right = max(x for row in whole[0].cells for cell in row for x, _ in cell.box)
    half = np.array(page[:, : int((left + right) / 2)], np.uint8)
    assert accepted(read_zones(half)) == ()
