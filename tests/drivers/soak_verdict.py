"""What the soak asserts, from the logs of the simulators and never from the word of a driver."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from soak_booth import FILTERS, Booth, Line, Request

from drivers.bench import SessionFilterWheel, SessionLights
from drivers.simulated_log import Cause
from workstation.acquisition.runner import CaptureProgress, CaptureRun
from workstation.devices import DeviceState, DeviceStatus
from workstation.errors import DeviceError, DeviceTimeout, WorkstationError
from workstation.messages import explain, sentence
from workstation.vocabulary import LANGUAGES

DARK_S = 3.0
"""A lamp goes off within this time once its line is good."""

READY_S = 10.0
SLICE_S = 0.1
TOLERANCE_PERCENT = 0.2
"""Half a step of the coarsest controller."""

_UNWELL = (DeviceState.ABSENT, DeviceState.LOST, DeviceState.FAULT)
_STUCK = ("lights-not-off", "lights-off-unconfirmed")


class Verdict:
    """Judges one run after the other.

    Parameters
    ----------
    booth : Booth

    Attributes
    ----------
    pictures, failures : int
        How many pictures were kept, and how many runs ended with a reason.
    """

    def __init__(self, booth: Booth) -> None:
        self._booth = booth
        self.pictures = self.failures = 0

    def judge(self, began_s: float, run: CaptureRun, progress: list[CaptureProgress]) -> None:
        """Assert everything about one run; the booth is in order afterwards."""
        self._labels(run)
        self._once(self._booth.lights_line, self._booth.lights.requests, began_s)
        self._once(self._booth.wheel_line, self._booth.wheel.requests, began_s)
        self._failures(run, progress)
        self._make_dark()
        self._make_ready()
        for status in self._booth.heard():
            _require_status(status)
        self._booth.lights.requests.clear()
        self._booth.wheel.requests.clear()
        self._booth.camera_driver.exposures.clear()

    def _labels(self, run: CaptureRun) -> None:
        """No picture is labelled with what was not lit, or not before the camera, throughout its exposure."""
        by_light = {each.setting.light: each for each in self._booth.channels}
        for capture in run.captures:
            self.pictures += 1
            begin_s, end_s = self._booth.camera_driver.exposures[capture.record.captured_at]
            lamp = by_light[capture.record.light]
            for change in self._booth.lights_line.simulator.log.changes(begin_s, end_s):
                lit = {channel: percent for channel, percent in change.state.items() if percent}
                assert lit.keys() == {lamp.channel}, (capture.record.light, change)
                assert abs(lit[lamp.channel] - lamp.setting.percent) <= TOLERANCE_PERCENT, (
                    capture.record.light,
                    change,
                )
            self._asked_about_light(capture.record.light, begin_s, end_s)
            if lamp.setting.filter:
                positions = self._booth.wheel_line.simulator.log.changes(begin_s, end_s)
                assert capture.record.filter == lamp.setting.filter
                wanted = next(each.position for each in FILTERS if each.name == lamp.setting.filter)
                assert {each.state for each in positions} == {wanted}, (capture.record.light, positions)
                self._asked_about_filter(positions[0].at_s, begin_s, end_s)

    def _asked_about_light(self, light: str, begin_s: float, end_s: float) -> None:
        """The controller was asked between lighting and exposure, and again before the lamp was put out."""
        line = self._booth.lights_line
        (request,) = [each for each in self._booth.lights.requests if each.what == light]
        (lit_s,) = _matching(line, line.words.acts, request.begin_s, begin_s)
        assert _matching(line, line.words.asks, lit_s, begin_s), f"{light} was not confirmed before"
        now_s = time.monotonic()
        off_s = next(iter(_matching(line, line.words.offs, end_s, now_s)), now_s)
        assert _matching(line, line.words.asks, end_s, off_s), f"{light} was not confirmed after"

    def _asked_about_filter(self, since_s: float, begin_s: float, end_s: float) -> None:
        """The wheel was asked between arrival and exposure, and again before it was sent anywhere else."""
        line = self._booth.wheel_line
        now_s = time.monotonic()
        gone_s = next((each.begin_s for each in self._booth.wheel.requests if each.begin_s > end_s), now_s)
        assert _matching(line, line.words.asks, since_s, begin_s), "the filter was not confirmed before"
        assert _matching(line, line.words.asks, end_s, gone_s), "the filter was not confirmed after"

    @staticmethod
    def _once(line: Line, requests: list[Request], began_s: float) -> None:
        """A command that lights or moves was sent once a request at most, and never without one."""
        now_s = time.monotonic()
        begins_s = [*(each.begin_s for each in requests), now_s]
        assert not _matching(line, line.words.acts, began_s, begins_s[0])
        for request, end_s in zip(requests, begins_s[1:], strict=True):
            sent = _matching(line, line.words.acts, request.begin_s, end_s)
            assert len(sent) <= 1, f"{request.what} was sent {len(sent)} times"

    def _failures(self, run: CaptureRun, progress: list[CaptureProgress]) -> None:
        """Whatever is missing has a reason that names the device and is a sentence in every language."""
        if run.error is None:
            assert len(run.captures) == len(self._booth.plan.steps)
            assert run.lamps_off
            return
        self.failures += 1
        for error in (run.error, *(each.error for each in progress if each.error)):
            _require_told(error)

    def _make_dark(self) -> None:
        """With a good line, no lamp stays lit but for one that is stuck, and that is a fault that was told."""
        booth = self._booth
        for line in (booth.lights_line, booth.wheel_line):
            line.mend()
        lamps = booth.lights_line.simulator
        if lamps.stuck and any(lamps.levels().values()) and not self._lit_by_hand():
            told = self._plugged(lambda: booth.wait_for_reason(_STUCK, SLICE_S), READY_S)
            assert told, "nobody was told of a lamp that cannot be switched off"
            fault = self._plugged(lambda: _reaches(booth.lights, DeviceState.FAULT), READY_S)
            assert fault, booth.lights.status
        lamps.recover()
        lamps.limit_percent, lamps.reported_offset_percent = 100.0, 0.0
        booth.wheel_line.simulator.recover()
        if self._lit_by_hand():
            for channel in lamps.levels():
                lamps.set_level(channel, 0)
        dark = self._plugged(lambda: lamps.wait_until(lambda levels: not any(levels.values()), SLICE_S), DARK_S)
        assert dark or self._lit_by_hand(), f"lit {DARK_S} s after the line was good: {lamps.log.latest()}"

    def _plugged(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Wait for something with good lines; one that was just hanging up when it was mended is plugged in again."""
        end_s = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end_s:
                return False
            for line in (self._booth.lights_line, self._booth.wheel_line):
                line.host.plug()
        return True

    def _lit_by_hand(self) -> bool:
        """Somebody turned a knob after the last command of the driver to put the lamps out."""
        line = self._booth.lights_line
        latest = line.simulator.log.latest()
        if latest.cause is not Cause.HAND or not any(latest.state.values()):
            return False
        return not _matching(line, line.words.offs, latest.at_s, time.monotonic())

    def _make_ready(self) -> None:
        """Everything comes back by itself."""
        for device in (self._booth.lights, self._booth.wheel):
            assert self._plugged(lambda device=device: _answers(device), READY_S), device.status


