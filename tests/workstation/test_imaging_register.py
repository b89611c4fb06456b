"""Registration against motions that are known exactly, and refusals where there is nothing to find."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from workstation.imaging.pictures import decode
from workstation.imaging.register import moved, register

WIDTH, HEIGHT = 1200, 840


def page(seed: int) -> np.ndarray:
    """A printed page: lines of strokes, rules and rosettes, all from the seed."""
    random = np.random.default_rng(seed)
    sheet = np.full((HEIGHT, WIDTH, 3), 225, np.uint8)
    for _ in range(60):
        centre = tuple(int(v) for v in random.integers(0, (WIDTH, HEIGHT)))
        axes = tuple(int(v) for v in random.integers(15, 160, 2))
        ink = tuple(int(v) for v in random.integers(90, 210, 3))
        cv2.ellipse(sheet, centre, axes, float(random.integers(0, 180)), 0, 360, ink, 1, cv2.LINE_AA)
    for row in range(60, HEIGHT - 40, 55):
        for x in range(40, WIDTH - 60, 24):
            start = np.array([x, row]) + random.integers(-3, 4, 2)
            for stroke in random.integers(-14, 15, (3, 2)):
                cv2.line(sheet, start.tolist(), (start + stroke).tolist(), (30, 30, 40), 2, cv2.LINE_AA)
    return sheet


def motion(turn_degrees: float, size: float, shift: tuple[float, float], bend: float = 0.0) -> np.ndarray:
    matrix = np.vstack([cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), turn_degrees, size), [0, 0, 1]])
    matrix[:2, 2] += shift
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    laid = cv2.perspectiveTransform(corners[:, None], matrix)[:, 0].astype(np.float32)
    laid += np.array([[0, 0], [bend, bend], [0, -bend], [bend, 0]], np.float32)
    return cv2.getPerspectiveTransform(corners, laid)


def under_another_light(sheet: np.ndarray, seed: int) -> np.ndarray:
    """Tones turned over, other contrast, vignette and noise."""
    random = np.random.default_rng(seed)
    grey = 1 - cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    vignette = np.linspace(0.8, 1.1, sheet.shape[1], dtype=np.float32)
    noisy = 255 * grey**1.3 * 0.9 * vignette + random.normal(0, 2.5, grey.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def corner_error_px(found: np.ndarray, truth: np.ndarray, width: int = WIDTH, height: int = HEIGHT) -> float:
    corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float64)
    difference = cv2.perspectiveTransform(corners, found) - cv2.perspectiveTransform(corners, truth)
    return float(np.linalg.norm(difference, axis=2).mean())


@pytest.mark.parametrize(
    "truth",
    [
        motion(0, 1.0, (0, 0)),
        motion(0, 1.0, (2.4, -3.7)),
        motion(1.5, 1.02, (20, -25), bend=5),
        motion(-9, 1.1, (60, 40)),
        motion(25, 0.85, (-30, 10)),
        motion(90, 0.8, (0, 0)),
        motion(180, 1.0, (8, 5), bend=3),
    ],
    ids=["none", "shift", "bent", "turned", "turned more", "quarter", "upside down"],
)
def test_known_motion_under_another_light(truth: np.ndarray) -> None:
    sheet = page(1)
    lying = cv2.warpPerspective(sheet, np.linalg.inv(truth), (WIDTH, HEIGHT), borderValue=(225, 225, 225))
    found = register(sheet, under_another_light(lying, 2))
    assert found.accepted
    assert corner_error_px(found.matrix, truth) < 0.6
    assert found.residual_px < 0.5
    assert 0.5 <= found.confidence <= 1
    assert not found.matrix.flags.writeable


def test_another_size_and_16_bits() -> None:
    sheet = page(3)
    large = cv2.resize(sheet, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC)
    truth = np.array([[1 / 1.6, 0, 0.5 / 1.6 - 0.5], [0, 1 / 1.6, 0.5 / 1.6 - 0.5], [0, 0, 1]])
    found = register(sheet, under_another_light(large, 4).astype(np.uint16) * 257)
    assert found.accepted
    assert corner_error_px(found.matrix, truth, large.shape[1], large.shape[0]) < 0.6


def test_pictures_are_left_alone_and_the_result_repeats() -> None:
    fixed, moving = page(1), under_another_light(page(1), 5)
    before = fixed.copy(), moving.copy()
    first, second = register(fixed, moving), register(fixed, moving)
    np.testing.assert_array_equal(fixed, before[0])
    np.testing.assert_array_equal(moving, before[1])
    np.testing.assert_array_equal(first.matrix, second.matrix)
    assert (first.residual_px, first.confidence) == (second.residual_px, second.confidence)


@pytest.mark.parametrize(
    "moving",
    [
        page(77),
        np.zeros((HEIGHT, WIDTH), np.uint8),
        np.full((HEIGHT, WIDTH, 3), 65535, np.uint16),
        np.random.default_rng(9).integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8),
        np.zeros((1, 1), np.uint8),
        np.zeros((3, 20_000), np.uint8),
    ],
    ids=["another page", "black", "white", "noise", "one pixel", "a line"],
)
def test_nothing_to_find_is_refused(moving: np.ndarray) -> None:
    assert not register(page(1), moving).accepted
    assert not register(moving, page(1)).accepted


def test_moved_lays_a_picture_on_the_other() -> None:
    sheet, truth = page(1), motion(3, 1.0, (12, -8))
    lying = cv2.warpPerspective(sheet, np.linalg.inv(truth), (WIDTH, HEIGHT))
    laid = moved(lying, register(sheet, lying), WIDTH, HEIGHT)
    exactly = cv2.warpPerspective(lying, truth, (WIDTH, HEIGHT))
    assert np.abs(laid.astype(int) - exactly).mean() < 1
    assert not laid.flags.writeable


@pytest.mark.parametrize("light", ["IR", "UV"])
def test_real_passport_lies_where_it_was_put(real_data: Path, light: str) -> None:
    folder = real_data / "multispectral" / "belarus2006"
    white, other = (decode((folder / f"{name}.jpg").read_bytes()) for name in ("WHITE", light))
    height, width = white.shape[:2]
    as_captured = register(white, other)
    assert as_captured.accepted
    assert corner_error_px(as_captured.matrix, np.eye(3), width, height) < 1.0
    truth = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), 4, 1.03), [0, 0, 1]])
    found = register(white, cv2.warpPerspective(other, np.linalg.inv(truth), (width, height)))
    assert found.accepted
    assert corner_error_px(found.matrix, as_captured.matrix @ truth, width, height) < 0.8


def test_real_passport_of_another_state_is_refused(real_data: Path) -> None:
    folder = real_data / "multispectral"
    infrared = decode((folder / "belarus2006/IR.jpg").read_bytes())
    other = decode((folder / "other/australia_passport.jpg").read_bytes())
    assert not register(infrared, other).accepted
    assert not register(other, infrared).accepted
