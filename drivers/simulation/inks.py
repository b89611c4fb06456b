"""Inks and what they do to light, band by band. A table, so that a new ink is a new row."""

from __future__ import annotations

from dataclasses import dataclass

Rgb = tuple[float, float, float]
DARK: Rgb = (0.0, 0.0, 0.0)
CLEAR: Rgb = (1.0, 1.0, 1.0)
PASSES_IR: Rgb = (0.93, 0.97, 0.98)
STOPS_IR: Rgb = (0.16, 0.17, 0.19)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """One ink at full coverage.

    Attributes
    ----------
    rgb : tuple of float
        Factor on the reflectance below it in red, green and blue, 0..1.
    ir : tuple of float
        The same at 700, 850 and 940 nm.
    uv : float
        Share of ultraviolet that reaches what lies below, 0..1.
    glow_365, glow_254 : tuple of float
        Luminescence (red, green, blue) under long-wave and short-wave ultraviolet, relative to a white sheet
        under the white lamp.
    height_um : float
        How far the dry ink, or the paper it deformed, stands above the sheet.
    """

    rgb: Rgb = CLEAR
    ir: Rgb = CLEAR
    uv: float = 1.0
    glow_365: Rgb = DARK
    glow_254: Rgb = DARK
    height_um: float = 0.0


def _offset(rgb: Rgb, ir: Rgb = PASSES_IR) -> Ink:
    return Ink(rgb=rgb, ir=ir, uv=0.72)


def _invisible(long_wave: Rgb, short_wave: Rgb) -> Ink:
    return Ink(glow_365=long_wave, glow_254=short_wave)


INKS: dict[str, Ink] = {
    # Offset, transparent in the infrared, and twins of the same colour that are not (the IR split).
    "teal": _offset((0.22, 0.60, 0.60)),
    "teal_ir": _offset((0.22, 0.60, 0.60), STOPS_IR),
    "sea": _offset((0.30, 0.52, 0.74)),
    "violet": _offset((0.52, 0.40, 0.70)),
    "rose": _offset((0.80, 0.42, 0.52)),
    "rose_ir": _offset((0.80, 0.42, 0.52), STOPS_IR),
    "ochre": _offset((0.82, 0.62, 0.30)),
    "ochre_ir": _offset((0.82, 0.62, 0.30), STOPS_IR),
    "olive": _offset((0.52, 0.62, 0.30)),
    "olive_ir": _offset((0.52, 0.62, 0.30), STOPS_IR),
    "slate": _offset((0.36, 0.42, 0.54)),
    "label_blue": _offset((0.10, 0.20, 0.42)),
    "specimen_red": _offset((0.80, 0.12, 0.14)),
    "letterpress_red": Ink(rgb=(0.72, 0.10, 0.10), ir=PASSES_IR, uv=0.8, glow_365=(0.50, 0.10, 0.03)),
    # Intaglio stands up from the sheet.
    "intaglio_blue": Ink(rgb=(0.05, 0.13, 0.32), ir=(0.80, 0.95, 0.97), uv=0.3, height_um=26.0),
    "intaglio_green": Ink(rgb=(0.06, 0.24, 0.20), ir=(0.80, 0.95, 0.97), uv=0.3, height_um=26.0),
    "intaglio_plum": Ink(rgb=(0.30, 0.07, 0.22), ir=(0.80, 0.95, 0.97), uv=0.3, height_um=26.0),
    # Personalisation.
    "b900": Ink(rgb=(0.030, 0.030, 0.032), ir=(0.035, 0.045, 0.055), uv=0.05),
    "laser": Ink(rgb=(0.045, 0.043, 0.040), ir=(0.06, 0.08, 0.10), uv=0.10),
    "laser_tactile": Ink(rgb=(0.045, 0.043, 0.040), ir=(0.06, 0.08, 0.10), uv=0.10, height_um=34.0),
    "dye_black": Ink(rgb=(0.050, 0.045, 0.060), ir=(0.80, 0.96, 0.98), uv=0.25),
    "toner_black": Ink(rgb=(0.022, 0.022, 0.024), ir=(0.030, 0.035, 0.040), uv=0.02, height_um=9.0),
    "pen_black": Ink(rgb=(0.080, 0.070, 0.110), ir=(0.86, 0.97, 0.98), uv=0.30),
    "dye_cyan": Ink(rgb=(0.10, 0.66, 0.88), ir=(0.86, 0.98, 0.99), uv=0.6),
    "dye_magenta": Ink(rgb=(0.86, 0.14, 0.50), ir=(0.97, 0.99, 0.99), uv=0.6),
    "dye_yellow": Ink(rgb=(0.97, 0.88, 0.12), ir=(0.98, 0.99, 0.99), uv=0.5),
    # Luminescent: unseen in white light.
    "uv_red": _invisible((0.62, 0.07, 0.05), (0.30, 0.03, 0.03)),
    "uv_green": _invisible((0.10, 0.60, 0.14), (0.06, 0.30, 0.06)),
    "uv_yellow": _invisible((0.58, 0.52, 0.06), (0.20, 0.20, 0.03)),
    "uv_blue": _invisible((0.06, 0.20, 0.66), (0.04, 0.10, 0.30)),
    "uv_orange": _invisible((0.66, 0.27, 0.04), (0.26, 0.09, 0.02)),
    "uv_short_green": _invisible((0.0, 0.004, 0.0), (0.08, 0.62, 0.16)),
    "uv_short_red": _invisible((0.004, 0.0, 0.0), (0.64, 0.08, 0.08)),
    "uv_two_colour": _invisible((0.62, 0.08, 0.05), (0.10, 0.60, 0.12)),
    # What an imitator buys.
    "highlighter": Ink(rgb=(0.97, 0.99, 0.86), ir=CLEAR, uv=0.8, glow_365=(0.46, 0.66, 0.06)),
    "adhesive": Ink(rgb=(0.97, 0.965, 0.93), ir=CLEAR, uv=0.9, glow_365=(0.30, 0.42, 0.46), height_um=7.0),
    "coffee": Ink(rgb=(0.72, 0.58, 0.40), ir=(0.95, 0.98, 0.99), uv=0.42),
    "dirt": Ink(rgb=(0.62, 0.59, 0.54), ir=(0.78, 0.84, 0.86), uv=0.45),
    "grey_wash": Ink(rgb=(0.86, 0.86, 0.88), ir=CLEAR, uv=0.95),
    "foil": Ink(rgb=(0.62, 0.62, 0.65), ir=(0.6, 0.6, 0.6), uv=0.2, height_um=12.0),
}
