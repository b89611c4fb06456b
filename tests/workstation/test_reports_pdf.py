"""The report as a reader gets it: every word of the case, every mark, the same bytes, whatever the case holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader
from report_material import (
    AT,
    MRZ,
    Library,
    capture,
    case,
    check,
    conclusion,
    device,
    drawn,
    finding,
    pages,
    printed,
    reader,
    signed,
    sources,
    squeezed,
    text,
)

from workstation.captures import Origin
from workstation.cases.model import CaseSnapshot, CheckOutcome, Region, Shape
from workstation.errors import ReportError
from workstation.reports.build import build
from workstation.reports.model import Figures, Panel, ScaleBar
from workstation.vocabulary import LANGUAGES, vocabulary

LIBRARY = Library()


def full_case(**changes: Any) -> CaseSnapshot:
    """A case with a little of everything."""
    pixels = drawn()
    captures = (
        capture(1, "WHITE", pixels),
        capture(2, "UV365", pixels, origin=Origin.SIMULATED),
        capture(3, "IR850", pixels, origin=Origin.FILE, source_name="IR850.png", px_per_mm=None, exposure_ms=None),
    )
    snapshot = case(
        captures,
        findings=(
            finding(1, specimen_model_id="UTO-P-1-2024", specimen_sha256=LIBRARY.model.pictures[0].sha256),
            finding(
                2, "capture-2", light="UV365", significance="supports_genuine", observed="纸张在紫外光下呈暗色。"
            ),
            finding(3, "capture-3", light="IR850", region=Region(Shape.POINT, ((20.0, 30.0),))),
            finding(4, None, region=None, light="WHITE", supersedes="finding-0", reason="Wrong light named"),
        ),
        checks=(
            check(1),
            check(
                2, check="CMB.EXP", outcome=CheckOutcome.SUCCESSFUL, reason="not_expired", detail="date=2031-04-15"
            ),
            check(3, check="OPT.MRZ.IR", outcome=CheckOutcome.ABORTED, reason="", detail="", light="IR850"),
        ),
        conclusions=(conclusion(),),
        mrz=(reader(),),
        equipment=(device(),),
        **changes,
    )
    item = replace(snapshot.exhibits[0], model_id="UTO-P-1-2024", model_ident_method="mrz")
    return replace(snapshot, exhibits=(item,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_case_is_in_the_file(language: str) -> None:
    snapshot = full_case()
    found = text(printed(snapshot, language, sources(library=LIBRARY)))
    info = snapshot.info
    wanted = [info.case_no, info.case_id, info.agency, info.exam_site, info.examiner, info.question, *MRZ]
    wanted += [snapshot.exhibits[0].description, snapshot.exhibits[0].condition]
    for each in snapshot.findings:
        wanted += [each.observed, each.expected, vocabulary("feature").name(each.feature, language)]
        wanted.append(vocabulary("observation").name(each.observation, language))
        wanted.append(vocabulary("significance").name(each.significance, language))
    for each in snapshot.captures:
        wanted += [each.sha256, vocabulary("light").name(each.light, language), each.source_name]
    for each in snapshot.checks:
        wanted += [vocabulary("check").name(each.check, language)]
        wanted.append(vocabulary("check_outcome").name(each.outcome.value, language))
    concluded = snapshot.conclusions[0]
    wanted += [concluded.reasoning, concluded.limitations, vocabulary("fraud_type").name("counterfeit", language)]
    wanted += [snapshot.head.sha256, "Wrong light named", "RT820", LIBRARY.model.pictures[0].sha256]
    missing = [each for each in wanted if squeezed(each) not in found]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scale_is_printed_in_full_with_its_limits_and_version(language: str) -> None:
    found = text(printed(full_case(), language))
    scale = vocabulary("scale_status")
    for term in scale:
        assert squeezed(term.name(language)) in found
        assert squeezed(term.extra[f"limits_{language}"]) in found
    assert squeezed(str(scale.header[f"title_{language}"])) in found
    assert found.count("●") == 1
    assert found.count("○") >= len(scale.terms) - 1


def test_a_conclusion_on_another_version_of_the_scale_says_so() -> None:
    found = text(printed(case(conclusions=(conclusion(scale_version=7),))))
    assert squeezed("was given on version 7 of this scale") in found


def test_a_scale_that_is_not_known_is_named() -> None:
    found = text(printed(case(conclusions=(conclusion(scale="scale_lost", level="third"),))))
    assert "scale_lost" in found
    assert "third" in found


@pytest.mark.parametrize(("language", "pattern"), [("en", "Page {}/{}"), ("zh_CN", "第 {}/{} 页")])
def test_every_page_has_its_number_the_case_and_the_report(language: str, pattern: str) -> None:
    found = pages(printed(full_case(), language))
    assert len(found) >= 6
    for place, page in enumerate(found, start=1):
        assert squeezed(pattern.format(place, len(found))) in squeezed(page)
        assert "2026-014-42-" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_case_and_clock_give_the_same_bytes(language: str) -> None:
    first = printed(full_case(), language, sources(library=LIBRARY))
    assert printed(full_case(), language, sources(library=LIBRARY)) == first
    later = build(full_case(), sources(library=LIBRARY), language=language, printed_at=AT.replace(minute=59))
    assert later != build(full_case(), sources(library=LIBRARY), language=language, printed_at=AT)


@pytest.mark.parametrize(("language", "mark"), [("en", "DRAFT"), ("zh_CN", "草稿")])
def test_a_draft_is_watermarked_on_every_page_and_a_signed_report_is_not(language: str, mark: str) -> None:
    for page in pages(printed(full_case(), language)):
        assert page.count(mark) >= 2
    found = text(printed(signed(full_case()), language))
    assert mark not in found
    assert squeezed("S. Supervisor") in found


@pytest.mark.parametrize(
    ("language", "simulated", "imported"),
    [("en", "SIMULATED", "IMPORTED FROM FILE"), ("zh_CN", "模拟", "由文件导入")],
)
def test_pictures_that_are_not_live_are_marked_on_the_picture_and_above_every_page(
    language: str, simulated: str, imported: str
) -> None:
    for page in pages(printed(full_case(), language)):
        assert squeezed(simulated) in squeezed(page)
        assert squeezed(imported) in squeezed(page)
    model = build(full_case(), sources(), language=language, printed_at=AT)
    badges = [figure.badge for block in model.blocks if isinstance(block, Figures) for figure in block.items]
    assert {simulated, imported, ""} <= set(badges)
    live = replace(full_case(), captures=(capture(1, "WHITE", drawn()),), findings=(finding(1),))
    assert squeezed(simulated) not in text(printed(live, language))


def test_a_simulated_reader_alone_marks_the_report() -> None:
    snapshot = case(mrz=(replace(reader(), source="simulated"),))
    assert "SIMULATED" in pages(printed(snapshot))[0]


def test_fonts_are_embedded_and_no_other_font_is_used() -> None:
    for language in LANGUAGES:
        document = PdfReader(BytesIO(printed(full_case(), language)))
        fonts = [
            font.get_object()
            for page in document.pages
            for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        ]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font["/FontDescriptor"].get_object(), font["/BaseFont"]


def test_the_file_says_what_it_is() -> None:
    document = PdfReader(BytesIO(printed(full_case(), "zh_CN")))
    assert document.metadata is not None
    assert document.metadata.creation_date == AT
    assert "2026-014-42-" in str(document.metadata.title)
    assert len(document.outline) >= 14


def test_summary_has_at_most_five_lines() -> None:
    for snapshot in (full_case(), case(), case(exhibits=())):
        for language in LANGUAGES:
            model = build(snapshot, sources(), language=language, printed_at=AT)
            panel = next(block for block in model.blocks if isinstance(block, Panel))
            assert 1 <= len(panel.lines) <= 5


def test_successful_is_never_called_genuine() -> None:
    found = text(printed(full_case()))
    assert squeezed("it does not mean that the document is genuine") in found
    assert squeezed("Aborted, no result") in found


def test_what_was_not_examined_is_said() -> None:
    found = text(printed(full_case()))
    assert squeezed("no picture was taken under oblique light, transmitted light, coaxial light") in found


# ---------------------------------------------------------------------- figures


def _figures(snapshot: CaseSnapshot, library: Library | None = LIBRARY) -> list[Figures]:
    model = build(snapshot, sources(library=library), language="en", printed_at=AT)
    return [block for block in model.blocks if isinstance(block, Figures)]


def test_a_finding_stands_beside_the_specimen_it_was_compared_with() -> None:
    first = _figures(full_case())[0]
    assert [each.title for each in first.items] == ["Questioned: item 1", "Reference: UTO-P-1-2024"]
    questioned, reference = first.items
    assert questioned.outlines
    assert reference.outlines
    assert reference.badge == "GENERATED SPECIMEN"
    assert "as the reference library records it" in reference.caption
    assert LIBRARY.model.pictures[0].sha256[:12] in reference.caption


def test_the_same_place_is_found_by_registration_before_anything_else() -> None:
    shift = np.array([[1.0, 0.0, 25.0], [0.0, 1.0, -10.0], [0.0, 0.0, 1.0]])
    given = replace(sources(library=LIBRARY), align=lambda questioned, specimen: shift)
    model = build(full_case(), given, language="en", printed_at=AT)
    reference = next(block for block in model.blocks if isinstance(block, Figures)).items[1]
    assert "found by registering" in reference.caption
    assert reference.outlines
    assert len(reference.outlines[0].points) == 4


def test_a_place_is_not_guessed_where_the_pictures_have_other_proportions() -> None:
    wide = Library(size=(1200, 300))
    named = finding(1, feature="watermark_multitone", specimen_model_id="UTO-P-1-2024")
    snapshot = case((capture(1, "WHITE", drawn()),), findings=(named,))
    reference = _figures(snapshot, wide)[0].items[1]
    assert reference.outlines == ()
    assert "could not be found by machine" in reference.caption


def test_a_finding_that_names_no_specimen_shows_none() -> None:
    snapshot = case((capture(1, "WHITE", drawn()),), findings=(finding(1),))
    assert len(_figures(snapshot)[0].items) == 1


def test_every_capture_is_in_the_annex_with_the_specimen_in_the_nearest_light() -> None:
    annex = _figures(full_case())[3:]
    titles = [block.items[0].title for block in annex]
    # No infrared picture in this library: the report says so instead of showing another light.
    assert titles == ["Questioned: item 1", "Reference: UTO-P-1-2024"] * 3
    assert annex[-1].items[0].picture is None
    assert "no picture of this page" in annex[-1].items[0].caption


def test_false_colours_are_labelled() -> None:
    captions = {block.items[0].caption for block in _figures(full_case(), None)[3:]}
    assert sum("false colours" in each for each in captions) == 2


def test_unknown_scale_gives_no_bar_and_says_so() -> None:
    known, unknown = capture(1, "WHITE", drawn()), capture(2, "UV365", drawn(), px_per_mm=None)
    first, second = _figures(case((known, unknown)), None)
    assert isinstance(first.items[0].bar, ScaleBar)
    assert second.items[0].bar is None
    pdf = text(printed(case((unknown,))))
    assert squeezed("Scale unknown: not measured") in pdf
    assert squeezed("20 mm") not in pdf


@pytest.mark.parametrize(
    "shape", [Region(Shape.POINT, ((3.0, 4.0),)), Region(Shape.POLYGON, ((0, 0), (500, 20), (90, 400))), None]
)
def test_every_kind_of_region_is_printed(shape: Region | None) -> None:
    snapshot = case((capture(1, "WHITE", drawn()),), findings=(finding(1, region=shape),))
    assert len(_figures(snapshot)) == 2
    assert pages(printed(snapshot))


# ---------------------------------------------------------------------- hostile and odd cases


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_case_is_a_report(language: str) -> None:
    assert pages(printed(case(exhibits=()), language))
    assert pages(printed(case(), language))


def test_text_is_printed_literally_and_never_read_as_markup() -> None:
    nasty = "<b>bold</b> & &lt; <img src='x'/> <para> {fact} %s \\n $x$ </font>"
    snapshot = case(
        (capture(1, "WHITE", drawn(), source_name=f"{nasty}.png"),),
        findings=(finding(1, observed=nasty, expected=nasty, created_by=nasty),),
        conclusions=(conclusion(reasoning=nasty, limitations=nasty),),
        checks=(check(1, reason="", detail=nasty),),
        mrz=(replace(reader(), lines=(nasty,), device=nasty),),
        equipment=(device(maker=nasty, model=nasty, serial=nasty, firmware=nasty),),
    )
    info = replace(snapshot.info, case_no=nasty, agency=nasty, examiner=nasty, question=nasty, exam_site=nasty)
    found = text(printed(replace(snapshot, info=info, path_name=f"{nasty}.qdcase")))
    assert found.count(squeezed(nasty)) >= 12


def test_reversed_text_cannot_hide() -> None:
    found = text(printed(case(findings=(finding(1, None, region=None, observed="genu\u202eeni"),))))
    assert "genu[U+202E]eni" in found


def test_long_texts_flow_over_pages_and_lose_nothing() -> None:
    long = " ".join(f"word{place}" for place in range(3000))
    unbroken = "x" * 9000
    snapshot = case(
        findings=(finding(1, None, region=None, observed=long, expected=unbroken),),
        checks=(check(1, reason="", detail=long), check(2)),
        conclusions=(conclusion(reasoning=long, limitations=long),),
    )
    info = replace(snapshot.info, question=long, agency=unbroken, case_no="9" * 400)
    found = text(printed(replace(snapshot, info=info)))
    # Question, observation, detail, reasoning, limitation: every word of each, though pages come between.
    assert [place for place in range(1000, 3000) if found.count(f"word{place}") < 5] == []
    assert found.count("x") >= 2 * len(unbroken)


def test_two_hundred_findings() -> None:
    places = range(1, 201)
    snapshot = case((capture(1, "WHITE", drawn()),), findings=tuple(finding(place) for place in places))
    found = text(printed(snapshot))
    assert [place for place in places if squeezed(f"Observation number {place} of this case.") not in found] == []


def test_each_capture_is_decoded_once() -> None:
    asked: list[str] = []

    def pictures(record: Any) -> Any:
        asked.append(record.capture_id)
        return drawn()

    build(full_case(), replace(sources(), pictures=pictures), language="en", printed_at=AT)
    assert asked == ["capture-1", "capture-2", "capture-3"]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (20_000, 3), (3, 20_000)])
def test_pictures_of_odd_shapes_are_printed(width: int, height: int) -> None:
    pixels = np.zeros((height, width, 3), np.uint8)
    snapshot = case(
        (capture(1, "WHITE", pixels),),
        findings=(finding(1, region=Region(Shape.RECTANGLE, ((0, 0), (width, height)))),),
    )
    assert pages(printed(snapshot, from_sources=sources({"capture-1": pixels})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_character_without_a_glyph_names_the_field(language: str) -> None:
    snapshot = case(findings=(finding(1, None, region=None, observed="a \U0001f600 b"),))
    with pytest.raises(ReportError) as caught:
        printed(snapshot, language)
    assert caught.value.code == "report-no-glyph"
    label = {"en": "Finding 1: Observed", "zh_CN": "检验所见 1: 所见"}[language]
    assert caught.value.facts["field"] == label


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_of_another_version_are_printed_as_they_stand(language: str) -> None:
    odd = finding(
        1, None, region=None, feature="new_feature", method="new_method", observation="", significance="new"
    )
    found = text(printed(case(findings=(odd,), checks=(check(1, check="NEW.CHECK", reason="new_reason"),)), language))
    for code in ("new_feature", "new_method", "NEW.CHECK", "new_reason"):
        assert code in found


def test_several_items_each_have_their_conclusion() -> None:
    snapshot = full_case()
    second = replace(snapshot.exhibits[0], exhibit_id="exhibit-2", exhibit_no="2", model_id="")
    other = conclusion(conclusion_id="conclusion-2", exhibit_id="exhibit-2", level="inconclusive")
    both = replace(snapshot, exhibits=(*snapshot.exhibits, second), conclusions=(*snapshot.conclusions, other))
    found = text(printed(both))
    assert squeezed("Conclusions: Item 1: Indications of falsification, Item 2: Inconclusive.") in found
    assert found.count("●") == 2


def test_pages_render_with_poppler_without_complaint(tmp_path: Path) -> None:
    tool = shutil.which("pdftoppm")
    if tool is None:
        if os.environ.get("CI") == "true":
            pytest.fail("pdftoppm is missing on the machine that must have it (package poppler-utils)")
        pytest.skip("pdftoppm (package poppler-utils) is not installed")
    for language in LANGUAGES:
        file = tmp_path / f"{language}.pdf"
        file.write_bytes(printed(full_case(), language, sources(library=LIBRARY)))
        command = [tool, "-r", "30", "-gray", str(file), str(tmp_path / language)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(list(tmp_path.glob(f"{language}-*.pgm"))) == len(pages(file.read_bytes()))
