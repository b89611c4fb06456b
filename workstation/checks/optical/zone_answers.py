"""Checks of the machine readable zone on an exhibit's captures, as the case keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord
from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.aggregation import Mode
from workstation.checks.detail import stored_detail
from workstation.checks.optical.zone_checks import CODES, ZoneResult, check_zone
from workstation.checks.optical.zone_pictures import ZonePictures, is_wanted
from workstation.checks.zone_agreement import Agreement, agreements
from workstation.identifiers import new_id

_LIKELY = ("data_page", "visa", "back")
"""Sides that carry a zone, tried first."""
_ALWAYS_SAID = sorted(each for each in CODES if each.startswith("OPT."))


def zone_results(
    exhibit_id: str,
    captures: Mapping[tuple[str, str], CaptureRecord],
    pixels: Callable[[CaptureRecord], NDArray[Any]],
    now: datetime,
    sent: Sequence[str] = (),
) -> Iterator[CheckResult]:
    """Results of the first side on which a zone can be read; where none can, that is said of each check of a zone.

    Parameters
    ----------
    captures : mapping
        The newest capture by side and light.
    pixels : callable
        Pixels of a capture.
    sent : sequence of str
        Lines that the reader device sent of this document; empty where it sent none.
    """
    for page in sorted({page for page, _ in captures}, key=lambda each: (each not in _LIKELY, each)):
        own = {light: each for (side, light), each in captures.items() if side == page and is_wanted(light)}
        pictures = ZonePictures({light: pixels(each) for light, each in own.items()}, _scale(own))
        if pictures.place is not None:
            yield from (_stored(exhibit_id, page, own, each, now) for each in check_zone(pictures))
            for agreement in agreements(pictures, sent):
                yield _kept(exhibit_id, own[agreement.light], agreement, now)
            return
    reason = "zone_not_read" if captures else "no_capture"
    for code in _ALWAYS_SAID:
        nothing = ZoneResult(code, "", CheckOutcome.NOT_PERFORMED, reason)
        yield _stored(exhibit_id, "", {}, nothing, now)


def _scale(captures: Mapping[str, CaptureRecord]) -> float | None:
    """Pixels to the millimetre; None unless all captures say the same."""
    said = {each.px_per_mm for each in captures.values()}
    return said.pop() if len(said) == 1 else None


def _stored(
    exhibit_id: str, page: str, captures: Mapping[str, CaptureRecord], result: ZoneResult, now: datetime
) -> CheckResult:
    capture = captures.get(result.light)
    facts = {
        "routine": result.routine,
        "margin": "" if result.margin is None else f"{result.margin:+.2f}",
        "mode": Mode.OPTIONAL.value,
        "page": page,
        "region": "" if result.corners is None else _corners(result.corners),
        **result.facts,
    }
    return CheckResult(
        result_id=new_id(now),
        exhibit_id=exhibit_id,
        check=result.check,
        outcome=result.outcome,
        capture_id=None if capture is None else capture.capture_id,
        light=result.light,
        measured=result.measured,
        threshold=result.threshold,
        unit=result.unit,
        reason=result.reason,
        detail=stored_detail({key: value for key, value in facts.items() if value}),
        performed_at=now,
    )


def _kept(exhibit_id: str, capture: CaptureRecord, agreement: Agreement, now: datetime) -> CheckResult:
    facts = {"mode": Mode.OPTIONAL.value, "page": capture.page, "region": _corners(agreement.corners)}
    return CheckResult(
        result_id=new_id(now),
        exhibit_id=exhibit_id,
        check=agreement.check,
        outcome=agreement.answer.outcome,
        capture_id=capture.capture_id,
        light=capture.light,
        reason=agreement.answer.reason,
        detail=stored_detail(agreement.answer.facts | facts),
        performed_at=now,
    )


def _corners(corners: NDArray[np.float64]) -> str:
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in corners)
