"""The wire log: what the real driver and its simulator said over a real pseudo-terminal, whole and redacted."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.chips.pn532.driver import Pn532
from drivers.chips.pn532.protocol import Command, encode
from drivers.chips.pn532.simulator import Pn532Simulator
from drivers.lights.gardasoft_rt.driver import GardasoftRT
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.maintenance.meanings import meaning_of
from drivers.maintenance.wire import MAX_ENTRIES, MAX_ENTRY_BYTES, MERGE_S, WireLog, Wires
from drivers.readers.elyctis_idbox.driver import ElyctisIdBox
from drivers.readers.elyctis_idbox.simulator import ElyctisSimulator
from drivers.registry import KINDS
from drivers.simulators import LineFault
from drivers.transport import LineSettings, SerialPort
from tests.drivers.conftest import Hosted
from workstation.clock import SystemClock
from workstation.devices import DeviceKind
from workstation.maintenance import Direction, WireEntry, wire_line

pty_only = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
SENT, RECEIVED, DISCARDED = Direction


class StoodClock:
    """A clock that stands until it is told to go."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(seconds=self.at_s)

    def monotonic(self) -> float:
        return self.at_s

    def sleep(self, seconds: float) -> None:
        self.at_s += seconds


def told(log: WireLog, *, redacted: bool = True) -> list[tuple[Direction, str]]:
    return [(entry.direction, entry.meaning) for entry in log.entries(redacted=redacted)]


@pty_only
def test_a_light_controller_is_told_whole(hosted: Hosted) -> None:
    log = WireLog("lamps", "gardasoft-rt", DeviceKind.LIGHTS, SystemClock())
    port = SerialPort(hosted(GardasoftSimulator()).address, LineSettings(115200), log)
    port.open()
    driver = GardasoftRT(port)
    driver.open()
    driver.light_only(2, 40)
    driver.close()
    entries = log.entries(redacted=True)
    assert all(entry.at.tzinfo is UTC and entry.length == len(entry.data) > 0 for entry in entries)
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert any(entry.direction is SENT and "RS2" in entry.meaning for entry in entries)
    assert any(entry.direction is RECEIVED and entry.meaning.endswith(">") for entry in entries)


@pty_only
def test_a_reply_in_single_bytes_is_one_entry(hosted: Hosted) -> None:
    host = hosted(GardasoftSimulator())
    log = WireLog("lamps", "gardasoft-rt", DeviceKind.LIGHTS, SystemClock())
    port = SerialPort(host.address, LineSettings(115200), log)
    port.open()
    whole = GardasoftRT(port)
    whole.identify()
    expected = [each for each in told(log) if each[0] is RECEIVED]
    log = WireLog("lamps", "gardasoft-rt", DeviceKind.LIGHTS, SystemClock())
    port.close()
    host.misbehave(LineFault.BYTEWISE)
    port = SerialPort(host.address, LineSettings(115200), log)
    port.open()
    GardasoftRT(port).identify()
    port.close()
    assert [each for each in told(log) if each[0] is RECEIVED] == expected


@pty_only
def test_what_was_thrown_away_is_told_as_discarded(hosted: Hosted) -> None:
    simulator = GardasoftSimulator()
    host = hosted(simulator)
    log = WireLog("lamps", "gardasoft-rt", DeviceKind.LIGHTS, SystemClock())
    port = SerialPort(host.address, LineSettings(115200), log)
    port.open()
    host.push(b"late\r\n")
    port.discard_until_idle(0.2, 5.0)
    port.close()
    assert told(log) == [(DISCARDED, r"late\r\n")]


@pty_only
def test_a_zone_is_told_by_its_length_alone(hosted: Hosted) -> None:
    simulator = ElyctisSimulator()
    simulator.lay(TD3)
    log = WireLog("reader", "elyctis-idbox", DeviceKind.READER, SystemClock())
    port = SerialPort(hosted(simulator).address, LineSettings(9600), log)
    port.open()
    reader = ElyctisIdBox(port)
    reader.open()
    assert reader.inquire() == TD3
    reader.close()
    redacted, whole = log.entries(redacted=True), log.entries(redacted=False)
    assert [entry.length for entry in redacted] == [entry.length for entry in whole]
    assert all(entry.data for entry in redacted if entry.direction is SENT)
    assert not any(entry.data for entry in redacted if entry.direction is not SENT)
    text = "\n".join(map(wire_line, redacted))
    assert "ERIKSSON" not in text
    assert TD3[0].encode().hex(" ") not in text
    assert any("ERIKSSON" in entry.meaning and TD3[0].encode() in entry.data for entry in whole)
    assert any(entry.meaning.startswith("INQUIRE, 9") for entry in redacted)


