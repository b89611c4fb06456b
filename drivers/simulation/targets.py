"""Calibration targets on the simulated glass: things of exactly known size, instead of documents.

A file of ``resources/targets`` names what lies there and how; ``README.md`` has the format. Edges are drawn by the
share of each pixel that they cover, so that a size is true to a small part of a pixel.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drivers.simulation.sheet import Sheet
from workstation.resources import RESOURCES

TARGETS = RESOURCES / "targets"
PX_PER_MM = 600 / 25.4
PAGE = "front"

Plane = NDArray[np.float32]
_STRIP_ROWS = 256

BLACK, WHITE, FELT = 0.03, 0.88, 0.018
"""Reflectance of ink, of card and of the ground."""
SHEET_PASSAGE = 0.5
SHEET_GLOW = (0.17, 0.27, 0.62)
"""An empty sheet glows like office paper, or ultraviolet could not be calibrated with it."""
CORNER_RADIUS_MM = 3.18
"""ISO/IEC 7810 5.1."""

_MARK_WIDTH_MM = 0.16
_MARK_LENGTH_MM = (3.0, 4.5, 6.0)
_RULER_MM = (8.0, 12.0)
"""Of its body, above and below its middle; the marks begin at its upper edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetScene:
    """One target, laid like a scene.

    Attributes
    ----------
    name : str
        File name without its ending.
    names : mapping of str to str
        What a person reads, by language.
    kind : str
        ``white_sheet``, ``ruler``, ``chessboard`` or ``card``.
    size_mm : tuple of float
        Of what the camera sees.
    turn_deg : float
        How far the target lies turned, clockwise.
    length_mm, graduation_mm : float
        Of a ruler.
    columns, rows, pitch_mm : int, int, float
        Inner corners of a chessboard and the side of its fields.
    outline_mm : tuple of float
        Of a card.
    """

    name: str
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kind: str
    size_mm: tuple[float, float] = (125.0, 88.0)
    turn_deg: float = 0.0
    length_mm: float = 110.0
    graduation_mm: float = 1.0
    columns: int = 13
    rows: int = 9
    pitch_mm: float = 6.0
    outline_mm: tuple[float, float] = (85.60, 53.98)
    px_per_mm: float = PX_PER_MM

    @property
    def pages(self) -> tuple[str, ...]:
        """A target has one side."""
        return (PAGE,)

    @property
    def mrz(self) -> Mapping[str, tuple[str, ...]]:
        """A target has no machine readable zone."""
        return MappingProxyType({})

    def draw(self, page_code: str) -> Sheet:
        """Make it.

        Raises
        ------
        KeyError
            It has no such side.
        """
        if page_code != PAGE:
            raise KeyError(page_code)
        sheet = Sheet(self.size_mm, self.px_per_mm)
        shade = _SHADES[self.kind]
        cos, sin = (float(each) for each in (np.cos(np.radians(self.turn_deg)), np.sin(np.radians(self.turn_deg))))
        x = (np.arange(sheet.width, dtype=np.float32) + 0.5 - sheet.width / 2)[None] / np.float32(self.px_per_mm)
        for top in range(0, sheet.height, _STRIP_ROWS):
            rows = np.arange(top, min(top + _STRIP_ROWS, sheet.height), dtype=np.float32)
            y = (rows + 0.5 - sheet.height / 2)[:, None] / np.float32(self.px_per_mm)
            level = shade(self, x * cos + y * sin, y * cos - x * sin)
            stored = np.rint(255 * np.sqrt(level)).astype(np.uint8)[..., None]
            sheet.colour[top : top + len(rows)] = stored
            sheet.infrared[top : top + len(rows)] = stored
        if self.kind == "white_sheet":
            sheet.passage[:] = round(255 * SHEET_PASSAGE**0.5)
            for plane, strength in ((sheet.glow_365, 1.0), (sheet.glow_254, 0.6)):
                plane[:] = np.rint(255 * np.sqrt(np.asarray(SHEET_GLOW) * strength)).astype(np.uint8)
        return sheet


