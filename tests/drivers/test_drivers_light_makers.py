"""What is peculiar to the Thorlabs, CoolLED and OPT light controllers, over a real pseudo-terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from drivers.lights.coolled_pe4000.driver import CoolLedPE4000
from drivers.lights.coolled_pe4000.simulator import CoolLedSimulator
from drivers.lights.lamps import LampChannel, Lamps, LitTime
from drivers.lights.opt_dollar.driver import OptDollar
from drivers.lights.opt_dollar.protocol import REFUSED, Command
from drivers.lights.opt_dollar.simulator import OptSimulator
from drivers.lights.thorlabs_dc4100.driver import ThorlabsDC4100
from drivers.lights.thorlabs_dc4100.simulator import DC4100Simulator
from drivers.session import DeviceFault
from workstation.clock import SystemClock
from workstation.devices import LightSetting
from workstation.errors import DeviceRefused, DeviceStateError
from workstation.messages import explain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")


def uv_on_channel_1(driver: ThorlabsDC4100 | CoolLedPE4000, limit_ma: float | None = None) -> Lamps:
    channel = LampChannel(1, LightSetting("UV365", 80, 0, 1), limit_ma)
    return Lamps(driver, (channel,), LitTime(SystemClock()))


@pytest.fixture
def thorlabs(hosted, opened) -> tuple[DC4100Simulator, ThorlabsDC4100]:
    simulator = DC4100Simulator()
    return simulator, ThorlabsDC4100(opened(hosted(simulator), 115200))


@pytest.fixture
def coolled(hosted, opened) -> tuple[CoolLedSimulator, CoolLedPE4000]:
    simulator = CoolLedSimulator()
    return simulator, CoolLedPE4000(opened(hosted(simulator), 57600))


@pytest.mark.parametrize("maker", ["thorlabs", "coolled"])
def test_a_lamp_of_another_wavelength_makes_no_light(request: pytest.FixtureRequest, maker: str) -> None:
    simulator, driver = request.getfixturevalue(maker)
    change: Callable[[int, int], None] = simulator.change_head if maker == "thorlabs" else simulator.load
    lamps = uv_on_channel_1(driver)
    lamps.open()
    lamps.switch_on("UV365")
    assert lamps.confirmed() == "UV365"
    lamps.all_off()
    change(1, 405)
    for call in (lambda: lamps.switch_on("UV365"), lamps.open):
        with pytest.raises(DeviceFault) as caught:
            call()
        assert (caught.value.code, caught.value.facts["reported"]) == ("lights-wavelength", 405)
        caught.value.facts["device"] = maker
        assert "…" not in explain(caught.value)
    assert not any(simulator.levels().values())


@pytest.mark.parametrize(
    ("trouble", "code"),
    [("opened", "lights-lamp-open"), ("limited", "lights-limited"), ("no_head", "lights-no-lamp")],
)
def test_trouble_with_a_lit_head_puts_it_out(thorlabs, trouble: str, code: str) -> None:
    simulator, driver = thorlabs
    lamps = uv_on_channel_1(driver)
    lamps.open()
    lamps.switch_on("UV365")
    simulator.break_head(2, **{trouble: True})
    assert lamps.confirmed() == "UV365", "trouble with another head is not its own"
    simulator.break_head(1, **{trouble: True})
    with pytest.raises(DeviceRefused) as caught:
        lamps.confirmed()
    assert caught.value.code == code
    simulator.recover()
    assert not any(simulator.levels().values())


class Refusing(OptSimulator):
    """Refuses every setting while it is told to."""

    refuses = False

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        if self.refuses and data[1:2] != Command.READ.encode():
            return (REFUSED,)
        return super().feed(data)


@pytest.mark.parametrize(
    ("cause", "comes_round"),
    [("all_off", True), ("all_off", False), ("another level", True), ("another level", False), ("time", False)],
)
def test_an_off_that_is_refused_is_tried_again_and_then_a_fault(
    hosted, opened, cause: str, *, comes_round: bool
) -> None:
    simulator = Refusing()
    clock = SystemClock()
    lit = LitTime(clock)
    lamps = Lamps(
        OptDollar(opened(hosted(simulator), 9600)),
        (LampChannel(1, LightSetting("UV365", 80, 0, 1, max_on_s=0.01 if cause == "time" else 30)),),
        lit,
    )
    lamps.open()
    lamps.switch_on("UV365")
    simulator.refuses = True
    if cause == "all_off":
        with pytest.raises(DeviceRefused):
            lamps.all_off()
    if cause == "another level":
        simulator.set_level(1, 40)
        with pytest.raises(DeviceStateError):
            lamps.confirmed()
    if cause == "time":
        clock.sleep(0.02)
    assert simulator.levels()[1]
    assert lit.light == "UV365", "it may well burn"
    if comes_round:
        simulator.refuses = False
        lamps.watch()
        assert lit.light is None
        assert not any(simulator.levels().values())
        return
    for _ in range(2):
        with pytest.raises(DeviceFault) as caught:
            lamps.watch()
        assert caught.value.code in {"lights-off-unconfirmed", "lights-not-off"}
    caught.value.facts["device"] = "opt-dollar"
    assert "…" not in explain(caught.value)
    assert lit.light == "UV365"
    simulator.refuses = False
    lamps.close()
    assert lit.light is None


@pytest.mark.parametrize(("bit", "code"), [(0x2, "lights-supply-failed"), (0x8, "lights-over-temperature")])
def test_trouble_with_the_unit_puts_the_lamp_out(thorlabs, bit: int, code: str) -> None:
    simulator, driver = thorlabs
    lamps = uv_on_channel_1(driver)
    lamps.open()
    lamps.switch_on("UV365")
    simulator.status = bit
    with pytest.raises(DeviceRefused) as caught:
        lamps.confirmed()
    assert caught.value.code == code
    simulator.recover()
    assert not any(simulator.levels().values())


def test_another_mode_than_percent_is_a_fault(thorlabs) -> None:
    simulator, driver = thorlabs
    simulator.stuck_mode = True
    with pytest.raises(DeviceFault) as caught:
        driver.open()
    assert caught.value.code == "lights-mode"


def test_a_current_limit_is_set_and_read_back_or_refused(thorlabs) -> None:
    simulator, driver = thorlabs
    uv_on_channel_1(driver, limit_ma=350).open()
    assert simulator.feed(b"l? 0\r\n") == (b"350\r\n",)
    with pytest.raises(DeviceRefused) as caught:
        driver.set_rating(1, 1.5)
    assert caught.value.facts["answer"] == "error 2"


def test_a_level_between_two_whole_percents_is_refused(coolled) -> None:
    simulator, driver = coolled
    driver.open()
    with pytest.raises(DeviceStateError) as caught:
        driver.light_only(1, 50.5)
    assert caught.value.code == "lights-out-of-range"
    assert not any(simulator.levels().values())


def test_a_current_limit_that_cannot_be_given_is_a_fault(coolled, hosted, opened) -> None:
    for driver in (coolled[1], OptDollar(opened(hosted(OptSimulator()), 9600))):
        driver.open()
        with pytest.raises(DeviceFault) as caught:
            driver.set_rating(1, 0.3)
        assert caught.value.code == "lights-rating"


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_a_dollar_controller_has_the_channels_that_can_be_read(hosted, opened, channels: int) -> None:
    driver = OptDollar(opened(hosted(OptSimulator(channels)), 9600))
    assert driver.open().model == f"$ protocol, {channels} channels SIMULATED"
    assert driver.channels == channels


@pytest.mark.parametrize("percent", [10, 50, 70])
def test_lamps_confirm_a_dollar_level_as_near_as_its_steps_come(hosted, opened, percent: float) -> None:
    driver = OptDollar(opened(hosted(OptSimulator()), 9600))
    lamps = Lamps(driver, (LampChannel(1, LightSetting("UV365", percent, 0, 1)),), LitTime(SystemClock()))
    lamps.open()
    lamps.switch_on("UV365")
    assert lamps.confirmed() == "UV365"
    lamps.all_off()


def test_a_level_too_small_for_256_steps_is_refused(hosted, opened) -> None:
    driver = OptDollar(opened(hosted(OptSimulator()), 9600))
    driver.open()
    with pytest.raises(DeviceStateError):
        driver.light_only(1, 0.1)
