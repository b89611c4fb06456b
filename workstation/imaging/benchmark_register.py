"""``benchmark register``: pictures moved by known motions, registered here and by others in the same run.

Truth: a page under one light is moved by a known homography, its tones, shading and noise are changed, and it is
registered to the page under white light. Of a real pair the place of the unmoved picture is not known; it is taken
from what the methods that find it agree on, to about 0.2 px, and no error below that means much.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.benchmark_register_peers import Found, Method, ours, peers
from workstation.imaging.pictures import decode

log = logging.getLogger(__name__)

TRIALS, QUICK_TRIALS = 100, 8
FAILED_PX = 2.0
_SHOT = {"scale": 0.02, "turn_deg": 2.0, "shift_px": 30.0, "corners": 0.004}
_FAR = {"scale": 0.2, "turn_deg": 25.0, "shift_px": 100.0, "corners": 0.004}
_WIDTH_PX, _LARGE_WIDTH_PX = 1986, 4000
_NOISE = 2.5
_CONSENSUS_PX = 1.5

Image = NDArray[Any]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A page under white light and under another; ``exact`` where both pictures lie on each other by construction."""

    name: str
    fixed: Image
    moving: Image
    exact: bool


@dataclass(slots=True)
class _Tally:
    """What one method did over the trials of one pair; a refusal counts as an error of the picture's diagonal."""

    errors_px: list[float] = field(default_factory=list)
    refused: int = 0
    silent: int = 0
    ms: list[float] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)

    def add(self, found: Found, truth: Matrix, size: tuple[int, int], ms: float) -> None:
        lost = float(np.hypot(*size))
        error = min(corner_error_px(found.matrix, truth, size), lost) if found.accepted else lost
        self.errors_px.append(error)
        self.refused += not found.accepted
        self.silent += bool(found.accepted and error > FAILED_PX)
        self.ms.append(ms)
        if found.registration is not None and found.accepted:
            places = np.stack(np.meshgrid(*(np.linspace(0, each - 1, 9) for each in size)), -1).reshape(-1, 2)
            there = cv2.perspectiveTransform(places[None], np.linalg.inv(truth))[0]
            missed = np.hypot(*(found.registration.to_fixed(there) - places).T)
            self.covered.append(float((missed <= found.registration.residual_at(places)).mean()))

    def measures(self) -> dict[str, tuple[float, str]]:
        errors = np.array(self.errors_px)
        return {
            "median error": (float(np.median(errors)), "px"),
            "95 % of errors below": (float(np.percentile(errors, 95, method="higher")), "px"),
            "failures": (100 * float((errors > FAILED_PX).mean()), "%"),
            "silent failures": (100 * self.silent / len(errors), "%"),
            "time": (float(np.median(self.ms)), "ms"),
        }


