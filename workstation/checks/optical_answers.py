"""Optical results as the case keeps them: one check result each, with what it measured, where, and how it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord
from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.aggregation import Mode
from workstation.checks.detail import stored_detail, stored_facts
from workstation.checks.mrz_routines import Answer
from workstation.checks.optical.free import DULL_BELOW, glow_margin
from workstation.checks.optical.run import OpticalResult, worst_first
from workstation.checks.seal_routines import ZONE
from workstation.documents.barcodes import BarCode
from workstation.identifiers import new_id
from workstation.specimens.model import SpecimenModel

DULLNESS = "SSV.UV.BR.FU"


def taught_results(
    exhibit_id: str,
    model: SpecimenModel,
    results: tuple[OpticalResult, ...],
    captures: Mapping[tuple[str, str], CaptureRecord],
    now: datetime,
) -> Iterator[CheckResult]:
    """Results of taught checks, worst first.

    Parameters
    ----------
    captures : mapping
        The capture that was measured, by side and light.
    """
    features = {each.feature_id: each.feature for each in model.features}
    for each in worst_first(results):
        check = each.check
        facts = {
            "feature": features.get(check.feature, ""),
            "routine": check.routine,
            "margin": "" if each.margin is None else f"{each.margin:+.2f}",
            "mode": check.mode.value,
            "page": check.page,
            "lesson": check.id,
            "model": model.model_id,
            "specimen": next(
                (it.sha256 for it in model.pictures if (it.page, it.light) == (check.page, check.light)), ""
            ),
            "place": ",".join(f"{value:g}" for value in check.region_mm),
            "region": "" if each.corners is None else _corners(each.corners),
        }
        capture = captures.get((check.page, check.light))
        yield CheckResult(
            result_id=new_id(now),
            exhibit_id=exhibit_id,
            check=check.code,
            outcome=each.outcome,
            capture_id=None if capture is None else capture.capture_id,
            light=check.light,
            measured=each.measured,
            threshold=check.threshold,
            unit=check.how.unit,
            reason=each.reason,
            detail=stored_detail({key: value for key, value in facts.items() if value}),
            performed_at=now,
        )


def dullness_result(exhibit_id: str, capture: CaptureRecord, glow: float, now: datetime) -> CheckResult:
    """UV dullness of a page of which no model is known."""
    margin = glow_margin(glow)
    outcome = CheckOutcome.SUCCESSFUL if margin >= 0 else CheckOutcome.FAILED
    return CheckResult(
        result_id=new_id(now),
        exhibit_id=exhibit_id,
        check=DULLNESS,
        outcome=outcome,
        capture_id=capture.capture_id,
        light=capture.light,
        measured=glow,
        threshold=DULL_BELOW,
        reason="paper_dull" if margin >= 0 else "paper_bright",
        detail=stored_detail(
            {"routine": "glow", "margin": f"{margin:+.2f}", "mode": Mode.OPTIONAL.value, "page": capture.page}
        ),
        performed_at=now,
    )


def seal_result(
    exhibit_id: str, capture: CaptureRecord, check: str, answer: Answer, code: BarCode, now: datetime
) -> CheckResult:
    """What a check of a digital seal found, with the place of its bar code."""
    # Whether a seal stands and is signed is asked of every seal; what it says, only where a zone is there beside it.
    mode = Mode.OPTIONAL if check == ZONE else Mode.MANDATORY
    return code_result(exhibit_id, capture, check, answer, mode, code, now)


def code_result(
    exhibit_id: str, capture: CaptureRecord, check: str, answer: Answer, mode: Mode, code: BarCode, now: datetime
) -> CheckResult:
    """What a check of a bar code found, with its place."""
    where = {"mode": mode.value, "page": capture.page, "region": _corners(np.array(code.corners))}
    return CheckResult(
        result_id=new_id(now),
        exhibit_id=exhibit_id,
        check=check,
        outcome=answer.outcome,
        capture_id=capture.capture_id,
        light=capture.light,
        reason=answer.reason,
        detail=stored_detail(answer.facts | where),
        performed_at=now,
    )


def stored_corners(result: CheckResult) -> NDArray[np.float64] | None:
    """The region of a stored result in pixels of its capture, shape (4, 2)."""
    region = stored_facts(result.detail).get("region", "")
    try:
        corners = np.array([each.split(",") for each in region.split()], np.float64)
    except ValueError:
        return None
    return corners if corners.shape == (4, 2) and bool(np.isfinite(corners).all()) else None


def _corners(corners: NDArray[np.float64]) -> str:
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in corners)
