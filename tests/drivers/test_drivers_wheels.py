"""Filter wheels: the bytes of the manuals, any noise, what is peculiar to a maker, and a wheel on a bench."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.bench import _assemble
from drivers.configuration import SIMULATED_BENCH, parse_bench
from drivers.session import DeviceFault
from drivers.simulators import Simulator
from drivers.wheels.thorlabs_ell import protocol as ell
from drivers.wheels.thorlabs_ell.driver import ThorlabsEll
from drivers.wheels.thorlabs_ell.simulator import EllSimulator
from drivers.wheels.thorlabs_fw102c import protocol as fw102c
from drivers.wheels.thorlabs_fw102c.driver import ThorlabsFW102C
from drivers.wheels.thorlabs_fw102c.simulator import FW102CSimulator
from drivers.wheels.wheel import Filters, FilterSlot
from workstation.acquisition.plan import plan_for
from workstation.acquisition.runner import run
from workstation.clock import SystemClock
from workstation.devices import DeviceState
from workstation.errors import DeviceRefused, DeviceStateError, ProtocolError

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

NOISE = st.binary(max_size=200) | st.text("0123456789ABCDEFINPOGS pos?=>\r\n", max_size=200).map(str.encode)
SIMULATORS: dict[str, tuple[Callable[[], Simulator], list[bytes]]] = {
    "fw102c": (FW102CSimulator, [b"pos?\r", b"pos=3\r", b"pos=9\r", b"sensors=0\r", b"x\r", b"*idn?\r"]),
    "ell": (EllSimulator, [b"0in", b"0gp", b"0ma00000020", b"0ma000000FF", b"0ho0", b"1gp"]),
}


def test_the_example_of_the_field() -> None:
    assert fw102c.command(fw102c.question(fw102c.POSITION)) == bytes.fromhex("706F733F0D")
    split = fw102c.split_reply(bytes.fromhex("706F733F0D330D3E20"))
    assert split == (b"pos?\r3\r", b" ")
    assert fw102c.parse_reply("pos?", split[0]) == fw102c.Reply("3")
    assert fw102c.parse_reply("pos=3", b" pos=3\r") == fw102c.Reply()
    refused = fw102c.parse_reply("x", b"x\rCommand error CMD_NOT_DEFINED\n")
    assert refused.error == "Command error CMD_NOT_DEFINED"


@pytest.mark.parametrize("raw", [b"", b"3\r", b"pos=2\r3\r", b"pos?\r3\r4\r", b"\xff"])
def test_a_reply_to_another_command_is_none(raw: bytes) -> None:
    with pytest.raises(ProtocolError):
        fw102c.parse_reply("pos?", raw)


def test_commands_of_the_slider() -> None:
    assert (ell.information_command(), ell.home_command(), ell.place_command()) == (b"0in", b"0ho0", b"0gp")
    assert ell.move_command(0x20) == b"0ma00000020"
    told = ell.parse_information("0IN0912345678202301010" + "01F00000001")
    assert (told.kind, told.serial) == (9, "12345678")
    assert ell.parse_place("0POFFFFFFFE") == -2
    assert ell.parse_status("0GS0D") == 13


@given(st.sampled_from(sorted(ell.MODELS)), st.integers(-(1 << 31), (1 << 31) - 1))
def test_a_place_is_one_position_or_none(kind: int, place: int) -> None:
    model = ell.MODELS[kind]
    position = ell.position_of(model, place)
    assert position is None or abs(ell.place_of(model, position) - place) <= 2
    for each in range(1, model.positions + 1):
        assert ell.position_of(model, ell.place_of(model, each)) == each


@given(NOISE)
def test_noise_is_a_value_or_a_typed_error(raw: bytes) -> None:
    text = raw.decode("latin-1")
    for parse in (
        lambda: fw102c.split_reply(raw),
        lambda: fw102c.parse_reply("pos?", raw),
        lambda: fw102c.parse_identity(text),
        lambda: fw102c.whole(text),
        lambda: ell.parse_information(text),
        lambda: ell.parse_place(text),
        lambda: ell.parse_status(text),
    ):
        with contextlib.suppress(ProtocolError):
            parse()


def test_bytes_without_a_prompt_are_bounded() -> None:
    with pytest.raises(ProtocolError):
        fw102c.split_reply(b"x" * (fw102c.MAX_REPLY + 1))


@pytest.mark.parametrize("name", SIMULATORS)
@given(data=st.data())
def test_replies_do_not_depend_on_how_the_bytes_are_cut(name: str, data: st.DataObject) -> None:
    make, talk = SIMULATORS[name]
    stream = b"".join(data.draw(st.lists(st.sampled_from(talk), max_size=8)))
    whole, simulator, got = make().feed(stream), make(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        got += simulator.feed(stream[:size])
        stream = stream[size:]
    assert tuple(got) == whole


@pytest.mark.parametrize("name", SIMULATORS)
@given(raw=NOISE)
def test_noise_never_makes_a_simulator_fall(name: str, raw: bytes) -> None:
    make, _ = SIMULATORS[name]
    simulator = make()
    simulator.feed(raw)
    simulator.power_cycle()
    simulator.feed(b"\r0in")


@needs_pty
def test_the_sensors_are_off_for_infrared(hosted, opened) -> None:
    simulator = FW102CSimulator()
    driver = ThorlabsFW102C(opened(hosted(simulator), 115200))
    driver.identify()
    assert simulator.sensors_on, "asking changes nothing"
    driver.open()
    assert not simulator.sensors_on


@needs_pty
def test_sensors_that_stay_on_are_a_fault(hosted, opened) -> None:
    simulator = FW102CSimulator()
    simulator.stuck_sensors = True
    with pytest.raises(DeviceFault) as caught:
        ThorlabsFW102C(opened(hosted(simulator), 115200)).open()
    assert caught.value.code == "wheel-sensors"


@needs_pty
def test_a_slider_between_two_positions_is_at_none(hosted, opened) -> None:
    simulator = EllSimulator()
    driver = ThorlabsEll(opened(hosted(simulator), 9600))
    driver.open()
    simulator.stop_between()
    assert driver.position() is None


@needs_pty
def test_a_slider_of_unknown_pitch_is_not_used(hosted, opened) -> None:
    with pytest.raises(DeviceFault) as caught:
        ThorlabsEll(opened(hosted(EllSimulator(kind=0x0C)), 9600)).open()
    assert caught.value.code == "device-wrong-identity"


@needs_pty
def test_an_error_of_the_slider_carries_its_number(hosted, opened) -> None:
    simulator = EllSimulator()
    driver = ThorlabsEll(opened(hosted(simulator), 9600))
    driver.open()
    simulator._model = ell.MODELS[0x06]
    with pytest.raises(DeviceRefused) as caught:
        driver.move_to(4)
    assert caught.value.facts["answer"] == "GS0C"


@needs_pty
def test_filters_have_names(hosted, opened) -> None:
    simulator = FW102CSimulator()
    port = opened(hosted(simulator), 115200)
    filters = Filters(ThorlabsFW102C(port), (FilterSlot(2, "LP715"), FilterSlot(6, "BP550")))
    filters.open()
    assert filters.confirmed() is None, "position 1 has no name"
    filters.move_to("BP550")
    assert (filters.confirmed(), simulator.position()) == ("BP550", 6)
    with pytest.raises(DeviceStateError) as caught:
        filters.move_to("BP551")
    assert caught.value.code == "wheel-unknown-filter"


@needs_pty
def test_a_filter_beyond_the_last_position_is_a_fault(hosted, opened) -> None:
    filters = Filters(ThorlabsFW102C(opened(hosted(FW102CSimulator()), 115200)), (FilterSlot(7, "LP715"),))
    with pytest.raises(DeviceFault) as caught:
        filters.open()
    assert caught.value.code == "wheel-no-position"


BENCH = (
    SIMULATED_BENCH.read_text(encoding="utf-8").split("[[light_controller.channels]]")[0]
    + """
