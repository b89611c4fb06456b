"""Measuring and spectra in the window on the simulated bench: a known width, and the light that shows a forged place.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station is kept there as a picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import RealWindow

from workstation.cases.verify import verify
from workstation.imaging.combining import ComponentsKind
from workstation.imaging.measure import with_uncertainty
from workstation.imaging.spectra import CombinationKind

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

LIGHTS = ("WHITE", "UV365", "IR850")
#: Distance of the characters of a machine readable zone (ICAO 9303-3, 4.2.3 and OCR-B size 1).
PITCH_MM = 2.54
FILLERS = 14
SEARCH_PX = 10
#: The patch over the lower right corner of the portrait, which infrared alone shows well, and the page beside it.
PATCH_PX = (900.0, 1230.0, 1000.0, 1330.0)
BESIDE_PX = (1180.0, 1260.0, 1280.0, 1330.0)


class Table(RealWindow):
    """A window with three lights of a counterfeit, white in front."""

    def __init__(self, *where: Any, **options: str) -> None:
        super().__init__(*where, **options)
        self.capture(LIGHTS)
        self.desk.look(light="WHITE")
        self.wait(lambda: self.view.picture is not None and self.shows("WHITE"))

    def at(self, x: float, y: float) -> QPoint:
        left, top = self.view.viewport.to_device(x, y)
        return QPointF(left / self.view.devicePixelRatioF(), top / self.view.devicePixelRatioF()).toPoint()

    def look_at(self, x: float, y: float, scale: float = 1.0) -> None:
        self.view.set_viewport((x, y), scale)
        QApplication.processEvents()

    def click(self, x: float, y: float) -> None:
        QTest.mouseClick(self.view, Qt.MouseButton.LeftButton, pos=self.at(x, y))

    def draw(self, left: float, top: float, right: float, bottom: float) -> None:
        """A rectangle, in pixels of the picture, by mouse."""
        self.act("zoom_fit")
        QTest.mousePress(self.view, Qt.MouseButton.LeftButton, pos=self.at(left, top))
        QTest.mouseMove(self.view, self.at((left + right) / 2, (top + bottom) / 2))
        QTest.mouseMove(self.view, self.at(right, bottom))
        QTest.mouseRelease(self.view, Qt.MouseButton.LeftButton, pos=self.at(right, bottom))


@pytest.fixture
def table(request: pytest.FixtureRequest, opens: Callable[..., Table]) -> Table:
    return opens(Table, language=request.param)


def fillers(pixels: NDArray[np.uint8], px_per_mm: float) -> tuple[list[float], float]:
    """Same place on each of the last fillers (<) of the machine readable zone's upper line, and its height."""
    height, width = pixels.shape[:2]
    dark = 255.0 - pixels.mean(axis=2)
    below = dark[round(0.78 * height) :, round(0.6 * width) : round(0.9 * width)].mean(axis=1)
    top = round(0.78 * height) + int(np.flatnonzero(below > (below.min() + below.max()) / 2)[0])
    line = dark[top : top + 50] - dark[top : top + 50].mean()
    pitch, first = PITCH_MM * px_per_mm, round(0.62 * width)
    pattern = line[:, first : first + round(pitch)]
    found = []
    for number in range(FILLERS):
        near = range(round(first + number * pitch) - SEARCH_PX, round(first + number * pitch) + SEARCH_PX + 1)
        found.append(max(near, key=lambda x: float((line[:, x : x + pattern.shape[1]] * pattern).sum())))
    return [float(each) for each in found], float(top + 25)


