"""The two networks of ``resources/models``; ``training`` holds how they were made.

OpenCV runs them everywhere. Where onnxruntime is installed (the ``ocr`` extra), it runs the same files in a third of
the time.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.documents.mrz_values import ALPHABET, MARKED
from workstation.documents.reading.strips import Grey, Planes, normalised, normalised_page
from workstation.resources import RESOURCES

COLUMN_PX = 2
"""Pixels of a strip for each column of the answer."""
CELL_PX = 4
"""Pixels of a page for each cell of the answer."""
HEIGHT_UNIT_PX = 10.0
SHAPES = ALPHABET + MARKED
"""What the network tells apart: the alphabet of a zone, and the one letter with a mark that specimens print in it."""
BLANK = len(SHAPES)
_WIDTH_STEP_PX = 64
"""Strips are filled up to a multiple of it: OpenCV plans a network anew for each size it sees."""
_THREADS = 2

Run = Callable[[Planes], Any]


def by_opencv(path: Path) -> Run:
    """A network run by OpenCV."""
    net: Any = cv2.dnn.readNetFromONNX(str(path))

    def run(planes: Planes) -> Any:
        net.setInput(planes)
        return net.forward()

    return run


def by_onnxruntime(path: Path) -> Run:
    """A network run by onnxruntime.

    Raises
    ------
    ImportError
        If it is not installed.
    """
    onnxruntime: Any = importlib.import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    return lambda planes: session.run(None, {given.name: planes})[0]


def _fastest(path: Path) -> Run:
    try:
        return by_onnxruntime(path)
    except ImportError:
        return by_opencv(path)


class Network:
    """A network that one thread at a time runs."""

    def __init__(self, name: str, runner: Callable[[Path], Run] = _fastest) -> None:
        self._path = RESOURCES / "models" / f"mrz_{name}.onnx"
        self._runner = runner
        self._lock = threading.Lock()
        self._run: Run | None = None

    def __call__(self, planes: Planes) -> NDArray[np.float32]:
        """Answers, shape (n, C, rows, columns), to planes of shape (n, H, W)."""
        with self._lock:
            if self._run is None:
                self._run = self._runner(self._path)
            return np.array(self._run(np.ascontiguousarray(planes[:, None])), np.float32)


_RECOGNISER = Network("recogniser")
_LOCATOR = Network("locator")


def lines_of(page: Grey) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How likely a line of a zone runs through each cell, 0 to 1, and the capital height there in pixels of the page.

    Both have the shape of the page divided by ``CELL_PX``.
    """
    answer = _LOCATOR(normalised_page(page)[None])[0]
    likely = 1 / (1 + np.exp(-answer[0]))
    return likely, HEIGHT_UNIT_PX * np.exp(np.clip(answer[1], -2.0, 2.0))


def characters_of(strip: Grey) -> NDArray[np.float32]:
    """Natural logarithm of the probability of each character, and last of none, in each column of a strip.

    Returns
    -------
    ndarray, shape (columns, BLANK + 1)
    """
    width = strip.shape[1]
    filled = -width % _WIDTH_STEP_PX
    planes = np.pad(normalised(strip), ((0, 0), (0, filled)))
    answer = _RECOGNISER(planes[None])[0, :, 0, : -(-width // COLUMN_PX)].T
    answer = answer - answer.max(axis=1, keepdims=True)
    return np.asarray(answer - np.log(np.exp(answer).sum(axis=1, keepdims=True)), np.float32)
