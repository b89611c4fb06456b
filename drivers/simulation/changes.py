"""What can be done to a document: every kind of change a scene may list, as a frozen value with its own parameters.

A change acts on the making (before anything is drawn) or on the sheet (at the end of a stage), never on a picture:
what shows, and under which light, follows from the material.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation import materials, personalisation
from drivers.simulation.copies import Copy, Making, Page, Stage, TextField
from drivers.simulation.inks import INKS
from drivers.simulation.lettering import text
from drivers.simulation.linework import Field, around, circle, curves
from drivers.simulation.materials import PAPERS, bleach, cloud
from drivers.simulation.motifs import dither_thresholds, emblem
from drivers.simulation.portraits import portrait
from drivers.simulation.sheet import Sheet, Stamp, encode


class Change(Protocol):
    """One change of a scene."""

    stage: ClassVar[Stage]
    page: str

    def plan(self, making: Making) -> Making:
        """The making with this change in it."""
        ...

    def act(self, copy: Copy, page: Page) -> None:
        """Alter the sheet, after the layers of ``stage``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    stage: ClassVar[Stage] = Stage.PAPER
    page: str = ""

    def plan(self, making: Making) -> Making:
        return making

    def act(self, copy: Copy, page: Page) -> None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Omit(_Base):
    """Layers that were never made."""

    layers: tuple[str, ...]

    def plan(self, making: Making) -> Making:  # noqa: D102
        return replace(making, omit=making.omit | set(self.layers))


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPaper(_Base):
    """Another substrate."""

    paper: str

    def plan(self, making: Making) -> Making:  # noqa: D102
        return replace(making, paper=self.paper)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherInk(_Base):
    """Layers printed with another ink."""

    layers: tuple[str, ...]
    ink: str

    def plan(self, making: Making) -> Making:  # noqa: D102
        return replace(making, inks={**making.inks, **dict.fromkeys(self.layers, self.ink)})


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFont(_Base):
    """``data`` or ``mrz`` set in another font."""

    layers: tuple[str, ...]
    font: str

    def plan(self, making: Making) -> Making:  # noqa: D102
        return replace(making, fonts={**making.fonts, **dict.fromkeys(self.layers, self.font)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced(_Base):
    """Personalisation set off from its place."""

    right_mm: float
    down_mm: float

    def plan(self, making: Making) -> Making:  # noqa: D102
        return replace(making, offset_mm=(self.right_mm, self.down_mm))


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherText(_Base):
    """A field that prints something else than the holder's data (``perforation`` is a field too)."""

    field: str
    text: str

    def plan(self, making: Making) -> Making:  # noqa: D102
        return replace(making, texts={**making.texts, self.field: self.text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint(_Base):
    """The whole side copied: scanned and printed with four dyes in droplets on another paper.

    Everything the scanner did not see is gone: luminescence, relief, watermark, retro-reflection, diffraction,
    perforation; and what it saw has become droplets.
    """

    stage: ClassVar[Stage] = Stage.COVER
    paper: str = "office"
    droplet_mm: float = 0.08
    blur_mm: float = 0.07

    def act(self, copy: Copy, page: Page) -> None:  # noqa: D102
        sheet = copy.sheet
        bare = np.sqrt(np.asarray(sheet.paper_rgb, np.float32))
        scanned = (
            cv2.GaussianBlur(sheet.colour, (0, 0), max(0.3, self.blur_mm * sheet.px_per_mm)).astype(np.float32) / 255
        )
        tones = np.clip((scanned / bare) ** 2, 0.02, 1)
        for plane in sheet.planes():
            plane[:] = 0
        sheet.colour[:], sheet.infrared[:], sheet.back[:], sheet.height_um[:] = 255, 255, 255, 0
        sheet.gratings.clear()
        materials.lay_paper(
            Copy(sheet, copy.holder, replace(copy.making, paper=self.paper), copy.mrz, copy.seed), self.paper
        )
        black = np.clip((0.42 - tones.max(axis=2)) / 0.36, 0, 1)
        inks = {"dye_cyan": tones[..., 0], "dye_magenta": tones[..., 1], "dye_yellow": tones[..., 2]}
        for salt, (ink, tone) in enumerate(inks.items()):
            wanted = np.clip(1.18 * (1 - tone) - 0.75 * black, 0, 1)
            sheet.print(Stamp(_droplets(sheet, wanted.astype(np.float32), self.droplet_mm, salt)), INKS[ink])
        sheet.print(Stamp(_droplets(sheet, black.astype(np.float32), self.droplet_mm, 9)), INKS["dye_black"])


def _droplets(sheet: Sheet, wanted: Field, droplet_mm: float, seed: int) -> NDArray[Any]:
    rows, columns = round(sheet.size_mm[1] / droplet_mm), round(sheet.size_mm[0] / droplet_mm)
    small = cv2.resize(wanted, (columns, rows), interpolation=cv2.INTER_AREA)
    fired = (small > dither_thresholds(rows, columns, seed + 20)).astype(np.float32)
    size = (sheet.width, sheet.height)
    coarser = sheet.width < columns
    grown = cv2.resize(fired, size, interpolation=cv2.INTER_AREA if coarser else cv2.INTER_CUBIC)
    return np.asarray(np.clip(grown * 1.15, 0, 1) * 255, np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedWatermark(_Base):
    """A watermark imitated in pale ink on the surface."""

    stage: ClassVar[Stage] = Stage.AFTER
    middle_mm: tuple[float, float]
    radius_mm: float

    def act(self, copy: Copy, page: Page) -> None:  # noqa: D102
        mark = emblem(self.middle_mm, self.radius_mm, copy.sheet.px_per_mm, 0.3)
        copy.sheet.print(mark, INKS["grey_wash"])


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatFoil(_Base):
    """A piece of plain foil in place of the diffractive device."""

    stage: ClassVar[Stage] = Stage.AFTER
    middle_mm: tuple[float, float]
    radius_mm: float

    def act(self, copy: Copy, page: Page) -> None:  # noqa: D102
        materials.foil(copy, self.middle_mm, self.radius_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlighter(_Base):
    """Luminescent print imitated by hand: one colour, thick edges, a little yellow in white light."""

    stage: ClassVar[Stage] = Stage.AFTER
    middle_mm: tuple[float, float]
    radius_mm: float

    def act(self, copy: Copy, page: Page) -> None:  # noqa: D102
        scale = copy.sheet.px_per_mm
        rng = copy.rng(31)
        drawn = []
        for share in (1.0, 0.93, 0.55):
            wobble = np.cumsum(rng.normal(0, 0.012, 240))
            wobble -= np.linspace(wobble[0], wobble[-1], 240)
            drawn.append(circle(self.middle_mm, self.radius_mm * share) + wobble[:, None] * self.radius_mm * 0.5)
        rings = curves(drawn, around(self.middle_mm, self.radius_mm * 1.2), 0.9, scale, closed=True)
        copy.sheet.print(rings, INKS["highlighter"])
        word = text(
            "UTOPIA", (self.middle_mm[0], self.middle_mm[1] + 2), 4.0, scale, font="sans_bold", align="middle"
        )
        copy.sheet.print(word, INKS["highlighter"], 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(_Base):
    """The portrait cut out or covered, and another photograph set in with adhesive."""

    stage: ClassVar[Stage] = Stage.COVER
    portrait: int
    thickness_um: float = 85.0
    margin_mm: float = 0.4

    def act(self, copy: Copy, page: Page) -> None:  # noqa: D102
        if page.portrait_mm is None:
            return
        sheet = copy.sheet
        left, top, width, height = page.portrait_mm
        grow = self.margin_mm
        box = (left - grow, top - grow, width + 2 * grow, height + 2 * grow)
        rng = copy.rng(41)
        corners = np.array(
            [
                (box[0], box[1]),
                (box[0] + box[2], box[1]),
                (box[0] + box[2], box[1] + box[3]),
                (box[0], box[1] + box[3]),
            ]
        ) + rng.uniform(-0.28, 0.28, (4, 2))
        piece = curves([corners], (box[0] - 1, box[1] - 1, box[2] + 2, box[3] + 2), 0.1, sheet.px_per_mm, filled=True)
        self._adhesive(copy, box)
        here, coverage = sheet.place(piece)
        share = coverage.astype(np.float32) / 255
        paper = PAPERS["photo"]
        for plane, levels in (
            (sheet.colour, paper.rgb),
            (sheet.infrared, paper.ir),
            (sheet.glow_365, paper.glow_365),
            (sheet.glow_254, paper.glow_254),
        ):
            new = np.array([encode(level) for level in levels], np.float32)
            plane[here] = plane[here] * (1 - share[..., None]) + new * share[..., None]
        sheet.passage[here] = sheet.passage[here] * (1 - 0.45 * share)
        sheet.height_um[here] = sheet.height_um[here] * (1 - 0.8 * share) + share * np.float32(self.thickness_um)
        face = portrait(self.portrait)
        grey = face.tone[..., None] * 0.75 + face.rgb * 0.25
        personalisation.colour_portrait(sheet, grey, page.portrait_mm)
        self._cut_laminate(copy, piece, box)

    def _adhesive(self, copy: Copy, box: tuple[float, float, float, float]) -> None:
        sheet, rng = copy.sheet, copy.rng(42)
        blobs = []
        for side in range(4):
            for share in np.linspace(0.03, 0.97, 16):
                x = box[0] + box[2] * (share if side % 2 == 0 else float(side == 1))
                y = box[1] + box[3] * (share if side % 2 == 1 else float(side == 2))
                blobs.append(circle((x, y), float(rng.uniform(0.5, 1.5)), 24))
        canvas: Stamp | None = None
        for each in blobs:
            part = curves([each], (box[0] - 3, box[1] - 3, box[2] + 6, box[3] + 6), 0.1, sheet.px_per_mm, filled=True)
            canvas = part if canvas is None else Stamp(cv2.max(canvas.coverage, part.coverage), part.left, part.top)
        if canvas is not None:
            soft = cv2.GaussianBlur(canvas.coverage, (0, 0), max(0.6, 0.2 * sheet.px_per_mm))
            sheet.print(Stamp(soft, canvas.left, canvas.top), INKS["adhesive"])

    def _cut_laminate(self, copy: Copy, piece: Stamp, box: tuple[float, float, float, float]) -> None:
        sheet = copy.sheet
        here, coverage = sheet.place(piece)
        shifted = np.roll(sheet.retro, (sheet.px(1.7), sheet.px(-2.3)), axis=(0, 1))[here]
        share = coverage.astype(np.float32) / 255
        rim = cv2.morphologyEx(coverage, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).astype(np.float32) / 255
        sheet.retro[here] = (sheet.retro[here] * (1 - share) + shifted * 0.55 * share) * (1 - rim)
        blisters = np.clip(cloud(sheet, copy.rng(43), 2.6)[here] - 1.2, 0, 1) * share
        sheet.height_um[here] += cv2.GaussianBlur(blisters.astype(np.float32), (0, 0), 0.25 * sheet.px_per_mm) * 26
        for grating in sheet.gratings:
            stamp = grating.stamp
            mask = np.zeros((sheet.height, sheet.width), np.uint8)
            mask[here] = coverage
            inside, _ = sheet.place(stamp)
            part = mask[inside]
            stamp.coverage[: part.shape[0], : part.shape[1]][part > 127] //= 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure(_Base):
    """A field scraped away, and perhaps written anew by hand or machine in another ink."""

    stage: ClassVar[Stage] = Stage.PERSON
    field: str
    text: str = ""
    ink: str = "pen_black"
    font: str = "sans_bold"
    depth: float = 0.92
    paper: str = "security"

    def act(self, copy: Copy, page: Page) -> None:  # noqa: D102
        place = field_of(page, self.field)
        if place is None:
            return
        sheet = copy.sheet
        box = (
            place.at_mm[0] - 1.0,
            place.at_mm[1] - place.height_mm - 0.45,
            min(place.width_mm, 21.0),
            place.height_mm + 1.1,
        )
        here = sheet.box(box)
        rows, columns = sheet.height_um[here].shape
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        inside = np.minimum.reduce(
            [
                x / (columns * 0.06),
                (columns - 1 - x) / (columns * 0.06),
                y / (rows * 0.2),
                (rows - 1 - y) / (rows * 0.2),
            ]
        )
        rough = cloud(sheet, copy.rng(51), 0.35)[here]
        share = np.clip(np.clip(inside, 0, 1) * (self.depth + 0.10 * rough), 0, 1).astype(np.float32)
        paper = PAPERS[self.paper]
        bleach(sheet, here, share, paper)
        for plane, level in ((sheet.glow_365, (0.020, 0.028, 0.050)), (sheet.glow_254, (0.010, 0.014, 0.025))):
            raw = np.array([encode(each) for each in level], np.float32)
            plane[here] = np.maximum(plane[here], raw * share[..., None])
        lighter = (sheet.passage[here].astype(np.float32) / 255) ** 2 * (1 + 0.34 * share)
        sheet.passage[here] = np.sqrt(np.clip(lighter, 0, 1)) * 255
        sheet.height_um[here] += share * (rough * 7 - 9)
        if self.text:
            stamp = text(
                self.text,
                (place.at_mm[0] + 0.12, place.at_mm[1] + 0.08),
                place.height_mm * 1.02,
                sheet.px_per_mm,
                font=self.font,
            )
            sheet.print(stamp, INKS[self.ink])


def field_of(page: Page, name: str) -> TextField | None:
    """A field of a page by name."""
    return next((each for each in page.fields if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear(_Base):
    """Years in pockets: scratches, dirt at the edges, a stain, a crease, fading, all from ``amount`` 0..1."""

    stage: ClassVar[Stage] = Stage.AFTER
    amount: float = 0.6
    stain_mm: tuple[float, float] = (92.0, 66.0)
    paper: str = "security"

    def act(self, copy: Copy, page: Page) -> None:  # noqa: D102
        sheet, rng = copy.sheet, copy.rng(61)
        width, height = sheet.size_mm
        scratches = []
        for _ in range(int(60 * self.amount)):
            x, y, turn = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0, np.pi)
            run = np.linspace(0, rng.uniform(2, 26), 30)
            scratches.append(
                np.stack([x + run * np.cos(turn), y + run * np.sin(turn) + 0.02 * run**1.4 * rng.normal()], 1)
            )
        lines = curves(scratches, (0, 0, width, height), 0.07, sheet.px_per_mm)
        sheet.raise_by(lines, -9.0)
        sheet.retro[:] = cv2.subtract(sheet.retro, lines.coverage[: sheet.height, : sheet.width])
        here, coverage = sheet.place(lines)
        bleach(sheet, here, coverage.astype(np.float32) / 255 * 0.35, PAPERS[self.paper])
        self._dirt(copy)
        self._stain(copy)
        self._crease(copy)
        fade = np.float32(1 - 0.30 * self.amount)
        for plane in (sheet.glow_365, sheet.glow_254):
            plane[:] = (plane * fade).astype(np.uint8)

    def _dirt(self, copy: Copy) -> None:
        sheet = copy.sheet
        x = np.minimum(np.arange(sheet.width), np.arange(sheet.width)[::-1]).astype(np.float32) / sheet.px_per_mm
        y = np.minimum(np.arange(sheet.height), np.arange(sheet.height)[::-1]).astype(np.float32) / sheet.px_per_mm
        edge = np.exp(-np.minimum(x[None, :], y[:, None]) / np.float32(2.2))
        blotch = np.clip(0.55 + 0.4 * cloud(sheet, copy.rng(62), 5.0), 0, 1)
        grime = np.clip((edge * 0.85 + 0.07) * blotch * np.float32(self.amount), 0, 1)
        sheet.print(Stamp((grime * 255).astype(np.uint8)), INKS["dirt"])

    def _stain(self, copy: Copy) -> None:
        sheet, rng = copy.sheet, copy.rng(63)
        turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
        radius = 8.5 + 0.5 * np.sin(3 * turn + 1) + 0.3 * np.sin(7 * turn) + rng.normal(0, 0.05, 200)
        outline = np.stack([self.stain_mm[0] + radius * np.cos(turn), self.stain_mm[1] + radius * np.sin(turn)], 1)
        bounds = around(self.stain_mm, 11)
        full = curves([outline], bounds, 0.1, sheet.px_per_mm, filled=True)
        rim = curves([outline], bounds, 0.5, sheet.px_per_mm, closed=True)
        soft = cv2.GaussianBlur(full.coverage, (0, 0), 0.15 * sheet.px_per_mm)
        sheet.print(Stamp(soft, full.left, full.top), INKS["coffee"], 0.22 * self.amount)
        sheet.print(
            Stamp(cv2.GaussianBlur(rim.coverage, (0, 0), 0.12 * sheet.px_per_mm), rim.left, rim.top),
            INKS["coffee"],
            0.6 * self.amount,
        )

    def _crease(self, copy: Copy) -> None:
        sheet = copy.sheet
        width, height = sheet.size_mm
        x = np.linspace(width * 0.62, width * 0.72, 40)
        line = np.stack([x + 0.3 * np.sin(x), np.linspace(0, height, 40)], 1)
        fold = curves([line], (width * 0.55, 0, width * 0.25, height), 0.35, sheet.px_per_mm)
        soft = cv2.GaussianBlur(fold.coverage, (0, 0), 0.12 * sheet.px_per_mm)
        sheet.raise_by(Stamp(soft, fold.left, fold.top), 34 * self.amount)
        here, coverage = sheet.place(fold)
        bleach(sheet, here, coverage.astype(np.float32) / 255 * np.float32(0.4 * self.amount), PAPERS[self.paper])


CHANGES: dict[str, type[_Base]] = {
    "omit": Omit,
    "paper": OtherPaper,
    "ink": OtherInk,
    "font": OtherFont,
    "misplaced": Misplaced,
    "text": OtherText,
    "reprint": Reprint,
    "printed_watermark": PrintedWatermark,
    "flat_foil": FlatFoil,
    "highlighter": Highlighter,
    "photo": Photo,
    "erasure": Erasure,
    "wear": Wear,
}
