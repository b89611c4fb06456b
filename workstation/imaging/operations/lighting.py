"""Operations on uneven light: the field that a recipe keeps is taken off the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.normalise import flatten
from workstation.imaging.operations.operation import Image, Operation, numbers, whole


def _flatten(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Divided by how much light falls where, edge to edge; ``field`` holds it row by row."""
    (image,) = images
    if image.dtype == np.float32:
        raise RecipeError("recipe-needs-window")
    field = np.asarray(chosen["field"], dtype=np.float32)
    columns = chosen["field_columns"]
    if field.size < columns or field.size % columns or not (field > 0).all():
        raise RecipeError("recipe-parameter", operation="flatten", parameter="field", value=field.size)
    return flatten(image, field.reshape(-1, columns))


LIGHTING = (Operation("flatten", 1, _flatten, (numbers("field", (1.0,)), whole("field_columns", 1, 1, 1000))),)
