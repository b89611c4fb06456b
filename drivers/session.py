"""The one device session: a thread, a queue of commands, a state machine, and reconnection. Written once, here.

Responsible for: running every call to a driver on one named thread; saying in which state the device is and why;
finding the device again after a loss; failing, and never repeating, a command that was in flight when it went.

Not responsible for: what a command means. A driver is a plain synchronous object; the session makes a new one for
every connection and never trusts an old one.

States::

    ABSENT -> OPENING -> IDENTIFYING -> READY <-> BUSY
       ^                                   |
       +----- or LOST, or FAULT <----------+          CLOSED from anywhere

ABSENT: never seen since the start. LOST: was ready, and is being looked for. FAULT: it is there and must not be
used (another device, a lamp that cannot be switched off) until a person has done something; it is looked at again
at the slowest pace. What is still being looked for is announced once, not at every attempt.
"""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from workstation.devices import Clock, DeviceIdentity, DeviceKind, DeviceState, DeviceStatus
from workstation.errors import (
    DeviceError,
    DeviceLost,
    DeviceStateError,
    DeviceTimeout,
    ProtocolError,
    WorkstationError,
)

log = logging.getLogger(__name__)

BACKOFF_S = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Pauses between attempts; the last one repeats."""

CLOSE_TIMEOUT_S = 5.0
_ALIVE_S = 0.5

_WAITING = (DeviceState.OPENING, DeviceState.IDENTIFYING, DeviceState.READY, DeviceState.BUSY)
_OUT_OF_STEP = (DeviceLost, DeviceTimeout, ProtocolError)


class DeviceFault(DeviceStateError):
    """The device must not be used until a person has looked at it: the session goes to FAULT."""

    default_code = "device-fault"


class SessionDriver(Protocol):
    """What a session needs of a driver. Called on the session's thread only."""

    def open(self) -> DeviceIdentity:
        """Ask the device who it is and make it safe.

        Raises
        ------
        DeviceError
        """
        ...

    def close(self) -> None:
        """Make the device safe and give the port back, in any state, more than once.

        Raises
        ------
        DeviceError
            It could not be made safe; the port was given back all the same.
        """
        ...


D = TypeVar("D", bound=SessionDriver)
T = TypeVar("T")
Listener = Callable[[DeviceStatus], None]


@dataclass(slots=True)
class _Command(Generic[D]):
    call: Callable[[D], Any]
    future: Future[Any]
    deadline: float


