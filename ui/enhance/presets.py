"""Chains with a name: those that come with the program, by kind of light, and the user's own, by light."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ui.enhance.chain import COMBINED, Chain, Layer, single
from workstation.errors import RecipeError
from workstation.imaging.operations import OPERATIONS
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES

OWN = "own:"
SHIPPED = "shipped:"


@dataclass(frozen=True, slots=True)
class Preset:
    """A chain with a name.

    Attributes
    ----------
    names : mapping
        By language; the same in all for one of the user's own.
    lights : tuple of str
        Beginnings of the codes of the lights that it is offered for.
    own : bool
        Made by the user.
    """

    names: Mapping[str, str]
    lights: tuple[str, ...]
    chain: Chain
    own: bool = False

    @property
    def code(self) -> str:
        """What tells it from all others of its light."""
        return f"{OWN if self.own else SHIPPED}{self.names['en']}"

    def suits(self, light: str) -> bool:
        """True where it is offered for a light."""
        return light in self.lights if self.own else light.startswith(self.lights)

    def text(self) -> str:
        """As the settings keep it."""
        layers = [
            {"operation": each.operation, "parameters": dict(each.parameters), "on": each.on, "lights": each.lights}
            for each in self.chain.layers
        ]
        return json.dumps({"name": self.names["en"], "light": self.lights[0], "steps": layers}, ensure_ascii=False)


def own_preset(name: str, light: str, chain: Chain) -> Preset:
    """A preset of the user."""
    return Preset(dict.fromkeys(LANGUAGES, name), (light,), Chain(chain.layers), own=True)


def read_own(texts: Iterable[str]) -> tuple[Preset, ...]:
    """The user's presets; one that cannot be read, or that this program cannot replay, is left out."""
    return tuple(preset for text in texts if (preset := _read(text)) is not None)


def _read(text: str) -> Preset | None:
    try:
        content = json.loads(text)
        layers = tuple(_layer(each) for each in content["steps"])
        name, light = content["name"], content["light"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, RecipeError):
        return None
    if not (isinstance(name, str) and name.strip() and isinstance(light, str) and light):
        return None
    return own_preset(name, light, Chain(layers))


def _layer(content: Mapping[str, Any]) -> Layer:
    """A layer that this program can replay.

    Raises
    ------
    ValueError, KeyError, TypeError, RecipeError
    """
    operation, lights = content["operation"], tuple(content["lights"])
    # Lists are how JSON writes tuples.
    chosen = {
        name: tuple(value) if isinstance(value, list) else value for name, value in content["parameters"].items()
    }
    if lights:
        if (operation, lights) not in COMBINED:
            raise ValueError(operation)
    elif not single(OPERATIONS[operation]):
        raise ValueError(operation)
    layer = Layer(operation, chosen, bool(content["on"]), lights)
    layer.step(*range(max(1, len(lights))))
    return layer


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the user's presets stand: the settings of the window.

    Attributes
    ----------
    stored : callable
        Their texts.
    store : callable
        Keeps other texts.
    """

    stored: Callable[[], tuple[str, ...]]
    store: Callable[[tuple[str, ...]], None]


@cache
def shipped() -> tuple[Preset, ...]:
    """The presets of the program."""
    content = tomllib.loads((RESOURCES / "presets.toml").read_text(encoding="utf-8"))
    return tuple(
        Preset(
            {language: row[language] for language in LANGUAGES},
            tuple(row["lights"]),
            Chain(tuple(_shipped_layer(step) for step in row["steps"])),
        )
        for row in content["preset"]
    )


def _shipped_layer(row: Mapping[str, Any]) -> Layer:
    return Layer(row["operation"], {name: value for name, value in row.items() if name != "operation"})
