"""The simulated camera: takes pictures of what lies on the simulated glass in the light that is really on.

Responsible for: exposure time, sensor noise, the small shift between frames, and saying that it is simulated.

Not responsible for: what the page looks like (``drivers.simulation``), which lamps are on (the light controller's
simulator says so), threads and reconnection (the session).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.glass import Glass
from drivers.simulation.optics import Picture, dimmed, lamp, warmth
from drivers.simulation.studio import Studio
from drivers.stage import Burning
from workstation.devices import Clock, DeviceIdentity, Frame, LightSetting
from workstation.errors import DeviceLost, DeviceStateError

NOISE_SD = 1.7
"""Spread of the noise at 0 dB, in levels of 255: the same in light and dark, see ``drivers.simulation.optics``."""
SHIFT_PX = 2.5
"""Greatest shift of a frame in either direction."""
EXPOSURE_MS = (0.05, 20_000.0)
GAIN_DB = (0.0, 24.0)
_NOISE_MARGIN = 64
_STEADY = 0.9985
"""Share of a lamp's light from which on the eight bits of the picture do not tell it from the whole."""


class SimulatedCamera:
    """A colour camera without an infrared filter and with one that blocks ultraviolet.

    Parameters
    ----------
    glass : Glass
        What lies under the camera.
    lamps : callable
        Percent of every lamp that is on now, by code of its light; a ``Burning`` also says for how long, and then a
        lamp that has just come on is still becoming bright.
    clock : Clock
    expected : iterable of LightSetting
        Lights to draw in advance when a document is laid, so that the first grab is as quick as the next.
    seed : int
        Noise and shift repeat with it.
    """

    def __init__(
        self,
        glass: Glass,
        lamps: Callable[[], Mapping[str, float]],
        clock: Clock,
        *,
        name: str = "camera",
        expected: Iterable[LightSetting] = (),
        seed: int = 1,
    ) -> None:
        self._glass = glass
        self._lamps = lamps
        self._clock = clock
        self._name = name
        self._studio = Studio(glass, expected)
        self._rng = np.random.default_rng(seed)
        self._noise: NDArray[Any] | None = None
        self._noise_seed = int(self._rng.integers(1, 2**31))
        self._helper: threading.Thread | None = None
        self._open = False
        self._unplugged = False

    def open(self) -> DeviceIdentity:
        """Who it is.

        Raises
        ------
        DeviceLost
            It was unplugged.
        """
        self._present()
        self._open = True
        self._glass.subscribe(self._prepare)
        self._prepare()
        return DeviceIdentity(
            maker="QDBench", model="Bench camera 600 SIMULATED", serial="SIM-0001", firmware="1", simulated=True
        )

    def close(self) -> None:
        """Let go; safe to call twice."""
        self._open = False
        self._glass.unsubscribe(self._prepare)
        if self._helper is not None:
            self._studio.stop()
            self._helper.join()
            self._helper = None

    def unplug(self) -> None:
        """Pull the cable: every call fails from now on."""
        self._unplugged = True

    def plug_in(self) -> None:
        """Put the cable back."""
        self._unplugged = False

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        """Expose one frame in the light that is on from its beginning to its end.

        Raises
        ------
        DeviceLost
            It was unplugged.
        DeviceStateError
            It is not open, or a setting is beyond its limits.
        """
        self._present()
        if not self._open:
            raise DeviceStateError("camera-not-open", device=self._name)
        self._check("exposure", exposure_ms, EXPOSURE_MS, "ms")
        self._check("gain", gain_db, GAIN_DB, "dB")
        began = self._clock.monotonic()
        at_start = dict(self._lamps())
        lit_ms = self._lit_ms()
        seen, px_per_mm = self._studio.picture(at_start, exposure_ms, gain_db)
        seen = _warming(seen, at_start, lit_ms, exposure_ms)
        pixels = self._sensed(seen, gain_db)
        wait_s = began + (1 + discard_frames) * exposure_ms / 1000 - self._clock.monotonic()
        if wait_s > 0:
            self._clock.sleep(wait_s)
        self._present()
        at_end = dict(self._lamps())
        if at_end != at_start:
            both = {code: (at_start.get(code, 0.0) + at_end.get(code, 0.0)) / 2 for code in {*at_start, *at_end}}
            seen, px_per_mm = self._studio.picture(both, exposure_ms, gain_db)
            pixels = self._sensed(seen, gain_db)
        pixels.flags.writeable = False
        return Frame(pixels, exposure_ms, gain_db, px_per_mm, self._clock.now())

    def _lit_ms(self) -> float | None:
        """Since when the lamp burns; None where nobody counts."""
        if not isinstance(self._lamps, Burning):
            return None
        seconds = self._lamps.lit_for_s()
        return None if seconds is None else seconds * 1000

    def _sensed(self, seen: Picture, gain_db: float) -> Picture:
        """A picture as the sensor delivers it: shifted a little, and noisy."""
        height, width = seen.shape[:2]
        noise = self._noise_tile(height, width)
        right, down = self._rng.uniform(-SHIFT_PX, SHIFT_PX, 2)
        moved = np.array([[1, 0, right], [0, 1, down]], np.float64)
        shifted = cv2.warpAffine(
            seen, moved, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        row, column = (int(each) for each in self._rng.integers(0, _NOISE_MARGIN, 2))
        part = noise[row : row + height, column : column + width]
        gain = 10 ** (gain_db / 40)
        return np.asarray(cv2.addWeighted(shifted, 1.0, part, gain * NOISE_SD / 16, 0, dtype=cv2.CV_8U), np.uint8)

    def _noise_tile(self, height: int, width: int) -> NDArray[Any]:
        wanted = (height + _NOISE_MARGIN, width + _NOISE_MARGIN, 3)
        if self._noise is None or self._noise.shape[0] < wanted[0] or self._noise.shape[1] < wanted[1]:
            tile = np.empty(wanted, np.int8)
            cv2.setRNGSeed(self._noise_seed)
            cv2.randn(tile, np.zeros(3), np.full(3, 16.0))
            self._noise = tile
            return tile
        return self._noise

    def _get_ready(self) -> None:
        size = self._studio.prepare()
        if size is not None:
            self._noise_tile(*size)

    def _prepare(self) -> None:
        if self._helper is not None and self._helper.is_alive():
            return
        self._helper = threading.Thread(target=self._get_ready, name="simulated-camera-studio")
        self._helper.start()

    def _present(self) -> None:
        if self._unplugged:
            raise DeviceLost(device=self._name)

    def _check(self, setting: str, value: float, limits: tuple[float, float], unit: str) -> None:
        if not limits[0] <= value <= limits[1]:
            raise DeviceStateError(
                "camera-limit",
                device=self._name,
                setting=setting,
                value=value,
                low=limits[0],
                high=limits[1],
                unit=unit,
            )


def _warming(seen: Picture, lit: Mapping[str, float], lit_ms: float | None, exposure_ms: float) -> Picture:
    """The picture as bright as the one lamp that burns is by now."""
    if lit_ms is None or len(lit) != 1:
        return seen
    (code,) = lit
    share = warmth(lamp(code).rise_ms, lit_ms, exposure_ms)
    return seen if share >= _STEADY else dimmed(seen, share)
