"""The report says what millimetres rest on, how sure they are, and which filter a picture was taken through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from report_material import capture, case, drawn, printed, squeezed, text

from workstation.cases.model import CalibrationRecord, CaseSnapshot
from workstation.vocabulary import LANGUAGES


def calibrated() -> CaseSnapshot:
    plain = capture(1, "WHITE", drawn())
    record = replace(
        plain,
        px_per_mm=5.0,
        px_per_mm_source="calibration",
        px_per_mm_uncertainty=0.006,
        calibration_id="scale-1",
        filter="LP715",
    )
    measured = CalibrationRecord(
        calibration_id="scale-1",
        kind="scale",
        made_at=plain.captured_at - timedelta(days=3, hours=2),
        made_by="A",
        camera="Obvious Eye 9",
        lights="Obvious Box 7",
        light="WHITE",
        sha256="0" * 64,
    )
    return replace(case((record,)), calibrations=(measured,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_scale_with_uncertainty_and_age_and_the_filter(language: str) -> None:
    said = text(printed(calibrated(), language))
    made_at = calibrated().calibrations[0].made_at
    wanted = {
        "en": ("± 0.012 px/mm (k = 2)", f"{made_at:%Y-%m-%d %H:%M:%S}", "3 d before the picture", "filter LP715"),
        "zh_CN": ("± 0.012 像素/毫米（k = 2）", f"{made_at:%Y-%m-%d %H:%M:%S}", "拍摄前 3 天", "滤光片 LP715"),
    }[language]
    for each in wanted:
        assert squeezed(each) in said


def test_a_stated_scale_claims_no_uncertainty() -> None:
    stated = case((capture(1, "WHITE", drawn(), px_per_mm_source="stated"),))
    said = text(printed(stated))
    assert squeezed("Stated, not measured") in said
    assert "k=2" not in said
