"""Pixels of one picture on the raster of the other."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.bend import Bend
from workstation.imaging.register.result import Matrix, Registration
from workstation.imaging.views import Pixels

_BAND_ROWS = 256


def moved(moving: Pixels, registration: Registration, width: int, height: int) -> Pixels:
    """``moving`` laid on a raster of ``width`` x ``height`` pixels of ``fixed``; black where it does not reach."""
    return laid_by(moving, registration.matrix, registration.bend, width, height)


def laid_by(moving: Pixels, matrix: Matrix, bend: Bend | None, width: int, height: int) -> Pixels:
    """``moving`` laid by a homography to ``fixed`` and what is left over after it; as ``moved``."""
    if bend is None:
        laid: NDArray[Any] = np.asarray(cv2.warpPerspective(moving, matrix, (width, height)))
    else:
        laid = np.empty((height, width, *moving.shape[2:]), moving.dtype)
        shift = bend.dense(width, height)
        back = np.linalg.inv(matrix).astype(np.float32)
        x = np.arange(width, dtype=np.float32)
        for top in range(0, height, _BAND_ROWS):
            rows = np.s_[top : min(top + _BAND_ROWS, height)]
            y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None]
            across, down = x + shift[rows, :, 0], y + shift[rows, :, 1]
            depth = back[2, 0] * across + back[2, 1] * down + back[2, 2]
            laid[rows] = cv2.remap(
                moving,
                (back[0, 0] * across + back[0, 1] * down + back[0, 2]) / depth,
                (back[1, 0] * across + back[1, 1] * down + back[1, 2]) / depth,
                cv2.INTER_LINEAR,
            )
    laid.flags.writeable = False
    return laid
