"""Kept views and measurements on paper."""

import io

import pypdf
import pytest
from case_material import full_case
from report_material import AT

from workstation.cases.model import KeptRecipe
from workstation.imaging.measure import with_uncertainty
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.pictures import decode
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.replay import image_sha256, replay
from workstation.reports.report import make_report
from workstation.resources import RESOURCES
from workstation.specimens.library import Library


def printed(case, language):
    pdf = make_report(
        case.snapshot(),
        original=lambda record: case.original(record.sha256),
        library=Library([RESOURCES / "specimens"]),
        language=language,
        printed_at=AT,
    )
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages), pdf


def kept_view(case, **changes):
    """A view that replays to the hash it was kept with."""
    record = case.snapshot().captures[0]
    recipe = Recipe(
        (Source(SourceKind.CAPTURE, record.sha256, record.light),), (OPERATIONS["gamma"].step(0, gamma=2.5),)
    )
    image = replay(recipe, lambda _: decode(case.original(record.sha256)))
    values = {
        "recipe_id": "0198f2aa-0000-7000-8000-000000000001",
        "exhibit_id": record.exhibit_id,
        "title": "Brighter",
        "content": recipe.to_json(),
        "image_sha256": image_sha256(image),
        "software": "QDBench 0",
        "created_at": AT,
        "created_by": "A",
    }
    return KeptRecipe(**(values | changes))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Gamma", "gamma = 2.5", "Annex: processed views", "version 1", "Measurements", "4.785 ± 0.060 mm")),
        ("zh_CN", ("伽马", "gamma = 2.5", "附件：保存的处理视图", "第 1 版", "测量", "4.785 ± 0.060 mm")),
    ],
)
def test_every_step_and_every_measurement_is_printed(tmp_path, language, words):
    with full_case(tmp_path / "a.qdcase") as case:
        case.keep_recipe(kept_view(case))
        text, _ = printed(case, language)
    for each in words:
        assert each in text


def test_a_view_that_does_not_come_out_as_kept_is_not_shown(tmp_path):
    with full_case(tmp_path / "a.qdcase") as case:
        text, plain = printed(case, "en")
        assert text.count("could not be made again") == 1
        case.keep_recipe(kept_view(case, image_sha256="0" * 64))
        text, _ = printed(case, "en")
        assert text.count("could not be made again") == 2
        case.keep_recipe(kept_view(case, recipe_id="0198f2aa-0000-7000-8000-000000000002"))
        text, with_picture = printed(case, "en")
        assert text.count("could not be made again") == 2
    pictures = [
        sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages) for pdf in (plain, with_picture)
    ]
    assert pictures[1] == pictures[0] + 1


def pictures_in(pdf):
    return sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("value", "uncertainty", "said"),
    [
        (12.34567, 0.0321, "12.346 ± 0.032"),
        (12.3, 1.2, "12.3 ± 1.2"),
        (1234.0, 25.0, "1234 ± 25"),
        (1.0, 0.0, "1.000 ± 0.000"),
    ],
)
def test_a_value_has_the_digits_that_its_uncertainty_allows(value, uncertainty, said):
    assert with_uncertainty(value, uncertainty) == said
