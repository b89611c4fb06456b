"""From an older schema to a newer one: a copy first, all or nothing, and the old chain still holds."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from case_material import SteppingClock, finding, full_case, new_case

from workstation.captures import sha256_hex
from workstation.cases import migrations
from workstation.cases.migrations import Migration
from workstation.cases.model import CaseState
from workstation.cases.stages import Stage
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileDamaged, CaseFileError, CaseFileTooNew

NOW = migrations.MIGRATIONS
NEWEST = migrations.current_version()
LATER = Migration(
    NEWEST + 1,
    (
        "CREATE TABLE note (seq INTEGER PRIMARY KEY REFERENCES audit_event (seq), text TEXT NOT NULL) STRICT",
        "CREATE TRIGGER note_no_update BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "ALTER TABLE finding ADD COLUMN confidence TEXT",
    ),
)
BROKEN = Migration(NEWEST + 2, ("CREATE TABLE further (seq INTEGER)", "CREATE TABLE further (seq INTEGER)"))

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A case of the present version."""
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    return path


def open_case(path: Path, *, read_only: bool = False) -> CaseFile:
    return CaseFile.open(path, clock=SteppingClock(), actor="Somebody Else", read_only=read_only)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """A signed-off case with something in every table, as the program wrote it before there was a version 2."""
    path = tmp_path / "old" / "a.qdcase"
    path.parent.mkdir()
    path.write_bytes(gzip.decompress((HERE / "version_1.qdcase.gz").read_bytes()))
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        version: int = raw.execute("PRAGMA user_version").fetchone()[0]
        return version


def test_versions_follow_each_other() -> None:
    assert [each.version for each in NOW] == list(range(2, migrations.current_version() + 1))
    assert migrations.pending(migrations.current_version()) == ()


def test_a_case_of_version_1_is_brought_up_to_date(version_1: Path) -> None:
    before = version_1.read_bytes()
    assert verify(version_1).intact
    with pytest.raises(CaseFileError, match="case-needs-migration"):
        open_case(version_1, read_only=True)
    assert version_1.read_bytes() == before
    with open_case(version_1) as case:
        snapshot = case.snapshot()
        for each in snapshot.captures:
            assert sha256_hex(case.original(each.sha256)) == each.sha256
    assert len(snapshot.captures) == 3
    assert snapshot.info.state is CaseState.SIGNED_OFF
    assert snapshot.calibrations == ()
    assert {(each.filter, each.calibration_id, each.calibration_ids) for each in snapshot.captures} == {("", "", ())}
    assert {each.px_per_mm_uncertainty for each in snapshot.captures} == {None}
    assert version_of(version_1) == migrations.current_version()
    assert verify(version_1).intact
    assert names(version_1.parent) == ["a.qdcase", "a.version-1.qdcase"]
    kept = version_1.with_name("a.version-1.qdcase")
    assert version_of(kept) == 1
    assert verify(kept).intact
    with open_case(version_1, read_only=True) as case:
        assert case.snapshot().captures == snapshot.captures


@pytest.mark.parametrize(("version", "stage"), [(1, Stage.SIGNED_OFF), (2, Stage.SIGNED_OFF), (3, Stage.DRAFT)])
def test_every_version_that_ever_was_is_brought_up_to_date(tmp_path: Path, version: int, stage: Stage) -> None:
    path = tmp_path / "a.qdcase"
    path.write_bytes(gzip.decompress((HERE / f"version_{version}.qdcase.gz").read_bytes()))
    before = path.read_bytes()
    assert version_of(path) == version
    assert verify(path).intact
    assert path.read_bytes() == before
    with open_case(path) as case:
        snapshot = case.snapshot()
        assert snapshot.handling.stage is stage
        if stage is Stage.DRAFT:
            case.save_finding(finding(snapshot.exhibits[0].exhibit_id))
            case.sign_off()
        case.life.issue_report(sha256="1" * 64, language="en", chain_head=case.head().sha256)
        assert case.snapshot().handling.stage is Stage.REPORTED
    found = verify(path)
    assert found.intact, found.problems
    kept = path.with_name(f"a.version-{version}.qdcase")
    assert version_of(kept) == version
    assert verify(kept).intact


OPENER = """
import sys
from pathlib import Path
from workstation.cases.stages import Stage
from workstation.cases.store import CaseFile
from workstation.clock import SystemClock
print("ready", flush=True)
sys.stdin.readline()
CaseFile.open(Path(sys.argv[1]), clock=SystemClock(), actor="Somebody Else")
print("open", flush=True)
sys.stdin.readline()
"""


