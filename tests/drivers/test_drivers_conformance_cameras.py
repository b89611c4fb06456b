"""What every camera driver must do, whatever is behind it. What is peculiar to one is tested beside its name.

Behind them: the simulated bench; the GenTL producer of the package ``genicam``; GenApi features of our own for what
that lacks; numbered pictures in place of a UVC camera, which no build machine has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from genicam_camera import own_camera, shipped_producer

from drivers.cameras.genicam import GenicamCamera
from drivers.cameras.simulated import SimulatedCamera
from drivers.cameras.uvc import UvcCamera
from drivers.configuration import CameraConfig
from drivers.session import DeviceSession
from drivers.simulation import Glass
from drivers.stage import CameraDriver
from workstation.clock import SystemClock
from workstation.devices import DeviceKind, DeviceState
from workstation.errors import DeviceError, DeviceLost, DeviceStateError
from workstation.messages import explain
from workstation.vocabulary import LANGUAGES

PATIENCE_S = 10.0
FRAME = (np.arange(24, dtype="<u2").reshape(4, 6) * 170).tobytes()


@dataclass(frozen=True)
class Rig:
    """One kind of camera.

    Attributes
    ----------
    make : callable
        A new driver of the same camera.
    confirms : bool
        The camera has exposure and gain and says what they are.
    pull, plug : callable or None
        Take the camera away, and bring it back; None where what is behind it cannot go.
    """

    make: Callable[[], Any]
    confirms: bool
    pull: Callable[[Any], None] | None = None
    plug: Callable[[Any], None] = lambda _: None


def simulated(_: Path) -> Rig:
    cameras: list[SimulatedCamera] = []

    def make() -> SimulatedCamera:
        cameras.append(SimulatedCamera(Glass(), lambda: {"WHITE": 100}, SystemClock()))
        return cameras[-1]

    return Rig(make, True, SimulatedCamera.unplug, SimulatedCamera.plug_in)


def uvc(folder: Path) -> Rig:
    picture = np.random.default_rng(1).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    for number in range(5):
        cv2.imwrite(str(folder / f"frame{number}.png"), picture)

    def exhaust(camera: UvcCamera) -> None:
        while True:
            try:
                camera.grab(exposure_ms=1, gain_db=0, discard_frames=0)
            except DeviceLost:
                return

    return Rig(
        lambda: UvcCamera(CameraConfig("uvc", device=str(folder / "frame%d.png")), SystemClock()), False, exhaust
    )


def genicam(_: Path) -> Rig:
    producer = shipped_producer()
    return Rig(lambda: GenicamCamera(CameraConfig("genicam", device="1", producer=producer), SystemClock()), False)


def genicam_own(_: Path) -> Rig:
    acquirer, opener = own_camera()
    acquirer.frames.extend([FRAME] * 20)

    def pull(_: GenicamCamera) -> None:
        from genicam import gentl

        def gone() -> None:
            raise gentl.IoException("removed")

        acquirer.frames.appendleft(gone)

    return Rig(lambda: GenicamCamera(CameraConfig("genicam"), SystemClock(), open_camera=opener), True, pull)


RIGS = {"simulated": simulated, "uvc": uvc, "genicam": genicam, "genicam-own": genicam_own}
every_camera = pytest.mark.parametrize("rig", sorted(RIGS), indirect=True)


@pytest.fixture
def made() -> Iterator[list[CameraDriver]]:
    drivers: list[CameraDriver] = []
    yield drivers
    for each in drivers:
        each.close()


@pytest.fixture
def rig(request: pytest.FixtureRequest, tmp_path: Path, made: list[CameraDriver]) -> Rig:
    found = RIGS[request.param](tmp_path)

    def make() -> Any:
        made.append(found.make())
        return made[-1]

    return Rig(make, found.confirms, found.pull, found.plug)


def require_told(error: DeviceError) -> None:
    error.facts.setdefault("device", "the camera")
    for language in LANGUAGES:
        sentence = explain(error, language)
        assert sentence != error.code
        assert "…" not in sentence


@every_camera
def test_it_says_who_it_is_each_time_it_is_opened(rig: Rig) -> None:
    camera = rig.make()
    identities = []
    for _ in range(3):
        identities.append(camera.open())
        camera.close()
        camera.close()
    assert len(set(identities)) == 1
    assert identities[0].maker
    assert identities[0].model


@every_camera
def test_a_frame_says_what_the_camera_confirmed_and_nothing_else(rig: Rig) -> None:
    camera = rig.make()
    camera.open()
    for exposure_ms in (5.0, 12.5):
        frame = camera.grab(exposure_ms=exposure_ms, gain_db=0, discard_frames=0)
        assert frame.exposure_ms == (exposure_ms if rig.confirms else None)
        assert frame.gain_db == (0 if rig.confirms else None)
        assert frame.pixels.ndim == 2 or frame.pixels.shape[2] == 3
        assert frame.pixels.dtype in (np.uint8, np.uint16)
        assert not frame.pixels.flags.writeable
        assert frame.px_per_mm is None or frame.px_per_mm > 0
        assert frame.taken_at.tzinfo is not None


@every_camera
def test_a_setting_that_it_does_not_have_takes_no_picture(rig: Rig) -> None:
    camera = rig.make()
    camera.open()
    impossible = [{"exposure_ms": 5.0, "gain_db": 59.0}]
    if rig.confirms:
        impossible += [{"exposure_ms": 1e7, "gain_db": 0.0}, {"exposure_ms": 1e-4, "gain_db": 0.0}]
    for settings in impossible:
        with pytest.raises(DeviceStateError) as caught:
            camera.grab(**settings, discard_frames=0)
        require_told(caught.value)
    assert camera.grab(exposure_ms=5, gain_db=0, discard_frames=0).pixels.size


@every_camera
def test_a_camera_that_is_not_open_takes_no_picture(rig: Rig) -> None:
    camera = rig.make()
    with pytest.raises(DeviceError) as caught:
        camera.grab(exposure_ms=5, gain_db=0, discard_frames=0)
    require_told(caught.value)


@pytest.mark.parametrize("rig", sorted(RIGS.keys() - {"genicam"}), indirect=True)
def test_a_camera_that_goes_away_is_lost_and_found_again(rig: Rig) -> None:
    """What the producer shows cannot be unplugged; the same driver is tested with features of our own."""
    assert rig.pull is not None
    drivers: list[Any] = []

    def connect() -> Any:
        drivers.append(rig.make())
        return drivers[-1]

    session: DeviceSession[Any] = DeviceSession(
        "camera", DeviceKind.CAMERA, connect, SystemClock(), backoff_s=(0.01,)
    )
    try:
        session.start()
        session.call(lambda camera: camera.grab(exposure_ms=5, gain_db=0, discard_frames=0), PATIENCE_S)
        rig.pull(drivers[-1])
        with pytest.raises(DeviceLost) as caught:
            session.call(lambda camera: camera.grab(exposure_ms=5, gain_db=0, discard_frames=0), PATIENCE_S)
        require_told(caught.value)
        rig.plug(drivers[-1])
        session.wait_for(DeviceState.READY, timeout_s=PATIENCE_S)
        again = session.call(lambda camera: camera.grab(exposure_ms=5, gain_db=0, discard_frames=0), PATIENCE_S)
        assert again.pixels.size
    finally:
        session.close()


@pytest.mark.parametrize("rig", ["genicam"], indirect=True)
def test_a_camera_belongs_to_one_program(rig: Rig) -> None:
    """Numbered pictures and the simulated one can be looked at twice; a UVC camera is the system's to guard."""
    camera, other = rig.make(), rig.make()
    camera.open()
    with pytest.raises(DeviceStateError) as caught:
        other.open()
    assert caught.value.code == "camera-taken"
    require_told(caught.value)
    camera.close()
    assert other.open().serial == "1"
