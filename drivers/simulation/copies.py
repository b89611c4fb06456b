"""One copy of a document: a design, a holder, and how this copy came to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from drivers.simulation.holders import Holder
from drivers.simulation.inks import INKS, Ink
from drivers.simulation.sheet import Sheet, Stamp


class Stage(IntEnum):
    """Order in which a document is made. Layers and changes belong to one stage; layers come first in it."""

    PAPER = 0
    PRINT = 1
    PERSON = 2
    COVER = 3
    AFTER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Choices of the maker that differ from the design.

    Attributes
    ----------
    omit : frozenset of str
        Layers that are not there.
    inks, fonts, texts : mapping of str to str
        Ink by layer, font by layer, printed text by field, where they are not the design's.
    offset_mm : tuple of float
        How far personalisation sits from its place.
    paper : str
        Row of ``materials.PAPERS``; empty for the design's.
    """

    omit: frozenset[str] = frozenset()
    inks: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    offset_mm: tuple[float, float] = (0.0, 0.0)
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a layer or a change draws on."""

    sheet: Sheet
    holder: Holder
    making: Making
    mrz: tuple[str, ...]
    seed: int

    def rng(self, salt: int) -> np.random.Generator:
        """Randomness of this copy for one purpose."""
        return np.random.default_rng((self.seed, salt))

    def ink(self, layer: str, designed: str) -> Ink:
        """Ink that this copy has in a layer."""
        return INKS[self.making.inks.get(layer, designed)]

    def font(self, layer: str, designed: str) -> str:
        """Font that this copy has in a layer."""
        return self.making.fonts.get(layer, designed)

    def print(self, layer: str, designed: str, stamp: Stamp, strength: float = 1.0) -> None:
        """Print with the ink that this copy has in a layer."""
        self.sheet.print(stamp, self.ink(layer, designed), strength)

    def moved(self, at_mm: tuple[float, float]) -> tuple[float, float]:
        """A place of personalisation on this copy."""
        return at_mm[0] + self.making.offset_mm[0], at_mm[1] + self.making.offset_mm[1]


@dataclass(frozen=True, slots=True)
class Layer:
    """One step of production."""

    name: str
    stage: Stage
    draw: Callable[[Copy], None]


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of the visual zone: labels in Utopian (Latin) and English, and where its value stands.

    ``at_mm`` is on the line that the capitals stand on, at the end that ``align`` names.
    """

    name: str
    label: str
    at_mm: tuple[float, float]
    height_mm: float = 1.85
    width_mm: float = 30.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Page:
    """One side.

    Attributes
    ----------
    has_mrz : bool
        The machine readable zone is on this side.
    fields : tuple of TextField
        Where data stand; changes find them by name.
    portrait_mm : tuple of float or None
        Left, top, width, height.
    """

    code: str
    size_mm: tuple[float, float]
    layers: tuple[Layer, ...]
    fields: tuple[TextField, ...] = ()
    portrait_mm: tuple[float, float, float, float] | None = None
    has_mrz: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    """A model of a document."""

    model_id: str
    pages: Mapping[str, Page]
    mrz: Callable[[Holder], tuple[str, ...]]
