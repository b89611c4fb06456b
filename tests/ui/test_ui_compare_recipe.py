"""What is kept is what was seen: the recipe of a view makes the very pixels that the view painted at 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from ui.compare.dials import DIALS
from ui.compare.pair import Pair, Preparation, blend_of, noise_levels, recipe_of, windows_of
from ui.viewer.background import Background
from ui.viewer.blend import Mode
from ui.viewer.imageconv import Window
from ui.viewer.picture import Picture
from ui.viewer.pyramid import PyramidStore
from ui.viewer.view import PictureView
from workstation.captures import CaptureRecord, Origin
from workstation.comparison_desk import Laid, align_step
from workstation.imaging.preparing import prepared
from workstation.imaging.recipe import parse_recipe
from workstation.imaging.register import Registration, moved, register_points
from workstation.imaging.replay import replay

WIDTH, HEIGHT = 320, 240
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CHOSEN = {
    Mode.CURTAIN: {"position": 0.4, "angle_deg": 0.0},
    Mode.OPACITY: {"share": 0.35},
    Mode.DIFFERENCE: {"gain": 5.7},
    Mode.SIGNED_DIFFERENCE: {"gain": 2.8},
    Mode.MERGE: {},
    Mode.BEYOND_NOISE: {"times_sigma": 4.5},
}


def page(seed: int, depth: int = 8) -> np.ndarray:
    """Print, edges and noise."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    random = np.random.default_rng(seed)
    plane = 140 + 60 * np.sin(x / 7) * np.cos(y / 9) + random.normal(0, 2, (HEIGHT, WIDTH))
    plane[60:120, 40:160] -= 50 * (seed % 3)
    colour = np.clip(np.stack([plane, plane * 0.9, plane * 0.8], axis=-1), 0, 255)
    return (colour * 257).astype(np.uint16) if depth == 16 else colour.astype(np.uint8)


def capture(name: str, light: str, bit_depth: int = 8) -> CaptureRecord:
    return CaptureRecord(
        capture_id=name, exhibit_id="e", page="data_page", light=light, origin=Origin.SIMULATED,
        sha256=name.encode().hex().ljust(64, "0"), mime="image/png", byte_length=1, width=WIDTH, height=HEIGHT,
        channels=3, bit_depth=bit_depth, px_per_mm=8.0, px_per_mm_source="calibration", captured_at=NOW,
        captured_by="",
    )  # fmt: skip


def by_hand(shift: float) -> Registration:
    places = [(10.0, 10.0), (300.0, 20.0), (20.0, 220.0), (290.0, 210.0), (150.0, 100.0)]
    slips = (0.0, 0.4, -0.3, 0.2, -0.4)
    return register_points(
        [((x, y), (x + shift + slip, y - shift)) for (x, y), slip in zip(places, slips, strict=True)],
        (WIDTH, HEIGHT),
    )


def laid(second: np.ndarray, shift: float = 2.5) -> Laid:
    registration = by_hand(shift)
    pixels = moved(second, registration, WIDTH, HEIGHT)
    return Laid(pixels, registration, (), 1.4, 2.1, align_step(registration, 1, 0))


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PictureView]:
    background = Background()
    shown = PictureView(PyramidStore(background))
    qtbot.addWidget(shown)
    shown.resize(WIDTH, HEIGHT)
    shown.show()
    yield shown
    background.close()


def grabbed(view: PictureView) -> np.ndarray:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.mark.parametrize("mode", CHOSEN)
@pytest.mark.parametrize(("depths", "window"), [((8, 8), Window(0, 65535)), ((16, 8), Window(9000, 52000))])
def test_replay_makes_what_was_seen(view: PictureView, mode: Mode, depths: tuple[int, int], window: Window) -> None:
    first, second = page(1, depths[0]), page(2, depths[1])
    pair = Pair(capture("a", "WHITE", depths[0]), capture("b", "UV365", depths[1]), (), Preparation(), laid(second))
    view.set_window_levels(window)
    view.set_picture(Picture("a", first, None, ""))
    view.set_viewport((WIDTH / 2, HEIGHT / 2), 1.0)
    windows = windows_of(first, pair.laid.pixels, window)
    blend = blend_of(pair, mode, CHOSEN[mode], windows)
    view.set_second(Picture("b", pair.laid.pixels, None, ""), blend)
    recipe = recipe_of(pair, blend, windows)
    assert recipe is not None
    stored = {pair.first.sha256: first, pair.second.sha256: second}
    made = replay(parse_recipe(recipe.to_json()), lambda source: stored[source.sha256])
    seen = grabbed(view)
    if mode is Mode.CURTAIN:  # the view draws its edge, the recipe does not
        edge = round(0.4 * WIDTH)
        made, seen = (np.delete(each, range(edge - 2, edge + 3), axis=1) for each in (made, seen))
    # A line of its own stands just outside the picture.
    assert (made[1:-1, 1:-1] == seen[1:-1, 1:-1]).all()
    assert made.std() > 1


