"""What the bench needs of a document reader's driver, whatever its maker."""

from __future__ import annotations

from typing import Protocol

from workstation.devices import DeviceIdentity

PORT_CHECK_S = 0.5
"""How long an unplug may go unnoticed while nothing is asked of the reader."""


class ReaderDriver(Protocol):
    """A document reader on an open port."""

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device."""
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

    def interrupt(self) -> None:
        """End an inquiry that another thread waits for."""
        ...

    def inquire(self) -> tuple[str, ...] | None:
        """Lines of the zone in the slot as they came; None where there are none."""
        ...


def watch(driver: ReaderDriver) -> float:
    """Look whether the port is still there; see ``DeviceSession``."""
    driver.check()
    return PORT_CHECK_S
