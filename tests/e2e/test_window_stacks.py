"""Every tool that joins or prepares pictures, driven through the window, kept, and replayed by the command line.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every view is kept there as a picture.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image
from real_window import RealWindow

import main
from ui.compare.wall import Cell
from ui.enhance.stack_dialog import StackDialog
from ui.viewer.blend import Mode
from workstation.cases.verify import verify
from workstation.exported_views import exported_view
from workstation.imaging.recipe import parse_recipe

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

Picture = np.ndarray
AZIMUTHS = {"OBLIQUE_LEFT": 180.0, "OBLIQUE_RIGHT": 0.0, "OBLIQUE_TOP": -90.0, "OBLIQUE_BOTTOM": 90.0}


def sheet(shape: tuple[int, int], seed: int = 3) -> Picture:
    """A page full of details."""
    noise = np.random.default_rng(seed).normal(0, 1, (*shape, 3)).astype(np.float32)
    fine, coarse = (cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (1.5, 6.0))
    return np.clip(128 + 55 * (fine + coarse), 0, 255).astype(np.uint8)


def tiles() -> list[dict[str, Picture]]:
    page = sheet((420, 900), 4)
    return [{"IR850": page[:, :420]}, {"IR850": page[:, 240:660]}, {"IR850": page[:, 480:]}]


def focused() -> list[dict[str, Picture]]:
    page = sheet((400, 600), 5)
    soft = cv2.GaussianBlur(page, (0, 0), 4.0)
    near, far = page.copy(), page.copy()
    near[:, 300:], far[:, :300] = soft[:, 300:], soft[:, :300]
    breathed = cv2.warpAffine(far, np.array([[1.01, 0, -3.0], [0, 1.01, -2.0]]), (600, 400))
    return [{"UV365": near}, {"UV365": breathed}]


def exposed() -> list[dict[str, Picture]]:
    radiance = sheet((400, 600), 6).astype(np.float32) / 2
    radiance[:, 300:] *= 10
    return [{"TRANSMITTED": np.clip(radiance * share, 0, 255).astype(np.uint8)} for share in (1.0, 0.1)]


def lit() -> list[dict[str, Picture]]:
    y, x = np.mgrid[:300, :400].astype(float)
    height = 3 * np.exp(-((np.hypot(x - 200, y - 150) - 60) ** 2) / (2 * 8.0**2))
    down, across = np.gradient(height)
    slope = {light: across * np.cos(np.radians(a)) + down * np.sin(np.radians(a)) for light, a in AZIMUTHS.items()}
    return [{light: np.clip(150 - 120 * each, 0, 255).astype(np.uint8) for light, each in slope.items()}]


#: Kind, what is imported folder by folder, exposures written into the list, operations of the recipe.
STACKS = (
    ("stitch", tiles, (), ("stitch",)),
    ("focus-stack", focused, (), ("align", "focus-stack")),
    ("exposures", exposed, ("40", "4"), ("exposures", "compress-range")),
    ("relief", lit, (), ("relief",)),
)


class Window(RealWindow):
    """A window at which a person joins captures."""

    about = "stacks"

    def keep(self) -> None:
        """Under the title that is proposed."""
        before = len(self.desk.snapshot.recipes)
        self.act("keep_view")
        self.dialog().go.click()
        self.wait(lambda: len(self.desk.snapshot.recipes) == before + 1)

    def bring(self, folders: list[dict[str, Picture]]) -> None:
        """Import pictures by light, folder by folder."""
        for number, pictures in enumerate(folders):
            folder = self.folder / f"{next(iter(pictures))}-{number}"
            folder.mkdir()
            for light, pixels in pictures.items():
                Image.fromarray(pixels).save(folder / f"{light}.png")
            before = len(self.desk.snapshot.captures)
            future = self.desk.bench.import_pictures(
                folder, page=self.desk.page, exhibit_id=self.desk.exhibit_id, px_per_mm=8.0
            )
            self.desk.work(future)
            self.wait(lambda before=before: len(self.desk.snapshot.captures) > before and not self.desk.working)
        light = next(iter(folders[-1]))
        self.desk.look(light=light)
        self.wait(lambda: self.space.studio.capture is not None and self.space.studio.capture.light == light)


@pytest.fixture
def window(opens: Callable[..., Window]) -> Window:
    return opens(Window, scene="uto-passport-genuine")


def test_every_kind_of_view_is_kept_and_replayed_by_the_command_line(
    window: Window, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, space = window.desk, window.space
    desk.start_capture(("WHITE",))
    window.wait(lambda: not desk.capturing and desk.capture is not None)
    desk.keep(desk.bench.record.choose_model(desk.exhibit_id, "UTO-P-1-2024", "manual"))
    window.wait(lambda: desk.model is not None and space.pictures.shown["questioned"])

    for key in ("match_tones", "even_light", "difference"):
        window.act(key)
    window.wait(lambda: space.compare.recipe is not None and space.compare.mode is Mode.DIFFERENCE)
    recipe = space.compare.recipe
    assert [each.operation for each in recipe.steps] == ["align", "flatten", "flatten", "level", "difference"]
    assert 0.5 < recipe.steps[3].parameters["gain"] < 2
    window.keep()
    window.keep_picture("prepared")

    window.act("linked_panes")
    window.wait(lambda: space.wall.picture(Cell("WHITE", True)) is not None)
    window.wait(lambda: desk.capture.sha256 in space.wall.picture(Cell("WHITE", True)).key)
    window.keep_picture("linked-panes")
    window.act("linked_panes")
    window.act("side_by_side")

    for kind, pictures, exposures, operations in STACKS:
        window.bring(pictures())
        window.act("stack")
        dialog = window.dialog()
        assert isinstance(dialog, StackDialog)
        dialog.kind.choose(kind)
        # The newest stands first in the list, and was imported last.
        for row, text in enumerate(reversed(exposures)):
            dialog._exposures[row].setText(text)
        dialog.go.click()
        window.wait(
            lambda operations=operations: (
                space.studio.shown_recipe is not None
                and tuple(each.operation for each in space.studio.shown_recipe.steps) == operations
            )
        )
        window.keep_picture(kind)
        window.keep()
        kept = parse_recipe(desk.snapshot.recipes[-1].content)
        assert tuple(each.operation for each in kept.steps) == operations
        if kind == "stitch":
            shown = space.view.view("questioned").picture
            assert (shown.width, shown.height) == pytest.approx((900, 420), abs=2)
            target = window.folder / "sheet.png"
            window.act("export_view")
            export = window.dialog()
            export.file.edit.setText(str(target))
            export.go.click()
            window.wait(lambda target=target: target.exists() and str(target) in window.window.messages.text)
            assert exported_view(target).content == desk.snapshot.recipes[-1].content

    path = desk.case_path
    window.act("close_case")
    window.wait(lambda: desk.snapshot is None)
    assert verify(path).intact
    capsys.readouterr()
    assert main.run(["replay", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["same"] is True
    assert len(told["views"]) == 1 + len(STACKS)
