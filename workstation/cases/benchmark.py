"""Time of a durable save, of verifying and opening a big case, and of a queue of a thousand, each beside a peer."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workstation.accounts.roles import Actor
from workstation.captures import Capture, CaptureRecord, Origin
from workstation.cases.connection import connect, make_durable
from workstation.cases.glances import Glances
from workstation.cases.model import CaseInfo, Exhibit, Finding
from workstation.cases.queue import queue
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.clock import SystemClock

AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
EXAMINER = "benchmark"
CAPTURES = 1000
CASES = 1000
SAVES = 60
_BATCH = 20
_CHUNK_BYTES = 1 << 20


def case(supervisor: Actor, megabytes: int = 1000) -> list[dict[str, Any]]:
    """Every measure of the case file, in a temporary folder.

    Parameters
    ----------
    supervisor : Actor
        Who asks for the queue.
    megabytes : int
        Length of the big case; a thousand captures share it. That much room is needed.
    """
    with tempfile.TemporaryDirectory(prefix="case-benchmark-") as folder:
        big = Path(folder) / "big.qdcase"
        _make_big(big, megabytes * 1_000_000 // CAPTURES)
        rows = [*_saving(Path(folder)), *_verifying(big), _opening(big)]
        big.unlink()
        return [*rows, *_queueing(Path(folder), supervisor)]


def _row(measure: str, value: float, unit: str, peer: str = "", peer_value: float | None = None) -> dict[str, Any]:
    return {
        "benchmark": "case",
        "measure": measure,
        "value": round(value, 3),
        "unit": unit,
        "peer": peer or None,
        "peer_value": None if peer_value is None else round(peer_value, 3),
        "ratio": round(value / peer_value, 3) if peer_value else None,
    }


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _new_case(path: Path) -> CaseFile:
    made = CaseFile.create(
        path, CaseInfo(case_id="benchmark", case_no="1", created_at=AT), clock=SystemClock(), actor=EXAMINER
    )
    made.add_exhibit(Exhibit(exhibit_id="item", exhibit_no="1", created_at=AT))
    return made


# ---------------------------------------------------------------------- saving


def _finding(place: int) -> Finding:
    return Finding(
        finding_id=f"finding-{place}",
        exhibit_id="item",
        capture_id=None,
        region=None,
        feature="uv_dull_controlled",
        light="UV365",
        method="specimen_comparison",
        observation="present_deviates",
        significance="neutral",
        observed="The place measured by the benchmark, described in a sentence of common length.",
        expected="What the reference shows at the same place, in another such sentence.",
        created_at=AT,
        created_by=EXAMINER,
    )


def _saving(folder: Path) -> list[dict[str, Any]]:
    """Ours and a bare commit by turns, so that both meet the same disk."""
    path, bare = folder / "saving.qdcase", folder / "bare.sqlite"
    ours, theirs = [], []
    with _new_case(path) as made:
        made.save_finding(_finding(SAVES))
        table, row = _bare_row(path)
        with closing(connect(bare, "rwc")) as raw:
            make_durable(raw)
            raw.execute(table)
            insert = f"INSERT INTO finding VALUES ({', '.join('?' * (len(row) + 1))})"
            for place in range(SAVES):
                finding = _finding(place)
                ours.append(_seconds(lambda finding=finding: made.save_finding(finding)))  # type: ignore[misc]
                theirs.append(_seconds(lambda place=place: raw.execute(insert, (place, *row))))  # type: ignore[misc]
    ours_ms, theirs_ms = (1000 * statistics.median(each) for each in (ours, theirs))
    return [_row("save one finding, median", ours_ms, "ms", "bare sqlite3 commit of the row, EXTRA", theirs_ms)]


def _bare_row(path: Path) -> tuple[str, tuple[object, ...]]:
    """A table without constraints, and the stored values of a finding but its number."""
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute("SELECT * FROM finding")
        names = [each[0] for each in found.description if each[0] != "seq"]
        row = dict(zip([each[0] for each in found.description], found.fetchone(), strict=True))
    return f"CREATE TABLE finding (seq INTEGER PRIMARY KEY, {', '.join(names)})", tuple(row[name] for name in names)


# ---------------------------------------------------------------------- a big case


def _make_big(path: Path, bytes_each: int) -> None:
    noise = secrets.token_bytes(bytes_each)
    with _new_case(path) as made:
        for first in range(0, CAPTURES, _BATCH):
            made.add_captures([_capture(place, noise) for place in range(first, first + _BATCH)])


def _capture(place: int, noise: bytes) -> Capture:
    data = place.to_bytes(8, "big") + noise[8:]
    record = CaptureRecord(
        capture_id=f"capture-{place}",
        exhibit_id="item",
        page="data_page",
        light="WHITE",
        origin=Origin.SIMULATED,
        sha256=hashlib.sha256(data).hexdigest(),
        mime="image/tiff",
        byte_length=len(data),
        width=1000,
        height=1000,
        channels=3,
        bit_depth=8,
        captured_at=AT,
        captured_by=EXAMINER,
    )
    return Capture(record, data)


def _sha256sum(path: Path) -> None:
    program = shutil.which("sha256sum")
    if program:
        subprocess.run([program, str(path)], check=True, stdout=subprocess.DEVNULL)
        return
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)


def _verifying(path: Path) -> list[dict[str, Any]]:
    """The peer runs before and after, and its better time counts: neither gains from a warm cache alone."""
    megabytes = path.stat().st_size / 1e6
    before = _seconds(lambda: _sha256sum(path))
    ours = _seconds(lambda: verify(path))
    theirs = min(before, _seconds(lambda: _sha256sum(path)))
    tracemalloc.start()
    verify(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return [
        _row(f"verify {megabytes:.0f} MB", megabytes / ours, "MB/s", "sha256sum", megabytes / theirs),
        _row(f"memory to verify {megabytes:.0f} MB, peak", peak / 1e6, "MB"),
    ]


def _opening(path: Path) -> dict[str, Any]:
    def opened() -> None:
        with CaseFile.open(path, clock=SystemClock(), actor=EXAMINER) as made:
            made.snapshot()

    return _row(f"open {CAPTURES} captures and list them", _seconds(opened), "s")


# ---------------------------------------------------------------------- a queue


def _queueing(folder: Path, supervisor: Actor) -> list[dict[str, Any]]:
    """Once with nothing known, once with what the first look remembered."""
    first = folder / "first"
    _new_case(first).close()
    paths = [folder / f"{place}.qdcase" for place in range(CASES)]
    for path in paths:
        shutil.copyfile(first, path)
    remembered = folder / "glances.json"

    def look() -> None:
        for _ in queue(paths, supervisor, glances=Glances(remembered)):
            pass

    return [
        _row(f"queue of {CASES} case files, never seen", _seconds(look), "s"),
        _row(f"queue of {CASES} case files, seen before", _seconds(look), "s"),
    ]
