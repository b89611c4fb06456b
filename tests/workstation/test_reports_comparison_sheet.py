"""The comparison sheet: every light, the same place at the same scale, and what is missing said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from report_material import AT, Library, capture, case, drawn, finding, pages, printed, sources, squeezed, text

from workstation.captures import Origin
from workstation.cases.model import CaseSnapshot, Exhibit, Region, Shape
from workstation.errors import ReportError
from workstation.reports.build import build
from workstation.reports.comparison_sheet import build_sheet
from workstation.reports.model import Band, Figure, Paragraph, ReportModel
from workstation.reports.pdf import render
from workstation.reports.pictures import print_picture
from workstation.reports.sources import ReportSources
from workstation.vocabulary import LANGUAGES

MODEL = "UTO-P-1-2024"
STILL = np.eye(3)


def with_model(snapshot: CaseSnapshot) -> CaseSnapshot:
    exhibits = tuple(replace(each, model_id=MODEL) for each in snapshot.exhibits)
    return replace(snapshot, exhibits=exhibits)


def taken(*lights: str, **changes: Any) -> CaseSnapshot:
    captures = tuple(capture(place, light, drawn(), **changes) for place, light in enumerate(lights, start=1))
    return with_model(case(captures))


def given(library: Library | None = None, matrix: np.ndarray | None = STILL) -> ReportSources:
    return replace(sources(library=library or Library()), align=lambda questioned, specimen: matrix)


def sheet(snapshot: CaseSnapshot, language: str = "en", **options: Any) -> ReportModel:
    options.setdefault("from_sources", given())
    from_sources = options.pop("from_sources")
    return build_sheet(snapshot, from_sources, language=language, printed_at=AT, **options)


def bands(model: ReportModel) -> list[Band]:
    return [each for each in model.blocks if isinstance(each, Band)]


def rows(model: ReportModel) -> tuple[list[Figure], list[Figure]]:
    """All questioned cells, all reference cells."""
    upper, lower = ([figure for band in bands(model) for figure in band.rows[place].items] for place in (0, 1))
    return upper, lower


def said(model: ReportModel) -> str:
    return " ".join(each.text for each in model.blocks if isinstance(each, Paragraph))


def test_every_light_of_both_stands_questioned_over_reference_in_the_order_of_the_row() -> None:
    library = Library(("WHITE", "UV365", "IR850"))
    upper, lower = rows(sheet(taken("UV365", "VIS600", "WHITE"), from_sources=given(library)))
    assert [each.title for each in upper] == [each.title for each in lower] == ["White", "UV 365", "IR 850", "VIS600"]
    assert [each.picture is not None for each in upper] == [True, True, False, True]
    assert [each.picture is not None for each in lower] == [True, True, True, False]
    assert upper[2].caption == "The questioned document has no picture in this light."
    assert lower[3].caption == "The specimen has no picture in this light."


def test_each_cell_says_light_exposure_and_hash_and_false_colour_where_it_is() -> None:
    snapshot = taken("WHITE", "UV365", "IR850")
    upper, lower = rows(sheet(snapshot))
    for figure, record in zip(upper, snapshot.captures, strict=True):
        assert f"SHA-256 {record.sha256[:12]}…" in figure.caption
        assert "12.5 ms" in figure.caption
        assert ("false colours" in figure.caption) == (record.light != "WHITE")
    assert "365 nm" in upper[1].caption
    assert "850 nm" in upper[2].caption
    assert "false colours" in lower[1].caption
    assert all(figure.badge == "GENERATED SPECIMEN" for figure in lower[:2])


def test_the_latest_picture_of_a_light_is_shown() -> None:
    upper, _ = rows(sheet(taken("WHITE", "WHITE")))
    assert [each.caption.split(" · ")[0] for each in upper if each.picture] == ["Questioned, picture 2"]


def test_pictures_of_other_resolution_stand_at_the_same_scale() -> None:
    coarse = capture(2, "UV365", drawn(320, 225), px_per_mm=2.5)
    snapshot = with_model(case((capture(1, "WHITE", drawn()), coarse)))
    shown = {"capture-2": drawn(320, 225)}
    upper, _ = rows(
        sheet(snapshot, from_sources=replace(given(), pictures=lambda r: shown.get(r.capture_id, drawn())))
    )
    sizes = [(each.picture.width_mm, each.picture.height_mm) for each in upper if each.picture]
    assert sizes[0] == pytest.approx(sizes[1], abs=0.01)
    assert upper[0].bar == upper[1].bar is not None


def test_the_reference_is_laid_where_registration_found_it() -> None:
    library = Library(("WHITE",))
    page = library.pixels["WHITE"]
    shift = np.array([[1.0, 0, -40.0], [0, 1.0, 25.0], [0, 0, 1.0]])  # from questioned to reference
    questioned = cv2.warpPerspective(page, np.linalg.inv(shift), (640, 450), borderValue=(255, 255, 255))
    snapshot = taken("WHITE")
    from_sources = replace(given(library, shift), pictures=lambda _: questioned)
    upper, lower = rows(sheet(snapshot, from_sources=from_sources))
    assert upper[0].picture
    assert lower[0].picture
    decoded = [
        cv2.imdecode(np.frombuffer(each.picture.encoded, np.uint8), 1).astype(int) for each in (upper[0], lower[0])
    ]
    assert np.abs(decoded[0] - decoded[1]).mean() < 1.5
    assert lower[0].picture.encoded != print_picture(page, (54.0, 31.0)).encoded
    assert "as registration found it in: White" in said(sheet(snapshot, from_sources=from_sources))


def test_another_light_lies_as_white_does_though_it_shows_nothing_to_register() -> None:
    asked: list[int] = []

    def align(questioned: np.ndarray, specimen: np.ndarray) -> np.ndarray:
        asked.append(1)
        return STILL

    _, lower = rows(sheet(taken("UV365", "WHITE"), from_sources=replace(given(), align=align)))
    assert len(asked) == 1
    assert not any("not registered" in each.caption for each in lower)


def test_what_cannot_be_registered_is_shown_by_scale_and_says_so() -> None:
    model = sheet(taken("WHITE"), from_sources=given(matrix=None))
    assert "by scale, not registered" in rows(model)[1][0].caption
    assert "places do not correspond" in said(model)
    unknown = sheet(taken("WHITE", px_per_mm=None), from_sources=given(matrix=None))
    upper, lower = rows(unknown)
    assert "neither registered nor to scale" in lower[0].caption
    assert upper[0].bar is None
    assert upper[0].scale_note == "Scale unknown: not measured"


def test_findings_are_outlined_by_number_in_their_light_on_both() -> None:
    snapshot = replace(
        taken("WHITE", "UV365"), findings=(finding(1), finding(2, "capture-2"), finding(3, None, region=None))
    )
    upper, lower = rows(sheet(snapshot))
    for cells in (upper, lower):
        assert [[each.label for each in figure.outlines] for figure in cells] == [["1"], ["2"]]
    assert upper[0].outlines == lower[0].outlines
    assert "findings by their number" in said(sheet(snapshot))


def test_the_sheet_of_a_finding_cuts_every_light_to_its_region() -> None:
    place = Region(Shape.RECTANGLE, ((100.0, 100.0), (200.0, 160.0)))
    snapshot = replace(taken("WHITE", "UV365"), findings=(finding(1, region=place), finding(2, "capture-2")))
    whole, cut = rows(sheet(snapshot)), rows(sheet(snapshot, finding=1))
    for before, after in zip((*whole[0], *whole[1]), (*cut[0], *cut[1]), strict=True):
        assert before.picture
        assert after.picture
        assert after.bar is not None
        assert after.bar.paper_mm / after.bar.length_mm > 2 * before.bar.paper_mm / before.bar.length_mm  # type: ignore[union-attr]
    shapes = {(each.picture.width_px, each.picture.height_px) for cells in cut for each in cells if each.picture}
    assert len(shapes) == 1, "the same crop everywhere"


@pytest.mark.parametrize("number", [0, 2, 3, -1])
def test_a_finding_that_is_not_there_is_refused(number: int) -> None:
    snapshot = replace(taken("WHITE"), findings=(finding(1), finding(2, None, region=None)))
    with pytest.raises(ReportError, match="sheet-finding"):
        sheet(snapshot, finding=number)


def test_a_case_without_pictures_has_no_sheet() -> None:
    with pytest.raises(ReportError, match="sheet-empty"):
        sheet(case())


def test_without_a_reference_model_the_questioned_document_stands_alone() -> None:
    model = sheet(replace(taken("WHITE"), exhibits=case().exhibits))
    assert all(len(each.rows) == 1 for each in bands(model))
    assert "No reference model was chosen for item 1" in said(model)


def test_every_side_of_every_item_has_its_own_part() -> None:
    second = Exhibit(exhibit_id="exhibit-2", exhibit_no="2", created_at=AT)
    captures = (
        capture(1, "WHITE", drawn()),
        capture(2, "WHITE", drawn(), page="visa_page"),
        capture(3, "WHITE", drawn(), exhibit_id="exhibit-2"),
    )
    snapshot = replace(case(captures), exhibits=(*case().exhibits, second))
    assert [len(each.rows[0].items) for each in bands(sheet(snapshot))] == [1, 1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3, 4, 12])
def test_twelve_lights_take_three_pages_at_most(count: int, language: str) -> None:
    lights = ("WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "TRANSMITTED", "COAXIAL", "UV365", "UV254", "UV313", "IR850",
              "IR940", "IR_LUMINESCENCE", "ANTI_STOKES")[:count]  # fmt: skip
    snapshot = taken(*lights, origin=Origin.SIMULATED)
    pdf = render(sheet(snapshot, language, from_sources=given(Library(lights))))
    assert len(pages(pdf)) <= {1: 1, 3: 1, 4: 1, 12: 3}[count]
    assert squeezed({"en": "SIMULATED", "zh_CN": "模拟"}[language]) in text(pdf)


def test_the_report_has_it_as_an_annex_where_it_is_wanted() -> None:
    snapshot = taken("WHITE")
    wanted = build(snapshot, given(), language="en", printed_at=AT, sheet=True)
    assert squeezed("Annex: comparison sheet") in text(render(wanted))
    assert squeezed("comparison sheet") not in text(printed(snapshot, from_sources=given()))


def test_the_same_case_gives_the_same_bytes() -> None:
    snapshot = replace(taken("WHITE", "UV365"), findings=(finding(1),))
    assert render(sheet(snapshot)) == render(sheet(snapshot))
