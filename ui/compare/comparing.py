"""The comparison in hand: which mode, which partner, how it was laid, and what becomes of it on the screen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from ui.compare.blink import Blink
from ui.compare.dials import DIALS, Dial
from ui.compare.pair import Key, Pair, Preparation, blend_of, key_of, recipe_of, windows_of
from ui.compare.words import CompareWords
from ui.desk import Desk
from ui.pictures import Pictures
from ui.viewer import ComparisonView, Picture
from ui.viewer.blend import Blend, Mode
from ui.viewer.comparison import QUESTIONED
from ui.viewer.imageconv import Window
from workstation.captures import CaptureRecord
from workstation.cases.model import KeptRecipe
from workstation.comparison_desk import Laid, PointPair, Shown
from workstation.errors import WorkstationError
from workstation.imaging.recipe import Recipe
from workstation.specimens.model import SpecimenPicture

BYTES_KEPT = 200_000_000
FALSE_COLOURS = {Mode.MERGE, Mode.BEYOND_NOISE, Mode.DIFFERENCE, Mode.SIGNED_DIFFERENCE}


class Comparing(QObject):
    """Lays the partner on the questioned picture in the background and blends them in one view.

    At most one call to the bench is under way: whoever steps quickly through the lights waits for the last one only.

    Attributes
    ----------
    mode : Mode or None
        None is side by side.
    partner_light : str
        Light of the questioned document to compare with; empty for the specimen.
    by_hand : bool
        Point pairs are being set, side by side.
    """

    changed = Signal()
    modeChanged = Signal()
    byHandChanged = Signal(bool)  # point pairs are being set, side by side, or no longer

    def __init__(self, desk: Desk, pictures: Pictures, view: ComparisonView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = CompareWords(self)
        self.mode: Mode | None = None
        self.partner_light = ""
        self.by_hand = False
        self.error: WorkstationError | None = None
        self._desk, self._pictures, self._view = desk, pictures, view
        self._values = {(mode, dial.name): dial.default for mode, dials in DIALS.items() for dial in dials}
        self._before = self._now = ""
        self._pairs: dict[tuple[str, str], tuple[PointPair, ...]] = {}
        self._bent: set[tuple[str, str]] = set()
        self.even = self.tones = False
        self._plain: Picture | None = None
        self._laid: OrderedDict[Key, Pair] = OrderedDict()
        self._asked: Key | None = None
        self._failed: Key | None = None
        self._blink = Blink(self)
        self._blink.turned.connect(self._turn)
        view.curtainDragged.connect(lambda position: self.set_value(DIALS[Mode.CURTAIN][0], position))

    # ------------------------------------------------------------------ choosing

    def set_mode(self, mode: Mode | None) -> None:
        """Compare in another way; None is side by side."""
        self._leave_points()
        if mode is not self.mode:
            self.mode = mode
            self.modeChanged.emit()
        self.refresh()

    @property
    def dials(self) -> tuple[Dial, ...]:
        """Parameters of the mode."""
        return DIALS[self.mode] if self.mode else ()

    def value(self, dial: Dial) -> float:
        """What a parameter of the mode stands at."""
        assert self.mode is not None
        return self._values[self.mode, dial.name]

    def set_value(self, dial: Dial, value: float) -> None:
        """Turn a parameter of the mode."""
        if self.mode is not None:
            self._values[self.mode, dial.name] = dial.rounded(min(max(value, dial.minimum), dial.highest))
            self.refresh()

    def nudge(self, place: int, steps: int) -> None:
        """Turn the first or second parameter of the mode by key presses; nothing where it has none."""
        if place < len(self.dials):
            dial = self.dials[place]
            self.set_value(dial, dial.nudged(self.value(dial), steps))

    def set_partner(self, light: str) -> None:
        """Compare with another light of the questioned document, or with the specimen (empty)."""
        if light != self.partner_light:
            self.partner_light = self._pictures.partner_light = light
            self._leave_points()
            self._pictures.refresh()
            self.refresh()

    def switch_partner(self) -> None:
        """From the specimen to the light in hand before this one, and back."""
        others = self.partner_lights()
        wanted = self._before if self._before in others else next(iter(others), "")
        self.set_partner("" if self.partner_light else wanted)

    def partner_lights(self) -> tuple[str, ...]:
        """Lights of the questioned side that the one in hand can be compared with."""
        held = self._desk.captures()
        return tuple(each for each in self._desk.lights() if each in held and each != self._desk.light)

    def follow(self) -> None:
        """The light in hand may have changed: a light is never compared with itself."""
        light = self._desk.light
        if light != self._now:
            self._before, self._now = self._now, light
            self._leave_points()
        lights = self.partner_lights()
        if self.partner_light and self.partner_light not in lights:
            self.partner_light = self._before if self._before in lights else next(iter(lights), "")
        self._pictures.partner_light = self.partner_light

    # ------------------------------------------------------------------ laying

    @property
    def first(self) -> CaptureRecord | None:
        """The questioned picture."""
        return self._desk.capture

    @property
    def second(self) -> Shown | None:
        """What it is compared with; None where there is nothing."""
        if self.partner_light:
            return self._desk.captures().get(self.partner_light)
        return self._desk.specimen_picture(self._desk.light)

    @property
    def wanted(self) -> Key | None:
        """What must be laid to show what was chosen."""
        first, second = self.first, self.second
        if first is None or second is None:
            return None
        both = first.sha256, second.sha256
        preparation = Preparation(both in self._bent, self.even, self.tones)
        return key_of(first, second, self._pairs.get(both, ()), preparation)

    @property
    def pair(self) -> Pair | None:
        """The pictures in hand, laid; None until they are."""
        return self._laid.get(self.wanted) if self.wanted else None

    @property
    def laying(self) -> bool:
        """True while the pictures in hand are being laid."""
        return self.mode is not None and self._asked is not None and self.pair is None

    @property
    def bent(self) -> bool:
        """The page is followed where it is not flat."""
        return bool(self.wanted and self.wanted[3].bent)

    def set_bent(self, bent: bool) -> None:
        """Follow the page where it is not flat, or not."""
        if self.wanted is not None:
            (self._bent.add if bent else self._bent.discard)(self.wanted[:2])
            self.refresh()

    def set_even(self, even: bool) -> None:
        """Take uneven light off both pictures before they are compared, or not."""
        self.even = even
        self.refresh()

    def set_tones(self, tones: bool) -> None:
        """Bring the second picture to the tones of the first before they are compared, or not."""
        self.tones = tones
        self.refresh()

    @property
    def points(self) -> tuple[PointPair, ...]:
        """Point pairs set by hand for the pictures in hand."""
        return self.wanted[2] if self.wanted else ()

    def set_points(self, pairs: tuple[PointPair, ...]) -> None:
        """Lay by these point pairs; by itself where there are none."""
        if self.wanted is not None:
            self._pairs[self.wanted[:2]] = pairs
            self._leave_points()
            self.refresh()

    def set_by_hand(self, on: bool) -> None:
        """Begin or leave setting point pairs, for which both pictures stand side by side."""
        if on and self.wanted is not None and not self.by_hand:
            self.by_hand = True
            self.refresh()
            self.byHandChanged.emit(True)
        elif not on and self.by_hand:
            self._leave_points()
            self.refresh()

    def _leave_points(self) -> None:
        if self.by_hand:
            self.by_hand = False
            self.byHandChanged.emit(False)

    def refresh(self) -> None:
        """Ask for what is missing and show what is there."""
        self._ask()
        self._show()
        self.changed.emit()

    def _ask(self) -> None:
        first, second, wanted = self.first, self.second, self.wanted
        missing = wanted is not None and wanted not in self._laid and wanted != self._failed
        if self.mode is None or self._asked is not None or first is None or second is None or not missing:
            return
        assert wanted is not None
        self._asked, pairs, wished = wanted, wanted[2], wanted[3]

        def arrived(laid: Laid) -> None:
            self._asked = self._failed = self.error = None
            self._keep_laid(Pair(first, second, pairs, wished, laid))
            self.refresh()

        def refused(error: WorkstationError) -> None:
            self._asked, self._failed, self.error = None, wanted, error
            self.refresh()

        lay = self._desk.bench.comparison.lay
        laying = lay(first, second, pairs=pairs, bent=wished.bent, even=wished.even, tones=wished.tones)
        self._desk.ask(laying, arrived, refused)

    def _keep_laid(self, pair: Pair) -> None:
        self._laid[pair.key] = pair
        held = [each.shown.nbytes for each in self._laid.values() if each.shown is not None]
        while len(self._laid) > 1 and sum(held) > BYTES_KEPT:
            _, gone = self._laid.popitem(last=False)
            held = held[1:] if gone.shown is not None else held

    @property
    def trouble(self) -> WorkstationError | None:
        """Why the pictures in hand could not be laid at all."""
        return self.error if self.wanted is not None and self.wanted == self._failed else None

    # ------------------------------------------------------------------ showing

    @property
    def at_work(self) -> bool:
        """There is something to say below the pictures: a mode is on, or point pairs are being set."""
        return self.mode is not None or self.by_hand

    @property
    def side_by_side(self) -> bool:
        """Both panes stand: the mode says so, points are being set, or blending would mislead."""
        refused = self.pair is not None and self.pair.shown is None
        return self.mode is None or self.by_hand or self.wanted is None or refused or self.trouble is not None

    def _show(self) -> None:
        self._view.set_panes((2 if self.side_by_side else 1) if self.at_work else None)
        self._show_first()
        ready = self._ready()
        if ready is None:
            if not self.laying or self.side_by_side or not self._same_first():
                self._view.set_blend(None, None)
                self._blink.rest()
            return
        pair, picture, blend = ready
        self._view.set_blend(picture, blend, self._heading(pair, blend.mode))
        if blend.mode is Mode.BLINK:
            self._blink.run(self._values[Mode.BLINK, "rate_hz"])
        else:
            self._blink.rest()

    def _same_first(self) -> bool:
        """The old pair is still seen and was laid on the picture in hand: it stays until the new one is there."""
        return self._view.view(QUESTIONED).blend is not None

    def _ready(self) -> tuple[Pair, Picture, Blend] | None:
        shown, pair = self._view.view(QUESTIONED).picture, self.pair
        if self.mode is None or self.side_by_side or pair is None or pair.shown is None or shown is None:
            return None
        if shown.key != _first_key(pair):
            return None
        key = "laid-" + "-".join(str(each) for each in pair.key)
        colours = self._pictures.colours(pair.second.light, pair.second.sha256)
        picture = Picture(key, pair.shown, shown.px_per_mm, "", colours=colours)
        return pair, picture, blend_of(pair, self.mode, self._chosen(self.mode), self.windows)

    def _show_first(self) -> None:
        """The questioned picture with its light evened where that is asked, else as it was before."""
        shown, pair = self._view.view(QUESTIONED).picture, self.pair
        if shown is None:
            return
        plain = self._plain if self._plain is not None and shown.key == evened_key(self._plain.key) else None
        own = plain or shown
        made = None if pair is None or self.mode is None or self.side_by_side else pair.laid.first_pixels
        if made is not None and pair is not None and own.key == pair.first.capture_id:
            if plain is None:
                self._plain = shown
                self._view.set_questioned(replace(own, key=evened_key(own.key), pixels=made))
        elif plain is not None and not self.laying:
            self._plain = None
            self._view.set_questioned(plain)

    def _chosen(self, mode: Mode) -> dict[str, float]:
        return {dial.name: self._values[mode, dial.name] for dial in DIALS[mode]}

    @property
    def windows(self) -> tuple[Window | None, Window | None]:
        """Window of the questioned picture and of the second; None for 8 bits."""
        view, pair = self._view.view(QUESTIONED), self.pair
        if view.picture is None or pair is None or pair.shown is None:
            return None, None
        return windows_of(view.picture.pixels, pair.shown, view.window_levels)

    def _heading(self, pair: Pair, mode: Mode) -> tuple[str, tuple[str, ...]]:
        second = self.words.second(pair.second)
        first = self.words.second(pair.first)
        if mode is Mode.BLINK:
            title = second if self._blink.second else first
        else:
            title = f"{first}  ⟷  {second}  ·  {self.words.mode(mode)}"
        origin = "specimen" if isinstance(pair.second, SpecimenPicture) else pair.second.origin
        badges = [
            *self._pictures.badges(pair.first.light, pair.first.origin),
            *self._pictures.badges(pair.second.light, origin),
        ]
        if mode in FALSE_COLOURS:
            badges.append(self.tr("FALSE COLOUR"))
        if pair.laid.first_steps or pair.laid.second_steps:
            badges.insert(0, self.tr("PROCESSED"))
        return title, tuple(dict.fromkeys(badges))

    @property
    def beat_ms(self) -> int:
        """How long a blink shows each of its pictures."""
        return round(500 / self._values[Mode.BLINK, "rate_hz"])

    def _turn(self, second: bool) -> None:
        self._view.view(QUESTIONED).show_second(second)
        if self.pair is not None and self._blink.isActive():
            self._view.set_heading(self._heading(self.pair, Mode.BLINK))

    # ------------------------------------------------------------------ keeping

    @property
    def recipe(self) -> Recipe | None:
        """How to make what is seen again; None side by side, while laying, and for a blink."""
        ready = self._ready()
        return recipe_of(ready[0], ready[2], self.windows) if ready else None

    @property
    def proposed_title(self) -> str:
        """Title for the view that is seen."""
        return self.words.title(self.pair, self.mode) if self.pair and self.mode else ""

    @property
    def kept_id(self) -> str:
        """Id of the kept view that is seen now; empty where it is none."""
        recipe, snapshot = self.recipe, self._desk.snapshot
        if recipe is None or snapshot is None:
            return ""
        same = (each for each in snapshot.recipes if each.content == recipe.to_json())
        return next((each.recipe_id for each in same if each.exhibit_id == self._desk.exhibit_id), "")

    def keep(self, recipe: Recipe, title: str) -> None:
        """Store the view in the open case; findings begun while it is seen name it."""
        self._desk.keep(self._stored(recipe, title), lambda _: self.changed.emit())

    def _stored(self, recipe: Recipe, title: str) -> Future[KeptRecipe]:
        desk = self._desk
        return desk.bench.comparison.keep(recipe, exhibit_id=desk.exhibit_id, title=title)

    def keeper(self) -> Callable[[], Future[KeptRecipe]] | None:
        """Stores the view that is seen now, for a finding begun on it; None where there is none to store."""
        recipe = self.recipe
        return None if recipe is None else partial(self._stored, recipe, self.proposed_title)


def evened_key(key: str) -> str:
    """Key of a picture whose light was evened."""
    return f"{key}-even"


def _first_key(pair: Pair) -> str:
    key = pair.first.capture_id
    return key if pair.laid.first_pixels is None else evened_key(key)
