"""Pictures of the help pages: ``python -m drivers.simulation.help_pictures``. Drawn, and marked SPECIMEN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from drivers.simulation.optics import LAMPS, Picture, picture
from drivers.simulation.scenes import load_scene
from drivers.simulation.specimens import specimen_scene
from workstation.resources import RESOURCES

FOLDER = RESOURCES / "help" / "pictures"
PX_PER_MM = 9.0
HEIGHT_PX = 330
_MODEL = "UTO-P-1-2024"
_BAND_PX = 18


@dataclass(frozen=True, slots=True)
class Illustration:
    """One picture: a scene, beside its specimen where ``beside``, a light and what to show in millimetres."""

    name: str
    scene: str
    light: str
    region_mm: tuple[float, float, float, float]
    beside: bool = True


ILLUSTRATIONS: Sequence[Illustration] = (
    Illustration("counterfeit", "uto-passport-counterfeit", "UV365", (0, 0, 125, 88)),
    Illustration("photo-substitution", "uto-passport-photo-substitution", "UV365", (0, 8, 60, 60)),
    Illustration("page-substitution", "uto-passport-page-substitution", "UV365", (30, 0, 80, 70)),
    Illustration("stolen-blank", "uto-passport-stolen-blank", "IR850", (0, 0, 125, 88)),
    Illustration("altered-date", "uto-passport-altered-date", "IR850", (42, 38, 64, 46)),
    Illustration("infrared-drop-out", "uto-passport-genuine", "IR850", (0, 8, 125, 60), beside=False),
    Illustration("fibres", "uto-passport-genuine", "UV365", (40, 30, 85, 56), beside=False),
)


def illustration(wanted: Illustration) -> Picture:
    """The picture, marked."""
    questioned = load_scene(wanted.scene, px_per_mm=PX_PER_MM)
    scenes = [questioned, specimen_scene(_MODEL, PX_PER_MM)] if wanted.beside else [questioned]
    left, top, width, height = (round(each * PX_PER_MM) for each in wanted.region_mm)
    parts = []
    for scene in scenes:
        seen = picture(scene.draw("data_page"), {wanted.light: 100.0}, LAMPS[wanted.light].full_ms, 0.0)
        crop = seen[top : top + height, left : left + width]
        scale = HEIGHT_PX / crop.shape[0]
        small = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        parts.append(np.pad(small, ((0, _BAND_PX), (2, 2), (0, 0)), constant_values=255))
    whole = np.ascontiguousarray(np.hstack(parts))
    at = (6, whole.shape[0] - 5)
    cv2.putText(whole, "SPECIMEN, drawn", at, cv2.FONT_HERSHEY_SIMPLEX, 0.4, (60, 60, 60), 1, cv2.LINE_AA)
    return np.asarray(whole, np.uint8)


def make() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for each in ILLUSTRATIONS:
        bgr = cv2.cvtColor(illustration(each), cv2.COLOR_RGB2BGR)
        data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 82, cv2.IMWRITE_JPEG_OPTIMIZE, 1])[1]
        (FOLDER / f"{each.name}.jpg").write_bytes(data.tobytes())


if __name__ == "__main__":
    make()
