"""What is measured on a capture: its own scale, the zoom at which points were set, and what a case keeps of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workstation.captures import CaptureRecord, Origin
from workstation.errors import MeasureError
from workstation.measuring import KINDS, corrected, measured, measurements, together
from workstation.vocabulary import vocabulary

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CAPTURE = CaptureRecord(
    capture_id="c",
    exhibit_id="e",
    page="data_page",
    light="WHITE",
    origin=Origin.SIMULATED,
    sha256="0" * 64,
    mime="image/png",
    byte_length=1,
    width=1000,
    height=700,
    channels=3,
    bit_depth=8,
    px_per_mm=10.0,
    px_per_mm_uncertainty=0.01,
    captured_at=NOW,
    captured_by="",
)
ROUND = ((110.0, 100.0), (100.0, 110.0), (90.0, 100.0), (100.0, 90.0), (107.0, 107.0))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_name_and_a_value(kind: str) -> None:
    values = measured(kind, ROUND, CAPTURE)
    assert all(code in vocabulary("measurement") for code, _ in values)
    assert kind in vocabulary("measurement")
    assert all(each.uncertainty > 0 for _, each in values)


def test_a_reduced_picture_makes_points_less_certain() -> None:
    (_, close), (_, far) = (measured("distance", ROUND[:2], CAPTURE, zoom)[0] for zoom in (1.0, 0.25))
    assert close.value == far.value == pytest.approx(2**0.5)
    assert far.uncertainty > 3.5 * close.uncertainty
    assert measured("distance", ROUND[:2], CAPTURE, 8.0)[0][1] == close


def test_the_scale_brings_its_own_uncertainty() -> None:
    points = ((0.0, 0.0), (1000.0, 0.0))
    known = measured("distance", points, CAPTURE)[0][1].uncertainty
    without = measured("distance", points, replace(CAPTURE, px_per_mm_uncertainty=None))[0][1].uncertainty
    assert known == pytest.approx((without**2 + (2 * 100 * 0.001) ** 2) ** 0.5)


@pytest.mark.parametrize("kind", [each.code for each in KINDS.values() if each.needs_scale])
def test_without_a_scale_nothing_but_angles(kind: str) -> None:
    blind = replace(CAPTURE, px_per_mm=None)
    with pytest.raises(MeasureError) as caught:
        measured(kind, ROUND, blind)
    assert caught.value.code == "measure-no-scale"
    assert measured("angle", ROUND, blind)[0][1].unit == "deg"
    assert measurements("angle", ROUND, blind, now=NOW, actor="")[0].px_per_mm is None


@pytest.mark.parametrize("kind", KINDS)
def test_too_few_points(kind: str) -> None:
    with pytest.raises(MeasureError) as caught:
        measured(kind, ROUND[: KINDS[kind].fewest - 1], CAPTURE)
    assert caught.value.code == "measure-too-few-points"


def test_unknown_kind() -> None:
    with pytest.raises(MeasureError) as caught:
        measurements("weight", ROUND, CAPTURE, now=NOW, actor="")
    assert caught.value.code == "measure-kind-unknown"


def test_a_row_keeps_pitch_spread_and_baseline_together() -> None:
    made = measurements("pitch", ROUND[:3], CAPTURE, note="line 1", now=NOW, actor="A")
    other = measurements("distance", ROUND, CAPTURE, now=NOW, actor="A")
    assert [each.kind for each in made] == ["pitch", "spread", "baseline"]
    assert len(other[0].points_px) == 2
    assert together((*other, *made), made[1].measurement_id) == made
    assert together(made, "gone") == ()
    noted = corrected(made[0], now=NOW, actor="B", note="line 2")
    assert (noted.value, noted.supersedes, noted.note) == (made[0].value, made[0].measurement_id, "line 2")
