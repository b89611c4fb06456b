"""A copy of a case for colleagues elsewhere: every picture with whatever names the holder masked, and what was found.

Only what a model of the reference library says to be the same on every document is left open. Where no model says
it, the whole picture is masked; a picture that could not be laid on its model for sure is left out and named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord, sha256_hex
from workstation.cases.model import CaseSnapshot, Finding, Region, Shape
from workstation.checks.optical.taught import NOTHING_TAUGHT, TaughtError, TaughtModel, load_taught
from workstation.copies.redact_laying import Place, Questioned, SideOfModel, corners_mm
from workstation.copies.redact_masks import Corners, Mask, as_png, burned, covered
from workstation.copies.redact_regions import BORDER_MM, personal_places
from workstation.copies.redact_words import known_words, without_persons
from workstation.copies.redact_zone import personal_marks
from workstation.errors import CaseFileError, SpecimenError
from workstation.imaging.pictures import decode
from workstation.lights import LightClass, find_light
from workstation.software import VERSION
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenModel

_HELD_TO_THE_MODEL = 0.98
"""Share of a read zone that the model's own masks must cover; a zone elsewhere says that the laying is wrong."""
_WHITE = "WHITE"
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NO_CODE = "other"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who makes the copy decided.

    Attributes
    ----------
    hidden : frozenset of int
        Findings (from 1, as in the report) whose region is masked under every light of its side.
    shown : frozenset of int
        Findings whose region stays open where no model is known: somebody looked, and it names nobody.
    texts : bool
        Whether free text of findings goes along, with known names and numbers taken out.
    """

    hidden: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    texts: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class MaskedPicture:
    """A picture of the copy.

    Attributes
    ----------
    item, number : int
        Of the item and of the picture in the report, from 1.
    by : str
        ``model`` or ``whole``: what says where the masks stand.
    why : str
        With ``whole``: ``no-model``, ``model-silent`` or ``hidden-not-laid``.
    share : float
        Part of the picture that is masked.
    """

    record: CaptureRecord
    item: int
    number: int
    by: str
    why: str
    model_id: str
    masks: tuple[Mask, ...]
    share: float
    name: str
    pixels: NDArray[Any]
    png: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A picture that is not in the copy: ``not-laid`` or ``zone-elsewhere``."""

    record: CaptureRecord
    number: int
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class RedactedCopy:
    """Everything of a copy but its sheet."""

    snapshot: CaseSnapshot
    pictures: tuple[MaskedPicture, ...]
    left_out: tuple[LeftOut, ...]
    texts: tuple[tuple[int, str], ...] = field(default=())


Originals = Callable[[CaptureRecord], bytes]


def redacted_copy(snapshot: CaseSnapshot, original: Originals, library: Library, wishes: Wishes) -> RedactedCopy:
    """Mask every picture of a case.

    Raises
    ------
    CaseFileError
        ``redact-empty``: the case holds no picture; ``redact-finding``: there is no such finding with a region.
    """
    if not snapshot.captures:
        raise CaseFileError("redact-empty")
    for number in sorted(wishes.hidden | wishes.shown):
        _demand_region(snapshot, number)
    snapshot = replace(snapshot, captures=tuple(_in_codes(each) for each in snapshot.captures))
    numbers = {each.capture_id: at for at, each in enumerate(snapshot.captures, start=1)}
    masked: list[MaskedPicture] = []
    left: list[LeftOut] = []
    for place, item in enumerate(snapshot.exhibits, start=1):
        pages = dict.fromkeys(each.page for each in snapshot.captures if each.exhibit_id == item.exhibit_id)
        for page in pages:
            own = [each for each in snapshot.captures if each.exhibit_id == item.exhibit_id and each.page == page]
            side = _Side(snapshot, own, place, numbers, wishes, original)
            side.mask(*_known(library, item.model_id, page))
            masked += side.masked
            left += side.left
    masked.sort(key=lambda each: each.number)
    left.sort(key=lambda each: each.number)
    return RedactedCopy(snapshot, tuple(masked), tuple(left), texts_of(snapshot) if wishes.texts else ())


def _in_codes(capture: CaptureRecord) -> CaptureRecord:
    """Side and light name files and stand in the index: a case may hold any text there, and a name too."""
    page, light = (each if _CODE.fullmatch(each) else _NO_CODE for each in (capture.page, capture.light))
    return replace(capture, page=page, light=light)


def has_place(finding: Finding) -> bool:
    """Whether a finding has a region that can be hidden or shown."""
    region = finding.region
    return region is not None and region.shape is not Shape.POINT and finding.capture_id is not None


def _demand_region(snapshot: CaseSnapshot, number: int) -> Finding:
    if 1 <= number <= len(snapshot.findings) and has_place(snapshot.findings[number - 1]):
        return snapshot.findings[number - 1]
    raise CaseFileError("redact-finding", n=number, count=len(snapshot.findings))


