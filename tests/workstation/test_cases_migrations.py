"""From an older schema to a newer one: a copy first, all or nothing, and the old chain still holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from case_material import SteppingClock, finding, full_case, new_case

from workstation.cases import migrations
from workstation.cases.migrations import Migration
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileDamaged, CaseFileError, CaseFileTooNew

SECOND = Migration(
    2,
    (
        "CREATE TABLE note (seq INTEGER PRIMARY KEY REFERENCES audit_event (seq), text TEXT NOT NULL) STRICT",
        "CREATE TRIGGER note_no_update BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "ALTER TABLE finding ADD COLUMN confidence TEXT",
    ),
)
BROKEN = Migration(3, ("CREATE TABLE further (seq INTEGER)", "CREATE TABLE further (seq INTEGER)"))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A case of version 1."""
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    return path


def open_case(path: Path, *, read_only: bool = False) -> CaseFile:
    return CaseFile.open(path, clock=SteppingClock(), actor="Somebody Else", read_only=read_only)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_there_is_nothing_to_migrate_today() -> None:
    assert migrations.current_version() == 1
    assert migrations.pending(1) == ()


def test_migration(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_case(first) as case:
        before = case.snapshot()
    before_bytes = first.read_bytes()
    monkeypatch.setattr(migrations, "MIGRATIONS", (SECOND,))
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
        assert raw.execute("PRAGMA user_version").fetchone() == (2,)
        assert raw.execute("SELECT count(*) FROM audit_event WHERE action = 'schema-migrated'").fetchone() == (1,)
    assert names(first.parent) == ["a.qdcase", "a.version-1.qdcase"]

    monkeypatch.undo()
    kept = first.with_name("a.version-1.qdcase")
    assert verify(kept).intact
    with open_case(kept) as case:
        assert case.snapshot().head == before.head
    with open_case(first) as case:
        assert case.too_new
        assert case.snapshot().exhibits == before.exhibits
    with pytest.raises(CaseFileTooNew):
        verify(first)


def test_new_files_are_like_migrated_ones(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (SECOND,))
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
    monkeypatch.setattr(migrations, "MIGRATIONS", (SECOND, BROKEN))
    monkeypatch.setattr(migrations, "schema_of", lambda version: good(min(version, 2)))
    with pytest.raises(CaseFileDamaged):
        open_case(first)
    monkeypatch.undo()
    assert first.read_bytes() == before
    assert verify(first).intact
    open_case(first).close()


def test_kept_copy_never_overwrites_another(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.version-1.qdcase", "a.version-1-2.qdcase"):
        first.with_name(name).write_text("mine")
    monkeypatch.setattr(migrations, "MIGRATIONS", (SECOND,))
    open_case(first).close()
    assert names(first.parent) == [
        "a.qdcase",
        "a.version-1-2.qdcase",
        "a.version-1-3.qdcase",
        "a.version-1.qdcase",
    ]
    assert first.with_name("a.version-1.qdcase").read_text() == "mine"


def test_changed_older_file_is_found(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (SECOND,))
    open_case(first).close()
    with closing(sqlite3.connect(first, isolation_level=None)) as raw:
        trigger = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'finding_no_update'").fetchone()[0]
        raw.execute("DROP TRIGGER finding_no_update")
        raw.execute("UPDATE finding SET confidence = 'high' WHERE seq = (SELECT min(seq) FROM finding)")
        raw.execute(trigger)
    assert [each.what for each in verify(first).problems] == ["case-row-changed"]
