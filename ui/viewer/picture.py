"""What the viewer is given to show."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import Shape

Colours = Callable[[NDArray[np.uint8]], None]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture with what must stand beside it wherever it is shown.

    Attributes
    ----------
    key : str
        Unique, for example the id of the capture.
    pixels : ndarray, shape (H, W) or (H, W, 3), uint8 or uint16
        Grey or RGB, read-only. The viewer copies; it never shows this memory itself.
    px_per_mm : float or None
        None where nothing may be measured.
    title : str
        In the language of the window.
    badges : tuple[str, ...]
        Warnings that are shown with the picture always, in the language of the window.
    colours : callable or None
        Brings pixels made for the screen, as ``workstation.imaging.viewport.for_screen`` makes them, to its colours,
        in place; equal ones do the same. None leaves them as they are.

    Raises
    ------
    ValueError
        ``px_per_mm`` is not a finite number above zero.
    """

    key: str
    pixels: NDArray[Any]
    px_per_mm: float | None
    title: str
    badges: tuple[str, ...] = ()
    colours: Colours | None = None

    def __post_init__(self) -> None:
        if self.px_per_mm is None:
            return
        if not (math.isfinite(self.px_per_mm) and self.px_per_mm > 0):
            raise ValueError(f"px_per_mm is {self.px_per_mm}, expected a number above zero or None")
        object.__setattr__(self, "px_per_mm", float(self.px_per_mm))

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True)
class Overlay:
    """A region outlined over a picture.

    Attributes
    ----------
    points_px : tuple[tuple[float, float], ...]
        As in ``workstation.cases.model.Region``.
    colour : str
        Name or ``#rrggbb``; never the only difference between two overlays: ``label`` and ``symbol`` say it too.
    """

    overlay_id: str
    points_px: tuple[tuple[float, float], ...]
    shape: Shape
    label: str
    colour: str
    symbol: str = ""
    selected: bool = False
    tooltip: str = ""
