"""A small case with something in every table, on a clock that stands in the tests' hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np

from workstation.captures import Capture, CaptureRecord, Origin, sha256_hex
from workstation.cases.model import (
    CalibrationRecord,
    CaseInfo,
    CheckOutcome,
    CheckResult,
    Conclusion,
    EquipmentUse,
    Exhibit,
    Finding,
    KeptRecipe,
    Measurement,
    MrzRecord,
    Region,
    Shape,
)
from workstation.cases.store import CaseFile
from workstation.identifiers import new_id
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind

START = datetime(2026, 3, 14, 9, 26, 53, 589000, tzinfo=UTC)


class SteppingClock:
    """A clock that moves on by a second whenever it is read."""

    def __init__(self) -> None:
        self._now = START

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def monotonic(self) -> float:
        return (self._now - START).total_seconds()

    def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


def info(**changes: object) -> CaseInfo:
    values: dict[str, object] = {
        "case_id": new_id(START),
        "case_no": "2026-0042",
        "agency": "Grenzwache Beispielstadt",
        "exam_site": "边检站 3",
        "examiner": "Specimen, Erika",
        "question": "Is the data page genuine?\nWas the date altered?",
        "created_at": START,
    }
    return CaseInfo(**{**values, **changes})  # type: ignore[arg-type]


def exhibit(**changes: object) -> Exhibit:
    values: dict[str, object] = {"exhibit_id": new_id(START), "exhibit_no": "1", "created_at": START}
    return Exhibit(**{**values, **changes})  # type: ignore[arg-type]


def capture(exhibit_id: str, light: str = "WHITE", stored: bytes | None = None, **changes: object) -> Capture:
    data = picture(light) if stored is None else stored
    values: dict[str, object] = {
        "capture_id": new_id(START),
        "exhibit_id": exhibit_id,
        "page": "data_page",
        "light": light,
        "origin": Origin.FILE,
        "sha256": sha256_hex(data),
        "mime": "image/png",
        "byte_length": len(data),
        "width": 160,
        "height": 120,
        "channels": 3,
        "bit_depth": 8,
        "exposure_ms": 0.1 + 0.2,
        "px_per_mm": 11.811,
        "px_per_mm_source": "file",
        "source_name": f"{light}.png",
        "captured_at": START,
        "captured_by": "Specimen, Erika",
    }
    return Capture(CaptureRecord(**{**values, **changes}), data)  # type: ignore[arg-type]


def picture(light: str) -> bytes:
    """A real PNG, another for each light."""
    pixels = np.random.default_rng(sum(light.encode())).integers(0, 255, (120, 160, 3), dtype=np.uint8)
    done, encoded = cv2.imencode(".png", pixels)
    assert done
    return encoded.tobytes()


def finding(exhibit_id: str, capture_id: str | None = None, **changes: object) -> Finding:
    region = Region(Shape.RECTANGLE, ((10.5, 20.0), (110.25, 80.0))) if capture_id else None
    values: dict[str, object] = {
        "finding_id": new_id(START),
        "exhibit_id": exhibit_id,
        "capture_id": capture_id,
        "region": region,
        "feature": "background_print",
        "light": "UV365",
        "method": "uv",
        "observation": "absent",
        "significance": "supports_false",
        "observed": "no fluorescence of the guilloche",
        "expected": "yellow-green guilloche",
        "created_at": START,
        "created_by": "Specimen, Erika",
    }
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


def conclusion(exhibit_id: str, **changes: object) -> Conclusion:
    values: dict[str, object] = {
        "conclusion_id": new_id(START),
        "exhibit_id": exhibit_id,
        "scale": "scale_document_status",
        "scale_version": 1,
        "level": "falsified",
        "reasoning": "Substrate and print differ from the specimen.",
        "limitations": "The chip was not read.",
        "fraud_types": ("counterfeit", "pseudo"),
        "modus": ("data_page_substitution",),
        "created_at": START,
        "created_by": "Specimen, Erika",
    }
    return Conclusion(**{**values, **changes})  # type: ignore[arg-type]


def check(exhibit_id: str, capture_id: str | None = None, **changes: object) -> CheckResult:
    values: dict[str, object] = {
        "result_id": new_id(START),
        "exhibit_id": exhibit_id,
        "check": "ssv_uv_br_fu",
        "outcome": CheckOutcome.FAILED,
        "capture_id": capture_id,
        "light": "UV365",
        "measured": 1 / 3,
        "threshold": 0.25,
        "unit": "ratio",
        "performed_at": START,
    }
    return CheckResult(**{**values, **changes})  # type: ignore[arg-type]


def mrz(exhibit_id: str) -> MrzRecord:
    lines = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    return MrzRecord(
        mrz_id=new_id(START), exhibit_id=exhibit_id, source="reader", device="reader", lines=lines, read_at=START
    )


def equipment(device: str = "lights") -> EquipmentUse:
    return EquipmentUse(
        device=device,
        kind="lights",
        maker="Gardasoft",
        model="RT420",
        serial="0001",
        firmware="012",
        simulated=True,
        lit_seconds=(("WHITE", 1.25), ("UV365", 0.1)),
        used_at=START,
    )


CALIBRATION_CONTENT = '{"format":1,"who":"Specimen, Erika · 检验员"}'


def calibration() -> CalibrationRecord:
    return CalibrationRecord(
        calibration_id=new_id(START),
        kind="scale",
        made_at=START,
        made_by="Specimen, Erika",
        camera="Obvious Eye 9",
        lights="Obvious Box 7",
        light="",
        sha256=sha256_hex(CALIBRATION_CONTENT.encode()),
    )


def recipe(exhibit_id: str, sha256: str) -> KeptRecipe:
    source = Source(SourceKind.CAPTURE, sha256, "UV365")
    return KeptRecipe(
        recipe_id=new_id(START),
        exhibit_id=exhibit_id,
        title="UV, brighter · 增亮",
        content=Recipe((source,), (OPERATIONS["gamma"].step(0, gamma=2.0),)).to_json(),
        image_sha256=sha256_hex(b"what it makes"),
        software="QDBench 0; numpy 2; OpenCV 5",
        created_at=START,
        created_by="Specimen, Erika",
    )


def measurement(exhibit_id: str, capture_id: str, **changes: object) -> Measurement:
    values: dict[str, object] = {
        "measurement_id": new_id(START),
        "exhibit_id": exhibit_id,
        "capture_id": capture_id,
        "kind": "distance",
        "points_px": ((1.5, 2.0), (30.25, 40.0)),
        "value": 4.785,
        "uncertainty": 0.06,
        "unit": "mm",
        "px_per_mm": 10.0,
        "created_at": START,
        "created_by": "Specimen, Erika",
    }
    return Measurement(**{**values, **changes})  # type: ignore[arg-type]


def new_case(path: Path) -> CaseFile:
    """An empty case, open for writing."""
    return CaseFile.create(path, info(), clock=SteppingClock(), actor="Specimen, Erika")


def full_case(path: Path) -> CaseFile:
    """A case with something in every table, open for writing."""
    case = new_case(path)
    item = exhibit(description="passport, 32 pages")
    case.add_exhibit(item)
    case.update_exhibit(exhibit(exhibit_id=item.exhibit_id, model_id="UTO-P-1-2024", model_ident_method="mrz"))
    case.record_equipment([equipment(), equipment("camera")])
    measured = calibration()
    case.add_calibrations([(measured, CALIBRATION_CONTENT)])
    told: dict[str, object] = {
        "calibration_id": measured.calibration_id,
        "calibration_ids": (measured.calibration_id,),
        "px_per_mm_source": "calibration",
        "px_per_mm_uncertainty": 0.004,
        "filter": "CLEAR",
    }
    pictures = [capture(item.exhibit_id, "WHITE", **told)]
    pictures += [capture(item.exhibit_id, light) for light in ("UV365", "IR")]
    case.add_captures(pictures)
    case.add_mrz(mrz(item.exhibit_id))
    case.add_checks(
        [
            check(item.exhibit_id, pictures[1].record.capture_id),
            check(item.exhibit_id, outcome=CheckOutcome.NOT_PERFORMED, reason="no_reference"),
        ]
    )
    kept = recipe(item.exhibit_id, pictures[1].record.sha256)
    case.keep_recipe(kept)
    rough = measurement(item.exhibit_id, pictures[0].record.capture_id)
    case.save_measurement(rough)
    case.save_measurement(
        measurement(
            item.exhibit_id, pictures[0].record.capture_id, supersedes=rough.measurement_id, note="set again at 8:1"
        )
    )
    first = finding(item.exhibit_id, pictures[1].record.capture_id, recipe_id=kept.recipe_id)
    other = finding(item.exhibit_id, observed="墨水在红外下消失")
    case.save_finding(first)
    case.save_finding(other)
    case.save_finding(
        finding(
            item.exhibit_id,
            pictures[1].record.capture_id,
            supersedes=first.finding_id,
            reason="wrong light named",
        )
    )
    case.save_finding(
        finding(item.exhibit_id, supersedes=other.finding_id, withdrawn=True, reason="a reflection of the lid")
    )
    early = conclusion(item.exhibit_id, level="inconclusive", fraud_types=("inconclusive",), modus=())
    case.conclude(early)
    case.conclude(conclusion(item.exhibit_id, supersedes=early.conclusion_id))
    case.log("report-exported", case.snapshot().info.case_id, {"sha256": sha256_hex(b"report"), "language": "zh_CN"})
    return case
