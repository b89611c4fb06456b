"""Puts a simulator behind a serial port that pyserial opens like any other.

On POSIX the port is a pseudo-terminal under a symbolic link of its own, so that it keeps its address across an
unplug. Where there are no pseudo-terminals the port is a ``socket://`` URL on the loopback interface.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Protocol

from drivers.line_folder import LineFolder
from drivers.simulators import ChecksummedSimulator, LineFault, Simulator, SpontaneousSimulator, line_faults

_CHUNK = 4096
_NOISE = bytes(range(255, 0, -7)).replace(b">", b"") + b"\x00\xff~"
_STRANGE = b"what?\r\n>"
_UNASKED = b"hello from me\r\n"
_JOIN_S = 5.0
_ALIVE_S = 1.0
_SLOW_S = 0.04
"""Delay of a slow reply, within every deadline; a late one comes with the next command."""

_STOP = b"x"
_PUSH = b"p"


class _Ready(Enum):
    BYTES = "bytes"
    NOTHING = "nothing"
    END = "end"


class Wire(Protocol):
    """One plugged-in line, seen from the device."""

    @property
    def address(self) -> str:
        """What pyserial opens."""
        ...

    def fileno(self) -> int:
        """What to wait on."""
        ...

    def read(self) -> bytes:
        """What came; empty where the host has gone for now."""
        ...

    def write(self, data: bytes) -> None:
        """Send."""
        ...

    def unplug(self) -> None:
        """Tear the line out."""
        ...


if sys.platform != "win32":
    import pty
    import termios
    import tty

    class PtyWire:
        """A pseudo-terminal behind a stable link.

        Parameters
        ----------
        link : Path
            Replaced by a link to the new terminal.
        """

        def __init__(self, link: Path) -> None:
            self._link = link
            self._master, self._slave = pty.openpty()
            tty.setraw(self._slave)
            fresh = link.with_suffix(".new")
            fresh.symlink_to(os.ttyname(self._slave))
            fresh.replace(link)

        @property
        def address(self) -> str:
            """The link."""
            return str(self._link)

        @property
        def baud_code(self) -> int:
            """Speed that the opener has set, as a termios constant."""
            speed: int = termios.tcgetattr(self._master)[4]
            return speed

        def fileno(self) -> int:
            """The master side."""
            return self._master

        def read(self) -> bytes:
            """What came."""
            return os.read(self._master, _CHUNK)

        def write(self, data: bytes) -> None:
            """Send every byte."""
            while data:
                data = data[os.write(self._master, data) :]

        def unplug(self) -> None:
            """Close both sides: an open port reads its end."""
            self._link.unlink(missing_ok=True)
            os.close(self._master)
            os.close(self._slave)


class SocketWire:
    """A line over TCP on the loopback interface, for one opener at a time.

    Parameters
    ----------
    port : int
        0 for any free one.
    """

    def __init__(self, port: int = 0) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self._peer: socket.socket | None = None

    @property
    def port(self) -> int:
        """TCP port."""
        return int(self._listener.getsockname()[1])

    @property
    def address(self) -> str:
        """URL."""
        return f"socket://127.0.0.1:{self.port}"

    def fileno(self) -> int:
        """The peer, or the listener while there is none."""
        return (self._peer or self._listener).fileno()

    def read(self) -> bytes:
        """What came; empty when a peer has just come or gone."""
        if self._peer is None:
            self._peer, _ = self._listener.accept()
            self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return b""
        with contextlib.suppress(ConnectionError):
            if data := self._peer.recv(_CHUNK):
                return data
        self._peer.close()
        self._peer = None
        return b""

    def write(self, data: bytes) -> None:
        """Send every byte; nothing while there is no peer."""
        if self._peer is not None:
            with contextlib.suppress(ConnectionError):
                self._peer.sendall(data)

    def unplug(self) -> None:
        """Close both sockets."""
        if self._peer is not None:
            self._peer.close()
        self._listener.close()


class PtyHost:
    """A simulator on a line, served by a thread of its own.

    Parameters
    ----------
    simulator : Simulator
    name : str
        Name of the thread and of the link.
    over_socket : bool
        Use TCP although there are pseudo-terminals.
    """

    def __init__(self, simulator: Simulator, name: str, *, over_socket: bool = sys.platform == "win32") -> None:
        self.simulator = simulator
        self.name = name
        self._folder = None if over_socket else LineFolder()
        self._tcp_port = 0
        self._wire: Wire | None = None
        self._thread: threading.Thread | None = None
        self._wake_in, self._wake_out = socket.socketpair()
        self._guard = threading.Lock()
        self._fault: LineFault | None = None
        self._fault_replies: int | None = None
        self._held = b""
        self._pushed: deque[bytes] = deque()
        self._closed = False
        if isinstance(simulator, SpontaneousSimulator):
            simulator.speak_through(self.push)

    @property
    def address(self) -> str:
        """What to open; the same before an unplug and after it.

        Raises
        ------
        RuntimeError
            Over TCP and never plugged in: the address is not known yet.
        """
        if self._folder is not None:
            return str(self._folder.path / self.name)
        if not self._tcp_port:
            raise RuntimeError("not plugged in yet")
        return f"socket://127.0.0.1:{self._tcp_port}"

    @property
    def wire(self) -> Wire | None:
        """The line while it is plugged in."""
        return self._wire

    def plug(self) -> None:
        """Plug the device in, with whatever state it has kept. Does nothing while it is plugged in."""
        if self._closed or self._wire is not None:
            return
        # One that has just hung up by itself is on its way out.
        self._join()
        while self._woken():
            pass
        self._pushed.clear()
        wire = self._new_wire()
        self._wire = wire
        self._thread = threading.Thread(target=self._serve, args=(wire,), name=f"simulator {self.name}")
        self._thread.start()

    def _new_wire(self) -> Wire:
        if sys.platform == "win32" or self._folder is None:
            wire = SocketWire(self._tcp_port)
            self._tcp_port = wire.port
            return wire
        return PtyWire(self._folder.path / self.name)

    def unplug(self) -> None:
        """Tear the line out under whoever holds it open."""
        self._join(stop=True)

    def replug(self) -> None:
        """Plug the device in again, also after it has hung up by itself."""
        self.unplug()
        self.plug()

    def close(self) -> None:
        """Unplug for good and join the thread; safe to call twice."""
        if not self._closed:
            self._closed = True
            self._join(stop=True)
            self._wake_in.close()
            self._wake_out.close()
            if self._folder is not None:
                self._folder.close()

    def misbehave(self, fault: LineFault | None, replies: int | None = None) -> None:
        """Spoil the next ``replies`` replies, or all of them; None as fault is good behaviour again.

        Raises
        ------
        ValueError
            A wrong checksum on a line whose device has none.
        """
        if fault is not None and fault not in line_faults(self.simulator):
            raise ValueError(f"no {fault} on the line of {self.name}")
        with self._guard:
            self._fault, self._fault_replies = fault, replies

    def push(self, data: bytes) -> None:
        """Send what nobody asked for, spoilt like any reply; lost where nothing is plugged in."""
        if self._wire is not None and not self._closed:
            self._pushed.append(data)
            self._wake_in.send(_PUSH)

    def _join(self, stop: bool = False) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if stop and thread.is_alive():
            self._wake_in.send(_STOP)
        thread.join(_JOIN_S)

    def _serve(self, wire: Wire) -> None:
        try:
            while (ready := self._wait(wire)) is not _Ready.END:
                data = wire.read() if ready is _Ready.BYTES else b""
                if data and self._held:
                    wire.write(self._held)
                    self._held = b""
                if data and not all(self._answer(wire, reply) for reply in self.simulator.feed(data)):
                    return
                while self._pushed:
                    if not self._answer(wire, self._pushed.popleft()):
                        return
        except OSError:
            # Both ends of a line may tear it; an unplugged simulator has nobody to tell.
            return
        finally:
            self._wire = None
            wire.unplug()

    def _woken(self) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_out, selectors.EVENT_READ)
            return bool(selector.select(0)) and bool(self._wake_out.recv(1))

    def _wait(self, wire: Wire) -> _Ready:
        """Wait for bytes, or for the end: the line is to be torn out, or nobody is left in the program to do it."""
        with selectors.DefaultSelector() as selector:
            selector.register(wire.fileno(), selectors.EVENT_READ)
            selector.register(self._wake_out, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in selector.select(_ALIVE_S)}
        woken = self._wake_out in ready and self._wake_out.recv(_CHUNK)
        if (woken and _STOP in woken) or not (ready or threading.main_thread().is_alive()):
            return _Ready.END
        return _Ready.BYTES if wire.fileno() in ready else _Ready.NOTHING

    def _next_fault(self) -> LineFault | None:
        with self._guard:
            fault = self._fault
            if fault is not None and self._fault_replies is not None:
                self._fault_replies -= 1
                if self._fault_replies <= 0:
                    self._fault = None
            return fault

    def _answer(self, wire: Wire, reply: bytes) -> bool:
        """Send one reply, spoilt as told; False when the line hangs up."""
        fault = self._next_fault()
        spoil = self._wrong_checksum if fault is LineFault.WRONG_CHECKSUM else _SPOILT.get(fault) if fault else None
        if fault is LineFault.LATE:
            self._held += reply
        else:
            if fault is LineFault.SLOW:
                time.sleep(_SLOW_S)
            for part in spoil(reply) if spoil else (reply,):
                wire.write(part)
        return fault is not LineFault.HALF_THEN_HANGUP

    def _wrong_checksum(self, reply: bytes) -> tuple[bytes, ...]:
        device = self.simulator
        return (device.spoil_checksum(reply) if isinstance(device, ChecksummedSimulator) else reply,)


_SPOILT: dict[LineFault, Callable[[bytes], tuple[bytes, ...]]] = {
    LineFault.SILENCE: lambda _: (),
    LineFault.NOISE: lambda _: (_NOISE,),
    LineFault.BYTEWISE: lambda reply: tuple(bytes((byte,)) for byte in reply),
    LineFault.DOUBLED: lambda reply: (reply + reply,),
    LineFault.UNKNOWN: lambda _: (_STRANGE,),
    LineFault.UNSOLICITED: lambda reply: (_UNASKED + reply,),
    LineFault.HALF_THEN_HANGUP: lambda reply: (reply[: len(reply) // 2],),
}
