"""A technician's visit on the real simulated bench: states, a pulled cable, a light test, a bench set up by hand.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station is kept there as a picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QWizard
from real_window import RealWindow

from drivers.bench import SimulatedBench, open_bench, simulated_bench
from drivers.configuration import load_bench
from drivers.pty_host import PtyHost
from drivers.registry import serve
from ui.devices.set_up.file_page import user_bench_file
from ui.devices.window import DevicesWindow
from workstation.clock import SystemClock
from workstation.devices import DeviceState
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

LOST = {"en": "⚠ Connection lost", "zh_CN": "⚠ 连接中断"}
READY = {"en": "✓ Ready", "zh_CN": "✓ 就绪"}
SIMULATED = {"en": "SIMULATED", "zh_CN": "模拟"}


class Visit(RealWindow):
    """A technician at the devices window, a second controller on the table."""

    about = "devices"

    def __init__(self, *where: Any, **options: str) -> None:
        self.simulated: SimulatedBench = simulated_bench("uto-passport-counterfeit", SystemClock())
        self.second: PtyHost = serve("thorlabs-dc4100")
        super().__init__(*where, **options)
        self.act("devices")

    def open_workbench(self) -> Workbench:
        library = Library([RESOURCES / "specimens"])
        return Workbench(
            bench=self.simulated.bench, library=library, clock=SystemClock(), cases_dir=self.folder / "cases"
        )

    @property
    def devices_window(self) -> DevicesWindow:
        window = self.commands._devices
        assert window is not None
        return window

    def state(self) -> str:
        return self.devices_window.devices.table.text(0, 0)

    def end(self) -> None:
        super().end()
        self.second.close()


@pytest.fixture(params=["en", "zh_CN"])
def visit(request: pytest.FixtureRequest, opens: Callable[..., Visit]) -> Visit:
    return opens(Visit, language=request.param)


def test_a_visit(visit: Visit) -> None:
    window, lights = visit.devices_window, visit.simulated.bench.lights
    visit.wait(lambda: window.ports._ports)
    visit.wait(lambda: visit.state() == READY[visit.language])
    assert {each.used_by for each in window.ports._ports} >= {lights.name}
    visit.keep_picture("1-states", window)

    pull_the_cable(visit)
    try_two_lights(visit)
    ask_who_is_there(visit)
    set_up_the_second_controller(visit)
    capture_with_the_new_bench(visit)


def pull_the_cable(visit: Visit) -> None:
    devices = visit.devices_window.devices
    devices.tabs.setCurrentIndex(1)
    visit.wait(lambda: devices.wire.rows.entries)
    assert "RT860F" in "".join(each.meaning for each in devices.wire.rows.entries)
    visit.simulated.light_port.unplug()
    visit.wait(lambda: visit.state() == LOST[visit.language])
    lights = visit.simulated.bench.lights.name
    assert lights in devices.reason.text()
    visit.wait(lambda: lights not in {each.used_by for each in visit.devices_window.ports._ports})
    visit.keep_picture("2-cable-pulled", visit.devices_window)
    devices.tabs.setCurrentIndex(0)
    assert devices.history.text(0, 1) == LOST[visit.language]
    assert devices.history.text(0, 2)
    visit.simulated.light_port.plug()
    visit.wait(lambda: lights in {each.used_by for each in visit.devices_window.ports._ports})
    visit.wait(lambda: visit.state() == READY[visit.language])
    visit.wait(lambda: devices.history.text(0, 1) == READY[visit.language])
    visit.keep_picture("3-history", visit.devices_window)


def try_two_lights(visit: Visit) -> None:
    lights = visit.devices_window.lights
    visit.devices_window.tabs.setCurrentIndex(1)
    for light in ("WHITE", "UV365"):
        lights.buttons[light].click()
        visit.wait(lambda: not lights._testing)
        assert lights.outcomes[light].text().startswith("✓"), lights.outcomes[light].text()
        assert SIMULATED[visit.language] in lights.outcomes[light].text()
        assert set(visit.simulated.light_simulator.levels().values()) == {0.0}
    visit.keep_picture("4-light-test", visit.devices_window)


def ask_who_is_there(visit: Visit) -> None:
    ports = visit.devices_window.ports
    visit.devices_window.tabs.setCurrentIndex(2)
    ports.port.show_address(visit.second.address)
    ports.kind.choose("thorlabs-dc4100")
    ports.ask.click()
    visit.wait(lambda: not ports._asking)
    assert ports._answer(visit.second.address).startswith("✓ Thorlabs DC4100")
    taken = next(each.address for each in ports._ports if each.used_by == visit.simulated.bench.lights.name)
    ports.port.show_address(taken)
    ports.ask.click()
    visit.wait(lambda: not ports._asking)
    assert ports._answer(taken).startswith("✕")
    visit.keep_picture("5-ports", visit.devices_window)


def set_up_the_second_controller(visit: Visit) -> None:
    visit.devices_window.set_up.click()
    wizard = visit.devices_window.wizard
    assert wizard is not None
    wizard.controller.port.show_address(visit.second.address)
    wizard.controller.kind.choose("thorlabs-dc4100")
    wizard.controller.connect_to.click()
    visit.wait(wizard.controller.isComplete)
    visit.keep_picture("6-controller", wizard)

    wizard.next()
    levels = visit.second.simulator.levels
    for channel in (4, 2):
        wizard.look.rows[channel].light.click()
        visit.wait(lambda channel=channel: wizard.look.rows[channel].state.text().startswith("●"))
        assert [each for each, level in levels().items() if level] == [channel]
    seen = wizard.look.rows[4].seen
    seen.choose("WHITE")
    seen.activated.emit(seen.currentIndex())
    visit.keep_picture("7-channels", wizard)

    wizard.next()
    visit.wait(lambda: not any(levels().values()))
    visit.keep_picture("8-values", wizard)
    wizard.next()
    wizard.bench.name.setText("Booth 3")
    wizard.bench.camera.choose("")
    visit.keep_picture("9-bench", wizard)
    wizard.next()
    visit.wait(wizard.file.isComplete)
    visit.keep_picture("10-file", wizard)
    wizard.button(QWizard.WizardButton.FinishButton).click()
    visit.wait(lambda: visit.devices_window.wizard is None)
    assert str(user_bench_file()) in visit.devices_window.messages.text


def capture_with_the_new_bench(visit: Visit) -> None:
    configuration = load_bench(user_bench_file())
    assert configuration.name == "Booth 3"
    assert {each.setting.light for each in configuration.light_controller.channels} >= {"WHITE", "UV365"}
    workbench = Workbench(
        bench=open_bench(configuration, SystemClock()),
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=visit.folder / "new",
    )
    try:
        workbench.start()
        visit.wait(lambda: all(each.status.state is DeviceState.READY for each in workbench.bench.devices()))
        finished = workbench.capture(page="data_page", lights=("WHITE",)).result(timeout=60)
        assert finished.error is None, finished.error
        assert [each.light for each in finished.captures] == ["WHITE"]
    finally:
        workbench.shutdown()
