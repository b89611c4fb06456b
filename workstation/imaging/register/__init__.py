"""Registration: where the page of one picture lies in another, how far that can be trusted, or why it is refused.

``register`` finds it, ``register_points`` takes it from a person, ``refine`` betters that, ``moved`` lays the pixels.
"""

from workstation.imaging.register.bend import Bend
from workstation.imaging.register.chain import MAX_RESIDUAL_PX, MIN_CONFIDENCE, refine, register
from workstation.imaging.register.laying import laid_by, moved
from workstation.imaging.register.points import FEWEST, Pair, register_points
from workstation.imaging.register.result import Method, Model, Refusal, Registration
from workstation.imaging.register.trust import contradicts, vouched_for

__all__ = [
    "FEWEST",
    "MAX_RESIDUAL_PX",
    "MIN_CONFIDENCE",
    "Bend",
    "Method",
    "Model",
    "Pair",
    "Refusal",
    "Registration",
    "contradicts",
    "laid_by",
    "moved",
    "refine",
    "register",
    "register_points",
    "vouched_for",
]
