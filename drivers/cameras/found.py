"""Cameras of this computer, for a person who writes a bench file. None of them is opened.

A UVC camera is known by its node, and only where the system tells it without opening it (Linux). GenICam cameras are
asked for where ``GENICAM_GENTL64_PATH`` names producers: a producer may search the network for a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drivers.cameras.gentl import list_cameras
from workstation.errors import DeviceError

_NODES = Path("/sys/class/video4linux")


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """What a bench file needs to name a camera; ``device`` is its key of the same name."""

    kind: str
    device: str
    title: str


def found_cameras(nodes: Path = _NODES) -> tuple[FoundCamera, ...]:
    """UVC cameras by node, then GenICam cameras by serial number."""
    return (*_uvc(nodes), *_genicam())


def _uvc(nodes: Path) -> tuple[FoundCamera, ...]:
    # A camera has further nodes for what is no picture; the first of each is the picture.
    found = (node for node in sorted(nodes.glob("video*")) if _text(node / "index") == "0")
    return tuple(FoundCamera("uvc", f"/dev/{node.name}", _text(node / "name")) for node in found)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _genicam() -> tuple[FoundCamera, ...]:
    try:
        listed = list_cameras()
    except DeviceError:
        return ()
    return tuple(FoundCamera("genicam", each.serial or each.id, f"{each.maker} {each.model}") for each in listed)
