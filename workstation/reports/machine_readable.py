"""The report for programs: what it says of a case, as JSON. ``MACHINE_READABLE.md`` documents the form.

It holds no names of people and no lines of a machine readable zone; what a person typed into an observation or a
conclusion stands in it as it stands on the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from workstation.captures import sha256_hex
from workstation.cases.model import CaseSnapshot, Region
from workstation.errors import ReportError
from workstation.identifiers import stored_time
from workstation.reports.context import report_id
from workstation.reports.cross_check import KEY as CROSS_CHECK
from workstation.reports.cross_check import describe_cross_check
from workstation.reports.machine_handling import NAMES, describe_handling
from workstation.software import SoftwareInfo

FORMAT, VERSION = "qdbench-report", 2
FILE_NAME = "qdbench-report.json"

#: What is told of each part of a case: the fields of its values, in this order.
PARTS: dict[str, tuple[str, ...]] = {
    "exhibits": (
        "exhibit_id", "exhibit_no", "description", "condition", "model_id", "model_ident_method", "created_at",
    ),
    "captures": (
        "capture_id", "exhibit_id", "page", "light", "filter", "origin", "sha256", "byte_length", "mime", "width",
        "height", "channels", "bit_depth", "exposure_ms", "gain_db", "percent", "px_per_mm", "px_per_mm_source",
        "px_per_mm_uncertainty", "calibration_id", "device", "firmware", "captured_at",
    ),
    "findings": (
        "finding_id", "exhibit_id", "capture_id", "region", "feature", "light", "method", "observation",
        "significance", "observed", "expected", "specimen_model_id", "specimen_sha256", "recipe_id", "supersedes",
        "reason", "created_at",
    ),
    "conclusions": (
        "conclusion_id", "exhibit_id", "scale", "scale_version", "level", "reasoning", "limitations", "fraud_types",
        "modus", "supersedes", "created_at",
    ),
    "checks": (
        "result_id", "exhibit_id", "check", "outcome", "reason", "detail", "capture_id", "light", "measured",
        "threshold", "unit", "performed_at",
    ),
    "measurements": (
        "measurement_id", "exhibit_id", "capture_id", "kind", "points_px", "value", "uncertainty", "unit",
        "px_per_mm", "note", "supersedes", "created_at",
    ),
}  # fmt: skip

#: Parts that say when and by what a report was printed. They are no part of the case.
OF_THE_PRINTING = ("printed", "software")

#: Parts that tell what was done with a case besides examining it; version 1 lacks them.
OF_THE_HANDLING = NAMES

_MOST_DIFFERENCES = 20


def describe(
    snapshot: CaseSnapshot, software: SoftwareInfo, *, language: str, printed_at: datetime
) -> dict[str, Any]:
    """What a report says of a case, as plain values for JSON.

    Parameters
    ----------
    printed_at : datetime
        Aware.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "printed": {"language": language, "at": stored_time(printed_at)},
        "software": asdict(software),
        **describe_case(snapshot),
    }


def describe_case(snapshot: CaseSnapshot) -> dict[str, Any]:
    """The parts that follow from the case alone, whoever prints it and whenever."""
    info, head = snapshot.info, snapshot.head
    told: dict[str, Any] = {
        "report_id": report_id(snapshot),
        "chain_head": {"seq": head.seq, "sha256": head.sha256, "at": head.at},
        "case": {
            "case_id": info.case_id,
            "case_no": info.case_no,
            "state": info.state,
            "created_at": info.created_at,
            "signed_off_at": info.signed_off_at,
        },
    }
    for part, names in PARTS.items():
        told[part] = [{name: getattr(each, name) for name in names} for each in getattr(snapshot, part)]
    told["recipes"] = [
        {
            "recipe_id": each.recipe_id,
            "exhibit_id": each.exhibit_id,
            "sha256": sha256_hex(each.content.encode()),
            "image_sha256": each.image_sha256,
            "software": each.software,
            "created_at": each.created_at,
        }
        for each in snapshot.recipes
    ]
    told |= describe_handling(snapshot)
    told[CROSS_CHECK] = describe_cross_check(snapshot)
    return {key: _plain(value) for key, value in told.items()}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return stored_time(value)
        case date():
            return value.isoformat()
        case Region():
            return {"shape": value.shape.value, "points_px": _plain(value.points_px)}
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case _:
            return value


def to_json(described: Mapping[str, Any]) -> bytes:
    """UTF-8, indented, the same bytes for the same values."""
    return json.dumps(described, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


def from_json(data: bytes) -> dict[str, Any]:
    """Read what ``to_json`` wrote.

    Raises
    ------
    ReportError
        ``report-attachment-unreadable``: no JSON of this form; ``report-attachment-version``: of a later one.
    """
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReportError("report-attachment-unreadable", where=FILE_NAME) from error
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise ReportError("report-attachment-unreadable", where=FILE_NAME)
    if type(read.get("version")) is not int or not 1 <= read["version"] <= VERSION:
        raise ReportError("report-attachment-version", where=FILE_NAME)
    return read


def as_of_version(held: Mapping[str, Any], version: int) -> dict[str, Any]:
    """What a case holds, as far as a report of that version tells it."""
    return {key: value for key, value in held.items() if version > 1 or key not in (*OF_THE_HANDLING, CROSS_CHECK)}


def differences(told: Mapping[str, Any], held: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a report says other than the case, as places such as ``findings/2/observed``; at most twenty."""
    found = []
    for place in _differing("", dict(told), dict(held)):
        found.append(place)
        if len(found) == _MOST_DIFFERENCES:
            break
    return tuple(found)


def _differing(place: str, told: Any, held: Any) -> Iterator[str]:
    if isinstance(told, dict) and isinstance(held, dict):
        for key in dict.fromkeys((*held, *told)):
            if key not in told or key not in held:
                yield f"{place}{key}"
            else:
                yield from _differing(f"{place}{key}/", told[key], held[key])
    elif _is_list(told) and _is_list(held) and len(told) == len(held):
        for at, (one, other) in enumerate(zip(told, held, strict=True), start=1):
            yield from _differing(f"{place}{at}/", one, other)
    elif type(told) is not type(held) or told != held:
        yield place.rstrip("/")


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
