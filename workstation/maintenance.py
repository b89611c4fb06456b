"""The technician's side of a bench: ports, what answered, what went over the wire, and the set-up of a new bench.

``drivers`` implement these Protocols, ``ui`` only sees them. Every call may block until its deadline unless it says
otherwise, and raises ``workstation.errors.DeviceError``; none is called from the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from workstation.devices import DeviceIdentity, DeviceKind, DeviceStatus, LightSetting

SET_UP_LIT_S = 20.0
"""Longest time that the guided set-up lets a lamp burn: it may be UV, and a face may be near."""

SET_UP_WIRE = "set-up"
"""As a device in ``Maintenance.wire``: the line of the latest guided set-up."""

_ARROWS = {"sent": "->", "received": "<-", "discarded": "x-"}


@dataclass(frozen=True, slots=True)
class PortDescription:
    """A serial port of this computer. Empty text where the system does not say.

    Attributes
    ----------
    address : str
        Device file or COM port.
    usb : str
        ``vvvv:pppp``, hexadecimal, lower case.
    used_by : str
        Name of the configured device that this port belongs to.
    """

    address: str
    usb: str = ""
    serial: str = ""
    maker: str = ""
    product: str = ""
    used_by: str = ""


@dataclass(frozen=True, slots=True)
class KindDescription:
    """A kind of device that this program drives.

    ``after_kill`` is a code of ``resources/messages``: what becomes of its lamps when the program is killed or the
    cable is pulled; empty for what has no lamps.
    """

    code: str
    device: DeviceKind
    title: str
    after_kill: str = ""


@dataclass(frozen=True, slots=True)
class ProbedPort:
    """What answered on a port."""

    address: str
    kind: str
    identity: DeviceIdentity


class Direction(StrEnum):
    """Which way bytes went. Discarded ones came from the device unasked or too late, and nobody read them."""

    SENT = "sent"
    RECEIVED = "received"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class WireEntry:
    """Bytes that went over a line at once.

    Attributes
    ----------
    data : bytes
        As they went; empty in a redacted entry.
    length : int
        Number of bytes, in a redacted entry too.
    meaning : str
        What the protocol says they are, such as ``RT1,100``; without personal data in a redacted entry.
    """

    at: datetime
    device: str
    direction: Direction
    data: bytes
    length: int
    meaning: str = ""


def wire_line(entry: WireEntry) -> str:
    """A line of a wire log: time (UTC), device, direction, number of bytes, bytes as hex, what they mean."""
    at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    parts = (at, entry.device, _ARROWS[entry.direction], f"{entry.length} B", entry.data.hex(" "), entry.meaning)
    return "  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class DraftChannel:
    """One channel of a bench that is being set up: what a person saw when it was lit."""

    channel: int
    setting: LightSetting
    current_limit_ma: float | None = None


@dataclass(frozen=True, slots=True)
class BenchDraft:
    """A bench as the guided set-up has it so far.

    ``camera``, ``reader_kind``, ``chip_kind`` and the ports are as in a bench file; empty text leaves a device out,
    an empty ``camera`` is the simulated one. A PC/SC chip reader has no port.
    """

    name: str
    lights_kind: str
    lights_port: PortDescription
    channels: tuple[DraftChannel, ...]
    camera: str = ""
    camera_device: int | str = 0
    px_per_mm: float | None = None
    reader_kind: str = ""
    reader_port: PortDescription | None = None
    chip_kind: str = ""
    chip_port: PortDescription | None = None


class SetUp(Protocol):
    """A light controller opened by the guided set-up, outside the bench. One lamp at most is lit, never for long."""

    @property
    def identity(self) -> DeviceIdentity:
        """Who answered."""
        ...

    @property
    def channels(self) -> int:
        """How many channels it has."""
        ...

    def wavelength_nm(self, channel: int) -> int | None:
        """What the controller says of the lamp on a channel; None where it cannot say."""
        ...

    def light(self, channel: int, percent: float) -> None:
        """Light one channel, confirmed; it goes off by itself after 20 s at most."""
        ...

    def off(self) -> None:
        """Everything off, confirmed."""
        ...

    def close(self) -> None:
        """Everything off; the port is given back."""
        ...


class Maintenance(Protocol):
    """What a technician may ask of a bench."""

    def kinds(self) -> tuple[KindDescription, ...]:
        """Every kind that can be driven; never blocks."""
        ...

    def ports(self) -> tuple[PortDescription, ...]:
        """Serial ports of this computer, now."""
        ...

    def probe(self, address: str, kind: str = "") -> ProbedPort:
        """Ask who is on a port, in the words of one kind or of every kind; nothing on the device is changed.

        Raises
        ------
        DeviceError
            Nobody answered (``device-unrecognised``); ``DeviceStateError`` with ``port-in-use`` where the port
            belongs to a device of this bench.
        """
        ...

    def history(self, device: str) -> tuple[DeviceStatus, ...]:
        """States of a device since the program started, oldest first, the latest 500; never blocks."""
        ...

    def wire(self, device: str, *, redacted: bool = True) -> tuple[WireEntry, ...]:
        """What went over a device's line, oldest first, the latest 2,000 entries; never blocks.

        Redacted: what a document reader sent, and what went to or came from a chip, is told by its length and the
        names of its frames alone.
        """
        ...

    def save_wire(self, path: Path, device: str, *, redacted: bool = True) -> None:
        """Write the wire log of a device as text, whole or not at all.

        Raises
        ------
        WorkstationError
        """
        ...

    def set_up(self, kind: str, address: str) -> SetUp:
        """Open a light controller to find out which channel makes which light.

        Raises
        ------
        DeviceError
            Nobody answered in the words of that kind; ``DeviceStateError`` with ``port-in-use`` where the port
            belongs to a device of this bench.
        """
        ...

    def bench_text(self, draft: BenchDraft) -> str:
        """The bench file of a draft: TOML that ``load_bench`` accepts.

        Raises
        ------
        ConfigurationError
            The draft says something that cannot be.
        """
        ...

    def on_ports(self, listener: Callable[[tuple[PortDescription, ...]], None]) -> Callable[[], None]:
        """Call ``listener`` on another thread with the ports soon, and whenever they differ; the result ends it."""
        ...
