"""What is said of a calibration: age, standing, result, each with a symbol and a word."""

from __future__ import annotations

import math

from PySide6.QtCore import QDateTime, QLocale, QObject

from ui.fields import light_name
from ui.language import current_language
from workstation.calibration.model import Calibration, Entry
from workstation.imaging.calibrate_results import Alignment, Field, Scale, Settling, WhiteBalance
from workstation.messages import sentence

MM_PER_INCH = 25.4


def measured(value: float, uncertainty: float, figures: int = 1) -> str:
    """A value and its uncertainty, both cut where the uncertainty has so many figures: ``23.622 ± 0.006``."""
    if not uncertainty > 0:
        return f"{value:.2f}"
    digits = max(0, figures - 1 - math.floor(math.log10(uncertainty)))
    return f"{value:.{digits}f} ± {uncertainty:.{digits}f}"


def date_of(calibration: Calibration) -> str:
    """Local date and time of a measurement."""
    made = QDateTime.fromMSecsSinceEpoch(round(calibration.made_at.timestamp() * 1000))
    return QLocale().toString(made, "yyyy-MM-dd HH:mm")


class Words(QObject):
    """Sentences about calibrations in the language of the window."""

    def age(self, days: float) -> str:
        """How old, in whole days."""
        whole = math.floor(days)
        return self.tr("today") if whole < 1 else self.tr("%n day(s) old", "", whole)

    def light(self, calibration: Calibration) -> str:
        """Which light it holds for."""
        if isinstance(calibration.values, Scale):
            return self.tr("every light")
        name = light_name(calibration.light, short=True)
        return f"{name} · {calibration.filter}" if calibration.filter else name

    def standing(self, entry: Entry) -> str:
        """Whether it holds, and why not."""
        if not entry.in_force:
            reason = entry.reason
            why = sentence(reason.code, dict(reason.facts), current_language()) if reason else ""
            return self.tr("– not used") + (f": {why}" if why else "")
        if entry.expired:
            return self.tr("⚠ expired, still used: measure again")
        return self.tr("✓ in force")

    def tone(self, entry: Entry) -> str:
        """Colour that goes with the standing."""
        return "quiet" if not entry.in_force else "caution" if entry.expired else "good"

    def result(self, calibration: Calibration) -> str:
        """What was measured, in one line."""
        match calibration.values:
            case Scale() as scale:
                return self.tr("{scale} px/mm ({ppi} ppi)").format(
                    scale=measured(scale.px_per_mm, scale.uncertainty_px_per_mm),
                    ppi=f"{scale.px_per_mm * MM_PER_INCH:.1f}",
                )
            case Field() as field:
                return self.tr("uneven by {percent} %, dark at level {dark} of {bits} bits").format(
                    percent=f"{field.unevenness_percent:.1f}",
                    dark=f"{sum(field.dark) / len(field.dark):.1f}",
                    bits=field.bit_depth,
                )
            case WhiteBalance() as balance:
                red, green, blue = balance.gains
                return self.tr("red × {red}, green × {green}, blue × {blue}, ± {percent} %").format(
                    red=f"{red:.3f}",
                    green=f"{green:.3f}",
                    blue=f"{blue:.3f}",
                    percent=f"{balance.uncertainty_percent:.1f}",
                )
            case Alignment() as alignment:
                return self.tr(
                    "lies {shift} px beside white, ± {residual} px; {confidence} % of the parts agree"
                ).format(
                    shift=f"{_shift_px(alignment, calibration.width / 2, calibration.height / 2):.2f}",
                    residual=f"{alignment.residual_px:.2f}",
                    confidence=f"{alignment.confidence * 100:.0f}",
                )
            case Settling() as settling:
                return self.tr("steady after {ms} ms, of which {margin} ms are margin").format(
                    ms=f"{settling.settle_ms:.0f}", margin=f"{settling.margin_ms:.0f}"
                )

    def details(self, calibration: Calibration) -> list[str]:
        """What else a technician wants to know of a scale."""
        scale = calibration.values
        if not isinstance(scale, Scale):
            return []
        lines = [self.tr("± is one standard uncertainty (k = 1) of any length in the picture.")]
        if scale.across_px_per_mm is not None and scale.down_px_per_mm is not None:
            lines.append(
                self.tr("Across {across}, down {down} px/mm: both directions agree.").format(
                    across=f"{scale.across_px_per_mm:.3f}", down=f"{scale.down_px_per_mm:.3f}"
                )
            )
        else:
            lines.append(self.tr("⚠ Measured in one direction only; a card or a chessboard measures two."))
        lines.append(
            self.tr("Target turned by {turn}°, its marks found to {residual} px.").format(
                turn=f"{scale.turn_deg:.1f}", residual=f"{scale.residual_px:.2f}"
            )
        )
        if scale.perspective_percent is not None:
            lines.append(
                self.tr("The scale changes by {percent} % from side to side.").format(
                    percent=_hundredths(scale.perspective_percent)
                )
            )
        if scale.distortion_percent is not None:
            lines.append(
                self.tr("The lens bends the corners by {percent} %.").format(
                    percent=_hundredths(scale.distortion_percent)
                )
            )
        return lines


def _hundredths(value: float) -> str:
    """Two digits; nothing is never said to be less than nothing."""
    return f"{round(value, 2) + 0.0:.2f}"


def _shift_px(alignment: Alignment, x: float, y: float) -> float:
    """How far the middle of the picture moves."""
    a, b, c, d, e, f, g, h, i = alignment.matrix
    along = g * x + h * y + i
    return math.hypot((a * x + b * y + c) / along - x, (d * x + e * y + f) / along - y)
