"""Folders of pictures from other devices: what is taken, what is left out and why, and byte for byte import."""

from __future__ import annotations

import os
import re
import tomllib
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from workstation.acquisition.folder import FolderSurvey, import_pictures, survey
from workstation.captures import Origin, sha256_hex
from workstation.errors import ConfigurationError, PictureError
from workstation.imaging.pictures import encode_lossless
from workstation.messages import explain, sentence
from workstation.resources import RESOURCES

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class StillClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing waits here")


def picture(
    path: Path, *, height: int = 20, width: int = 30, level: int = 90, px_per_mm: float | None = None
) -> bytes:
    pixels = np.full((height, width, 3), level, np.uint8)
    if path.suffix == ".tif":
        data = encode_lossless(pixels, px_per_mm)[0]
    else:
        data = cv2.imencode(path.suffix, pixels)[1].tobytes()
    path.write_bytes(data)
    return data


def taken(found: FolderSurvey) -> dict[str, str]:
    return {each.light: each.path.name for each in found.chosen}


def reasons(found: FolderSurvey) -> dict[str, str]:
    return {each.name: each.reason for each in found.left_out}


def imported(found: FolderSurvey, px_per_mm: float | None = None):  # type: ignore[no-untyped-def]
    return tuple(
        import_pictures(
            found, exhibit_id="e", page="data_page", px_per_mm=px_per_mm, clock=StillClock(), actor="examiner"
        )
    )


def test_lights_by_name_in_the_order_of_the_lights(tmp_path: Path) -> None:
    for name in ("uv365.tif", "Page1_IR.png", "white.JPG".lower(), "VIS600.png"):
        picture(tmp_path / name)
    assert list(taken(survey(tmp_path)).items()) == [
        ("WHITE", "white.jpg"),
        ("UV365", "uv365.tif"),
        ("IR", "Page1_IR.png"),
        ("VIS600", "VIS600.png"),
    ]


def test_what_is_left_out_is_listed_with_the_reason(tmp_path: Path) -> None:
    picture(tmp_path / "WHITE.png")
    picture(tmp_path / "holiday.png")
    picture(tmp_path / ".IR.png")
    (tmp_path / "UV").mkdir()
    (tmp_path / "IR.png").write_text("Dear colleague, the picture follows.")
    whole = picture(tmp_path / "UV.jpg", height=200, width=200)
    (tmp_path / "UV.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "COAXIAL.png").write_bytes(b"")
    found = survey(tmp_path)
    assert taken(found) == {"WHITE": "WHITE.png"}
    assert reasons(found) == {
        ".IR.png": "left-out-hidden",
        "COAXIAL.png": "picture-empty",
        "IR.png": "picture-not-a-picture",
        "UV": "left-out-not-a-file",
        "UV.jpg": "picture-truncated",
        "holiday.png": "left-out-no-light",
    }
    for each in found.left_out:
        for language in ("en", "zh_CN"):
            text = sentence(each.reason, each.facts, language)
            assert text != each.reason
            assert "…" not in text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders on this system")
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "WHITE.png")
    assert reasons(survey(tmp_path)) == {"WHITE.png": "left-out-not-a-file"}


def test_two_pictures_for_one_light_are_both_named_and_neither_taken(tmp_path: Path) -> None:
    for name in ("WHITE.png", "white.jpg", "IR.png"):
        picture(tmp_path / name)
    found = survey(tmp_path)
    assert taken(found) == {"IR": "IR.png"}
    assert reasons(found) == dict.fromkeys(("WHITE.png", "white.jpg"), "left-out-two-for-one-light")
    assert {each.facts["others"] for each in found.left_out} == {"WHITE.png", "white.jpg"}


def test_a_broken_rival_does_not_spoil_a_good_picture(tmp_path: Path) -> None:
    picture(tmp_path / "WHITE.png")
    (tmp_path / "WHITE.jpg").write_bytes(b"\xff\xd8\xff")
    assert taken(survey(tmp_path)) == {"WHITE": "WHITE.png"}


