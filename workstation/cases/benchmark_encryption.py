"""What encryption costs: the same work in an encrypted case and in a plain one, by turns on the same disk."""

from __future__ import annotations

import hashlib
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from workstation.captures import Capture, CaptureRecord, Origin
from workstation.cases.encryption import KEYRING, Key, installed
from workstation.cases.model import CaseInfo, Exhibit, Finding
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.clock import SystemClock

AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
EXAMINER = "benchmark"
SAVES, PICTURES, ROUNDS = 20, 8, 5
PICTURE_BYTES = 12_000_000

Times = tuple[list[float], list[float]]


def encryption() -> list[dict[str, Any]]:
    """Median times in an encrypted case beside those in a plain one; nothing where SQLCipher is not installed."""
    if not installed():
        return []
    with tempfile.TemporaryDirectory(prefix="encryption-benchmark-") as folder:
        paths = (Path(folder) / "encrypted.qdcase", Path(folder) / "plain.qdcase")
        try:
            saved, stored = _writing(paths)
            return [
                _row("save one finding, encrypted", saved),
                _row("store a 12 MB picture, encrypted", stored),
                _row("open a case and list it, encrypted", _by_turns(paths, _opened)),
                _row("read 12 MB pictures, encrypted", _by_turns(paths, _read)),
                _row(f"verify {PICTURES * 12} MB, encrypted", _by_turns(paths, verify)),
            ]
        finally:
            KEYRING.forget(paths[0])


def _writing(paths: tuple[Path, Path]) -> tuple[Times, Times]:
    saved: Times = ([], [])
    stored: Times = ([], [])
    with _new(paths[0], Key(secrets.token_hex(16))) as encrypted, _new(paths[1], None) as plain:
        for place in range(SAVES):
            for times, case in zip(saved, (encrypted, plain), strict=True):
                times.append(_seconds(partial(case.save_finding, _finding(place))))
        for place in range(PICTURES):
            picture = _capture(place, secrets.token_bytes(PICTURE_BYTES))
            for times, case in zip(stored, (encrypted, plain), strict=True):
                times.append(_seconds(partial(case.add_captures, [picture])))
    return saved, stored


def _new(path: Path, key: Key | None) -> CaseFile:
    info = CaseInfo(case_id="benchmark", case_no="1", created_at=AT)
    items = [Exhibit(exhibit_id="item", exhibit_no="1", created_at=AT)]
    return CaseFile.create(path, info, clock=SystemClock(), actor=EXAMINER, exhibits=items, key=key)


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
        created_at=AT,
        created_by=EXAMINER,
    )


def _capture(place: int, data: bytes) -> Capture:
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


def _open(path: Path) -> CaseFile:
    return CaseFile.open(path, clock=SystemClock(), actor=EXAMINER, read_only=True)


def _opened(path: Path) -> None:
    with _open(path) as case:
        case.snapshot()


def _read(path: Path) -> None:
    with _open(path) as case:
        for each in case.snapshot().captures:
            case.original(each.sha256)


def _by_turns(paths: tuple[Path, Path], work: Callable[[Path], object]) -> Times:
    times: Times = ([], [])
    for _ in range(ROUNDS):
        for each, path in zip(times, paths, strict=True):
            each.append(_seconds(partial(work, path)))
    return times


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _row(measure: str, times: Times) -> dict[str, Any]:
    ours_ms, theirs_ms = (1000 * statistics.median(each) for each in times)
    return {
        "benchmark": "case",
        "measure": measure,
        "value": round(ours_ms, 3),
        "unit": "ms",
        "peer": "in a plain case",
        "peer_value": round(theirs_ms, 3),
        "ratio": round(ours_ms / theirs_ms, 3),
    }
