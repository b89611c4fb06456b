"""A view at rest shows the mean of what every pixel of the screen covers; one that moves, the same places softer."""

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from ui.viewer.background import Background
from ui.viewer.benchmark import guilloche
from ui.viewer.blend import Blend, Mode
from ui.viewer.imageconv import FULL_WINDOW
from ui.viewer.painting import paint_picture
from ui.viewer.picture import Picture
from ui.viewer.pyramid import Pyramid, PyramidStore, halvings
from ui.viewer.view import PictureView
from ui.viewer.viewport import Viewport
from workstation.imaging.viewport import Scroll, reduced_for_screen, seen

HEIGHT, WIDTH = 700, 1000


def page(seed=1):
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


@pytest.fixture
def view(qtbot):
    background = Background()
    shown = PictureView(PyramidStore(background))
    qtbot.addWidget(shown)
    shown.resize(300, 210)
    shown.show()
    yield shown
    background.close()


def at_rest(qtbot, view):
    qtbot.waitUntil(lambda: view._pyramid.sharp(view.viewport.scale) is not None)


def grabbed(view):
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def by_area(pixels, scale):
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(int)


def psnr_db(one, other):
    return 10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2))


@pytest.mark.parametrize("scale", [0.11, 0.2, 0.27, 0.5, 0.73, 0.97])
def test_a_reduced_guilloche_is_its_mean_at_every_scale(scale):
    pixels = guilloche()
    shown = reduced_for_screen(pixels, FULL_WINDOW, scale)[..., 2::-1]
    assert psnr_db(shown, by_area(pixels, scale)) > 50


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(301, 517), (301, 517, 3)])
def test_grey_and_sixteen_bits_are_reduced_alike(dtype, shape):
    pixels = np.random.default_rng(2).integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)
    shown = reduced_for_screen(pixels, FULL_WINDOW, 0.3)
    truth = by_area(np.rint(pixels / (np.iinfo(dtype).max / 255)).astype(np.uint8), 0.3)
    assert np.abs((shown if len(shape) == 2 else shown[..., 2::-1]).astype(int) - truth).max() <= 1


def test_a_view_that_rests_shows_means_where_they_belong(qtbot, view):
    pixels = page()
    view.set_picture(Picture("a", pixels, None, ""))
    view.set_viewport((511.0, 343.0), 0.37)
    at_rest(qtbot, view)
    left, top = view.viewport.origin
    truth = by_area(pixels, 0.37)[2 - top : 200 - top, 2 - left : 290 - left]
    assert np.abs(grabbed(view)[2:200, 2:290] - truth).max() <= 1


def test_one_that_moves_shows_the_same_places(view):
    ramp = np.add.outer(np.arange(HEIGHT) // 8, np.arange(WIDTH) // 8).astype(np.uint8)
    pixels = np.dstack([ramp, ramp[:, ::-1], ramp[::-1]])
    pyramid = Pyramid(Picture("a", pixels, None, ""), FULL_WINDOW)
    pyramid.levels.extend(halvings(pyramid.levels[0]))
    for scale in (0.23, 0.37, 0.71, 1.3, 1.9):
        viewport = Viewport(300, 210, 511.3, 343.7, scale)
        image = QImage(300, 210, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_picture(painter, viewport, pyramid, Scroll())
        painter.end()
        shown = np.frombuffer(image.constBits(), np.uint8).reshape(210, 300, 4)[..., :3].astype(int)
        level, span = pyramid.level(scale)
        truth = seen(level, viewport.origin, scale * span, (300, 210))
        rows, columns = truth.pixels.shape[:2]
        part = shown[truth.top : truth.top + rows, truth.left : truth.left + columns]
        inner = np.s_[3:-3, 3:-3]
        assert np.abs(part - truth.pixels[..., :3])[inner].max() <= 3, scale


def test_equal_pictures_differ_nowhere_at_rest_and_moving(qtbot, view):
    pixels = page()
    view.set_picture(Picture("a", pixels, None, ""))
    view.set_viewport((500.0, 350.0), 0.41)
    view.set_second(Picture("b", pixels.copy(), None, ""), Blend(Mode.DIFFERENCE, {"gain": 8.0}))
    assert grabbed(view)[3:-3, 3:-3].max() == 0
    at_rest(qtbot, view)
    assert grabbed(view)[3:-3, 3:-3].max() == 0
    qtbot.waitUntil(lambda: view._second.sharp(0.41) is not None)
    assert grabbed(view)[3:-3, 3:-3].max() == 0


def test_only_the_last_scale_is_kept_and_counted(qtbot, view):
    view.set_picture(Picture("a", page(), None, ""))
    view.set_viewport((500.0, 350.0), 0.8)
    at_rest(qtbot, view)
    held = view._pyramid.byte_length()
    view.set_viewport((500.0, 350.0), 0.2)
    at_rest(qtbot, view)
    assert view._pyramid.sharp(0.8) is None
    assert held - view._pyramid.byte_length() == 4 * (800 * 560 - 200 * 140)


def test_an_enlarged_picture_is_not_made_again(qtbot, view):
    view.set_picture(Picture("a", page(), None, ""))
    view.set_viewport((500.0, 350.0), 1.5)
    qtbot.waitUntil(lambda: view.resting)
    assert view._pyramid.wanted_scale == 0.0
