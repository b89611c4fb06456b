"""``benchmark devices`` on quick and on slow lines; the figures are the benchmark's own business."""

from __future__ import annotations

import sys

import pytest

from drivers.benchmark import Line, devices
from drivers.registry import KINDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")


def test_every_kind_is_measured_against_its_own_bytes() -> None:
    rows = devices(lines=(Line("bare", 5, timed=False),))
    assert [str(row["measure"]).split(",")[0] for row in rows[::4]] == list(KINDS)
    assert all(0 < float(str(row["peer_value"])) < 1000 and float(str(row["value"])) > 0 for row in rows)


def test_a_slow_line_takes_its_time() -> None:
    median, *_ = devices(("thorlabs-ell",), (Line("timed", 5, timed=True),))
    assert float(str(median["peer_value"])) > 10, "ten bits a byte at 9600 baud"
