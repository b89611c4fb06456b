"""One side of a document as material: what every point does to light, whatever lamp comes on.

Reflectance, luminescence and passage are stored as 255 times the square root of the share of light, in eight bits.
Two passes through an ink multiply, so do their square roots; and light that passes an ink once, on its way through
the paper, meets just that square root.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.inks import Ink, Rgb

SHOULDER_MM = 0.07
Coverage = NDArray[Any]
Plane = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where something is, and how much of it.

    Attributes
    ----------
    coverage : ndarray, shape (h, w), uint8
        0 none .. 255 full.
    left, top : int
        Place of its corner on the sheet, in pixels; it may reach beyond the sheet.
    """

    coverage: Coverage
    left: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class Grating:
    """A diffractive patch (DOVID): it sends light to the camera for one lamp direction and colour at each point.

    Attributes
    ----------
    stamp : Stamp
        Where there is foil.
    azimuth_deg : ndarray, shape (h, w), float32
        Direction of the lamp that the grating answers, 0 right, 90 top; below 0 it is a mirror.
    wavelength_nm : ndarray, shape (h, w), float32
        Colour it answers with.
    """

    stamp: Stamp
    azimuth_deg: NDArray[Any]
    wavelength_nm: NDArray[Any]


def encode(share: float) -> int:
    """Share of light, 0..1, as it is stored."""
    return round(255 * float(np.sqrt(min(max(share, 0.0), 1.0))))


def _tone_table(factors: Rgb, strength: float) -> NDArray[Any]:
    coverage = np.arange(256, dtype=np.float64)[:, None] / 255 * strength
    factor = 1 - coverage * (1 - np.asarray(factors)[None, :])
    return np.asarray(np.rint(255 * np.sqrt(factor)), np.uint8)[None]


