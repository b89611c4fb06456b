"""Puts a bench together: every device in a session of its own, behind the Protocols of the workstation.

``open_bench`` opens what a configuration names. ``simulated_bench`` opens the simulated one and hands out its
simulators as well, so that a person or a test can pull a cable; the drivers, pyserial and the bytes are the real
ones in both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from drivers.attachment import Attachment
from drivers.cameras.kinds import CAMERAS
from drivers.chips.chip import ChipDriver, SessionChip, session_chip
from drivers.chips.pcsc import LIMITS as PCSC_LIMITS
from drivers.chips.pcsc import PcscReader
from drivers.chips.pn532.driver import LIMITS as PN532_LIMITS
from drivers.chips.pn532.simulator import Pn532Simulator
from drivers.configuration import (
    PCSC,
    SIMULATED,
    SIMULATED_BENCH,
    BenchConfig,
    CameraConfig,
    ChipConfig,
    FilterWheelConfig,
    LightControllerConfig,
    ReaderConfig,
    load_bench,
)
from drivers.guarded_lamps import GuardedLamps, LampGuard
from drivers.keep_alive import KeepAlive
from drivers.lights.lamps import LampDriver, Lamps, LitTime
from drivers.maintenance.bench_maintenance import BenchMaintenance
from drivers.maintenance.wire import Wires
from drivers.pty_host import PtyHost
from drivers.readers.pushes import Pushes
from drivers.readers.reader import ReaderDriver
from drivers.registry import CHIPS, LIGHTS, READERS, WHEELS, Identifiable, Kind
from drivers.session import CLOSE_TIMEOUT_S, DeviceSession
from drivers.simulators import LampSimulator, ReaderSimulator, Simulator, WheelSimulator
from drivers.stage import CAMERA_NAME, Burning, CameraDriver, LitLamps, SimulatedStage, Stage
from drivers.transport import PortSelector
from drivers.wheels.wheel import Filters, WheelDriver
from workstation.devices import (
    Bench,
    Clock,
    DeviceKind,
    DeviceState,
    DeviceStatus,
    Frame,
    LightSetting,
    MrzReading,
)
from workstation.errors import DeviceTimeout

LIGHTS_DEADLINE_S = 6.0
INQUIRE_DEADLINE_S = 8.0
WHEEL_DEADLINE_S = 12.0
GRAB_GRACE_S = 10.0
"""What a camera may take beyond twice its exposures."""
DRAWING_GRACE_S = 90.0
"""The same for the simulated camera, which draws a document when it is first seen: 3 s on an idle processor."""

D = TypeVar("D", bound=Identifiable)
S = TypeVar("S", bound=Simulator)


class _Configured(Protocol):
    """What every configured device has."""

    @property
    def kind(self) -> str: ...

    @property
    def port(self) -> PortSelector | None: ...


class SessionLights:
    """The light source of a bench: ``workstation.devices.LightSource`` over a session."""

    def __init__(self, session: DeviceSession[Lamps], settings: tuple[LightSetting, ...], lit: LitTime) -> None:
        self.session = session
        self._settings = settings
        self._lit = lit

    @property
    def name(self) -> str:
        """Name on the bench."""
        return self.session.name

    @property
    def status(self) -> DeviceStatus:
        """Latest known state."""
        return self.session.status

    def settings(self) -> tuple[LightSetting, ...]:
        """Lights of this bench."""
        return self._settings

    def switch_on(self, light: str) -> None:
        """Exactly this light, confirmed."""
        try:
            self.session.call(lambda lamps: lamps.switch_on(light), LIGHTS_DEADLINE_S)
        except DeviceTimeout:
            # Nobody waits for this light any more: should it still come on, it goes off at once.
            self.session.submit(Lamps.all_off, math.inf)
            raise

    def confirmed(self) -> str | None:
        """The one light that the device reports lit, asked now."""
        return self.session.call(Lamps.confirmed, LIGHTS_DEADLINE_S)

    def all_off(self) -> None:
        """Everything off and confirmed. Nothing to do on a bench that was never started or is closed.

        Raises
        ------
        DeviceError
            It could not be confirmed; the lamps are switched off as the first thing after a reconnection.
        """
        if self.session.started and self.status.state is not DeviceState.CLOSED:
            self.session.call(Lamps.all_off, LIGHTS_DEADLINE_S, must_run=True)

    def lit_seconds(self) -> dict[str, float]:
        """Seconds that each light has been on."""
        return self._lit.seconds()


class SessionFilterWheel:
    """The filter wheel of a bench: ``workstation.devices.FilterWheel`` over a session."""

    def __init__(self, session: DeviceSession[Filters], filters: tuple[str, ...]) -> None:
        self.session = session
        self._filters = filters

    @property
    def name(self) -> str:
        """Name on the bench."""
        return self.session.name

    @property
    def status(self) -> DeviceStatus:
        """Latest known state."""
        return self.session.status

    def filters(self) -> tuple[str, ...]:
        """Filters of this bench."""
        return self._filters

    def move_to(self, name: str) -> None:
        """Exactly this filter, confirmed."""
        self.session.call(lambda wheel: wheel.move_to(name), WHEEL_DEADLINE_S)

    def confirmed(self) -> str | None:
        """The filter at which the device reports to be, asked now."""
        return self.session.call(Filters.confirmed, WHEEL_DEADLINE_S)


class SessionCamera:
    """The camera of a bench: ``workstation.devices.ImageSource`` over a session."""

    def __init__(self, session: DeviceSession[CameraDriver], grace_s: float = GRAB_GRACE_S) -> None:
        self.session = session
        self._grace_s = grace_s

    @property
    def name(self) -> str:
        """Name on the bench."""
        return self.session.name

    @property
    def status(self) -> DeviceStatus:
        """Latest known state."""
        return self.session.status

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        """One frame with these settings."""
        deadline_s = 2 * exposure_ms * (1 + discard_frames) / 1000 + self._grace_s
        return self.session.call(
            lambda camera: camera.grab(exposure_ms=exposure_ms, gain_db=gain_db, discard_frames=discard_frames),
            deadline_s,
        )


class SessionReader:
    """The document reader of a bench: ``workstation.devices.PushingReader`` over a session."""

    def __init__(self, session: DeviceSession[ReaderDriver], pushes: Pushes, clock: Clock) -> None:
        self.session = session
        self._pushes = pushes
        self._clock = clock

    @property
    def name(self) -> str:
        """Name on the bench."""
        return self.session.name

    @property
    def status(self) -> DeviceStatus:
        """Latest known state."""
        return self.session.status

    def read_mrz(self) -> MrzReading | None:
        """The zone in the slot, asked now."""
        lines = self.session.call(self._inquired, INQUIRE_DEADLINE_S)
        return None if lines is None else self._reading(lines)

    def _inquired(self, driver: ReaderDriver) -> tuple[str, ...] | None:
        """In one call of the session: armed again in between, the reader would send the same document once more."""
        lines = driver.inquire()
        if lines is not None:
            self._pushes.seen(lines)
        return lines

    def on_reading(self, listener: Callable[[MrzReading], None]) -> Callable[[], None]:
        """Documents that are read without being asked for."""
        return self._pushes.subscribe(lambda lines: listener(self._reading(lines)))

    def _reading(self, lines: tuple[str, ...]) -> MrzReading:
        identity = self.status.identity
        device = f"{identity.maker} {identity.model} {identity.serial}".strip() if identity else self.name
        return MrzReading(lines, device, self._clock.now())


@dataclass(frozen=True)
class SimulatedBench:
    """The simulated bench and what is behind it.

    Attributes
    ----------
    bench : Bench
        What the program sees.
    light_simulator : LampSimulator
        The state of the simulated controller; ``GardasoftSimulator`` on the shipped bench.
    light_port, reader_port : PtyHost
        Their lines: ``unplug()``, ``replug()``, ``misbehave()``. None where the port is not simulated.
    reader_simulator : ReaderSimulator
    """

    bench: Bench
    light_simulator: LampSimulator | None
    light_port: PtyHost | None
    reader_simulator: ReaderSimulator | None
    reader_port: PtyHost | None
    wheel_simulator: WheelSimulator | None = None
    wheel_port: PtyHost | None = None
    chip_simulator: Simulator | None = None
    chip_port: PtyHost | None = None


def open_bench(configuration: BenchConfig, clock: Clock) -> Bench:
    """Put a bench together; nothing is opened before ``Bench.start``, which returns at once.

    Commands wait for a device that is still being opened, and fail with its reason when it is not there. Under
    a simulated camera the first scene is laid.
    """
    return _assemble(configuration, clock).bench


def simulated_bench(
    scene: str | None, clock: Clock, scenes_dir: Path | None = None, *, stage: Stage | None = None
) -> SimulatedBench:
    """The bench of ``resources/benches/simulated.toml`` with a document on the glass.

    Parameters
    ----------
    scene : str or None
        Laid at once with its first page; None lays the first scene there is.
    scenes_dir : Path, optional
        Scenes of another folder than the shipped one.
    stage : Stage, optional
        What lies under the camera, instead of the shipped scenes.
    """
    stage = stage or SimulatedStage(scenes_dir)
    return _assemble(load_bench(SIMULATED_BENCH), clock, stage, scene)


def _assemble(
    configuration: BenchConfig, clock: Clock, stage: Stage | None = None, scene: str | None = None
) -> SimulatedBench:
    if configuration.camera.kind == SIMULATED:
        stage = stage or SimulatedStage()
    # A scene that cannot be laid is refused before any port exists.
    first = (scene or next(iter(stage.scenes()), "")) if stage else ""
    zone = stage.lay(first, "") if stage and first else ()
    lit, wires = LitTime(clock), Wires(clock)
    controller = configuration.light_controller
    lamps = Attachment(LIGHTS[controller.kind], controller.port, wires)
    alive = KeepAlive(clock)
    guard = LampGuard(lamps.kind.code) if lamps.host is None else None
    lights = SessionLights(
        _light_session(controller, lamps, clock, lit, alive, guard),
        tuple(each.setting for each in controller.channels),
        lit,
    )
    scanner = _attached(READERS, configuration.reader, wires)
    turret = _attached(WHEELS, configuration.filter_wheel, wires)
    coil = _attached(CHIPS, configuration.chip, wires)
    document_reader = _reader(configuration.reader, scanner, clock)
    if scanner is not None and scanner.simulator is not None:
        scanner.simulator.lay(zone)
    burning = _burning(controller, lamps.simulator, lit)
    camera = SessionCamera(
        _camera_session(configuration.camera, stage, burning, lights.settings(), clock),
        DRAWING_GRACE_S if stage else GRAB_GRACE_S,
    )
    wheel = _wheel(configuration.filter_wheel, turret, clock)
    chip = _chip(configuration.chip, coil, clock)
    sessions = [each.session for each in (lights, camera, document_reader, wheel, chip) if each is not None]
    attachments = [each for each in (lamps, scanner, turret, coil) if each is not None]
    hosts = [each.host for each in attachments if each.host is not None]
    maintenance = BenchMaintenance(attachments, sessions, wires, clock)

    def subscribe(listener: Callable[[DeviceStatus], None]) -> Callable[[], None]:
        endings = [session.subscribe(listener) for session in sessions]

        def unsubscribe() -> None:
            for end in endings:
                end()

        return unsubscribe

    def start() -> None:
        for host in hosts:
            host.plug()
        for session in sessions:
            session.start()

    def close() -> None:
        # Lamps off before anything else ends; a camera may still be exposing.
        lights.session.close()
        if guard is not None:
            guard.close()
        maintenance.close()
        for session in sessions:
            session.stop()
        for session in sessions:
            session.close(DRAWING_GRACE_S if stage else CLOSE_TIMEOUT_S)
        for host in hosts:
            host.close()

    def lay(scene: str, page: str) -> None:
        assert stage is not None
        lines = stage.lay(scene, page)
        if scanner is not None and scanner.simulator is not None:
            scanner.simulator.lay(lines)

    bench = Bench(
        name=configuration.name,
        simulated=configuration.camera.kind == SIMULATED or bool(hosts),
        lights=lights,
        camera=camera,
        reader=document_reader,
        subscribe=subscribe,
        start=start,
        close=close,
        scenes=stage.scenes() if stage else (),
        pages=stage.pages if stage else None,
        lay=lay if stage else None,
        laid=stage.laid if stage else None,
        wheel=wheel,
        keep_alive=alive.beat,
        maintenance=maintenance,
        chip=chip,
    )
    return SimulatedBench(
        bench,
        lamps.simulator,
        lamps.host,
        *_behind(scanner),
        *_behind(turret),
        *_behind(coil),
    )


def _attached(
    kinds: Mapping[str, Kind[D, S]], configuration: _Configured | None, wires: Wires
) -> Attachment[D, S] | None:
    """A device on its line; None where none is configured, or not on a serial line."""
    if configuration is None or configuration.port is None:
        return None
    return Attachment(kinds[configuration.kind], configuration.port, wires)


def _behind(attachment: Attachment[D, S] | None) -> tuple[S | None, PtyHost | None]:
    """Simulator and line of a device."""
    return (attachment.simulator, attachment.host) if attachment else (None, None)


def _light_session(
    configuration: LightControllerConfig,
    attachment: Attachment[LampDriver, LampSimulator],
    clock: Clock,
    lit: LitTime,
    alive: KeepAlive,
    guard: LampGuard | None,
) -> DeviceSession[Lamps]:
    """The lights; a simulator inside this program ends with it and needs no guard."""
    longest_s = {each.channel: each.setting.max_on_s for each in configuration.channels}

    def connect() -> Lamps:
        if guard is not None:
            guard.renew()
        driver = attachment.connect()
        guarded = GuardedLamps(driver, guard, longest_s.__getitem__) if guard is not None else driver
        return Lamps(guarded, configuration.channels, lit, alive)

    return DeviceSession(
        attachment.name,
        DeviceKind.LIGHTS,
        connect,
        clock,
        watch=Lamps.watch,
        model=configuration.model,
    )


def _reader(
    configuration: ReaderConfig | None, attachment: Attachment[ReaderDriver, ReaderSimulator] | None, clock: Clock
) -> SessionReader | None:
    if configuration is None or attachment is None:
        return None
    return session_reader(attachment.name, attachment.connect, clock, configuration.model)


def session_reader(name: str, connect: Callable[[], ReaderDriver], clock: Clock, model: str = "") -> SessionReader:
    """A document reader in a session of its own, armed while anybody listens to it; see ``DeviceSession``."""
    pushes = Pushes(clock)
    session = DeviceSession(
        name,
        DeviceKind.READER,
        connect,
        clock,
        watch=pushes.watch,
        interrupt=lambda driver: driver.interrupt(),
        model=model,
    )
    return SessionReader(session, pushes, clock)


def _wheel(
    configuration: FilterWheelConfig | None, attachment: Attachment[WheelDriver, WheelSimulator] | None, clock: Clock
) -> SessionFilterWheel | None:
    if configuration is None or attachment is None:
        return None
    session = DeviceSession(
        attachment.name,
        DeviceKind.WHEEL,
        lambda: Filters(attachment.connect(), configuration.filters),
        clock,
        watch=Filters.watch,
        model=configuration.model,
    )
    return SessionFilterWheel(session, tuple(slot.name for slot in configuration.filters))


def _chip(
    configuration: ChipConfig | None, attachment: Attachment[ChipDriver, Pn532Simulator] | None, clock: Clock
) -> SessionChip | None:
    if configuration is None:
        return None
    if attachment is None:
        return session_chip(PCSC, lambda: PcscReader(configuration.model), PCSC_LIMITS, clock)
    return session_chip(attachment.name, attachment.connect, PN532_LIMITS, clock, configuration.model)


def _camera_session(
    configuration: CameraConfig,
    stage: Stage | None,
    burning: LitLamps,
    expected: tuple[LightSetting, ...],
    clock: Clock,
) -> DeviceSession[CameraDriver]:
    def connect() -> CameraDriver:
        if stage is not None:
            return stage.camera(burning, expected, clock)
        return CAMERAS[configuration.kind].driver(configuration, clock)

    name = CAMERA_NAME if stage is not None else configuration.kind
    return DeviceSession(name, DeviceKind.CAMERA, connect, clock)


def _burning(controller: LightControllerConfig, simulator: LampSimulator | None, lit: LitTime) -> LitLamps:
    """What burns: on a simulated controller its real state; on a real one the light it was last asked for."""
    light_of = {each.channel: each.setting.light for each in controller.channels}
    percent_of = {each.setting.light: each.setting.percent for each in controller.channels}

    def simulated() -> dict[str, float]:
        levels = simulator.levels() if simulator else {}
        return {light_of[number]: percent for number, percent in levels.items() if percent and number in light_of}

    def asked() -> dict[str, float]:
        return {lit.light: percent_of[lit.light]} if lit.light else {}

    return Burning(simulated if simulator else asked, lit.lit_for_s)
