"""A booth for the soak: real drivers, sessions and lines, simulated devices, and a camera that is a witness."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from drivers.bench import SessionCamera, SessionFilterWheel, SessionLights
from drivers.lights.coolled_pe4000.simulator import CoolLedSimulator
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.lights.lamps import LampChannel, Lamps, LitTime
from drivers.lights.opt_dollar.simulator import OptSimulator
from drivers.lights.thorlabs_dc4100.simulator import DC4100Simulator
from drivers.pty_host import PtyHost
from drivers.registry import KINDS, Kind
from drivers.session import DeviceSession
from drivers.stage import CameraDriver
from drivers.transport import SerialPort
from drivers.wheels.thorlabs_ell.simulator import EllSimulator
from drivers.wheels.thorlabs_fw102c.simulator import FW102CSimulator
from drivers.wheels.wheel import Filters, FilterSlot
from workstation.acquisition.plan import plan_for
from workstation.clock import SystemClock
from workstation.devices import DeviceIdentity, DeviceKind, DeviceState, DeviceStatus, Frame, LightSetting

BACKOFF_S = (0.005, 0.01, 0.02)
EXPOSURE_MS = 3.0
SETTLE_MS = 1.0
PAGE = "data_page"


@dataclass(frozen=True)
class Words:
    """How to tell, in what a simulator received, what a command does.

    Attributes
    ----------
    acts : bytes
        Regular expression of the one command that lights a lamp or moves a wheel.
    asks : bytes
        The same of a question that a confirmation cannot do without.
    offs : bytes
        The same of a command that puts lamps out.
    other : callable
        A device of the same kind with another identity.
    lights : tuple of str
        One a channel, as far as the soak lights them.
    limit_ma : float or None
        Current limit of the first channel, where the kind knows one.
    """

    acts: bytes
    asks: bytes
    other: Callable[[], Any]
    offs: bytes = b""
    lights: tuple[str, ...] = ()
    limit_ma: float | None = None


WORDS = {
    "gardasoft-rt": Words(
        acts=rb"RS\d,0*[1-9]",
        asks=rb"ST\d",
        offs=rb"^RS1,0",
        other=lambda: GardasoftSimulator("RT460-SIMULATED", 4),
        lights=("WHITE", "UV365", "IR850"),
        limit_ma=350,
    ),
    "thorlabs-dc4100": Words(
        acts=rb"^o \d 1",
        asks=rb"^o\? ",
        offs=rb"^o -1 0",
        other=lambda: DC4100Simulator(serial="SIM0002"),
        lights=("UV365", "IR850", "IR940"),
        limit_ma=350,
    ),
    "coolled-pe4000": Words(
        acts=rb"SN0*[1-9]",
        asks=rb"^CSS\?",
        offs=rb"^CSSAXF000BXF000",
        other=lambda: CoolLedSimulator("pE-300 SIMULATED"),
        lights=("UV365", "VIS460", "VIS525"),
    ),
    "opt-dollar": Words(
        acts=rb"^\$1",
        asks=rb"^\$4",
        offs=rb"^\$2",
        other=lambda: OptSimulator(3),
        lights=("WHITE", "UV365", "IR850"),
    ),
    "thorlabs-fw102c": Words(acts=rb"^pos=", asks=rb"^pos\?", other=lambda: FW102CSimulator("FW212C SIMULATED", 12)),
    "thorlabs-ell": Words(acts=rb"^0ma", asks=rb"^0gp", other=lambda: EllSimulator(serial="SIM00002")),
}
FILTERS = (FilterSlot(1, "OPEN"), FilterSlot(2, "RG850"), FilterSlot(4, "GG420"))
FILTER_OF_LIGHT = ("RG850", "", "GG420")


class Watched:
    """A simulator that does something else when a command comes at the right time."""

    def __init__(self, simulator: Any) -> None:
        self.simulator = simulator
        self.when: dict[int, Callable[[], None]] = {}
        self._heard = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.simulator, name)

    def expect(self, when: dict[int, Callable[[], None]]) -> None:
        """Do these things at the n-th commands from now."""
        self._heard, self.when = 0, when

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """What the simulator answers. An ``OSError`` of what is done hangs the line up."""
        self._heard += 1
        if deed := self.when.pop(self._heard, None):
            deed()
        replies: tuple[bytes, ...] = self.simulator.feed(data)
        return replies


class Line:
    """One device of the booth: its kind, its simulator, and the line that may be torn."""

    def __init__(self, code: str) -> None:
        self.kind: Kind[Any, Any] = KINDS[code]  # type: ignore[assignment]
        self.words = WORDS[code]
        self.watched = Watched(self.kind.simulator())
        self.host = PtyHost(self.watched, code)

    @property
    def simulator(self) -> Any:
        """The one that belongs here."""
        return self.watched.simulator

    def connect(self) -> Any:
        """A new driver on a new port."""
        port = SerialPort(self.host.address, self.kind.lines[0])
        port.open()
        return self.kind.driver(port)

    def exchange(self) -> None:
        """Plug another device of the same kind in."""
        self.host.unplug()
        self.host.simulator = self.words.other()
        self.host.plug()

    def mend(self) -> None:
        """The line is good again, and the right device hangs on it."""
        self.watched.when = {}
        self.host.misbehave(None)
        if self.host.simulator is not self.watched:
            self.host.unplug()
            self.host.simulator = self.watched
        self.host.plug()


@dataclass
class Witness:
    """A camera without a lens: it notes when each exposure began and ended.

    Attributes
    ----------
    exposures : dict of datetime to tuple of float
        Beginning and end, as of ``time.monotonic``, by the time that the picture carries.
    meanwhile : callable
        What happens in the middle of an exposure.
    """

    exposures: dict[datetime, tuple[float, float]] = field(default_factory=dict)
    meanwhile: Callable[[], None] = lambda: None
    taken_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def open(self) -> DeviceIdentity:
        """Who it is."""
        return DeviceIdentity("Soak", "witness SIMULATED", simulated=True)

    def close(self) -> None:
        """Nothing to give back."""

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int) -> Frame:
        """One small picture."""
        begin_s = time.monotonic()
        time.sleep(exposure_ms / 2000)
        self.meanwhile()
        time.sleep(exposure_ms / 2000)
        self.taken_at += timedelta(milliseconds=1)
        self.exposures[self.taken_at] = (begin_s, time.monotonic())
        pixels = np.zeros((4, 4), np.uint8)
        pixels.flags.writeable = False
        return Frame(pixels, exposure_ms, gain_db, None, self.taken_at)


@dataclass(frozen=True)
class Request:
    """One call that may light a lamp or move a wheel, as of ``time.monotonic``."""

    begin_s: float
    what: str


class CountedLights(SessionLights):
    """Lights that count how often one was asked for."""

    requests: list[Request]

    def switch_on(self, light: str) -> None:
        """Exactly this light, confirmed."""
        self.requests.append(Request(time.monotonic(), light))
        super().switch_on(light)


class CountedWheel(SessionFilterWheel):
    """A wheel that counts how often it was sent somewhere."""

    requests: list[Request]

    def move_to(self, name: str) -> None:
        """Exactly this filter, confirmed."""
        self.requests.append(Request(time.monotonic(), name))
        super().move_to(name)


class Booth:
    """Lights, a wheel and a camera in sessions, and everything that they told.

    Parameters
    ----------
    light, wheel : str
        Codes of their kinds.
    """

    def __init__(self, light: str, wheel: str) -> None:
        self.clock = SystemClock()
        self.lights_line, self.wheel_line = Line(light), Line(wheel)
        self.camera_driver = Witness()
        self.told: list[DeviceStatus] = []
        self._guard = threading.Condition()
        lit = LitTime(self.clock)
        self.channels = self._lamps(self.lights_line.words)
        settings = tuple(each.setting for each in self.channels)
        lights: DeviceSession[Lamps] = DeviceSession(
            light,
            DeviceKind.LIGHTS,
            lambda: Lamps(self.lights_line.connect(), self.channels, lit),
            self.clock,
            watch=Lamps.watch,
            backoff_s=BACKOFF_S,
        )
        filters: DeviceSession[Filters] = DeviceSession(
            wheel,
            DeviceKind.WHEEL,
            lambda: Filters(self.wheel_line.connect(), FILTERS),
            self.clock,
            watch=Filters.watch,
            backoff_s=BACKOFF_S,
        )
        camera: DeviceSession[CameraDriver] = DeviceSession(
            "witness", DeviceKind.CAMERA, lambda: self.camera_driver, self.clock
        )
        self.lights = CountedLights(lights, settings, lit)
        self.wheel = CountedWheel(filters, tuple(each.name for each in FILTERS))
        self.camera = SessionCamera(camera)
        self.lights.requests, self.wheel.requests = [], []
        self.plan = plan_for(settings, None, PAGE)
        self.sessions: tuple[DeviceSession[Any], ...] = (lights, filters, camera)

    @staticmethod
    def _lamps(words: Words) -> tuple[LampChannel, ...]:
        names = zip(words.lights, FILTER_OF_LIGHT, strict=True)
        return tuple(
            LampChannel(
                number,
                LightSetting(name, 100.0 - 20 * number, SETTLE_MS, EXPOSURE_MS, max_on_s=20.0, filter=filter_name),
                words.limit_ma if number == 1 else None,
            )
            for number, (name, filter_name) in enumerate(names, start=1)
        )

    def start(self) -> None:
        """Plug everything in and wait until it is ready."""
        for line in (self.lights_line, self.wheel_line):
            line.host.plug()
        for session in self.sessions:
            session.subscribe(self._hear)
            session.start()
        for session in self.sessions:
            session.wait_for(DeviceState.READY, timeout_s=10)

    def close(self) -> None:
        """Everything off; every thread joined."""
        for session in self.sessions:
            session.close()
        for line in (self.lights_line, self.wheel_line):
            line.host.close()

    def heard(self) -> tuple[DeviceStatus, ...]:
        """What the devices told since the last time."""
        with self._guard:
            told, self.told = tuple(self.told), []
        return told

    def wait_for_reason(self, reasons: tuple[str, ...], timeout_s: float) -> bool:
        """Wait until a device tells one of the reasons; one that was told before counts."""
        with self._guard:
            return self._guard.wait_for(lambda: any(each.reason in reasons for each in self.told), timeout_s)

    def _hear(self, status: DeviceStatus) -> None:
        with self._guard:
            self.told.append(status)
            self._guard.notify_all()
