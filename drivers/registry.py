"""The devices that this program can drive: one row a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from drivers.chips.chip import ChipDriver
from drivers.chips.pn532.driver import Pn532
from drivers.chips.pn532.simulator import Pn532Simulator
from drivers.lights.coolled_pe4000.driver import CoolLedPE4000
from drivers.lights.coolled_pe4000.simulator import CoolLedSimulator
from drivers.lights.gardasoft_rt.driver import GardasoftRT
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.lights.lamps import LampDriver
from drivers.lights.opt_dollar.driver import OptDollar
from drivers.lights.opt_dollar.simulator import OptSimulator
from drivers.lights.thorlabs_dc4100.driver import ThorlabsDC4100
from drivers.lights.thorlabs_dc4100.simulator import DC4100Simulator
from drivers.pty_host import PtyHost
from drivers.readers.elyctis_idbox.driver import ElyctisIdBox
from drivers.readers.elyctis_idbox.simulator import ElyctisSimulator
from drivers.readers.honeywell_xenon.driver import HoneywellXenon
from drivers.readers.newland_nls.driver import NewlandNls
from drivers.readers.reader import ReaderDriver
from drivers.readers.tagged_menu.simulator import HoneywellSimulator, NewlandSimulator
from drivers.simulators import LampSimulator, ReaderSimulator, Simulator, WheelSimulator
from drivers.transport import LineSettings, PortInfo, SerialPort, list_ports
from drivers.wheels.thorlabs_ell.driver import ThorlabsEll
from drivers.wheels.thorlabs_ell.simulator import EllSimulator
from drivers.wheels.thorlabs_fw102c.driver import ThorlabsFW102C
from drivers.wheels.thorlabs_fw102c.simulator import FW102CSimulator
from drivers.wheels.wheel import WheelDriver
from workstation.devices import DeviceIdentity, DeviceKind
from workstation.errors import DeviceError, DeviceNotFound, WorkstationError
from workstation.maintenance import Direction

__all__ = [
    "CHIPS",
    "KINDS",
    "LIGHTS",
    "READERS",
    "WHEELS",
    "Kind",
    "PortInfo",
    "Recognised",
    "list_ports",
    "probe",
    "recognise",
    "serve",
]

HASTE_S = 0.1
"""The longest silence that is waited for while every kind is tried; a later answer is asked for again, patiently."""


class Identifiable(Protocol):
    """What probing needs of a driver."""

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device."""
        ...


D_co = TypeVar("D_co", bound=Identifiable, covariant=True)
S_co = TypeVar("S_co", bound=Simulator, covariant=True)


@dataclass(frozen=True)
class Kind(Generic[D_co, S_co]):
    """One kind of device.

    Attributes
    ----------
    code : str
        Name in configurations and on the command line.
    device : DeviceKind
    title : str
        Maker and models; a proper name, the same in every language.
    lines : tuple of LineSettings
        The usual line first; the others are tried when probing.
    driver : callable
        Makes a driver on an open port.
    simulator : callable
        Makes a simulator that speaks the same bytes.
    usb : tuple of str
        Makers of its USB port, as the beginning of ``vvvv:pppp``; tried first on such a port.
    """

    code: str
    device: DeviceKind
    title: str
    lines: tuple[LineSettings, ...]
    driver: Callable[[SerialPort], D_co]
    simulator: Callable[[], S_co]
    usb: tuple[str, ...] = ()


def _by_code(*kinds: Kind[D_co, S_co]) -> Mapping[str, Kind[D_co, S_co]]:
    return MappingProxyType({kind.code: kind for kind in kinds})


LIGHTS: Mapping[str, Kind[LampDriver, LampSimulator]] = _by_code(
    Kind(
        code="gardasoft-rt",
        device=DeviceKind.LIGHTS,
        title="Gardasoft RT260, RT460, RT860F",
        lines=(LineSettings(115200), LineSettings(9600)),
        driver=GardasoftRT,
        simulator=GardasoftSimulator,
    ),
    Kind(
        code="thorlabs-dc4100",
        device=DeviceKind.LIGHTS,
        title="Thorlabs DC4100, DC4104, LEDD4",
        lines=(LineSettings(115200),),
        driver=ThorlabsDC4100,
        simulator=DC4100Simulator,
    ),
    Kind(
        code="coolled-pe4000",
        device=DeviceKind.LIGHTS,
        title="CoolLED pE-4000",
        lines=(LineSettings(57600), LineSettings(38400)),
        driver=CoolLedPE4000,
        simulator=CoolLedSimulator,
    ),
    Kind(
        code="opt-dollar",
        device=DeviceKind.LIGHTS,
        title="OPT DPA, DPS and other controllers of the $ protocol",
        lines=(LineSettings(9600),),
        driver=OptDollar,
        simulator=OptSimulator,
    ),
)

READERS: Mapping[str, Kind[ReaderDriver, ReaderSimulator]] = _by_code(
    Kind(
        code="elyctis-idbox",
        device=DeviceKind.READER,
        title="Elyctis ID BOX",
        lines=(LineSettings(9600), LineSettings(115200)),
        driver=ElyctisIdBox,
        simulator=ElyctisSimulator,
        usb=("2b78:",),
    ),
    Kind(
        code="newland-nls",
        device=DeviceKind.READER,
        title="Newland NLS FM, EM, NVH",
        lines=(LineSettings(115200), LineSettings(9600)),
        driver=NewlandNls,
        simulator=NewlandSimulator,
        usb=("1eab:",),
    ),
    Kind(
        code="honeywell-xenon",
        device=DeviceKind.READER,
        title="Honeywell Xenon, Granit, N36xx, N86xx",
        lines=(LineSettings(115200), LineSettings(9600)),
        driver=HoneywellXenon,
        simulator=HoneywellSimulator,
        usb=("0c2e:",),
    ),
)

