"""What an operation of a recipe is: a pure function of pictures, with its parameters described as data.

The window makes its controls from these descriptions, the report prints them, ``replay`` checks a step against them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from numpy.typing import NDArray

from workstation.errors import RecipeError
from workstation.imaging.recipe import Step, Value

Image = NDArray[Any]
"""Shape (H, W, 3) RGB or (H, W), uint8, uint16 or float32; float32 holds data in a unit that its operation says."""


class ParameterKind(StrEnum):
    """What a parameter is; the control that the window shows for it."""

    NUMBER = "number"
    WHOLE = "whole"
    SWITCH = "switch"
    CHOICE = "choice"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation.

    Attributes
    ----------
    name : str
        With its unit, such as ``radius_px``.
    minimum, maximum : float or None
        Inclusive limits of a number, and of every one of ``NUMBERS``.
    choices : tuple of str
        Codes of a ``CHOICE``.
    """

    name: str
    kind: ParameterKind
    default: Value
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """True for a value of the right type within the limits."""
        return _ACCEPTS[self.kind](self, value)

    def within(self, value: object) -> bool:
        """True for a number within the limits."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        low, high = self.minimum, self.maximum
        return (low is None or value >= low) and (high is None or value <= high)


_ACCEPTS: Mapping[ParameterKind, Callable[[Parameter, object], bool]] = {
    ParameterKind.NUMBER: Parameter.within,
    ParameterKind.WHOLE: lambda self, value: isinstance(value, int) and self.within(value),
    ParameterKind.SWITCH: lambda _, value: isinstance(value, bool),
    ParameterKind.CHOICE: lambda self, value: value in self.choices,
    ParameterKind.NUMBERS: lambda self, value: isinstance(value, tuple) and all(map(self.within, value)),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A pure function of pictures.

    Attributes
    ----------
    code : str
        Its name in recipes, for ever.
    version : int
        Raised whenever the same parameters could give other pixels.
    apply : callable
        Takes the input pictures and every parameter; returns a new picture or a view, never alters an input.
        Raises ``RecipeError`` where the pictures do not suit it.
    fewest, most : int
        Number of input pictures.
    """

    code: str
    version: int
    apply: Callable[[Sequence[Image], Mapping[str, Any]], Image]
    parameters: tuple[Parameter, ...] = ()
    fewest: int = 1
    most: int = 1

    def step(self, *inputs: int, **chosen: Value) -> Step:
        """A step of this operation, the parameters that are not chosen at their default.

        Raises
        ------
        RecipeError
        """
        unknown = chosen.keys() - {each.name for each in self.parameters}
        if unknown:
            raise RecipeError("recipe-parameter", operation=self.code, parameter=min(unknown), value="-")
        made = Step(
            self.code,
            self.version,
            inputs,
            {each.name: chosen.get(each.name, each.default) for each in self.parameters},
        )
        self.check(made)
        return made

    def check(self, step: Step) -> None:
        """Refuse a step that this operation cannot replay to the same pixels.

        Raises
        ------
        RecipeError
            ``recipe-version``, ``recipe-inputs`` or ``recipe-parameter``.
        """
        if step.version != self.version:
            raise RecipeError("recipe-version", operation=self.code, version=step.version, here=self.version)
        if not self.fewest <= len(step.inputs) <= self.most:
            raise RecipeError("recipe-inputs", operation=self.code, found=len(step.inputs))
        known = {each.name: each for each in self.parameters}
        for name in known.keys() | step.parameters.keys():
            value = step.parameters.get(name, "-")
            if name not in known or name not in step.parameters or not known[name].accepts(value):
                raise RecipeError("recipe-parameter", operation=self.code, parameter=name, value=value)


def number(name: str, default: float, minimum: float, maximum: float) -> Parameter:
    """A number within limits."""
    return Parameter(name, ParameterKind.NUMBER, default, minimum, maximum)


def whole(name: str, default: int, minimum: int, maximum: int) -> Parameter:
    """A whole number within limits."""
    return Parameter(name, ParameterKind.WHOLE, default, minimum, maximum)


def switch(name: str, default: bool) -> Parameter:
    """On or off."""
    return Parameter(name, ParameterKind.SWITCH, default)


def choice(name: str, default: str, *choices: str) -> Parameter:
    """One of several codes."""
    return Parameter(name, ParameterKind.CHOICE, default, choices=choices)


def numbers(name: str, default: tuple[float, ...] = ()) -> Parameter:
    """Points, a matrix or a grid, row by row."""
    return Parameter(name, ParameterKind.NUMBERS, default)


def same_size(images: Sequence[Image]) -> Sequence[Image]:
    """The pictures, which must have one size.

    Raises
    ------
    RecipeError
        ``recipe-sizes-differ``.
    """
    for image in images[1:]:
        if image.shape[:2] != images[0].shape[:2]:
            one, other = (f"{each.shape[1]} x {each.shape[0]}" for each in (images[0], image))
            raise RecipeError("recipe-sizes-differ", first=one, second=other)
    return images
