"""What every driver of a light controller does alike: off first, one channel at a time, and nothing believed that
was not asked.

Responsible for: the order of commands, limits, and off in every trouble.

Not responsible for: bytes (the maker's driver), names of lights and burning times (``lamps``).
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod

from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceError, DeviceStateError

log = logging.getLogger(__name__)


class Controller(ABC):
    """One light controller on an open port; channels count from 1.

    Parameters
    ----------
    port : SerialPort
        Opened by whoever found it; closed here.

    Attributes
    ----------
    tolerance_percent : float
        How far a reported level may lie from the one that was set: the resolution of the device.
    """

    tolerance_percent: float = 0.1

    def __init__(self, port: SerialPort) -> None:
        self._port = port
        self._channels = 0

    @property
    def port(self) -> SerialPort:
        """The line."""
        return self._port

    @property
    def channels(self) -> int:
        """Number of channels, known once the device was identified."""
        return self._channels

    @abstractmethod
    def identify(self) -> DeviceIdentity:
        """Ask who it is and how many channels it has; changes nothing on the device.

        Raises
        ------
        DeviceFault
            Something answers, but no controller of this family.
        DeviceError
        """

    @abstractmethod
    def _reported(self) -> dict[int, float]:
        """Percent that the device reports for every channel, asked now. Raises ``DeviceError``."""

    @abstractmethod
    def set_rating(self, channel: int, current_a: float) -> None:
        """Limit a dark channel to the current of its lamp, confirmed; raises ``DeviceFault`` where it cannot be."""

    def _require_in_order(self, channel: int) -> None:
        """Make sure, before a channel is lit and while it is, that it can be believed; not where a device cannot say.

        Raises
        ------
        DeviceRefused
            The device reports trouble with it.
        DeviceLost
            ``lights-forgot``: it lost what it was set up with, and is to be opened anew.
        DeviceError
        """
        return

    @abstractmethod
    def _send_only(self, channel: int, percent: float) -> None:
        """Every other channel off, then this one on."""

    @abstractmethod
    def _send_off(self) -> None:
        """Every channel off."""

    def wavelength_nm(self, channel: int) -> int | None:
        """Wavelength that the device reports for the lamp on a channel, asked now; None where it cannot say."""
        return None

    def levels(self) -> dict[int, float]:
        """Percent that the device reports for every channel, asked now; a lit one is in order.

        Raises
        ------
        DeviceRefused
            The device reports trouble with a lit channel.
        DeviceLost
            It lost its settings: it was switched off and on.
        DeviceError
        """
        levels = self._reported()
        for channel in (channel for channel, level in levels.items() if level):
            self._require_in_order(channel)
        return levels

    def open(self) -> DeviceIdentity:
        """Identify, and switch every channel off.

        Raises
        ------
        DeviceError
        """
        identity = self.identify()
        self.all_off()
        return identity

    def close(self) -> None:
        """Switch every channel off, confirm it, and give the port back.

        Raises
        ------
        DeviceError
            Off could not be confirmed; the port was given back all the same.
        """
        try:
            if self._channels:
                self.all_off()
        finally:
            self._channels = 0
            self._port.close()

    def check(self) -> None:
        """Notice an unplug without talking to the device; raises ``DeviceLost``."""
        self._port.check()

    def light_only(self, channel: int, percent: float) -> None:
        """Every other channel off, then this one at ``percent``, and every channel confirmed.

        Raises
        ------
        DeviceStateError
            The channel or the level is out of range, or the device reports another level.
        DeviceLost
            It lost its settings: it was switched off and on. Nothing was lit.
        DeviceError
            In every case of an error all channels are switched off first.
        """
        if not 1 <= channel <= self._channels or not 0 < percent <= 100 or not self._can_set(percent):
            raise DeviceStateError("lights-out-of-range", channel=channel, percent=percent)
        try:
            self._require_in_order(channel)
            self._send_only(channel, percent)
            for each, reported in self.levels().items():
                wanted = percent if each == channel else 0.0
                if abs(reported - wanted) > (self.tolerance_percent if wanted else 0):
                    raise DeviceStateError(
                        "lights-level-wrong", channel=each, percent=wanted, reported=round(reported, 1)
                    )
        except BaseException:
            self.off_in_trouble()
            raise

    def _can_set(self, percent: float) -> bool:
        """The device has this level."""
        return True

    def all_off(self) -> None:
        """Every channel off and confirmed.

        Raises
        ------
        DeviceFault
            The device reports that a channel is still lit.
        DeviceError
            It did not answer; the command was sent.
        """
        self._send_off()
        lit = {channel: level for channel, level in self._reported().items() if level}
        if lit:
            raise DeviceFault("lights-not-off", channel=", ".join(map(str, lit)))

    def darken(self, channels: int) -> None:
        """Every channel off and confirmed on a controller that another program left, without asking who it is first.

        Raises
        ------
        DeviceError
            As ``all_off``.
        """
        self._channels = channels
        self.all_off()

    def off_in_trouble(self) -> None:
        """Switch off because of another error, which stays the one to report.

        Raises
        ------
        DeviceFault
            The device reports that a channel is still lit: worse than any other error.
        """
        try:
            self.all_off()
        except DeviceFault:
            raise
        except DeviceError as error:
            log.warning("off was sent and is not confirmed: %s", error)

    def _all(self) -> range:
        return range(1, self._channels + 1)
