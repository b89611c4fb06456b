"""Twelve large lights in a window: time until the first is seen, time of a frame, memory of it all.

Runs in a process of its own, through the parts that the window uses: case file, workbench, pictures, panes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ui.viewer.view import PictureView
    from workstation.workbench import Workbench

LIGHTS = (
    "WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "OBLIQUE_TOP", "OBLIQUE_BOTTOM", "TRANSMITTED", "COAXIAL",
    "UV365", "UV313", "UV254", "IR850", "IR940",
)  # fmt: skip
HEIGHT, WIDTH = 5792, 8688
BLENDS = ("curtain", "opacity", "difference")
CHANNELS = {"grey": 1, "RGB": 3}
SIZES = ((1600, 1000), (3840, 2160))
GOALS_MS = {"pan": (16.0, 16.0), "zoom": (16.0, 16.0)} | dict.fromkeys(BLENDS, (16.0, 33.0))
"""The 95th of 100 frames, at each size."""
FRAMES = 64
PATIENCE_S = 120.0
MIB = 2**20

Row = dict[str, Any]


BENCH = """\
name = "Nothing plugged in"

[light_controller]
kind = "gardasoft-rt"
port = "socket://127.0.0.1:9"

[[light_controller.channels]]
channel = 1
light = "WHITE"
percent = 100
settle_ms = 50
exposure_ms = 20

[camera]
kind = "uvc"
device = "/dev/none"
width = 640
height = 480
white_balance_k = 5000
"""
"""Devices that are named and not there: simulated ones hold half a gigabyte of drawn pages."""


def lights(open_source: Callable[[str], Workbench], kinds: Sequence[str] = ("grey", "RGB")) -> list[Row]:
    """Rows for twelve lights of 50 Mpx, 16 bits, in two linked panes.

    Parameters
    ----------
    open_source : callable
        Importable: it is called in the processes that make the case and look at it.
    kinds : sequence of str
        ``grey``, ``RGB``: the case of the latter takes two minutes to make.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Path(folder) / "bench.toml"
        bench.write_text(BENCH, encoding="utf-8")
        open_workbench = partial(open_source, f"bench:{bench}")
        for name in kinds:
            case = _alone(make_case, open_workbench, Path(folder) / name, CHANNELS[name])
            seen = _alone(look, open_workbench, case)
            case.unlink()
            label = f"{len(LIGHTS)} lights of {HEIGHT * WIDTH / 1e6:.0f} Mpx, 16 bit {name}"
            rows.append(_row(f"first picture seen, {label}", seen.first_s, "s", "goal", 1.0))
            rows.append(_row(f"resident at most, {label}", seen.peak_bytes / MIB, "MiB", "goal", 2048.0))
            rows += [_row(f"{way}, p95, {name} of them", ms, "ms", "goal", goal) for way, ms, goal in seen.frames]
    return rows


def _alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run in a fresh process, whose memory is that of this work alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(work, *arguments).result()


def make_case(open_workbench: Callable[[], Workbench], folder: Path, channels: int) -> Path:
    """A case with one picture a light: rings and lines of a printed page, and noise of the sensor."""
    from workstation.imaging.pictures import encode_lossless

    folder.mkdir()
    for place, light in enumerate(LIGHTS):
        (folder / f"{light}.tif").write_bytes(encode_lossless(_page(place, channels), 40.0)[0])
    bench = open_workbench()
    try:
        path = folder.with_suffix(".qdcase")
        bench.create_case(path, case_no="benchmark").result()
        bench.import_pictures(folder, page="data_page").result()
    finally:
        bench.shutdown()
    for each in folder.iterdir():
        each.unlink()
    return path


