"""Pictures of the help pages: ``python -m drivers.simulation.help_pictures``. Drawn, and marked SPECIMEN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from drivers.simulation.optics import LAMPS, Picture, picture
from drivers.simulation.scenes import Scene, load_scene
from drivers.simulation.specimens import specimen_scene
from workstation.resources import RESOURCES

FOLDER = RESOURCES / "help" / "pictures"
WIDTH_PX = 620
LARGEST_BYTES = 60_000
_PX_PER_MM = 12.0
_GAP_PX, _BAND_PX = 4, 18
_QUALITIES = (86, 80, 74, 68, 62)
#: Stands for the genuine copy of the model that the first panel shows.
SPECIMEN = "specimen"


@dataclass(frozen=True, slots=True)
class Illustration:
    """One picture: panels of a scene under a light, side by side, of one part of the page.

    Attributes
    ----------
    name : str
        The help page that shows it.
    panels : sequence of (str, str)
        Scene and light.
    region_mm : tuple of float
        Left, top, width, height.
    """

    name: str
    panels: Sequence[tuple[str, str]]
    region_mm: tuple[float, float, float, float]


def _beside_the_specimen(
    name: str, scene: str, light: str, region_mm: tuple[float, float, float, float]
) -> Illustration:
    return Illustration(name, ((scene, light), (SPECIMEN, light)), region_mm)


ILLUSTRATIONS: Sequence[Illustration] = (
    _beside_the_specimen("photo-substitution", "uto-passport-photo-substitution", "UV365", (0, 8, 62, 56)),
    Illustration(
        "altered-entry",
        (("uto-passport-altered-date", "IR850"), ("uto-passport-altered-date", "WHITE")),
        (45, 40, 46, 24),
    ),
    _beside_the_specimen("counterfeit", "uto-passport-counterfeit", "UV365", (0, 0, 125, 88)),
    _beside_the_specimen("page-substitution", "uto-passport-page-substitution", "UV365", (0, 0, 125, 88)),
    _beside_the_specimen("stolen-blank", "uto-passport-stolen-blank", "IR850", (0, 0, 125, 88)),
    Illustration(
        "infrared-portrait", (("uto-visa-genuine", "IR850"), ("uto-visa-genuine", "WHITE")), (0, 10, 120, 70)
    ),
    Illustration("fibres-and-bands", (("uto-passport-genuine", "UV365"),), (40, 36, 85, 50)),
)


def illustration(wanted: Illustration) -> Picture:
    """The picture, marked.

    Returns
    -------
    ndarray, shape (H, WIDTH_PX, 3), uint8
        RGB.
    """
    model_id = load_scene(wanted.panels[0][0]).model_id
    count = len(wanted.panels)
    width = (WIDTH_PX - (count - 1) * _GAP_PX) // count
    parts: list[Picture] = []
    for name, light in wanted.panels:
        scene = specimen_scene(model_id, _PX_PER_MM) if name == SPECIMEN else load_scene(name, px_per_mm=_PX_PER_MM)
        crop = _seen(scene, light, wanted.region_mm)
        size = (width, round(crop.shape[0] * width / crop.shape[1]))
        parts += [np.full((size[1], _GAP_PX, 3), 255, np.uint8)] if parts else []
        parts.append(np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8))
    whole = np.pad(np.hstack(parts), ((0, _BAND_PX), (0, 0), (0, 0)), constant_values=255)
    at = (6, whole.shape[0] - 5)
    cv2.putText(whole, "SPECIMEN, drawn", at, cv2.FONT_HERSHEY_SIMPLEX, 0.4, (60, 60, 60), 1, cv2.LINE_AA)
    return np.asarray(whole, np.uint8)


def _seen(scene: Scene, light: str, region_mm: tuple[float, float, float, float]) -> Picture:
    left, top, width, height = (round(each * _PX_PER_MM) for each in region_mm)
    seen = picture(scene.draw(scene.pages[0]), {light: 100.0}, LAMPS[light].full_ms, 0.0)
    return seen[top : top + height, left : left + width]


def encoded(pixels: Picture) -> bytes:
    """A picture as JPEG, as good as its size allows."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    data = b""
    for quality in _QUALITIES:
        chosen = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        data = cv2.imencode(".jpg", bgr, chosen)[1].tobytes()
        if len(data) < LARGEST_BYTES:
            break
    return data


def make() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for each in ILLUSTRATIONS:
        (FOLDER / f"{each.name}.jpg").write_bytes(encoded(illustration(each)))


if __name__ == "__main__":
    make()
