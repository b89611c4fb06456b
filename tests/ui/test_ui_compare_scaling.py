"""A curtain lays both pictures on the same pixels of the screen, whatever the scaling of the desktop."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from ui.viewer.blend import Blend, Layers, Mode, paint_blend
from ui.viewer.imageconv import FULL_WINDOW
from ui.viewer.picture import Picture
from ui.viewer.pyramid import Pyramid
from ui.viewer.viewport import Viewport
from workstation.imaging.viewport import Scroll

WIDTH, HEIGHT = 300, 200


def painted(mode: Mode, ratio: float) -> int:
    """How far one picture compared with itself is off on a screen of this ratio."""
    pixels = np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    one, other = (Pyramid(Picture(name, pixels, None, ""), FULL_WINDOW) for name in "ab")
    shown = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    shown.setDevicePixelRatio(ratio)
    shown.fill(0)
    viewport = Viewport(WIDTH, HEIGHT, WIDTH / 2, HEIGHT / 2, 1.0)
    painter = QPainter(shown)
    paint_blend(painter, viewport, Layers(one, other, WIDTH, HEIGHT, Scroll()), Blend(mode, {"position": 0.5}))
    painter.end()
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(HEIGHT, WIDTH, 4)[..., 2::-1].copy()
    rows[:, WIDTH // 2 - 2 : WIDTH // 2 + 3] = pixels[:, WIDTH // 2 - 2 : WIDTH // 2 + 3]  # the edge itself
    assert rows.std() > 50
    return int(np.abs(rows.astype(int) - pixels).max())


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_curtain_of_a_picture_with_itself_is_that_picture(qtbot: QtBot, ratio: float) -> None:
    assert painted(Mode.CURTAIN, ratio) == 0
