"""Machine checks on paper: every number, the examiner's word beside the machine's, and both crops of what failed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_material import AT, Library, capture, case, check, drawn, pages, printed, sources, squeezed, text

from workstation.cases.model import CaseSnapshot, CheckOutcome, CheckResult
from workstation.checks.judged import overruling
from workstation.reports.build import build
from workstation.reports.machine_readable import describe_case
from workstation.reports.model import Band, Block, Heading, Panel, Picture, Table
from workstation.reports.wording import Wording
from workstation.vocabulary import LANGUAGES

NOTE = "Worn by a reader; letter of 3 May"


def optical(place: int, library: Library, **changes: object) -> CheckResult:
    picture = library.model.pictures[1]
    made = check(
        place,
        check="SSV.UV.BR.PH",
        capture_id="capture-2",
        light="UV365",
        measured=0.3189,
        threshold=0.0422,
        unit="",
        reason="unlike_genuine",
        detail=f"margin=-0.75; mode=mandatory; page=data_page; place=20.0,20.0,40.0,30.0; "
        f"region=100,100 300,100 300,250 100,250; specimen={picture.sha256}",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def snapshot(library: Library, *results: CheckResult) -> CaseSnapshot:
    made = case((capture(1, "WHITE", drawn()), capture(2, "UV365", drawn(hue=60))), checks=results)
    return replace(made, exhibits=(replace(made.exhibits[0], model_id=library.model.model_id),))


def blocks(of: CaseSnapshot, library: Library, language: str = "en") -> tuple[Block, ...]:
    return build(of, sources(library=library), language=language, printed_at=AT).blocks


def table(found: tuple[Block, ...]) -> Table:
    return next(each for each in found if isinstance(each, Table) and "Margin" in each.header)


def test_every_number_stands_in_its_row() -> None:
    library = Library()
    found = blocks(snapshot(library, optical(1, library)), library)
    (row,) = table(found).rows
    name, light, result, measured, threshold, margin, why = row.cells
    assert name == "Portrait: UV dullness\nMandatory"
    assert (light, result) == ("UV 365", "× Failed")
    assert (measured, threshold, margin) == ("0.3189", "0.0422", "-0.75")
    assert "20.0 mm from the left edge of the picture, 20.0 mm from its top" in why
    assert "40.0 × 30.0 mm" in why
    assert "margin" not in why, "it has a column of its own"


def test_the_worst_stands_first_under_what_all_say_together() -> None:
    library = Library()
    passed = optical(1, library, outcome=CheckOutcome.SUCCESSFUL, reason="as_genuine")
    found = blocks(snapshot(library, passed, optical(2, library)), library)
    assert [each.cells[2] for each in table(found).rows] == ["× Failed", "✓ Successful"]
    assert Panel("All checks together", ("× Failed",)) in found


def test_overruled_keeps_both_and_the_reason() -> None:
    library = Library()
    machine = optical(1, library)
    said = overruling(machine, CheckOutcome.SUCCESSFUL, NOTE, AT)
    of = snapshot(library, machine, said)
    (row,) = table(blocks(of, library)).rows
    assert row.cells[2] == "× Failed\nThe examiner says: ✓ Successful"
    assert f"Overruled because: {NOTE}" in row.cells[6]
    assert Panel("All checks together", ("✓ Successful",)) in blocks(of, library)
    told = describe_case(of)["checks"]
    assert [each["outcome"] for each in told] == ["failed", "successful"]
    assert (told[0]["measured"], told[0]["threshold"]) == (0.3189, 0.0422)
    for fact in ("margin=-0.75", "region=100,100 300,100 300,250 100,250"):
        assert fact in told[0]["detail"]
    assert (told[1]["reason"], told[1]["detail"].endswith(f"note={NOTE}")) == ("overruled", True)
    assert f"overrules={machine.result_id}" in told[1]["detail"]


def test_what_failed_shows_its_place_and_the_reference() -> None:
    library = Library()
    passed = optical(2, library, outcome=CheckOutcome.SUCCESSFUL, reason="as_genuine")
    found = blocks(snapshot(library, optical(1, library), passed), library)
    (band,) = [each for each in found if type(each) is Band]
    questioned, reference = band.rows[0].items
    assert Heading("× Failed · Portrait: UV dullness · UV 365 · 0.3189 | 0.0422", 2) in found
    assert library.model.model_id in reference.title
    for each in (questioned, reference):
        assert isinstance(each.picture, Picture)
        (outline,) = each.outlines
        xs, ys = zip(*outline.points, strict=True)
        assert min(xs) > 0
        assert max(xs) < 1
        assert min(ys) > 0
        assert max(ys) < 1


def test_no_reference_is_the_questioned_place_alone() -> None:
    library = Library()
    lost = optical(
        1, library, detail="margin=-0.75; region=100,100 300,100 300,250 100,250; specimen=00; place=1,1,2,2"
    )
    (band,) = [each for each in blocks(snapshot(library, lost), library) if type(each) is Band]
    assert len(band.rows[0].items) == 1
    nowhere = optical(1, library, detail="margin=-0.75; region=broken")
    assert not [each for each in blocks(snapshot(library, nowhere), library) if type(each) is Band]


@pytest.mark.parametrize(("language", "words"), [("en", "Overruled because"), ("zh_CN", "推翻理由")])
def test_on_paper_in_both_languages(language: str, words: str) -> None:
    library = Library()
    machine = optical(1, library)
    said = overruling(machine, CheckOutcome.SUCCESSFUL, NOTE, AT)
    on_paper = text(printed(snapshot(library, machine, said), language, sources(library=library)))
    for each in (words, NOTE, "0.3189", "0.0422", "-0.75"):
        assert squeezed(each) in on_paper


@pytest.mark.parametrize("failed", [7, 8])
def test_what_failed_is_named_on_the_page_of_its_pictures(failed: int) -> None:
    library = Library()
    results = [optical(place, library, result_id=f"result-{place}") for place in range(1, failed + 1)]
    on_pages = [
        squeezed(each) for each in pages(printed(snapshot(library, *results), "en", sources(library=library)))
    ]
    named = [(each.count("UV365·0.3189|0.0422"), each.count("Questioned:item1")) for each in on_pages]
    shown = [each for each in named if each[0]]
    assert sum(each[0] for each in shown) == failed
    assert len(shown) > 1, "they take more than one page"
    assert all(headings == pictures for headings, pictures in shown), shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_above_the_checks_is_broken(language: str) -> None:
    library = Library()
    (page, *_) = [
        each
        for each in pages(printed(snapshot(library, optical(1, library)), language, sources(library=library)))
        if Wording(language)("checks.margin") in each
    ]
    for column in ("measured", "threshold", "margin"):
        assert Wording(language)(f"checks.{column}") in page