@pty_only
def test_what_goes_to_a_chip_and_comes_from_it_is_told_by_frames_alone(hosted: Hosted) -> None:
    log = WireLog("coil", "pn532", DeviceKind.CHIP, SystemClock())
    port = SerialPort(hosted(Pn532Simulator()).address, LineSettings(115200), log)
    port.open()
    reader = Pn532(port)
    reader.open()
    assert reader.connect() is not None
    reader.transmit(bytes.fromhex("00a4040c07a0000002471001"))
    reader.close()
    redacted = log.entries(redacted=True)
    assert not any(entry.data for entry in redacted)
    assert (SENT, "wake up") in told(log)
    assert any(entry.direction is SENT and entry.meaning == "IN_DATA_EXCHANGE, 13 B" for entry in redacted)
    assert any(entry.direction is RECEIVED and "ACK; IN_DATA_EXCHANGE, 3 B" in entry.meaning for entry in redacted)
    assert any(bytes.fromhex("a0000002471001") in entry.data for entry in log.entries(redacted=False))


@given(st.sampled_from(tuple(KINDS)), st.sampled_from(Direction), st.binary(max_size=400))
def test_any_bytes_have_a_meaning_on_one_line(kind: str, direction: Direction, data: bytes) -> None:
    wording = meaning_of(kind)
    for meaning in (wording.whole(direction, data), wording.outline(direction, data)):
        assert meaning.isprintable()


@given(st.binary(min_size=1, max_size=200).map(lambda data: encode(bytes((Command.IN_DATA_EXCHANGE,)) + data)))
def test_an_outline_of_a_chip_depends_on_nothing_but_lengths(frame: bytes) -> None:
    blank = encode(bytes((Command.IN_DATA_EXCHANGE,)) + bytes(len(frame) - len(encode(bytes((0x40,))))))
    outline = meaning_of("pn532").outline
    assert outline(SENT, frame) == outline(SENT, blank) == f"IN_DATA_EXCHANGE, {len(frame) - len(encode(b'@'))} B"


def test_the_log_forgets_the_oldest_and_no_babble_fills_it() -> None:
    clock = StoodClock()
    log = WireLog("reader", "newland-nls", DeviceKind.LIGHTS, clock)
    for number in range(MAX_ENTRIES + 5):
        log(SENT, f"{number}".encode())
    assert [entry.meaning for entry in log.entries(redacted=False)] == [str(n) for n in range(5, MAX_ENTRIES + 5)]
    for _ in range(40):
        log(RECEIVED, bytes(1000))
    assert max(entry.length for entry in log.entries(redacted=False)) <= MAX_ENTRY_BYTES


def test_a_pause_ends_a_reply() -> None:
    clock = StoodClock()
    log = WireLog("lamps", "gardasoft-rt", DeviceKind.LIGHTS, clock)
    log(RECEIVED, b"a")
    clock.at_s += MERGE_S
    log(RECEIVED, b"b")
    clock.at_s += MERGE_S * 1.01
    log(RECEIVED, b"c")
    log(DISCARDED, b"d")
    assert [meaning for _, meaning in told(log)] == ["ab", "c", "d"]


def test_one_talks_while_another_reads() -> None:
    log = WireLog("lamps", "gardasoft-rt", DeviceKind.LIGHTS, SystemClock())

    def talk() -> None:
        for _ in range(5_000):
            log(SENT, b"ask")
            log(RECEIVED, b"answer")

    talking = threading.Thread(target=talk)
    talking.start()
    seen: set[str] = set()
    while talking.is_alive():
        seen |= {entry.meaning for entry in log.entries(redacted=False)}
    talking.join()
    assert seen | {"ask", "answer"} == {"ask", "answer"}


def test_a_line_of_the_log_says_when_who_which_way_and_what() -> None:
    at = datetime(2026, 11, 22, 9, 30, 1, 234_567, tzinfo=UTC)
    whole = WireEntry(at, "gardasoft-rt", SENT, b"VR\r", 3, r"VR\r")
    assert wire_line(whole) == r"2026-11-22T09:30:01.234Z  gardasoft-rt  ->  3 B  56 52 0d  VR\r"
    redacted = WireEntry(at, "elyctis-idbox", RECEIVED, b"", 93, "INQUIRE, 90 B")
    assert wire_line(redacted) == "2026-11-22T09:30:01.234Z  elyctis-idbox  <-  93 B  INQUIRE, 90 B"


def test_a_device_without_a_line_has_an_empty_log() -> None:
    assert Wires(SystemClock()).entries("camera", redacted=True) == ()
