"""The UTO family: what each model looks like, layer by layer."""

from __future__ import annotations

from drivers.simulation.copies import Design
from drivers.simulation.designs import passport

DESIGNS: dict[str, Design] = {each.model_id: each for each in (passport.DESIGN,)}