def _reaches(device: SessionLights | SessionFilterWheel, state: DeviceState) -> bool:
    try:
        device.session.wait_for(state, timeout_s=SLICE_S)
    except DeviceTimeout:
        return False
    return True


def _answers(device: SessionLights | SessionFilterWheel) -> bool:
    if not _reaches(device, DeviceState.READY):
        return False
    try:
        device.confirmed()
    except DeviceError as error:
        _require_told(error)
        return False
    return True


def _matching(line: Line, words: bytes, begin_s: float, end_s: float) -> list[float]:
    """Times of the commands that the simulator received and that match."""
    received = line.simulator.log.commands(begin_s, end_s)
    return [each.at_s for each in received if re.search(words, each.command)]


def _require_told(error: WorkstationError) -> None:
    device = error.facts.get("device")
    assert device, f"{error!r} names no device"
    for language in LANGUAGES:
        text = explain(error, language)
        assert text != error.code, f"no sentence for {error.code}"
        assert str(device) in text, text
        assert "…" not in text, text


def _require_status(status: DeviceStatus) -> None:
    if not status.reason:
        assert status.state not in _UNWELL, status
        return
    for language in LANGUAGES:
        text = sentence(status.reason, status.facts, language)
        assert text != status.reason, f"no sentence for {status.reason}"
        assert status.device in text, text
        assert "…" not in text, text
