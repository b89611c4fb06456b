"""Pictures of real camera drivers reach a case file with the light that really was on and the exposure that is true.

The light controller is a simulator behind a pseudo-terminal, driven by the real driver; its log says what was lit.
The cameras: the GenTL producer inside the package ``genicam`` (real acquisition through a real transport layer, but
its camera is a program and has 8 bits and no exposure); features of our own in a real GenApi node map for what it
lacks; and, because a build machine has no UVC camera, numbered pictures that the UVC driver opens in its place.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
import pytest
from genicam_camera import FEATURES, own_camera, shipped_producer

import main
from drivers import bench
from drivers.cameras.genicam import GenicamCamera
from drivers.cameras.kinds import CAMERAS, CameraKind
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.registry import serve
from drivers.wheels.thorlabs_fw102c.simulator import FW102CSimulator
from workstation.imaging.pictures import decode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

LIGHTS = {"WHITE": (1, 20), "UV365": (6, 40), "IR850": (8, 30)}
"""Channel and exposure in ms."""
SIZE = (("Width", 6, 400), ("Height", 4, 300))
MONO12 = (np.arange(400 * 300, dtype="<u2").reshape(300, 400) * 7) % 4096


class LightBox:
    """A simulated light controller on its line."""

    def __init__(self) -> None:
        self.simulator = GardasoftSimulator()
        self._began_s = self.simulator.log.latest().at_s
        self.host = serve("gardasoft-rt", self.simulator)

    def burnt(self) -> list[dict[int, float]]:
        """What really was lit, one after the other, in the simulator's own words."""
        states = [each.state for each in self.simulator.log.changes(self._began_s, time.monotonic())]
        return [{number: level for number, level in each.items() if level} for each in states if any(each.values())]


@pytest.fixture
def box() -> Iterator[LightBox]:
    made = LightBox()
    yield made
    made.host.close()


@pytest.fixture
def bench_file(box: LightBox, tmp_path: Path) -> Callable[[str], Path]:
    """A bench of that light controller and some camera."""

    def write(camera: str) -> Path:
        channels = "".join(
            f'[[light_controller.channels]]\nchannel = {channel}\nlight = "{light}"\npercent = 80\n'
            f"settle_ms = 5\nexposure_ms = {exposure_ms}\nmax_on_s = 20\n"
            for light, (channel, exposure_ms) in LIGHTS.items()
        )
        path = tmp_path / "bench.toml"
        path.write_text(
            f'name = "Booth"\n[light_controller]\nkind = "gardasoft-rt"\nport = "{box.host.address}"\n{channels}'
            f"[camera]\n{camera}\n"
        )
        return path

    return write


