"""What the workstation asks of devices. ``drivers`` implement these Protocols, ``ui`` only sees them.

Every call below may block until its deadline and raises ``workstation.errors.DeviceError``. None is called
from the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from workstation.maintenance import Maintenance


class DeviceKind(StrEnum):
    """What a device is on the bench."""

    LIGHTS = "lights"
    CAMERA = "camera"
    READER = "reader"
    WHEEL = "wheel"
    CHIP = "chip"


class DeviceState(StrEnum):
    """The one state machine of every device session."""

    ABSENT = "absent"
    OPENING = "opening"
    IDENTIFYING = "identifying"
    READY = "ready"
    BUSY = "busy"
    LOST = "lost"
    FAULT = "fault"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """Who a device says it is. Empty text where it does not say."""

    maker: str
    model: str
    serial: str = ""
    firmware: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """State of one device at one time, with the reason a person needs when it is not ready.

    ``reason`` is a code of ``resources/messages`` (empty when all is well), ``facts`` what it names.
    """

    device: str
    kind: DeviceKind
    state: DeviceState
    at: datetime
    identity: DeviceIdentity | None = None
    reason: str = ""
    facts: dict[str, object] = field(default_factory=dict)


class Clock(Protocol):
    """Time as a part that tests can replace."""

    def now(self) -> datetime:
        """Aware UTC time."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Device(Protocol):
    """What every device on the bench has."""

    @property
    def name(self) -> str:
        """Name on the bench, as configured."""
        ...

    @property
    def status(self) -> DeviceStatus:
        """Latest known state; never blocks."""
        ...


@dataclass(frozen=True, slots=True)
class LightSetting:
    """How a light is run on this bench, from the configuration.

    ``filter`` is the one before the camera; empty on a bench without a filter wheel.
    """

    light: str
    percent: float
    settle_ms: float
    exposure_ms: float
    gain_db: float = 0.0
    discard_frames: int = 0
    max_on_s: float = 60.0
    filter: str = ""


class LightSource(Device, Protocol):
    """A light controller, all its channels behind names of lights."""

    def settings(self) -> tuple[LightSetting, ...]:
        """Lights this controller makes, in the order of its configuration; never blocks."""
        ...

    def switch_on(self, light: str) -> None:
        """Light exactly this light, every other channel off, and have the device confirm it.

        Raises
        ------
        DeviceRefused, DeviceTimeout, DeviceLost, ProtocolError, DeviceStateError
        """
        ...

    def confirmed(self) -> str | None:
        """Ask the device now which single light is on. None when all are off.

        Raises
        ------
        DeviceStateError
            The device reports another level than was set, or more than one channel lit.
        """
        ...

    def all_off(self) -> None:
        """Switch every channel off and confirm it. Safe to call at any time, and twice."""
        ...

    def lit_seconds(self) -> dict[str, float]:
        """Seconds that each light has been on since the controller was opened; never blocks."""
        ...


