"""Many copies of a scene: another holder, other fibres, other wear, another lamp, another place on the glass.

For learning thresholds and for measuring how often a check errs. Everything repeats with its seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.changes import Change, Wear
from drivers.simulation.holders import Holder
from drivers.simulation.optics import BLACK_LEVEL, LAMPS, Picture, picture
from drivers.simulation.scenes import Scene
from drivers.simulation.sheet import Sheet

SURNAMES = ("FICTA", "EXEMPLARIS", "UTOPIUS", "NEMO", "QUIDAM", "SPECIMINA", "AMAUROS", "INSULARIS", "HYTHLODAEUS")
GIVEN_NAMES = ("ANNA", "MARIA LUCIA", "VICTOR", "PAVLVS", "IVLIA", "MARCVS AVRELIVS", "NOVA", "PETRVS", "CLAVDIA")
_FIRST_BORN, _FIRST_ISSUED = date(1950, 1, 1), date(2024, 1, 2)
_NOISE_SD = 1.6
_NOISE_MARGIN = 512
_STRAY = "WHITE"
_FULL = 65535
_SHIFT_PX, _TURN_DEG, _SCALE = 4.0, 0.7, 0.006


def another_holder(holder: Holder, rng: np.random.Generator) -> Holder:
    """A holder like this one in everything that the model prints, and like nobody else."""
    issued = _FIRST_ISSUED + timedelta(days=int(rng.integers(0, 700)))
    born = _FIRST_BORN + timedelta(days=int(rng.integers(0, 20_000)))
    valid = date.fromisoformat(holder.expires) - date.fromisoformat(holder.issued)
    prefix = holder.number[:2]
    return replace(
        holder,
        surname=str(rng.choice(SURNAMES)),
        given_names=str(rng.choice(GIVEN_NAMES)),
        sex=str(rng.choice(["F", "M"])),
        born=born.isoformat(),
        number=f"{prefix}{int(rng.integers(0, 10 ** (len(holder.number) - 2))):0{len(holder.number) - 2}d}",
        personal_number=f"{int(rng.integers(10**8, 10**9)):09d}"[: len(holder.personal_number)],
        issued=issued.isoformat(),
        expires=(issued + valid).isoformat(),
        portrait=int(rng.integers(1, 10_000)),
        signature=int(rng.integers(1, 10_000)),
    )


def another_copy(scene: Scene, seed: int, *, worn: bool = True) -> Scene:
    """The same kind of document, or of attack, on another holder; up to half worn out."""
    rng = np.random.default_rng(seed)
    changes = tuple(each for each in scene.changes if not isinstance(each, Wear))
    amount = float(rng.uniform(0.0, 0.8))
    if worn and amount > 0.15:
        width, height = next(iter(scene.design.pages.values())).size_mm
        stain = (float(rng.uniform(0.2, 0.9) * width), float(rng.uniform(0.2, 0.9) * height))
        wear: Change = Wear(amount=amount, stain_mm=stain)  # type: ignore[assignment]
        changes = (*changes, wear)
    return replace(scene, holder=another_holder(scene.holder, rng), changes=changes, seed=int(rng.integers(1, 2**31)))


class Sitting:
    """One sheet before the camera for any number of capture runs; each light is computed once.

    Parameters
    ----------
    lights : sequence of str
        Codes of ``LAMPS``.
    """

    def __init__(self, sheet: Sheet, lights: Sequence[str]) -> None:
        self._size = sheet.width, sheet.height
        self._white = _light(sheet, _STRAY)
        self._lit = {light: self._white if light == _STRAY else _light(sheet, light) for light in lights}

    def seen(self, light: str, share: float, stray: float) -> Picture:
        """Under a lamp at a share of its light, with a share of white light astray; without noise."""
        astray = 0.0 if light == _STRAY else stray * LAMPS[light].full_ms / LAMPS[_STRAY].full_ms
        black = BLACK_LEVEL * _FULL * (1 - share * (1 + astray))
        level = cv2.addWeighted(self._lit[light], share, self._white, share * astray, black, dtype=cv2.CV_32F)
        return np.asarray(cv2.convertScaleAbs(cv2.sqrt(level), alpha=255 / np.sqrt(_FULL)), np.uint8)

    def captured(self, seed: int) -> dict[str, Picture]:
        """A capture run: the page a little off and turned, lamps between 75 and 108 percent, stray light, noise.

        Returns
        -------
        dict of str to ndarray, shape (H, W, 3), uint8
        """
        rng = np.random.default_rng(seed)
        width, height = self._size
        turn = cv2.getRotationMatrix2D(
            (width / 2, height / 2),
            float(rng.uniform(-_TURN_DEG, _TURN_DEG)),
            1 + float(rng.uniform(-_SCALE, _SCALE)),
        )
        turn[0, 2] += float(rng.uniform(-_SHIFT_PX, _SHIFT_PX))
        turn[1, 2] += float(rng.uniform(-_SHIFT_PX, _SHIFT_PX))
        stray = float(rng.uniform(0.0, 0.002))
        found = {}
        for light in self._lit:
            seen = self.seen(light, float(rng.uniform(0.75, 1.08)), stray)
            placed = cv2.warpAffine(seen, turn, self._size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            top, left = (int(each) for each in rng.integers(0, _NOISE_MARGIN, 2))
            noise = _noise(height + _NOISE_MARGIN, width + _NOISE_MARGIN)[top : top + height, left : left + width]
            found[light] = np.asarray(cv2.add(placed, noise, dtype=cv2.CV_8U), np.uint8)
        return found


def captured(sheet: Sheet, lights: Sequence[str], seed: int) -> dict[str, Picture]:
    """One capture run of a sheet that is captured once."""
    return Sitting(sheet, lights).captured(seed)


def _light(sheet: Sheet, light: str) -> NDArray[np.uint16]:
    """Share of full exposure under one lamp at its full light, by 65535."""
    levels = np.rint(_FULL * (np.arange(256) / 255) ** 2).astype(np.uint16)
    return np.asarray(cv2.LUT(picture(sheet, {light: 100.0}, LAMPS[light].full_ms, 0.0), levels), np.uint16)


@lru_cache(maxsize=2)
def _noise(height: int, width: int) -> NDArray[np.int8]:
    """Whole steps of sensor noise. A picture takes a window of it, ten times faster than noise of its own."""
    rng = np.random.default_rng(0)
    drawn = rng.standard_normal((height, width, 3), np.float32) * np.float32(_NOISE_SD)
    return np.asarray(np.rint(drawn), np.int8)
