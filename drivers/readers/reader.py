"""What the bench needs of a document reader's driver, whatever its maker."""

from __future__ import annotations

from typing import Protocol

from workstation.devices import DeviceIdentity


class ReaderDriver(Protocol):
    """A document reader on an open port."""

    @property
    def armed(self) -> bool:
        """The reader sends the next zone unasked."""
        ...

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
        """Lines of the zone in the slot as they came; None where there are none. It may disarm the reader."""
        ...

    def arm(self, on: bool) -> None:
        """Have the reader send zones unasked, or no more."""
        ...

    def pushed(self) -> tuple[str, ...] | None:
        """Lines of a zone that came unasked, None where none did; never waits. It may disarm the reader."""
        ...
