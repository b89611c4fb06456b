"""Recipes: the ordered list of operations that turned captures into a picture, as a value that anyone can replay.

A recipe never holds pixels. It names its sources by the SHA-256 of their stored bytes, and every step by its
operation, that operation's version, its inputs and all of its parameters, those left at their default included.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workstation.errors import RecipeError

FORMAT = 1
MAX_STEPS = 500

Value = bool | int | float | str | tuple[float, ...]
"""What a parameter may be; a tuple holds points, matrices and grids row by row."""


class SourceKind(StrEnum):
    """Where the bytes of a source are kept."""

    CAPTURE = "capture"
    SPECIMEN = "specimen"
    CALIBRATION = "calibration"


@dataclass(frozen=True, slots=True)
class Source:
    """A picture that a recipe begins with.

    Attributes
    ----------
    sha256 : str
        Lower-case hex SHA-256 of the stored bytes.
    label : str
        Light of the picture, for captions; it takes no part in the arithmetic.
    """

    kind: SourceKind
    sha256: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on what came before it.

    Attributes
    ----------
    operation : str
        Code of ``workstation.imaging.operations``.
    version : int
        Changes whenever the same parameters could give other pixels.
    inputs : tuple of int
        Places among the sources and then the earlier steps, from 0.
    parameters : mapping
        Every parameter of the operation.
    """

    operation: str
    version: int
    inputs: tuple[int, ...]
    parameters: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a picture was made. The last step, or the only source where there is no step, is the result."""

    sources: tuple[Source, ...]
    steps: tuple[Step, ...] = ()

    def then(self, step: Step) -> Recipe:
        """This recipe with one more step."""
        return Recipe(self.sources, (*self.steps, step))

    @property
    def result(self) -> int:
        """Place of the result among sources and steps."""
        return len(self.sources) + len(self.steps) - 1

    def to_json(self) -> str:
        """Canonical JSON: the same recipe is the same text on every machine."""
        content = {
            "format": FORMAT,
            "sources": [{"kind": each.kind, "sha256": each.sha256, "label": each.label} for each in self.sources],
            "steps": [
                {
                    "operation": each.operation,
                    "version": each.version,
                    "inputs": list(each.inputs),
                    "parameters": {
                        name: list(value) if isinstance(value, tuple) else value
                        for name, value in each.parameters.items()
                    },
                }
                for each in self.steps
            ],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

    @property
    def sha256(self) -> str:
        """Lower-case hex SHA-256 of the canonical JSON in UTF-8."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def parse_recipe(text: str) -> Recipe:
    """A recipe from its JSON.

    Raises
    ------
    RecipeError
        ``recipe-unreadable``, with ``detail``. Whether its operations exist is checked when it is replayed.
    """
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']!r}")
        sources = tuple(
            Source(SourceKind(each["kind"]), _hash(each["sha256"]), _text(each["label"]))
            for each in content["sources"]
        )
        if max(len(sources), len(content["steps"])) > MAX_STEPS:
            raise ValueError(f"more than {MAX_STEPS} sources or steps")
        steps = tuple(_step(each, len(sources) + place) for place, each in enumerate(content["steps"]))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise RecipeError("recipe-unreadable", detail=f"{type(error).__name__}: {error}") from error
    if not sources:
        raise RecipeError("recipe-unreadable", detail="no source")
    return Recipe(sources, steps)


def _step(content: Mapping[str, Any], before: int) -> Step:
    inputs = tuple(content["inputs"])
    if not inputs or not all(type(each) is int and 0 <= each < before for each in inputs):
        raise ValueError(f"inputs {inputs!r}")
    version = content["version"]
    if type(version) is not int:
        raise ValueError(f"version {version!r}")
    parameters = {_text(name): _value(value) for name, value in content["parameters"].items()}
    return Step(_text(content["operation"]), version, inputs, parameters)


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(_number(each) for each in value)
    return value if isinstance(value, str | bool) else _number(value)


def _number(value: Any) -> int | float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(f"number {value!r}")
    number: int | float = value
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text {value!r}")
    return value


def _hash(value: Any) -> str:
    text = _text(value)
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise ValueError(f"hash {text!r}")
    return text
