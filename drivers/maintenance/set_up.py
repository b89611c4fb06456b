"""The guided set-up's hands: one light controller, opened outside the bench, one lamp at a time and never for long.

It runs in a ``DeviceSession`` like every device of a bench, so a lost cable, a reconnection (lamps off first) and the
end of the program are dealt with where they always are.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from drivers.guarded_lamps import GuardedLamps, LampGuard
from drivers.lights.lamps import PORT_CHECK_S, LampDriver
from drivers.registry import Kind
from drivers.session import DeviceFault, DeviceSession
from drivers.simulators import LampSimulator
from drivers.transport import SerialPort, Tap
from workstation.devices import Clock, DeviceIdentity, DeviceKind
from workstation.errors import DeviceError, DeviceLost, DeviceStateError, DeviceTimeout
from workstation.maintenance import SET_UP_LIT_S

DEADLINE_S = 8.0


class SetUpLamps:
    """Channels of one connected controller, on the thread of its session.

    Parameters
    ----------
    driver : LampDriver
        Its port is open.
    clock : Clock
    longest_s : float
        A lamp goes off by itself after this time.
    """

    def __init__(self, driver: LampDriver, clock: Clock, longest_s: float = SET_UP_LIT_S) -> None:
        self._driver = driver
        self._clock = clock
        self._longest_s = longest_s
        self._off_at_s: float | None = None

    @property
    def channels(self) -> int:
        """Number of channels."""
        return self._driver.channels

    def open(self) -> DeviceIdentity:
        """Identify, everything off."""
        return self._driver.open()

    def close(self) -> None:
        """Everything off; the port is given back."""
        self._driver.close()

    def wavelength_nm(self, channel: int) -> int | None:
        """What the controller says of a lamp."""
        return self._driver.wavelength_nm(channel)

    def light(self, channel: int, percent: float) -> None:
        """This channel alone, confirmed; everything off in an error, tried again by ``watch``."""
        self._off_at_s = self._clock.monotonic() + self._longest_s
        try:
            self._driver.light_only(channel, percent)
        except BaseException:
            self._off_at_s = self._clock.monotonic()
            raise

    def off(self) -> None:
        """Everything off and confirmed; ``watch`` tries again what could not be confirmed."""
        if self._off_at_s is not None:
            self._off_at_s = self._clock.monotonic()
        self._driver.all_off()
        self._off_at_s = None

    def watch(self) -> float:
        """Switch off a lamp whose time is over; see ``DeviceSession``.

        Raises
        ------
        DeviceFault
            Off could not be confirmed: the connection is made anew, and the first command is off.
        """
        self._driver.check()
        if self._off_at_s is None:
            return PORT_CHECK_S
        left_s = self._off_at_s - self._clock.monotonic()
        if left_s > 0:
            return min(left_s, PORT_CHECK_S)
        try:
            self.off()
        except (DeviceFault, DeviceLost):
            raise
        except DeviceError as error:
            raise DeviceFault("lights-off-unconfirmed", detail=str(error)) from error
        return PORT_CHECK_S


class SessionSetUp:
    """``workstation.maintenance.SetUp`` over a session of its own.

    Parameters
    ----------
    name : str
        What errors call the controller.
    connect : callable
        Opens the port and makes a driver on it.
    clock : Clock
    ended : callable
        Called with this object when it is closed.
    longest_s : float

    Raises
    ------
    DeviceError
        Nobody answered in these words; the port was given back.
    """

    def __init__(
        self,
        name: str,
        connect: Callable[[], LampDriver],
        clock: Clock,
        *,
        ended: Callable[[SessionSetUp], None] = lambda _: None,
        longest_s: float = SET_UP_LIT_S,
    ) -> None:
        self._session = DeviceSession(
            name,
            DeviceKind.LIGHTS,
            lambda: SetUpLamps(connect(), clock, longest_s),
            clock,
            watch=SetUpLamps.watch,
        )
        self._ended = ended
        self._session.start()
        try:
            self._channels = self._session.call(lambda lamps: lamps.channels, DEADLINE_S)
        except BaseException:
            self._session.close()
            raise

    @property
    def identity(self) -> DeviceIdentity:
        """Who answered."""
        identity = self._session.status.identity
        if identity is None:
            raise DeviceStateError("device-not-ready", device=self._session.name)
        return identity

    @property
    def channels(self) -> int:
        """How many channels it has."""
        return self._channels

    def wavelength_nm(self, channel: int) -> int | None:
        """What the controller says of the lamp on a channel."""
        return self._session.call(lambda lamps: lamps.wavelength_nm(channel), DEADLINE_S)

    def light(self, channel: int, percent: float) -> None:
        """Light one channel, confirmed."""
        try:
            self._session.call(lambda lamps: lamps.light(channel, percent), DEADLINE_S)
        except DeviceTimeout:
            # Nobody waits for this lamp any more: should it still come on, it goes off at once.
            self._session.submit(SetUpLamps.off, math.inf)
            raise

    def off(self) -> None:
        """Everything off, confirmed."""
        self._session.call(SetUpLamps.off, DEADLINE_S, must_run=True)

    def close(self) -> None:
        """Everything off; the port is given back.

        Raises
        ------
        DeviceError
            Off could not be confirmed: a lamp may burn.
        """
        self._session.close()
        self._ended(self)
        status = self._session.status
        if status.reason:
            raise DeviceStateError(status.reason, **{"device": self._session.name, **status.facts})


def open_set_up(
    kind: Kind[LampDriver, LampSimulator],
    address: str,
    clock: Clock,
    *,
    tap: Tap,
    ended: Callable[[SessionSetUp], None],
    longest_s: float = SET_UP_LIT_S,
) -> SessionSetUp:
    """A controller on a port, with a guard that switches its lamps off should the program be killed.

    Raises
    ------
    DeviceError
        Nobody answered in the words of this kind.
    """
    guard = LampGuard(kind.code)

    def connect() -> LampDriver:
        port = SerialPort(address, kind.lines[0], tap)
        port.open()
        return GuardedLamps(kind.driver(port), guard, lambda _: longest_s)

    def over(set_up: SessionSetUp) -> None:
        guard.close()
        ended(set_up)

    try:
        return SessionSetUp(kind.code, connect, clock, ended=over, longest_s=longest_s)
    except BaseException:
        guard.close()
        raise
