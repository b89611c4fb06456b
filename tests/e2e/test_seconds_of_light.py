"""Every second that a lamp burnt over a document stands in its case, also where the capture failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.bench import SimulatedBench, simulated_bench
from workstation.clock import SystemClock
from workstation.events import CapturePhase, CaptureProgressed
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

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
        cases_dir=tmp_path,
        actor="A",
    )
    made.start()
    yield made
    made.shutdown()


def when_exposing(workbench: Workbench, light: str, do: Callable[[], object]) -> None:
    def listen(event: object) -> None:
        if isinstance(event, CaptureProgressed) and (event.light, event.phase) == (light, CapturePhase.EXPOSING):
            do()

    workbench.subscribe(listen)


def recorded(workbench: Workbench) -> list[dict[str, float]]:
    assert workbench.snapshot is not None
    return [dict(each.lit_seconds) for each in workbench.snapshot.equipment if each.lit_seconds]


def test_captures_of_one_document_add_up(workbench: Workbench) -> None:
    for lights in (["UV365", "WHITE"], ["UV365"]):
        assert workbench.capture(page="visa", lights=lights).result(PATIENCE_S).error is None
    rows = recorded(workbench)
    assert [set(each) for each in rows] == [{"UV365", "WHITE"}, {"UV365"}]
    assert sum(each["UV365"] for each in rows) == pytest.approx(
        workbench.bench.lights.lit_seconds()["UV365"], abs=0.001
    )
    # Settled and exposed for 0.75 s each time.
    assert all(each["UV365"] > 0.75 for each in rows)


def test_a_capture_that_failed_has_burnt_all_the_same(workbench: Workbench, simulated: SimulatedBench) -> None:
    assert simulated.light_port is not None
    when_exposing(workbench, "UV254", simulated.light_port.unplug)
    finished = workbench.capture(page="visa", lights=["UV254"]).result(PATIENCE_S)
    assert finished.error is not None
    assert finished.captures == ()
    (row,) = recorded(workbench)
    # Nobody knows that it went dark with its cable, so it counts up to the end of the capture.
    assert row["UV254"] > 1.0


def test_a_capture_that_was_stopped_counts_until_the_lamp_was_off(workbench: Workbench) -> None:
    when_exposing(workbench, "UV254", workbench.lights_off)
    assert workbench.capture(page="visa", lights=["UV254"]).result(PATIENCE_S).cancelled
    (row,) = recorded(workbench)
    # It settles for 0.15 s; the exposure of 0.9 s was finished in the dark.
    assert 0.15 <= row["UV254"] < 0.9