class FilterWheel(Device, Protocol):
    """Filters before the camera, each behind its name."""

    def filters(self) -> tuple[str, ...]:
        """Names of the filters, in the order of the configuration; never blocks."""
        ...

    def move_to(self, name: str) -> None:
        """Put this filter before the camera and have the device confirm it.

        Raises
        ------
        DeviceRefused, DeviceTimeout, DeviceLost, ProtocolError, DeviceStateError
        """
        ...

    def confirmed(self) -> str | None:
        """Ask the device now which filter is before the camera; None where it is none of those with a name.

        Raises
        ------
        DeviceError
        """
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One exposure as it came from a camera.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16, read-only
    exposure_ms, gain_db : float or None
        As the camera confirmed them; None where it cannot say.
    px_per_mm : float or None
        Pixels per millimetre on the document as the bench states them, None where it does not; a calibration goes
        before.
    """

    pixels: NDArray[np.uint8] | NDArray[np.uint16]
    exposure_ms: float | None
    gain_db: float | None
    px_per_mm: float | None
    taken_at: datetime


class ImageSource(Device, Protocol):
    """A camera."""

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        """Expose one frame that began after this call, with these fixed settings.

        Raises
        ------
        DeviceError
        """
        ...


@dataclass(frozen=True, slots=True)
class MrzReading:
    """Lines a document reader sent, as they came. Check digits are ours to compute."""

    lines: tuple[str, ...]
    device: str
    read_at: datetime


class DocumentReader(Device, Protocol):
    """A reader for the machine readable zone."""

    def read_mrz(self) -> MrzReading | None:
        """Ask for the zone now; None when the reader says there is no document or no zone."""
        ...


@runtime_checkable
class PushingReader(DocumentReader, Protocol):
    """A reader that also reads a document unasked, when it is presented."""

    def on_reading(self, listener: Callable[[MrzReading], None]) -> Callable[[], None]:
        """Call ``listener`` once for every document that is presented, on a thread of the reader.

        The reader is armed while anybody listens. A document that is left lying is told once; the one that
        ``read_mrz`` has just read is not told again. The result ends it.
        """
        ...


@dataclass(frozen=True, slots=True)
class ApduLimits:
    """Longest APDU that a reader carries, in bytes; ``response`` with the two status bytes.

    ``extended`` says whether lengths of three bytes are possible (ISO 7816-3 12.1.3).
    """

    command: int
    response: int
    extended: bool


@dataclass(frozen=True, slots=True)
class ChipAnswer:
    """What a chip said when it was woken.

    Attributes
    ----------
    historical : bytes
        The ATS of a contactless chip of type A, the ATQB of type B, the ATR that PC/SC makes of either.
    technology : str
        ``A``, ``B``, or empty where the reader does not tell.
    """

    historical: bytes
    technology: str = ""


class ChipReader(Device, Protocol):
    """A transport of APDUs to a chip. What they mean is decided elsewhere."""

    def limits(self) -> ApduLimits:
        """What can be carried; never blocks."""
        ...

    def present(self) -> bool:
        """Ask now whether there is a chip."""
        ...

    def connect(self) -> ChipAnswer | None:
        """Wake a chip, afresh where one was connected; None when there is none.

        Raises
        ------
        DeviceError
        """
        ...

    def transmit(self, apdu: bytes) -> bytes:
        """Send one command APDU once, and return the response with its two status bytes.

        Raises
        ------
        ReaderLimit
            The reader cannot carry it; the chip is not to blame.
        ChipError
            The chip has gone or does not answer.
        DeviceStateError
            Nothing is connected, or this is no APDU.
        """
        ...

    def disconnect(self) -> None:
        """Let the chip go. Safe to call twice."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """Every device of one booth, and how to put another document under the simulated camera.

    ``scenes``, ``pages`` and ``lay`` are empty and None on a bench of real devices. ``pages`` are the sides that
    the simulated document shows; ``lay(scene, page)`` puts that side under the camera and returns at once (an empty
    page is the first one); ``laid()`` says which scene and page lie there, empty where none does.

    ``keep_alive()`` says that whoever looks at the lamps is alive; it never blocks and may be called from any thread.
    Once it was called, a lamp goes off, and none is lit, while it was not called for some seconds.
    """

    name: str
    simulated: bool
    lights: LightSource
    camera: ImageSource
    reader: DocumentReader | None
    subscribe: Callable[[Callable[[DeviceStatus], None]], Callable[[], None]]
    start: Callable[[], None]
    close: Callable[[], None]
    scenes: tuple[str, ...] = ()
    pages: Callable[[], tuple[str, ...]] | None = None
    lay: Callable[[str, str], None] | None = None
    laid: Callable[[], tuple[str, str]] | None = None
    wheel: FilterWheel | None = None
    maintenance: Maintenance | None = None
    chip: ChipReader | None = None
    keep_alive: Callable[[], None] = lambda: None

    def devices(self) -> tuple[Device, ...]:
        """Every device that is configured."""
        every = (self.lights, self.camera, self.reader, self.wheel, self.chip)
        return tuple(each for each in every if each is not None)
