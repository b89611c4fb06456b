"""The report from a real case file: the way the program makes it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from report_material import AT, SOFTWARE, Library, capture, case, drawn, finding, pages, sources, squeezed, text

from workstation.captures import Capture, sha256_hex
from workstation.cases.store import CaseFile
from workstation.errors import PictureError
from workstation.imaging.pictures import encode_lossless
from workstation.reports.build import build
from workstation.reports.report import make_report
from workstation.specimens.library import Library as SpecimenLibrary
from workstation.vocabulary import LANGUAGES


class Still:
    """A clock that stands."""

    def now(self) -> datetime:
        return AT

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing here waits")


@pytest.fixture
def case_file(tmp_path: Path) -> Iterator[CaseFile]:
    described = case()
    path = tmp_path / "with space's.qdcase"
    with CaseFile.create(path, described.info, clock=Still(), actor="R. Examiner") as made:
        made.add_exhibit(described.exhibits[0])
        for place, light in enumerate(("WHITE", "UV365"), start=1):
            stored, mime = encode_lossless(drawn(hue=place * 20), 5.0)
            record = capture(place, light, drawn(), sha256=sha256_hex(stored), byte_length=len(stored), mime=mime)
            made.add_captures([Capture(record, stored)])
        yield made


def _report(opened: CaseFile, language: str) -> bytes:
    return make_report(
        opened.snapshot(),
        original=lambda record: opened.original(record.sha256),
        library=SpecimenLibrary([]),
        language=language,
        printed_at=AT,
        software=SOFTWARE,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_file_becomes_a_report_and_always_the_same(case_file: CaseFile, language: str) -> None:
    first = _report(case_file, language)
    assert _report(case_file, language) == first
    found = text(first)
    for each in case_file.snapshot().captures:
        assert each.sha256 in found
    assert len(pages(first)) >= 4


def test_what_the_annex_says_about_verifying_is_true(case_file: CaseFile) -> None:
    found = text(_report(case_file, "en"))
    queries = re.findall(r'"(SELECT.*?)"', found)
    assert len(queries) == 2
    picture, link = queries
    database = sqlite3.connect(case_file.path)
    try:
        digest = re.search(r"sha256='([0-9a-f]{64})'", picture)
        assert digest is not None
        assert "writefile('picture',bytes)FROMblob" in picture
        (stored,) = database.execute("SELECT bytes FROM blob WHERE sha256 = ?", (digest[1],)).fetchone()
        assert hashlib.sha256(stored).hexdigest() == digest[1]
        assert link.startswith("SELECThashFROMaudit_eventWHEREseq=")
        (head,) = database.execute(
            "SELECT hash FROM audit_event WHERE seq = ?", (int(link.rpartition("=")[2]),)
        ).fetchone()
        assert head in found
    finally:
        database.close()
    # Quoted for a shell, blanks and all.
    assert squeezed("""'with space'"'"'s.qdcase'""") in found


def test_a_picture_that_cannot_be_decoded_stops_the_report(case_file: CaseFile) -> None:
    with pytest.raises(PictureError):
        make_report(
            case_file.snapshot(),
            original=lambda record: case_file.original(record.sha256)[:200],
            library=SpecimenLibrary([]),
            language="en",
            printed_at=AT,
        )


def test_a_pair_of_pictures_is_registered_once() -> None:
    asked: list[tuple[int, ...]] = []

    def align(questioned: np.ndarray, specimen: np.ndarray) -> None:
        asked.append(questioned.shape)

    library = Library(("WHITE",))
    found = tuple(finding(place, specimen_model_id="UTO-P-1-2024") for place in range(1, 6))
    snapshot = case((capture(1, "WHITE", drawn()),), findings=found)
    build(snapshot, replace(sources(library=library), align=align), language="en", printed_at=AT)
    assert asked == [(450, 640, 3)]
