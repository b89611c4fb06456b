"""The routines as a table: what each measures, in which unit, and on which side of a threshold the genuine lies.

Addressed as in BSI TR-03135-1: light, property (``AB`` absorbs, ``FR`` free of it, ``BR`` brightness, ``LU``
luminesces, ``TR`` transparent). Every routine returns one number; it never judges.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from workstation.checks.optical.patch import Patch, Plane, lines_of, luminance
from workstation.lights import LightClass

_FLAT = 1e-4
_CELL_MM = 4.0
_PRINTED = 0.75
"""Contrast in white light from which a cell holds personal data: black, where the form is printed in colours."""


class Needs(StrEnum):
    """What a routine needs beside the questioned picture."""

    REFERENCE = "reference"
    WHITE = "white"


@dataclass(frozen=True, slots=True)
class Routine:
    """One way to measure.

    Attributes
    ----------
    code : str
        Name in ``vocabulary/optical_routine.toml``.
    property : str
        Property letters of BSI TR-03135-1.
    lights : frozenset of LightClass
        Lights under which it makes sense.
    genuine_high : bool
        Genuine documents give high values; else low ones.
    unit : str
        ``""`` for a share or a correlation, ``mm``.
    measure : callable
    needs : frozenset of Needs
    least : float
        No document gives less.
    """

    code: str
    property: str
    lights: frozenset[LightClass]
    genuine_high: bool
    unit: str
    measure: Callable[[Patch], float]
    needs: frozenset[Needs] = frozenset()
    least: float = -math.inf


def glow(patch: Patch) -> float:
    """How bright the ground shines: the median of the strongest channel, as a share of full exposure.

    Lines and fibres cover less than half of a region and do not move it.
    """
    return float(np.median(patch.inner(patch.questioned).max(axis=2)))


def bright_patch(patch: Patch) -> float:
    """By how much the brightest cell of 4 mm outshines the middle one, reference deducted: a label."""
    return _brightest_cell(patch.inner(patch.questioned), patch.px_per_mm) - (
        0.0 if patch.reference is None else _brightest_cell(patch.inner(patch.reference), patch.px_per_mm)
    )


def pattern(patch: Patch) -> float:
    """Correlation of what is drawn with the genuine, at the best place within the border: -1 to 1."""
    return _best(patch)[0]


def displacement(patch: Patch) -> float:
    """Distance in millimetres of that best place from where it belongs."""
    return _best(patch)[1]


def colour(patch: Patch) -> float:
    """Distance of the colours of what is drawn, 0 to about 1.4: chromaticity of the genuine pattern's own pixels."""
    assert patch.reference is not None
    genuine, questioned = patch.inner(patch.reference), patch.inner(patch.questioned)
    drawn = lines_of(luminance(genuine), patch.px_per_mm)
    mask = np.abs(drawn) > 0.5 * np.abs(drawn).max() + _FLAT
    if not mask.any():
        return 0.0
    return float(np.linalg.norm(_chromaticity(genuine[mask]) - _chromaticity(questioned[mask])))


def ink_contrast(patch: Patch) -> float:
    """Print contrast of what is dark in the region (ISO 1831 PCS): paper less ink, by paper."""
    return _contrast(luminance(patch.inner(patch.questioned)))