@pytest.mark.parametrize("mode", [Mode.DIFFERENCE, Mode.BEYOND_NOISE])
@pytest.mark.parametrize("depth", [8, 16])
def test_replay_makes_what_was_seen_of_prepared_pictures(view: PictureView, mode: Mode, depth: int) -> None:
    """Even light and matched tones come before the window, in the recipe as on the screen."""
    first, second = page(1, depth), (page(1) * 0.6 + 30).astype(np.uint8)
    bare = laid(second)
    made = prepared(first, bare.pixels, even=True, tones=True)
    assert [each.operation for each in made.second_steps] == ["flatten", "level"]
    prepared_pair = Laid(
        made.second, bare.registration, (), 1.4, 2.1, bare.step, made.first, made.first_steps, made.second_steps
    )
    wished = Preparation(even=True, tones=True)
    pair = Pair(capture("a", "WHITE", depth), capture("b", "WHITE"), (), wished, prepared_pair)
    window = Window(9000, 52000)
    windows = windows_of(made.first, made.second, window)
    blend = blend_of(pair, mode, CHOSEN[mode], windows)
    view.set_window_levels(window)
    view.set_picture(Picture("a", made.first, None, ""))
    view.set_viewport((WIDTH / 2, HEIGHT / 2), 1.0)
    view.set_second(Picture("b", made.second, None, ""), blend)
    recipe = recipe_of(pair, blend, windows)
    assert recipe is not None
    stored = {pair.first.sha256: first, pair.second.sha256: second}
    again = replay(parse_recipe(recipe.to_json()), lambda source: stored[source.sha256])
    assert (again[1:-1, 1:-1] == grabbed(view)[1:-1, 1:-1]).all()


def test_the_recipe_holds_sources_position_and_parameters() -> None:
    pair = Pair(capture("a", "WHITE"), capture("b", "UV365"), (), Preparation(), laid(page(2)))
    recipe = recipe_of(pair, blend_of(pair, Mode.BEYOND_NOISE, {"times_sigma": 5.0}, (None, None)), (None, None))
    assert recipe is not None
    assert [each.sha256 for each in recipe.sources] == [pair.first.sha256, pair.second.sha256]
    assert [each.operation for each in recipe.steps] == ["align", "beyond-noise"]
    chosen = recipe.steps[1].parameters
    assert chosen["times_sigma"] == 5.0
    assert (chosen["first_sigma"], chosen["second_sigma"]) == (1.4, 2.1)
    assert chosen["residual_px"] == pytest.approx(pair.laid.registration.residual_px)


def test_a_narrow_window_spreads_the_noise_of_its_picture_only() -> None:
    pair = Pair(capture("a", "WHITE", 16), capture("b", "UV365"), (), Preparation(), laid(page(2)))
    narrow = Window(0, 65535 // 4)
    assert noise_levels(pair, (narrow, None)) == pytest.approx((1.4 * 4, 2.1), rel=1e-3)


def test_a_blink_is_no_picture_to_keep() -> None:
    pair = Pair(capture("a", "WHITE"), capture("b", "UV365"), (), Preparation(), laid(page(2)))
    assert recipe_of(pair, blend_of(pair, Mode.BLINK, {"rate_hz": 1.0}, (None, None)), (None, None)) is None


def test_of_an_unknown_residual_the_largest_is_allowed_for() -> None:
    two = register_points([((10.0, 10.0), (11.0, 10.0)), ((300.0, 200.0), (301.0, 200.0))], (WIDTH, HEIGHT))
    unknown = Laid(page(2), two, (), 1.0, 1.0, align_step(two, 1, 0))
    pair = Pair(capture("a", "WHITE"), capture("b", "UV365"), (), Preparation(), unknown)
    blend = blend_of(pair, Mode.BEYOND_NOISE, {"times_sigma": 4.0}, (None, None))
    assert blend.parameters["residual_px"] == 2.0
    assert recipe_of(pair, blend, (None, None)) is not None


def test_every_mode_of_the_window_is_tried_here() -> None:
    assert set(CHOSEN) == set(DIALS) - {Mode.BLINK}


def test_enlarged_pixels_are_compared_as_they_are_on_the_page(view: PictureView) -> None:
    first = page(1)
    second = np.roll(first, 1, axis=1)  # a slip that the residual explains
    view.set_picture(Picture("a", first, None, ""))
    registration = by_hand(0.0)
    pair = Pair(
        capture("a", "WHITE"), capture("b", "UV365"), (), False,
        Laid(second, registration, (), 1.0, 1.0, align_step(registration, 1, 0)),
    )  # fmt: skip
    blend = blend_of(pair, Mode.BEYOND_NOISE, {"times_sigma": 20.0}, (None, None))
    slipped = type(blend)(blend.mode, {**blend.parameters, "residual_px": 1.0})
    view.set_second(Picture("b", second, None, ""), slipped)
    for scale in (1.0, 1.5, 4.0, 16.0):
        view.set_viewport((WIDTH / 2, HEIGHT / 2), scale)
        shown = grabbed(view)[2:-2, 2:-2]
        assert (shown[..., 0] == shown[..., 2]).all(), f"painted at {scale}"