def _page(seed: int, channels: int) -> np.ndarray[Any, np.dtype[np.uint16]]:
    rng = np.random.default_rng(seed)
    y, x = np.ogrid[:HEIGHT, :WIDTH]
    radius = np.hypot(x - WIDTH / 2, y - HEIGHT / 2, dtype=np.float32)
    page = (30_000 + 15_000 * np.sin(radius / (3 + seed), dtype=np.float32)).astype(np.uint16)
    pages = [page + rng.integers(0, 256, page.shape, np.uint16) for _ in range(channels)]
    return pages[0] if channels == 1 else np.dstack(pages)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a window took for the lights of a case.

    Attributes
    ----------
    first_s : float
        From opening the case to its first picture painted.
    frames : tuple
        Way of looking with its size, the 95th of 100 frames, and the goal, both in milliseconds.
    peak_bytes : int
        The most that was resident.
    """

    first_s: float
    frames: tuple[tuple[str, float, float], ...]
    peak_bytes: int


def look(open_workbench: Callable[[], Workbench], case: Path) -> Looked:
    """Open a case, step through its lights two by two, come near, and compare the last two in one view."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.desk import Desk
    from ui.pictures import Pictures
    from ui.viewer import ComparisonView
    from ui.viewer.blend import Blend, Mode

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    bench, desk, view = open_workbench(), Desk(), ComparisonView()
    pictures = Pictures(desk)
    pictures.questionedReady.connect(view.set_questioned)
    pictures.specimenReady.connect(view.set_specimen)
    view.resize(*SIZES[0])
    view.show()
    desk.attach(bench)
    _until(application, lambda: bool(desk.devices))
    # A person needs longer to choose a case than the program to get ready for one.
    _until(application, lambda: "imagecodecs" in sys.modules)
    begun = time.perf_counter()
    desk.work(bench.open_case(case))
    _until(application, lambda: len(desk.captures()) == len(LIGHTS))
    pictures.refresh()
    _until(application, lambda: bool(pictures.shown["questioned"]))
    view.repaint()
    first_s = time.perf_counter() - begun
    for light, beside in zip(LIGHTS * 2, LIGHTS[1:] + LIGHTS + LIGHTS[:1], strict=True):
        desk.look(light=light)
        pictures.partner_light = beside
        pictures.refresh()
        wanted = {
            pane: desk.captures()[code].capture_id for pane, code in (("questioned", light), ("specimen", beside))
        }
        _until(application, lambda wanted=wanted: pictures.shown == wanted)  # type: ignore[misc]
        _until(application, view.settled)
        view.repaint()
    frames: list[tuple[str, float, float]] = []

    def measure(way: str, panes: Sequence[PictureView], place: int, factors: Sequence[float]) -> None:
        _until(application, view.settled)
        p95_ms = _p95_ms(panes, factors)
        frames.append((f"{way}, {view.width()} x {view.height()}", p95_ms, GOALS_MS[way][place]))

    both = [view.view("questioned"), view.view("specimen")]
    second = both[1].picture
    for place, size in enumerate(SIZES):
        view.set_panes(2)
        view.set_blend(None, None)
        view.resize(*size)
        for pane in both:
            pane.fit_here()
        measure("pan", both, place, (1.0,))
        for pane in both:
            pane.zoom_actual()
            pane.grab()
        measure("zoom", both, place, [1.25**step for step in range(12)])
        view.set_panes(1)
        for mode in BLENDS:
            view.set_blend(second, Blend(Mode(mode)))
            both[0].fit_here()
            measure(mode, both[:1], place, (1.0,))
    desk.detach()
    view.shutdown()
    bench.shutdown()
    return Looked(first_s, tuple(frames), _peak_bytes())


def _p95_ms(panes: Sequence[PictureView], factors: Sequence[float]) -> float:
    """The 95th of 100 frames; panes look at wandering places, at the scale that fits times each factor in turn."""
    from PySide6.QtCore import QCoreApplication, QEvent

    window, fits, times = panes[0].window(), [pane.fit_scale() for pane in panes], []
    for frame in range(FRAMES):
        begun = time.perf_counter()
        centre = WIDTH / 2 + 37.3 * (frame % 16), HEIGHT / 2 + 23.7 * (frame % 11)
        for pane, fit in zip(panes, fits, strict=True):
            pane.set_viewport(centre, fit * factors[frame % len(factors)])
        QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest)
        times.append(1000 * (time.perf_counter() - begun))
    return sorted(times)[int(0.95 * FRAMES)]


def _until(application: Any, there: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + PATIENCE_S
    while not there():
        application.processEvents()
        time.sleep(0.001)
        if time.perf_counter() > deadline:
            raise TimeoutError("the pictures did not come")


def _peak_bytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():
        # On Linux, what getrusage says began with the process that started this one.
        said = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(said["VmHWM"].split()[0]) * 1024
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _row(measure: str, value: float, unit: str, peer: str, peer_value: float) -> Row:
    return {
        "benchmark": "viewer",
        "measure": measure,
        "value": value,
        "unit": unit,
        "peer": peer,
        "peer_value": peer_value,
        "ratio": value / peer_value,
    }
