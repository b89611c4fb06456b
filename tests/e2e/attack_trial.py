"""Somebody who follows a help page at the window, and an eye that measures what the window then shows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import main
from drivers.simulation.scenes import Scene, load_scene
from ui.actions import BY_KEY
from ui.app import Program
from ui.fields import ChoiceBox
from ui.help.markup import FIELD_KEYS
from ui.help.pages import Mark, source, steps
from ui.viewer.view import PictureView
from workstation.cases.model import Finding
from workstation.devices import DeviceState
from workstation.lights import Emission, find_light

#: The time only ends a trial that fails, however busy the machine.
PATIENCE_MS = 90_000

Picture = NDArray[np.float32]
Box = tuple[float, float, float, float]

#: Seconds of the keystroke-level model (Card, Moran and Newell, 1980): a key by somebody who types seldom, a mouse
#: button, pointing, moving a hand between keyboard and mouse, and making up one's mind, once for each step.
KEY_S, BUTTON_S, POINT_S, HAND_S, MIND_S = 0.28, 0.1, 1.1, 0.4, 1.35
#: Silent reading: English words a minute (Brysbaert, 2019), Chinese characters a minute (IReST, Trauzettel-Klosinski
#: and Dietz, 2012).
WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 238, 255
#: Raster on which the eye compares, and how finely it sees.
EYE_PX_PER_MM, EYE_SIGMA_MM, SURROUND_SIGMA_MM = 4.0, 0.5, 2.5
BETWEEN_LINES_MM, STROKES_PERCENTILE = 7.0, 45


@dataclass
class Hand:
    """Counts what a person does."""

    keys: int = 0
    drags: int = 0
    steps: int = 0

    @property
    def seconds(self) -> float:
        """What the keystroke-level model says that it takes."""
        drag = 2 * HAND_S + 2 * POINT_S + 2 * BUTTON_S
        return self.keys * KEY_S + self.drags * drag + self.steps * MIND_S


def reading_seconds(page_id: str, language: str) -> float:
    """How long the steps of a page take to read."""
    lines = [line for line in source(page_id, language).splitlines() if re.match(r"\d+\. ", line)]
    text = " ".join(lines)
    if language == "zh_CN":
        return 60 * len(re.findall(r"[\u4e00-\u9fff]", text)) / CHARACTERS_A_MINUTE
    return 60 * len(text.split()) / WORDS_A_MINUTE


class Examiner:
    """A person at a window with a simulated document on the glass."""

    def __init__(self, qtbot: QtBot, scene: str, language: str, folder: Path) -> None:
        self.qtbot, self.language = qtbot, language
        self.scene: Scene = load_scene(scene)
        self.program = Program(
            lambda: main.open_workbench(f"simulated:{scene}", cases_dir=folder / "cases"),
            language=language,
            settings_file=folder / "window.json",
        )
        self.window = self.program.window
        self.window.resize(1280, 800)
        with qtbot.waitSignal(self.window.painted, timeout=10_000):
            self.window.show()
        self.window.activateWindow()
        self.program.furnish()
        self.hand = Hand()
        self.machine_s = 0.0
        self.drawn_on: dict[str, Picture] = {}
        self.circled: Box = (0.0, 0.0, 0.0, 0.0)
        self.wait(lambda: self.desk.workbench is not None)
        self.wait(lambda: all(each.status.state is DeviceState.READY for each in self.desk.bench.bench.devices()))

    @property
    def desk(self):
        return self.program.commands.desk

    @property
    def space(self):
        return self.program.commands.space

    @property
    def view(self) -> PictureView:
        return self.space.view.view("questioned")

    @property
    def finding(self) -> Finding:
        (finding,) = self.desk.findings()
        return finding

    def wait(self, holds: Callable[[], object]) -> None:
        """Wait for the machine."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)

    # ------------------------------------------------------------------ following a page

    def follow(self, page_id: str) -> None:
        """Do every step of a page, mark by mark."""
        begun = time.perf_counter()
        for step in steps(page_id, self.language):
            self.hand.steps += 1
            for mark in step:
                self.do(mark)
        self.machine_s = time.perf_counter() - begun

    def do(self, mark: Mark) -> None:
        """One mark: a key, a light, a place to draw round, a term to choose, or a key of the form."""
        kinds: dict[str, Callable[[str], None]] = {
            "light": self.take_light,
            "place": self.draw,
            "term": self.choose,
            "choose_specimen": self.choose_specimen,
        }
        if mark.kind == "place" and self.space.view.view("questioned").tool != "rectangle":
            return  # to be read, not to be drawn round
        if mark.kind in kinds:
            kinds[mark.kind](mark.about)
        else:
            self.press((BY_KEY[mark.kind].shortcuts or ("",))[0] if mark.kind in BY_KEY else FIELD_KEYS[mark.kind])
            self.settle(mark.kind)

    def press(self, keys: str) -> None:
        """A key where the keyboard is."""
        combination = QKeySequence(keys)[0]
        self.hand.keys += 1
        QTest.keyClick(QApplication.focusWidget() or self.window, combination.key(), combination.keyboardModifiers())

    def settle(self, action: str) -> None:
        """Wait until a person would see what the key did."""
        desk, space = self.desk, self.space
        if action == "capture_all":
            self.wait(lambda: not desk.capturing and len(desk.captures()) == len(desk.bench_lights()))
            if self.scene.pages[0] in self.scene.mrz:
                self.wait(lambda: desk.model is not None)
                assert desk.model.model_id == self.scene.model_id
        elif action == "partner":
            self.wait(
                lambda: space.pictures.shown["specimen"] == desk.captures()[space.compare.partner_light].capture_id
            )
        elif BY_KEY[action].group == "compare" if action in BY_KEY else False:
            self.wait(lambda: self.view.blend is not None or space.compare.side_by_side)
            self.wait(lambda: not space.compare.laying)
        elif action == "save_finding":
            self.wait(lambda: desk.findings())
        self.wait(space.view.settled)

    def take_light(self, light: str) -> None:
        """Its digit; both panes show it."""
        self.press("1234567890"[self.desk.lights().index(light)])
        assert self.desk.light == light
        self.wait(lambda: self.space.pictures.shown["questioned"] == self.desk.capture.capture_id)
        beside = self.desk.specimen_picture(light)
        if beside is not None and not self.space.compare.partner_light:
            self.wait(lambda: self.space.pictures.shown["specimen"] == beside.sha256)
        self.wait(self.space.view.settled)

    def draw(self, place: str) -> None:
        """A rectangle round a place of the document, with the mouse; the eye keeps what it saw."""
        self.drawn_on = {"questioned": self.seen("questioned")}
        if self.space.view.view("specimen").isVisible():
            self.drawn_on["specimen"] = self.seen("specimen")
        left, top, width, height = place_mm(self.scene, place)
        scale, viewport = self.desk.capture.px_per_mm, self.view.viewport
        corners = [viewport.to_device(x * scale, y * scale) for x, y in ((left, top), (left + width, top + height))]
        first, last = (QPoint(round(x), round(y)) for x, y in corners)
        self.hand.drags += 1
        self.circled = place_mm(self.scene, place)
        QTest.mousePress(self.view, Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(self.view, (first + last) / 2)
        QTest.mouseMove(self.view, last)
        QTest.mouseRelease(self.view, Qt.MouseButton.LeftButton, pos=last)
        self.wait(self.space.findings.form.isVisible)

    def choose(self, path: str) -> None:
        """A term in the form, by the keyboard alone."""
        title, code = path.split("/")
        self.pick(getattr(self.space.findings.form, title), code)

    def choose_specimen(self, _: str) -> None:
        """In the tab of the case, where none was found by the zone."""
        if self.desk.model is None:
            self.press("Alt+4")
            self.pick(self.space.case.document.model, self.scene.model_id)
            self.wait(lambda: self.desk.model is not None)
            self.press("Alt+1")

    def pick(self, box: ChoiceBox, code: str) -> None:
        """An entry of a list: Tab until it has the keyboard, then the arrows."""
        for _ in range(40):
            if not holds_keyboard(box):
                self.press("Tab")
        wanted = box.findData(code)
        assert wanted >= 0, code
        rows = [row for row in range(box.count()) if box.itemData(row) is not None]
        here, there = (rows.index(row) if row in rows else -1 for row in (box.currentIndex(), wanted))
        from_the_end = len(rows) - 1 - there
        if 1 + from_the_end < abs(there - here):
            self.press("End")
        while box.code != code:
            self.press("Down" if box.currentIndex() < wanted else "Up")

    # ------------------------------------------------------------------ seeing

    def seen(self, pane: str) -> Picture:
        """What a pane shows, on a raster of the page: shape (rows, columns, 3), float32, 0 to 255."""
        view = self.space.view.view(pane)
        image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        shot = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
        width_mm, height_mm = self.scene.design.pages[self.scene.pages[0]].size_mm
        left, top = view.viewport.origin
        scale = view.viewport.scale * view.picture.px_per_mm / EYE_PX_PER_MM
        onto = np.array([[scale, 0, left], [0, scale, top]])
        size = round(width_mm * EYE_PX_PER_MM), round(height_mm * EYE_PX_PER_MM)
        turned = cv2.warpAffine(shot, onto, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return turned.astype(np.float32)

    def contrast(self) -> tuple[Picture, str]:
        """How strongly each place of the page stood out when the region was drawn, in grey levels.

        Between the panes: of what glows, the colour; of what is printed, how dark the ink is beside its surroundings,
        whatever the brightness of the paper; beside another light of the same page, how much of the strokes is lost,
        in percent. In one view of a signed difference: how far from its grey.
        """
        first = blurred(self.drawn_on["questioned"], EYE_SIGMA_MM)
        if "specimen" not in self.drawn_on:
            return np.abs(first - np.median(first, axis=(0, 1))).mean(axis=2), "difference"
        second = blurred(self.drawn_on["specimen"], EYE_SIGMA_MM)
        light = find_light(self.finding.light)
        if light is not None and light.emission is Emission.LUMINESCENCE:
            return np.abs(first - second).mean(axis=2), "glow"
        inks = [np.clip(blurred(each, SURROUND_SIGMA_MM) - each, 0, None).mean(axis=2) for each in (first, second)]
        if not self.space.compare.partner_light:
            return np.abs(inks[0] - inks[1]), "ink"
        strokes = inks[1] > np.percentile(inks[1][entries(self.scene)], STROKES_PERCENTILE)
        lost = 100 * (1 - np.minimum(inks[0] / np.maximum(inks[1], 1.0), 1.0))
        return np.where(strokes, lost, np.nan), "lost_percent"


def holds_keyboard(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is widget or (focus is not None and widget.isAncestorOf(focus))


def blurred(picture: Picture, sigma_mm: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_mm * EYE_PX_PER_MM), np.float32)


# ---------------------------------------------------------------------- what the document is


def place_mm(scene: Scene, place: str) -> Box:
    """Where a person finds a place of the page: left, top, width, height."""
    page = scene.design.pages[scene.pages[0]]
    if place == "portrait":
        left, top, width, height = page.portrait_mm
        return left - 0.6, top - 0.6, width + 1.2, height + 1.2
    if place == "emblem":
        model = main.open_library().model(scene.model_id)
        return next(each.region_mm for each in model.features if each.feature_id == "uv-print")
    fields = {each.name: each for each in page.fields}
    wanted = (
        [fields["expires"]] if place == "expires" else [fields[each] for each in ("surname", "given_names", "born")]
    )
    boxes = [(each.at_mm[0] - 1, each.at_mm[1] - each.height_mm - 0.5, each.width_mm) for each in wanted]
    left, top = min(each[0] for each in boxes), min(each[1] for each in boxes)
    right, bottom = left + max(min(each[2], 21.0) for each in boxes), max(each.at_mm[1] for each in wanted) + 0.7
    return left, top, right - left, bottom - top


def compared_with(scene: Scene, box_mm: Box, truth: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the eye looks for something like what it circled: at the other entries from an entry, else anywhere.

    Never where the document was altered; empty where it was altered everywhere.
    """
    if box_mm != place_mm(scene, "expires"):
        return ~truth & ~within(truth.shape, box_mm)
    return entries(scene) & ~truth


def entries(scene: Scene) -> NDArray[np.bool_]:
    """Where the printed entries stand, on the raster of the eye."""
    page = scene.design.pages[scene.pages[0]]
    width_mm, height_mm = page.size_mm
    found = np.zeros((round(height_mm * EYE_PX_PER_MM), round(width_mm * EYE_PX_PER_MM)), bool)
    for each in page.fields:
        if each.label:
            left, bottom = each.at_mm
            found |= within(found.shape, (left, bottom - each.height_mm, min(each.width_mm, 14.0), each.height_mm))
    return found


def attacked(scene: Scene) -> NDArray[np.bool_]:
    """Where the material is not what was issued, on the raster of the eye."""
    small = replace(scene, px_per_mm=EYE_PX_PER_MM)
    page = scene.pages[0]
    made, issued = small.draw(page), replace(small, changes=()).draw(page)
    found = np.abs(made.height_um - issued.height_um) > 3
    for mine, theirs in zip(made.planes(), issued.planes(), strict=True):
        apart = cv2.absdiff(mine, theirs) > 12
        found |= apart.any(axis=2) if apart.ndim == 3 else apart
    return cv2.dilate(found.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0


def areas(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask with what lies between lines of text filled: a person circles an entry, not its strokes."""
    side = round(BETWEEN_LINES_MM * EYE_PX_PER_MM)
    wider = cv2.copyMakeBorder(mask.astype(np.uint8), side, side, side, side, cv2.BORDER_CONSTANT, value=(0,))
    closed = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return closed[side:-side, side:-side] > 0


def within(shape: tuple[int, ...], box_mm: Box) -> NDArray[np.bool_]:
    """A box as a mask on the raster of the eye."""
    left, top, width, height = (round(each * EYE_PX_PER_MM) for each in box_mm)
    mask = np.zeros(shape, bool)
    mask[max(top, 0) : top + height, max(left, 0) : left + width] = True
    return mask
