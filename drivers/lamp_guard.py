"""A process beside the program that switches lamps off when the program no longer can.

``python -m drivers.lamp_guard KIND`` is started by ``drivers.guarded_lamps`` before the first lamp is lit. It reads
lines from its standard input: a ``Charge`` before a lamp goes on, an empty line when every lamp is confirmed off. It
answers a charge with its number, so no lamp is lit before somebody looks after it.

When the input ends while it is charged, the program was killed or has fallen: the kernel has given its port back, and
the guard opens it and switches every channel off with the real driver. It ends at once where nothing is lit, and
``TRY_S`` after the program at the latest otherwise, but for what a driver takes for its last attempt.

A program that is stopped (SIGSTOP, a debugger, a machine out of memory) keeps its port and says nothing. Where a
lamp has burnt longer than it may by ``OVERDUE_S``, the guard switches it off beside that program, if the system lets
two programs open a port; Windows does not.

Not responsible for: a program that runs. One that looks for a lost or faulty controller says so each time and is
left the port.
"""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from queue import Empty, SimpleQueue
from typing import Any

from drivers.registry import LIGHTS
from drivers.transport import LineSettings, SerialPort
from workstation.errors import DeviceError

log = logging.getLogger(__name__)

TRY_S = 5.0
"""How long it is tried to switch off before a lamp is given up."""

RETRY_S = 0.05

OVERDUE_S = 5.0
"""A program that runs switches a lamp off at its longest time; this much later it does not run."""

DARK = ""
"""The line that says that every lamp is confirmed off."""


@dataclass(frozen=True, slots=True)
class Charge:
    """A controller of which a lamp may burn from now on.

    Attributes
    ----------
    number : int
        Answered as soon as the guard looks after it.
    address : str
        Port; absolute where it is a file.
    line : LineSettings
    channels : int
        How many channels the controller has; all of them are switched off.
    longest_s : float
        How long the lamp may burn.
    """

    number: int
    address: str
    line: LineSettings
    channels: int
    longest_s: float

    def text(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> Charge:
        """From a line that ``text`` made; raises ``ValueError``, ``TypeError`` or ``KeyError`` for any other."""
        facts: dict[str, Any] = json.loads(text)
        return cls(**{**facts, "line": LineSettings(**facts["line"])})


def make_dark(kind: str, charge: Charge, try_s: float = TRY_S, *, alone: bool = True) -> bool:
    """Switch every channel off and have it confirmed; False when that could not be done in time.

    ``alone`` waits until no other program has the port.
    """
    end = time.monotonic() + try_s
    while True:
        port = SerialPort(charge.address, charge.line)
        try:
            port.open(alone=alone)
            LIGHTS[kind].driver(port).darken(charge.channels)
        except DeviceError as error:
            log.warning("the lamps of %s are not confirmed off: %s", kind, error)
        else:
            return True
        finally:
            port.close()
        if time.monotonic() > end:
            return False
        time.sleep(RETRY_S)


def guard(kind: str, lines: Iterable[str], overdue_s: float = OVERDUE_S) -> bool:
    """Follow what the program says until it says no more; False when a lamp may burn at the end."""
    heard: SimpleQueue[str | None] = SimpleQueue()
    threading.Thread(target=_pass_on, args=(lines, heard), name="hear the program", daemon=True).start()
    charge: Charge | None = None
    due_s = 0.0
    while True:
        try:
            text = heard.get(timeout=max(0.0, due_s - time.monotonic()) if charge else None)
        except Empty:
            if charge is not None and make_dark(kind, charge, alone=False):
                charge = None
            due_s = time.monotonic() + overdue_s
            continue
        if text is None:
            return charge is None or make_dark(kind, charge)
        charge = Charge.parse(text) if text != DARK else None
        if charge is not None:
            due_s = time.monotonic() + charge.longest_s + overdue_s
            # A program that was killed while it waited hears nothing; then the end of the input is next.
            with contextlib.suppress(OSError):
                sys.stdout.write(f"{charge.number}\n")
                sys.stdout.flush()


def _pass_on(lines: Iterable[str], heard: SimpleQueue[str | None]) -> None:
    for line in lines:
        heard.put(line.strip())
    heard.put(None)


def _outlive_signals() -> None:
    """Whoever ends every process of a session or a service ends the program as well, and then there is work."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


if __name__ == "__main__":
    _outlive_signals()
    sys.exit(0 if guard(sys.argv[1], sys.stdin) else 1)
