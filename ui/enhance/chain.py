"""The steps that a person lays over a picture, as a value: what is switched off is remembered, not replayed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from workstation.imaging.operations import OPERATIONS, Operation, ParameterKind
from workstation.imaging.recipe import Recipe, Source, Step, Value

#: Operations on several lights that begin a chain, and the lights they need, in the order of their inputs.
COMBINED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("relief", ("OBLIQUE_LEFT", "OBLIQUE_RIGHT", "OBLIQUE_TOP", "OBLIQUE_BOTTOM")),
    ("opposed-lamps", ("OBLIQUE_LEFT", "OBLIQUE_RIGHT")),
    ("opposed-lamps", ("OBLIQUE_TOP", "OBLIQUE_BOTTOM")),
)


def single(operation: Operation) -> bool:
    """True for an operation on one picture whose parameters a person can set."""
    return operation.fewest == 1 and all(each.kind is not ParameterKind.NUMBERS for each in operation.parameters)


@dataclass(frozen=True, slots=True)
class Layer:
    """One step.

    Attributes
    ----------
    lights : tuple of str
        Lights whose captures it works on; empty for a step on what came before it.
    """

    operation: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    on: bool = True
    lights: tuple[str, ...] = ()

    def step(self, *inputs: int) -> Step:
        """The step of a recipe.

        Raises
        ------
        RecipeError
            A parameter is outside its limits.
        """
        return OPERATIONS[self.operation].step(*inputs, **self.parameters)

    def value(self, name: str) -> Value:
        """A parameter, its default where it was not chosen."""
        known = {each.name: each.default for each in OPERATIONS[self.operation].parameters}
        return self.parameters.get(name, known[name])


@dataclass(frozen=True, slots=True)
class Chain:
    """Layers in the order in which they are applied.

    Attributes
    ----------
    base : Recipe or None
        A kept view of several pictures that the layers go on from; None for the capture in hand.
    """

    layers: tuple[Layer, ...] = ()
    base: Recipe | None = None

    @property
    def active(self) -> bool:
        """True where it makes another picture than the capture."""
        return self.base is not None or any(each.on for each in self.layers)

    def recipe(self, source: Source, others: Callable[[str], Source | None], layers: int | None = None) -> Recipe:
        """The recipe of the layers that are on; of the first ``layers`` of them.

        Parameters
        ----------
        others : callable
            The source of another light. A layer whose lights are not all there is left out.
        """
        chosen = [each for each in self.layers[:layers] if each.on]
        made = self.base or Recipe((source,))
        for each in chosen:
            if not each.lights:
                made = made.then(each.step(made.result))
                continue
            found = [others(light) for light in each.lights]
            sources = tuple(one for one in found if one is not None)
            if len(sources) == len(each.lights):
                made = Recipe(sources, (each.step(*range(len(sources))),))
        return made

    def added(self, layer: Layer) -> Chain:
        """With one more layer: at the end, or at the beginning where it begins from captures of its own."""
        if not layer.lights:
            return replace(self, layers=(*self.layers, layer))
        rest = tuple(each for each in self.layers if not each.lights)
        return replace(self, layers=(layer, *rest), base=None)

    def first(self, layer: Layer) -> Chain:
        """With a layer before all others but the one that begins from several captures."""
        place = 1 if self.layers and self.layers[0].lights else 0
        return replace(self, layers=(*self.layers[:place], layer, *self.layers[place:]))

    def changed(self, place: int, **values: Value) -> Chain:
        """With other parameters."""
        layer = self.layers[place]
        return self._with(place, replace(layer, parameters={**layer.parameters, **values}))

    def switched(self, place: int, on: bool) -> Chain:
        """With a layer on or off."""
        return self._with(place, replace(self.layers[place], on=on))

    def moved(self, place: int, by: int) -> Chain:
        """With a layer further up or down; what begins from several captures stays first."""
        to = place + by
        if not (0 <= to < len(self.layers)) or self.layers[place].lights or self.layers[to].lights:
            return self
        layers = list(self.layers)
        layers.insert(to, layers.pop(place))
        return replace(self, layers=tuple(layers))

    def without(self, place: int) -> Chain:
        """Without a layer."""
        return replace(self, layers=self.layers[:place] + self.layers[place + 1 :])

    def place_of(self, operation: str) -> int | None:
        """Place of the first layer of an operation."""
        return next((place for place, each in enumerate(self.layers) if each.operation == operation), None)

    def _with(self, place: int, layer: Layer) -> Chain:
        return replace(self, layers=(*self.layers[:place], layer, *self.layers[place + 1 :]))


def chain_of(recipe: Recipe) -> Chain:
    """The chain that makes this recipe: its steps where each has its own control, else the recipe as a whole."""
    steps, count = recipe.steps, len(recipe.sources)
    lights = tuple(each.label for each in recipe.sources)
    first: tuple[Layer, ...] = ()
    if count > 1:
        head = steps[0] if steps else None
        if head is None or (head.operation, lights) not in COMBINED or head.inputs != tuple(range(count)):
            return Chain(base=recipe)
        first, steps = (Layer(head.operation, dict(head.parameters), lights=lights),), steps[1:]
    begin = count if first else 0
    for place, each in enumerate(steps, start=begin):
        if each.inputs != (place,) or each.operation not in OPERATIONS or not single(OPERATIONS[each.operation]):
            return Chain(base=recipe)
    return Chain((*first, *(Layer(each.operation, dict(each.parameters)) for each in steps)))
