"""The scale that is measured is the one that was drawn, within its uncertainty; other things are refused."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from calibration_targets import card, chessboard, photographed, ruler

from workstation.errors import CalibrationError
from workstation.imaging.calibrate_chessboard import chessboard_scale
from workstation.imaging.calibrate_outline import ID_1, ID_3, outline_scale
from workstation.imaging.calibrate_results import Scale
from workstation.imaging.calibrate_ruler import ruler_scale


def right(found: Scale, px_per_mm: float, percent: float) -> None:
    assert found.px_per_mm == pytest.approx(px_per_mm, rel=percent / 100)
    assert abs(found.px_per_mm - px_per_mm) <= 2 * found.uncertainty_px_per_mm
    assert 0.0003 < found.uncertainty_px_per_mm / found.px_per_mm < 0.01


@pytest.mark.parametrize(
    ("px_per_mm", "turn_deg", "size_px"),
    [(11.811, 0.0, (900, 400)), (11.811, 3.3, (900, 400)), (7.874, 88.0, (400, 620)), (11.811, -31.0, (800, 640))],
)
def test_a_ruler_lying_any_way(px_per_mm: float, turn_deg: float, size_px: tuple[int, int]) -> None:
    seen = photographed(ruler(), size_px=size_px, px_per_mm=px_per_mm, turn_deg=turn_deg)
    found = ruler_scale(seen)
    right(found, px_per_mm, 0.03)
    assert len(found.points_px) >= 50
    places = np.array(found.points_px)
    assert np.linalg.norm(np.diff(places, axis=0), axis=1) == pytest.approx(px_per_mm, abs=0.3)
    direction = np.degrees(np.arctan2(*(places[-1] - places[0])[::-1]))
    assert (direction - turn_deg + 90) % 180 - 90 == pytest.approx(0, abs=0.6)


def test_bright_marks_on_steel_and_half_millimetres() -> None:
    steel = photographed(ruler(steel=True), size_px=(900, 400), px_per_mm=11.811)
    right(ruler_scale(steel), 11.811, 0.03)
    fine = photographed(ruler(graduation_mm=0.5), size_px=(1000, 400), px_per_mm=14.0, turn_deg=1)
    right(ruler_scale(fine, graduation_mm=0.5), 14.0, 0.03)


def test_sixteen_bits_and_colour_tell_the_same() -> None:
    seen = photographed(ruler(), size_px=(900, 400), px_per_mm=11.811)
    plain = ruler_scale(seen)
    deep = ruler_scale(cv2.merge([seen] * 3).astype(np.uint16) * 257)
    assert deep.px_per_mm == pytest.approx(plain.px_per_mm, rel=1e-5)


def test_what_is_no_ruler_is_refused() -> None:
    with pytest.raises(CalibrationError, match="calibration-no-ruler"):
        ruler_scale(np.full((400, 600), 200, np.uint8))
    noise = np.random.default_rng(1).integers(0, 255, (400, 600), dtype=np.uint8)
    with pytest.raises(CalibrationError):
        ruler_scale(noise)
    with pytest.raises(CalibrationError, match="calibration-ruler-unmarked"):
        ruler_scale(photographed(ruler(long_marks=False), size_px=(900, 400), px_per_mm=11.811))
    with pytest.raises(CalibrationError, match="calibration-ruler-short"):
        ruler_scale(photographed(ruler(length_mm=24), size_px=(900, 400), px_per_mm=11.811))
    with pytest.raises(CalibrationError):
        ruler_scale(photographed(ruler(graduation_mm=0.5), size_px=(1000, 400), px_per_mm=14.0), graduation_mm=1.0)


def test_a_leaning_ruler_says_so() -> None:
    seen = photographed(ruler(), size_px=(900, 400), px_per_mm=11.811, lean=0.02)
    found = ruler_scale(seen)
    assert found.perspective_percent is not None
    assert 1.5 < found.perspective_percent < 6
    assert (
        found.uncertainty_px_per_mm
        > 3 * ruler_scale(photographed(ruler(), size_px=(900, 400), px_per_mm=11.811)).uncertainty_px_per_mm
    )


@pytest.mark.real_data
def test_no_real_page_is_taken_for_a_ruler(real_data: Path) -> None:
    """Zones have an even pitch, too; a page that passed would make every millimetre wrong."""
    pages = [
        *sorted((real_data / "multispectral" / "belarus2006").glob("*.*"))[:3],
        *sorted(each for each in (real_data / "mrz").glob("*") if each.suffix.lower() in {".jpg", ".png"}),
    ]
    assert len(pages) >= 10
    for page in pages:
        pixels = cv2.imread(str(page), cv2.IMREAD_GRAYSCALE)
        if pixels is None:
            continue
        smaller = min(1.0, 1200 / max(pixels.shape))
        with pytest.raises(CalibrationError):
            ruler_scale(cv2.resize(pixels, None, fx=smaller, fy=smaller, interpolation=cv2.INTER_AREA))  # type: ignore[arg-type]


# ---------------------------------------------------------------------- cards and pages


@pytest.mark.parametrize("turn_deg", [0.0, 2.2, -30.0, 90.0])
def test_a_card_lying_any_way(turn_deg: float) -> None:
    seen = photographed(card(85.6, 53.98), size_px=(900, 900), px_per_mm=8.0, turn_deg=turn_deg)
    found = outline_scale(seen, ID_1)
    right(found, 8.0, 0.05)
    assert found.across_px_per_mm == pytest.approx(8.0, rel=0.001)
    assert found.down_px_per_mm == pytest.approx(8.0, rel=0.001)
    assert (found.turn_deg - turn_deg + 90) % 180 - 90 == pytest.approx(0, abs=0.1)


def test_a_data_page_is_less_certain_than_a_card() -> None:
    page = outline_scale(photographed(card(125, 88), size_px=(1200, 900), px_per_mm=8.0, turn_deg=1), ID_3)
    right(page, 8.0, 0.05)
    blank = outline_scale(photographed(card(85.6, 53.98), size_px=(900, 700), px_per_mm=8.0), ID_1)
    assert page.uncertainty_px_per_mm > 3 * blank.uncertainty_px_per_mm


@pytest.mark.parametrize(
    ("width_mm", "height_mm", "code"),
    [
        (125.0, 88.0, "calibration-outline-other"),
        (84.6, 53.98, "calibration-directions-disagree"),
        (85.6, 53.3, "calibration-directions-disagree"),
        (140.0, 90.0, "calibration-(no-outline|outline-cut)"),
    ],
)
def test_a_card_of_another_size_is_refused(width_mm: float, height_mm: float, code: str) -> None:
    seen = photographed(card(width_mm, height_mm), size_px=(1040, 740), px_per_mm=8.0)
    with pytest.raises(CalibrationError, match=code):
        outline_scale(seen, ID_1)


def test_a_leaning_card_widens_the_uncertainty_or_is_refused() -> None:
    level = outline_scale(photographed(card(85.6, 53.98), size_px=(900, 700), px_per_mm=8.0), ID_1)
    leaning = outline_scale(photographed(card(85.6, 53.98), size_px=(900, 700), px_per_mm=8.0, lean=0.02), ID_1)
    assert leaning.uncertainty_px_per_mm > 4 * level.uncertainty_px_per_mm
    right(leaning, 8.0, 0.2)
    with pytest.raises(CalibrationError, match=r"calibration-(tilted|directions-disagree)"):
        outline_scale(photographed(card(85.6, 53.98), size_px=(900, 700), px_per_mm=8.0, lean=0.12), ID_1)


def test_nothing_on_the_glass_is_no_card() -> None:
    for empty in (np.full((600, 800), 30, np.uint8), np.full((600, 800, 3), 240, np.uint8)):
        with pytest.raises(CalibrationError, match="calibration-no-outline"):
            outline_scale(empty, ID_1)


# ---------------------------------------------------------------------- chessboard


@pytest.mark.parametrize("bend", [0.0, 0.02, -0.03])
def test_a_chessboard_through_a_lens(bend: float) -> None:
    seen = photographed(chessboard(9, 6, 5.0), size_px=(800, 600), px_per_mm=10.0, turn_deg=1.5, bend=bend)
    found = chessboard_scale(seen, columns=9, rows=6, pitch_mm=5.0)
    right(found, 10.0, 0.06)
    assert found.residual_px < 0.2
    assert found.turn_deg == pytest.approx(1.5, abs=0.1)
    assert found.distortion_percent == pytest.approx(-bend * 100, abs=0.35)


def test_a_chessboard_of_another_kind_is_refused() -> None:
    seen = photographed(chessboard(9, 6, 5.0), size_px=(800, 600), px_per_mm=10.0)
    for columns, rows in ((13, 11), (2, 2)):
        with pytest.raises(CalibrationError, match="calibration-no-chessboard"):
            chessboard_scale(seen, columns=columns, rows=rows, pitch_mm=5.0)
    stretched = np.asarray(cv2.resize(seen, None, fx=1.03, fy=1.0, interpolation=cv2.INTER_CUBIC), np.uint8)
    with pytest.raises(CalibrationError, match="calibration-directions-disagree"):
        chessboard_scale(stretched, columns=9, rows=6, pitch_mm=5.0)


@pytest.mark.real_data
def test_a_real_page_on_a_dark_ground_gives_its_known_resolution(real_data: Path) -> None:
    """The page was captured at 403 dpi by a commercial reader, which cropped it to its outline."""
    page = cv2.imread(str(next((real_data / "multispectral" / "belarus2006").glob("WHITE*"))))
    assert page is not None
    height, width = page.shape[:2]
    laid = cv2.getRotationMatrix2D((width / 2, height / 2), -2.0, 1.0)
    laid[:, 2] += 200
    seen = cv2.warpAffine(page, laid, (width + 400, height + 400), flags=cv2.INTER_CUBIC, borderValue=(18, 18, 18))
    found = outline_scale(np.asarray(seen, np.uint8), ID_3)
    assert abs(found.px_per_mm - 403 / 25.4) < 2 * found.uncertainty_px_per_mm
    assert found.turn_deg == pytest.approx(2.0, abs=0.15)
