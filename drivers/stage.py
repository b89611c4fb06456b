"""What lies under the simulated camera: the scenes, the glass, and the camera that looks at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workstation.devices import Clock, DeviceIdentity, Frame, LightSetting

CAMERA_NAME = "simulated-camera"

LitLamps = Callable[[], Mapping[str, float]]
"""Percent by code of every light that burns at this moment, the truth and not what was asked for."""


@dataclass(frozen=True, slots=True)
class Burning:
    """``LitLamps`` of a bench that also knows for how long its lamp has burnt.

    ``lit_for_s`` is None where none was asked for; a lamp that has just come on is not as bright as it will be.
    """

    percents: LitLamps
    lit_for_s: Callable[[], float | None]

    def __call__(self) -> Mapping[str, float]:
        """Percent by code of every light that burns at this moment."""
        return self.percents()


class CameraDriver(Protocol):
    """A camera; called on the thread of its session only."""

    def open(self) -> DeviceIdentity:
        """Identify and fix every automatic setting."""
        ...

    def close(self) -> None:
        """Give the camera back."""
        ...

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int) -> Frame:
        """Expose one frame that began after this call."""
        ...


class Stage(Protocol):
    """Scenes and the glass they are laid on."""

    def scenes(self) -> tuple[str, ...]:
        """Names of the scenes."""
        ...

    def pages(self) -> tuple[str, ...]:
        """Sides of the document on the glass; none while it is empty."""
        ...

    def laid(self) -> tuple[str, str]:
        """Scene and side on the glass; empty texts while it is empty."""
        ...

    def lay(self, scene: str, page: str) -> tuple[str, ...]:
        """Lay a side of a scene on the glass, the first one where ``page`` is empty; its machine readable lines."""
        ...

    def camera(self, lit: LitLamps, expected: tuple[LightSetting, ...], clock: Clock) -> CameraDriver:
        """A new camera over the glass that may get ready for the expected lights."""
        ...


class SimulatedStage:
    """The scenes that are shipped, or those of another folder.

    Parameters
    ----------
    scenes_dir : Path, optional
        Folder of scene files, ``NAME.toml``.
    """

    def __init__(self, scenes_dir: Path | None = None) -> None:
        # The renderer is imported with the first bench that needs it, not with the program.
        from drivers import simulation

        self._simulation = simulation
        self._folder = scenes_dir
        self._glass = simulation.Glass()

    def scenes(self) -> tuple[str, ...]:
        """Names of the scenes."""
        if self._folder is None:
            return self._simulation.scene_names()
        return tuple(sorted(path.stem for path in self._folder.glob("*.toml")))

    def laid(self) -> tuple[str, str]:
        """Scene and side on the glass."""
        laid = self._glass.current()
        return (laid.scene.name, laid.page) if laid else ("", "")

    def pages(self) -> tuple[str, ...]:
        """Sides of the document on the glass."""
        laid = self._glass.current()
        return laid.scene.pages if laid else ()

    def lay(self, scene: str, page: str) -> tuple[str, ...]:
        """Lay a side of a scene on the glass; its machine readable lines.

        ``scene`` may be the path of a file, or a calibration target, which is none of ``scenes``.

        Raises
        ------
        ConfigurationError
            There is no such scene, or its file is wrong.
        KeyError
            The document has no such side.
        """
        if scene in self._simulation.target_names():
            self._glass.lay(self._simulation.load_target(scene), page or self._simulation.load_target(scene).pages[0])
            return ()
        shipped = self._folder is None or scene.endswith(".toml")
        loaded = self._simulation.load_scene(scene if shipped else f"{self._folder}/{scene}.toml")
        page = page or loaded.pages[0]
        self._glass.lay(loaded, page)
        return loaded.mrz.get(page, ())

    def camera(self, lit: LitLamps, expected: tuple[LightSetting, ...], clock: Clock) -> CameraDriver:
        """A new camera over the glass."""
        from drivers.cameras.simulated import SimulatedCamera

        return SimulatedCamera(self._glass, lit, clock, name=CAMERA_NAME, expected=expected)
