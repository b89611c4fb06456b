"""The parameters that a person turns, mode by mode; named as in the recipes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ui.viewer.blend import Mode

SAFE_BLINK_HZ = 3.0
"""Slider and keys stop here: flashes above three a second can trigger seizures (WCAG 2.2, 2.3.1)."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One parameter.

    Attributes
    ----------
    name : str
        As in the recipe, or ``rate_hz`` of a blink.
    minimum, maximum : float
        Reach of slider and keys.
    step : float
        What one key press adds, or multiplies by where ``grows``.
    shown : float
        What a person reads is the value times this.
    unit : str
        Behind the number.
    decimals : int
        Of the number.
    grows : bool
        Equal ways on the slider are equal factors.
    typed_maximum : float or None
        Higher limit of a number that is typed; None for ``maximum``.
    """

    name: str
    default: float
    minimum: float
    maximum: float
    step: float
    shown: float = 1.0
    unit: str = ""
    decimals: int = 0
    grows: bool = False
    typed_maximum: float | None = None

    @property
    def highest(self) -> float:
        """The highest value that it can be given at all."""
        return self.maximum if self.typed_maximum is None else self.typed_maximum

    def place(self, value: float) -> float:
        """Where the value stands on the slider, 0 to 1."""
        if self.grows:
            share = math.log(value / self.minimum) / math.log(self.maximum / self.minimum)
        else:
            share = (value - self.minimum) / (self.maximum - self.minimum)
        return min(max(share, 0.0), 1.0)

    def value_at(self, place: float) -> float:
        """The value of a place on the slider, as exact as the number beside it."""
        if self.grows:
            value = self.minimum * (self.maximum / self.minimum) ** place
        else:
            value = self.minimum + place * (self.maximum - self.minimum)
        return self.rounded(value)

    def nudged(self, value: float, steps: int) -> float:
        """Some key presses further; a value that was typed beyond the slider's reach only comes back."""
        moved = value * self.step**steps if self.grows else value + steps * self.step
        return self.rounded(min(max(moved, self.minimum), self.maximum))

    def rounded(self, value: float) -> float:
        """As exact as it is shown, so that what a person reads is what the recipe keeps."""
        return round(value * self.shown, self.decimals) / self.shown


_GAIN = Dial("gain", 4.0, 1.0, 64.0, 2**0.5, unit=" ×", decimals=1, grows=True)
_SIGNED_GAIN = replace(_GAIN, default=2.0)

DIALS: Mapping[Mode, tuple[Dial, ...]] = MappingProxyType(
    {
        Mode.CURTAIN: (
            Dial("position", 0.5, 0.0, 1.0, 0.02, shown=100, unit=" %"),
            Dial("angle_deg", 0.0, -180.0, 180.0, 15.0, unit=" °"),
        ),
        Mode.OPACITY: (Dial("share", 0.5, 0.0, 1.0, 0.05, shown=100, unit=" %"),),
        Mode.BLINK: (Dial("rate_hz", 1.0, 0.2, SAFE_BLINK_HZ, 0.2, unit=" Hz", decimals=1, typed_maximum=5.0),),
        Mode.DIFFERENCE: (_GAIN,),
        Mode.SIGNED_DIFFERENCE: (_SIGNED_GAIN,),
        Mode.MERGE: (),
        Mode.BEYOND_NOISE: (Dial("times_sigma", 4.0, 1.0, 20.0, 0.5, unit=" σ", decimals=1),),
    }
)