class Sheet:
    """Material planes of one page.

    Attributes
    ----------
    colour, infrared : ndarray, shape (H, W, 3), uint8
        Reflectance in red, green, blue, and at 700, 850, 940 nm.
    glow_365, glow_254 : ndarray, shape (H, W, 3), uint8
        Luminescence in red, green, blue under each ultraviolet.
    passage : ndarray, shape (H, W), uint8
        Share of light that the bare paper lets through.
    back : ndarray, shape (H, W), uint8
        What print on the other side leaves of light that comes through.
    clear : ndarray, shape (H, W), uint8
        Where there is nothing to pass but a hole or clear plastic: print and paper do not count there.
    height_um : ndarray, shape (H, W), float32
        Relief.
    retro : ndarray, shape (H, W), uint8
        Retro-reflection of the laminate.
    gratings : list of Grating
    paper_rgb : tuple of float
        Reflectance of the bare paper, which passage already accounts for.
    """

    def __init__(self, size_mm: tuple[float, float], px_per_mm: float) -> None:
        self.size_mm = size_mm
        self.px_per_mm = px_per_mm
        self.width = round(size_mm[0] * px_per_mm)
        self.height = round(size_mm[1] * px_per_mm)
        shape = (self.height, self.width)
        self.colour: Plane = np.full((*shape, 3), 255, np.uint8)
        self.infrared: Plane = np.full((*shape, 3), 255, np.uint8)
        self.glow_365: Plane = np.zeros((*shape, 3), np.uint8)
        self.glow_254: Plane = np.zeros((*shape, 3), np.uint8)
        self.passage: Plane = np.zeros(shape, np.uint8)
        self.back: Plane = np.full(shape, 255, np.uint8)
        self.clear: Plane = np.zeros(shape, np.uint8)
        self.height_um: NDArray[Any] = np.zeros(shape, np.float32)
        self.retro: Plane = np.zeros(shape, np.uint8)
        self.gratings: list[Grating] = []
        self.paper_rgb: Rgb = (1.0, 1.0, 1.0)

    def px(self, mm: float) -> int:
        """Millimetres as whole pixels."""
        return round(mm * self.px_per_mm)

    def box(self, region_mm: tuple[float, float, float, float]) -> tuple[slice, slice]:
        """Rows and columns of left, top, width, height in millimetres, kept on the sheet."""
        left, top, width, height = region_mm
        rows = slice(max(0, self.px(top)), max(0, min(self.height, self.px(top + height))))
        columns = slice(max(0, self.px(left)), max(0, min(self.width, self.px(left + width))))
        return rows, columns

    def place(self, stamp: Stamp) -> tuple[tuple[slice, slice], Coverage]:
        """Part of the sheet that a stamp meets, and the part of the stamp that meets it."""
        height, width = stamp.coverage.shape
        top, left = max(0, stamp.top), max(0, stamp.left)
        bottom, right = min(self.height, stamp.top + height), min(self.width, stamp.left + width)
        here = slice(top, max(top, bottom)), slice(left, max(left, right))
        there = stamp.coverage[
            here[0].start - stamp.top : here[0].stop - stamp.top,
            here[1].start - stamp.left : here[1].stop - stamp.left,
        ]
        return here, there

    def print(self, stamp: Stamp, ink: Ink, strength: float = 1.0) -> None:
        """Lay one ink on the sheet."""
        here, coverage = self.place(stamp)
        if not coverage.size:
            return
        triple = cv2.merge([coverage] * 3)
        veil: Rgb = (ink.uv * ink.rgb[0], ink.uv * ink.rgb[1], ink.uv * ink.rgb[2])
        for plane, factors in (
            (self.colour, ink.rgb),
            (self.infrared, ink.ir),
            (self.glow_365, veil),
            (self.glow_254, veil),
        ):
            if min(factors) < 1:
                tone = cv2.LUT(triple, _tone_table(factors, strength))
                plane[here] = cv2.multiply(plane[here], tone, scale=1 / 255)
        for plane, glow in ((self.glow_365, ink.glow_365), (self.glow_254, ink.glow_254)):
            if max(glow) > 0:
                _add_glow(plane, here, coverage, glow, strength)
        if ink.height_um:
            self.raise_by(_shouldered(stamp, self.px_per_mm), ink.height_um * strength)

    def raise_by(self, stamp: Stamp, height_um: float) -> None:
        """Lift (or press, when negative) the surface."""
        here, coverage = self.place(stamp)
        self.height_um[here] += coverage.astype(np.float32) * np.float32(height_um / 255)

    def planes(self) -> Iterator[Plane]:
        """Every plane that a move of material takes along, relief apart."""
        yield from (
            self.colour,
            self.infrared,
            self.glow_365,
            self.glow_254,
            self.passage,
            self.back,
            self.clear,
            self.retro,
        )

    @property
    def nbytes(self) -> int:
        """Memory of all planes."""
        return sum(each.nbytes for each in self.planes()) + self.height_um.nbytes


def _shouldered(stamp: Stamp, px_per_mm: float) -> Stamp:
    """A stamp with soft edges: thick ink pulls the paper up around it."""
    sigma = max(0.5, SHOULDER_MM * px_per_mm)
    margin = int(3 * sigma) + 1
    wider = cv2.copyMakeBorder(stamp.coverage, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(0,))
    return Stamp(cv2.GaussianBlur(wider, (0, 0), sigma), stamp.left - margin, stamp.top - margin)


def _add_glow(plane: Plane, here: tuple[slice, slice], coverage: Coverage, glow: Rgb, strength: float) -> None:
    rows, columns = np.nonzero(coverage)
    share = coverage[rows, columns].astype(np.float32)[:, None] * (
        np.asarray(glow, np.float32) * np.float32(strength * 255)
    )
    view = plane[here]
    before = view[rows, columns].astype(np.float32)
    view[rows, columns] = np.sqrt(np.minimum(before * before + share, 65025)) + np.float32(0.5)
