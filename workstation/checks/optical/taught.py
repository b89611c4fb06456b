"""What a curator taught: which routine looks where on a model, and where its threshold lies. ``checks.toml`` beside
the model's ``model.toml``.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from workstation.checks.aggregation import Mode
from workstation.checks.optical.routines import ROUTINES, Routine
from workstation.errors import WorkstationError
from workstation.lights import Geometry, LightClass, find_light

FILE = "checks.toml"

RegionMm = tuple[float, float, float, float]


class TaughtError(WorkstationError):
    """A ``checks.toml`` that is wrong. Facts hold ``path`` and ``reason``."""

    default_code = "checks-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtCheck:
    """One routine on one region of one side under one light, with its learned threshold.

    Attributes
    ----------
    id : str
        Unique in its model.
    feature : str
        Id of the model's feature that it looks at; empty for none.
    zone : str
        Feature code of BSI TR-03135-1: ``FU`` page, ``FI`` fibres, ``TH`` thread, ``WM`` watermark, ``MR`` machine
        readable zone, ``PH`` photo, ``VZ`` visual zone, ``IS`` printing, ``ID`` personal data, ``OP`` overprint,
        ``SP`` second portrait.
    region_mm : tuple of 4 floats
        Left, top, width, height on the page.
    border_mm : float
        How far off its place something may lie and still be found.
    threshold, typical : float
        Between genuine and suspect, and what a genuine document gives in the middle: a margin of 0 and of 1.
    genuine, false_alarms : int
        Genuine captures it was learned from, and how many of them it rejects when it was learned from the others.
    suspect, caught : int
        The same for false captures, of those that change what it looks at.
    """

    id: str
    feature: str
    routine: str
    page: str
    light: str
    zone: str
    region_mm: RegionMm
    border_mm: float
    mode: Mode
    threshold: float
    typical: float
    genuine: int
    false_alarms: int
    suspect: int
    caught: int

    @property
    def how(self) -> Routine:
        """The routine itself."""
        return ROUTINES[self.routine]

    @property
    def code(self) -> str:
        """Address after BSI TR-03135-1: ``SSV.UV.LU.IS``."""
        light = find_light(self.light)
        assert light is not None
        how = self.how.property
        if how in ("LU", "AB"):
            how = "LU" if light.light_class is LightClass.ULTRAVIOLET else "AB"
        if light.geometry is Geometry.TRANSMITTED:
            how = "TR"
        return f"SSV.{light.light_class}.{how}.{self.zone}"

    def margin(self, measured: float) -> float:
        """-1 to 1; at 0 and above successful (BSI TR-03135-1)."""
        return max(-1.0, min(1.0, (measured - self.threshold) / (self.typical - self.threshold)))


@dataclass(frozen=True, slots=True)
class TaughtModel:
    """Every check of a model, and the places that differ from holder to holder.

    Attributes
    ----------
    variable_mm : mapping of str to tuple of regions
        By side: portrait, data, machine readable zone. They take no part in laying the page on the specimen.
    """

    checks: tuple[TaughtCheck, ...]
    variable_mm: Mapping[str, tuple[RegionMm, ...]]


NOTHING_TAUGHT = TaughtModel((), {})


def load_taught(folder: Path) -> TaughtModel:
    """What was taught of the model in a folder; nothing where there is no file.

    Raises
    ------
    TaughtError
        The file is wrong; nothing of it is used.
    """
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return NOTHING_TAUGHT
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TaughtError(path=path, reason=str(error)) from error
    try:
        checks = tuple(_check(row) for row in table.pop("check", []))
        variable = {
            page: tuple(_region(each) for each in rows) for page, rows in table.pop("variable_mm", {}).items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TaughtError(path=path, reason=str(error)) from error
    if table or len({each.id for each in checks}) != len(checks):
        raise TaughtError(path=path, reason=", ".join(table) or "id")
    return TaughtModel(checks, variable)


def as_toml(taught: TaughtModel, remark: str) -> str:
    """The text of ``checks.toml``."""
    parts = [f"# {remark}", "[variable_mm]"]
    parts += [f"{page} = {json.dumps(regions)}" for page, regions in taught.variable_mm.items()]
    for each in taught.checks:
        parts += ["", "[[check]]", *(f"{name} = {json.dumps(value)}" for name, value in asdict(each).items())]
    return "\n".join(parts) + "\n"


def _check(row: Mapping[str, Any]) -> TaughtCheck:
    known = {each.name for each in fields(TaughtCheck)}
    if set(row) != known:
        raise ValueError(f"{row.get('id', '?')}: {', '.join(sorted(set(row) ^ known))}")
    made = TaughtCheck(**{**row, "mode": Mode(row["mode"]), "region_mm": _region(row["region_mm"])})
    light = find_light(made.light)
    if made.routine not in ROUTINES or light is None or light.light_class not in made.how.lights:
        raise ValueError(f"{made.id}: routine or light")
    numbers = (made.border_mm, made.threshold, made.typical)
    if not all(isinstance(each, int | float) for each in numbers) or made.typical == made.threshold:
        raise ValueError(f"{made.id}: threshold")
    if (made.typical > made.threshold) != made.how.genuine_high or not 0 < made.border_mm <= 5:
        raise ValueError(f"{made.id}: threshold on the wrong side, or border")
    return made


def _region(values: Sequence[float]) -> RegionMm:
    left, top, width, height = (float(each) for each in values)
    if width <= 0 or height <= 0 or min(left, top) < 0:
        raise ValueError("region")
    return left, top, width, height
