"""How large text, buttons and icons are: a share of what the screen asks for, chosen once and kept.

Qt lays the whole window out at the share, so nothing is cut that is not cut without it, and pictures keep their own
pixels. Qt takes it only before the first window, so a choice holds from the next start on.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

from PySide6.QtCore import QSize

#: Percent of what the screen asks for.
SIZES = (100, 125, 150, 175, 200)
PLAIN = 100


def take_size(percent: int, environment: MutableMapping[str, str] = os.environ) -> None:
    """Use a remembered size in this run; called before the application is made. What is no size changes nothing."""
    if percent in SIZES and percent != PLAIN:
        environment["QT_SCALE_FACTOR"] = f"{percent / 100:g}"


def fits(percent: int, now: int, screen: QSize, least: QSize) -> bool:
    """True if the smallest window still has room on a screen that measures ``screen`` at the size ``now``."""
    return screen.width() * now >= least.width() * percent and screen.height() * now >= least.height() * percent
