"""Filters behind names: the part of a filter wheel that is the same for every maker.

Responsible for: which position holds which filter, and that a move is confirmed. Runs on the thread of the session.

Not responsible for: bytes (the driver), threads and reconnection (the session), when a filter is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from drivers.session import DeviceFault
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceStateError

PORT_CHECK_S = 0.5
"""How long an unplug may go unnoticed while nothing is asked of the wheel."""


@dataclass(frozen=True, slots=True)
class FilterSlot:
    """One position of a wheel, from 1, and the filter in it."""

    position: int
    name: str


class WheelDriver(Protocol):
    """What a filter wheel's driver offers, by position from 1."""

    @property
    def positions(self) -> int:
        """Number of positions, known once the device was identified."""
        ...

    def identify(self) -> DeviceIdentity:
        """Ask who it is; moves nothing."""
        ...

    def open(self) -> DeviceIdentity:
        """Identify and make ready."""
        ...

    def close(self) -> None:
        """Give the port back."""
        ...

    def check(self) -> None:
        """Notice an unplug without talking to the device."""
        ...

    def move_to(self, position: int) -> None:
        """Move, and have the device confirm where it is."""
        ...

    def position(self) -> int | None:
        """Where it is, asked now; None between two positions."""
        ...


class Filters:
    """The filters of one connected wheel.

    Parameters
    ----------
    driver : WheelDriver
        Its port is open.
    slots : tuple of FilterSlot
    """

    def __init__(self, driver: WheelDriver, slots: tuple[FilterSlot, ...]) -> None:
        self._driver = driver
        self._position_of = {each.name: each.position for each in slots}
        self._name_of = {each.position: each.name for each in slots}

    def open(self) -> DeviceIdentity:
        """Identify and make ready.

        Raises
        ------
        DeviceFault
            The configuration names a position that this wheel lacks.
        DeviceError
        """
        identity = self._driver.open()
        missing = [position for position in self._name_of if position > self._driver.positions]
        if missing:
            raise DeviceFault(
                "wheel-no-position", position=missing[0], positions=self._driver.positions, model=identity.model
            )
        return identity

    def close(self) -> None:
        """Give the port back; the wheel stays where it is."""
        self._driver.close()

    def move_to(self, name: str) -> None:
        """Put this filter before the camera, confirmed by the device.

        Raises
        ------
        DeviceStateError
            There is no such filter, or the device reports another position.
        DeviceError
        """
        try:
            position = self._position_of[name]
        except KeyError:
            raise DeviceStateError("wheel-unknown-filter", filter=name) from None
        self._driver.move_to(position)

    def confirmed(self) -> str | None:
        """Filter at which the device reports to be, asked now; None where it is at none of them."""
        position = self._driver.position()
        return None if position is None else self._name_of.get(position)

    def watch(self) -> float:
        """Look whether the port is still there; see ``DeviceSession``."""
        self._driver.check()
        return PORT_CHECK_S


def require_arrival(wanted: int, reported: int | None) -> None:
    """Raise ``DeviceStateError`` unless the device reports the position that it was sent to."""
    if reported != wanted:
        raise DeviceStateError("wheel-not-arrived", position=wanted, reported=reported or "-")


def require_position(position: int, positions: int) -> None:
    """Raise ``DeviceStateError`` unless the wheel has the position."""
    if not 1 <= position <= positions:
        raise DeviceStateError("wheel-out-of-range", position=position, positions=positions)
