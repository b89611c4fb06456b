"""Many copies of a scene: another holder, other fibres, other wear, another lamp, another place on the glass.

For learning thresholds and for measuring how often a check errs. Everything repeats with its seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import cv2
import numpy as np

from drivers.simulation.changes import Change, Wear
from drivers.simulation.holders import Holder
from drivers.simulation.optics import LAMPS, Picture, dimmed, picture
from drivers.simulation.scenes import Scene
from drivers.simulation.sheet import Sheet

SURNAMES = ("FICTA", "EXEMPLARIS", "UTOPIUS", "NEMO", "QUIDAM", "SPECIMINA", "AMAUROS", "INSULARIS", "HYTHLODAEUS")
GIVEN_NAMES = ("ANNA", "MARIA LUCIA", "VICTOR", "PAVLVS", "IVLIA", "MARCVS AVRELIVS", "NOVA", "PETRVS", "CLAVDIA")
_FIRST_BORN, _FIRST_ISSUED = date(1950, 1, 1), date(2024, 1, 2)
_NOISE_SD = 1.6
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


def captured(sheet: Sheet, lights: Sequence[str], seed: int) -> dict[str, Picture]:
    """One capture run: the page a little off and turned, lamps between 75 and 108 percent, stray light, sensor noise.

    Parameters
    ----------
    lights : sequence of str
        Codes of ``LAMPS``.

    Returns
    -------
    dict of str to ndarray, shape (H, W, 3), uint8
    """
    rng = np.random.default_rng(seed)
    height, width = sheet.height, sheet.width
    turn = cv2.getRotationMatrix2D(
        (width / 2, height / 2), float(rng.uniform(-_TURN_DEG, _TURN_DEG)), 1 + float(rng.uniform(-_SCALE, _SCALE))
    )
    turn[0, 2] += float(rng.uniform(-_SHIFT_PX, _SHIFT_PX))
    turn[1, 2] += float(rng.uniform(-_SHIFT_PX, _SHIFT_PX))
    stray = float(rng.uniform(0.0, 0.002))
    found = {}
    for light in lights:
        lit = {light: 100.0} | ({"WHITE": 100.0 * stray} if light != "WHITE" else {})
        seen = dimmed(picture(sheet, lit, LAMPS[light].full_ms, 0.0), float(rng.uniform(0.75, 1.08)))
        placed = cv2.warpAffine(seen, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        noisy = placed.astype(np.float32) + rng.standard_normal(placed.shape, np.float32) * np.float32(_NOISE_SD)
        found[light] = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    return found
