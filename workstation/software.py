"""What this program is made of, for the report and for the window that says so."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

VERSION = "0.1.0"


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "?"


@dataclass(frozen=True, slots=True)
class SoftwareInfo:
    """Versions of the program and of what it computes with."""

    program: str = VERSION
    sqlite: str = sqlite3.sqlite_version
    python: str = field(default_factory=platform.python_version)
    numpy: str = field(default_factory=lambda: _version("numpy"))
    opencv: str = field(default_factory=lambda: _version("opencv-python-headless"))
    reportlab: str = field(default_factory=lambda: _version("reportlab"))
    system: str = field(default_factory=lambda: f"{platform.system()} {platform.machine()}")
