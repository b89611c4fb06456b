"""Any GenICam camera (GigE Vision, USB3 Vision, CoaXPress, ...) through its maker's GenTL producer.

Responsible for: everything automatic off, exposure and gain as the camera confirms them and no others, the pixel
format that keeps most of what the sensor sees, and a frame whose exposure began after it was asked for.

Not responsible for: threads, reconnection (the session), which lamp is on, where a producer is
(``drivers.cameras.gentl``), what the bytes of a frame mean (``drivers.cameras.pixel_formats``).

The camera runs free and is started for each picture and stopped after it: no frame can be older than the call, and
none is left over from the one before.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from drivers.cameras import gentl
from drivers.cameras.features import Features
from drivers.cameras.pixel_formats import FORMATS, Pixels, best, decode
from drivers.configuration import CameraConfig
from workstation.devices import Clock, DeviceIdentity, Frame
from workstation.errors import DeviceLost, DeviceStateError, DeviceTimeout

FRAME_GRACE_S = 5.0
"""What a frame may take beyond twice its exposure: the camera's own frame rate, and the way to here."""
_SLICE_S = 0.5
_POLL_MS = 20

FIXED = (
    # What a picture depends on must stay as it was set; the first five are told with every picture.
    ("ExposureAuto", "Off", "auto exposure"),
    ("GainAuto", "Off", "auto gain"),
    ("BalanceWhiteAuto", "Off", "auto white balance"),
    ("BlackLevelAuto", "Off", "auto black level"),
    ("GammaEnable", False, "gamma"),
    ("ExposureMode", "Timed", ""),
    ("TriggerSelector", "FrameStart", ""),
    ("TriggerMode", "Off", ""),
    ("GainSelector", "All", ""),
    ("AcquisitionFrameRateEnable", False, ""),
)
EXPOSURE = ("ExposureTime", "ExposureTimeAbs")
"""In microseconds, the second name before SFNC 2."""
GAIN = ("Gain",)

SOFTWARE_CAMERAS = frozenset({("Machine Vision Games Ltd.", "Viky")})
"""Makers and models of cameras that are programs: the one that comes with the PyPI package ``genicam``."""

_BUFFER = ("image_offset", "pixel_format", "padding_x")
_PART = ("data_offset", "data_format", "x_padding")
"""Names of the same facts of a buffer and of a part of one."""

Open = Callable[[int | str, str], gentl.OpenCamera]


