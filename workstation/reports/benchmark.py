"""Time of a report with pictures, beside the same report as ReportLab writes streams by default."""

from __future__ import annotations

import gc
import hashlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from reportlab import rl_config

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import CaseInfo, CaseSnapshot, ChainHead, Exhibit, Finding, Region, Shape
from workstation.reports.build import build
from workstation.reports.pdf import render
from workstation.reports.sources import ReportSources, RgbPicture
from workstation.software import SoftwareInfo

AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
LIGHTS = (
    "WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "TRANSMITTED", "COAXIAL", "UV365",
    "UV313", "UV254", "IR850", "IR940", "IR_LUMINESCENCE", "ANTI_STOKES",
)  # fmt: skip
# 170 mm at 300 dpi.
SIZE = (2008, 1405)
ROUNDS = 5


def _picture(seed: int) -> RgbPicture:
    """Noise over a gradient: it compresses about as badly as a photograph of a printed page."""
    width, height = SIZE
    generator = np.random.default_rng(seed)
    ramp = np.linspace(60, 200, width, dtype=np.float32)[None, :, None]
    noise = generator.normal(0, 9, (height, width, 3)).astype(np.float32)
    return np.asarray(np.clip(ramp + noise, 0, 255), np.uint8)


def _record(index: int, light: str, pixels: RgbPicture) -> CaptureRecord:
    return CaptureRecord(
        capture_id=f"00000000-0000-7000-8000-{index:012d}",
        exhibit_id="item",
        page="data_page",
        light=light,
        origin=Origin.SIMULATED,
        sha256=hashlib.sha256(pixels.tobytes()).hexdigest(),
        mime="image/tiff",
        byte_length=pixels.nbytes,
        width=SIZE[0],
        height=SIZE[1],
        channels=3,
        bit_depth=8,
        exposure_ms=20.0,
        gain_db=0.0,
        percent=80.0,
        px_per_mm=11.81,
        px_per_mm_source="calibration",
        captured_at=AT + timedelta(seconds=index),
        captured_by="benchmark",
    )


def _finding(index: int, capture: CaptureRecord) -> Finding:
    return Finding(
        finding_id=f"finding-{index}",
        exhibit_id="item",
        capture_id=capture.capture_id,
        region=Region(Shape.RECTANGLE, ((400.0, 300.0), (900.0, 620.0))),
        feature="uv_dull_controlled",
        light=capture.light,
        method="specimen_comparison",
        observation="present_deviates",
        significance="neutral",
        observed="The place measured by the benchmark, described in a sentence of common length.",
        expected="What the reference shows at the same place, in another such sentence.",
        created_at=AT,
        created_by="benchmark",
    )


def _case() -> tuple[CaseSnapshot, ReportSources]:
    pictures = {light: _picture(seed) for seed, light in enumerate(LIGHTS)}
    captures = tuple(_record(place, light, pictures[light]) for place, light in enumerate(LIGHTS))
    snapshot = CaseSnapshot(
        info=CaseInfo(case_id="benchmark", case_no="benchmark", created_at=AT),
        exhibits=(Exhibit(exhibit_id="item", exhibit_no="1", created_at=AT),),
        captures=captures,
        findings=tuple(_finding(place, capture) for place, capture in enumerate(captures[:4])),
        conclusions=(),
        checks=(),
        mrz=(),
        equipment=(),
        head=ChainHead(1, "0" * 64, AT),
    )
    return snapshot, ReportSources(pictures=lambda record: pictures[record.light], software=SoftwareInfo("0"))


def _best(snapshot: CaseSnapshot, sources: ReportSources, rounds: int) -> tuple[float, int]:
    """Shortest time of a report in seconds, and its size in bytes."""
    times, size = [], 0
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        size = len(render(build(snapshot, sources, language="en", printed_at=AT)))
        times.append(time.perf_counter() - start)
    return min(times), size


def run() -> list[dict[str, Any]]:
    """Seconds and megabytes for 12 pictures at 300 dpi; the peer is the same report in ASCII85."""
    snapshot, sources = _case()
    seconds, size = _best(snapshot, sources, ROUNDS)
    ours = rl_config.useA85
    rl_config.useA85 = 1
    try:
        peer_seconds, peer_size = _best(snapshot, sources, 1)
    finally:
        rl_config.useA85 = ours
    measures = (("time", seconds, "s", peer_seconds), ("size", size / 1e6, "MB", peer_size / 1e6))
    return [
        {
            "benchmark": "report",
            "measure": measure,
            "value": round(value, 3),
            "unit": unit,
            "peer": "ReportLab with its default ASCII85 streams",
            "peer_value": round(peer, 3),
            "ratio": round(value / peer, 3),
        }
        for measure, value, unit, peer in measures
    ]
