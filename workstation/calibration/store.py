"""The calibrations of this computer: one file each, whole or absent, in a folder of the user's data.

Read once; afterwards nothing here touches a file but ``add`` and ``delete``. Any thread may ask.
"""

from __future__ import annotations

import threading
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workstation.calibration.codec import MAX_BYTES, from_json, to_json
from workstation.calibration.model import Calibration
from workstation.errors import CalibrationError, WorkstationError
from workstation.whole_file import write_whole

EXPIRE_AFTER_DAYS = 90.0
SETTINGS_FILE = "calibration.toml"
"""In the folder: ``expire_after_days = 30``."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of the folder that is no calibration."""

    path: Path
    error: WorkstationError


class CalibrationStore:
    """Every calibration in a folder.

    Parameters
    ----------
    folder : Path or None
        Made when the first calibration is added; None keeps calibrations as long as the program runs.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._guard = threading.RLock()
        self._kept: dict[str, Calibration] | None = None
        self._problems: tuple[Unreadable, ...] = ()
        self._expire_after_days = EXPIRE_AFTER_DAYS

    def load(self) -> None:
        """Read the folder, if that was not done yet."""
        with self._guard:
            self._read()

    def calibrations(self) -> tuple[Calibration, ...]:
        """All of them, the newest first."""
        with self._guard:
            return tuple(sorted(self._read().values(), key=lambda each: (each.made_at, each.calibration_id))[::-1])

    def problems(self) -> tuple[Unreadable, ...]:
        """Files that could not be read; they are left alone."""
        with self._guard:
            self._read()
            return self._problems

    @property
    def expire_after_days(self) -> float:
        """Age beyond which a calibration is said to be expired."""
        with self._guard:
            self._read()
            return self._expire_after_days

    def add(self, calibration: Calibration) -> None:
        """Keep a calibration.

        Raises
        ------
        WorkstationError
            ``file-not-written``; it is not kept then.
        """
        with self._guard:
            kept = self._read()
            if self._folder is not None:
                try:
                    self._folder.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise WorkstationError("file-not-written", path=self._folder, reason=error.strerror) from error
                write_whole(self._path(calibration.calibration_id), to_json(calibration).encode())
            kept[calibration.calibration_id] = calibration

    def delete(self, calibration_id: str) -> None:
        """Forget a calibration; one that is not there is forgotten already.

        Raises
        ------
        WorkstationError
            ``file-not-written``: the file cannot be removed.
        """
        with self._guard:
            if calibration_id not in self._read():
                return
            if self._folder is not None:
                path = self._path(calibration_id)
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise WorkstationError("file-not-written", path=path, reason=error.strerror) from error
            del self._read()[calibration_id]

    def _path(self, calibration_id: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{calibration_id}.json"

    def _read(self) -> dict[str, Calibration]:
        if self._kept is None:
            self._kept = {}
            problems: list[Unreadable] = []
            for path in sorted(self._folder.glob("*.json")) if self._folder is not None else ():
                try:
                    calibration = _load(path)
                    self._kept[calibration.calibration_id] = calibration
                except WorkstationError as error:
                    problems.append(Unreadable(path, error))
            self._problems = tuple(problems)
            if self._folder is not None:
                self._expire_after_days = _expiry(self._folder / SETTINGS_FILE)
        return self._kept


def _load(path: Path) -> Calibration:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CalibrationError("calibration-unreadable", reason="too long")
        calibration = from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CalibrationError("calibration-unreadable", reason=str(error)) from error
    if calibration.calibration_id != path.stem:
        raise CalibrationError("calibration-unreadable", reason=f"id {calibration.calibration_id}")
    return calibration


def _expiry(path: Path) -> float:
    """Days from the settings; the usual number where there are none or they say nothing possible."""
    days: Any
    try:
        days = tomllib.loads(path.read_text(encoding="utf-8")).get("expire_after_days")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return EXPIRE_AFTER_DAYS
    possible = isinstance(days, int | float) and not isinstance(days, bool) and 0 < days < 100_000
    return float(days) if possible else EXPIRE_AFTER_DAYS
