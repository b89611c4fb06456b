"""A flat field takes the unevenness of the light out and nothing else; the noise found is the noise that was made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from workstation.errors import CalibrationError
from workstation.imaging.calibrate_field import GRID, flat_field, flatten, white_balance
from workstation.imaging.calibrate_noise import sigma
from workstation.imaging.calibrate_results import Field

ROWS, COLUMNS = 480, 640


class Camera:
    """A sensor with known noise behind a light with known fall-off."""

    def __init__(
        self, kind: Any, *, read: float, photon: float, dark: float, tint: Sequence[float] = (1.0, 0.8, 0.6)
    ) -> None:
        self.kind, self.read, self.photon, self.dark, self.tint = kind, read, photon, dark, tint
        self.rng = np.random.default_rng(2)
        x, y = np.linspace(-1, 1, COLUMNS)[None], np.linspace(-0.75, 0.75, ROWS)[:, None]
        light = (1 - 0.25 * (x * x + y * y)) * (1 + 0.1 * x)
        self.light = light / light.mean()

    def shot(self, level: float, page: NDArray[Any] | float = 1.0) -> NDArray[Any]:
        signal = np.stack([level * each * self.light * page for each in self.tint], axis=2)
        seen = self.dark + signal + self.rng.normal(size=signal.shape) * np.sqrt(self.read + self.photon * signal)
        if len(self.tint) == 1:
            seen = seen[..., 0]
        return np.clip(np.rint(seen), 0, np.iinfo(self.kind).max).astype(self.kind)

    def field(self, level: float) -> Field:
        return flat_field(
            [self.shot(level) for _ in range(4)],
            [self.shot(0) for _ in range(4)],
            [(self.shot(level * share), self.shot(level * share)) for share in (0.5, 0.25)],
        )


@pytest.fixture(params=["8 bits", "16 bits", "grey"])
def camera(request: pytest.FixtureRequest) -> tuple[Camera, float]:
    made = {
        "8 bits": (Camera(np.uint8, read=2.0, photon=0.03, dark=6.0), 150.0),
        "16 bits": (Camera(np.uint16, read=900.0, photon=12.0, dark=300.0), 38_000.0),
        "grey": (Camera(np.uint8, read=2.0, photon=0.03, dark=6.0, tint=(1.0,)), 150.0),
    }
    return made[request.param]


def unevenness(pixels: NDArray[Any]) -> float:
    """Spread of block means over their mean."""
    blocks = pixels.astype(float).reshape(ROWS // 40, 40, COLUMNS // 40, 40, -1).mean(axis=(1, 3))
    return float((blocks.std(axis=(0, 1)) / blocks.mean(axis=(0, 1))).max())


def test_the_light_is_made_even(camera: tuple[Camera, float]) -> None:
    sensor, level = camera
    field = sensor.field(level)
    assert field.shading.shape == (GRID[1], GRID[0], len(sensor.tint))
    assert not field.shading.flags.writeable
    before = sensor.shot(level)
    after = flatten(before, field)
    assert (after.dtype, after.shape, after.flags.writeable) == (before.dtype, before.shape, False)
    assert unevenness(before) > 0.08
    assert unevenness(after) < 0.004
    assert field.dark == pytest.approx([sensor.dark] * len(sensor.tint), abs=max(0.1, sensor.dark * 0.01))


def test_a_page_keeps_its_tones(camera: tuple[Camera, float]) -> None:
    sensor, level = camera
    page = np.where((np.indices((ROWS, COLUMNS)).sum(axis=0) // 80) % 2, 0.3, 0.9)
    after = flatten(sensor.shot(level, page), sensor.field(level)).astype(float)
    dark, bright = (after[page == each].mean(axis=0) for each in (0.3, 0.9))
    assert dark / bright == pytest.approx(1 / 3, rel=0.02)


def test_the_noise_is_found(camera: tuple[Camera, float]) -> None:
    sensor, level = camera
    noise = sensor.field(level).noise
    # Rounding to whole levels adds a twelfth.
    assert noise.read == pytest.approx([sensor.read + 1 / 12] * len(sensor.tint), rel=0.05)
    assert noise.photon == pytest.approx([sensor.photon] * len(sensor.tint), rel=0.05)
    signal = np.full((20, 30, len(sensor.tint)), level / 2, np.float32)
    expected = np.sqrt(sensor.read + sensor.photon * level / 2)
    assert sigma(signal, noise) == pytest.approx(np.full_like(signal, expected), rel=0.05)


def test_noise_without_photon_noise() -> None:
    noise = Camera(np.uint8, read=3.0, photon=0.0, dark=8.0).field(150.0).noise
    assert noise.read == pytest.approx([3 + 1 / 12] * 3, rel=0.05)
    assert max(noise.photon) < 0.002


def test_white_becomes_grey_and_nothing_darker() -> None:
    sensor = Camera(np.uint8, read=2.0, photon=0.03, dark=6.0)
    field = sensor.field(150.0)
    balance = white_balance(sensor.shot(150.0), field.dark)
    assert balance.gains == pytest.approx((1, 1.25, 1 / 0.6), rel=0.005)
    means = flatten(sensor.shot(150.0), field, balance.gains).reshape(-1, 3).mean(axis=0)
    assert means == pytest.approx([means[0]] * 3, rel=0.005)


def test_levels_are_cut_and_never_wrap_around() -> None:
    sensor = Camera(np.uint8, read=2.0, photon=0.03, dark=6.0)
    field = sensor.field(150.0)
    for value in (0, 255):
        even = flatten(np.full((ROWS, COLUMNS, 3), value, np.uint8), field, (3.0, 3.0, 3.0))
        assert set(np.unique(even)) == {value}


def test_original_is_not_altered() -> None:
    sensor = Camera(np.uint8, read=2.0, photon=0.03, dark=6.0)
    before = sensor.shot(150.0)
    kept = before.copy()
    flatten(before, sensor.field(150.0), (1.0, 1.2, 1.4))
    assert np.array_equal(before, kept)


def test_another_kind_of_picture_is_refused() -> None:
    field = Camera(np.uint8, read=2.0, photon=0.03, dark=6.0).field(150.0)
    for other in (np.zeros((48, 64, 3), np.uint16), np.zeros((48, 64), np.uint8)):
        with pytest.raises(CalibrationError, match="calibration-other-picture"):
            flatten(other, field)
    with pytest.raises(CalibrationError, match="calibration-other-picture"):
        flatten(np.zeros((48, 64), np.uint8), None, (1.0, 1.0, 1.0))


def test_what_does_not_serve_is_refused() -> None:
    sensor = Camera(np.uint8, read=2.0, photon=0.03, dark=6.0)
    good, dark = [sensor.shot(150.0) for _ in range(2)], [sensor.shot(0) for _ in range(2)]
    printed = np.where(np.indices((ROWS, COLUMNS))[1] % 60 < 20, 0.5, 1.0)
    for frames, dark_frames, code in (
        (good, good, "calibration-dark-lit"),
        ([sensor.shot(400.0)] * 2, dark, "calibration-saturated"),
        ([sensor.shot(4.0)] * 2, dark, "calibration-too-dark"),
        ([sensor.shot(150.0, printed)] * 2, dark, "calibration-sheet-not-empty"),
    ):
        with pytest.raises(CalibrationError, match=code):
            flat_field(frames, dark_frames)
    for sheet, code in (
        (np.zeros((90, 120), np.uint8), "calibration-no-colour"),
        (np.full((90, 120, 3), 255, np.uint8), "calibration-saturated"),
        (np.zeros((90, 120, 3), np.uint8), "calibration-too-dark"),
        (np.full((90, 120, 3), (200, 30, 30), np.uint8), "calibration-not-grey"),
    ):
        with pytest.raises(CalibrationError, match=code):
            white_balance(sheet)
