"""100 % is one picture pixel on one device pixel at every scaling of the desktop.

The scale factor is fixed when Qt starts, so each is tried in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import json
import numpy as np
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from ui.viewer import ComparisonView, Picture

application = QApplication([])
window = QWidget()
window.resize(901, 601)
view = ComparisonView(window)
view.setGeometry(QRect(7, 13, 881, 577))  # odd: the panes begin in the middle of a device pixel
pixels = np.random.default_rng(3).integers(0, 256, (1500, 2000, 3), dtype=np.uint8)
view.set_questioned(Picture("q", pixels, 10.0, "Q"))
view.set_specimen(Picture("s", pixels, 10.0, "S"))
window.show()
application.processEvents()


def seen():
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


facts = {}
for scale in (1, 4):
    found = []
    for name in ("questioned", "specimen"):
        pane = view.view(name)
        pane.zoom_to(scale)
        ratio = pane.devicePixelRatioF()
        corner = pane.mapTo(window, QPointF(0, 0))
        left, top = (round(corner.x() * ratio), round(corner.y() * ratio))
        ox, oy = pane.viewport.origin
        px, py = (int(part) for part in (pane.viewport.centre_x, pane.viewport.centre_y))
        at_x, at_y = left + ox + px * scale, top + oy + py * scale
        size = 120 // scale
        shown = seen()[at_y : at_y + size * scale, at_x : at_x + size * scale]
        expected = pixels[py : py + size, px : px + size].repeat(scale, 0).repeat(scale, 1)
        found.append(bool(np.array_equal(shown, expected)))
        under = pane.viewport.to_picture((at_x - left) + 0.5, (at_y - top) + 0.5)
        found.append([int(part) for part in under] == [px, py])
    facts[str(scale)] = found
facts["ratio"] = view.devicePixelRatioF()
facts["zoom"] = view.view("questioned").viewport.scale
view.shutdown()
print(json.dumps(facts))
"""


@pytest.mark.parametrize("factor", ["1", "1.25", "1.5", "2"])
def test_picture_pixels_are_device_pixels(factor: str) -> None:
    project = Path(__file__).resolve().parents[2]
    result = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    facts = json.loads(result.stdout)
    assert facts["ratio"] == float(factor)
    assert facts["1"] == [True] * 4
    assert facts["4"] == [True] * 4
