"""What a chip reader's driver is, whatever its maker, and a chip reader in a session of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from drivers.session import DeviceSession
from workstation.devices import ApduLimits, ChipAnswer, Clock, DeviceIdentity, DeviceKind, DeviceStatus
from workstation.errors import DeviceStateError, ReaderLimit

CHIP_DEADLINE_S = 8.0
"""Longer than any driver's own: waking tries three times, and a chip may compute for five seconds."""

PORT_CHECK_S = 0.5
MIN_APDU = 4


class ChipDriver(Protocol):
    """A chip reader on an open port."""

    @property
    def limits(self) -> ApduLimits:
        """What it can carry."""
        ...

    def identify(self) -> DeviceIdentity:
        """Ask who it is."""
        ...

    def open(self) -> DeviceIdentity:
        """Identify and make ready."""
        ...

    def close(self) -> None:
        """Let the chip go, and give the port back."""
        ...

    def check(self) -> None:
        """Notice an unplug without talking to the device."""
        ...

    def interrupt(self) -> None:
        """End a wait of another thread."""
        ...

    def present(self) -> bool:
        """Ask now whether there is a chip."""
        ...

    def connect(self) -> ChipAnswer | None:
        """Wake a chip; None when there is none."""
        ...

    def transmit(self, apdu: bytes) -> bytes:
        """One command APDU, one response with its status bytes."""
        ...

    def disconnect(self) -> None:
        """Let the chip go."""
        ...


def check_apdu(apdu: bytes, limits: ApduLimits) -> None:
    """Refuse what cannot be sent, before anything is.

    Raises
    ------
    DeviceStateError
        It is too short for a command (ISO 7816-4 5.1).
    ReaderLimit
        It is longer than the reader carries, or has lengths of three bytes where those are not possible.
    """
    if len(apdu) < MIN_APDU:
        raise DeviceStateError("chip-apdu", bytes=len(apdu))
    extended = len(apdu) >= MIN_APDU + 3 and apdu[MIN_APDU] == 0
    if len(apdu) > limits.command or (extended and not limits.extended):
        raise ReaderLimit(bytes=len(apdu), limit=limits.command)


class SessionChip:
    """A chip reader: ``workstation.devices.ChipReader`` over a session."""

    def __init__(self, session: DeviceSession[ChipDriver], limits: ApduLimits) -> None:
        self.session = session
        self._limits = limits

    @property
    def name(self) -> str:
        """Name on the bench."""
        return self.session.name

    @property
    def status(self) -> DeviceStatus:
        """Latest known state."""
        return self.session.status

    def limits(self) -> ApduLimits:
        """What can be carried."""
        return self._limits

    def present(self) -> bool:
        """Whether there is a chip, asked now."""
        return self.session.call(lambda driver: driver.present(), CHIP_DEADLINE_S)

    def connect(self) -> ChipAnswer | None:
        """Wake a chip."""
        return self.session.call(lambda driver: driver.connect(), CHIP_DEADLINE_S)

    def transmit(self, apdu: bytes) -> bytes:
        """One command APDU, one response."""
        return self.session.call(lambda driver: driver.transmit(apdu), CHIP_DEADLINE_S)

    def disconnect(self) -> None:
        """Let the chip go."""
        self.session.call(lambda driver: driver.disconnect(), CHIP_DEADLINE_S)


def session_chip(
    name: str, connect: Callable[[], ChipDriver], limits: ApduLimits, clock: Clock, model: str = ""
) -> SessionChip:
    """A chip reader in a session of its own; see ``DeviceSession``."""

    def watch(driver: ChipDriver) -> float:
        driver.check()
        return PORT_CHECK_S

    session = DeviceSession(
        name,
        DeviceKind.CHIP,
        connect,
        clock,
        watch=watch,
        interrupt=lambda driver: driver.interrupt(),
        model=model,
    )
    return SessionChip(session, limits)
