"""The chip reader: frames, and the driver against the simulator over a real pseudo-terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.chips.chip import SessionChip, check_apdu, session_chip
from drivers.chips.pn532 import protocol
from drivers.chips.pn532.driver import LIMITS, Pn532
from drivers.chips.pn532.protocol import ACK, NACK, TO_CHIP, Frame, FrameKind, Target, decode, encode
from drivers.chips.pn532.simulator import ATQB, ATS, Pn532Simulator
from drivers.chips.simulated_chip import EF_COM, EF_DG1, EF_DG2, FILES, SimulatedChip
from drivers.pty_host import PtyHost
from drivers.simulators import LineFault
from drivers.transport import LineSettings, SerialPort
from workstation.clock import SystemClock
from workstation.devices import ApduLimits, DeviceState
from workstation.errors import (
    ChipError,
    DeviceLost,
    DeviceRefused,
    DeviceStateError,
    DeviceTimeout,
    ProtocolError,
    ReaderLimit,
)

PATIENCE_S = 10.0
SELECT_EMRTD = bytes.fromhex("00a4040c07a0000002471001")
SELECT_DG1 = bytes.fromhex("00a4020c020101")
SELECT_DG2 = bytes.fromhex("00a4020c020102")
needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
bodies = st.binary(min_size=1, max_size=264)


@pytest.mark.parametrize(
    ("data", "raw"),
    [
        ("02", "00 00 ff 02 fe d4 02 2a 00"),
        ("14 01 00 00", "00 00 ff 05 fb d4 14 01 00 00 17 00"),
        ("12 14", "00 00 ff 03 fd d4 12 14 06 00"),
        ("32 05 ff 01 10", "00 00 ff 06 fa d4 32 05 ff 01 10 e5 00"),
        ("4a 01 00", "00 00 ff 04 fc d4 4a 01 00 e1 00"),
        ("4a 01 03 00", "00 00 ff 05 fb d4 4a 01 03 00 de 00"),
        ("52 00", "00 00 ff 03 fd d4 52 00 da 00"),
        (
            "40 01 00 a4 04 0c 07 a0 00 00 02 47 10 01",
            "00 00 ff 0f f1 d4 40 01 00 a4 04 0c 07 a0 00 00 02 47 10 01 36 00",
        ),
    ],
)
def test_commands_of_the_manual(data: str, raw: str) -> None:
    assert encode(bytes.fromhex(data)) == bytes.fromhex(raw)
    assert decode(bytes.fromhex(raw), TO_CHIP) == (Frame(FrameKind.DATA, bytes.fromhex(data)), b"")


@pytest.mark.parametrize(
    ("raw", "frame"),
    [
        ("00 00 ff 00 ff 00", Frame(FrameKind.ACK)),
        ("00 00 ff ff 00 00", Frame(FrameKind.NACK)),
        ("00 00 ff 01 ff 7f 81 00", Frame(FrameKind.SYNTAX_ERROR)),
        ("00 00 ff 06 fa d5 03 32 01 06 07 e8 00", Frame(FrameKind.DATA, bytes.fromhex("03 32 01 06 07"))),
        ("00 ff 05 fb d5 41 00 90 00 5a 00", Frame(FrameKind.DATA, bytes.fromhex("41 00 90 00"))),
        ("55 00 00 00 00 ff 03 fd d5 41 01 e9 00", Frame(FrameKind.DATA, bytes.fromhex("41 01"))),
    ],
)
def test_replies_of_the_manual(raw: str, frame: Frame) -> None:
    assert decode(bytes.fromhex(raw)) == (frame, b"")


@pytest.mark.parametrize(
    "raw",
    [
        "00 00 ff 02 ff d5 03 28 00",
        "00 00 ff 02 fe d5 03 29 00",
        "00 00 ff 02 fe d4 03 29 00",
        "00 00 ff ff ff 7f ff 82 00",
        "00 00 ff ff ff 00 00 00 00",
        "00 00 ff 01 ff d5 2b 00",
    ],
)
def test_no_frame(raw: str) -> None:
    with pytest.raises(ProtocolError):
        decode(bytes.fromhex(raw))


@given(st.lists(bodies | st.just(ACK) | st.just(NACK), max_size=4), st.data())
def test_frames_do_not_depend_on_how_the_bytes_are_cut(sent: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(each if each in (ACK, NACK) else encode(each, protocol.TO_HOST) for each in sent)
    kinds = {ACK: Frame(FrameKind.ACK), NACK: Frame(FrameKind.NACK)}
    buffer, got = b"", []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        buffer, stream = buffer + stream[:size], stream[size:]
        while found := decode(buffer):
            got.append(found[0])
            buffer = found[1]
    assert got == [kinds.get(each, Frame(FrameKind.DATA, each)) for each in sent]
    assert set(buffer) <= {0}


@given(st.binary(max_size=2000) | st.lists(st.sampled_from((b"\x00", b"\xff", b"\xd5")), max_size=60).map(b"".join))
def test_noise_is_a_typed_error_and_never_kept_for_long(raw: bytes) -> None:
    buffer = b""
    for byte in raw:
        buffer += bytes((byte,))
        try:
            found = decode(buffer)
        except ProtocolError:
            return
        buffer = found[1] if found else buffer
        assert len(buffer) < protocol.MAX_NOISE + protocol.MAX_BODY + 16


def test_noise_for_ever_is_an_error() -> None:
    with pytest.raises(ProtocolError):
        decode(b"\x55" * (protocol.MAX_NOISE + 1))


def test_what_is_too_long_for_the_chip_is_never_sent() -> None:
    assert decode(encode(bytes(264)), TO_CHIP) == (Frame(FrameKind.DATA, bytes(264)), b"")
    with pytest.raises(ValueError, match="266"):
        encode(bytes(265))


def test_chips_of_the_manual() -> None:
    type_a = bytes.fromhex("01 01 00 04 20 04 08 aa bb cc 05 78 80 71 02")
    assert protocol.parse_target("A", type_a) == Target(1, "A", bytes.fromhex("05 78 80 71 02"), takes_apdus=True)
    type_b = bytes((1, 1)) + ATQB + b"\x01\x00"
    assert protocol.parse_target("B", type_b) == Target(1, "B", ATQB, takes_apdus=True)
    assert protocol.parse_target("A", b"\x00") is None


@given(st.sampled_from("AB"), st.binary(max_size=40))
def test_hostile_lists_of_chips(technology: str, data: bytes) -> None:
    try:
        target = protocol.parse_target(technology, data)
    except ProtocolError:
        return
    assert target is None or len(target.historical) <= len(data)


@pytest.mark.parametrize(
    ("apdu", "limits", "error"),
    [
        (b"", LIMITS, DeviceStateError),
        (b"\x00\xb0\x00", LIMITS, DeviceStateError),
        (b"\x00\xb0\x00\x00\x00\x01\x00", LIMITS, ReaderLimit),
        (bytes(263), ApduLimits(262, 262, extended=True), ReaderLimit),
    ],
)
def test_what_cannot_be_sent_is_refused_before_it_is(apdu: bytes, limits: ApduLimits, error: type) -> None:
    with pytest.raises(error):
        check_apdu(apdu, limits)


@pytest.mark.parametrize("apdu", [bytes(4), bytes(5), b"\x00\xd6\x00\x00\xff" + bytes(255) + b"\x00"])
def test_every_short_apdu_can_be_sent(apdu: bytes) -> None:
    check_apdu(apdu, LIMITS)


@given(st.binary(max_size=300))
def test_noise_never_makes_the_simulators_fall(raw: bytes) -> None:
    simulator = Pn532Simulator()
    simulator.feed(raw)
    simulator.power_cycle()
    replies = b"".join(simulator.feed(protocol.WAKE_UP + encode(b"\x02")))
    assert replies.startswith(ACK)
    assert len(SimulatedChip().answer(raw)) >= 2


Desk = tuple[Pn532Simulator, PtyHost, Pn532]


@pytest.fixture
def desk(hosted, opened) -> Desk:
    simulator = Pn532Simulator()
    host = hosted(simulator)
    return simulator, host, Pn532(opened(host, 115200), answer_s=0.3, exchange_s=0.3)


def read_file(reader, select: bytes, size: int, step: int) -> bytes:
    assert reader.transmit(select) == b"\x90\x00"
    content = b""
    while len(content) < size:
        wanted = min(step, size - len(content))
        answer = reader.transmit(bytes((0, 0xB0, len(content) >> 8, len(content) & 0xFF, wanted & 0xFF)))
        assert answer[-2:] == b"\x90\x00"
        content += answer[:-2]
    return content


@needs_pty
def test_it_says_who_it_is(desk: Desk) -> None:
    identity = desk[2].open()
    assert (identity.maker, identity.model, identity.simulated) == ("NXP", "PN532 SIMULATED", True)


@needs_pty
@pytest.mark.parametrize(("technology", "historical"), [("A", ATS), ("B", ATQB)])
def test_it_reads_the_files_of_a_chip(desk: Desk, technology: str, historical: bytes) -> None:
    simulator, _, reader = desk
    simulator.technology = technology
    reader.open()
    assert reader.present()
    answer = reader.connect()
    assert answer is not None
    assert (answer.technology, answer.historical) == (technology, historical)
    assert reader.present()
    assert reader.transmit(SELECT_DG1) == b"\x6a\x82"
    assert reader.transmit(SELECT_EMRTD) == b"\x90\x00"
    assert read_file(reader, SELECT_DG1, len(FILES[EF_DG1]), 223) == FILES[EF_DG1]
    assert read_file(reader, SELECT_DG2, len(FILES[EF_DG2]), 256) == FILES[EF_DG2]
    assert reader.transmit(bytes.fromhex("00b09e0006")) == FILES[EF_COM][:6] + b"\x90\x00"
    reader.disconnect()
    reader.disconnect()
    assert not simulator.connected
    with pytest.raises(DeviceStateError) as caught:
        reader.transmit(SELECT_EMRTD)
    assert caught.value.code == "chip-none"


@needs_pty
def test_no_chip(desk: Desk) -> None:
    simulator, _, reader = desk
    simulator.put(None)
    reader.open()
    assert not reader.present()
    assert reader.connect() is None


@needs_pty
def test_a_card_that_takes_no_apdus(desk: Desk) -> None:
    simulator, _, reader = desk
    simulator.takes_apdus = False
    reader.open()
    with pytest.raises(ChipError) as caught:
        reader.connect()
    assert caught.value.code == "chip-unsuitable"
    assert not simulator.connected


@needs_pty
@pytest.mark.parametrize("other", [None, SimulatedChip()])
def test_a_chip_that_is_taken_away_or_exchanged(desk: Desk, other: SimulatedChip | None) -> None:
    simulator, _, reader = desk
    reader.open()
    reader.connect()
    reader.transmit(SELECT_EMRTD)
    simulator.put(other)
    assert not reader.present()
    with pytest.raises(ChipError) as caught:
        reader.transmit(SELECT_DG1)
    assert caught.value.code == "chip-lost"
    assert simulator.exchanges == 1


@needs_pty
@pytest.mark.parametrize("status", [0x07, 0x0E, 0x40])
def test_a_limit_of_the_reader_is_not_a_failure_of_the_chip(desk: Desk, status: int) -> None:
    simulator, _, reader = desk
    reader.open()
    reader.connect()
    simulator.status = status
    with pytest.raises(ReaderLimit):
        reader.transmit(SELECT_EMRTD)
    assert reader.transmit(SELECT_EMRTD) == b"\x90\x00"


@needs_pty
@pytest.mark.parametrize(("status", "error"), [(0x02, ChipError), (0x14, DeviceRefused), (0x0D, DeviceRefused)])
def test_errors_of_an_exchange(desk: Desk, status: int, error: type) -> None:
    simulator, _, reader = desk
    reader.open()
    reader.connect()
    simulator.status = status
    with pytest.raises(error) as caught:
        reader.transmit(SELECT_EMRTD)
    assert caught.value.facts["answer"] == f"{status:02x}"


@needs_pty
def test_nothing_that_is_too_long_reaches_the_chip(desk: Desk) -> None:
    simulator, _, reader = desk
    reader.open()
    reader.connect()
    for apdu in (bytes(263), bytes.fromhex("00b0000000ffff")):
        with pytest.raises(ReaderLimit):
            reader.transmit(apdu)
    assert simulator.exchanges == 0


@needs_pty
def test_a_spoilt_reply_is_asked_for_again_and_the_command_is_not_repeated(desk: Desk) -> None:
    simulator, host, reader = desk
    reader.open()
    reader.connect()
    host.misbehave(LineFault.WRONG_CHECKSUM, replies=2)
    assert reader.transmit(SELECT_EMRTD) == b"\x90\x00"
    assert simulator.exchanges == 1


@needs_pty
def test_a_command_that_hangs_is_aborted(desk: Desk) -> None:
    simulator, _, reader = desk
    reader.open()
    reader.connect()
    simulator.hangs = True
    with pytest.raises(DeviceTimeout):
        reader.transmit(SELECT_EMRTD)
    simulator.hangs = False
    assert reader.present()
    assert (simulator.aborted, simulator.exchanges) == (1, 1)


@needs_pty
def test_the_bytes_one_by_one(desk: Desk) -> None:
    simulator, host, reader = desk
    host.misbehave(LineFault.BYTEWISE)
    reader.open()
    reader.connect()
    assert reader.transmit(SELECT_EMRTD) == b"\x90\x00"
    assert simulator.exchanges == 1


@needs_pty
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (LineFault.SILENCE, DeviceTimeout),
        (LineFault.NOISE, (ProtocolError, DeviceTimeout)),
        (LineFault.DOUBLED, ()),
        (LineFault.HALF_THEN_HANGUP, DeviceLost),
    ],
)
def test_trouble_on_the_line(desk: Desk, fault: LineFault, error) -> None:
    _, host, reader = desk
    reader.open()
    reader.connect()
    host.misbehave(fault, replies=2)
    if not error:
        assert reader.transmit(SELECT_EMRTD) == b"\x90\x00"
    else:
        with pytest.raises(error):
            reader.transmit(SELECT_EMRTD)
    if error is not DeviceLost:
        host.misbehave(None)
        assert reader.present()


@needs_pty
def test_nothing_of_the_document_is_written_to_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    _, _, reader = desk
    reader.open()
    reader.connect()
    reader.transmit(SELECT_EMRTD)
    read_file(reader, SELECT_DG1, len(FILES[EF_DG1]), 223)
    assert "IN_DATA_EXCHANGE" in caplog.text
    for secret in ("ERIKSSON", b"ERIKSSON".hex(), "08aabbcc"):
        assert secret not in caplog.text


@pytest.fixture
def session(hosted) -> Iterator[tuple[Pn532Simulator, PtyHost, SessionChip]]:
    simulator = Pn532Simulator()
    host = hosted(simulator)

    def connect() -> Pn532:
        port = SerialPort(host.address, LineSettings(115200))
        port.open()
        return Pn532(port)

    chip = session_chip("pn532", connect, LIMITS, SystemClock())
    chip.session.start()
    yield simulator, host, chip
    chip.session.close()


@needs_pty
def test_in_a_session_it_comes_back_after_an_unplug_and_forgets_the_chip(session) -> None:
    simulator, host, chip = session
    assert chip.connect().technology == "A"
    assert chip.transmit(SELECT_EMRTD) == b"\x90\x00"
    host.unplug()
    chip.session.wait_for(DeviceState.LOST, timeout_s=PATIENCE_S)
    with pytest.raises(DeviceLost):
        chip.transmit(SELECT_DG1)
    simulator.power_cycle()
    host.plug()
    chip.session.wait_for(DeviceState.READY, timeout_s=PATIENCE_S)
    with pytest.raises(DeviceStateError):
        chip.transmit(SELECT_DG1)
    assert simulator.exchanges == 1
    assert chip.present()
    assert chip.limits().command == 262
    chip.disconnect()


@needs_pty
def test_in_a_session_a_lost_chip_does_not_lose_the_reader(session) -> None:
    simulator, _, chip = session
    chip.connect()
    simulator.put(None)
    with pytest.raises(ChipError) as caught:
        chip.transmit(SELECT_EMRTD)
    assert caught.value.facts["device"] == "pn532"
    assert chip.status.state is DeviceState.READY