def test_map_file_names_lights_and_leaves_out(tmp_path: Path) -> None:
    for name in ("scan 1.png", "scan 2.png", "WHITE.png", "UV.png"):
        picture(tmp_path / name)
    (tmp_path / "lights.toml").write_text('"scan 1.png" = "WHITE"\n"scan 2.png" = "ir"\n"WHITE.png" = ""\n')
    found = survey(tmp_path)
    assert taken(found) == {"WHITE": "scan 1.png", "IR": "scan 2.png", "UV": "UV.png"}
    assert reasons(found) == {"WHITE.png": "left-out-by-map"}


def test_the_dialogue_goes_before_the_map_file(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    (tmp_path / "lights.toml").write_text("this is no map")
    assert taken(survey(tmp_path, {"a.png": "UV365"})) == {"UV365": "a.png"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('"a.png" = "WHITE"\n"a.png = 3', 2),
        ('# mine\n"a.png" = "PINK"', 2),
        ('"a.png" = 7', 1),
        ('"gone.png" = "UV"', 1),
        ('a.png = "WHITE"', 1),
        ("\x00", 1),
        ('\ufeff"a.png" = "PINK"', 1),
    ],
)
def test_a_wrong_map_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    picture(tmp_path / "a.png")
    (tmp_path / "lights.toml").write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        survey(tmp_path)
    assert caught.value.code == "lights-map"
    assert caught.value.facts["line"] == line


def test_a_map_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "lights.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError):
        survey(tmp_path)


@pytest.mark.parametrize("name", ["missing", "file.png"])
def test_no_folder(tmp_path: Path, name: str) -> None:
    picture(tmp_path / "file.png")
    with pytest.raises(PictureError) as caught:
        survey(tmp_path / name)
    assert caught.value.code == "folder-unreadable"


def test_import_is_byte_for_byte(tmp_path: Path) -> None:
    data = picture(tmp_path / "WHITE.png")
    (capture,) = imported(survey(tmp_path))
    record = capture.record
    assert capture.stored == data
    assert record.sha256 == sha256_hex(data)
    assert (record.origin, record.source_name, record.light) == (Origin.FILE, "WHITE.png", "WHITE")
    assert (record.mime, record.width, record.height, record.channels) == ("image/png", 30, 20, 3)
    assert (record.device, record.firmware, record.exposure_ms, record.percent) == ("", "", None, None)
    assert (record.captured_at, record.captured_by) == (NOW, "examiner")


def test_resolution_of_the_file_goes_before_what_is_stated(tmp_path: Path) -> None:
    picture(tmp_path / "WHITE.tif", px_per_mm=20.0)
    picture(tmp_path / "IR.png")
    found = survey(tmp_path)
    assert [each.light for each in found.without_resolution] == ["IR"]
    by_light = {each.record.light: each.record for each in imported(found, 12.5)}
    assert by_light["WHITE"].px_per_mm == pytest.approx(20.0)
    assert by_light["WHITE"].px_per_mm_source == "file"
    assert (by_light["IR"].px_per_mm, by_light["IR"].px_per_mm_source) == (12.5, "stated")
    unknown = next(each.record for each in imported(found) if each.record.light == "IR")
    assert (unknown.px_per_mm, unknown.px_per_mm_source) == (None, "unknown")


@pytest.mark.parametrize("stated", [0.0, -3.0, float("nan"), float("inf"), 1e9])
def test_an_implausible_resolution_is_refused(tmp_path: Path, stated: float) -> None:
    picture(tmp_path / "WHITE.png")
    with pytest.raises(PictureError) as caught:
        imported(survey(tmp_path), stated)
    assert caught.value.code == "resolution-implausible"


def test_extreme_pictures_are_taken_and_noticed(tmp_path: Path) -> None:
    picture(tmp_path / "WHITE.png", height=1, width=1)
    picture(tmp_path / "IR.jpg", height=2, width=20_000)
    sixteen = np.full((20, 30, 3), 40_000, np.uint16)
    (tmp_path / "UV.tif").write_bytes(encode_lossless(sixteen, 10.0)[0])
    found = survey(tmp_path)
    assert set(taken(found)) == {"WHITE", "IR", "UV"}
    (notice,) = found.notices
    assert notice.code == "pictures-differ-in-size"
    assert "20000 × 2" in str(notice.facts["sizes"])
    assert {each.record.bit_depth for each in imported(found)} == {8, 16}


