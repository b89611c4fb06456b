"""What the comparison says, in the language of the window."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QObject

from ui.compare.dials import SAFE_BLINK_HZ
from ui.compare.pair import Pair, noise_levels, residual_allowed_px, residual_map_px
from ui.fields import light_name
from ui.language import current_language
from ui.viewer.blend import Mode
from ui.viewer.imageconv import Window
from workstation.comparison_desk import Shown
from workstation.imaging.comparability import Doubt
from workstation.imaging.register import Method, Registration
from workstation.messages import sentence
from workstation.specimens.model import SpecimenPicture

HIGH_CONFIDENCE, FAIR_CONFIDENCE = 0.85, 0.7
LIGHT_FACTS = ("light", "first", "second")


class CompareWords(QObject):
    """Names of modes and parameters, and sentences about a pair."""

    def mode(self, mode: Mode | None) -> str:
        """Name of a way to compare."""
        return {
            None: self.tr("Side by side"),
            Mode.CURTAIN: self.tr("Curtain"),
            Mode.OPACITY: self.tr("Opacity"),
            Mode.BLINK: self.tr("Blink"),
            Mode.DIFFERENCE: self.tr("Difference"),
            Mode.SIGNED_DIFFERENCE: self.tr("Signed difference"),
            Mode.MERGE: self.tr("False-colour merge"),
            Mode.BEYOND_NOISE: self.tr("Difference beyond noise"),
        }[mode]

    def dial(self, name: str) -> str:
        """Name of a parameter."""
        return {
            "position": self.tr("Position"),
            "angle_deg": self.tr("Angle"),
            "share": self.tr("Share of the second"),
            "rate_hz": self.tr("Rate"),
            "gain": self.tr("Gain"),
            "times_sigma": self.tr("Threshold"),
        }[name]

    def reading(self, mode: Mode | None) -> str:
        """How a picture of this mode is read; empty where it explains itself."""
        return {
            Mode.DIFFERENCE: self.tr("Black: the same."),
            Mode.SIGNED_DIFFERENCE: self.tr("Grey: the same. Bright: brighter in the second."),
            Mode.MERGE: self.tr("Grey: the same. Cyan: dark in the questioned only. Red: in the second only."),
            Mode.BEYOND_NOISE: self.tr("Yellow to red: more and more beyond."),
        }.get(mode or Mode.CURTAIN, "")

    def second(self, second: Shown) -> str:
        """The partner by its name."""
        light = light_name(second.light, short=True)
        if isinstance(second, SpecimenPicture):
            return self.tr("Specimen · {light}").format(light=light)
        return self.tr("Questioned · {light}").format(light=light)

    def title(self, pair: Pair, mode: Mode) -> str:
        """Title proposed for a view that is kept, such as *UV 365: difference against specimen*."""
        light = light_name(pair.first.light, short=True)
        named = self.mode(mode)
        if isinstance(pair.second, SpecimenPicture):
            text = self.tr("{light}: {mode}, against specimen")
            if pair.second.light != pair.first.light:
                text = self.tr("{light}: {mode}, against specimen in {second}")
        else:
            text = self.tr("{light}: {mode}, against {second}")
        return text.format(light=light, mode=named, second=light_name(pair.second.light, short=True))

    def lies(self, registration: Registration, px_per_mm: float | None) -> str:
        """How well the second picture lies on the first."""
        if math.isinf(registration.residual_px):
            return self.tr("Laid by hand; how well is unknown.")
        px, mm = registration.residual_px, registration.residual_mm(px_per_mm)
        by = f"{px:.1f} px" if mm is None else f"{px:.1f} px ({mm:.{2 if mm >= 0.01 else 3}f} mm)"
        if registration.method is Method.BY_HAND:
            return self.tr("Laid by {pairs} point pairs, to {by}.").format(pairs=registration.places, by=by)
        return self.tr("Lies to {by}, confidence {percent} % ({word}).").format(
            by=by, percent=round(100 * registration.confidence), word=self._confidence(registration.confidence)
        )

    def _confidence(self, confidence: float) -> str:
        if confidence >= HIGH_CONFIDENCE:
            return self.tr("high")
        return self.tr("fair") if confidence >= FAIR_CONFIDENCE else self.tr("low")

    def threshold(self, pair: Pair, times_sigma: float, windows: tuple[Window | None, Window | None]) -> str:
        """What a difference must exceed to be painted."""
        levels = times_sigma * math.hypot(*noise_levels(pair, windows))
        by_place = residual_map_px(pair) or (residual_allowed_px(pair),)
        least, most = (f"{each:.1f}" for each in (min(by_place), max(by_place)))
        return self.tr("Painted above {levels} grey levels, at edges above what {px} px displace.").format(
            levels=f"{levels:.1f}", px=least if least == most else f"{least}–{most}"
        )

    def doubt(self, doubt: Doubt) -> str:
        """A reason against the comparison, behind its symbol."""
        return f"{'✕' if doubt.refuses else '⚠'}  {sentence(doubt.code, _named(doubt.facts), current_language())}"

    def blink_warning(self, rate_hz: float) -> str:
        """That fast flashes are dangerous to some; empty for a slow blink."""
        if rate_hz <= SAFE_BLINK_HZ:
            return ""
        return "⚠  " + self.tr("More than three flashes a second can trigger seizures in people sensitive to light.")


def _named(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts with lights by their names."""
    return {key: light_name(str(fact)) if key in LIGHT_FACTS else fact for key, fact in facts.items()}
