"""Where a model's side lies in a questioned picture, believed only where a wrong place can be ruled out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register import Registration, register, vouched_for
from workstation.imaging.smoothed import RegionMm, smoothed

PX_PER_MM = 16.0
_LONGEST_PX = 2048
_SCALE_OFF = 0.06
"""Share by which the size of a laid side may differ from what the picture's own scale says."""
_AGREE_MM = 0.8
"""Corners of two layings that agree are no further apart; masks reach further than this beyond their places."""
_WHITE = "WHITE"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Between millimetres on a side and pixels of a questioned picture; points of shape (N, 2).

    Attributes
    ----------
    steps : tuple of Registration
        From the specimen's side to the picture, where needed over the one in white light.
    share : float
        Size of the picture that was registered, of the picture's own.
    """

    steps: tuple[Registration, ...]
    share: float

    def forward(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Millimetres to pixels."""
        # Registrations count from the centre of the first pixel, regions from its corner.
        points = points_mm * PX_PER_MM - 0.5
        for each in self.steps:
            points = each.to_moving(points)
        return np.asarray((points + 0.5) / self.share)

    def back(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels to millimetres."""
        points = points_px * self.share - 0.5
        for each in reversed(self.steps):
            points = each.to_fixed(points)
        return np.asarray((points + 0.5) / PX_PER_MM)


@dataclass(frozen=True, slots=True, eq=False)
class Questioned:
    """A picture to be laid: its light, its pixels (H, W, 3) or (H, W), its own scale where that is known."""

    light: str
    pixels: NDArray[Any]
    px_per_mm: float | None


class SideOfModel:
    """One side of a model, ready for pictures to be laid on it.

    Parameters
    ----------
    pictures : mapping of str to ndarray
        Of the specimen, by light.
    px_per_mm : float
        Of these.
    variable_mm : sequence of regions
        What differs from holder to holder; one of two layings is done without it.
    """

    def __init__(
        self, pictures: Mapping[str, NDArray[Any]], px_per_mm: float, variable_mm: Sequence[RegionMm]
    ) -> None:
        share = PX_PER_MM / px_per_mm
        self._size = (0, 0)
        self._fixed: dict[str, tuple[NDArray[Any], ...]] = {}
        for light, each in pictures.items():
            small = np.asarray(cv2.resize(each, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
            self._fixed[light] = smoothed(small, variable_mm, PX_PER_MM), small
            self._size = small.shape[1], small.shape[0]

    def places(self, pictures: Sequence[Questioned]) -> list[Place | None]:
        """Where the side lies in every picture of one item; None where no place is sure.

        Sure is what many structures vouch for, or what two layings say alike: on the same light of the specimen and
        on its white light, with and without what differs from holder to holder, or over the white light of the
        questioned side itself. A size that contradicts the picture's own scale is never believed.
        """
        whites: list[tuple[NDArray[Any], Place]] = []
        found: dict[int, Place | None] = {}
        for at in sorted(range(len(pictures)), key=lambda each: pictures[each].light != _WHITE):
            small, share = _small(pictures[at].pixels)
            place = found[at] = self._sure(pictures[at], small, share, whites)
            if place is not None and pictures[at].light == _WHITE:
                whites.append((small, place))
        return [found[at] for at in range(len(pictures))]

    def _sure(
        self, picture: Questioned, small: NDArray[Any], share: float, whites: Sequence[tuple[NDArray[Any], Place]]
    ) -> Place | None:
        believed: list[Place] = []
        for place, vouched in self._layings(picture, small, share, whites):
            if not self._true_to_size(place, picture.px_per_mm):
                continue
            if vouched or any(self._apart_mm(place, other) < _AGREE_MM for other in believed):
                return place
            believed.append(place)
        return None

    def _layings(
        self, picture: Questioned, small: NDArray[Any], share: float, whites: Sequence[tuple[NDArray[Any], Place]]
    ) -> Iterator[tuple[Place, bool]]:
        """Places that were found, and whether each stands by itself."""
        for white, place in whites:
            laid = register(white, small)
            if laid.accepted:
                yield Place((*place.steps, laid), share), vouched_for(laid)
        for light in dict.fromkeys((picture.light, _WHITE)):
            for fixed in self._fixed.get(light, ()):
                laid = register(fixed, small)
                if laid.accepted:
                    yield Place((laid,), share), vouched_for(laid)

    def _corners(self) -> NDArray[np.float64]:
        width, height = (each / PX_PER_MM for each in self._size)
        return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])

    def _true_to_size(self, place: Place, px_per_mm: float | None) -> bool:
        if px_per_mm is None:
            return True
        corners = self._corners()
        seen = place.forward(corners)
        sides = np.linalg.norm(seen - np.roll(seen, 1, axis=0), axis=1)
        wanted = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1) * px_per_mm
        return bool((np.abs(sides / wanted - 1) <= _SCALE_OFF).all())

    def _apart_mm(self, one: Place, other: Place) -> float:
        corners = self._corners()
        return float(np.linalg.norm(other.back(one.forward(corners)) - corners, axis=1).max())


def _small(pixels: NDArray[Any]) -> tuple[NDArray[Any], float]:
    share = min(1.0, _LONGEST_PX / max(pixels.shape[:2]))
    if share == 1:
        return pixels, share
    return np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)), share


def corners_mm(region: RegionMm, border_mm: float = 0.0) -> NDArray[np.float64]:
    """Corners of a region that reaches ``border_mm`` further, shape (4, 2)."""
    left, top, width, height = region
    right, bottom = left + width + border_mm, top + height + border_mm
    left, top = left - border_mm, top - border_mm
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
