"""What the window writes from the open case is in its chain; a case that takes no entry still gives the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from drivers.bench import simulated_bench
from workstation.cases.exports import Export, Written, file_sha256
from workstation.cases.model import CaseSnapshot, LoggedEvent
from workstation.cases.store import CaseFile
from workstation.clock import SystemClock
from workstation.comparison_desk import source_of
from workstation.errors import CaseFileError
from workstation.exported_views import ViewCaption
from workstation.imaging.recipe import Recipe
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

CAPTION = ViewCaption(("A view",), "SHA-256 {sha256}")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    made = Workbench(
        bench=simulated_bench("uto-passport-counterfeit", SystemClock()).bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=tmp_path_factory.mktemp("cases"),
        actor="A",
    )
    made.start()
    assert made.capture(page="data_page", lights=["WHITE"]).result().error is None
    made.checks.run().result()
    yield made
    made.shutdown()


def recipe(bench: Workbench) -> Recipe:
    assert bench.snapshot is not None
    return Recipe((source_of(bench.snapshot.captures[0]),))


def entries(bench: Workbench) -> tuple[LoggedEvent, ...]:
    case = bench._case
    return case.later(lambda: case.demand().logged(*Export)).result()


WAYS: dict[Export, tuple[str, Callable[[Workbench, Path], Future[Written]]]] = {
    Export.VIEW: (".png", lambda bench, path: bench.comparison.export(recipe(bench), path, CAPTION)),
    Export.ANIMATION: (
        ".gif",
        lambda bench, path: bench.comparison.export_blink([recipe(bench)] * 2, path, [CAPTION] * 2, 500),
    ),
    Export.CHECKS: (".xml", lambda bench, path: bench.checks.export_log(path, personal=True)),
    Export.REPORT: (".pdf", lambda bench, path: bench.export_report(path, "en")),
    Export.SHEET: (".pdf", lambda bench, path: bench.export_sheet(path, "en")),
}


@pytest.mark.parametrize("what", WAYS)
def test_an_export_leaves_its_entry(bench: Workbench, what: Export, tmp_path: Path) -> None:
    suffix, write = WAYS[what]
    before = len(entries(bench))
    written = write(bench, tmp_path / f"a{suffix}").result()
    assert written.no_entry is None
    (entry,) = entries(bench)[before:]
    assert (entry.action, entry.facts["sha256"]) == (what, file_sha256(written.path))
    if what is Export.VIEW:
        assert entry.facts["recipe"] == recipe(bench).sha256


@pytest.mark.parametrize("what", WAYS)
def test_a_case_that_is_only_read_gives_the_file_and_says_so(bench: Workbench, what: Export, tmp_path: Path) -> None:
    suffix, write = WAYS[what]
    path = bench.case_path
    assert path is not None
    bench.open_case(path, read_only=True).result()
    try:
        before = entries(bench)
        written = write(bench, tmp_path / f"a{suffix}").result()
        assert written.path.stat().st_size > 0
        assert written.no_entry is not None
        assert written.no_entry.code == "case-read-only"
        assert entries(bench) == before
    finally:
        bench.open_case(path).result()


def test_a_report_is_of_the_case_that_was_open_when_it_was_asked_for(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another case is opened after the report has begun: it must not tell the exports of that one, nor of none."""
    before = bench.case_path
    assert before is not None
    bench.close_case().result()
    bench.create_case(tmp_path / "a.qdcase", case_no="A").result()
    bench.open_case(tmp_path / "a.qdcase", read_only=True).result()
    usual, switched = CaseFile.snapshot, []

    def snapshot(case: CaseFile) -> CaseSnapshot:
        found = usual(case)
        if not switched:
            # In line on the thread of cases, before whatever the report asks for next.
            switched.append(bench.open_case(before))
        return found

    monkeypatch.setattr(CaseFile, "snapshot", snapshot)
    try:
        with pytest.raises(CaseFileError, match="case-changed"):
            bench.export_report(tmp_path / "a.pdf", "en").result()
        assert not (tmp_path / "a.pdf").exists()
    finally:
        monkeypatch.undo()
        bench.open_case(before).result()
