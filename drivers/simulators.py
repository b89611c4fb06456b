"""What a simulated device is, and how a line can misbehave under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Protocol, runtime_checkable

from drivers.simulated_log import SimulatedLog

_ALIVE_S = 1.0


class Trouble(StrEnum):
    """What a device may report of itself. ``stuck`` and the like are beside it: those it does not admit."""

    OVER_TEMPERATURE = "over-temperature"
    LAMP_OPEN = "lamp-open"
    BLOCKED = "blocked"


class Simulator(Protocol):
    """A state machine that speaks the bytes of a device. Fed by one thread, looked at by others."""

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """Replies to what came, in order; bytes of an unfinished command are kept."""
        ...

    def power_cycle(self) -> None:
        """Lose every state that the real device loses without power."""
        ...


@runtime_checkable
class ChecksummedSimulator(Protocol):
    """A simulated device whose replies carry a checksum."""

    def spoil_checksum(self, reply: bytes) -> bytes:
        """The reply with a wrong checksum; as it is where this one carries none."""
        ...


@runtime_checkable
class SpontaneousSimulator(Protocol):
    """A simulated device that also speaks unasked."""

    def speak_through(self, push: Callable[[bytes], None]) -> None:
        """Send what nobody asked for with ``push``, from any thread."""
        ...


class LampSimulator(Simulator, Protocol):
    """A simulated light controller.

    Attributes
    ----------
    reported_offset_percent : float
        Misbehaviour: a lit channel is reported this far from the truth.
    stuck : bool
        Misbehaviour: a lit channel cannot be switched off.
    limit_percent : float
        Levels above it are limited.
    log : SimulatedLog of dict of int to float
        Every command, and percent by channel after every change.
    """

    reported_offset_percent: float
    stuck: bool
    limit_percent: float
    log: SimulatedLog[dict[int, float]]

    @property
    def troubles(self) -> frozenset[Trouble]:
        """What it can report of itself."""
        ...

    def suffer(self, trouble: Trouble, channel: int = 1) -> None:
        """Get into trouble, of one channel where it is a lamp's."""
        ...

    def recover(self) -> None:
        """Be in order again: repaired, cooled down, no longer stuck."""
        ...

    def levels(self) -> dict[int, float]:
        """Percent that every channel really has."""
        ...

    def set_level(self, channel: int, percent: float) -> None:
        """Turn a knob behind the driver's back."""
        ...

    def wait_until(self, condition: Callable[[dict[int, float]], bool], timeout_s: float) -> bool:
        """Wait until the levels meet a condition; False when they did not in time."""
        ...


def level_changes(simulator: LampSimulator) -> Iterator[dict[int, float]]:
    """Percent of every channel now, and again whenever one has changed; without an end."""
    levels = simulator.levels()
    while True:
        yield levels
        while not simulator.wait_until(lambda now, last=levels: now != last, _ALIVE_S):  # type: ignore[misc]
            pass
        levels = simulator.levels()


class WheelSimulator(Simulator, Protocol):
    """A simulated filter wheel.

    Attributes
    ----------
    stuck : bool
        Misbehaviour: a move is acknowledged and does not happen.
    log : SimulatedLog of int or None
        Every command, and the position after every change.
    """

    stuck: bool
    log: SimulatedLog[int | None]

    @property
    def troubles(self) -> frozenset[Trouble]:
        """What it can report of itself."""
        ...

    def suffer(self, trouble: Trouble) -> None:
        """Get into trouble."""
        ...

    def recover(self) -> None:
        """Be in order again: repaired, cooled down, no longer stuck."""
        ...

    def position(self) -> int | None:
        """Where it really is, from 1; None between two positions."""
        ...

    def turn(self, position: int) -> None:
        """Move it by hand, behind the driver's back."""
        ...


class ReaderSimulator(Simulator, Protocol):
    """A simulated document reader.

    Attributes
    ----------
    log : SimulatedLog of int
        Every command, and the number of rows in the slot after every change; never what is in them.
    """

    log: SimulatedLog[int]

    def lay(self, lines: tuple[str, ...]) -> None:
        """Put a document with these lines into the slot; no lines take it out."""
        ...


class LineFault(StrEnum):
    """What the host of a simulator does to its replies. The command has been carried out all the same."""

    SILENCE = "silence"
    NOISE = "noise"
    BYTEWISE = "bytewise"
    DOUBLED = "doubled"
    LATE = "late"
    SLOW = "slow"
    WRONG_CHECKSUM = "wrong-checksum"
    HALF_THEN_HANGUP = "half-then-hangup"
    UNKNOWN = "unknown"
    UNSOLICITED = "unsolicited"


def line_faults(simulator: Simulator) -> tuple[LineFault, ...]:
    """What can happen to the replies of a device: a checksum is wrong only where there is one."""
    checksummed = isinstance(simulator, ChecksummedSimulator)
    return tuple(each for each in LineFault if checksummed or each is not LineFault.WRONG_CHECKSUM)
