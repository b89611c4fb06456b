"""The comparison table without a window: pictures laid on each other, recipes replayed and kept, lights ranked.

Every call returns a Future at once; errors in it are ``WorkstationError``. Registrations are kept as long as the desk
lives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.captures import CaptureRecord
from workstation.cases.exports import Export, Written
from workstation.cases.model import CaseSnapshot, KeptRecipe, Region
from workstation.devices import Clock
from workstation.identifiers import new_id
from workstation.imaging.recipe import Recipe, Source, Step
from workstation.kept_views import Replayed, again
from workstation.open_case import OpenCase
from workstation.specimens.model import SpecimenPicture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workstation.exported_views import ViewCaption
    from workstation.imaging.colour import ColourProfile
    from workstation.imaging.combining import ComponentsKind, StackSource
    from workstation.imaging.comparability import Doubt, Side
    from workstation.imaging.levels import Levels
    from workstation.imaging.light_stack import BandValue, LightStack
    from workstation.imaging.register import Registration
    from workstation.imaging.smoothed import RegionMm
    from workstation.imaging.spectra import Combination, Ranked
    from workstation.imaging.stacking import Stacked, StackKind

_WHITE = "WHITE"
STACK_BYTES_KEPT = 300_000_000

Shown = CaptureRecord | SpecimenPicture
"""What can be laid on the table: a picture of the case or of a specimen."""


PointPair = tuple[tuple[float, float], tuple[float, float]]
"""The same place set by hand in the first and in the second picture, in pixels of each."""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A second picture laid on the first.

    Attributes
    ----------
    pixels : ndarray or None
        The second picture on the raster of the first; None where showing it would mislead.
    registration : Registration
    doubts : tuple of Doubt
        What speaks against the comparison, whatever refuses it first.
    first_sigma, second_sigma : float
        Noise of each picture in grey levels of 8 bits.
    step : Step
        The recipe's step that lays inputs 0 and 1 in this way.
    first_pixels : ndarray or None
        The first picture as prepared; None where nothing was done to it.
    first_steps, second_steps : tuple of Step
        What was done to each afterwards: steps on input 0, one on the other.
    """

    pixels: NDArray[Any] | None
    registration: Registration
    doubts: tuple[Doubt, ...]
    first_sigma: float
    second_sigma: float
    step: Step
    first_pixels: NDArray[Any] | None = None
    first_steps: tuple[Step, ...] = ()
    second_steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where a light of a document, or a specimen, lies on a light of it.

    Attributes
    ----------
    registration : Registration
        Refused where nothing tells.
    by_white : bool
        It could not be laid by itself: its companion in white light was.
    """

    registration: Registration
    by_white: bool


class ComparisonDesk:
    """What may be asked of the pictures of the open case and of the specimens beside them.

    Parameters
    ----------
    case : OpenCase
        Told what was written from it.
    executor : Executor
        One thread; all arithmetic runs on it.
    stored, pixels : callable
        Bytes of a source, and the picture that they hold; raise ``WorkstationError`` where they are missing or
        damaged.
    snapshot : callable
        The open case as it was last stored, or None.
    keep : callable
        Stores a recipe in the open case.
    siblings : callable
        Every picture of the specimen that a picture belongs to.
    variable_mm : callable
        Regions of a specimen's side that differ from holder to holder; empty where nobody taught them.
    """

    def __init__(
        self,
        *,
        case: OpenCase,
        executor: Executor,
        stored: Callable[[Source], bytes],
        pixels: Callable[[Source], NDArray[Any]],
        snapshot: Callable[[], CaseSnapshot | None],
        keep: Callable[[KeptRecipe], Future[KeptRecipe]],
        siblings: Callable[[SpecimenPicture], Sequence[SpecimenPicture]],
        variable_mm: Callable[[SpecimenPicture], Sequence[RegionMm]] = lambda _: (),
        clock: Clock,
        actor: Callable[[], str],
    ) -> None:
        self._case = case
        self._executor = executor
        self._stored = stored
        self._snapshot = snapshot
        self._keep = keep
        self._siblings = siblings
        self._variable_mm = variable_mm
        self._clock = clock
        self._actor = actor
        self._fetch = pixels
        self._registrations: dict[tuple[str, str, tuple[PointPair, ...], bool], Registration] = {}
        self._stacked: tuple[tuple[str, ...], LightStack] | None = None

    def lay(
        self,
        first: Shown,
        second: Shown,
        *,
        pairs: Sequence[PointPair] = (),
        bent: bool = False,
        even: bool = False,
        tones: bool = False,
    ) -> Future[Laid]:
        """Lay the second picture on the first: found by itself, or from point pairs set by hand; ``bent`` follows a
        page that is not flat. ``even`` takes uneven light off both, ``tones`` brings the second to the tones of the
        first.
        """
        return self._executor.submit(self._lay, first, second, tuple(pairs), bent, (even, tones))

    def place(self, first: CaptureRecord, second: Shown) -> Future[Placed]:
        """Say where another light of a document, or a specimen, lies on it, without making another picture of it."""
        return self._executor.submit(self._place, first, second)

    def _place(self, first: CaptureRecord, second: Shown) -> Placed:
        if isinstance(second, CaptureRecord):
            return Placed(*self._lay_anyhow(first, second))
        sides = side_of(first, self._fetch(source_of(first))), side_of(second, self._fetch(source_of(second)))
        registration, told = self._found(sides, first, second, (), False)
        return Placed(registration, bool(told))

    def _lay(
        self,
        first: Shown,
        second: Shown,
        pairs: tuple[PointPair, ...],
        bent: bool,
        wanted: tuple[bool, bool],
    ) -> Laid:
        from workstation.imaging.comparability import Doubt, doubts
        from workstation.imaging.compare import luminance, noise_sigma
        from workstation.imaging.preparing import prepared
        from workstation.imaging.register import moved

        sides = side_of(first, self._fetch(source_of(first))), side_of(second, self._fetch(source_of(second)))
        registration, told = self._found(sides, first, second, pairs, bent)
        against = (*doubts(*sides, registration), *told)
        height, width = sides[0].pixels.shape[:2]
        shown = not any(each.refuses for each in against)
        first_sigma, second_sigma = (noise_sigma(luminance(each.pixels)) * _per_byte(each.pixels) for each in sides)
        step = align_step(registration, 1, 0)
        if not shown:
            return Laid(None, registration, against, first_sigma, second_sigma, step)
        laid = moved(sides[1].pixels, registration, width, height)
        made = prepared(sides[0].pixels, laid, even=wanted[0], tones=wanted[1])
        return Laid(
            made.second,
            registration,
            (*against, *(Doubt(each) for each in made.doubts)),
            first_sigma * made.first_gain,
            second_sigma * made.second_gain,
            step,
            made.first if made.first_steps else None,
            made.first_steps,
            made.second_steps,
        )

    def _found(
        self, sides: tuple[Side, Side], first: Shown, second: Shown, pairs: tuple[PointPair, ...], bent: bool
    ) -> tuple[Registration, tuple[Doubt, ...]]:
        """How the second lies on the first, and what is to be said of how that was found."""
        from workstation.imaging.comparability import Doubt
        from workstation.imaging.register import contradicts, vouched_for

        registration = self._register(sides, (first.sha256, second.sha256), pairs, bent)
        if pairs or vouched_for(registration) or (registration.accepted and _of_one_document(first, second)):
            return registration, ()
        for otherwise, code in ((self._by_white, "doubt-laid-by-white"), (self._by_form, "doubt-laid-by-form")):
            found = otherwise(first, second, bent)
            if found is not None:
                return (found, (Doubt(code),)) if contradicts(found, registration) else (registration, ())
        return registration, ()

    def _by_white(self, first: Shown, second: Shown, bent: bool) -> Registration | None:
        """Where two pictures lie on each other as their companions in white light do: a page does not move between
        lights. None where a companion is missing, has another size, or cannot be laid either.
        """
        whites = self._white(first), self._white(second)
        if whites[0] is None or whites[1] is None:
            return None
        sides = tuple(side_of(each, self._fetch(source_of(each))) for each in whites if each is not None)
        found = self._register((sides[0], sides[1]), (whites[0].sha256, whites[1].sha256), (), bent)
        return found if found.accepted else None

    def _by_form(self, first: Shown, second: Shown, bent: bool) -> Registration | None:
        """Where a specimen lies by what its issuer printed before a holder was named: a blank filled in by somebody
        else has its data off their place, and two places for everything agree on none. None where nobody taught what
        differs from holder to holder, or the form cannot be laid either.
        """
        from workstation.imaging.smoothed import smoothed

        whites = self._white(first), self._white(second)
        if whites[0] is None or not isinstance(whites[1], SpecimenPicture):
            return None
        regions = tuple(self._variable_mm(whites[1]))
        if not regions:
            return None
        ours, theirs = (side_of(each, self._fetch(source_of(each))) for each in whites if each is not None)
        form = replace(theirs, pixels=smoothed(theirs.pixels, regions, whites[1].px_per_mm))
        found = self._register((ours, form), (whites[0].sha256, f"{whites[1].sha256} form"), (), bent)
        return found if found.accepted else None

    def _white(self, shown: Shown) -> Shown | None:
        """The picture of the same side in white light, on the same raster."""
        snapshot = self._snapshot()
        if isinstance(shown, SpecimenPicture):
            companions: Sequence[Shown] = self._siblings(shown)
        elif snapshot is not None:
            companions = [each for each in snapshot.captures if each.exhibit_id == shown.exhibit_id]
        else:
            companions = ()
        return next(
            (
                each
                for each in companions
                if (each.light, each.page) == (_WHITE, shown.page)
                and (each.width, each.height) == (shown.width, shown.height)
            ),
            None,
        )

    def _register(
        self, sides: tuple[Side, Side], key: tuple[str, str], pairs: tuple[PointPair, ...], bent: bool
    ) -> Registration:
        from workstation.imaging.register import Model, register, register_points

        known = (*key, pairs, bent)
        if known not in self._registrations:
            first, second = (each.pixels for each in sides)
            if pairs:
                size = first.shape[1], first.shape[0]
                self._registrations[known] = register_points(pairs, size)
            else:
                model = Model.WARP if bent else Model.HOMOGRAPHY
                self._registrations[known] = register(first, second, model)
        return self._registrations[known]

    # ------------------------------------------------------------------ recipes

    def replay(self, recipe: Recipe) -> Future[NDArray[Any]]:
        """The picture that a recipe makes."""
        from workstation.imaging.replay import replay

        return self._executor.submit(lambda: replay(recipe, self._fetch))

    def preview(self, recipe: Recipe, longest_px: int) -> Future[tuple[NDArray[Any], float]]:
        """The picture of a recipe from reduced sources, and their share of the full size; for the eye alone."""
        from workstation.imaging.preview import preview

        return self._executor.submit(lambda: preview(recipe, self._fetch, longest_px))

    def levels(self, recipe: Recipe) -> Future[Levels]:
        """How the values of the picture of a recipe are spread."""
        from workstation.imaging.levels import levels
        from workstation.imaging.replay import replay

        return self._executor.submit(lambda: levels(replay(recipe, self._fetch)))

    def export(self, recipe: Recipe, path: Path, caption: ViewCaption) -> Future[Written]:
        """Write the picture of a recipe with its caption; never over what is no picture."""
        from workstation.exported_views import export_view

        meant = self._case.file

        def written() -> Written:
            export_view(recipe, self._fetch, path, caption, self._profile)
            return Written(path, self._case.note_export(Export.VIEW, path, meant, recipe=recipe.sha256).result())

        return self._executor.submit(written)

    def export_blink(
        self, recipes: Sequence[Recipe], path: Path, captions: Sequence[ViewCaption], period_ms: int
    ) -> Future[Written]:
        """Write the pictures of recipes of one size as an animation; never over what is no picture."""
        from workstation.exported_views import export_blink

        meant = self._case.file
        named = {f"recipe_{place}": each.sha256 for place, each in enumerate(recipes, start=1)}

        def written() -> Written:
            export_blink(recipes, self._fetch, path, captions, self._profile, period_ms=period_ms)
            return Written(path, self._case.note_export(Export.ANIMATION, path, meant, **named).result())

        return self._executor.submit(written)

    def _profile(self, source: Source) -> ColourProfile:
        from workstation.imaging.colour import profile_of

        return profile_of(self._stored(source))

    def keep(self, recipe: Recipe, *, exhibit_id: str, title: str) -> Future[KeptRecipe]:
        """Make the picture of a recipe and store the recipe with the picture's hash in the open case."""
        return self._executor.submit(lambda: self._make_and_keep(recipe, exhibit_id, title).result())

    def _make_and_keep(self, recipe: Recipe, exhibit_id: str, title: str) -> Future[KeptRecipe]:
        from workstation.imaging.replay import SOFTWARE, image_sha256, replay

        now = self._clock.now()
        return self._keep(
            KeptRecipe(
                recipe_id=new_id(now),
                exhibit_id=exhibit_id,
                title=title,
                content=recipe.to_json(),
                image_sha256=image_sha256(replay(recipe, self._fetch)),
                software=SOFTWARE,
                created_at=now,
                created_by=self._actor(),
            )
        )

    def replay_kept(self) -> Future[tuple[Replayed, ...]]:
        """Make every kept view of the open case again and compare hashes."""
        return self._executor.submit(self._replay_kept)

    def _replay_kept(self) -> tuple[Replayed, ...]:
        snapshot = self._snapshot()
        return tuple(again(each, self._fetch) for each in (snapshot.recipes if snapshot else ()))

    # ------------------------------------------------------------------ lights

    def spectrum(self, captures: Sequence[CaptureRecord], region: Region) -> Future[tuple[BandValue, ...]]:
        """Values of a region in every light; the region is in pixels of the first picture."""
        return self._executor.submit(self._spectrum, captures, region)

    def _spectrum(self, captures: Sequence[CaptureRecord], region: Region) -> tuple[BandValue, ...]:
        from workstation.imaging.light_stack import spectrum

        values = spectrum(self._stack(captures), region)
        by_white = {each.light for each in captures[1:] if self._lay_anyhow(captures[0], each)[1]}
        return tuple(replace(each, by_white=each.band.light in by_white) for each in values)

    def best_lights(
        self, captures: Sequence[CaptureRecord], first: Region, second: Region
    ) -> Future[tuple[Ranked, ...]]:
        """Lights and combinations of lights by how well they tell two regions apart."""
        from workstation.imaging.spectra import best_lights

        return self._executor.submit(lambda: best_lights(self._stack(captures), first, second))

    def combined(
        self, captures: Sequence[CaptureRecord], combination: Combination, first: Region, second: Region
    ) -> Future[Recipe]:
        """How to make the picture of a combination of lights, its window laid around both regions."""
        from workstation.imaging.combining import combination_recipe
        from workstation.imaging.light_stack import samples

        def work() -> Recipe:
            stack = self._stack(captures)
            values = samples(stack, first), samples(stack, second)
            return combination_recipe(combination, stack, *values, self._origins(captures))

        return self._executor.submit(work)

    def components(self, captures: Sequence[CaptureRecord], kind: ComponentsKind) -> Future[Recipe]:
        """How to bring all lights into one picture in false colour."""
        from workstation.imaging.combining import components_recipe
        from workstation.imaging.spectra import page_samples

        def work() -> Recipe:
            stack = self._stack(captures)
            return components_recipe(kind, stack, page_samples(stack), self._origins(captures))

        return self._executor.submit(work)

    def stack(
        self, kind: StackKind, captures: Sequence[CaptureRecord], exposures_ms: Sequence[float | None] = ()
    ) -> Future[Stacked]:
        """How to join captures into one picture, the first of them giving the raster.

        Parameters
        ----------
        exposures_ms : sequence
            Exposure that a person wrote beside each capture; None, or nothing at all, for the stored one.

        Raises
        ------
        RecipeError
            In the future: as ``workstation.imaging.stacking.stacked``.
        """
        from workstation.imaging.stacking import Frame, effective_ms, stacked

        written = (*exposures_ms, *(None,) * (len(captures) - len(exposures_ms)))

        def work() -> Stacked:
            frames = [
                Frame(
                    source_of(each),
                    self._fetch(source_of(each)),
                    own or effective_ms(each.exposure_ms, each.gain_db, each.percent),
                )
                for each, own in zip(captures, written, strict=True)
            ]
            return stacked(kind, frames, lambda place: self._lay_light(captures[0], captures[place]), align_step)

        return self._executor.submit(work)

    def luminescence(self, capture: CaptureRecord) -> Future[Recipe]:
        """How to show what glows more than the page itself."""
        from workstation.imaging.combining import luminescence_recipe

        source = source_of(capture)
        return self._executor.submit(lambda: luminescence_recipe(source, self._fetch(source)))

    def _origins(self, captures: Sequence[CaptureRecord]) -> dict[str, StackSource]:
        """Source of every light that lies on the first, and the step that lays it there."""
        from workstation.imaging.combining import StackSource

        origins = {captures[0].light: StackSource(source_of(captures[0]))}
        for capture in captures[1:]:
            laid, _ = self._lay_anyhow(captures[0], capture)
            if laid.accepted:
                origins[capture.light] = StackSource(source_of(capture), align_step(laid, 1, 0))
        return origins

    def _lay_light(self, first: CaptureRecord, second: CaptureRecord) -> Registration:
        sides = side_of(first, self._fetch(source_of(first))), side_of(second, self._fetch(source_of(second)))
        return self._register(sides, (first.sha256, second.sha256), (), False)

    def _lay_anyhow(self, first: CaptureRecord, second: CaptureRecord) -> tuple[Registration, bool]:
        """Where a light lies on another, and whether that is taken from their companions in white light."""
        found = self._lay_light(first, second)
        by_white = None if found.accepted else self._by_white(first, second, False)
        return (found, False) if by_white is None else (by_white, True)

    def _stack(self, captures: Sequence[CaptureRecord]) -> LightStack:
        """Every light on the raster of the first; one that shows too little to be laid lies as its white companion
        does, and one without such a companion is left out.
        """
        from workstation.imaging.light_stack import stack_of
        from workstation.imaging.register import moved

        key = tuple(each.sha256 for each in captures)
        if self._stacked is not None and self._stacked[0] == key:
            return self._stacked[1]
        pictures = {each.light: self._fetch(source_of(each)) for each in captures[:1]}
        for capture in captures[1:]:
            found, _ = self._lay_anyhow(captures[0], capture)
            if found.accepted:
                height, width = pictures[captures[0].light].shape[:2]
                pictures[capture.light] = moved(self._fetch(source_of(capture)), found, width, height)
        stack = stack_of(pictures)
        fits = sum(each.nbytes for each in pictures.values()) <= STACK_BYTES_KEPT
        self._stacked = (key, stack) if fits else None
        return stack


