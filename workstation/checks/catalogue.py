"""The catalogue of machine checks as a table, and its run. No result says that a document is genuine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from workstation.captures import CaptureRecord
from workstation.cases.model import CheckOutcome, CheckResult, MrzRecord
from workstation.checks.aggregation import Mode, aggregate
from workstation.checks.detail import stored_detail
from workstation.checks.mrz_routines import (
    Answer,
    Reading,
    Routine,
    check_digits,
    dates,
    expiry,
    layout_and_codes,
    no_zone,
    readings,
)
from workstation.devices import Clock
from workstation.documents.mrz import MrzError
from workstation.identifiers import new_id
from workstation.lights import LightClass, find_light


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes
    ----------
    code : str
        Identifier after BSI TR-03135 5.5.1; its name stands in ``vocabulary/check.toml``.
    mode : Mode
    routine : callable or None
        None where this version has none yet: the check is listed as not performed.
    light_class : LightClass or None
        A picture under such a light is needed.
    needs_scale : bool
        A picture with known pixels per millimetre is needed.
    """

    code: str
    mode: Mode
    routine: Routine | None = None
    light_class: LightClass | None = None
    needs_scale: bool = False


CATALOGUE = (
    Check("OPT.MRZ.FORMAT", Mode.OPTIONAL, layout_and_codes),
    Check("OPT.MRZ.CD", Mode.MANDATORY, check_digits),
    Check("CMB.EXP", Mode.MANDATORY, expiry),
    Check("CMB.DATES", Mode.OPTIONAL, dates),
    Check("OPT.MRZ.IR", Mode.OPTIONAL, light_class=LightClass.INFRARED),
    Check("OPT.MRZ.FONT", Mode.OPTIONAL, light_class=LightClass.INFRARED),
    Check("OPT.MRZ.GEOM", Mode.OPTIONAL, light_class=LightClass.INFRARED, needs_scale=True),
    Check("SSV.UV.BR.FU", Mode.OPTIONAL, light_class=LightClass.ULTRAVIOLET),
    Check("CMB.VIZ.MRZ", Mode.OPTIONAL),
)
MODES = {each.code: each.mode for each in CATALOGUE}


def run_checks(
    exhibit_id: str,
    mrz: Sequence[MrzRecord],
    captures: Sequence[CaptureRecord],
    clock: Clock,
    optical: Sequence[CheckResult] = (),
) -> tuple[CheckResult, ...]:
    """Every check of the catalogue on one exhibit, in its order.

    A check gives one result or more (one a check digit); one that cannot run gives ``not_performed`` with a reason.

    Parameters
    ----------
    exhibit_id : str
    mrz, captures : sequence
        Records of the case; those of other exhibits are passed over.
    clock : Clock
        Its UTC day is today; its time is that of every result, so that one run can be told from the next.
    optical : sequence of CheckResult
        What was measured on pictures in this run; it stands before the others in its own order.
    """
    now = clock.now()
    measured = {each.check for each in optical}
    read = readings([each for each in mrz if each.exhibit_id == exhibit_id])
    pictures = [each for each in captures if each.exhibit_id == exhibit_id]
    return (
        *(replace(each, performed_at=now) for each in optical),
        *(
            _result(exhibit_id, check, answer, reading, now)
            for check in CATALOGUE
            if check.code not in measured
            for answer, reading in _answers(check, read, pictures, now.date())
        ),
    )


def overall(results: Sequence[CheckResult]) -> CheckOutcome:
    """The outcome of results of this catalogue together. ``successful`` is never worded genuine."""
    return aggregate(results, MODES)


def _answers(
    check: Check, read: Sequence[Reading], pictures: Sequence[CaptureRecord], today: date
) -> Iterator[tuple[Answer, Reading | None]]:
    missing = _missing(check, read, pictures)
    if missing or check.routine is None:
        yield Answer(CheckOutcome.NOT_PERFORMED, missing or "no_routine"), None
        return
    for reading in read:
        if isinstance(reading.zone, MrzError):
            yield no_zone(reading.zone), reading
        else:
            for answer in check.routine(reading.zone, today):
                yield answer, reading


def _missing(check: Check, read: Sequence[Reading], pictures: Sequence[CaptureRecord]) -> str:
    """Code of what a check lacks, empty where it lacks nothing."""
    if check.routine is not None:
        return "" if read else "no_mrz"
    if check.light_class is None:
        return ""
    suited = [each for each in pictures if (it := find_light(each.light)) and it.light_class is check.light_class]
    if not suited:
        return "no_capture"
    return "no_scale" if check.needs_scale and all(each.px_per_mm is None for each in suited) else ""


def _result(exhibit_id: str, check: Check, answer: Answer, reading: Reading | None, now: datetime) -> CheckResult:
    source = {"source": reading.record.source} if reading else {}
    return CheckResult(
        result_id=new_id(now),
        exhibit_id=exhibit_id,
        check=check.code,
        outcome=answer.outcome,
        measured=answer.measured,
        threshold=answer.threshold,
        unit=answer.unit,
        reason=answer.reason,
        detail=stored_detail(answer.facts | source),
        performed_at=now,
    )


__all__ = ["CATALOGUE", "MODES", "Check", "Mode", "overall", "run_checks"]