# Last when probing: its wake-up bytes are half a command to a device that speaks in lines.
CHIPS: Mapping[str, Kind[ChipDriver, Pn532Simulator]] = _by_code(
    Kind(
        code="pn532",
        device=DeviceKind.CHIP,
        title="NXP PN532",
        lines=(LineSettings(115200),),
        driver=Pn532,
        simulator=Pn532Simulator,
    ),
)

WHEELS: Mapping[str, Kind[WheelDriver, WheelSimulator]] = _by_code(
    Kind(
        code="thorlabs-fw102c",
        device=DeviceKind.WHEEL,
        title="Thorlabs FW102C, FW212C",
        lines=(LineSettings(115200), LineSettings(9600)),
        driver=ThorlabsFW102C,
        simulator=FW102CSimulator,
    ),
    Kind(
        code="thorlabs-ell",
        device=DeviceKind.WHEEL,
        title="Thorlabs ELL6, ELL9",
        lines=(LineSettings(9600),),
        driver=ThorlabsEll,
        simulator=EllSimulator,
    ),
)

KINDS: Mapping[str, Kind[Identifiable, Simulator]] = MappingProxyType({**LIGHTS, **READERS, **WHEELS, **CHIPS})


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who is on a port, and in the words of which kind it answered."""

    kind: str
    identity: DeviceIdentity


def probe(address: str, kinds: Iterable[str] = tuple(KINDS)) -> DeviceIdentity:
    """Who is on a port; see ``recognise``."""
    return recognise(address, kinds).identity


def recognise(
    address: str,
    kinds: Iterable[str] = tuple(KINDS),
    *,
    ports: Callable[[], tuple[PortInfo, ...]] = list_ports,
    give_up: Callable[[], bool] = lambda: False,
) -> Recognised:
    """Ask the device on a port who it is, in the words of every kind, and change nothing on it.

    Every kind is asked in haste; where something was heard that made no sense then, it is asked again with all the
    time it may take. A kind that is named alone is never hurried.

    Parameters
    ----------
    address : str
        Device file, COM port or ``socket://`` URL.
    kinds : iterable of str
        Codes of ``KINDS`` to try; those that have the USB identity of the port come first.
    give_up : callable
        Asked before each kind: nobody wants to know any more.

    Raises
    ------
    DeviceNotFound
        There is no such port (``device-no-port``), or nothing on it answers in any of these words.
    DeviceStateError
        The port belongs to another program, or may not be opened.
    WorkstationError
        There is no such kind.
    """
    codes = tuple(kinds)
    for code in codes:
        if code not in KINDS:
            raise WorkstationError("device-kind-unknown", kind=code, kinds=", ".join(KINDS))
    usb = next((each.usb for each in ports() if each.address == address), "")
    turns = _in_order([_Turn(address, KINDS[code], line) for code in codes for line in KINDS[code].lines], usb)
    patient = turns
    if len(codes) > 1:
        for turn in turns:
            if give_up():
                break
            if (found := turn.ask(HASTE_S)) is not None:
                return found
        # A late answer is heard in the turn after its own.
        later = (*turns[1:], turns[-1])
        patient = [turn for turn, after in zip(turns, later, strict=True) if turn.heard or after.heard]
    for turn in patient:
        if give_up():
            break
        if (found := turn.ask()) is not None:
            return found
    raise DeviceNotFound("device-unrecognised", device=address, port=address)


@dataclass(slots=True)
class _Turn:
    """One kind asked on one line."""

    address: str
    kind: Kind[Identifiable, Simulator]
    line: LineSettings
    heard: bool = False

    def ask(self, patience_s: float = float("inf")) -> Recognised | None:
        port = SerialPort(self.address, self.line, self._listen, patience_s=patience_s)
        try:
            port.open()
        except DeviceNotFound as error:
            raise DeviceNotFound("device-no-port", device=self.address, port=self.address) from error
        except DeviceError as error:
            error.facts.setdefault("device", self.address)
            raise
        try:
            return Recognised(self.kind.code, self.kind.driver(port).identify())
        except DeviceError:
            return None
        finally:
            port.close()

    def _listen(self, direction: Direction, _: bytes) -> None:
        self.heard = self.heard or direction is not Direction.SENT


def _in_order(turns: list[_Turn], usb: str) -> list[_Turn]:
    """Likely kinds first, then usual lines before unusual ones; what disturbs the others last."""

    def place(turn: _Turn) -> tuple[bool, bool, int]:
        likely = bool(usb) and usb.startswith(turn.kind.usb)
        return not likely, turn.kind.code in CHIPS, turn.kind.lines.index(turn.line)

    return sorted(turns, key=place)


def serve(code: str, simulator: Simulator | None = None) -> PtyHost:
    """Put a simulator of a kind, or this one, behind a port and plug it in; the caller closes it.

    Raises
    ------
    KeyError
        There is no such kind.
    """
    host = PtyHost(simulator or KINDS[code].simulator(), code)
    host.plug()
    return host
