"""Whether two pictures may be compared: every reason why a difference may be none of the document's."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from workstation.imaging.register import Registration
from workstation.imaging.views import Pixels

RESOLUTION_RATIO = 1.5
EXPOSURE_STOPS = 0.5
SATURATED_SHARE = 0.01
BLACK_SHARE_OF_RANGE = 0.02
RESIDUAL_PX = 1.5
TURN_DEG = 45.0
_SAMPLES = 200_000


@dataclass(frozen=True, slots=True)
class Side:
    """One of two pictures, with what is known of how it was taken; None where nobody knows."""

    light: str
    pixels: Pixels
    exposure_ms: float | None = None
    gain_db: float | None = None
    percent: float | None = None
    px_per_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason against a comparison.

    Attributes
    ----------
    code : str
        Of ``resources/messages``; the sentence says what to make of it.
    refuses : bool
        True: nothing is shown, since it would mislead. False: it is shown with this mark.
    """

    code: str
    facts: dict[str, object] = field(default_factory=dict)
    refuses: bool = False


def doubts(first: Side, second: Side, registration: Registration) -> tuple[Doubt, ...]:
    """Every reason why the second picture, laid on the first, may mislead; those that refuse come first."""
    found = [
        *_registration(first, registration),
        *(doubt for side in (first, second) for doubt in _level(side)),
        *_light(first, second),
        *_resolution(first, second, registration),
    ]
    return tuple(sorted(found, key=lambda each: not each.refuses))


def _registration(first: Side, registration: Registration) -> list[Doubt]:
    if registration.refusal is not None:
        return [Doubt(f"registration-{registration.refusal}", {}, refuses=True)]
    found = []
    if math.isinf(registration.residual_px):
        found.append(Doubt("doubt-residual-unknown"))
    elif registration.residual_px > RESIDUAL_PX:
        found.append(Doubt("doubt-residual", {"residual_px": round(registration.residual_px, 1)}))
    if abs(registration.turn_deg) > TURN_DEG:
        found.append(Doubt("doubt-turned", {"turn_deg": round(abs(registration.turn_deg))}))
    return found


def _level(side: Side) -> list[Doubt]:
    """Too bright or too dark to compare, from evenly spread samples."""
    step = max(1, round((side.pixels.shape[0] * side.pixels.shape[1] / _SAMPLES) ** 0.5))
    samples = side.pixels[::step, ::step].reshape(-1, *side.pixels.shape[2:])
    brightest = samples.max(axis=1) if samples.ndim == 2 else samples
    top = np.iinfo(side.pixels.dtype).max
    saturated = float(np.mean(brightest >= top))
    if float(np.percentile(brightest, 99)) < BLACK_SHARE_OF_RANGE * top:
        return [Doubt("doubt-black", {"light": side.light}, refuses=True)]
    if saturated > SATURATED_SHARE:
        return [Doubt("doubt-saturated", {"light": side.light, "percent": round(100 * saturated, 1)})]
    return []


def _light(first: Side, second: Side) -> list[Doubt]:
    if first.light != second.light:
        return [Doubt("doubt-light", {"first": first.light, "second": second.light})]
    stops = [_stops(each) for each in (first, second)]
    if stops[0] is None or stops[1] is None:
        return [Doubt("doubt-exposure-unknown")]
    apart = abs(stops[0] - stops[1])
    return [Doubt("doubt-exposure", {"stops": round(apart, 1)})] if apart > EXPOSURE_STOPS else []


def _stops(side: Side) -> float | None:
    """Light that the sensor was given, in stops of no meaning but their difference."""
    if not side.exposure_ms or side.percent == 0:
        return None
    gain = (side.gain_db or 0.0) / (20 * math.log10(2))
    return math.log2(side.exposure_ms) + gain + math.log2((side.percent or 100.0) / 100)


def _resolution(first: Side, second: Side, registration: Registration) -> list[Doubt]:
    """The page's own size where it was found, else the stated scales."""
    if registration.accepted:
        ratio = registration.scale
    elif first.px_per_mm and second.px_per_mm:
        ratio = first.px_per_mm / second.px_per_mm
    else:
        return []
    apart = max(ratio, 1 / ratio)
    return [Doubt("doubt-resolution", {"ratio": round(apart, 1)})] if apart > RESOLUTION_RATIO else []
