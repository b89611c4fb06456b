"""The findings inside a report: what they hold and what not, and that another file cannot pass for them."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from report_material import (
    AT,
    MRZ,
    SOFTWARE,
    capture,
    case,
    check,
    conclusion,
    drawn,
    finding,
    reader,
    signed,
    sources,
)

from workstation.cases.model import CaseSnapshot
from workstation.errors import ReportError
from workstation.reports.archive import archived, attachment, prints, signed_fields
from workstation.reports.build import build
from workstation.reports.machine_readable import (
    FILE_NAME,
    describe,
    describe_case,
    differences,
    from_json,
    to_json,
)
from workstation.reports.pdf import lay_out


def snapshot(**changes: Any) -> CaseSnapshot:
    return signed(
        case(
            (capture(1, "WHITE", drawn()), capture(2, "UV365", drawn(hue=60))),
            findings=(finding(1), finding(2, "capture-2", observed="纸张在紫外光下呈暗色。")),
            conclusions=(conclusion(),),
            checks=(check(1),),
            mrz=(reader(),),
            **changes,
        )
    )


def findings(language: str = "en") -> bytes:
    return to_json(describe(snapshot(), SOFTWARE, language=language, printed_at=AT))


def report(inside: bytes | None = None) -> bytes:
    printed = lay_out(build(snapshot(), sources(), language="en", printed_at=AT))
    return archived(printed, findings() if inside is None else inside)


REPORT = report()


def test_findings_come_out_as_they_went_in() -> None:
    assert attachment(REPORT) == findings()
    told = from_json(findings())
    held = snapshot()
    assert told["report_id"].startswith("2026-014-42-")
    assert told["case"]["case_id"] == held.info.case_id
    assert told["chain_head"] == {"seq": 42, "sha256": held.head.sha256, "at": "2026-03-05T14:07:09.000Z"}
    assert [each["sha256"] for each in told["captures"]] == [each.sha256 for each in held.captures]
    assert told["findings"][1]["observed"] == "纸张在紫外光下呈暗色。"
    assert told["findings"][0]["region"] == {"shape": "rectangle", "points_px": [[120.0, 150.0], [300.0, 290.0]]}
    assert told["conclusions"][0]["level"] == "indications_of_falsification"
    assert told["checks"][0]["outcome"] == "failed"
    assert told["software"]["program"] == SOFTWARE.program


def test_no_names_of_people_and_no_zone_are_inside() -> None:
    text = findings().decode()
    assert "R. Examiner" not in text
    assert "S. Supervisor" not in text
    assert not any(line in text for line in MRZ)


def test_the_same_case_gives_the_same_bytes() -> None:
    assert report() == REPORT


def test_the_archive_parts_are_there() -> None:
    read = PdfReader(BytesIO(REPORT))
    root = read.root_object
    assert read.pdf_header == "%PDF-1.7"
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Data"
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_data()[36:40] == b"acsp"
    assert read.xmp_metadata is not None
    assert read.xmp_metadata.dc_title == {"x-default": read.metadata.title}  # type: ignore[union-attr]
    assert read.xmp_metadata.xmp_create_date == datetime(2026, 3, 5, 14, 7, 9, tzinfo=UTC).replace(tzinfo=None)
    fonts = [
        font.get_object()
        for page in read.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    assert all("/FontFile2" in each["/FontDescriptor"] for each in fonts)
    assert set(read.get_fields() or {}) == {"Examiner", "Supervisor"}
    assert signed_fields(REPORT) == ()


@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="pdfdetach (poppler-utils) is not installed")
def test_a_stranger_takes_them_out_with_poppler(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(REPORT)
    subprocess.run(["pdfdetach", "-saveall", "-o", ".", "a.pdf"], cwd=tmp_path, check=True)
    assert json.loads((tmp_path / FILE_NAME).read_bytes()) == from_json(findings())


def test_the_head_is_printed() -> None:
    assert prints(REPORT, snapshot().head.sha256)
    assert not prints(REPORT, "0" * 64)


def test_a_second_file_of_that_name_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(REPORT)))
    writer.add_attachment(FILE_NAME, b"{}")
    target = BytesIO()
    writer.write(target)
    with pytest.raises(ReportError) as caught:
        attachment(target.getvalue())
    assert caught.value.code == "report-attachment-twice"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda it: it["findings"][1].update(observed="Nothing"), "findings/2/observed"),
        (lambda it: it["findings"].pop(), "findings"),
        (lambda it: it["captures"][0].update(sha256="0" * 64), "captures/1/sha256"),
        (lambda it: it["checks"][0].update(outcome="successful"), "checks/1/outcome"),
        (lambda it: it["conclusions"][0].pop("limitations"), "conclusions/1/limitations"),
        (lambda it: it.update(added=1), "added"),
        (lambda it: it["chain_head"].update(seq=True), "chain_head/seq"),
    ],
)
def test_every_difference_is_named(change: Any, place: str) -> None:
    held = describe_case(snapshot())
    told = deepcopy(held)
    assert differences(told, held) == ()
    change(told)
    assert differences(told, held) == (place,)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "report-attachment-unreadable"),
        (b"[]", "report-attachment-unreadable"),
        (b"\xff\xfe", "report-attachment-unreadable"),
        (b"[" * 100_000, "report-attachment-unreadable"),
        (b'{"format": "other"}', "report-attachment-unreadable"),
        (b'{"format": "qdbench-report", "version": 3}', "report-attachment-version"),
    ],
)
def test_other_json_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(ReportError) as caught:
        from_json(data)
    assert caught.value.code == code


@given(st.binary(max_size=400), st.integers(0, len(REPORT) - 1), st.booleans())
def test_no_bytes_raise_anything_but_our_error(noise: bytes, at: int, whole: bool) -> None:
    damaged = noise if not whole else REPORT[:at] + noise + REPORT[at + len(noise) :]
    for read in (lambda: attachment(damaged), lambda: signed_fields(damaged), lambda: from_json(noise)):
        with suppress(ReportError):
            read()
