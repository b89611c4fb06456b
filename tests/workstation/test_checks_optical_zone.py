"""Checks of a machine readable zone that need no model: on drawn pages with one thing wrong, and a real one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.detail import stored_facts
from workstation.checks.optical.zone_answers import zone_results
from workstation.checks.optical.zone_checks import CODES, ZoneResult, check_zone
from workstation.checks.optical.zone_pictures import ZonePictures, is_b900
from workstation.imaging.pictures import Pixels, decode
from workstation.resources import RESOURCES

PX_PER_MM = 12.0
LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
PAPER, INK, CLEAR = 225, 30, 215
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def page(
    ink: int = INK,
    *,
    ground: int = 0,
    font: str = "OCRB.otf",
    displaced: tuple[int, int] | None = None,
    px_per_mm: float = PX_PER_MM,
) -> Pixels:
    """A TD3 page; ``ground``: depth of lines under the zone; ``displaced``: line and position 0.7 mm too low."""
    scale = px_per_mm * 2
    picture = Image.new("L", (round(125 * scale), round(88 * scale)), PAPER)
    pen = ImageDraw.Draw(picture)
    if ground:
        for at in range(0, round(25 * scale), round(0.9 * scale)):
            top = round(64 * scale) + at
            pen.line(
                [(0, top), (picture.width, top + round(2 * scale))], fill=PAPER - ground, width=round(0.3 * scale)
            )
    path = str(RESOURCES / "fonts" / font)
    _, top_px, _, _ = ImageFont.truetype(path, 1000).getbbox("H", anchor="ls")
    face = ImageFont.truetype(path, 2.445 * scale * 1000 / -top_px)
    for line, middle in enumerate((73.1, 79.45)):
        for at, text in enumerate(LINES[line]):
            lower = 0.7 if displaced == (line, at) else 0.0
            place = ((6.0 + (at + 0.5) * 2.54) * scale, (middle + lower + 1.22) * scale)
            pen.text(place, text, fill=ink, font=face, anchor="ms")
    small = cv2.resize(np.asarray(picture), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(5).normal(0, 1.5, small.shape)
    return np.clip(cv2.GaussianBlur(small, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)


def glowing(**places_mm: tuple[float, float, float, float]) -> Pixels:
    """The page under ultraviolet: dull, but for the named places (left, top, right, bottom)."""
    seen = np.full((round(88 * PX_PER_MM), round(125 * PX_PER_MM)), 25, np.uint8)
    for left, top, right, bottom in places_mm.values():
        rows, columns = (slice(round(a * PX_PER_MM), round(b * PX_PER_MM)) for a, b in ((top, bottom), (left, right)))
        seen[rows, columns] = 110
    return seen


def checked(pictures: Mapping[str, Pixels], px_per_mm: float | None = PX_PER_MM) -> dict[tuple[str, str], ZoneResult]:
    found = list(check_zone(ZonePictures(pictures, px_per_mm)))
    assert {each.check for each in found} == CODES
    return {(each.check, each.routine): each for each in found}


def sound() -> dict[str, Pixels]:
    return {"WHITE": page(ground=60), "IR850": page(), "UV365": glowing()}


def test_a_sound_zone_passes_every_check() -> None:
    found = checked(sound())
    assert {key: each.reason for key, each in found.items() if each.outcome is not CheckOutcome.SUCCESSFUL} == {}
    assert all(each.margin is not None and each.margin > 0.2 for each in found.values())
    assert float(found["OPT.MRZ.GEOM", "pitch"].facts["spacing"].split()[0]) == pytest.approx(6.35, abs=0.1)
    assert found["OPT.MRZ.GEOM", "pitch"].measured == pytest.approx(0, abs=0.01)
    corners = found["OPT.MRZ.IR", "zone_contrast"].corners
    assert corners is not None
    wanted = np.array([[6.0, 71.1], [117.8, 71.1], [117.8, 81.45], [6.0, 81.45]]) * PX_PER_MM
    assert np.abs(corners - wanted).max() < 1.0 * PX_PER_MM


@pytest.mark.parametrize(
    ("change", "px_per_mm", "key", "outcome", "reason"),
    [
        ({"IR850": page(CLEAR)}, PX_PER_MM, ("OPT.MRZ.IR", "zone_contrast"), "failed", "ink_transparent"),
        ({"IR850": page(ground=60)}, PX_PER_MM, ("OPT.MRZ.IR", "zone_ground"), "failed", "ground_stays"),
        (
            {"WHITE": page(ground=60, displaced=(1, 20)), "IR850": page(displaced=(1, 20))},
            PX_PER_MM,
            ("OPT.MRZ.GEOM", "alignment"),
            "failed",
            "character_off_line",
        ),
        ({}, PX_PER_MM * 1.1, ("OPT.MRZ.GEOM", "pitch"), "failed", "pitch_off"),
        ({}, None, ("OPT.MRZ.GEOM", "pitch"), "not_performed", "no_scale"),
        (
            {"UV365": glowing(portrait=(7, 17, 37, 58))},
            *(PX_PER_MM, ("SSV.UV.BR.PH", "outshines"), "undetermined", "place_outshines"),
        ),
        (
            {"UV365": np.full_like(glowing(), 180)},
            *(PX_PER_MM, ("SSV.UV.BR.MR", "glow"), "failed", "place_bright"),
        ),
    ],
    ids=["transparent ink", "ground", "displaced", "pitch", "no scale", "photograph", "bright paper"],
)
def test_one_thing_wrong(
    change: dict[str, Pixels], px_per_mm: float | None, key: tuple[str, str], outcome: str, reason: str
) -> None:
    found = checked(sound() | change, px_per_mm)[key]
    assert (found.outcome, found.reason) == (outcome, reason)
    if outcome == "failed":
        assert found.margin is not None
        assert found.margin < 0


def test_the_displaced_character_is_named() -> None:
    off = {"WHITE": page(ground=60, displaced=(1, 20)), "IR850": page(displaced=(1, 20))}
    facts = checked(sound() | off)["OPT.MRZ.GEOM", "alignment"].facts
    assert (facts["line"], facts["position"]) == ("2", "21")


def test_another_typeface_fails() -> None:
    found = checked(sound() | {"IR850": page(font="NotoSans-Regular.ttf")})["OPT.MRZ.FONT", "typeface"]
    assert (found.outcome, found.reason) == (CheckOutcome.FAILED, "type_other")
    unscaled = checked(sound() | {"IR850": page(font="NotoSans-Regular.ttf")}, None)["OPT.MRZ.FONT", "typeface"]
    assert (unscaled.outcome, unscaled.reason) == (CheckOutcome.UNDETERMINED, "type_unsure")


def test_a_missing_light_is_said_and_never_red() -> None:
    found = checked({"WHITE": page()})
    missing = {key for key, each in found.items() if each.reason == "no_capture"}
    assert {check for check, _ in missing} == {"OPT.MRZ.IR", "SSV.UV.BR.MR", "SSV.UV.BR.PH", "SSV.UV.BR.VZ"}
    assert {found[key].outcome for key in missing} == {CheckOutcome.NOT_PERFORMED}
    assert found["OPT.MRZ.FONT", "typeface"].outcome is CheckOutcome.SUCCESSFUL


@pytest.mark.parametrize("light", ["IR1100", "IR700"])
def test_infrared_outside_the_band_is_not_b900(light: str) -> None:
    assert not is_b900(light)
    assert is_b900("IR850")
    assert checked({"WHITE": page(), light: page(CLEAR)})["OPT.MRZ.IR", "zone_contrast"].reason == "no_capture"


def test_pictures_of_another_size_are_not_measured_by_the_zone_of_this() -> None:
    found = checked({"WHITE": page(), "IR850": page(), "UV365": glowing()[::2, ::2]})
    assert found["SSV.UV.BR.MR", "outshines"].reason == "no_capture"


def test_a_coarse_picture_is_not_measured() -> None:
    coarse = {light: page(px_per_mm=3.5) for light in ("WHITE", "IR850")}
    found = checked(coarse, 3.5)
    reasons = {each.reason for key, each in found.items() if key[0].startswith("OPT.")}
    assert reasons <= {"too_coarse", "zone_not_read"}


def capture(light: str, pixels: Pixels) -> CaptureRecord:
    return CaptureRecord(
        capture_id=light.lower(),
        exhibit_id="exhibit",
        sha256=light,
        light=light,
        origin=Origin.FILE,
        mime="image/png",
        byte_length=1,
        channels=1,
        bit_depth=8,
        captured_by="",
        width=pixels.shape[1],
        height=pixels.shape[0],
        captured_at=NOW,
        page="data_page",
        px_per_mm=PX_PER_MM,
    )


def stored(pictures: Mapping[str, Pixels]) -> list[CheckResult]:
    captures = {("data_page", light): capture(light, each) for light, each in pictures.items()}
    return list(zone_results("exhibit", captures, lambda each: pictures[each.light], NOW))


def test_results_are_kept_with_value_threshold_margin_and_place() -> None:
    found = {(each.check, stored_facts(each.detail).get("routine", "")): each for each in stored(sound())}
    contrast = found["OPT.MRZ.IR", "zone_contrast"]
    facts = stored_facts(contrast.detail)
    assert (contrast.threshold, contrast.capture_id, contrast.light) == (0.6, "ir850", "IR850")
    assert contrast.measured is not None
    assert contrast.measured > 0.8
    assert len(facts["region"].split()) == 4
    assert float(facts["margin"]) > 0.5


@pytest.mark.parametrize(
    ("pictures", "reason"), [({}, "no_capture"), ({"WHITE": np.full((600, 800), 200, np.uint8)}, "zone_not_read")]
)
def test_no_zone_is_said_once_a_check(pictures: dict[str, Pixels], reason: str) -> None:
    found = stored(pictures)
    assert [each.check for each in found] == ["OPT.MRZ.FONT", "OPT.MRZ.GEOM", "OPT.MRZ.IR"]
    assert {(each.outcome, each.reason) for each in found} == {(CheckOutcome.NOT_PERFORMED, reason)}


@pytest.mark.real_data
def test_a_real_passport_page_passes_every_check(real_data: Path) -> None:
    folder = real_data / "multispectral" / "belarus2006"
    pictures = {light: decode((folder / f"{light}.jpg").read_bytes()) for light in ("WHITE", "IR", "UV")}
    found = checked(pictures, 403 / 25.4)
    assert {key: each.reason for key, each in found.items() if each.outcome is not CheckOutcome.SUCCESSFUL} == {}
    assert found["OPT.MRZ.GEOM", "pitch"].facts["pitch"].startswith("2.54")
