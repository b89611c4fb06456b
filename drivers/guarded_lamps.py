"""The program's side of ``drivers.lamp_guard``: no lamp is lit before a guard looks after it.

Responsible for: starting the guard, telling it before a lamp goes on and after all are confirmed off, starting
another where it has died, saying where there is none.

Not responsible for: what the guard does with it.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from drivers.lamp_guard import DARK, Charge
from drivers.lights.lamps import LampDriver
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceStateError

log = logging.getLogger(__name__)

ANSWER_S = 3.0
"""How long a guard may take to say that it looks after a lamp; the first time it may still be starting."""

MOST_UNANSWERED = 2
"""So often a guard is waited for in vain; then lamps are lit without one, and that is said."""

ENDS_S = 1.0
"""How long the end of the program waits for the guard's; where a lamp may burn the guard goes on alone."""

ROOT = Path(__file__).resolve().parents[1]

# A group of its own: Ctrl-C and the end of a terminal reach the program, not the guard.
_APART: dict[str, Any] = {"start_new_session": True}
if sys.platform == "win32":
    _APART = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}


class _Process:
    """One guard process. Raises ``OSError`` where it cannot be started."""

    def __init__(self, kind: str) -> None:
        self._changed = threading.Condition()
        self._answered = 0
        self._ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "drivers.lamp_guard", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            bufsize=0,
            **_APART,
        )
        self._listener = threading.Thread(target=self._listen, name=f"lamp guard of {kind}", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        with self._changed:
            return self._ended

    def tell(self, text: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # an end is heard by the listener
            self._process.stdin.write(f"{text}\n".encode())

    def answered(self, number: int, timeout_s: float) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._answered >= number, timeout_s)
            return self._answered >= number

    def close(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._listener.join(ENDS_S)

    def kill(self) -> None:
        self._process.kill()
        self.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as answers:
            for line in answers:
                with self._changed:
                    self._answered = int(line)
                    self._changed.notify_all()
        self._process.wait()
        with self._changed:
            self._ended = True
            self._changed.notify_all()


class LampGuard:
    """The guard of one light controller; on the thread of the controller's session, but for ``close``.

    Parameters
    ----------
    kind : str
        Code of the controller's kind.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._process: _Process | None = None
        self._charge: Charge | None = None
        self._number = 0
        self._trouble = ""
        self._unanswered = 0

    @property
    def trouble(self) -> str:
        """Why nobody looks after the lamps; empty where somebody does."""
        return self._trouble

    @property
    def pid(self) -> int | None:
        """Number of the guard's process while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start a guard where none runs, without waiting for it."""
        if self._process is not None:
            if not self._process.ended:
                return
            self._process.close()
        self._trouble = ""
        try:
            self._process = _Process(self._kind)
        except (OSError, ValueError) as error:
            self._process, self._trouble = None, str(error)
            log.warning("the guard of the lamps of %s did not start: %s", self._kind, error)

    def lamp_may_burn(self, port: SerialPort, channels: int, longest_s: float) -> None:
        """Return when a guard looks after this controller, or when there is ``trouble``."""
        self._number += 1
        self._charge = Charge(self._number, _absolute(port.address), port.line, channels, longest_s)
        self._hand_over()

    def all_dark(self) -> None:
        """Every lamp is confirmed off: there is nothing to look after."""
        if self._charge is not None and self._process is not None:
            self._process.tell(DARK)
        self._charge = None

    def tend(self) -> None:
        """Where the guard has died while a lamp may burn, start another; not where none answers."""
        if self._charge is not None and not self._trouble and self._process is not None and self._process.ended:
            self._hand_over()

    def renew(self) -> None:
        """The program is alive and about to look for the controller itself: leave the port to it."""
        if self._charge is not None and self._process is not None and not self._process.ended:
            self._number += 1
            self._charge = replace(self._charge, number=self._number)
            self._process.tell(self._charge.text())

    def _hand_over(self) -> None:
        assert self._charge is not None
        if self._unanswered >= MOST_UNANSWERED:
            return
        for _ in range(2):  # one that has died meanwhile is replaced once
            self.start()
            if self._process is None:
                return
            self._process.tell(self._charge.text())
            if self._process.answered(self._charge.number, ANSWER_S):
                self._trouble, self._unanswered = "", 0
                return
            if not self._process.ended:
                self._process.kill()
                break
        self._trouble = "no answer"
        self._unanswered += 1

    def close(self) -> None:
        """Let the guard go. It ends at once; where a lamp may still burn it tries to switch that off first."""
        process, self._process = self._process, None
        if process is not None:
            process.close()


def _absolute(address: str) -> str:
    """The guard works in another folder."""
    return address if sys.platform == "win32" or "://" in address else str(Path(address).absolute())


class GuardedLamps:
    """A light controller's driver that tells a guard before a lamp goes on: ``LampDriver`` around another.

    Parameters
    ----------
    driver : LampDriver
        Its port is open.
    guard : LampGuard
        Started here, so that it is there when the first lamp is to be lit.
    longest_s : callable
        How many seconds the lamp on a channel may burn.
    """

    def __init__(self, driver: LampDriver, guard: LampGuard, longest_s: Callable[[int], float]) -> None:
        self._driver = driver
        self._guard = guard
        self._longest_s = longest_s
        self._unsaid = True
        guard.start()

    @property
    def port(self) -> SerialPort:
        """The line."""
        return self._driver.port

    @property
    def channels(self) -> int:
        """Number of channels."""
        return self._driver.channels

    @property
    def tolerance_percent(self) -> float:
        """How far a reported level may lie from the one that was set."""
        return self._driver.tolerance_percent

    def wavelength_nm(self, channel: int) -> int | None:
        """Wavelength that the device reports for the lamp on a channel."""
        return self._driver.wavelength_nm(channel)

    def identify(self) -> DeviceIdentity:
        """Ask who it is."""
        return self._driver.identify()

    def open(self) -> DeviceIdentity:
        """Identify and switch everything off."""
        identity = self._driver.open()
        self._guard.all_dark()
        return identity

    def close(self) -> None:
        """Switch everything off and give the port back; a controller that never answered is not known to be dark."""
        answered = self._driver.channels > 0
        self._driver.close()
        if answered:
            self._guard.all_dark()

    def check(self) -> None:
        """Notice an unplug, and see to the guard.

        Raises
        ------
        DeviceStateError
            Nobody looks after the lamps; told once after every command, and nothing else is wrong.
        """
        self._driver.check()
        self._guard.tend()
        if self._unsaid and self._guard.trouble:
            self._unsaid = False
            raise DeviceStateError("lights-unguarded", detail=self._guard.trouble)

    def set_rating(self, channel: int, current_a: float) -> None:
        """Limit a channel to the current of its lamp."""
        self._driver.set_rating(channel, current_a)

    def light_only(self, channel: int, percent: float) -> None:
        """This channel lit, every other off, once a guard looks after them."""
        self._unsaid = True
        self._guard.lamp_may_burn(self._driver.port, self._driver.channels, self._longest_s(channel))
        self._driver.light_only(channel, percent)

    def all_off(self) -> None:
        """Every channel off and confirmed."""
        self._unsaid = True
        self._driver.all_off()
        self._guard.all_dark()

    def off_in_trouble(self) -> None:
        """Every channel off because of another error; whether it worked is not known here."""
        self._driver.off_in_trouble()

    def darken(self, channels: int) -> None:
        """Every channel off and confirmed, without asking who it is first."""
        self._driver.darken(channels)
        self._guard.all_dark()

    def levels(self) -> dict[int, float]:
        """Percent of every channel, asked of the device now."""
        self._unsaid = True
        return self._driver.levels()
