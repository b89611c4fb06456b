"""What the help says of portraits in infrared and of luminescence under ultraviolet, found on a real page.

The pages are ``infrared-portrait`` and ``fibres-and-bands``. Everything is asked of the comparison desk, as the
window asks it; places are named in the pixels of the white picture (403 dpi).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drivers.bench import simulated_bench
from workstation.captures import CaptureRecord
from workstation.cases.model import Region, Shape
from workstation.clock import SystemClock
from workstation.comparison_desk import source_of
from workstation.imaging.recipe import Recipe
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

pytestmark = pytest.mark.real_data

LIGHTS = ("WHITE", "IR", "UV")


Table = tuple[Workbench, Mapping[str, CaptureRecord]]


def box(left: float, top: float, right: float, bottom: float) -> Region:
    return Region(Shape.RECTANGLE, ((left, top), (right, bottom)))


@pytest.fixture
def table(tmp_path: Path, real_data: Path) -> Iterator[Table]:
    """The page, imported as the window imports it."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for light in LIGHTS:
        shutil.copy(real_data / "multispectral" / "belarus2006" / f"{light}.jpg", folder / f"{light}.jpg")
    bench = Workbench(
        bench=simulated_bench("uto-passport-genuine", SystemClock()).bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
    )
    bench.import_pictures(folder, page="data_page").result()
    assert bench.snapshot is not None
    yield bench, {each.light: each for each in bench.snapshot.captures}
    bench.shutdown()


PAPER_BESIDE = box(60, 250, 120, 400)
PARTS_OF_THE_FACE = {
    "hair": box(330, 385, 420, 440),
    "lips": box(330, 675, 380, 700),
    "curl": box(120, 600, 180, 660),
}
JACKET = box(120, 900, 300, 980)
ZONE, ZONE_PAPER = box(110, 1150, 1860, 1180), box(110, 1070, 1860, 1110)
YELLOW_BAND, RED_BAND = (470, 580), (935, 975)
"""Rows; beside them lie rows of paper."""
PAPER_ROWS = ((430, 455), (600, 640), (880, 905), (1010, 1040))
BAND_COLUMNS = slice(700, 1900)
PAGE = np.s_[60:1240, 120:1860]
"""Without the rim, where the lamp is seen in the edge of the laminate."""
RED, GREEN, BLUE = range(3)
FIBRE_COLOURS = {BLUE: (RED, GREEN), RED: (GREEN, BLUE)}
FEWEST_FIBRES = {BLUE: 12, RED: 4}
LEAST_PURITY, SMALLEST_PX = 60, 40
SHORTEST_FIBRE_MM, LONGEST_FIBRE_MM, WIDEST_FIBRE_MM = 1.0, 8.0, 0.7
PX_PER_MM = 403 / 25.4


def brightness(bench: Workbench, captures: Mapping[str, CaptureRecord], place: Region) -> dict[str, float]:
    """Mean of a place in every light, laid on white; colour bands together."""
    held: dict[str, list[float]] = {}
    ordered = [captures[each] for each in LIGHTS]
    for value in bench.comparison.spectrum(ordered, place).result():
        held.setdefault(value.band.light, []).append(value.mean)
    return {light: float(np.mean(values)) for light, values in held.items()}


def share_left(bench: Workbench, captures: Mapping[str, CaptureRecord], place: Region, paper: Region) -> float:
    """How much of a place's contrast to the paper in white light is left in infrared."""
    dark, bare = brightness(bench, captures, place), brightness(bench, captures, paper)
    return (bare["IR"] - dark["IR"]) / (bare["WHITE"] - dark["WHITE"])


def test_the_face_is_gone_in_infrared_and_the_zone_is_not(table: Table) -> None:
    bench, captures = table
    laid = bench.comparison.lay(captures["IR"], captures["WHITE"]).result()
    assert laid.registration.accepted
    assert laid.registration.residual_px < 1.0
    for name, place in PARTS_OF_THE_FACE.items():
        assert share_left(bench, captures, place, PAPER_BESIDE) < 0.25, name
    assert share_left(bench, captures, ZONE, ZONE_PAPER) > 0.9
    assert share_left(bench, captures, JACKET, PAPER_BESIDE) > 0.8, "printed in black, as the page warns"


def luminescence(table: Table) -> NDArray[np.float64]:
    """What glows more than the page, as the window shows it."""
    bench, captures = table
    recipe = bench.comparison.luminescence(captures["UV"]).result()
    return bench.comparison.replay(recipe).result().astype(np.float64)


def mean_of(picture: NDArray[np.float64], rows: tuple[int, int]) -> NDArray[np.float64]:
    return picture[slice(*rows), BAND_COLUMNS].reshape(-1, 3).mean(axis=0)


def test_two_bands_shine_each_in_its_colour_and_are_not_seen_in_white(table: Table) -> None:
    seen = luminescence(table)
    yellow, red = mean_of(seen, YELLOW_BAND), mean_of(seen, RED_BAND)
    paper = max(mean_of(seen, rows).mean() for rows in PAPER_ROWS)
    assert min(yellow[0], yellow[1]) > 5 * yellow[2]
    assert red[0] > 3 * max(red[1], red[2])
    assert min(yellow.mean(), red.mean()) > 2.5 * paper

    bench, captures = table
    white = bench.comparison.replay(Recipe((source_of(captures["WHITE"]),))).result().astype(np.float64)
    beside = [mean_of(white, rows) for rows in PAPER_ROWS]
    apart = max(float(np.abs(one - other).max()) for one in beside for other in beside)
    for band in (YELLOW_BAND, RED_BAND):
        nearest = min(float(np.abs(mean_of(white, band) - each).max()) for each in beside)
        assert nearest < apart, "in white no further from the paper than its own rows are from each other"


def test_fibres_are_short_thin_of_single_colours_and_lie_at_random(table: Table) -> None:
    seen = luminescence(table)[PAGE]
    places = []
    for colour, others in FIBRE_COLOURS.items():
        purity = seen[..., colour] - seen[..., others].max(axis=2)
        found = fibres(purity > LEAST_PURITY)
        assert len(found) >= FEWEST_FIBRES[colour], f"{colour}: {len(found)}"
        places += found
    quarters = {(x > seen.shape[1] / 2, y > seen.shape[0] / 2) for x, y in places}
    assert len(quarters) == 4, "all over the page"


def fibres(mask: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Middles of what has the length and the width of a fibre."""
    count, labels, stats, middles = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    found = []
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < SMALLEST_PX:
            continue
        ys, xs = np.nonzero(labels == label)
        sides = cv2.minAreaRect(np.stack([xs, ys], axis=1).astype(np.float32))[1]
        longest, widest = (each / PX_PER_MM for each in (max(sides), min(sides)))
        if SHORTEST_FIBRE_MM < longest < LONGEST_FIBRE_MM and longest > 3 * widest and widest < WIDEST_FIBRE_MM:
            found.append((float(middles[label][0]), float(middles[label][1])))
    return found
