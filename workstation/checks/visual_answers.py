"""The visual zone of an exhibit: read where its model says, compared, and as the case keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord
from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.aggregation import Mode
from workstation.checks.detail import stored_detail
from workstation.checks.mrz_routines import Answer
from workstation.checks.optical.page import LaidPage
from workstation.checks.visual_routines import AGAINST_ZONE, DATES, against_zone, printed_dates
from workstation.documents.line_reader import LineReader
from workstation.documents.mrz_values import MrzDocument
from workstation.documents.visual_zone import FieldReading, read_fields
from workstation.identifiers import new_id
from workstation.lights import LightClass, find_light
from workstation.specimens.model import SpecimenModel

_WHITE = "WHITE"


def visual_results(
    exhibit_id: str,
    model: SpecimenModel,
    zone: MrzDocument | None,
    captures: Mapping[tuple[str, str], CaptureRecord],
    sides: Mapping[str, LaidPage],
    pixels: Callable[[CaptureRecord], NDArray[Any]],
    reader: LineReader,
    now: datetime,
) -> Iterator[CheckResult]:
    """Read every labelled field, compare it with the zone, and the dates with each other.

    Parameters
    ----------
    captures : mapping
        The newest capture by side and light.
    sides : mapping of str to LaidPage
        Those that could be laid on the model's.
    """
    read: list[FieldReading] = []
    source: dict[str, CaptureRecord] = {}
    for page, laid in sides.items():
        texts = [each for each in model.texts if each.page == page]
        white = captures.get((page, _WHITE))
        if not texts or white is None:
            continue
        own = {_WHITE: white} | {
            light: each
            for (side, light), each in captures.items()
            if side == page and _is_infrared(light) and (each.width, each.height) == (white.width, white.height)
        }
        to_picture = laid.to_questioned @ np.diag([laid.px_per_mm, laid.px_per_mm, 1.0])
        for reading in read_fields({light: pixels(each) for light, each in own.items()}, texts, to_picture, reader):
            read.append(reading)
            source[reading.field] = own[reading.light]
    for answer, reading in against_zone(read, zone):
        yield _result(exhibit_id, source[reading.field], AGAINST_ZONE, answer, reading, now)
    for answer, reading in printed_dates(read, now.date()):
        yield _result(exhibit_id, source[reading.field], DATES, answer, reading, now)


def visual_not_read(exhibit_id: str, reason: str, now: datetime) -> CheckResult:
    """Why the visual zone was not read; a code of ``vocabulary/check_reason.toml``."""
    return CheckResult(
        result_id=new_id(now),
        exhibit_id=exhibit_id,
        check=AGAINST_ZONE,
        outcome=CheckOutcome.NOT_PERFORMED,
        reason=reason,
        detail=stored_detail({"mode": Mode.OPTIONAL.value}),
        performed_at=now,
    )


def _is_infrared(light: str) -> bool:
    found = find_light(light)
    return found is not None and found.light_class is LightClass.INFRARED


def _result(
    exhibit_id: str, capture: CaptureRecord, check: str, answer: Answer, reading: FieldReading, now: datetime
) -> CheckResult:
    region = " ".join(f"{x:.0f},{y:.0f}" for x, y in reading.corners)
    where = {"mode": Mode.OPTIONAL.value, "page": capture.page, "region": region}
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
