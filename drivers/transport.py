"""A thin byte port over pyserial, and how a port is found.

Responsible for: opening, one fixed short timeout with a deadline loop, turning every way in which a port goes
away into ``DeviceLost`` and every silence into ``DeviceTimeout``, finding the port that carries a USB identity,
telling a tap what went over the line.

Not responsible for: framing, commands, reconnection. ``is_open`` of pyserial stays true after an unplug and is
never asked; a lost port is closed, dropped and made anew.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import serial
from serial.tools import list_ports as serial_list_ports

from workstation.errors import DeviceLost, DeviceNotFound, DeviceStateError, DeviceTimeout
from workstation.maintenance import Direction

if sys.platform == "win32":
    _HAS_DESCRIPTORS = False
    _PORT_GONE: tuple[type[Exception], ...] = (serial.SerialException, OSError)
else:
    import termios

    _HAS_DESCRIPTORS = True
    _PORT_GONE = (serial.SerialException, OSError, termios.error)

SLICE_S = 0.05
"""The one timeout a port is opened with; deadlines are loops over it, because changing it fails on some ports."""

WRITE_TIMEOUT_S = 2.0
_OVERRUN_S = 0.25
"""What is already there may still be taken this long after the deadline: a busy machine is not a silent device."""

_CHUNK = 4096
_DRAIN_LIMIT = 1 << 20

Tap = Callable[[Direction, bytes], None]
"""Hears every byte of a line, on the thread that talks; quick, and raises nothing."""


def _nobody(_: Direction, __: bytes) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Speed and modem lines of a serial line; always 8 data bits, no parity, 1 stop bit, no handshake."""

    baud: int
    dtr: bool = True
    rts: bool = True


@dataclass(frozen=True, slots=True)
class PortInfo:
    """One serial port of this machine.

    ``usb`` is ``vvvv:pppp`` in lower-case hex, empty when the port is no USB device.
    """

    address: str
    usb: str = ""
    serial: str = ""
    description: str = ""
    maker: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class PortSelector:
    """Which port a device is on: a USB identity, or the explicit ``address`` of a simulator or a socket."""

    usb: str = ""
    serial: str = ""
    address: str = ""

    def __str__(self) -> str:
        return self.address or " ".join(part for part in (self.usb, self.serial) if part)


def list_ports() -> tuple[PortInfo, ...]:
    """Serial ports of this machine, by address."""
    ports = (
        PortInfo(
            address=each.device,
            usb=f"{each.vid:04x}:{each.pid:04x}" if each.vid is not None and each.pid is not None else "",
            serial=_said(each.serial_number),
            description=_said(each.description),
            maker=_said(each.manufacturer),
            product=_said(each.product),
        )
        for each in serial_list_ports.comports()
    )
    return tuple(sorted(ports, key=lambda port: port.address))


def _said(text: str | None) -> str:
    """What the system says of a port; pyserial puts ``n/a`` where it says nothing."""
    return "" if text in (None, "n/a") else str(text)


def carries(port: PortInfo, selector: PortSelector) -> bool:
    """Whether a port has the USB identity of a selector."""
    if port.usb != selector.usb:
        return False
    if sys.platform == "win32":
        # Windows appends the letter of the channel to the serial number of some adapters.
        return port.serial.lower().startswith(selector.serial.lower())
    return not selector.serial or port.serial == selector.serial


def find_port(selector: PortSelector, ports: Callable[[], tuple[PortInfo, ...]] = list_ports) -> str:
    """Address of the one port that carries the identity.

    Raises
    ------
    DeviceNotFound
        None carries it, or more than one does: which of two is never guessed.
    """
    if selector.address:
        return selector.address
    found = [port for port in ports() if carries(port, selector)]
    if not found:
        raise DeviceNotFound("device-not-found", port=str(selector))
    if len(found) > 1:
        raise DeviceNotFound("device-ambiguous", port=str(selector), found=", ".join(port.address for port in found))
    return found[0].address


@contextlib.contextmanager
def _lost_port() -> Iterator[None]:
    try:
        yield
    except serial.SerialTimeoutException as error:
        raise DeviceTimeout("device-timeout", port="", seconds=WRITE_TIMEOUT_S) from error
    except _PORT_GONE as error:
        raise DeviceLost("device-lost", detail=str(error)) from error


def _what_comes(port: serial.SerialBase) -> bytes:
    """Bytes that are there, or the first that come within ``SLICE_S``; none where none do."""
    if not _HAS_DESCRIPTORS:
        first: bytes = port.read(1)
        return first + port.read(min(port.in_waiting, _CHUNK)) if first else b""
    # Two reads of pyserial, of which each waits and measures time for itself, cost more than the answer of a device.
    descriptor = port.fileno()
    if not select.select((descriptor,), (), (), SLICE_S)[0]:
        return b""
    data = os.read(descriptor, _CHUNK)
    if not data:
        raise serial.SerialException("the line hung up")
    return data


