"""Reading one line of print: RapidOCR, where ``pip install -e '.[ocr]'`` brought it."""

from __future__ import annotations

import importlib.util
import threading
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Strip = NDArray[np.uint8]


class LineReader(Protocol):
    """What reads lines."""

    def read(self, strip: Strip) -> tuple[str, float]:
        """Text of a strip with one line, shape (H, W, 3), RGB, and how sure it is, 0 to 1."""


class RapidOcrReader:
    """RapidOCR's recogniser with the model of its wheel; it needs no network. One thread at a time."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._engine: Any = None

    def read(self, strip: Strip) -> tuple[str, float]:
        """See ``LineReader``."""
        with self._lock:
            if self._engine is None:
                self._engine = self._loaded()
            answer = self._engine(np.ascontiguousarray(strip[:, :, ::-1]), use_det=False, use_cls=False, use_rec=True)
        if not answer.txts:
            return "", 0.0
        return str(answer.txts[0]), float(answer.scores[0])

    def _loaded(self) -> Any:
        from rapidocr import RapidOCR

        chosen = {
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": self._threads,
        }
        return RapidOCR(params=chosen)


def installed_reader() -> LineReader | None:
    """The OCR library where it is installed; it loads its model with the first line."""
    found = all(importlib.util.find_spec(each) is not None for each in ("rapidocr", "onnxruntime"))
    return RapidOcrReader() if found else None
