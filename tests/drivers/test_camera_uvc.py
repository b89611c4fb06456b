"""The UVC driver on a file: there is no camera on a build machine, so a file that OpenCV opens stands in for one."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.cameras.uvc import UvcCamera
from drivers.configuration import CameraConfig
from workstation.clock import SystemClock
from workstation.errors import DeviceLost, DeviceNotFound, DeviceStateError

RED = (200, 30, 10)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Three numbered pictures, red in RGB, each a level darker than the one before."""
    for number in range(3):
        picture = np.full((40, 60, 3), RED, np.uint8) - np.uint8(number)
        cv2.imwrite(str(tmp_path / f"frame{number}.png"), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return tmp_path / "frame%d.png"


def camera(device: int | str) -> UvcCamera:
    return UvcCamera(CameraConfig(kind="uvc", device=device, px_per_mm=12.5), SystemClock())


def test_frames_are_rgb_and_claim_nothing_the_source_did_not_confirm(film: Path) -> None:
    driver = camera(str(film))
    identity = driver.open()
    assert identity.simulated
    assert "SIMULATED" in identity.model
    assert identity.firmware == "; ".join(
        f"{each} not confirmed" for each in ("auto exposure", "auto white balance", "white balance")
    )
    frame = driver.grab(exposure_ms=40, gain_db=0, discard_frames=1)
    driver.close()
    assert frame.pixels.shape == (40, 60, 3)
    assert tuple(frame.pixels[5, 5]) == tuple(level - 1 for level in RED)
    assert not frame.pixels.flags.writeable
    assert (frame.exposure_ms, frame.gain_db, frame.px_per_mm) == (None, None, 12.5)


def test_what_the_camera_confirms_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[int, float] = {}

    class Obedient:
        def __init__(self, *_: object) -> None:
            taken.clear()

        def isOpened(self) -> bool:
            return True

        def getBackendName(self) -> str:
            return "V4L2"

        def release(self) -> None:
            return

        def set(self, property_id: int, value: float) -> bool:
            taken[property_id] = value
            return True

        def get(self, property_id: int) -> float:
            return 1.0 if balance != "off" and property_id == cv2.CAP_PROP_AUTO_WB else taken[property_id]

    monkeypatch.setattr(cv2, "VideoCapture", Obedient)
    for balance in ("off", "not confirmed"):
        driver = UvcCamera(CameraConfig(kind="uvc", device=57, white_balance_k=5000), SystemClock())
        assert driver.open().firmware == f"auto exposure off; auto white balance {balance}; white balance 5000 K"
        driver.close()


def test_a_source_that_ends_is_lost(film: Path) -> None:
    driver = camera(str(film))
    driver.open()
    with pytest.raises(DeviceLost):
        driver.grab(exposure_ms=40, gain_db=0, discard_frames=5)
    driver.close()
    driver.close()
    with pytest.raises(DeviceLost):
        driver.grab(exposure_ms=40, gain_db=0, discard_frames=0)


def test_gain_without_a_unit_is_refused(film: Path) -> None:
    driver = camera(str(film))
    driver.open()
    with pytest.raises(DeviceStateError, match="camera-gain"):
        driver.grab(exposure_ms=40, gain_db=6, discard_frames=0)
    driver.close()


@pytest.mark.parametrize("device", [57, "/dev/video57", "no/such/film%d.png"])
def test_no_camera_is_said_at_once(device: int | str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DeviceNotFound) as caught:
        camera(device).open()
    assert caught.value.facts["camera"] == str(device)
    assert "WARN" not in capfd.readouterr().err
