"""Colour management: only copies for the screen change, only in white light, and the status line says what holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import ImageCms
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColorSpace
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_window import Opened, OpenWindow

from ui.colours.dialog import ScreenProfileDialog
from ui.colours.screen import ScreenColours, ToScreen, read_screen_profile
from ui.colours.status import ColourStatus
from ui.language import LANGUAGE_NAMES
from ui.settings import load
from ui.viewer.background import Background
from ui.viewer.blend import Mode
from ui.viewer.imageconv import FULL_WINDOW
from ui.viewer.picture import Picture
from ui.viewer.pyramid import PyramidStore
from workstation.errors import WorkstationError
from workstation.imaging.colour import ColourProfile, srgb, to_srgb
from workstation.imaging.viewport import for_screen

ADOBE = QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb).iccProfile().data()
RNG = np.random.default_rng(5)
PAGE = RNG.integers(0, 255, (60, 80, 3), np.uint8)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "screen.icc"
    path.write_bytes(ADOBE)
    return path


def to_wide(profile: Path, source: ColourProfile | None = None) -> ToScreen:
    target = read_screen_profile(profile)
    transform = QColorSpace.fromIccProfile((source or srgb()).icc).transformationToColorSpace(target.space)
    return ToScreen("from", "to", transform)


# ---------------------------------------------------------------------- converting


def test_conversion_agrees_with_littlecms(profile: Path) -> None:
    wide = RNG.integers(40, 215, (700, 90, 3), np.uint8)  # more rows than a band, and a width Qt would pad
    expected = to_srgb(wide, ColourProfile("wide", ADOBE))
    shown = wide.copy()
    known = ColourProfile("wide", ADOBE)
    back = QColorSpace.fromIccProfile(known.icc).transformationToColorSpace(QColorSpace.fromIccProfile(srgb().icc))
    ToScreen("a", "b", back)(shown)
    inside = (expected > 4) & (expected < 251)
    assert np.abs(shown.astype(int) - expected)[inside].max() <= 2
    assert (shown != wide).any()


def test_screen_pixels_are_converted_like_rgb_and_grey_stays(profile: Path) -> None:
    convert, rgb, screen = to_wide(profile), PAGE.copy(), for_screen(PAGE, FULL_WINDOW)
    convert(rgb)
    convert(screen)
    assert (screen[..., 2::-1] == rgb).all()
    assert (screen[..., 3] == 255).all()
    grey = PAGE[..., 0].copy()
    convert(grey)
    assert (grey == PAGE[..., 0]).all()


@pytest.mark.parametrize("content", [b"", b"no profile", ADOBE[:300], bytes(5 * 2**20)])
def test_what_is_no_profile_of_a_screen_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.icc"
    path.write_bytes(content)
    with pytest.raises(WorkstationError, match="screen-profile-unreadable"):
        read_screen_profile(path)


def test_neither_a_folder_nor_a_profile_of_other_colours_is_taken(tmp_path: Path) -> None:
    lab = tmp_path / "lab.icc"
    lab.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    for path in (tmp_path, tmp_path / "absent.icc", lab):
        with pytest.raises(WorkstationError, match="screen-profile-unreadable"):
            read_screen_profile(path)


# ---------------------------------------------------------------------- levels


def test_every_level_is_in_the_colours_of_the_screen_and_the_picture_is_not_touched(
    qtbot: QtBot, profile: Path
) -> None:
    background = Background()
    store, convert = PyramidStore(background), to_wide(profile)
    pixels = np.full((700, 900, 3), (200, 90, 40), np.uint8)
    pixels.flags.writeable = False
    try:
        plain = store.pyramid(Picture("a", pixels, None, ""), FULL_WINDOW)
        managed = store.pyramid(Picture("a", pixels, None, "", colours=convert), FULL_WINDOW)
        qtbot.waitUntil(lambda: len(plain.levels) == len(managed.levels) == 3)
        expected = np.array([[[200, 90, 40]]], np.uint8)
        convert(expected)
        for level in managed.levels:
            assert (level[..., 2::-1] == expected).all()
        for level in plain.levels:
            assert (level[..., 2::-1] == (200, 90, 40)).all()
        assert store.pyramid(Picture("a", pixels, None, "", colours=to_wide(profile)), FULL_WINDOW) is managed
    finally:
        background.close()
    assert (pixels == (200, 90, 40)).all()


# ---------------------------------------------------------------------- the window


def at_work(window: Opened) -> Opened:
    window.capture()
    window.commands.desk.look(light="WHITE")
    window.wait(lambda: view_picture(window) is not None and window.commands.desk.light == "WHITE")
    return window


def view_picture(window: Opened) -> Picture | None:
    return window.commands.space.view.view("questioned").picture


def status(window: Opened) -> ColourStatus:
    found = window.program.window.findChild(ColourStatus)
    assert found is not None
    return found


def choose(window: Opened, path: str) -> None:
    window.act("screen_profile")
    dialog = window.dialog()
    assert isinstance(dialog, ScreenProfileDialog)
    dialog.file.edit.setText(path)
    dialog.go.click()
    window.wait(lambda: QApplication.activeModalWidget() is None)


def test_without_a_profile_nothing_is_converted_and_the_line_says_so(window: Opened) -> None:
    at_work(window)
    assert view_picture(window).colours is None  # type: ignore[union-attr]
    assert status(window).text.text() == "Not colour managed"
    assert "under View" in status(window).text.toolTip()


def test_a_chosen_profile_is_used_said_and_remembered(window: Opened, profile: Path) -> None:
    at_work(window)
    pixels = view_picture(window).pixels.copy()  # type: ignore[union-attr]
    choose(window, str(profile))
    window.wait(lambda: view_picture(window).colours is not None)  # type: ignore[union-attr]
    assert status(window).text.text().startswith("Colour: Adobe")
    assert "sRGB is assumed" in status(window).text.toolTip()
    assert (view_picture(window).pixels == pixels).all(), "what is stored is not touched"  # type: ignore[union-attr]
    kept = load(window.program._settings_file).screen_profiles
    assert list(kept.values()) == [str(profile)]
    again = ScreenColours(window.program.window, kept, lambda _: None)
    assert again.profile is not None
    assert again.profile.name.startswith("Adobe")
    choose(window, "")
    window.wait(lambda: view_picture(window).colours is None)  # type: ignore[union-attr]
    assert load(window.program._settings_file).screen_profiles == {}


@pytest.mark.parametrize("light", ["UV365", "IR850"])
def test_uv_and_ir_never_go_through_a_profile(light: str, window: Opened, profile: Path) -> None:
    at_work(window)
    choose(window, str(profile))
    window.commands.desk.look(light=light)
    window.wait(lambda: "FALSE COLOUR" in (view_picture(window).badges if view_picture(window) else ()))  # type: ignore[union-attr]
    assert view_picture(window).colours is None  # type: ignore[union-attr]
    assert status(window).text.text() == "False colour"


def seen(view: QWidget) -> tuple[int, ...]:
    image = view.grab().toImage()
    return image.pixelColor(QPoint(image.width() // 2, image.height() // 2)).getRgb()[:3]


def test_what_is_calculated_with_has_the_stored_values(window: Opened, profile: Path) -> None:
    at_work(window)
    window.choose_specimen()
    compare, view = window.commands.space.compare, window.commands.space.view.view("questioned")
    compare.set_mode(Mode.DIFFERENCE)
    window.wait(lambda: view.blend is not None)
    before = seen(view)
    choose(window, str(profile))
    window.wait(lambda: view.blend is not None and view.picture.colours is not None)
    assert seen(view) == before
    assert status(window).text.text() == "False colour"


def test_a_wrong_file_is_refused_and_what_was_chosen_stays(window: Opened, profile: Path, tmp_path: Path) -> None:
    at_work(window)
    choose(window, str(profile))
    (tmp_path / "text.icc").write_text("no profile")
    choose(window, str(tmp_path / "text.icc"))
    assert "⚠" in window.program.window.messages.text
    assert status(window).text.text().startswith("Colour: Adobe")


def test_a_profile_that_went_away_is_said_to(window: Opened, profile: Path) -> None:
    at_work(window)
    choose(window, str(profile))
    profile.unlink()
    screen = window.commands.screen
    screen._load()
    screen.changed.emit()
    assert status(window).text.text() == "Not colour managed"
    assert "screen.icc" in status(window).text.toolTip()


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_the_line_is_whole_in_every_language(open_window: OpenWindow, language: str, profile: Path) -> None:
    window = at_work(open_window(language))
    choose(window, str(profile))
    label = status(window).text
    assert label.text()
    window.wait(lambda: label.sizeHint().width() <= label.width())
