"""Bytes and values of the Gardasoft protocol: the literals of manuals and field code, and any noise."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lights.gardasoft_rt import protocol
from drivers.lights.gardasoft_rt.protocol import Reply, Version
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from workstation.errors import ProtocolError

levels = st.integers(0, 1000).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(
    ("command", "raw", "reply"),
    [
        (b"GR\r", b"GR\n\r", Reply("")),
        (b"VR\r", b"VRRT420-20 (HW02) V031\n\r", Reply("RT420-20 (HW02) V031")),
        (b"VR\r", b"RT420-20 (HW02) V031\n\r", Reply("RT420-20 (HW02) V031")),
        (b"RS9,50\r", b"RS9,50Err 1\n\r", Reply("", error=1)),
        (b"RC1\r", b"RC1E33\r\n", Reply("", error=33)),
        (b"RS1,0;RS2,99\r", b"RS1,0;RS2,99Err 5\n\rErr 1\n\r", Reply("", error=1)),
        (b"ST1\r", b"ST1Evt1,131\n\r", Reply("", events=((1, 131),))),
        (b"RS1,0\r", b"RS1,0\n\rEvt 3,128\n\r", Reply("", events=((3, 128),))),
        (b"VR\r", b"Evt3,128\n\rVRRT420-20 (HW02) V031\n\r", Reply("RT420-20 (HW02) V031", events=((3, 128),))),
        (b"RS1,0\r", b"Evt3,128\n\rRS1,0\n\r", Reply("", events=((3, 128),))),
    ],
)
def test_replies_of_the_manuals(command: bytes, raw: bytes, reply: Reply) -> None:
    assert protocol.parse_reply(command, raw) == reply


def test_the_version_of_the_manual() -> None:
    assert protocol.parse_version("RT420-20 (HW02) V031") == Version("RT420-20", "HW02", "031")


@pytest.mark.parametrize("text", ["", "RT420", "V031", "RT420-20 (HW02)", "Err 2", "(HW02) V031"])
def test_no_version(text: str) -> None:
    with pytest.raises(ProtocolError):
        protocol.parse_version(text)


@pytest.mark.parametrize(
    ("text", "percent", "mode", "rating_a"),
    [
        ("CH1,MD1,S265.0,  0.0,DL  2.0us,PU  2.0us,RT10.00ms,IP1,FL1,CS1.000A,RA1.000A", 265.0, 1, 1.0),
        (
            "CH 1, MD 1, CS 1.000A, SE 310.0, DL   2.0us, PU   3.5us, PW 0, ST 2, EV 11.6V, IP 1, FL 0",
            310.0,
            1,
            None,
        ),
        ("CH1,S0.0", 0.0, None, None),
    ],
)
def test_status_lines_seen_in_the_field(text: str, percent: float, mode: int | None, rating_a: float | None) -> None:
    status = protocol.parse_status(text)
    assert (status.channel, status.percent, status.mode, status.rating_a) == (1, percent, mode, rating_a)


@pytest.mark.parametrize(
    "text", ["", "CH1", "S50.0", "CH1,S", "CHx,S5", "CH1,S5,S6", "CH1,SE5,S5", "CH1,S1" + "0" * 400]
)
def test_no_status(text: str) -> None:
    with pytest.raises(ProtocolError):
        protocol.parse_status(text)


def test_commands_are_those_of_the_manual() -> None:
    assert protocol.version_command() == b"VR\r"
    assert protocol.continuous_command((1, 0)) == b"RS1,0\r"
    assert protocol.continuous_command((1, 0), (2, 50.5)) == b"RS1,0;RS2,50.5\r"
    assert protocol.status_command(8) == b"ST8\r"
    assert protocol.rating_command(3, 0.35) == b"VL3,0,0.350\r"


@given(st.dictionaries(st.integers(1, 8), levels, min_size=1), st.booleans())
def test_what_is_set_is_what_the_status_says(wanted: dict[int, float], echo: bool) -> None:
    simulator = GardasoftSimulator()
    simulator.echo = echo
    command = protocol.continuous_command(*wanted.items())
    assert simulator.feed(command) == ((command.strip() if echo else b"") + b"\n\r>",)
    for channel, percent in wanted.items():
        (raw,) = simulator.feed(protocol.status_command(channel))
        split = protocol.split_reply(raw)
        assert split is not None
        status = protocol.parse_status(protocol.parse_reply(protocol.status_command(channel), split[0]).output)
        assert (status.channel, status.percent, status.mode) == (
            channel,
            pytest.approx(percent),
            protocol.CONTINUOUS,
        )


@given(
    st.lists(st.sampled_from([b"RS1,50", b"RS1,0", b"ST1", b"VR", b"XX", b"RS9,1", b"RS1", b"RSa,b"]), max_size=8),
    st.data(),
)
def test_replies_do_not_depend_on_how_the_bytes_are_cut(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(line + b"\r" for line in lines)
    whole = b"".join(GardasoftSimulator().feed(stream))
    simulator, pieces, rest = GardasoftSimulator(), b"", stream
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        pieces, rest = pieces + b"".join(simulator.feed(rest[:size])), rest[size:]
    assert pieces == whole
    replies = []
    while found := protocol.split_reply(whole):
        replies.append(found[0])
        whole = found[1]
    assert len(replies) == len(lines)
    assert whole == b""


noise = st.binary(max_size=200) | st.text("CHSMDEvtr0123456789,. \r\n>-", max_size=200).map(str.encode)


@given(noise, st.sampled_from([b"VR\r", b"ST1\r", b"RS1,50\r"]))
def test_noise_is_a_typed_error_or_a_value(raw: bytes, command: bytes) -> None:
    for parse in (
        lambda: protocol.parse_reply(command, raw),
        lambda: protocol.parse_status(raw.decode("latin-1")),
        lambda: protocol.parse_version(raw.decode("latin-1")),
    ):
        with contextlib.suppress(ProtocolError):
            assert parse() is not None


@given(st.binary(max_size=64))
def test_noise_never_makes_the_simulator_fall(raw: bytes) -> None:
    simulator = GardasoftSimulator()
    simulator.feed(raw)
    simulator.feed(b"\r")
    assert simulator.feed(b"VR\r")[-1].endswith(b"RT860F-SIMULATED (HW02) V031\n\r>")


def test_bytes_without_a_prompt_are_bounded() -> None:
    assert protocol.split_reply(b"x" * protocol.MAX_REPLY) is None
    with pytest.raises(ProtocolError):
        protocol.split_reply(b"x" * (protocol.MAX_REPLY + 1))


@pytest.mark.parametrize(
    ("line", "number"),
    [(b"ZZ", 2), (b"RS1", 4), (b"RS1,x", 3), (b"RS9,50", 1), (b"RS1,101", 1), (b"VL1,12,0.5", 1)],
)
def test_the_simulator_refuses_with_the_numbers_of_the_manual(line: bytes, number: int) -> None:
    assert GardasoftSimulator().feed(line + b"\r") == (line + b"Err %d\n\r>" % number,)


@given(st.lists(st.integers(0, 30), max_size=3), st.binary(max_size=20))
def test_an_event_between_replies_is_found_however_it_is_split(cuts: list[int], noise: bytes) -> None:
    line = b"\n\r>Evt3,131\n\rEvt 4,128\n\r"
    pieces = [line[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(line)], strict=True)]
    found, buffer = [], b""
    for piece in pieces:
        events, buffer = protocol.split_unasked(buffer + piece)
        found += events
    assert (found, buffer) == ([(3, 131), (4, 128)], b"")
    assert protocol.split_unasked(noise)[1] == noise[max(noise.rfind(b"\r"), noise.rfind(b"\n")) + 1 :]
