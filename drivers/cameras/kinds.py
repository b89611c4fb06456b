"""The kinds of cameras that a bench file may name: one row a kind, imported with its first camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drivers.configuration import CameraConfig
    from drivers.stage import CameraDriver
    from workstation.devices import Clock


@dataclass(frozen=True, slots=True)
class CameraKind:
    """One kind of camera.

    Attributes
    ----------
    code : str
        Name in configurations.
    title : str
        What it drives; the same in every language.
    driver : callable
        Makes a driver; opens nothing.
    keys : tuple of str
        Keys of ``[camera]`` that mean something for this kind only.
    """

    code: str
    title: str
    driver: Callable[[CameraConfig, Clock], CameraDriver]
    keys: tuple[str, ...] = ()


def _uvc(configuration: CameraConfig, clock: Clock) -> CameraDriver:
    from drivers.cameras.uvc import UvcCamera

    return UvcCamera(configuration, clock)


def _genicam(configuration: CameraConfig, clock: Clock) -> CameraDriver:
    from drivers.cameras.genicam import GenicamCamera

    return GenicamCamera(configuration, clock)


CAMERAS: Mapping[str, CameraKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            CameraKind("uvc", "UVC", _uvc),
            CameraKind("genicam", "GenICam / GenTL", _genicam, ("producer", "pixel_format")),
        )
    }
)

ONLY_SOME_CAMERAS = frozenset(key for kind in CAMERAS.values() for key in kind.keys)
