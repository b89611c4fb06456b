"""Sheets and noise-free pictures kept ready, so that a simulated exposure takes no longer than a real one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

import numpy as np

from drivers.simulation.glass import Glass, Laid, Layable
from drivers.simulation.optics import Picture, picture
from drivers.simulation.sheet import Sheet, encode
from workstation.devices import LightSetting

KEPT_SHEETS = 2
KEPT_PICTURES = 20
FLOOR_SIZE_MM = (125.0, 88.0)
FLOOR_REFLECTANCE = 0.018
_Shot = tuple[tuple[tuple[str, float], ...], float, float]
_Key = tuple[int, str, _Shot]


class Studio:
    """Draws what lies on the glass, once, and pictures it under a light, once.

    Parameters
    ----------
    glass : Glass
    expected : iterable of LightSetting
        Lights to picture in advance when a document is laid.
    """

    def __init__(self, glass: Glass, expected: Iterable[LightSetting] = ()) -> None:
        self._glass = glass
        self._expected = tuple(_shot({each.light: each.percent}, each.exposure_ms, each.gain_db) for each in expected)
        self._guard = threading.Lock()
        self._sheets: OrderedDict[tuple[str, str], tuple[Layable, Sheet]] = OrderedDict()
        self._pictures: OrderedDict[_Key, Picture] = OrderedDict()
        self._floor: Sheet | None = None
        self._stopped = False

    def stop(self) -> None:
        """End a preparation soon."""
        self._stopped = True

    def picture(self, lit: Mapping[str, float], exposure_ms: float, gain_db: float) -> tuple[Picture, float]:
        """What the camera sees without noise, and its pixels per millimetre."""
        laid = self._glass.current()
        shot = _shot(lit, exposure_ms, gain_db)
        with self._guard:
            return self._take(laid, shot)

    def prepare(self) -> tuple[int, int] | None:
        """Draw what lies on the glass and picture it under the expected lights; starts over when it changes.

        Returns
        -------
        tuple of int or None
            Rows and columns of its pictures; None when the glass is empty.
        """
        self._stopped = False
        ready: Laid | None = None
        size: tuple[int, int] | None = None
        while not self._stopped and (laid := self._glass.current()) is not ready and laid is not None:
            with self._guard:
                sheet = self._sheet(laid)
                size = (sheet.height, sheet.width)
            for shot in self._expected:
                with self._guard:
                    if self._stopped or self._glass.current() is not laid:
                        break
                    self._take(laid, shot)
            ready = laid
        return size

    def _take(self, laid: Laid | None, shot: _Shot) -> tuple[Picture, float]:
        sheet = self._sheet(laid)
        key = (id(sheet), "" if laid is None else laid.page, shot)
        if key not in self._pictures:
            lit, exposure_ms, gain_db = shot
            self._pictures[key] = picture(sheet, dict(lit), exposure_ms, gain_db)
            while len(self._pictures) > KEPT_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key], sheet.px_per_mm

    def _sheet(self, laid: Laid | None) -> Sheet:
        if laid is None:
            if self._floor is None:
                self._floor = floor(600 / 25.4)
            return self._floor
        key = (laid.scene.name, laid.page)
        if key in self._sheets and self._sheets[key][0] != laid.scene:
            self._forget(key)
        if key not in self._sheets:
            self._sheets[key] = (laid.scene, laid.scene.draw(laid.page))
            while len(self._sheets) > KEPT_SHEETS:
                self._forget(next(iter(self._sheets)))
        self._sheets.move_to_end(key)
        return self._sheets[key][1]

    def _forget(self, key: tuple[str, str]) -> None:
        _, gone = self._sheets.pop(key)
        self._pictures = OrderedDict((each, kept) for each, kept in self._pictures.items() if each[0] != id(gone))


def floor(px_per_mm: float) -> Sheet:
    """The dark felt that an empty glass shows."""
    sheet = Sheet(FLOOR_SIZE_MM, px_per_mm)
    felt = np.random.default_rng(5).normal(encode(FLOOR_REFLECTANCE), 2.0, (sheet.height, sheet.width))
    for plane in (sheet.colour, sheet.infrared):
        plane[:] = np.clip(felt, 0, 255).astype(np.uint8)[..., None]
    return sheet


def _shot(lit: Mapping[str, float], exposure_ms: float, gain_db: float) -> _Shot:
    shining = tuple(sorted((code, float(percent)) for code, percent in lit.items() if percent > 0))
    return shining, float(exposure_ms), float(gain_db)
