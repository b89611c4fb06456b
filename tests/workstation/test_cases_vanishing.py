"""Case files that go away while they are open: deleted, renamed, replaced, read-only, cut off, on a share."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from case_material import SteppingClock, capture, exhibit, finding, full_case, info, new_case

from workstation.accounts.roles import Actor
from workstation.cases import shares
from workstation.cases.encryption import is_encrypted
from workstation.cases.glances import stamp_of
from workstation.cases.holder import holders
from workstation.cases.open_files import HeldFile
from workstation.cases.shares import kind_of_share
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileError, WorkstationError
from workstation.events import CaseChanged, Event
from workstation.messages import explain
from workstation.open_case import OpenCase
from workstation.vocabulary import LANGUAGES
from workstation.whole_file import demand_replaceable

LOCKS = Path("/proc/locks")


@pytest.fixture
def case_path(tmp_path: Path) -> Path:
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    return path


def opened(path: Path, *, read_only: bool = False) -> CaseFile:
    return CaseFile.open(path, clock=SteppingClock(), actor="Specimen, Erika", read_only=read_only)


def delete(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("elsewhere.qdcase"))


def replace_by_another_case(path: Path) -> None:
    other = path.with_name("other.qdcase")
    new_case(other).close()
    other.replace(path)


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def take_the_folder_away(path: Path) -> None:
    path.parent.rename(path.parent.with_name("gone"))


GOING: dict[str, tuple[Callable[[Path], None], str]] = {
    "deleted": (delete, "case-file-gone"),
    "renamed": (rename, "case-file-gone"),
    "replaced": (replace_by_another_case, "case-file-replaced"),
    "a folder": (replace_by_a_folder, "case-file-replaced"),
    "folder moved": (take_the_folder_away, "case-file-gone"),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.fixture(params=GOING)
def going(request: pytest.FixtureRequest) -> tuple[Callable[[Path], None], str]:
    return GOING[request.param]


def test_nothing_is_written_and_everything_saved_can_be_copied(
    tmp_path: Path, going: tuple[Callable[[Path], None], str]
) -> None:
    go, code = going
    folder = tmp_path / "drive"
    folder.mkdir()
    path = folder / "a.qdcase"
    full_case(path).close()
    with opened(path) as case:
        shown = case.snapshot()
        exhibit_id = shown.exhibits[0].exhibit_id
        go(path)
        before = contents(tmp_path)
        saves: list[Callable[[], object]] = [
            lambda: case.save_finding(finding(exhibit_id)),
            lambda: case.add_captures([capture(exhibit_id, "IR940")]),
            lambda: case.add_exhibit(exhibit(exhibit_no="2")),
        ]
        for save in saves:
            with pytest.raises(CaseFileError, match=code) as caught:
                save()
            for language in LANGUAGES:
                assert str(path) in explain(caught.value, language)
        assert contents(tmp_path) == before
        assert case.snapshot() == shown
        case.copy_to(tmp_path / "copy.qdcase")
        assert contents(tmp_path).items() >= before.items()
    assert verify(tmp_path / "copy.qdcase").intact
    with opened(tmp_path / "copy.qdcase", read_only=True) as copy:
        assert copy.snapshot().head == shown.head


def test_file_that_goes_in_the_middle_of_a_save(case_path: Path) -> None:
    with opened(case_path) as case:
        shown = case.snapshot()

        def save() -> None:
            with case._ledger.writing() as chain:
                chain.log("report-exported", shown.info.case_id, {})
                rename(case_path)

        with pytest.raises(CaseFileError, match="case-file-gone"):
            save()
        assert case.snapshot() == shown
    assert not verify(case_path.with_name("elsewhere.qdcase")).problems
    assert [each.name for each in case_path.parent.iterdir()] == ["elsewhere.qdcase"]


def test_file_that_comes_back_is_saved_to(case_path: Path) -> None:
    away = case_path.with_name("away.qdcase")
    with opened(case_path) as case:
        exhibit_id = case.snapshot().exhibits[0].exhibit_id
        case_path.rename(away)
        with pytest.raises(CaseFileError, match="case-file-gone"):
            case.save_finding(finding(exhibit_id))
        away.rename(case_path)
        case.save_finding(finding(exhibit_id, observed="kept after all"))
    assert verify(case_path).intact
    with opened(case_path, read_only=True) as case:
        assert "kept after all" in {each.observed for each in case.snapshot().findings}


def test_worker_goes_on(tmp_path: Path) -> None:
    told: list[Event] = []
    actor = opened_actor(tmp_path)
    cases = OpenCase(clock=SteppingClock(), cases_dir=tmp_path, actor=lambda: actor, post=told.append)
    try:
        path = tmp_path / "a.qdcase"
        first = cases.create(path, {"case_no": "1", "examiner": "Specimen, Erika"}).result()
        path.unlink()
        lost = cases.write(lambda case: case.save_finding(finding(first.exhibits[0].exhibit_id)))
        assert isinstance(lost.exception(), CaseFileError)
        assert cases.snapshot == first
        cases.write(lambda case: case.copy_to(tmp_path / "b.qdcase")).result()
        second = cases.open(tmp_path / "b.qdcase").result()
        cases.write(lambda case: case.save_finding(finding(second.exhibits[0].exhibit_id))).result()
        assert cases.snapshot is not None
        assert len(cases.snapshot.findings) == 1
    finally:
        cases.shutdown()


def opened_actor(folder: Path) -> Actor:
    with CaseFile.create(folder / "z.qdcase", info(), clock=SteppingClock(), actor="Specimen, Erika") as case:
        return case.actor


def test_file_that_was_cut_off(case_path: Path) -> None:
    with opened(case_path) as case:
        exhibit_id = case.snapshot().exhibits[0].exhibit_id
        os.truncate(case_path, 8192 * 3)

        def save_and_read() -> None:
            case.add_captures([capture(exhibit_id, "IR940")])
            case.snapshot()

        with pytest.raises(CaseFileError) as caught:
            save_and_read()
        assert caught.value.code in ("case-damaged", "case-disk-failed")
    assert not verify(case_path).intact


@pytest.mark.skipif(not LOCKS.exists(), reason="the system does not list locks")
def test_looking_at_a_held_file_does_not_let_go_of_it(case_path: Path) -> None:
    def held() -> bool:
        found = case_path.stat()
        device = (os.major(found.st_dev), os.minor(found.st_dev))
        return os.getpid() in holders(LOCKS.read_text(), device, found.st_ino)

    with opened(case_path) as case:
        assert held()
        assert not is_encrypted(case_path)
        assert stamp_of(case_path) == ""
        case.copy_to(case_path.with_name("copy.qdcase"))
        assert verify(case_path).intact
        with pytest.raises(WorkstationError, match="file-is-case"):
            demand_replaceable(case_path)
        assert held()
    assert not held()
    assert stamp_of(case_path)


def test_file_is_known_as_held_until_its_last_connection_closes(case_path: Path) -> None:
    first, second = opened(case_path), opened(case_path, read_only=True)
    second.close()
    second.close()
    assert stamp_of(case_path) == ""
    first.close()
    assert stamp_of(case_path)


# ---------------------------------------------------------------------- shares

SEEN = """\
/dev/sda1 / ext4 rw 0 0
server:/cases /srv/shared\\040cases nfs4 rw 0 0
//nas/x /media/nas cifs rw 0 0
tmpfs /media/nas/local tmpfs rw 0 0
no line at all
"""


@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/home/a.qdcase", ""),
        ("/srv/shared cases/a.qdcase", "nfs4"),
        ("/srv/shared cases 2/a.qdcase", ""),
        ("/media/nas/deep/er/a.qdcase", "cifs"),
        ("/media/nas/local/a.qdcase", ""),
    ],
)
def test_kind_of_share(path: str, share: str) -> None:
    assert kind_of_share(SEEN, Path(path)) == share


def test_write_ahead_log_on_a_share_is_refused(case_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(case_path)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    before = case_path.read_bytes()
    mounts = case_path.with_name("mounts")
    mounts.write_text(f"server:/cases {case_path.parent.resolve()} nfs4 rw 0 0\n")
    with monkeypatch.context() as patched:
        patched.setattr(shares, "MOUNTS", mounts)
        for read_only in (True, False):
            with pytest.raises(CaseFileError, match="case-wal-on-share") as caught:
                opened(case_path, read_only=read_only)
            for language in LANGUAGES:
                assert "nfs4" in explain(caught.value, language)
        assert case_path.read_bytes() == before
    with opened(case_path) as case:
        assert case._ledger.raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_case_on_a_share_says_so_once_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = opened_actor(tmp_path)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/cases {tmp_path.resolve()} nfs4 rw 0 0\n")
    monkeypatch.setattr(shares, "MOUNTS", mounts)
    told: list[Event] = []
    cases = OpenCase(clock=SteppingClock(), cases_dir=tmp_path, actor=lambda: actor, post=told.append)
    try:
        path = tmp_path / "a.qdcase"
        made = cases.create(path, {"case_no": "1", "examiner": "Specimen, Erika"}).result()
        cases.write(lambda case: case.save_finding(finding(made.exhibits[0].exhibit_id))).result()
        cases.open(path, read_only=True).result()
    finally:
        cases.shutdown()
    first, *later = [each for each in told if isinstance(each, CaseChanged)]
    assert first.risk is not None
    assert first.risk.code == "case-on-share"
    for language in LANGUAGES:
        assert "nfs4" in explain(first.risk, language)
    assert later
    assert {each.risk for each in later} == {None}


def renumbered(path: Path) -> None:
    """The same bytes under the same name, with another number, as CIFS without ``serverino`` may show them."""
    before = path.stat()
    again = path.with_name("again")
    again.write_bytes(path.read_bytes())
    again.replace(path)
    assert path.stat().st_ino != before.st_ino


def test_another_number_on_a_share_is_not_taken_for_another_file(
    case_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"//nas/cases {tmp_path.resolve()} cifs rw 0 0\n")
    monkeypatch.setattr(shares, "MOUNTS", mounts)
    with opened(case_path) as case:
        shown = case.snapshot()
        renumbered(case_path)
        # Still known as open: nobody reads it by other means, which could let go of its lock.
        assert stamp_of(case_path) == ""
        with pytest.raises(CaseFileError, match="case-file-renumbered") as caught:
            case.save_finding(finding(shown.exhibits[0].exhibit_id))
        for language in LANGUAGES:
            assert "cifs" in explain(caught.value, language)
        assert case.snapshot() == shown
        case.copy_to(tmp_path / "copy.qdcase")
    assert stamp_of(case_path)
    with opened(tmp_path / "copy.qdcase", read_only=True) as copy:
        assert copy.snapshot().head == shown.head


def test_another_number_on_a_disk_is_another_file(case_path: Path) -> None:
    with opened(case_path) as case:
        renumbered(case_path)
        assert stamp_of(case_path)
        with pytest.raises(CaseFileError, match="case-file-replaced"):
            case.log("report-exported", case.snapshot().info.case_id, {})


def test_sqlite_itself_writes_to_no_file_of_another_number(case_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why a share that renumbers files cannot be worked on: the refusal is not this program's alone."""
    monkeypatch.setattr(HeldFile, "demand_in_place", lambda self: None)
    with opened(case_path) as case:
        renumbered(case_path)
        with pytest.raises(CaseFileError, match="case-file-replaced"):
            case.log("report-exported", case.snapshot().info.case_id, {})


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/q\xe9"))
    folder.mkdir()
    with new_case(folder / "a.qdcase") as case:
        assert case.snapshot().info.case_no
    assert verify(folder / "a.qdcase").intact
