"""How far a result can be taken alone, and whether two results for the same page agree."""

from __future__ import annotations

import numpy as np

from workstation.imaging.register.result import Registration

LEAST_PLACES = 14
MANY_PLACES = 24
"""Fewer places than these may all lie on something that was printed, or moved, by itself."""

_GRID = 5
_SIGMAS = 2.0
_ALLOWED_PX = 1.0


def vouched_for(registration: Registration) -> bool:
    """Whether a result needs no other to be believed: a light that shows little besides the holder's data lies by
    these alone, wherever somebody put them.
    """
    return registration.accepted and registration.places >= MANY_PLACES


def contradicts(one: Registration, other: Registration) -> bool:
    """Whether two results lay a page further apart than both may be off; a refused one says nothing."""
    if not (one.accepted and other.accepted):
        return True
    width, height = one.size
    x, y = np.meshgrid(*(np.linspace(0, extent - 1, _GRID) for extent in (width, height)))
    there = one.to_moving(np.stack([x.ravel(), y.ravel()], axis=1))
    apart_px = np.linalg.norm(one.to_fixed(there) - other.to_fixed(there), axis=1)
    allowed_px = _SIGMAS * float(np.hypot(one.residual_px, other.residual_px)) + _ALLOWED_PX
    return bool(np.median(apart_px) > allowed_px)
