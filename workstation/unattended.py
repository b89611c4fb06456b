"""The main job without hands: capture or import, check, write the case file and the report."""

from __future__ import annotations

import errno
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workstation.cases.encryption import Key
from workstation.cases.model import CaseSnapshot
from workstation.checks.judged import judged, worst_first
from workstation.devices import DeviceState
from workstation.endings import Ended, outcome
from workstation.errors import CaptureError, DeviceError, DeviceStateError, WorkstationError
from workstation.events import CaseChanged, Event
from workstation.messages import explain, sentence
from workstation.reports.demands import demand_printable_head
from workstation.specimens.library import Library
from workstation.vocabulary import vocabulary
from workstation.whole_file import Kind, demand_replaceable
from workstation.workbench import Workbench

_READY_WITHIN_S = 15.0
_TOLD_OF_CHECKS = ("check", "outcome", "light", "measured", "threshold", "unit", "reason", "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to examine and where to put it.

    Attributes
    ----------
    case, report : Path
        Files to make.
    language : str
        Of the report and of the texts in the result.
    folder : Path or None
        Pictures to import; None captures with the devices of the bench.
    page : str
        Side that the pictures show, where the bench does not know it.
    px_per_mm : float or None
        Resolution of imported pictures whose files do not say.
    case_no : str
        Empty: the name of the case file.
    examiner : str
    specimen : str
        Model to compare with; empty: the one that the zone names.
    key : Key or None
        Encrypts the case file.
    again : bool
        The pictures can be had again, so that a case whose report fails need not stay in the way.
    """

    case: Path
    report: Path
    language: str
    folder: Path | None = None
    page: str = "data_page"
    px_per_mm: float | None = None
    case_no: str = ""
    examiner: str = ""
    specimen: str = ""
    key: Key | None = None
    again: bool = False

    @property
    def number(self) -> str:
        """Number of the case."""
        return self.case_no.strip() or self.case.stem


def demand_possible(job: Job, library: Library) -> None:
    """Refuse before a lamp is lit what would fail in the end.

    Raises
    ------
    WorkstationError
        Names a file that is in the way, a folder that is missing, a text that the report could not print, a page
        or a specimen that does not exist.
    """
    # Unlike Path.resolve, realpath does not fail on links that go round.
    case, report = (Path(os.path.realpath(each)) for each in (job.case, job.report))
    if os.path.lexists(case):
        raise WorkstationError("file-exists", path=case)
    if case == report:
        raise WorkstationError("file-same", path=case)
    for path in (case, report):
        if not path.parent.is_dir():
            raise WorkstationError("folder-missing", path=path.parent)
        if not os.access(path.parent, os.W_OK):
            raise WorkstationError("file-not-written", path=path, reason=os.strerror(errno.EACCES))
    demand_replaceable(report, Kind.REPORT)
    demand_printable_head(job.language, case_no=job.number, examiner=job.examiner)
    if job.page not in vocabulary("page"):
        raise WorkstationError("term-unknown", list="page", term=job.page)
    if job.specimen:
        library.model(job.specimen)


def examine(job: Job, bench: Workbench) -> dict[str, Any]:
    """Do the job and shut the bench down. The result is plain: ``case``, ``report``, ``captures``, ``left_out``,
    ``notices``, ``model``, ``checks``, and ``error``, a sentence where the capture stopped early.

    Raises
    ------
    WorkstationError
        No report could be made. A case is left behind only where it holds pictures that cannot be had again.
    """
    stored: list[CaseSnapshot] = []

    def remember(event: Event) -> None:
        if isinstance(event, CaseChanged) and event.snapshot is not None:
            stored.append(event.snapshot)

    bench.subscribe(remember)
    try:
        result = _examined(job, bench)
    except BaseException as error:
        # What was in flight may still be stored while the bench shuts down.
        bench.shutdown()
        failed = isinstance(error, WorkstationError)
        keep = bool(stored and stored[-1].captures) and not (failed and job.again)
        if stored and not keep:
            job.case.unlink(missing_ok=True)
        if isinstance(error, KeyboardInterrupt):
            demand_dark(bench)
        if keep and isinstance(error, Ended):
            error.kept = job.case
        if keep and isinstance(error, WorkstationError):
            raise type(error)("report-failed-case-kept", reason=error, case=job.case) from error
        raise
    bench.shutdown()
    return result


def _examined(job: Job, bench: Workbench) -> dict[str, Any]:
    if job.folder is None:
        start_devices(bench)
    case = bench.create_case(job.case, case_no=job.number, examiner=job.examiner, key=job.key).result()
    if job.specimen:
        bench.record.choose_model(case.exhibits[0].exhibit_id, job.specimen, "manual").result()
    taken = _captured(job, bench) if job.folder is None else _imported(job, job.folder, bench)
    bench.export_report(job.report, job.language).result()
    snapshot = bench.snapshot
    assert snapshot is not None
    model_id = snapshot.exhibits[0].model_id
    return {
        "case": str(job.case),
        "report": str(job.report),
        "captures": [
            {"page": each.page, "light": each.light, "sha256": each.sha256, "origin": each.origin}
            for each in snapshot.captures
        ],
        "model": model_id,
        "model_name": bench.library.model(model_id).names[job.language] if model_id else "",
        "checks": [
            {name: getattr(each.result, name) for name in _TOLD_OF_CHECKS}
            for each in worst_first(judged(snapshot.checks))
        ],
        **taken,
    }


def _imported(job: Job, folder: Path, bench: Workbench) -> dict[str, Any]:
    done = bench.import_pictures(folder, page=job.page, px_per_mm=job.px_per_mm).result()
    bench.zones.identify(ask_reader=False).result()
    return {
        "left_out": [
            {"name": each.name, "reason": sentence(each.reason, {"path": each.name} | each.facts, job.language)}
            for each in done.left_out
        ],
        "notices": [
            {"notice": each.code, "message": sentence(each.code, each.facts, job.language)} for each in done.notices
        ],
        "error": None,
    }


def _captured(job: Job, bench: Workbench) -> dict[str, Any]:
    problem: WorkstationError | None = None
    for page in (bench.bench.pages() if bench.bench.pages else ()) or (job.page,):
        if bench.bench.laid and bench.bench.laid()[0]:
            bench.lay(bench.bench.laid()[0], page).result()
        finished = outcome(bench.capture(page=page))
        if finished.error is not None:
            problem = finished.error
            break
    try:
        outcome(bench.zones.identify())
    except DeviceError as error:
        problem = problem or error
        bench.checks.run().result()
    return {"left_out": [], "notices": [], "error": explain(problem, job.language) if problem else None}


def demand_dark(bench: Workbench) -> None:
    """Nobody may be told that the lamps are off where the controller has not confirmed it.

    Raises
    ------
    DeviceStateError
        What the controller said when the bench, which is shut down, was closed.
    """
    lamps = bench.bench.lights.status
    if lamps.reason:
        raise DeviceStateError(lamps.reason, **{"device": lamps.device, **lamps.facts})


def start_devices(bench: Workbench) -> None:
    """Open the devices and wait until those that a capture needs are ready: lights, camera, a filter wheel.

    Raises
    ------
    CaptureError
        ``device-never-ready`` after 15 s, with the device and its reason.
    """
    changed = threading.Event()
    unsubscribe = bench.subscribe(lambda _: changed.set())
    bench.start()
    needed = [it for it in (bench.bench.lights, bench.bench.camera, bench.bench.wheel) if it is not None]
    for _ in range(round(_READY_WITHIN_S * 10)):
        if all(device.status.state is DeviceState.READY for device in needed):
            break
        changed.wait(0.1)
        changed.clear()
    unsubscribe()
    for device in needed:
        if device.status.state is not DeviceState.READY:
            reason = WorkstationError(device.status.reason or "device-timeout", **device.status.facts)
            raise CaptureError("device-never-ready", device=device.name, reason=reason)
