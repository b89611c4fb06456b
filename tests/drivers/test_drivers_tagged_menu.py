"""Newland and Honeywell readers: bytes, and the driver against the simulator over a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.pty_host import PtyHost
from drivers.readers.honeywell_xenon.driver import HoneywellXenon
from drivers.readers.newland_nls.driver import NewlandNls
from drivers.readers.tagged_menu import protocol
from drivers.readers.tagged_menu.driver import TaggedMenuReader
from drivers.readers.tagged_menu.protocol import HONEYWELL, NEWLAND, Framing, Reply, Status
from drivers.readers.tagged_menu.simulator import HoneywellSimulator, NewlandSimulator, TaggedMenuSimulator
from drivers.session import DeviceFault
from drivers.simulators import LineFault
from workstation.clock import SystemClock
from workstation.documents import mrz
from workstation.errors import (
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceStateError,
    DeviceTimeout,
    ProtocolError,
)

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
ENDS = ("\r", "\n", "\r\n", "")
READ_S = 0.4

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
framings = st.sampled_from((NEWLAND, HONEYWELL))
zones = st.sampled_from((TD1, TD2, TD3))


@pytest.mark.parametrize(
    ("framing", "tag", "data", "asks", "raw"),
    [
        (NEWLAND, "SCNTRG", "1", False, "7e 01 30 30 30 30 23 53 43 4e 54 52 47 31 3b 03"),
        (NEWLAND, "SCNTCE", "1", False, "7e 01 30 30 30 30 23 53 43 4e 54 43 45 31 3b 03"),
        (NEWLAND, "SCNMOD", "*", True, "7e 01 30 30 30 30 23 53 43 4e 4d 4f 44 2a 3b 03"),
        (HONEYWELL, "TRGMOD", "3", False, "16 4d 0d 54 52 47 4d 4f 44 33 21"),
        (HONEYWELL, "REVINF", "", True, "16 4d 0d 52 45 56 49 4e 46 2e"),
    ],
)
def test_commands_of_the_manuals(framing: Framing, tag: str, data: str, asks: bool, raw: str) -> None:
    assert protocol.encode(framing, tag, data, asks=asks).hex(" ") == raw


@pytest.mark.parametrize(
    ("framing", "tag", "raw", "reply"),
    [
        (NEWLAND, "SCNTRG", b"\x02\x010000@SCNTRG1\x06;\x03", Reply(Status.DONE, "1", b"", b"")),
        (NEWLAND, "SCNMOD", b"\x02\x010000#SCNMOD0\x06;\x03P<", Reply(Status.DONE, "0", b"", b"P<")),
        (NEWLAND, "C11MIN", b"x\x02\x010000#C11MIN999\x15;\x03", Reply(Status.NOT_ALLOWED, "999", b"x", b"")),
        (HONEYWELL, "CBRENA", b"CBRENA1\x06.", Reply(Status.DONE, "1", b"", b"")),
        (HONEYWELL, "TRGMOD", b"10\rTRGMOD3\x06!", Reply(Status.DONE, "3", b"10\r", b"")),
        (HONEYWELL, "ABCDEF", b"ABCDEF\x05!", Reply(Status.UNKNOWN_TAG, "", b"", b"")),
        (HONEYWELL, "REVINF", b"REVINFA: 1.0\r\nB: 2!\r\n\x06.", Reply(Status.DONE, "A: 1.0\r\nB: 2!\r\n", b"", b"")),
        (NEWLAND, "SCNMOD", b"\x02\x010000#SCNMOD0\x06;", None),
        (HONEYWELL, "TRGMOD", b"TRGMOD0\x06", None),
        (HONEYWELL, "TRGMOD", b"TRGSTO0\x06!", None),
    ],
)
def test_replies_of_the_manuals(framing: Framing, tag: str, raw: bytes, reply: Reply | None) -> None:
    assert protocol.find_reply(framing, tag, raw) == reply


def test_a_tag_that_is_none_is_never_sent() -> None:
    for tag in ("", "SCN", "SCNMOD0", "SCN;OD", "scnmod"):
        with pytest.raises(ValueError, match="no tag"):
            protocol.encode(NEWLAND, tag, "1")


@pytest.mark.parametrize("lines", [TD1, TD2, TD3])
@pytest.mark.parametrize("end", ENDS)
def test_a_zone_is_there_with_its_last_character_and_not_before(lines: tuple[str, ...], end: str) -> None:
    text = (end.join(lines) + (end or "\r")).encode()
    whole = len(end.join(lines)) if end else len(text)
    for size in range(whole):
        assert protocol.take_zone(text[:size], ended=False) is None
    taken = protocol.take_zone(text[:whole], ended=False)
    assert taken is not None
    assert taken[0] == lines


@pytest.mark.parametrize("lines", [TD1, TD2, TD3])
def test_rows_that_run_into_each_other_are_a_zone_when_nothing_follows(lines: tuple[str, ...]) -> None:
    text = "".join(lines).encode()
    assert protocol.take_zone(text, ended=False) is None
    assert protocol.take_zone(text, ended=True) == (lines, b"\r")


def test_the_beginning_of_three_joined_rows_is_not_two() -> None:
    assert protocol.take_zone("".join(TD1).encode()[:88], ended=False) is None
    assert protocol.take_zone("".join(TD3).encode()[:72], ended=False) is None


@given(st.lists(zones, max_size=4), st.sampled_from(ENDS[:3]))
def test_zones_one_after_another(sent: list[tuple[str, ...]], end: str) -> None:
    text, got = "".join(end.join(lines) + end for lines in sent).encode(), []
    while found := protocol.take_zone(text, ended=False):
        got.append(found[0])
        text = found[1]
    assert got == sent
    assert not text.strip(b"\r\n")


text_like = st.binary(max_size=300) | st.text("SCNMODTRG01<\r\n\x02\x01\x03\x05\x06\x15;#@!.", max_size=300).map(
    str.encode
)


@given(framings, text_like, st.booleans())
def test_noise_is_a_value_or_a_typed_error_that_tells_no_data(framing: Framing, raw: bytes, ended: bool) -> None:
    with contextlib.suppress(ProtocolError):
        reply = protocol.find_reply(framing, "SCNMOD", raw)
        assert reply is None or len(reply.before) + len(reply.after) < len(raw)
    assert protocol.broken(raw).facts == {"raw": f"{len(raw)} x .."}
    assert len(protocol.without_replies(framing, raw)) <= len(raw)
    taken = protocol.take_zone(raw, ended=ended)
    assert taken is None or [len(row) for row in taken[0]] in ([44, 44], [36, 36], [30, 30, 30])
    assert set(protocol.shape(raw)) <= set("0123456789+")


@pytest.mark.parametrize("framing", [NEWLAND, HONEYWELL])
@pytest.mark.parametrize("filler", [b"x", b"SCNMOD", b"\x02\x010000#", b"\x06;\x03"])
def test_no_more_is_kept_than_anything_is_long(framing: Framing, filler: bytes) -> None:
    many = filler * (protocol.MAX_BUFFER // len(filler) + 1)
    with pytest.raises(ProtocolError):
        protocol.find_reply(framing, "SCNMOD", many + b"x")


@given(st.sampled_from((NewlandSimulator, HoneywellSimulator)), text_like)
def test_noise_never_makes_a_simulator_fall(kind: type[TaggedMenuSimulator], raw: bytes) -> None:
    simulator = kind()
    simulator.feed(raw)
    framing = NEWLAND if kind is NewlandSimulator else HONEYWELL
    tag = "QRYPSN" if kind is NewlandSimulator else "REVINF"
    (*_, last) = simulator.feed(b"\x03!" + protocol.encode(framing, tag, "", asks=True))
    assert b"SIM000" in last


KINDS = {
    "newland": (NewlandSimulator, NewlandNls, "SCNMOD", "NLS-FM430 SIMULATED", "SIM0002"),
    "honeywell": (HoneywellSimulator, HoneywellXenon, "TRGMOD", "Xenon 1950 SIMULATED", "SIM0003"),
}
Desk = tuple[TaggedMenuSimulator, PtyHost, TaggedMenuReader]


@pytest.fixture(params=sorted(KINDS))
def maker(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def desk(maker: str, hosted, opened) -> Desk:
    simulator = KINDS[maker][0]()
    host = hosted(simulator)
    return simulator, host, KINDS[maker][1](opened(host, 115200), read_s=READ_S)


@needs_pty
def test_it_says_who_it_is_and_is_set_up_in_memory_that_does_not_wear(desk: Desk, maker: str) -> None:
    simulator, _, reader = desk
    _, _, mode, model, serial = KINDS[maker]
    assert simulator.value(mode) != "0"
    identity = reader.open()
    assert (identity.model, identity.serial, identity.simulated) == (model, serial, True)
    assert identity.firmware
    assert simulator.value(mode) == "0"
    reader.arm(True)
    reader.close()
    assert simulator.value(mode) == "0"
    assert simulator.stored == []


@needs_pty
def test_identifying_changes_nothing(desk: Desk, maker: str) -> None:
    simulator, _, reader = desk
    reader.identify()
    assert simulator.value(KINDS[maker][2]) != "0"


@needs_pty
@pytest.mark.parametrize("end", ENDS)
def test_it_reads_what_lies_on_the_glass(desk: Desk, end: str) -> None:
    simulator, _, reader = desk
    simulator.row_end = end
    reader.open()
    for lines in (TD3, TD1, TD2, TD3):
        simulator.lay(lines)
        assert reader.inquire() == lines


@needs_pty
def test_nothing_on_the_glass_is_said_by_a_reader_that_is_there(desk: Desk) -> None:
    simulator, host, reader = desk
    reader.open()
    assert reader.inquire() is None
    host.misbehave(LineFault.SILENCE)
    with pytest.raises(DeviceTimeout):
        reader.inquire()
    host.misbehave(None)
    simulator.lay(TD3)
    assert reader.inquire() == TD3


@needs_pty
def test_a_document_that_is_laid_while_it_looks(maker: str, hosted, opened) -> None:
    simulator = KINDS[maker][0]()
    reader = KINDS[maker][1](opened(hosted(simulator), 115200), read_s=5.0)
    reader.open()
    laid = threading.Timer(0.1, simulator.lay, [TD1])
    laid.start()
    try:
        assert reader.inquire() == TD1
    finally:
        laid.join()


@needs_pty
def test_one_that_lost_its_settings_does_not_say_that_nothing_lies_there(desk: Desk) -> None:
    simulator, _, reader = desk
    reader.open()
    simulator.power_cycle()
    with pytest.raises(DeviceError) as caught:
        reader.inquire()
    assert isinstance(caught.value, DeviceLost)
    assert caught.value.code == "reader-forgot"


@needs_pty
@pytest.mark.parametrize("fault", [LineFault.BYTEWISE, LineFault.DOUBLED])
def test_how_the_bytes_come_makes_no_difference(desk: Desk, fault: LineFault) -> None:
    simulator, host, reader = desk
    host.misbehave(fault)
    reader.open()
    for lines in (TD3, TD1):
        simulator.lay(lines)
        assert reader.inquire() == lines


@needs_pty
@pytest.mark.parametrize(
    ("fault", "error"),
    [(LineFault.SILENCE, DeviceTimeout), (LineFault.NOISE, ProtocolError), (LineFault.LATE, DeviceTimeout)],
)
def test_it_is_back_in_step_after_a_spoilt_reply(desk: Desk, fault: LineFault, error: type) -> None:
    simulator, host, reader = desk
    reader.open()
    host.misbehave(fault, replies=1)
    with pytest.raises(error):
        reader.arm(True)
    reader.arm(False)
    simulator.lay(TD3)
    assert reader.inquire() == TD3


@needs_pty
def test_garbage_right_after_plugging_in_is_forgiven_once(desk: Desk) -> None:
    _, host, reader = desk
    host.misbehave(LineFault.NOISE, replies=1)
    assert reader.open().simulated


@needs_pty
def test_unplugged_in_the_middle_of_a_zone(desk: Desk) -> None:
    simulator, host, reader = desk
    reader.open()
    reader.arm(True)
    host.misbehave(LineFault.HALF_THEN_HANGUP)
    simulator.lay(TD3)
    with pytest.raises(DeviceLost):
        pushed_within(reader, 2.0)


@needs_pty
def test_a_setting_that_it_does_not_know(desk: Desk, maker: str) -> None:
    simulator, _, reader = desk
    simulator.deaf_to = {KINDS[maker][2]}
    with pytest.raises(DeviceRefused) as caught:
        reader.open()
    assert caught.value.facts["answer"] == f"{KINDS[maker][2]}0 UNKNOWN_TAG"


@needs_pty
def test_something_else_that_speaks_this_grammar(desk: Desk) -> None:
    simulator, _, reader = desk
    simulator.deaf_to = {"QRYPDN", "REVINF"}
    with pytest.raises(DeviceFault) as caught:
        reader.open()
    assert caught.value.code == "device-wrong-identity"


def pushed_within(reader: TaggedMenuReader, seconds: float) -> tuple[str, ...] | None:
    clock = SystemClock()
    deadline = clock.monotonic() + seconds
    while clock.monotonic() < deadline:
        reader.check()
        if lines := reader.pushed():
            return lines
        clock.sleep(0.01)
    return None


@needs_pty
def test_a_zone_in_pieces_with_pauses_between_them(desk: Desk) -> None:
    _, host, reader = desk
    reader.open()
    reader.arm(True)
    for row in TD1[:-1]:
        host.push(row.encode() + b"\r\n")
        assert pushed_within(reader, 0.08) is None
    host.push(TD1[-1].encode())
    assert pushed_within(reader, 1.0) == TD1


@needs_pty
def test_half_a_zone_is_an_error_without_the_data(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    simulator, host, reader = desk
    reader.open()
    reader.arm(True)
    host.push(TD3[0].encode() + b"\r" + TD3[1][:17].encode())
    with pytest.raises(DeviceStateError) as caught:
        pushed_within(reader, 2.0)
    assert caught.value.code == "reader-no-zone"
    assert caught.value.facts == {"rows": "44+17"}
    simulator.lay(TD3)
    assert pushed_within(reader, 1.0) == TD3
    assert "ERIKSSON" not in caplog.text


@needs_pty
def test_a_bar_code_is_no_zone(desk: Desk) -> None:
    simulator, _, reader = desk
    reader.open()
    simulator.lay(("4006381333931",))
    with pytest.raises(DeviceStateError) as caught:
        reader.inquire()
    assert caught.value.facts == {"rows": "13"}


@needs_pty
def test_a_zone_that_comes_before_the_answer_to_a_command_is_kept(desk: Desk) -> None:
    simulator, host, reader = desk
    reader.open()
    reader.arm(True)
    simulator.lay(())
    host.push("\r".join((*TD3, "")).encode())
    reader.arm(True)
    assert pushed_within(reader, 1.0) == TD3


@needs_pty
def test_a_reader_that_never_stops_talking(desk: Desk) -> None:
    _, host, reader = desk
    reader.open()
    reader.arm(True)
    host.push(b"A" * (protocol.MAX_BUFFER + 100))
    with pytest.raises((ProtocolError, DeviceStateError)):
        pushed_within(reader, 2.0)


@needs_pty
def test_check_digits_are_ours(desk: Desk) -> None:
    simulator, _, reader = desk
    reader.open()
    simulator.lay((TD3[0], TD3[1].replace("L898902C3", "L898902C8")))
    lines = reader.inquire()
    assert lines is not None
    number = mrz.parse(lines).check_digit("document_number")
    assert number is not None
    assert not number.holds
