"""Lamps behind names of lights: the part of a light controller that is the same for every maker.

Responsible for: which channel makes which light, that one light at most is lit, the longest time it may burn, and
the seconds it has burnt. Runs on the thread of the controller's session.

Not responsible for: bytes (the driver), threads and reconnection (the session).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from drivers.keep_alive import KeepAlive
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import Clock, DeviceIdentity, LightSetting
from workstation.errors import DeviceError, DeviceLost, DeviceRefused, DeviceStateError
from workstation.lights import find_light

WAVELENGTH_TOLERANCE_NM = 10
"""How far the wavelength that a lamp head reports may lie from that of the light it is to make."""

PORT_CHECK_S = 0.5
"""How long an unplug may go unnoticed while nothing is asked of the controller."""


@dataclass(frozen=True, slots=True)
class LampChannel:
    """One channel of a controller and the light it makes.

    ``current_limit_ma`` is the rating that the channel is given before it is ever lit; None keeps the
    controller's own.
    """

    channel: int
    setting: LightSetting
    current_limit_ma: float | None = None


class LampDriver(Protocol):
    """What a light controller's driver offers, by channel."""

    @property
    def port(self) -> SerialPort:
        """The line that it talks on."""
        ...

    @property
    def channels(self) -> int:
        """Number of channels."""
        ...

    @property
    def tolerance_percent(self) -> float:
        """How far a reported level may lie from the one that was set: the resolution of the device."""
        ...

    def wavelength_nm(self, channel: int) -> int | None:
        """Wavelength that the device reports for the lamp on a channel, asked now; None where it cannot say."""
        ...

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device."""
        ...

    def open(self) -> DeviceIdentity:
        """Identify and switch everything off."""
        ...

    def close(self) -> None:
        """Switch everything off and give the port back."""
        ...

    def check(self) -> None:
        """Notice an unplug without talking to the device."""
        ...

    def set_rating(self, channel: int, current_a: float) -> None:
        """Limit a channel to the current of its lamp, confirmed."""
        ...

    def light_only(self, channel: int, percent: float) -> None:
        """This channel lit, every other off, all confirmed; everything off in an error."""
        ...

    def all_off(self) -> None:
        """Every channel off and confirmed."""
        ...

    def darken(self, channels: int) -> None:
        """Every channel off and confirmed on a controller that another program left; nobody is asked who it is."""
        ...

    def off_in_trouble(self) -> None:
        """Every channel off because of another error, which stays the one to report."""
        ...

    def levels(self) -> dict[int, float]:
        """Percent of every channel, asked of the device now."""
        ...


class LitTime:
    """Seconds that each light has burnt; outlives a connection and may be read from any thread.

    A light counts from before it is switched on until it is confirmed off, so a lost controller goes on counting:
    the lamp may well burn.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._seconds: dict[str, float] = {}
        self._light: str | None = None
        self._since = 0.0

    def begin(self, light: str) -> None:
        """The light is about to be switched on."""
        with self._guard:
            self._add()
            self._light, self._since = light, self._clock.monotonic()

    def end(self) -> None:
        """All is confirmed off."""
        with self._guard:
            self._add()
            self._light = None

    @property
    def light(self) -> str | None:
        """The light that burns."""
        with self._guard:
            return self._light

    def lit_for_s(self) -> float | None:
        """Seconds since the light that burns was switched on; None when none burns."""
        with self._guard:
            return None if self._light is None else self._clock.monotonic() - self._since

    def seconds(self) -> dict[str, float]:
        """Seconds by light, the one that burns included."""
        with self._guard:
            total = dict(self._seconds)
            if self._light is not None:
                total[self._light] = total.get(self._light, 0.0) + self._clock.monotonic() - self._since
            return total

    def _add(self) -> None:
        if self._light is not None:
            burnt_s = self._clock.monotonic() - self._since
            self._seconds[self._light] = self._seconds.get(self._light, 0.0) + burnt_s


