"""The same four pictures in napari, where it is installed: in a process of its own, on a screen that has OpenGL.

Without a screen, Xvfb makes one; napari draws in OpenGL and shows nothing on Qt's offscreen platform.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

Size = tuple[int, int]
Places = Sequence[tuple[float, float]]
PATIENCE_S = 60.0


def napari_frames(pages: Callable[[], list[NDArray[np.uint8]]], size: Size, places: Places) -> list[float]:
    """Milliseconds of every frame of a pan at fit, 2 x 2 pictures in one canvas; empty where it can't be measured.

    Parameters
    ----------
    pages : callable
        Importable: it is called in the process that shows them.
    size : tuple of int
        Width and height of the canvas.
    places : sequence of tuple of float
        Where each frame looks, in pixels away from the middle of the pictures: across and down.
    """
    if find_spec("napari") is None:
        log.warning("napari is not installed (pip install -e '.[benchmark]'): measured without it")
        return []
    with _screen(size) as display, tempfile.TemporaryDirectory() as folder:
        if not display:
            log.warning("napari needs a screen, or Xvfb: measured without it")
            return []
        context = get_context("spawn")
        with ProcessPoolExecutor(1, context, _on_screen, (display, f"{folder}/napari.yaml")) as processes:
            return processes.submit(_measure, pages, size, places).result()


@contextmanager
def _screen(size: Size) -> Iterator[str]:
    """Name of an X display, this session's or one made for the purpose; empty where there is none."""
    given = os.environ.get("DISPLAY", "")
    xvfb = None if given else shutil.which("Xvfb")
    if xvfb is None:
        yield given
        return
    reading, writing = os.pipe()
    screen = f"{size[0] + 400}x{size[1] + 400}x24"
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _on_screen(display: str, settings: str) -> None:
    os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_API": "pyside6", "NAPARI_CONFIG": settings}


def _measure(pages: Callable[[], list[NDArray[np.uint8]]], size: Size, places: Places) -> list[float]:
    import napari  # type: ignore[import-not-found, unused-ignore]
    from PySide6.QtWidgets import QApplication

    viewer: Any = napari.Viewer(show=True)
    canvas = viewer.window._qt_viewer.canvas.native  # noqa: SLF001 - nothing public tells when a frame is shown
    canvas.setFixedSize(*size)
    for pixels in pages():
        viewer.add_image(pixels, rgb=True)
    viewer.grid.enabled, viewer.grid.shape = True, (2, 2)
    viewer.reset_view()
    shown = [0]
    canvas.frameSwapped.connect(lambda: shown.__setitem__(0, shown[0] + 1))
    middle = viewer.camera.center
    times: list[float] = []
    for across, down in places:
        before, begun = shown[0], time.perf_counter()
        viewer.camera.center = middle[0], middle[1] + down, middle[2] + across
        while shown[0] == before:
            QApplication.processEvents()
            if time.perf_counter() - begun > PATIENCE_S:
                raise TimeoutError("napari showed no frame")
        times.append(1000 * (time.perf_counter() - begun))
    viewer.close()
    return times
