"""The picture in hand with its steps: what is shown of it, what was before, and how it is kept.

The capture itself is never changed; what is shown in its place is made from it and says so.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from ui.desk import Desk
from ui.enhance.chain import Chain, Layer, chain_of
from ui.enhance.history import History
from ui.enhance.latest import Latest
from ui.fields import light_name, term
from ui.pictures import Pictures
from ui.viewer import Picture
from workstation.captures import CaptureRecord
from workstation.cases.model import KeptRecipe, Region
from workstation.comparison_desk import source_of
from workstation.errors import RecipeError, WorkstationError
from workstation.imaging.colour import false_colour
from workstation.imaging.levels import Levels
from workstation.imaging.placement import Placement, placement
from workstation.imaging.recipe import Recipe, Source, parse_recipe

PREVIEW_PX = 1200
BYTES_KEPT = 300_000_000

Pixels = NDArray[Any]


class Studio(QObject):
    """Chains by capture, with their history; asks for pictures and hands on the newest.

    Signals
    -------
    changed()
        Another chain is in hand, or another capture.
    pictureReady(object)
        Picture for the questioned pane, or None.
    levelsReady(object)
        ``Levels`` of what the window (black and white point) works on, or None.
    """

    changed = Signal()
    pictureReady = Signal(object)
    levelsReady = Signal(object)

    def __init__(self, desk: Desk, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pictures = pictures
        self._histories: dict[str, History] = {}
        self._case = ""
        self._original: Picture | None = None
        self._shown: Picture | None = None
        self._shown_recipe: Recipe | None = None
        self._placement: Placement | None = None
        self._dragged: Chain | None = None
        self._untouched = False
        self._comparing = False
        self._kept: OrderedDict[str, Pixels] = OrderedDict()
        self._making: Latest[tuple[Pixels, float]] = Latest(desk)
        self._whole: Latest[Pixels] = Latest(desk)
        self._spread: Latest[Levels] = Latest(desk)
        self._spread_of = ""
        self._to_show: tuple[str, Chain] | None = None
        pictures.questionedReady.connect(self.take)
        desk.caseChanged.connect(self._case_changed)

    # ------------------------------------------------------------------ what is in hand

    @property
    def capture(self) -> CaptureRecord | None:
        """The capture that is worked on: the one on the screen."""
        shown, every = self._pictures.shown["questioned"], self._desk.snapshot
        captures = every.captures if every else ()
        return next((each for each in captures if each.capture_id == shown), None)

    @property
    def history(self) -> History:
        """History of the capture in hand."""
        return self._histories.get(self._pictures.shown["questioned"], History())

    @property
    def chain(self) -> Chain:
        """The chain in hand, a dragged one before it is let go."""
        return self._dragged or self.history.now

    @property
    def untouched(self) -> bool:
        """True while the capture itself is shown, whatever its steps."""
        return self._untouched

    @property
    def shown_recipe(self) -> Recipe | None:
        """Recipe of the picture on the screen; None for the capture itself."""
        return self._shown_recipe

    @property
    def placement(self) -> Placement | None:
        """From pixels of the capture to pixels of what is shown; None where they are the same."""
        return self._placement

    def missing_lights(self, lights: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the lights that the side in hand has no capture under."""
        return tuple(each for each in lights if each not in self._desk.captures())

    # ------------------------------------------------------------------ changing it

    def edit(self, chain: Chain, *, dragging: bool = False) -> None:
        """Another chain in hand. While a control is dragged nothing is added to the history."""
        if self.capture is None:
            return
        self._untouched = False
        if dragging:
            self._dragged = chain
        else:
            self._dragged = None
            self._remember(self.history.then(chain))
        self._refresh()
        self.changed.emit()

    def add(self, code: str, lights: tuple[str, ...] = ()) -> None:
        """One more step, with parameters to begin with."""
        self.edit(self.chain.added(Layer(code, self._beginning(code), lights=lights)))

    def set_window(self, low: int, high: int, *, dragging: bool = False) -> None:
        """Black and white point; a step of that kind is put first where there is none."""
        if low >= high:
            return
        chain, values = self.chain, {"low": low, "high": high}
        place = chain.place_of("window")
        if place is None:
            self.edit(chain.first(Layer("window", values)), dragging=dragging)
        else:
            self.edit(chain.changed(place, **values).switched(place, True), dragging=dragging)

    def turn(self, quarters: int) -> None:
        """Turn the view clockwise by quarters; turns in a row become one step."""
        chain, before = self.chain, 0
        if chain.layers and chain.layers[-1].operation == "turn":
            before = int(float(str(chain.layers[-1].value("quarter_turns"))))
            chain = chain.without(len(chain.layers) - 1)
        total = (before + quarters) % 4
        self.edit(chain.added(Layer("turn", {"quarter_turns": total})) if total else chain)

    def mirror(self) -> None:
        """Left and right change places, or change back."""
        chain = self.chain
        if chain.layers and chain.layers[-1].operation == "mirror":
            self.edit(chain.without(len(chain.layers) - 1))
        else:
            self.edit(chain.added(Layer("mirror")))

    def undo(self) -> None:
        """One step back."""
        self._travel(self.history.undone())

    def redo(self) -> None:
        """One step forward again."""
        self._travel(self.history.redone())

    def _travel(self, history: History) -> None:
        self._dragged = None
        self._remember(history)
        self._refresh()
        self.changed.emit()

    def set_untouched(self, untouched: bool) -> None:
        """Show the capture itself, or what its steps make of it."""
        if untouched != self._untouched:
            self._untouched = untouched
            self._refresh()
            self.changed.emit()

    def set_comparing(self, comparing: bool) -> None:
        """Two pictures are compared in one view, which shows captures; or no longer."""
        if comparing != self._comparing:
            self._comparing = comparing
            self._refresh()

    def _remember(self, history: History) -> None:
        if self.capture is not None:
            self._histories[self.capture.capture_id] = history

    def _beginning(self, code: str) -> dict[str, Any]:
        capture = self.capture
        if capture is None:
            return {}
        whole = {"left_px": 0, "top_px": 0, "width_px": capture.width, "height_px": capture.height}
        return {"window": {"low": 0, "high": (1 << capture.bit_depth) - 1}, "crop": whole}.get(code, {})

    # ------------------------------------------------------------------ recipes

    def recipe(self, layers: int | None = None) -> Recipe | None:
        """The recipe of the chain in hand; of its first ``layers``."""
        capture = self.capture
        return None if capture is None else self.chain.recipe(source_of(capture), self._source, layers)

    def recipe_to_keep(self) -> Recipe | None:
        """The recipe of what is meant to be on the screen; without steps it is the capture itself."""
        capture = self.capture
        if capture is None:
            return None
        return Recipe((source_of(capture),)) if self._hidden or not self.chain.active else self.recipe()

    @property
    def _hidden(self) -> bool:
        """The steps are there and not shown."""
        return self._untouched or self._comparing

    def _source(self, light: str) -> Source | None:
        capture = self._desk.captures().get(light)
        return None if capture is None else source_of(capture)

    def _sizes(self, recipe: Recipe) -> tuple[tuple[int, int], ...]:
        captures = self._desk.snapshot.captures if self._desk.snapshot else ()
        known = {each.sha256: (each.width, each.height) for each in captures}
        own = self.capture
        fallback = (own.width, own.height) if own else (1, 1)
        return tuple(known.get(each.sha256, fallback) for each in recipe.sources)

    def title(self, recipe: Recipe) -> str:
        """Light and steps in words."""
        lights = dict.fromkeys(light_name(each.label, short=True) for each in recipe.sources if each.label)
        steps = " → ".join(term("operation", each.operation) for each in recipe.steps)
        return " · ".join(part for part in (" + ".join(lights), steps or self.tr("untouched")) if part)

    # ------------------------------------------------------------------ showing

    def take(self, picture: Picture | None) -> None:
        """Another capture stands in the pane."""
        if self._original is None or picture is None or picture.key != self._original.key:
            self._untouched = False
        self._dragged = None
        self._original = picture
        wanted, self._to_show = self._to_show, None
        if wanted is not None and picture is not None and picture.key == wanted[0]:
            self._remember(self.history.then(wanted[1]))
        self._shown = None
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        """Bring the picture that should be on the screen."""
        recipe = self.recipe()
        self._ask_levels()
        if self._original is None or recipe is None or self._hidden or not recipe_makes_another(recipe):
            self._making.forget()
            self._whole.forget()
            self._show(self._original, None, None)
            return
        key = recipe.sha256
        if self._shown is None or self._shown_recipe is None:
            self._show(self._original, None, None)
        if key in self._kept:
            self._making.forget()
            self._whole.forget()
            self._arrived(recipe, self._kept[key], 1.0)
        elif self._dragged is not None:
            self._whole.forget()
            self._making.ask(
                lambda: self._desk.bench.comparison.preview(recipe, PREVIEW_PX),
                lambda made: self._arrived(recipe, *made),
                self._refused,
            )
        else:
            self._making.forget()
            self._whole.ask(
                lambda: self._desk.bench.comparison.replay(recipe),
                lambda pixels: self._arrived(recipe, pixels, 1.0),
                self._refused,
            )

    def _arrived(self, recipe: Recipe, pixels: Pixels, share: float) -> None:
        wanted = self.recipe()
        if share == 1.0:
            self._keep_pixels(recipe.sha256, pixels)
        if self._original is None or wanted is None or self._hidden or wanted.sources != recipe.sources:
            return
        if pixels.dtype.kind == "f":
            self._refused(RecipeError("recipe-needs-window"))
            return
        place = placement(recipe, self._sizes(recipe))
        if share < 1:
            place = place.reduced(share, (pixels.shape[1], pixels.shape[0]))
        self._show(self._processed(recipe, pixels, share), recipe, place)

    def _processed(self, recipe: Recipe, pixels: Pixels, share: float) -> Picture:
        original = self._original
        assert original is not None
        said = [self.tr("PROCESSED")]
        if share < 1:
            said.append(self.tr("REDUCED WHILE SETTING"))
        if any(map(false_colour, recipe.steps)):
            said.append(self.tr("FALSE COLOUR"))
        badges = tuple(dict.fromkeys((*said, *self.source_badges(recipe))))
        scale = original.px_per_mm * share if original.px_per_mm else None
        key = f"{original.key}-{recipe.sha256}-{share:.4f}"
        return Picture(key, pixels, scale, self._shown_title(recipe), badges, self._pictures.colours_of(recipe))

    def source_badges(self, recipe: Recipe) -> tuple[str, ...]:
        """Warnings of every picture that a recipe begins with."""
        captures = self._desk.snapshot.captures if self._desk.snapshot else ()
        origins = {each.sha256: each.origin for each in captures}
        return tuple(
            badge
            for each in recipe.sources
            for badge in self._pictures.badges(each.label, origins.get(each.sha256, "specimen"))
        )

    def _shown_title(self, recipe: Recipe) -> str:
        lights = dict.fromkeys(self._pictures.light_said(each.label) for each in recipe.sources)
        return self.tr("Questioned · {light}").format(light=" + ".join(lights))

    def _show(self, picture: Picture | None, recipe: Recipe | None, place: Placement | None) -> None:
        if picture is self._shown and picture is not None:
            return
        self._shown, self._shown_recipe = picture, recipe
        self._placement = place if place is not None and place.moves else None
        self.pictureReady.emit(picture)

    def _refused(self, error: WorkstationError) -> None:
        self._show(self._original, None, None)
        self._desk.failed.emit(error)

    def _keep_pixels(self, key: str, pixels: Pixels) -> None:
        self._kept[key] = pixels
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and sum(each.nbytes for each in self._kept.values()) > BYTES_KEPT:
            self._kept.popitem(last=False)

    def _ask_levels(self) -> None:
        """Spread of what the window works on."""
        place = self.chain.place_of("window")
        recipe = self.recipe(self._combined() if place is None else place)
        key = recipe.sha256 if recipe is not None else ""
        if key == self._spread_of:
            return
        self._spread_of = key
        if recipe is None:
            self._spread.forget()
            self.levelsReady.emit(None)
        else:
            begun = recipe
            self._spread.ask(lambda: self._desk.bench.comparison.levels(begun), self.levelsReady.emit, lambda _: None)

    def _combined(self) -> int:
        return 1 if self.chain.layers and self.chain.layers[0].lights else 0

    # ------------------------------------------------------------------ regions

    def to_capture(self, region: Region) -> Region:
        """A region drawn on what is shown, in pixels of the capture."""
        return region if self._placement is None else self._placement.region_back(region)

    def holds(self, region: Region) -> bool:
        """False for what lies beyond the capture, such as on another tile of a stitched sheet."""
        return self._placement is None or self._placement.holds(region)

    def to_shown(self, region: Region) -> Region:
        """A region of the capture, in pixels of what is shown."""
        return region if self._placement is None else self._placement.region_forward(region)

    # ------------------------------------------------------------------ keeping

    def keep(self, recipe: Recipe, title: str, exhibit_id: str) -> Future[KeptRecipe]:
        """Store a view in the case; one that is stored already is taken as it is."""
        desk, content = self._desk, recipe.to_json()
        stored = desk.snapshot.recipes if desk.snapshot else ()
        same = [each for each in stored if each.content == content and each.exhibit_id == exhibit_id]
        if same:
            known: Future[KeptRecipe] = Future()
            known.set_result(same[-1])
            return known
        return desk.bench.comparison.keep(recipe, exhibit_id=exhibit_id, title=title)

    def keeper(self) -> Callable[[], Future[KeptRecipe]] | None:
        """Keeps what is on the screen now, whenever it is called; None for the capture itself."""
        recipe, exhibit_id = self._shown_recipe, self._desk.exhibit_id
        return None if recipe is None else partial(self.keep, recipe, self.title(recipe), exhibit_id)

    def show_kept(self, kept: KeptRecipe) -> None:
        """Bring the capture of a kept view and its steps; what was in hand is one undo away.

        Emits ``Desk.failed`` where the view cannot be read or its capture is not in the case.
        """
        desk = self._desk
        try:
            recipe = parse_recipe(kept.content)
        except WorkstationError as error:
            desk.failed.emit(error)
            return
        captures = desk.snapshot.captures if desk.snapshot else ()
        hashes = {each.sha256 for each in recipe.sources}
        found = [each for each in captures if each.sha256 in hashes and each.exhibit_id == kept.exhibit_id]
        if not found:
            desk.failed.emit(WorkstationError("view-without-capture", title=kept.title))
            return
        self.show_recipe(found[0], recipe)

    def show_recipe(self, capture: CaptureRecord, recipe: Recipe) -> None:
        """Bring a capture and what a recipe makes in its place; what was in hand is one undo away."""
        self.show_chain(capture, chain_of(recipe))

    def show_chain(self, capture: CaptureRecord, chain: Chain) -> None:
        """Bring a capture and what a chain makes of it; what was in hand is one undo away."""
        if self._pictures.shown["questioned"] == capture.capture_id:
            self.edit(chain)
        else:
            self._to_show = capture.capture_id, chain
        self._desk.look(exhibit_id=capture.exhibit_id, page=capture.page, light=capture.light)

    def _case_changed(self) -> None:
        case_id = self._desk.snapshot.info.case_id if self._desk.snapshot else ""
        if case_id != self._case:
            self._case = case_id
            self._histories.clear()
            self._kept.clear()
            self._to_show = None
        self.changed.emit()


def recipe_makes_another(recipe: Recipe) -> bool:
    """True where a recipe is more than its only source."""
    return bool(recipe.steps) or len(recipe.sources) > 1
