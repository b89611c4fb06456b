"""The GenICam driver on the real GenTL producer of the package ``genicam``, and on GenApi features of our own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from genicam_camera import FEATURES, Acquirer, own_camera, shipped_producer

from drivers.cameras import genicam, gentl
from drivers.cameras.genicam import GenicamCamera
from drivers.configuration import CameraConfig
from workstation.clock import SystemClock
from workstation.errors import DeviceError, DeviceLost, DeviceNotFound, DeviceStateError, DeviceTimeout, ProtocolError
from workstation.messages import explain
from workstation.vocabulary import LANGUAGES

MONO12 = np.arange(24, dtype="<u2").reshape(4, 6) * 170


@pytest.fixture
def producer() -> str:
    return shipped_producer()


@pytest.fixture
def cameras() -> Iterator[list[GenicamCamera]]:
    opened: list[GenicamCamera] = []
    yield opened
    for each in opened:
        each.close()


def shipped(producer: str, device: int | str = 0, pixel_format: str = "") -> GenicamCamera:
    return GenicamCamera(
        CameraConfig("genicam", device=device, producer=producer, pixel_format=pixel_format, px_per_mm=20),
        SystemClock(),
    )


def own(pixel_format: str = "", **features: str | None) -> tuple[GenicamCamera, Acquirer]:
    acquirer, opener = own_camera(**features)
    camera = GenicamCamera(
        CameraConfig("genicam", pixel_format=pixel_format, px_per_mm=20), SystemClock(), open_camera=opener
    )
    return camera, acquirer


def require_told(error: DeviceError) -> None:
    for language in LANGUAGES:
        assert explain(error, language) != error.code
        assert "…" not in explain(error, language)


# The real producer


@pytest.mark.parametrize(("pixel_format", "shape"), [("RGBa8", (400, 400, 3)), ("Mono8", (400, 400))])
def test_real_frames_with_nothing_claimed_that_the_camera_cannot_confirm(
    producer: str, cameras: list[GenicamCamera], pixel_format: str, shape: tuple[int, ...]
) -> None:
    camera = shipped(producer, "1", pixel_format)
    cameras.append(camera)
    identity = camera.open()
    assert (identity.maker, identity.model, identity.serial) == ("Machine Vision Games Ltd.", "Viky", "1")
    assert identity.simulated, "a camera that is a program is no camera"
    assert identity.firmware == f"1.0; {pixel_format}; exposure not confirmed"
    for discard in (0, 2):
        frame = camera.grab(exposure_ms=40, gain_db=0, discard_frames=discard)
        assert frame.pixels.shape == shape
        assert frame.pixels.dtype == np.uint8
        assert not frame.pixels.flags.writeable
        assert frame.pixels.min() < frame.pixels.max(), "the producer draws a ball"
        assert (frame.exposure_ms, frame.gain_db, frame.px_per_mm) == (None, None, 20)


def test_the_green_camera_is_green(producer: str, cameras: list[GenicamCamera]) -> None:
    camera = shipped(producer, "VikyTL_DEV_green")
    cameras.append(camera)
    camera.open()
    pixels = camera.grab(exposure_ms=1, gain_db=0).pixels
    ball = pixels[pixels.min(axis=2) < 255]
    assert (ball.argmax(axis=1) == 1).mean() > 0.9, "red and blue are not swapped, nor is alpha among them"


def test_each_picture_is_newer_than_its_call(producer: str, cameras: list[GenicamCamera]) -> None:
    camera = shipped(producer)
    cameras.append(camera)
    camera.open()
    frames = [camera.grab(exposure_ms=1, gain_db=0).pixels for _ in range(4)]
    assert len({each.tobytes() for each in frames}) > 1, "the ball moves"


def test_the_cameras_of_a_producer_are_listed(producer: str) -> None:
    assert [each.serial for each in gentl.list_cameras(producer)] == ["0", "1", "2"]
    assert {each.model for each in gentl.list_cameras(producer)} == {"Viky"}


def test_producers_are_found_where_the_makers_put_them(
    producer: str, monkeypatch: pytest.MonkeyPatch, cameras: list[GenicamCamera]
) -> None:
    monkeypatch.setenv(gentl.SEARCH_PATH, f"/no/such/folder:{Path(producer).parent}")
    camera = shipped("", "2")
    cameras.append(camera)
    assert camera.open().serial == "2"


def test_ctrl_c_stays_what_it_was(producer: str, cameras: list[GenicamCamera]) -> None:
    before = signal.getsignal(signal.SIGINT)
    camera = shipped(producer)
    cameras.append(camera)
    camera.open()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("device", "path", "code"),
    [
        (3, None, "camera-not-found"),
        ("nobody", None, "camera-not-found"),
        (0, "/no/such.cti", "camera-no-producer"),
        (0, "", "camera-no-producer"),
    ],
)
def test_a_camera_that_is_not_there(
    producer: str, device: int | str, path: str | None, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(gentl.SEARCH_PATH, raising=False)
    with pytest.raises(DeviceNotFound) as caught:
        shipped(producer if path is None else path, device).open()
    assert caught.value.code == code
    require_told(caught.value)


def test_a_file_that_is_no_producer_shows_no_camera(producer: str, tmp_path: Path) -> None:
    (tmp_path / "text.cti").write_text("this is no library")
    with pytest.raises(DeviceNotFound) as caught:
        shipped(str(tmp_path / "text.cti")).open()
    assert caught.value.code == "camera-not-found"
    assert shipped(producer).open().model == "Viky"


# What the producer's camera lacks


def test_exposure_and_gain_are_what_the_camera_confirms() -> None:
    camera, acquirer = own()
    identity = camera.open()
    nodes = acquirer.node_map
    assert identity.firmware == (
        "2.1; Mono12; auto exposure off; auto gain off; auto white balance not confirmed; gamma off"
    )
    assert not identity.simulated
    assert (nodes.ExposureAuto.value, nodes.TriggerMode.value, nodes.GammaEnable.value) == ("Off", "Off", False)
    acquirer.frames.append(MONO12.tobytes())
    frame = camera.grab(exposure_ms=40.5, gain_db=6)
    assert (frame.exposure_ms, frame.gain_db) == (40.5, 6)
    assert (nodes.ExposureTime.value, nodes.Gain.value) == (40_500, 6)


def test_twelve_bits_stay_twelve_bits() -> None:
    camera, acquirer = own()
    camera.open()
    acquirer.frames.append(MONO12.tobytes())
    pixels = camera.grab(exposure_ms=1, gain_db=0).pixels
    assert pixels.dtype == np.uint16
    assert pixels.tolist() == MONO12.tolist()


def test_one_frame_is_exposed_where_one_is_wanted() -> None:
    camera, acquirer = own()
    camera.open()
    acquirer.frames.extend([MONO12.tobytes()] * 4)
    camera.grab(exposure_ms=1, gain_db=0)
    camera.grab(exposure_ms=1, gain_db=0, discard_frames=2)
    assert acquirer.modes == ["SingleFrame", "Continuous"]
    assert not acquirer.running
    assert len(acquirer.given_back) == 4, "every buffer goes back to the transport layer"


@pytest.mark.parametrize(("setting", "exposure_ms", "gain_db"), [("exposure", 3000, 0), ("gain", 1, 30)])
def test_limits_are_the_cameras_own(setting: str, exposure_ms: float, gain_db: float) -> None:
    camera, _ = own()
    camera.open()
    with pytest.raises(DeviceStateError) as caught:
        camera.grab(exposure_ms=exposure_ms, gain_db=gain_db)
    assert caught.value.code == "camera-limit"
    assert caught.value.facts["setting"] == setting
    require_told(caught.value)


@pytest.mark.parametrize("gain", [None, FEATURES["Gain"].replace("dB", "counts")])
def test_a_gain_without_decibels_is_refused_rather_than_guessed(gain: str | None) -> None:
    camera, acquirer = own(Gain=gain)
    camera.open()
    acquirer.frames.append(MONO12.tobytes())
    assert camera.grab(exposure_ms=1, gain_db=0).gain_db is None
    with pytest.raises(DeviceStateError) as caught:
        camera.grab(exposure_ms=1, gain_db=3)
    assert caught.value.code == "camera-gain"


def test_the_name_before_sfnc_2_is_understood() -> None:
    old = FEATURES["ExposureTime"].replace("ExposureTime", "ExposureTimeAbs")
    camera, acquirer = own(ExposureTime=None, ExposureTimeAbs=old)
    camera.open()
    acquirer.frames.append(MONO12.tobytes())
    assert camera.grab(exposure_ms=8, gain_db=0).exposure_ms == 8


@pytest.mark.parametrize("pixel_format", ["BayerRG12", "YUV422_8", "Mono7"])
def test_a_pixel_format_that_cannot_be_had(pixel_format: str) -> None:
    camera, _ = own(pixel_format)
    with pytest.raises(DeviceStateError) as caught:
        camera.open()
    assert caught.value.facts["offered"] == "Mono8, Mono12, YUV422_8"
    require_told(caught.value)


def test_a_frame_with_lost_parts_is_passed_over() -> None:
    camera, acquirer = own()
    camera.open()
    acquirer.frames.extend([lambda: None, MONO12.tobytes()])
    assert camera.grab(exposure_ms=1, gain_db=0).pixels.shape == (4, 6)


def test_silence_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(genicam, "FRAME_GRACE_S", 0.05)
    camera, acquirer = own()
    camera.open()
    with pytest.raises(DeviceTimeout) as caught:
        camera.grab(exposure_ms=1, gain_db=0)
    require_told(caught.value)
    assert not acquirer.running


def test_a_pulled_cable_is_a_lost_device() -> None:
    camera, acquirer = own()
    camera.open()
    from genicam import gentl as transport

    def gone() -> None:
        raise transport.IoException("the device has been removed")

    acquirer.frames.append(gone)
    with pytest.raises(DeviceLost) as caught:
        camera.grab(exposure_ms=1, gain_db=0)
    require_told(caught.value)
    assert not acquirer.running


def test_half_a_frame_is_no_picture() -> None:
    camera, acquirer = own()
    camera.open()
    acquirer.frames.append(MONO12.tobytes()[:-1])
    with pytest.raises(ProtocolError) as caught:
        camera.grab(exposure_ms=1, gain_db=0)
    caught.value.facts.setdefault("device", "genicam")
    require_told(caught.value)
    assert len(acquirer.given_back) == 1


def test_a_camera_that_is_not_open_takes_no_picture() -> None:
    camera, _ = own()
    with pytest.raises(DeviceStateError) as caught:
        camera.grab(exposure_ms=1, gain_db=0)
    assert caught.value.code == "camera-not-open"


def test_without_the_packages_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.cti").touch()
    monkeypatch.setitem(__import__("sys").modules, "harvesters.core", None)
    with pytest.raises(DeviceStateError) as caught:
        gentl.list_cameras(str(tmp_path / "a.cti"))
    assert caught.value.code == "camera-genicam-missing"
    assert "pip install" in explain(caught.value)
