"""Every operation that a recipe may name, as one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workstation.errors import RecipeError
from workstation.imaging.operations.comparing import COMPARING
from workstation.imaging.operations.enhancing import ENHANCING
from workstation.imaging.operations.geometry import GEOMETRY
from workstation.imaging.operations.lighting import LIGHTING
from workstation.imaging.operations.operation import Image, Operation, Parameter, ParameterKind
from workstation.imaging.operations.relief import RELIEF
from workstation.imaging.operations.spectral import SPECTRAL
from workstation.imaging.operations.stacks import STACKS
from workstation.imaging.operations.tone import TONE

__all__ = ["OPERATIONS", "Image", "Operation", "Parameter", "ParameterKind", "find_operation"]

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {each.code: each for each in (*TONE, *GEOMETRY, *ENHANCING, *LIGHTING, *COMPARING, *SPECTRAL, *RELIEF, *STACKS)}
)


def find_operation(code: str) -> Operation:
    """The operation of this code.

    Raises
    ------
    RecipeError
        ``recipe-operation-unknown``.
    """
    try:
        return OPERATIONS[code]
    except KeyError:
        raise RecipeError("recipe-operation-unknown", operation=code) from None
