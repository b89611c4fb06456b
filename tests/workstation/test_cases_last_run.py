"""Of machine checks the case shows the latest run on each exhibit; the file keeps them all."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from workstation.cases.model import CaseInfo, Exhibit
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.checks.catalogue import run_checks
from workstation.clock import SystemClock
from workstation.identifiers import new_id


def test_the_latest_run_stands(tmp_path: Path) -> None:
    clock, path = SystemClock(), tmp_path / "a.qdcase"
    now = clock.now()
    info = CaseInfo(case_id=new_id(now), case_no="1", created_at=now)
    exhibits = [Exhibit(exhibit_id=new_id(now), exhibit_no=str(n), created_at=now) for n in (1, 2)]
    with CaseFile.create(path, info, clock=clock, actor="") as case:
        for each in exhibits:
            case.add_exhibit(each)
        runs = [run_checks(exhibit.exhibit_id, (), (), clock) for exhibit in exhibits]
        later = clock
        later_now = now + timedelta(minutes=1)
        later.now = lambda: later_now  # type: ignore[method-assign]
        runs.append(run_checks(exhibits[0].exhibit_id, (), (), later))
        for run in runs:
            case.add_checks(run)
        assert case.snapshot().checks == (*runs[1], *runs[2])
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM check_result").fetchone()[0] == sum(map(len, runs))
    database.close()
    assert verify(path).intact