def source_of(shown: Shown) -> Source:
    """The source that a recipe names."""
    from workstation.imaging.recipe import SourceKind

    kind = SourceKind.SPECIMEN if isinstance(shown, SpecimenPicture) else SourceKind.CAPTURE
    return Source(kind, shown.sha256, shown.light)


def side_of(shown: Shown, pixels: NDArray[Any]) -> Side:
    """What is known of how a picture was taken."""
    from workstation.imaging.comparability import Side

    if isinstance(shown, SpecimenPicture):
        return Side(shown.light, pixels, px_per_mm=shown.px_per_mm)
    return Side(shown.light, pixels, shown.exposure_ms, shown.gain_db, shown.percent, shown.px_per_mm)


def align_step(registration: Registration, moving: int, fixed: int) -> Step:
    """The recipe's step that lays one input on another as this registration does."""
    from workstation.imaging.operations import OPERATIONS

    bend: Mapping[str, Any] = {}
    if registration.bend is not None:
        grid = registration.bend.grid
        bend = {"bend": tuple(grid.ravel().tolist()), "bend_columns": int(grid.shape[1])}
    residual_px = min(float(registration.residual_px), 1e6)
    return OPERATIONS["align"].step(
        moving, fixed, matrix=tuple(registration.matrix.ravel().tolist()), residual_px=residual_px, **bend
    )


def _of_one_document(first: Shown, second: Shown) -> bool:
    """Two lights of one document: what is printed out of place on it is so in both."""
    both = [each.exhibit_id for each in (first, second) if isinstance(each, CaptureRecord)]
    return len(both) == 2 and both[0] == both[1]


def _per_byte(pixels: NDArray[Any]) -> float:
    return 1.0 if pixels.dtype.itemsize == 1 else 1 / 257
