"""Killed at five hundred seeded moments: what was shown as saved is there, whole, and the chain holds."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from case_material import full_case
from killed import PDF, REPORT, Shown, capturing, exporting, killed, migrating, reviewing, saving

from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.clock import SystemClock

OLD = Path(__file__).parent / "version_1.qdcase.gz"
WORK: dict[str, Callable[[Path, int], Shown]] = {
    "capturing": capturing,
    "saving": saving,
    "reviewing": reviewing,
    "migrating": migrating,
    "exporting": exporting,
}
#: Where the ids that the work shows stand.
ROWS = {
    "capturing": "SELECT capture_id FROM capture JOIN blob USING (sha256)",
    "saving": "SELECT finding_id FROM finding",
    "reviewing": "SELECT comment_id FROM comment UNION SELECT review_id FROM review",
    "migrating": "SELECT 'migrated' FROM audit_event WHERE action = 'schema-migrated'",
    "exporting": "SELECT 'event ' || seq FROM audit_event WHERE action = 'report-exported'",
}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("started") / "a.qdcase"
    full_case(path).close()
    return path


def sound(path: Path) -> None:
    """Opening takes back what was half done; then everything holds."""
    CaseFile.open(path, clock=SystemClock(), actor="Somebody Else").close()
    assert verify(path).problems == ()


def check(path: Path, kind: str, shown: list[str]) -> bool:
    """Everything shown is there and nothing is half there; whether the kill left a journal to take back."""
    interrupted = path.with_name(f"{path.name}-journal").exists()
    for backup in path.parent.glob("*.version-*.qdcase"):
        assert verify(backup).problems == ()
    sound(path)
    with closing(sqlite3.connect(path)) as raw:
        there = {found for (found,) in raw.execute(ROWS[kind])}
    assert set(shown) <= there, f"shown and lost: {set(shown) - there}"
    report = path.with_name(REPORT)
    assert not report.exists() or report.read_bytes() == PDF
    return interrupted


def campaign(folder: Path, started: Path, seeds: range) -> Counter[str]:
    """One kill for each seed, the kinds of work by turns."""
    counted = Counter[str]()
    for seed in seeds:
        kind = list(WORK)[seed % len(WORK)]
        place = folder / str(seed)
        place.mkdir()
        path = place / "a.qdcase"
        path.write_bytes(gzip.decompress(OLD.read_bytes()) if kind == "migrating" else started.read_bytes())
        shown = killed(WORK[kind], path, seed)
        try:
            counted[f"{kind}: interrupted write taken back"] += check(path, kind, shown)
        except BaseException as error:
            error.add_note(f"seed {seed}, {kind}, shown {shown}")
            raise
        counted[f"{kind}: shown as saved"] += len(shown)
        counted[kind] += 1
        shutil.rmtree(place)
    return counted


def judge(counted: Counter[str], kills: int) -> None:
    assert sum(counted[kind] for kind in WORK) == kills
    # On a slow machine a kind may be killed before its first save each time, never all of them.
    assert sum(counted[f"{kind}: shown as saved"] for kind in WORK), counted


@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_twenty_kills(tmp_path: Path, started: Path) -> None:
    judge(campaign(tmp_path, started, range(20)), 20)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_five_hundred_kills(tmp_path: Path, started: Path) -> None:
    judge(campaign(tmp_path, started, range(500)), 500)