[[light_controller.channels]]
channel = 1
light = "WHITE"
settle_ms = 5
exposure_ms = 20
filter = "CLEAR"

[[light_controller.channels]]
channel = 8
light = "IR850"
settle_ms = 5
exposure_ms = 20
filter = "LP715"

[camera]
kind = "simulated"

[filter_wheel]
kind = "thorlabs-fw102c"
port = "simulated"
filters = [{ position = 1, filter = "CLEAR" }, { position = 5, filter = "LP715" }]
"""
)


@needs_pty
def test_a_whole_bench_takes_each_light_through_its_filter() -> None:
    clock = SystemClock()
    simulated = _assemble(parse_bench(BENCH, "bench.toml"), clock)
    bench = simulated.bench
    assert bench.wheel is not None
    assert simulated.wheel_simulator is not None
    bench.start()
    try:
        for session in (bench.lights.session, bench.camera.session, bench.wheel.session):
            session.wait_for(DeviceState.READY, timeout_s=20)
        done = run(
            plan_for(bench.lights.settings(), None, "data_page"),
            lights=bench.lights,
            camera=bench.camera,
            wheel=bench.wheel,
            clock=clock,
            exhibit_id="",
            actor="",
            cancel=threading.Event(),
            on_progress=lambda _: None,
        )
        assert done.error is None
        records = [capture.record for capture in done.captures]
        assert [each.filter for each in records] == ["CLEAR", "LP715"]
        assert all(each.device.endswith("; Thorlabs FW102C SIMULATED") for each in records)
        assert simulated.wheel_simulator.position() == 5
        assert bench.wheel.filters() == ("CLEAR", "LP715")
        assert bench.wheel in bench.devices()
    finally:
        bench.close()
