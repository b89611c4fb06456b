"""The workbench refuses what no list holds, reopens what is open, and makes a case when none is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.bench import simulated_bench
from workstation.clock import SystemClock
from workstation.errors import CaseFileError, WorkstationError
from workstation.events import CapturePhase, CaptureProgressed
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.whole_file import write_whole
from workstation.workbench import Workbench

FINDING = {
    "capture_id": None,
    "region": None,
    "feature": "microprint",
    "light": "WHITE",
    "method": "magnifier",
    "observation": "absent",
    "significance": "neutral",
}


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(
        bench=simulated_bench("uto-visa-genuine", SystemClock()).bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
    )
    yield made
    made.shutdown()


@pytest.mark.parametrize("title", ["feature", "method", "observation", "significance"])
def test_a_term_that_no_list_holds_is_refused_and_nothing_is_stored(workbench: Workbench, title: str) -> None:
    record = workbench.zones.type_mrz(None, ["X"]).result()
    saving = workbench.record.save_finding(exhibit_id=record.exhibit_id, **FINDING | {title: "no_such_term"})  # type: ignore[arg-type]
    with pytest.raises(WorkstationError, match="term-unknown"):
        saving.result()
    assert workbench.snapshot is not None
    assert workbench.snapshot.findings == ()


def test_opening_the_open_case_again_keeps_it(workbench: Workbench) -> None:
    workbench.zones.type_mrz(None, ["X"]).result()
    path = workbench.case_path
    assert path is not None
    assert len(workbench.open_case(path).result().mrz) == 1
    assert not workbench.open_case(path).result().read_only


def test_a_case_that_cannot_be_opened_leaves_the_open_one(workbench: Workbench, tmp_path: Path) -> None:
    workbench.zones.type_mrz(None, ["X"]).result()
    text = tmp_path / "text.qdcase"
    text.write_text("no case")
    with pytest.raises(CaseFileError):
        workbench.open_case(text).result()
    assert workbench.snapshot is not None
    workbench.zones.type_mrz(None, ["Y"]).result()
    assert len(workbench.snapshot.mrz) == 2


def test_nothing_can_be_written_without_a_case(workbench: Workbench) -> None:
    with pytest.raises(CaseFileError, match="case-none-open"):
        workbench.sign_off().result()


def test_signed_off_is_frozen(workbench: Workbench) -> None:
    exhibit = workbench.zones.type_mrz(None, ["X"]).result().exhibit_id
    workbench.record.save_finding(exhibit_id=exhibit, **FINDING).result()  # type: ignore[arg-type]
    workbench.sign_off().result()
    with pytest.raises(CaseFileError):
        workbench.record.save_finding(exhibit_id=exhibit, **FINDING).result()  # type: ignore[arg-type]
    with pytest.raises(CaseFileError):
        workbench.zones.type_mrz(None, ["Y"]).result()


def test_suggested_cases_never_collide(workbench: Workbench) -> None:
    first = workbench.suggest_case().result(60)[0]
    first.parent.mkdir(parents=True)
    first.touch()
    assert workbench.suggest_case().result(60)[0] != first


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    folder = tmp_path / "report.pdf"
    folder.mkdir()
    with pytest.raises(WorkstationError, match="file-is-folder"):
        write_whole(folder, b"x")
    with pytest.raises(WorkstationError, match="file-not-written"):
        write_whole(tmp_path / "absent" / "report.pdf", b"x")
    assert [each.name for each in tmp_path.iterdir()] == ["report.pdf"]


def test_a_case_that_cannot_be_made_leaves_the_open_one(workbench: Workbench) -> None:
    workbench.zones.type_mrz(None, ["X"]).result()
    path = workbench.case_path
    assert path is not None
    with pytest.raises(CaseFileError):
        workbench.create_case(path, case_no="again").result()
    assert workbench.case_path == path
    assert workbench.snapshot is not None


def test_lamps_off_does_not_wait_for_the_exposure(workbench: Workbench) -> None:
    exposing, off = threading.Event(), threading.Event()

    def listen(event: object) -> None:
        if isinstance(event, CaptureProgressed) and (event.light, event.phase) == ("UV254", CapturePhase.EXPOSING):
            exposing.set()

    workbench.subscribe(listen)
    workbench.start()
    running = workbench.capture(page="visa", lights=["UV254"])
    assert exposing.wait(30)
    workbench.lights_off().add_done_callback(lambda _: off.set())
    assert off.wait(10)
    assert not running.done()
    finished = running.result(30)
    assert (finished.captures, finished.cancelled, finished.error) == ((), True, None)


def test_seconds_of_light_are_those_of_this_capture(workbench: Workbench) -> None:
    workbench.start()
    for _ in range(2):
        assert workbench.capture(page="visa", lights=["WHITE"]).result(60).error is None
    workbench.capture(page="visa", lights=["COAXIAL"]).result(60)
    assert workbench.snapshot is not None
    lit = [dict(each.lit_seconds) for each in workbench.snapshot.equipment if each.lit_seconds]
    assert [set(each) for each in lit] == [{"WHITE"}, {"WHITE"}, {"COAXIAL"}]
    total = workbench.bench.lights.lit_seconds()
    assert sum(each.get("WHITE", 0.0) for each in lit) == pytest.approx(total["WHITE"])
    assert lit[2]["COAXIAL"] == pytest.approx(total["COAXIAL"])
    assert all(seconds > 0.1 for each in lit for seconds in each.values())


def test_what_was_asked_for_one_case_never_lands_in_another(workbench: Workbench, tmp_path: Path) -> None:
    workbench.zones.type_mrz(None, ["X"]).result()
    first = workbench.case_path
    assert first is not None
    held = threading.Event()
    workbench._arithmetic.submit(held.wait, 30)
    export = workbench.export_report(tmp_path / "a.pdf", "en")
    second = workbench.create_case(tmp_path / "b.qdcase", case_no="b").result()
    held.set()
    with pytest.raises(CaseFileError, match="case-changed"):
        export.result(30)
    assert not (tmp_path / "a.pdf").exists()
    assert workbench.snapshot == second


def test_a_light_comes_while_pictures_are_compared(workbench: Workbench) -> None:
    workbench.start()
    (record,) = workbench.capture(page="visa", lights=["WHITE"]).result(60).captures
    held = threading.Event()
    try:
        comparing = workbench._arithmetic.submit(held.wait, 120)
        pixels = workbench.pictures.picture(record.capture_id).result(60)
        small = workbench.pictures.thumbnail(record.capture_id, 160).result(60)
        assert not comparing.done()
    finally:
        held.set()
    assert pixels.shape[:2] == (record.height, record.width)
    assert max(small.shape[:2]) <= 160


def test_a_full_case_ends_the_capture_and_says_so(workbench: Workbench) -> None:
    workbench.zones.type_mrz(None, ["X"]).result()
    workbench.start()
    seen: list[CaptureProgressed] = []

    def sign_after_the_first(event: object) -> None:
        if isinstance(event, CaptureProgressed):
            seen.append(event)
            if (event.index, event.phase) == (0, CapturePhase.EXPOSING):
                workbench.sign_off()

    workbench.subscribe(sign_after_the_first)
    finished = workbench.capture(page="visa").result(60)
    assert finished.captures == ()
    assert finished.error is not None
    assert len({each.light for each in seen}) < 8


@pytest.mark.parametrize("target", ["the case", "another case", "a folder"])
def test_a_report_never_replaces_evidence(workbench: Workbench, tmp_path: Path, target: str) -> None:
    workbench.create_case(tmp_path / "a.qdcase", case_no="a").result()
    workbench.create_case(tmp_path / "b.qdcase", case_no="b").result()
    path = {"the case": tmp_path / "b.qdcase", "another case": tmp_path / "a.qdcase", "a folder": tmp_path}[target]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(WorkstationError, match="file-is"):
        workbench.export_report(path, "en").result(30)
    assert (path.read_bytes() if path.is_file() else b"") == before
