"""The document reader: frames, and the driver against the simulator over a real pseudo-terminal."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.pty_host import PtyHost
from drivers.readers.elyctis_idbox import protocol
from drivers.readers.elyctis_idbox.driver import ElyctisIdBox
from drivers.readers.elyctis_idbox.protocol import Command, Frame
from drivers.readers.elyctis_idbox.simulator import ElyctisSimulator
from drivers.simulators import LineFault
from workstation.errors import DeviceTimeout, ProtocolError

Box = tuple[ElyctisSimulator, PtyHost]

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
frames = st.builds(Frame, st.sampled_from(Command), st.binary(max_size=120))


@pytest.mark.parametrize(
    ("frame", "raw"),
    [
        (Frame(Command.INQUIRE), b"\x49\x00\x00"),
        (Frame(Command.CONTINUOUS, b"\x01"), b"\x43\x00\x01\x01"),
        (Frame(Command.FIRMWARE), b"\x56\x00\x00"),
        (Frame(Command.INQUIRE, protocol.NO_DOCUMENT), b"\x49\x00\x03\x0d\x0d\x0d"),
    ],
)
def test_frames_of_the_command_set(frame: Frame, raw: bytes) -> None:
    assert protocol.encode(frame) == raw
    assert protocol.decode(raw) == (frame, b"")


@given(st.lists(frames, max_size=5), st.data())
def test_frames_do_not_depend_on_how_the_bytes_are_cut(sent: list[Frame], data: st.DataObject) -> None:
    stream, buffer, got = b"".join(map(protocol.encode, sent)), b"", []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        buffer, stream = buffer + stream[:size], stream[size:]
        while found := protocol.decode(buffer):
            got.append(found[0])
            buffer = found[1]
    assert (got, buffer) == (sent, b"")


@given(st.binary(max_size=3000))
def test_noise_is_a_typed_error_and_never_kept_for_long(raw: bytes) -> None:
    buffer = b""
    for byte in raw:
        buffer += bytes((byte,))
        try:
            found = protocol.decode(buffer)
        except ProtocolError:
            return
        buffer = found[1] if found else buffer
        assert len(buffer) < 3 + protocol.MAX_DATA


@pytest.mark.parametrize("raw", [b"\x00", b"X\x00\x00", b"I\xff\xff", b"I\x04\x01"])
def test_no_frame(raw: bytes) -> None:
    with pytest.raises(ProtocolError):
        protocol.decode(raw)


@pytest.mark.parametrize("lines", [TD3, TD1])
@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_whatever_ends_them(lines: tuple[str, ...], end: str) -> None:
    assert protocol.mrz_lines((end.join(lines) + end + end).encode()) == lines


@pytest.mark.parametrize("data", [b"", protocol.NO_DOCUMENT, b"\r\n\r\n"])
def test_no_document(data: bytes) -> None:
    assert protocol.mrz_lines(data) is None


@given(st.binary(max_size=200))
def test_any_data_is_lines_nothing_or_a_typed_error_without_the_data(data: bytes) -> None:
    if all(byte in b"\r\n" or 0x20 <= byte < 0x7F for byte in data):
        lines = protocol.mrz_lines(data)
        assert lines is None or all(line.isascii() and line for line in lines)
        return
    with pytest.raises(ProtocolError) as caught:
        protocol.mrz_lines(data)
    assert caught.value.facts == {"raw": f"{len(data)} x .."}


@given(st.binary(max_size=200))
def test_noise_never_makes_the_simulator_fall(raw: bytes) -> None:
    simulator = ElyctisSimulator()
    simulator.feed(raw)
    simulator.power_cycle()
    assert simulator.feed(b"R\x00\x00") == (b"R\x00\x07SIM0001",)


def test_the_simulator_takes_the_length_that_the_field_code_shows() -> None:
    simulator = ElyctisSimulator()
    simulator.lay(TD3)
    assert simulator.feed(b"I\x00\x00")[0][:3] == b"\x49\x00\x5b"
    simulator.line_end = "\r\n"
    assert simulator.feed(b"I\x00\x00")[0][:3] == b"\x49\x00\x5e"
    assert simulator.feed(b"C\x00\x01\x01") == (b"C\x00\x01\x01",)
    assert simulator.continuous


@needs_pty
def test_it_says_who_it_is(reader: ElyctisIdBox) -> None:
    identity = reader.open()
    assert (identity.maker, identity.model, identity.serial) == ("Elyctis", "ID BOX ONE SIMULATED", "SIM0001")
    assert identity.firmware == "01.16 / NNA 1.03"
    assert identity.simulated


@needs_pty
@pytest.mark.parametrize("fault", [LineFault.BYTEWISE, LineFault.DOUBLED])
def test_how_the_bytes_come_makes_no_difference(reader: ElyctisIdBox, id_box: Box, fault: LineFault) -> None:
    id_box[1].misbehave(fault)
    reader.open()
    id_box[0].lay(TD3)
    assert reader.inquire() == TD3


@needs_pty
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (LineFault.SILENCE, DeviceTimeout),
        (LineFault.NOISE, ProtocolError),
        (LineFault.LATE, DeviceTimeout),
    ],
)
def test_it_is_back_in_step_after_a_spoilt_reply(
    reader: ElyctisIdBox, id_box: Box, fault: LineFault, error: type
) -> None:
    reader.open()
    id_box[0].lay(TD3)
    id_box[1].misbehave(fault, replies=1)
    with pytest.raises(error):
        reader.inquire()
    assert reader.inquire() == TD3


@needs_pty
def test_garbage_right_after_plugging_in_is_forgiven_once(reader: ElyctisIdBox, id_box: Box) -> None:
    id_box[1].misbehave(LineFault.NOISE, replies=1)
    assert reader.open().serial == "SIM0001"
