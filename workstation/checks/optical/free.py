"""Optical checks that need no model (BSI TR-03135-1: UV dullness of the page)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

DULL_BELOW = 0.25
"""Share of full exposure in the strongest channel. Security paper lies near 0.02, under a lamp that leaks blue light
at 0.13; office paper with brightener at 0.4 and more. A page is bright at once, not by degrees.
"""
_REACH = 0.15


def page_glow(pixels: NDArray[Any]) -> float:
    """How bright a page shines under ultraviolet: median of the strongest channel as a share of full exposure.

    Parameters
    ----------
    pixels : ndarray, shape (H, W) or (H, W, 3), uint8 or uint16
        The page under ultraviolet; every fourth pixel is looked at.
    """
    sparse = pixels[::4, ::4]
    strongest = sparse.max(axis=2) if sparse.ndim == 3 else sparse
    return float(np.square(np.median(strongest) / np.iinfo(pixels.dtype).max))


def glow_margin(glow: float) -> float:
    """-1 to 1; 0 at ``DULL_BELOW``."""
    return max(-1.0, min(1.0, (DULL_BELOW - glow) / _REACH))
