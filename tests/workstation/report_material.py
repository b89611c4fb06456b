"""Cases to print: built by hand, with drawn pictures, so that every test says what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pypdf import PdfReader

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import (
    CaseInfo,
    CaseSnapshot,
    CaseState,
    ChainHead,
    CheckOutcome,
    CheckResult,
    Conclusion,
    EquipmentUse,
    Exhibit,
    Finding,
    MrzRecord,
    Region,
    Shape,
)
from workstation.reports.build import build
from workstation.reports.pdf import render
from workstation.reports.sources import ReportSources
from workstation.software import SoftwareInfo
from workstation.specimens.model import ModelKey, SpecimenFeature, SpecimenModel, SpecimenPicture

AT = datetime(2026, 3, 5, 14, 7, 9, tzinfo=UTC)
SOFTWARE = SoftwareInfo("0.1.0", "3.45.1", "3.11.7", "2.1.0", "4.10.0", "4.2.5", "Linux x86_64")
MRZ = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def drawn(width: int = 640, height: int = 450, hue: int = 30) -> NDArray[np.uint8]:
    """A page with something to see on it, RGB."""
    pixels = np.full((height, width, 3), (235, 240 - hue, 200 + hue // 2), np.uint8)
    for x in range(0, width, 24):
        cv2.line(pixels, (x, 0), (width - x, height), (120, 150, 170), 1)
    cv2.circle(pixels, (width // 4, height // 2), max(1, height // 5), (90, 60 + hue, 120), -1)
    return pixels


def capture(place: int, light: str, pixels: NDArray[np.uint8], **changes: Any) -> CaptureRecord:
    height, width = pixels.shape[:2]
    record = CaptureRecord(
        capture_id=f"capture-{place}",
        exhibit_id="exhibit-1",
        page="data_page",
        light=light,
        origin=Origin.LIVE,
        sha256=hashlib.sha256(pixels.tobytes()).hexdigest(),
        mime="image/tiff",
        byte_length=pixels.nbytes,
        width=width,
        height=height,
        channels=3,
        bit_depth=8,
        exposure_ms=12.5,
        gain_db=0.0,
        percent=80.0,
        px_per_mm=5.0,
        px_per_mm_source="calibration",
        device="Camera",
        firmware="1.0",
        captured_at=AT + timedelta(seconds=place),
        captured_by="R. Examiner",
    )
    return replace(record, **changes)


def finding(place: int, capture_id: str | None = "capture-1", **changes: Any) -> Finding:
    made = Finding(
        finding_id=f"finding-{place}",
        exhibit_id="exhibit-1",
        capture_id=capture_id,
        region=Region(Shape.RECTANGLE, ((120.0, 150.0), (300.0, 290.0))),
        feature="uv_dull_controlled",
        light="WHITE",
        method="specimen_comparison",
        observation="present_deviates",
        significance="supports_false",
        observed=f"Observation number {place} of this case.",
        expected=f"Expectation number {place} of this case.",
        created_at=AT,
        created_by="R. Examiner",
    )
    return replace(made, **changes)


def check(place: int, **changes: Any) -> CheckResult:
    made = CheckResult(
        result_id=f"check-{place}",
        exhibit_id="exhibit-1",
        check="OPT.MRZ.CD",
        outcome=CheckOutcome.FAILED,
        reason="check_digit_wrong",
        detail="field=document_number; printed=3; expected=6",
        performed_at=AT,
    )
    return replace(made, **changes)


def conclusion(**changes: Any) -> Conclusion:
    made = Conclusion(
        conclusion_id="conclusion-1",
        exhibit_id="exhibit-1",
        scale="scale_status",
        scale_version=2,
        level="indications_of_falsification",
        reasoning="Wear was considered and does not explain the edge.",
        limitations="The back of the page was not examined.",
        fraud_types=("counterfeit",),
        modus=(),
        created_at=AT,
        created_by="R. Examiner",
    )
    return replace(made, **changes)


def case(captures: Sequence[CaptureRecord] = (), **changes: Any) -> CaseSnapshot:
    made = CaseSnapshot(
        info=CaseInfo(
            case_id="01950000-0000-7000-8000-000000000001",
            case_no="2026-014",
            agency="Border Guard Laboratory",
            exam_site="Utopia Airport",
            examiner="R. Examiner",
            question="Is the data page of this passport genuine?",
            created_at=AT,
        ),
        exhibits=(
            Exhibit(
                exhibit_id="exhibit-1",
                exhibit_no="1",
                description="Passport of Utopia",
                condition="Worn",
                created_at=AT,
            ),
        ),
        captures=tuple(captures),
        findings=(),
        conclusions=(),
        checks=(),
        mrz=(),
        equipment=(),
        head=ChainHead(42, hashlib.sha256(b"head").hexdigest(), AT),
        path_name="2026-014.qdcase",
    )
    return replace(made, **changes)


def signed(snapshot: CaseSnapshot) -> CaseSnapshot:
    info = replace(snapshot.info, state=CaseState.SIGNED_OFF, signed_off_at=AT, signed_off_by="S. Supervisor")
    return replace(snapshot, info=info)


def reader() -> MrzRecord:
    return MrzRecord(mrz_id="mrz-1", exhibit_id="exhibit-1", source="reader", device="ID BOX", lines=MRZ, read_at=AT)


def device(**changes: Any) -> EquipmentUse:
    made = EquipmentUse(
        device="lights",
        kind="lights",
        maker="Gardasoft",
        model="RT820",
        serial="0815",
        firmware="1.2",
        simulated=False,
        lit_seconds=(("WHITE", 2.0), ("UV365", 3.5)),
        used_at=AT,
    )
    return replace(made, **changes)


class Library:
    """One model with one picture a light, drawn."""

    def __init__(self, lights: Sequence[str] = ("WHITE", "UV365"), size: tuple[int, int] = (640, 450)) -> None:
        key = ModelKey("UTO", "P", 1, 2024)
        self.pixels = {light: drawn(*size, hue=10) for light in lights}
        pictures = tuple(
            SpecimenPicture(
                "data_page",
                light,
                Path(f"{light}.png"),
                hashlib.sha256(light.encode()).hexdigest(),
                5.0,
                *size,
            )
            for light in lights
        )
        feature = SpecimenFeature(
            "dull",
            "uv_dull_controlled",
            "data_page",
            tuple(lights),
            2,
            (20.0, 20.0, 40.0, 30.0),
            {"en": "Dull", "zh_CN": "暗"},
        )
        self.model = SpecimenModel(
            key=key,
            names={"en": "Passport of Utopia", "zh_CN": "乌托邦护照"},
            size_mm=(125.0, 88.0),
            mrz_format="TD3",
            pages=("data_page",),
            source="Drawn for the tests",
            licence="Apache-2.0",
            generated=True,
            pictures=pictures,
            features=(feature,),
        )

    def find(self, model_id: str) -> SpecimenModel | None:
        return self.model if model_id == self.model.model_id else None

    def picture(self, model_id: str, page: str, light: str) -> tuple[SpecimenPicture, NDArray[np.uint8]] | None:
        for each in self.model.pictures:
            if (model_id, page, light) == (self.model.model_id, each.page, each.light):
                return each, self.pixels[light]
        return None


def sources(pictures: dict[str, NDArray[np.uint8]] | None = None, library: Library | None = None) -> ReportSources:
    """Sources that show ``pictures`` by capture id, a drawn page where there is none."""
    shown = pictures or {}
    made = ReportSources(pictures=lambda record: shown.get(record.capture_id, drawn()), software=SOFTWARE)
    if library is not None:
        made = replace(made, model=library.find, specimen_picture=library.picture)
    return made


def printed(snapshot: CaseSnapshot, language: str = "en", from_sources: ReportSources | None = None) -> bytes:
    return render(build(snapshot, from_sources or sources(), language=language, printed_at=AT))


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    """All text with every kind of space left out: lines are broken where the page ends, not where the words do."""
    return squeezed("".join(pages(pdf)))


def squeezed(words: str) -> str:
    return "".join(words.split())
