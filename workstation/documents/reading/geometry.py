"""Where a line of text runs in a picture: a bent line with the height of its capitals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.documents.reading.strips import CAPITAL_PX, STRIP_HEIGHT_PX, Grey

_REDUCE_ABOVE_PX = 30.0
"""Capitals taller than this are reduced before they are resampled, or fine ground would alias."""

_MOST_COLUMNS = 4000

Points = NDArray[np.floating[Any]]
Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """The middle of a line: a parabola along its reading direction, all in pixels of the picture.

    Attributes
    ----------
    origin : tuple of float
        x and y of the point where ``along`` is 0.
    angle_rad : float
        Reading direction, clockwise from the x axis (y runs down).
    bend : tuple of float
        Coefficients of the distance below the straight line: constant, linear, quadratic.
    start, end : float
        Where the text runs, as distances along the reading direction.
    capital_px : float
        Height of a capital letter.
    """

    origin: tuple[float, float]
    angle_rad: float
    bend: tuple[float, float, float]
    start: float
    end: float
    capital_px: float

    @property
    def length_px(self) -> float:
        """From the first to the last character."""
        return self.end - self.start

    def points(self, along: Points, below: Points | float = 0.0) -> Points:
        """Points of the picture, shape (..., 2), from distances along and below the line."""
        down = self.bend[0] + self.bend[1] * along + self.bend[2] * along**2
        slope = np.arctan(self.bend[1] + 2 * self.bend[2] * along)
        a = along - below * np.sin(slope)
        b = down + below * np.cos(slope)
        cos, sin = np.cos(self.angle_rad), np.sin(self.angle_rad)
        return np.stack((self.origin[0] + a * cos - b * sin, self.origin[1] + a * sin + b * cos), axis=-1)

    def seen_from(self, points: Points) -> tuple[Points, Points]:
        """Distances along and below the line of points of the picture."""
        x, y = points[..., 0] - self.origin[0], points[..., 1] - self.origin[1]
        cos, sin = np.cos(self.angle_rad), np.sin(self.angle_rad)
        along, b = x * cos + y * sin, -x * sin + y * cos
        return along, b - (self.bend[0] + self.bend[1] * along + self.bend[2] * along**2)

    def middle(self) -> Points:
        """The point half way."""
        return self.points(np.array((self.start + self.end) / 2))

    def turned(self) -> TextLine:
        """The same line read from its other end, upside down."""
        constant, linear, square = self.bend
        return replace(
            self,
            angle_rad=self.angle_rad + np.pi,
            bend=(-constant, linear, -square),
            start=-self.end,
            end=-self.start,
        )

    def moved(self, below_px: float) -> TextLine:
        """A line beside it."""
        return replace(self, bend=(self.bend[0] + below_px, self.bend[1], self.bend[2]))

    def straight(self) -> TextLine:
        """The straight line nearest to it where the text runs."""
        along = np.linspace(self.start, self.end, 9)
        down = self.bend[0] + self.bend[1] * along + self.bend[2] * along**2
        constant, linear = np.polynomial.polynomial.polyfit(along, down, 1)
        return replace(self, bend=(float(constant), float(linear), 0.0))

    def scaled(self, factor: float) -> TextLine:
        """The same line in a picture of another size."""
        constant, linear, square = self.bend
        return replace(
            self,
            origin=((self.origin[0] + 0.5) * factor - 0.5, (self.origin[1] + 0.5) * factor - 0.5),
            bend=(constant * factor, linear, square / factor),
            start=self.start * factor,
            end=self.end * factor,
            capital_px=self.capital_px * factor,
        )


@dataclass(frozen=True, slots=True)
class Strip:
    """A line resampled to STRIP_HEIGHT_PX rows, and the way back.

    Attributes
    ----------
    picture_px : tuple of int
        Width and height of the picture; what a strip holds beyond is its edge drawn on.
    """

    line: TextLine
    first: float
    step: float
    pixels: Grey
    picture_px: tuple[int, int]

    def shows(self, x: float) -> bool:
        """True where a column of the strip lies in the picture."""
        place = self.line.points(np.array(self.along(np.array(x))))
        return bool(np.all((place > -0.5) & (place < np.array(self.picture_px) - 0.5)))

    def along(self, x: Points) -> Points:
        """Distance along the line of columns of the strip."""
        return self.first + x * self.step

    def cells(self, middles: Points, pitch: float) -> list[Corners]:
        """Corners of cells around columns, a little taller than a capital, clockwise from the top left."""
        half = 0.62 * self.line.capital_px
        left, right = self.along(middles - pitch / 2), self.along(middles + pitch / 2)
        sides = ((left, -half), (right, -half), (right, half), (left, half))
        ends = [self.line.points(at, below) for at, below in sides]
        found = np.round(np.stack(ends, axis=1), 2).tolist()
        return [tuple((x, y) for x, y in each) for each in found]


def taken(
    picture: Grey, line: TextLine, *, rows: int = STRIP_HEIGHT_PX, stretch: float = 1.0, widen: float = 1.0
) -> Strip:
    """The line straightened, with two capitals of room at both ends.

    Parameters
    ----------
    picture : ndarray, shape (H, W), uint8
    rows : int
        Height of the strip.
    stretch : float
        Share of its height that the print takes in the strip; columns stay where they are.
    widen : float
        How much wider the print becomes than its height asks: pictures are stored squeezed and stretched.
    """
    step = line.capital_px / CAPITAL_PX / widen
    room = 2.0 * line.capital_px
    first = line.start - room
    columns = min(_MOST_COLUMNS, max(8, round((line.length_px + 2 * room) / step)))
    along = first + np.arange(columns) * step
    below = (np.arange(rows) - (rows - 1) / 2) * (line.capital_px / CAPITAL_PX / stretch)
    middle = line.points(along)
    down = line.points(along, 1.0) - middle
    ends = np.concatenate((middle + below[0] * down, middle + below[-1] * down))
    bounds = np.array((picture.shape[1], picture.shape[0]))
    left, top = np.clip(np.floor(ends.min(axis=0)).astype(int) - 2, 0, bounds - 1)
    right, bottom = np.clip(np.ceil(ends.max(axis=0)).astype(int) + 3, (left + 1, top + 1), bounds)
    part, factor = picture[top:bottom, left:right], 1.0
    if line.capital_px > _REDUCE_ABOVE_PX:
        factor = 24.0 / line.capital_px
        size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    middle = ((middle - (left, top) + 0.5) * factor - 0.5).astype(np.float32)
    down = (down * factor).astype(np.float32)
    far = below.astype(np.float32)[:, None]
    x, y = (middle[:, axis] + far * down[:, axis] for axis in (0, 1))
    pixels = cv2.remap(part, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Strip(line, first, step, np.asarray(pixels, np.uint8), (picture.shape[1], picture.shape[0]))
