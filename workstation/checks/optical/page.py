"""A side of the questioned document under all its lights, laid on the raster of the genuine specimen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.checks.optical.patch import Patch, Plane, linear
from workstation.imaging.register import Registration, register
from workstation.imaging.smoothed import RegionMm, smoothed

WORKING_PX_PER_MM = 10.0
"""What routines measure at: lines of a tenth of a millimetre still show."""

LAYING_PX_PER_MM = 16.0
"""What a page is laid at: small structures between the fields must carry it."""

_WHITE = "WHITE"
_LAYABLE = (_WHITE, "UV365", "UV", "COAXIAL", "UV254", "TRANSMITTED")


@dataclass(frozen=True, slots=True, eq=False)
class LaidPage:
    """One side, ready to be measured.

    Attributes
    ----------
    questioned, reference : mapping of str to ndarray, shape (H, W, 3), float32
        Linear pictures by light, on one raster of ``px_per_mm``.
    registration : Registration
        How the questioned page lies on the specimen's.
    to_questioned : ndarray, shape (3, 3), float64
        From this raster to pixels of the questioned pictures.
    """

    questioned: Mapping[str, Plane]
    reference: Mapping[str, Plane]
    registration: Registration
    to_questioned: NDArray[np.float64]
    px_per_mm: float

    def patch(self, light: str, region_mm: RegionMm, border_mm: float) -> Patch | None:
        """The crop of a region with its border; None where this light is missing or the region too small."""
        seen = self.questioned.get(light)
        if seen is None:
            return None
        scale, border = self.px_per_mm, round(border_mm * self.px_per_mm)
        left, top = (round(each * scale) for each in region_mm[:2])
        right, bottom = (round((region_mm[at] + region_mm[at + 2]) * scale) for at in (0, 1))
        height, width = seen.shape[:2]
        left, top = max(left, border), max(top, border)
        right, bottom = min(right, width - border), min(bottom, height - border)
        if right - left < 4 or bottom - top < 4:
            return None
        rows, columns = slice(top - border, bottom + border), slice(left - border, right + border)
        reference, white = self.reference.get(light), self.questioned.get(_WHITE)
        return Patch(
            questioned=seen[rows, columns],
            border_px=border,
            reference=None if reference is None else reference[rows, columns],
            white=None if white is None else white[rows, columns],
            px_per_mm=scale,
        )


@dataclass(frozen=True, slots=True, eq=False)
class ReferencePage:
    """One side of a specimen, made ready once for many documents.

    Attributes
    ----------
    planes : mapping of str to ndarray
        Linear pictures by light at the working resolution.
    fixed : tuple of (str, ndarray)
        Light and picture to lay documents on, at ``LAYING_PX_PER_MM``, in the order they are tried: white light,
        white light with everything blurred away that differs from holder to holder, then the lights that show what
        the issuer printed before a holder was named.
    """

    planes: Mapping[str, Plane]
    fixed: tuple[tuple[str, NDArray[Any]], ...]


def reference_page(
    pictures: Mapping[str, NDArray[Any]], px_per_mm: float, variable_mm: Sequence[RegionMm] = ()
) -> ReferencePage:
    """A specimen's side from its pictures by light; ``WHITE`` must be among them.

    Parameters
    ----------
    px_per_mm : float
        Of the pictures.
    variable_mm : sequence of regions
        Portrait, data, machine readable zone.
    """
    planes = {light: linear(_scaled(each, WORKING_PX_PER_MM / px_per_mm)) for light, each in pictures.items()}
    layable = {each: _scaled(pictures[each], LAYING_PX_PER_MM / px_per_mm) for each in _LAYABLE if each in pictures}
    white = layable.pop(_WHITE)
    fixed = smoothed(white, variable_mm, LAYING_PX_PER_MM)
    return ReferencePage(planes, ((_WHITE, white), (_WHITE, fixed), *layable.items()))


def lay_page(questioned: Mapping[str, NDArray[Any]], reference: ReferencePage) -> LaidPage | None:
    """Lay the pictures of one side on the specimen's raster; the lights of one capture lie on each other.

    Parameters
    ----------
    questioned : mapping of str to ndarray, uint8 or uint16
        Pictures of one size by light; ``WHITE`` must be among them.

    Returns
    -------
    LaidPage or None
        None where the page cannot be laid on the specimen: nothing is measured then.
    """
    white = questioned[_WHITE]
    finer = max(white.shape[:2]) / max(reference.fixed[0][1].shape[:2])
    reduced = max(1, round(finer))
    small = {
        light: _reduced(each, reduced) for light, each in questioned.items() if each.shape[:2] == white.shape[:2]
    }
    attempts = (register(fixed, small[light]) for light, fixed in reference.fixed if light in small)
    found = next((each for each in attempts if each.accepted), None)
    if found is None:
        return None
    height, width = reference.planes[_WHITE].shape[:2]
    laying = _scaling(WORKING_PX_PER_MM / LAYING_PX_PER_MM) @ found.matrix
    reach = max(1, round(LAYING_PX_PER_MM * finer / reduced / WORKING_PX_PER_MM))

    def laid(pixels: NDArray[Any]) -> Plane:
        soft = cv2.blur(pixels, (reach, reach))
        return linear(cv2.warpPerspective(soft, laying, (width, height), flags=cv2.INTER_LINEAR))

    back = _scaling(reduced) @ np.linalg.inv(laying)
    return LaidPage(
        {light: laid(each) for light, each in small.items()}, reference.planes, found, back, WORKING_PX_PER_MM
    )


def _reduced(pixels: NDArray[Any], times: int) -> NDArray[Any]:
    """So many times smaller, a whole number: OpenCV averages whole pixels ten times faster than shares of them."""
    if times == 1:
        return pixels
    height, width = (max(1, side // times) for side in pixels.shape[:2])
    whole = pixels[: height * times, : width * times]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


def _scaled(pixels: NDArray[Any], share: float) -> NDArray[Any]:
    if share == 1.0:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))


def _scaling(factor: float) -> NDArray[np.float64]:
    return np.diag([factor, factor, 1.0])
