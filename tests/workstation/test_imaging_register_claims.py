"""What a registration claims: models, bent pages, residuals against the truth, reasons of refusal, points by hand."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workstation.errors import PictureError
from workstation.imaging.register import Method, Model, Refusal, moved, refine, register, register_points
from workstation.messages import sentence

WIDTH, HEIGHT = 900, 640
SIZE = (WIDTH, HEIGHT)


def page(seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    sheet = np.full((HEIGHT, WIDTH, 3), 225, np.uint8)
    for _ in range(50):
        centre = tuple(int(v) for v in random.integers(0, (WIDTH, HEIGHT)))
        axes = tuple(int(v) for v in random.integers(15, 160, 2))
        ink = tuple(int(v) for v in random.integers(90, 210, 3))
        cv2.ellipse(sheet, centre, axes, float(random.integers(0, 180)), 0, 360, ink, 1, cv2.LINE_AA)
    for row in range(40, HEIGHT - 30, 45):
        for x in range(30, WIDTH - 40, 22):
            start = np.array([x, row]) + random.integers(-3, 4, 2)
            for stroke in random.integers(-13, 14, (3, 2)):
                cv2.line(sheet, start.tolist(), (start + stroke).tolist(), (30, 30, 40), 2, cv2.LINE_AA)
    return sheet


SHEET = page(1)


def negative(sheet: np.ndarray, seed: int) -> np.ndarray:
    """Tones turned over, shade and noise."""
    grey = 255 - cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY).astype(np.float32)
    shade = np.linspace(0.7, 1.0, WIDTH, dtype=np.float32)
    return np.clip(grey * shade + np.random.default_rng(seed).normal(0, 2.5, grey.shape), 0, 255).astype(np.uint8)


def motion(turn_deg: float, scale: float, shift: tuple[float, float], tilt: float = 0.0) -> np.ndarray:
    """From the moved picture to the sheet."""
    matrix = np.vstack([cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), turn_deg, scale), [0, 0, 1]])
    matrix[:2, 2] += shift
    return np.array([[1, 0, 0], [0, 1, 0], [tilt / WIDTH, -tilt / HEIGHT, 1]]) @ matrix


def lying(sheet: np.ndarray, truth: np.ndarray) -> np.ndarray:
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return cv2.warpPerspective(sheet, truth, SIZE, flags=flags, borderValue=(225, 225, 225))


def places(margin: int = 0) -> np.ndarray:
    x, y = np.linspace(margin, WIDTH - 1 - margin, 11), np.linspace(margin, HEIGHT - 1 - margin, 9)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def bent(strength_px: float) -> Callable[[np.ndarray], np.ndarray]:
    """Where places of the moved picture lie on the sheet."""

    def to_sheet(points: np.ndarray) -> np.ndarray:
        x, y = points[:, 0] / WIDTH, points[:, 1] / HEIGHT
        wave = np.stack([np.sin(np.pi * x) * np.cos(np.pi * y), (2 * x - 1) ** 2 - 0.4], axis=1)
        return points + strength_px * wave

    return to_sheet


def lying_bent(sheet: np.ndarray, strength_px: float) -> np.ndarray:
    pixels = np.stack(np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT)), axis=-1).reshape(-1, 2).astype(float)
    across, down = bent(strength_px)(pixels).T.reshape(2, HEIGHT, WIDTH).astype(np.float32)
    return cv2.remap(sheet, across, down, cv2.INTER_CUBIC, borderValue=(225, 225, 225))


@settings(max_examples=12, deadline=None)
@given(
    turn=st.floats(-25, 25),
    scale=st.floats(0.8, 1.2),
    right=st.floats(-40, 40),
    below=st.floats(-40, 40),
    tilt=st.floats(-0.02, 0.02),
    seed=st.integers(0, 1000),
)
@example(turn=0.0, scale=1.0, right=0.25, below=0.25, tilt=0.0, seed=0)
def test_any_motion_is_found_and_the_claim_holds(
    turn: float, scale: float, right: float, below: float, tilt: float, seed: int
) -> None:
    truth = motion(turn, scale, (right, below), tilt)
    found = register(SHEET, negative(lying(SHEET, truth), seed))
    assert found.accepted
    there = cv2.perspectiveTransform(places()[None], np.linalg.inv(truth))[0]
    seen = ((there >= 0) & (there <= (WIDTH, HEIGHT))).all(axis=1)
    error = np.hypot(*(found.to_fixed(there) - places()).T)
    assert np.median(error[seen]) < 0.15
    assert (error <= found.residual_at(places()))[seen].mean() > 0.8
    assert found.residual_px < 0.4


def test_claims_hold_over_many_places() -> None:
    """Claimed residuals cover nine errors of ten, and are not ten times too large, or below a tenth of a pixel."""
    covered, claimed, true = [], [], []
    for seed in range(8):
        random = np.random.default_rng(seed)
        truth = motion(random.uniform(-3, 3), random.uniform(0.97, 1.03), tuple(random.uniform(-20, 20, 2)), 0.005)
        found = register(SHEET, negative(lying(SHEET, truth), seed))
        there = cv2.perspectiveTransform(places(40)[None], np.linalg.inv(truth))[0]
        error = np.hypot(*(found.to_fixed(there) - places(40)).T)
        claim = found.residual_at(places(40))
        covered.append((error <= claim).mean())
        claimed.append(np.median(claim))
        true.append(np.median(error))
    assert np.mean(covered) >= 0.9
    assert np.median(claimed) < max(10 * np.median(true), 0.1)


@pytest.mark.parametrize("strength_px", [4.0, 9.0])
def test_bent_page_is_laid_flat(strength_px: float) -> None:
    moving = negative(lying_bent(SHEET, strength_px), 3)
    found = register(SHEET, moving, Model.WARP)
    assert found.accepted
    assert found.model is Model.WARP
    error = np.hypot(*(found.to_fixed(places(60)) - bent(strength_px)(places(60))).T)
    assert np.median(error) < 0.15
    assert np.percentile(error, 95) < 0.6
    np.testing.assert_allclose(found.to_moving(found.to_fixed(places(60))), places(60), atol=1e-3)
    laid = moved(moving, found, *SIZE)
    flat = negative(SHEET, 4)
    assert np.corrcoef(laid[80:-80, 80:-80].ravel(), flat[80:-80, 80:-80].ravel())[0, 1] > 0.9


def test_bent_page_is_not_passed_off_as_flat() -> None:
    found = register(SHEET, negative(lying_bent(SHEET, 5.0), 3))
    assert found.refusal is Refusal.RESIDUAL


def test_flat_page_needs_no_warp() -> None:
    truth = motion(1, 1.01, (6, -4))
    found = register(SHEET, negative(lying(SHEET, truth), 5), Model.WARP)
    assert (found.model, found.bend) == (Model.HOMOGRAPHY, None)


def test_stiffer_models_stay_stiff() -> None:
    truth = motion(4, 1.03, (9, -7))
    found = register(SHEET, negative(lying(SHEET, truth), 6), Model.SIMILARITY)
    assert found.accepted
    (a, b), (c, d) = found.matrix[:2, :2]
    np.testing.assert_allclose([a, b], [d, -c], atol=1e-9)
    np.testing.assert_allclose(found.matrix[2], [0, 0, 1], atol=1e-12)
    assert abs(found.scale - 1.03) < 1e-3
    assert found.residual_mm(20.0) == pytest.approx(found.residual_px / 20)
    assert found.residual_mm(None) is None
    assert found.residual_plane().shape == (HEIGHT, WIDTH)


def test_upside_down_is_found_and_told() -> None:
    found = register(SHEET, negative(lying(SHEET, motion(180, 1.0, (5, 3))), 7))
    assert found.accepted
    assert abs(abs(found.turn_deg) - 180) < 0.2


@pytest.mark.parametrize(
    ("moving", "reason"),
    [
        (np.zeros((HEIGHT, WIDTH), np.uint8), Refusal.BLACK),
        (np.full((HEIGHT, WIDTH, 3), 65535, np.uint16), Refusal.SATURATED),
        (negative(page(77), 1), Refusal.NO_AGREEMENT),
        (np.full((HEIGHT, WIDTH), 128, np.uint8), Refusal.FEW_STRUCTURES),
        (negative(SHEET, 2)[:, ::-1].copy(), Refusal.MIRRORED),
        (np.full((30, 30), 128, np.uint8), Refusal.TOO_SMALL),
    ],
    ids=["black", "saturated", "another page", "blank", "mirrored", "tiny"],
)
def test_refusals_say_why(moving: np.ndarray, reason: Refusal) -> None:
    found = register(SHEET, moving)
    allowed = {reason, Refusal.FEW_STRUCTURES} if reason is Refusal.NO_AGREEMENT else {reason}
    assert found.refusal in allowed
    assert np.isinf(found.residual_px)
    np.testing.assert_array_equal(found.matrix, np.eye(3))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_refusal_has_a_sentence(language: str) -> None:
    for reason in Refusal:
        code = f"registration-{reason}"
        assert sentence(code, {}, language) != code


def pairs_of(truth: np.ndarray, on_moving: np.ndarray) -> list:
    on_fixed = cv2.perspectiveTransform(on_moving[None], truth)[0]
    return [(tuple(one), tuple(other)) for one, other in zip(on_fixed, on_moving, strict=True)]


FOUR = np.array([[100.0, 90.0], [800.0, 120.0], [780.0, 560.0], [120.0, 540.0]])


@pytest.mark.parametrize(("count", "model"), [(2, Model.SIMILARITY), (3, Model.AFFINE), (4, Model.HOMOGRAPHY)])
def test_points_determine_the_softest_model_they_allow(count: int, model: Model) -> None:
    truth = motion(170, 1.2, (30, 10), 0.02 if count == 4 else 0.0)
    found = register_points(pairs_of(truth, FOUR[:count]), SIZE)
    assert (found.model, found.method, found.places) == (model, Method.BY_HAND, count)
    np.testing.assert_allclose(found.to_fixed(FOUR), cv2.perspectiveTransform(FOUR[None], truth)[0], atol=1e-6)
    assert np.isinf(found.residual_px)


def test_more_points_tell_their_residual_and_a_start_is_refined() -> None:
    truth = motion(3, 1.02, (14, -9), 0.01)
    random = np.random.default_rng(5)
    clicked = np.vstack([FOUR, [[450, 300], [300, 200], [650, 450]]])
    pairs = [
        ((x + random.normal(0, 1.5), y + random.normal(0, 1.5)), there) for (x, y), there in pairs_of(truth, clicked)
    ]
    by_hand = register_points(pairs, SIZE)
    error = np.hypot(*(by_hand.to_fixed(FOUR) - cv2.perspectiveTransform(FOUR[None], truth)[0]).T)
    assert 0.5 < by_hand.residual_px < 8
    assert error.mean() < by_hand.residual_px
    better = refine(SHEET, negative(lying(SHEET, truth), 8), by_hand)
    assert (better.accepted, better.method) == (True, Method.REFINED)
    assert np.hypot(*(better.to_fixed(FOUR) - cv2.perspectiveTransform(FOUR[None], truth)[0]).T).max() < 0.3
    assert not refine(SHEET, page(77), by_hand).accepted


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (FOUR[:1], "registration-points-few"),
        (np.array([[5.0, 5.0], [6.0, 5.0]]), "registration-points-close"),
        (np.array([[0.0, 0.0], [100.0, 100.0], [200.0, 200.0]]), "registration-points-close"),
        (np.array([[0.0, 0.0], [100.0, 100.0], [200.0, 200.0], [50.0, 300.0]]), "registration-points-close"),
    ],
)
def test_points_that_say_too_little_are_refused(points: np.ndarray, code: str) -> None:
    with pytest.raises(PictureError) as refusal:
        register_points(pairs_of(np.eye(3), points), SIZE)
    assert refusal.value.code == code


def test_mirrored_points_are_refused() -> None:
    mirror = np.array([[-1.0, 0, WIDTH], [0, 1, 0], [0, 0, 1]])
    assert register_points(pairs_of(mirror, FOUR), SIZE).refusal is Refusal.MIRRORED