def examine(bench_toml: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Rows of the case that the command line makes, each with its picture."""
    case = bench_toml.with_name("a.qdcase")
    code = main.run(
        ["examine", f"bench:{bench_toml}", "--case", str(case), "--report", str(case.with_suffix(".pdf")), "--json"]
    )
    shown = json.loads(capsys.readouterr().out)
    assert (code, shown["error"]) == (0, None)
    assert main.run(["verify", str(case)]) == 0
    database = sqlite3.connect(case)
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute("SELECT * FROM capture JOIN blob USING (sha256) ORDER BY light")]
    database.close()
    assert {row["light"] for row in rows} == set(LIGHTS)
    return rows


def require_true_lights(box: LightBox) -> None:
    assert box.burnt() == [{channel: 80.0} for channel, _ in LIGHTS.values()]


def test_a_genicam_picture(
    box: LightBox, bench_file: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    toml = bench_file(f'kind = "genicam"\nproducer = "{shipped_producer()}"\ndevice = "1"\npx_per_mm = 20.0')
    rows = examine(toml, capsys)
    require_true_lights(box)
    for row in rows:
        pixels = decode(row["bytes"])
        assert (pixels.shape, pixels.dtype) == ((400, 400, 3), np.uint8)
        assert pixels.min() < pixels.max()
        assert (row["exposure_ms"], row["gain_db"]) == (None, None), "the camera does not say, so nobody does"
        assert row["device"].startswith("Machine Vision Games Ltd. Viky 1; Gardasoft")
        assert row["origin"] == "simulated"
        assert float(row["px_per_mm"]) == 20


def test_a_genicam_picture_of_twelve_bits_with_its_exposure(
    box: LightBox,
    bench_file: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = {name: FEATURES[name].replace(f"<Value>{old}<", f"<Value>{new}<") for name, old, new in SIZE}
    acquirer, opener = own_camera(**size)
    acquirer.frames.extend([MONO12.tobytes()] * len(LIGHTS))
    kind = CameraKind("genicam", "", lambda it, clock: GenicamCamera(it, clock, open_camera=opener))
    monkeypatch.setattr(bench, "CAMERAS", MappingProxyType({**CAMERAS, "genicam": kind}))
    rows = examine(bench_file('kind = "genicam"\ndevice = "7"'), capsys)
    require_true_lights(box)
    for row in rows:
        assert float(row["exposure_ms"]) == LIGHTS[row["light"]][1]
        assert float(row["gain_db"]) == 0
        assert (row["mime"], row["bit_depth"], row["channels"]) == ("image/tiff", 16, 1)
        assert np.array_equal(decode(row["bytes"]), MONO12), "not a level was lost"
        assert row["device"].startswith("QDBench Bench GenICam camera 7")
        assert row["firmware"].startswith("2.1; Mono12; auto exposure off")
    assert not acquirer.running


def test_a_picture_of_the_uvc_driver(
    box: LightBox,
    bench_file: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Numbered pictures instead of a camera: no exposure is confirmed, and none is claimed."""
    chance = np.random.default_rng(1)
    stored = [chance.integers(0, 255, (300, 400, 3), dtype=np.uint8) for _ in LIGHTS]
    for number, pixels in enumerate(stored):
        cv2.imwrite(str(tmp_path / f"frame{number}.png"), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    rows = examine(bench_file(f'kind = "uvc"\ndevice = "{tmp_path / "frame%d.png"}"'), capsys)
    require_true_lights(box)
    for row in rows:
        assert np.array_equal(decode(row["bytes"]), stored[list(LIGHTS).index(row["light"])])
        assert (row["exposure_ms"], row["gain_db"], row["px_per_mm"]) == (None, None, None)
        assert row["device"].startswith("UVC frame%d.png SIMULATED; Gardasoft")
        assert row["origin"] == "simulated"


def test_a_picture_waits_for_a_wheel_that_takes_long_to_open(
    box: LightBox, bench_file: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    slow = FW102CSimulator()
    answer = slow.feed

    def late(data: bytes) -> tuple[bytes, ...]:
        if b"idn" in data:
            time.sleep(0.5)
        return answer(data)

    slow.feed = late  # type: ignore[method-assign]
    turret = serve("thorlabs-fw102c", slow)
    try:
        toml = bench_file(
            f'kind = "genicam"\nproducer = "{shipped_producer()}"\n[filter_wheel]\nkind = "thorlabs-fw102c"\n'
            f'port = "{turret.address}"\n'
            'filters = [{ position = 1, filter = "CLEAR" }, { position = 3, filter = "LP420" }]'
        )
        text = toml.read_text().replace("max_on_s", 'filter = "CLEAR"\nmax_on_s')
        toml.write_text(text.replace('filter = "CLEAR"', 'filter = "LP420"', 1))
        rows = examine(toml, capsys)
    finally:
        turret.close()
    # The light whose filter is the first one needed comes first, then those of the other filter.
    assert {row["light"]: row["filter"] for row in rows} == {"WHITE": "LP420", "UV365": "CLEAR", "IR850": "CLEAR"}
    assert slow.position() == 1
    require_true_lights(box)