@pytest.mark.parametrize("table", ["en"], indirect=True)
def test_a_known_length_is_measured_within_its_uncertainty(table: Table) -> None:
    scale = table.desk.capture.px_per_mm
    middles, row = fillers(table.view.picture.pixels, scale)
    first, last = middles[0], middles[-1]
    table.act("measure_distance")
    for x in (first, last):
        table.look_at(x, row, 2.0)
        table.click(x, row)
    table.look_at((first + last) / 2, row)
    table.keep_picture("measure-1-live")
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    table.wait(lambda: table.desk.snapshot.measurements)
    (measured,) = table.desk.snapshot.measurements
    assert abs(measured.value - (FILLERS - 1) * PITCH_MM) <= measured.uncertainty < 0.1
    assert measured.px_per_mm == scale

    table.act("measure_pitch")
    for x in middles:
        table.look_at(x, row, 2.0)
        table.click(x, row)
    table.look_at((first + last) / 2, row)
    table.keep_picture("measure-2-row")
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    table.wait(lambda: len(table.desk.snapshot.measurements) == 4)
    pitch = table.desk.snapshot.measurements[1]
    assert abs(pitch.value - PITCH_MM) <= pitch.uncertainty < 0.02
    table.keep_picture("measure-3-kept")

    report = table.folder / "report.pdf"
    table.desk.bench.export_report(report, table.language).result(timeout=60)
    text = " ".join(page.extract_text() for page in PdfReader(report).pages)
    assert with_uncertainty(measured.value, measured.uncertainty) in text
    table.desk.keep(table.desk.bench.record.withdraw_measurement(pitch.measurement_id, "only to try"))
    table.wait(lambda: len(table.desk.snapshot.measurements) == 1)
    assert verify(table.desk.case_path).intact


@pytest.mark.parametrize("table", ["zh_CN"], indirect=True)
def test_the_light_that_shows_a_place_is_found_shown_and_kept(table: Table) -> None:
    space, spectra = table.space, table.space.spectra
    table.act("place_a")
    assert space.tabs.currentWidget() is space.measure_tab
    table.draw(*PATCH_PX)
    assert spectra.placing == "B"
    table.draw(*BESIDE_PX)
    assert spectra.placing == ""
    table.wait(lambda: spectra.ranked and len(spectra.values) == 2)
    assert spectra.left_out == ()
    assert {each.band.light for each in spectra.values["A"]} == set(LIGHTS)
    table.keep_picture("spectra-1-chart")

    alone = [each for each in spectra.ranked if each.combination.kind is CombinationKind.BAND]
    by_light = {
        light: max(e.contrast_to_noise for e in alone if e.combination.bands[0].light == light) for light in LIGHTS
    }
    assert by_light["IR850"] > 5 * by_light["WHITE"]
    row = spectra.ranked.index(alone[0])
    table.act("best_light")
    space.spectra_panel.best.setCurrentCell(row, 0)
    table.wait(lambda: space.studio.shown_recipe is not None)
    shown = table.view.picture.pixels.astype(float)
    patch, beside = (
        shown[round(top) : round(bottom), round(left) : round(right)]
        for left, top, right, bottom in (PATCH_PX, BESIDE_PX)
    )
    assert abs(patch.mean() - beside.mean()) > 60
    table.keep_picture("spectra-2-best-light")

    recipe = space.studio.shown_recipe
    keeping = table.desk.bench.comparison.keep(recipe, exhibit_id=table.desk.exhibit_id, title="patch")
    table.desk.keep(keeping)
    table.wait(lambda: table.desk.snapshot.recipes)
    assert table.desk.snapshot.recipes[0].content == recipe.to_json()
    assert all(each.same for each in table.desk.bench.comparison.replay_kept().result(timeout=60))

    space.spectra_panel.all_lights[ComponentsKind.PRINCIPAL].click()
    table.wait(lambda: space.studio.shown_recipe not in (None, recipe))
    assert table.view.picture.pixels.ndim == 3
    table.keep_picture("spectra-3-principal")
    table.desk.look(light="UV365")
    table.wait(lambda: table.shows("UV365") and space.studio.shown_recipe is None)
    table.act("luminescence")
    table.wait(lambda: space.studio.shown_recipe is not None)
    assert np.median(table.view.picture.pixels) <= 2
    table.keep_picture("spectra-4-luminescence")
