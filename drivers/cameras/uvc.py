"""Any UVC camera, through OpenCV.

Responsible for: automatic exposure and white balance off, the settings that the camera confirms and no others, and a
frame whose exposure began after it was asked for.

Not responsible for: threads, reconnection (the session), which lamp is on.

A device may also be the path of a video or of numbered pictures: that serves tests and demonstrations where there is
no camera, and such a source calls itself simulated.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

import cv2

from drivers.configuration import CameraConfig
from workstation.devices import Clock, DeviceIdentity, Frame
from workstation.errors import DeviceLost, DeviceNotFound, DeviceStateError

STALE_FRAMES = 4
"""Frames that a driver may have queued before the call, the one being exposed among them (V4L2 queues four)."""
MANUAL_EXPOSURE = {"V4L2": 1.0, "DSHOW": 0.25, "MSMF": 0.25}
"""What each back end of OpenCV calls manual exposure."""
_LIVE_BACK_ENDS = frozenset({"V4L2", "DSHOW", "MSMF", "AVFOUNDATION", "UVC"})


class UvcCamera:
    """A UVC camera behind OpenCV.

    Parameters
    ----------
    configuration : CameraConfig
        ``device`` is an index or a path, ``white_balance_k`` the fixed colour temperature.
    clock : Clock
    name : str
        Name on the bench, for errors.
    """

    def __init__(self, configuration: CameraConfig, clock: Clock, name: str = "uvc") -> None:
        self._configuration = configuration
        self._clock = clock
        self._name = name
        self._capture: cv2.VideoCapture | None = None
        self._back_end = ""
        self.white_balance_k: float | None = None

    def open(self) -> DeviceIdentity:
        """Open the camera and fix what would change by itself.

        Raises
        ------
        DeviceNotFound
            There is no such camera, or another program has it.
        """
        device = self._configuration.device
        # A camera that is not there is told by our own error; OpenCV would write it on stderr at every try.
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
        capture = cv2.VideoCapture(device, _back_end(device))
        if not capture.isOpened():
            capture.release()
            raise DeviceNotFound("camera-not-found", device=self._name, camera=str(device))
        self._capture = capture
        self._back_end = capture.getBackendName()
        for size, wanted in (
            (cv2.CAP_PROP_FRAME_WIDTH, self._configuration.width),
            (cv2.CAP_PROP_FRAME_HEIGHT, self._configuration.height),
        ):
            if wanted is not None:
                capture.set(size, wanted)
        fixed = self._fix()
        live = self._live
        title = _title(device) if live else f"{Path(str(device)).name} SIMULATED"
        return DeviceIdentity(maker="UVC", model=title, firmware=fixed, simulated=not live)

    def _fix(self) -> str:
        """Automatic exposure and white balance off; what the camera confirmed of it and what not, for the record."""
        manual = MANUAL_EXPOSURE.get(self._back_end, 0.0)
        exposure_off = self._confirmed(cv2.CAP_PROP_AUTO_EXPOSURE, manual) == manual
        balance_off = self._confirmed(cv2.CAP_PROP_AUTO_WB, 0) == 0
        kelvin = self._confirmed(cv2.CAP_PROP_WB_TEMPERATURE, self._configuration.white_balance_k)
        self.white_balance_k = kelvin if kelvin and kelvin > 0 else None
        return "; ".join(
            (
                "auto exposure off" if exposure_off else "auto exposure not confirmed",
                "auto white balance off" if balance_off else "auto white balance not confirmed",
                f"white balance {kelvin:g} K" if kelvin and kelvin > 0 else "white balance not confirmed",
            )
        )

    def close(self) -> None:
        """Give the camera back."""
        if self._capture is not None:
            self._capture.release()
        self._capture = None

    @property
    def _live(self) -> bool:
        return self._back_end in _LIVE_BACK_ENDS

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int) -> Frame:
        """One frame that began after this call.

        ``exposure_ms`` of the frame is what the camera confirms, None where it does not say. UVC gain has no unit, so
        ``gain_db`` of the frame is None; a gain other than 0 dB is refused rather than guessed.

        Raises
        ------
        DeviceStateError
            A gain is asked for (``camera-gain``).
        DeviceLost
            The camera sends no more frames.
        """
        if gain_db:
            raise DeviceStateError("camera-gain", device=self._name, gain_db=gain_db)
        to_camera, to_ms = _EXPOSURE_UNITS.get(self._back_end, _EXPOSURE_UNITS["V4L2"])
        confirmed = self._confirmed(cv2.CAP_PROP_EXPOSURE, to_camera(exposure_ms))
        for _ in range((STALE_FRAMES if self._live else 0) + discard_frames):
            if not self._opened().grab():
                raise DeviceLost(device=self._name)
        whole, bgr = self._opened().read()
        if not whole:
            raise DeviceLost(device=self._name)
        pixels = bgr if bgr.ndim == 2 else cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
        pixels.flags.writeable = False
        return Frame(
            pixels=pixels,  # type: ignore[arg-type]
            exposure_ms=None if confirmed is None else to_ms(confirmed),
            gain_db=None,
            px_per_mm=self._configuration.px_per_mm,
            taken_at=self._clock.now(),
        )

    def _opened(self) -> cv2.VideoCapture:
        if self._capture is None:
            raise DeviceLost(device=self._name)
        return self._capture

    def _confirmed(self, property_id: int, value: float) -> float | None:
        """The value that the camera reports after it was set; None where it took no such setting."""
        capture = self._opened()
        return capture.get(property_id) if capture.set(property_id, value) else None


_EXPOSURE_UNITS: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    # V4L2 counts 100 us; DirectShow and Media Foundation give the exponent of 2 s.
    "V4L2": (lambda ms: round(ms * 10), lambda value: value / 10),
    "DSHOW": (lambda ms: round(math.log2(ms / 1000)), lambda value: 1000 * 2.0**value),
    "MSMF": (lambda ms: round(math.log2(ms / 1000)), lambda value: 1000 * 2.0**value),
}


def _back_end(device: int | str) -> int:
    live = isinstance(device, int) or device.startswith("/dev/")
    return cv2.CAP_V4L2 if live and sys.platform == "linux" else cv2.CAP_ANY


def _title(device: int | str) -> str:
    node = f"video{device}" if isinstance(device, int) else Path(device).resolve().name
    try:
        return Path("/sys/class/video4linux", node, "name").read_text(encoding="utf-8").strip()
    except OSError:
        return f"camera {device}"
