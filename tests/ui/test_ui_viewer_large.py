"""A large picture: coarse at once, reduced from a worker, whole only for a view that is near."""

import numpy as np
import pytest

from ui.viewer import pyramid as pyramids
from ui.viewer.background import Background
from ui.viewer.blend import Blend, Mode
from ui.viewer.imageconv import FULL_WINDOW
from ui.viewer.picture import Picture
from ui.viewer.pyramid import PyramidStore
from ui.viewer.view import PictureView
from workstation.imaging.viewport import for_screen, halve


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(pyramids, "AT_ONCE_PX", 100_000)
    pixels = np.random.default_rng(1).integers(0, 65_536, (800, 1200, 3), np.uint16)
    return Picture("large", pixels, None, "")


@pytest.fixture
def store():
    background = Background()
    yield PyramidStore(background)
    background.close()


def test_it_is_seen_at_once_and_whole_when_near(qtbot, store, large):
    pyramid = store.pyramid(large, FULL_WINDOW)
    assert pyramid.level(0.1)[1] == 8, "the coarse one"
    qtbot.waitUntil(lambda: len(pyramid.levels) > 1)
    half = halve(for_screen(large.pixels, FULL_WINDOW))
    level, span = pyramid.level(0.5)
    assert span == 2
    assert np.array_equal(level, half)
    assert pyramid.whole is None
    assert pyramid.level(1.0)[1] == 2, "what there is, until the worker has made the rest"
    qtbot.waitUntil(lambda: pyramid.whole is not None)
    level, span = pyramid.level(1.0)
    assert span == 1
    assert np.array_equal(level, for_screen(large.pixels, FULL_WINDOW))
    assert pyramid.level(0.5)[1] == 2


def test_two_that_are_compared_take_a_level_that_both_have(qtbot, store, large):
    other = Picture("other", large.pixels[::-1], None, "")
    first, second = store.pyramid(large, FULL_WINDOW), store.pyramid(other, FULL_WINDOW)
    assert first.level(1.0, second)[1] == second.level(1.0, first)[1]
    qtbot.waitUntil(lambda: bool(first.levels and second.levels))
    first.level(1.0)
    qtbot.waitUntil(lambda: first.whole is not None)
    assert (first.level(1.0, second)[1], second.level(1.0, first)[1]) == (2, 2)
    qtbot.waitUntil(lambda: second.whole is not None)
    assert (first.level(1.0, second)[1], second.level(1.0, first)[1]) == (1, 1)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_paints_before_and_after_the_whole_is_there(qtbot, store, large, mode):
    view = PictureView(store)
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.set_picture(large)
    other = Picture("other", large.pixels[:, ::-1].copy(), None, "")
    view.set_second(other, Blend(mode))
    view.set_viewport((600.0, 400.0), 3.0)
    before = view.grab().toImage()
    pair = store.pyramid(large, FULL_WINDOW), store.pyramid(other, FULL_WINDOW)
    qtbot.waitUntil(lambda: all(each.levels for each in pair))
    view.grab()
    qtbot.waitUntil(lambda: all(each.whole is not None for each in pair))
    assert not before.isNull()
    assert view.grab().toImage().pixelColor(150, 100).isValid()
