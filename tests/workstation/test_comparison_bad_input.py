"""Pictures that should not be compared, through the comparison desk of a real case: refused or warned of, with why.

Nothing of this list may be laid silently: either nothing is shown, or a sentence stands beside what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from case_material import SteppingClock, capture, exhibit, new_case

from drivers.simulation.optics import LAMPS, picture
from drivers.simulation.scenes import load_scene
from workstation.captures import CaptureRecord
from workstation.cases.model import Region, Shape
from workstation.comparison_desk import ComparisonDesk, Laid
from workstation.imaging.pictures import decode
from workstation.messages import sentence
from workstation.open_case import OpenCase

PX_PER_MM = 9.6
Picture = np.ndarray
REGION = Region(Shape.RECTANGLE, ((300.0, 300.0), (400.0, 360.0)))


@cache
def page(scene: str, side: str, light: str = "WHITE") -> Picture:
    """A page of a simulated document under a light, with a little noise."""
    drawn = picture(load_scene(scene, px_per_mm=PX_PER_MM).draw(side), {light: 100.0}, LAMPS[light].full_ms, 0.0)
    noise = np.random.default_rng(1).normal(0, 1.5, drawn.shape)
    return np.clip(drawn + noise, 0, 255).astype(np.uint8)


def passport(light: str = "WHITE") -> Picture:
    return page("uto-passport-genuine", "data_page", light)


def visa() -> Picture:
    return page("uto-visa-genuine", "visa")


class Table:
    """A case whose pictures are laid on each other by the desk that the window uses."""

    def __init__(self, folder: Path, executor: ThreadPoolExecutor) -> None:
        self.case = new_case(folder / "a.qdcase")
        self._exhibit = exhibit()
        self.case.add_exhibit(self._exhibit)
        self.snapshot = self.case.snapshot()
        self._stored: dict[str, bytes] = {}
        self.desk = ComparisonDesk(
            case=OpenCase(
                clock=SteppingClock(),
                cases_dir=folder,
                actor=lambda: pytest.fail("nobody writes here"),
                post=lambda _: None,
            ),
            executor=executor,
            stored=lambda source: self._stored[source.sha256],
            pixels=lambda source: decode(self._stored[source.sha256]),
            snapshot=lambda: self.snapshot,
            keep=lambda _: pytest.fail("nothing is kept here"),
            siblings=lambda specimen: (specimen,),
            clock=SteppingClock(),
            actor=lambda: "",
        )

    def add(self, pixels: Picture, light: str = "WHITE", **facts: object) -> CaptureRecord:
        colour = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
        data = cv2.imencode(".png", colour)[1].tobytes()
        added = capture(
            self._exhibit.exhibit_id,
            light,
            data,
            width=pixels.shape[1],
            height=pixels.shape[0],
            channels=pixels.shape[2] if pixels.ndim == 3 else 1,
            bit_depth=8 * pixels.dtype.itemsize,
            **facts,
        )
        self.case.add_captures([added])
        self.snapshot = self.case.snapshot()
        self._stored[added.record.sha256] = data
        return added.record

    def laid(self, first: Picture, second: Picture, *lights: str) -> Laid:
        one, other = lights or ("WHITE", "WHITE")
        return self.desk.lay(self.add(first, one), self.add(second, other, page="another")).result(60)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with ThreadPoolExecutor(1) as executor:
        made = Table(tmp_path, executor)
        yield made
        made.case.close()


@dataclass(frozen=True)
class Bad:
    """What is laid on the passport page, and what must be said of it.

    ``refused``: nothing is shown.
    """

    second: Callable[[], Picture]
    codes: frozenset[str]
    refused: bool = False


def bad(second: Callable[[], Picture], *codes: str, refused: bool = False) -> Bad:
    return Bad(second, frozenset(codes), refused)


NOTHING_IN_COMMON = ("registration-no-agreement", "registration-few-structures")
TABLE = {
    "half the size": bad(lambda: cv2.resize(passport(), None, fx=0.55, fy=0.55), "doubt-resolution"),
    "a part of it": bad(lambda: passport()[: passport().shape[0] * 2 // 3].copy()),
    "16 bits": bad(lambda: passport().astype(np.uint16) * 257),
    "grey": bad(lambda: cv2.cvtColor(passport(), cv2.COLOR_RGB2GRAY)),
    "upside down": bad(lambda: passport()[::-1, ::-1].copy(), "doubt-turned"),
    "all black": bad(lambda: np.zeros_like(passport()), "registration-black", "doubt-black", refused=True),
    "saturated": bad(lambda: np.full_like(passport(), 255), "registration-saturated", refused=True),
    "half saturated": bad(lambda: np.clip(passport().astype(int) * 1.35, 0, 255).astype(np.uint8), "doubt-saturated"),
    "a picture of nothing": bad(
        lambda: np.random.default_rng(3).integers(0, 256, passport().shape, np.uint8),
        *NOTHING_IN_COMMON,
        refused=True,
    ),
    "mirrored": bad(lambda: passport()[:, ::-1].copy(), "registration-mirrored", refused=True),
    "another model": bad(visa, *NOTHING_IN_COMMON, refused=True),
    "a page of another document": bad(lambda: page("uto-permit-genuine", "front"), *NOTHING_IN_COMMON, refused=True),
    "tiny": bad(lambda: passport()[:40, :40].copy(), "registration-too-small", refused=True),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_should_not_be_compared_is_refused_or_warned_of(table: Table, name: str) -> None:
    given = TABLE[name]
    found = table.laid(passport(), given.second())
    codes = {each.code for each in found.doubts}
    if given.refused:
        assert found.pixels is None
        assert found.doubts[0].refuses
        assert codes & given.codes
    else:
        assert given.codes <= codes
        assert found.pixels is not None
        assert found.pixels.shape[:2] == passport().shape[:2]
        assert found.registration.residual_px < 1.5
    for each in found.doubts:
        for language in ("en", "zh_CN"):
            assert sentence(each.code, each.facts, language) != each.code


def test_another_light_is_laid_and_said(table: Table) -> None:
    found = table.laid(passport(), passport("IR850"), "WHITE", "IR850")
    assert found.pixels is not None
    assert "doubt-light" in {each.code for each in found.doubts}


def test_a_light_that_shows_nothing_lies_as_its_white_companion_in_the_spectra(table: Table) -> None:
    flat = np.clip(np.random.default_rng(5).normal(90, 1.5, passport().shape), 0, 255).astype(np.uint8)
    lights = [table.add(passport()), table.add(passport("IR850"), "IR850"), table.add(flat, "IR940")]
    values = table.desk.spectrum(lights, REGION).result(60)
    assert {(each.band.light, each.by_white) for each in values} == {
        ("WHITE", False),
        ("IR850", False),
        ("IR940", True),
    }
    said = {each.band.light: each.mean for each in values}
    assert said["IR940"] == pytest.approx(90, abs=1)


def test_a_light_without_a_white_companion_is_left_out_of_the_spectra(table: Table) -> None:
    flat = np.full_like(passport(), 90)
    lights = [table.add(passport("IR850"), "IR850"), table.add(flat, "IR940")]
    values = table.desk.spectrum(lights, REGION).result(60)
    assert {each.band.light for each in values} == {"IR850"}
    ranked = table.desk.best_lights(lights, REGION, REGION).result(60)
    assert {band.light for each in ranked for band in each.combination.bands} == {"IR850"}


def test_a_light_is_placed_where_it_lies_without_another_picture_of_it(table: Table) -> None:
    onto = np.array([[1.004, -0.006, 11.0], [0.006, 1.004, -7.0], [0.0, 0.0, 1.0]])
    glow = passport("UV365")
    back = cv2.warpPerspective(glow, np.linalg.inv(onto), (glow.shape[1], glow.shape[0]))
    found = table.desk.place(table.add(passport()), table.add(back, "UV365")).result(60)
    assert found.registration.accepted
    assert not found.by_white
    for x, y in ((200.0, 150.0), (900.0, 500.0)):
        at = found.registration.matrix @ (x, y, 1.0)
        assert (at / at[2])[:2] == pytest.approx((onto @ (x, y, 1.0))[:2], abs=0.5)


def test_a_black_light_is_placed_by_white_or_not_at_all(table: Table) -> None:
    black = np.zeros_like(passport())
    white = table.add(passport())
    found = table.desk.place(white, table.add(black, "UV254")).result(60)
    assert found.by_white
    assert found.registration.matrix == pytest.approx(np.eye(3), abs=1e-3)
    small = table.desk.place(white, table.add(black[::2, ::2], "IR850")).result(60)
    assert not small.registration.accepted
