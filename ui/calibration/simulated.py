"""What the simulated glass can hold, from the files that draw it."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from ui.language import current_language
from workstation.calibration.desk import SIMULATED_TARGETS
from workstation.calibration.model import Target
from workstation.resources import RESOURCES


@cache
def simulated_target(target: Target) -> dict[str, Any]:
    """Content of the file of a target."""
    path = RESOURCES / "targets" / f"{SIMULATED_TARGETS[target]}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def simulated_name(target: Target) -> str:
    """Its name, without the word that says it is a target."""
    name = str(simulated_target(target)["names"][current_language()])
    return name.replace("：", ": ").split(": ", 1)[-1]