def weakest_ink(patch: Patch) -> float:
    """Print contrast of the weakest of the printed cells of 2.5 mm along the region: one erased word among others."""
    assert patch.white is not None
    seen, white = (luminance(patch.inner(each)) for each in (patch.questioned, patch.white))
    step = max(2, round(2.5 * patch.px_per_mm))
    columns = range(0, seen.shape[1] - step + 1, max(1, step // 2))
    printed = [at for at in columns if _contrast(white[:, at : at + step]) > _PRINTED]
    return min((_contrast(seen[:, at : at + step]) for at in printed), default=0.0)


def fibres(patch: Patch) -> float:
    """Thin luminescent pieces of 0.8 to 8 mm for each square centimetre: fibres, whatever their colour and place."""
    light = patch.inner(patch.questioned)
    drawn = lines_of(light.max(axis=2), patch.px_per_mm, coarse_mm=0.8)
    noise = 1.4826 * float(np.median(np.abs(drawn - np.median(drawn)))) + _FLAT
    count, _, boxes, _ = cv2.connectedComponentsWithStats((drawn > 8 * noise).astype(np.uint8), connectivity=8)
    length = np.hypot(boxes[1:count, cv2.CC_STAT_WIDTH], boxes[1:count, cv2.CC_STAT_HEIGHT]) / patch.px_per_mm
    width = boxes[1:count, cv2.CC_STAT_AREA] / patch.px_per_mm**2 / np.maximum(length, 0.1)
    thin = (length > 0.8) & (length < 8.0) & (width < 0.5)
    return float(thin.sum() / (light.shape[0] * light.shape[1] / (10 * patch.px_per_mm) ** 2))


def share_left(patch: Patch) -> float:
    """How much of what shows in white light is left in this light: spread of the lines, by that in white."""
    assert patch.white is not None
    seen, white = (luminance(patch.inner(each)) for each in (patch.questioned, patch.white))
    return _relative_spread(seen, patch.px_per_mm) / max(_relative_spread(white, patch.px_per_mm), _FLAT)


def edge(patch: Patch) -> float:
    """The strongest straight step along the sides of the region within the border, by the level of the ground.

    A photograph set on the page ends in a step that no printed portrait has.
    """
    questioned = _edge_strength(patch.questioned, patch)
    return questioned if patch.reference is None else questioned - _edge_strength(patch.reference, patch)


_EVERY = frozenset(LightClass)
_UV = frozenset({LightClass.ULTRAVIOLET})
_VI_IR = _EVERY - _UV

ROUTINES: dict[str, Routine] = {
    each.code: each
    for each in (
        Routine("glow", "BR", _UV, False, "", glow),
        Routine("bright_patch", "BR", _UV, False, "", bright_patch),
        Routine("pattern", "LU", _EVERY, True, "", pattern, frozenset({Needs.REFERENCE})),
        Routine("displacement", "LU", _EVERY, False, "mm", displacement, frozenset({Needs.REFERENCE})),
        Routine("colour", "LU", _EVERY, False, "", colour, frozenset({Needs.REFERENCE})),
        Routine("fibres", "LU", _UV, True, "1/cm²", fibres, least=0.0),
        Routine("ink_contrast", "AB", _VI_IR, True, "", ink_contrast),
        Routine("weakest_ink", "AB", _VI_IR, True, "", weakest_ink, frozenset({Needs.WHITE})),
        Routine("share_left", "AB", _EVERY, True, "", share_left, frozenset({Needs.WHITE})),
        Routine("drop_out", "FR", _EVERY, False, "", share_left, frozenset({Needs.WHITE})),
        Routine("edge", "AB", _EVERY, False, "", edge),
    )
}
"""Every routine by its code."""


def _brightest_cell(light: Plane, px_per_mm: float) -> float:
    cells = _cells(light.max(axis=2), px_per_mm)
    return float(cells.max() - np.median(cells))


def _cells(plane: Plane, px_per_mm: float) -> Plane:
    """Median of each cell of 4 mm."""
    rows, columns = (max(1, round(side / (_CELL_MM * px_per_mm))) for side in plane.shape)
    height, width = plane.shape[0] // rows, plane.shape[1] // columns
    cut = plane[: rows * height, : columns * width].reshape(rows, height, columns, width)
    return np.asarray(np.median(cut, axis=(1, 3)), np.float32)


def _best(patch: Patch) -> tuple[float, float]:
    """Best correlation within the border, and its distance in millimetres."""
    assert patch.reference is not None
    wanted = patch.inner(lines_of(luminance(patch.reference), patch.px_per_mm))
    seen = lines_of(luminance(patch.questioned), patch.px_per_mm)
    if wanted.std() < _FLAT or seen.std() < _FLAT * 0.01:
        return 0.0, 0.0
    found = cv2.matchTemplate(seen, wanted, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(found)
    return float(best), float(np.hypot(x - patch.border_px, y - patch.border_px) / patch.px_per_mm)


def _chromaticity(light: Plane) -> Plane:
    total = light.mean(axis=0)
    return np.asarray(total / max(float(total.sum()), _FLAT), np.float32)


def _contrast(plane: Plane) -> float:
    if plane.size == 0:
        return 0.0
    paper, ink = (float(each) for each in np.percentile(plane, (80, 3)))
    return (paper - ink) / max(paper, _FLAT)


def _relative_spread(plane: Plane, px_per_mm: float) -> float:
    level = float(np.median(plane))
    return float(lines_of(plane, px_per_mm).std()) / max(level, _FLAT)


def _edge_strength(light: Plane, patch: Patch) -> float:
    """The mean step across lines parallel to each side, the strongest within the border; the last but one of four.

    A page may have one straight line beside a portrait; a photograph has an edge on every side.
    """
    plane = luminance(light)
    level = max(float(np.median(plane)), _FLAT)
    border = patch.border_px
    along_x = np.abs(np.diff(plane[:, border:-border], axis=0).mean(axis=1))
    along_y = np.abs(np.diff(plane[border:-border, :], axis=1).mean(axis=0))
    reach = 2 * border
    sides = (along_x[:reach], along_x[-reach:], along_y[:reach], along_y[-reach:])
    return float(sorted(each.max(initial=0.0) for each in sides)[1]) / level
