"""Cables fail in the middle of a capture: no picture with a wrong light, lamps off, case intact, session back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from drivers.bench import SimulatedBench, simulated_bench
from workstation.cases.verify import verify
from workstation.clock import SystemClock
from workstation.devices import DeviceState
from workstation.events import CaptureProgressed, DeviceChanged, Event
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench


class Listener:
    """Waits for events by condition, never by time."""

    def __init__(self, workbench: Workbench) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()
        workbench.subscribe(self)

    def __call__(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait_for_state(self, device: str, state: DeviceState, after: int = 0) -> None:
        def seen() -> bool:
            return any(
                isinstance(each, DeviceChanged) and each.status.device == device and each.status.state is state
                for each in self.events[after:]
            )

        with self._changed:
            assert self._changed.wait_for(seen, timeout=20), f"{device} never became {state}"


@pytest.fixture
def simulated() -> SimulatedBench:
    return simulated_bench("uto-passport-genuine", SystemClock())


@pytest.mark.parametrize("phase", ["on", "settling", "exposing"])
@pytest.mark.parametrize("fourth", [0, 3])
def test_unplug(simulated: SimulatedBench, phase: str, fourth: int, tmp_path: Path) -> None:
    workbench = Workbench(
        bench=simulated.bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=tmp_path,
    )
    listener = Listener(workbench)
    lights = simulated.bench.lights.name
    try:
        workbench.start()
        listener.wait_for_state(lights, DeviceState.READY)
        listener.wait_for_state(simulated.bench.camera.name, DeviceState.READY)

        def pull(event: Event) -> None:
            if isinstance(event, CaptureProgressed) and event.index == fourth and event.phase == phase:
                simulated.light_port.unplug()

        stop = workbench.subscribe(pull)
        finished = workbench.capture(page="data_page").result(timeout=60)
        stop()
        assert finished.error is not None
        assert finished.error.facts["device"] == lights
        assert len(finished.captures) == fourth
        order = [each.light for each in simulated.bench.lights.settings()]
        assert [each.light for each in finished.captures] == order[:fourth]
        path = workbench.case_path
        assert path is not None
        assert workbench.verify().result().intact

        before = len(listener.events)
        simulated.light_port.plug()
        listener.wait_for_state(lights, DeviceState.READY, after=before)
        assert set(simulated.light_simulator.levels().values()) == {0.0}
        again = workbench.capture(page="data_page").result(timeout=60)
        assert again.error is None
        assert [each.light for each in again.captures] == order
    finally:
        workbench.shutdown()
    assert verify(path).intact
