"""The technician's desk: what the window may ask of ``Maintenance``, each answer a Future.

Whatever talks to a port, reads or writes a file or lights a lamp runs on a thread of its own; the window's thread
never waits. Errors in a future are ``WorkstationError``; anything else is a bug.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workstation.captures import Origin
from workstation.devices import Bench, Clock, DeviceIdentity, DeviceStatus
from workstation.errors import Cancelled, CaptureError, WorkstationError
from workstation.maintenance import (
    BenchDraft,
    KindDescription,
    Maintenance,
    PortDescription,
    ProbedPort,
    SetUp,
    WireEntry,
)
from workstation.whole_file import demand_replaceable, write_whole

THUMBNAIL_PX = 320
"""Longest side of the picture of a light test."""


@dataclass(frozen=True, slots=True)
class LightTest:
    """One light, tried: confirmed before and after one exposure that nobody stored, then confirmed off.

    Attributes
    ----------
    light : str
        The light that was asked for and that the controller confirmed twice.
    brightness : float
        Mean of all samples, 0 (black) to 1 (full scale).
    saturated : float
        Share of the picture, 0 to 1, with a sample at full scale: more than a little means exposed too long.
    thumbnail : ndarray, shape (H, W, 3), uint8, RGB, read-only
        At most ``THUMBNAIL_PX`` on its longest side.
    duration_ms : float
        From the request to confirmed off.
    lit_s : float
        Seconds that the light burnt for it.
    origin : Origin
        ``simulated`` where a simulator took part; the picture must be labelled so.
    exposure_ms : float or None
        As the camera confirmed it.
    """

    light: str
    brightness: float
    saturated: float
    thumbnail: NDArray[np.uint8]
    duration_ms: float
    lit_s: float
    origin: Origin
    exposure_ms: float | None = None


@dataclass(frozen=True, slots=True)
class WrittenBench:
    """A bench file that was written, and where the one it replaced was kept (None where there was none)."""

    path: Path
    kept: Path | None


class SetUpDesk:
    """A light controller opened by the guided set-up. Calls run one after the other on the set-up's thread.

    Attributes
    ----------
    identity : DeviceIdentity
        Who answered.
    channels : int
        How many channels it has, counted from 1.
    wavelengths_nm : tuple of int or None
        What the controller says of the lamp on each channel, in order; None where it cannot say.
    """

    def __init__(self, engine: SetUp, executor: ThreadPoolExecutor) -> None:
        """Ask the controller what the page shows; blocks."""
        self._engine = engine
        self._executor = executor
        self.identity: DeviceIdentity = engine.identity
        self.channels: int = engine.channels
        self.wavelengths_nm: tuple[int | None, ...] = tuple(
            engine.wavelength_nm(channel) for channel in range(1, engine.channels + 1)
        )

    def light(self, channel: int, percent: float) -> Future[None]:
        """Light one channel alone, confirmed; it goes off by itself after ``SET_UP_LIT_S`` seconds at most."""
        return self._executor.submit(self._engine.light, channel, percent)

    def off(self) -> Future[None]:
        """Everything off, confirmed."""
        return self._executor.submit(self._engine.off)

    def close(self) -> Future[None]:
        """Everything off, and the port given back; safe to call twice. Nothing may be asked afterwards."""
        return self._executor.submit(self._engine.close)


class MaintenanceDesk:
    """What a technician may ask of a bench while the window stays alive.

    Parameters
    ----------
    maintenance : Maintenance
    bench : Bench
    clock : Clock
    hands : Executor
        The one thread that drives the bench; a light test runs there, between other work.
    capturing : threading.Lock
        Held while a capture or a light test runs.
    cancel : threading.Event
        Set by whoever stops what runs on the bench.
    """

    def __init__(
        self,
        maintenance: Maintenance,
        *,
        bench: Bench,
        clock: Clock,
        hands: Executor,
        capturing: threading.Lock,
        cancel: threading.Event,
    ) -> None:
        self._maintenance = maintenance
        self._bench = bench
        self._clock = clock
        self._hands = hands
        self._capturing = capturing
        self._cancel = cancel
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="maintenance")
        self._prober = ThreadPoolExecutor(1, thread_name_prefix="probe")
        self._setter = ThreadPoolExecutor(1, thread_name_prefix="set-up")
        self._set_up: SetUp | None = None

    # ------------------------------------------------------------------ never blocks

    def kinds(self) -> tuple[KindDescription, ...]:
        """Every kind of device that can be driven; at once."""
        return self._maintenance.kinds()

    def history(self, device: str) -> tuple[DeviceStatus, ...]:
        """States of a device since the program started, oldest first; at once."""
        return self._maintenance.history(device)

    def on_ports(self, listener: Callable[[tuple[PortDescription, ...]], None]) -> Callable[[], None]:
        """Call ``listener`` on another thread whenever ports come or go; the result ends it. At once."""
        return self._maintenance.on_ports(listener)

    # ------------------------------------------------------------------ ports and wires

    def ports(self) -> Future[tuple[PortDescription, ...]]:
        """Serial ports of this computer, now."""
        return self._desk.submit(self._maintenance.ports)

    def probe(self, address: str, kind: str = "") -> Future[ProbedPort]:
        """Ask who is on a port, in the words of one kind or, for up to a minute, of every kind; changes nothing.

        Raises
        ------
        DeviceError
            In the future: nobody answered (``device-unrecognised``), or the port belongs to a device of this bench
            (``port-in-use``).
        """
        return self._prober.submit(self._maintenance.probe, address, kind)

    def wire(self, device: str, *, redacted: bool = True) -> Future[tuple[WireEntry, ...]]:
        """What went over a device's line, oldest first; a line of text for each by ``maintenance.wire_line``."""
        return self._desk.submit(self._maintenance.wire, device, redacted=redacted)

    def save_wire(self, path: Path, device: str, *, redacted: bool = True) -> Future[Path]:
        """Write the wire log of a device as text, whole or not at all."""

        def work() -> Path:
            self._maintenance.save_wire(path, device, redacted=redacted)
            return path

        return self._desk.submit(work)

    # ------------------------------------------------------------------ guided set-up

    def set_up(self, kind: str, address: str) -> Future[SetUpDesk]:
        """Open a light controller to find out which channel makes which light; an earlier one is closed first.

        Raises
        ------
        DeviceError
            In the future: nobody answered in the words of that kind, or ``port-in-use``.
        """

        def work() -> SetUpDesk:
            self._close_set_up()
            self._set_up = self._maintenance.set_up(kind, address)
            try:
                return SetUpDesk(self._set_up, self._setter)
            except BaseException:
                self._close_set_up()
                raise

        return self._setter.submit(work)

    def _close_set_up(self) -> None:
        engine, self._set_up = self._set_up, None
        if engine is not None:
            engine.close()

    def bench_text(self, draft: BenchDraft) -> Future[str]:
        """The bench file of a draft: TOML that this program reads back.

        Raises
        ------
        ConfigurationError
            In the future: the draft says something that cannot be.
        """
        return self._desk.submit(self._maintenance.bench_text, draft)

    def write_bench(self, path: Path, text: str) -> Future[WrittenBench]:
        """Write a bench file, whole or not at all; the file it replaces is kept beside it as ``NAME.bak``."""
        return self._desk.submit(_write_bench, path, text)

    # ------------------------------------------------------------------ lights

    def test_light(self, light: str) -> Future[LightTest]:
        """Light one light, confirm it, expose one picture that is not stored, switch off and confirm.

        Raises
        ------
        WorkstationError
            In the future: a capture or another test is running (``capture-running``), or what stopped a capture:
            the light was not confirmed, a device failed, somebody stopped it (``cancelled``).
        """
        if not self._capturing.acquire(blocking=False):
            refused: Future[LightTest] = Future()
            refused.set_exception(CaptureError("capture-running"))
            return refused
        self._cancel.clear()
        testing = self._hands.submit(self._test_light, light)
        testing.add_done_callback(lambda _: self._capturing.release())
        return testing

    def _test_light(self, light: str) -> LightTest:
        # The runner brings the imaging libraries with it, which the first test may wait for and the start may not.
        from workstation.acquisition.plan import plan_for
        from workstation.acquisition.runner import run
        from workstation.imaging.pictures import decode
        from workstation.imaging.views import for_display, thumbnail

        lights = self._bench.lights
        began_s, burnt_s = self._clock.monotonic(), lights.lit_seconds().get(light, 0.0)
        outcome = run(
            plan_for(lights.settings(), [light], page=""),
            lights=lights,
            camera=self._bench.camera,
            wheel=self._bench.wheel,
            clock=self._clock,
            exhibit_id="",
            actor="",
            cancel=self._cancel,
            on_progress=lambda _: None,
        )
        if outcome.error is not None:
            raise outcome.error
        if outcome.cancelled:
            raise Cancelled
        (capture,) = outcome.captures
        pixels = decode(capture.stored)
        full_scale = np.iinfo(pixels.dtype).max
        at_full_scale = pixels == full_scale
        return LightTest(
            light=capture.record.light,
            brightness=float(pixels.mean()) / full_scale,
            saturated=float((at_full_scale.any(axis=2) if at_full_scale.ndim == 3 else at_full_scale).mean()),
            thumbnail=for_display(thumbnail(pixels, THUMBNAIL_PX))[0],
            duration_ms=(self._clock.monotonic() - began_s) * 1000,
            lit_s=lights.lit_seconds().get(light, 0.0) - burnt_s,
            origin=capture.record.origin,
            exposure_ms=capture.record.exposure_ms,
        )

    # ------------------------------------------------------------------ the end

    def stop(self) -> None:
        """Lamps of the set-up off and its port given back, as soon as can be; returns at once."""
        self._setter.submit(self._close_set_up)
        self._setter.shutdown(wait=False)

    def close(self) -> None:
        """Every thread has ended. The bench is closed before: that ends a probe and the watch over the ports."""
        self._setter.shutdown(wait=True)
        for executor in (self._prober, self._desk):
            executor.shutdown(wait=True, cancel_futures=True)


def _write_bench(path: Path, text: str) -> WrittenBench:
    demand_replaceable(path)
    kept: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            kept = path.with_name(f"{path.name}.bak")
            write_whole(kept, path.read_bytes())
    except OSError as error:
        raise WorkstationError("file-not-written", path=path, reason=error.strerror) from error
    write_whole(path, text.encode())
    return WrittenBench(path, kept)
