"""The technician's desk on the simulated bench: futures that end, lamps that go off, files that are whole."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from drivers.bench import SimulatedBench, simulated_bench
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.pty_host import PtyHost
from drivers.simulators import LineFault
from workstation.captures import Origin
from workstation.clock import SystemClock
from workstation.errors import (
    Cancelled,
    CaptureError,
    ConfigurationError,
    DeviceError,
    DeviceStateError,
    WorkstationError,
)
from workstation.maintenance import BenchDraft, PortDescription
from workstation.maintenance_desk import THUMBNAIL_PX, MaintenanceDesk
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PATIENCE_S = 60.0


@pytest.fixture
def simulated() -> SimulatedBench:
    return simulated_bench("uto-visa-genuine", SystemClock())


@pytest.fixture
def workbench(simulated: SimulatedBench, tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(
        bench=simulated.bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
    )
    yield made
    made.shutdown()


@pytest.fixture
def desk(workbench: Workbench) -> MaintenanceDesk:
    assert workbench.maintenance is not None
    return workbench.maintenance


@pytest.fixture
def spare() -> Iterator[PtyHost]:
    """A light controller that no bench has."""
    host = PtyHost(GardasoftSimulator(), "spare")
    host.plug()
    yield host
    host.close()


def ready(workbench: Workbench) -> None:
    """Open the devices, and wait until the lights and the camera have said who they are."""
    changed = threading.Condition()

    def hear(_: object) -> None:
        with changed:
            changed.notify_all()

    workbench.subscribe(hear)
    workbench.start()
    needed = (workbench.bench.lights, workbench.bench.camera)
    with changed:
        assert changed.wait_for(lambda: all(each.status.identity for each in needed), PATIENCE_S)


def levels(host: PtyHost) -> dict[int, float]:
    assert isinstance(host.simulator, GardasoftSimulator)
    return host.simulator.levels()


def all_dark(simulated: SimulatedBench) -> bool:
    assert simulated.light_simulator is not None
    return not any(simulated.light_simulator.levels().values())


# ---------------------------------------------------------------------- light test


def test_a_light_is_tried_and_nothing_is_stored(
    workbench: Workbench, desk: MaintenanceDesk, simulated: SimulatedBench, tmp_path: Path
) -> None:
    ready(workbench)
    tried = desk.test_light("WHITE").result(PATIENCE_S)
    assert all_dark(simulated)
    assert (tried.light, tried.origin, tried.exposure_ms) == ("WHITE", Origin.SIMULATED, 60)
    assert 0.05 < tried.brightness < 0.95
    assert 0 <= tried.saturated < 0.5
    assert tried.lit_s * 1000 <= tried.duration_ms
    assert tried.lit_s > 0.1
    assert tried.thumbnail.dtype == np.uint8
    assert tried.thumbnail.ndim == 3
    assert max(tried.thumbnail.shape) == THUMBNAIL_PX
    assert workbench.snapshot is None
    assert not (tmp_path / "cases").exists()
    assert workbench.capture(page="visa", lights=["WHITE"]).result(PATIENCE_S).error is None


def test_no_light_is_tried_while_a_capture_runs_and_the_other_way_round(
    workbench: Workbench, desk: MaintenanceDesk
) -> None:
    ready(workbench)
    running = workbench.capture(page="visa", lights=["WHITE"])
    with pytest.raises(CaptureError, match="capture-running"):
        desk.test_light("WHITE").result(PATIENCE_S)
    assert running.result(PATIENCE_S).error is None
    trying = desk.test_light("WHITE")
    with pytest.raises(CaptureError, match="capture-running"):
        workbench.capture(page="visa", lights=["WHITE"]).result(PATIENCE_S)
    trying.result(PATIENCE_S)


def test_a_light_test_that_fails_says_why_and_leaves_the_bench_dark(
    workbench: Workbench, desk: MaintenanceDesk, simulated: SimulatedBench
) -> None:
    ready(workbench)
    simulated.bench.lights.all_off()
    with pytest.raises(CaptureError, match="capture-light-missing"):
        desk.test_light("IR1100").result(PATIENCE_S)
    assert isinstance(simulated.light_simulator, GardasoftSimulator)
    simulated.light_simulator.reported_offset_percent = 7
    with pytest.raises(DeviceStateError, match="lights-level-wrong"):
        desk.test_light("WHITE").result(PATIENCE_S)
    assert all_dark(simulated)
    simulated.light_simulator.reported_offset_percent = 0
    assert desk.test_light("WHITE").result(PATIENCE_S).light == "WHITE"


def test_lamps_off_ends_a_light_test(workbench: Workbench, desk: MaintenanceDesk, simulated: SimulatedBench) -> None:
    ready(workbench)
    assert simulated.light_simulator is not None
    trying = desk.test_light("UV254")
    assert simulated.light_simulator.wait_until(lambda levels: any(levels.values()), PATIENCE_S)
    workbench.lights_off().result(PATIENCE_S)
    with pytest.raises(Cancelled):
        trying.result(PATIENCE_S)
    assert all_dark(simulated)


# ---------------------------------------------------------------------- ports, wires


def test_answers_come_from_other_threads(workbench: Workbench, desk: MaintenanceDesk, spare: PtyHost) -> None:
    workbench.start()
    workbench.bench.lights.all_off()
    assert desk.ports().result(PATIENCE_S)
    assert desk.wire("gardasoft-rt").result(PATIENCE_S)
    assert desk.history("gardasoft-rt")
    found = desk.probe(spare.address, "gardasoft-rt").result(PATIENCE_S)
    assert (found.address, found.kind) == (spare.address, "gardasoft-rt")


def test_a_long_probe_holds_up_nothing_else(desk: MaintenanceDesk, spare: PtyHost, tmp_path: Path) -> None:
    spare.misbehave(LineFault.SILENCE)
    probing = desk.probe(spare.address, "gardasoft-rt")
    assert desk.save_wire(tmp_path / "wire.txt", "gardasoft-rt").result(PATIENCE_S) == tmp_path / "wire.txt"
    desk.ports().result(PATIENCE_S)
    assert not probing.done()
    with pytest.raises(DeviceError, match="device-unrecognised"):
        probing.result(PATIENCE_S)


def test_ports_are_told_until_it_is_ended(desk: MaintenanceDesk) -> None:
    told = threading.Event()
    end = desk.on_ports(lambda _: told.set())
    assert told.wait(PATIENCE_S)
    end()


# ---------------------------------------------------------------------- set-up


def test_the_set_up_step_by_step(desk: MaintenanceDesk, spare: PtyHost) -> None:
    step = desk.set_up("gardasoft-rt", spare.address).result(PATIENCE_S)
    assert step.identity.simulated
    assert step.wavelengths_nm == (None,) * step.channels
    step.light(2, 30).result(PATIENCE_S)
    assert levels(spare)[2] == 30
    step.off().result(PATIENCE_S)
    step.light(1, 30).result(PATIENCE_S)
    again = desk.set_up("gardasoft-rt", spare.address).result(PATIENCE_S)
    assert not any(levels(spare).values())
    again.close().result(PATIENCE_S)
    again.close().result(PATIENCE_S)
    with pytest.raises(DeviceStateError, match="device-closed"):
        again.light(1, 30).result(PATIENCE_S)


def test_the_end_of_the_program_darkens_a_set_up(simulated: SimulatedBench, spare: PtyHost, tmp_path: Path) -> None:
    workbench = Workbench(bench=simulated.bench, library=Library([]), clock=SystemClock(), cases_dir=tmp_path)
    assert workbench.maintenance is not None
    step = workbench.maintenance.set_up("gardasoft-rt", spare.address).result(PATIENCE_S)
    step.light(2, 30).result(PATIENCE_S)
    workbench.shutdown()
    assert not any(levels(spare).values())
    names = ("maintenance", "probe", "set-up", "port-watch")
    assert not [each.name for each in threading.enumerate() if each.name.startswith(names)]


def test_a_draft_that_cannot_be_is_refused(desk: MaintenanceDesk) -> None:
    draft = BenchDraft("Booth", "gardasoft-rt", PortDescription("/dev/ttyUSB0"), ())
    with pytest.raises(ConfigurationError):
        desk.bench_text(draft).result(PATIENCE_S)


def test_a_bench_file_is_written_whole_and_the_old_one_kept(desk: MaintenanceDesk, tmp_path: Path) -> None:
    path = tmp_path / "config" / "bench.toml"
    first = desk.write_bench(path, 'name = "一号台"\n').result(PATIENCE_S)
    assert (first.path, first.kept) == (path, None)
    for text in ("second\n", "third\n"):
        before = path.read_bytes()
        written = desk.write_bench(path, text).result(PATIENCE_S)
        assert written.kept == path.with_name("bench.toml.bak")
        assert written.kept.read_bytes() == before
        assert path.read_text() == text
    assert sorted(each.name for each in path.parent.iterdir()) == ["bench.toml", "bench.toml.bak"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(desk: MaintenanceDesk, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WorkstationError, match="file-not-written"):
        desk.write_bench(tmp_path / "new" / "bench.toml", "x").result(PATIENCE_S)
    tmp_path.chmod(0o700)


def test_a_case_file_is_never_taken_for_a_bench_file(workbench: Workbench, desk: MaintenanceDesk) -> None:
    workbench.zones.type_mrz(None, ["X"]).result()
    path = workbench.case_path
    assert path is not None
    before = path.read_bytes()
    with pytest.raises(WorkstationError, match="file-is-case"):
        desk.write_bench(path, "x").result(PATIENCE_S)
    with pytest.raises(WorkstationError, match="file-is-folder"):
        desk.write_bench(path.parent, "x").result(PATIENCE_S)
    assert path.read_bytes() == before