def run(real: Path | None, scenes: Mapping[str, tuple[Image, Image]], trials: int = TRIALS) -> list[dict[str, Any]]:
    """Rows of the table.

    Parameters
    ----------
    real : Path or None
        Folder with ``multispectral/belarus2006``; without it only simulated pictures are measured.
    scenes : mapping
        Name to a page under white light and under another, exactly on each other.
    trials : int
        Motions of each pair; the peers get a quarter of them, mutual information a twelfth.
    """
    simulated = (Pair(name, *both, exact=True) for name, both in scenes.items())
    pairs = [*_real_pairs(real), *(_scaled(each, _WIDTH_PX) for each in simulated)]
    beside = peers()
    rows: list[dict[str, Any]] = []
    for pair in pairs:
        log.info("%s: %d motions", pair.name, trials)
        rows += _compared(f"{pair.name}, 2.8 Mpx", pair, trials, _SHOT, beside, beside)
        rows += _compared(f"{pair.name}, 20 % and 25 deg", pair, max(2, trials // 2), _FAR, {}, beside)
        large = _scaled(pair, _LARGE_WIDTH_PX)
        rows += _compared(f"{pair.name}, 11 Mpx", large, max(2, trials // 4), _SHOT, beside, beside)
    return rows + _strangers(pairs)


def _real_pairs(real: Path | None) -> Iterator[Pair]:
    folder = None if real is None else real / "multispectral" / "belarus2006"
    if folder is None or not folder.is_dir():
        log.warning("the real pictures (multispectral/belarus2006) are not here: only simulated ones are measured")
        return
    white, infrared, ultraviolet = (decode((folder / f"{name}.jpg").read_bytes()) for name in ("WHITE", "IR", "UV"))
    yield Pair("real white-IR", white, infrared, exact=False)
    yield Pair("real white-UV", white, ultraviolet, exact=False)
    yield Pair("real IR and its negative", infrared, 255 - infrared, exact=True)


def _compared(
    title: str,
    pair: Pair,
    trials: int,
    motion: Mapping[str, float],
    compared: Mapping[str, Method],
    consulted: Mapping[str, Method],
) -> list[dict[str, Any]]:
    height, width = pair.fixed.shape[:2]
    methods = {"": ours, **compared}
    base = np.eye(3) if pair.exact else _consensus(pair, {"": ours, **consulted})
    tallies = {name: _Tally() for name in methods}
    for trial in range(trials):
        random = np.random.default_rng(trial)
        truth = base @ known_motion(random, width, height, **motion)
        moving = changed(laid(pair.moving, np.linalg.inv(base) @ truth), random)
        for name, method in methods.items():
            if trial % method.every == 0:
                began = time.perf_counter()
                found = method.find(pair.fixed, moving)
                tallies[name].add(found, truth, (width, height), (time.perf_counter() - began) * 1000)
    mine = tallies.pop("")
    rows = []
    for measure, (value, unit) in mine.measures().items():
        beside = {name: each.measures()[measure][0] for name, each in tallies.items()}
        rows += [_row(f"{title}: {measure}", value, unit, *each) for each in beside.items() or ((None, None),)]
    return [*rows, _row(f"{title}: places within the claimed residual", 100 * float(np.mean(mine.covered)), "%")]


def _row(
    measure: str, value: float, unit: str, peer: str | None = None, peer_value: float | None = None
) -> dict[str, Any]:
    ratio = round(value / peer_value, 3) if peer_value and np.isfinite([value, peer_value]).all() else None
    return {
        "benchmark": "register",
        "measure": measure,
        "value": round(value, 3),
        "unit": unit,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 3),
        "ratio": ratio,
    }


def _strangers(pairs: list[Pair]) -> list[dict[str, Any]]:
    """Pictures that have nothing in common, and pictures of nothing."""
    pictures = [each.moving for each in pairs] + [pairs[0].fixed]
    noise = np.random.default_rng(0).integers(0, 256, pictures[0].shape, dtype=np.uint8)
    empty = [np.zeros_like(pictures[0]), np.full_like(pictures[0], 255), noise]
    tried = [(one, other) for one in pictures for other in empty] + [
        (one.fixed, other.moving) for one in pairs for other in pairs if one.name.split()[0] != other.name.split()[0]
    ]
    accepted = sum(ours.find(*each).accepted for each in tried)
    return [_row(f"accepted of {len(tried)} strangers and empty pictures", float(accepted), "")]


def known_motion(
    random: np.random.Generator,
    width: int,
    height: int,
    *,
    scale: float,
    turn_deg: float,
    shift_px: float,
    corners: float,
) -> Matrix:
    """Random homography: from the moved picture to the unmoved one. ``shift_px`` is for a width of 1986 px."""
    turn, size = random.uniform(-turn_deg, turn_deg), 1 + random.uniform(-scale, scale)
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), turn, size), [0, 0, 1]])
    matrix[:2, 2] += random.uniform(-shift_px, shift_px, 2) * width / _WIDTH_PX
    page = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    away = cv2.perspectiveTransform(page[:, None], matrix)[:, 0] + random.uniform(-corners, corners, (4, 2)) * width
    return np.asarray(cv2.getPerspectiveTransform(page, away.astype(np.float32)), np.float64)


def laid(picture: Image, motion: Matrix) -> Image:
    """The picture that ``motion`` brings back to ``picture``; black beyond it."""
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(picture, motion, picture.shape[1::-1], flags=flags))


def changed(picture: Image, random: np.random.Generator) -> Image:
    """Gain 0.6 to 1.25, gamma 0.7 to 1.4, a vignette of a quarter from side to side, noise of 2.5 levels."""
    height, width = picture.shape[:2]
    gain, gamma, side = random.uniform(0.6, 1.25), random.uniform(0.7, 1.4), random.uniform(0, 2 * np.pi)
    x, y = (np.linspace(-1, 1, each, dtype=np.float32) for each in (width, height))
    shade = 1 + 0.25 * (np.cos(side) * x[None] + np.sin(side) * y[:, None])
    curve = (255 * gain * (np.arange(256) / 255) ** gamma).astype(np.float32)
    values = curve[picture] * (shade if picture.ndim == 2 else shade[..., None])
    values += random.standard_normal(picture.shape, dtype=np.float32) * _NOISE
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def corner_error_px(found: Matrix, truth: Matrix, size: tuple[int, int]) -> float:
    """Mean distance of the four corners as both lay them."""
    width, height = size
    corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float64)
    apart = cv2.perspectiveTransform(corners, found) - cv2.perspectiveTransform(corners, truth)
    return float(np.linalg.norm(apart, axis=2).mean())


def _consensus(pair: Pair, methods: Mapping[str, Method]) -> Matrix:
    """Where the unmoved picture lies: the mean of the methods that agree with the median of all."""
    height, width = pair.fixed.shape[:2]
    page = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    found = [each for each in (method.find(pair.fixed, pair.moving) for method in methods.values()) if each.accepted]
    corners = np.array([cv2.perspectiveTransform(page[:, None], each.matrix)[:, 0] for each in found])
    apart = np.linalg.norm(corners - np.median(corners, axis=0), axis=2).mean(axis=1)
    mean = corners[apart <= _CONSENSUS_PX * width / _WIDTH_PX].mean(axis=0)
    return np.asarray(cv2.getPerspectiveTransform(page.astype(np.float32), mean.astype(np.float32)), np.float64)


def _scaled(pair: Pair, width: int) -> Pair:
    height = round(pair.fixed.shape[0] * width / pair.fixed.shape[1])
    way = cv2.INTER_AREA if width < pair.fixed.shape[1] else cv2.INTER_CUBIC
    fixed, moving = (
        np.asarray(cv2.resize(each, (width, height), interpolation=way)) for each in (pair.fixed, pair.moving)
    )
    return Pair(pair.name, fixed, moving, pair.exact)