def _known(
    library: Library, model_id: str, page: str
) -> tuple[SpecimenModel | None, TaughtModel, SideOfModel | None]:
    """The model, what was taught of it, and the side to lay pictures on; None where anything of that lacks."""
    try:
        model = library.model(model_id) if model_id else None
        taught = NOTHING_TAUGHT if model is None else load_taught(library.folder(model_id))
    except (SpecimenError, TaughtError):
        return None, NOTHING_TAUGHT, None
    if model is None or not personal_places(model, taught, page):
        return model, taught, None
    own = [each for each in model.pictures if each.page == page]
    pictures = {each.light: np.asarray(decode(library.read(each))) for each in own}
    if _WHITE not in pictures:
        return model, taught, None
    return model, taught, SideOfModel(pictures, own[0].px_per_mm, taught.variable_mm[page])


class _Side:
    """The pictures of one side of one item."""

    def __init__(
        self,
        snapshot: CaseSnapshot,
        captures: Sequence[CaptureRecord],
        item: int,
        numbers: Mapping[str, int],
        wishes: Wishes,
        original: Originals,
    ) -> None:
        self._snapshot, self._captures, self._item, self._numbers = snapshot, captures, item, numbers
        self._wishes, self._original = wishes, original
        self.masked: list[MaskedPicture] = []
        self.left: list[LeftOut] = []

    def mask(self, model: SpecimenModel | None, taught: TaughtModel, side: SideOfModel | None) -> None:
        """Fill ``masked`` and ``left``."""
        if model is None or side is None:
            self._mask_whole("no-model" if model is None else "model-silent")
            return
        found = side.places([Questioned(each.light, self._pixels(each), each.px_per_mm) for each in self._captures])
        places = {each.capture_id: place for each, place in zip(self._captures, found, strict=True)}
        hidden: list[tuple[CaptureRecord, Corners]] = []
        for number in sorted(self._wishes.hidden):
            finding = _demand_region(self._snapshot, number)
            drawn = next((each for each in self._captures if each.capture_id == finding.capture_id), None)
            if drawn is not None and finding.region is not None:
                hidden.append((drawn, corners_of(finding.region)))
        if any(places[drawn.capture_id] is None for drawn, _ in hidden):
            self._mask_whole("hidden-not-laid")
            return
        hidden_mm = []
        for drawn, corners in hidden:
            place = places[drawn.capture_id]
            assert place is not None
            hidden_mm.append(place.back(np.asarray(corners)))
        for each in self._captures:
            laid = places[each.capture_id]
            if laid is None:
                self.left.append(LeftOut(each, self._numbers[each.capture_id], "not-laid"))
            else:
                self._mask_by_model(each, model, taught, laid, hidden_mm)

    def _mask_by_model(
        self,
        capture: CaptureRecord,
        model: SpecimenModel,
        taught: TaughtModel,
        place: Place,
        hidden_mm: Sequence[NDArray[np.float64]],
    ) -> None:
        masks = [Mask("outside", _rounded(place.forward(corners_mm((0.0, 0.0, *model.size_mm)))))]
        for each in personal_places(model, taught, capture.page):
            if not each.kind.startswith("reverse:") or _shines_through(capture.light):
                masks.append(Mask(each.kind, _rounded(place.forward(corners_mm(each.region_mm, BORDER_MM)))))
        masks += [Mask("hidden", _rounded(place.forward(each))) for each in hidden_mm]
        pixels = self._pixels(capture)
        size = pixels.shape[1], pixels.shape[0]
        closed = covered(size, masks)
        marks, zone = personal_marks(pixels)
        if zone:
            shown = covered(size, [Mask("zone", each) for each in zone])
            if closed[shown].mean() < _HELD_TO_THE_MODEL:
                self.left.append(LeftOut(capture, self._numbers[capture.capture_id], "zone-elsewhere"))
                return
        # Marks that the model's masks cover already would only let their edges follow what is masked.
        masks += [each for each in marks if not closed[covered(size, [each])].all()]
        self._keep(capture, pixels, masks, (), "model", "", model.model_id)

    def _regions(self, numbers: Iterable[int]) -> list[tuple[str | None, Corners]]:
        """Captures and corners of the findings with these numbers."""
        found = (_demand_region(self._snapshot, number) for number in sorted(numbers))
        return [(each.capture_id, corners_of(each.region)) for each in found if each.region is not None]

    def _mask_whole(self, why: str) -> None:
        ours = {each.capture_id for each in self._captures}
        shown = self._regions(self._wishes.shown - self._wishes.hidden)
        hidden = [each for each in self._regions(self._wishes.hidden) if each[0] in ours]
        for each in self._captures:
            pixels = self._pixels(each)
            here = [corners for capture_id, corners in hidden if capture_id == each.capture_id]
            # Where a hidden place lies in this picture is not known: nothing of it is opened.
            elsewhere = len(here) < len(hidden)
            opened = [] if elsewhere else [at for capture_id, at in shown if capture_id == each.capture_id]
            masks = [Mask("whole", ()), *(Mask("hidden", corners) for corners in here)]
            if opened:
                masks += personal_marks(pixels)[0]
            self._keep(each, pixels, masks, opened, "whole", why, "")

    def _keep(
        self,
        capture: CaptureRecord,
        pixels: NDArray[Any],
        masks: Sequence[Mask],
        opened: Sequence[Corners],
        by: str,
        why: str,
        model_id: str,
    ) -> None:
        closed = covered((pixels.shape[1], pixels.shape[0]), masks, opened)
        made = burned(pixels, closed)
        number = self._numbers[capture.capture_id]
        texts = {
            "Software": f"QDBench {VERSION}",
            "Light": capture.light,
            "Side": capture.page,
            "Original-SHA256": capture.sha256,
            "Masks": json.dumps([[each.kind, each.points_px] for each in masks], separators=(",", ":")),
        }
        name = f"{number:03}-{capture.page}-{capture.light}.png"
        self.masked.append(
            MaskedPicture(
                record=capture,
                item=self._item,
                number=number,
                by=by,
                why=why,
                model_id=model_id,
                masks=tuple(masks),
                share=float(closed.mean()),
                name=name,
                pixels=made,
                png=as_png(made, texts),
            )
        )

    def _pixels(self, capture: CaptureRecord) -> NDArray[Any]:
        return np.asarray(decode(self._original(capture)))


