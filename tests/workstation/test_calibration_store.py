"""Calibrations as text and back, in a folder, and what holds for which capture."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.calibration.codec import from_json, to_json
from workstation.calibration.in_force import Equipment, Held, InForce, mismatch
from workstation.calibration.model import Calibration, CalibrationKind, Target, Values
from workstation.calibration.store import EXPIRE_AFTER_DAYS, SETTINGS_FILE, CalibrationStore
from workstation.devices import LightSetting
from workstation.errors import CalibrationError, WorkstationError
from workstation.identifiers import new_id
from workstation.imaging.calibrate_results import Alignment, Field, Noise, Scale, Settling, WhiteBalance

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
BENCH = Equipment("Obvious Eye 9", "Obvious Box 7")
WHITE = LightSetting("WHITE", 80.0, 100.0, 60.0)

SCALE = Scale(
    px_per_mm=23.62,
    uncertainty_px_per_mm=0.02,
    across_px_per_mm=23.61,
    down_px_per_mm=None,
    turn_deg=1.5,
    residual_px=0.04,
    perspective_percent=0.1,
    distortion_percent=None,
    points_px=((1.5, 2.5), (3.0, 4.0)),
)
FIELD = Field(
    shading=np.linspace(0.5, 1.5, 48 * 64 * 3, dtype=np.float32).reshape(48, 64, 3),
    dark=(5.0, 5.1, 5.2),
    noise=Noise(read=(2.0, 2.1, 2.2), photon=(0.03, 0.02, 0.01)),
    bit_depth=8,
    unevenness_percent=40.0,
    residual_percent=0.3,
)
VALUES: dict[CalibrationKind, Values] = {
    CalibrationKind.SCALE: SCALE,
    CalibrationKind.FLAT_FIELD: FIELD,
    CalibrationKind.WHITE_BALANCE: WhiteBalance(gains=(1.0, 1.2, 1.4), uncertainty_percent=0.1),
    CalibrationKind.ALIGNMENT: Alignment(
        matrix=(1.0, 0.0, 2.5, 0.0, 1.0, -1.5, 0.0, 0.0, 1.0), residual_px=0.2, confidence=0.9
    ),
    CalibrationKind.SETTLE: Settling(
        settle_ms=42.0,
        margin_ms=8.4,
        time_constant_ms=None,
        tolerance_percent=0.2,
        curve=((0.0, 3.5), (8.0, 99.9)),
        exposure_ms=7.5,
    ),
}


def made(kind: CalibrationKind = CalibrationKind.SCALE, **changes: object) -> Calibration:
    sized = kind is not CalibrationKind.SETTLE
    values: dict[str, object] = {
        "calibration_id": new_id(AT),
        "kind": kind,
        "made_at": AT,
        "made_by": "Specimen, Erika · 检验员",
        "camera": BENCH.camera,
        "lights": BENCH.lights,
        "simulated": False,
        "width": 2953 if sized else 0,
        "height": 2079 if sized else 0,
        "light": "WHITE",
        "target": Target.RULER,
        "values": VALUES[kind],
        "exposure_ms": 60.0,
        "percent": 80.0,
    }
    return Calibration(**{**values, **changes})  # type: ignore[arg-type]


def same(one: Calibration, other: Calibration) -> bool:
    if not isinstance(one.values, Field) or not isinstance(other.values, Field):
        return one == other
    mine, theirs = one.values, other.values
    return replace(one, values=SCALE) == replace(other, values=SCALE) and all(
        np.array_equal(getattr(mine, each.name), getattr(theirs, each.name))
        if each.name == "shading"
        else getattr(mine, each.name) == getattr(theirs, each.name)
        for each in fields(Field)
    )


@pytest.mark.parametrize("kind", CalibrationKind)
def test_a_calibration_reads_back_from_its_text(kind: CalibrationKind) -> None:
    before = made(kind)
    text = to_json(before)
    after = from_json(text)
    assert same(after, before)
    assert to_json(after) == text


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(CalibrationError, match="calibration-unreadable"):
        from_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(CalibrationKind)), st.data())
def test_any_changed_value_is_read_or_refused(kind: CalibrationKind, data: st.DataObject) -> None:
    content = json.loads(to_json(made(kind)))
    part = data.draw(st.sampled_from([content, content["values"]]))
    part[data.draw(st.sampled_from(sorted(part)))] = data.draw(JSON)
    with suppress(CalibrationError):
        from_json(json.dumps(content))


def test_a_grid_that_is_no_light_is_refused() -> None:
    content = json.loads(to_json(made(CalibrationKind.FLAT_FIELD)))
    for shape in ([48, 64], [0, 64, 3], [48, 64, 2], [100_000, 100_000, 3]):
        content["values"]["shading"]["shape"] = shape
        with pytest.raises(CalibrationError, match="calibration-unreadable"):
            from_json(json.dumps(content))
    broken = replace(FIELD, shading=np.full((48, 64, 3), np.nan, np.float32))
    with pytest.raises(CalibrationError, match="calibration-unreadable"):
        from_json(to_json(made(CalibrationKind.FLAT_FIELD, values=broken)))


# ---------------------------------------------------------------------- the folder


def test_a_folder_keeps_what_was_added_until_it_is_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "calibrations"
    older, newer = made(), made(made_at=AT + timedelta(days=1))
    store = CalibrationStore(folder)
    assert store.calibrations() == ()
    store.add(older)
    store.add(newer)
    again = CalibrationStore(folder)
    assert again.calibrations() == (newer, older)
    again.delete(newer.calibration_id)
    again.delete(newer.calibration_id)
    assert CalibrationStore(folder).calibrations() == (older,)
    assert [each.name for each in folder.iterdir()] == [f"{older.calibration_id}.json"]


def test_files_that_are_no_calibrations_are_named_and_left_alone(tmp_path: Path) -> None:
    good = made()
    CalibrationStore(tmp_path).add(good)
    (tmp_path / "half.json").write_text(to_json(made())[:200])
    (tmp_path / "other-name.json").write_text(to_json(made()))
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    store = CalibrationStore(tmp_path)
    assert store.calibrations() == (good,)
    assert {each.path.name for each in store.problems()} == {"half.json", "other-name.json", "bytes.json"}
    assert {each.error.code for each in store.problems()} == {"calibration-unreadable"}
    assert (tmp_path / "half.json").exists()


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = CalibrationStore(tmp_path / "file" / "calibrations")
    with pytest.raises(WorkstationError, match="file-not-written"):
        store.add(made())
    assert store.calibrations() == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("expire_after_days = 30", 30.0),
        ("expire_after_days = -1", EXPIRE_AFTER_DAYS),
        ("expire_after_days = true", EXPIRE_AFTER_DAYS),
        ("not toml", EXPIRE_AFTER_DAYS),
        (None, EXPIRE_AFTER_DAYS),
    ],
)
def test_days_until_expiry(tmp_path: Path, text: str | None, days: float) -> None:
    if text is not None:
        (tmp_path / SETTINGS_FILE).write_text(text)
    assert CalibrationStore(tmp_path).expire_after_days == days


# ---------------------------------------------------------------------- what holds


def in_force(*newest_first: Calibration, equipment: Equipment | None = BENCH) -> InForce:
    return InForce(newest_first, equipment)


def test_the_newest_of_the_same_equipment_and_size_holds() -> None:
    newest, older = made(), made(values=replace(SCALE, px_per_mm=20.0))
    held = in_force(newest, older).held_for(WHITE, 2953, 2079)
    assert held == Held(23.62, 0.02, newest.calibration_id, (newest.calibration_id,))


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        ({"camera": "Obvious Eye 10"}, (2953, 2079)),
        ({"lights": "Obvious Box 8"}, (2953, 2079)),
        ({}, (2079, 2953)),
        ({}, (1476, 1040)),
    ],
)
def test_other_equipment_or_another_size_gives_no_millimetres(
    changes: dict[str, object], size: tuple[int, int]
) -> None:
    assert in_force(made(**changes)).held_for(WHITE, *size) == Held()


def test_nothing_holds_for_equipment_that_has_not_said_who_it_is() -> None:
    assert in_force(made(), equipment=None).held_for(WHITE, 2953, 2079) == Held()
    reason = mismatch(made(), None)
    assert reason is not None
    assert reason.code == "calibration-equipment-unknown"


def test_every_kind_that_holds_is_named() -> None:
    kept = [made(kind) for kind in CalibrationKind]
    other_light = [made(kind, light="UV365") for kind in CalibrationKind if kind is not CalibrationKind.SCALE]
    held = in_force(*other_light, *kept).held_for(WHITE, 2953, 2079)
    assert set(held.calibration_ids) == {each.calibration_id for each in kept}
    behind_filter = replace(WHITE, filter="LP715")
    assert in_force(*kept).held_for(behind_filter, 2953, 2079).calibration_ids == (kept[0].calibration_id,)


def test_settling_holds_for_the_same_lamp_at_the_same_level() -> None:
    kept = in_force(made(CalibrationKind.SETTLE, camera="another camera"))
    same_level, other_level = WHITE, replace(WHITE, percent=40.0)
    other_light = replace(WHITE, light="IR850")
    settings = kept.with_measured_settling((same_level, other_level, other_light))
    assert [each.settle_ms for each in settings] == [42.0, 100.0, 100.0]
