"""A case file that this process has open is not let go of by looking at it, nor by an opening that failed."""

from __future__ import annotations

import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from case_material import SteppingClock, finding, full_case, info

from workstation.accounts.roles import at_station
from workstation.cases import encrypted_copies, encryption
from workstation.cases.connection import connect, hold, open_case
from workstation.cases.encryption import Key, is_encrypted
from workstation.cases.glances import Glances, stamp_of
from workstation.cases.holder import holders
from workstation.cases.ledger import Ledger
from workstation.cases.open_files import OPEN_FILES
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileError, PictureError, ReportError, WorkstationError
from workstation.exported_views import exported_view
from workstation.open_case import OpenCase
from workstation.reports.verify import verify_report_file
from workstation.review_desk import ReviewDesk
from workstation.whole_file import demand_replaceable

LOCKS = Path("/proc/locks")
HANDLES = Path("/proc/self/fd")
lists_locks = pytest.mark.skipif(not LOCKS.exists(), reason="the system does not list locks")


@pytest.fixture
def case_path(tmp_path: Path) -> Path:
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    return path


def opened(path: Path) -> CaseFile:
    return CaseFile.open(path, clock=SteppingClock(), actor="Specimen, Erika")


def locked_here(path: Path) -> bool:
    found = path.stat()
    device = (os.major(found.st_dev), os.minor(found.st_dev))
    return os.getpid() in holders(LOCKS.read_text(), device, found.st_ino)


def refused(path: Path) -> None:
    with suppress(WorkstationError):
        demand_replaceable(path)


LOOKS: dict[str, Callable[[Path], object]] = {
    "is it encrypted": is_encrypted,
    "has it changed": stamp_of,
    "may it be replaced": refused,
    "opening it": lambda path: open_case(path, "ro").close(),
}


@lists_locks
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_look_does_not_take_the_lock_of_a_reader(case_path: Path, look: Callable[[Path], object]) -> None:
    """Such as a verification in another thread: without its lock somebody could write under its eyes."""
    with closing(open_case(case_path, "ro")) as raw:
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM finding").fetchone()
        assert locked_here(case_path)
        look(case_path)
        assert locked_here(case_path)
    assert OPEN_FILES.encrypted(case_path) is None


