"""Memory of a window that steps through twelve large lights, and the time until the first of them is seen.

Runs in a process of its own, through the parts that the window uses: case file, workbench, pictures, panes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from workstation.workbench import Workbench

LIGHTS = (
    "WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "OBLIQUE_TOP", "OBLIQUE_BOTTOM", "TRANSMITTED", "COAXIAL",
    "UV365", "UV313", "UV254", "IR850", "IR940",
)  # fmt: skip
HEIGHT, WIDTH = 5792, 8688
CHANNELS = {"grey": 1, "RGB": 3}
SIZE = (1600, 1000)
PATIENCE_S = 120.0
MIB = 2**20

Row = dict[str, Any]


def lights(open_workbench: Callable[[], Workbench], kinds: Sequence[str] = ("grey",)) -> list[Row]:
    """Rows for twelve lights of 50 Mpx, 16 bits, in two linked panes.

    Parameters
    ----------
    open_workbench : callable
        Importable: it is called in the processes that make the case and look at it.
    kinds : sequence of str
        ``grey``, ``RGB``: a case of the latter takes minutes to make.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in kinds:
            case = _alone(make_case, open_workbench, Path(folder) / name, CHANNELS[name])
            first_s, peak = _alone(look, open_workbench, case)
            case.unlink()
            label = f"{len(LIGHTS)} lights of {HEIGHT * WIDTH / 1e6:.0f} Mpx, 16 bit {name}"
            rows.append(_row(f"first picture seen, {label}", first_s, "s", "goal", 1.0))
            rows.append(_row(f"resident at most, {label}", peak / MIB, "MiB", "goal", 2048.0))
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


def look(open_workbench: Callable[[], Workbench], case: Path) -> tuple[float, int]:
    """Seconds from opening the case to its first picture painted, and the most bytes that were resident."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.desk import Desk
    from ui.pictures import Pictures
    from ui.viewer import ComparisonView

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    bench, desk, view = open_workbench(), Desk(), ComparisonView()
    pictures = Pictures(desk)
    pictures.questionedReady.connect(view.set_questioned)
    pictures.specimenReady.connect(view.set_specimen)
    view.resize(*SIZE)
    view.show()
    desk.attach(bench)
    _until(application, lambda: bool(desk.devices))
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
    desk.detach()
    view.shutdown()
    bench.shutdown()
    return first_s, _peak_bytes()


def _until(application: Any, there: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + PATIENCE_S
    while not there():
        application.processEvents()
        time.sleep(0.001)
        if time.perf_counter() > deadline:
            raise TimeoutError("the pictures did not come")


def _peak_bytes() -> int:
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
