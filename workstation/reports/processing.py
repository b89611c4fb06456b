"""What was made of the pictures: measurements with their uncertainty, and kept views with every step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workstation.cases.model import KeptRecipe, Measurement
from workstation.errors import RecipeError
from workstation.imaging.measure import with_uncertainty
from workstation.imaging.recipe import Recipe, SourceKind, Step, Value, parse_recipe
from workstation.reports.context import Context
from workstation.reports.model import Block, Facts, Figure, Figures, Heading, Paragraph, Row, Table
from workstation.reports.pictures import FULL_MM, print_picture
from workstation.reports.wording import NOTHING, Wording, number

_UNITS = {"mm": "mm", "mm2": "mm²", "deg": "°", "per_2cm": ""}
_LONG = 9


def measurements(context: Context) -> Iterator[Block]:
    """What was measured; nothing is said where nothing was."""
    words, snapshot = context.words, context.snapshot
    yield Heading(words("measured.title"))
    if not snapshot.measurements:
        yield Paragraph(words("measured.none"))
        return
    places = {each.capture_id: place for place, each in enumerate(snapshot.captures, start=1)}
    lights = {each.capture_id: each.light for each in snapshot.captures}
    yield Table(
        tuple(words(f"measured.{each}") for each in ("what", "value", "picture", "scale", "note")),
        tuple(_measured(each, places, lights, words) for each in snapshot.measurements),
        (2.4, 2.2, 2.4, 1.8, 3.0),
        field=words("measured.title"),
    )
    yield Paragraph(words("measured.uncertainty"), small=True)


def _measured(each: Measurement, places: Mapping[str, int], lights: Mapping[str, str], words: Wording) -> Row:
    unit = _UNITS.get(each.unit, each.unit)
    picture = words("figure.picture_no", n=places.get(each.capture_id, 0))
    scale = NOTHING if each.px_per_mm is None else words("figure.scale", px_per_mm=number(each.px_per_mm))
    return Row(
        (
            words.name("measurement", each.kind),
            f"{with_uncertainty(each.value, each.uncertainty)} {unit}".strip(),
            f"{picture} · {words.light(lights.get(each.capture_id, ''))}",
            scale,
            each.note or NOTHING,
        )
    )


def views(context: Context) -> Iterator[Block]:
    """Every kept view with the steps that made it; absent where none was kept."""
    words, kept = context.words, context.snapshot.recipes
    if not kept:
        return
    yield Heading(words("views.title"), page_break=True)
    yield Paragraph(words("views.about"), small=True)
    for place, each in enumerate(kept, start=1):
        yield from _view(place, each, context)


def _view(place: int, kept: KeptRecipe, context: Context) -> Iterator[Block]:
    words = context.words
    title = words("views.number", n=place)
    yield Heading(f"{title} · {kept.title}", 2)
    image = context.sources.replay(kept)
    picture = None if image is None else print_picture(image, FULL_MM)
    caption = words("views.not_replayed") if image is None else words("figure.hash", hash=kept.image_sha256[:12])
    yield Figures((Figure(title, words("views.processed"), caption, FULL_MM, picture),))
    seen = [n for n, each in enumerate(context.snapshot.findings, start=1) if each.recipe_id == kept.recipe_id]
    yield Facts(
        (
            (words("views.findings"), ", ".join(map(str, seen)) or NOTHING),
            (words("views.software"), kept.software),
            (words("views.made"), f"{words.date(kept.created_at)}, {kept.created_by or NOTHING}"),
        ),
        field=title,
    )
    try:
        recipe = parse_recipe(kept.content)
    except RecipeError:
        yield Paragraph(words("views.unreadable"))
        return
    yield Table(
        tuple(words(f"views.{each}") for each in ("step", "operation", "from", "parameters")),
        tuple(_rows(recipe, context)),
        (0.7, 3.0, 1.2, 5.0),
        field=title,
    )
    yield Table((words("views.hash"),), (Row((kept.image_sha256,)),), (1,), machine=(0,))


def _rows(recipe: Recipe, context: Context) -> Iterator[Row]:
    words = context.words
    for place, source in enumerate(recipe.sources, start=1):
        key = "specimen" if source.kind is SourceKind.SPECIMEN else "capture"
        named = words(f"views.{key}", light=words.light(source.label))
        yield Row((str(place), named, NOTHING, words("figure.hash", hash=source.sha256[:12])))
    for place, step in enumerate(recipe.steps, start=len(recipe.sources) + 1):
        inputs = ", ".join(str(each + 1) for each in step.inputs)
        yield Row((str(place), words.name("operation", step.operation), inputs, _parameters(step, words)))


def _parameters(step: Step, words: Wording) -> str:
    said = [f"{name} = {_value(value, words)}" for name, value in step.parameters.items() if value != ()]
    return "; ".join([*said, words("views.version", n=step.version)])


def _value(value: Value, words: Wording) -> str:
    if isinstance(value, tuple):
        shown = " ".join(number(each) for each in value[:_LONG])
        return shown if len(value) <= _LONG else words("views.more", shown=shown, n=len(value) - _LONG)
    return str(value) if isinstance(value, str | bool) else number(float(value))