def test_killed_while_migrating(version_1: Path) -> None:
    """Whenever the program dies, the file is of the one version or of the other, and whole."""
    moments = random.Random(5)
    old = version_1.read_bytes()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for run in range(8):
        version_1.write_bytes(old)
        command = [sys.executable, "-c", OPENER, str(version_1)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as opener:
            assert opener.stdin
            assert opener.stdout
            assert opener.stdout.readline() == "ready\n"
            opener.stdin.write("go\n")
            opener.stdin.flush()
            if run == 0:
                assert opener.stdout.readline() == "open\n"
            else:
                with pytest.raises(subprocess.TimeoutExpired):
                    opener.wait(moments.uniform(0.0, 0.12))
            opener.kill()
        with open_case(version_1) as case:
            assert len(case.snapshot().captures) == 3
        assert verify(version_1).intact
        for each in version_1.parent.glob("a.version-1*.qdcase"):
            assert version_of(each) == 1
            assert verify(each).intact
            each.unlink()


def test_migration(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_case(first) as case:
        before = case.snapshot()
    before_bytes = first.read_bytes()
    monkeypatch.setattr(migrations, "MIGRATIONS", (*NOW, LATER))
    with pytest.raises(CaseFileError, match="case-needs-migration"):
        open_case(first, read_only=True)
    assert verify(first).intact
    assert first.read_bytes() == before_bytes
    with open_case(first) as case:
        after = case.snapshot()
        assert after.findings == before.findings
        assert after.head.seq == before.head.seq + 2  # Somebody Else is introduced, then migrates.
        case.save_finding(finding(after.exhibits[0].exhibit_id))
    assert verify(first).intact
    open_case(first, read_only=True).close()
    with closing(sqlite3.connect(first)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (NEWEST + 1,)
        assert raw.execute("SELECT count(*) FROM audit_event WHERE action = 'schema-migrated'").fetchone() == (1,)
    assert names(first.parent) == ["a.qdcase", f"a.version-{NEWEST}.qdcase"]

    monkeypatch.undo()
    kept = first.with_name(f"a.version-{NEWEST}.qdcase")
    assert verify(kept).intact
    with open_case(kept) as case:
        assert case.snapshot().head == before.head
    with open_case(first) as case:
        assert case.too_new
        assert case.snapshot().exhibits == before.exhibits
    with pytest.raises(CaseFileTooNew):
        verify(first)


def test_new_files_are_like_migrated_ones(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (*NOW, LATER))
    open_case(first).close()
    new_case(tmp_path / "new.qdcase").close()
    listings = []
    for path in (first, tmp_path / "new.qdcase"):
        with closing(sqlite3.connect(path)) as raw:
            query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            listings.append(raw.execute(query).fetchall())
        assert verify(path).intact
    assert listings[0] == listings[1]


def test_failed_migration_leaves_the_file_as_it_was(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = first.read_bytes()
    good = migrations.schema_of
    monkeypatch.setattr(migrations, "MIGRATIONS", (*NOW, LATER, BROKEN))
    monkeypatch.setattr(migrations, "schema_of", lambda version: good(min(version, NEWEST + 1)))
    with pytest.raises(CaseFileDamaged):
        open_case(first)
    monkeypatch.undo()
    assert first.read_bytes() == before
    assert verify(first).intact
    open_case(first).close()


def test_kept_copy_never_overwrites_another(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (f"a.version-{NEWEST}.qdcase", f"a.version-{NEWEST}-2.qdcase"):
        first.with_name(name).write_text("mine")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*NOW, LATER))
    open_case(first).close()
    assert names(first.parent) == [
        "a.qdcase",
        f"a.version-{NEWEST}-2.qdcase",
        f"a.version-{NEWEST}-3.qdcase",
        f"a.version-{NEWEST}.qdcase",
    ]
    assert first.with_name(f"a.version-{NEWEST}.qdcase").read_text() == "mine"


def test_changed_older_file_is_found(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (*NOW, LATER))
    open_case(first).close()
    with closing(sqlite3.connect(first, isolation_level=None)) as raw:
        trigger = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'finding_no_update'").fetchone()[0]
        raw.execute("DROP TRIGGER finding_no_update")
        raw.execute("UPDATE finding SET confidence = 'high' WHERE seq = (SELECT min(seq) FROM finding)")
        raw.execute(trigger)
    assert [each.what for each in verify(first).problems] == ["case-row-changed"]