def test_too_large_a_picture_is_left_out_and_the_rest_is_taken(tmp_path: Path) -> None:
    picture(tmp_path / "WHITE.png")
    header = bytearray((tmp_path / "WHITE.png").read_bytes())
    header[16:24] = (40_000).to_bytes(4, "big") + (40_000).to_bytes(4, "big")
    (tmp_path / "IR.png").write_bytes(header)
    found = survey(tmp_path)
    assert taken(found) == {"WHITE": "WHITE.png"}
    assert reasons(found) == {"IR.png": "picture-too-large"}


@pytest.mark.parametrize("change", ["other", "gone"])
def test_a_file_that_changes_after_the_survey_is_not_imported(tmp_path: Path, change: str) -> None:
    picture(tmp_path / "WHITE.png")
    found = survey(tmp_path)
    if change == "other":
        picture(tmp_path / "WHITE.png", level=5)
    else:
        (tmp_path / "WHITE.png").unlink()
    with pytest.raises(PictureError) as caught:
        imported(found)
    assert caught.value.code == {"other": "picture-changed", "gone": "picture-unreadable"}[change]


def test_no_more_than_one_picture_is_in_memory(tmp_path: Path) -> None:
    for number, name in enumerate(("WHITE", "IR", "UV", "COAXIAL")):
        noise = np.random.default_rng(number).integers(0, 255, (700, 1000, 3), np.uint8)
        cv2.imwrite(str(tmp_path / f"{name}.png"), noise)
    found = survey(tmp_path)
    tracemalloc.start()
    captures = import_pictures(
        found, exhibit_id="e", page="data_page", px_per_mm=None, clock=StillClock(), actor="examiner"
    )
    sizes = [each.record.byte_length for each in captures]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(sizes) == 4
    assert most < 2.5 * max(sizes)


@pytest.mark.parametrize("refused", [["COAXIAL.png"], ["COAXIAL.png", "UV.jpg"]])
def test_a_folder_whose_pictures_are_all_refused_says_why(tmp_path: Path, refused: list[str]) -> None:
    for name in refused:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(PictureError) as caught:
        imported(survey(tmp_path))
    assert caught.value.code == "folder-pictures-refused"
    for language, empty in (("en", "is empty"), ("zh_CN", "是空文件")):
        said = explain(caught.value, language)
        assert said.count(empty) == len(refused)
        assert all(name in said for name in refused)
        assert "notes.txt" not in said


def test_nothing_to_import_is_said(tmp_path: Path) -> None:
    found = survey(tmp_path)
    assert (found.chosen, found.left_out, found.notices) == ((), (), ())
    with pytest.raises(PictureError) as caught:
        imported(found)
    assert caught.value.code == "folder-without-pictures"


def test_every_code_of_this_room_has_a_sentence_in_both_languages() -> None:
    table = tomllib.loads((RESOURCES / "messages" / "captures.toml").read_text(encoding="utf-8"))
    used: set[str] = set()
    root = RESOURCES.parent / "workstation"
    for path in (*(root / "acquisition").glob("*.py"), *(root / "imaging").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'"((?:capture|picture|pictures|folder|lights|left-out|resolution)-[a-z-]+)"', source))
    used -= {"capture-store"}
    assert len(used) > 20
    assert used <= set(table)
    for code, row in table.items():
        fields = {language: set(re.findall(r"{(\w+)}", row[language])) for language in ("en", "zh_CN")}
        assert fields["en"] == fields["zh_CN"], code


def test_the_real_passport(real_data: Path) -> None:
    folder = real_data / "multispectral" / "belarus2006"
    found = survey(folder)
    captures = imported(found)
    assert taken(found) == {"WHITE": "WHITE.jpg", "IR": "IR.jpg", "UV": "UV.jpg"}
    assert (found.left_out, found.notices) == ((), ())
    for capture in captures:
        assert capture.stored == (folder / capture.record.source_name).read_bytes()
        assert (capture.record.width, capture.record.height) == (1986, 1398)
        assert capture.record.px_per_mm == pytest.approx(403 / 25.4)


def test_the_eight_real_bands(real_data: Path) -> None:
    found = survey(real_data / "multispectral" / "mstex_z35")
    assert list(taken(found)) == ["UV340", "VIS500", "VIS600", "VIS700", "IR800", "IR900", "IR1000", "IR1100"]
    assert len(found.without_resolution) == 8
    assert {each.record.px_per_mm_source for each in imported(found, 6.0)} == {"stated"}
