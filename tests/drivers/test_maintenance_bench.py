"""The technician's side of a whole bench, and the guided set-up: real drivers, real sessions, real serial lines."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.attachment import Attachment
from drivers.bench import SimulatedBench, open_bench, simulated_bench
from drivers.chips.simulated_chip import EMRTD, OK
from drivers.configuration import PCSC, SIMULATED, SIMULATED_BENCH, ChipConfig, load_bench, parse_bench
from drivers.lights.gardasoft_rt.driver import GardasoftRT
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.maintenance.bench_maintenance import BenchMaintenance
from drivers.maintenance.set_up import SessionSetUp, open_set_up
from drivers.maintenance.wire import Wires
from drivers.registry import KINDS, LIGHTS, serve
from drivers.session import DeviceSession
from drivers.simulators import LampSimulator, LineFault
from drivers.transport import LineSettings, PortInfo, PortSelector, SerialPort
from tests.drivers.conftest import Hosted
from tests.drivers.test_drivers_bench import Stage
from workstation.clock import SystemClock
from workstation.devices import DeviceKind, DeviceState
from workstation.errors import (
    ConfigurationError,
    DeviceError,
    DeviceNotFound,
    DeviceStateError,
    DeviceTimeout,
    WorkstationError,
)
from workstation.maintenance import SET_UP_WIRE, Direction, Maintenance
from workstation.messages import explain, sentence
from workstation.vocabulary import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PATIENCE_S = 20.0


@pytest.fixture
def simulated() -> Iterator[SimulatedBench]:
    made = simulated_bench("passport", SystemClock(), stage=Stage())
    yield made
    made.bench.close()


@pytest.fixture
def maintenance(simulated: SimulatedBench) -> Maintenance:
    assert simulated.bench.maintenance is not None
    return simulated.bench.maintenance


def ready(simulated: SimulatedBench) -> None:
    simulated.bench.start()
    simulated.bench.lights.all_off()
    assert simulated.bench.reader is not None
    simulated.bench.reader.read_mrz()


def test_every_kind_is_told_and_lamps_say_what_becomes_of_them(maintenance: Maintenance) -> None:
    kinds = {each.code: each for each in maintenance.kinds()}
    assert kinds.keys() == {*KINDS, "uvc", PCSC}
    assert {code for code, each in kinds.items() if each.after_kill} == set(LIGHTS)
    for language in LANGUAGES:
        assert "lamps" in sentence(kinds["opt-dollar"].after_kill, {"device": "lamps"}, language)


def test_ports_of_the_bench_say_whose_they_are(simulated: SimulatedBench, maintenance: Maintenance) -> None:
    assert "gardasoft-rt" not in {each.used_by for each in maintenance.ports()}
    simulated.bench.start()
    assert simulated.light_port is not None
    used = {each.address: each for each in maintenance.ports()}
    assert used[simulated.light_port.address].used_by == "gardasoft-rt"
    assert used[simulated.light_port.address].product == "SIMULATED"


def test_a_port_that_the_bench_holds_is_neither_probed_nor_set_up(
    simulated: SimulatedBench, maintenance: Maintenance
) -> None:
    ready(simulated)
    assert simulated.light_port is not None
    for address in (simulated.light_port.address, os.path.realpath(simulated.light_port.address)):
        with pytest.raises(DeviceStateError, match="port-in-use") as refusal:
            maintenance.probe(address)
        with pytest.raises(DeviceStateError, match="port-in-use"):
            maintenance.set_up("gardasoft-rt", address)
        for language in LANGUAGES:
            assert "gardasoft-rt" in explain(refusal.value, language)
    # Not one byte disturbed the conversation.
    simulated.bench.lights.switch_on("WHITE")
    assert simulated.bench.lights.confirmed() == "WHITE"


def test_a_port_by_its_other_name_is_still_the_bench_s(hosted: Hosted, tmp_path: Path) -> None:
    host = hosted(GardasoftSimulator())
    terminal = os.path.realpath(host.address)
    by_id = tmp_path / "usb-FTDI_UART_A10K4ZQ1-if00-port0"
    by_id.symlink_to(terminal)
    wires = Wires(SystemClock())
    lamps = Attachment(LIGHTS["gardasoft-rt"], PortSelector(usb="0403:6001", serial="A10K4ZQ1"), wires)

    def connect() -> GardasoftRT:
        port = SerialPort(terminal, LineSettings(115200))
        port.open()
        return GardasoftRT(port)

    session = DeviceSession(lamps.name, DeviceKind.LIGHTS, connect, SystemClock())
    maintenance = BenchMaintenance(
        [lamps], [session], wires, SystemClock(), lambda: (PortInfo(terminal, "0403:6001", "A10K4ZQ1"),)
    )
    assert [each.used_by for each in maintenance.ports()] == ["gardasoft-rt"]
    assert maintenance.probe(str(by_id), "gardasoft-rt").identity.simulated
    session.start()
    session.call(lambda driver: driver.levels(), PATIENCE_S)
    with pytest.raises(DeviceStateError, match="port-in-use"):
        maintenance.probe(str(by_id), "gardasoft-rt")
    session.close()
    maintenance.set_up("gardasoft-rt", str(by_id)).close()
    maintenance.close()


@pytest.mark.parametrize("kind", ["gardasoft-rt", "thorlabs-fw102c", "pn532"])
def test_probing_says_who_answers_in_which_words(maintenance: Maintenance, kind: str) -> None:
    host = serve(kind)
    try:
        found = maintenance.probe(host.address, kind)
        assert (found.address, found.kind, found.identity.simulated) == (host.address, kind, True)
    finally:
        host.close()


def test_probing_in_every_language_finds_the_first_that_fits(maintenance: Maintenance) -> None:
    host = serve("gardasoft-rt")
    try:
        assert maintenance.probe(host.address).kind == "gardasoft-rt"
    finally:
        host.close()


def test_probing_what_is_not_there(maintenance: Maintenance, tmp_path: Path) -> None:
    with pytest.raises(DeviceNotFound, match="device-no-port"):
        maintenance.probe(str(tmp_path / "ttyUSB9"))
    with pytest.raises(WorkstationError, match="device-kind-unknown"):
        maintenance.probe(str(tmp_path / "ttyUSB9"), "lava-lamp")


def test_a_probe_ends_with_the_bench(simulated: SimulatedBench, maintenance: Maintenance) -> None:
    simulated.bench.close()
    host = serve("pn532")
    try:
        with pytest.raises(DeviceNotFound, match="device-unrecognised"):
            maintenance.probe(host.address)
    finally:
        host.close()


def test_history_keeps_states_with_their_reasons(simulated: SimulatedBench, maintenance: Maintenance) -> None:
    lost, back = threading.Event(), threading.Event()

    def listen(status: object) -> None:
        states = [each.state for each in maintenance.history("gardasoft-rt")]
        lost_at = states.index(DeviceState.LOST) if DeviceState.LOST in states else None
        if lost_at is not None:
            lost.set()
            if DeviceState.READY in states[lost_at:]:
                back.set()

    simulated.bench.subscribe(listen)
    ready(simulated)
    assert simulated.light_port is not None
    simulated.light_port.unplug()
    assert lost.wait(PATIENCE_S)
    simulated.light_port.replug()
    assert back.wait(PATIENCE_S)
    history = maintenance.history("gardasoft-rt")
    assert [each.at for each in history] == sorted(each.at for each in history)
    assert history[0].state is DeviceState.OPENING
    (gone,) = [each for each in history if each.state is DeviceState.LOST]
    assert gone.reason == "device-lost"
    assert maintenance.history("no-such-device") == ()


def test_the_wire_of_a_bench_is_kept_and_saved(
    simulated: SimulatedBench, maintenance: Maintenance, tmp_path: Path
) -> None:
    ready(simulated)
    assert {each.direction for each in maintenance.wire("gardasoft-rt")} >= {Direction.SENT, Direction.RECEIVED}
    redacted, whole = tmp_path / "redacted.txt", tmp_path / "whole.txt"
    maintenance.save_wire(redacted, "elyctis-idbox")
    maintenance.save_wire(whole, "elyctis-idbox", redacted=False)
    assert "ERIKSSON" not in redacted.read_text()
    assert "ERIKSSON" in whole.read_text()
    assert len(redacted.read_text().splitlines()) == len(maintenance.wire("elyctis-idbox"))
    with pytest.raises(WorkstationError, match="file-not-written"):
        maintenance.save_wire(tmp_path / "no" / "folder.txt", "elyctis-idbox")
    assert maintenance.wire("simulated-camera") == ()


def test_a_bench_that_is_closed_watches_nothing(simulated: SimulatedBench, maintenance: Maintenance) -> None:
    told = threading.Event()
    maintenance.on_ports(lambda _: told.set())
    assert told.wait(PATIENCE_S)
    simulated.bench.close()
    assert not [each for each in threading.enumerate() if each.name == "port-watch"]


# ---------------------------------------------------------------------- guided set-up


@pytest.fixture(params=sorted(LIGHTS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_set_up_lights_one_channel_at_a_time(maintenance: Maintenance, hosted: Hosted, kind: str) -> None:
    simulator = LIGHTS[kind].simulator()
    host = hosted(simulator)
    set_up = maintenance.set_up(kind, host.address)
    assert set_up.identity.simulated
    assert set_up.channels == len(simulator.levels())
    assert all(set_up.wavelength_nm(channel) in (None, *range(200, 2000)) for channel in (1, set_up.channels))
    for channel in (1, 2):
        set_up.light(channel, 20)
        assert [each for each, percent in simulator.levels().items() if percent] == [channel]
    set_up.off()
    assert not any(simulator.levels().values())
    set_up.light(1, 20)
    set_up.close()
    assert not any(simulator.levels().values())
    assert maintenance.wire(SET_UP_WIRE)
    again = maintenance.set_up(kind, host.address)
    again.close()


@pytest.fixture
def box(hosted: Hosted) -> tuple[GardasoftSimulator, str]:
    simulator = GardasoftSimulator()
    return simulator, hosted(simulator).address


def opened(address: str, longest_s: float = 20.0) -> SessionSetUp:
    return open_set_up(
        LIGHTS["gardasoft-rt"],
        address,
        SystemClock(),
        tap=lambda _, __: None,
        ended=lambda _: None,
        longest_s=longest_s,
    )


def dark(simulator: LampSimulator) -> bool:
    return simulator.wait_until(lambda levels: not any(levels.values()), PATIENCE_S)


def test_a_lamp_goes_off_by_itself(box: tuple[GardasoftSimulator, str]) -> None:
    simulator, address = box
    set_up = opened(address, longest_s=0.3)
    set_up.light(3, 50)
    assert dark(simulator)
    set_up.light(3, 50)
    assert simulator.levels()[3] == 50
    set_up.close()


def test_a_level_that_is_not_what_was_set_ends_dark(box: tuple[GardasoftSimulator, str]) -> None:
    simulator, address = box
    set_up = opened(address)
    simulator.reported_offset_percent = 5.0
    with pytest.raises(DeviceStateError, match="lights-level-wrong"):
        set_up.light(3, 50)
    assert dark(simulator)
    simulator.reported_offset_percent = 0.0
    set_up.light(3, 50)
    set_up.close()


def test_a_lamp_that_cannot_be_switched_off_is_told(box: tuple[GardasoftSimulator, str]) -> None:
    simulator, address = box
    set_up = opened(address)
    set_up.light(3, 50)
    simulator.stuck = True
    with pytest.raises(DeviceError, match="lights-not-off"):
        set_up.off()
    simulator.stuck = False
    assert dark(simulator)
    set_up.close()


def test_a_channel_that_is_not_there_lights_nothing(box: tuple[GardasoftSimulator, str]) -> None:
    simulator, address = box
    set_up = opened(address)
    for channel, percent in ((0, 50), (9, 50), (1, 0), (1, 101)):
        with pytest.raises(DeviceStateError, match="lights-out-of-range"):
            set_up.light(channel, percent)
    assert not any(simulator.levels().values())
    set_up.close()


def test_a_cable_pulled_and_put_back_leaves_no_lamp_lit(hosted: Hosted) -> None:
    simulator = GardasoftSimulator()
    host = hosted(simulator)
    set_up = opened(host.address)
    set_up.light(3, 50)
    host.unplug()
    with pytest.raises(DeviceError):
        set_up.light(4, 50)
    assert simulator.levels()[3] == 50
    host.replug()
    assert dark(simulator)
    set_up.close()


def test_a_set_up_that_ends_without_its_cable_says_that_a_lamp_may_burn(hosted: Hosted) -> None:
    simulator = GardasoftSimulator()
    host = hosted(simulator)
    set_up = opened(host.address)
    set_up.light(3, 50)
    host.unplug()
    with pytest.raises(DeviceError) as trouble:
        set_up.close()
    assert simulator.levels()[3] == 50
    for language in LANGUAGES:
        assert "gardasoft-rt" in explain(trouble.value, language)


def test_nobody_who_answers_is_told_and_the_port_given_back(hosted: Hosted, maintenance: Maintenance) -> None:
    host = hosted(GardasoftSimulator())
    host.misbehave(LineFault.SILENCE)
    with pytest.raises(DeviceTimeout):
        maintenance.set_up("gardasoft-rt", host.address)
    host.misbehave(None)
    maintenance.set_up("gardasoft-rt", host.address).close()
    with pytest.raises(WorkstationError, match="device-kind-unknown"):
        maintenance.set_up("elyctis-idbox", host.address)


def test_closing_the_bench_closes_a_set_up_that_was_left_open(
    simulated: SimulatedBench, maintenance: Maintenance, box: tuple[GardasoftSimulator, str]
) -> None:
    simulator, address = box
    set_up = maintenance.set_up("gardasoft-rt", address)
    set_up.light(3, 50)
    simulated.bench.close()
    assert not any(simulator.levels().values())
    with pytest.raises(DeviceStateError, match="device-closed"):
        set_up.light(3, 50)


# ---------------------------------------------------------------------- chip readers


def test_a_chip_reader_is_a_device_of_the_bench() -> None:
    configuration = replace(load_bench(SIMULATED_BENCH), chip=ChipConfig("pn532", PortSelector(address=SIMULATED)))
    bench = open_bench(configuration, SystemClock())
    try:
        assert bench.chip in bench.devices()
        bench.start()
        assert bench.chip is not None
        assert bench.chip.connect() is not None
        assert bench.chip.transmit(bytes.fromhex("00a4040c07") + EMRTD) == OK
        assert (bench.chip.name, bench.chip.status.kind) == ("pn532", DeviceKind.CHIP)
        assert bench.maintenance is not None
        assert not any(each.data for each in bench.maintenance.wire("pn532"))
    finally:
        bench.close()


BENCH = SIMULATED_BENCH.read_text()


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ('kind = "pn532"', "missing-key"),
        ('kind = "pcsc"\nport = "/dev/ttyUSB0"', "unknown-key"),
        ('kind = "abacus"', "choice"),
        ('kind = "pn532"\nport = "nowhere"', "port"),
        ('kind = "pn532"\nport = "/dev/ttyUSB0"\nspeed = 9', "unknown-key"),
    ],
)
def test_a_wrong_chip_reader_is_refused_with_its_line(table: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        parse_bench(f"{BENCH}\n[chip]\n{table}\n", "bench.toml")
    assert refusal.value.facts["reason"] == reason
    line = refusal.value.facts["line"]
    assert isinstance(line, int)
    assert line > BENCH.count("\n")


def test_a_service_reader_is_chosen_by_its_name() -> None:
    read = parse_bench(f'{BENCH}\n[chip]\nkind = "pcsc"\nmodel = "Elyctis"\n', "bench.toml")
    assert read.chip == ChipConfig(PCSC, None, "Elyctis")
    bench = open_bench(read, SystemClock())
    assert bench.chip is not None
    assert bench.chip.limits().extended
    bench.close()
