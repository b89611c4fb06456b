"""Trouble for the soak: what goes wrong and when, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from soak_booth import Booth, Line

from drivers.simulators import LineFault, line_faults
from workstation.acquisition.runner import CaptureProgress

MOST_COMMANDS = {"lights": 110, "wheel": 26}
"""About as many as a run of three lights sends; what is drawn beyond the end of a run does not happen."""

MANY = 12
"""One slow reply is nothing; a slow line is."""

SPURIOUS = (
    b"hello\r\n",
    b"\x00",
    b"$",
    b">",
    b"CSSAXF000BXF000CXF000DXF000\r\n",
    b"0PO00000000\r\n",
    b"Evt1,128\n\r",
)
Deed = Callable[[], None]


class Troublemaker:
    """Makes trouble in the runs of a booth.

    Parameters
    ----------
    booth : Booth
    seed : int

    Attributes
    ----------
    done : list of str
        What has happened in this run, in order.
    total : int
        How much has happened in all runs.
    """

    def __init__(self, booth: Booth, seed: int) -> None:
        self._booth = booth
        self._chance = random.Random(seed)
        self._lines: dict[str, Line] = {"lights": booth.lights_line, "wheel": booth.wheel_line}
        self._at_phase: dict[int, list[Deed]] = {}
        self._at_exposure: dict[int, list[Deed]] = {}
        self._phases = self._exposures = 0
        self.done: list[str] = []
        self.total = 0
        booth.camera_driver.meanwhile = self._exposing

    def plan(self) -> None:
        """Draw the trouble of the next run."""
        self.done = []
        self._phases = self._exposures = 0
        self._at_phase, self._at_exposure = {}, {}
        at_command: dict[str, dict[int, Deed]] = {"lights": {}, "wheel": {}}
        for _ in range(self._chance.choice((0, 1, 1, 2, 2, 3, 4))):
            device = self._chance.choice(("lights", "lights", "wheel"))
            moment = self._chance.choice(("command", "command", "phase", "exposure"))
            deed = self._deed(device, on_the_wire=moment == "command")
            if moment == "command":
                at_command[device][self._chance.randint(1, MOST_COMMANDS[device])] = deed
            elif moment == "phase":
                self._at_phase.setdefault(self._chance.randint(1, 12), []).append(deed)
            else:
                self._at_exposure.setdefault(self._chance.randint(1, 3), []).append(deed)
        for device, line in self._lines.items():
            line.watched.expect(at_command[device])

    def hear(self, progress: CaptureProgress) -> None:
        """The run has come to its next phase."""
        self._phases += 1
        for deed in self._at_phase.pop(self._phases, ()):
            deed()

    def _exposing(self) -> None:
        self._exposures += 1
        for deed in self._at_exposure.pop(self._exposures, ()):
            deed()

    def _deed(self, device: str, *, on_the_wire: bool) -> Deed:
        line = self._lines[device]
        simulator = line.simulator
        replies = [
            (f"{fault} {count}", partial(line.host.misbehave, fault, count))
            for fault in line_faults(line.watched)
            for count in ((MANY,) if fault is LineFault.SLOW else (1, 2))
        ]
        spurious = self._chance.choice(SPURIOUS)
        wire: list[tuple[str, Deed]] = [(f"spurious {spurious!r}", partial(line.host.push, spurious))]
        if on_the_wire:
            wire.append(("hang-up", _hang_up))
        else:
            for name, deed in (("un", line.host.unplug), ("re", line.host.replug), ("otherwise ", line.exchange)):
                wire.append((f"{name}plugged", deed))
        itself: list[tuple[str, Deed]] = [
            ("power cycle", simulator.power_cycle),
            ("stuck", partial(setattr, simulator, "stuck", True)),
        ]
        itself += [(f"trouble {each}", partial(simulator.suffer, each)) for each in sorted(simulator.troubles)]
        name, deed = self._chance.choice(
            self._chance.choice((replies, replies, wire, itself, self._by_hand(device, simulator)))
        )

        def told() -> None:
            self.done.append(f"{device}: {name}")
            self.total += 1
            deed()

        return told

    def _by_hand(self, device: str, simulator: Any) -> list[tuple[str, Deed]]:
        if device == "wheel":
            position = self._chance.randint(1, 4)
            return [(f"turned to {position}", partial(simulator.turn, position))]
        channel, percent = self._chance.randint(1, 4), self._chance.choice((0, 5, 60, 80, 100))
        limit = self._chance.choice((10.0, 50.0))
        return [
            (f"knob {channel} at {percent}", partial(simulator.set_level, channel, percent)),
            (f"limited to {limit}", partial(setattr, simulator, "limit_percent", limit)),
            ("misread", partial(setattr, simulator, "reported_offset_percent", -7.0)),
        ]


def _hang_up() -> None:
    raise OSError("the line hangs up")
