"""Bytes and values of the protocols of light controllers: literals of programs in the field, and any noise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lights.coolled_pe4000 import protocol as coolled
from drivers.lights.coolled_pe4000.protocol import Channel
from drivers.lights.coolled_pe4000.simulator import CoolLedSimulator
from drivers.lights.opt_dollar import protocol as opt
from drivers.lights.opt_dollar.protocol import Command, Frame
from drivers.lights.opt_dollar.simulator import OptSimulator
from drivers.lights.thorlabs_dc4100 import protocol as dc4100
from drivers.lights.thorlabs_dc4100.simulator import DC4100Simulator
from drivers.lines import MAX_LINE, split_line
from drivers.simulators import Simulator
from workstation.errors import ProtocolError

NOISE = st.binary(max_size=200) | st.text("$&CSSXNF0123456789 ?:-.\r\nabceomp", max_size=200).map(str.encode)
SIMULATORS: dict[str, Callable[[], Simulator]] = {
    "dc4100": DC4100Simulator,
    "coolled": CoolLedSimulator,
    "opt": OptSimulator,
}
TALK = {
    "dc4100": [
        b"n?\r\n",
        b"o 1 1\r\n",
        b"bp 1 50.5\r\n",
        b"bp? 1\r\n",
        b"e?\r\n",
        b"o -1 0\r\n",
        b"o 9 1\r\n",
        b"x\r\n",
    ],
    "coolled": [b"XMODEL\r", b"CSS?\r", b"CSSASN050\r", b"LAMS\r", b"CSSHSN050\r", b"nonsense\r"],
    "opt": [b"$4100011", b"$3106414", b"$1102016", b"$2100017", b"$4900019", b"noise"],
}


# Lines


@given(st.lists(st.text("abc 1?", min_size=1, max_size=20).filter(str.strip), max_size=6), st.data())
def test_lines_do_not_depend_on_how_the_bytes_are_cut(sent: list[str], data: st.DataObject) -> None:
    end = data.draw(st.sampled_from(["\r", "\n", "\r\n", "\n\r"]))
    stream, buffer, got = "".join(line + end for line in sent).encode(), b"", []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        buffer, stream = buffer + stream[:size], stream[size:]
        while found := split_line(buffer):
            got.append(found[0])
            buffer = found[1]
    assert got == [line.strip() for line in sent]


@given(st.binary(max_size=3 * MAX_LINE))
def test_noise_on_a_line_is_bounded(raw: bytes) -> None:
    buffer = b""
    for at in range(0, len(raw), 7):
        buffer += raw[at : at + 7]
        try:
            while found := split_line(buffer):
                buffer = found[1]
        except ProtocolError:
            return
        assert len(buffer) <= MAX_LINE + 7


# Thorlabs DC4100


def test_commands_of_the_dc4100_are_those_of_the_field() -> None:
    assert dc4100.question("n") == b"n?\r\n"
    assert dc4100.question("wl", 1) == b"wl? 0\r\n"
    assert dc4100.setting("o", dc4100.ALL, 0) == b"o -1 0\r\n"
    assert dc4100.setting("bp", dc4100.head(4), 50.5) == b"bp 3 50.5\r\n"


@pytest.mark.parametrize(
    ("line", "number"), [("error 0:no error", 0), ("Error 5:text: more", 5), ("0:ok", 0), ("e? 12 :", 12)]
)
def test_the_number_of_an_error(line: str, number: int) -> None:
    assert dc4100.error_number(line) == number


@pytest.mark.parametrize("line", ["", "1", "0", "no error", "error:", "error x:y", "error 1234567:y"])
def test_no_number_of_an_error(line: str) -> None:
    with pytest.raises(ProtocolError):
        dc4100.error_number(line)


@pytest.mark.parametrize(
    ("status", "channel", "codes"),
    [
        (0, 1, []),
        (0x2, 3, ["lights-supply-failed"]),
        (0x8, 1, ["lights-over-temperature"]),
        (0x20, 1, ["lights-no-lamp"]),
        (0x20, 2, []),
        (0x8000, 2, ["lights-lamp-open"]),
        (0x8000000, 4, ["lights-limited"]),
        (0x800 | 0x80000, 4, ["lights-no-lamp", "lights-lamp-open"]),
        (0x5555_5555 & ~0x2, 1, []),
    ],
)
def test_bits_of_the_status_register(status: int, channel: int, codes: list[str]) -> None:
    assert list(dc4100.troubles(status, channel)) == codes


# CoolLED


def test_the_idle_state_of_a_pe4000() -> None:
    assert coolled.parse_state("CSSAXF000BXF000CXF000DXF000") == dict.fromkeys(range(1, 5), coolled.DARK)
    assert coolled.parse_value("XMODEL=pE-4000") == "pE-4000"
    assert coolled.parse_lamp("LAM:B:460") == (2, 460)


@given(
    st.dictionaries(
        st.integers(1, 8), st.builds(Channel, st.booleans(), st.booleans(), st.integers(0, 100)), min_size=1
    )
)
def test_a_state_is_what_was_written(channels: dict[int, Channel]) -> None:
    assert coolled.parse_state(coolled.state_line(channels)) == channels
    assert coolled.set_command(channels) == coolled.state_line(channels).encode() + b"\r"


@pytest.mark.parametrize("line", ["", "CSS", "CSSAXF00", "CSSAXF101", "CSSAXF000AXF000", "CSSIXF000", "CSSAXF000 "])
def test_no_state(line: str) -> None:
    with pytest.raises(ProtocolError):
        coolled.parse_state(line)


# OPT


@pytest.mark.parametrize(
    ("frame", "raw"),
    [
        (Frame(Command.ON, 1, 0x20), b"$1102016"),
        (Frame(Command.SET, 1, 0x64), b"$3106414"),
        (Frame(Command.OFF, 1), b"$2100017"),
        (Frame(Command.READ, 1), b"$4100011"),
        (Frame(Command.SET, 2, 0xFF), b"$320FF15"),
    ],
)
def test_frames_of_the_field(frame: Frame, raw: bytes) -> None:
    assert opt.encode(frame) == raw
    assert opt.decode(raw) == frame


@pytest.mark.parametrize("raw", [b"", b"$4100012", b"$410001", b"$5100010", b"&4100011", opt.simulated_frame()])
def test_no_frame(raw: bytes) -> None:
    with pytest.raises(ProtocolError):
        opt.decode(raw)


@given(
    st.builds(Frame, st.sampled_from(Command), st.integers(0, 9), st.integers(0, 255)),
    st.integers(0, 7),
    st.integers(1, 255),
)
def test_one_wrong_byte_is_noticed(frame: Frame, place: int, flip: int) -> None:
    raw = bytearray(opt.encode(frame))
    raw[place] ^= flip
    with contextlib.suppress(ProtocolError):
        assert opt.decode(bytes(raw)) == frame, "only another spelling of the same digits may pass"


@given(st.floats(0, 100))
def test_a_level_is_the_nearest_of_256(percent: float) -> None:
    assert abs(opt.percent_of(opt.level_of(percent)) - percent) <= 50 / 255 + 1e-9


# All of them


@given(NOISE)
def test_noise_is_a_value_or_a_typed_error(raw: bytes) -> None:
    text = raw.decode("latin-1")
    for parse in (
        lambda: opt.decode(raw),
        lambda: opt.split_reply(raw),
        lambda: coolled.parse_state(text),
        lambda: coolled.parse_value(text),
        lambda: coolled.parse_lamp(text),
        lambda: dc4100.error_number(text),
        lambda: dc4100.whole(text),
        lambda: dc4100.switch(text),
    ):
        with contextlib.suppress(ProtocolError):
            parse()


@pytest.mark.parametrize("name", SIMULATORS)
@given(raw=NOISE)
def test_noise_never_makes_a_simulator_fall(name: str, raw: bytes) -> None:
    simulator = SIMULATORS[name]()
    simulator.feed(raw)
    simulator.power_cycle()
    assert simulator.feed(TALK[name][0]) == SIMULATORS[name]().feed(TALK[name][0]) != ()


@pytest.mark.parametrize("name", SIMULATORS)
@given(data=st.data())
def test_replies_do_not_depend_on_how_the_bytes_are_cut(name: str, data: st.DataObject) -> None:
    stream = b"".join(data.draw(st.lists(st.sampled_from(TALK[name]), max_size=8)))
    whole, simulator, got = SIMULATORS[name]().feed(stream), SIMULATORS[name](), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        got += simulator.feed(stream[:size])
        stream = stream[size:]
    assert tuple(got) == whole
