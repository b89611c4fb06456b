"""White pictures as their colours are meant: through their own profile and that of the screen.

A screen's profile is a file that the examiner chooses once for every screen; nobody guesses one. Only copies made for
the screen are converted, when a level of a picture is made: stored pixels, recipes, measured values and hashes never.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColorSpace, QColorTransform, QGuiApplication, QImage, QScreen
from PySide6.QtWidgets import QWidget

from workstation.captures import sha256_hex
from workstation.errors import WorkstationError
from workstation.imaging.colour import MOST_PROFILE_BYTES, ColourProfile, read_profile

_BAND_ROWS = 512
_FORMATS = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGB32}


@dataclass(frozen=True, slots=True)
class ToScreen:
    """Brings pixels made for the screen from one profile to another, in place; two of the same profiles are equal.

    Attributes
    ----------
    source, target : str
        SHA-256 of both profiles.
    """

    source: str
    target: str
    transform: QColorTransform = field(compare=False, repr=False)

    def __call__(self, pixels: NDArray[np.uint8]) -> None:
        """Convert ``pixels``, shape (H, W, 3) RGB or (H, W, 4) blue, green, red, 255; grey (H, W) stays as it is."""
        if pixels.ndim == 2:
            return
        # In bands: beside a large picture there is no room for another.
        for top in range(0, len(pixels), _BAND_ROWS):
            band = np.ascontiguousarray(pixels[top : top + _BAND_ROWS])
            rows, columns, channels = band.shape
            image = QImage(band.data, columns, rows, channels * columns, _FORMATS[channels])
            image.applyColorTransform(self.transform)
            lines = np.frombuffer(image.constBits(), np.uint8).reshape(rows, -1)
            pixels[top : top + rows] = lines[:, : channels * columns].reshape(band.shape)


@dataclass(frozen=True, slots=True)
class ScreenProfile:
    """The profile of a screen that Qt can convert to."""

    name: str
    sha256: str
    space: QColorSpace = field(compare=False, repr=False)


def read_screen_profile(path: Path) -> ScreenProfile:
    """Profile of a screen from an ICC file.

    Raises
    ------
    WorkstationError
        ``screen-profile-unreadable``: no file, none that describes red, green and blue, or none to convert to.
    """
    try:
        if path.stat().st_size > MOST_PROFILE_BYTES:
            raise WorkstationError("screen-profile-unreadable", path=path)
        icc = path.read_bytes()
    except OSError as error:
        raise WorkstationError("screen-profile-unreadable", path=path) from error
    known = read_profile(icc)
    space = QColorSpace() if known is None else QColorSpace.fromIccProfile(icc)
    if known is None or not space.isValidTarget():
        raise WorkstationError("screen-profile-unreadable", path=path)
    return ScreenProfile(known.name, sha256_hex(icc), space)


def screen_key(screen: QScreen | None) -> str:
    """What a screen is remembered by: maker, model and serial number, its place where it tells none of them."""
    if screen is None:
        return ""
    told = " ".join(filter(None, (screen.manufacturer(), screen.model(), screen.serialNumber())))
    return told or screen.name()


class ScreenColours(QObject):
    """Which profile the screen has on which the window stands.

    Signals
    -------
    changed()
        Another screen, or another profile.

    Parameters
    ----------
    window : QWidget
    chosen : mapping
        Path of a profile by screen, as it was kept.
    keep : callable
        Keeps the mapping.
    """

    changed = Signal()

    def __init__(self, window: QWidget, chosen: Mapping[str, str], keep: Callable[[dict[str, str]], None]) -> None:
        super().__init__(window)
        self._chosen, self._keep = dict(chosen), keep
        self._known: dict[str, ToScreen | None] = {}
        self.profile: ScreenProfile | None = None
        #: Why the profile that was chosen for this screen is not in use.
        self.trouble: WorkstationError | None = None
        handle = window.windowHandle()
        self._screen = window.screen() or QGuiApplication.primaryScreen()
        if handle is not None:
            handle.screenChanged.connect(self._move)
        self._load()

    @property
    def screen(self) -> str:
        """The screen, as it is remembered."""
        return screen_key(self._screen)

    @property
    def path(self) -> str:
        """File chosen for the screen; empty where none is."""
        return self._chosen.get(self.screen, "")

    def choose(self, path: Path | None) -> None:
        """Take this file for the screen from now on, or none.

        Raises
        ------
        WorkstationError
            As ``read_screen_profile``; what was chosen before stays.
        """
        if path is not None:
            read_screen_profile(path)
            self._chosen[self.screen] = str(path.absolute())
        else:
            self._chosen.pop(self.screen, None)
        self._keep(dict(self._chosen))
        self._load()
        self.changed.emit()

    def to_screen(self, profile: ColourProfile | None) -> ToScreen | None:
        """How pictures of this profile come to the screen; None where nothing is to be converted."""
        if self.profile is None or profile is None:
            return None
        source = sha256_hex(profile.icc)
        if source not in self._known:
            space = QColorSpace.fromIccProfile(profile.icc)
            transform = space.transformationToColorSpace(self.profile.space)
            usable = space.isValid() and not transform.isIdentity()
            self._known[source] = ToScreen(source, self.profile.sha256, transform) if usable else None
        return self._known[source]

    def _move(self, screen: QScreen) -> None:
        self._screen = screen
        self._load()
        self.changed.emit()

    def _load(self) -> None:
        self._known.clear()
        self.profile = self.trouble = None
        if self.path:
            try:
                self.profile = read_screen_profile(Path(self.path))
            except WorkstationError as error:
                self.trouble = error