def target_names() -> tuple[str, ...]:
    """Names of the shipped targets."""
    return tuple(sorted(path.stem for path in TARGETS.glob("*.toml")))


def load_target(name: str, *, px_per_mm: float = PX_PER_MM) -> TargetScene:
    """The shipped target of that name.

    Raises
    ------
    KeyError
        There is none.
    """
    if name not in target_names():
        raise KeyError(name)
    content: dict[str, Any] = tomllib.loads((TARGETS / f"{name}.toml").read_text(encoding="utf-8"))
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in content.items()
    }
    values["names"] = MappingProxyType(content["names"])
    return replace(TargetScene(name=name, **values), px_per_mm=px_per_mm)


def _covered(target: TargetScene, outside_mm: Plane) -> Plane:
    """Share of each pixel that a shape covers, given how far its middle lies outside the shape."""
    return np.asarray(np.clip(0.5 - outside_mm * np.float32(target.px_per_mm), 0, 1), np.float32)


def _mixed(share: Plane, covered: float, bare: Plane | float) -> Plane:
    return np.asarray(share * np.float32(covered) + (1 - share) * bare, np.float32)


def _white_sheet(target: TargetScene, u: Plane, v: Plane) -> Plane:
    return np.full(np.broadcast(u, v).shape, WHITE, np.float32)


def _card(target: TargetScene, u: Plane, v: Plane) -> Plane:
    width, height = target.outline_mm
    across = np.abs(u) - np.float32(width / 2 - CORNER_RADIUS_MM)
    down = np.abs(v) - np.float32(height / 2 - CORNER_RADIUS_MM)
    outside = (
        np.hypot(np.maximum(across, 0), np.maximum(down, 0))
        + np.minimum(np.maximum(across, down), 0)
        - np.float32(CORNER_RADIUS_MM)
    )
    return _mixed(_covered(target, outside), WHITE, FELT)


def _chessboard(target: TargetScene, u: Plane, v: Plane) -> Plane:
    def field_sign(place: Plane, corners: int) -> tuple[Plane, Plane]:
        """Which field, softly: -1 and 1 in turn; and how far outside the board, in millimetres."""
        at = place / np.float32(target.pitch_mm) + np.float32((corners + 1) / 2)
        edge = np.abs(at - np.rint(at)) * np.float32(target.pitch_mm * target.px_per_mm)
        sign = np.where(np.floor(at) % 2 == 0, 1, -1) * np.minimum(2 * edge, 1)
        return np.asarray(sign, np.float32), np.abs(place) - np.float32((corners + 1) / 2 * target.pitch_mm)

    across, beside = field_sign(u, target.columns)
    down, beyond = field_sign(v, target.rows)
    black = (1 + across * down) / 2 * _covered(target, np.maximum(beside, beyond))
    return _mixed(np.asarray(black, np.float32), BLACK, WHITE)


def _ruler(target: TargetScene, u: Plane, v: Plane) -> Plane:
    above, below = _RULER_MM
    half = np.float32(target.length_mm / 2)
    body = _covered(target, np.maximum(np.abs(u) - half - 3, np.maximum(-above - v, v - below)))
    number = np.rint(u / np.float32(target.graduation_mm))
    centimetre = round(10 / target.graduation_mm)
    short, middle, long = _MARK_LENGTH_MM
    length = np.where(number % centimetre == 0, long, np.where(number % (centimetre // 2) == 0, middle, short))
    beside = np.abs(u - number * np.float32(target.graduation_mm)) - np.float32(_MARK_WIDTH_MM / 2)
    marks = _covered(target, np.asarray(beside, np.float32))
    marks = marks * _covered(target, np.asarray(np.maximum(v - (length - above), -above - v), np.float32))
    marks = marks * (np.abs(number) * np.float32(target.graduation_mm) <= half)
    return _mixed(np.asarray(marks, np.float32), BLACK, _mixed(body, WHITE, FELT))


_SHADES: Mapping[str, Callable[[TargetScene, Plane, Plane], Plane]] = MappingProxyType(
    {"white_sheet": _white_sheet, "card": _card, "chessboard": _chessboard, "ruler": _ruler}
)
