"""A technician's visit on the real simulated bench: states, a pulled cable, a light test, a bench set up by hand.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station is kept there as a picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget, QWizard
from pytestqt.qtbot import QtBot

from drivers.bench import SimulatedBench, open_bench, simulated_bench
from drivers.configuration import load_bench
from drivers.pty_host import PtyHost
from drivers.registry import serve
from ui.app import Program
from ui.devices.set_up.file_page import user_bench_file
from ui.devices.window import DevicesWindow
from ui.language import install_language
from ui.style import apply_style
from workstation.clock import SystemClock
from workstation.devices import DeviceState
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

LOST = {"en": "⚠ Connection lost", "zh_CN": "⚠ 连接中断"}
READY = {"en": "✓ Ready", "zh_CN": "✓ 就绪"}
SIMULATED = {"en": "SIMULATED", "zh_CN": "模拟"}


class Visit:
    """A window on the simulated bench, with a second light controller on the table."""

    def __init__(self, qtbot: QtBot, language: str, folder: Path) -> None:
        self.qtbot, self.language, self.folder = qtbot, language, folder
        self.simulated: SimulatedBench = simulated_bench("uto-passport-counterfeit", SystemClock())
        self.second: PtyHost = serve("thorlabs-dc4100")
        self.program = Program(self.workbench, language=language, settings_file=folder / "window.json")
        self.program.window.resize(1280, 800)
        with qtbot.waitSignal(self.program.window.painted, timeout=10_000):
            self.program.window.show()
        self.program.furnish()
        self.wait(lambda: self.program.commands and self.program.commands.desk.workbench)
        self.wait(lambda: all(each.status.state is DeviceState.READY for each in self.simulated.bench.devices()))
        self.program.window.actions_by_key["devices"].trigger()

    def workbench(self) -> Workbench:
        library = Library([RESOURCES / "specimens"])
        return Workbench(
            bench=self.simulated.bench, library=library, clock=SystemClock(), cases_dir=self.folder / "cases"
        )

    @property
    def window(self) -> DevicesWindow:
        window = self.program.commands._devices
        assert window is not None
        return window

    def wait(self, holds: Callable[[], object], seconds: int = 60) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=seconds * 1000)

    def state(self) -> str:
        return self.window.devices.table.text(0, 0)

    def keep_picture(self, widget: QWidget, name: str) -> None:
        wanted = os.environ.get("QDBENCH_SCREENSHOTS")
        if wanted:
            Path(wanted).mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            widget.grab().save(str(Path(wanted) / f"{self.language}-devices-{name}.png"))

    def end(self) -> None:
        self.program.shut_down()
        self.second.close()


@pytest.fixture(params=["en", "zh_CN"])
def visit(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Visit]:
    before = qapp.styleSheet()
    apply_style(qapp)
    one = Visit(qtbot, request.param, tmp_path)
    yield one
    one.end()
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    install_language("en")
    qapp.setStyleSheet(before)


def test_a_visit(visit: Visit) -> None:
    window, lights = visit.window, visit.simulated.bench.lights
    visit.wait(lambda: window.ports._ports)
    visit.wait(lambda: visit.state() == READY[visit.language])
    assert {each.used_by for each in window.ports._ports} >= {lights.name}
    visit.keep_picture(window, "1-states")

    pull_the_cable(visit)
    try_two_lights(visit)
    ask_who_is_there(visit)
    set_up_the_second_controller(visit)
    capture_with_the_new_bench(visit)


def pull_the_cable(visit: Visit) -> None:
    devices = visit.window.devices
    devices.tabs.setCurrentIndex(1)
    visit.wait(lambda: devices.wire.rows.entries)
    assert "RT860F" in "".join(each.meaning for each in devices.wire.rows.entries)
    visit.simulated.light_port.unplug()
    visit.wait(lambda: visit.state() == LOST[visit.language])
    lights = visit.simulated.bench.lights.name
    assert lights in devices.reason.text()
    visit.wait(lambda: lights not in {each.used_by for each in visit.window.ports._ports})
    visit.keep_picture(visit.window, "2-cable-pulled")
    devices.tabs.setCurrentIndex(0)
    assert devices.history.text(0, 1) == LOST[visit.language]
    assert devices.history.text(0, 2)
    visit.simulated.light_port.plug()
    visit.wait(lambda: lights in {each.used_by for each in visit.window.ports._ports})
    visit.wait(lambda: visit.state() == READY[visit.language])
    visit.wait(lambda: devices.history.text(0, 1) == READY[visit.language])
    visit.keep_picture(visit.window, "3-history")


def try_two_lights(visit: Visit) -> None:
    lights = visit.window.lights
    visit.window.tabs.setCurrentIndex(1)
    for light in ("WHITE", "UV365"):
        lights.buttons[light].click()
        visit.wait(lambda: not lights._testing)
        assert lights.outcomes[light].text().startswith("✓"), lights.outcomes[light].text()
        assert SIMULATED[visit.language] in lights.outcomes[light].text()
        assert set(visit.simulated.light_simulator.levels().values()) == {0.0}
    visit.keep_picture(visit.window, "4-light-test")


def ask_who_is_there(visit: Visit) -> None:
    ports = visit.window.ports
    visit.window.tabs.setCurrentIndex(2)
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
    visit.keep_picture(visit.window, "5-ports")


def set_up_the_second_controller(visit: Visit) -> None:
    visit.window.set_up.click()
    wizard = visit.window.wizard
    assert wizard is not None
    wizard.controller.port.show_address(visit.second.address)
    wizard.controller.kind.choose("thorlabs-dc4100")
    wizard.controller.connect_to.click()
    visit.wait(wizard.controller.isComplete)
    visit.keep_picture(wizard, "6-controller")

    wizard.next()
    levels = visit.second.simulator.levels
    for channel in (4, 2):
        wizard.look.rows[channel].light.click()
        visit.wait(lambda channel=channel: wizard.look.rows[channel].state.text().startswith("●"))
        assert [each for each, level in levels().items() if level] == [channel]
    seen = wizard.look.rows[4].seen
    seen.choose("WHITE")
    seen.activated.emit(seen.currentIndex())
    visit.keep_picture(wizard, "7-channels")

    wizard.next()
    visit.wait(lambda: not any(levels().values()))
    visit.keep_picture(wizard, "8-values")
    wizard.next()
    wizard.bench.name.setText("Booth 3")
    wizard.bench.camera.choose("")
    visit.keep_picture(wizard, "9-bench")
    wizard.next()
    visit.wait(wizard.file.isComplete)
    visit.keep_picture(wizard, "10-file")
    wizard.button(QWizard.WizardButton.FinishButton).click()
    visit.wait(lambda: visit.window.wizard is None)
    assert str(user_bench_file()) in visit.window.messages.text


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