class DeviceSession(Generic[D]):
    """One device and the thread that talks to it.

    Parameters
    ----------
    name : str
        Name on the bench; also the name of the thread.
    kind : DeviceKind
    connect : callable
        Finds and opens the port and returns a new driver on it. It may raise any ``DeviceError``.
    clock : Clock
    watch : callable, optional
        Called on the session's thread after every command and at the latest whenever the seconds that it last
        returned are over. It does what is due (a lamp off, a look whether the port is still there) and returns
        the seconds until it wants to be called again, or None. A ``DeviceStateError`` from it is announced as the
        reason, and the device stays ready.
    interrupt : callable, optional
        Ends a long call to the driver when the session is to close; called on another thread than the session's.
    model : str
        Must be part of the model that the device reports.
    backoff_s : tuple of float
        Pauses between attempts; the last one repeats.
    """

    def __init__(
        self,
        name: str,
        kind: DeviceKind,
        connect: Callable[[], D],
        clock: Clock,
        *,
        watch: Callable[[D], float | None] | None = None,
        interrupt: Callable[[D], None] | None = None,
        model: str = "",
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self.name = name
        self.kind = kind
        self._connect = connect
        self._clock = clock
        self._watch = watch
        self._interrupt = interrupt
        self._driver: D | None = None
        self._model = model
        self._backoff_s = backoff_s
        self._changed = threading.Condition()
        self._commands: deque[_Command[D]] = deque()
        self._listeners: list[Listener] = []
        self._closing = False
        self._thread: threading.Thread | None = None
        self._identity: DeviceIdentity | None = None
        self._trouble: DeviceError | None = None
        self._status = DeviceStatus(name, kind, DeviceState.ABSENT, clock.now())

    @property
    def status(self) -> DeviceStatus:
        """Latest state; never blocks."""
        return self._status

    @property
    def started(self) -> bool:
        """``start`` was called."""
        return self._thread is not None

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with every transition, on the session's thread; the result takes it off again."""
        with self._changed:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._changed:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def start(self) -> None:
        """Begin to look for the device and return at once. A second call does nothing."""
        with self._changed:
            if self._thread is not None or self._closing:
                return
            self._thread = threading.Thread(target=self._run, name=f"device {self.name}", daemon=False)
        self._announce(DeviceState.OPENING)
        self._thread.start()

    def close(self, timeout_s: float = CLOSE_TIMEOUT_S) -> bool:
        """Make the device safe, give the port back and join the thread. False when it did not end in time."""
        self.stop()
        thread = self._thread
        if thread is None:
            self._announce(DeviceState.CLOSED)
            return True
        thread.join(timeout_s)
        if thread.is_alive():
            log.error("%s did not end within %.1f s", thread.name, timeout_s)
        return not thread.is_alive()

    def stop(self) -> None:
        """Ask the session to end, without waiting for it."""
        with self._changed:
            self._closing = True
            driver = self._driver
            self._changed.notify_all()
        if driver is not None and self._interrupt is not None:
            self._interrupt(driver)

    def wait_for(self, *states: DeviceState, timeout_s: float) -> DeviceStatus:
        """Wait until the device is in one of the states.

        Raises
        ------
        DeviceTimeout
            It did not get there; facts hold its ``state`` and the ``reason``.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._status.state in states, timeout_s):
                raise DeviceTimeout(
                    "device-not-ready", device=self.name, state=self._status.state, reason=self._status.reason
                )
            return self._status

    def submit(self, call: Callable[[D], T], deadline_s: float) -> Future[T]:
        """Queue a call to the driver.

        The call runs once or not at all. While the device is still being opened it waits; when the device is
        away it fails at once, and when the port is lost meanwhile it fails with ``DeviceLost``. A call that was
        cancelled, or whose ``deadline_s`` passed before it began, never runs.
        """
        future: Future[T] = Future()
        with self._changed:
            status = self._status
            refused = self._closing or self._thread is None or status.state not in _WAITING
            if not refused:
                self._commands.append(_Command(call, future, self._clock.monotonic() + deadline_s))
                self._changed.notify_all()
        if refused:
            future.set_exception(self._unavailable(status))
        return future

    def call(self, call: Callable[[D], T], deadline_s: float, *, must_run: bool = False) -> T:
        """Submit a call and wait for its result.

        A call that ``must_run``, such as an off, runs even when nobody waits for it any more.

        Raises
        ------
        DeviceError
            What the driver raised; ``DeviceTimeout`` when there was no result by the deadline.
        """
        future = self.submit(call, math.inf if must_run else deadline_s)
        try:
            return future.result(timeout=deadline_s)
        except TimeoutError:
            if not must_run:
                future.cancel()
            raise DeviceTimeout("device-timeout", device=self.name, seconds=deadline_s) from None

    def _unavailable(self, status: DeviceStatus) -> DeviceError:
        if self._closing or status.state is DeviceState.CLOSED:
            return DeviceStateError("device-closed", device=self.name)
        if self._trouble is not None:
            return type(self._trouble)(self._trouble.code, **self._trouble.facts)
        return DeviceStateError("device-not-ready", device=self.name, state=status.state)

    def _announce(self, state: DeviceState, error: WorkstationError | None = None) -> None:
        reason = error.code if error else ""
        facts = dict(error.facts) if error else {}
        with self._changed:
            last = self._status
            if (state, reason) == (last.state, last.reason):
                return
            status = DeviceStatus(self.name, self.kind, state, self._clock.now(), self._identity, reason, facts)
            self._status = status
            listeners = tuple(self._listeners)
            self._changed.notify_all()
        for listener in listeners:
            try:
                listener(status)
            except Exception:
                log.exception("a listener of %s failed", self.name)

    def _run(self) -> None:
        attempt = 0
        unsafe: DeviceError | None = None
        while not self._ends():
            driver = self._open(attempt)
            if driver is None:
                self._rest(self._pause_s(attempt))
                attempt += 1
                continue
            attempt = 0
            self._serve(driver)
            unsafe = self._release(driver)
            self._rest(self._backoff_s[0])
        self._fail_queued(DeviceStateError("device-closed", device=self.name))
        self._announce(DeviceState.CLOSED, unsafe)

    def _rest(self, seconds: float) -> None:
        """Wait between two attempts; a close ends it."""
        while seconds > 0 and not self._ends():
            with self._changed:
                self._changed.wait_for(lambda: self._closing, min(seconds, _ALIVE_S))
            seconds -= _ALIVE_S

    def _ends(self) -> bool:
        """The session is to close, or the program has ended without closing it: a lamp must not outlive it."""
        if not threading.main_thread().is_alive():
            self.stop()
        return self._closing

    def _pause_s(self, attempt: int) -> float:
        if self._status.state is DeviceState.FAULT:
            return self._backoff_s[-1]
        return self._backoff_s[min(attempt, len(self._backoff_s) - 1)]

    def _open(self, attempt: int) -> D | None:
        """One attempt to make the device ready."""
        if attempt == 0:
            self._announce(DeviceState.OPENING)
        driver: D | None = None
        try:
            driver = self._connect()
            with self._changed:
                self._driver = driver
            if self._status.state is not DeviceState.FAULT:
                self._announce(DeviceState.IDENTIFYING)
            identity = driver.open()
            self._recognise(identity)
        except DeviceError as error:
            self._drop(self._named(error))
        except Exception as error:
            log.exception("opening %s failed", self.name)
            self._drop(DeviceFault("device-fault", device=self.name, detail=repr(error)))
        else:
            self._announce(DeviceState.READY)
            return driver
        if driver is not None:
            self._release(driver)
        return None

    def _recognise(self, identity: DeviceIdentity) -> None:
        if self._model not in identity.model:
            raise DeviceFault("device-wrong-identity", expected=self._model, found=identity.model)
        known = self._identity
        if known is None:
            self._identity = identity
        elif (known.maker, known.model, known.serial) != (identity.maker, identity.model, identity.serial):
            raise DeviceFault(
                "device-changed",
                expected=f"{known.model} {known.serial}".strip(),
                found=f"{identity.model} {identity.serial}".strip(),
            )

    def _serve(self, driver: D) -> None:
        """Run commands until the session ends or the device is dropped."""
        while not self._ends():
            try:
                pause_s = self._look_after(driver)
            except DeviceError as error:
                self._drop(self._named(error))
                return
            with self._changed:
                pause_s = _ALIVE_S if pause_s is None else min(pause_s, _ALIVE_S)
                self._changed.wait_for(lambda: self._closing or self._commands, pause_s)
                if self._closing:
                    return
                command = self._commands.popleft() if self._commands else None
            if command is not None and not self._execute(driver, command):
                return

    def _look_after(self, driver: D) -> float | None:
        """Seconds until the driver wants to be looked after again; raises what ends the connection."""
        if self._watch is None:
            return None
        try:
            return self._watch(driver)
        except DeviceFault:
            raise
        except DeviceStateError as error:
            self._announce(DeviceState.READY, self._named(error))
            return 0.0
        except DeviceError:
            raise
        except Exception as error:
            log.exception("watching over %s failed", self.name)
            raise DeviceFault("device-fault", detail=repr(error)) from error

    def _execute(self, driver: D, command: _Command[D]) -> bool:
        """Run one command; False when it ended the connection."""
        if not command.future.set_running_or_notify_cancel():
            return True
        if self._clock.monotonic() > command.deadline:
            command.future.set_exception(DeviceTimeout("device-timeout", device=self.name))
            return True
        self._announce(DeviceState.BUSY)
        # The state before the result: whoever waits for the result finds the state that goes with it.
        try:
            result = command.call(driver)
        except (*_OUT_OF_STEP, DeviceFault) as error:
            self._drop(self._named(error))
            command.future.set_exception(error)
            return False
        except DeviceError as error:
            self._announce(DeviceState.READY)
            command.future.set_exception(self._named(error))
        except Exception as error:
            log.exception("a command to %s failed", self.name)
            self._announce(DeviceState.READY)
            command.future.set_exception(error)
        else:
            self._announce(DeviceState.READY)
            command.future.set_result(result)
        return True

    def _drop(self, error: DeviceError) -> None:
        """Announce why there is no device, and fail what waits for it."""
        if isinstance(error, DeviceFault):
            state = DeviceState.FAULT
        elif self._identity is None:
            state = DeviceState.ABSENT
        else:
            state = DeviceState.LOST
        self._announce(state, error)
        self._trouble = DeviceLost(error.code, **error.facts) if state is DeviceState.LOST else error
        self._fail_queued(self._trouble)

    def _fail_queued(self, error: DeviceError) -> None:
        with self._changed:
            queued, self._commands = tuple(self._commands), deque()
        for command in queued:
            if command.future.set_running_or_notify_cancel():
                command.future.set_exception(error)

    def _release(self, driver: D) -> DeviceError | None:
        with self._changed:
            self._driver = None
        try:
            driver.close()
        except DeviceError as error:
            log.warning("%s was not left safe: %s", self.name, error)
            return self._named(error)
        except Exception:
            log.exception("closing %s failed", self.name)
        return None

    def _named(self, error: DeviceError) -> DeviceError:
        error.facts.setdefault("device", self.name)
        return error
