"""What the window remembers between two starts: one small JSON file in the user's configuration folder."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

VERSION = 1
RECENT_MOST = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every field has a default; a field that cannot be read falls back to it.

    Attributes
    ----------
    language : str
        ``en`` or ``zh_CN``; empty follows the system.
    recent : tuple[str, ...]
        Paths of case files, newest first.
    cases_dir : str
        Where file dialogs start; empty is the folder of the suggested case.
    examiner, agency, exam_site : str
        Put into the form of the next new case.
    geometry, panels : str
        Place of the window and of its panels, base64.
    presets : tuple[str, ...]
        Steps with a name, as ``ui.enhance.presets`` writes them.
    queue_dir : str
        Folder of the supervisor's queue; empty is where new cases go.
    accounts_offered : bool
        The first start has said that accounts can be made.
    card_module : str
        PKCS#11 library of the cards that people sign with here.
    size_percent : int
        Of text, buttons and icons, one of ``ui.scale.SIZES``.
    screen_profiles : dict[str, str]
        Path of an ICC profile by screen, as ``ui.colour_management`` names them.
    """

    version: int = VERSION
    language: str = ""
    recent: tuple[str, ...] = ()
    cases_dir: str = ""
    examiner: str = ""
    agency: str = ""
    exam_site: str = ""
    geometry: str = ""
    panels: str = ""
    presets: tuple[str, ...] = ()
    queue_dir: str = ""
    accounts_offered: bool = False
    card_module: str = ""
    size_percent: int = 100
    screen_profiles: dict[str, str] = field(default_factory=dict)


def settings_path() -> Path:
    """Where the file of this user lies."""
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "qdbench" / "window.json"


def _understood(name: str, value: Any) -> Any:
    default = getattr(Settings(), name)
    if isinstance(default, tuple):
        return tuple(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else default
    if isinstance(default, dict):
        return value if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()) else default
    return value if type(value) is type(default) else default


def load(path: Path) -> Settings:
    """The stored settings; whatever is missing, damaged or unknown is left at its default. Never raises."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        log.warning("settings are not readable and stay at their defaults: %s", error)
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    known = {each.name for each in fields(Settings)} - {"version"}
    return Settings(**{name: _understood(name, stored[name]) for name in known & stored.keys()})


def save(settings: Settings, path: Path) -> None:
    """Write the file whole; a disk that refuses is logged, not shown: nothing of a case is in it."""
    neighbour = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        neighbour.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
        neighbour.replace(path)
    except OSError as error:
        log.warning("settings could not be kept: %s", error)


def with_recent(recent: tuple[str, ...], path: str) -> tuple[str, ...]:
    """The list with ``path`` in front, without doubles, cut to its length."""
    return (path, *(each for each in recent if each != path))[:RECENT_MOST]
