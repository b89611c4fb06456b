"""Zones and codes that a picture itself shows, whatever a model says."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.copies.redact_masks import Corners, Mask
from workstation.documents.barcodes import read_barcodes
from workstation.documents.reading.reader import read_zones

_WIDER = 0.8
"""How far the mask of a line reaches beyond it, in heights of its characters."""


def personal_marks(pixels: NDArray[Any]) -> tuple[list[Mask], list[Corners]]:
    """Masks for every zone, also a guessed one, and every code; and the lines of zones that were surely read.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16
    """
    masks: list[Mask] = []
    surely: list[Corners] = []
    for zone in read_zones(pixels):
        for row in zone.cells:
            line = (row[0].box[0], row[-1].box[1], row[-1].box[2], row[0].box[3])
            masks.append(Mask("zone", _wider(line)))
            if zone.refused is None:
                surely.append(line)
    for code in read_barcodes(pixels):
        masks.append(Mask("code", _wider(tuple((float(x), float(y)) for x, y in code.corners), share=0.15)))
    return masks, surely


def _wider(corners: Corners, share: float = _WIDER) -> Corners:
    points = np.asarray(corners, np.float64)
    across, down = points[1] - points[0], points[3] - points[0]
    reach = share * float(np.linalg.norm(down))
    across, down = (each / max(float(np.linalg.norm(each)), 1e-6) * reach for each in (across, down))
    moved = points + np.stack([-across - down, across - down, across + down, -across + down])
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in moved)