@lists_locks
def test_a_case_that_is_opened_during_a_look_stays_held(case_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread reads the first bytes, another opens: closing what was read must not let go of the new lock."""
    locked: list[bool] = []
    read, usual = Event(), encryption.begins_encrypted

    def work() -> None:
        with closing(connect(case_path, "rw")) as raw:
            assert hold(raw)
            read.wait()
            locked.append(locked_here(case_path))

    opening = Thread(target=work)

    def meanwhile(begins: bytes) -> bool:
        opening.start()
        # Whether it waits or not is for the code to say; it is only given the time to do harm.
        opening.join(timeout=0.5)
        return bool(usual(begins))

    monkeypatch.setattr(encryption, "begins_encrypted", meanwhile)
    assert not is_encrypted(case_path)
    read.set()
    opening.join()
    assert locked == [True]


@lists_locks
def test_an_open_case_that_is_chosen_as_a_report_or_a_picture_stays_held(case_path: Path) -> None:
    actor = at_station("Specimen, Erika")
    told: list[object] = []
    cases = OpenCase(clock=SteppingClock(), cases_dir=case_path.parent, actor=lambda: actor, post=told.append)
    desk = ReviewDesk(cases, None, actor=lambda: actor, glances=Glances())
    try:
        cases.open(case_path).result()
        with pytest.raises(ReportError):
            desk.issue(case_path, language="en").result()
        assert locked_here(case_path)
        with pytest.raises(PictureError):
            exported_view(case_path)
        assert locked_here(case_path)
        assert not verify_report_file(case_path, case_path, clock=SteppingClock()).holds
        assert locked_here(case_path)
    finally:
        cases.shutdown()


def test_an_opening_that_fails_lets_go(case_path: Path) -> None:
    raw = open_case(case_path, "rw")
    raw.set_authorizer(None)
    # SQLite takes no new function of that name from SQLAlchemy as long as a statement runs.
    raw.create_function("regexp", 2, lambda pattern, text: 0)
    running = raw.execute("SELECT seq FROM audit_event")
    running.fetchone()
    with pytest.raises(Exception, match="creating function"):
        Ledger(raw, case_path, clock=SteppingClock(), actor=at_station(""), read_only=False, too_new=False)
    raw.close()
    assert OPEN_FILES.encrypted(case_path) is None
    assert stamp_of(case_path)


@pytest.mark.skipif(not HANDLES.exists(), reason="the system does not list open files")
def test_a_case_that_could_not_be_made_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows would not delete a draft that is still open."""
    draft = tmp_path / f".{'0' * 16}.part"
    draft.write_bytes(b"something else that came in between" * 30)
    monkeypatch.setattr(secrets, "token_hex", lambda count: "00" * count)
    with pytest.raises(CaseFileError) as caught:
        CaseFile.create(tmp_path / "a.qdcase", info(), clock=SteppingClock(), actor="Specimen, Erika")
    assert [each for each in HANDLES.iterdir() if os.path.realpath(each).startswith(str(tmp_path))] == []
    assert caught.value.code == "case-not-sqlite"
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_slipped_in_during_a_copy_is_told_of(case_path: Path) -> None:
    with opened(case_path) as case:
        with (
            closing(sqlite3.connect(case_path, isolation_level=None)) as other,
            pytest.raises(CaseFileError, match="case-open-elsewhere"),
            case._ledger.let_read(),
        ):
            other.execute("BEGIN IMMEDIATE")
        case.log("report-exported", case.snapshot().info.case_id, {})
    assert verify(case_path).intact


def test_no_copy_with_a_key_counts_when_the_case_was_taken_meanwhile(
    case_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else begins to write as soon as the lock is let go of for SQLCipher."""
    usual = encrypted_copies.connect_through_sqlcipher
    with opened(case_path) as case, closing(sqlite3.connect(case_path, isolation_level=None)) as other:

        def connecting(path: Path, mode: str, key: Key | None) -> sqlite3.Connection:
            other.execute("BEGIN IMMEDIATE")
            return usual(path, mode, key)

        monkeypatch.setattr(encrypted_copies, "connect_through_sqlcipher", connecting)
        with pytest.raises(CaseFileError, match="case-open-elsewhere"):
            case.copy_with_key(tmp_path / "copy.qdcase", Key("correct horse battery"))
    assert not (tmp_path / "copy.qdcase").exists()


ANOTHER_WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workstation.cases.store import CaseFile
from workstation.clock import SystemClock

case = CaseFile.open(Path(sys.argv[2]), clock=SystemClock(), actor="Specimen, Zhang")
case.log("report-exported", case.snapshot().info.case_id, {})
if "stay" in sys.argv:
    print("holds it", flush=True)
    sys.stdin.read()
case.close()
"""
ROOT = Path(__file__).parent.parent.parent


def let_go_behind_its_back(path: Path) -> None:
    """As Qt's file dialog does, which reads the first bytes of files whose names say nothing to it."""
    with path.open("rb") as file:
        file.read(16)
    assert not locked_here(path)


@lists_locks
def test_a_lock_that_was_lost_is_taken_again_and_what_others_wrote_meanwhile_is_kept(case_path: Path) -> None:
    with opened(case_path) as case:
        shown = case.snapshot()
        let_go_behind_its_back(case_path)
        subprocess.run([sys.executable, "-c", ANOTHER_WRITER, str(ROOT), str(case_path)], check=True)
        case.save_finding(finding(shown.exhibits[0].exhibit_id, observed="after the other"))
        assert locked_here(case_path)
    assert verify(case_path).intact
    with opened(case_path) as case:
        assert "after the other" in {each.observed for each in case.snapshot().findings}
        assert case.logged("report-exported")


@lists_locks
def test_nothing_is_written_where_somebody_else_took_a_lost_lock(case_path: Path) -> None:
    with opened(case_path) as case:
        exhibit_id = case.snapshot().exhibits[0].exhibit_id
        let_go_behind_its_back(case_path)
        with subprocess.Popen(
            [sys.executable, "-c", ANOTHER_WRITER, str(ROOT), str(case_path), "stay"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == b"holds it\n"
            with pytest.raises(CaseFileError, match="case-open-elsewhere"):
                case.save_finding(finding(exhibit_id))
            other.stdin.close()
        assert other.returncode == 0
        case.save_finding(finding(exhibit_id))
    assert verify(case_path).intact
