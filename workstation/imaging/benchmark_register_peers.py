"""The peers of ``benchmark register``: ECC, SIFT and ORB with MAGSAC, mutual information, as their users set them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register import Registration, register
from workstation.imaging.register.structure import Pyramid, strength

log = logging.getLogger(__name__)

_LEAST_INLIERS = 12
_RATIO = 0.8
_THRESHOLD_PX = 3.0

Image = NDArray[Any]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A matrix from pixels of the moving picture to pixels of the fixed one, and whether the method stands by it."""

    matrix: Matrix
    accepted: bool
    registration: Registration | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """A way to register, tried at every so many trials."""

    find: Callable[[Image, Image], Found]
    every: int


_NOTHING = Found(np.eye(3), accepted=False)


def _ours(fixed: Image, moving: Image) -> Found:
    found = register(fixed, moving)
    return Found(found.matrix, found.accepted, found)


def _grey(picture: Image) -> Image:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture)


def _scale(factor: float) -> Matrix:
    half = (factor - 1) / 2
    return np.array([[factor, 0, half], [0, factor, half], [0, 0, 1]])


def _half(picture: Image) -> Image:
    return np.asarray(cv2.resize(_grey(picture), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))


def _ecc(fixed: Image, moving: Image) -> Found:
    """Homography on locally normalised gradient magnitude from the identity, 1/8 to 1/2 of the size."""
    whole = Pyramid(fixed), Pyramid(moving)
    warp = np.eye(3)
    for level in (8, 4, 2):
        small = [each.at(1 / level) for each in whole]
        into, onto = small[1].matrix, small[0].matrix
        start = (into @ warp @ np.linalg.inv(onto)).astype(np.float32)
        first, second = (strength(each) for each in small)
        stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 200, 1e-6)
        everywhere = np.full(second.shape, 255, np.uint8)
        try:
            _, found = cv2.findTransformECC(
                first, second, start / start[2, 2], cv2.MOTION_HOMOGRAPHY, stop, everywhere, 5
            )
        except cv2.error:
            return _NOTHING
        warp = np.linalg.inv(into) @ np.asarray(found, np.float64) @ onto
    return Found(np.asarray(np.linalg.inv(warp), np.float64), accepted=True)


def _features(detector: Any, norm: int, prepare: Callable[[Image], Image], scale: float) -> Callable[..., Found]:
    def find(fixed: Image, moving: Image) -> Found:
        (ours_at, ours_are), (theirs_at, theirs_are) = (
            detector.detectAndCompute(prepare(each), None) for each in (fixed, moving)
        )
        if ours_are is None or theirs_are is None or min(len(ours_at), len(theirs_at)) < _LEAST_INLIERS:
            return _NOTHING
        near = [each for each in cv2.BFMatcher(norm).knnMatch(theirs_are, ours_are, k=2) if len(each) == 2]
        good = [first for first, second in near if first.distance < _RATIO * second.distance]
        if len(good) < _LEAST_INLIERS:
            return _NOTHING
        matrix, inliers = cv2.findHomography(
            np.array([theirs_at[each.queryIdx].pt for each in good]),
            np.array([ours_at[each.trainIdx].pt for each in good]),
            cv2.USAC_MAGSAC,
            _THRESHOLD_PX,
            maxIters=10_000,
            confidence=0.999,
        )
        if matrix is None or int(inliers.sum()) < _LEAST_INLIERS:
            return _NOTHING
        return Found(_scale(1 / scale) @ matrix @ _scale(scale), accepted=True)

    return find


def _evened(picture: Image) -> Image:
    return np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(_grey(picture)))


def _mutual_information(fixed: Image, moving: Image) -> Found:
    """Mattes, three levels, a tenth of the pixels; affine, the softest linear transform that it has."""
    sitk: Any = import_module("SimpleITK")
    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(50)
    method.SetMetricSamplingStrategy(method.RANDOM)
    method.SetMetricSamplingPercentage(0.1, 1)
    method.SetInterpolator(sitk.sitkLinear)
    method.SetOptimizerAsRegularStepGradientDescent(2.0, 1e-3, 200, 0.8)
    method.SetOptimizerScalesFromPhysicalShift()
    method.SetShrinkFactorsPerLevel([8, 4, 2])
    method.SetSmoothingSigmasPerLevel([4, 2, 1])
    method.SmoothingSigmasAreSpecifiedInPhysicalUnitsOn()
    height, width = fixed.shape[:2]
    affine = sitk.AffineTransform(2)
    affine.SetCenter((width / 2, height / 2))
    method.SetInitialTransform(affine, inPlace=True)
    try:
        method.Execute(*(sitk.GetImageFromArray(_grey(each).astype(np.float32)) for each in (fixed, moving)))
    except RuntimeError:
        return _NOTHING
    linear, centre = np.array(affine.GetMatrix()).reshape(2, 2), np.array(affine.GetCenter())
    shift = np.array(affine.GetTranslation()) + centre - linear @ centre
    back = np.vstack([np.column_stack([linear, shift]), [0, 0, 1]])
    return Found(np.asarray(np.linalg.inv(back), np.float64), accepted=True)


def peers() -> Mapping[str, Method]:
    """Those that are installed."""
    found = {
        "ECC": Method(_ecc, 4),
        "SIFT": Method(_features(cv2.SIFT.create(8000), cv2.NORM_L2, _half, 0.5), 4),
        "ORB": Method(_features(cv2.ORB.create(4000), cv2.NORM_HAMMING, _evened, 1.0), 4),
    }
    if find_spec("SimpleITK") is None:
        log.warning("SimpleITK is not installed (pip install -e '.[benchmark]'): measured without mutual information")
        return found
    return {**found, "mutual information": Method(_mutual_information, 12)}


ours = Method(_ours, 1)
