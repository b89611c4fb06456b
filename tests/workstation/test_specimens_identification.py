"""Which model a document may be: by zone, by picture, by both, by neither; and the choice as the case keeps it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile

from drivers.bench import simulated_bench
from workstation.checks.optical.taught import load_taught
from workstation.clock import SystemClock
from workstation.errors import SpecimenError
from workstation.imaging.pictures import Pixels, decode
from workstation.imaging.smoothed import RegionMm
from workstation.specimens.identification import Identifier
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenPicture
from workstation.vocabulary import vocabulary
from workstation.workbench import Workbench

PASSPORT = ("P<UTOFICTA<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "UX12345678UTO8001014F3401017<<<<<<<<<<<<<<06")
LIBRARY = Library()


@cache
def pixels(sha256: str) -> Pixels:
    return decode(LIBRARY.read(LIBRARY.picture_of_hash(sha256)))


def variable_mm(picture: SpecimenPicture) -> tuple[RegionMm, ...]:
    model = LIBRARY.model_of(picture)
    return load_taught(LIBRARY.folder(model.model_id)).variable_mm.get(picture.page, ())


@pytest.fixture(scope="module")
def identifier() -> Identifier:
    return Identifier(LIBRARY, lambda picture: pixels(picture.sha256), variable_mm)


def seen(model_id: str, page: str, degrees: float = 1.5) -> Pixels:
    """A side of a specimen at another scale, turned a little and darker."""
    picture = LIBRARY.picture(model_id, page, "WHITE")
    assert picture is not None
    small = cv2.resize(pixels(picture.sha256), None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.98)
    return np.asarray(cv2.warpAffine(small, turn, (width, height), borderValue=(9, 9, 9)) * 0.9, np.uint8)


@pytest.mark.parametrize(
    ("model_id", "page"), [("UTO-P-1-2024", "data_page"), ("UTO-IR-1-2023", "front"), ("UTO-VC-1-2022", "visa")]
)
def test_a_picture_alone_finds_its_model_and_no_other(identifier: Identifier, model_id: str, page: str) -> None:
    (found,) = identifier.propose((), [seen(model_id, page)])
    assert (found.model.model_id, found.page, found.reasons) == (model_id, page, ("picture_lies",))
    assert 0.3 < found.score <= 0.6


def test_zone_and_picture_together_score_highest(identifier: Identifier) -> None:
    (both,) = identifier.propose(PASSPORT, [seen("UTO-P-1-2024", "data_page")])
    (zone,) = identifier.propose(PASSPORT, [])
    assert both.by_zone
    assert both.page == "data_page"
    assert both.score > 0.85
    assert zone.score == 1.0 if len(zone.reasons) == 5 else zone.score < 1.0
    assert set(both.reasons) <= set(vocabulary("candidate_reason").terms)


def test_a_picture_that_does_not_lie_lowers_what_the_zone_says(identifier: Identifier) -> None:
    found = {each.model.model_id: each for each in identifier.propose(PASSPORT, [seen("UTO-VC-1-2022", "visa")])}
    passport = found["UTO-P-1-2024"]
    assert "picture_elsewhere" in passport.reasons
    assert passport.score <= 0.4
    assert found["UTO-VC-1-2022"].score > passport.score


@pytest.mark.parametrize(
    ("lines", "pictures"),
    [
        ((), []),
        (("P<XXXNOBODY<<NO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "0000000000XXX8001014F3401017<<<<<<<<<<<<<<06"), []),
        ((), [np.zeros((300, 400, 3), np.uint8)]),
        ((), [np.random.default_rng(3).integers(0, 255, (600, 850, 3), np.uint8)]),
        ((), [np.full((1, 1, 3), 7, np.uint8)]),
    ],
    ids=["nothing", "unknown issuer", "black", "noise", "one pixel"],
)
def test_an_unknown_document_has_no_reference(
    identifier: Identifier, lines: tuple[str, ...], pictures: list[Pixels]
) -> None:
    assert identifier.propose(lines, pictures) == ()


@pytest.mark.real_data
def test_a_real_passport_of_another_state_is_none_of_ours(identifier: Identifier, real_data: Path) -> None:
    page = decode((real_data / "multispectral" / "belarus2006" / "WHITE.jpg").read_bytes())
    assert identifier.propose((), [page]) == ()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(
        bench=simulated_bench("uto-passport-genuine", SystemClock()).bench,
        library=LIBRARY,
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
    )
    yield made
    made.shutdown()


def test_the_choice_is_kept_as_the_examiners_with_what_was_proposed(bench: Workbench, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    tifffile.imwrite(tmp_path / "in" / "WHITE.tif", seen("UTO-P-1-2024", "data_page"))
    bench.import_pictures(tmp_path / "in", page="data_page", px_per_mm=10.0).result()
    snapshot = bench.snapshot
    assert snapshot is not None
    exhibit = snapshot.exhibits[0].exhibit_id
    (proposal,) = bench.specimens.propose(exhibit).result()
    chosen = bench.specimens.choose(exhibit, proposal.model.model_id, proposal).result()
    assert (chosen.model_id, chosen.model_ident_method) == ("UTO-P-1-2024", "manual")
    bench.specimens.choose(exhibit, "UTO-VC-1-2022").result()
    (path,) = (tmp_path / "cases").glob("*.qdcase")
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT payload FROM audit_event WHERE action = 'model-chosen' ORDER BY seq").fetchall()
    logged = [json.loads(text) for (text,) in rows]
    assert logged == [
        {"model": "UTO-P-1-2024", "proposed_by": "picture", "score_percent": round(100 * proposal.score)},
        {"model": "UTO-VC-1-2022", "proposed_by": "nobody"},
    ]
    assert not bench.verify().result().problems


def test_a_model_that_is_not_there_is_refused(bench: Workbench) -> None:
    with pytest.raises(SpecimenError):
        bench.specimens.choose("any", "XXX-P-1")