class SerialPort:
    """One open serial line.

    Parameters
    ----------
    address : str
        Device file, COM port or a URL that ``serial_for_url`` knows (``socket://host:port``).
    line : LineSettings
    tap : Tap, optional
    patience_s : float
        The longest silence before an answer, whatever the deadline.
    """

    def __init__(
        self, address: str, line: LineSettings, tap: Tap = _nobody, *, patience_s: float = float("inf")
    ) -> None:
        self.address = address
        self.line = line
        self._tap = tap
        self._patience_s = patience_s
        self._serial: serial.SerialBase | None = None
        self._interrupted = False

    def open(self, *, alone: bool = True) -> None:
        """Open the line for this program alone.

        Parameters
        ----------
        alone : bool
            False opens it where another program holds it too, as far as the system and that program let it.

        Raises
        ------
        DeviceNotFound
            There is no such port.
        DeviceStateError
            The port belongs to another program, or this user may not open it.
        """
        url = "://" in self.address
        try:
            self._serial = serial.serial_for_url(
                self.address,
                baudrate=self.line.baud,
                timeout=SLICE_S,
                write_timeout=WRITE_TIMEOUT_S,
                **({} if url or sys.platform == "win32" or not alone else {"exclusive": True}),
            )
        except _PORT_GONE as error:
            raise self._not_opened(error) from error
        self._set_modem_lines()
        self._ask_for_low_latency()

    def _not_opened(self, error: Exception) -> DeviceNotFound | DeviceStateError:
        number = getattr(error, "errno", None)
        if number in (errno.EACCES, errno.EPERM):
            return DeviceStateError("device-port-denied", port=self.address)
        if number in (errno.EWOULDBLOCK, errno.EBUSY) or "PermissionError" in str(error):
            return DeviceStateError("device-port-taken", port=self.address)
        return DeviceNotFound("device-not-found", port=self.address, detail=str(error))

    def _set_modem_lines(self) -> None:
        port = self._opened()
        try:
            port.dtr = self.line.dtr
            port.rts = self.line.rts
        except OSError as error:
            if error.errno not in (errno.ENOTTY, errno.EINVAL):
                raise DeviceLost("device-lost", detail=str(error)) from error

    def _ask_for_low_latency(self) -> None:
        # USB adapters hold short replies back for up to 16 ms unless they are asked not to.
        with contextlib.suppress(AttributeError, NotImplementedError, ValueError):
            self._opened().set_low_latency_mode(True)

    def close(self) -> None:
        """Give the port back; safe to call twice and after an unplug."""
        port, self._serial = self._serial, None
        if port is not None:
            with contextlib.suppress(*_PORT_GONE):
                port.close()

    def interrupt(self) -> None:
        """End a read that another thread waits in, and every later one, with ``DeviceLost``."""
        self._interrupted = True

    def _opened(self) -> serial.SerialBase:
        if self._serial is None:
            raise DeviceLost("device-lost", detail="closed")
        return self._serial

    def check(self) -> None:
        """Notice an unplug without talking to the device.

        Raises
        ------
        DeviceLost
        """
        with _lost_port():
            _ = self._opened().in_waiting
            if sys.platform != "win32" and "://" not in self.address and not Path(self.address).exists():
                raise DeviceLost("device-lost", detail=self.address)

    def drain(self) -> bytes:
        """Throw away what came unasked, such as a reply after its deadline, and return it.

        Raises
        ------
        DeviceLost
        """
        stale = bytearray()
        with _lost_port():
            port = self._opened()
            while (waiting := port.in_waiting) and len(stale) < _DRAIN_LIMIT:
                stale += port.read(waiting)
        if stale:
            self._tap(Direction.DISCARDED, bytes(stale))
        return bytes(stale)

    def write(self, data: bytes) -> None:
        """Send every byte.

        Raises
        ------
        DeviceLost, DeviceTimeout
        """
        with _lost_port():
            self._opened().write(data)
        self._tap(Direction.SENT, data)

    def read(self, deadline: float) -> bytes:
        """At least one byte.

        Parameters
        ----------
        deadline : float
            Time of ``time.monotonic`` at which silence becomes an error.

        Raises
        ------
        DeviceLost, DeviceTimeout
        """
        data = self._read(deadline)
        self._tap(Direction.RECEIVED, data)
        return data

    def _read(self, deadline: float) -> bytes:
        deadline = min(deadline, time.monotonic() + self._patience_s)
        with _lost_port():
            port = self._opened()
            while (now := time.monotonic()) < deadline or (now < deadline + _OVERRUN_S and port.in_waiting):
                data = _what_comes(port)
                if self._interrupted:
                    raise DeviceLost("device-lost", detail="interrupted")
                if data:
                    return data
        raise DeviceTimeout("device-timeout", port=self.address)

    def discard_until_idle(self, idle_s: float, limit_s: float) -> None:
        """Throw away what comes until nothing came for ``idle_s``, at most for ``limit_s``.

        Raises
        ------
        DeviceLost
        """
        limit = time.monotonic() + limit_s
        with contextlib.suppress(DeviceTimeout):
            while (now := time.monotonic()) < limit:
                self._tap(Direction.DISCARDED, self._read(min(now + idle_s, limit)))
