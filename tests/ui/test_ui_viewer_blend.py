"""Two pictures in one view: what is painted is what the comparison of their pixels says."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from ui.viewer.background import Background
from ui.viewer.blend import Blend, Mode
from ui.viewer.picture import Picture
from ui.viewer.pyramid import PyramidStore
from ui.viewer.view import PictureView
from workstation.imaging import compare

SIZE = (300, 200)


def pixels(seed, shape=(200, 300, 3)):
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


@pytest.fixture
def view(qtbot):
    background = Background()
    shown = PictureView(PyramidStore(background))
    qtbot.addWidget(shown)
    shown.resize(*SIZE)
    shown.show()
    yield shown
    background.close()


def show(view, first, second, mode, **parameters):
    view.set_picture(Picture("first", first, None, ""))
    view.set_viewport((first.shape[1] / 2, first.shape[0] / 2), 1.0)
    view.set_second(Picture("second", second, None, ""), Blend(mode, parameters))


def grabbed(view):
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)[2:-2, 2:-2].copy()


@pytest.mark.parametrize(
    ("mode", "parameters", "work"),
    [
        (Mode.OPACITY, {"share": 0.3}, compare.opacity),
        (Mode.DIFFERENCE, {"gain": 3.0}, compare.difference),
        (Mode.SIGNED_DIFFERENCE, {"gain": 2.0}, compare.signed_difference),
        (Mode.MERGE, {}, compare.merge),
    ],
)
@pytest.mark.parametrize("shape", [(200, 300, 3), (200, 300)])
def test_what_is_seen_is_what_the_recipe_makes(view, mode, parameters, work, shape):
    first, second = pixels(1, shape), pixels(2, shape)
    show(view, first, second, mode, **parameters)
    as_rgb = [np.repeat(each[..., None], 3, axis=2) if each.ndim == 2 else each for each in (first, second)]
    assert (grabbed(view) == work(*as_rgb, **parameters)[2:-2, 2:-2]).all()


def test_beyond_noise_takes_its_threshold_from_the_parameters(view):
    first = np.full((200, 300, 3), 100, np.uint8)
    second = first.copy()
    second[50:60, 50:60] = 120
    noisy = {"residual_px": 0.0, "first_sigma": 1.0, "second_sigma": 1.0}
    show(view, first, second, Mode.BEYOND_NOISE, times_sigma=4.0, **noisy)
    assert (grabbed(view)[48:58, 48:58, 0] == 255).all()
    show(view, first, second, Mode.BEYOND_NOISE, times_sigma=20.0, **noisy)
    assert (grabbed(view)[..., 0] == grabbed(view)[..., 2]).all()


def test_the_curtain_hangs_on_the_page_and_not_on_the_view(view):
    dark, light = np.zeros((200, 300, 3), np.uint8), np.full((200, 300, 3), 200, np.uint8)
    show(view, dark, light, Mode.CURTAIN, position=0.5)
    row = grabbed(view)[90, :, 0]
    assert (row[:140] == 0).all()
    assert (row[156:] == 200).all()
    view.set_viewport((200.0, 100.0), 1.0)
    row = grabbed(view)[90, :240, 0]
    assert (row[:90] == 0).all()
    assert (row[106:] == 200).all()


def test_a_turned_curtain_leaves_the_first_picture_on_top(view):
    dark, light = np.zeros((200, 300, 3), np.uint8), np.full((200, 300, 3), 200, np.uint8)
    show(view, dark, light, Mode.CURTAIN, position=0.5, angle_deg=90.0)
    column = grabbed(view)[:, 150, 0]
    assert (column[:90] == 0).all()
    assert (column[106:] == 200).all()


def test_a_blink_shows_one_and_then_the_other(view):
    first, second = pixels(1), pixels(2)
    show(view, first, second, Mode.BLINK)
    assert (grabbed(view) == first[2:-2, 2:-2]).all()
    view.show_second(True)
    assert (grabbed(view) == second[2:-2, 2:-2]).all()


def test_a_picture_of_another_size_is_not_compared(view):
    view.set_picture(Picture("first", pixels(1), None, ""))
    with pytest.raises(ValueError, match="on 300 x 200"):
        view.set_second(Picture("second", pixels(2, (100, 300, 3)), None, ""), Blend(Mode.MERGE))


def test_another_first_picture_ends_the_comparison(view):
    show(view, pixels(1), pixels(2), Mode.DIFFERENCE)
    third = pixels(3)
    view.set_picture(Picture("third", third, None, ""))
    assert (grabbed(view) == third[2:-2, 2:-2]).all()


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("scale", [0.3, 0.77, 1.0, 3.0, 16.0])
def test_every_mode_paints_at_every_scale(view, mode, scale):
    show(view, pixels(1), pixels(2), mode)
    view.set_viewport((40.0, 30.0), scale)
    assert grabbed(view).std() > 0