class Lamps:
    """The lamps of one connected controller.

    Parameters
    ----------
    driver : LampDriver
        Its port is open.
    channels : tuple of LampChannel
    lit : LitTime
    alive : KeepAlive, optional
        No lamp burns while the program, which has said that it is alive, does not say so any more.
    """

    def __init__(
        self,
        driver: LampDriver,
        channels: tuple[LampChannel, ...],
        lit: LitTime,
        alive: KeepAlive | None = None,
    ) -> None:
        self._driver = driver
        self._channels = channels
        self._by_light = {each.setting.light: each for each in channels}
        self._by_channel = {each.channel: each.setting for each in channels}
        self._lit = lit
        self._alive = alive
        self._wanted: LightSetting | None = None
        self._off_unconfirmed = False
        self._put_out: DeviceStateError | None = None
        self._unsaid = False

    def open(self) -> DeviceIdentity:
        """Identify, everything off, currents limited.

        Raises
        ------
        DeviceFault
            The configuration names a channel that this controller lacks, a current that it cannot limit, or a light
            of another wavelength than that of the lamp on the channel.
        """
        identity = self._driver.open()
        self._is_off()
        missing = [channel for channel in self._by_channel if channel > self._driver.channels]
        if missing:
            raise DeviceFault(
                "lights-no-channel", channel=missing[0], channels=self._driver.channels, model=identity.model
            )
        for each in self._channels:
            self._require_wavelength(each)
            if each.current_limit_ma is not None:
                self._driver.set_rating(each.channel, each.current_limit_ma / 1000)
        return identity

    def close(self) -> None:
        """Everything off; the port is given back in any case."""
        answered = self._driver.channels > 0
        self._driver.close()
        if answered:  # else nothing is known of its lamps, and their seconds go on counting
            self._is_off()

    def switch_on(self, light: str) -> None:
        """Exactly this light, confirmed; everything off in an error.

        Raises
        ------
        DeviceFault
            The lamp on the channel has another wavelength now.
        DeviceStateError
            There is no such light, or the window is frozen.
        DeviceError
        """
        try:
            wanted = self._by_light[light]
        except KeyError:
            raise DeviceStateError("lights-unknown", light=light) from None
        if (silence := self._silence(light)) is not None:
            raise silence
        self._require_wavelength(wanted)
        self._put_out = None
        self._wanted = wanted.setting
        self._lit.begin(light)
        try:
            self._driver.light_only(wanted.channel, wanted.setting.percent)
        except BaseException:
            self._must_go_off()
            raise
        self._off_unconfirmed = False

    def confirmed(self) -> str | None:
        """The one light that the device reports lit, asked now.

        Raises
        ------
        DeviceStateError
            Another light, another level or more than one; everything was switched off.
        DeviceRefused
            The device reports trouble with the lamp; everything was switched off.
        """
        self._unsaid = True
        try:
            lit = {channel: percent for channel, percent in self._driver.levels().items() if percent}
        except DeviceRefused:
            self._off_in_trouble()
            raise
        if not lit:
            self._is_off()
            return None
        problem = self._disagreement(lit)
        if problem is None:
            return self._by_channel[next(iter(lit))].light
        self._off_in_trouble()
        raise problem

    def _off_in_trouble(self) -> None:
        self._must_go_off()
        self._driver.off_in_trouble()

    def _must_go_off(self) -> None:
        """No light is wanted any more, and one may burn until an off is confirmed: ``watch`` sees to it."""
        self._wanted = None
        self._off_unconfirmed = True

    def _is_off(self) -> None:
        self._wanted = None
        self._off_unconfirmed = False
        self._lit.end()

    def _require_wavelength(self, channel: LampChannel) -> None:
        light = find_light(channel.setting.light)
        wanted_nm = light.wavelength_nm if light else None
        reported_nm = self._driver.wavelength_nm(channel.channel)
        if wanted_nm is None or reported_nm is None:
            return
        if abs(reported_nm - wanted_nm) > WAVELENGTH_TOLERANCE_NM:
            raise DeviceFault(
                "lights-wavelength",
                channel=channel.channel,
                light=channel.setting.light,
                reported=reported_nm,
            )

    def _disagreement(self, lit: dict[int, float]) -> DeviceError | None:
        if len(lit) > 1:
            return DeviceStateError("lights-more-than-one", channel=", ".join(map(str, lit)))
        ((channel, percent),) = lit.items()
        setting = self._by_channel.get(channel)
        if setting is None or setting is not self._wanted:
            return DeviceStateError("lights-unasked", channel=channel, reported=percent)
        if abs(percent - setting.percent) > self._driver.tolerance_percent:
            return DeviceStateError("lights-level-wrong", channel=channel, percent=setting.percent, reported=percent)
        return None

    def all_off(self) -> None:
        """Everything off and confirmed; ``watch`` tries again what could not be confirmed."""
        self._unsaid = True
        self._must_go_off()
        self._driver.all_off()
        self._is_off()

    def watch(self) -> float | None:
        """Switch off a lamp that has burnt for its longest time, that burns for a frozen window, or whose off is
        unconfirmed; see ``DeviceSession``.

        Raises
        ------
        DeviceStateError
            A lamp was switched off now; told again after each command until the next one is lit.
        DeviceFault
            A lamp may burn that should not: off could not be confirmed again.
        """
        notice = self._notice()
        if self._off_unconfirmed:
            self._off_or_fault()
        reason = self._must_be_put_out()
        if reason is not None:
            self._off_or_fault()
            self._put_out, self._unsaid = reason, True
        if notice is not None:
            raise notice
        if self._put_out is not None and self._unsaid:
            self._unsaid = False
            raise DeviceStateError(self._put_out.code, **self._put_out.facts)
        if self._wanted is None:
            return PORT_CHECK_S
        left_s = self._wanted.max_on_s - (self._lit.lit_for_s() or 0.0)
        return max(0.0, min(left_s, PORT_CHECK_S))

    def _notice(self) -> DeviceStateError | None:
        """What the driver has to tell; it waits until no lamp burns longer than it may. An unplug does not wait."""
        try:
            self._driver.check()
        except DeviceStateError as notice:
            return notice
        return None

    def _must_be_put_out(self) -> DeviceStateError | None:
        """Why the lamp that burns must not burn any longer."""
        burnt_s = self._lit.lit_for_s()
        if self._wanted is None or burnt_s is None:
            return None
        if burnt_s >= self._wanted.max_on_s:
            return DeviceStateError("lights-time-limit", light=self._wanted.light, seconds=round(burnt_s, 1))
        return self._silence(self._wanted.light)

    def _silence(self, light: str) -> DeviceStateError | None:
        missing_s = self._alive.missing_s() if self._alive is not None else None
        if missing_s is None:
            return None
        return DeviceStateError("lights-window-frozen", light=light, seconds=round(missing_s, 1))

    def _off_or_fault(self) -> None:
        try:
            self.all_off()
        except (DeviceFault, DeviceLost):
            raise
        except DeviceError as error:
            raise DeviceFault("lights-off-unconfirmed", detail=str(error)) from error
