"""What is stored comes back, corrections keep what they correct, and sign-off freezes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from case_material import (
    CALIBRATION_CONTENT,
    START,
    SteppingClock,
    capture,
    check,
    conclusion,
    equipment,
    exhibit,
    finding,
    full_case,
    info,
    mrz,
    new_case,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workstation.captures import sha256_hex
from workstation.cases.model import CaseState, Region, Shape
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileDamaged, CaseFileError

FREE_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    """One open case for many examples; conftest sees to it that no thread survives, the file may."""
    return new_case(tmp_path_factory.mktemp("shared") / "shared.qdcase")


def reopen(case: CaseFile) -> CaseFile:
    case.close()
    return CaseFile.open(case.path, clock=SteppingClock(), actor="Somebody Else")


def test_everything_comes_back(tmp_path: Path) -> None:
    case = full_case(tmp_path / "a.qdcase")
    before = case.snapshot()
    assert [each.light for each in before.captures] == ["WHITE", "UV365", "IR"]
    assert before.captures[0].exposure_ms == 0.1 + 0.2
    assert before.checks[0].measured == 1 / 3
    assert before.equipment[0].lit_seconds == (("WHITE", 1.25), ("UV365", 0.1))
    assert before.exhibits[0].model_id == "UTO-P-1-2024"
    assert before.path_name == "a.qdcase"
    case = reopen(case)
    assert case.snapshot() == before
    assert case.head() == before.head
    for record in before.captures:
        assert sha256_hex(case.original(record.sha256)) == record.sha256
    case.close()


def test_values_are_equal_to_what_was_given(tmp_path: Path) -> None:
    given_info = info()
    item = exhibit(condition="worn", received_from="line 1")
    taken = capture(item.exhibit_id, gain_db=-0.0, percent=62.5)
    made = finding(item.exhibit_id, taken.record.capture_id)
    results = (check(item.exhibit_id), check(item.exhibit_id, taken.record.capture_id))
    read, used, closing_word = mrz(item.exhibit_id), equipment(), conclusion(item.exhibit_id)
    with CaseFile.create(tmp_path / "a.qdcase", given_info, clock=SteppingClock(), actor="") as case:
        case.add_exhibit(item)
        case.add_captures([taken])
        case.save_finding(made)
        case.add_checks(results)
        case.add_mrz(read)
        case.record_equipment([used])
        case.conclude(closing_word)
        stored = case.snapshot()
    assert stored.info == given_info
    assert stored.exhibits == (item,)
    assert stored.captures == (taken.record,)
    assert stored.findings == (made,)
    assert stored.checks == results
    assert stored.mrz == (read,)
    assert stored.equipment == (used,)
    assert stored.conclusions == (closing_word,)
    assert verify(tmp_path / "a.qdcase").intact


def test_corrections_keep_what_they_correct(tmp_path: Path) -> None:
    with new_case(tmp_path / "a.qdcase") as case:
        item = exhibit()
        case.add_exhibit(item)
        first = finding(item.exhibit_id)
        second = finding(item.exhibit_id, supersedes=first.finding_id, observed="better seen")
        case.save_finding(first)
        case.save_finding(second)
        assert case.snapshot().findings == (second,)
        with pytest.raises(CaseFileError, match="case-finding-replaced"):
            case.save_finding(finding(item.exhibit_id, supersedes=first.finding_id))
        case.save_finding(finding(item.exhibit_id, supersedes=second.finding_id, withdrawn=True, reason="lid"))
        assert case.snapshot().findings == ()
        with pytest.raises(CaseFileError, match="case-finding-replaced"):
            case.save_finding(finding(item.exhibit_id, supersedes=second.finding_id))
    with closing(sqlite3.connect(tmp_path / "a.qdcase")) as raw:
        assert raw.execute("SELECT count(*) FROM finding").fetchone() == (3,)


def test_one_conclusion_stands_for_an_exhibit(tmp_path: Path) -> None:
    with new_case(tmp_path / "a.qdcase") as case:
        items = (exhibit(), exhibit(exhibit_no="2"))
        for item in items:
            case.add_exhibit(item)
        first = conclusion(items[0].exhibit_id)
        case.conclude(first)
        with pytest.raises(CaseFileError, match="case-conclusion-replaced"):
            case.conclude(conclusion(items[0].exhibit_id))
        second = conclusion(items[0].exhibit_id, supersedes=first.conclusion_id, level="inconclusive")
        other = conclusion(items[1].exhibit_id)
        case.conclude(second)
        case.conclude(other)
        assert case.snapshot().conclusions == (second, other)
        with pytest.raises(CaseFileError, match="case-conclusion-replaced"):
            case.conclude(conclusion(items[0].exhibit_id, supersedes=first.conclusion_id))


def test_sign_off_freezes(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        before = case.snapshot()
        item = before.exhibits[0]
        case.sign_off()
        signed = case.snapshot()
        assert signed.info.state is CaseState.SIGNED_OFF
        assert signed.info.signed_off_by == "Specimen, Erika"
        for refused in (
            lambda: case.update_info(signed.info),
            lambda: case.add_exhibit(exhibit()),
            lambda: case.update_exhibit(item),
            lambda: case.add_captures([capture(item.exhibit_id)]),
            lambda: case.save_finding(finding(item.exhibit_id)),
            lambda: case.conclude(conclusion(item.exhibit_id, supersedes=before.conclusions[0].conclusion_id)),
            lambda: case.add_checks([check(item.exhibit_id)]),
            lambda: case.add_mrz(mrz(item.exhibit_id)),
            lambda: case.record_equipment([equipment()]),
            lambda: case.sign_off(),
        ):
            with pytest.raises(CaseFileError, match="case-signed-off"):
                refused()
        assert case.snapshot() == signed
        case.log("report-exported", signed.info.case_id, {"sha256": sha256_hex(b"pdf")})
        assert case.head().seq == signed.head.seq + 1
    with CaseFile.open(case.path, clock=SteppingClock(), actor="Archive") as archive:
        archive.log("report-exported", signed.info.case_id, {"language": "en"})
    assert verify(tmp_path / "a.qdcase").intact


def test_description_changes_and_its_history_stays(tmp_path: Path) -> None:
    with new_case(tmp_path / "a.qdcase") as case:
        before = case.snapshot().info
        case.update_info(replace(before, case_no="2026-0043", question=""))
        assert case.snapshot().info == replace(before, case_no="2026-0043", question="")
        for forbidden in (
            {"case_id": info().case_id},
            {"state": CaseState.SIGNED_OFF},
            {"created_at": START + timedelta(days=1)},
        ):
            with pytest.raises(ValueError, match="identity and state"):
                case.update_info(replace(before, **forbidden))
    with closing(sqlite3.connect(tmp_path / "a.qdcase")) as raw:
        assert raw.execute("SELECT case_no FROM case_info ORDER BY seq").fetchall() == [
            ("2026-0042",),
            ("2026-0043",),
        ]


def test_wrong_references_are_bugs_and_leave_nothing(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        other = exhibit(exhibit_no="2")
        case.add_exhibit(other)
        before = case.snapshot()
        item, taken = before.exhibits[0], before.captures[0]
        with pytest.raises(ValueError, match="no capture of that id"):
            case.save_finding(finding(other.exhibit_id, taken.capture_id))
        with pytest.raises(ValueError, match="another exhibit"):
            case.save_finding(finding(other.exhibit_id, supersedes=before.findings[0].finding_id))
        with pytest.raises(ValueError, match="id exists"):
            case.add_exhibit(item)
        with pytest.raises(ValueError, match="no exhibit"):
            case.update_exhibit(exhibit())
        good = capture(item.exhibit_id, "IR850")
        with pytest.raises(ValueError, match="describe its bytes"):
            case.add_captures([good, replace(capture(item.exhibit_id), stored=b"other bytes")])
        with pytest.raises(CaseFileError, match="case-entry-refused"):
            case.add_checks([check(item.exhibit_id), check("no such exhibit")])
        with pytest.raises(ValueError, match="zone"):
            case.save_finding(finding(item.exhibit_id, created_at=datetime(2026, 1, 1)))  # noqa: DTZ001
        assert case.snapshot() == before
    assert verify(tmp_path / "a.qdcase").intact


def test_same_picture_twice_is_stored_once(tmp_path: Path) -> None:
    with new_case(tmp_path / "a.qdcase") as case:
        item = exhibit()
        case.add_exhibit(item)
        case.add_captures([capture(item.exhibit_id), capture(item.exhibit_id)])
        assert len(case.snapshot().captures) == 2
    with closing(sqlite3.connect(tmp_path / "a.qdcase")) as raw:
        assert raw.execute("SELECT count(*) FROM blob").fetchone() == (1,)
    assert verify(tmp_path / "a.qdcase").intact


def test_region_stands_in_millimetres_only_where_the_scale_is_known(tmp_path: Path) -> None:
    with new_case(tmp_path / "a.qdcase") as case:
        item = exhibit()
        case.add_exhibit(item)
        known = capture(item.exhibit_id, px_per_mm=10.0)
        unknown = capture(item.exhibit_id, "IR", px_per_mm=None, px_per_mm_source="unknown")
        case.add_captures([known, unknown])
        region = Region(Shape.POLYGON, ((1.0, 2.0), (30.0, 2.0), (15.55, 40.0)))
        for each in (known, unknown):
            case.save_finding(finding(item.exhibit_id, each.record.capture_id, region=region))
    with closing(sqlite3.connect(tmp_path / "a.qdcase")) as raw:
        rows = raw.execute("SELECT region_mm FROM finding ORDER BY seq").fetchall()
    assert rows == [("[[0.1,0.2],[3.0,0.2],[1.555,4.0]]",), (None,)]


def test_chain_carries_no_names(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        for fact in ("Erika Specimen", "a/path.pdf", 1.5, None, "x" * 200):
            with pytest.raises(ValueError, match="no code, id, hash"):
                case.log("report-exported", case.snapshot().info.case_id, {"fact": fact})
    with closing(sqlite3.connect(tmp_path / "a.qdcase")) as raw:
        events = str(raw.execute("SELECT * FROM audit_event").fetchall())
    for private in ("Erika", "2026-0042", "L898902C3", "Beispielstadt"):
        assert private not in events


def test_create_never_touches_what_is_there(tmp_path: Path) -> None:
    taken = tmp_path / "a.qdcase"
    taken.write_text("mine")
    with pytest.raises(CaseFileError, match="file-exists"):
        new_case(taken)
    with pytest.raises(CaseFileError, match="folder-missing"):
        new_case(tmp_path / "none" / "a.qdcase")
    with pytest.raises(CaseFileError, match="case-text-unstorable"):
        CaseFile.create(tmp_path / "b.qdcase", info(case_no="a\0b"), clock=SteppingClock(), actor="")
    assert [each.name for each in tmp_path.iterdir()] == ["a.qdcase"]
    assert taken.read_text() == "mine"


def test_create_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: object, target: object) -> None:
        raise PermissionError("this file system knows no hard links")

    monkeypatch.setattr("os.link", no_links)
    new_case(tmp_path / "a.qdcase").close()
    assert verify(tmp_path / "a.qdcase").intact
    with pytest.raises(CaseFileError, match="file-exists"):
        new_case(tmp_path / "a.qdcase")
    assert [each.name for each in tmp_path.iterdir()] == ["a.qdcase"]


@pytest.mark.parametrize("name", ["a b%20?#&=.qdcase", "护照 éß.qdcase", "x" * 240 + ".qdcase"])
def test_any_file_name(tmp_path: Path, name: str) -> None:
    full_case(tmp_path / name).close()
    assert verify(tmp_path / name).intact
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_copy_while_open(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        case.copy_to(tmp_path / "copy.qdcase")
        with pytest.raises(CaseFileError, match="file-exists"):
            case.copy_to(tmp_path / "copy.qdcase")
        case.log("copied", case.snapshot().info.case_id, {})
        with CaseFile.open(tmp_path / "copy.qdcase", clock=SteppingClock(), actor="x") as copy:
            assert replace(copy.snapshot(), head=case.head(), path_name="a.qdcase") == case.snapshot()
            assert copy.head().seq == case.head().seq - 1
    assert verify(tmp_path / "copy.qdcase").intact
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.qdcase", "copy.qdcase"]


def test_verify_while_open(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        assert verify(case.path).intact
        case.log("looked", case.snapshot().info.case_id, {})
        assert verify(case.path).intact


def test_other_time_zones_become_utc(tmp_path: Path) -> None:
    with new_case(tmp_path / "a.qdcase") as case:
        local = START.astimezone(timezone(timedelta(hours=8)))
        case.add_exhibit(exhibit(created_at=local))
        stored = case.snapshot().exhibits[0].created_at
    assert (stored, stored.tzinfo) == (START, UTC)


@given(texts=st.tuples(*[FREE_TEXT] * 5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_description_comes_back(shared: CaseFile, texts: tuple[str, ...]) -> None:
    names = ("case_no", "agency", "exam_site", "examiner", "question")
    described = replace(shared.snapshot().info, **dict(zip(names, texts, strict=True)))
    shared.update_info(described)
    assert shared.snapshot().info == described


@given(
    texts=st.tuples(*[FREE_TEXT] * 3),
    points=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=6),
    scale=st.floats(1.0, 100.0),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_finding_comes_back(
    shared: CaseFile, texts: tuple[str, ...], points: list[tuple[float, float]], scale: float
) -> None:
    item = exhibit()
    taken = capture(item.exhibit_id, stored=b"the same bytes", px_per_mm=scale)
    observed, expected, reason = texts
    region = Region(Shape.POLYGON, tuple(points))
    made = finding(
        item.exhibit_id,
        taken.record.capture_id,
        region=region,
        observed=observed,
        expected=expected,
        reason=reason,
    )
    shared.add_exhibit(item)
    shared.add_captures([taken])
    shared.save_finding(made)
    stored = shared.snapshot()
    assert stored.findings[-1] == made
    assert stored.captures[-1] == taken.record


@given(texts=st.tuples(*[FREE_TEXT] * 2), lists=st.tuples(*[st.lists(FREE_TEXT, max_size=4).map(tuple)] * 2))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_conclusion_comes_back(
    shared: CaseFile, texts: tuple[str, ...], lists: tuple[tuple[str, ...], ...]
) -> None:
    item = exhibit()
    made = conclusion(item.exhibit_id, reasoning=texts[0], limitations=texts[1], fraud_types=lists[0], modus=lists[1])
    shared.add_exhibit(item)
    shared.conclude(made)
    assert shared.snapshot().conclusions[-1] == made


def test_after_any_text_the_case_is_intact(shared: CaseFile) -> None:
    assert verify(shared.path).intact
    shared.close()


@pytest.mark.parametrize("text", ["a\0", "\ud800", "tail \udfff"])
def test_text_that_cannot_be_stored_is_refused(tmp_path: Path, text: str) -> None:
    with new_case(tmp_path / "a.qdcase") as case:
        item = exhibit()
        case.add_exhibit(item)
        before = case.snapshot()
        for refused in (
            lambda: case.save_finding(finding(item.exhibit_id, observed=text)),
            lambda: case.conclude(conclusion(item.exhibit_id, modus=("fine", text))),
            lambda: case.update_info(replace(before.info, agency=text)),
        ):
            with pytest.raises(CaseFileError, match="case-text-unstorable"):
                refused()
        assert case.snapshot() == before


def test_model_and_verify_stay_light() -> None:
    code = "import sys, workstation.cases.model, workstation.cases.verify; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_case_keeps_the_calibrations_that_its_captures_used(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        snapshot = case.snapshot()
        (kept,) = snapshot.calibrations
        (white,) = [each for each in snapshot.captures if each.light == "WHITE"]
        assert (white.calibration_id, white.calibration_ids) == (kept.calibration_id, (kept.calibration_id,))
        assert (white.filter, white.px_per_mm_uncertainty) == ("CLEAR", 0.004)
        assert case.calibration(kept.calibration_id) == CALIBRATION_CONTENT
        case.add_calibrations([(kept, CALIBRATION_CONTENT)])
        assert case.snapshot().calibrations == (kept,)
        with pytest.raises(ValueError, match="does not describe"):
            case.add_calibrations([(kept, "{}")])
        with pytest.raises(CaseFileDamaged, match="case-calibration-missing"):
            case.calibration("another")
        with pytest.raises(CaseFileError, match="case-entry-refused"):
            case.add_captures([capture(white.exhibit_id, calibration_id="another")])
