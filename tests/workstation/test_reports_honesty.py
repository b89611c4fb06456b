"""The report claims nothing that nobody did: imports, comparisons, devices, times."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from report_material import AT, Library, capture, case, drawn, finding, printed, sources, squeezed, text

from workstation.captures import Origin
from workstation.errors import ReportError
from workstation.imaging.pictures import probe
from workstation.reports.demands import demand_printable_head
from workstation.vocabulary import LANGUAGES

HERE = capture(1, "WHITE", drawn())
IMPORTED = capture(
    2, "UV", drawn(), origin=Origin.FILE, exposure_ms=None, gain_db=None, percent=None, source_name="UV.jpg"
)


def says(snapshot, words: str, **options) -> bool:  # type: ignore[no-untyped-def]
    return squeezed(words) in text(printed(snapshot, **options))


def test_the_time_of_an_import_is_not_called_the_time_of_taking() -> None:
    imported = case((IMPORTED,))
    assert says(imported, "Imported (UTC)")
    assert says(imported, "Pictures imported")
    assert not says(imported, "Pictures taken")
    assert not says(imported, "Taken (UTC)")
    assert not says(imported, "the controller confirmed it")
    assert says(case((HERE,)), "Taken (UTC)")
    assert not says(case((HERE,)), "Pictures imported")
    assert says(case((HERE, IMPORTED)), "Taken or imported (UTC)")


def test_times_are_to_the_second() -> None:
    assert says(case((HERE,)), "5 March 2026, 14:07:10 UTC")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_time_that_a_file_claims_is_quoted_as_its_claim(language: str) -> None:
    claiming = replace(sources(), claimed_time=lambda record: "2024-05-01 10:11:12")
    said = {"en": "confirmed by nobody): picture 2: 2024-05-01 10:11:12.", "zh_CN": "图像 2：2024-05-01 10:11:12。"}
    both = case((HERE, IMPORTED))
    assert says(both, said[language], language=language, from_sources=claiming)
    assert not says(case((HERE,)), "10:11:12", from_sources=claiming)
    assert not says(both, "Exif")


def test_no_comparison_is_claimed_where_nobody_compared() -> None:
    library = sources(library=Library(("WHITE",)))
    chosen = case((HERE,))
    chosen = replace(chosen, exhibits=(replace(chosen.exhibits[0], model_id="UTO-P-1-2024"),))
    assert says(chosen, "No finding records a comparison with it.", from_sources=library)
    assert not says(chosen, "compared", from_sources=library)
    assert not says(chosen, "examined.", from_sources=library)
    compared = replace(chosen, findings=(finding(1, specimen_model_id="UTO-P-1-2024"),))
    assert says(compared, "names the picture it was compared with", from_sources=library)


@pytest.mark.parametrize(("captures", "said"), [((), "No device is recorded."), ((IMPORTED,), "No device took part")])
def test_devices_of_an_empty_case_and_of_an_import(captures: tuple, said: str) -> None:  # type: ignore[type-arg]
    assert says(case(captures), said)


def test_ultraviolet_light_is_not_called_harmless() -> None:
    assert not says(case((HERE,)), "does not alter")
    assert says(case((HERE,)), "can fade paper")


def test_a_correction_says_its_reason() -> None:
    corrected = finding(2, supersedes="finding-1", reason="The wrong edge was measured.")
    assert says(case((HERE,), findings=(corrected,)), "Corrected: The wrong edge was measured.")


def test_the_annex_names_the_command_as_the_readme_does() -> None:
    assert says(case((HERE,)), ".venv/bin/python main.py verify 2026-014.qdcase")


def test_names_of_files_that_no_font_has_are_spelled() -> None:
    odd = replace(case((replace(IMPORTED, source_name="UV \U0001f600.jpg"),)), path_name="\u0645.qdcase")
    assert says(odd, "UV [U+1F600].jpg")
    assert says(odd, "[U+0645].qdcase")


@pytest.mark.parametrize("key", ["case_no", "agency"])
def test_a_name_on_the_head_that_cannot_be_printed_is_named_with_its_field(key: str) -> None:
    made = case((HERE,))
    with pytest.raises(ReportError) as caught:
        printed(replace(made, info=replace(made.info, **{key: "2026-\U0001f600"})))
    assert caught.value.facts["field"] == {"case_no": "Case number", "agency": "Agency"}[key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_refused_before_there_is_a_case(language: str) -> None:
    demand_printable_head(language, case_no="2026-014", examiner="Łukasz Δ. 王小明")
    for text_, code in (("\u0645\u062d", "report-no-glyph"), ("x" * 201, "report-text-too-long")):
        with pytest.raises(ReportError) as caught:
            demand_printable_head(language, case_no="2026-014", examiner=text_)
        assert (caught.value.code, caught.value.facts["field"]) == (
            code,
            {"en": "Examiner", "zh_CN": "检验人"}[language],
        )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_the_time_in_a_file_is_read(kind: str) -> None:
    def made(stated: str | None) -> bytes:
        file, tags = BytesIO(), ImageFileDirectory_v2() if kind == "TIFF" else Image.Exif()
        tags[0x0110] = "Camera"
        if stated is not None:
            tags[0x8769] = {0x9003: stated}
        Image.new("RGB", (30, 20), "white").save(file, kind, **{"tiffinfo" if kind == "TIFF" else "exif": tags})
        return file.getvalue()

    assert probe(made("2024:05:01 10:11:12")).claimed_time == "2024-05-01 10:11:12"
    for nothing in (None, "0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday"):
        assert probe(made(nothing)).claimed_time == ""


def test_one_picture_has_one_time() -> None:
    assert says(case((IMPORTED,)), f"Pictures imported{AT.day} March 2026, 14:07:11 UTC")
    later = replace(IMPORTED, capture_id="capture-3", captured_at=AT + timedelta(minutes=1))
    assert says(case((IMPORTED, later)), "14:07:11 UTC to 5 March 2026, 14:08:09 UTC")