class GenicamCamera:
    """A GenICam camera behind harvesters.

    Parameters
    ----------
    configuration : CameraConfig
        ``device`` is an index, a serial number or a name; ``producer`` the path of the GenTL producer,
        ``pixel_format`` a PFNC name.
    clock : Clock
    name : str
        Name on the bench, for errors.
    open_camera : callable
        ``drivers.cameras.gentl.open_camera``, or what stands for it.
    """

    def __init__(
        self,
        configuration: CameraConfig,
        clock: Clock,
        name: str = "genicam",
        *,
        open_camera: Open = gentl.open_camera,
    ) -> None:
        self._configuration = configuration
        self._clock = clock
        self._name = name
        self._open_camera = open_camera
        self._opened: gentl.OpenCamera | None = None
        self._features: Features | None = None
        self.pixel_format = ""

    def open(self) -> DeviceIdentity:
        """Open the camera for this program alone and fix what would change by itself.

        Raises
        ------
        DeviceNotFound, DeviceStateError
            As ``gentl.open_camera``; ``camera-format`` where it offers no pixel format that can be read.
        """
        self.close()
        configuration = self._configuration
        self._opened = opened = self._open_camera(configuration.device, configuration.producer)
        opened.acquirer.timeout_period_on_update_event_data_call = _POLL_MS
        self._features = features = Features(opened.acquirer.remote_device.node_map, _refusals())
        with self._trouble():
            automatics = self._fix(features)
            self.pixel_format = self._choose_format(features)
            for size, wanted in (("Width", configuration.width), ("Height", configuration.height)):
                if wanted is not None:
                    features.put(size, wanted)
            maker = features.text("DeviceVendorName") or opened.info.maker
            model = features.text("DeviceModelName") or opened.info.model
            firmware = features.text("DeviceFirmwareVersion", "DeviceVersion") or opened.info.version
            return DeviceIdentity(
                maker=maker,
                model=model,
                serial=features.text("DeviceSerialNumber", "DeviceID") or opened.info.serial,
                firmware="; ".join(filter(None, (firmware, self.pixel_format, *automatics))),
                simulated=(maker, model) in SOFTWARE_CAMERAS,
            )

    def _fix(self, features: Features) -> list[str]:
        """Everything automatic off; what the camera confirmed of it and what not, for the record."""
        said: list[str] = []
        for feature, value, what in FIXED:
            confirmed = features.put(feature, value)
            if what and confirmed is not None:
                said.append(f"{what} off" if confirmed == value else f"{what} not confirmed")
        if features.node(*EXPOSURE) is None:
            said.append("exposure not confirmed")
        return said

    def _choose_format(self, features: Features) -> str:
        offered = features.choices("PixelFormat")
        wanted = self._configuration.pixel_format or best(offered) or "-"
        if wanted not in FORMATS or features.put("PixelFormat", wanted) != wanted:
            raise DeviceStateError(
                "camera-format", device=self._name, format=wanted, offered=", ".join(offered) or "-"
            )
        return wanted

    def close(self) -> None:
        """Give camera and producer back; safe to call twice and after an unplug."""
        opened, self._opened, self._features = self._opened, None, None
        if opened is not None:
            with contextlib.suppress(*_failures()):
                opened.release()

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        """One frame that began after this call.

        ``exposure_ms`` and ``gain_db`` of the frame are what the camera confirms, None where it does not say. A gain
        that it cannot set in dB is refused rather than guessed.

        Raises
        ------
        DeviceStateError
            It is not open (``camera-not-open``), a setting is beyond its limits (``camera-limit``), or it has no
            gain in dB and one is asked for (``camera-gain``).
        DeviceTimeout
            No whole frame came in time.
        DeviceLost
            It has gone.
        ProtocolError
            ``camera-frame``: the frame is not what its header says.
        """
        if self._opened is None or self._features is None:
            raise DeviceStateError("camera-not-open", device=self._name)
        features, acquirer = self._features, self._opened.acquirer
        with self._trouble():
            confirmed_us = self._set(features, EXPOSURE, "exposure", exposure_ms * 1000, "µs")
            confirmed_db = self._amplify(features, gain_db)
            frames = 1 + discard_frames
            self._set_mode(features, frames)
            deadline = time.monotonic() + 2 * frames * exposure_ms / 1000 + FRAME_GRACE_S
            try:
                acquirer.start()
                for _ in range(discard_frames):
                    self._next_frame(acquirer, features, deadline, decoded=False)
                pixels = self._next_frame(acquirer, features, deadline)
            finally:
                acquirer.stop()
        assert pixels is not None
        return Frame(
            pixels=pixels,
            exposure_ms=None if confirmed_us is None else confirmed_us / 1000,
            gain_db=confirmed_db,
            px_per_mm=self._configuration.px_per_mm,
            taken_at=self._clock.now(),
        )

    def _set_mode(self, features: Features, frames: int) -> None:
        """A single frame where the camera can: it then stops without exposing another one."""
        single = frames == 1 and "SingleFrame" in features.choices("AcquisitionMode")
        features.put("AcquisitionMode", "SingleFrame" if single else "Continuous")

    def _amplify(self, features: Features, gain_db: float) -> float | None:
        node = features.node(*GAIN)
        if node is not None and str(node.unit).casefold() == "db":
            return self._set(features, GAIN, "gain", gain_db, "dB")
        if gain_db:
            raise DeviceStateError("camera-gain", device=self._name, gain_db=gain_db)
        return None

    def _set(self, features: Features, names: tuple[str, ...], setting: str, value: float, unit: str) -> float | None:
        """What the camera says after it was set; None where it has no such feature."""
        node = features.node(*names)
        if node is None:
            return None
        low, high = float(node.min), float(node.max)
        if not low <= value <= high:
            raise DeviceStateError(
                "camera-limit", device=self._name, setting=setting, value=value, low=low, high=high, unit=unit
            )
        with contextlib.suppress(*_refusals()):
            node.value = value
        confirmed = features.value(node)
        return None if confirmed is None else float(confirmed)

    def _next_frame(
        self, acquirer: Any, features: Features, deadline: float, *, decoded: bool = True
    ) -> Pixels | None:
        """The next whole frame; one that lost parts on the way is passed over."""
        while (left := deadline - time.monotonic()) > 0:
            buffer = acquirer.try_fetch(timeout=min(left, _SLICE_S), is_raw=True)
            if buffer is not None:
                try:
                    return _pixels(buffer, features, self.pixel_format) if decoded else None
                finally:
                    buffer.parent.queue_buffer(buffer)
        raise DeviceTimeout("camera-no-frame", device=self._name)

    @contextlib.contextmanager
    def _trouble(self) -> Iterator[None]:
        """What the libraries raise, in the words of a session."""
        try:
            yield
        except _failures() as error:
            raise DeviceLost("device-lost", device=self._name, detail=str(error)) from error


def _pixels(buffer: Any, features: Features, pixel_format: str) -> Pixels:
    """Pixels of a GenTL buffer; of one in several parts the first, which is the picture.

    What the producer does not tell of a buffer is what the camera was set to.
    """
    from harvesters.util import pfnc

    def told(name: str, otherwise: Any) -> Any:
        try:
            return getattr(image, name)
        except _failures():
            return otherwise

    parts = tuple(buffer.parts)
    image = parts[0] if parts else buffer
    offset, code, padding = _PART if parts else _BUFFER
    return decode(
        pfnc.dict_by_ints.get(told(code, None), "-") if told(code, None) is not None else pixel_format,
        memoryview(buffer.raw_buffer)[told(offset, 0) :],
        told("width", features.number("Width")),
        told("height", features.number("Height")),
        told(padding, 0),
    )


def _refusals() -> tuple[type[Exception], ...]:
    """A feature that cannot be read or written now."""
    from genicam import genapi

    return (genapi.AccessException, genapi.OutOfRangeException, genapi.InvalidArgumentException)


def _failures() -> tuple[type[Exception], ...]:
    from genicam import genapi
    from genicam import gentl as transport

    return (genapi.GenericException, transport.GenericException)
