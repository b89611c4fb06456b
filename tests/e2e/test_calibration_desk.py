"""From a target on the simulated glass to a capture that says what its millimetres rest on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from drivers.bench import simulated_bench
from drivers.simulation.targets import PX_PER_MM
from workstation.calibration.codec import from_json
from workstation.calibration.desk import CalibrationProgress
from workstation.calibration.model import CalibrationKind, ScaleTarget, Target
from workstation.cases.store import CaseFile
from workstation.clock import SystemClock
from workstation.errors import CalibrationError, Cancelled, CaptureError
from workstation.imaging.calibrate_results import Scale, WhiteBalance
from workstation.specimens.library import Library
from workstation.workbench import Workbench


class LaterClock(SystemClock):
    """A clock that can be put forward."""

    days: float = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(days=self.days)


@pytest.fixture
def clock() -> LaterClock:
    return LaterClock()


@pytest.fixture
def workbench(tmp_path: Path, clock: LaterClock) -> Iterator[Workbench]:
    made = Workbench(
        bench=simulated_bench("uto-passport-genuine", clock).bench,
        library=Library([]),
        clock=clock,
        cases_dir=tmp_path / "cases",
        actor="A",
        calibrations_dir=tmp_path / "calibrations",
    )
    made.start()
    yield made
    made.shutdown()


def scale(workbench: Workbench, target: Target = Target.RULER) -> Scale:
    workbench.calibration.lay_target(target).result(60)
    wanted = ScaleTarget(kind=target, columns=13, rows=9, pitch_mm=6.0)
    measured = workbench.calibration.measure_scale(wanted).result(60)
    (calibration,) = measured.calibrations
    assert measured.picture is not None
    assert measured.picture.shape == (calibration.height, calibration.width, 3)
    assert isinstance(calibration.values, Scale)
    return calibration.values


@pytest.mark.parametrize("target", [Target.ID_3, Target.CHESSBOARD])
def test_every_target_gives_the_true_scale(workbench: Workbench, target: Target) -> None:
    found = scale(workbench, target)
    assert found.px_per_mm == pytest.approx(PX_PER_MM, rel=0.0005)
    assert abs(found.px_per_mm - PX_PER_MM) < 2 * found.uncertainty_px_per_mm


def test_a_capture_says_what_its_millimetres_rest_on(workbench: Workbench, clock: LaterClock, tmp_path: Path) -> None:
    desk = workbench.calibration
    before = desk.scale_in_force()
    assert (before.calibration, before.reason.code if before.reason else "") == (None, "calibration-none")
    (stated,) = workbench.capture(page="data_page", lights=["WHITE"]).result(60).captures
    assert (stated.px_per_mm_source, stated.calibration_id, stated.px_per_mm_uncertainty) == ("stated", "", None)

    told: list[CalibrationProgress] = []
    measured = scale(workbench)
    balance = desk.lay_target(Target.WHITE_SHEET)
    balance.result(60)
    (white,) = desk.measure_white_balance(progress=told.append).result(60).calibrations
    assert isinstance(white.values, WhiteBalance)
    assert [each.phase for each in told] == ["light", "dark", "compute"]
    (settling,) = desk.measure_settling(["WHITE"]).result(110).calibrations
    assert {each.calibration.kind for each in desk.entries() if each.in_force} == {
        CalibrationKind.SCALE,
        CalibrationKind.WHITE_BALANCE,
        CalibrationKind.SETTLE,
    }

    workbench.lay("uto-passport-genuine", "data_page").result(60)
    (record,) = workbench.capture(page="data_page", lights=["WHITE"]).result(60).captures
    scale_id = desk.scale_in_force().calibration
    assert scale_id is not None
    assert (record.px_per_mm, record.px_per_mm_source) == (measured.px_per_mm, "calibration")
    assert record.px_per_mm_uncertainty == measured.uncertainty_px_per_mm
    assert record.calibration_id == scale_id.calibration_id
    assert set(record.calibration_ids) == {
        scale_id.calibration_id,
        white.calibration_id,
        settling.calibration_id,
    }

    assert workbench.verify().result(60).intact
    path = workbench.case_path
    assert path is not None
    desk.delete(record.calibration_id).result(60)
    assert desk.scale_in_force().calibration is None
    workbench.close_case().result(60)
    with CaseFile.open(path, clock=clock, actor="", read_only=True) as case:
        assert {each.kind for each in case.snapshot().calibrations} == {"scale", "white_balance", "settle"}
        # Deleted on the bench, whole in the case: another machine can replay from it.
        assert from_json(case.calibration(record.calibration_id)) == scale_id


def test_age_and_expiry_are_told(workbench: Workbench, clock: LaterClock) -> None:
    scale(workbench)
    clock.days = 3.0
    found = workbench.calibration.scale_in_force()
    assert found.age_days == pytest.approx(3.0, abs=0.01)
    assert not found.expired
    clock.days = workbench.calibration.expire_after_days + 1
    assert workbench.calibration.scale_in_force().expired
    assert workbench.calibration.scale_in_force().calibration is not None


def test_what_fails_stores_nothing_and_leaves_the_lamps_off(workbench: Workbench) -> None:
    desk = workbench.calibration
    with pytest.raises(CalibrationError):
        desk.measure_scale(ScaleTarget(kind=Target.RULER)).result(60)
    with pytest.raises(CalibrationError, match="calibration-sheet-not-empty"):
        desk.measure_fields(["WHITE"]).result(60)
    with pytest.raises(CaptureError, match="capture-light-missing"):
        desk.measure_fields(["IR1100"]).result(60)
    assert desk.entries() == ()
    assert workbench.bench.lights.confirmed() is None


def test_one_thing_at_a_time_and_it_can_be_stopped(workbench: Workbench) -> None:
    desk = workbench.calibration
    desk.lay_target(Target.WHITE_SHEET).result(60)
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: CalibrationProgress) -> None:
        begun.set()
        go_on.wait(30)

    measuring: Future[object] = desk.measure_fields(["WHITE"], hold)  # type: ignore[assignment]
    assert begun.wait(60)
    with pytest.raises(CaptureError, match="capture-running"):
        desk.measure_settling().result(60)
    with pytest.raises(CaptureError, match="capture-running"):
        workbench.capture(page="data_page").result(60)
    desk.cancel()
    go_on.set()
    with pytest.raises(Cancelled):
        measuring.result(60)
    assert workbench.bench.lights.confirmed() is None
    assert desk.entries() == ()
