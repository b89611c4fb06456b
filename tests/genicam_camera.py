"""GenICam cameras for tests: the real GenTL producer of the PyPI package, and one of our own behind a real node map.

The producer's camera has neither exposure nor gain, and 8 bits. The second one has what it lacks: its features are
real GenApi nodes loaded from the camera description below; only the frames are handed over without a transport layer.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from drivers.cameras.gentl import CameraInfo, OpenCamera

MISSING = "GenICam cameras are not tested: pip install -e '.[genicam]'"


def require_genicam() -> None:
    """Skip, and say why, where the optional packages are not installed; on CI they must be."""
    try:
        import genicam  # noqa: F401
        import harvesters  # noqa: F401
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip(MISSING)


def shipped_producer() -> str:
    """The GenTL producer that comes with the package ``genicam``."""
    require_genicam()
    import genicam

    return str(Path(genicam.__file__).with_name("viky.cti"))


def _enumeration(name: str, entries: tuple[str, ...], value: int = 0) -> str:
    rows = "".join(
        f'<EnumEntry Name="{each}" NameSpace="Standard"><Value>{place}</Value></EnumEntry>'
        for place, each in enumerate(entries)
    )
    return f'<Enumeration Name="{name}" NameSpace="Standard">{rows}<Value>{value}</Value></Enumeration>'


def _float(name: str, value: float, low: float, high: float, unit: str) -> str:
    return (
        f'<Float Name="{name}" NameSpace="Standard"><Value>{value}</Value><Min>{low}</Min><Max>{high}</Max>'
        f"<Unit>{unit}</Unit></Float>"
    )


def _integer(name: str, value: int) -> str:
    return f'<Integer Name="{name}" NameSpace="Standard"><Value>{value}</Value><Min>1</Min><Max>9999</Max></Integer>'


HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><RegisterDescription ModelName="Bench" VendorName="QDBench" '
    'StandardNameSpace="None" SchemaMajorVersion="1" SchemaMinorVersion="1" SchemaSubMinorVersion="0" '
    'MajorVersion="1" MinorVersion="0" SubMinorVersion="0" ProductGuid="11111111-1111-1111-1111-111111111111" '
    'VersionGuid="21111111-1111-1111-1111-111111111111" xmlns="http://www.genicam.org/GenApi/Version_1_1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.genicam.org/GenApi/Version_1_1 GenApiSchema.xsd">'
)
FEATURES = {
    "ExposureTime": _float("ExposureTime", 10_000, 20, 2_000_000, "us"),
    "Gain": _float("Gain", 12, 0, 24, "dB"),
    "ExposureAuto": _enumeration("ExposureAuto", ("Off", "Continuous"), 1),
    "GainAuto": _enumeration("GainAuto", ("Off", "Continuous"), 1),
    "BalanceWhiteAuto": _enumeration("BalanceWhiteAuto", ("Continuous",)),
    "TriggerMode": _enumeration("TriggerMode", ("Off", "On"), 1),
    "AcquisitionMode": _enumeration("AcquisitionMode", ("Continuous", "SingleFrame")),
    "GammaEnable": '<Boolean Name="GammaEnable"><Value>1</Value><OnValue>1</OnValue><OffValue>0</OffValue></Boolean>',
    "PixelFormat": _enumeration("PixelFormat", ("Mono8", "Mono12", "YUV422_8")),
    "Width": _integer("Width", 6),
    "Height": _integer("Height", 4),
}


class Buffer:
    """A filled buffer as the transport layer hands it over; what it does not know raises, as GenTL does."""

    parts: tuple[Any, ...] = ()
    padding_x = 0
    image_offset = 0

    def __init__(self, raw_buffer: bytes, width: int, height: int, pixel_format: int, given_back: list[Any]) -> None:
        self.raw_buffer = raw_buffer
        self.width, self.height, self.pixel_format = width, height, pixel_format
        self.parent = SimpleNamespace(queue_buffer=given_back.append)


class Acquirer:
    """Hands out frames while it is started; the modes of GenApi are those of its real node map."""

    def __init__(self, features: dict[str, str]) -> None:
        from genicam.genapi import NodeMap

        listed = "".join(f"<pFeature>{name}</pFeature>" for name in features)
        node_map = NodeMap()
        node_map.load_xml_from_string(
            f'{HEAD}<Category Name="Root">{listed}</Category>{"".join(features.values())}</RegisterDescription>'
        )
        self.node_map = node_map
        self.remote_device = SimpleNamespace(node_map=node_map)
        self.frames: deque[Callable[[], Any] | bytes] = deque()
        self.given_back: list[Any] = []
        self.running = False
        self.modes: list[str] = []

    def start(self) -> None:
        self.running = True
        self.modes.append(self.node_map.AcquisitionMode.value)

    def stop(self) -> None:
        self.running = False

    def try_fetch(self, *, timeout: float, is_raw: bool) -> Any:
        assert is_raw
        assert self.running
        frame = self.frames.popleft() if self.frames else None
        if not isinstance(frame, bytes):
            return frame() if frame else None
        from harvesters.util import pfnc

        nodes = self.node_map
        code = pfnc.dict_by_names[nodes.PixelFormat.value]
        return Buffer(frame, nodes.Width.value, nodes.Height.value, code, self.given_back)


def own_camera(**features: str | None) -> tuple[Acquirer, Callable[[int | str, str], OpenCamera]]:
    """A camera of our own and what opens it; a feature that is None is left out of its description."""
    require_genicam()
    acquirer = Acquirer({name: text for name, text in (FEATURES | features).items() if text is not None})
    info = CameraInfo("OWN", "QDBench", "Bench GenICam camera", "7", "2.1", "")
    return acquirer, lambda _device, _producer: OpenCamera(acquirer, info, lambda: None)
