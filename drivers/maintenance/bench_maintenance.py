"""``workstation.maintenance.Maintenance`` for a bench."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from drivers.attachment import Attachment
from drivers.configuration import PCSC
from drivers.maintenance.bench_file import bench_text
from drivers.maintenance.ports import ConfiguredPort, PortWatch, described, device_on, same_port
from drivers.maintenance.set_up import SessionSetUp, open_set_up
from drivers.maintenance.wire import Wires
from drivers.registry import KINDS, LIGHTS, list_ports, recognise
from drivers.session import DeviceSession
from drivers.transport import PortInfo
from workstation.devices import Clock, DeviceKind, DeviceState, DeviceStatus
from workstation.errors import DeviceError, DeviceStateError, WorkstationError
from workstation.maintenance import (
    SET_UP_WIRE,
    BenchDraft,
    KindDescription,
    PortDescription,
    ProbedPort,
    SetUp,
    WireEntry,
    wire_line,
)
from workstation.whole_file import write_whole

MAX_HISTORY = 500

AFTER_KILL = "lights-after-kill"
"""No controller that is driven has a watchdog that is documented: what a killed program leaves lit is switched off by
``drivers.lamp_guard``, and nothing is where there is no line."""

_OTHER_KINDS = (
    KindDescription("uvc", DeviceKind.CAMERA, "UVC (USB Video Class)"),
    KindDescription(PCSC, DeviceKind.CHIP, "PC/SC"),
)


class BenchMaintenance:
    """What a technician may ask of a bench; any thread.

    Parameters
    ----------
    attachments : iterable of Attachment
        Devices on serial lines.
    sessions : iterable of DeviceSession
        Every device.
    wires : Wires
    clock : Clock
    ports : callable, optional
        Serial ports of this computer, now.
    """

    def __init__(
        self,
        attachments: Iterable[Attachment[Any, Any]],
        sessions: Iterable[DeviceSession[Any]],
        wires: Wires,
        clock: Clock,
        ports: Callable[[], tuple[PortInfo, ...]] = list_ports,
    ) -> None:
        self._attachments = tuple(attachments)
        self._sessions = {session.name: session for session in sessions}
        self._wires = wires
        self._clock = clock
        self._list_ports = ports
        self._history = {name: deque[DeviceStatus](maxlen=MAX_HISTORY) for name in self._sessions}
        for name, session in self._sessions.items():
            session.subscribe(self._history[name].append)
        self._watch = PortWatch(self.ports)
        self._guard = threading.Lock()
        self._set_ups: list[SessionSetUp] = []
        self._closed = threading.Event()

    def kinds(self) -> tuple[KindDescription, ...]:
        """Every kind that can be driven."""
        serial = (
            KindDescription(kind.code, kind.device, kind.title, AFTER_KILL if kind.code in LIGHTS else "")
            for kind in KINDS.values()
        )
        return (*serial, *_OTHER_KINDS)

    # ------------------------------------------------------------------ ports

    def _configured(self) -> tuple[ConfiguredPort, ...]:
        """Ports of the bench; a simulator that was never plugged in has none yet."""
        found: list[ConfiguredPort] = []
        for each in self._attachments:
            with contextlib.suppress(RuntimeError):
                found.append(ConfiguredPort(each.name, each.selector))
        return tuple(found)

    def _all_ports(self) -> tuple[PortInfo, ...]:
        """Ports of this computer, and those of simulators inside this program."""
        simulated = (
            PortInfo(each.host.address, product="SIMULATED")
            for each in self._attachments
            if each.host is not None and each.host.wire is not None
        )
        return (*self._list_ports(), *simulated)

    def ports(self) -> tuple[PortDescription, ...]:
        """Serial ports, now; those of simulators inside this program too."""
        return described(self._all_ports(), self._configured())

    def on_ports(self, listener: Callable[[tuple[PortDescription, ...]], None]) -> Callable[[], None]:
        """Tell a listener the ports, and whenever they differ."""
        return self._watch.subscribe(listener)

    def probe(self, address: str, kind: str = "") -> ProbedPort:
        """Ask who is on a port.

        Raises
        ------
        DeviceError
        WorkstationError
            There is no such kind.
        """
        self._demand_free(address)
        found = recognise(
            address, (kind,) if kind else tuple(KINDS), ports=self._list_ports, give_up=self._closed.is_set
        )
        return ProbedPort(address, found.kind, found.identity)

    def _demand_free(self, address: str) -> None:
        """Refuse a port that a session of this bench has, or takes as soon as it can."""
        known = (port for port in self._all_ports() if same_port(port.address, address))
        owner = device_on(next(known, PortInfo(address)), self._configured())
        session = self._sessions.get(owner.device) if owner else None
        if session is not None and session.started and session.status.state is not DeviceState.CLOSED:
            raise DeviceStateError("port-in-use", device=session.name, port=address)

    # ------------------------------------------------------------------ what happened

    def history(self, device: str) -> tuple[DeviceStatus, ...]:
        """States of a device since the program started."""
        return tuple(self._history.get(device, ()))

    def wire(self, device: str, *, redacted: bool = True) -> tuple[WireEntry, ...]:
        """What went over a device's line."""
        return self._wires.entries(device, redacted=redacted)

    def save_wire(self, path: Path, device: str, *, redacted: bool = True) -> None:
        """Write the wire log of a device as text.

        Raises
        ------
        WorkstationError
            The file cannot be written.
        """
        lines = (wire_line(entry) for entry in self.wire(device, redacted=redacted))
        write_whole(path, "".join(f"{line}\n" for line in lines).encode())

    # ------------------------------------------------------------------ set-up

    def set_up(self, kind: str, address: str) -> SetUp:
        """Open a light controller outside the bench.

        Raises
        ------
        DeviceError
        WorkstationError
            There is no such kind of light controller.
        """
        if kind not in LIGHTS:
            raise WorkstationError("device-kind-unknown", kind=kind, kinds=", ".join(LIGHTS))
        self._demand_free(address)
        opened = open_set_up(
            LIGHTS[kind],
            address,
            self._clock,
            tap=self._wires.log(SET_UP_WIRE, kind, DeviceKind.LIGHTS),
            ended=self._forget,
        )
        with self._guard:
            self._set_ups.append(opened)
        return opened

    def _forget(self, set_up: SessionSetUp) -> None:
        with self._guard:
            if set_up in self._set_ups:
                self._set_ups.remove(set_up)

    def bench_text(self, draft: BenchDraft) -> str:
        """The bench file of a draft.

        Raises
        ------
        ConfigurationError
        """
        return bench_text(draft)

    # ------------------------------------------------------------------ the end

    def close(self) -> None:
        """Lamps of a set-up off, a probe ends with the kind it is at, nobody watches the ports."""
        self._closed.set()
        with self._guard:
            left = tuple(self._set_ups)
        for each in left:
            with contextlib.suppress(DeviceError):
                each.close()
        self._watch.close()
