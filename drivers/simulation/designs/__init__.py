"""The UTO family: what each model looks like, layer by layer."""

from __future__ import annotations

from drivers.simulation.copies import Design
from drivers.simulation.designs import passport, permit, visa

DESIGNS: dict[str, Design] = {each.model_id: each for each in (passport.DESIGN, permit.DESIGN, visa.DESIGN)}