def _shines_through(light: str) -> bool:
    found = find_light(light)
    return "TRANSMITTED" in light or found is None or found.light_class is LightClass.INFRARED


def corners_of(region: Region) -> Corners:
    """Corners of a region as a polygon."""
    if region.shape is Shape.POLYGON:
        return region.points_px
    left, top, right, bottom = region.bounds_px()
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _rounded(points: NDArray[np.float64]) -> Corners:
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in points)


def texts_of(snapshot: CaseSnapshot) -> tuple[tuple[int, str], ...]:
    """Numbers and texts of findings as they go along, known names and numbers taken out."""
    known = known_words(snapshot)
    return tuple(
        (number, without_persons(each.observed, known))
        for number, each in enumerate(snapshot.findings, start=1)
        if each.observed.strip()
    )


def index(copy: RedactedCopy, files: Mapping[str, bytes]) -> bytes:
    """``index.json``: pictures with their hashes and masks, findings as codes, the chain head of the case.

    Parameters
    ----------
    files : mapping of str to bytes
        Other files of the copy, whose hashes it names.
    """
    snapshot = copy.snapshot
    numbers = {each.capture_id: at for at, each in enumerate(snapshot.captures, start=1)}
    items = {each.exhibit_id: at for at, each in enumerate(snapshot.exhibits, start=1)}
    texts = dict(copy.texts)
    content = {
        "format": "qdbench-redacted-copy",
        "version": 1,
        "software": VERSION,
        "case": {"chain_head": {"seq": snapshot.head.seq, "sha256": snapshot.head.sha256}},
        "files": {name: sha256_hex(data) for name, data in sorted(files.items())},
        "pictures": [_picture(each) for each in copy.pictures],
        "left_out": [
            {
                "picture": each.number,
                "side": each.record.page,
                "light": each.record.light,
                "original_sha256": each.record.sha256,
                "why": each.why,
            }
            for each in copy.left_out
        ],
        "findings": [
            {
                "finding": at,
                "item": items.get(each.exhibit_id),
                "picture": numbers.get(each.capture_id or ""),
                "region_px": [list(point) for point in each.region.points_px] if each.region else None,
                "feature": each.feature,
                "light": each.light,
                "method": each.method,
                "observation": each.observation,
                "significance": each.significance,
                **({"text": texts[at]} if at in texts else {}),
            }
            for at, each in enumerate(snapshot.findings, start=1)
        ],
        "conclusions": [
            {
                "item": items.get(each.exhibit_id),
                "scale": each.scale,
                "scale_version": each.scale_version,
                "level": each.level,
                "fraud_types": list(each.fraud_types),
                "modus": list(each.modus),
            }
            for each in snapshot.conclusions
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _picture(each: MaskedPicture) -> dict[str, Any]:
    record = each.record
    return {
        "file": each.name,
        "sha256": sha256_hex(each.png),
        "original_sha256": record.sha256,
        "picture": each.number,
        "item": each.item,
        "side": record.page,
        "light": record.light,
        "origin": record.origin.value,
        "width_px": record.width,
        "height_px": record.height,
        "px_per_mm": record.px_per_mm,
        "masked_by": each.by,
        "why": each.why,
        "model": each.model_id,
        "masked_percent": round(100 * each.share),
        "masks": [{"kind": mask.kind, "points_px": mask.points_px} for mask in each.masks],
    }
