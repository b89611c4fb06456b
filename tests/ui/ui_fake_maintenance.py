"""The technician's side of a bench in memory: ``workstation.maintenance.Maintenance`` without a port.

It stands behind the real ``MaintenanceDesk``; the end-to-end test drives the real one over real lines.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from workstation.devices import DeviceIdentity, DeviceKind, DeviceState, DeviceStatus, Frame, LightSetting
from workstation.errors import DeviceError, DeviceNotFound, DeviceStateError
from workstation.maintenance import (
    BenchDraft,
    Direction,
    KindDescription,
    PortDescription,
    ProbedPort,
    WireEntry,
    wire_line,
)

FREE = PortDescription("/dev/ttyUSB0", "0403:6001", "A10K4ZQ1", "FTDI", "FT232R")
TAKEN = PortDescription("/dev/ttyUSB1", "2b78:0005", "", "Elyctis", "ID BOX", used_by="reader")
KINDS = (
    KindDescription("gardasoft-rt", DeviceKind.LIGHTS, "Gardasoft RT260, RT460, RT860F", "lights-after-kill"),
    KindDescription("thorlabs-dc4100", DeviceKind.LIGHTS, "Thorlabs DC4100, DC4104, LEDD4", "lights-after-kill"),
    KindDescription("elyctis-idbox", DeviceKind.READER, "Elyctis ID BOX"),
    KindDescription("pn532", DeviceKind.CHIP, "NXP PN532"),
    KindDescription("uvc", DeviceKind.CAMERA, "UVC (USB Video Class)"),
    KindDescription("pcsc", DeviceKind.CHIP, "PC/SC"),
)
IDENTITY = DeviceIdentity("Thorlabs", "DC4100", "SN12", "1.2.0")
SECRET = b"P<UTOERIKSSON<<ANNA"
READER = "reader"


class FakeSetUp:
    """A controller of four channels; ``calls`` is what was asked of it, ``fail`` and ``fail_off`` are raised."""

    identity = IDENTITY
    channels = 4

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.lit = 0
        self.closed = False
        self.fail: DeviceError | None = None
        self.fail_off: DeviceError | None = None

    def wavelength_nm(self, channel: int) -> int | None:
        return {1: 365, 2: 455}.get(channel)

    def light(self, channel: int, percent: float) -> None:
        self.calls.append(("light", channel, percent))
        if self.fail is not None:
            raise self.fail
        self.lit = channel

    def off(self) -> None:
        self.calls.append(("off",))
        if self.fail_off is not None:
            raise self.fail_off
        self.lit = 0

    def close(self) -> None:
        self.calls.append(("close",))
        self.lit = 0
        self.closed = True


class FakeMaintenance:
    """Ports that a test plugs, wires that a test writes on; ``hold`` runs before every call that may block."""

    def __init__(self, now: Callable[[], object]) -> None:
        self._now = now
        self.found: tuple[PortDescription, ...] = (FREE, TAKEN)
        self.listeners: list[Callable[[tuple[PortDescription, ...]], None]] = []
        self.states: dict[str, list[DeviceStatus]] = {}
        self.entries: dict[str, list[WireEntry]] = {}
        self.answers = {FREE.address: "thorlabs-dc4100"}
        self.set_ups: list[FakeSetUp] = []
        self.drafts: list[BenchDraft] = []
        self.refuse_draft: Exception | None = None
        self.asked: list[tuple[object, ...]] = []
        self.hold: Callable[[], None] = lambda: None
        self.threads: set[str] = set()

    # -- what a test does

    def plug(self, *ports: PortDescription) -> None:
        self.found = ports
        for listener in tuple(self.listeners):
            listener(ports)

    def happen(self, status: DeviceStatus) -> None:
        self.states.setdefault(status.device, []).append(status)

    def say(self, device: str, direction: Direction, data: bytes, meaning: str = "") -> None:
        said = self.entries.setdefault(device, [])
        at = self._now() + timedelta(milliseconds=len(said))
        said.append(WireEntry(at, device, direction, data, len(data), meaning))

    # -- Maintenance

    def kinds(self) -> tuple[KindDescription, ...]:
        return KINDS

    def _block(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.hold()

    def ports(self) -> tuple[PortDescription, ...]:
        self._block()
        return self.found

    def probe(self, address: str, kind: str = "") -> ProbedPort:
        self._block()
        self.asked.append(("probe", address, kind))
        if address == TAKEN.address:
            raise DeviceStateError("port-in-use", device=TAKEN.used_by, port=address)
        answer = self.answers.get(address)
        if answer is None or kind not in ("", answer):
            raise DeviceNotFound("device-unrecognised", device=address, port=address)
        return ProbedPort(address, answer, IDENTITY)

    def history(self, device: str) -> tuple[DeviceStatus, ...]:
        return tuple(self.states.get(device, ()))

    def wire(self, device: str, *, redacted: bool = True) -> tuple[WireEntry, ...]:
        self._block()
        entries = tuple(self.entries.get(device, ()))
        if not redacted or device != READER:
            return entries
        return tuple(
            replace(each, data=b"", meaning="") if each.direction is Direction.RECEIVED else each for each in entries
        )

    def save_wire(self, path: Path, device: str, *, redacted: bool = True) -> None:
        self._block()
        path.write_text("".join(f"{wire_line(each)}\n" for each in self.wire(device, redacted=redacted)))

    def set_up(self, kind: str, address: str) -> FakeSetUp:
        self._block()
        self.asked.append(("set_up", kind, address))
        if self.answers.get(address) != kind:
            raise DeviceNotFound("device-unrecognised", device=address, port=address)
        self.set_ups.append(FakeSetUp())
        return self.set_ups[-1]

    def bench_text(self, draft: BenchDraft) -> str:
        self._block()
        self.drafts.append(draft)
        if self.refuse_draft is not None:
            raise self.refuse_draft
        return f'name = "{draft.name}"\n'

    def on_ports(self, listener: Callable[[tuple[PortDescription, ...]], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        threading.Thread(target=lambda: listener(self.found), name="fake-port-watch").start()
        return lambda: self.listeners.remove(listener)


class FakeLamps:
    """A light source that confirms what it was told, unless ``confirms`` says otherwise."""

    name = "lights"

    def __init__(self, lights: tuple[str, ...], status: DeviceStatus) -> None:
        self.status = status
        self._lights = lights
        self._lit: str | None = None
        self.confirms: str | None = None
        self.seconds: dict[str, float] = {}

    def settings(self) -> tuple[LightSetting, ...]:
        return tuple(LightSetting(each, 80.0, 0.0, 20.0) for each in self._lights)

    def switch_on(self, light: str) -> None:
        self._lit = light
        self.seconds[light] = self.seconds.get(light, 0.0) + 1.5

    def confirmed(self) -> str | None:
        return self.confirms or self._lit

    def all_off(self) -> None:
        self._lit = None

    def lit_seconds(self) -> dict[str, float]:
        return dict(self.seconds)


class FakeCamera:
    """One picture, again and again."""

    name = "camera"

    def __init__(self, status: DeviceStatus, now: Callable[[], object]) -> None:
        self.status = status
        self._now = now
        self.level = 128

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        pixels = np.full((60, 80, 3), self.level, np.uint8)
        pixels[:30] = 255
        pixels.setflags(write=False)
        return Frame(pixels, exposure_ms, gain_db, None, self._now())


def lost(status: DeviceStatus) -> DeviceStatus:
    """The same device with its cable pulled."""
    return replace(status, state=DeviceState.LOST, reason="device-lost", facts={"device": status.device})
