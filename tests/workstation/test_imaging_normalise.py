"""Uneven light taken off pictures whose light is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from workstation.imaging.normalise import Flattening, flatten, illumination, local_tones

HEIGHT, WIDTH = 480, 720


def printed() -> np.ndarray:
    """Paper at 200 with lines of print and a dark portrait."""
    sheet = np.full((HEIGHT, WIDTH), 200, np.uint8)
    for row in range(30, HEIGHT, 40):
        cv2.putText(sheet, "SPECIMEN 1234567890", (20, row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 60, 2)
    sheet[120:360, 60:240] = 70
    return sheet


def shade(side: float = 0.3) -> np.ndarray:
    x, y = np.meshgrid(np.linspace(-1, 1, WIDTH), np.linspace(-1, 1, HEIGHT))
    return (1 - side * (0.5 * x + 0.5) - 0.1 * (x * x + y * y)).astype(np.float32)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_paper_is_even_after_flattening(kind: type) -> None:
    full = np.iinfo(kind).max
    sheet, light = printed(), shade()
    lit = (sheet / 255 * light * full).astype(kind)
    before = lit.copy()
    flat = flatten(lit, illumination(lit))
    paper = sheet == 200
    assert flat.dtype == kind
    assert not flat.flags.writeable
    np.testing.assert_array_equal(lit, before)
    assert lit[paper].std() / lit[paper].mean() > 0.08
    assert flat[paper].std() / flat[paper].mean() < 0.02


def test_portrait_is_not_taken_for_shadow() -> None:
    sheet = printed()
    field = illumination(sheet)
    assert field.min() > 0.97
    flat = flatten(sheet, field)
    assert abs(int(np.median(flat[150:330, 80:220])) - 70) <= 3


def test_colour_keeps_its_hue() -> None:
    colour = np.stack([printed(), printed() // 2, printed() // 4], axis=2)
    lit = (colour * shade()[..., None]).astype(np.uint8)
    flat = flatten(lit, illumination(lit)).astype(float)
    paper = printed() == 200
    ratio = flat[paper][:, 1] / flat[paper][:, 0]
    assert abs(ratio - 0.5).max() < 0.02


def test_black_stays_black_and_parameters_count() -> None:
    black = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    assert flatten(black, illumination(black)).max() == 0
    assert illumination(printed(), Flattening(columns=5, rows=3)).shape == (3, 5)


def test_local_tones_forget_exposure_and_shade() -> None:
    sheet = printed()
    lit = np.clip(sheet * shade(0.15) * 0.6, 0, 255).astype(np.uint8)
    one, other = local_tones(sheet), local_tones(lit)
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.95
    assert np.abs(one - other).mean() < 0.2
    assert np.abs(local_tones(np.full((90, 90), 77, np.uint8))).max() < 0.05
