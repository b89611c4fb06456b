"""Measuring on the bench: which lamps are lit and which pictures are taken for each kind of calibration.

Everything here blocks on devices and runs on the bench's own thread. The lamps are off whenever a function returns
or raises. Arithmetic is ``workstation.imaging``'s.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from workstation.acquisition.settle import measure_settling
from workstation.calibration.in_force import described
from workstation.calibration.model import Calibration, CalibrationKind, ScaleTarget, Target, Values
from workstation.devices import Bench, Clock, DeviceIdentity, Frame, LightSetting
from workstation.errors import CalibrationError, Cancelled, CaptureError
from workstation.identifiers import new_id
from workstation.imaging.calibrate_chessboard import chessboard_scale
from workstation.imaging.calibrate_field import flat_field, saturated, white_balance
from workstation.imaging.calibrate_outline import ID_1, ID_3, outline_scale
from workstation.imaging.calibrate_results import Alignment, Scale
from workstation.imaging.calibrate_ruler import ruler_scale
from workstation.imaging.register import register
from workstation.imaging.views import Pixels

WHITE = "WHITE"
FLAT_FRAMES = 4
DARK_FRAMES = 4
DARKER = (0.5, 0.25)
"""Further exposures of the sheet for the noise, as shares of the first."""
_HALVINGS = 6
_WAIT_SLICE_S = 0.02


class Tell(Protocol):
    """Progress: light, its place among all, how many there are, and what is being done."""

    def __call__(self, light: str, index: int, total: int, phase: str) -> None:
        """Say it."""
        ...


class Measuring:
    """One round of measuring on one bench.

    Parameters
    ----------
    bench : Bench
        Lights and camera have said who they are.
    actor : str
    cancel : threading.Event
        Ends the round soon, with ``Cancelled``.
    tell : Tell
    """

    def __init__(self, bench: Bench, clock: Clock, actor: str, cancel: threading.Event, tell: Tell) -> None:
        self._bench = bench
        self._clock = clock
        self._actor = actor
        self._cancel = cancel
        self._tell = tell

    def settings(self, lights: Sequence[str] | None) -> tuple[LightSetting, ...]:
        """Settings of some lights, or of all.

        Raises
        ------
        CaptureError
            ``capture-light-missing``, ``capture-no-light``.
        """
        available = {each.light: each for each in self._bench.lights.settings()}
        wanted = tuple(available) if lights is None else tuple(dict.fromkeys(lights))
        missing = [each for each in wanted if each not in available]
        if missing:
            raise CaptureError("capture-light-missing", light=", ".join(missing), available=", ".join(available))
        if not wanted:
            raise CaptureError("capture-no-light")
        return tuple(available[each] for each in wanted)

    def white(self, light: str) -> LightSetting:
        """The light asked for, else white, else the first there is."""
        if light:
            return self.settings([light])[0]
        settings = self.settings(None)
        return next((each for each in settings if each.light == WHITE), settings[0])

    # ------------------------------------------------------------------ what can be measured

    def scale(self, target: ScaleTarget, light: str) -> tuple[Calibration, Pixels]:
        """Pixels per millimetre from a target, and the picture it was found in."""
        setting = self.white(light)
        self._tell(setting.light, 0, 1, "light")
        with self._lit(setting):
            frame = self._grab(setting, setting.exposure_ms)
        self._tell(setting.light, 0, 1, "compute")
        with _naming(setting.light):
            values = _scale(frame.pixels, target)
        return self._calibration(CalibrationKind.SCALE, target.kind, setting, frame, values), frame.pixels

    def fields(self, lights: Sequence[str] | None) -> tuple[Calibration, ...]:
        """Flat field, dark and noise of lights."""
        settings = self.settings(lights)
        return tuple(self._field(setting, index, len(settings)) for index, setting in enumerate(settings))

    def _field(self, setting: LightSetting, index: int, total: int) -> Calibration:
        self._tell(setting.light, index, total, "light")
        with self._lit(setting):
            exposure_ms, first = self._unsaturated(setting)
            frames = [first, *(self._grab(setting, exposure_ms) for _ in range(FLAT_FRAMES - 1))]
            darker = [
                (self._grab(setting, exposure_ms * share), self._grab(setting, exposure_ms * share))
                for share in DARKER
            ]
        self._tell(setting.light, index, total, "dark")
        # A lamp goes out as slowly as it comes on.
        self._wait(setting.settle_ms)
        dark = [self._grab(setting, exposure_ms) for _ in range(DARK_FRAMES)]
        self._tell(setting.light, index, total, "compute")
        with _naming(setting.light):
            values = flat_field(
                [each.pixels for each in frames],
                [each.pixels for each in dark],
                [(one.pixels, other.pixels) for one, other in darker],
            )
        used = replace(setting, exposure_ms=exposure_ms)
        return self._calibration(CalibrationKind.FLAT_FIELD, Target.WHITE_SHEET, used, first, values)

    def white_balance(self, light: str) -> tuple[Calibration, Pixels]:
        """Gains of a light from a grey or white sheet, and its picture."""
        setting = self.white(light)
        self._tell(setting.light, 0, 1, "light")
        with self._lit(setting):
            exposure_ms, frame = self._unsaturated(setting)
        self._tell(setting.light, 0, 1, "dark")
        self._wait(setting.settle_ms)
        dark = self._grab(setting, exposure_ms).pixels
        self._tell(setting.light, 0, 1, "compute")
        levels = tuple(float(dark[..., channel].mean()) for channel in range(3)) if dark.ndim == 3 else (0.0,) * 3
        with _naming(setting.light):
            values = white_balance(frame.pixels, levels)
        used = replace(setting, exposure_ms=exposure_ms)
        made = self._calibration(CalibrationKind.WHITE_BALANCE, Target.WHITE_SHEET, used, frame, values)
        return made, frame.pixels

    def alignment(self, lights: Sequence[str] | None) -> tuple[Calibration, ...]:
        """How pictures under lights lie on those under white."""
        white = self.white("")
        others = [each for each in self.settings(lights) if each.light != white.light]
        self._tell(white.light, 0, len(others) + 1, "light")
        with self._lit(white):
            fixed = self._grab(white, white.exposure_ms)
        return tuple(
            self._aligned(setting, fixed, index, len(others) + 1) for index, setting in enumerate(others, start=1)
        )

    def _aligned(self, setting: LightSetting, fixed: Frame, index: int, total: int) -> Calibration:
        self._tell(setting.light, index, total, "light")
        with self._lit(setting):
            moving = self._grab(setting, setting.exposure_ms)
        self._tell(setting.light, index, total, "compute")
        found = register(fixed.pixels, moving.pixels)
        if not found.accepted:
            raise CalibrationError(
                "calibration-not-aligned", light=setting.light, confidence=round(found.confidence * 100)
            )
        values = Alignment(
            matrix=tuple(float(each) for each in found.matrix.ravel()),
            residual_px=found.residual_px,
            confidence=found.confidence,
        )
        return self._calibration(CalibrationKind.ALIGNMENT, Target.TEXTURED, setting, moving, values)

    def settling(self, lights: Sequence[str] | None) -> tuple[Calibration, ...]:
        """How long lamps take to become steady."""
        settings = self.settings(lights)
        return tuple(self._settled(setting, index, len(settings)) for index, setting in enumerate(settings))

    def _settled(self, setting: LightSetting, index: int, total: int) -> Calibration:
        self._tell(setting.light, index, total, "light")
        self._place_filter(setting)
        with _naming(setting.light):
            values = measure_settling(
                setting,
                lights=self._bench.lights,
                camera=self._bench.camera,
                clock=self._clock,
                cancel=self._cancel,
            )
        return self._calibration(CalibrationKind.SETTLE, Target.WHITE_SHEET, setting, None, values)

    # ------------------------------------------------------------------ lamps and pictures

    @contextmanager
    def _lit(self, setting: LightSetting) -> Iterator[None]:
        """This light on, confirmed, settled; confirmed again at the end, and then off whatever happened."""
        self._place_filter(setting)
        try:
            self._bench.lights.switch_on(setting.light)
            self._require_lit(setting.light)
            self._wait(setting.settle_ms)
            yield
            self._require_lit(setting.light)
            self._require_filter(setting)
        finally:
            self._bench.lights.all_off()

    def _require_lit(self, light: str) -> None:
        confirmed = self._bench.lights.confirmed()
        if confirmed != light:
            self._stop_if_cancelled()
            raise CaptureError(
                "capture-light-unconfirmed",
                device=self._bench.lights.name,
                light=light,
                confirmed=confirmed or "-",
            )

    def _place_filter(self, setting: LightSetting) -> None:
        if not setting.filter:
            return
        if self._bench.wheel is None:
            raise CaptureError("capture-no-wheel", light=setting.light, filter=setting.filter)
        if self._bench.wheel.confirmed() != setting.filter:
            self._bench.wheel.move_to(setting.filter)
        self._require_filter(setting)

    def _require_filter(self, setting: LightSetting) -> None:
        if not setting.filter or self._bench.wheel is None:
            return
        confirmed = self._bench.wheel.confirmed()
        if confirmed != setting.filter:
            raise CaptureError(
                "capture-filter-unconfirmed",
                device=self._bench.wheel.name,
                light=setting.light,
                filter=setting.filter,
                confirmed=confirmed or "-",
            )

    def _grab(self, setting: LightSetting, exposure_ms: float) -> Frame:
        self._stop_if_cancelled()
        return self._bench.camera.grab(
            exposure_ms=exposure_ms, gain_db=setting.gain_db, discard_frames=setting.discard_frames
        )

    def _unsaturated(self, setting: LightSetting) -> tuple[float, Frame]:
        """The longest exposure, from that of captures down by halves, at which the sheet does not saturate."""
        exposure_ms = setting.exposure_ms
        for _ in range(_HALVINGS):
            frame = self._grab(setting, exposure_ms)
            if not saturated(frame.pixels):
                return exposure_ms, frame
            exposure_ms /= 2
        raise CalibrationError("calibration-saturated", light=setting.light)

    def _wait(self, milliseconds: float) -> None:
        end = self._clock.monotonic() + milliseconds / 1000
        while (left := end - self._clock.monotonic()) > 0:
            self._stop_if_cancelled()
            self._clock.sleep(min(left, _WAIT_SLICE_S))
        self._stop_if_cancelled()

    def _stop_if_cancelled(self) -> None:
        if self._cancel.is_set():
            raise Cancelled

    # ------------------------------------------------------------------ the record

    def _calibration(
        self, kind: CalibrationKind, target: Target, setting: LightSetting, frame: Frame | None, values: Values
    ) -> Calibration:
        camera, lights = (
            self._identity(self._bench.camera.status.identity),
            self._identity(self._bench.lights.status.identity),
        )
        height, width = frame.pixels.shape[:2] if frame is not None else (0, 0)
        now = self._clock.now()
        return Calibration(
            calibration_id=new_id(now),
            kind=kind,
            made_at=now,
            made_by=self._actor,
            camera=described(camera),
            lights=described(lights),
            simulated=camera.simulated or lights.simulated,
            width=width,
            height=height,
            light=setting.light,
            filter=setting.filter,
            exposure_ms=setting.exposure_ms,
            gain_db=setting.gain_db,
            percent=setting.percent,
            target=target,
            values=values,
        )

    def _identity(self, identity: DeviceIdentity | None) -> DeviceIdentity:
        if identity is None:
            raise CalibrationError("calibration-equipment-unknown")
        return identity


@contextmanager
def _naming(light: str) -> Iterator[None]:
    """Trouble inside the block names the light."""
    try:
        yield
    except CalibrationError as error:
        error.facts.setdefault("light", light)
        raise


def _scale(pixels: Pixels, target: ScaleTarget) -> Scale:
    if target.kind is Target.RULER:
        return ruler_scale(pixels, graduation_mm=target.graduation_mm, tolerance_percent=target.tolerance_percent)
    if target.kind is Target.CHESSBOARD:
        return chessboard_scale(
            pixels,
            columns=target.columns,
            rows=target.rows,
            pitch_mm=target.pitch_mm,
            tolerance_percent=target.tolerance_percent,
        )
    outlines = {Target.ID_1: ID_1, Target.ID_3: ID_3}
    if target.kind not in outlines:
        raise ValueError(f"{target.kind} has no size")
    return outline_scale(pixels, outlines[target.kind])
