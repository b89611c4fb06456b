"""A calibration as text and back: the file of the bench and the ``content`` in a case are the same JSON.

``README.md`` in this room names every key. The text is canonical (keys sorted, no blanks), so its hash names it.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.calibration.model import Calibration, CalibrationKind, Target, Values
from workstation.errors import CalibrationError
from workstation.identifiers import read_time, stored_time
from workstation.imaging.calibrate_results import Alignment, Field, Noise, Scale, Settling, WhiteBalance

FORMAT = 1
MAX_BYTES = 4_000_000

_VALUES_OF: dict[CalibrationKind, type[Values]] = {
    CalibrationKind.SCALE: Scale,
    CalibrationKind.FLAT_FIELD: Field,
    CalibrationKind.WHITE_BALANCE: WhiteBalance,
    CalibrationKind.ALIGNMENT: Alignment,
    CalibrationKind.SETTLE: Settling,
}
_TEXTS = ("calibration_id", "made_by", "camera", "lights", "light", "filter")
_NUMBERS_OR_NONE = ("exposure_ms", "gain_db", "percent")
_SIZES = ("width", "height")
_MAX_CELLS = 100_000


def to_json(calibration: Calibration) -> str:
    """Canonical JSON of a calibration."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "kind": str(calibration.kind),
        "target": str(calibration.target),
        "made_at": stored_time(calibration.made_at),
        "simulated": calibration.simulated,
        "values": {each.name: _plain(getattr(calibration.values, each.name)) for each in fields(calibration.values)},
    }
    content |= {name: getattr(calibration, name) for name in (*_TEXTS, *_NUMBERS_OR_NONE, *_SIZES)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(text: str) -> Calibration:
    """A calibration from its JSON.

    Raises
    ------
    CalibrationError
        ``calibration-unreadable``, with ``reason``.
    """
    try:
        if len(text) > MAX_BYTES:
            raise ValueError("too long")
        content = json.loads(text, parse_constant=_refuse_constant)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']!r}")
        kind = CalibrationKind(content["kind"])
        made_at = read_time(_text(content["made_at"]))
        if made_at.tzinfo is None:
            raise ValueError("a time without a zone")
        values: dict[str, Any] = {name: _text(content[name]) for name in _TEXTS}
        values |= {name: _number_or_none(content[name]) for name in _NUMBERS_OR_NONE}
        values |= {name: _whole(content[name]) for name in _SIZES}
        return Calibration(
            kind=kind,
            target=Target(content["target"]),
            made_at=made_at,
            simulated=_truth(content["simulated"]),
            values=_values(kind, content["values"]),
            **values,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise CalibrationError("calibration-unreadable", reason=f"{type(error).__name__}: {error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, Noise):
        return {"read": list(value.read), "photon": list(value.photon)}
    if isinstance(value, np.ndarray):
        cells = np.ascontiguousarray(value, "<f4")
        return {"shape": list(cells.shape), "float32": base64.b64encode(cells.tobytes()).decode("ascii")}
    return value


def _values(kind: CalibrationKind, content: Mapping[str, Any]) -> Values:
    """The measured values; the readers below say what each must be."""
    wanted = _VALUES_OF[kind]
    names = [each.name for each in fields(wanted)]
    if set(content) != set(names):
        raise ValueError(f"values {sorted(content)}")
    return wanted(**{name: _READERS.get((kind, name), _number)(content[name]) for name in names})


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(f"number {value!r}")
    return float(value)


def _number_or_none(value: Any) -> float | None:
    return None if value is None else _number(value)


def _positive(value: Any) -> float:
    if (number := _number(value)) <= 0:
        raise ValueError(f"{number} is not above zero")
    return number


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 1_000_000:
        raise ValueError(f"whole number {value!r}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"truth {value!r}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text {value!r}")
    return value


def _numbers(value: Any) -> tuple[float, ...]:
    return tuple(_number(each) for each in value)


def _of_length(length: int) -> Any:
    def read(value: Any) -> tuple[float, ...]:
        numbers = _numbers(value)
        if len(numbers) != length:
            raise ValueError(f"{len(numbers)} numbers")
        return numbers

    return read


def _pairs(value: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(_of_length(2)(each) for each in value)


def _noise(value: Any) -> Noise:
    return Noise(read=_numbers(value["read"]), photon=_numbers(value["photon"]))


def _bits(value: Any) -> int:
    if value not in (8, 16):
        raise ValueError(f"bits {value!r}")
    return int(value)


def _grid(value: Any) -> NDArray[np.float32]:
    shape = tuple(_whole(each) for each in value["shape"])
    if len(shape) != 3 or shape[2] not in (1, 3) or not 4 <= math.prod(shape) <= _MAX_CELLS or min(shape[:2]) < 2:
        raise ValueError(f"shape {shape}")
    try:
        cells = np.frombuffer(base64.b64decode(_text(value["float32"]), validate=True), "<f4").reshape(shape)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    if not (np.isfinite(cells).all() and (cells > 0).all()):
        raise ValueError("cells that are no light")
    grid = cells.astype(np.float32)
    grid.flags.writeable = False
    return grid


_READERS: dict[tuple[CalibrationKind, str], Any] = {
    (CalibrationKind.SCALE, "px_per_mm"): _positive,
    (CalibrationKind.SCALE, "uncertainty_px_per_mm"): _positive,
    (CalibrationKind.SCALE, "across_px_per_mm"): _number_or_none,
    (CalibrationKind.SCALE, "down_px_per_mm"): _number_or_none,
    (CalibrationKind.SCALE, "perspective_percent"): _number_or_none,
    (CalibrationKind.SCALE, "distortion_percent"): _number_or_none,
    (CalibrationKind.SCALE, "points_px"): _pairs,
    (CalibrationKind.FLAT_FIELD, "shading"): _grid,
    (CalibrationKind.FLAT_FIELD, "dark"): _numbers,
    (CalibrationKind.FLAT_FIELD, "noise"): _noise,
    (CalibrationKind.FLAT_FIELD, "bit_depth"): _bits,
    (CalibrationKind.WHITE_BALANCE, "gains"): _of_length(3),
    (CalibrationKind.ALIGNMENT, "matrix"): _of_length(9),
    (CalibrationKind.SETTLE, "settle_ms"): _positive,
    (CalibrationKind.SETTLE, "time_constant_ms"): _number_or_none,
    (CalibrationKind.SETTLE, "curve"): _pairs,
}


def _refuse_constant(name: str) -> float:
    raise ValueError(name)
